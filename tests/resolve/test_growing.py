"""The record grows to what it would be if it were made of all reports at once, whatever comes, goes and changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.resolve.memory import Memory
from tests.resolve.small_stories import ALBA, ASH, BEL, BOR, meet, say, small_world, told
from tests.resolve.test_properties import stories

from biennien.model import ActorMention, Change, Meeting, Reading, Record, Report, Span, Statement
from biennien.resolve import resolve

WORLD = small_world()
Reports = dict[str, tuple[Report, Reading | None]]
NEW = "Nora New"
LONG = "Bà Alba: chúng tôi sẽ chờ cho đến khi ông ấy trả lời thư của chúng tôi"
LIKE = "Bà Alba: chúng tôi sẽ chờ cho đến khi ông ấy trả lời bức thư của chúng tôi"


def whole(reports: Reports) -> Record:
    read = [reading for _, reading in reports.values() if reading is not None]
    return resolve([report for report, _ in reports.values()], read, WORLD)


def decided(tie: str, read: tuple[str, ...] = (ASH, BOR)) -> dict[str, Any]:
    """Of a mention that a person said to be of one meeting with others: the sides of that, and those that were read."""
    return {"who": (ALBA, "Lake Club"), "tied": tie, "as_read": (read, "meeting")}


@st.composite
def more_clauses(draw: st.DrawFn) -> tuple[Report, Reading]:
    """A report of what couples reports by more than the sides: quotations, one-sided mentions, sequels, strangers."""
    day = draw(st.sampled_from([None, "2024-05-02", "2024-05-09", "2024-06-20"]))
    said = draw(st.sampled_from([None, "2024-05-02", "2024-05-08"]))
    manner = draw(st.sampled_from(["direct", "indirect"]))
    place = draw(st.sampled_from([None, "Lima", "Oslo"]))
    clauses = draw(
        st.lists(
            st.sampled_from(
                [
                    say(LONG, ALBA, said_on=said, manner=manner),
                    say(LIKE, ALBA, said_on=said, manner=manner),
                    say(LONG, BEL, said_on=said, manner=manner),
                    meet("Bà Alba hủy thượng đỉnh.", "cancelled", (ALBA,), kind="summit", place=place),
                    meet("Họ hẹn nhau.", "announced", (ALBA, BEL), kind="summit", place=place, by=(BEL,)),
                    meet("Bà Ash đợi.", "announced", (ASH, NEW), place=place, by=(NEW,)),
                    meet("Họ đã gặp.", "held", (ALBA, BEL), when="2024-05-02"),
                    meet("Một ngày sau họ gặp.", "held", (ASH, BOR), offset="P1D", anchor="event"),
                    meet("Tuần trước họ đã gọi.", "held", (ALBA, BEL), kind="call", offset="P-1W"),
                    meet("Hôm 2/5 họ đã gọi.", "held", (ALBA, BEL), kind="call", when="XXXX-05-02"),
                    meet("Họ hẹn.", "announced", **decided("d-1"), by=(ASH,)),
                    meet("Họ thôi.", "cancelled", **decided("d-1", (ALBA, BEL)), place=place),
                    meet("Họ hoãn.", "postponed", (ASH, BOR), place=place, apart="d-2"),
                ]
            ),
            min_size=1,
            max_size=4,
        )
    )
    report, reading = told("x", day, *clauses)
    state = draw(st.sampled_from([None, None, "AA", "BB"]))
    if state:
        span = Span(0, 2)
        mention = ActorMention(span=span, extent=span, level="NAM", type="PER", entity=NEW, country=state)
        reading = replace(reading, mentions=(mention,))
    return report, reading


@st.composite
def histories(draw: st.DrawFn) -> list[Reports]:
    """Reports that come one by one or together, are replaced, withdrawn, copied and taken back."""
    pool = [*draw(stories()), *draw(st.lists(more_clauses(), min_size=1, max_size=5))]
    reports: Reports = {}
    found = []
    for _ in range(draw(st.integers(1, 6))):
        for _ in range(draw(st.integers(1, 3))):
            name = f"r{draw(st.integers(0, 6))}"
            act = draw(st.sampled_from(["put", "put", "put", "put", "go", "mute", "copy"]))
            if act == "go":
                reports.pop(name, None)
            elif act == "mute" and name in reports:
                reports[name] = (reports[name][0], None)
            else:
                report, reading = draw(st.sampled_from(pool))
                copy = "other" if act == "copy" else None
                reports[name] = (
                    replace(report, id=name, copy_of=copy),
                    replace(reading, report_id=name),
                )
        found.append(dict(reports))
    return found


@settings(deadline=None, max_examples=150)
@given(histories())
def test_whatever_comes_and_goes_the_record_is_that_of_what_stands(history: list[Reports]) -> None:
    memory = Memory(WORLD)
    for reports in history:
        memory.become(reports)
        assert memory.record() == whole(reports)


def story(number: int, *, who: tuple[str, str] = (ALBA, BEL), place: str = "Lima") -> tuple[Report, Reading]:
    day = f"2024-{1 + number // 28:02d}-{1 + number % 28:02d}"
    clause = meet(f"Tin {number}: họ hẹn nhau.", "announced", who, place=place, status_date=day, by=who[:1])
    return told(
        f"n{number}",
        day,
        clause,
        say(f"Bà: ngày {number} là một ngày như mọi ngày khác.", who[0], said_on=day),
    )


def test_nothing_is_looked_at_that_a_report_does_not_bear_on() -> None:
    memory = Memory(WORLD)
    reports: Reports = {f"n{n}": story(n, who=(ASH, BOR)) for n in range(100)}
    memory.become(reports)
    memory.seen = 0
    lone = told("lone", "2024-05-05", meet("Câu lạc bộ họp.", "announced", ("Lake Club",), place="Oslo"))
    growth = memory.become({**reports, "lone": lone})
    assert memory.seen == 0
    assert (len(growth.meetings), growth.statements, set(growth.dates)) == (1, [], {"lone"})


def test_the_same_again_changes_nothing() -> None:
    memory = Memory(WORLD)
    reports: Reports = {f"n{n}": story(n) for n in range(5)}
    memory.become(reports)
    growth = memory.become(reports)
    assert growth == type(growth)(gone=frozenset())


def lines_of(record: Record) -> list[Meeting | Change | Statement]:
    return [*record.meetings, *(c for m in record.meetings for c in m.changes), *record.statements]


def leading(record: Record) -> set[str]:
    """Every id that leads to a line."""
    return {i for line in lines_of(record) for i in (line.id, *line.aliases)}


def _of_another_state(reading: Reading) -> tuple[ActorMention, ...]:
    """Not the strangers who turn out to be of the state of those whom they meet: that is no meeting of two sides."""
    return tuple(m for m in reading.mentions if m.country != "AA")


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.one_of(more_clauses(), stories().map(lambda story: story[0])), min_size=2, max_size=6),
    st.data(),
)
def test_every_id_of_a_part_of_the_reports_leads_to_a_line_of_the_whole(
    found: Sequence[tuple[Report, Reading]], data: st.DataObject
) -> None:
    reports: Reports = {
        f"r{n}": (replace(r, id=f"r{n}"), replace(x, report_id=f"r{n}", mentions=_of_another_state(x)))
        for n, (r, x) in enumerate(found)
    }
    part = whole({i: row for i, row in reports.items() if data.draw(st.booleans(), label=i)})
    assert {line.id for line in lines_of(part)} <= leading(whole(reports))
