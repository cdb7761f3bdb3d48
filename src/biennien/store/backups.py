"""Whole copies of a record that can be trusted: made while others read and write, sealed with a digest, checked before they are put back."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from biennien.model.errors import StoreError
from biennien.store.opening import open_engine

SEAL = "backup"  # the key in `meta` under which a copy keeps its digest
# What cannot be made again from the rest, each with the columns by which its rows are in order.
_KEPT = {"texts": "sha256", "reports": "row", "decisions": "row", "former_ids": "id, report_id, quote"}
_PAGES = 2_000  # pages copied at a time: writers wait no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What a copy holds: how many versions of reports and decisions, its digest and its size in bytes."""

    reports: int
    decisions: int
    digest: str
    size: int


def back_up(store: Path, file: Path) -> Sealed:
    """Copies the record into a new file, whole or not at all, and seals it. Raises StoreError where the file is there already."""
    open_engine(store, writable=False).dispose()  # says what is wrong with a file that is no record
    if file.exists():
        raise StoreError(
            "this file is there already.",
            where=str(file),
            remedy="Name a new file: copies are not overwritten.",
        )
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with _in_words(file), closing(_opened(store)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy, pages=_PAGES)
            sealed = _seal_of(copy)
            with copy:
                copy.execute(
                    "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (SEAL, json.dumps(sealed))
                )
            if (wrong := copy.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
                raise StoreError(
                    f"the record's file is damaged: {wrong}.",
                    where=str(store),
                    remedy="Put back an earlier copy: biennien restore",
                )
        _settle(part, file)
    finally:
        part.unlink(missing_ok=True)
    return Sealed(**sealed, size=file.stat().st_size)


def check_copy(file: Path) -> Sealed:
    """What a copy holds, once all of it was read again. Raises StoreError where it is none, or not as it was sealed."""
    open_engine(file, writable=False).dispose()
    with _in_words(file), closing(_opened(file)) as copy:
        row = copy.execute("SELECT value FROM meta WHERE key = ?", (SEAL,)).fetchone()
        if row is None:
            raise StoreError(
                "this is a record, but no sealed copy of one.",
                where=str(file),
                remedy="Make copies with biennien backup; a record can be used as it is: --store FILE",
            )
        sealed = json.loads(row[0])
        whole = copy.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        if not whole or _seal_of(copy) != sealed:
            raise StoreError(
                "the copy is not as it was made: it is damaged.", where=str(file), remedy="Take another copy."
            )
    return Sealed(**sealed, size=file.stat().st_size)


def restore(file: Path, store: Path) -> Sealed:
    """Makes a record of a sealed copy. Raises StoreError where the copy does not hold, or there is a record already."""
    found = check_copy(file)
    if store.exists():
        raise StoreError(
            "there is a record already.",
            where=str(store),
            remedy=f"Move it away first: mv {store} {store}.former",
        )
    for rest in (f"{store}-wal", f"{store}-journal"):  # SQLite would take it for a part of the new file
        if Path(rest).exists():
            raise StoreError(
                "what belongs to another record lies beside it.",
                where=rest,
                remedy=f"Move it away with its record: mv {rest} {rest}.former",
            )
    part = store.with_name(f".{store.name}.{os.getpid()}.part")
    try:
        with _in_words(store), closing(_opened(file)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            with copy:
                copy.execute("DELETE FROM meta WHERE key = ?", (SEAL,))
        _settle(part, store)
    finally:
        part.unlink(missing_ok=True)
    return found


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


def _seal_of(connection: sqlite3.Connection) -> dict[str, Any]:
    """The digest of all that cannot be made again, and how much it is."""
    digest = hashlib.sha256()
    for table, order in _KEPT.items():
        digest.update(f"\n{table}\n".encode())
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY {order}"):
            digest.update(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    count = {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in ("reports", "decisions")
    }
    return {**count, "digest": digest.hexdigest()}


def _settle(part: Path, file: Path) -> None:
    """Gives a file that is written its name, so that a power cut leaves all of it or nothing."""
    with _in_words(file):
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        os.link(part, file)  # unlike a renaming this never takes the place of a file that came meanwhile
        folder = os.open(file.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise StoreError(
            f"the copy cannot be made or read: {reason}.",
            where=str(path),
            remedy="Make room, or name a file in a folder you may write to.",
        ) from error
