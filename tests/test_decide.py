"""Decisions on lines of the record: the record follows, the machine's reading stays, and everything can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biennien import Chronicle, app, decisions, lookup, views
from biennien.model import Meeting
from biennien.model.errors import InputError
from biennien.wording import Wording
from biennien.wording.judging import decision_words
from biennien.words import load_words

NOW = datetime(2026, 4, 1, tzinfo=UTC)
STORY = [
    ("a", "2026-03-02", "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3."),
    ("b", "2026-03-08", "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
    ("c", "2026-03-09", "Ngày 9/3, Thủ tướng Ấn Độ Narendra Modi điện đàm với Tổng thống Nga Vladimir Putin. Ông Modi nói giá dầu sẽ còn tăng."),
]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    rows = [{"id": i, "published": day, "text": text} for i, day, text in STORY]
    (tmp_path / "s.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    app.add([str(tmp_path / "s.json")], tmp_path / "s.sqlite", now=NOW)
    return tmp_path / "s.sqlite"


def told(store: Path) -> str:
    record = app.load(store)[0]
    return json.dumps([app.meetings_told(record.meetings), app.statements_told(record.statements)])


def meeting(store: Path, name: str) -> Meeting:
    return next(m for m in app.meetings(store) if any(name in p for p in m.participants))


def cancelled(store: Path) -> str:
    return next(c.id for c in meeting(store, "Macron").changes if c.status == "cancelled")


DECISIONS: dict[str, Callable[[Path], tuple[str, str | None]]] = {
    "status": lambda store: (cancelled(store), "postponed"),
    "retract": lambda store: (cancelled(store), None),
    "different": lambda store: (cancelled(store), None),
    "same": lambda store: (meeting(store, "Macron").id, meeting(store, "Modi").id),
}


@pytest.mark.parametrize("kind", DECISIONS)
def test_a_decision_changes_the_record_and_is_taken_back_without_a_trace(store: Path, kind: str) -> None:
    before = told(store)
    line, value = DECISIONS[kind](store)
    done = decisions.decide(kind, line, store, value=value, reason="đọc lại bản tin", by="Lan", now=NOW)
    assert told(store) != before and not app.verify(store).failures
    judged = decisions.decisions(store)
    assert [(j.decision.kind, j.decision.by, j.in_force) for j in judged] == [(kind, "Lan", True)]
    assert judged[0].decision.was and judged[0].decision.anchors
    decisions.undo(done.decision.id, store, by="Lan", now=NOW)
    assert told(store) == before


def test_what_each_decision_does(store: Path) -> None:
    change = cancelled(store)
    decisions.decide("status", change, store, value="postponed", by="Lan", now=NOW)
    found = meeting(store, "Macron")
    assert found.fate == "postponed" and found.changes[-1].flags == ("decided",)
    decisions.decide("retract", found.changes[-1].id, store, by="Lan", now=NOW)
    assert meeting(store, "Macron").fate == "announced"
    statement = app.statements(store, by="Modi")[0]
    decisions.decide("retract", statement.id, store, by="Lan", now=NOW)
    assert app.statements(store, by="Modi") == ()


def test_meetings_are_split_and_joined(store: Path) -> None:
    count = len(app.meetings(store))
    decisions.decide("different", cancelled(store), store, by="Lan", now=NOW)
    apart = [m for m in app.meetings(store) if "Emmanuel Macron" in m.participants]
    assert len(app.meetings(store)) == count + 1 and [m.fate for m in apart] == ["announced", "cancelled"]
    decisions.decide("same", apart[0].id, store, value=apart[1].id, by="Lan", now=NOW)
    again = [m for m in app.meetings(store) if "Emmanuel Macron" in m.participants]
    assert [m.fate for m in again] == ["cancelled"] and len(app.meetings(store)) == count


def test_the_last_decision_on_a_line_counts_and_holds_for_later_reports(store: Path, tmp_path: Path) -> None:
    change = cancelled(store)
    decisions.decide("status", change, store, value="postponed", by="Lan", now=NOW)
    changed = meeting(store, "Macron").changes[-1].id
    decisions.decide("status", changed, store, value="refused", by="Minh", now=NOW)
    assert meeting(store, "Macron").fate == "refused"
    assert [j.in_force for j in decisions.decisions(store)] == [False, True]
    (tmp_path / "d.txt").write_text("Giá vàng hôm nay đứng yên.", "utf-8")
    app.add([str(tmp_path / "d.txt")], store, now=NOW)
    assert meeting(store, "Macron").fate == "refused"
    assert "decided" in json.dumps(
        lookup.explained(lookup.look(store, meeting(store, "Macron").changes[-1].id))
    )


@pytest.mark.parametrize(
    ("kind", "value"), [("status", "huy"), ("same", "m-0"), ("different", None), ("status", None)]
)
def test_a_decision_that_fits_no_line_is_refused_with_the_remedy(
    store: Path, kind: str, value: str | None
) -> None:
    line = meeting(store, "Macron").id if kind in ("same", "different") else cancelled(store)
    with pytest.raises(InputError) as caught:
        decisions.decide(kind, line, store, value=value, by="Lan", now=NOW)
    assert caught.value.remedy and decisions.decisions(store) == ()


def test_the_chronicle_decides_too(store: Path) -> None:
    done = Chronicle(store).decide("status", cancelled(store), "postponed", by="Lan")
    assert done.decision.value == "postponed"


def test_what_was_joined_by_mistake_can_be_taken_apart_again(store: Path) -> None:
    one, other = meeting(store, "Macron").id, meeting(store, "Modi").id
    decisions.decide("same", one, store, value=other, by="Lan", now=NOW)
    joined = next(m for m in app.meetings(store) if len({c.citations[0].report_id for c in m.changes}) == 3)
    change = next(c for c in joined.changes if c.citations[0].report_id == "c")
    decisions.decide("different", change.id, store, by="Lan", now=NOW)
    rows = [{c.citations[0].report_id for c in m.changes} for m in app.meetings(store)]
    assert {"c"} in rows and {"a", "b"} in rows


TWO = [
    ("a", "2026-03-02", "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3."),
    ("b", "2026-03-03", "Ngày 3/3, Thủ tướng Ấn Độ Narendra Modi thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3."),
]  # fmt: skip
LATER = [
    ("c", "2026-03-08", "Ngày 8/3, Thủ tướng Ấn Độ Narendra Modi tuyên bố hoãn cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
    ("d", "2026-03-09", "Ngày 9/3, Thủ tướng Ấn Độ Narendra Modi tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
    ("e", "2026-03-01", "Thủ tướng Ấn Độ Narendra Modi ngày 1/3 nói sẵn sàng gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
    ("f", "2026-06-01", "Ngày 1/6, Thủ tướng Ấn Độ Narendra Modi thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Kyoto vào ngày 20/6."),
]  # fmt: skip


def add(store: Path, rows: list[tuple[str, str, str]]) -> None:
    file = store.with_suffix(".json")
    told = [{"id": i, "published": day, "text": text} for i, day, text in rows]
    file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    app.add([str(file)], store, now=NOW)


def test_what_is_told_later_of_either_of_two_meetings_that_are_one_goes_to_it(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    add(store, TWO)
    one, other = meeting(store, "Macron"), meeting(store, "Modi")
    done = decisions.decide("same", one.id, store, value=other.id, by="Lan", now=NOW)
    add(store, LATER)
    joined, kyoto = sorted(app.meetings(store), key=lambda m: m.place == "Kyoto")
    assert {c.report_id for change in joined.changes for c in change.citations} == {"a", "b", "c", "d", "e"}
    assert joined.participants == one.participants and joined.fate == "cancelled"
    assert kyoto.participants == other.participants and kyoto.fate == "announced"
    again = tmp_path / "again.sqlite"
    add(again, [*TWO, *LATER])
    decisions.undo(done.decision.id, store, by="Lan", now=NOW)
    assert told(store) == told(again)


def test_a_change_is_moved_to_the_meeting_that_is_named(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    add(store, [*TWO, LATER[1]])
    one, other = meeting(store, "Macron"), meeting(store, "Modi")
    off = next(c for c in other.changes if c.status == "cancelled")
    decisions.decide("different", off.id, store, value=one.id[:6], by="Lan", now=NOW)
    now = {m.participants: m.fate for m in app.meetings(store)}
    assert now == {one.participants: "cancelled", other.participants: "announced"}
    (judged,) = decisions.decisions(store)
    assert "Macron" in decision_words(Wording(say=load_words("vi")), judged.decision, judged.words)
    for wrong in (one.id, off.id):  # it stands there now; a change is no meeting
        with pytest.raises(InputError, match="another meeting"):
            decisions.decide("different", off.id, store, value=wrong, by="Lan", now=NOW)


def test_views_go_by_what_persons_decided(tmp_path: Path) -> None:
    text = (
        "Ngày 2/3, Tổng thống Pháp Emmanuel Macron điện đàm với Thủ tướng Nhật Bản Sanae Takaichi. "
        "Ngày 3/3, ông Macron điện đàm với Thủ tướng Ấn Độ Narendra Modi. "
        "Ông Macron nói cuộc điện đàm với ông Modi mang tính xây dựng. Ông Modi cho biết cuộc điện đàm không đạt kết quả."
    )
    (tmp_path / "s.json").write_text(
        json.dumps([{"id": "a", "published": "2026-03-04", "text": text}], ensure_ascii=False), "utf-8"
    )
    store = tmp_path / "s.sqlite"
    app.add([str(tmp_path / "s.json")], store, now=NOW)
    calls = {m.id: m for m in app.meetings(store)}
    (found,) = views.differences(store)
    assert "Narendra Modi" in calls[found.about].participants
    other = next(m for m in calls.values() if "Sanae Takaichi" in m.participants)
    for change in other.changes:  # the indexes of what stays must follow
        decisions.decide("retract", change.id, store, by="Lan", now=NOW)
    assert [d.about for d in views.differences(store)] == [found.about]
    for change in app.meetings(store)[0].changes:
        decisions.decide("retract", change.id, store, by="Lan", now=NOW)
    assert not views.differences(store) and not app.verify(store).failures


REASONED = [
    ("a", "2026-03-02", "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3."),
    ("b", "2026-03-08", "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vì hai bên bất đồng về thuế quan."),
    ("c", "2026-03-09", "Ngày 8/3, Thủ tướng Nhật Bản Sanae Takaichi tuyên bố hoãn cuộc gặp với Tổng thống Pháp Emmanuel Macron tại Geneva."),
]  # fmt: skip


@pytest.fixture
def reasoned(tmp_path: Path) -> Path:
    rows = [{"id": i, "published": day, "text": text} for i, day, text in REASONED]
    (tmp_path / "r.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    app.add([str(tmp_path / "r.json")], tmp_path / "r.sqlite", now=NOW)
    return tmp_path / "r.sqlite"


def test_an_explanation_is_retracted_and_the_change_stays(reasoned: Path) -> None:
    found = views.explanations(reasoned)
    assert found and meeting(reasoned, "Macron").changes
    statuses = [c.status for c in meeting(reasoned, "Macron").changes]
    done = decisions.decide("retract", found[0].id, reasoned, by="Lan", now=NOW)
    assert found[0].id not in {e.id for e in views.explanations(reasoned)}
    assert [c.status for c in meeting(reasoned, "Macron").changes] == statuses
    decisions.undo(done.decision.id, reasoned, by="Lan", now=NOW)
    assert views.explanations(reasoned) == found


def test_a_difference_is_shown_explained_and_not_retracted(reasoned: Path) -> None:
    difference = next(d for d in views.differences(reasoned) if d.kind == "disagreement")
    seen = lookup.look(reasoned, difference.id[:6])
    shown = lookup.shown(seen)
    assert (shown["kind"], shown["id"]) == ("difference", difference.id)
    assert {p["report"] for p in shown["passages"]} == {"b", "c"}  # type: ignore[attr-defined]
    tree = lookup.explained(seen)
    assert tree["rule"] == "disagreement" and len(tree["from"]) == len(difference.sides)  # type: ignore[arg-type]
    with pytest.raises(InputError) as caught:
        decisions.decide("retract", difference.id, reasoned, by="Lan", now=NOW)
    sides = {c.id for c in meeting(reasoned, "Macron").changes if c.status in ("cancelled", "postponed")}
    assert all(side in str(caught.value.remedy) for side in sides) and decisions.decisions(reasoned) == ()


def test_two_meetings_of_other_sides_are_one_with_a_warning(store: Path) -> None:
    one, other = meeting(store, "Macron"), meeting(store, "Modi")
    done = decisions.decide("same", one.id, store, value=other.id, by="Lan", now=NOW)
    assert [w.code for w in done.warnings] == ["other_sides"]


def test_a_third_meeting_stays_as_it_was(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "published": "2026-03-02", "text": STORY[0][2]},
        {"id": "b", "published": "2026-04-02", "text": "Tổng thống Pháp Emmanuel Macron ngày 2/4 thông báo sẽ gặp Thủ tướng Ấn Độ Narendra Modi tại Delhi vào ngày 20/4."},
        {"id": "c", "published": "2026-04-05", "text": "Ngày 5/4, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi dự kiến tại Delhi vào ngày 20/4."},
        {"id": "d", "published": "2026-04-03", "text": "Ngày 3/4, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Delhi vào ngày 20/4. Ông Macron nhắc lại sẽ gặp bà Takaichi tại Delhi vào ngày 20/4."},
    ]  # fmt: skip
    (tmp_path / "s.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    store = tmp_path / "s.sqlite"
    app.add([str(tmp_path / "s.json")], store, now=NOW)
    plans = [m for m in app.meetings(store) if "Sanae Takaichi" in m.participants]
    first, third = (next(m for m in plans if m.place == place) for place in ("Geneva", "Delhi"))
    decisions.decide("same", first.id, store, value=meeting(store, "Modi").id, by="Lan", now=NOW)
    now = {m.id: m.fate for m in app.meetings(store)}
    assert now.get(third.id) == third.fate and now.get(first.id) == first.fate
