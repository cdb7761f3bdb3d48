"""Several wordings of the same, each cut where it differs from the others."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from biennien.model import Span
from biennien.model.text import placed_words

_LONGEST = 600  # words of a wording that are compared

Cut = tuple[tuple[str, bool], ...]


def differing_words(texts: Sequence[str]) -> list[Cut]:
    """Each text in stretches, with whether one of the others does not have the stretch's words at that place."""
    words = [placed_words(text)[:_LONGEST] for text in texts]
    found = []
    for number, own in enumerate(words):
        apart: set[int] = set()
        for other, theirs in enumerate(words):
            if other != number:
                apart |= _apart([w for w, _ in own], [w for w, _ in theirs])
        found.append(_cut(texts[number], [span for _, span in own], apart))
    return found


def _apart(own: list[str], theirs: list[str]) -> set[int]:
    """The numbers of the words that the other wording does not have at their place."""
    matcher = SequenceMatcher(None, own, theirs, autojunk=False)
    shared = {n for block in matcher.get_matching_blocks() for n in range(block.a, block.a + block.size)}
    return {*range(len(own))} - shared


def _cut(text: str, spans: Sequence[Span], apart: set[int]) -> Cut:
    """The text in stretches: neighbouring words that differ are one, with what stands between them."""
    cut: list[tuple[str, bool]] = []
    at, number = 0, 0
    while number < len(spans):
        if number not in apart:
            number += 1
            continue
        end = number
        while end + 1 < len(spans) and end + 1 in apart:
            end += 1
        if text[at : spans[number].start]:
            cut.append((text[at : spans[number].start], False))
        cut.append((text[spans[number].start : spans[end].end], True))
        at, number = spans[end].end, end + 1
    return (*cut, (text[at:], False)) if text[at:] else tuple(cut)
