"""FollowTheMoney: each entity is valid by the library's own model, no value is lost in it, and nothing is referred to that is not there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from biennien.export.contents import Contents, cited_by
from biennien.export.ftm import render

followthemoney = pytest.importorskip("followthemoney")


def entities(contents: Contents) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render(contents).decode().splitlines()]


def test_the_library_takes_every_entity_and_every_value(samples: Contents, hostile: Contents) -> None:
    from followthemoney.proxy import EntityProxy

    for contents in (samples, hostile):
        for row in entities(contents):
            followthemoney.model.get(row["schema"]).validate(row)
            proxy = EntityProxy.from_dict(row, cleaned=False)
            assert proxy.caption
            if contents is samples:  # a control character is lost, and should be
                for key, values in row["properties"].items():
                    assert set(proxy.get(key)) == set(values), key


def test_what_is_referred_to_is_there(samples: Contents) -> None:
    rows = entities(samples)
    ids = {row["id"] for row in rows}
    assert len(ids) == len(rows)
    for row in rows:
        for key in ("involved", "proof", "document", "resolved"):
            assert set(row["properties"].get(key, ())) <= ids


def test_kinds_of_actors(samples: Contents) -> None:
    rows = [row for row in entities(samples) if row["id"].startswith("bn-actor")]
    kinds = {row["properties"]["name"][0]: row["schema"] for row in rows}
    assert kinds["Donald Trump"] == "Person"
    assert kinds["Russia"] == "LegalEntity"
    assert kinds["White House"] == "PublicBody"


def test_a_statement_has_its_day_its_speaker_and_its_words(samples: Contents) -> None:
    rows = {
        row["properties"]["recordId"][0]: row for row in entities(samples) if "recordId" in row["properties"]
    }
    for statement in samples.record.statements:
        found = rows[statement.id]["properties"]
        assert statement.content in found["description"]
        assert len(found.get("involved", ())) == len(statement.speaker)
        assert len(found["proof"]) == len({c.report_id for c in cited_by(statement)})
        assert f"{statement.citations[0].report_id} §" in " ".join(found["description"])


def test_a_week_is_its_first_and_last_day(samples: Contents) -> None:
    [plan] = [m for m in samples.record.meetings if m.planned_for == "2025-W43"]
    [row] = [r for r in entities(samples) if r["properties"].get("recordId") == [plan.id]]
    assert row["properties"]["startDate"] == ["2025-10-20"]
    assert row["properties"]["endDate"] == ["2025-10-26"]
    assert "date" not in row["properties"]
