"""Visits told beside their meeting, talks that were talked of, and one refusal told twice."""

from __future__ import annotations

from typing import Any

from tests.resolve.small_stories import ALBA, BEL, PRESIDENTS, meet, told
from tests.resolve.test_meetings import Story, meetings_of, only

STATES = ("Alandia", "Borduria")
TO_BELO = (ALBA, "Borduria")


def visit(words: str, status: str, who: tuple[str, ...] = TO_BELO, **more: Any) -> Any:
    return meet(words, status, who, kind="visit", **more)


def talks(words: str, status: str, **more: Any) -> Any:
    return meet(words, status, STATES, kind="negotiation", **more)


def test_a_visit_told_only_with_its_meeting_is_that_meeting() -> None:
    meeting = only(
        [
            told("a", "2024-05-02", meet("Bà Alba sẽ gặp ông Bel ở Belo.", "announced", place="Belo")),
            told(
                "b",
                "2024-05-04",
                visit("Bà Alba sẽ tới Belo", "announced", place="Belo"),
                meet("để gặp ông Bel.", "announced", place="Belo"),
            ),
        ]
    )
    assert meeting.participants == PRESIDENTS
    assert {c.report_id for change in meeting.changes for c in change.citations} == {"a", "b"}


def test_the_day_of_a_meeting_is_not_that_on_which_the_visit_for_it_began() -> None:
    story = [
        told(
            "a",
            "2024-05-08",
            meet("Hai bà gặp nhau ở Belo ngày 6/5", "held", place="Belo", when="2024-05-06"),
            visit("Bà Alba đã tới Belo ngày 5/5", "held", place="Belo", when="2024-05-05"),
        ),
    ]
    (meeting,) = meetings_of(story)
    assert (meeting.kind, meeting.when) == ("meeting", "2024-05-06")


def test_a_visit_told_by_itself_stays_one() -> None:
    story: Story = [
        told("a", "2024-05-02", visit("Bà Alba sẽ tới Belo.", "announced", place="Belo")),
        told("b", "2024-05-04", meet("Bà Alba sẽ gặp ông Bel ở Belo.", "announced", place="Belo")),
    ]
    assert sorted(m.kind for m in meetings_of(story)) == ["meeting", "visit"]


def test_who_has_arrived_has_not_met_yet() -> None:
    story: Story = [
        told(
            "a",
            "2024-05-04",
            visit("Bà Alba đã tới Belo", "held", place="Belo"),
            meet("trước khi gặp ông Bel ngày mai.", "announced", place="Belo", when="2024-05-05"),
        )
    ]
    assert sorted((m.kind, m.status) for m in meetings_of(story)) == [
        ("meeting", "announced"),
        ("visit", "held"),
    ]


def test_a_visit_to_a_country_is_more_than_a_meeting_there() -> None:
    story: Story = [
        told(
            "a",
            "2024-05-04",
            visit("Bà Alba sẽ thăm Borduria", "announced", place="Borduria"),
            meet("và gặp ông Bel.", "announced", place="Belo"),
        )
    ]
    assert len(meetings_of(story)) == 2


def test_the_same_persons_in_the_same_place_and_days_met_once() -> None:
    story: Story = [
        told(
            "a",
            "2024-05-04",
            visit("Bà Alba tiếp ông Bel.", "held", PRESIDENTS, place="Lima", when="2024-05"),
        ),
        told("b", "2024-05-20", meet("Họ họp ở Lima.", "held", place="Lima", when="2024-05-03")),
    ]
    meeting = only(story)
    assert (meeting.kind, meeting.when) == ("meeting", "2024-05-03")


CONDITIONS = told("a", "2024-05-02", talks("Alandia chỉ đàm phán nếu có ngừng bắn.", "conditional"))
ROUND = told("b", "2024-05-15", talks("Hai bên đàm phán ngày 16/5.", "announced", when="2024-05-16"))


def test_the_conditions_of_talks_are_of_the_round_that_came() -> None:
    plan = only([CONDITIONS, ROUND])
    assert [c.status for c in plan.changes] == ["conditional", "announced"]
    assert plan.planned_for == "2024-05-16"


def test_a_refused_place_is_no_refused_round() -> None:
    place = told("x", "2024-05-14", talks("Alandia không muốn họp ở Lima.", "refused", place="Lima"))
    assert [c.status for c in only([place, ROUND]).changes] == ["refused", "announced"]


def test_the_conditions_of_talks_that_came_much_later_stay_by_themselves() -> None:
    late = told("b", "2024-07-15", talks("Hai bên đàm phán ngày 16/7.", "announced", when="2024-07-16"))
    assert len(meetings_of([CONDITIONS, late])) == 2


def test_words_after_a_round_are_not_of_the_one_before() -> None:
    after = told("c", "2024-05-25", talks("Borduria chỉ đàm phán tiếp nếu có nước.", "conditional"))
    found = meetings_of([ROUND, after])
    assert [[c.status for c in m.changes] for m in found] == [["announced"], ["conditional"]]


def test_one_refusal_to_come_by_two_names_is_one() -> None:
    story: Story = [
        told(
            "a",
            "2024-05-02",
            meet(
                "Alandia không dự cuộc họp của câu lạc bộ ở Lima.",
                "refused",
                ("Alandia", "Lake Club"),
                place="Lima",
            ),
            meet("Bà Alba không dự hội nghị ở Lima.", "refused", (ALBA, "Lake Club"), place="Lima"),
        )
    ]
    assert len(meetings_of(story)) == 1


def test_several_places_can_be_talked_of_where_a_plan_is_only_taken_for_granted() -> None:
    story: Story = [
        told(
            "a", "2024-05-02", meet("Có thể gặp ở Lima?", "unclear", kind="summit", place="Lima", by=(ALBA,))
        ),
        told("b", "2024-05-04", meet("Trước cuộc gặp", "announced", presupposed=True)),
        told("c", "2024-05-05", meet("Ông Bel muốn gặp ở Oslo.", "proposed", place="Oslo", by=(BEL,))),
    ]
    assert only(story).place is None
