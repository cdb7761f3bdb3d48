"""A watch loses nothing and doubles nothing, whatever feeds and webhooks do and wherever it is stopped."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")

from biennien import app
from biennien.cli import main
from biennien.fetch import Limits
from biennien.model.errors import InputError, StoreError
from biennien.watch.diary import Diary
from biennien.watch.plan import read_plan
from biennien.watch.watcher import Round, Watcher

DAYS = {"1": "2/3", "2": "3/3", "3": "4/3"}
SAID = {
    "1": "Ông Trump ngày 2/3 thông báo sẽ gặp ông Putin tại Hà Nội vào tuần tới. “Chúng tôi sẽ nói chuyện”, ông Trump nói.",
    "2": "Nhà Trắng ngày 3/3 xác nhận hoãn cuộc gặp giữa ông Trump và ông Putin tại Hà Nội.",
    "3": "Ông Trump ngày 4/3 tuyên bố hủy cuộc gặp với ông Putin tại Hà Nội.",
}


class Web:
    """A paper with a feed and pages, and a desk with a webhook; `down` names paths that fail."""

    def __init__(self) -> None:
        self.entries = ["1"]
        self.down: set[str] = set()
        self.asked: list[str] = []
        self.hooked: list[tuple[dict[str, str], bytes]] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                self._send(*web.answer(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path in web.down:
                    self._send(503, b"", "text/plain")
                else:
                    web.hooked.append((dict(self.headers), body))
                    self._send(204, b"", "text/plain")

            def _send(self, status: int, body: bytes, kind: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, path: str) -> tuple[int, bytes, str]:
        if path in self.down:
            return 503, b"", "text/plain"
        if path == "/feed.xml":
            items = "".join(
                f"<item><guid>{n}</guid><title>Tin {n}</title><link>http://{self.host}/{n}.html</link>"
                f"<pubDate>Mon, 0{int(n) + 1} Mar 2026 08:00:00 +0700</pubDate></item>"
                for n in self.entries
            )
            return (
                200,
                f"<rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>".encode(),
                "application/rss+xml",
            )
        if path == "/broken.xml":
            return 200, b"<html><body>nothing</body></html>", "text/html"
        if (number := path.strip("/").removesuffix(".html")) in SAID:
            words = f"<h1>Tin {number}</h1><p>{SAID[number]}</p><p>{'Phần còn lại của bản tin nói về thời tiết và giao thông. ' * 4}</p>"
            return (
                200,
                f"<html lang='vi'><body><article>{words}</article></body></html>".encode(),
                "text/html; charset=utf-8",
            )
        return 404, b"", "text/plain"

    def close(self) -> None:
        self._server.shutdown()


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.close()


class Desk:
    """A watch over one record, with a clock that stands still until it is moved."""

    def __init__(self, web: Web, folder: Path, rules: str = "", feed: str = "/feed.xml") -> None:
        self.web, self.folder, self.clock, self.lines = web, folder, 1_000_000.0, list[str]()
        self.store = folder / "a.sqlite"
        (folder / "plan.toml").write_text(
            f'allow = ["{web.host}"]\n[[feed]]\nurl = "http://{web.host}{feed}"\noutlet = "Báo"\n{rules}'
        )
        self.plan = read_plan(folder / "plan.toml")

    def round(self, later: float = 0.0) -> Round:
        """One round of a watch that was started just now, so many seconds later."""
        self.clock += later
        diary = Diary(self.folder / "diary")
        limits = Limits(allowed=(self.web.host,), pause=0.0)
        try:
            return Watcher(
                self.plan, self.store, diary, limits=limits, echo=self.lines.append, now=lambda: self.clock
            ).round()
        finally:
            diary.close()


def test_what_is_new_is_added_once(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    assert desk.round().added == 1
    assert desk.round().looked == 0  # not due
    web.entries = ["1", "2"]
    assert (found := desk.round(later=600)).added == 1 and not found.warnings
    assert desk.round(later=600).added == 0
    assert sorted(r.published_on or "" for r, _ in app.reports(desk.store)) == ["2026-03-02", "2026-03-03"]
    assert web.asked.count("/1.html") == 1


def test_a_page_that_fails_is_tried_again_and_the_others_go_on(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    web.entries, web.down = ["1", "2", "9"], {"/1.html"}
    found = desk.round()
    assert (found.added, found.left) == (1, 1)  # 9 is not there and will not be
    web.down = set()
    assert desk.round(later=100).added == 0
    assert desk.round(later=300).added == 1


def test_a_feed_that_fails_is_left_in_peace_for_longer_and_longer(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    web.down = {"/feed.xml"}
    assert desk.round().warnings == [f"http://{web.host}/feed.xml: the server answers 503."]
    desk.round(later=600)
    asked = web.asked.count("/feed.xml")
    desk.round(later=599)
    assert web.asked.count("/feed.xml") == asked
    web.down = set()
    assert desk.round(later=90_000).added == 1
    assert "no entry of a feed" in Desk(web, tmp_path, feed="/broken.xml").round().warnings[0]


@pytest.mark.parametrize("place", ["settled", "looked", "tell", "delivered"])
def test_a_stop_at_any_step_loses_nothing_and_doubles_nothing(
    web: Web, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(web, tmp_path, '[[rule]]\nname = "r"\non = "status"\nto = "print"\n')
    desk.round()
    web.entries = ["1", "2"]

    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Diary, place, stopped)
        with pytest.raises(KeyboardInterrupt):
            desk.round(later=600)
    printed = len(desk.lines)
    desk.round(later=600)
    assert len(app.reports(desk.store)) == 2
    assert len(desk.lines) >= 1 and len(desk.lines) - printed <= 1
    desk.round(later=600)
    assert any("postponed" in line for line in desk.lines)


def test_rules_tell_what_changed_since_and_nothing_of_before(web: Web, tmp_path: Path) -> None:
    file = tmp_path / "tin.jsonl"
    rules = (
        '[[rule]]\nname = "họp"\non = "status"\nwho = "putin"\nto = "print"\n'
        f'[[rule]]\nname = "lời"\non = "speaks"\nwho = "Trump"\nto = "{file}"\n'
    )
    desk = Desk(web, tmp_path, rules)
    assert desk.round().told == 0
    web.entries = ["1", "2", "3"]
    desk.round(later=600)
    assert any("cancelled" in line or "postponed" in line for line in desk.lines)
    told = len(desk.lines)
    assert desk.round(later=600).told == 0 and len(desk.lines) == told
    for line in file.read_text().splitlines() if file.exists() else []:
        assert json.loads(line)["statement"]["citations"]


def test_a_webhook_is_signed_tried_again_and_kept_in_order(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_SECRET", "s3cret")
    desk = Desk(
        web,
        tmp_path,
        f'[[rule]]\nname = "r"\non = "status"\nto = "http://{web.host}/hook"\nsecret = "HOOK_SECRET"\n',
    )
    desk.round()
    web.down = {"/hook"}
    for entries in (["1", "2"], ["1", "2", "3"]):
        web.entries = entries
        desk.round(later=600)
    assert not web.hooked
    web.down = set()
    desk.round(later=86_400)
    numbers = [int(headers["Biennien-Delivery"]) for headers, _ in web.hooked]
    assert len(numbers) >= 2 and numbers == sorted(numbers)
    for headers, body in web.hooked:
        at, mac = (part.partition("=")[2] for part in headers["Biennien-Signature"].split(","))
        assert hmac.compare_digest(
            mac, hmac.new(b"s3cret", f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        )
        assert json.loads(body)["event"] == "status"


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("", "names no feed"), ("[[feed]]\n", "'url' is missing"), ('[[feed]]\nurl = "ftp://a"', "no address of the web"), ("x = ", "no TOML"), ("y = 1", "'y' is no key"),
        ('[[feed]]\nurl = "http://a"\nevery = "3s"', "a minute or more"), ('[[feed]]\nurl = "http://a"\npages = 1', "neither true nor false"),
        ('[[feed]]\nurl = "http://a"\n[[feed]]\nurl = "http://a"', "stands twice"), ('feed = "http://a"', "no list of tables"),
        ('[[feed]]\nurl = "http://a"\n[[rule]]\nname = "r"\non = "x"', "nothing that is told"), ('[[feed]]\nurl = "http://a"\n[[rule]]\nname = "r"\non = "speaks"', "who speaks"),
        ('[[feed]]\nurl = "http://a"\n[[rule]]\nname = "r"\non = "status"\nto = "https://b"', "no secret"),
        ('[[feed]]\nurl = "http://["', "no address of the web"), ('[[feed]]\nurl = "http://a:99999/"', "no address of the web"), ('[[feed]]\nurl = "http://n:p@a/"', "no address of the web"),
        ('[[feed]]\nurl = "http://a"\n[[rule]]\nname = "r"\non = "status"\nto = "https://n:p@b"\nsecret = "S"', "no address of the web"),
    ],
)  # fmt: skip
def test_a_wrong_plan_says_where_and_what(tmp_path: Path, plan: str, words: str) -> None:
    (tmp_path / "p.toml").write_text(plan)
    with pytest.raises(InputError, match=words) as error:
        read_plan(tmp_path / "p.toml")
    assert error.value.remedy and "p.toml" in error.value.where


def test_the_command(web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(web, tmp_path)
    assert (
        main(["--lang", "en", "watch", str(tmp_path / "plan.toml"), "--once", "--store", str(desk.store)])
        == 0
    )
    assert "1 feed looked at, 1 report added, 0 left out, 0 told." in capsys.readouterr().out


HOOK = '[[rule]]\nname = "r"\non = "status"\nto = "http://{host}/hook?key=s3cret"\nsecret = "HOOK_SECRET"\n'


def test_news_behind_one_that_is_not_taken_are_not_due(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_SECRET", "s3cret")
    desk = Desk(web, tmp_path, HOOK.format(host=web.host))
    desk.round()
    web.entries, web.down = ["1", "2", "3"], {"/hook?key=s3cret"}
    found = desk.round(later=600)
    assert any("503" in words for words in found.warnings)
    assert not any("s3cret" in words for words in found.warnings)
    diary = Diary(tmp_path / "diary")
    diary.tell("r", f"http://{web.host}/hook?key=s3cret", {}, ["{}"])  # one behind it
    assert (due := diary.next_due()) is not None and due > desk.clock
    diary.close()


def test_entries_that_a_feed_calls_by_one_name_are_all_read(web: Web, tmp_path: Path) -> None:
    answer = web.answer
    web.entries = ["1", "2", "3"]

    def same(path: str) -> tuple[int, bytes, str]:
        status, body, kind = answer(path)
        return status, re.sub(rb"<guid>.*?</guid>", b"<guid>same</guid>", body), kind

    web.answer = same  # type: ignore[method-assign]
    desk = Desk(web, tmp_path)
    assert desk.round().added == 3
    assert desk.round(later=600).added == 0 and web.asked.count("/2.html") == 1


def test_a_page_is_not_given_up_while_the_rules_of_its_site_cannot_be_had(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    desk.round()
    web.entries, web.down = ["1", "2"], {"/robots.txt"}
    assert desk.round(later=600).added == 0
    web.down = set()
    assert desk.round(later=6_000).added == 1


def test_a_feed_cannot_lead_to_where_webhooks_are(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(
        '[[feed]]\nurl = "http://a.example/"\n' + HOOK.format(host="127.0.0.1:9")
    )
    diary = Diary(tmp_path / "diary")
    watcher = Watcher(read_plan(tmp_path / "plan.toml"), tmp_path / "a.sqlite", diary)
    assert watcher._client.limits.allowed == () and watcher._hooks.limits.allowed == ("127.0.0.1:9",)
    diary.close()


def test_what_comes_into_an_empty_record_after_the_first_round_is_news(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path, '[[rule]]\nname = "r"\non = "status"\n')
    web.down = {"/1.html"}
    assert desk.round().told == 0
    web.down = set()
    assert desk.round(later=600).told == 1


def test_a_diary_is_held_by_one_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Diary(tmp_path / "diary")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout, **rest: connect(path, timeout=0.1, **rest))
    with pytest.raises(StoreError, match="locked"):
        Diary(tmp_path / "diary")
    first.close()
    Diary(tmp_path / "diary").close()
