"""How common words are in the news of a language: what tells two stories apart is rare."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from biennien.knowledge.tables import load_table
from biennien.model.errors import KnowledgeError


@functools.cache
def load_common(lang: str = "vi") -> Mapping[str, int]:
    """In how many of 1,000 reports a syllable, or a pair of them, stands; rare ones are left out."""
    name = "common.tsv"
    text = files("biennien.knowledge").joinpath("lang", lang, name).read_text("utf-8")
    shares: dict[str, int] = {}
    for row in load_table(text, name, ("words", "share")):
        if not row["share"].isdigit() or not 0 < int(row["share"]) <= 1000:
            raise KnowledgeError(f"{row['share']!r} is no share of 1,000", where=row["where"])
        shares[row["words"]] = int(row["share"])
    return MappingProxyType(shares)
