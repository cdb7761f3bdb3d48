"""Who gets in, who may do what, what comes from other pages, and what every answer tells the browser."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import PORT, bearer

from biennien.model.errors import InputError, StoreError
from biennien.web.app import create_app
from biennien.web.security.attempts import Attempts
from biennien.web.security.keys import KeyRing, key_file
from biennien.web.security.scopes import scopes_of
from biennien.web.security.sessions import Sessions
from biennien.web.settings import Settings

BASE = "/api/v1"
REPORT = {"id": "neu", "text": "Ông Lavrov nói hôm 12/5."}
DECISION = {"kind": "withdraw", "report": "01_cong-bo"}
PUBLIC = {
    ("GET", "/api"), ("GET", "/sign-in"), ("POST", "/sign-in"), ("POST", "/sign-out"), ("GET", "/shared/{name}"),
    ("GET", "/preferences"),
}  # fmt: skip
# Of the pages: what looks at words and keeps nothing needs no more than reading.
READING_POSTS = {
    ("POST", "/check"),
    ("POST", "/verify"),
    ("POST", f"{BASE}/readings"),
    ("POST", f"{BASE}/checks"),
    ("POST", f"{BASE}/evaluations"),
}


def test_every_route_says_what_it_needs(samples: Path) -> None:
    scopes = scopes_of(create_app(Settings(store=samples)))
    assert len(scopes) > 35
    assert {route for route, needed in scopes.items() if needed is None} == set()
    assert {route for route, needed in scopes.items() if needed == set()} == PUBLIC
    changing = {route for route in scopes if route[0] not in ("GET", "HEAD")} - PUBLIC - READING_POSTS
    assert len(changing) >= 3
    assert {
        route: needed
        for route, needed in scopes.items()
        if route in changing and not needed & {"write", "decide"}
    } == {}


def test_every_route_refuses_who_has_no_key(ask: Callable[..., Any], key: Callable[..., str]) -> None:
    key()
    client = ask(require_keys=True)
    for (method, path), needed in scopes_of(client.app).items():
        found = re.sub(r"\{.*?\}", "x", path)
        answer = client.request(method, found, follow_redirects=False)
        if needed:
            assert answer.status_code == 401, (method, path)
            assert answer.headers["www-authenticate"] == "Bearer"
        else:
            assert answer.status_code != 401, (method, path)


@pytest.mark.parametrize(
    ("scopes", "may_add", "may_decide"),
    [
        ((), False, False),
        (("write",), True, False),
        (("decide",), False, True),
        (("write", "decide"), True, True),
    ],
)
def test_a_key_allows_its_scopes_and_no_more(
    ask: Callable[..., Any], key: Callable[..., str], scopes: tuple[str, ...], may_add: bool, may_decide: bool
) -> None:
    client = ask(bearer(key(*scopes)), require_keys=True)
    assert client.get(f"{BASE}/meetings").status_code == 200
    added = client.post(f"{BASE}/reports", json=REPORT)
    assert added.status_code == (200 if may_add else 403)
    decided = client.post(f"{BASE}/decisions", json=DECISION)
    assert decided.status_code == (201 if may_decide else 403)
    if not may_decide:
        assert decided.json()["type"].endswith(":scope-needed") and decided.json()["where"] == "decide"
        assert 'scope="decide"' in decided.headers["www-authenticate"]


def test_nothing_is_changed_where_the_record_is_only_shown(ask: Callable[..., Any]) -> None:
    client = ask(read_only=True)
    for path, sent in ((f"{BASE}/reports", REPORT), (f"{BASE}/decisions", DECISION)):
        answer = client.post(path, json=sent)
        assert answer.status_code == 403 and answer.json()["type"].endswith(":read-only")
    assert client.post(f"{BASE}/readings", json={"text": "Ông Lavrov nói."}).status_code == 200


def test_a_decision_is_signed_by_the_key(ask: Callable[..., Any], key: Callable[..., str]) -> None:
    client = ask(bearer(key("decide", name="Ban Quốc tế")), require_keys=True)
    first = client.post(f"{BASE}/decisions", json=DECISION).json()["decision"]
    assert first["by"] == "Ban Quốc tế"
    undone = client.post(f"{BASE}/decisions/{first['id']}/undo", json={"by": "Lan", "reason": "nhầm"}).json()
    assert undone["decision"]["by"] == "Lan (Ban Quốc tế)" and undone["undone"] == first["id"]


def test_a_wrong_or_revoked_or_expired_key_is_none(
    ask: Callable[..., Any], key: Callable[..., str], own: Path
) -> None:
    secret = key("write")
    client = ask(require_keys=True)
    assert client.get(f"{BASE}/stories", headers=bearer(secret)).status_code == 200
    swapped = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    for wrong in (swapped, "bn_00000000_" + "a" * 43, "", "x" * 5000):
        answer = client.get(f"{BASE}/stories", headers=bearer(wrong))
        assert answer.status_code == 401 and answer.json()["type"].endswith(":wrong-key")
        assert "invalid_token" in answer.headers["www-authenticate"]
    KeyRing(key_file(own)).revoke("Lan")
    assert client.get(f"{BASE}/stories", headers=bearer(secret)).status_code == 401
    made = datetime(2026, 1, 1, tzinfo=UTC)
    old, past = KeyRing(key_file(own)).add("Cũ", [], expires_on="2026-01-31", now=made)
    ring = KeyRing(key_file(own))
    assert ring.key_of(past, datetime(2026, 1, 31, 23, 59, tzinfo=UTC)) == old
    assert ring.key_of(past, datetime(2026, 2, 1, 0, 0, tzinfo=UTC)) is None
    with pytest.raises(InputError, match="is over"):
        ring.add("Muộn", [], expires_on="2025-12-31", now=made)


def test_wrong_keys_are_counted_and_a_right_one_is_never_locked_out(
    ask: Callable[..., Any], key: Callable[..., str]
) -> None:
    secret = key()
    client = ask(require_keys=True, wrong_keys=3)
    statuses = [client.get(f"{BASE}/stories", headers=bearer(f"bn_{n}")).status_code for n in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    refused = client.get(f"{BASE}/stories", headers=bearer("bn_"))
    assert 0 < int(refused.headers["retry-after"]) <= 61
    assert client.get(f"{BASE}/stories", headers=bearer(secret)).status_code == 200


def test_attempts_and_sessions_end_with_time() -> None:
    now = [0.0]
    attempts = Attempts(2, lambda: now[0])
    attempts.was_wrong("a")
    now[0] = 30
    attempts.was_wrong("a")
    assert (attempts.wait("a"), attempts.wait("b")) == (30.0, 0.0)
    now[0] = 61
    assert attempts.wait("a") == 0.0
    sessions = Sessions(1, lambda: now[0])
    cookie = sessions.begin("k")
    assert sessions.key_of(cookie) == "k" and sessions.key_of(cookie + "x") is None
    now[0] += 3601
    assert sessions.key_of(cookie) is None


def test_keys_are_kept_as_hashes_in_a_file_of_their_own_that_only_its_owner_reads(own: Path) -> None:
    ring = KeyRing(key_file(own))
    key, secret = ring.add("Lan", ["decide"])
    assert re.fullmatch(r"bn_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", secret) and key.scopes == ("read", "decide")
    file = key_file(own)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret not in file.read_text("utf-8") and secret.split("_", 2)[2] not in file.read_text("utf-8")
    assert secret.encode() not in own.read_bytes()
    with pytest.raises(InputError, match="already"):
        ring.add("Lan", [])
    with pytest.raises(InputError, match="scope"):
        ring.add("Minh", ["admin"])
    with pytest.raises(InputError, match="no such key"):
        ring.revoke("Minh")
    file.chmod(0o622)
    with pytest.raises(StoreError, match="others may write"):
        KeyRing(file).keys()
    file.chmod(0o600)
    file.write_text("{", "utf-8")
    with pytest.raises(StoreError, match="damaged"):
        KeyRing(file).keys()


@pytest.mark.parametrize(
    "settings",
    [{"host": "0.0.0.0"}, {"host": "192.0.2.1"}, {"hosts": ("bien-nien.example",)}, {"require_keys": True}],
)
def test_it_does_not_listen_elsewhere_without_keys(
    own: Path, key: Callable[..., str], settings: dict[str, Any]
) -> None:
    with pytest.raises(InputError, match="keys add"):
        create_app(Settings(store=own, **settings))
    key()
    assert create_app(Settings(store=own, **settings))


def test_a_browser_signs_in_with_a_key_and_out_again(
    ask: Callable[..., Any], key: Callable[..., str]
) -> None:
    secret = key("decide")
    client = ask(require_keys=True)
    page = {"Accept": "text/html"}
    sent = client.get("/stories/x?as_known=2025", headers=page, follow_redirects=False)
    assert sent.status_code == 303 and sent.headers["location"] == "/sign-in?back=%2Fstories%2Fx"
    form = client.get(sent.headers["location"], headers=page)
    token = re.search(r'name="csrf" value="([^"]+)"', form.text)[1]  # type: ignore[index]
    same = {"Origin": f"http://localhost:{PORT}", "Sec-Fetch-Site": "same-origin"}
    wrong = client.post("/sign-in", data={"key": "bn_x", "csrf": token}, headers=same)
    assert wrong.status_code == 401 and 'role="alert"' in wrong.text
    done = client.post(
        "/sign-in",
        data={"key": secret, "csrf": token, "back": "//evil.example"},
        headers=same,
        follow_redirects=False,
    )
    assert done.status_code == 303 and done.headers["location"] == "/"
    cookie = done.headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower() and secret not in cookie
    assert client.get("/", headers=page).status_code == 200
    assert client.get(f"{BASE}/stories").status_code == 200
    # The session alone does not decide: the token must come with it.
    assert client.post(f"{BASE}/decisions", json=DECISION, headers=same).status_code == 403
    assert client.post(f"{BASE}/decisions", json=DECISION).status_code == 403
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)[1]  # type: ignore[index]
    decided = client.post(f"{BASE}/decisions", json=DECISION, headers={**same, "X-CSRF-Token": token})
    assert decided.status_code == 201 and decided.json()["decision"]["by"] == "Lan"
    assert client.post("/sign-out", data={"csrf": token}, headers=same).status_code == 200
    assert client.get(f"{BASE}/stories").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},
        {"Origin": f"https://localhost:{PORT}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none", "Origin": f"http://localhost:{PORT}"},
    ],
)
def test_no_other_page_changes_anything(ask: Callable[..., Any], headers: dict[str, str]) -> None:
    client = ask()
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)
    own = {"X-CSRF-Token": token[1]} if token else {}
    for path, sent in ((f"{BASE}/reports", REPORT), (f"{BASE}/decisions", DECISION)):
        answer = client.post(path, json=sent, headers={**own, **headers})
        assert answer.status_code == 403 and answer.json()["type"].endswith(":other-origin")
    assert client.get(f"{BASE}/decisions").json()["items"] == []


def test_our_own_pages_need_their_token_and_programs_none(
    ask: Callable[..., Any], key: Callable[..., str]
) -> None:
    client = ask()
    same = {"Origin": f"http://localhost:{PORT}", "Sec-Fetch-Site": "same-origin"}
    assert client.post(f"{BASE}/reports", json=REPORT, headers=same).json()["type"].endswith(":no-token")
    for wrong in ("", "x", "A" * 88, "é"):
        assert (
            client.post(
                f"{BASE}/reports", json=REPORT, headers={**same, "X-CSRF-Token": wrong.encode()}
            ).status_code
            == 403
        )
    assert client.post(f"{BASE}/reports", json=REPORT).status_code == 200  # no browser sent it
    with_key = ask(bearer(key("write")), require_keys=True)
    assert (
        with_key.post(f"{BASE}/reports", json=REPORT, headers={"Origin": "http://evil.example"}).status_code
        == 200
    )


def test_a_token_is_masked_anew_each_time(ask: Callable[..., Any], key: Callable[..., str]) -> None:
    key()
    client = ask(require_keys=True)
    tokens = {re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)[1] for _ in range(4)}  # type: ignore[index]
    assert len(tokens) == 4


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1.nip.io",
        "localhost.evil.example",
        "",
        "localhost:x",
        "169.254.169.254",
    ],
)
def test_a_name_that_is_not_ours_is_refused(client: Any, host: str) -> None:
    for path in ("/", f"{BASE}/stories", "/static/desk.css"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 421
    for own in (f"localhost:{PORT}", "127.0.0.1", f"[::1]:{PORT}", f"LOCALHOST:{PORT}"):
        assert client.get(f"{BASE}/versions", headers={"Host": own}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api",
        "/sign-in",
        f"{BASE}/stories",
        f"{BASE}/nothing",
        "/nowhere",
        "/static/desk.css",
        "/static/none",
        f"{BASE}/exports/html",
    ],
)
def test_every_answer_tells_the_browser_what_to_refuse(client: Any, path: str) -> None:
    headers = client.get(path, headers={"Accept": "text/html"}).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'" and policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_what_only_the_holder_of_a_key_sees_is_not_left_behind(
    ask: Callable[..., Any], key: Callable[..., str]
) -> None:
    keyed = ask(bearer(key()), require_keys=True)
    assert keyed.get("/").headers["cache-control"] == "no-store"
    assert keyed.get("/static/desk.css").headers["cache-control"] == "no-cache"
    assert keyed.get(f"{BASE}/stories").headers["cache-control"] == "private, no-cache"
    assert ask().get("/").headers["cache-control"] == "no-cache"


def test_our_pages_have_no_script_or_style_of_their_own(client: Any) -> None:
    for path in ("/", "/api", "/sign-in", "/nowhere"):
        text = client.get(path, headers={"Accept": "text/html"}).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:", text), path
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text), path


def test_a_report_cannot_be_opened_as_a_page_of_ours(ask: Callable[..., Any]) -> None:
    client = ask()
    text = "<script>alert(1)</script> Ông Lavrov nói hôm 12/5."
    client.post(f"{BASE}/reports", json={"id": "<b>böse", "text": text})
    answer = client.get(f"{BASE}/reports/%3Cb%3Eb%C3%B6se", headers={"Accept": "text/html"})
    assert answer.json()["text"] == text
    assert (
        answer.headers["content-type"] == "application/json"
        and answer.headers["x-content-type-options"] == "nosniff"
    )
    page = client.get(f"{BASE}/exports/html", headers={"Accept": "text/html"})
    assert page.headers["content-disposition"].startswith("attachment")


def test_too_much_at_once_is_refused_before_it_is_read(ask: Callable[..., Any]) -> None:
    client = ask(body_bytes=2_000, upload_bytes=10_000)
    large = "x" * 3_000
    for path in ("readings", "checks"):
        answer = client.post(f"{BASE}/{path}", json={"text": large})
        assert answer.status_code == 413 and answer.json()["type"].endswith(":too-large")
    assert client.post(f"{BASE}/reports", json={"id": "a", "text": large}).status_code == 200
    assert client.post(f"{BASE}/reports", json={"id": "a", "text": large * 4}).status_code == 413

    def chunks() -> Any:
        for _ in range(20):
            yield b"x" * 1_000

    streamed = client.post(f"{BASE}/reports", content=chunks(), headers={"Content-Type": "text/plain"})
    assert streamed.status_code == 413
    many = [("files", (f"{n}.txt", b"x")) for n in range(4)]
    assert ask(files=3).post(f"{BASE}/reports", files=many).status_code in (400, 413)


def test_the_answers_are_compressed_only_where_they_travel(
    ask: Callable[..., Any], key: Callable[..., str]
) -> None:
    secret = key()
    assert "content-encoding" not in ask().get(f"{BASE}/meetings").headers
    away = ask(bearer(secret), host="0.0.0.0").get(f"{BASE}/meetings")
    assert away.headers["content-encoding"] == "gzip" and away.json()["items"]


def test_keys_never_reach_the_log(
    ask: Callable[..., Any], key: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    secret = key()
    client = ask(require_keys=True)
    with caplog.at_level("DEBUG"):
        client.get(f"{BASE}/stories", headers=bearer(secret))
        client.get(f"{BASE}/stories", headers=bearer(secret[:-2]))
    assert "a wrong key was shown" in caplog.text and secret[:-2] not in caplog.text
