"""The way back: spans of the view → spans of the text as given."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from biennien.model import Reading, Span
from biennien.read.view import View

_PLAIN = frozenset({str, int, bool, type(None)})


def in_original(reading: Reading, view: View) -> Reading:
    """The reading with every span counted in the report's own text."""
    if view.offsets is None:
        return reading
    changed: Any = _moved(reading, view)
    result: Reading = changed
    return result


def _moved(value: Any, view: View) -> Any:
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, Span):
        return view.original(value)
    if isinstance(value, tuple):
        return tuple([_moved(v, view) for v in value])
    if names := _fields(kind):
        return kind(**{name: _moved(getattr(value, name), view) for name in names})
    return value


@functools.cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()
