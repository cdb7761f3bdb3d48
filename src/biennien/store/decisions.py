"""The decisions of a record: rows that are only ever added, each checked against those before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, select

from biennien.model import Anchor, Decision, in_force
from biennien.model.errors import ConflictError
from biennien.store import schema


def read_decisions(connection: Connection) -> tuple[Decision, ...]:
    """All decisions in the order in which they were taken."""
    table = schema.decisions
    columns = [column for column in table.c if column is not table.c.row]
    rows = connection.execute(select(*columns).order_by(table.c.row)).mappings()
    return tuple(Decision(**{**row, "anchors": _anchors(row["anchors"])}) for row in rows)


def _anchors(stored: str) -> tuple[Anchor, ...]:
    return tuple(Anchor(**anchor) for anchor in json.loads(stored))


def write_decision(connection: Connection, decision: Decision) -> Decision:
    """Adds a decision and returns it with its id. Raises InputError where those before it leave nothing to decide."""
    before = read_decisions(connection)
    _check(decision, before)
    row: dict[str, Any] = asdict(decision) | {"row": len(before) + 1}
    row["anchors"] = json.dumps(row["anchors"], ensure_ascii=False)
    del row["id"]
    digest = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:10]
    decided = replace(decision, id=f"d-{digest}")
    connection.execute(schema.decisions.insert(), row | {"id": decided.id})
    return decided


def _check(decision: Decision, before: Sequence[Decision]) -> None:
    if decision.kind == "undo":
        _check_undoing(decision, before)
        return
    same = next(
        (
            d
            for d in in_force(before)
            if d.subject == decision.subject
            and (d.published_on, d.published_at, d.value)
            == (decision.published_on, decision.published_at, decision.value)
        ),
        None,
    )
    if same is not None:
        what = {"correct": "dated so", "withdraw": "withdrawn"}.get(decision.kind, "decided so")
        raise ConflictError(
            f"it is {what} already, by {_signed(same)}.",
            where=decision.report_id,
            remedy=f"To take that back: biennien undo {same.id}",
        )


def _check_undoing(decision: Decision, before: Sequence[Decision]) -> None:
    for earlier in before:
        if earlier.id == decision.of and earlier.kind == "undo":
            raise ConflictError(
                "this takes a decision back, and cannot be taken back itself.",
                where=earlier.id,
                remedy="Decide anew: biennien correct, biennien withdraw",
            )
        if earlier.kind == "undo" and earlier.of == decision.of:
            raise ConflictError(
                f"it is undone already, by {_signed(earlier)}.",
                where=earlier.of or "",
                remedy="Nothing is left to do.",
            )


def _signed(decision: Decision) -> str:
    return f"{decision.by} on {decision.recorded_at[:10]} ({decision.id})"
