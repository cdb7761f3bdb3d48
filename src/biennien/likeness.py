"""How near some words are to others: the words they share in order, whatever stands between."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import TypeVar

from biennien.model.text import one_spelling
from biennien.names import folded

T = TypeVar("T")

_WORD = re.compile(r"\w+")
ENOUGH = 0.6  # of the words asked for must be shared
ROOM = 3  # times as many words as were asked for may lie between the first and the last that are shared
_TYPO = 4  # letters from which one wrong letter is forgiven


def alike(asked: str, rows: Iterable[tuple[T, Sequence[str]]], *, begun: bool = False) -> list[T]:
    """The rows whose texts share the most of the words asked for in their order, the nearest first.

    The last word may be only `begun`. Words typed without any diacritics match words with or without; words typed with them match exactly.
    Of rows that share as much, the one whose shared words stand closest together comes first, then the given order.
    """
    plain = _letters(asked) == folded(asked)
    letters: Callable[[str], str] = folded if plain else _letters
    wanted = letters(asked).split()
    if not wanted:
        return []
    least = ceil(ENOUGH * len(wanted))
    found = []
    for place, (row, texts) in enumerate(rows):
        shared, spread = max(
            (_shared(wanted, letters(text).split(), least, begun) for text in texts), default=(0, 0)
        )
        if shared >= least and -spread <= ROOM * len(wanted):
            found.append((-shared, -spread, place, row))
    return [row for *_, row in sorted(found, key=lambda f: f[:3])]


def _letters(words: str) -> str:
    """Words in lower case with their diacritics, in one spelling of the tone."""
    composed = unicodedata.normalize("NFC", words.casefold())
    return " ".join(one_spelling(word) for word in _WORD.findall(composed))


def _shared(wanted: Sequence[str], words: Sequence[str], least: int, begun: bool) -> tuple[int, int]:
    """How many words are shared in order, and how far apart the first and the last of them stand, as a negative number."""
    if len(set(wanted) & set(words)) + len(wanted) // 4 + begun < least:
        return 0, 0
    # The longest common subsequence, row by row; of the equally long the one that spans least.
    best: list[tuple[int, int]] = [(0, 0)] * (len(wanted) + 1)
    top = (0, 0)
    for at, word in enumerate(words):
        before = best[0]
        for number, one in enumerate(wanted, 1):
            here = best[number]
            if _same(one, word) or (begun and number == len(wanted) and word.startswith(one)):
                length, start = before
                start = start if length else at
                if (length + 1, start) > here:
                    best[number] = (length + 1, start)
                top = max(top, (length + 1, start - at))
            else:
                best[number] = max(here, best[number - 1])
            before = here
    return top


@functools.lru_cache(maxsize=1 << 16)
def _same(one: str, other: str) -> bool:
    """Equal words, or longer ones with one letter wrong, missing or too much."""
    if one == other:
        return True
    if min(len(one), len(other)) < _TYPO or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, others = one[start:], other[start:]
    return rest[1:] in (others[1:], others) or rest == others[1:]
