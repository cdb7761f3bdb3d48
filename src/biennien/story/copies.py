"""Which reports are one text: wire copy printed by several papers counts once, however many print it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from biennien.model import Report
from biennien.model.text import words_of

_SAME = 0.7  # of the five-word stretches of the shorter text stand in the other
_WORDS = 5
_COMMON = 50  # texts that hold a stretch: beyond, it is a formula and tells nothing


def origins(reports: Sequence[Report]) -> Mapping[str, str]:
    """For each report the first of those with its text, nearly its text, or a piece of it; `reports` in the order of publication.

    The likeness is the share of five-word stretches of the shorter text in the longer one (containment, Broder 1997).
    """
    origin: dict[str, str] = {}
    sizes: dict[str, int] = {}
    places: dict[str, int] = {}
    holders: dict[tuple[str, ...], list[str]] = {}
    for report in reports:
        stretches = _stretches(report.text)
        shared: dict[str, int] = {}
        for stretch in stretches:
            held = holders.get(stretch, ())
            for other in held if len(held) <= _COMMON else ():
                shared[other] = shared.get(other, 0) + 1
        near = [o for o, n in shared.items() if n >= _SAME * min(sizes[o], len(stretches))]
        first = min(near, key=places.__getitem__) if near else report.copy_of
        origin[report.id] = origin.get(first, first) if first else report.id
        if not near:
            sizes[report.id], places[report.id] = len(stretches), len(places)
            for stretch in stretches:
                holders.setdefault(stretch, []).append(report.id)
    return origin


def _stretches(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[n : n + _WORDS]) for n in range(max(1, len(words) - _WORDS + 1))}
