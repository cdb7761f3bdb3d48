"""A paper on loopback and a watch over a record, with a clock that stands still until it is moved."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from biennien.fetch import Limits
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
    """A paper with a feed and pages, and a desk with a webhook; `down` names paths that fail.

    `said` may be changed, as papers do; `gone` names pages taken away, `moved` those that lead elsewhere. With `tagged` it tells what is the
    same still (ETag, 304); `headers` go out with every answer. `answered` are (path, status).
    """

    def __init__(self) -> None:
        self.entries = ["1"]
        self.said = dict(SAID)
        self.gone: set[str] = set()
        self.moved: dict[str, str] = {}
        self.tagged = False
        self.headers: dict[str, str] = {}
        self.answered: list[tuple[str, int]] = []
        self.down: set[str] = set()
        self.asked: list[str] = []
        self.hooked: list[tuple[dict[str, str], bytes]] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                if self.path in web.moved:
                    self._send(302, b"", "text/plain", Location=web.moved[self.path])
                    return
                status, body, kind = web.answer(self.path)
                tag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
                if web.tagged and self.headers["If-None-Match"] == tag:
                    status, body = 304, b""
                self._send(status, body, kind, **({"ETag": tag} if web.tagged else {}))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path in web.down:
                    self._send(503, b"", "text/plain")
                else:
                    web.hooked.append((dict(self.headers), body))
                    self._send(204, b"", "text/plain")

            def _send(self, status: int, body: bytes, kind: str, **more: str) -> None:
                web.answered.append((self.path, status))
                self.send_response_only(status)
                for name, value in {**more, **web.headers}.items():
                    self.send_header(name, value)
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
        if path in self.gone:
            return 410, b"", "text/plain"
        if path == "/feed.json":
            return 200, self._json_feed(), "application/feed+json"
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
        if (number := path.strip("/").removesuffix(".html")) in self.said:
            words = f"<h1>Tin {number}</h1><p>{self.said[number]}</p><p>{'Phần còn lại của bản tin nói về thời tiết và giao thông. ' * 4}</p>"
            return (
                200,
                f"<html lang='vi'><body><article>{words}</article></body></html>".encode(),
                "text/html; charset=utf-8",
            )
        return 404, b"", "text/plain"

    def _json_feed(self) -> bytes:
        items = [
            {
                "id": n,
                "url": f"http://{self.host}/{n}.html",
                "title": f"Tin {n}",
                "content_text": self.said[n],
            }
            for n in self.entries
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Báo", "items": items}
        return json.dumps(feed).encode()

    def close(self) -> None:
        self._server.shutdown()


class Desk:
    """A watch over one record, with a clock that stands still until it is moved."""

    def __init__(self, web: Web, folder: Path, rules: str = "", feed: str = "/feed.xml") -> None:
        self.web, self.folder, self.clock, self.lines = web, folder, 1_000_000.0, list[str]()
        self.store = folder / "a.sqlite"
        (folder / "plan.toml").write_text(
            f'allow = ["{web.host}"]\n[[feed]]\nurl = "http://{web.host}{feed}"\noutlet = "Báo"\n{rules}'
        )
        self.plan = read_plan(folder / "plan.toml")

    def rewrite(self, plan: str) -> None:
        """Another plan, as its words stand in the file; `HOST` is the paper."""
        (self.folder / "plan.toml").write_text(plan.replace("HOST", self.web.host))
        self.plan = read_plan(self.folder / "plan.toml")

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
