"""The timeline: what has a day stands by it, what has none never gets one."""

from __future__ import annotations

from dataclasses import replace

from biennien.model import Change, Citation, Meeting, Record, ReportDate, Span, Statement
from biennien.story.timeline import tell_timeline


def cite(at: int, report: str = "a") -> Citation:
    return Citation(report_id=report, span=Span(at, at + 5), quote="lời ấ", paragraph=1)


CHANGE = Change(
    id="c-0", status="announced", detail=None, effective=None, announced_on="2025-03-04", announced_by=("Ash",), named=True,
    unnamed=None, via=(), reason=None, condition=None, after_end=False, flags=(), basis="derived", citations=(cite(0),),
)  # fmt: skip
MEETING = Meeting(
    id="m-1", label="Ash – Bor: meeting, Oslo", kind="meeting", participants=("Ash", "Bor"), place="Oslo", planned_for=None,
    when=None, status="announced", fate=None, sides=(), successor_of=None, changes=(CHANGE,),
)  # fmt: skip
STATEMENT = Statement(
    id="s-0", speaker=("Ash",), named=True, unnamed=None, manner="direct", content="Tôi sẽ đi", said_on="2025-03-05",
    chain=(), about=("Oslo", "m-1"), restated_in=(), citations=(cite(2),),
)  # fmt: skip


def changed(number: int, day: str | None, status: str = "postponed", report: str = "a") -> Change:
    return replace(
        CHANGE, id=f"c-{number}", announced_on=day, status=status, citations=(cite(10 * number, report),)
    )


def test_a_row_carries_the_keys_of_the_format() -> None:
    [row] = tell_timeline(Record(meetings=(replace(MEETING, changes=(replace(CHANGE, detail="agreed"),)),)))
    assert {k: row[k] for k in ["id", "day", "kind", "text", "who", "place", "status", "basis"]} == {
        "id": "c-0", "day": "2025-03-04", "kind": "change", "text": "Ash – Bor: meeting, Oslo: announced (agreed)", "who": ["Ash"],
        "place": "Oslo", "status": "announced", "basis": "derived",
    }  # fmt: skip
    assert row["citations"] == [{"report": "a", "paragraph": 1, "start": 0, "end": 5, "quote": "lời ấ"}]


def test_the_order_is_that_of_days_and_a_week_stands_behind_its_days() -> None:
    days = ("2025-03-09", "2025-W10", "2025-03", None, "2025-03-03", "XXXX-03-03")
    changes = tuple(changed(n, day) for n, day in enumerate(days, 1))
    told = tell_timeline(Record(meetings=(replace(MEETING, changes=changes),)))
    assert [row["day"] for row in told] == [
        "2025-03-03",
        "2025-03-09",
        "2025-W10",
        "2025-03",
        None,
        "XXXX-03-03",
    ]


def test_what_has_no_day_stands_apart_by_its_report_and_acquires_none() -> None:
    dates = tuple(
        ReportDate(report_id=r, value=d, earliest=d, latest=d, dated_by="header", why="")
        for r, d in (("a", "2025-03-09"), ("b", "2025-03-01"))
    )
    changes = (changed(1, None, report="a"), changed(2, None, report="b"), changed(3, "2025-12-31"))
    told = tell_timeline(Record(meetings=(replace(MEETING, changes=changes),), dates=dates))
    assert [(row["id"], row["day"]) for row in told] == [("c-3", "2025-12-31"), ("c-2", None), ("c-1", None)]


def test_what_took_place_comes_first_in_its_day_and_names_who_was_there() -> None:
    held = replace(changed(1, None, "held"), effective="2025-03-04", unnamed="ai đó", announced_by=())
    told = tell_timeline(Record(meetings=(MEETING, replace(MEETING, id="m-2", changes=(held,)))))
    assert [(row["kind"], row["who"], row["text"]) for row in told] == [
        ("held", ["Ash", "Bor"], "Ash – Bor: meeting, Oslo"),
        ("change", ["Ash"], "Ash – Bor: meeting, Oslo: announced"),
    ]
    assert told[0]["unnamed"] is None


def test_a_statement_is_a_row_unless_a_change_tells_it_on_the_same_word() -> None:
    others = (
        replace(STATEMENT, id="s-1", speaker=("Bor",)),  # somebody else in the same words
        replace(STATEMENT, id="s-2", about=("Oslo",)),  # of no meeting
        replace(STATEMENT, id="s-3", citations=(cite(50),)),  # elsewhere
    )
    told = tell_timeline(Record(meetings=(MEETING,), statements=(STATEMENT, *others)))
    assert [(row["id"], row["kind"], row["status"]) for row in told] == [
        ("c-0", "change", "announced"),
        ("s-1", "statement", None),
        ("s-3", "statement", None),
    ]
    assert told[1]["meetings"] == ["m-1"]
