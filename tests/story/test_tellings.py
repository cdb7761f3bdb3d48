"""The record as lists for JSON: the keys that other programs rely on."""

from __future__ import annotations

import json

from biennien.model import Change, Citation, Link, Meeting, Record, Report, ReportDate, Span, Statement
from biennien.story.meetings import tell_meetings
from biennien.story.reports import tell_reports
from biennien.story.statements import tell_statements

CITATION = Citation(report_id="r", span=Span(3, 7), quote="cuộc", paragraph=2)
CHANGE = Change(
    id="c-1", status="postponed", detail="indefinitely", effective=None, announced_on="2024-W20", announced_by=(),
    named=False, unnamed="một quan chức", via=("Daily Voice",), reason=None, condition=None, after_end=False,
    flags=("hedged",), basis="derived", citations=(CITATION,),
)  # fmt: skip
MEETING = Meeting(
    id="m-1", label="A – B", kind="summit", participants=("A", "B"), place=None, planned_for="P2W", when=None,
    status="postponed", fate="postponed", sides=(("Alandia", "postponed"),), successor_of=None, changes=(CHANGE,),
)  # fmt: skip
STATEMENTS = tuple(
    Statement(
        id=f"s-{n}", speaker=speaker, named=bool(speaker), unnamed=None if speaker else "một quan chức", manner="direct",
        content="…", said_on=None, chain=(Link(who="Daily Voice", named=True),), about=("m-1",), restated_in=(),
        citations=(CITATION,),
    )
    for n, speaker in enumerate((("Ana Alba",), ()))
)  # fmt: skip


def test_meetings_carry_the_keys_of_the_format() -> None:
    [told] = tell_meetings(Record(meetings=(MEETING,)))
    keys = "id label kind participants place planned_for window when status fate sides successor_of changes"
    assert set(keys.split()) <= set(told)
    assert told["sides"] == {"Alandia": "postponed"}
    changes = told["changes"]
    assert isinstance(changes, list)
    [change] = changes
    keys = (
        "id status detail likelihood effective announced_on announced_by named unnamed via reason condition after_end flags previous "
        "basis citations"
    )
    assert set(change) == set(keys.split())
    assert change["citations"] == [{"report": "r", "paragraph": 2, "start": 3, "end": 7, "quote": "cuộc"}]
    assert json.loads(json.dumps(told)) == told


def test_statements_by_somebody() -> None:
    record = Record(statements=STATEMENTS)
    assert [s["id"] for s in tell_statements(record)] == ["s-0", "s-1"]
    for words, ids in (("Ana Alba", ["s-0"]), ("alba", ["s-0"]), ("quan", ["s-1"]), ("Alb", []), ("Bel", [])):
        assert [s["id"] for s in tell_statements(record, by=words)] == ids


def test_reports_stand_by_day_and_one_without_a_day_shows_its_bounds() -> None:
    dates = (
        ReportDate(
            report_id="a",
            value=None,
            earliest="2024-05-06",
            latest=None,
            dated_by="inference",
            why="Not before.",
        ),
        ReportDate(
            report_id="b",
            value="2024-05-02",
            earliest="2024-05-02",
            latest="2024-05-02",
            dated_by="header",
            why="It says so.",
        ),
    )
    reports = [Report(id=i, text="", sha256="") for i in ("c", "a", "b")]
    told = tell_reports(Record(dates=dates), reports)
    assert [r["id"] for r in told] == ["b", "a", "c"]
    published = told[1]["published"]
    assert isinstance(published, dict)
    assert (published["value"], published["earliest"], published["latest"]) == (None, "2024-05-06", None)
    assert set(told[0]) == {
        "id",
        "outlet",
        "title",
        "url",
        "origin",
        "published",
        "version",
        "sha256",
        "copy_of",
        "issues",
        "withdrawn",
        "decisions",
    }
