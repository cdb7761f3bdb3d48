"""What is drawn of a record: lanes, leaves of a calendar, the network, tallies by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from biennien.model import Change, Citation, Meeting, Record, ReportDate, Span, Statement
from biennien.story.calendar import find_calendar
from biennien.story.lanes import days_between, find_lanes, place_of
from biennien.story.network import find_network
from biennien.story.tallies import find_tallies


def cited(report: str, start: int = 0) -> Citation:
    return Citation(report_id=report, span=Span(start, start + 3), quote="gặp", paragraph=1)


def change(name: str, status: str, report: str = "r1", **other: Any) -> Change:
    values: dict[str, Any] = {
        "detail": None, "effective": None, "announced_on": None, "announced_by": ("A",), "named": True, "unnamed": None,
        "via": (), "reason": None, "condition": None, "after_end": False, "flags": (), "basis": "stated",
        "citations": (cited(report),),
    }  # fmt: skip
    return Change(id=name, status=status, **(values | other))


def meeting(name: str, changes: Sequence[Change] = (), **other: Any) -> Meeting:
    values: dict[str, Any] = {
        "label": name, "kind": "meeting", "participants": ("A", "B"), "place": None, "planned_for": None, "when": None,
        "status": "announced", "fate": "announced", "sides": (), "successor_of": None,
    }  # fmt: skip
    return Meeting(id=name, changes=tuple(changes), **(values | other))


def dated(report: str, earliest: str | None, latest: str | None = None) -> ReportDate:
    value = earliest if latest is None else None
    return ReportDate(
        report_id=report, value=value, earliest=earliest, latest=latest or earliest, dated_by="header", why=""
    )


DATES = (dated("r1", "2025-10-16"), dated("r2", "2025-10-20"), dated("r3", None))


def test_a_lane_stands_for_a_plan_and_not_for_what_was_only_held() -> None:
    held = meeting("m-held", [change("c-1", "held")])
    plan = meeting("m-plan", [change("c-2", "announced")])
    both = meeting("m-both", [change("c-3", "announced"), change("c-4", "held")])
    lanes = find_lanes(Record(dates=DATES, meetings=(held, plan, both)))
    assert [lane.meeting.id for lane in lanes] == ["m-both", "m-plan"]
    assert [lane.leading for lane in lanes] == [True, False]


@pytest.mark.parametrize(
    ("other", "leads"),
    [
        ({"planned_for": "2025-10-21"}, True),
        ({"planned_for": "2025-10-20"}, False),  # the day of the last report
        ({"planned_for": "2025-W44", "status": "cancelled"}, False),
        ({"planned_for": "XXXX-12-01"}, False),
        ({"window": "2025-10-15/2025-10-30"}, True),
        ({"window": "2025-10-15/2025-10-30", "fate": "held"}, False),
    ],
)
def test_a_plan_that_is_still_ahead_leads_though_one_voice_tells_of_it(
    other: dict[str, str], leads: bool
) -> None:
    told = meeting("m", [change("c", "proposed")], **other)
    last = meeting("m-last", [change("c-2", "announced", "r2")])
    lanes = {x.meeting.id: x for x in find_lanes(Record(dates=DATES, meetings=(told, last)))}
    assert lanes["m"].leading is leads


def test_a_chip_stands_on_its_own_day_else_on_that_of_its_report_and_never_on_an_invented_one() -> None:
    rows = [
        change("c-own", "announced", effective="2025-W43"),
        change("c-report", "postponed", "r2"),
        change("c-open", "unclear", "r2", announced_on="XXXX-10-22"),
        change("c-none", "cancelled", "r3"),
    ]
    lane = find_lanes(Record(dates=DATES, meetings=(meeting("m", rows),)))[0]
    assert [(c.change.id, c.first, c.last, c.own) for c in lane.chips] == [
        ("c-own", date(2025, 10, 20), date(2025, 10, 26), True),
        ("c-report", date(2025, 10, 20), date(2025, 10, 20), False),
        ("c-open", date(2025, 10, 20), date(2025, 10, 20), False),
        ("c-none", None, None, False),
    ]
    assert days_between([lane]) == (date(2025, 10, 20), date(2025, 10, 20))
    assert place_of(None, (cited("r3"),), {d.report_id: d for d in DATES}) is None


def test_fresh_is_what_no_earlier_report_tells() -> None:
    rows = [
        change("c-old", "announced"),
        change("c-both", "announced", citations=(cited("r2"), cited("r1"))),
        change("c-new", "postponed", "r2"),
        change("c-undated", "unclear", "r3"),
    ]
    record = Record(dates=DATES, meetings=(meeting("m", rows),))
    assert [c.fresh for c in find_lanes(record, "2025-10-16")[0].chips] == [False, False, True, False]
    assert not any(c.fresh for c in find_lanes(record)[0].chips), "the whole record has no day before"


def test_the_order_of_lanes_does_not_hang_on_that_of_the_record() -> None:
    rows = [
        meeting(f"m-{n}", [change(f"c-{n}-{k}", "announced", "r1" if n % 2 else "r2") for k in range(n)])
        for n in range(1, 6)
    ]
    there = [x.meeting.id for x in find_lanes(Record(dates=DATES, meetings=tuple(rows)))]
    back = [x.meeting.id for x in find_lanes(Record(dates=DATES, meetings=tuple(reversed(rows))))]
    assert there == back
    assert there[0] == "m-5"


def test_the_calendar_holds_each_meeting_on_its_days_and_a_whole_month_apart() -> None:
    leaves = find_calendar(
        [
            meeting("m-day", planned_for="2025-10-28"),
            meeting("m-week", planned_for="2025-W44"),
            meeting("m-month", planned_for="2025-11"),
            meeting("m-year", planned_for="2026"),
            meeting("m-within", planned_for="P2W"),
            meeting("m-held", when="2025-10-15T09:00"),
            meeting("m-window", window="2025-10-27/2025-10-30"),
        ]
    )
    assert [(leaf.year, leaf.month) for leaf in leaves] == [(2025, 10), (2025, 11)]
    on = {
        cell[0].day: {(e.meeting.id, e.what) for e in cell[1]}
        for week in leaves[0].weeks
        for cell in week
        if cell and cell[1]
    }
    assert on[15] == {("m-held", "held")}
    assert on[28] == {("m-day", "planned"), ("m-week", "planned"), ("m-window", "window")}
    assert on[31] == {("m-week", "planned")}
    assert 26 not in on
    assert [e.meeting.id for e in leaves[1].loose] == ["m-month"]
    first = leaves[0].weeks[0]
    assert [cell and cell[0].day for cell in first] == [None, None, 1, 2, 3, 4, 5], "weeks begin on Monday"


def test_the_network_tells_who_met_whom_from_who_called_and_who_only_planned_to() -> None:
    found = find_network(
        [
            meeting("m-1", participants=("A", "B"), kind="call", when="2025-10-16"),
            meeting("m-2", participants=("B", "A"), when="2025-10-17"),
            meeting("m-3", participants=("A", "B")),
            meeting("m-4", participants=("A", "C", "D"), fate="held"),
            meeting("m-5", participants=("E",), when="2025-10-17"),
        ]
    )
    ties = {
        tie.between: {way: [m.id for m in rows] for way, rows in tie.meetings.items()} for tie in found.ties
    }
    assert ties == {
        ("A", "B"): {"met": ["m-2"], "called": ["m-1"], "planned": ["m-3"]},
        ("A", "C"): {"met": ["m-4"]},
        ("A", "D"): {"met": ["m-4"]},
        ("C", "D"): {"met": ["m-4"]},
    }
    assert found.ties[0].between == ("A", "B")
    assert {p.who: p.ties for p in found.points} == {"A": 3, "B": 1, "C": 2, "D": 2}
    assert all(p.x**2 + p.y**2 == pytest.approx(1, abs=1e-3) for p in found.points)


def test_the_network_is_the_same_in_any_order_and_bounded() -> None:
    rows = [meeting(f"m-{n}", participants=(f"P{n % 7}", f"P{n % 20}")) for n in range(60)]
    there, back = find_network(rows), find_network(rows[::-1])
    assert [p.who for p in there.points] == [p.who for p in back.points]
    assert len(there.points) == 14


def statement(day: str | None) -> Statement:
    return Statement(
        id=f"s-{day}", speaker=("A",), named=True, unnamed=None, manner="direct", content="", said_on=day, chain=(),
        about=(), restated_in=(), citations=(cited("r1"),),
    )  # fmt: skip


def test_tallies_count_each_day_and_say_which_reports_are_not_sure() -> None:
    record = Record(
        dates=(*DATES, dated("r4", "2025-10-20", "2025-10-26")),
        statements=tuple(
            statement(day) for day in ("2025-10-16", "2025-10-18", "2025-10", None, "1999-01-01")
        ),
    )
    found = find_tallies(record)
    assert [(t.first.day, t.reports, t.unsure, t.statements) for t in found] == [
        (16, 1, 0, 1),
        (17, 0, 0, 0),
        (18, 0, 0, 1),
        (19, 0, 0, 0),
        (20, 2, 1, 0),
    ]
    assert [(t.first.day, t.reports) for t in find_tallies(record, {"r2"})] == [
        (16, 0), (17, 0), (18, 0), (19, 0), (20, 1),
    ]  # fmt: skip
    assert find_tallies(Record()) == ()


def test_a_long_time_is_counted_by_months() -> None:
    record = Record(dates=(dated("a", "2024-01-31"), dated("b", "2025-03-01")))
    found = find_tallies(record)
    assert (found[0].first, found[0].last) == (date(2024, 1, 1), date(2024, 1, 31))
    assert len(found) == 15
    assert sum(t.reports for t in found) == 2
