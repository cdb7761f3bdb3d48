"""No text takes long to read: the time grows with its length, whatever is in it."""

from __future__ import annotations

import time

import pytest
from benchmarks.reading import made_report

from biennien.knowledge.load import load_knowledge
from biennien.model import Report
from biennien.pipeline import read_reports

SIZE = 20_000
SECONDS = 6.0  # of the processor; what grew with the square took more than that at this size

PATTERNS = {
    "one word": "a",
    "one capital": "Đ",
    "digits": "7",
    "marks that open": "“",
    "marks that close": "”",
    "straight marks": '"',
    "words in marks": '"a ',
    "single marks": "'a ",
    "cues": "ông nói ",
    "cues that introduce": "ông Putin nói rằng ",
    "cues with quotations": "ông Putin nói: “Tôi đi”. ",
    "by whom": "theo ông ",
    "names": "Donald Trump, ",
    "unknown names": "Trần Văn Ất ",
    "titles": "Tổng thống ",
    "days": "hôm 23/10, ",
    "meetings": "cuộc gặp ông Putin ",
    "cancelled meetings": "hủy cuộc gặp ",
    "conditions": "nếu hoãn cuộc gặp, ",
    "lines": "a\n",
    "combining marks": "e\u0323\u0302",
    "blanks": " ",
    "lines of blanks": " \n",
    "blanks of another kind": "\x1c",
    "speech without an end": "“ông nói ",
    "speech after colons": ": “ông nói a, ",
    "one speech after the other": "“" + "ông nói a " * 500 + "” ",
    "a country's short name": "Anh nói. ",
    "brackets": "([",
    "asides": "(ông Putin ",
    "sources of sources": "Theo AFP, theo Reuters, ",
    "one sentence": "Ông Trump hủy cuộc gặp với ông Putin. ",
    "exclamations": "Ông đi!?!… ",
    "marks on a letter": "a\u0301\u0323",
}


@pytest.mark.parametrize("pattern", [*PATTERNS.values(), "nested"], ids=[*PATTERNS, "nested quotations"])
def test_any_text_is_read_in_bounded_time(pattern: str) -> None:
    text = "“a " * (SIZE // 6) + "b”" * (SIZE // 6) if pattern == "nested" else (pattern * SIZE)[:SIZE] + "."
    report = Report(id="x", text=text, sha256="", published_on="2025-10-23")
    knowledge = load_knowledge()
    start = time.process_time()
    (reading,) = read_reports([report], knowledge)
    assert time.process_time() - start < SECONDS
    assert not reading.issues
    spans = [m.span for m in reading.mentions] + [s.span for s in reading.sentences]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize("word", ["được", "lập trường của ông", "trước khi", "Ông Putin nói", "cuộc gặp"])
@pytest.mark.parametrize(
    "blank", [" ", "\n", "\x1c", " \n", "\u2028"], ids=["blank", "line", "separator", "both", "odd line"]
)
def test_blanks_behind_words_take_no_time(word: str, blank: str) -> None:
    """A pattern that looks over blanks for the next word looked over all of them, once for each word before."""
    text = f"{word}{blank * SIZE}Donald Trump."
    start = time.process_time()
    (reading,) = read_reports(
        [Report(id="x", text=text, sha256="", published_on="2025-10-23")], load_knowledge()
    )
    assert time.process_time() - start < 1
    (trump,) = [m for m in reading.mentions if m.entity == "Donald Trump" and m.level == "NAM"]
    assert trump.span.cut(text) == "Donald Trump"


def test_the_time_grows_with_the_length_alone() -> None:
    knowledge = load_knowledge()

    def seconds(size: int) -> float:
        report = made_report(size)
        start = time.process_time()
        (reading,) = read_reports([report], knowledge)
        assert not reading.issues
        return time.process_time() - start

    short = min(seconds(8_000) for _ in range(5))
    assert seconds(400_000) < short * 50 * 1.9  # what grew with the square took 50 times that


@pytest.mark.parametrize("digits", [5, 16, 40, 400, 5000])
def test_no_number_is_too_long(digits: int) -> None:
    for text in ("{} năm trước", "ngày {}", "{}/10/2025", "hôm 2/3/{}", "năm {}", "{},5 tuần", "{} giờ 30"):
        report = Report(
            id="x", text=f"Ông nói {text.format('9' * digits)}.", sha256="", published_on="2025-10-23"
        )
        (reading,) = read_reports([report], load_knowledge())
        assert not reading.issues, text
