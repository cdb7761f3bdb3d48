"""Who has signed in: a random cookie for a browser that showed a key; kept in memory, so that a new start asks for the key again."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

_MOST = 1_000  # sessions at once


class Sessions:
    """The browsers that have signed in, by a digest of their cookie, each with the id of its key."""

    def __init__(self, hours: float, clock: Callable[[], float] = time.time) -> None:
        self._seconds = hours * 3600
        self._clock = clock
        self._kept: dict[str, tuple[str, float]] = {}

    def begin(self, key_id: str) -> str:
        """The cookie of a new session."""
        now = self._clock()
        self._kept = {name: row for name, row in self._kept.items() if row[1] > now}
        while len(self._kept) >= _MOST:
            self._kept.pop(next(iter(self._kept)))
        cookie = secrets.token_urlsafe(32)
        self._kept[_digest(cookie)] = (key_id, now + self._seconds)
        return cookie

    def key_of(self, cookie: str) -> str | None:
        """The id of the key that a cookie stands for, while the session lasts."""
        key_id, until = self._kept.get(_digest(cookie), ("", 0.0))
        return key_id if until > self._clock() else None

    def end(self, cookie: str) -> None:
        """Signs a browser out."""
        self._kept.pop(_digest(cookie), None)


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
