"""Whole copies of a record that can be trusted: made while others read and write, sealed with a digest, checked before they are put back."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from biennien.addresses import StoreAddress
from biennien.durable import sync_folder
from biennien.model.errors import StoreError
from biennien.store import opening, places
from biennien.store.moving import move_rows, new_file
from biennien.store.schema import SEAL

_PAGES = 2_000  # pages copied at a time: writers wait no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What a copy holds: how many versions of reports and decisions, its digest and its size in bytes."""

    reports: int
    decisions: int
    digest: str
    size: int


def back_up(store: StoreAddress, file: Path) -> Sealed:
    """Copies the record into a new file, whole or not at all, and seals it. Raises StoreError where the file is there already."""
    place = places.place_of(store)
    engine = place.open(writable=False)  # says what is wrong with what is no record
    if file.exists():
        raise StoreError(
            "this file is there already.",
            where=str(file),
            remedy="Name a new file: copies are not overwritten.",
        )
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with _in_words(file):
            if isinstance(place, places.File):
                with closing(_opened(place.path)) as source, closing(sqlite3.connect(part)) as copy:
                    source.backup(copy, pages=_PAGES)
            else:
                with place.errors(), engine.begin() as rows:
                    new_file(part, lambda connection: move_rows(rows, connection))
            with closing(sqlite3.connect(part)) as copy:
                _alone(copy)
                sealed = _sealed(copy, store)
        _settle(part, file)
    finally:
        engine.dispose()
        _remove(part)
    return Sealed(**sealed, size=file.stat().st_size)


def check_copy(file: Path) -> Sealed:
    """What a copy holds, once all of it was read again. Raises StoreError where it is none, or not as it was sealed."""
    found = _held(file)
    if found is None:
        raise StoreError(
            "this is a record, but no sealed copy of one.",
            where=str(file),
            remedy="Make copies with biennien backup; a record can be used as it is: --store FILE",
        )
    sealed, holds = found
    if not holds:
        raise StoreError(
            "the copy is not as it was sealed: it is damaged, or was written to since.",
            where=str(file),
            remedy="Take another copy.",
        )
    return Sealed(**sealed, size=file.stat().st_size)


def seal_holds(file: Path) -> bool | None:
    """Whether a copy is as it was sealed; None where the file is a record, but no sealed copy of one. Raises StoreError where it is none."""
    found = _held(file)
    return None if found is None else found[1]


def _held(file: Path) -> tuple[dict[str, Any], bool] | None:
    """The seal of a copy and whether it holds, once all of the copy was read; None where there is no seal."""
    opening.schema_of(file)
    with _in_words(file), closing(_opened(file)) as copy:
        row = copy.execute("SELECT value FROM meta WHERE key = ?", (SEAL,)).fetchone()
        if row is None:
            return None
        sealed = json.loads(row[0])
        whole = copy.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        return sealed, whole and _seal_of(copy) == sealed


def restore(file: Path, store: StoreAddress) -> Sealed:
    """Makes a record of a sealed copy. Raises StoreError where the copy does not hold, or there is a record already."""
    found = check_copy(file)
    place = places.place_of(store)
    if isinstance(place, places.File):
        _restore_file(file, place.path)
        return found
    with tempfile.TemporaryDirectory() as folder:
        # A copy of an older schema is carried over first, and stays as it is itself.
        _restore_file(file, Path(folder, "copy.sqlite"))
        engine = opening.open_engine(Path(folder, "copy.sqlite"), writable=False)
        with _in_words(file), engine.begin() as rows:
            place.fill(lambda connection: move_rows(rows, connection))
    return found


def _restore_file(file: Path, path: Path) -> None:
    if path.exists():
        raise StoreError(
            "there is a record already.",
            where=str(path),
            remedy=f"Move it away first: mv {path} {path}.former",
        )
    for rest in (f"{path}-wal", f"{path}-journal"):  # SQLite would take it for a part of the new file
        if Path(rest).exists():
            raise StoreError(
                "what belongs to another record lies beside it.",
                where=rest,
                remedy=f"Move it away with its record: mv {rest} {rest}.former",
            )
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _in_words(path), closing(_opened(file)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            with copy:
                copy.execute("DELETE FROM meta WHERE key = ?", (SEAL,))
            _alone(copy)
        _settle(part, path)
    finally:
        _remove(part)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


def _alone(copy: sqlite3.Connection) -> None:
    """Makes a copy of a record that was shared one file again, that needs no other beside it."""
    copy.execute("PRAGMA journal_mode = DELETE")


def _sealed(copy: sqlite3.Connection, store: StoreAddress) -> dict[str, Any]:
    """Seals a copy that is whole."""
    sealed = _seal_of(copy)
    with copy:
        copy.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (SEAL, json.dumps(sealed)))
    if (wrong := copy.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
        raise StoreError(
            f"the record's file is damaged: {wrong}.",
            where=str(store),
            remedy="Put back an earlier copy: biennien restore",
        )
    return sealed


def _seal_of(connection: sqlite3.Connection) -> dict[str, Any]:
    """How much a file holds, and the digest of everything in it but the seal: what its tables are, and every row of each."""
    digest = hashlib.sha256()
    made = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    digest.update(json.dumps(made).encode())
    for kind, table, how in made:
        if kind != "table" or how.startswith("CREATE VIRTUAL"):  # its rows are in tables of their own
            continue
        key = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[5]]
        order = ", ".join(f'"{name}"' for name in key) or "rowid"
        digest.update(f"\n{table}\n".encode())
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}'):
            if (table, row[0]) != ("meta", SEAL):
                digest.update(json.dumps(row, ensure_ascii=False, default=bytes.hex).encode())
    there = {name for _, name, _ in made}
    count = {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] if name in there else 0
        for name in ("reports", "decisions")
    }
    return {**count, "digest": digest.hexdigest()}


def _remove(part: Path) -> None:
    for name in (part, f"{part}-journal"):
        Path(name).unlink(missing_ok=True)


def _settle(part: Path, file: Path) -> None:
    """Gives a file that is written its name, so that a power cut leaves all of it or nothing."""
    with _in_words(file):
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        try:
            os.link(part, file)  # unlike a renaming this never takes the place of a file that came meanwhile
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY))  # so on a disk without links
            part.replace(file)
        sync_folder(file.parent)


_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})


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
