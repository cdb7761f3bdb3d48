"""What the forms of the pages need: who may send them, who signs, and the way back to what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlencode

from fastapi import Request, Security
from fastapi.params import Depends as Dependency
from fastapi.responses import RedirectResponse, Response

from biennien.decisions import Decided
from biennien.web.pages.addresses import local
from biennien.web.security.access import allowed

_NAME = 80  # characters of a name that are remembered
_YEAR = 365 * 24 * 3600
DECIDES: list[Dependency] = [Security(allowed, scopes=["decide"])]
WRITES: list[Dependency] = [Security(allowed, scopes=["write"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stood in a form that was refused, by the names of its fields, and what is wrong with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    error: Mapping[str, Any] | None = None


def signed(request: Request) -> str:
    """The name that signed the last decision in this browser."""
    return unquote(request.cookies.get("by", ""))[:_NAME]


def remember_name(request: Request, response: Response, name: str) -> None:
    """Remembers who signs, so that the name is there in the next form."""
    if kept := " ".join(name.split())[:_NAME]:
        secure = request.url.scheme == "https"
        response.set_cookie("by", quote(kept), max_age=_YEAR, samesite="lax", httponly=True, secure=secure)


def decided_at(request: Request, back: str, decided: Decided, name: str) -> RedirectResponse:
    """Back to a page that says what was decided."""
    path, _, anchor = local(back).partition("#")
    path, _, query = path.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("decided=")]
    query = "&".join([*kept, urlencode({"decided": decided.decision.id})])
    response = RedirectResponse(f"{path}?{query}{'#' + anchor if anchor else ''}", status_code=303)
    remember_name(request, response, name)
    return response
