"""What a person decided about a report, or a line of the record: rows that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The words that a decision on a line is about: a stretch of one version of a report, half-open, in code points."""

    identity: str
    report_id: str
    sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's decision on a report or on a line of the record, signed and dated. It is never changed, only undone by another one.

    `kind` on a report is ``correct`` (its date of publication) or ``withdraw`` (it yields nothing); on a line, given by the words
    it rests on (`anchors`), ``same`` (two meetings are one: `value` holds its sides and kind as JSON), ``different`` (it is of another
    meeting, of the one that `value` holds as JSON where it is given), ``status`` (`value` is the code that is meant) or ``retract`` (it was misread); and ``undo`` (of the decision `of`).
    A correction holds for one version, the one whose text has `sha256`; a withdrawal holds for every version, also later ones.
    `was` says in words what the record gave before.
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
    anchors: tuple[Anchor, ...] = ()
    value: str | None = None

    @property
    def subject(self) -> tuple[object, ...]:
        """What it decides: of decisions on the same, the last one counts."""
        return self.kind, self.identity, self.sha256, self.anchors


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that count, of decisions in the order in which they were taken: not undone, and of corrections of one text the last."""
    taken = tuple(decisions)
    undone = {decision.of for decision in taken if decision.kind == "undo"}
    last: dict[tuple[object, ...], str] = {}
    for decision in taken:
        if decision.kind != "undo" and decision.id not in undone:
            last[decision.subject] = decision.id
    counting = set(last.values())
    return tuple(decision for decision in taken if decision.id in counting)
