"""The note: each line has its footnotes, each footnote its words, and no word is markup."""

from __future__ import annotations

import re
from pathlib import Path

from biennien import exporting, handing
from biennien.export.contents import Contents

NOTE = re.compile(r"^\[\^(\d+)\]: (.*)$", re.MULTILINE)


def test_every_footnote_is_used_and_every_mark_has_its_note(store: Path) -> None:
    text = exporting.export(store, "markdown", lang="vi").content.decode()
    notes = dict(NOTE.findall(text))
    marks = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert marks == set(notes)
    assert all("§" in words and "“" in words for words in notes.values())


def test_every_change_and_statement_stands_with_its_words(samples: Contents) -> None:
    text = handing.rendered("markdown", samples).decode()
    for line in (*samples.record.statements, *(c for m in samples.record.meetings for c in m.changes)):
        first = " ".join(line.citations[0].quote.split())
        assert first[:12].replace("“", "‘").strip("‘’ ") in text.replace("“", "‘").replace("\\", "")


def test_hostile_words_are_no_markup(hostile: Contents) -> None:
    text = handing.rendered("markdown", hostile).decode()
    assert not re.search(r"(?<!\\)<", text)
    assert not set(text) & set("\x00\x07\x9b\u202e")
    assert "\nSTATUS" not in text
