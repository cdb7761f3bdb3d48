"""What a person decided about a report: rows that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's decision on a report, signed and dated. It is never changed, only undone by another one.

    `kind` is ``correct`` (its date of publication), ``withdraw`` (it yields nothing) or ``undo`` (of the decision `of`).
    A correction holds for one version, the one whose text has `sha256`; a withdrawal holds for every version, also later ones.
    `was` says in words what the record gave as the date before.
    """

    id: str
    kind: str
    identity: str
    report_id: str
    by: str
    recorded_at: str
    reason: str | None = None
    sha256: str | None = None
    published_on: str | None = None
    published_at: str | None = None
    was: str | None = None
    of: str | None = None


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that count, of decisions in the order in which they were taken: not undone, and of corrections of one text the last."""
    taken = tuple(decisions)
    undone = {decision.of for decision in taken if decision.kind == "undo"}
    last: dict[tuple[str, str, str | None], str] = {}
    for decision in taken:
        if decision.kind != "undo" and decision.id not in undone:
            last[decision.kind, decision.identity, decision.sha256] = decision.id
    counting = set(last.values())
    return tuple(decision for decision in taken if decision.id in counting)
