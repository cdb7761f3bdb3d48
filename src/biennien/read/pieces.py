"""The sentences of a report with those inside its quotations told apart, and whose words hold a place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from biennien.model import Attribution, Sentence, Span
from biennien.read.enclosing import Enclosing
from biennien.read.view import View

# Begins with a set of characters, so that the search is fast.
_FULL_STOP = re.compile(
    r"[.!?…](?<!\b[A-ZĐ].)(?<!\b(?:TP|Tp|Mr|Dr|St).)[.!?…]{0,20}[”\"»’)]{0,9}\s+(?=[“\"«(]{0,9}[A-ZĐÀ-Ỹ\d])"
)


class Pieces:
    """The sentences in text order as stretches; a quotation of several sentences is as many."""

    def __init__(self, view: View, sentences: Sequence[Sentence]) -> None:
        """Cuts the sentences at the full stops inside them."""
        found: list[tuple[int, int, int]] = []
        for sentence in sentences:
            start, end = sentence.span.start, sentence.span.end
            for stop in _FULL_STOP.finditer(view.text, start, end):
                if stop.end() < end:
                    found.append((start, stop.end(), sentence.paragraph))
                    start = stop.end()
            found.append((start, end, sentence.paragraph))
        self.all = found
        self._starts = [start for start, _, _ in found]

    def number_at(self, place: int) -> int | None:
        """The number of the piece that holds a place."""
        number = bisect_right(self._starts, place) - 1
        return number if number >= 0 and place < self.all[number][1] else None


class Contents:
    """The contents of the attributions of a report, each from its first word to its last."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        """Keeps them by place."""
        self._attributions = attributions
        self._spans = Enclosing(
            (a.content[0].start, a.content[-1].end, n) for n, a in enumerate(attributions) if a.content
        )

    def at(self, place: int) -> list[tuple[int, int, int]]:
        """The contents that hold a place: where they begin and end, and the number of the attribution."""
        return self._spans.at(place)

    def voice(self, span: Span) -> tuple[int | None, Span | None]:
        """The innermost attribution that holds words, and the cue of one inside it that names nobody (`được cho là`)."""
        hearsay = None
        for _, end, number in sorted(self._spans.at(span.start), key=lambda c: (c[1] - c[0], -c[0])):
            attribution = self._attributions[number]
            if end < span.end:
                continue
            if attribution.source is not None:
                return number, hearsay
            if attribution.cue is not None and attribution.cue.end <= span.start:
                hearsay = hearsay or attribution.cue
        return None, hearsay


_EDGES = " \t.,;:…”“\"'’‘»«()–-"


def trimmed(text: str, start: int, end: int) -> Span:
    """A stretch without blanks and marks at its edges; a quotation that opens inside keeps its closing mark."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    inside = text[start:end]
    opened = inside.count("“") > inside.count("”") or inside.count('"') % 2 == 1
    return Span(start, end + 1) if opened and text[end : end + 1] in ("”", '"') else Span(start, end)
