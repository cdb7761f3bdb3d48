"""CSV: what a program reads is what the record says, and nothing in it is run by a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from tests.export.conftest import FORMULAS

from biennien import handing, views
from biennien.export.contents import Contents
from biennien.export.csv import render
from biennien.forms import TABLES

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")  # without it Excel takes Vietnamese for another code page
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_change_stands_with_its_meeting_its_days_and_its_words(samples: Contents) -> None:
    rows = rows_of(render(samples, "changes"))
    assert len(rows) == sum(len(m.changes) for m in samples.record.meetings)
    told = {c.id: c for m in samples.record.meetings for c in m.changes}
    for row in rows:
        change = told[row["id"]]
        assert row["status"] == change.status
        assert row["day"] == (change.day or "")
        assert row["who"] == "; ".join(change.announced_by)
        for citation in change.citations:
            place = f"{citation.report_id} §{citation.paragraph} [{citation.span.start}:{citation.span.end}]"
            assert place in row["citations"]
            assert " ".join(citation.quote.split()) in row["citations"]


def test_a_week_keeps_its_grain_and_gives_its_first_and_last_day(samples: Contents) -> None:
    row = next(r for r in rows_of(render(samples, "meetings")) if r["planned_for"] == "2025-W43")
    assert (row["planned_for_from"], row["planned_for_to"]) == ("2025-10-20", "2025-10-26")


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_begins_as_a_formula(hostile: Contents, table: str) -> None:
    content = render(hostile, table)
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.lstrip(" ").startswith(STARTS), cell
    text = content.decode()
    assert not any(c in text for c in "\x00\x07\x9b\u202e\u2028")


def test_a_guarded_cell_keeps_its_words(hostile: Contents) -> None:
    said = {row["content"] for row in rows_of(render(hostile, "statements"))}
    assert f"'{FORMULAS[0]}" in said
    assert all(row["url"] == "javascript:alert(1)" for row in rows_of(render(hostile, "reports")))


def test_every_citation_of_every_line_has_its_row(samples: Contents) -> None:
    rows = rows_of(render(samples, "citations"))
    for row in rows:
        text = samples.by_id[row["report"]].text
        assert " ".join(text[int(row["start"]) : int(row["end"])].split()) == " ".join(row["quote"].split())
    lines = {row["line"] for row in rows}
    assert lines == {line.id for line in samples.lines()}


def test_it_is_the_same_in_every_language(samples: Contents, seen: views.Whole) -> None:
    english = handing.contents_of(seen, lang="en")
    for table in TABLES:
        assert render(samples, table) == render(english, table)
    assert any(
        row["sides"] == "Russia: not_needed; United States: conditional"
        for row in rows_of(render(samples, "meetings"))
    )
