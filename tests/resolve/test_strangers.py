"""Persons whom no table knows belong to the state that a report gives them."""

from __future__ import annotations

from dataclasses import replace

from tests.resolve.small_stories import ALBA, meet, small_world, told

from biennien.model import ActorMention, Reading, Report, Span
from biennien.resolve import resolve

WORLD = small_world()
NEW = "Nora New"


def titled(story: tuple[Report, Reading], country: str) -> tuple[Report, Reading]:
    report, reading = story
    span = Span(0, 3)
    mention = ActorMention(span=span, extent=span, level="NAM", type="PER", entity=NEW, country=country)
    return report, replace(reading, mentions=(mention,))


def sides_of(*stories: tuple[Report, Reading]) -> list[list[tuple[str, str]]]:
    found = resolve([r for r, _ in stories], [x for _, x in stories], WORLD).meetings
    return [list(meeting.sides) for meeting in found]


def plan(report_id: str, status: str) -> tuple[Report, Reading]:
    clause = meet("Bà New hẹn bà Alba ở Lima.", status, (ALBA, NEW), place="Lima", by=(NEW,))
    return told(report_id, f"2024-05-0{len(report_id)}", clause)


def test_her_word_is_that_of_her_state_in_every_report() -> None:
    found = sides_of(titled(plan("a", "announced"), "BB"), plan("bb", "postponed"))
    assert found == [[("Borduria", "postponed")]]


def test_of_two_states_she_is_of_none() -> None:
    found = sides_of(titled(plan("a", "announced"), "BB"), titled(plan("bb", "postponed"), "PE"))
    assert found == [[(NEW, "postponed")]]
