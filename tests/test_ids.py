"""An id that was given out keeps leading to its line, whatever comes, goes and is decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from biennien import app, decisions, lookup
from biennien.model import Change, Meeting, Statement
from biennien.model.errors import InputError

LATE = "Tổng thống Mỹ Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."
EARLY = "Tổng thống Mỹ Donald Trump ngày 17/10 thông báo sẽ gặp Tổng thống Nga Vladimir Putin tại Budapest."
AGAIN = "Hôm 22/10, ông Donald Trump đã hủy cuộc gặp với ông Vladimir Putin tại Budapest."


def add(store: Path, name: str, text: str, published: str) -> None:
    file = store.with_name(f"{name}.txt")
    file.write_text(text, "utf-8")
    app.add([str(file)], store, published=published)


def only(store: Path) -> Meeting:
    (meeting,) = app.meetings(store)
    return meeting


@pytest.fixture
def store(tmp_path: Path) -> Path:
    add(tmp_path / "a.sqlite", "late", LATE, "2025-10-23")
    return tmp_path / "a.sqlite"


def leads_to(store: Path, name: str) -> str:
    return lookup.look(store, name).line.id


def test_when_an_earlier_report_arrives_the_former_id_stays_as_an_alias(store: Path) -> None:
    first = only(store)
    add(store, "early", EARLY, "2025-10-18")
    now = only(store)
    assert now.id != first.id and first.id in now.aliases
    assert leads_to(store, first.id) == leads_to(store, first.id[:9]) == now.id
    assert leads_to(store, first.changes[0].id) == first.changes[0].id


def test_the_record_does_not_depend_on_which_came_first(store: Path, tmp_path: Path) -> None:
    add(store, "early", EARLY, "2025-10-18")
    other = tmp_path / "other.sqlite"
    add(other, "early", EARLY, "2025-10-18")
    add(other, "late", LATE, "2025-10-23")
    assert app.load(store) == app.load(other)


def test_a_corrected_date_takes_no_id_away(store: Path) -> None:
    add(store, "again", AGAIN, "2025-10-24")
    before = only(store)
    decisions.correct("again", store, published="2025-10-22", by="Lan")
    now = only(store)
    assert now.id != before.id
    assert leads_to(store, before.id) == now.id
    for change in before.changes:
        assert isinstance(lookup.look(store, change.id).line, Change)


def test_a_withdrawn_report_leaves_its_ids_with_what_is_left_and_undoing_brings_them_back(
    store: Path,
) -> None:
    add(store, "again", AGAIN, "2025-10-24")
    before = only(store)
    taken = decisions.withdraw("late", store, by="Lan")
    now = only(store)
    assert before.id not in (now.id, *now.aliases)
    assert leads_to(store, before.id) == now.id
    decisions.undo(taken.decision.id, store, by="Lan")
    assert only(store) == before and leads_to(store, before.id) == before.id


def test_an_id_of_words_that_are_gone_is_told(store: Path) -> None:
    meeting, (statement, *_) = only(store), app.statements(store)
    assert isinstance(lookup.look(store, statement.id).line, Statement)
    decisions.withdraw("late", store, by="Lan")
    for name in (meeting.id, meeting.changes[0].id, statement.id):
        with pytest.raises(InputError, match="late"):
            lookup.look(store, name)
    with pytest.raises(InputError, match="begins with"):
        lookup.look(store, "m-nothing")


def test_a_new_version_of_a_report_keeps_the_ids_of_words_that_stay(store: Path) -> None:
    before = only(store)
    add(store, "late", f"Tin mới nhận.\n{LATE}", "2025-10-23")
    assert leads_to(store, before.id) == only(store).id != before.id


def test_a_change_that_counts_no_more_leads_to_the_meeting_that_it_is_likeliest_of(tmp_path: Path) -> None:
    store = tmp_path / "b.sqlite"
    summit = "Tổng thống Mỹ Donald Trump ngày {} thông báo sẽ gặp thượng đỉnh với {}."
    add(store, "plan", summit.format("17/10", "Tổng thống Nga Vladimir Putin"), "2025-10-18")
    add(store, "off", "Ngày 20/10, Tổng thống Mỹ Donald Trump hủy cuộc gặp thượng đỉnh.", "2025-10-20")
    cancelled = only(store).changes[-1]
    assert cancelled.status == "cancelled"
    add(store, "xi", summit.format("12/10", "Chủ tịch Trung Quốc Tập Cận Bình"), "2025-10-12")
    found = lookup.look(store, cancelled.id).line  # two summits could be meant by now
    assert isinstance(found, Meeting) and "Vladimir Putin" in found.participants
    assert [c.status for c in found.changes] == ["announced"]
    with pytest.raises(InputError, match="no line"):
        decisions.decide("retract", cancelled.id, store, by="Lan")
