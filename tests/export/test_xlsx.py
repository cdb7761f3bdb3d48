"""The workbook, read again with another library: sheets, words, true dates, no formulas, links to the web only."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from tests.export.conftest import FORMULAS

from biennien.export.contents import Contents
from biennien.export.xlsx import render

openpyxl = pytest.importorskip("openpyxl")


def book_of(content: bytes):  # type: ignore[no-untyped-def]
    return openpyxl.load_workbook(io.BytesIO(content))


def column(sheet, name: str) -> list[object]:  # type: ignore[no-untyped-def]
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(name)] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_a_sheet_a_kind_in_the_words_of_the_language(samples: Contents) -> None:
    book = book_of(render(samples))
    assert book.sheetnames == [
        "Cuộc gặp", "Thay đổi", "Phát biểu", "Lập trường", "Lý do", "Chỗ khác nhau", "Bản tin", "Trích dẫn",
    ]  # fmt: skip
    meetings = book["Cuộc gặp"]
    assert meetings.freeze_panes == "B2"
    assert meetings.auto_filter.ref.startswith("A1:")
    assert "hủy" in column(meetings, "tình trạng") + column(meetings, "kết cục")
    assert any("Nga" in str(who) for who in column(meetings, "các bên"))
    assert len(column(book["Phát biểu"], "mã")) == len(samples.record.statements)


def test_only_a_day_is_a_date(samples: Contents) -> None:
    meetings = book_of(render(samples))["Cuộc gặp"]
    planned = column(meetings, "dự kiến")
    assert datetime(2025, 10, 30) in planned
    assert "tuần 43/2025" in planned
    week = next(i for i, value in enumerate(planned) if value == "tuần 43/2025")
    assert column(meetings, "dự kiến từ")[week] == datetime(2025, 10, 20)


def test_nothing_is_a_formula_and_no_link_leads_off_the_web(hostile: Contents) -> None:
    book = book_of(render(hostile))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None or cell.hyperlink.target.startswith(("http://", "https://"))
                assert len(str(cell.value or "")) <= 32_767
    assert FORMULAS[0] in column(book["Statements"], "what was said")
    assert not book["Reports"]["D2"].hyperlink


def test_every_line_shows_its_words_and_where_they_stand(samples: Contents) -> None:
    shown = column(book_of(render(samples))["Thay đổi"], "câu chữ làm căn cứ")
    changes = [c for m in samples.record.meetings for c in m.changes]
    for change, words in zip(changes, shown, strict=True):
        first = change.citations[0]
        assert f"{first.report_id} §{first.paragraph}" in str(words)
        assert " ".join(first.quote.split())[:30] in str(words).replace("‘", "“").replace(
            "’", "”"
        ) or "‘" in str(words)


def test_a_report_on_the_web_is_linked_to(samples: Contents) -> None:
    reports = book_of(render(samples))["Bản tin"]
    links = [cell.hyperlink.target for row in reports.iter_rows() for cell in row if cell.hyperlink]
    assert links == [r.url for r in samples.reports if r.url]
