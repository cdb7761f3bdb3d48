"""How much of the web is taken at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one answer. Times in seconds, sizes in bytes; `growth` is how many times its packed size a body may have.

    `allowed` are hosts (``127.0.0.1:8000``, ``intranet.example``) that may be asked although they are not on the public internet.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    sent: int = 20_000_000
    unpacked: int = 50_000_000
    growth: int = 200
    redirects: int = 5
    address: int = 2_000
    robots: int = 500_000
    pause: float = 1.0
    allowed: tuple[str, ...] = ()
    agent: str = "Biennien/0.1"
