"""What every answer tells the browser, and the requests that are turned away before anything is done for them."""

from __future__ import annotations

import asyncio
import re
import string
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from biennien.web.problems import Problem
from biennien.web.settings import Settings

# No script and no style but our own files, nothing from elsewhere, no frame around us, no form to others. Trusted types are not asked
# for: htmx puts what it fetched into the page as text of markup, which they forbid; that markup is escaped where it is made.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_STREAM = "/api/v1/events"  # has no end, and is counted apart
_IN_QUERY = string.punctuation + " "  # what is left as it is in a query
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?")


class Headed:
    """Puts the headers of safety on every answer, and answers HEAD as GET without its body."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        # What only the holder of a key sees is not left behind.
        self._kept = "no-store" if settings.keyed else "no-cache"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not scope[
            "query_string"
        ].isascii():  # bytes that no browser sends bare, and that the library fails on
            scope = {**scope, "query_string": quote(scope["query_string"], safe=_IN_QUERY).encode()}
        head = scope["method"] == "HEAD" and scope["path"] != _STREAM
        done = False

        async def sent(message: Message) -> None:
            nonlocal done
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-cache" if "etag" in headers else self._kept)
            elif head:
                if done:
                    return
                done = True
                message = {"type": "http.response.body", "body": b"", "more_body": False}
            await send(message)

        await self._app({**scope, "method": "GET"} if head else scope, receive, sent)


class Named:
    """Refuses a request for a name that is not ours: a page elsewhere could give this machine a name of its own and read along."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._names = settings.names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            given = Headers(scope=scope).getlist("host")
            found = _HOST.fullmatch(given[0].lower()) if len(given) == 1 else None
            if found is None or found[1] not in self._names:
                raise Problem("other-host", where="Host")
        await self._app(scope, receive, send)


class Bounded:
    """Turns away what comes while too much is under way, and a body that is too slow in coming; streams of events are counted elsewhere."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._most = settings.concurrency
        self._seconds = settings.body_seconds
        self._now = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == _STREAM:
            await self._app(scope, receive, send)
            return
        if self._now >= self._most:
            raise Problem("busy", headers={"Retry-After": "1"})
        self._now += 1
        until = asyncio.get_running_loop().time() + self._seconds
        whole = False

        async def received() -> Message:
            nonlocal whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise Problem("too-slow") from None
            whole = not message.get("more_body", False)
            return message

        try:
            await self._app(scope, received, send)
        finally:
            self._now -= 1
