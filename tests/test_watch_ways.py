"""A watch over a server that misbehaves, a way a test: it ends soon, tells what it was, and the page beside it comes all the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")

from tests.fetch.server import PAGE, Server, answer

from biennien import app
from biennien.fetch import Limits
from biennien.watch.diary import Diary
from biennien.watch.plan import read_plan
from biennien.watch.watcher import Round, Watcher

GOOD = PAGE.replace(b"<article>", b"<article><h1>Tin</h1>")


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


class Desk:
    """A watch over one feed of the server."""

    def __init__(
        self, server: Server, folder: Path, feed: bytes | None = None, paths: tuple[str, ...] = ()
    ) -> None:
        self.server, self.folder, self.clock = server, folder, 1_000_000.0
        self.host = f"127.0.0.1:{server.port}"
        server.pages["/good"] = answer(GOOD)
        self.serve(self.feed_of(*paths, "/good") if feed is None else feed)
        (folder / "plan.toml").write_text(
            f'allow = ["{self.host}"]\n[[feed]]\nurl = "http://{self.host}/feed"\noutlet = "Báo"\n'
        )

    def serve(self, feed: bytes, *headers: str) -> None:
        self.server.pages["/feed"] = answer(
            feed, "200 OK", *(headers or ("Content-Type: application/rss+xml",))
        )

    def feed_of(self, *paths: str) -> bytes:
        items = "".join(
            f"<item><guid>{p}</guid><title>{p}</title><link>http://{self.host}{p}</link></item>"
            for p in paths
        )
        return f"<rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>".encode()

    def round(self, later: float = 0.0) -> Round:
        self.clock += later
        diary = Diary(self.folder / "diary")
        limits = Limits(connect=1.0, read=0.4, total=1.0, sent=5_000_000, pause=0.0, allowed=(self.host,))
        try:
            return Watcher(
                read_plan(self.folder / "plan.toml"),
                self.folder / "a.sqlite",
                diary,
                limits=limits,
                now=lambda: self.clock,
            ).round()
        finally:
            diary.close()

    def state(self, path: str) -> tuple[str, str | None]:
        """What became of a page."""
        diary = Diary(self.folder / "diary")
        found = diary._connection.execute("SELECT state, said FROM items WHERE key = ?", (path,)).fetchone()
        diary.close()
        return found


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/slow", "waiting"), ("/drip", "waiting"), ("/headdrip", "waiting"), ("/endless", "left"), ("/bomb", "left"), ("/loop", "left"),
        ("/ping", "left"), ("/private", "left"), ("/metadata", "left"), ("/file", "left"), ("/long", "waiting"), ("/cut", "waiting"), ("/garbled", "waiting"),
        ("/error", "waiting"), ("/busy", "waiting"), ("/many", "waiting"), ("/gone", "left"), ("/br", "left"), ("/nonsense", "waiting"), ("/nothing", "waiting"),
        ("/zero", "left"), ("/headers", "waiting"), ("/wide", "waiting"), ("/reset", "waiting"), ("/secret", "left"),
    ],
)  # fmt: skip
def test_a_page_that_misbehaves_keeps_no_other_out(
    server: Server, tmp_path: Path, path: str, state: str
) -> None:
    desk, began = Desk(server, tmp_path, paths=(path,)), time.monotonic()
    found = desk.round()
    assert time.monotonic() - began < 6
    assert found.added == 1 and len(app.reports(tmp_path / "a.sqlite")) == 1
    became, said = desk.state(path)
    assert became == state and said, (became, said)
    assert len(found.warnings) == (1 if state == "left" else 0)


@pytest.mark.parametrize("path", ["/short", "/charset", "/skew", "/type"])
def test_a_page_that_is_labelled_wrongly_is_read(server: Server, tmp_path: Path, path: str) -> None:
    if path == "/short":  # more comes than was said
        server.pages[path] = answer(GOOD + b"<p>more</p>", length=len(GOOD))
    desk = Desk(server, tmp_path, paths=(path,))
    desk.round()
    assert desk.state(path)[0] == "done"
    texts = [report.text for report, _ in app.reports(tmp_path / "a.sqlite")]
    assert len(texts) == 2 and all("Hai bên hẹn gặp nhau." in text for text in texts)


def test_a_page_that_is_never_the_same_is_one_report(server: Server, tmp_path: Path) -> None:
    desk = Desk(server, tmp_path, paths=("/changing",))
    desk.round()
    assert [desk.round(later=86_400).changed for _ in range(3)] == [1, 1, 1]
    assert len(app.reports(tmp_path / "a.sqlite")) == 2


@pytest.mark.parametrize(
    "feed",
    [b"<rss><channel><item><link>http://HOST/good</link><title>a & b <i></title></item></rss>", b"", b"\xff\xfe\x00", b"<html>no feed</html>", b'{"version": "https://jsonfeed.org/version/1.1", "items": 7}',
     b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0"><channel><title>&c;</title></channel></rss>'],
    ids=["torn", "empty", "bytes", "html", "json", "entities"],
)  # fmt: skip
def test_a_feed_that_is_damaged_is_told_of_and_looked_at_again(
    server: Server, tmp_path: Path, feed: bytes
) -> None:
    desk = Desk(server, tmp_path)
    desk.serve(feed.replace(b"HOST", desk.host.encode()))
    found = desk.round()
    assert found.warnings or found.added == 1
    desk.serve(desk.feed_of("/good"))
    assert found.added + desk.round(later=90_000).added == 1


def test_entries_twice_without_link_or_day_are_read_once_or_told_of(server: Server, tmp_path: Path) -> None:
    desk = Desk(server, tmp_path)
    twice = f"<item><guid>a</guid><link>http://{desk.host}/good</link></item>" * 3
    bare = "<item><guid isPermaLink='false'>b</guid><title>no link</title></item><item></item><item><link>javascript:alert(1)</link><pubDate>someday</pubDate></item>"
    desk.serve(f"<rss version='2.0'><channel>{twice}{bare}</channel></rss>".encode())
    found = desk.round()
    assert found.added == 1 and server.asked["/good"] == 1
    assert any("1 entries lead to no page" in words for words in found.warnings)
    assert any("no address of the web" in words for words in found.warnings)


def test_a_page_that_wants_peace_gets_it(server: Server, tmp_path: Path) -> None:
    desk = Desk(server, tmp_path, paths=("/many",))  # 429, for two hours
    desk.round()
    desk.serve(desk.feed_of())
    asked = server.asked["/many"]
    desk.round(later=7_199)
    assert server.asked["/many"] == asked == 1
    desk.round(later=1)
    assert server.asked["/many"] == 2


def test_a_feed_that_wants_peace_gets_it(server: Server, tmp_path: Path) -> None:
    desk = Desk(server, tmp_path)
    server.pages["/feed"] = answer(b"", "429 Too Many Requests", "Retry-After: 7200")
    assert "429" in desk.round().warnings[0]
    asked = server.asked["/feed"]
    desk.round(later=7_199)
    assert server.asked["/feed"] == asked
    desk.round(later=2)
    assert server.asked["/feed"] == asked + 1


def test_a_feed_of_another_type_and_charset_is_read_by_its_words(server: Server, tmp_path: Path) -> None:
    desk = Desk(server, tmp_path)
    desk.serve(desk.feed_of("/good"), "Content-Type: text/plain; charset=us-ascii")
    assert desk.round().added == 1
