"""How much of the web is taken at once, and who asks for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from biennien.model.limits import FetchLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(FetchLimits):
    """The limits of one answer.

    `allowed` are hosts (``127.0.0.1:8000``, ``intranet.example``) that may be asked although they are not on the public internet.
    """

    allowed: tuple[str, ...] = ()
    agent: str = "Biennien/0.1"

    @classmethod
    def within(cls, limits: FetchLimits, allowed: Iterable[str] = ()) -> Limits:
        """These limits for hosts of the public internet and those that are `allowed`."""
        return cls(**dataclasses.asdict(limits), allowed=tuple(allowed))
