"""The days left for a plan, the day it had before it was moved, and what of it holds over the reports."""

from __future__ import annotations

import json
from typing import Any

from tests.resolve.small_stories import ALBA, BEL, meet, small_world, told

from biennien.model import Meeting
from biennien.resolve import resolve
from biennien.story.meetings import tell_meeting


def meetings_of(*story: Any) -> list[Meeting]:
    reports, readings = zip(*story, strict=True)
    return list(resolve(reports, readings, small_world()).meetings)


def only(*story: Any) -> Meeting:
    (found,) = meetings_of(*story)
    return found


FIRST = told(
    "a",
    "2024-05-02",
    meet("Họ sẽ gặp nhau trong hai tuần.", "announced", place="Lima", when="P2W", status_date="2024-05-01", by=(ALBA,)),
)  # fmt: skip
DOUBT = told(
    "b",
    "2024-05-07",
    meet("Bà chưa muốn gặp ông tuần tới.", "unclear", when="2024-W20", detail="not recommended", by=(ALBA,)),
)


def test_what_two_say_of_the_time_leaves_the_days_that_both_hold() -> None:
    assert only(FIRST, DOUBT).window == only(DOUBT, FIRST).window == "2024-05-13/2024-05-15"
    assert tell_meeting(only(FIRST, DOUBT))["window"] == {
        "earliest": "2024-05-13",
        "latest": "2024-05-15",
        "basis": "derived",
    }


def test_a_day_that_a_report_states_needs_no_window() -> None:
    day = told("c", "2024-05-07", meet("Họ sẽ gặp ngày 14/5.", "announced", when="2024-05-14"))
    assert only(FIRST, day).window is None
    assert only(FIRST).window is None


def test_a_plan_put_off_keeps_the_day_it_had() -> None:
    plan = only(
        told("a", "2024-05-02", meet("Họ sẽ gặp ngày 9/5.", "announced", when="2024-05-09", by=(ALBA,))),
        told("b", "2024-05-05", meet("Bà hoãn cuộc gặp.", "postponed", by=(ALBA,))),
    )
    assert [(c.status, c.previous) for c in plan.changes] == [
        ("announced", None),
        ("postponed", "2024-05-09"),
    ]


def test_no_plan_after_the_end_puts_nothing_off() -> None:
    plan = only(
        FIRST,
        told("b", "2024-05-05", meet("Bà hủy cuộc gặp.", "cancelled", status_date="2024-05-04", by=(ALBA,))),
        told("c", "2024-05-09", meet("Chưa có kế hoạch gặp.", "postponed", detail="no plan", by=(BEL,))),
    )
    assert (plan.status, plan.fate) == ("unclear", "cancelled")
    assert plan.changes[-1].flags == ()


def test_the_same_stance_weeks_later_is_another_change() -> None:
    wish = [
        told(i, day, meet("Bà muốn gặp ông.", "proposed", by=(ALBA,), detail="wish"))
        for i, day in (("a", "2024-05-01"), ("b", "2024-05-04"), ("c", "2024-06-20"))
    ]
    assert [len(c.citations) for c in only(*wish).changes] == [2, 1]


def test_every_change_tells_how_likely_it_leaves_the_meeting() -> None:
    row = json.loads(json.dumps(tell_meeting(only(FIRST, DOUBT))))
    assert [(c["status"], c["likelihood"]) for c in row["changes"]] == [
        ("announced", "eos5"),
        ("unclear", "eos2"),
    ]


def test_what_is_still_to_come_was_not_held() -> None:
    story = [
        told("a", "2024-05-02", meet("Họ sẽ gặp ở Lima ngày 9/5.", "announced", when="2024-05-09", place="Lima")),
        told("b", "2024-05-07", meet("Cuộc gặp ở Lima mang ý nghĩa lớn.", "held", place="Lima")),
    ]  # fmt: skip
    assert only(*story).fate == "announced"


def test_a_visit_told_by_many_without_its_day_is_one() -> None:
    visit = [
        told(i, day, meet("Bà Alba thăm Borduria.", "held", (ALBA, "Borduria"), "visit", place="Borduria"))
        for i, day in (("a", "2024-05-04"), ("b", "2024-05-05"), ("c", "2024-05-05"), ("d", "2024-05-07"))
    ]
    later = told("e", "2024-09-07", meet("Bà Alba thăm Borduria.", "held", (ALBA, "Borduria"), "visit", place="Borduria"))  # fmt: skip
    assert len(meetings_of(*visit)) == 1
    assert len(meetings_of(*visit, later)) <= 2
