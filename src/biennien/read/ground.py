"""The words of company in a report: titles, first words of bodies, prepositions, where each begins and ends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.rules import Rule
from biennien.read.shapes import opens
from biennien.read.view import View

_HONOURED = re.compile(r", (?:Ông|Bà) ")  # `Trả lời báo X, Ông A nói`
_SMALL = frozenset(("honorific", "prefix", "kin", "they", "side"))
_SKIP = " \"“‘':(*"


class Word(NamedTuple):
    """A phrase of the rules found in the text."""

    start: int
    end: int
    kind: str
    rule: Rule


class Ground(NamedTuple):
    """The phrases of company by where they begin and end; of several that begin or end together the longest.

    `words_from`, `words_to` and `written_small` keep what was told of a place or a word, since it is asked for again.
    """

    text: str
    lower: str
    titles: tuple[Word, ...]
    title_from: dict[int, Word]
    title_to: dict[int, Word]
    body_hits: Sequence[Hit[Rule]]
    hits_from: dict[int, list[Hit[Rule]]]
    hits_to: dict[int, list[Hit[Rule]]]
    person_from: dict[int, str]
    stops: frozenset[str]
    commons: frozenset[str]
    words_from: dict[int, Mapping[str, Word]]
    words_to: dict[int, Mapping[str, Word]]
    written_small: dict[str, bool]

    def before(self, at: int) -> int:
        """Where the word before `at` ends; marks and blanks between do not count."""
        text = self.text
        while at > 0 and text[at - 1] in _SKIP:
            at -= 1
        return at

    def left(self, at: int) -> Mapping[str, Word]:
        """The phrases about bodies and places that end right before `at`, by kind."""
        return self.ending(self.before(at))

    def beginning(self, at: int) -> Mapping[str, Word]:
        """The phrases about bodies and places that begin at a place, by kind."""
        if at not in self.hits_from:
            return _NONE
        if at not in self.words_from:
            self.words_from[at] = self._words(self.hits_from[at])
        return self.words_from[at]

    def ending(self, at: int) -> Mapping[str, Word]:
        """The phrases about bodies and places that end at a place, by kind."""
        if at not in self.hits_to:
            return _NONE
        if at not in self.words_to:
            self.words_to[at] = self._words(self.hits_to[at])
        return self.words_to[at]

    def is_written_small(self, words: str) -> bool:
        """Whether words stand somewhere in the report in small letters."""
        if words not in self.written_small:
            found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", self.text)
            self.written_small[words] = found is not None
        return self.written_small[words]

    def _words(self, hits: Sequence[Hit[Rule]]) -> Mapping[str, Word]:
        words: dict[str, Word] = {}
        for start, end, rule in hits:
            kind = str(rule.attributes["kind"])
            if kind not in words and rule.pattern.match(self.lower, start):
                words[kind] = Word(start, end, kind, rule)
        return words


_NONE: Mapping[str, Word] = {}


def find_ground(
    view: View, hits: Mapping[str, Sequence[Hit[Rule]]], lists: Mapping[str, frozenset[str]]
) -> Ground:
    """The company that the hits give; at `stops` of the lists the name of a body does not go on, with `commons` only bodies and houses begin."""
    text, lower = view.text, view.lower
    titles: list[Word] = []
    last = -1
    for start, end, rule in hits.get("titles", ()):
        if start < last:
            continue
        kind = str(rule.attributes["kind"])
        honoured = kind == "honorific" and _HONOURED.match(text, max(0, start - 2)) is not None
        if kind in _SMALL and text[start].isupper() and not honoured and not opens(text, start):
            continue  # `Nguyễn Đức Anh`, `Tân Hoa xã`: a capital within a sentence belongs to a name
        if match := rule.pattern.match(lower, start):
            last = max(end, match.end())
            titles.append(Word(start, last, kind, rule))
    bodies = hits.get("bodies", ())
    hits_from: defaultdict[int, list[Hit[Rule]]] = defaultdict(list)
    hits_to: defaultdict[int, list[Hit[Rule]]] = defaultdict(list)
    for hit in bodies:
        hits_from[hit[0]].append(hit)
        hits_to[hit[1]].append(hit)
    return Ground(
        text,
        lower,
        tuple(titles),
        {t.start: t for t in titles},
        {t.end: t for t in titles},
        bodies,
        hits_from,
        hits_to,
        {start: str(rule.attributes["kind"]) for start, _, rule in hits.get("person_names", ())},
        lists.get("bodies.word.stop", frozenset()),
        lists.get("bodies.common", frozenset()),
        {},
        {},
        {},
    )
