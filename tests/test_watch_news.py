"""What a rule tells of a record that changed."""

from __future__ import annotations

import json
from pathlib import Path

from biennien import Chronicle, views
from biennien.watch.news import STATE, news_for
from biennien.watch.plan import Rule


def test_a_status_is_told_with_the_change_that_gives_it(tmp_path: Path) -> None:
    """The cancellation is the French president's; the last to speak of it only tells it again."""
    texts = [
        "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva ngày 20/3.",
        "Ngoại trưởng Nhật Bản Toshimitsu Motegi ngày 4/3 tuyên bố chính Nhật Bản đã hủy cuộc gặp giữa Thủ tướng Sanae Takaichi và Tổng thống Pháp Emmanuel Macron tại Geneva.",
    ]
    rows = [
        {"id": f"r{n}", "published": f"2026-03-0{n * 2 + 3}", "text": text} for n, text in enumerate(texts)
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    chronicle = Chronicle(tmp_path / "a.sqlite")
    chronicle.add(tmp_path / "a.json")
    record = views.whole(chronicle.path).record
    (meeting,) = record.meetings
    assert meeting.changes[-1].announced_by == ("Toshimitsu Motegi",)
    rule = Rule(name="họp", on="status", to="print")
    _, (event,) = news_for(rule, record, (), {STATE: ""})
    assert event["change"]["announced_by"] == ["Emmanuel Macron"]
    assert event["change"]["status"] == event["meeting"]["status"] == "cancelled"
