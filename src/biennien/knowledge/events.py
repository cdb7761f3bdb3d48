"""What a line of the record is as an event of PLOVER, the ontology of political event data."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from biennien.knowledge.statuses import load_statuses
from biennien.knowledge.tables import load_table
from biennien.model.errors import KnowledgeError

_COLUMNS = ("of", "code", "type", "mode", "auxiliary")
# The quad class of each type that is used here; all of them are verbal.
_QUADS = {
    "AGREE": "verbal cooperation", "CONSULT": "verbal cooperation", "SUPPORT": "verbal cooperation", "CONCEDE": "verbal cooperation",
    "REQUEST": "verbal conflict", "ACCUSE": "verbal conflict", "REJECT": "verbal conflict", "THREATEN": "verbal conflict",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A type of event with its mode, auxiliary mode ("" where there is none) and quad class."""

    type: str
    mode: str
    auxiliary: str
    quad: str


def read_event_types(source: str, file: str) -> Mapping[tuple[str, str], EventType | None]:
    """The types by (what the code is of, code), None for what is no event. Raises KnowledgeError for an unknown type or status, or a code that stands twice."""
    found: dict[tuple[str, str], EventType | None] = {}
    for row in load_table(source, file, _COLUMNS):
        key = (row["of"], row["code"])
        unknown = row["type"] not in (*_QUADS, "-") or (
            row["of"] == "status" and row["code"] not in load_statuses()
        )
        if unknown or key in found:
            raise KnowledgeError(f"no such event, or twice: {' '.join(key)}", where=row["where"])
        kind, mode, auxiliary = row["type"], row["mode"], row["auxiliary"]
        known = (
            EventType(type=kind, mode=mode, auxiliary=auxiliary, quad=_QUADS[kind]) if kind != "-" else None
        )
        found[key] = known
    return found


@functools.cache
def load_event_types() -> Mapping[tuple[str, str], EventType | None]:
    """The packaged table."""
    path = files("biennien.knowledge").joinpath("ontology", "events.tsv")
    return read_event_types(path.read_text("utf-8"), path.name)
