"""One table as CSV for Excel and for programs: UTF-8 with its mark, codes and entities as the record has them, no formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from biennien.export.contents import Contents
from biennien.export.letters import cut, fit, on_one_line, web_address
from biennien.export.sheets import Column, Sheet, sheet_of
from biennien.model import Citation, Meeting

LONGEST = 32_000  # Excel takes 32,767 characters in a cell and breaks the table where there are more
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def render(contents: Contents, table: str = "changes") -> bytes:
    """The table with its keys in the first line. A cell that a spreadsheet would run begins with an apostrophe."""
    return written(sheet_of(table, contents))


def written(sheet: Sheet) -> bytes:
    """A table as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.key for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(value, column) for value, column in zip(row, sheet.columns, strict=True)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def guarded(words: str) -> str:
    """Words that a spreadsheet shows and does not run."""
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA) else words


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return ""
    if column.kind == "flag":
        return "yes" if value else "no"
    if column.kind == "number":
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if column.kind == "link":
        return web_address(str(value)) or guarded(on_one_line(str(value)))
    if column.kind in ("chain", "sides"):
        value = (" → " if column.kind == "chain" else "; ").join(parts(value, column))
    return guarded(cut(fit(_words(value)), LONGEST))


def parts(value: Any, column: Column) -> list[str]:
    """The links of a chain, or the sides with their status, as words and codes of the record."""
    return list(value) if column.kind == "chain" else [f"{side}: {status}" for side, status in value]


def _words(value: object) -> str:
    if isinstance(value, Meeting):
        return value.label
    if isinstance(value, Citation):
        place = f"{value.report_id} §{value.paragraph} [{value.span.start}:{value.span.end}]"
        return f"{place} “{on_one_line(value.quote)}”"
    if isinstance(value, Iterable) and not isinstance(value, str):
        rows = list(value)
        return ("\n" if any(isinstance(r, Citation) for r in rows) else "; ").join(_words(r) for r in rows)
    return str(value)
