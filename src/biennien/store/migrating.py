"""Carries a record of an older schema over to this one: a safety copy first, then every step in one transaction."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from biennien.durable import sync_folder
from biennien.model.errors import StoreError
from biennien.store.schema import SCHEMA_VERSION

_SCRIPTS = Path(__file__).parent / "migrations"
_log = logging.getLogger(__name__)


def carry_over(engine: Engine, path: Path, version: int) -> None:
    """Brings the file from schema `version` to this one and keeps the former as ``FILE.schema1.bak``.

    Whatever fails, the file is as it was and the copy is taken away again. `engine` takes the lock of a writer.
    """
    copy: Path | None = None
    try:
        with engine.begin() as connection:
            if connection.exec_driver_sql("PRAGMA user_version").scalar_one() != version:
                return  # another one has done it meanwhile
            copy = _copied(path, version)
            carry_over_in(connection, str(path), version)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except BaseException:
        if copy is not None:
            copy.unlink(missing_ok=True)
        raise
    words = "%s: carried over from schema %d to %d; the former file is kept as %s."
    _log.warning(words, path, version, SCHEMA_VERSION, copy)


def _copied(path: Path, version: int) -> Path:
    """A copy of the file beside it, whole or not there at all; an earlier one is never overwritten."""
    copy = _free_name(path, version)
    part = copy.with_name(f"{copy.name}.part")
    try:
        # SQLite copies itself: opening the file by other means would let go of the lock that this process holds.
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
        part.rename(copy)
        sync_folder(copy.parent)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise StoreError(
            f"the record is of schema {version}, and no safety copy of it can be made ({error}); nothing was changed.",
            where=str(path),
            remedy="Make room, and give yourself the right to write in its folder; or copy the record to another folder.",
        ) from error
    return copy


def carry_over_in(connection: Connection, where: str, version: int) -> None:
    """Runs every step from `version` on, in the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # Alembic takes a percent sign in an option for the beginning of a name.
    folder = str(_SCRIPTS).replace("%", "%%")
    config.set_main_option("script_location", folder)
    try:
        command.stamp(config, f"schema_{version}")
        command.upgrade(config, "head")
    except DBAPIError:
        raise  # the disk, a lock: told as anywhere else
    except Exception as error:
        raise StoreError(
            f"the record cannot be carried over from schema {version} to {SCHEMA_VERSION}"
            f" ({type(error).__name__}: {error}); it is as it was before.",
            where=where,
            remedy="Please report this bug; the Biennien that made the record still reads it.",
        ) from error


def _free_name(path: Path, version: int) -> Path:
    number = 1
    while True:
        more = f".{number}" if number > 1 else ""
        copy = path.with_name(f"{path.name}.schema{version}{more}.bak")
        if not copy.exists():
            return copy
        number += 1
