"""JSON and JSON Lines → reports; a bad line is an issue with its line and column, the others are read."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from biennien.ingest.decoding import BOM, decode, diagnose, not_utf8
from biennien.ingest.objects import report_of
from biennien.model import Issue, Report

Found = Iterator[Report | Issue]


def read_json(data: bytes, where: str, stem: str, published: str | None, outlet: str | None) -> Found:
    """The report of a JSON file, or those of its list."""
    if not data.strip():
        yield _error("empty", "the file is empty.", where, "Give a report or a list of reports.")
        return
    text = decode(data, where)
    if isinstance(text, Issue):
        yield text
        return
    value = _parse(text, where, None)
    if isinstance(value, Issue):
        yield value
    elif not isinstance(value[0], list):
        yield report_of(value[0], where=where, stem=stem, published=published, outlet=outlet)
    elif not value[0]:
        yield _error("empty", "the list is empty.", where, "Give at least one report.")
    else:
        only = stem if len(value[0]) == 1 else None
        for number, row in enumerate(value[0], 1):
            yield report_of(
                row, where=f"{where}: item {number}", stem=only, published=published, outlet=outlet
            )


def read_json_lines(
    source: BinaryIO | bytes, where: str, stem: str, published: str | None, outlet: str | None, limit: int
) -> Found:
    """The reports of a JSON Lines file, a line at a time. The first may go by the file's stem, the others need an id."""
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    number = rows = 0
    while line := file.readline(limit + 1):
        number += 1
        place = f"{where}:{number}"
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = file.readline(limit)
            yield _error(
                "too_long",
                f"the line is longer than {limit // 1_000_000} MB.",
                place,
                "Split it into reports.",
            )
            rows += 1
            continue
        if number == 1 and (wrong := diagnose(line, where)):
            yield wrong
            return
        line = line.removeprefix(BOM) if number == 1 else line
        if not line.strip():
            continue
        rows += 1
        if rows == 1 and line.strip() in (b"[", b"{"):
            message = "this is JSON over several lines, not one report on each line."
            yield _error("json", message, place, "Name the file .json")
            return
        yield _row(line, place, number, stem if rows == 1 else None, published, outlet)
    if not rows:
        yield _error("empty", "the file is empty.", where, "Give a report on each line.")


def _row(
    line: bytes, place: str, number: int, stem: str | None, published: str | None, outlet: str | None
) -> Report | Issue:
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        return not_utf8(line, place, error.start)
    value = _parse(text, place, number)
    if isinstance(value, Issue):
        return value
    return report_of(value[0], where=place, stem=stem, published=published, outlet=outlet)


def _parse(text: str, where: str, line: int | None) -> tuple[object] | Issue:
    """The JSON value, wrapped (it may be anything), or the issue with its place; `line` is None for a whole file."""
    try:
        return (json.loads(text),)
    except json.JSONDecodeError as error:
        place = where if line else f"{where}:{error.lineno}"
        reason = error.msg[:1].lower() + error.msg[1:]
        if line is None and error.msg == "Extra data":
            return _error(
                "json",
                "there is more than one JSON value in it.",
                place,
                "Name the file .jsonl, with one report on each line.",
            )
        return _error("json", f"not valid JSON at column {error.colno}: {reason}.", place, "Mend the line.")
    except RecursionError:
        return _error("json", "the JSON is nested too deeply.", where, "Mend the line.")
    except ValueError as error:
        return _error("json", f"not valid JSON: {error}.", where, "Mend the line.")


def _error(code: str, message: str, where: str, remedy: str) -> Issue:
    return Issue(code=code, severity="error", message=message, where=where, remedy=remedy)
