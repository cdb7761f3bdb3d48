"""Lists in pages, answers with a tag, and what goes wrong told in one way."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from biennien import app as use_cases

BASE = "/api/v1"


def walk(client: Any, path: str, limit: int) -> list[dict[str, Any]]:
    """All lines of a list, page by page."""
    found: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": limit}
    while True:
        answer = client.get(path, params=query).json()
        assert 0 < len(answer["items"]) <= limit
        found += answer["items"]
        if answer["next"] is None:
            return found
        query["cursor"] = answer["next"]


@pytest.mark.parametrize(
    "name", ["meetings", "statements", "timeline", "positions", "differences", "reports"]
)
@pytest.mark.parametrize("limit", [1, 7])
def test_the_pages_together_are_the_list(client: Any, name: str, limit: int) -> None:
    assert walk(client, f"{BASE}/{name}", limit) == client.get(f"{BASE}/{name}?limit=1000").json()["items"]


def test_growth_between_two_pages_repeats_nothing_and_leaves_nothing_out(
    ask: Callable[..., Any], own: Any
) -> None:
    client = ask()
    before = [s["id"] for s in client.get(f"{BASE}/statements?limit=1000").json()["items"]]
    first = client.get(f"{BASE}/statements?limit=5").json()
    text = "Ngày 17/10/2025, Ngoại trưởng Nga Sergey Lavrov nói “mọi việc đang được chuẩn bị chu đáo”."
    use_cases.add(
        [],
        own,
        given=[("them.json", f'{{"id": "them", "text": "{text}", "published": "2025-10-17"}}'.encode())],
    )
    second = client.get(f"{BASE}/statements", params={"limit": 1000, "cursor": first["next"]}).json()
    ids = [s["id"] for s in (*first["items"], *second["items"])]
    assert len(ids) == len(set(ids)) and set(before) <= set(ids)
    after = client.get(f"{BASE}/statements?limit=1000").json()["items"]
    assert len(after) > len(before)


def test_a_cursor_is_only_good_for_its_question(client: Any) -> None:
    cursor = client.get(f"{BASE}/statements?limit=1").json()["next"]
    for path in (f"{BASE}/statements?by=Lavrov", f"{BASE}/timeline?limit=1"):
        answer = client.get(f"{path}&cursor={cursor}")
        assert answer.status_code == 422 and answer.json()["where"] == "cursor"
    for wrong in ("x", "AAAA", "bnVsbA", "WzEsMiwzXQ"):
        assert client.get(f"{BASE}/statements?cursor={wrong}").status_code == 422
    assert (
        client.get(f"{BASE}/statements?limit=2&cursor={cursor}").status_code == 200
    )  # the size of a page may change


def test_a_cursor_whose_line_is_gone_says_so(ask: Callable[..., Any]) -> None:
    client = ask()
    report = client.get(f"{BASE}/reports?limit=1").json()["items"][0]["id"]
    items = client.get(f"{BASE}/statements?limit=1000").json()["items"]
    place = next(
        n
        for n, s in enumerate(items)
        if {c["report"] for c in (*s["citations"], *s["restated_in"])} == {report}
    )
    cursor = client.get(f"{BASE}/statements", params={"limit": place + 1}).json()["next"]
    client.post(f"{BASE}/decisions", json={"kind": "withdraw", "report": report, "by": "Lan"})
    answer = client.get(f"{BASE}/statements", params={"cursor": cursor})
    assert answer.status_code == 410
    assert answer.json()["type"] == "urn:biennien:problem:cursor-gone"


def test_the_size_of_a_page_is_bounded(client: Any) -> None:
    for limit in (0, -1, 1001, "x"):
        answer = client.get(f"{BASE}/meetings?limit={limit}")
        assert answer.status_code == 422 and answer.json()["where"] == "query.limit"


def test_what_has_not_changed_is_not_sent_again(ask: Callable[..., Any]) -> None:
    client = ask()
    first = client.get(f"{BASE}/meetings")
    tag = first.headers["etag"]
    assert re.fullmatch(r'W/"[0-9a-f]{24}"', tag)
    again = client.get(f"{BASE}/meetings", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(f"{BASE}/meetings", headers={"If-None-Match": f'"x", {tag}'}).status_code == 304
    assert client.get(f"{BASE}/meetings?limit=1", headers={"If-None-Match": tag}).status_code == 200
    report = client.get(f"{BASE}/reports").json()["items"][0]["id"]
    client.post(f"{BASE}/decisions", json={"kind": "withdraw", "report": report, "by": "Lan"})
    changed = client.get(f"{BASE}/meetings", headers={"If-None-Match": tag})
    assert changed.status_code == 200 and changed.headers["etag"] != tag


PROBLEMS = [
    ("get", "/nothing", {}, 404, "not-found"),
    ("get", "/meetings/m-000000", {}, 404, "not-found"),
    ("get", "/meetings/m-", {}, 409, "ambiguous"),
    ("get", "/lines/%20", {}, 404, "not-found"),
    ("get", "/stories/nothing", {}, 404, "not-found"),
    ("get", "/reports/nothing", {}, 404, "not-found"),
    ("get", "/jobs/nothing", {}, 404, "not-found"),
    ("get", "/decisions/nothing", {}, 404, "not-found"),
    ("get", "/exports/nothing", {}, 404, "not-found"),
    ("get", "/exports/csv?table=nothing", {}, 422, "not-valid"),
    ("get", "/meetings?as_known=21/25/2025", {}, 422, "not-valid"),
    ("get", "/meetings?recorded_by=gestern", {}, 422, "not-valid"),
    ("get", "/meetings?as_know=2025-10-21", {}, 422, "not-valid"),
    ("get", "/statements?from=yesterday", {}, 422, "not-valid"),
    ("post", "/meetings", {}, 405, "wrong-method"),
    ("put", "/reports", {}, 405, "wrong-method"),
    ("post", "/reports", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422, "not-valid"),
    ("post", "/reports", {"content": b"x", "headers": {"Content-Type": "application/pdf"}}, 415, "wrong-type"),
    ("post", "/reports", {"json": {"id": "a"}}, 422, "not-valid"),
    ("post", "/reports?published=sometime", {"json": {"id": "a", "text": "b"}}, 422, "not-valid"),
    ("post", "/readings", {"json": {"text": " "}}, 422, "not-valid"),
    ("post", "/readings", {"content": b'{"text": "\\ud800"}', "headers": {"Content-Type": "application/json"}}, 422, "not-valid"),
    ("post", "/checks", {"json": {"text": "x", "published": "sometime"}}, 422, "not-valid"),
    ("post", "/decisions", {"json": {"kind": "guess", "line": "m-"}}, 422, "not-valid"),
    ("post", "/decisions", {"json": {"kind": "correct", "report": "01_cong-bo", "published": "soon"}}, 422, "not-valid"),
    ("post", "/decisions/nothing/undo", {}, 404, "not-found"),
    ("post", "/evaluations", {"json": {"gold": []}}, 422, "not-valid"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "kind"), PROBLEMS, ids=[f"{p[0]} {p[1]} {p[4]}" for p in PROBLEMS]
)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_what_goes_wrong_is_told_with_the_place_and_the_remedy(
    client: Any, method: str, path: str, sent: dict[str, Any], status: int, kind: str, lang: str
) -> None:
    headers = {"Accept-Language": lang, **sent.get("headers", {})}
    answer = client.request(method, f"{BASE}{path}", **{**sent, "headers": headers})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == lang
    body = answer.json()
    assert body["type"] == f"urn:biennien:problem:{kind}" and body["status"] == status
    assert body["title"] and body["detail"] and body["remedy"]
    assert "Traceback" not in answer.text and ".py" not in answer.text and "/tmp" not in answer.text


def test_what_is_decided_already_is_a_conflict(ask: Callable[..., Any]) -> None:
    client = ask()
    withdrawn = {"kind": "withdraw", "report": "01_cong-bo", "by": "Lan"}
    made = client.post(f"{BASE}/decisions", json=withdrawn).json()["decision"]["id"]
    again = client.post(f"{BASE}/decisions", json=withdrawn)
    assert again.status_code == 409 and again.json()["type"].endswith(":conflict")
    assert client.post(f"{BASE}/decisions/{made}/undo").status_code == 201
    assert client.post(f"{BASE}/decisions/{made}/undo").status_code == 409


def test_a_wrong_method_is_told_which_are_right(client: Any) -> None:
    assert client.post(f"{BASE}/meetings").headers["allow"] == "GET, HEAD"
    assert client.delete(f"{BASE}/decisions").headers["allow"] == "GET, HEAD, POST"


def test_a_failure_tells_its_number_and_no_more(
    client: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the code")

    monkeypatch.setattr("biennien.web.api.record.views.stories_told", broken)
    answer = client.get(f"{BASE}/stories", headers={"Cache-Control": "no-cache"})
    assert answer.status_code == 500 and answer.json()["type"].endswith(":failed")
    assert "secret" not in answer.text
    number = re.search(r"[0-9a-f]{8}", answer.json()["detail"])
    assert number and number[0] in caplog.text and "a secret of the code" in caplog.text


def test_a_page_tells_what_went_wrong_as_a_page(client: Any) -> None:
    answer = client.get("/nowhere", headers={"Accept": "text/html", "Accept-Language": "vi"})
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/html")
    assert "<h1>Không tìm thấy</h1>" in answer.text


def test_without_a_record_the_answer_says_how_to_begin(ask: Callable[..., Any], tmp_path: Any) -> None:
    client = ask(store=tmp_path / "none.sqlite")
    answer = client.get(f"{BASE}/meetings")
    assert answer.status_code == 404 and answer.json()["type"].endswith(":no-record")
    assert "none.sqlite" not in answer.text and str(tmp_path) not in answer.text
    assert client.post(f"{BASE}/reports", json={"id": "a", "text": "Ông Lavrov nói."}).status_code == 200
    assert client.get(f"{BASE}/reports").json()["items"][0]["id"] == "a"


def test_a_record_that_another_program_writes_is_to_be_waited_for(
    ask: Callable[..., Any], own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    monkeypatch.setattr("biennien.store.opening.BUSY_SECONDS", 0.05)
    client = ask()
    writer = sqlite3.connect(own, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    try:
        answer = client.post(
            f"{BASE}/decisions", json={"kind": "withdraw", "report": "01_cong-bo", "by": "Lan"}
        )
    finally:
        writer.execute("ROLLBACK")
        writer.close()
    assert answer.status_code == 503 and answer.json()["type"].endswith(":record-locked")
    assert int(answer.headers["retry-after"]) > 0


def test_head_is_get_without_its_body(client: Any) -> None:
    for path in (f"{BASE}/stories", "/", "/static/desk.css"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers["content-length"] == str(len(whole.content)) or path == "/"


def test_the_front_page_was_looked_at_before_the_first_reader_comes(ask: Callable[..., Any]) -> None:
    client = ask()
    until = time.monotonic() + 60
    while not getattr(client.app.state, "seen", 0) and time.monotonic() < until:
        time.sleep(0.05)
    assert client.app.state.seen == 200
