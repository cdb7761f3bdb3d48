"""JSON and JSON Lines → reports; a bad line is an issue with its line and column, the others are read."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from biennien.ingest.charsets import decode_legacy, in_charset, with_charset
from biennien.ingest.decoding import BOM, diagnose, not_utf8
from biennien.ingest.letters import letters_of, marked_as
from biennien.ingest.objects import report_of
from biennien.ingest.place import Place
from biennien.model import Issue, Report

Found = Iterator[Report | Issue]
_HEAD = 1 << 16  # bytes by which the charset of a file of lines is known


def read_json(data: bytes, place: Place) -> Found:
    """The report of a JSON file, or those of its list."""
    where = place.where
    if not data.strip():
        yield _error("empty", "the file is empty.", where, "Give a report or a list of reports.")
        return
    found = letters_of(data, where)
    if isinstance(found, Issue):
        yield found
        return
    text, charset = found
    value = _parse(text, where, None)
    if isinstance(value, Issue):
        yield value
    elif not isinstance(value[0], list):
        yield _report(value[0], place, where, place.stem, charset)
    elif not value[0]:
        yield _error("empty", "the list is empty.", where, "Give at least one report.")
    else:
        only = place.stem if len(value[0]) == 1 else None
        for number, row in enumerate(value[0], 1):
            yield _report(row, place, f"{where}: item {number}", only, charset)


def read_json_lines(file: BinaryIO, place: Place) -> Found:
    """The reports of a JSON Lines file, a line at a time. The first may go by the file's stem, the others need an id."""
    limit, where = place.limits.report.bytes, place.where
    head = file.read(_HEAD)
    file.seek(0)
    if (marked := marked_as(head)) is not None:
        data = file.read(place.limits.report.list_bytes + 1)
        if len(data) > place.limits.report.list_bytes:
            yield place.exceeded("report.list_bytes")
            return
        file = io.BytesIO(data[2:].decode(marked, "replace").encode())
        head = b""
    charset = _charset(head)
    number = rows = 0
    while line := file.readline(limit + 1):
        number += 1
        at = f"{where}:{number}"
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = file.readline(limit)
            message, remedy = place.limits.exceeded("report.bytes")
            yield _error("too_long", message, at, remedy)
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
            yield _error("json", message, at, "Name the file .json")
            return
        yield _row(line, place, number, place.stem if rows == 1 else None, charset)
    if not rows:
        yield _error("empty", "the file is empty.", where, "Give a report on each line.")


def _charset(head: bytes) -> str | None:
    """The charset of before Unicode that a file of lines begins in; None where it is UTF-8, or none is known."""
    whole = head[: head.rfind(b"\n") + 1] or head
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        known = decode_legacy(whole)
        return known[1] if known else None
    return None


def _row(line: bytes, place: Place, number: int, stem: str | None, charset: str | None) -> Report | Issue:
    where = f"{place.where}:{number}"
    try:
        text, charset = line.decode("utf-8"), None
    except UnicodeDecodeError as error:
        if charset is None:
            return not_utf8(line, where, error.start)
        text = in_charset(line, charset)
    value = _parse(text.rstrip("\r\n"), where, number)
    if isinstance(value, Issue):
        return value
    return _report(value[0], place, where, stem, charset)


def _report(row: object, place: Place, where: str, stem: str | None, charset: str | None) -> Report | Issue:
    found = report_of(
        row, where=where, stem=stem, published=place.published, outlet=place.outlet, limits=place.limits
    )
    return with_charset(found, charset, where) if charset and isinstance(found, Report) else found


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
