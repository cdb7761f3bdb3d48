"""Connections to PostgreSQL that hold any text that SQLite holds: the one character that it cannot, NUL, is written as two others."""

from __future__ import annotations

import re

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.types.string import StrDumper

_NEVER = re.compile("[\x00\x1a]")
_SPELT = re.compile("\x1a([01])")


class _Dumper(StrDumper):
    """NUL as SUB and ``0``; so that this is not ambiguous, SUB as SUB and ``1``."""

    def dump(self, obj: str) -> Buffer | None:
        if "\x00" in obj or "\x1a" in obj:
            obj = _NEVER.sub(lambda m: f"\x1a{int(m[0] == chr(26))}", obj)
        return super().dump(obj)


class _Loader(Loader):
    """The way back."""

    def load(self, data: Buffer) -> str:
        text = str(data, "utf-8")
        return _SPELT.sub(_meant, text) if "\x1a" in text else text


def _meant(found: re.Match[str]) -> str:
    return "\x00\x1a"[int(found[1])]


def connect(conninfo: str, schema: str | None, seconds: int) -> psycopg.Connection[tuple[object, ...]]:
    """A connection at an address of libpq; the tables are those of the `schema`."""
    defaults = {"connect_timeout": str(seconds), "application_name": "biennien"}
    given = psycopg.conninfo.conninfo_to_dict(conninfo)
    connection = psycopg.connect(
        **{**defaults, **given, "client_encoding": "UTF8"}  # type: ignore[arg-type]
    )
    connection.adapters.register_dumper(str, _Dumper)
    connection.adapters.register_loader("text", _Loader)
    if schema is not None:
        connection.execute(f'SET search_path TO "{schema}"')
        connection.commit()
    return connection
