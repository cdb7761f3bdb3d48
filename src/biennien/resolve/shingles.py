"""How much of one text stands in another: the share of its words that lie in stretches of eight words which the other has too."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Collection, Sequence
from hashlib import blake2b
from operator import add

WORDS = 8  # syllables in Vietnamese: fewer are names and set phrases that any two reports of one event share
ONE_IN = 8  # of the stretches are marks; a power of two
SHORT = 64  # words: in a text that has no more every stretch is a mark
_LEAST = 12  # words of its own: fewer are a headline
_SAID = 40  # words outside quotation marks: fewer say nothing by themselves
_KEPT = 200_000  # words whose codes are kept
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>()\[\]]+")
_QUOTED = re.compile(r"[“«„\"][^“”«»„\"\n]{1,4000}[”»\"]")
_DENSE = re.compile("([\u3040-\u30ff\u3400-\u9fff])")  # Chinese and Japanese are compared by letters
_SILENT = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # print nothing


def _letters(last: int) -> dict[int, str | None]:
    """For each character up to one what is compared of it: the small letter without diacritics, nothing, or a blank."""
    found: dict[int, str | None] = {}
    for code in range(last):
        letter = chr(code)
        if unicodedata.combining(letter) or letter in _SILENT:
            found[code] = None
        elif letter.isalnum():
            apart = unicodedata.normalize("NFD", letter.lower())
            found[code] = "".join(c for c in apart if not unicodedata.combining(c)).replace("đ", "d")
        else:
            found[code] = " "
    return found


_LETTERS = _letters(0x3000)


class _Codes(dict[str, int]):
    """Words as numbers of 32 bits, the same on every machine."""

    def __missing__(self, word: str) -> int:
        if len(self) > _KEPT:
            self.clear()
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4)
        self[word] = found = int.from_bytes(digest.digest(), "big")
        return found


_codes = _Codes()


def words_folded(text: str) -> list[str]:
    """The words of a text without case, diacritics, addresses and marks of layout: however it was typed or laid out, the same."""
    bare = _LINK.sub(" ", text) if "://" in text or "www." in text else text
    letters = bare.translate(_LETTERS)
    return (letters if letters.isascii() else _DENSE.sub(r" \1 ", letters)).split()


def marks_of(text: str) -> array[int]:
    """The marks of a text in their order, numbers of 63 bits: the stretches by which others that have them are looked up.

    Which stretches are marks is told by their own words, so that two texts choose the same (Broder's sampling, which keeps
    containment; MinHash signatures of one length tell resemblance, which is small for a text cut to a third).
    """
    words = words_folded(text)
    return array("q", [_digest(words[place : place + WORDS]) for place in _places(_coded(words))])


def _coded(words: Sequence[str]) -> list[int]:
    return list(map(_codes.__getitem__, words))


def _places(codes: Sequence[int]) -> list[int]:
    """Where the marks of a text begin. A text of fewer words than a stretch has one."""
    most = len(codes) - WORDS
    if len(codes) <= SHORT:
        return list(range(max(most, 0) + 1)) if codes else []
    sums = map(add, map(add, codes[: most + 1], codes[1:]), codes[2:])
    return [place for place, number in enumerate(sums) if not number & (ONE_IN - 1)]


def _digest(words: Sequence[str]) -> int:
    key = " ".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "big") >> 1


class Compared:
    """A text as it is compared with others: what lies in formulas, and between two of them, does not count."""

    def __init__(self, text: str, formulas: Collection[int]) -> None:
        """`formulas` are marks that tell nothing, those of other texts too."""
        self._text = text
        self._formulas = formulas
        words = words_folded(text)
        codes = _coded(words)
        places = _places(codes)
        self.marks = len(places)
        told = [(place, _digest(words[place : place + WORDS]) in formulas) for place in places]
        self._own = _own_words(len(words), told)
        self._size = sum(self._own)
        self._stretches = _stretches(codes)
        self._set = frozenset(self._stretches)
        self._said: Compared | None = None

    def share_in(self, other: Compared) -> int:
        """How much of its own words stands in another text, in thousandths.

        What is said outside quotation marks must stand there too: two reports on one speech have its words in common, not their own.
        """
        share = self._share(other._set)
        said = self._unquoted()
        if not share or said is self or said._size < _SAID:
            return share
        return min(share, said._share(other._unquoted()._set))

    def _share(self, stretches: Collection[int]) -> int:
        if self._size < _LEAST:
            return 0
        # A byte for each word: 1 where a shared stretch begins, then the words behind it.
        begun = bytes(map(stretches.__contains__, self._stretches))
        covered, size = int.from_bytes(begun, "little"), 1
        while size < WORDS:
            covered |= covered << 8 * size
            size *= 2
        both = covered & int.from_bytes(self._own, "little")
        return both.bit_count() * 1000 // self._size

    def _unquoted(self) -> Compared:
        if self._said is None:
            bare = _QUOTED.sub(" ", self._text)
            self._said = self if len(bare) == len(self._text) else Compared(bare, self._formulas)
        return self._said


def _stretches(codes: Sequence[int]) -> list[int]:
    """Every stretch as the codes of its words one behind the other, or the whole text where it is shorter."""
    found, bits, size = list(codes), 32, 1
    while size < WORDS and len(found) > size:
        found = [(one << bits) | other for one, other in zip(found, found[size:], strict=False)]
        bits, size = 2 * bits, 2 * size
    return found


def _own_words(size: int, marks: Sequence[tuple[int, bool]]) -> bytearray:
    """For each word 1 where it is the text's own, 0 where it lies in a formula or between two with no other mark between.

    `marks` are places with whether a formula stands there; one that is the first or the last of a text goes on to its edge.
    """
    own = bytearray(b"\1") * size
    if not any(formula for _, formula in marks):
        return own
    start: int | None = 0
    for place, formula in marks:
        if formula:
            begin = place if start is None else start
            own[begin : place + WORDS] = bytes(min(place + WORDS, size) - begin)
        start = place if formula else None
    if start is not None:
        own[start:] = bytes(size - start)
    return own
