"""The scores: what counts as a match on each layer, and the same numbers as the gold's own scorer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from biennien import app
from biennien.evaluation import count, entity_key, evaluate, same_entity
from biennien.pipeline import ingest, load_knowledge, read_reports, tell_reading


def row(**layers: Any) -> dict[str, Any]:
    return {"published": "2025-10-23", "names": [], "timex": [], "attributions": [], "meetings": [], **layers}


def name(start: int, end: int, kind: str = "PER", entity: str = "Donald Trump") -> dict[str, Any]:
    return {"start": start, "end": end, "type": kind, "entity": entity}


def said(*content: tuple[int, int], entity: str | None = "Donald Trump", **more: Any) -> dict[str, Any]:
    base = {
        "source": [0, 5],
        "cue": [6, 9],
        "manner": "indirect",
        "said_on": None,
        "within": None,
        "named": True,
    }
    return base | {"content": [list(c) for c in content], "entity": entity} | more


def met(start: int, end: int, participants: list[str], status: str = "held", **more: Any) -> dict[str, Any]:
    base = {"start": start, "end": end, "participants": participants, "status": status}
    return base | {"when": None, "place": None, "by": None} | more


@pytest.mark.parametrize(
    ("layer", "gold", "predicted", "expected"),
    [
        ("names", row(names=[name(0, 5)]), row(names=[name(0, 5), name(0, 5)]), (1, 2, 1)),
        ("names", row(names=[name(0, 5)]), row(names=[name(0, 5, "LOC")]), (0, 1, 1)),
        ("names linked", row(names=[name(0, 5)]), row(names=[name(0, 5, entity="Trump")]), (0, 1, 1)),
        ("names LOC", row(names=[name(0, 5)]), row(names=[name(0, 5, "LOC")]), (0, 1, 0)),
        (
            "timex value",
            row(timex=[{"start": 0, "end": 9, "value": "2025-10-22", "alt": ["2025-10-21"]}]),
            row(timex=[{"start": 4, "end": 9, "value": "2025-10-21"}]),
            (1, 1, 1),
        ),
        (
            "timex value",
            row(published=None, timex=[{"start": 0, "end": 9, "value": "2025-10-22"}]),
            row(timex=[{"start": 0, "end": 9, "value": "XXXX-10-22"}]),
            (1, 1, 1),
        ),
        (
            "timex value",
            row(timex=[{"start": 0, "end": 9, "value": "2025-10-22"}]),
            row(timex=[{"start": 0, "end": 9, "value": "XXXX-10-22"}]),
            (0, 1, 1),
        ),
        (
            "timex strict",
            row(timex=[{"start": 0, "end": 9, "value": "x"}]),
            row(timex=[{"start": 9, "end": 12, "value": "x"}]),
            (0, 1, 1),
        ),
        (
            "attribution content",
            row(attributions=[said((10, 20))]),
            row(attributions=[said((10, 16))]),
            (1, 1, 1),
        ),
        (
            "attribution content",
            row(attributions=[said((10, 20))]),
            row(attributions=[said((10, 15))]),
            (0, 1, 1),
        ),
        (
            "attribution speaker",
            row(attributions=[said((10, 20), entity="White House official", named=False)]),
            row(attributions=[said((10, 20), entity="an official", named=False, source=[3, 6])]),
            (1, 1, 1),
        ),
        (
            "attribution speaker",
            row(attributions=[said((10, 20), entity="White House official", named=False)]),
            row(attributions=[said((10, 20), entity="White House")]),
            (0, 1, 1),
        ),
        (
            "attribution nested (of matched)",
            row(attributions=[said((10, 40)), said((20, 30), within=0)]),
            row(attributions=[said((20, 30), within=1), said((10, 40))]),
            (1, 1, 1),
        ),
        ("meetings", row(meetings=[met(0, 9, ["A", "B"])]), row(meetings=[met(8, 20, ["B"])]), (1, 1, 1)),
        ("meetings", row(meetings=[met(0, 9, ["A", "B", "C"])]), row(meetings=[met(0, 9, ["C"])]), (0, 1, 1)),
        (
            "meetings status, not held",
            row(meetings=[met(0, 9, ["A"], "postponed")]),
            row(meetings=[met(0, 9, ["A"])]),
            (0, 0, 1),
        ),
        (
            "meetings place (of matched)",
            row(meetings=[met(0, 9, ["A"], place="The Hague")]),
            row(meetings=[met(0, 9, ["A"], place="hague")]),
            (1, 1, 1),
        ),
        (
            "meetings: refused",
            row(meetings=[met(0, 9, ["A"], "refused"), met(20, 29, ["A"])]),
            row(meetings=[met(0, 9, ["A"], "refused"), met(20, 29, ["A"], "refused")]),
            (1, 2, 1),
        ),
        ("meetings: none", row(), row(), (1, 1, 1)),
        ("meetings: none", row(), row(meetings=[met(0, 9, ["A"])]), (0, 0, 1)),
        ("meetings: none", row(meetings=[met(0, 9, ["A"])]), row(), (0, 1, 0)),
    ],
)
def test_what_counts_as_a_match(
    layer: str, gold: dict[str, Any], predicted: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    assert count(gold, predicted)[layer] == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sergei Lavrov", "Sergey Lavrov", True),
        ("Marco Rubio and Sergei Lavrov", "Sergey Lavrov and Marco Rubio", True),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("Viktor Orbán", "viktor orban", True),
        (None, None, False),
    ],
)
def test_the_same_entity_in_another_spelling(one: str | None, other: str | None, same: bool) -> None:
    assert same_entity(one, other) is same
    assert (entity_key(one) == entity_key(other)) is (same or one is other)


def test_a_report_without_a_reading_counts_as_empty() -> None:
    score = evaluate(
        {"a": row(names=[name(0, 5)]), "b": row(names=[name(0, 5)])}, {"a": row(names=[name(0, 5)])}
    )["names"]
    assert (score.matched, score.predicted, score.gold, score.recall) == (1, 1, 2, 0.5)
    assert score.low <= score.f1 <= score.high


def test_a_layer_that_the_gold_leaves_out_is_not_scored() -> None:
    gold = {"a": {"meetings": []}, "b": row(names=[name(0, 5)])}
    scores = evaluate(gold, {key: row(names=[name(0, 5), name(6, 9)]) for key in gold})
    assert (scores["names"].predicted, scores["names"].gold) == (2, 1)
    assert list(scores)[-1] == "meetings: none"
    assert "names" not in evaluate({"a": gold["a"]}, {})


def test_the_numbers_are_those_of_the_scorer_of_the_gold(tmp_path: Path) -> None:
    scorer = Path(os.environ.get("BIENNIEN_GOLD", "/nowhere"), "score.py")
    if not scorer.exists():
        pytest.skip("BIENNIEN_GOLD is not set: it names a folder with score.py")
    gold = app.samples_folder().parent / "gold.jsonl"
    reports = [found for found in ingest([str(app.samples_folder())]) if hasattr(found, "text")]
    readings = read_reports(reports, load_knowledge())  # type: ignore[arg-type]
    told = [json.dumps(tell_reading(r, reading)) for r, reading in zip(reports, readings, strict=True)]  # type: ignore[arg-type]
    (tmp_path / "p.jsonl").write_text("\n".join(told), "utf-8")
    done = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(tmp_path / "p.jsonl"), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = app.scores_told(app.evaluate(gold, tmp_path / "p.jsonl"))
    theirs = json.loads(done.stdout)
    assert {key: ours[key] for key in theirs} == theirs
