"""The page that takes a key and lets the browser in, and the way out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from biennien.web.pages.rendering import render
from biennien.web.problems import Problem
from biennien.web.security.access import Access, principal_of, public, session_cookie
from biennien.web.security.forgery import from_our_page

router = APIRouter(include_in_schema=False, dependencies=[Depends(public), Depends(from_our_page)])


@router.get("/sign-in")
def form(request: Request, back: str = "/") -> HTMLResponse:
    """The form, or who is signed in."""
    return _form(request, back)


@router.post("/sign-in")
async def sign_in(
    request: Request,
    key: Annotated[str, Form(max_length=200)],
    back: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Takes a key and leads back to where the reader wanted to go."""
    settings, access = request.app.state.settings, request.app.state.access
    if not settings.keyed:
        return RedirectResponse("/", 303)
    assert isinstance(access, Access)
    try:
        found = access.shown(key.strip(), request.scope)
    except Problem as problem:
        wrong = "wait" if problem.kind == "too-many-wrong-keys" else "wrong"
        page = _form(request, back, wrong, problem.status_code)
        page.headers.update({n: v for n, v in (problem.headers or {}).items() if n == "Retry-After"})
        return page
    answer = RedirectResponse(_here(back), 303)
    answer.set_cookie(
        session_cookie(settings),
        request.app.state.access.sessions.begin(found.id),
        max_age=int(settings.session_hours * 3600),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Ends the session."""
    name = session_cookie(request.app.state.settings)
    request.app.state.access.sessions.end(request.cookies.get(name, ""))
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(name, httponly=True, samesite="strict")
    return answer


def _form(request: Request, back: str, wrong: str | None = None, status_code: int = 200) -> HTMLResponse:
    return render(
        request,
        "sign_in.html.jinja",
        status_code,
        back=_here(back),
        wrong=wrong,
        needed=request.app.state.settings.keyed,
        signed_in=principal_of(request).name,
    )


def _here(back: str) -> str:
    """An address on this server; where another is meant, the front page."""
    bad = (
        not back.startswith("/") or back.startswith(("//", "/\\")) or any(c < " " or c == "\\" for c in back)
    )
    return "/" if bad else back
