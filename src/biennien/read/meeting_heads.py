"""The words that name a meeting, and the stretch of text in which words can bear on them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.rules import Rule
from biennien.model import Attribution, Quotation, Sentence, Span
from biennien.read.enclosing import Enclosing
from biennien.read.view import View

# What closes a stretch inside a sentence; a colon, a semicolon and a bar part the events of a digest.
# Begins with a set of characters, so that the search is fast.
_STOP = re.compile(
    r"[.!?…;:|](?:(?<=[;|])|(?<=:)(?=\s)|(?<![;:|])[.!?…]{0,20}[”\"»’)\]]{0,9}(?=\s+[\W\d]{0,20}[A-ZĐÀ-Ỹ“\"]|\s*$))"
)
_NO_HEAD = frozenset({"trap", "group", "first", "third", "words"})
_APART = re.compile(r",|\n|\bkhi\b|\bsau\b|\btrước\b|\bđể\b|\.\s")
_COPULA = re.compile(r"^[^.,;]*\b(?:là|như)\s+(?:một\s+)?$")
_CLOCK = re.compile(r"\d[.:]\d")


class Stretch(NamedTuple):
    """Text between two stops, within or without one quotation, where words can bear on one another.

    `number` counts stretches over the report; `quotation` is the index of the quotation that holds it.
    """

    start: int
    end: int
    number: int
    quotation: int | None


class Head(NamedTuple):
    """Words for a meeting in one stretch; `role`, `kind`, `vague` and `mutual` as in the rules of the layer ``meetings``.

    `voice` is the index of the innermost attribution whose content holds it, `floor` where that content begins
    (the stretch, without one).
    """

    start: int
    end: int
    rule: str
    role: str
    kind: str
    vague: bool
    mutual: bool
    stretch: Stretch
    voice: int | None
    floor: int


def find_heads(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    sentences: tuple[Sentence, ...],
    quotations: tuple[Quotation, ...],
    attributions: tuple[Attribution, ...],
) -> list[Head]:
    """The heads in text order, the longest where two overlap, each with its stretch."""
    matches: list[tuple[int, int, Rule]] = []
    lower = view.lower
    for start, _, rule in hits.get("meetings", ()):
        if not isinstance(rule, Rule) or rule.attributes["role"] in _NO_HEAD:
            continue
        if found := rule.pattern.match(lower, start):
            matches.append((start, found.end(), rule))
    heads: list[Head] = []
    begins = [s.span.start for s in sentences]
    opened = [q.span.start for q in quotations]
    contents = Enclosing((c.start, c.end, number) for number, a in enumerate(attributions) for c in a.content)
    cuts: dict[int, list[Stretch]] = {}
    numbered = 0
    for start, end, rule in _longest(matches):
        if heads and _belongs(view.lower, heads[-1], start, rule):
            continue
        index = bisect_right(begins, start) - 1
        if index < 0:
            continue
        if index not in cuts:
            cuts[index] = _stretches(view, sentences[index].span, quotations, opened, numbered)
            numbered += len(cuts[index])
        for stretch in cuts[index]:
            if stretch.start <= start < stretch.end:
                heads.append(_head(start, end, rule, stretch, contents.at(start)))
                break
    return heads


def find_traps(view: View, hits: Mapping[str, Sequence[Hit[object]]]) -> list[int]:
    """Where words of another field stand (sport): a `gặp` near them is a match."""
    return [
        start
        for start, _, rule in hits.get("meetings", ())
        if isinstance(rule, Rule) and rule.attributes["role"] == "trap" and rule.match(view.lower, start)
    ]


def _belongs(lower: str, last: Head, start: int, rule: Rule) -> bool:
    """Whether words only carry on the last head: `chuyến thăm … tới Lào`, `Chuyến đi … là chuyến thăm đầu tiên`."""
    gap = lower[last.end : start]
    if rule.text("role") == "motion" and last.role == "noun":
        return last.kind == "visit" and len(gap) < 80 and not _APART.search(gap)
    if last.rule == "negotiation.bare" and rule.text("role") == "verb" and not gap.strip():
        return True  # `ngồi xuống nói chuyện với bà`
    return (
        rule.text("kind") == last.kind
        and rule.text("role") == "noun"
        and len(gap) < 90
        and bool(_COPULA.search(gap))
    )


def _head(start: int, end: int, rule: Rule, stretch: Stretch, contents: list[tuple[int, int, int]]) -> Head:
    voice, floor, size = None, stretch.start, 1 << 30
    for begin, stop, number in contents:  # those that hold it
        if stop - begin < size:
            voice, floor, size = number, begin, stop - begin
    values = rule.attributes
    return Head(
        start=start,
        end=min(end, stretch.end),
        rule=rule.id,
        role=str(values["role"]),
        kind=str(values["kind"]),
        vague=bool(values.get("vague")),
        mutual=bool(values.get("mutual")),
        stretch=stretch,
        voice=voice,
        floor=max(floor, stretch.start),
    )


def _longest(matches: list[tuple[int, int, Rule]]) -> list[tuple[int, int, Rule]]:
    """In text order, of two that overlap the longer one, of two as long the first."""
    kept: list[tuple[int, int, Rule]] = []
    for match in sorted(matches, key=lambda m: (m[0], -m[1], m[2].id)):
        if not kept or match[0] >= kept[-1][1]:
            kept.append(match)
        elif match[1] - match[0] > kept[-1][1] - kept[-1][0]:
            kept[-1] = match
    return kept


def _stretches(
    view: View,
    span: Span,
    quotations: tuple[Quotation, ...],
    opened: list[int],
    numbered: int,
) -> list[Stretch]:
    """A sentence cut at its quotations of speech and at stops; `opened` is where the quotations begin."""
    points = {span.start, span.end}
    speech: list[tuple[int, Span]] = []
    for number in range(max(0, bisect_right(opened, span.start) - 1), bisect_left(opened, span.end)):
        quotation = quotations[number]
        if quotation.kind == "speech" and quotation.span.overlaps(span):
            speech.append((number, quotation.inner))
            points.update((quotation.inner.start, quotation.inner.end))
    for stop in _STOP.finditer(view.text, span.start, span.end):
        if not _CLOCK.match(view.text, stop.start() - 1):
            points.add(stop.end())
    ordered = sorted(p for p in points if span.start <= p <= span.end)
    found: list[Stretch] = []
    for start, end in pairwise(ordered):
        if not view.text[start:end].strip(" ,.;:“”\"'"):
            continue
        inside = next((number for number, inner in speech if inner.start <= start and end <= inner.end), None)
        found.append(Stretch(start=start, end=end, number=numbered + len(found), quotation=inside))
    return found
