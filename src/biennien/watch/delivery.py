"""Bringing news to where they are wanted: printed, as a line of a file, or to a webhook, signed and in order."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping
from io import FileIO
from pathlib import Path

from biennien.durable import sync_folder
from biennien.fetch import Client, FetchError
from biennien.watch.diary import Parcel
from biennien.watch.plan import Rule
from biennien.wording import Wording
from biennien.wording.news import line_of

_END = 65_536  # bytes at the end of a file in which a line that was cut short is looked for
_BEGINS = b'{"number": '  # every line


def deliver(
    parcel: Parcel,
    rule: Rule,
    client: Client,
    echo: Callable[[str], None],
    now: float,
    wording: Wording,
    environment: Mapping[str, str] = os.environ,
) -> str | None:
    """Brings one parcel where it is wanted; why not, where it was not taken."""
    body = json.loads(parcel.body)
    if rule.to == "print":
        echo(line_of(body, wording))
        return None
    line = json.dumps({"number": parcel.number, **body}, ensure_ascii=False)
    if not rule.webhook:
        return _append(Path(rule.to), line)
    secret = environment.get(rule.secret or "")
    if not secret:
        return f"the environment has no {rule.secret}"
    sent = line.encode()
    try:
        status = client.post(rule.to, sent, headers=_signed(sent, secret, parcel.number, int(now)))
    except FetchError as error:
        return error.message
    return None if 200 <= status < 300 else f"the server answers {status}."


def _signed(body: bytes, secret: str, number: int, at: int) -> dict[str, str]:
    """The time and the HMAC-SHA256 over time, a dot and the body: a message that was kept and sent again is known by its time and number."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "Biennien-Delivery": str(number),
        "Biennien-Signature": f"t={at},v1={mac}",
    }


def _append(path: Path, line: str) -> str | None:
    """Puts a line at the end of a file; when it says that nothing is wrong, the line outlasts a power cut."""
    row = f"{line}\n".encode()
    try:
        with path.open("a+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if not _is_ours(file, size, row):
                return "this file holds something else than the news of a watch; name a new one in the plan."
            if _is_last(file, size, row):  # it was stopped after the line and before it was noted
                return None
            whole, wanted = _end_of_whole_lines(file, size, row)
            file.truncate(whole)
            if file.write(wanted) != len(wanted):  # a full disk took a part of it
                file.truncate(whole)
                return "the disk is full."
            os.fsync(file.fileno())
        if not size:
            sync_folder(path.parent)
    except OSError as error:
        return f"the file cannot be written: {error.strerror or error}."
    return None


def _is_ours(file: FileIO, size: int, row: bytes) -> bool:
    """Whether a file holds news, or only what a crash left of its first line: what others keep in files must not be cut or added to."""
    file.seek(0)
    found = file.read(len(row))
    if found.startswith(_BEGINS):
        return True
    return size <= len(row) and all(byte in (0, wanted) for byte, wanted in zip(found, row, strict=False))


def _is_last(file: FileIO, size: int, row: bytes) -> bool:
    """Whether a row, with its number, is the last line already."""
    start = size - len(row) - 1
    if start < -1:
        return False
    file.seek(max(0, start))
    end = file.read(size - max(0, start))
    return end in (row, b"\n" + row)


def _end_of_whole_lines(file: FileIO, size: int, row: bytes) -> tuple[int, bytes]:
    """Where a row is to be put, and what: a crash may have left the beginning of it there, or zeros; whole lines stay."""
    start = max(0, size - _END)
    file.seek(start)
    end = file.read(size - start).rstrip(b"\0")
    size = start + len(end)
    line = end.removesuffix(b"\n").rfind(b"\n") + 1
    if b"\0" in end[line:] and (line or not start):
        return start + line, row
    tail = end[end.rfind(b"\n") + 1 :]
    if row.startswith(tail):
        return size - len(tail), row
    return size, b"\n" + row
