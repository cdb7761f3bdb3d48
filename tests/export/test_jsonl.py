"""JSON Lines: the documented JSON of everything, a thing a line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.export.conftest import NASTY

from biennien import app, exporting, handing
from biennien.export.contents import Contents


def test_every_line_is_the_documented_json(store: Path) -> None:
    lines = exporting.export(store, "jsonl").content.decode().splitlines()
    head, *rows = [json.loads(line) for line in lines]
    assert head["schema"] == "biennien/1"
    by_type: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        by_type.setdefault(row.pop("type"), []).append(row)
    assert by_type["meeting"] == json.loads(json.dumps(app.meetings_told(app.meetings(store))))
    assert len(by_type["statement"]) == len(app.statements(store))
    assert set(by_type) >= {"report", "meeting", "statement", "position", "explanation", "difference"}


def test_hostile_words_stay_on_their_line_with_all_their_letters(hostile: Contents) -> None:
    content = handing.rendered("jsonl", hostile).decode()
    assert not set(content) & {"\u2028", "\u202e", "\x9b", "<"}
    rows = [json.loads(line) for line in content.split("\n") if line]
    said = {row["content"] for row in rows if row.get("type") == "statement"}
    assert NASTY in said
