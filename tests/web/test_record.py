"""REST says what the command line says: the same lines, byte for byte, under every question that both take."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from biennien import cli

Run = Callable[..., Any]
BASE = "/api/v1"


@pytest.fixture
def run(samples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """What a command prints as JSON."""
    monkeypatch.setenv("BIENNIEN_STORE", str(samples))
    monkeypatch.setenv("BIENNIEN_LANG", "en")

    def run(*arguments: str) -> Any:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        assert cli.main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def spelled(value: Any) -> str:
    """Its bytes: the keys in their order."""
    return json.dumps(value, ensure_ascii=False)


LISTS = [
    ("stories",),
    ("meetings",),
    ("meetings", "with=Putin"),
    ("meetings", "via=Politico"),
    ("meetings", "unnamed=true"),
    ("meetings", "as_known=2025-10-21"),
    ("meetings", "with=Nga", "as_known=2025-10"),
    ("statements",),
    ("statements", "by=lavrov"),
    ("statements", "like=không muốn lãng phí thời gian"),
    ("statements", "unnamed=true"),
    ("timeline",),
    ("timeline", "with=Rubio"),
    ("timeline", "as_known=22/10/2025"),
    ("positions",),
    ("positions", "by=Nga"),
    ("explanations",),
    ("explanations", "as_known=2025-10-23"),
    ("differences",),
    ("differences", "kind=change"),
    ("reports",),
    ("reports", "as_known=2025-10-22"),
    ("decisions",),
]


def options(parts: tuple[str, ...]) -> list[str]:
    """The query as options of the command."""
    found = []
    for part in parts:
        name, _, value = part.partition("=")
        found += [f"--{name.replace('_', '-')}"] + ([] if value == "true" else [value])
    return found


@pytest.mark.parametrize("question", LISTS, ids="&".join)
def test_a_list_is_that_of_the_command(client: Any, run: Run, question: tuple[str, ...]) -> None:
    name, *parts = question
    answer = client.get(f"{BASE}/{name}?limit=1000&" + "&".join(parts)).json()
    assert answer["schema"] == "biennien/1" and answer["next"] is None
    assert spelled(answer["items"]) == spelled(run(name, *options(tuple(parts))))


def test_the_lists_hold_something(client: Any) -> None:
    for name in (
        "stories",
        "meetings",
        "statements",
        "timeline",
        "positions",
        "explanations",
        "differences",
        "reports",
    ):
        assert client.get(f"{BASE}/{name}").json()["items"], name


def test_a_story_narrows_as_with_the_command(client: Any, run: Run) -> None:
    story = run("stories")[0]["id"]
    for name in ("meetings", "statements", "timeline"):
        answer = client.get(f"{BASE}/{name}", params={"story": story, "limit": 1000}).json()
        assert spelled(answer["items"]) == spelled(run(name, "--story", story))
    assert spelled(client.get(f"{BASE}/stories/{story}").json()) == spelled(
        {"schema": "biennien/1", **run("stories")[0]}
    )


def test_single_things_are_those_of_the_command(client: Any, run: Run) -> None:
    meeting = run("meetings")[0]
    assert spelled(client.get(f"{BASE}/meetings/{meeting['id']}").json()) == spelled(
        {"schema": "biennien/1", **meeting}
    )
    ids = [meeting["id"], meeting["changes"][0]["id"], run("statements")[0]["id"], run("reports")[0]["id"]]
    ids += [run(name)[0]["id"] for name in ("explanations", "positions", "differences")]
    for line in ids:
        assert spelled(client.get(f"{BASE}/lines/{line}").json()) == spelled(run("show", line))
        assert spelled(client.get(f"{BASE}/lines/{line}/explanation").json()) == spelled(run("explain", line))
    report = run("reports")[-1]["id"]
    assert spelled(client.get(f"{BASE}/reports/{report}/new").json()) == spelled(run("new", report))
    assert spelled(client.get(f"{BASE}/brief").json()) == spelled(run("brief"))
    since = client.get(f"{BASE}/brief?since=2025-10-21&as_known=2025-10-23").json()
    assert spelled(since) == spelled(run("brief", "--since", "2025-10-21", "--as-known", "2025-10-23"))


def test_a_report_comes_with_its_text_and_on_demand_with_its_reading(
    client: Any, run: Run, samples: Path
) -> None:
    from biennien import app

    row = run("reports")[0]
    _, stored = app.load(samples)
    text = next(report.text for report in stored if report.id == row["id"])
    bare = client.get(f"{BASE}/reports/{row['id']}").json()
    assert spelled(bare) == spelled({"schema": "biennien/1", **row, "text": text})
    found = client.get(f"{BASE}/reports/{row['id']}?reading=true").json()["reading"]
    assert found["id"] == row["id"] and found["attributions"]
    for start, end in (a["cue"] for a in found["attributions"] if a["cue"]):
        assert text[start:end].strip()


def test_every_fact_cites_words_that_stand_in_its_report(client: Any) -> None:
    texts = {
        r["id"]: client.get(f"{BASE}/reports/{r['id']}").json()["text"]
        for r in client.get(f"{BASE}/reports").json()["items"]
    }

    def cited(value: Any) -> int:
        if isinstance(value, dict):
            if {"report", "start", "end", "quote"} <= value.keys():
                assert texts[value["report"]][value["start"] : value["end"]] == value["quote"]
                return 1
            return sum(cited(part) for part in value.values())
        return sum(cited(part) for part in value) if isinstance(value, list) else 0

    for name in ("statements", "timeline", "positions", "explanations", "differences"):
        for item in client.get(f"{BASE}/{name}?limit=1000").json()["items"]:
            assert cited(item), (name, item["id"])
    for meeting in client.get(f"{BASE}/meetings?limit=1000").json()["items"]:
        assert all(cited(change) for change in meeting["changes"])


def test_statements_by_day_outlet_and_what_they_are_about(client: Any) -> None:
    def ids(**query: str) -> set[str]:
        return {
            s["id"] for s in client.get(f"{BASE}/statements", params={"limit": 1000, **query}).json()["items"]
        }

    everything = client.get(f"{BASE}/statements?limit=1000").json()["items"]
    days = [s["said_on"] for s in everything if s["said_on"] and len(s["said_on"]) == 10]
    day = sorted(days)[len(days) // 2]
    within = ids(**{"from": day, "to": day})
    assert within == {s["id"] for s in everything if s["said_on"] == day} | {
        s["id"] for s in everything if s["id"] in within and len(s["said_on"]) != 10
    }
    assert within < {s["id"] for s in everything}
    assert ids(**{"from": "2031-01-01"}) == set()
    about = next(a for s in everything for a in s["about"] if not a.startswith("m-"))
    assert ids(about=about) == {s["id"] for s in everything if any(about in a for a in s["about"])} != set()
    meeting = next(a for s in everything for a in s["about"] if a.startswith("m-"))
    assert ids(about=meeting) == {s["id"] for s in everything if meeting in s["about"]}
    reports = {r["id"]: r["outlet"] for r in client.get(f"{BASE}/reports?limit=1000").json()["items"]}
    outlet = next(o for o in reports.values() if o)
    own = {r for r, o in reports.items() if o == outlet}
    told = {s["id"] for s in everything if own & {c["report"] for c in (*s["citations"], *s["restated_in"])}}
    assert ids(outlet=outlet) == told != set()


def test_the_day_leaves_out_what_came_later(client: Any) -> None:
    early = client.get(f"{BASE}/reports?as_known=2025-10-21").json()["items"]
    assert 0 < len(early) < len(client.get(f"{BASE}/reports").json()["items"])
    for meeting in client.get(f"{BASE}/meetings?as_known=2025-10-21").json()["items"]:
        told = {c["report"] for change in meeting["changes"] for c in change["citations"]}
        assert told <= {r["id"] for r in early}


def test_the_search_finds_with_and_without_diacritics(client: Any) -> None:
    found = client.get(f"{BASE}/search", params={"q": "lãng phí thời gian"}).json()
    assert found["statements"]
    assert (
        client.get(f"{BASE}/search", params={"q": "lang phi thoi gian"}).json()["statements"]
        == found["statements"]
    )
    names = client.get(f"{BASE}/search", params={"q": "lavrov"}).json()
    assert "Sergey Lavrov" in {row["entity"] for row in names["speakers"]}
    assert client.get(f"{BASE}/search", params={"q": "zzzz"}).json() == {
        "schema": "biennien/1", "stories": [], "speakers": [], "meetings": [], "statements": [], "reports": [],
    }  # fmt: skip
    few = client.get(f"{BASE}/search", params={"q": "Nga", "limit": 1}).json()
    assert len(few["meetings"]) <= 1 and len(few["statements"]) <= 2


def test_a_speaker_comes_with_everything_that_he_said(client: Any) -> None:
    rows = client.get(f"{BASE}/speakers").json()["items"]
    assert rows == sorted(rows, key=lambda row: (-row["statements"], row["entity"]))
    everything = client.get(f"{BASE}/statements?limit=1000").json()["items"]
    first = rows[0]
    assert first["statements"] == sum(first["entity"] in s["speaker"] for s in everything)
    told = client.get(f"{BASE}/speakers/{first['entity']}?limit=1000").json()
    assert told["items"] == [s for s in everything if first["entity"] in s["speaker"]]
    assert told["entity"] == first["entity"] and told["next"] is None
    person = client.get(f"{BASE}/speakers/Sergey Lavrov").json()
    assert any("Foreign" in held["office"] for held in person["offices"])
    assert all("Sergey Lavrov" in news["change"]["announced_by"] for news in person["declared"])
    assert client.get(f"{BASE}/speakers/Nobody").status_code == 404
