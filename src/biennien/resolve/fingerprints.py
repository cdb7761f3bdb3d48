"""What a report is about, as few weighted words: two reports on one event share many of their rare words."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from biennien.model import Report

KEPT = 120  # words of a fingerprint; with more, clusters are no better (benchmarks/stories.py)
_UNKNOWN = 5  # of 1,000 reports: a word that is not in the table
_TITLE = 3  # how often a word of the title counts
_LONGEST = 20_000  # characters of a report that are looked at
UNIT = 100_000_000  # the likeness of what is the same: weights are whole numbers, by its root
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


def fingerprint_of(report: Report, common: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The weightiest words of a report, the heaviest first, scaled to a length of the root of `UNIT`.

    By term frequency and rarity (tf-idf) of syllables and pairs of them; `common` as in `load_common`.
    """
    counts = Counter(_terms(report.text[:_LONGEST]))
    for word in _terms(report.title or ""):
        counts[word] += _TITLE
    weights = {
        word: (1 + math.log(count)) * math.log(1000 / common.get(word, _UNKNOWN))
        for word, count in counts.items()
    }
    best = sorted(weights.items(), key=lambda w: (-w[1], w[0]))[:KEPT]
    length = math.sqrt(math.fsum(weight * weight for _, weight in best)) or 1.0
    scale = math.sqrt(UNIT) / length
    return tuple((word, round(weight * scale)) for word, weight in best)


def _terms(text: str) -> Iterator[str]:
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    yield from words
    for first, second in itertools.pairwise(words):
        yield f"{first} {second}"
