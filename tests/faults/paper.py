"""A paper with two feeds and a desk with a webhook, as a program of its own: `python -m tests.faults.paper REPORTS` prints where it listens,
and ends with its standard input.

One feed leads to pages, the other holds the words. Both show a few entries at a time and forget the older ones: whoever has asked and
been told must not count on being told again. ``/show/N`` moves them on, ``/hooked`` tells what came to the webhook since ``/forget``.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROUNDS = 4
PAGES, WORDS = 8, 4  # entries of the one feed and of the other, in all


class Paper(ThreadingHTTPServer):
    """What it shows, and what was delivered to it."""

    def __init__(self, told: list[dict[str, str]]) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.told, self.shown, self.hooked = told, 0, list[str]()
        self.daemon_threads = True

    def feed(self, first: int, last: int, pages: bool) -> str:
        """The feed of some entries."""
        items = []
        for number in range(first, last):
            row = self.told[number]
            link = f"http://127.0.0.1:{self.server_port}/{number}.html"
            words = "" if pages else f"<description>{row['text']}</description>"
            items.append(
                f"<item><guid>{number}</guid><title>{row['title']}</title><link>{link}</link>{words}"
                f"<pubDate>{row['published']}</pubDate></item>"
            )
        return f"<rss version='2.0'><channel><title>Báo</title>{''.join(items)}</channel></rss>"

    def answer(self, path: str) -> tuple[int, str, str]:
        """Status, kind and body for a path."""
        if path.startswith("/show/"):
            self.shown = int(path.removeprefix("/show/"))
            return 200, "text/plain", ""
        if path == "/forget":
            self.hooked.clear()
            return 200, "text/plain", ""
        if path == "/hooked":
            return 200, "application/json", json.dumps(self.hooked)
        if path == "/pages.xml":
            first = max(0, 2 * self.shown - 1)
            return 200, "application/rss+xml", self.feed(first, 2 * self.shown + 2, pages=True)
        if path == "/words.xml":
            first = PAGES + max(0, self.shown - 1)
            return 200, "application/rss+xml", self.feed(first, PAGES + self.shown + 1, pages=False)
        if path.endswith(".html"):
            row = self.told[int(path.strip("/").removesuffix(".html"))]
            words = "".join(f"<p>{line}</p>" for line in row["text"].splitlines()[1:])
            return (
                200,
                "text/html; charset=utf-8",
                f"<html lang='vi'><body><article><h1>{row['title']}</h1>{words}</article></body></html>",
            )
        return 404, "text/plain", ""


class _Asked(BaseHTTPRequestHandler):
    server: Paper

    def do_GET(self) -> None:
        """Answers, or says that nothing has changed."""
        tag = f'"{self.server.shown}"'
        if self.path.endswith(".xml") and self.headers.get("If-None-Match") == tag:
            self._send(304, "text/plain", "", tag)
        else:
            self._send(*self.server.answer(self.path), tag)

    def do_POST(self) -> None:
        """Takes what is delivered."""
        self.server.hooked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._send(204, "text/plain", "", "")

    def _send(self, status: int, kind: str, body: str, tag: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        """Quiet."""


if __name__ == "__main__":
    made = Paper(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    print(made.server_port, flush=True)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    sys.stdin.read()  # until whoever started us is gone
