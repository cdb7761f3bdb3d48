"""Ids of words that a smaller record took for a line of their own lead to the likeliest meeting of a larger one."""

from tests.resolve.small_stories import ALBA, ASH, BEL, PRESIDENTS, meet, small_world, told

from biennien.model import Meeting, Reading, Report
from biennien.resolve import resolve

Told = tuple[Report, Reading]

SUMMIT = meet("Bà Alba và ông Bel hẹn thượng đỉnh.", "announced", PRESIDENTS, kind="summit", by=(ALBA,))
OFF = meet("Bà Alba hủy thượng đỉnh.", "cancelled", (ALBA,), kind="summit", by=(ALBA,))
PERU = meet("Bà Alba hẹn thượng đỉnh ở Peru.", "announced", (ALBA, "Peru"), kind="summit", by=(ALBA,))


def meetings(*story: Told) -> list[Meeting]:
    return list(resolve([r for r, _ in story], [x for _, x in story], small_world()).meetings)


def test_a_summit_that_is_spoken_of_again_later_is_still_the_one_that_was_meant() -> None:
    early = told("early", "2024-05-02", SUMMIT, OFF)
    again = told("again", "2024-06-20", SUMMIT)
    (before,) = meetings(early)
    (after,) = meetings(early, again)
    assert {c.id for c in before.changes} <= {c.id for c in after.changes}


def test_words_that_could_mean_two_plans_by_now_count_for_neither_and_lead_to_the_nearer() -> None:
    plan, off = told("plan", "2024-05-02", SUMMIT), told("off", "2024-05-08", OFF)
    (before,) = meetings(plan, off)
    cancelled = next(c for c in before.changes if c.status == "cancelled")
    peru, bel = meetings(plan, off, told("peru", "2024-05-01", PERU))
    assert [c.status for m in (peru, bel) for c in m.changes] == ["announced", "announced"]
    assert cancelled.id in bel.aliases and cancelled.id not in peru.aliases


def test_what_tells_nothing_alone_leads_to_the_meeting_of_the_same_persons() -> None:
    granted = meet("Trước cuộc gặp họ im lặng.", "announced", PRESIDENTS, presupposed=True)
    other = meet("Ông Ash gặp ông Bel.", "announced", (ASH, BEL), by=(ASH,))
    hint = told("hint", "2024-05-01", granted)
    (only,) = meetings(hint, told("plan", "2024-05-02", SUMMIT))
    lone = meetings(hint, told("plan", "2024-12-02", SUMMIT), told("other", "2024-05-01", other))
    assert [only.id in (m.id, *m.aliases) for m in lone].count(True) == 1
    assert next(m for m in lone if only.id in (m.id, *m.aliases)).participants == PRESIDENTS
