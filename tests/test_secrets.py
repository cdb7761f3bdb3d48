"""Nothing that lets somebody in is told: not in an error, a log at its most talkative, a page, an export, nor a file that others may read."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennien import app, exporting, forms
from biennien.model import Issue
from biennien.model.errors import InputError
from biennien.model.secrets import public_address, without_secrets

KEY = f"bn_0123abcd_{'Zx9_-' * 8}abc"
TOLD = [
    ("https://lan:mat-khau@tin.example/a?b=1", "https://…@tin.example/a?b=1"),
    ("https://ma-token@tin.example", "https://…@tin.example"),
    ("HTTPS://lan:@tin.example:8443/a", "HTTPS://…@tin.example:8443/a"),
    ("https://tin.example:8443/@lan/bai", "https://tin.example:8443/@lan/bai"),
    (
        "postgresql://lan:m@t/kh?u@db.example/tin?sslmode=require",
        "postgresql://lan:…@db.example/tin?sslmode=require",
    ),
    ("postgresql+psycopg://lan:x@h/tin?password=y1", "postgresql+psycopg://lan:…@h/tin?password=…"),
    ("postgresql:/lan:mat-khau@h/tin", "postgresql:/lan:…@h/tin"),
    ("postgresql://lan@h/tin", "postgresql://lan@h/tin"),
    ("https://tin.example/rss?token=abc&trang=2", "https://tin.example/rss?token=…&trang=2"),
    ("https://tin.example/rss?X-Amz-Signature=0f#muc", "https://tin.example/rss?X-Amz-Signature=…#muc"),
    ("https://tin.example/a#access_token=abc", "https://tin.example/a#access_token=…"),
    ("https://tin.example/rss?u=8f3a9cd0e1f2a3b4c5d6", "https://tin.example/rss?u=…"),
    ("https://tin.example/rss?key=12345678&session=10", "https://tin.example/rss?key=12345678&session=10"),
    ("https://tin.example/rss?key=abcdefgh", "https://tin.example/rss?key=…"),
    (
        "https://hooks.example/services/T0/XXXXXXXX1XXXXXXXXXXXXXXX: no.",
        "https://hooks.example/services/T0/…: no.",
    ),
    (
        "https://tin.example/ong-a-gap-ong-b-o-ha-noi-4954321.html",
        "https://tin.example/ong-a-gap-ong-b-o-ha-noi-4954321.html",
    ),
    (
        "“https://a:b@tin.example/x” và 'http://c:d@tin.example'",
        "“https://…@tin.example/x” và 'http://…@tin.example'",
    ),
    (
        "connection failed: user=lan password='mat khau' host=h",
        "connection failed: user=lan password=… host=h",
    ),
    (f"Authorization: Bearer {KEY}", "Authorization: Bearer bn_…"),
    ("Authorization: Basic bGFuOm1hdA==1", "Authorization: Basic …"),
    ("C:/Users/abc12345678901234567890/tin.txt", "C:/Users/abc12345678901234567890/tin.txt"),
    ("basic knowledge of the bearer certificates", "basic knowledge of the bearer certificates"),
    ("C:\\tin\\a.txt: bản tin hôm 22/10: hoãn họp", "C:\\tin\\a.txt: bản tin hôm 22/10: hoãn họp"),
]


@pytest.mark.parametrize(("words", "shown"), TOLD)
def test_what_is_told_has_a_mark_in_the_place_of_a_secret(words: str, shown: str) -> None:
    assert without_secrets(words) == shown
    assert without_secrets(shown) == shown
    error = InputError(words, where=words, remedy=words)
    assert (error.message, error.where, error.remedy, error.args) == (shown, shown, shown, (shown,))
    assert words == shown or words not in f"{error} {error!r}"
    issue = Issue(code="x", severity="error", message=words, where=words, remedy=words)
    assert (issue.message, issue.where, issue.remedy) == (shown, shown, shown)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://lan:x@tin.example/a?token=1&b=2&api_key=3#c", "https://tin.example/a?b=2#c"),
        ("https://tin.example/a?token=1", "https://tin.example/a"),
        ("https://tin.example/a?", "https://tin.example/a?"),
        (
            "https://tin.example/a?id=8f3a9cd0e1f2a3b4c5d6&key=7",
            "https://tin.example/a?id=8f3a9cd0e1f2a3b4c5d6&key=7",
        ),
        ("tin.example?token=1", "tin.example?token=1"),
    ],
)
def test_an_address_is_kept_without_what_lets_in_and_with_what_tells_pages_apart(
    address: str, kept: str
) -> None:
    assert public_address(address) == kept == public_address(kept)


LETTERS = st.text("abcxyzABC0189-_.~%", min_size=1, max_size=40)


@given(
    LETTERS,
    LETTERS,
    st.sampled_from(["https", "http", "postgresql"]),
    st.sampled_from(["token", "apikey", "Client_Secret"]),
)
def test_whatever_the_secret_is_it_is_not_told(name: str, secret: str, scheme: str, parameter: str) -> None:
    mark = f"S{secret}S"
    told = without_secrets(f"x {scheme}://{name}:{mark}@h.example/a?b=1&{parameter}={mark}&c=2 y")
    assert mark not in told and told.startswith("x ") and told.endswith("&c=2 y")
    assert without_secrets(told) == told


@given(st.text("abc ÀỞđ.,:;()“”0123456789\n", max_size=200))
def test_words_without_an_address_stay_as_they_are(words: str) -> None:
    assert without_secrets(words) == words == public_address(words)


PASSWORD, TOKEN, HOOK, SIGNING = "mat-khau-Qz7", "maTokenWv83", "hook4Key9Tr2Lm5Np8Xc1", "chu-ky-Bd52"
PROXY, DATABASE = "proxy-pass-Kj19", "csdl-Fh66"
SECRETS = (PASSWORD, TOKEN, HOOK, SIGNING, PROXY, DATABASE)
PAGE = (
    "<html><head><title>Hai bên hẹn gặp</title></head><body><article><h1>Hai bên hẹn gặp</h1>"
    + "<p>Bộ Ngoại giao Nga ngày 4/3/2026 cho biết hai bên sẽ gặp nhau tại Hà Nội vào tuần tới.</p>" * 8
    + "</article></body></html>"
).encode()
FEED = """<rss version="2.0"><channel><title>t</title><item><guid>{n}</guid><title>Tin {n}</title>
<link>http://{host}/{n}.html?token={token}</link><pubDate>Wed, 04 Mar 2026 08:00:00 +0700</pubDate></item></channel></rss>"""


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """A paper and a webhook that want keys in their addresses; its host with its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path == "/moved":
                self._send(302, b"", location=f"/down?token={TOKEN}")
            elif path == "/feed.xml":
                self._send(200, FEED.format(n=1, host=self.headers["Host"], token=TOKEN).encode(), "text/xml")
            else:
                self._send(200 if path.endswith(".html") else 404 if path == "/robots.txt" else 500, PAGE)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._send(500, b"")

        def _send(
            self, status: int, body: bytes, kind: str = "text/html; charset=utf-8", location: str = ""
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


TALKATIVE = (
    "import logging, sys\n"
    "logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, format='%(name)s %(message)s %(args)s')\n"
    "from biennien.cli import main\n"
    "logging.getLogger('tests').debug('DEBUG-SPEAKING')\n"
    "for line in open(sys.argv[1], encoding='utf-8'):\n"
    "    words = line.rstrip('\\n').split('\\t')\n"
    "    print('$', words[0], flush=True)\n"
    "    try:\n"
    "        print('=', main(words), flush=True)\n"
    "    except BaseException:\n"
    "        sys.excepthook(*sys.exc_info())\n"
)


def talk(folder: Path, commands: list[list[str]], **environment: str) -> str:
    """All that commands print, with every library logging all it can, from a run of its own."""
    listed = folder / "commands.txt"
    listed.write_text("".join("\t".join(words) + "\n" for words in commands), "utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BIENNIEN_")}
    ran = subprocess.run(
        [sys.executable, "-c", TALKATIVE, str(listed)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,
        env=clean | {"PYTHONIOENCODING": "utf-8"} | environment,
        check=False,
    )
    told = ran.stdout + ran.stderr
    assert told.count("\n= ") + ran.stdout.startswith("= ") == len(commands), told
    return told


def leaks(told: str | bytes) -> list[str]:
    words = told if isinstance(told, str) else told.decode("utf-8", "replace")
    return [
        f"{secret}: …{words[max(0, at - 80) : at + 20]}"
        for secret in SECRETS
        if (at := words.find(secret)) >= 0
    ]


def test_commands_that_fetch_tell_no_key_of_an_address(web: str, tmp_path: Path) -> None:
    pytest.importorskip("httpcore2")
    add = ["add", "--allow-host", web, "--store", "r.sqlite"]
    told = talk(
        tmp_path,
        [
            [*add, f"http://{web}/1.html?token={TOKEN}"],
            [*add, f"http://{web}/down?token={TOKEN}", f"http://lan:{PASSWORD}@{web}/1.html"],
            [*add, f"http://{web}/moved?token={TOKEN}", f"http://none.invalid/{HOOK}?token={TOKEN}"],
            [
                "add",
                f"http://{web}/1.html?token={TOKEN}",
                f"ftp://lan:{PASSWORD}@h/x",
                f"http://[lan:{PASSWORD}@h/",
            ],
            ["reports", "--json", "--store", "r.sqlite"],
            ["doctor", "--json", "--store", "r.sqlite"],
        ],
        HTTP_PROXY=f"http://lan:{PROXY}@127.0.0.1:9",
        HTTPS_PROXY=f"http://lan:{PROXY}@127.0.0.1:9",
        ALL_PROXY=f"http://lan:{PROXY}@127.0.0.1:9",
    )
    assert (
        "DEBUG-SPEAKING" in told and "the server answers 500" in told and "with a name and a password" in told
    )
    assert f"http://{web}/1.html" in told  # what it was is still told
    assert leaks(told) == []
    store = tmp_path / "r.sqlite"
    assert len(app.reports(store)) == 1
    for name, form in forms.FORMS.items():
        if all(importlib.util.find_spec(module) for module in form.needs):
            table = forms.ALL if name in ("csv", "parquet") else None
            assert leaks(exporting.export(store, name, table=table).content) == [], name
    assert leaks(store.read_bytes()) == []


def test_a_watch_tells_no_key_and_keeps_those_of_its_plan_for_its_owner(web: str, tmp_path: Path) -> None:
    pytest.importorskip("httpcore2")
    plan = tmp_path / "feeds.toml"
    plan.write_text(
        f'allow = ["{web}"]\n[[feed]]\nurl = "http://{web}/feed.xml?token={TOKEN}"\nevery = "1h"\n'
        f'[[feed]]\nurl = "http://{web}/down?token={TOKEN}"\n'
        f'[[rule]]\nname = "r"\non = "status"\nto = "http://{web}/{HOOK}"\nsecret = "TIN_SECRET"\n'
        '[[rule]]\nname = "p"\non = "status"\nto = "print"\n',
        "utf-8",
    )
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(f'[[feed]]\nurl = "http://lan:{PASSWORD}@{web}/feed.xml?token={TOKEN}"\n', "utf-8")
    twice = tmp_path / "twice.toml"
    twice.write_text(f'[[feed]]\nurl = "http://{web}/feed.xml?token={TOKEN}"\n' * 2, "utf-8")
    watch = ["watch", "--once", "--store", "w.sqlite"]
    told = talk(
        tmp_path,
        [[*watch, str(file)] for file in (plan, plan, wrong, twice)],
        TIN_SECRET=SIGNING,
        BIENNIEN_LANG="en",
    )
    assert "the server answers 500" in told and "stands twice" in told
    assert len(app.reports(tmp_path / "w.sqlite")) == 1
    assert leaks(told) == []
    diary = tmp_path / "w.sqlite.watch"
    assert SIGNING not in diary.read_bytes().decode("latin-1")
    if os.name == "posix":
        for file in tmp_path.glob("w.sqlite.watch*"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_no_command_tells_the_password_of_a_database(tmp_path: Path) -> None:
    stores = [
        f"postgresql://lan:{DATABASE}@127.0.0.1:1/tin?connect_timeout=2",
        f"postgresql://lan@127.0.0.1:1/tin?password={DATABASE}&connect_timeout=2",
        f"postgresql://lan:{DATABASE}@@h/x@127.0.0.1:x/tin",
        f"postgresql:/lan:{DATABASE}@127.0.0.1:1/tin",
        f"mysql://lan:{DATABASE}@127.0.0.1:1/tin",
        f"postgresql://lan:{DATABASE}%ZZ@127.0.0.1:1/tin?nonsense=1",
    ]
    asked = [
        ["doctor"],
        ["add", "tin.txt"],
        ["meetings", "--json"],
        ["verify"],
        ["keys", "list"],
        ["serve", "--port", "0"],
    ]
    (tmp_path / "tin.txt").write_text("Hai bên hẹn gặp nhau.", "utf-8")
    (tmp_path / "biennien.toml").write_text(f'[serve]\nstore = "{stores[2]}"\n', "utf-8")
    commands = [[*words, "--store", store] for store in stores for words in asked]
    told = talk(tmp_path, [*commands, ["serve"]], XDG_DATA_HOME=str(tmp_path / "home"))
    told += talk(tmp_path, [["meetings"]], BIENNIEN_STORE=stores[0], PGPASSWORD=DATABASE)
    assert "127.0.0.1:1/tin" in told
    assert leaks(told) == []
    assert not [path for path in tmp_path.rglob("*") if DATABASE in path.name]


def test_a_failure_of_the_software_tells_no_key(capsys: pytest.CaptureFixture[str]) -> None:
    from biennien.cli import _print_failure

    try:
        raise RuntimeError(f"postgresql://lan:{DATABASE}@h/tin and {KEY} and https://h/?token={TOKEN}")
    except RuntimeError as error:
        _print_failure(type(error), error, error.__traceback__)
    told = capsys.readouterr().err
    assert "Traceback" in told and "test_secrets.py" in told and "postgresql://lan:…@h/tin" in told
    assert leaks(told) == [] and KEY not in told


class Web:
    """A server over a record with a key, its log at its most talkative, as it prints it."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        pytest.importorskip("fastapi")
        from fastapi.testclient import TestClient

        from biennien.web.app import create_app
        from biennien.web.security.keys import KeyRing, key_file
        from biennien.web.serving import _Shown
        from biennien.web.settings import Settings

        store = folder / "s.sqlite"
        app.add([str(app.samples_folder())], store)
        self.secret = KeyRing(key_file(store)).add("Lan", ("write", "decide"))[1]
        self.keys = key_file(store)
        self.app = create_app(Settings(store=store, require_keys=True))
        self.client = TestClient(self.app, base_url="http://localhost:8321", raise_server_exceptions=False)
        self._caplog, self._shown = caplog, _Shown("%(name)s %(message)s")
        caplog.set_level(logging.DEBUG)

    def logged(self) -> str:
        return "\n".join(self._shown.format(record) for record in self._caplog.records)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Web:
    return Web(tmp_path, monkeypatch, caplog)


def test_a_server_tells_no_key_no_cookie_and_no_token(desk: Web) -> None:
    html, sent = {"Accept": "text/html"}, []
    form = desk.client.get("/sign-in", headers=html)
    token = form.text.partition('name="csrf" value="')[2].partition('"')[0]
    signed = desk.client.post("/sign-in", data={"key": desk.secret, "csrf": token}, follow_redirects=False)
    assert signed.status_code == 303
    cookies = dict(desk.client.cookies)
    assert len(cookies) == 2
    wrong = KEY
    for answer in (
        desk.client.get("/", headers=html),
        desk.client.get("/api/v1/stories", headers={"Authorization": f"Bearer {desk.secret}"}),
        desk.client.get("/api/v1/stories", headers={"Authorization": f"Bearer {wrong}"}),
        desk.client.get(f"/api/v1/stories?key={wrong}", headers={"Authorization": f"Bearer {desk.secret}"}),
        desk.client.post("/sign-in", data={"key": wrong, "csrf": token}, headers=html),
        desk.client.post("/sign-in", data={"key": wrong + "x" * 300, "csrf": token}),
        desk.client.post("/sign-in", data={"key": wrong, "csrf": "x" + token}),
        desk.client.post("/api/v1/decisions", json={"by": wrong}, headers={"X-CSRF-Token": token}),
        desk.client.get("/api/v1/nothing", headers=html),
        desk.client.get("/decisions", headers=html),
    ):
        sent.append(answer)
    assert {answer.status_code for answer in sent} >= {200, 401, 403, 404, 422}
    told = desk.logged() + "".join(f"{a.text} {a.headers}" for a in sent)
    assert "a wrong key was shown" in told
    kept = [desk.secret, desk.secret[12:], wrong, wrong[12:], *cookies.values()]
    assert [secret for secret in kept if secret in told] == []
    assert token not in desk.logged()


def test_a_failure_and_a_job_tell_no_key(desk: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"Authorization": f"Bearer {desk.secret}"}

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError(f"at postgresql://lan:{DATABASE}@h/tin with {desk.secret}")

    row = {
        "id": "t",
        "text": "Ông A ngày 4/3 nói sẽ gặp ông B.",
        "url": f"https://lan:{PASSWORD}@h.example/a?token={TOKEN}",
    }
    assert desk.client.post("/api/v1/reports", json=row, headers=headers).json()["new"] == 1
    told = desk.client.get("/api/v1/reports?limit=100", headers=headers).text
    assert "https://h.example/a" in told
    wrong = row | {"id": "u", "text": "Tin.", "published": f"https://h.example/?token={TOKEN}"}
    told += desk.client.post("/api/v1/reports", json=wrong, headers=headers).text
    with desk.client:
        monkeypatch.setattr(app, "add", broken)
        asked = headers | {"Prefer": "respond-async"}
        job = desk.client.post("/api/v1/reports", json=row | {"id": "v"}, headers=asked)
        assert job.status_code == 202
        for _ in range(200):
            told += (state := desk.client.get(job.headers["location"], headers=headers)).text
            if state.json().get("state") == "failed":
                break
        else:
            raise AssertionError(told[-500:])
    monkeypatch.setattr(type(desk.app.state.desk), "stories", broken, raising=False)
    failed = desk.client.get("/api/v1/stories", headers=headers)
    told += failed.text + desk.client.get("/", headers=headers | {"Accept": "text/html"}).text
    assert failed.status_code == 500 and "failure " in desk.logged()
    assert leaks(told + desk.logged()) == [] and desk.secret not in told + desk.logged()


@pytest.mark.skipif(os.name == "nt", reason="it has no such rights")
def test_files_with_keys_are_their_owners_alone(desk: Web) -> None:
    assert stat.S_IMODE(desk.keys.stat().st_mode) == 0o600
    assert desk.secret.split("_", 2)[2] not in desk.keys.read_text("utf-8")
    assert not re.search(r'"secret"', json.dumps(json.loads(desk.keys.read_text("utf-8"))))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://u:p@x.vn/a?b=1&token=abc#access_token=abc12345", "https://x.vn/a?b=1"),
        ("https://x.vn/a?api%5Fkey=abcdefgh1", "https://x.vn/a"),
        ("https://x.vn/a;token=zz/b?x=1;token=z&y=2#phan-2", "https://x.vn/a/b?x=1&y=2#phan-2"),
        ("https://x.vn/tin;id=5?p=2#k=v", "https://x.vn/tin;id=5?p=2#k=v"),
    ],
)
def test_the_address_of_a_report_keeps_no_key_wherever_it_stands(address: str, kept: str) -> None:
    from biennien.model.secrets import public_address

    assert public_address(address) == kept
