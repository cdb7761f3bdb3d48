"""What must be known of all reports to tell which of them were known on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Cast = Mapping[tuple[str, str], int]  # how often a report gives each (person, state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report that is read, as far as it matters whether it was known on a day."""

    report_id: str
    earliest: str | None
    instant: str
    copy_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """All reports that are read, as they stand now, and how often each gives persons to states."""

    rows: tuple[Row, ...]
    votes: Mapping[str, Cast]
