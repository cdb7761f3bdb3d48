"""The OpenAPI of the resources, and the same for people: each resource with what it takes and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from biennien.web.api.answers import ProblemDetails
from biennien.web.security.scopes import scopes_of

_HEADERS = {
    "ETag": {
        "description": "stays as long as the record, the software and the question do",
        "schema": {"type": "string"},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter or a key: its name, its type in words, what it means; `at` is query, path, header or body."""

    name: str
    type: str
    meaning: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One method of one path. `bodies` and `answers` are what is sent and what comes, as (type or status, object)."""

    id: str
    method: str
    path: str
    tag: str
    summary: str
    text: str
    scope: str
    fields: tuple[Field, ...]
    bodies: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """An object that is sent or comes."""

    name: str
    text: str
    fields: tuple[Field, ...]


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI of the resources: problems and tags on every one, and the scope that each needs."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        tags=app.openapi_tags,
        routes=app.routes,
    )
    parts = made["components"]
    parts["schemas"] |= {"ProblemDetails": ProblemDetails.model_json_schema()}
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    parts["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "not needed on loopback"}
    }
    scopes = scopes_of(app)
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            needed = scopes.get((method.upper(), path)) or frozenset()
            scope = next((one for one in ("decide", "write") if one in needed), "read")
            operation["security"] = [{}, {"key": [scope]}]
            if method == "get" and "304" in operation["responses"]:
                operation["responses"]["200"]["headers"] = _HEADERS
    return made


def resources(api: Mapping[str, Any]) -> Iterator[Resource]:
    """The resources of an OpenAPI, in its order."""
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            yield Resource(
                id=operation["operationId"],
                method=method.upper(),
                path=path,
                tag=operation["tags"][0],
                summary=operation["summary"],
                text=operation.get("description", "").replace("\n", " "),
                scope=operation["security"][-1]["key"][0],
                fields=tuple(_parameters(operation)),
                bodies=tuple(_contents(operation.get("requestBody", {}))),
                answers=tuple(_answers(operation)),
            )


def kinds(api: Mapping[str, Any]) -> Iterator[Kind]:
    """The objects of an OpenAPI, by name."""
    for name, schema in sorted(api["components"]["schemas"].items()):
        fields = (
            Field(name=key, type=type_of(value), meaning=value.get("description", ""))
            for key, value in schema.get("properties", {}).items()
        )
        yield Kind(
            name=_named(name), text=schema.get("description", "").replace("\n", " "), fields=tuple(fields)
        )


def type_of(schema: Mapping[str, Any]) -> str:
    """A JSON schema in a few words."""
    if "$ref" in schema:
        return _named(str(schema["$ref"]).rsplit("/", 1)[-1])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(type_of(one) for one in schema[key]))
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"[{type_of(schema.get('items', {}))}]"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"{{string: {type_of(schema['additionalProperties'])}}}"
    return str(schema.get("type", "any"))


def _named(name: str) -> str:
    """The name of an object: ``Page_Story_`` is a page of stories."""
    found = re.fullmatch(r"Page_(\w+)_", name)
    return f"Page of {found[1]}" if found else name


def _parameters(operation: Mapping[str, Any]) -> Iterator[Field]:
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        meaning = parameter.get("description") or schema.get("description", "")
        yield Field(name=parameter["name"], type=type_of(schema), meaning=meaning, at=parameter["in"])


def _contents(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, content in part.get("content", {}).items():
        yield kind, type_of(content.get("schema", {}))


def _answers(operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for status, answer in sorted(operation["responses"].items()):
        told = " | ".join(name for _, name in _contents(answer)) if status < "400" else ""
        yield status, told
