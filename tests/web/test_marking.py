"""The words of a report in pieces: nothing lost, nothing added, whatever lies on them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biennien.model import Paragraph, Reading, Report, Span
from biennien.web.pages.marking import Mark, mark_report

TEXT = "Ông Trump nói hôm 22/10: “Tôi hủy cuộc gặp”.\n\nÔng Putin chưa bình luận."
KINDS = ("name", "time", "source", "cue", "content", "meeting")


def marked(
    marks: list[Mark], text: str = TEXT, cited: set[Span] | None = None
) -> tuple[list[str], list[list[str]]]:
    """The text of each paragraph, and the classes of its pieces."""
    paragraphs, at = [], 0
    for number, line in enumerate(text.split("\n\n"), 1):
        paragraphs.append(Paragraph(span=Span(at, at + len(line)), number=number))
        at += len(line) + 2
    report = Report(id="r", text=text, sha256="")
    found = mark_report(
        report, Reading(report_id="r", paragraphs=tuple(paragraphs)), marks, cited or set(), {}
    )
    words = ["".join(part for piece in p.pieces for part, _ in piece.parts) for p in found]
    return words, [[" ".join(piece.classes) for piece in p.pieces] for p in found]


spans = st.tuples(st.integers(0, len(TEXT)), st.integers(1, 30)).map(
    lambda pair: Span(pair[0], min(len(TEXT), pair[0] + pair[1]))
)


@given(st.lists(st.tuples(st.sampled_from(KINDS), spans), max_size=12), st.sets(spans, max_size=5))
def test_whatever_lies_on_the_words_they_stay_to_the_letter(
    rows: list[tuple[str, Span]], cited: set[Span]
) -> None:
    marks = [Mark(kind=kind, span=span, note=n) for n, (kind, span) in enumerate(rows, 1)]
    assert marked(marks, cited=cited)[0] == TEXT.split("\n\n")


def test_marks_that_cross_are_cut_and_each_begins_and_ends_once() -> None:
    one, other = Span(0, 13), Span(4, 23)
    pieces = marked([Mark(kind="source", span=one, note=1), Mark(kind="content", span=other, note=2)])[1][0]
    assert pieces[:3] == ["m-source b-source", "m-source e-source m-content b-content", "m-content e-content"]


def test_the_shortest_mark_is_the_one_that_a_click_follows() -> None:
    marks = [
        Mark(kind="source", span=Span(0, 9), note=1, href="/lines/s-1"),
        Mark(kind="name", span=Span(4, 9), note=2, href="/speakers/Donald%20Trump"),
    ]
    report = Report(id="r", text="Ông Trump nói", sha256="")
    reading = Reading(report_id="r", paragraphs=(Paragraph(span=Span(0, 13), number=1),))
    pieces = mark_report(report, reading, marks, {Span(0, 9)}, {Span(0, 9): "new"})[0].pieces
    assert [(p.href, p.notes) for p in pieces] == [
        ("/lines/s-1", (1,)),
        ("/speakers/Donald%20Trump", (2, 1)),
        (None, ()),
    ]
    assert [p.anchors for p in pieces] == [("w-0-9",), (), ()]
    assert ["c-new" in p.classes for p in pieces] == [True, True, False]


def test_a_report_that_was_not_read_is_shown_line_by_line() -> None:
    report = Report(id="r", text="một\n\n  hai\u202e \nba", sha256="")
    found = mark_report(report, Reading(report_id="r"), [], set(), {})
    assert [p.number for p in found] == [1, 2, 3]
    assert ("U+202E", True) in found[1].pieces[0].parts


def test_what_the_reading_leaves_out_at_the_ends_of_a_line_is_shown() -> None:
    text = "date 2025-10-23 \n\u202eÔng Trump\u202c \n hai"
    report = Report(id="r", text=text, sha256="", header=17)
    reading = Reading(
        report_id="r",
        paragraphs=(Paragraph(span=Span(18, 27), number=1), Paragraph(span=Span(31, 34), number=2)),
    )
    found = mark_report(report, reading, [], set(), {})
    shown = ["".join(part for piece in p.pieces for part, _ in piece.parts) for p in found]
    assert shown == ["U+202EÔng TrumpU+202C", "hai"]
