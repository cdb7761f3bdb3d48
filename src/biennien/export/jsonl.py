"""The record as JSON Lines: the documented JSON of every command, a line a thing, the schema in the first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from biennien.export.letters import dumped


def render(head: Mapping[str, object], rows: Iterable[tuple[str, Mapping[str, object]]]) -> bytes:
    """The head, then each row with what it is under ``type``; no line holds a line break."""
    lines = [dumped(dict(head)), *(dumped({"type": kind, **row}) for kind, row in rows)]
    return ("\n".join(lines) + "\n").encode()
