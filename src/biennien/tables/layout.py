"""Rows of a day and what belongs to it, wrapped to the terminal."""

from __future__ import annotations

import os

from rich.console import Console
from rich.text import Text

DAY_WIDTH = 13


def console_for(width: int | None = None, *, colour: bool | None = None) -> Console:
    """A console on standard output: as wide as the terminal up to 120 columns, 100 where there is none."""
    console = Console(highlight=False, markup=False, emoji=False, width=width, no_color=colour is False)
    if width is None:
        known = console.is_terminal or "COLUMNS" in os.environ
        console.width = min(console.width, 120) if known else 100
    return console


def print_row(console: Console, day: Text, body: Text, *, width: int = DAY_WIDTH) -> None:
    """A day in its column and the body beside it, wrapped to the console; no blanks at the ends of lines."""
    column = max(width, day.cell_len)
    lines = body.wrap(console, max(20, console.width - column - 3))
    for number, line in enumerate(lines):
        start = day.copy() if number == 0 else Text()
        start.pad_right(column - start.cell_len)
        line.rstrip()
        console.print(Text("  ").append_text(start).append(" ").append_text(line), soft_wrap=True)


def print_indented(console: Console, body: Text, indent: int = 2) -> None:
    """Text wrapped to the console, every line as far in."""
    for line in body.wrap(console, max(20, console.width - indent)):
        line.rstrip()
        console.print(Text(" " * indent).append_text(line), soft_wrap=True)
