"""The way back: spans of the view → spans of the text as given."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from biennien.model import Reading, Span
from biennien.read.view import View

T = TypeVar("T")


def in_original(reading: Reading, view: View) -> Reading:
    """The reading with every span counted in the report's own text."""
    if view.offsets is None:
        return reading
    changed: Any = _moved(reading, view)
    result: Reading = changed
    return result


def _moved(value: Any, view: View) -> Any:
    if isinstance(value, Span):
        return view.original(value)
    if isinstance(value, tuple):
        return tuple(_moved(v, view) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return type(value)(**{name: _moved(v, view) for name, v in fields.items()})
    return value
