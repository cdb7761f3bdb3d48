"""Decisions on lines of the record: the record follows, the machine's reading stays, and everything can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biennien import Chronicle, app, decisions, lookup
from biennien.model import Meeting
from biennien.model.errors import InputError

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
