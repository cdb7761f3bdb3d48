"""Which mentions are of one meeting, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.resolve.small_stories import (
    ALBA,
    ASH,
    BEL,
    MINISTERS,
    PRESIDENTS,
    Clause,
    meet,
    say,
    small_world,
    told,
)

from biennien.model import Meeting, MeetingMention, Reading, Record, Report
from biennien.resolve import resolve

WORLD = small_world()
Story = list[tuple[Report, Reading]]


def record_of(story: Story, as_known: str | None = None) -> Record:
    return resolve([r for r, _ in story], [x for _, x in story], WORLD, as_known=as_known)


def meetings_of(story: Story, as_known: str | None = None) -> list[Meeting]:
    return list(record_of(story, as_known).meetings)


def only(story: Story) -> Meeting:
    found = meetings_of(story)
    assert len(found) == 1, [m.label for m in found]
    return found[0]


LIMA: dict[str, Any] = {"place": "Lima", "by": (ALBA,)}
PLAN: Story = [
    told(
        "a",
        "2024-05-02",
        meet("Bà Alba báo tin hẹn ông Bel ở Lima trong hai tuần.", "announced", when="P2W", **LIMA),
    ),
    told(
        "b",
        "2024-05-06",
        meet("Dinh Alba cho hay cuộc hẹn Lima phải lùi.", "postponed", place="Lima", by=("Alba Palace",)),
    ),
    told(
        "c",
        "2024-05-09",
        meet("Hôm 8/5 bà Alba bỏ cuộc hẹn Lima.", "cancelled", status_date="2024-05-08", **LIMA),
        meet("Bà để ngỏ một dịp khác với ông Bel.", "not_ruled_out", status_date="2024-05-08", by=(ALBA,)),
    ),
    told("d", "2024-05-20", meet("Ông Bel chỉ đi nếu có văn bản.", "conditional", by=(BEL,))),
]


def test_one_plan_from_its_announcement_to_the_last_word() -> None:
    plan = only(PLAN)
    assert [c.status for c in plan.changes] == [
        "announced",
        "postponed",
        "cancelled",
        "not_ruled_out",
        "conditional",
    ]
    assert (plan.status, plan.fate, plan.place, plan.planned_for) == (
        "conditional",
        "cancelled",
        "Lima",
        "P2W",
    )
    assert [c.after_end for c in plan.changes] == [False, False, False, True, True]
    assert dict(plan.sides) == {"Alandia": "not_ruled_out", "Borduria": "conditional"}


def test_presidents_and_ministers_never_share_a_plan() -> None:
    story = [
        *PLAN,
        told(
            "e",
            "2024-05-06",
            meet("Ngoại trưởng hai nước hoãn cuộc gặp.", "postponed", MINISTERS, by=(ASH,)),
            meet(
                "Hội nghị Alandia và Borduria chưa chắc thành.",
                "unclear",
                ("Alandia", "Borduria"),
                "summit",
                by=(BEL,),
            ),
            meet("Quan chức hai nước sẽ gặp nhau.", "proposed", ("Alandia", "Borduria"), by=(ASH,)),
        ),
    ]
    by_who = {m.participants: [c.status for c in m.changes] for m in meetings_of(story)}
    assert by_who[MINISTERS] == ["postponed"]
    assert "unclear" in by_who[PRESIDENTS]
    assert by_who["Alandia", "Borduria"] == ["proposed"]


def test_two_plans_of_the_same_sides_stay_two() -> None:
    story = [
        *PLAN[:1],
        told(
            "x",
            "2024-05-03",
            meet("Hai người cũng hẹn ở Oslo tháng 9.", "announced", place="Oslo", when="2024-09", by=(BEL,)),
        ),
        told("y", "2024-05-04", meet("Chuyến Oslo bị bỏ.", "cancelled", place="Oslo", by=(BEL,))),
    ]
    assert {m.place: m.fate for m in meetings_of(story)} == {"Lima": "announced", "Oslo": "cancelled"}


@pytest.mark.parametrize(
    ("more", "successor"),
    [({"place": "Oslo"}, True), ({"when": "2024-08"}, True), ({}, False), ({"place": "Lima"}, False)],
)
def test_after_the_end_only_a_new_place_or_time_opens_a_successor(
    more: dict[str, str], successor: bool
) -> None:
    story = [*PLAN, told("z", "2024-06-01", meet("Hai bên lại hẹn nhau.", "proposed", by=(BEL,), **more))]
    found = meetings_of(story)
    assert len(found) == (2 if successor else 1)
    if successor:
        assert found[1].successor_of == found[0].id
        assert found[0].fate == "cancelled" and found[1].status == "proposed"
    else:
        assert found[0].changes[-1].after_end


def test_the_same_plan_announced_again_lives_again() -> None:
    again = meet("Ngày 10/5 bà Alba nói lại sẽ tới Lima.", "announced", status_date="2024-05-10", **LIMA)
    plan = only([*PLAN[:3], told("z", "2024-05-11", again)])
    assert (plan.status, plan.fate) == ("announced", "announced")


def test_a_plan_retold_after_its_end_does_not_live_again() -> None:
    again = meet("Borduria từng loan báo cuộc hẹn Lima.", "announced", place="Lima", by=("Borduria",))
    plan = only([*PLAN, told("z", "2024-05-25", again)])
    assert (plan.status, plan.fate) == ("conditional", "cancelled")


def test_a_call_told_in_many_reports_is_one_and_its_week_joins_its_day() -> None:
    story = [
        told("a", "2024-05-02", meet("Họ điện đàm hôm 1/5.", "held", kind="call", when="2024-05-01")),
        told("b", "2024-05-08", meet("Họ điện đàm tuần trước.", "held", kind="call", when="2024-W18")),
        told("c", "2024-05-09", meet("Sau cuộc điện đàm của hai người.", "held", kind="call")),
        told("d", "2024-05-12", meet("Họ lại điện đàm hôm 11/5.", "held", kind="call", when="2024-05-11")),
    ]
    calls = meetings_of(story)
    assert [(m.when, len(m.changes[0].citations)) for m in calls] == [("2024-05-01", 3), ("2024-05-11", 1)]
    assert all("same" in r or "only" in r or "first" in r for m in calls for r in m.reasons)


def test_a_week_with_two_calls_joins_neither() -> None:
    days = [
        told(f"a{d}", f"2024-05-0{d}", meet("Họ điện đàm.", "held", kind="call", when=f"2024-05-0{d}"))
        for d in (1, 3)
    ]
    story = [
        *days,
        told("b", "2024-05-08", meet("Họ nói chuyện tuần trước.", "held", kind="call", when="2024-W18")),
    ]
    assert [m.when for m in meetings_of(story)] == ["2024-05-01", "2024-05-03", "2024-W18"]


def test_what_took_place_closes_the_plan_and_stays_held() -> None:
    story = [
        told("a", "2024-05-02", meet("Họ hẹn ngày 10/5 ở Peru.", "announced", when="2024-05-10", place="Peru", by=(BEL,))),
        told("b", "2024-05-11", meet("Họ đã gặp nhau ở Lima hôm 10/5.", "held", when="2024-05-10", place="Lima")),
        told(
            "c", "2024-05-12",
            meet("Một tờ báo viết cuộc gặp Lima bị hủy.", "cancelled", place="Lima", when="2024-05-10", by=("Alba Palace",)),
        ),
    ]  # fmt: skip
    plan = only(story)
    assert (plan.status, plan.fate, plan.when, plan.place) == ("held", "held", "2024-05-10", "Lima")
    assert [c.flags for c in plan.changes if c.status == "cancelled"] == [("illegal",)]


def test_the_next_plan_after_a_meeting_is_a_new_one() -> None:
    story = [
        told(
            "a",
            "2024-05-11",
            meet("Họ đã gặp nhau ở Lima hôm 10/5.", "held", when="2024-05-10", place="Lima"),
        ),
        told("b", "2024-05-20", meet("Họ sẽ còn gặp nhau.", "announced", by=(ALBA,))),
    ]
    assert [m.status for m in meetings_of(story)] == ["held", "announced"]


def test_restatements_do_not_multiply_and_unnamed_sources_never_merge() -> None:
    words = {"named": False, "unnamed": "một nguồn tin"}
    story = [
        told(
            "a",
            "2024-05-02",
            meet("Bà Alba hoãn cuộc hẹn Lima.", "postponed", status_date="2024-05-01", **LIMA),
        ),
        told(
            "b",
            "2024-05-03",
            meet("Bà Alba hoãn cuộc hẹn ở Lima.", "postponed", status_date="2024-05-01", **LIMA),
        ),
        told("c", "2024-05-03", meet("Cuộc hẹn Lima đã bị hoãn.", "postponed", place="Lima")),
        told("d", "2024-05-03", meet("Nguồn tin nói hoãn.", "postponed", place="Lima", **words)),
        told("e", "2024-05-03", meet("Nguồn tin cho hay hoãn.", "postponed", place="Lima", **words)),
    ]
    changes = only(story).changes
    assert sorted(len(c.citations) for c in changes) == [1, 1, 3]
    unnamed = [c for c in changes if not c.named]
    assert len(unnamed) == 2 and all(c.announced_by == () and c.unnamed == "một nguồn tin" for c in unnamed)
    assert only(story).sides == (("Alandia", "postponed"),)


def test_a_stale_last_week_gives_no_day() -> None:
    late = meet(
        "Hai bên công bố cuộc hẹn Lima hồi tuần trước.",
        "announced",
        place="Lima",
        by=("Borduria",),
        status_date="2024-W19",
    )
    change = next(c for c in only([
        told("a", "2024-05-02", meet("Hôm 1/5 bà Alba báo tin.", "announced", status_date="2024-05-01", **LIMA)),
        *PLAN[2:3],
        told("z", "2024-05-14", late),
    ]).changes if c.announced_by == ("Borduria",))  # fmt: skip
    assert change.announced_on is None and "stale" in change.flags and not change.after_end


def test_what_is_taken_for_granted_is_no_change_beside_the_announcement() -> None:
    granted = told(
        "z",
        "2024-05-03",
        meet("Trước thềm cuộc gặp Lima của hai người.", "announced", place="Lima", presupposed=True),
    )
    assert len(only([PLAN[0], granted]).changes) == 1
    assert only([granted]).changes[0].flags == ("background",)


def test_an_outlet_is_a_channel_and_not_a_side() -> None:
    paper = told(
        "z",
        "2024-05-12",
        meet("Theo Daily Voice, cuộc hẹn Lima đã hủy.", "cancelled", place="Lima", by=("Daily Voice",)),
    )
    cancelled = [c for c in only([*PLAN, paper]).changes if c.status == "cancelled"]
    # The paper adds no voice, and since another report has it from her own mouth, nothing reaches us through the paper.
    assert len(cancelled) == 1 and cancelled[0].announced_by == (ALBA,) and cancelled[0].via == ()
    assert len(cancelled[0].citations) == 2


def test_as_known_holds_nothing_of_later_reports() -> None:
    for day, count in (("2024-05-02", 1), ("2024-05-08", 2), ("2024-05-19", 3)):
        assert record_of(PLAN, day).meetings == record_of(PLAN[:count], day).meetings
    assert meetings_of(PLAN, "2024-05-08")[0].status == "postponed"
    assert meetings_of(PLAN, "2024-05-01") == []


def test_single_bodies_and_press_conferences_are_things_single_persons_are_not() -> None:
    story = [
        told(
            "a", "2024-05-02",
            meet("Hội Hồ họp hôm 1/5.", "held", ("Lake Club",), when="2024-05-01"),
            meet("Ông Ash họp báo hôm 1/5.", "held", (ASH,), "press_conference", when="2024-05-01"),
            meet("Bà Alba họp hôm 1/5.", "held", (ALBA,), when="2024-05-01"),
        )
    ]  # fmt: skip
    assert sorted(m.participants for m in meetings_of(story)) == [(ASH,), ("Lake Club",)]


def test_every_change_cites_words_that_can_be_cut_again() -> None:
    texts = {r.id: r.text for r, _ in PLAN}
    for change in only(PLAN).changes:
        assert change.citations and all(c.holds_in(texts[c.report_id]) for c in change.citations)


@given(st.permutations(range(7)))
def test_any_order_of_the_reports_gives_the_same_record(order: list[int]) -> None:
    story = [
        *PLAN,
        told(
            "e",
            None,
            meet("Ngoại trưởng hai nước gọi nhau hôm 7/5.", "held", MINISTERS, "call", when="XXXX-05-07"),
        ),
        told(
            "f",
            "2024-05-08",
            meet("Hai ngoại trưởng gọi nhau hôm 7/5.", "held", MINISTERS, "call", when="2024-05-07"),
        ),
        told(
            "g",
            "2024-05-09",
            meet("Hội nghị Alandia và Borduria bị bỏ.", "cancelled", ("Alandia", "Borduria"), "summit"),
        ),
    ]
    assert record_of([story[i] for i in order]) == record_of(story)


def test_a_side_told_as_its_state_joins_only_where_one_plan_fits() -> None:
    vague = told(
        "x",
        "2024-05-04",
        meet("Bà Alba chưa chắc gặp phía Borduria.", "unclear", (ALBA, "Borduria"), by=(ALBA,)),
    )
    oslo = told(
        "w",
        "2024-05-03",
        meet("Hai người còn hẹn Oslo.", "announced", place="Oslo", when="2024-09", by=(BEL,)),
    )
    assert len(meetings_of([PLAN[0], vague])) == 1
    assert sorted(len(m.changes) for m in meetings_of([PLAN[0], oslo, vague])) == [1, 1, 1]


def test_a_talk_on_the_day_of_a_call_is_the_call() -> None:
    call = told(
        "a",
        "2024-05-02",
        meet("Hai ngoại trưởng điện đàm hôm 1/5.", "held", MINISTERS, "call", when="2024-05-01"),
    )
    talk = told(
        "b", "2024-05-02", meet("Hai ngoại trưởng trao đổi hôm 1/5.", "held", MINISTERS, when="2024-05-01")
    )
    assert only([call, talk]).kind == "call"
    assert (
        len(
            meetings_of(
                [call, told("b", "2024-05-02", meet("Họ trao đổi.", "held", PRESIDENTS, when="2024-05-01"))]
            )
        )
        == 2
    )


def test_a_cancelled_plan_announced_for_a_day_to_come_lives_again() -> None:
    plan = meet("Họ hẹn ngày 30/5 ở Lima.", "announced", when="2024-05-30", **LIMA)
    off = meet("Hôm 8/5 bà Alba bỏ hẹn.", "cancelled", status_date="2024-05-08", **LIMA)
    again = meet("Họ sẽ gặp nhau ngày 30/5.", "announced", when="2024-05-30", by=(BEL,))
    lives = only(
        [told("a", "2024-05-02", plan), told("b", "2024-05-09", off), told("c", "2024-05-20", again)]
    )
    assert lives.fate == "announced"
    background = only([told("a", "2024-05-02", plan), told("b", "2024-05-09", off, again)])
    assert background.fate == "cancelled"


def test_news_of_a_meeting_without_its_day_fulfils_the_plan_of_that_place() -> None:
    plan = told("a", "2024-05-02", meet("Họ hẹn ở Lima.", "announced", place="Lima", by=(BEL,)))
    news = told("b", "2024-05-20", meet("Hai tổng thống đã hội đàm ở Lima.", "held", place="Lima"))
    habit = told("b", "2024-05-03", meet("Lần nào nói chuyện cũng vui.", "held", kind="negotiation"))
    assert only([plan, news]).fate == "held"
    assert {m.fate for m in meetings_of([plan, habit])} == {"announced", "held"}


def test_a_day_after_a_call_is_counted_from_the_day_another_report_gives() -> None:
    call = told("a", "2024-05-02", meet("Họ điện đàm hôm 1/5.", "held", kind="call", when="2024-05-01"))
    later = meet(
        "Một ngày sau, bà Alba đón ông Bor.",
        "held",
        (ALBA, "Bela Bor"),
        "visit",
        place="Lima",
        offset="P1D",
        anchor="event",
    )
    report, reading = told(
        "b", "2024-05-08", meet("Sau cuộc điện đàm tuần trước.", "held", kind="call", when="2024-W18"), later
    )
    visits = [m for m in meetings_of([call, (report, reading)]) if m.kind == "visit"]
    assert [(m.when, m.changes[0].basis) for m in visits] == [("2024-05-02", "derived")]
    alone = [m for m in meetings_of([(report, reading)]) if m.kind == "visit"]
    assert [m.when for m in alone] == [None]


def test_a_day_apart_in_the_same_place_is_one_meeting_elsewhere_two() -> None:
    def days(place: str | None) -> int:
        first = told("a", "2024-05-03", meet("Họ gặp nhau.", "held", when="2024-05-01", place=place))
        return len(
            meetings_of(
                [first, told("b", "2024-05-03", meet("Họ gặp nhau.", "held", when="2024-05-02", place=place))]
            )
        )

    assert (days("Lima"), days(None)) == (1, 2)


def test_a_meeting_held_after_its_cancellation_is_kept_and_flagged() -> None:
    held = told(
        "z", "2024-05-21", meet("Họ vẫn gặp nhau ở Lima hôm 20/5.", "held", when="2024-05-20", place="Lima")
    )
    plan = only([*PLAN[:3], held])
    assert plan.status == "held"
    assert [c.flags for c in plan.changes if c.status == "held"] == [("illegal",)]


def test_what_somebody_says_of_an_earlier_day_came_about_then() -> None:
    report, reading = told(
        "a",
        "2024-05-09",
        say("Ông Bel: cuộc hẹn Lima đã bị bỏ hôm 6/5", BEL, said_on="2024-05-08"),
    )
    mention = MeetingMention(
        span=reading.attributions[0].content[0], head=reading.attributions[0].content[0], kind="meeting",
        participants=PRESIDENTS, status="cancelled", place="Lima", status_date="2024-05-06", by=(BEL,), attribution=0,
    )  # fmt: skip
    story = [(report, replace(reading, meetings=(mention,))), *PLAN[1:2]]
    [postponed, cancelled] = only(story).changes
    assert (cancelled.effective, cancelled.announced_on) == ("2024-05-06", "2024-05-08")
    assert (postponed.status, only(story).fate) == ("postponed", "cancelled")


def test_who_speaks_of_the_cancellation_later_changes_nothing_but_his_own_last_word() -> None:
    late = meet(
        "Hôm 10/5 ông Bel nói cuộc hẹn Lima đã hủy.",
        "cancelled",
        status_date="2024-05-10",
        place="Lima",
        by=(BEL,),
    )
    plan = only([*PLAN[:3], told("z", "2024-05-11", late)])
    assert (plan.status, plan.fate) == ("not_ruled_out", "cancelled")
    assert dict(plan.sides) == {"Alandia": "not_ruled_out", "Borduria": "cancelled"}


def test_the_first_of_a_day_is_the_one_published_first_in_whatever_zone_it_tells_its_hour() -> None:
    plan = meet("Họ hẹn nhau ở Lima.", "announced", place="Lima", by=(ALBA,))
    story = [
        told("a", "2024-05-02", plan, published_at="2024-05-02T09:00:00+00:00"),
        told("b", "2024-05-02", plan, published_at="2024-05-02T15:30:00+07:00"),  # half an hour before
    ]
    (meeting,) = meetings_of(story)
    assert meeting.id == meetings_of(story[1:])[0].id
    assert meeting.changes[0].citations[0].report_id == "b"


def test_states_that_met_where_their_leaders_did_on_that_day_are_these() -> None:
    leaders = meet("Họ gặp nhau ở Lima.", "held", place="Lima", when="2024-05-02")
    states = meet(
        "Hai nước gặp nhau ở Lima.", "held", ("Alandia", "Borduria"), place="Lima", when="2024-05-02"
    )
    (meeting,) = meetings_of([told("a", "2024-05-03", leaders), told("b", "2024-05-04", states)])
    assert meeting.participants == PRESIDENTS
    elsewhere = replace_meeting(states, place="Oslo")
    talks = replace_meeting(states, kind="negotiation")
    for other in (elsewhere, talks):
        assert len(meetings_of([told("a", "2024-05-03", leaders), told("b", "2024-05-04", other)])) == 2


def test_persons_told_again_without_a_day_are_those_of_the_fortnight_before() -> None:
    first = told("a", "2024-05-03", meet("Họ đã gặp nhau.", "held"))
    again = meet("Sau cuộc gặp ấy, bà im lặng.", "held")
    assert len(meetings_of([first, told("b", "2024-05-14", again)])) == 1
    assert len(meetings_of([first, told("b", "2024-06-14", again)])) == 2
    bodies = told("a", "2024-05-03", meet("Câu lạc bộ đã họp.", "held", ("Lake Club",)))
    later = told("b", "2024-05-14", meet("Câu lạc bộ họp.", "held", ("Lake Club",)))
    assert len(meetings_of([bodies, later])) == 2


def test_news_that_tells_of_a_meeting_and_of_the_talks_there_is_what_came_of_the_plan() -> None:
    plan = told("a", "2024-05-01", meet("Họ sẽ gặp nhau ở Lima.", "announced", place="Lima", by=(ALBA,)))
    news = told(
        "b", "2024-05-04",
        meet("Hai người gặp nhau.", "held"),
        meet("Họ hội đàm nhiều giờ ở Lima.", "held", kind="negotiation", place="Lima"),
    )  # fmt: skip
    (meeting,) = meetings_of([plan, news])
    assert meeting.status == "held"


def replace_meeting(clause: Clause, **more: Any) -> Clause:
    return replace(clause, meeting={**(clause.meeting or {}), **more})
