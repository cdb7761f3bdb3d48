"""Names as people type them: compared without case, diacritics and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches

from biennien.model.errors import AmbiguousError, NotFoundError
from biennien.model.text import words_of

_NEAR = 0.75  # likeness of a name and what was typed for it


def folded(name: str) -> str:
    """A name without case, diacritics and punctuation: `Điện Kremlin` → `dien kremlin`."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return " ".join(re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c))))


def looked_up(asked: str) -> tuple[str, ...]:
    """Words as they are looked up: with their diacritics where any has some."""
    words = words_of(asked)
    return tuple(words) if any(not word.isascii() for word in words) else tuple(folded(asked).split())


def goes_by(asked: str, names: Iterable[str]) -> bool:
    """Whether one of the names is what was asked for, or has it at the beginning of a word."""
    wanted = folded(asked)
    return bool(wanted) and any(f" {wanted}" in f" {folded(name)}" for name in names)


def one_of(words: str, names: Sequence[str], kind: str, remedy: str) -> str:
    """The name that is given in full, or the only one that begins so. Raises InputError where there is none, or more than one."""
    words = unicodedata.normalize("NFC", words.strip())
    if words in names:
        return words
    found = sorted(name for name in names if words and name.startswith(words))
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
        raise AmbiguousError(
            f"more than one {kind} begins so: {several}.", where=words, remedy="Give more of its id."
        )
    near = get_close_matches(words, names, n=1)
    remedy = f"The command {remedy}"
    remedy = f"Did you mean {near[0]}? {remedy}" if near else remedy
    raise NotFoundError(f"there is no such {kind}.", where=words or "''", remedy=remedy)


def near_names(asked: str, names: Iterable[str]) -> list[str]:
    """The names, the nearest first, that somebody may have meant who mistyped one or a word of it."""
    wanted = folded(asked)
    found: dict[str, float] = {}
    for name in dict.fromkeys(names):
        whole = folded(name)
        ratios = (SequenceMatcher(None, wanted, one).ratio() for one in (whole, *whole.split()))
        if (best := max(ratios, default=0.0)) >= _NEAR:
            found[name] = best
    return sorted(found, key=lambda name: (-found[name], len(name), name))
