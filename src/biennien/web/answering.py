"""Answers what went wrong: as RFC 9457 says to a program, as a page to a person."""

from __future__ import annotations

import http
import json

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from biennien.model.errors import BiennienError
from biennien.web.pages import rendering
from biennien.web.problems import MEDIA_TYPE, Problem, problem_of, told_to_person


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


def answer(request: Request, problem: Problem) -> Response:
    """The problem as JSON to programs, as a page to a person who looks at pages."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        lang = "vi" if request.headers.get("accept-language", "").lower().startswith("vi") else "en"
        content = json.dumps(problem.body(lang), ensure_ascii=False).encode()
        headers = {**(problem.headers or {}), "Content-Language": lang}
        return Response(content, problem.status_code, headers, MEDIA_TYPE)
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
