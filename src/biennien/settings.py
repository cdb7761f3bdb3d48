"""What is set for the run: the file `biennien.toml` of the folder, the environment, and the limits that both and the options may change."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from biennien.model import Limits
from biennien.model.errors import InputError

FILE = "biennien.toml"
PREFIX = "BIENNIEN_"
_LIMITS = f"{PREFIX}LIMITS_"


def table_of(path: Path, name: str) -> Mapping[str, Any]:
    """A table of a file that need not be there. Raises InputError where the file is no TOML, or the name is not that of a table."""
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8")).get(name, {})
    except (OSError, ValueError) as error:
        raise InputError(
            f"it is not valid TOML: {error}.", where=str(path), remedy="Mend the file."
        ) from None
    if not isinstance(table, dict):
        raise InputError(f"{name!r} is no table.", where=str(path), remedy=f"Write [{name}] before it.")
    return table


def load_limits(environment: Mapping[str, str], folder: Path, given: Iterable[str] = ()) -> Limits:
    """The limits: those `given` as ``NAME=VALUE``, else ``BIENNIEN_LIMITS_GROUP_NAME``, else the table ``[limits]`` of ``biennien.toml``.

    Raises InputError for one that is unknown or has no such value.
    """
    path = folder / FILE
    limits = Limits().but(_flat(table_of(path, "limits")), str(path))
    names = {variable_of(name): name for name, _, _ in limits.named()}
    for variable in environment:
        if variable.startswith(_LIMITS) and environment[variable]:
            limits = limits.but({names.get(variable, variable): environment[variable]}, variable)
    for one in given:
        name, _, value = one.partition("=")
        limits = limits.but({name.strip(): value.strip()}, f"--limit {one}")
    return limits


def variable_of(limit: str) -> str:
    """The variable of the environment that sets a limit."""
    return f"{_LIMITS}{limit.replace('.', '_').upper()}"


def _flat(table: Mapping[str, Any]) -> dict[str, object]:
    """The limits of a table of tables by their names."""
    found: dict[str, object] = {}
    for group, rows in table.items():
        if isinstance(rows, dict):
            found |= {f"{group}.{name}": value for name, value in rows.items()}
        else:
            found[group] = rows
    return found
