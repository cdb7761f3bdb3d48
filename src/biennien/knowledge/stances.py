"""What positions are about and what a side does with it: the codes, and which of them are opposed."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from biennien.knowledge.tables import load_table
from biennien.model.errors import KnowledgeError

_COLUMNS = ("code", "kind", "pole", "single")
_POLES = frozenset({"", "for", "against", "condition"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One topic or stance. `pole` is ``for``, ``against``, ``condition`` or "" for a stance that takes no side;

    `single` is True for a topic that is one question, on which one stance after another is a change.
    """

    code: str
    kind: str
    pole: str
    single: bool


def read_stances(source: str, file: str) -> Mapping[str, Code]:
    """The codes of one table. Raises KnowledgeError where a row is neither topic nor stance, or has an unknown pole."""
    found: dict[str, Code] = {}
    for row in load_table(source, file, _COLUMNS):
        if row["kind"] not in ("topic", "stance") or row["pole"] not in _POLES:
            raise KnowledgeError(f"no such kind or pole: {row['kind']} {row['pole']}", where=row["where"])
        found[row["code"]] = Code(
            code=row["code"], kind=row["kind"], pole=row["pole"], single=row["single"] == "yes"
        )
    return found


@functools.cache
def load_stances() -> Mapping[str, Code]:
    """The packaged table."""
    path = files("biennien.knowledge").joinpath("ontology", "positions.tsv")
    return read_stances(path.read_text("utf-8"), path.name)
