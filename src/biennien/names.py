"""Names as people type them: compared without case, diacritics and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def folded(name: str) -> str:
    """A name without case, diacritics and punctuation: `Điện Kremlin` → `dien kremlin`."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return " ".join(re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c))))


def goes_by(asked: str, names: Iterable[str]) -> bool:
    """Whether one of the names is what was asked for, or has it at the beginning of a word."""
    wanted = folded(asked)
    return bool(wanted) and any(f" {wanted}" in f" {folded(name)}" for name in names)
