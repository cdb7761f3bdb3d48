"""Who asks: everybody on loopback without keys, else the key of the request or of the browser's session; and what a route asks for."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from fastapi import Request
from fastapi.security import SecurityScopes
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from biennien.web.problems import Problem
from biennien.web.security.attempts import Attempts
from biennien.web.security.keys import SCOPES, Key, KeyRing, key_file
from biennien.web.security.sessions import Sessions
from biennien.web.settings import Settings

_DOORS = ("/sign-in", "/sign-out")
_log = logging.getLogger("biennien.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who asks. `name` is that of the key, None where there is none; `by` is ``open``, ``key``, ``session`` or ``nobody``."""

    name: str | None = None
    scopes: frozenset[str] = frozenset()
    by: str = "nobody"


OPEN = Principal(scopes=frozenset(SCOPES), by="open")
NOBODY = Principal()


class Access:
    """Finds out who asks, by the keys of the record and the sessions of the browsers that showed one."""

    def __init__(self, settings: Settings) -> None:
        """Of the record that the settings name."""
        self._settings = settings
        self._ring = KeyRing(key_file(settings.store))
        self._attempts = Attempts(settings.wrong_keys)
        self.sessions = Sessions(settings.session_hours)

    @property
    def has_keys(self) -> bool:
        """Whether anybody can get in where keys are needed."""
        return bool(self._ring.keys())

    def principal(self, scope: Scope) -> Principal:
        """Who sends a request. Raises Problem where the key that it shows is none."""
        if not self._settings.keyed:
            return OPEN
        kind, _, secret = Headers(scope=scope).get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return _principal_of(self.shown(secret.strip(), scope), "key")
        cookie = HTTPConnection(scope).cookies.get(session_cookie(self._settings))
        key_id = self.sessions.key_of(cookie) if cookie else None
        key = self._ring.standing(key_id) if key_id else None
        return _principal_of(key, "session") if key else NOBODY

    def shown(self, secret: str, scope: Scope) -> Key:
        """The key that somebody showed. Raises Problem where it is none, or too many were none in the last minute.

        A right key is taken whatever came before: 256 bits are not guessed, and nobody can lock others out.
        """
        if key := self._ring.key_of(secret):
            return key
        client = scope.get("client")
        address = client[0] if client else ""
        if wait := self._attempts.wait(address):
            raise Problem("too-many-wrong-keys", headers={"Retry-After": str(int(wait) + 1)})
        self._attempts.was_wrong(address)
        _log.warning("a wrong key was shown from %s", address)
        raise Problem("wrong-key", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


class Asked:
    """Puts who asks where every route finds it; a wrong key is refused here, none at all where a route needs one."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            principal = self._access.principal(scope)
            scope.setdefault("state", {})["principal"] = principal
            if (
                principal.by == "nobody"
                and scope["method"] not in ("GET", "HEAD")
                and scope["path"] not in _DOORS
            ):
                raise key_needed()  # before a body is read
        await self._app(scope, receive, send)


def _principal_of(key: Key, by: str) -> Principal:
    return Principal(name=key.name, scopes=frozenset(key.scopes), by=by)


def session_cookie(settings: Settings) -> str:
    """The name of the session's cookie: browsers send cookies to every port of a host."""
    return f"biennien_session_{settings.port}"


def principal_of(request: Request) -> Principal:
    """Who asks."""
    found = getattr(request.state, "principal", NOBODY)
    assert isinstance(found, Principal)
    return found


def may(request: Request, scope: str) -> bool:
    """Whether who asks may do what a scope is for; a page shows nothing that would be refused."""
    read_only = request.app.state.settings.read_only and scope != "read"
    return scope in principal_of(request).scopes and not read_only


def allowed(request: Request, needed: SecurityScopes) -> None:
    """Refuses who lacks a scope that the route was declared with: ``dependencies=[Security(allowed, scopes=["write"])]``."""
    principal = principal_of(request)
    if principal.by == "nobody":
        raise key_needed()
    for scope in needed.scopes:
        if request.app.state.settings.read_only and scope != "read":
            raise Problem("read-only")
        if scope not in principal.scopes:
            header = f'Bearer error="insufficient_scope", scope="{scope}"'
            raise Problem("scope-needed", where=scope, scope=scope, headers={"WWW-Authenticate": header})


def key_needed() -> Problem:
    """That a key must be shown."""
    return Problem("key-needed", headers={"WWW-Authenticate": "Bearer"})


def public() -> None:
    """Declares that a route is for everybody: ``dependencies=[Depends(public)]``."""


def signature(request: Request, by: str | None) -> str | None:
    """How a decision is signed: by the name that was given; with a key also by the key's, so that nobody signs for another unseen."""
    name, given = principal_of(request).name, " ".join((by or "").split())
    if name is None or given == name:
        return given or None
    return f"{given} ({name})" if given else name
