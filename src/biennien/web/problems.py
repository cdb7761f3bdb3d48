"""What went wrong, told as RFC 9457 says to a program and as a page to a person; never where in the code."""

from __future__ import annotations

import http
import json
import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from biennien.model.errors import (
    AmbiguousError,
    BiennienError,
    ConflictError,
    GoneError,
    InputError,
    NoRecordError,
    NotFoundError,
    RecordLockedError,
    StoreError,
)
from biennien.words import Words, load_words

_log = logging.getLogger("biennien.web")
MEDIA_TYPE = "application/problem+json"
TYPE = "urn:biennien:problem:"
STATUSES = {
    "bad-request": 400,
    "key-needed": 401,
    "wrong-key": 401,
    "no-token": 403,
    "other-origin": 403,
    "read-only": 403,
    "scope-needed": 403,
    "not-found": 404,
    "no-record": 404,
    "wrong-method": 405,
    "too-slow": 408,
    "ambiguous": 409,
    "conflict": 409,
    "gone": 410,
    "cursor-gone": 410,
    "too-large": 413,
    "wrong-type": 415,
    "other-host": 421,
    "not-valid": 422,
    "too-many-wrong-keys": 429,
    "failed": 500,
    "record-unusable": 500,
    "not-installed": 501,
    "busy": 503,
    "record-locked": 503,
}
_OF_STATUS = {400: "bad-request", 404: "not-found", 405: "wrong-method", 413: "too-large", 415: "wrong-type"}
_DATES = ("published", "as_known", "since")  # the fields of forms in which a date is typed
_COMMAND = re.compile(r"\b[Tt]he command biennien (\w+)|\bbiennien (\w+)")
_LISTS = (
    "stories",
    "meetings",
    "statements",
    "timeline",
    "positions",
    "explanations",
    "differences",
    "reports",
    "decisions",
)


class Problem(HTTPException):
    """One of the problems above. `detail`, `remedy` are English sentences of the software where they say more than the kind does."""

    def __init__(
        self,
        kind: str,
        *,
        detail: str | None = None,
        where: str | None = None,
        remedy: str | None = None,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        super().__init__(STATUSES[kind], headers=dict(headers or {}))
        self.kind = kind
        self.told = detail
        self.where = where
        self.remedy = remedy
        self.errors = errors
        self.values = values

    def body(self, lang: str) -> dict[str, Any]:
        """The problem in a language, as RFC 9457 says it."""
        from biennien.web.pages.rendering import page_words

        words, say = page_words(lang), load_words(lang)
        found: dict[str, Any] = {
            "type": TYPE + self.kind,
            "title": words[f"problem.{self.kind}"],
            "status": self.status_code,
            "detail": _told(self.told, say) or words[f"problem.{self.kind}_detail"].format(**self.values),
            "where": self.where,
            "remedy": _told(self.remedy, say) or words[f"problem.{self.kind}_remedy"].format(**self.values),
        }
        return found | ({"errors": self.errors} if self.errors else {})


def told_to_person(problem: Problem, lang: str) -> dict[str, Any]:
    """The problem as a page tells it: how a date is written as the forms ask for it."""
    from biennien.web.pages.rendering import page_words

    told = problem.body(lang)
    if problem.where in _DATES and (problem.remedy or "").startswith("Write "):
        told["remedy"] = page_words(lang)["problem.date_remedy"]
    return told


def _told(sentence: str | None, say: Words) -> str:
    """A sentence of the software in a language, with resources in the place of commands."""
    return _COMMAND.sub(_resource, say.told(sentence)) if sentence else ""


def _resource(found: re.Match[str]) -> str:
    name = found[1] or found[2]
    return f"/api/v1/{name}" if name in _LISTS else found[0]


class Problems:
    """Answers every problem that was raised inside, and a failure of the software as one, with a number by which the log tells of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = replaced = False

        async def sent(message: Message) -> None:
            nonlocal begun, replaced
            if message["type"] == "http.response.start":
                begun, replaced = True, _is_bare(message)
                if replaced:
                    await answer(Request(scope), Problem("too-large"))(scope, receive, send)
            if not replaced:
                await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception as error:
            if begun:
                raise
            response = answer(Request(scope), problem_of(error))
            await response(scope, receive, send)


def _is_bare(message: Message) -> bool:
    """Whether the library that bounds bodies answers for itself, in a few words of plain text."""
    return message["status"] == 413 and not Headers(raw=message["headers"]).get(
        "content-type", ""
    ).startswith((MEDIA_TYPE, "text/html"))


def answer_problems(app: FastAPI) -> None:
    """Lets the application answer what its routes raise."""

    async def answered(request: Request, error: Exception) -> Response:
        return answer(request, problem_of(error, request))

    for kind in (StarletteHTTPException, RequestValidationError, BiennienError):
        app.add_exception_handler(kind, answered)


def problem_of(error: Exception, request: Request | None = None) -> Problem:
    """The problem that an error is to whoever asked."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return _not_valid(error)
    if isinstance(error, BiennienError):
        return _of_software(error)
    if isinstance(error, StarletteHTTPException):
        kind = _OF_STATUS.get(error.status_code, "bad-request" if error.status_code < 500 else "failed")
        headers = {"Allow": _methods(request)} if kind == "wrong-method" and request else error.headers
        return Problem(kind, headers=headers)
    number = secrets.token_hex(4)
    _log.error("failure %s", number, exc_info=error)
    return Problem("failed", number=number)


def _of_software(error: BiennienError) -> Problem:
    """Errors meant for a user; where the server keeps its files is nobody's business."""
    if isinstance(error, RecordLockedError):
        return Problem("record-locked", headers={"Retry-After": "5"})
    if isinstance(error, NoRecordError):
        return Problem("no-record")
    if isinstance(error, StoreError):
        _log.error("%s", error)
        return Problem("record-unusable", detail=error.message)
    kinds = {
        NotFoundError: "not-found",
        AmbiguousError: "ambiguous",
        ConflictError: "conflict",
        GoneError: "gone",
        InputError: "not-valid",
    }
    kind = next((name for kind, name in kinds.items() if isinstance(error, kind)), None)
    if kind is None and "pip install" in error.remedy:
        kind = "not-installed"
    if kind is None:
        _log.error("%s", error)
        return Problem("failed", number="-")
    where = error.where.removeprefix("--").replace("-", "_") if error.where.startswith("--") else error.where
    return Problem(kind, detail=error.message, where=where or None, remedy=error.remedy or None)


def _not_valid(error: RequestValidationError) -> Problem:
    rows = [
        {"where": ".".join(str(part) for part in row["loc"]), "message": str(row["msg"])}
        for row in error.errors()
    ]
    first = rows[0] if rows else {"where": "", "message": ""}
    return Problem("not-valid", detail=f"{first['message']}.", where=first["where"], errors=rows)


def _methods(request: Request) -> str:
    """The methods that a path takes."""
    found = {"HEAD"}
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            found.add(method)
    return ", ".join(sorted(found if "GET" in found else found - {"HEAD"}))


def answer(request: Request, problem: Problem) -> Response:
    """The problem as JSON to programs, as a page to a person who looks at pages."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        lang = "vi" if request.headers.get("accept-language", "").lower().startswith("vi") else "en"
        content = json.dumps(problem.body(lang), ensure_ascii=False).encode()
        headers = {**(problem.headers or {}), "Content-Language": lang}
        return Response(content, problem.status_code, headers, MEDIA_TYPE)
    from biennien.web.pages import rendering

    if problem.kind == "key-needed" and request.method == "GET":
        where = rendering.address("/sign-in", back=request.url.path)
        if "hx-request" in request.headers:
            return Response(status_code=204, headers={"HX-Redirect": where})
        return Response(status_code=http.HTTPStatus.SEE_OTHER, headers={"Location": where})
    told = told_to_person(problem, rendering.language_of(request))
    typed = request.query_params.get("as_known") if problem.where == "as_known" else None
    page = rendering.render(
        request, "problem.html.jinja", problem.status_code, problem=told, typed=typed, path=request.url.path
    )
    page.headers.update(problem.headers or {})
    return page
