"""CSV and TSV → reports: a report a row, the columns named as the keys of JSON are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from biennien.ingest.charsets import with_charset
from biennien.ingest.letters import letters_of
from biennien.ingest.objects import report_of
from biennien.ingest.place import Place
from biennien.model import Issue, Report

_HEAD = 100_000  # characters in which the first row ends
_CELL = 2**31 - 1  # characters, as many as some systems take
_SEPARATOR = re.compile(r"\ufeff?sep=[,;\t|]\r?\n", re.IGNORECASE)  # Excel's own first line
_DELIMITERS = (",", ";", "\t", "|")
_REMEDY = "The first row names the columns: id, text, and where known title, outlet, published, url."


def read_csv(file: BinaryIO, place: Place) -> Iterator[Report | Issue]:
    """The reports of a table; its delimiter is the one that parts its first row into columns with a `text` among them."""
    data = file.read(place.limits.report.list_bytes + 1)
    if len(data) > place.limits.report.list_bytes:
        yield place.exceeded("report.list_bytes")
        return
    found_text = letters_of(data, place.where)
    if isinstance(found_text, Issue):
        yield found_text
        return
    text, charset = found_text
    text = _SEPARATOR.sub("", text, count=1)
    csv.field_size_limit(_CELL)  # of Python, for all tables; what a report may hold is looked at below
    delimiter = next((d for d in _DELIMITERS if "text" in _columns(text, d)), None)
    if delimiter is None:
        yield place.error("no_text", "no column is named 'text'.", _REMEDY)
        return
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = 0
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        for found, row in enumerate(filter(None, rows), 1):
            # A row costs what it holds; csv.DictReader would fill all columns of it.
            cells = {
                key: value
                for key, value in dict(zip(names, row, strict=False)).items()
                if key and value != ""
            }
            where = f"{place.where}: row {found}"
            if len(row) > len(names):  # a delimiter in a text without quotes would cut it there
                message = f"row {found} has more cells than there are columns."
                yield place.error("csv", message, "Put texts that hold the delimiter in quotes.")
                continue
            report = report_of(
                cells,
                where=where,
                stem=f"{place.stem}-{found}",
                published=place.published,
                outlet=place.outlet,
                limits=place.limits,
            )
            yield with_charset(report, charset, where) if charset and isinstance(report, Report) else report
    except csv.Error as error:
        yield place.error(
            "csv", f"row {found + 1} cannot be read: {error}.", "Save the table anew as CSV in UTF-8."
        )
    if not found:
        yield place.error("empty", "the table has no rows.", _REMEDY)


def _columns(text: str, delimiter: str) -> list[str]:
    """The names of the columns, in small letters; none where the first row cannot be read."""
    try:
        row = next(csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []
    return [name.strip().lower() for name in row]
