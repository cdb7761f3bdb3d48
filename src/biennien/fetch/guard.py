"""Which addresses may be connected to: a name is looked up once, what it stands for is checked, and that very address is connected to.

So a name that stands for a public address when it is checked and for a private one a moment later (DNS rebinding) gets nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
import typing
from collections.abc import Callable, Iterable

import httpcore2

_EMBEDDING = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("::ffff:0:0/96"),
)
_PORTS = (80, 443)  # below 1024 only these: no page is served from the port of a mail server

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]


class Refused(Exception):
    """The address is not one that may be connected to; in words why, which end a sentence."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses that a name stands for now."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, and embeds no other."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (inner := _embedded(ip)) is not None:
        ip = inner
    if isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local:
        return False
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    )


def _embedded(ip: ipaddress.IPv6Address) -> Address | None:
    """The IPv4 address that leads through a gateway to, where this is such a one."""
    for number, network in enumerate(_EMBEDDING):
        if ip in network:
            shift = 80 if number == 1 else 0
            return ipaddress.IPv4Address((int(ip) >> shift) & 0xFFFFFFFF)
    return None


class _Timed(httpcore2.NetworkStream):
    """A stream that ends when the time for the whole answer is over, however small the pieces in which it comes."""

    def __init__(self, inner: httpcore2.NetworkStream, guard: Guarded) -> None:
        self._inner, self._guard = inner, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._guard.until - self._guard.clock()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time for the whole answer is over")
        return self._inner.read(max_bytes, left if timeout is None else min(timeout, left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, timeout), self._guard)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._inner.get_extra_info(info)


class Guarded(httpcore2.NetworkBackend):
    """Connects to public addresses only, and to the hosts that are `allowed` by name."""

    def __init__(
        self,
        allowed: Iterable[str] = (),
        *,
        lookup: Resolve = resolve,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`allowed` are hosts, or hosts with a port; after `until` on the `clock` nothing is read any more."""
        self.until = float("inf")
        self.clock = clock
        self._allowed = frozenset(host.lower() for host in allowed)
        self._lookup = lookup
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first address of a host that answers. Raises Refused where none of them may be connected to."""
        free = {host.lower(), f"{host.lower()}:{port}"} & self._allowed
        if not free and port < 1024 and port not in _PORTS:
            raise Refused(f"port {port} is not one that pages are served from")
        try:
            addresses = self._lookup(host, port)
        except (OSError, ValueError) as error:  # ValueError: a zero byte in the name, a label too long
            raise httpcore2.ConnectError(str(error)) from error
        open_ = [a for a in addresses if free or is_public(a)]
        if not open_:
            shown = f" ({', '.join(addresses)})" if addresses not in ([], [host]) else ""
            raise Refused(f"{host}{shown} is not on the public internet")
        last: Exception | None = None
        for address in open_:
            left = self.until - self.clock()
            if left <= 0:
                raise httpcore2.ConnectTimeout("the time for the whole answer is over")
            wait = None if left == float("inf") else left
            wait = timeout if wait is None else min(timeout or wait, wait)
            try:
                return _Timed(
                    self._inner.connect_tcp(address, port, wait, local_address, socket_options), self
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
        assert last is not None
        raise last
