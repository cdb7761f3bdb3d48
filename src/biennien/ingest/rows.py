"""CSV and TSV → reports: a report a row, the columns named as the keys of JSON are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from biennien.ingest.decoding import decode
from biennien.ingest.objects import report_of
from biennien.ingest.place import LIMIT, LIST_LIMIT, Place
from biennien.model import Issue, Report

_HEAD = 100_000  # characters in which the first row ends
_DELIMITERS = (",", ";", "\t", "|")
_REMEDY = "The first row names the columns: id, text, and where known title, outlet, published, url."


def read_csv(file: BinaryIO, place: Place) -> Iterator[Report | Issue]:
    """The reports of a table; its delimiter is the one that parts its first row into columns with a `text` among them."""
    data = file.read(LIST_LIMIT + 1)
    if len(data) > LIST_LIMIT:
        yield place.too_long()
        return
    text = decode(data, place.where)
    if isinstance(text, Issue):
        yield text
        return
    csv.field_size_limit(LIMIT)
    delimiter = next((d for d in _DELIMITERS if "text" in _columns(text, d)), None)
    if delimiter is None:
        yield place.error("no_text", "no column is named 'text'.", _REMEDY)
        return
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = 0
    try:
        rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
        for found, row in enumerate(rows, 1):
            cells = {
                key: value for key, value in row.items() if key and isinstance(value, str) and value != ""
            }
            where = f"{place.where}: row {found}"
            if None in row:  # a delimiter in a text without quotes would cut it there
                message = f"row {found} has more cells than there are columns."
                yield place.error("csv", message, "Put texts that hold the delimiter in quotes.")
                continue
            yield report_of(
                cells,
                where=where,
                stem=f"{place.stem}-{found}",
                published=place.published,
                outlet=place.outlet,
            )
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
