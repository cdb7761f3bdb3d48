"""The short texts on the fate of a meeting: what they cover, and that their look-alikes without a meeting stay quiet. Scores: test_floors."""

from __future__ import annotations

from collections import Counter

from biennien import app
from biennien.evaluation import load_rows
from biennien.knowledge.statuses import load_statuses
from biennien.model import Report
from biennien.pipeline import load_knowledge, read_reports, report_of

ROWS = load_rows(app.samples_folder().parent / "fates.jsonl")


def test_every_status_is_asked_for_often_enough() -> None:
    asked = Counter(m["status"] for row in ROWS.values() for m in row["meetings"])
    assert set(asked) == set(load_statuses())
    assert min(asked.values()) >= 12
    assert sum(not row["meetings"] for row in ROWS.values()) >= 35


def test_every_text_says_what_it_asks_for_and_marks_words() -> None:
    assert len({row["text"] for row in ROWS.values()}) == len(ROWS)
    for key, row in ROWS.items():
        assert row["why"], key
        for m in row["meetings"]:
            words = row["text"][m["start"] : m["end"]]
            assert words == words.strip() != "", (key, words)
            assert m["participants"], key


def test_no_meeting_is_found_where_only_the_words_are_like_one() -> None:
    reports = [
        report_of({name: row[name] for name in ("id", "text", "published")}, where=key)
        for key, row in ROWS.items()
        if not row["meetings"]
    ]
    alike = [report for report in reports if isinstance(report, Report)]
    found = {
        report.text: reading.meetings
        for report, reading in zip(alike, read_reports(alike, load_knowledge()), strict=True)
        if reading.meetings
    }
    assert len(alike) == len(reports) and not found
