"""Where a meeting stands: on whose word, and how its day is known."""

from __future__ import annotations

import pytest

from biennien import app, standing, views
from biennien.model import Meeting
from biennien.views import Whole


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    store = tmp_path_factory.mktemp("standing") / "samples.sqlite"
    app.add([str(app.samples_folder())], store)
    return views.whole(store)


def one(seen: Whole, place: str, kind: str) -> Meeting:
    (found,) = (m for m in seen.record.meetings if m.place == place and m.kind == kind)
    return found


def test_the_status_and_each_last_word_have_a_change_that_says_so(seen: Whole) -> None:
    for meeting in seen.record.meetings:
        decisive = meeting.decisive(meeting.status)
        assert decisive is not None
        assert decisive.status == meeting.status
        assert "background" not in decisive.flags or all(
            "background" in c.flags for c in meeting.changes if c.status == meeting.status
        )
        words = standing.last_words(meeting)
        assert {side: change.status for side, change in words.items() if change} == dict(meeting.sides)


def test_the_last_word_of_a_side_is_its_own(seen: Whole) -> None:
    words = standing.last_words(one(seen, "Budapest", "summit"))
    assert {side: change and change.announced_by for side, change in words.items()} == {
        "Russia": ("Dmitry Peskov",),
        "United States": ("Donald Trump",),
    }


def test_the_time_of_a_plan_is_stated_only_where_words_state_it(seen: Whole) -> None:
    found = {}
    for meeting in seen.record.meetings:
        basis = standing.basis_of_plan(meeting, seen.readings)
        assert (basis is None) is (meeting.planned_for is None)
        found[meeting.planned_for] = basis
    assert found["2025-W43"] == "derived"  # "in the next week", counted from the day of the report
    assert "stated" in found.values() or "derived" in found.values()
    bare = one(seen, "Budapest", "summit")
    assert standing.basis_of_plan(bare, {}) == "derived"


def test_the_day_of_what_was_held_is_known_as_its_change_is(seen: Whole) -> None:
    held = [m for m in seen.record.meetings if m.when]
    assert held
    for meeting in held:
        bases = {c.basis for c in meeting.changes if c.effective == meeting.when and c.status == "held"}
        assert standing.basis_of_day(meeting) in bases
