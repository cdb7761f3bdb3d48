"""What the pages share with the exported page, and what a reader chose to be remembered."""

from __future__ import annotations

import functools
import hashlib
import re
from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from biennien.web.pages.rendering import THEMES
from biennien.words import LANGUAGES

router = APIRouter()
_SHARED = {"page.css": "text/css", "axis.js": "text/javascript"}
_LOCAL = re.compile(
    r"/(?![/\\])[^\x00-\x1f\x7f\\]*"
)  # an address on this server, whatever a browser makes of it
_YEAR = 365 * 24 * 3600


@router.get("/shared/{name}")
def shared(request: Request, name: str) -> Response:
    """A file of the exported page that the desk uses too."""
    if name not in _SHARED:
        return Response(status_code=404)
    content, tag = _file(name)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("If-None-Match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=f"{_SHARED[name]}; charset=utf-8", headers=headers)


@router.get("/preferences")
def remember(request: Request, back: str = "/", lang: str = "", theme: str = "") -> RedirectResponse:
    """Remembers the language or the theme and goes back to the page, which lies on this server whatever the address says."""
    local = back if _LOCAL.fullmatch(back) else "/"
    response = RedirectResponse(local, status_code=303)
    chosen = {"lang": lang if lang in LANGUAGES else "", "theme": theme if theme in THEMES else ""}
    for name, value in chosen.items():
        if value:
            secure = request.url.scheme == "https"
            response.set_cookie(name, value, max_age=_YEAR, samesite="lax", httponly=True, secure=secure)
    return response


@functools.cache
def _file(name: str) -> tuple[bytes, str]:
    folder = files("biennien.export.html")
    content = (folder / name if name.endswith(".css") else folder / "js" / name).read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:20]}"'
