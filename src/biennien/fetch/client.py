"""One page at a time: redirects are followed here, so that each step is checked; what comes is counted while it comes."""

from __future__ import annotations

import logging
import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore2

from biennien.fetch.guard import Guarded, Refused, Resolve, resolve
from biennien.fetch.limits import Limits
from biennien.fetch.robots import Robots
from biennien.model.errors import BiennienError
from biennien.model.limits import exceeded

# At its most talkative it tells the headers of answers, in which cookies stand, and addresses with keys.
logging.getLogger("httpcore2").setLevel(logging.INFO)

_MOVED = (301, 302, 303, 307, 308)
_SLOW = (httpcore2.ConnectTimeout, httpcore2.ReadTimeout, httpcore2.WriteTimeout, httpcore2.PoolTimeout)
_UNCONNECTED = (httpcore2.ConnectTimeout, httpcore2.PoolTimeout)
_SMALL = 1 << 20  # bytes up to which an answer may grow as it likes
_PEACE = 86_400.0  # seconds that a server is left in peace, at most, when it asks for it
_BROKEN = (httpcore2.NetworkError, httpcore2.ProtocolError, OSError)

_ACCEPTED = {
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip",
}


class FetchError(BiennienError):
    """Nothing came, or nothing that is taken. `code` tells what it was; `later` whether another time may be better."""

    exit_code = 1

    def __init__(self, code: str, message: str, *, where: str, remedy: str, later: bool = False) -> None:
        """The code for programs, the words for people."""
        super().__init__(message, where=where, remedy=remedy)
        self.code = code
        self.later = later


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: `body` unpacked, empty with status 304. `url` is where the redirects ended; `retry_after` seconds or None."""

    url: str
    status: int
    kind: str
    charset: str | None
    body: bytes
    etag: str | None = None
    modified: str | None = None
    retry_after: float | None = None


class Client:
    """Asks for pages over connections that it keeps. Not for several threads at a time."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        lookup: Resolve = resolve,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`lookup`, `clock` and `sleep` are those of the machine but in tests."""
        self.limits = limits or Limits()
        self._clock, self._sleep = clock, sleep
        self._guard = Guarded(self.limits.allowed, lookup=lookup, clock=clock)
        self._pool = httpcore2.ConnectionPool(
            network_backend=self._guard,
            max_connections=10,
            keepalive_expiry=30.0,
            retries=0,
        )
        self._robots = Robots(self._robots_of, self.limits.agent, clock)
        self._last: dict[str, float] = {}

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """The page at an address. With `etag` or `modified` of an earlier answer the status is 304 where it is the same still. Raises FetchError."""
        began = self._clock()
        seen = set[str]()
        here = self._checked(url)
        while True:
            if here in seen:
                raise self._error(
                    "redirects", "it leads on and on.", url, "Give the address that the page itself has."
                )
            if len(seen) > self.limits.redirects:
                raise self._beyond("redirects", "redirects", url)
            seen.add(here)
            if (allowed := self._robots.allows(here)) is None:
                raise self._error(
                    "unreachable",
                    "its robots.txt cannot be had, so nothing is asked of it.",
                    here,
                    "Try again later.",
                    later=True,
                )
            if not allowed:
                raise self._error(
                    "robots",
                    "the site does not want this page to be read by programs (robots.txt).",
                    here,
                    "Open it in a browser and save it, if you may.",
                )
            began += self._wait(here)  # the pause is ours, not the server's
            answer, onward = self._asked(here, etag, modified, began)
            if onward is None:
                return answer
            here = self._onward(here, onward)

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str]) -> int:
        """Sends a body and returns the status of the answer, whose words are not read; redirects are not followed. Raises FetchError."""
        began, here = self._clock(), self._checked(url)
        sent = {"User-Agent": self.limits.agent, "Content-Length": str(len(body)), **headers}
        with self._errors_of(here, began), self._stream("POST", here, sent, began, body) as response:
            return int(response.status)

    def close(self) -> None:
        """Ends the connections."""
        self._pool.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    def _asked(
        self, url: str, etag: str | None, modified: str | None, began: float
    ) -> tuple[Answer, str | None]:
        """The answer, and where it sends us on."""
        headers = {"User-Agent": self.limits.agent, **_ACCEPTED}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        with self._errors_of(url, began), self._stream("GET", url, headers, began) as response:
            told = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
            }
            if response.status in _MOVED and told.get("location"):
                return _answer(url, response.status, told, b""), told["location"]
            packed = told.get("content-encoding", "")
            body = b"" if response.status == 304 else self._body(response.iter_stream(), packed, url, began)
            return _answer(url, response.status, told, body), None

    def _stream(
        self, method: str, url: str, headers: Mapping[str, str], began: float, content: bytes | None = None
    ) -> AbstractContextManager[httpcore2.Response]:
        limits = self.limits
        self._guard.until = began + limits.total
        times = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        rows = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        return self._pool.stream(method, url, headers=rows, content=content, extensions={"timeout": times})

    @contextmanager
    def _errors_of(self, url: str, began: float) -> Iterator[None]:
        """Puts what goes wrong on the way into words."""
        try:
            yield
        except Refused as error:
            parts = urlsplit(url)
            host = f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
            remedy = f'If you trust that host, allow it: --allow-host {host}, in a plan of watch: allow = ["{host}"].'
            raise self._error("refused", f"it is not asked: {error}.", url, remedy) from error
        except _SLOW as error:
            over = self._clock() - began >= self.limits.total
            name = "total" if over else "connect" if isinstance(error, _UNCONNECTED) else "read"
            raise self._beyond("slow", name, url, later=True) from error
        except httpcore2.UnsupportedProtocol as error:
            raise self._error(
                "address", "only http and https are asked.", url, "Check the address."
            ) from error
        except _BROKEN as error:
            message = f"it cannot be reached: {str(error) or type(error).__name__}."
            remedy = "Check the address, or try again later."
            raise self._error("unreachable", message, url, remedy, later=True) from error

    def _body(self, chunks: Iterator[bytes], encoding: str, url: str, began: float) -> bytes:
        """The body as it was before it was packed. Raises FetchError where it is too long, too slow or damaged."""
        unpack = _unpacker(encoding)
        if unpack is None:
            raise self._error(
                "encoding",
                f"it is packed in a way that is not read: {encoding[:40]}.",
                url,
                "Open it in a browser and save it.",
            )
        found, sent = bytearray(), 0
        try:
            for chunk in chunks:
                sent += len(chunk)
                if sent > self.limits.sent:
                    raise self._beyond("endless", "sent", url)
                if self._clock() - began > self.limits.total:
                    raise self._beyond("endless", "total", url)
                found += unpack(chunk, self.limits.unpacked + 1 - len(found))
                if len(found) > self.limits.unpacked:
                    raise self._beyond("bomb", "unpacked", url)
                if len(found) > _SMALL and len(found) > self.limits.growth * sent:
                    raise self._beyond("bomb", "growth", url)
            if sent and not unpack.whole:
                raise zlib.error("its end is missing")
        except zlib.error as error:
            raise self._error(
                "damaged", f"it cannot be unpacked: {error}.", url, "Try again later.", later=True
            ) from error
        return bytes(found)

    def _checked(self, url: str) -> str:
        """The address without its fragment. Raises FetchError where it is none that is asked."""
        wrong = None
        try:
            parts = urlsplit(url.strip())
            port = parts.port  # raises where it is no number
        except ValueError:
            parts, port, wrong = urlsplit(""), None, "this is no address."
        if len(url) > self.limits.address:
            raise self._beyond("address", "address", url[:200])
        if parts.scheme not in ("http", "https") or not parts.hostname:
            wrong = wrong or "only http and https are asked."
        elif parts.username or parts.password:
            wrong = "an address with a name and a password is not asked."
        if wrong:
            raise self._error("address", wrong, url[:200], "Check the address.")
        try:
            host = parts.hostname or ""
            host = host if host.isascii() else host.encode("idna").decode()
            path, query = _quoted(parts.path or "/"), _quoted(parts.query)
        except UnicodeError as error:  # a label that is too long or empty, half a character
            raise self._error(
                "address", "this is no address.", ascii(url[:200]), "Check the address."
            ) from error
        host = f"[{host}]" if ":" in host else host
        netloc = f"{host}:{port}" if port else host
        return urlunsplit((parts.scheme, netloc, path, query, ""))

    def _onward(self, here: str, location: str) -> str:
        """Where a redirect leads. Raises FetchError where that is no address that is asked."""
        try:
            return self._checked(urljoin(here, location))
        except ValueError as error:
            raise self._error(
                "address", "it leads to what is no address.", here, "Check the address."
            ) from error

    def _wait(self, url: str) -> float:
        """Leaves a host its pause between two requests, the one it asks for itself where that is longer; the seconds that this took."""
        came, host = self._clock(), urlsplit(url).netloc
        pause = max(self.limits.pause, min(self._robots.delay(url), self.limits.longest_pause))
        if (last := self._last.get(host)) is not None and (left := last + pause - self._clock()) > 0:
            self._sleep(left)
        self._last[host] = self._clock()
        return self._last[host] - came

    def _robots_of(self, url: str) -> tuple[int, str]:
        """The status and the words of a site's robots.txt; status 0 where the site cannot be reached."""
        began, here = self._clock(), url
        try:
            for _ in range(self.limits.redirects + 1):
                answer, onward = self._asked(here, None, None, began)
                if onward is None:
                    return answer.status, answer.body[: self.limits.robots].decode("utf-8", "replace")
                here = self._onward(here, onward)
        except FetchError as error:
            if error.code in ("refused", "address"):
                raise
        return 0, ""

    def _beyond(self, code: str, limit: str, where: str, *, later: bool = False) -> FetchError:
        """That something exceeds a limit, by its name."""
        message, remedy = exceeded(f"fetch.{limit}", getattr(self.limits, limit))
        return self._error(code, message, where, remedy, later=later)

    @staticmethod
    def _error(code: str, message: str, where: str, remedy: str, *, later: bool = False) -> FetchError:
        return FetchError(code, message, where=where, remedy=remedy, later=later)


def _answer(url: str, status: int, told: dict[str, str], body: bytes) -> Answer:
    kind = Message()
    kind["content-type"] = told.get("content-type", "")
    return Answer(
        url=url,
        status=status,
        kind=kind.get_content_type() if told.get("content-type") else "",
        charset=kind.get_content_charset(),
        body=body,
        etag=told.get("etag"),
        modified=told.get("last-modified"),
        retry_after=_seconds(told.get("retry-after", ""), told.get("date", "")),
    )


def _seconds(words: str, date: str) -> float | None:
    """The seconds that a server wants to be left in peace, at most a day; None where it does not say.

    A time of day is reckoned from the `date` of its answer, so that its clock may be wrong.
    """
    if re.fullmatch("[0-9]{1,9}", words):
        return float(min(int(words), _PEACE))
    try:
        left = (parsedate_to_datetime(words) - parsedate_to_datetime(date)).total_seconds()
    except (ValueError, TypeError, OverflowError):  # TypeError: one with a zone and one without
        return None
    return min(max(left, 0.0), _PEACE)


def _quoted(words: str) -> str:
    return "".join(c if 32 < ord(c) < 127 else "".join(f"%{b:02X}" for b in c.encode()) for c in words)


class _Unpacked:
    """Unpacks a body a piece at a time, up to so many bytes: gzip of any number of members, or zlib; without `packed` it stays as it is."""

    def __init__(self, packed: bool) -> None:
        self._packed = packed
        self._one = self._fresh()

    @property
    def whole(self) -> bool:
        """Whether the end of what was packed has come."""
        return not self._packed or self._one.eof

    def __call__(self, chunk: bytes, most: int) -> bytes:
        if not self._packed:
            return chunk[:most]
        found, rest = bytearray(), chunk
        while rest and len(found) < most:
            if self._one.eof:
                if not rest.startswith(b"\x1f"):  # what some servers put behind the end is no part of it
                    break
                self._one = self._fresh()
            found += self._one.decompress(rest, most - len(found))
            rest = self._one.unused_data if self._one.eof else b""
        return bytes(found)

    @staticmethod
    def _fresh() -> zlib._Decompress:
        return zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, by its first bytes


def _unpacker(encoding: str) -> _Unpacked | None:
    """What unpacks the pieces of a body; None for a way that is not known."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return _Unpacked(packed=False)
    return _Unpacked(packed=True) if name in ("gzip", "x-gzip", "deflate") else None
