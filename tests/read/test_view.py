"""The view composes and respells; spans lead back to the text as given."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien.model import Report, Span
from biennien.read.view import view_of

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy àáảãạằếọủỳ.,\n\r\u00a0“”", max_size=200)


def _view(text: str):
    return view_of(Report(id="t", text=text, sha256=""))


def test_two_spellings_of_the_tone_are_one():
    assert (
        _view("Huỷ hoà ước, thuỷ quân, quý ông, hoàn toàn").lower
        == "hủy hòa ước, thủy quân, quý ông, hoàn toàn"
    )


def test_a_header_is_blank_and_keeps_the_offsets():
    text = " date 2025-10-23 Nhà Trắng"
    view = view_of(Report(id="t", text=text, sha256="", header=17))
    assert view.text.strip() == "Nhà Trắng"
    assert len(view.text) == len(text)


@given(VIETNAMESE)
def test_every_span_of_the_view_leads_back(text):
    given_text = unicodedata.normalize("NFD", text)
    view = _view(given_text)
    assert len(view.text) == len(view.lower)
    for start in range(len(view.text)):
        back = view.original(Span(start, start + 1)).cut(given_text)
        assert unicodedata.normalize("NFC", back).lower()[:1] or view.text[start] == " "
    assert view.original(Span(0, len(view.text))).cut(given_text) == given_text


@given(st.text(max_size=100))
def test_any_text_has_a_view_of_one_length(text):
    view = _view(text)
    assert len(view.text) == len(view.lower)


def test_lines_composed_and_not_composed_lead_back():
    given_text = "Chợ họp sớm.\n" + unicodedata.normalize("NFD", "Mưa lớn.\r\n") + "Nắng."
    view = _view(given_text)
    assert view.text == "Chợ họp sớm.\nMưa lớn.\r\nNắng."
    for words in ("Chợ", "lớn.", "Nắng."):
        start = view.text.index(words)
        back = view.original(Span(start, start + len(words))).cut(given_text)
        assert unicodedata.normalize("NFC", back) == words


UNTIDY = [
    ("Ông Mac\u200bron tới Ber\u00adlin.", "Ông Macron tới Berlin."),
    ("Ông\u2009Macron\ttới  Berlin.", "Ông Macron tới Berlin."),
    ("Đ&#7913;c&nbsp;&amp; Ý &quot;bắt tay&quot;", 'Đức & Ý "bắt tay"'),
    ("Giá &copyright; và &unknown; giữ nguyên", "Giá &copyright; và &unknown; giữ nguyên"),
    ("Ông Tusk \ufb01ring, Ｔokyo", "Ông Tusk firing, Tokyo"),
    ("B\u00e9 Ngo\u00b9i giao \u00ae\u00b7 b\u00b8o tin.", "Bộ Ngoại giao đã báo tin."),
    ("Café ở Zürich của André và Łukasz® mở cửa.", "Café ở Zürich của André và Łukasz® mở cửa."),
]


@pytest.mark.parametrize(("given_text", "expected"), UNTIDY)
def test_the_odd_signs_of_pages_are_read(given_text: str, expected: str) -> None:
    assert _view(given_text).text == expected


def test_a_name_with_odd_signs_leads_back_to_all_of_it_and_no_more() -> None:
    given_text = "Theo \u200bông Mac\u200bron\u200b, Đ&#7913;c  im lặng."
    view = _view(given_text)
    for words, original in (
        ("Macron", "Mac\u200bron"),
        ("Đức", "Đ&#7913;c"),
        ("ông", "ông"),
        (" im", "  im"),
    ):
        start = view.text.index(words)
        assert view.original(Span(start, start + len(words))).cut(given_text) == original


def test_odd_signs_and_letters_not_composed_together() -> None:
    given_text = unicodedata.normalize("NFD", "Chợ  Đồng\u200b Xuân")
    view = _view(given_text)
    assert view.text == "Chợ Đồng Xuân"
    start = view.text.index("Đồng")
    back = view.original(Span(start, start + 4)).cut(given_text)
    assert unicodedata.normalize("NFC", back) == "Đồng"


def test_a_mark_that_composes_with_nothing_is_outside_the_word_before_it() -> None:
    text = unicodedata.normalize("NFD", "38 North\u0301 biết rằng\u0323 thế")
    view = view_of(Report(id="t", text=text, sha256=""))
    for word in ("38 North", "rằng", "thế"):
        at = view.text.index(word)
        found = view.original(Span(at, at + len(word))).cut(text)
        assert unicodedata.normalize("NFC", found) == word
