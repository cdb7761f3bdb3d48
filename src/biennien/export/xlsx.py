"""The record as an Excel workbook, a sheet a kind of line, in the words of one language; no formulas, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from biennien.export.contents import Contents, label_of, place_of
from biennien.export.csv import LONGEST
from biennien.export.letters import cut, fit, on_one_line, web_address
from biennien.export.sheets import Column, Sheet, sheets_of
from biennien.model import Citation, Meeting
from biennien.wording.quoting import quoted

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_CITED = 12  # citations in one cell; all are on the sheet of citations
_LINKS = 60_000  # Excel takes 65,530 on a sheet
_ROWS = 1_048_575
_LINE = 15.5  # points
_LINES = 12  # a row is no higher; what is longer is read in its cell
_TITLES = 31  # letters of a sheet's name
_FIRST = date(1900, 3, 1)  # Excel has a day before it that never was


def render(contents: Contents) -> bytes:
    """The workbook. A day is a date of Excel only where the record has the day; a week or a month stays text."""
    from xlsxwriter import Workbook

    out, say = io.BytesIO(), contents.wording.say
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    made = datetime.combine(date.fromisoformat(contents.last_day), time(), tzinfo=UTC).replace(tzinfo=None)
    title = on_one_line(contents.title)
    book.set_properties({"title": title, "comments": f"Biennien {contents.version}", "created": made})
    formats = _formats(book, say("sheet.date_format"))
    for sheet in sheets_of(contents):
        page = book.add_worksheet(say(f"sheet.{sheet.name}")[:_TITLES])
        _fill(page, sheet, contents, formats)
    book.close()
    return out.getvalue()


def _formats(book: Workbook, days: str) -> dict[str, Format]:
    """How cells look: a thin line under each row leads the eye over a wide sheet."""
    rows = {"valign": "top", "bottom": 1, "bottom_color": "#DDD6C8"}
    return {
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#EFE9DC", "bottom": 1}
        ),
        "row": book.add_format(rows),
        "text": book.add_format({**rows, "text_wrap": True}),
        "id": book.add_format({**rows, "font_color": "#6B6B6B", "font_name": "Consolas"}),
        "date": book.add_format({**rows, "align": "left", "num_format": days}),
        "number": book.add_format({**rows, "align": "left"}),
        "link": book.add_format({**rows, "font_color": "#0A5C50", "underline": 1}),
    }


def _fill(page: Worksheet, sheet: Sheet, contents: Contents, formats: dict[str, Format]) -> None:
    """One sheet: its head stays in view, its columns are wide enough, and it can be filtered."""
    say = contents.wording.say
    put = _Writer(page, contents, formats)
    order = sorted(range(len(sheet.columns)), key=lambda place: _is_for_programs(sheet.columns[place]))
    columns = [sheet.columns[place] for place in order]
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, say(f"column.{column.key}"), formats["head"])
    page.set_row(0, 2 * _LINE)
    for line, row in enumerate(sheet.rows[:_ROWS], 1):
        lines = [put(line, place, row[order[place]], column) for place, column in enumerate(columns)]
        page.set_row(line, _LINE * min(max(lines), _LINES), formats["row"])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, min(len(sheet.rows), _ROWS), len(columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _is_for_programs(column: Column) -> bool:
    """Whether a person wants the column last: ids, codes, offsets, and the bounds of a day that stands before them."""
    return column.kind in ("id", "ids", "date") or column.key in ("iptc", "sha256", "start", "end", "lang")


class _Writer:
    """Writes values into the cells of one sheet."""

    def __init__(self, page: Worksheet, contents: Contents, formats: dict[str, Format]) -> None:
        """The sheet, and how its cells look."""
        self._page, self._contents, self._formats = page, contents, formats
        self._links = 0
        self._known: dict[object, str] = {}

    def __call__(self, line: int, place: int, value: Any, column: Column) -> int:
        """One cell, and how many lines it takes; words are written as words whatever they begin with."""
        if value is None or value == () or value == "":
            return 1
        formats, kind = self._formats, column.kind
        if kind == "number":
            self._page.write_number(line, place, value, formats["number"])
        elif kind in ("date", "day") and (day := _day(value)):
            self._page.write_datetime(line, place, datetime.combine(day, time()), formats["date"])
        elif kind == "link" and (address := web_address(value)) and self._links < _LINKS:
            self._links += 1
            self._page.write_url(line, place, address, formats["link"], string=cut(address, 250))
        else:
            words = self._shown(value, column)
            self._page.write_string(line, place, words, formats["id" if kind in ("id", "ids") else "text"])
            return sum(1 + len(part) // column.width for part in words.split("\n"))
        return 1

    def _shown(self, value: Any, column: Column) -> str:
        """The words of a cell; those of codes, days and names come again and again and are made once."""
        if column.kind in ("text", "cites", "link"):
            return cut(fit(self._words(value, column)), LONGEST)
        key = (column.kind, column.group, value.id if isinstance(value, Meeting) else value)
        if key not in self._known:
            self._known[key] = cut(fit(self._words(value, column)), LONGEST)
        return self._known[key]

    def _words(self, value: Any, column: Column) -> str:
        wording = self._contents.wording
        kind = column.kind
        if kind == "cites":
            return self._cited(value)
        shown: dict[str, Callable[[], str]] = {
            "code": lambda: wording.say.named(column.group, value),
            "codes": lambda: ", ".join(wording.say.named(column.group, code) for code in value),
            "who": lambda: ", ".join(wording.actor(entity) for entity in value),
            "place": lambda: wording.actor(value),
            "day": lambda: wording.day_words(value),
            "flag": lambda: wording.say("sheet.yes" if value else "sheet.no"),
            "label": lambda: label_of(value, self._contents),
            "ids": lambda: ", ".join(value),
            "chain": lambda: " → ".join(wording.who(who) for who in value),
            "sides": lambda: "; ".join(f"{wording.actor(s)}: {wording.status_words(c)}" for s, c in value),
            "sentence": lambda: wording.sentence(value),
        }
        return shown[kind]() if kind in shown else str(value)

    def _cited(self, citations: Iterable[Citation]) -> str:
        """Each on its line with its place; what is left out stands on the sheet of citations."""
        rows = list(citations)
        lines = [f"{place_of(c, self._contents)}: {quoted(on_one_line(c.quote))}" for c in rows[:_CITED]]
        more = len(rows) - _CITED
        return "\n".join([*lines, *([f"… + {more}"] if more > 0 else [])])


def _day(value: date | str) -> date | None:
    """A day that Excel can have as a date; a TIMEX3 value only where its grain is the day."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 and value[4] == "-" == value[7] else ""
        except ValueError:
            return None
    return value if isinstance(value, date) and value >= _FIRST else None
