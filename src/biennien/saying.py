"""The use case of finding who said what: one way for the command line, the pages, REST, assistants and Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from biennien import lookup, narrowing
from biennien.app import statements_by
from biennien.known import bounds
from biennien.model import Record, Report, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The statements that were found, and how many were left out of a range of days since they have no day."""

    statements: tuple[Statement, ...]
    undated: int


def find_said(
    record: Record,
    reports: Iterable[Report] = (),
    *,
    by: str | None = None,
    about: str | None = None,
    outlet: str | None = None,
    first: str | None = None,
    last: str | None = None,
    like: str | None = None,
) -> Said:
    """The statements by a speaker, about somebody or a meeting, carried by an outlet, of the days from `first` to `last`, by day; with `like` the nearest first.

    `reports` are looked at for `outlet` alone. Raises InputError where a day is none.
    """
    found = statements_by(record, by)
    if about is not None:
        found = narrowing.about(found, about)
    if outlet is not None:
        found = narrowing.carried_by(found, reports, outlet)
    since, until = bounds(first, "from"), bounds(last, "to")
    found, undated = narrowing.said_between(found, since and since[0], until and until[1])
    if like is not None:
        found = lookup.said_like(found, like)
    return Said(statements=found, undated=undated)
