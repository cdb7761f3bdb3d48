"""Where a record is: a file, or a PostgreSQL database (or one schema of it)."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlencode

from biennien.model.errors import InputError

_URL = re.compile(r"(\w[\w+.-]*)://(.*)", re.DOTALL)
_PARTS = re.compile(
    r"(?:(?P<who>[^@/?#]*)@)?(?P<host>[^@/?#]*)(?:/(?P<name>[^@?#]*))?(?:\?(?P<rest>[^#@]*))?"
)
_WRONG = "postgresql://…"  # what is wrong may stand in the password, so nothing of it is shown


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL database. As text it is its address without the password; `schema` is None for the one that the server chooses."""

    shown: str
    conninfo: str = field(repr=False)  # for libpq; a password may stand in it
    schema: str | None = None

    def __str__(self) -> str:
        return self.shown


StoreAddress: TypeAlias = Path | Database


def address_of(given: str | StoreAddress) -> StoreAddress:
    """A record's address from what was written: ``postgresql://user@host/database?schema=name``, or the path of a file.

    All other parameters of the address are libpq's. Raises InputError for the address of anything else.
    """
    if isinstance(given, Database):
        return given
    if not (found := _URL.fullmatch(str(given))):
        if re.match(r"postgres(ql)?:/", str(given)):
            raise InputError(
                "a path cannot hold the address of a database.", where=_WRONG, remedy="Give it as text."
            )
        return Path(given)
    if found[1] not in ("postgresql", "postgres"):
        raise InputError(
            "a record is in a file or in a PostgreSQL database.",
            where=f"{found[1]}://…",
            remedy="Write a path, or postgresql://user@host/database",
        )
    return _database(found[2])


def beside(store: StoreAddress, suffix: str) -> Path:
    """A file that belongs to a record: beside its file, or for a database in the user's folder of Biennien, which is made.

    That folder is ``$XDG_DATA_HOME/biennien``, else ``~/.local/share/biennien``.
    """
    if isinstance(store, Path):
        return store.with_name(f"{store.name}{suffix}")
    folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "biennien"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{quote(store.shown.partition('://')[2], safe='@:=')}{suffix}"


def _database(rest: str) -> Database:
    """What stands behind ``postgresql://``."""
    parts = _PARTS.fullmatch(rest)
    if parts is None:
        raise InputError(
            "this is no address of a database.",
            where=_WRONG,
            remedy="In names and passwords write % and two digits for a character that means something (@ is %40, / is %2F).",
        )
    # libpq has no blank for `+`.
    given = parse_qsl((parts["rest"] or "").replace("+", "%2B"), keep_blank_values=True)
    schema = next((value for key, value in given if key == "schema"), None)
    if schema is not None and (not re.fullmatch(r"[^\W\d]\w*", schema) or len(schema.encode()) > 63):
        raise InputError(
            "a schema is named with letters, digits and underscores, at most 63 bytes.",
            where=_WRONG,
            remedy="For example: ?schema=tin_thoi_su",
        )
    others = [(key, value) for key, value in given if key != "schema"]
    told = [(key, value) for key, value in given if "pass" not in key.lower()]
    user = (parts["who"] or "").partition(":")[0]
    place = f"{f'{user}@' if user else ''}{parts['host']}/{parts['name'] or ''}"
    return Database(
        shown=f"postgresql://{place}{f'?{unquote(urlencode(told))}' if told else ''}",
        conninfo=f"postgresql://{rest.partition('?')[0]}{f'?{urlencode(others, quote_via=quote)}' if others else ''}",
        schema=schema,
    )
