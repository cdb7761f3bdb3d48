"""Which reports are copies of one text, and what the record keeps so that this is found out for one more report without looking at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from biennien.model.record import ReportDate
from biennien.model.report import Copy as Copy
from biennien.model.report import Report


def text_of(report: Report) -> str:
    """The likely origin of a report's text: reports with the same one are not independent of each other."""
    return report.origin.origin if report.origin else report.copy_of or report.id


def with_origins(reports: Iterable[Report], copies: Mapping[str, Copy]) -> tuple[Report, ...]:
    """The reports, each with its likely origin where it is a copy."""
    return tuple(r if r.origin == (found := copies.get(r.id)) else replace(r, origin=found) for r in reports)


def in_groups(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Of some reports in their order those that are printed more than once: each origin with its copies behind it."""
    rows: dict[str, list[Report]] = {}
    for report in reports:
        rows.setdefault(text_of(report), []).append(report)
    places = {report.id: place for place, report in enumerate(reports)}
    several = [(i, row) for i, row in rows.items() if len(row) > 1 or row[0].id != i]
    several.sort(key=lambda found: places.get(found[0], places[found[1][0].id]))
    return tuple(r for i, row in several for r in sorted(row, key=lambda r: (r.id != i, places[r.id])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A text in which copies are looked for: its digest, and the outlet without its section, "" where it is not known.

    `original` is the report with the very same words, where there is one before it.
    """

    sha256: str
    house: str
    original: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A report with its date."""

    report: Report
    dated: ReportDate


Pair = tuple[str, str, int]  # so many thousandths of the words of one report stand in the other


@dataclass(slots=True, kw_only=True)
class Recopying:
    """What changed: the texts that came or are others now, with their marks; those that are no more; marks that became formulas, or are none any more.

    All pairs with a report in `unpaired` are no more unless they are in `pairs`; of the reports in `regrouped` only those in
    `copies` are copies now.
    """

    texts: dict[str, Held] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    marks: dict[str, Collection[int]] = field(default_factory=dict)
    marks_gone: dict[str, Collection[int]] = field(default_factory=dict)
    formulas: set[int] = field(default_factory=set)
    formulas_gone: set[int] = field(default_factory=set)
    unpaired: set[str] = field(default_factory=set)
    pairs: set[Pair] = field(default_factory=set)
    regrouped: set[str] = field(default_factory=set)
    copies: dict[str, Copy] = field(default_factory=dict)


class Copied(Protocol):
    """What is known of the texts, looked up."""

    def held(self, ids: Collection[str]) -> Mapping[str, Held]:
        """The texts of those of the reports in which copies are looked for."""

    def twins(self, originals: Collection[str]) -> Mapping[str, str]:
        """The reports with the very same words as others, each with the other."""

    def words(self, digests: Collection[str]) -> Mapping[str, str]:
        """Texts by their digests."""

    def formulas(self, marks: Collection[int]) -> set[int]:
        """Those of the marks that so many texts hold that they tell nothing."""

    def holders(self, marks: Collection[int]) -> Mapping[int, Collection[tuple[str, str]]]:
        """By mark, the (report, house) of each text that holds it."""

    def pairs(self, ids: Collection[str]) -> Collection[Pair]:
        """The pairs with one of the reports."""

    def printed(self, ids: Collection[str]) -> Mapping[str, Printed]:
        """Those of the reports that stand."""


class NothingCopied:
    """No text is known yet."""

    def held(self, ids: Collection[str]) -> Mapping[str, Held]:
        """Nothing."""
        return {}

    def twins(self, originals: Collection[str]) -> Mapping[str, str]:
        """Nothing."""
        return {}

    def words(self, digests: Collection[str]) -> Mapping[str, str]:
        """Nothing."""
        return {}

    def formulas(self, marks: Collection[int]) -> set[int]:
        """Nothing."""
        return set()

    def holders(self, marks: Collection[int]) -> Mapping[int, Collection[tuple[str, str]]]:
        """Nothing."""
        return {}

    def pairs(self, ids: Collection[str]) -> Collection[Pair]:
        """Nothing."""
        return ()

    def printed(self, ids: Collection[str]) -> Mapping[str, Printed]:
        """Nothing."""
        return {}
