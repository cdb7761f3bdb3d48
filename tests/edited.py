"""A report that its paper edited without a word, and one of an agency that stays as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from biennien import app

FIRST = """Tổng thống Pháp thông báo gặp Thủ tướng Nhật Bản
Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3.
“Chúng tôi sẽ nói chuyện thẳng thắn với 30 nước”, ông Macron nói.
Phát ngôn viên Bộ Ngoại giao Nhật Bản ngày 2/3 cho biết Tokyo chưa nhận được lời mời.
Thời tiết ở Geneva hôm nay có mưa, giao thông đông đúc trên các cây cầu."""
SECOND = """Tổng thống Pháp hoãn gặp Thủ tướng Nhật Bản
Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo hoãn cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva.
Thời tiết ở Geneva hôm nay có mưa, giao thông đông đúc trên các cây cầu.
“Chúng tôi sẽ nói chuyện thẳng thắn với 50 nước”, ông Macron nói.
Điện Élysée ngày 3/3 cho biết hai bên sẽ chọn ngày khác."""
AGENCY = "Phát ngôn viên Bộ Ngoại giao Nhật Bản ngày 2/3 cho biết Tokyo chưa nhận được lời mời của Pháp."
READ_AT = {1: datetime(2026, 3, 2, 9, tzinfo=UTC), 2: datetime(2026, 3, 4, 9, tzinfo=UTC)}


def add(store: Path, text: str, *, at: datetime | None = None, **more: str) -> None:
    """Adds the paper's report as it stands."""
    row = {"id": "sua", "outlet": "Báo Mẫu", "url": "https://bao.example/sua.html", "title": text.splitlines()[0],
           "published": "2026-03-02T08:00:00+07:00", "text": text, **more}  # fmt: skip
    app.add([], store, given=[("sua.json", json.dumps(row).encode())], now=at)


def make(store: Path) -> Path:
    """The record before the edit."""
    row = {"id": "tin", "outlet": "Hãng Tin", "published": "2026-03-02", "text": AGENCY}
    app.add([], store, given=[("tin.json", json.dumps(row).encode())], now=READ_AT[1])
    add(store, FIRST, at=READ_AT[1])
    return store


def edit(store: Path) -> Path:
    """The record after the edit, which the paper made on the 3rd or 4th of March and did not date."""
    add(store, SECOND, at=READ_AT[2])
    return store
