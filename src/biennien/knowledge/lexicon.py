"""One automaton over every name and every trigger word: a report is searched once for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """A phrase found at ``lower[start:end]`` with what its layer says about it."""

    start: int
    end: int
    payload: T


class Lexicon:
    """Finds phrases of several layers in one pass. Phrases are compared in lower case and NFC.

    A hit starts and ends at a word boundary; a change from lower to upper case counts as one, since pages lose blanks (`TheoAFP`).
    """

    def __init__(self, entries: Iterable[tuple[str, str, object]]) -> None:
        """`entries`: (layer, phrase, payload); one phrase may stand in many layers."""
        by_phrase: dict[str, list[tuple[str, object]]] = {}
        for layer, phrase, payload in entries:
            by_phrase.setdefault(phrase.lower(), []).append((layer, payload))
        self._phrases = tuple(sorted(by_phrase))
        self._layers = tuple(sorted({layer for entries in by_phrase.values() for layer, _ in entries}))
        number = {layer: n for n, layer in enumerate(self._layers)}
        self._payloads = tuple(
            tuple((number[layer], load) for layer, load in by_phrase[p]) for p in self._phrases
        )
        self._automaton = AhoCorasick(self._phrases, matchkind=MatchKind.Standard) if self._phrases else None

    def scan(self, text: str, lower: str) -> dict[str, list[Hit[object]]]:
        """All hits by layer, in order of start, the longer first. `lower` is `text` in lower case, of the same length."""
        if self._automaton is None:
            return {}
        size = len(lower)
        places: list[tuple[int, int, int]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            if start and lower[start - 1].isalnum() and lower[start].isalnum() and not _camel(text, start):
                continue
            if end < size and lower[end].isalnum() and lower[end - 1].isalnum() and not _camel(text, end):
                continue
            places.append((start, -end, index))
        places.sort()
        found: list[list[Hit[object]]] = [[] for _ in self._layers]
        payloads = self._payloads
        for start, minus_end, index in places:
            for layer, payload in payloads[index]:
                # tuple.__new__: a thousand hits a report, and a named tuple's own constructor is three times slower
                found[layer].append(_new(Hit, (start, -minus_end, payload)))
        return {layer: hits for layer, hits in zip(self._layers, found, strict=True) if hits}


_new = tuple.__new__


def _camel(text: str, at: int) -> bool:
    return text[at - 1].islower() and text[at].isupper()
