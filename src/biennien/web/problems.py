"""What went wrong, in words: for a program as RFC 9457 says, for a person; never where in the code."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.routing import Match

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
from biennien.web.phrases import page_words
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
