"""What dates a report."""

from __future__ import annotations

import pytest

from biennien.ingest.dating import address_date, date_report, dateline_of, published_of


@pytest.mark.parametrize(
    ("value", "on", "at"),
    [
        ("2025-10-23", "2025-10-23", None),
        ("2025-10", "2025-10", None),
        ("2025-10-22T18:30:00Z", "2025-10-23", "2025-10-22T18:30:00+00:00"),
        ("2025-10-22T18:30:00+07:00", "2025-10-22", "2025-10-22T18:30:00+07:00"),
        ("2025-10-22 23:59", "2025-10-22", "2025-10-22T23:59:00+07:00"),
        ("Wed, 22 Oct 2025 18:30:00 +0000", "2025-10-23", "2025-10-22T18:30:00+00:00"),
        (" 2025-10-23 ", "2025-10-23", None),
    ],
)
def test_a_date_is_a_day_in_hanoi(value: str, on: str, at: str | None) -> None:
    found = published_of(value)
    assert found is not None
    assert (found.on, found.at) == (on, at)


@pytest.mark.parametrize(
    "value",
    [
        "2025-13-40",
        "2025-02-29",
        "2025-13",
        "2025",
        "22/10/2025",
        "hôm qua",
        "",
        "Wed, 42 Oct 2025 18:30:00 +0000",
        "0001-01-01T00:00+14:00",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59-11:00",
    ],
)
def test_what_is_no_date_is_none(value: str) -> None:
    assert published_of(value) is None


@pytest.mark.parametrize(
    ("text", "header", "on"),
    [
        (" date 2025-10-23 Bà Lan phát biểu.", 17, "2025-10-23"),
        ("date: 2025-10-23\n\nBà Lan phát biểu.", 18, "2025-10-23"),
        (" date 2025-10-23T18:30:00Z Bà Lan phát biểu.", 27, "2025-10-24"),
        (" date 2025-13-40 Bà Lan phát biểu.", 17, None),
        ("Update 2025-10-23 cho phần mềm.", 0, None),
        ("Bà Lan nói ngày 2025-10-23.", 0, None),
    ],
)
def test_a_header_fused_with_the_first_line(text: str, header: int, on: str | None) -> None:
    dating = date_report(text, url=None, metadata=None, option=None)
    assert (dating.header, dating.on) == (header, on)
    assert dating.dated_by == ("header" if on else None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(Hà Nội, 21-10) Bộ trưởng nói vậy.", "XXXX-10-21"),
        ("MOSKVA, 31/10/2025 - Bộ trưởng nói vậy.", "2025-10-31"),
        ("Ảnh: Hai bộ trưởng.\n\nHà Nội, ngày 2-11 (Tin Mẫu) – Bộ trưởng nói vậy.", "XXXX-11-02"),
        ("(Tin Mẫu) Hà Nội, 21-10 - Bộ trưởng nói vậy.", "XXXX-10-21"),
        ("Hy Lạp hủy cuộc gặp\n\nHà Nội, 16/11/2026\n\nBộ trưởng nói vậy.", "2026-11-16"),
        ("Hà Nội, ngày 16 tháng 11 năm 2026\nBộ trưởng nói vậy.", "2026-11-16"),
        ("Hà Nội, 2-1\nđội khách buồn.", None),
        ("Hà Nội, 16/11/2026 là ngày ông nói vậy.", None),
        ("Tại Hà Nội, 21/10, ông nói vậy.", None),
        ("Hà Nội, 35-10 - ông nói vậy.", None),
        ("Thua Hà Nội, 2-1, đội khách buồn.", None),
        ("Ngày 21-10, ông nói vậy.", None),
    ],
)
def test_a_dateline(text: str, value: str | None) -> None:
    assert dateline_of(text) == value


@pytest.mark.parametrize(
    ("url", "on", "at"),
    [
        ("https://bao.example/tin-20250810090619285.htm", "2025-08-10", "2025-08-10T09:06:19+07:00"),
        ("https://bao.example/2025/10/22/tin.html", "2025-10-22", None),
        ("https://bao.example/2025-10-22/tin", "2025-10-22", None),
        ("https://bao.example/tin-4924690.html", None, None),
        ("https://bao.example/tin-20251340090619285.htm", None, None),
        ("https://bao.example/tin-120250810090619285.htm", None, None),
    ],
)
def test_an_address(url: str, on: str | None, at: str | None) -> None:
    found = address_date(url)
    assert (found.on if found else None, found.at if found else None) == (on, at)


def test_dates_count_in_their_order_and_all_are_kept() -> None:
    url = "https://bao.example/tin-20251020090619285.htm"
    dating = date_report(" date 2025-10-22 Tin.", url=url, metadata="2025-10-21", option=None)
    assert (dating.on, dating.dated_by, dating.at) == ("2025-10-21", "metadata", None)
    assert dating.dates == (("2025-10-21", "metadata"), ("2025-10-22", "header"), ("2025-10-20", "address"))
    dating = date_report(" date 2025-10-22 Tin.", url=None, metadata="2025-10-21", option="2025-10-24")
    assert (dating.on, dating.dated_by) == ("2025-10-24", "option")


def test_a_dateline_without_a_year_is_kept_but_does_not_date() -> None:
    dating = date_report("(Hà Nội, 21-10) Tin.", url=None, metadata=None, option=None)
    assert (dating.on, dating.dates) == (None, (("XXXX-10-21", "dateline"),))
