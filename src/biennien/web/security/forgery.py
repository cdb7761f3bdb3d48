"""No other page acts for a reader: what changes the record comes from our own pages with their token, or from no browser at all."""

from __future__ import annotations

import base64
import hmac
import secrets

from fastapi import Request
from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from biennien.web.problems import Problem
from biennien.web.security.access import principal_of
from biennien.web.settings import Settings

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
FIELD, HEADER = "csrf", "x-csrf-token"
_BYTES = 32


class Forgery:
    """Refuses whatever changes something and was sent by a page of another origin; keeps the secret of the tokens in a cookie."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._cookie = f"biennien_csrf_{settings.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        if scope["method"] not in SAFE and not _bearer(scope) and is_foreign(scope):
            raise Problem("other-origin")
        kept = _secret(HTTPConnection(scope).cookies.get(self._cookie, ""))
        state["csrf_secret"] = kept or secrets.token_bytes(_BYTES)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and kept is None and state.get("csrf_asked"):
                value = base64.urlsafe_b64encode(state["csrf_secret"]).decode()
                more = "; Secure" if scope["scheme"] == "https" else ""
                cookie = f"{self._cookie}={value}; Path=/; HttpOnly; SameSite=Strict{more}"
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, sent)


def is_foreign(scope: Scope) -> bool:
    """Whether a browser says that a request comes from a page of another origin."""
    headers = Headers(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:  # no page can set it; the origin of a form is "null" where no referrer is sent
        return site != "same-origin"
    return origin is not None and origin.lower() != f"{scope['scheme']}://{headers.get('host', '')}".lower()


def csrf_token(request: Request) -> str:
    """The token that a form, or a request of a script, of this page carries: as the field ``csrf``, or the header ``X-CSRF-Token``.

    It is masked anew each time, so that a compressed page does not give it away by its length.
    """
    secret = getattr(request.state, "csrf_secret", None)
    if secret is None:  # the request was refused at the door; the page that says so has no form
        return ""
    request.state.csrf_asked = True
    mask = secrets.token_bytes(_BYTES)
    masked = bytes(a ^ b for a, b in zip(mask, secret, strict=True))
    return base64.urlsafe_b64encode(mask + masked).decode()


async def from_our_page(request: Request) -> None:
    """Refuses a form of a page without the page's token. Every page's route has it."""
    if request.method not in SAFE and not _bearer(request.scope):
        token = request.headers.get(HEADER)
        if token is None:
            token = str((await form_of(request)).get(FIELD, ""))
        _check(request, token)


async def form_of(request: Request) -> FormData:
    """What a form sent, within the limits of the settings."""
    settings: Settings = request.app.state.settings
    return await request.form(max_files=settings.files, max_fields=100, max_part_size=settings.body_bytes)


def from_our_script(request: Request) -> None:
    """Refuses what a browser asks of REST without the page's token; who is no browser, or shows a key, needs none."""
    if request.method in SAFE or _bearer(request.scope):
        return
    browser = "sec-fetch-site" in request.headers or "origin" in request.headers
    if browser or principal_of(request).by == "session":
        _check(request, request.headers.get(HEADER, ""))


def _check(request: Request, token: str) -> None:
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii"))
    except ValueError:
        raw = b""
    mask, masked = raw[:_BYTES], raw[_BYTES:]
    told = bytes(a ^ b for a, b in zip(mask, masked, strict=False))
    if len(raw) != 2 * _BYTES or not hmac.compare_digest(told, request.state.csrf_secret):
        raise Problem("no-token")


def _bearer(scope: Scope) -> bool:
    """Whether a request shows a key in its header, which no other page can add."""
    return Headers(scope=scope).get("authorization", "").lower().startswith("bearer ")


def _secret(cookie: str) -> bytes | None:
    try:
        raw = base64.urlsafe_b64decode(cookie.encode("ascii"))
    except ValueError:
        return None
    return raw if len(raw) == _BYTES else None
