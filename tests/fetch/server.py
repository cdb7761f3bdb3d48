"""A server on loopback that misbehaves in every way that is asked of it, by path."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
import zlib
from collections import Counter

PAGE = b"<html><body><article><p>" + "Hai bên hẹn gặp nhau. ".encode() * 30 + b"</p></article></body></html>"


def answer(body: bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(body) if length is None else length}",
        "Connection: close",
        *headers,
    ]
    if not any(h.lower().startswith("content-type") for h in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


BOMB = gzip.compress(b"a" * 40_000_000)
ANSWERS: dict[str, bytes] = {
    "/page": answer(PAGE, "200 OK", 'ETag: "1"', "Last-Modified: Mon, 02 Mar 2026 01:00:00 GMT"),
    "/gzip": answer(gzip.compress(PAGE), "200 OK", "Content-Encoding: gzip"),
    "/deflate": answer(zlib.compress(PAGE), "200 OK", "Content-Encoding: deflate"),
    "/moved": answer(b"", "302 Found", "Location: /page"),
    "/private": answer(b"", "302 Found", "Location: http://10.0.0.1/secret"),
    "/metadata": answer(b"", "302 Found", "Location: http://169.254.169.254/latest"),
    "/file": answer(b"", "302 Found", "Location: file:///etc/passwd"),
    "/mail": answer(b"", "302 Found", "Location: http://mail.example:25/"),
    "/loop": answer(b"", "302 Found", "Location: /loop"),
    "/ping": answer(b"", "302 Found", "Location: /pong"),
    "/pong": answer(b"", "302 Found", "Location: /ping"),
    "/bomb": answer(BOMB, "200 OK", "Content-Encoding: gzip"),
    "/members": answer(
        gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:]), "200 OK", "Content-Encoding: gzip"
    ),
    "/cut": answer(gzip.compress(PAGE)[:-20], "200 OK", "Content-Encoding: gzip"),
    "/odd": answer(PAGE, "200 OK", "Retry-After: ²"),
    "/bracket": answer(b"", "302 Found", "Location: http://[x/"),
    "/label": answer(b"", "302 Found", "Location: http://a\u00e9..vn/"),
    "/garbled": answer(b"\x1f\x8b" + b"x" * 100, "200 OK", "Content-Encoding: gzip"),
    "/br": answer(PAGE, "200 OK", "Content-Encoding: br"),
    "/long": answer(PAGE, length=len(PAGE) + 1000),
    "/short": answer(PAGE, length=10),
    "/error": answer(b"no", "500 Internal Server Error"),
    "/busy": answer(b"", "503 Service Unavailable", "Retry-After: 7"),
    "/gone": answer(b"", "410 Gone"),
    "/nonsense": b"\x00\x01\x02 this is not HTTP\r\n\r\n",
    "/nothing": b"",
    "/headers": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(60_000)) + b"\r\n",
    "/zero": answer(b""),
    "/secret": answer(PAGE),
    "/many": answer(b"", "429 Too Many Requests", "Retry-After: 7200"),
    "/type": answer(PAGE, "200 OK", "Content-Type: image/png"),
    "/png": answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
    "/charset": answer(PAGE, "200 OK", "Content-Type: text/html; charset=iso-8859-1"),
    "/skew": answer(
        PAGE,
        "200 OK",
        "Date: Fri, 31 Dec 2100 23:59:59 GMT",
        "Last-Modified: yesterday",
        "Expires: -1",
        "Age: -7",
    ),
    "/wide": b"HTTP/1.1 200 OK\r\nX-Wide: " + b"y" * 2_000_000 + b"\r\n\r\n",
}


class Server:
    """Serves until it is closed; `asked` counts the paths."""

    def __init__(
        self, robots: bytes = b"User-agent: *\nDisallow: /secret\n", robots_status: str = "200 OK"
    ) -> None:
        self.asked: Counter[str] = Counter()
        self.heads: list[str] = []
        self._robots = answer(robots, robots_status)
        self.pages: dict[str, bytes] = {}  # answers of this server alone
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._open = True
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while self._open:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                head = connection.recv(65536).decode("latin-1")
                path = head.split(" ")[1] if " " in head else ""
                self.asked[path] += 1
                self.heads.append(head)
                if path == "/robots.txt":
                    connection.sendall(self._robots)
                elif path == "/page" and 'if-none-match: "1"' in head.lower():
                    connection.sendall(answer(b"", "304 Not Modified", 'ETag: "1"'))
                elif path == "/reset":  # in the middle of the page
                    connection.sendall(answer(PAGE)[:200])
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                elif path == "/changing":
                    connection.sendall(
                        answer(PAGE.replace(b"</p>", f" Lần {self.asked[path]}.</p>".encode()))
                    )
                elif path == "/slow":
                    time.sleep(3)
                elif path in ("/drip", "/headdrip"):
                    if path == "/drip":
                        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                    for _ in range(60):
                        connection.sendall(b"H")
                        time.sleep(0.05)
                elif path == "/endless":
                    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                    for _ in range(2000):
                        connection.sendall(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
                else:
                    connection.sendall(
                        self.pages.get(path) or ANSWERS.get(path, answer(b"", "404 Not Found"))
                    )
            except OSError:
                pass

    def close(self) -> None:
        self._open = False
        self._socket.close()
