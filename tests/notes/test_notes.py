"""Notes: every line leads to its words, and words from outside are never markup."""

from __future__ import annotations

import re

import pytest

from biennien.model import Citation, Span
from biennien.notes import Document, Entry, Section, to_markdown, to_page
from biennien.notes.markdown import escaped

HOSTILE = [
    "<script>alert(1)</script>",
    "[bấm](javascript:alert(1)) ![ảnh](x)",
    "# tiêu đề",
    "1. mục",
    "- mục",
    "*đậm* _nghiêng_ `mã` ~~gạch~~ | bảng | ^[chú] $x$",
    "\x1b[31mđỏ\x1b[0m \u202eđảo",
    "&lt;b&gt; &amp; \\*",
    "[^1]: giả",
]


def cited(quote: str, start: int = 0) -> Citation:
    return Citation(report_id="a", span=Span(start, start + len(quote)), quote=quote, paragraph=1)


def document(*quotes: str) -> Document:
    entries = tuple(Entry(head=q, text=q, citations=(cited(q, n),)) for n, q in enumerate(quotes))
    places = {c: c.quote for e in entries for c in e.citations}
    sections = (
        Section(title="Một", entries=entries, empty="không"),
        Section(title="Hai", entries=(), empty="không có gì"),
    )
    return Document(
        lang="vi", title="Tóm lược", lead="đầu", sections=sections, notes_title="Nguồn", places=places
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_words_from_outside_are_words(words: str) -> None:
    page, text = to_page(document(words)), to_markdown(document(words))
    assert "<script" not in page and "<b>" not in page
    assert "\x1b" not in page + text and "\u202e" not in page + text
    plain = re.sub(r"\\.", "", text)
    assert not re.search(r"[<>`]|\]\(|!\[|\*[^*\s]", plain.replace("**", "").replace("*không có gì*", ""))
    assert not re.search(r"^(#[^#\s]|\d+\.)", plain, re.MULTILINE)


def test_escaping_loses_nothing() -> None:
    for words in HOSTILE[:6]:
        assert re.sub(r"\\(.)", r"\1", escaped(words)) == words
    # A backslash before a letter or a digit would be printed.
    assert not any(
        re.search(r"\\[^\W_]", escaped(words)) for words in (*HOSTILE[:7], "12) mục", "2026-03-02", "3.5 tỷ")
    )
    assert escaped("1. mục") == r"1\. mục"


def test_each_citation_has_one_number_and_one_footnote() -> None:
    doc = document("một", "hai", "một")
    text = to_markdown(doc)
    assert re.findall(r"\[\^(\d)\](?!:)", text) == ["1", "2", "3"]
    assert re.findall(r"^\[\^(\d)\]:", text, re.MULTILINE) == ["1", "2", "3"]
    assert "*không có gì*" in text
    page = to_page(doc)
    for n in (1, 2, 3):
        assert f'href="#n{n}" id="r{n}"' in page and f'<li id="n{n}">' in page and f'href="#r{n}"' in page


def test_the_page_runs_nothing_and_loads_nothing() -> None:
    page = to_page(document("a"))
    assert (
        "default-src 'none'" in page
        and "<script" not in page
        and "http://" not in page
        and "https://" not in page
    )
