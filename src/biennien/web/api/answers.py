"""How every answer is wrapped: lists with a cursor to the next page, single things bare, and a tag by which they are asked for again."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Literal, TypeVar

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from biennien.desk import Desk
from biennien.versions import SCHEMA, versions
from biennien.web.problems import MEDIA_TYPE, Problem

Item = TypeVar("Item")
Schema = Literal["biennien/1"]


class Page(BaseModel, Generic[Item]):
    """Some lines of a list, and the cursor by which the next ones are asked for; null at the end."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    schema_: Schema = Field(alias="schema")
    items: list[Item]
    next: str | None


class One(BaseModel):
    """A single thing."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    schema_: Schema = Field(alias="schema")


class ProblemDetails(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    where: str | None
    remedy: str
    errors: list[dict[str, str]] | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer besides."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    names = {
        304: "It is what you have (If-None-Match).",
        400: "It cannot be read.",
        401: "A key is needed.",
        403: "The key, or the page, may not do this.",
        404: "There is no such thing.",
        408: "It came too slowly.",
        409: "More than one thing is meant.",
        410: "It is there no more.",
        413: "It is too much at once.",
        415: "That kind of content is not read.",
        421: "The server does not go by that name.",
        422: "It is not valid.",
        429: "Too many wrong keys.",
        500: "The software has failed.",
        501: "What it needs is not installed.",
        503: "The record is being written, or too much is under way.",
    }
    return {s: {"description": names[s], **({"content": content} if s != 304 else {})} for s in statuses}


def written(value: object, status_code: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON with its letters as they are."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(content.encode("utf-8", "surrogatepass"), status_code, headers, "application/json")


def one(told: dict[str, Any]) -> dict[str, Any]:
    """A single thing with the schema at its top."""
    return {"schema": SCHEMA, **told}


def page(request: Request, items: Sequence[dict[str, Any]], limit: int, cursor: str | None) -> dict[str, Any]:
    """The page that a cursor leads to, of the whole list as it stands now.

    A cursor holds the id of the last line that was given: whatever is added before or after it, no line comes twice, and none that
    was there is left out. Raises Problem where the cursor is none, is one of another question, or its line is gone.
    """
    asked = _question(request)
    start = _after(items, asked, cursor) if cursor else 0
    shown = items[start : start + limit]
    more = start + limit < len(items)
    return {
        "schema": SCHEMA,
        "items": shown,
        "next": _cursor(asked, items, start + limit - 1) if more else None,
    }


def _cursor(asked: str, items: Sequence[dict[str, Any]], last: int) -> str:
    name = _name(items[last])
    before = sum(1 for item in items[:last] if _name(item) == name)  # ids are unique in nearly all lists
    return base64.urlsafe_b64encode(json.dumps([asked, name, before]).encode()).decode().rstrip("=")


def _after(items: Sequence[dict[str, Any]], asked: str, cursor: str) -> int:
    wrong = Problem("not-valid", detail="this is no cursor of this list.", where="cursor", remedy=None)
    try:
        of, name, before = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError):
        raise wrong from None
    if of != asked or not isinstance(name, str) or not isinstance(before, int):
        raise wrong
    places = [number for number, item in enumerate(items) if _name(item) == name]
    if not 0 <= before < len(places):
        raise Problem("cursor-gone", where="cursor")
    return places[before] + 1


def _name(item: dict[str, Any]) -> str:
    """By what a line of a list is known."""
    return str(item.get("id") or item.get("entity") or item.get("name"))


def _question(request: Request) -> str:
    """A digest of what is asked for, without which part of it."""
    parts = [(k, v) for k, v in request.query_params.multi_items() if k not in ("cursor", "limit")]
    return hashlib.sha256(repr((request.url.path, sorted(parts))).encode()).hexdigest()[:12]


def tagged(request: Request, desk: Desk, make: Callable[[], Any]) -> Response:
    """The answer of `make` with a tag that stays as long as the record, the software and the question do; 304 to who has it already."""
    tag = tag_of(request, desk.state())
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    made = make()
    if isinstance(made, Response):
        made.headers.update(headers)
        return made
    return written(made, headers=headers)


def tag_of(request: Request, state: str) -> str:
    """The tag of what is asked for, at a state of the record."""
    made = versions()
    parts = (state, made["software"], made["reader"], request.url.path, request.url.query)
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether who asks has it already."""
    given: Iterable[str] = request.headers.get("if-none-match", "").split(",")
    return any(one.strip() in ("*", tag, tag.removeprefix("W/")) for one in given)
