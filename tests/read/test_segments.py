"""Paragraphs, quotations, sentences on the marks that Vietnamese papers really print."""

from __future__ import annotations

import pytest

from biennien.model import Report
from biennien.read.segments import find_paragraphs, find_quotations, find_sentences
from biennien.read.view import view_of


def _segments(text: str):
    view = view_of(Report(id="t", text=text, sha256=""))
    paragraphs = find_paragraphs(view)
    quotations = find_quotations(view, paragraphs)
    return view, paragraphs, quotations, find_sentences(view, paragraphs, quotations)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('Ông nói: “Chúng ta sẽ gặp nhau".', ["Chúng ta sẽ gặp nhau"]),
        ('"Không", ông đáp, "chưa phải lúc".', ["Không", "chưa phải lúc"]),
        ("«Hai bên đã nói ‘đủ rồi’ với nhau», bà kể.", ["Hai bên đã nói ‘đủ rồi’ với nhau"]),
        ("Bà gọi đó là “trò ‘mèo vờn chuột’ cũ rích”.", ["trò ‘mèo vờn chuột’ cũ rích"]),
        ('"Tài liệu "Đường tới hòa bình" đã xong", ông nói.', ['Tài liệu "Đường tới hòa bình" đã xong']),
        ("Thủ lĩnh O'Brien đến D'Arcy hôm qua.", []),
        ('Màn hình 27" giá rẻ.', []),
    ],
)
def test_quotations(text, inner):
    view, _, quotations, _ = _segments(text)
    assert [q.inner.cut(view.text) for q in quotations] == inner


def test_a_stop_inside_a_quotation_does_not_end_the_sentence():
    text = '“Tôi đi. Tôi không hẹn ngày về", ông nói. Cuộc họp kết thúc.'
    view, _, _, sentences = _segments(text)
    assert [s.span.cut(view.text) for s in sentences] == [
        '“Tôi đi. Tôi không hẹn ngày về", ông nói.',
        "Cuộc họp kết thúc.",
    ]


def test_stops_that_end_nothing():
    text = "Giá tăng 3.5 lần ở TP. Hồ Chí Minh. Ông J. Smith về nước."
    _, _, _, sentences = _segments(text)
    assert len(sentences) == 2


def test_an_unclosed_quotation_does_not_swallow_the_report():
    text = "Ông nói: “Chúng ta sẽ thắng.\nBà Lan về quê.\nTrời mưa."
    _, paragraphs, quotations, _ = _segments(text)
    assert len(paragraphs) == 3
    assert [q.closed for q in quotations] == [False]
    assert quotations[0].span.end <= paragraphs[0].span.end


def test_captions_and_numbers():
    text = "Ông A và bà B tại Hà Nội (Ảnh: Reuters).\r\n\r\nCuộc gặp diễn ra hôm qua."
    _, paragraphs, _, _ = _segments(text)
    assert [(p.number, p.kind) for p in paragraphs] == [(1, "caption"), (2, "body")]
