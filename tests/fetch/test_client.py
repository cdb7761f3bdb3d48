"""Pages come, politely, or it is said why not; no server can hold us up, fill us up or send us where we may not go."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

pytest.importorskip("httpcore2", reason="httpcore2 is missing: pip install 'biennien[web]'")
pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")
import httpcore2
from tests.fetch.server import PAGE, Server
from tests.fetch.server import answer as served

from biennien.fetch import Client, FetchError, Limits
from biennien.fetch.guard import is_public
from biennien.fetch.robots import Robots


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def client(server: Server, **limits: object) -> Client:
    bounds = {
        "connect": 1.0,
        "read": 0.5,
        "total": 1.5,
        "sent": 5_000_000,
        "pause": 0.0,
        "allowed": (f"127.0.0.1:{server.port}",),
    }
    return Client(Limits(**(bounds | limits)))  # type: ignore[arg-type]


def at(server: Server, path: str) -> str:
    return f"http://127.0.0.1:{server.port}{path}"


@pytest.mark.parametrize("path", ["/page", "/gzip", "/deflate", "/moved", "/page#part"])
def test_a_page_comes(server: Server, path: str) -> None:
    with client(server) as web:
        answer = web.get(at(server, path))
    assert (answer.status, answer.body, answer.kind, answer.charset) == (200, PAGE, "text/html", "utf-8")


def test_what_is_the_same_still_is_not_sent_again(server: Server) -> None:
    with client(server) as web:
        first = web.get(at(server, "/page"))
        again = web.get(at(server, "/page"), etag=first.etag, modified=first.modified)
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/private", "refused"), ("/metadata", "refused"), ("/file", "address"), ("/mail", "refused"), ("/loop", "redirects"), ("/ping", "redirects"),
        ("/bomb", "bomb"), ("/garbled", "damaged"), ("/br", "encoding"), ("/long", "unreachable"), ("/nonsense", "unreachable"),
        ("/nothing", "unreachable"), ("/headers", "unreachable"), ("/slow", "slow"), ("/drip", "slow"), ("/headdrip", "slow"),
        ("/endless", "endless"), ("/secret", "robots"),
    ],
)  # fmt: skip
def test_misbehaviour_is_told_and_ends_soon(server: Server, path: str, code: str) -> None:
    began = time.monotonic()
    with client(server) as web, pytest.raises(FetchError) as error:
        web.get(at(server, path))
    assert error.value.code == code
    assert error.value.remedy
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    ("path", "status"), [("/error", 500), ("/busy", 503), ("/gone", 410), ("/none", 404), ("/zero", 200)]
)
def test_other_statuses_are_passed_on(server: Server, path: str, status: int) -> None:
    with client(server) as web:
        answer = web.get(at(server, path))
    assert answer.status == status
    assert answer.retry_after == (7.0 if path == "/busy" else None)


@pytest.mark.parametrize(
    ("words", "date", "seconds"),
    [
        ("Mon, 02 Mar 2026 08:10:00 GMT", "Mon, 02 Mar 2026 08:00:00 GMT", 600.0),
        ("Sun, 01 Mar 2026 08:00:00 GMT", "Mon, 02 Mar 2026 08:00:00 GMT", 0.0),
        ("Mon, 02 Mar 2126 08:00:00 GMT", "Mon, 02 Mar 2026 08:00:00 GMT", 86_400.0),
        ("Mon, 02 Mar 2026 08:10:00 GMT", "yesterday", None),
        ("Mon, 02 Mar 2026 08:10:00", "Mon, 02 Mar 2026 08:00:00 GMT", None),
        ("Mon, 02 Mar 99999999999 08:10:00 GMT", "Mon, 02 Mar 2026 08:00:00 GMT", None),
        ("999999999", "", 86_400.0),
    ],
)
def test_a_time_until_which_a_server_wants_peace_is_reckoned_by_its_own_clock(
    server: Server, words: str, date: str, seconds: float | None
) -> None:
    server.pages["/peace"] = served(b"", "503 Service Unavailable", f"Retry-After: {words}", f"Date: {date}")
    with client(server) as web:
        assert web.get(at(server, "/peace")).retry_after == seconds


def test_a_body_is_never_longer_than_its_length(server: Server) -> None:
    with client(server) as web:
        assert web.get(at(server, "/short")).body == PAGE[:10]


def test_nothing_is_asked_of_a_site_whose_rules_cannot_be_had() -> None:
    server = Server(robots_status="500 Internal Server Error")
    with client(server) as web, pytest.raises(FetchError) as error:
        web.get(at(server, "/page"))
    assert error.value.code == "unreachable" and error.value.later and server.asked["/page"] == 0
    server.close()


def test_a_site_whose_rules_could_not_be_had_is_asked_for_them_again() -> None:
    now, status = 0.0, 503
    asked: list[str] = []

    def ask(url: str) -> tuple[int, str]:
        asked.append(url)
        return status, "User-agent: *\nDisallow: /secret\n"

    robots = Robots(ask, "Biennien", lambda: now)
    assert (
        robots.allows("http://a.vn/1") is None and robots.allows("http://a.vn/2") is None and len(asked) == 1
    )
    now, status = 301.0, 200
    assert robots.allows("http://a.vn/1") is True and robots.allows("http://a.vn/secret") is False
    now = 90_000.0
    assert robots.allows("http://a.vn/1") and len(asked) == 3


@pytest.mark.parametrize("path", ["/bracket", "/label"])
def test_a_redirect_to_what_is_no_address_is_an_error(server: Server, path: str) -> None:
    with client(server) as web, pytest.raises(FetchError) as error:
        web.get(at(server, path))
    assert error.value.code == "address"


@pytest.mark.parametrize("url", ["http://" + "é" * 70 + ".vn/", "http://a/\udcff", "http://é..vn/"])
def test_half_an_address_is_none(server: Server, url: str) -> None:
    with client(server) as web, pytest.raises(FetchError) as error:
        web.get(url)
    assert error.value.code == "address"


def test_what_was_packed_in_two_members_comes_whole_and_a_cut_one_not_at_all(server: Server) -> None:
    with client(server) as web:
        assert web.get(at(server, "/members")).body == PAGE
        with pytest.raises(FetchError) as error:
            web.get(at(server, "/cut"))
        assert error.value.code == "damaged"
        assert web.get(at(server, "/odd")).retry_after is None


def test_a_host_is_left_its_pause(server: Server) -> None:
    slept: list[float] = []
    limits = Limits(pause=2.0, allowed=(f"127.0.0.1:{server.port}",))
    with Client(limits, sleep=slept.append, clock=lambda: 100.0) as web:
        web.get(at(server, "/page"))
        web.get(at(server, "/gzip"))
    assert slept == [2.0]
    assert server.asked["/robots.txt"] == 1
    assert all("Biennien/" in head for head in server.heads)


@pytest.mark.parametrize("limits", [{"pause": 61.0}, {"longest_pause": 31.0}])
def test_the_pause_of_a_host_is_not_counted_as_time_of_its_answer(limits: dict[str, float]) -> None:
    server, now = Server(robots=b"User-agent: *\nCrawl-delay: 31\n"), [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    bounds = Limits(total=60.0, allowed=(f"127.0.0.1:{server.port}",), **limits)  # type: ignore[arg-type]
    with Client(bounds, sleep=sleep, clock=lambda: now[0]) as web:
        assert [web.get(at(server, path)).status for path in ("/page", "/gzip", "/moved")] == [200] * 3
    assert now[0] >= 3 * 31  # before all but the first, also before the one that a redirect led to
    server.close()


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a.example/", "http://", "javascript:alert(1)", "http://user:pw@a.example/", "http://a.example:x/", "//a.example", "http://[::1", "x" * 5000],
)  # fmt: skip
def test_addresses_that_are_not_asked(server: Server, url: str) -> None:
    with client(server) as web, pytest.raises(FetchError) as error:
        web.get(url)
    assert error.value.code == "address"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "100.64.0.1",
                                     "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "::"])  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_is_looked_up_once_and_that_address_is_connected_to(server: Server) -> None:
    """A name that turns from a public address into a private one between the check and the connection gets nowhere."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    looked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        looked.append(host)
        return next(answers)

    with Client(Limits(connect=0.3, pause=0.0), lookup=lookup) as web, pytest.raises(FetchError):
        web.get(f"http://turns.example:{server.port}/page")
    assert server.asked == {}


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "017700000001", "127.1", "localhost", "[::ffff:127.0.0.1]"]
)
def test_loopback_by_another_name(server: Server, host: str) -> None:
    with Client(Limits(connect=0.5, pause=0.0)) as web, pytest.raises(FetchError) as error:
        web.get(f"http://{host}:{server.port}/page")
    assert error.value.code in ("refused", "unreachable", "robots")
    assert server.asked == {}


@pytest.mark.parametrize(
    ("path", "limits", "name"),
    [
        ("/endless", {"sent": 100_000}, "sent"), ("/bomb", {}, "growth"), ("/bomb", {"growth": 10**9, "unpacked": 2_000_000}, "unpacked"), ("/slow", {"read": 0.3}, "read"),
        ("/drip", {"total": 0.6}, "total"), ("/moved", {"redirects": 0}, "redirects"), ("/" + "a" * 300, {"address": 200}, "address"),
    ],
)  # fmt: skip
def test_what_exceeds_a_limit_names_it(
    server: Server, path: str, limits: dict[str, float], name: str
) -> None:
    with client(server, **limits) as web, pytest.raises(FetchError) as error:
        web.get(at(server, path))
    value = getattr(Limits(**limits), name)  # type: ignore[arg-type]
    assert (
        f"fetch.{name} ({value:,})" in error.value.message and f"--limit fetch.{name}=" in error.value.remedy
    )
    assert "Split" not in error.value.remedy


def test_a_connection_that_does_not_come_names_the_limit() -> None:
    def lookup(host: str, port: int) -> list[str]:
        raise httpcore2.ConnectTimeout

    with Client(Limits(connect=0.2, pause=0.0), lookup=lookup) as web, pytest.raises(FetchError) as error:
        web.get("http://a.example/robots.txt")
    assert error.value.code in ("slow", "unreachable")
    with Client(Limits(connect=0.2, pause=0.0), lookup=lookup) as web, pytest.raises(FetchError) as error:
        web.post("http://a.example/", b"", headers={})
    assert "fetch.connect (0.2)" in error.value.message


def test_a_pause_that_a_host_asks_for_and_the_words_of_its_rules_are_bounded() -> None:
    server = Server(robots=b"User-agent: *\nCrawl-delay: 900\n")
    slept: list[float] = []
    limits = Limits(longest_pause=3.0, pause=0.0, allowed=(f"127.0.0.1:{server.port}",))
    with Client(limits, sleep=slept.append, clock=lambda: 100.0) as web:
        web.get(at(server, "/page"))
        web.get(at(server, "/page"))
    assert slept == [3.0]
    server.close()
    server = Server(robots=b"User-agent: *\nDisallow: /page\n")
    with client(server, robots=12) as web:
        assert web.get(at(server, "/page")).status == 200
    server.close()
