"""All decisions of persons, with what became of each; and whether the record still holds word for word."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from biennien import app
from biennien.web.pages.decided import notice_of, row_of
from biennien.web.pages.forms import signed
from biennien.web.pages.rendering import desk_of, render

router = APIRouter()
_AT_ONCE = 100
_FAILURES = 200  # that are shown


@router.get("/decisions", response_class=HTMLResponse)
def decisions(request: Request, page: int = 1) -> HTMLResponse:
    """The decisions, the latest first."""
    taken = desk_of(request).decisions()[::-1]
    last = max(1, -(-len(taken) // _AT_ONCE))
    page = min(max(page, 1), last)
    return render(
        request,
        "decisions.html.jinja",
        part="decisions",
        signed=signed(request),
        decided=notice_of(request),
        rows=[row_of(request, judged) for judged in taken[(page - 1) * _AT_ONCE : page * _AT_ONCE]],
        count=len(taken),
        page=page,
        last=last,
    )


@router.get("/verify", response_class=HTMLResponse)
def verify_form(request: Request) -> HTMLResponse:
    """What is verified, and the button."""
    return render(request, "verify.html.jinja", part="decisions", found=None, failures=(), more=0)


@router.post("/verify", response_class=HTMLResponse)
def verify(request: Request) -> HTMLResponse:
    """Every citation cut out of the stored texts again. It changes nothing."""
    found = app.verify(desk_of(request).path)
    more = max(0, len(found.failures) - _FAILURES)
    return render(
        request,
        "verify.html.jinja",
        part="decisions",
        found=found,
        failures=found.failures[:_FAILURES],
        more=more,
    )
