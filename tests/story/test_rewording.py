"""Two texts of one report: what was added, removed, changed and moved, whatever the texts are."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biennien.model import Edit, Paragraph, Span
from biennien.story.rewording import find_edits, find_words, tokens_of

OLD = """Mỹ hoãn cuộc gặp với Nga
Ông An nói: “Chúng tôi sẽ gặp 30.000 người.” Rồi ông đi.
Đoạn hai nói về thời tiết hôm nay ở thủ đô.
Đoạn cuối nói về giao thông trên các cây cầu."""


def lines(text: str) -> list[Paragraph]:
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append(Paragraph(span=Span(at, at + len(line.rstrip())), number=len(found) + 1))
        at += len(line)
    return found


def edits(before: str, after: str) -> list[Edit]:
    return [e for e in find_edits(before, after, lines(before), lines(after))[0] if e.kind != "same"]


def words(edit: Edit, kind: str) -> list[str]:
    return [s.text.strip() for s in edit.stretches if s.kind == kind]


@pytest.mark.parametrize(
    ("was", "now", "kind", "gone", "come"),
    [
        ("hoãn", "hủy", "changed", ["hoãn"], ["hủy"]),
        ("30.000", "50.000", "changed", ["30.000"], ["50.000"]),
        ("“Chúng tôi sẽ gặp 30.000 người.”", "Chúng tôi sẽ gặp 30.000 người.", "changed", ["“", "”"], []),
        ("\nĐoạn hai nói về thời tiết hôm nay ở thủ đô.", "", "removed", ["Đoạn hai nói về thời tiết hôm nay ở thủ đô."], []),
        ("\nĐoạn cuối", "\nMột đoạn hoàn toàn mới.\nĐoạn cuối", "added", [], ["Một đoạn hoàn toàn mới."]),
        ("Nga", "nga", "changed", ["Nga"], ["nga"]),
        ("người.", "người!", "changed", ["."], ["!"]),
    ],
)  # fmt: skip
def test_an_edit_is_found_word_by_word(
    was: str, now: str, kind: str, gone: list[str], come: list[str]
) -> None:
    (edit,) = edits(OLD, OLD.replace(was, now))
    assert (edit.kind, words(edit, "gone"), words(edit, "come")) == (kind, gone, come)


def test_a_paragraph_that_stands_elsewhere_has_moved() -> None:
    one, two, three, four = OLD.splitlines()
    (edit,) = edits(OLD, "\n".join([one, three, four, two]))
    assert (edit.kind, edit.before, edit.after) == ("moved", (2,), (4,))


def test_a_paragraph_that_moved_and_changed_shows_both() -> None:
    one, two, three, four = OLD.splitlines()
    (edit,) = edits(OLD, "\n".join([one, three, four, two.replace("30.000", "50.000")]))
    assert (edit.kind, words(edit, "gone"), words(edit, "come")) == ("moved", ["30.000"], ["50.000"])


@pytest.mark.parametrize(
    "other",
    [
        unicodedata.normalize("NFD", OLD), OLD.replace(" ", "  "), OLD.replace("\n", "\r\n\r\n"), OLD.replace(" ", "\u00a0"),
        OLD.replace("Nga", "N\u200bga\u200b"), OLD.replace("” Rồi", "”\nRồi"), f"\ufeff{OLD}\n",
    ],
    ids=["NFD", "blanks", "lines", "no-break", "zero width", "cut in two", "mark"],
)  # fmt: skip
def test_blanks_lines_and_encoding_are_no_edit(other: str) -> None:
    assert other != OLD and edits(OLD, other) == []


def test_stretches_put_together_are_both_texts() -> None:
    new = OLD.replace("hoãn", "hủy hẳn").replace("thủ đô", "miền núi")
    for edit in find_edits(OLD, new, lines(OLD), lines(new))[0]:
        assert edit.span_before and edit.span_after
        before, after = (
            "".join(s.text for s in edit.stretches if s.kind in ("same", k)) for k in ("gone", "come")
        )
        assert tokens_of(before) == tokens_of(edit.span_before.cut(OLD))
        assert tokens_of(after) == tokens_of(edit.span_after.cut(new))


TEXTS = st.lists(
    st.text(st.sampled_from("aăbc .,“”\u0301\u200b"), max_size=12) | st.sampled_from(OLD.splitlines()),
    max_size=9,
).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_every_paragraph_of_both_texts_is_told_of_once(before: str, after: str) -> None:
    found = find_edits(before, after, lines(before), lines(after))[0]
    full = [[p.number for p in lines(t) if tokens_of(p.span.cut(t))] for t in (before, after)]
    assert sorted(n for e in found for n in e.before) == full[0]
    assert sorted(n for e in found for n in e.after) == full[1]
    assert (tokens_of(before) == tokens_of(after)) or any(e.kind != "same" for e in found)
    for e in found:
        told = [
            tokens_of("".join(s.text for s in e.stretches if s.kind in ("same", k))) for k in ("gone", "come")
        ]
        wanted = [
            tokens_of(span.cut(text)) if span and numbers else ()
            for span, text, numbers in ((e.span_before, before, e.before), (e.span_after, after, e.after))
        ]
        assert told == wanted or len(e.before) > 1 or len(e.after) > 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 50_000, "a c " * 50_000), ("a\n" * 20_000, "b\na\n" * 15_000),
        ("\n".join(map(str, range(20_000))), "\n".join(map(str, range(20_000, 0, -1)))),
        ("p q " * 3_000, "p r " * 3_000),
        (" ".join(random.Random(1).choices("ab", k=20_000)), " ".join(random.Random(2).choices("ab", k=20_000))),
        ("“" * 100_000, "”" * 100_000), ("\u0301" * 100_000, "a"), ("1.1" * 60_000, "1.2" * 60_000),
    ],
    ids=["words", "lines", "backwards", "popular", "chance", "marks", "accents", "numbers"],
)  # fmt: skip
def test_no_text_takes_long(before: str, after: str) -> None:
    began = time.process_time()
    find_edits(before, after, lines(before), lines(after))
    assert time.process_time() - began < 5


def test_words_are_found_again_whatever_stands_between_them() -> None:
    text = unicodedata.normalize("NFD", "Ông An nói:\n“Chúng tôi  sẽ gặp.”")
    found = find_words(tokens_of("“Chúng tôi sẽ gặp"), text)
    assert found and tokens_of(found.cut(text)) == tokens_of("“Chúng tôi sẽ gặp")
    assert find_words(tokens_of("tôi gặp"), text) is None and find_words((), text) is None
    assert find_words(tokens_of("ông A"), "ông An") is None


def test_a_paragraph_cut_into_many_is_compared_in_bounded_time() -> None:
    words = [f"từ{n % 900}" for n in range(20_000)]
    cut = "\n".join(" ".join(words[n : n + 8]) for n in range(0, len(words), 8))
    begun = time.process_time()
    assert edits(" ".join(words), cut)
    assert time.process_time() - begun < 10
