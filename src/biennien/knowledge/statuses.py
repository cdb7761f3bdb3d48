"""The ten statuses of a meeting, and which change may follow which."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from biennien.knowledge.tables import load_table, split_cell
from biennien.model.errors import KnowledgeError

_COLUMNS = ("status", "kind", "after", "schema", "iptc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One code; `kind` is ``fate`` or ``stance``; `after` the codes it may follow, ``-`` where it may come first."""

    code: str
    kind: str
    after: frozenset[str]
    schema: str
    iptc: str


def read_statuses(source: str, file: str) -> Mapping[str, Status]:
    """The statuses of one table. Raises KnowledgeError where a row names a code that the table lacks."""
    rows = load_table(source, file, _COLUMNS)
    codes = {row["status"] for row in rows}
    found: dict[str, Status] = {}
    for row in rows:
        after = frozenset(split_cell(row["after"]))
        if unknown := sorted(after - codes - {"-"}):
            raise KnowledgeError(f"no such status: {', '.join(unknown)}", where=row["where"])
        found[row["status"]] = Status(
            code=row["status"], kind=row["kind"], after=after, schema=row["schema"], iptc=row["iptc"]
        )  # fmt: skip
    return found


@functools.cache
def load_statuses() -> Mapping[str, Status]:
    """The packaged table."""
    path = files("biennien.knowledge").joinpath("ontology", "statuses.tsv")
    return read_statuses(path.read_text("utf-8"), path.name)


def may_follow(status: str, before: str | None) -> bool:
    """Whether a change to `status` can come after `before` (None: nothing has been said yet)."""
    row = load_statuses().get(status)
    return row is None or (before or "-") in row.after
