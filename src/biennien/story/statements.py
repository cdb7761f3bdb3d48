"""The statements of the record as the list that `statements --json` prints."""

from __future__ import annotations

from biennien.model import Record, Statement
from biennien.story.telling import tell_chain, tell_citations


def tell_statements(record: Record, by: str | None = None) -> list[dict[str, object]]:
    """All statements in the record's order; with `by` only those whose speaker, or unnamed source, goes by that word."""
    return [tell_statement(s) for s in record.statements if by is None or _is_by(s, by)]


def tell_statement(statement: Statement) -> dict[str, object]:
    """One statement with the way it came and where it was told again."""
    return {
        "id": statement.id,
        "speaker": list(statement.speaker),
        "named": statement.named,
        "unnamed": statement.unnamed,
        "manner": statement.manner,
        "verb": statement.verb,
        "cue": statement.cue,
        "content": statement.content,
        "said_on": statement.said_on,
        "chain": tell_chain(statement.chain),
        "about": list(statement.about),
        "restated_in": tell_citations(statement.restated_in),
        "citations": tell_citations(statement.citations),
        "flags": list(statement.flags),
    }


def _is_by(statement: Statement, by: str) -> bool:
    wanted = by.casefold()
    names = [*statement.speaker, statement.unnamed or ""]
    return any(wanted == name.casefold() or wanted in name.casefold().split() for name in names)
