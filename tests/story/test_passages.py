"""The cited paragraphs of a line, with its words marked."""

from __future__ import annotations

from biennien.model import Citation, Paragraph, Reading, Report, Span
from biennien.story.passages import tell_marked, tell_passages

TEXT = "Tựa\n\nMột hai ba.\nBốn năm sáu."
REPORT = Report(id="a", text=TEXT, sha256="")
READING = Reading(
    report_id="a",
    paragraphs=tuple(
        Paragraph(span=Span(*s), number=n) for n, s in enumerate(((0, 3), (5, 16), (17, 29)), 1)
    ),
)


def cite(words: str, paragraph: int) -> Citation:
    at = TEXT.index(words)
    return Citation(report_id="a", span=Span(at, at + len(words)), quote=words, paragraph=paragraph)


def test_each_paragraph_once_with_all_its_marks() -> None:
    told = tell_passages([cite("ba", 2), cite("năm", 3), cite("Một hai", 2)], {"a": REPORT}, {"a": READING})
    assert told == [
        {"report": "a", "paragraph": 2, "start": 5, "end": 16, "text": "Một hai ba.", "marks": [[5, 12], [13, 15]]},
        {"report": "a", "paragraph": 3, "start": 17, "end": 29, "text": "Bốn năm sáu.", "marks": [[21, 24]]},
    ]  # fmt: skip


def test_words_over_the_end_of_a_paragraph_show_both() -> None:
    [told] = tell_passages([cite("ba.\nBốn", 2)], {"a": REPORT}, {"a": READING})
    assert (told["start"], told["end"], told["text"]) == (5, 29, "Một hai ba.\nBốn năm sáu.")


def test_a_whole_report_and_one_that_is_not_there() -> None:
    told = tell_marked(REPORT, READING, [cite("năm", 3)])
    assert [(p["paragraph"], p["marks"]) for p in told] == [(1, []), (2, []), (3, [[21, 24]])]
    assert tell_passages([cite("ba", 2)], {}, {}) == []
