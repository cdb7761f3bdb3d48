"""Bringing news to where they are wanted: printed, as a line of a file, or to a webhook, signed and in order."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from biennien.fetch import Client, FetchError
from biennien.watch.diary import Parcel
from biennien.watch.news import line_of
from biennien.watch.plan import Rule


def deliver(
    parcel: Parcel,
    rule: Rule,
    client: Client,
    echo: Callable[[str], None],
    now: float,
    environment: Mapping[str, str] = os.environ,
) -> str | None:
    """Brings one parcel where it is wanted; why not, where it was not taken."""
    body = json.loads(parcel.body)
    if rule.to == "print":
        echo(line_of(body))
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
    return None if 200 <= status < 300 else f"the server answers {status}"


def _signed(body: bytes, secret: str, number: int, at: int) -> dict[str, str]:
    """The time and the HMAC-SHA256 over time, a dot and the body: a message that was kept and sent again is known by its time and number."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "Biennien-Delivery": str(number),
        "Biennien-Signature": f"t={at},v1={mac}",
    }


def _append(path: Path, line: str) -> str | None:
    try:
        with path.open("ab", buffering=0) as file:
            before, row = file.seek(0, os.SEEK_END), f"{line}\n".encode()
            if file.write(row) != len(row):  # a full disk took a part of it
                file.truncate(before)
                return "the disk is full"
            os.fsync(file.fileno())
    except OSError as error:
        return str(error.strerror or error)
    return None
