"""Dataclasses ↔ JSON, by their types: lossless, and compact (fields that have their default are left out).

A `Span` is written as ``[start, end]``. Unknown keys are ignored, so that an older file can be read after a field is gone.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

from biennien.model import Span

T = TypeVar("T")
Encoder = Callable[[Any], Any]
Decoder = Callable[[Any], Any]


def to_json(value: object) -> str:
    """The JSON text of a dataclass; equal values give equal texts."""
    kind: Any = type(value)
    return json.dumps(_encoder(kind)(value), ensure_ascii=False, separators=(",", ":"))


def from_json(cls: type[T], text: str) -> T:
    """The dataclass that a JSON text was written from."""
    kind: Any = cls
    decoded: T = _decoder(kind)(json.loads(text))
    return decoded


@functools.cache
def _encoder(kind: Any) -> Encoder:
    if kind is Span:
        return lambda span: (span.start, span.end)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = [(f.name, _encoder(hints[f.name]), _default(f)) for f in dataclasses.fields(kind)]

        def encode(value: Any) -> dict[str, Any]:
            out = {}
            for name, inner, default in fields:
                item = getattr(value, name)
                if item != default:
                    out[name] = inner(item)
            return out

        return encode
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        inner = _encoder(_only(args))
        return lambda value: None if value is None else inner(value)
    if origin is tuple and args[-1] is Ellipsis:
        item = _encoder(args[0])
        return _same if item is _same else lambda values: [item(v) for v in values]
    if origin is tuple:
        parts = [_encoder(a) for a in args]
        return lambda values: [part(v) for part, v in zip(parts, values, strict=True)]
    return _same


@functools.cache
def _decoder(kind: Any) -> Decoder:
    if kind is Span:
        return lambda pair: Span(pair[0], pair[1])
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = {f.name: _decoder(hints[f.name]) for f in dataclasses.fields(kind)}
        make: Any = kind
        return lambda row: make(**{key: fields[key](value) for key, value in row.items() if key in fields})
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        inner = _decoder(_only(args))
        return _same if inner is _same else lambda value: None if value is None else inner(value)
    if origin is tuple and args[-1] is Ellipsis:
        item = _decoder(args[0])
        return tuple if item is _same else lambda values: tuple(item(v) for v in values)
    if origin is tuple:
        parts = [_decoder(a) for a in args]
        return lambda values: tuple(part(v) for part, v in zip(parts, values, strict=True))
    return _same


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default  # MISSING equals nothing, so a field without a default is always written


def _only(args: tuple[Any, ...]) -> Any:
    """The type beside None."""
    (kind,) = [a for a in args if a is not types.NoneType]
    return kind


def _same(value: Any) -> Any:
    return value
