"""How often somebody may be wrong: wrong keys are counted by address, and after some of them the address waits."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

_ADDRESSES = 10_000  # that are remembered


class Attempts:
    """Wrong keys in the last minute; `limit` are taken, then none until the oldest is a minute old."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """The seconds that an address has to wait before a key of it is looked at; 0 where it may try."""
        recent = self._recent(address)
        return max(0.0, recent[-self._limit] + 60 - self._clock()) if len(recent) >= self._limit else 0.0

    def was_wrong(self, address: str) -> None:
        """Counts a wrong key."""
        self._wrong[address] = [*self._recent(address), self._clock()][-self._limit :]
        self._wrong.move_to_end(address)
        while len(self._wrong) > _ADDRESSES:
            self._wrong.popitem(last=False)

    def _recent(self, address: str) -> list[float]:
        since = self._clock() - 60
        return [at for at in self._wrong.get(address, ()) if at > since]
