"""Which reports are copies of one text, and what is kept to find that out for one more ↔ the rows of their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from biennien.model import Report
from biennien.model.copies import Copy, Held, Pair, Printed, Recopying
from biennien.store import schema
from biennien.store.asking import ask, many, numbers_for, rows_with, run_with, write
from biennien.store.codec import from_json
from biennien.store.record_rows import read_dates


class CopiedRows:
    """Looks up what is known of the texts, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held(self, ids: Collection[str]) -> Mapping[str, Held]:
        """The texts of those of the reports in which copies are looked for."""
        query = "SELECT report_id, sha256, house, original FROM copy_texts WHERE report_id IN (?)"
        return {row[0]: Held(sha256=row[1], house=row[2], original=row[3]) for row in self._rows(query, ids)}

    def twins(self, originals: Collection[str]) -> Mapping[str, str]:
        """The reports with the very same words as others, each with the other."""
        return dict(self._rows("SELECT report_id, original FROM copy_texts WHERE original IN (?)", originals))

    def words(self, digests: Collection[str]) -> Mapping[str, str]:
        """Texts by their digests."""
        return dict(self._rows("SELECT sha256, text FROM texts WHERE sha256 IN (?)", digests))

    def formulas(self, marks: Collection[int]) -> set[int]:
        """Those of the marks that so many texts hold that they tell nothing."""
        return {row[0] for row in self._rows("SELECT mark FROM copy_formulas WHERE mark IN (?)", marks)}

    def holders(self, marks: Collection[int]) -> Mapping[int, Collection[tuple[str, str]]]:
        """By mark, the (report, house) of each text that holds it."""
        query = (
            "SELECT m.mark, t.report_id, t.house FROM copy_marks m JOIN copy_texts t ON t.number = m.number"
            " WHERE m.mark IN (?)"
        )
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for mark, report_id, house in self._rows(query, marks):
            found[mark].append((report_id, house))
        return found

    def pairs(self, ids: Collection[str]) -> Collection[Pair]:
        """The pairs with one of the reports."""
        return read_pairs(self._connection, ids)

    def printed(self, ids: Collection[str]) -> Mapping[str, Printed]:
        """Those of the reports that stand."""
        query = (
            "SELECT s.report_id, s.body, t.text FROM standing s JOIN texts t ON t.sha256 = s.sha256"
            " WHERE s.report_id IN (?)"
        )
        dates = {dated.report_id: dated for dated in read_dates(self._connection, ids)}
        found = {}
        for report_id, body, text in self._rows(query, ids):
            if report_id in dates:
                report = replace(from_json(Report, body), text=text)
                found[report_id] = Printed(report=report, dated=dates[report_id])
        return found

    def _rows(self, query: str, values: Collection[Any]) -> Iterable[Any]:
        return rows_with(self._connection, query, values)


def read_pairs(connection: Connection, ids: Collection[str]) -> set[Pair]:
    """The pairs with one of the reports."""
    found = set[Pair]()
    for column in ("one", "other"):
        query = f"SELECT one, other, share FROM copy_pairs WHERE {column} IN (?)"
        found.update((row[0], row[1], row[2]) for row in rows_with(connection, query, ids))
    return found


def write_recopying(connection: Connection, found: Recopying) -> None:
    """Writes what has changed."""
    _write_texts(connection, found)
    run_with(connection, "DELETE FROM copy_formulas WHERE mark IN (?)", found.formulas_gone)
    write(connection, schema.copy_formulas, ("mark",), [(mark,) for mark in sorted(found.formulas)], "keep")
    for column in ("one", "other"):
        run_with(connection, f"DELETE FROM copy_pairs WHERE {column} IN (?)", found.unpaired)
    write(connection, schema.copy_pairs, ("one", "other", "share"), sorted(found.pairs))
    run_with(connection, "DELETE FROM copies WHERE report_id IN (?)", found.regrouped)
    rows = [(c.report_id, c.origin, c.share, c.why, c.basis) for c in found.copies.values()]
    write(connection, schema.copies, ("report_id", "origin", "share", "why", "basis"), rows)


def _write_texts(connection: Connection, found: Recopying) -> None:
    before = _numbers(connection, found.marks_gone)
    rows = [(mark, before[i]) for i, marks in found.marks_gone.items() for mark in sorted(marks)]
    many(connection, "DELETE FROM copy_marks WHERE mark = ? AND number = ?", rows)
    run_with(connection, "DELETE FROM copy_texts WHERE report_id IN (?)", found.gone)
    numbers = numbers_for(connection, "copy_texts", found.texts)
    texts = [(numbers[i], i, h.sha256, h.house, h.original) for i, h in found.texts.items()]
    columns = ("number", "report_id", "sha256", "house", "original")
    write(connection, schema.copy_texts, columns, texts, "replace")
    rows = sorted((mark, numbers[i]) for i, marks in found.marks.items() for mark in marks)
    write(connection, schema.copy_marks, ("mark", "number"), rows)


def _numbers(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    query = "SELECT report_id, number FROM copy_texts WHERE report_id IN (?)"
    return dict(rows_with(connection, query, ids))


def read_copies(connection: Connection, ids: Collection[str] | None = None) -> dict[str, Copy]:
    """The copies among the reports, by their ids; all where none are named."""
    query = "SELECT report_id, origin, share, why, basis FROM copies"
    rows = (
        ask(connection, query)
        if ids is None
        else rows_with(connection, f"{query} WHERE report_id IN (?)", ids)
    )
    return {
        row[0]: Copy(report_id=row[0], origin=row[1], share=row[2], why=row[3], basis=row[4]) for row in rows
    }


def read_copied(connection: Connection, origins: Collection[str]) -> dict[str, Copy]:
    """The copies of the reports, by their ids."""
    query = "SELECT report_id FROM copies WHERE origin IN (?)"
    return read_copies(connection, [row[0] for row in rows_with(connection, query, origins)])
