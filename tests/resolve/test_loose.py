"""Mentions with one side only, and plans that a stray mention must not call held."""

from tests.resolve.small_stories import ALBA, ASH, PRESIDENTS, meet, small_world, told

from biennien.model import Meeting
from biennien.resolve import resolve

PLAN = told("a", "2024-05-02", meet("Ba Alba hen ong Bel o Lima.", "announced", place="Lima", by=(ALBA,)))


def meetings(*story) -> list[Meeting]:  # type: ignore[no-untyped-def]
    return list(resolve([r for r, _ in story], [x for _, x in story], small_world()).meetings)


def test_one_side_and_the_place_are_enough_where_one_plan_can_be_meant() -> None:
    clause = meet("Ba Alba huy cuoc gap o Lima.", "cancelled", (ALBA,), place="Lima", by=(ALBA,))
    [meeting] = meetings(PLAN, told("b", "2024-05-08", clause))
    assert [c.status for c in meeting.changes] == ["announced", "cancelled"]


def test_another_place_or_a_minister_is_not_the_plan() -> None:
    for who, place in (((ALBA,), "Oslo"), ((ASH,), "Lima"), ((ALBA,), None)):
        clause = meet("Cuoc gap bi huy.", "cancelled", who, place=place)
        assert [c.status for m in meetings(PLAN, told("b", "2024-05-08", clause)) for c in m.changes] == [
            "announced"
        ]


def test_a_bare_summit_is_the_one_lately_spoken_of() -> None:
    plan = told(
        "a", "2024-05-02", meet("Thuong dinh Lima.", "announced", kind="summit", place="Lima", by=(ALBA,))
    )
    late = told(
        "b", "2024-05-08", meet("Ba Alba huy thuong dinh.", "cancelled", (ALBA,), kind="summit", by=(ALBA,))
    )
    [meeting] = meetings(plan, late)
    assert meeting.status == "cancelled"
    long_after = told(
        "b", "2024-09-08", meet("Ba Alba huy thuong dinh.", "cancelled", (ALBA,), kind="summit")
    )
    assert [c.status for m in meetings(plan, long_after) for c in m.changes] == ["announced"]


def test_what_no_report_dates_has_not_come_of_a_plan_that_was_put_off() -> None:
    put_off = told("b", "2024-05-06", meet("Cuoc hen Lima lui lai.", "postponed", place="Lima", by=(ALBA,)))
    stray = told("c", "2024-05-08", meet("Khi hai ong ba gap nhau o Lima.", "held", place="Lima"))
    plan = next(m for m in meetings(PLAN, put_off, stray) if m.changes[0].status == "announced")
    assert [c.status for c in plan.changes] == ["announced", "postponed"]
    dated = told("c", "2024-05-20", meet("Ho gap nhau o Lima.", "held", place="Lima", when="2024-05-19"))
    assert meetings(PLAN, put_off, dated)[0].status == "held"


def test_talks_taken_for_granted_nowhere_and_at_no_time_are_no_news() -> None:
    granted = meet("Truoc them dam phan.", "announced", PRESIDENTS, presupposed=True)
    assert meetings(told("a", "2024-05-02", granted)) == []
    placed = meet("Truoc them dam phan o Oslo.", "announced", PRESIDENTS, presupposed=True, place="Oslo")
    assert len(meetings(told("a", "2024-05-02", placed))) == 1
