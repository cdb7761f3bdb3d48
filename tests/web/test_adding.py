"""Adding over REST: what came of each report, its date at once, in the background with progress, beside readers and other writers."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import client_of

from biennien import app as use_cases

BASE = "/api/v1"
ONE = {
    "id": "tin-01",
    "outlet": "Báo Mẫu",
    "published": "2026-05-13",
    "text": "Ngoại trưởng Sugiono hôm 12/5 gặp ông Winston Peters tại Jakarta.",
}
TWO = {"id": "tin-02", "text": "Ngoại trưởng Sugiono cho biết ngày 14/5/2026 sẽ gặp ông Winston Peters."}


def outcomes(answer: Any) -> dict[str, str]:
    assert answer.status_code == 200, answer.text
    return {row["id"]: row["outcome"] for row in answer.json()["reports"]}


def test_one_report_a_list_lines_a_text_and_files(ask: Callable[..., Any]) -> None:
    client = ask()
    assert outcomes(client.post(f"{BASE}/reports", json=ONE)) == {"tin-01": "new"}
    assert outcomes(client.post(f"{BASE}/reports", json=[ONE, TWO])) == {
        "tin-01": "unchanged",
        "tin-02": "new",
    }
    lines = "\n".join(json.dumps(row) for row in (ONE | {"text": "Khác."}, TWO | {"id": "tin-03"}))
    sent = client.post(
        f"{BASE}/reports", content=lines.encode(), headers={"Content-Type": "application/x-ndjson"}
    )
    assert outcomes(sent) == {"tin-01": "version", "tin-03": "copy"}
    text = client.post(
        f"{BASE}/reports?published=2026-05-15&outlet=B%C3%A1o",
        content="Ông Lavrov nói hôm 12/5.".encode(),
        headers={"Content-Type": "text/plain; charset=utf-8"},
    ).json()
    assert text["new"] == 1 and text["reports"][0]["published"]["value"] == "2026-05-15"
    files = [("files", ("../../tin-04.txt", "Ông Peters nói.".encode())), ("files", ("x.exe", b"x"))]
    sent = client.post(f"{BASE}/reports", files=files, data={"published": "2026-05"})
    assert outcomes(sent) == {"tin-04": "new"}
    told = sent.json()
    assert told["complete"] is False and told["unread"] == 1
    assert [(i["code"], i["where"]) for i in told["issues"] if i["severity"] == "error"] == [
        ("suffix", "x.exe")
    ]
    assert told["reports"][0]["published"] == {
        "value": "2026-05", "earliest": "2026-05-01", "latest": "2026-05-31", "dated_by": "option",
        "why": "It was given with the command.", "basis": "stated",
    }  # fmt: skip
    ids = {r["id"] for r in client.get(f"{BASE}/reports?limit=1000").json()["items"]}
    assert {"tin-01", "tin-02", "tin-03", "tin-04"} <= ids


def test_what_is_added_over_rest_is_what_the_command_adds(ask: Callable[..., Any], tmp_path: Any) -> None:
    rows = [ONE, TWO]
    file = tmp_path / "body.json"
    file.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    use_cases.add([str(file)], tmp_path / "b.sqlite")
    client = ask(store=tmp_path / "a.sqlite")
    client.post(f"{BASE}/reports", json=rows)
    one, other = (use_cases.load(tmp_path / name) for name in ("a.sqlite", "b.sqlite"))
    assert one == other


def test_an_undated_report_is_dated_at_once_with_the_reason_and_set_right(ask: Callable[..., Any]) -> None:
    client = ask()
    row = client.post(f"{BASE}/reports", json=TWO).json()["reports"][0]
    assert (
        row["published"]["value"] is None
        and row["published"]["dated_by"] == "inference"
        and row["published"]["why"]
    )
    decided = client.post(
        f"{BASE}/decisions",
        json={"kind": "correct", "report": "tin-02", "published": "13/5/2026", "by": "Lan"},
    )
    assert decided.status_code == 201
    assert decided.headers["location"] == f"{BASE}/decisions/{decided.json()['decision']['id']}"
    assert decided.json()["report"]["published"]["value"] == "2026-05-13"
    again = {"kind": "dated", "report": "tin-02", "published": "2026-05-14", "by": "Lan"}
    assert client.post(f"{BASE}/decisions", json=again).json()["report"]["published"]["value"] == "2026-05-14"
    shown = client.get(decided.headers["location"]).json()
    assert shown["by"] == "Lan" and shown["in_force"] is False and shown["ended_by"]


def test_every_kind_of_decision_does_what_the_command_does(ask: Callable[..., Any]) -> None:
    client = ask()
    meetings = client.get(f"{BASE}/meetings?limit=1000").json()["items"]
    meeting = next(m for m in meetings if len(m["changes"]) > 1)
    change = meeting["changes"][0]
    statement = client.get(f"{BASE}/statements").json()["items"][0]
    for sent in (
        {"kind": "status", "line": change["id"], "value": "unclear"},
        {"kind": "retract", "line": statement["id"]},
        {"kind": "different", "line": change["id"]},
        {"kind": "same", "line": meetings[0]["id"], "value": meetings[1]["id"]},
    ):
        answer = client.post(f"{BASE}/decisions", json=sent | {"by": "Lan", "reason": "đọc nhầm"})
        assert answer.status_code == 201, answer.text
        told = answer.json()
        assert (
            told["decision"]["kind"] == sent["kind"]
            and told["decision"]["reason"] == "đọc nhầm"
            and told["words"]
        )
        undone = client.post(f"{BASE}/decisions/{told['decision']['id']}/undo", json={"by": "Lan"})
        assert undone.status_code == 201 and undone.json()["undone"] == told["decision"]["id"]
    assert len(client.get(f"{BASE}/decisions").json()["items"]) == 8
    assert client.get(f"{BASE}/meetings?limit=1000").json()["items"] == meetings


def wait_for(client: Any, path: str) -> dict[str, Any]:
    for _ in range(200):
        told: dict[str, Any] = client.get(path).json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.05)
    raise AssertionError(told)


def test_in_the_background_the_answer_says_where_to_ask(ask: Callable[..., Any]) -> None:
    client = ask()
    answer = client.post(f"{BASE}/reports", json=[ONE, TWO], headers={"Prefer": "respond-async"})
    assert answer.status_code == 202 and answer.headers["preference-applied"] == "respond-async"
    told = wait_for(client, answer.headers["location"])
    assert told["state"] == "done" and told["added"]["new"] == 2 and told["problem"] is None
    failed = client.post(f"{BASE}/reports", json=[{"id": "x"}], headers={"Prefer": "respond-async"})
    told = wait_for(client, failed.headers["location"])
    assert told["added"]["unread"] == 1 and told["added"]["issues"][0]["code"] == "no_text"


def test_readers_are_answered_while_somebody_adds(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = ask()
    client.get(f"{BASE}/meetings")
    held, reached = threading.Event(), threading.Event()
    real = use_cases.bring_up_to_date

    def slow(*arguments: Any, **options: Any) -> Any:
        reached.set()
        assert held.wait(20)
        return real(*arguments, **options)

    monkeypatch.setattr(use_cases, "bring_up_to_date", slow)
    job = client.post(f"{BASE}/reports", json=ONE, headers={"Prefer": "respond-async"})
    assert reached.wait(10)
    try:
        assert client.get(f"{BASE}/meetings").status_code == 200
        assert client.get(job.headers["location"]).json()["state"] == "running"
        second = client.post(f"{BASE}/reports", json=TWO, headers={"Prefer": "respond-async"})
        assert client.get(second.headers["location"]).json()["state"] == "waiting"  # one writer at a time
    finally:
        held.set()
    assert wait_for(client, job.headers["location"])["state"] == "done"
    assert wait_for(client, second.headers["location"])["added"]["new"] == 1


@pytest.mark.sqlite("files")
def test_a_reader_in_the_middle_of_reading_does_not_hold_up_who_adds(
    ask: Callable[..., Any], own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("biennien.store.opening.BUSY_SECONDS", 0.2)
    client = ask()
    with contextlib.closing(sqlite3.connect(own, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        before = reader.execute("SELECT count(*) FROM reports").fetchone()
        assert client.post(f"{BASE}/reports", json=ONE).status_code == 200
        assert client.get(f"{BASE}/reports/tin-01").status_code == 200
        assert reader.execute("SELECT count(*) FROM reports").fetchone() == before  # as of one moment
        reader.execute("ROLLBACK")


@pytest.mark.sqlite("files")
def test_the_record_is_one_file_again_when_the_server_has_ended(own: Path, tmp_path: Path) -> None:
    def mode(file: Path) -> str:
        with contextlib.closing(sqlite3.connect(file)) as connection:
            return str(connection.execute("PRAGMA journal_mode").fetchone()[0])

    new = tmp_path / "new.sqlite"
    for store in (own, new):
        with client_of(store) as client:
            assert client.post(f"{BASE}/reports", json=ONE).status_code == 200
            assert mode(store) == "wal"
        assert mode(store) == "delete"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.sqlite", "own.sqlite"]


def test_many_add_and_read_at_once_and_nothing_is_lost(ask: Callable[..., Any]) -> None:
    client = ask()
    statuses: list[int] = []

    def add(number: int) -> None:
        row = {
            "id": f"tin-{number}",
            "text": f"Ngoại trưởng Sugiono hôm {number + 1}/5 nói đã gặp ông Peters.",
            "published": "2026-05-20",
        }
        statuses.append(client.post(f"{BASE}/reports", json=row).status_code)

    def read() -> None:
        statuses.extend(
            client.get(f"{BASE}/{name}").status_code for name in ("meetings", "statements", "reports")
        )

    threads = [threading.Thread(target=add, args=(n,)) for n in range(6)] + [
        threading.Thread(target=read) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert statuses == [200] * 18
    ids = {r["id"] for r in client.get(f"{BASE}/reports?limit=1000").json()["items"]}
    assert {f"tin-{n}" for n in range(6)} <= ids
    assert client.get(f"{BASE}/verification").json()["failures"] == []


def test_reading_checking_and_scoring_keep_nothing(ask: Callable[..., Any], tmp_path: Any) -> None:
    client = ask()
    before = client.get(f"{BASE}/reports").headers["etag"]
    reading = client.post(f"{BASE}/readings", json=ONE).json()
    found = next(iter(use_cases.read([str(_file(tmp_path, ONE))])))
    assert isinstance(found, tuple) and reading == json.loads(json.dumps(use_cases.reading_told(*found)))
    draft = {
        "text": "Tổng thống Trump và Tổng thống Putin sẽ gặp nhau tại Budapest trong hai tuần tới.",
        "published": "2025-11-20",
    }
    remarks = client.post(f"{BASE}/checks", json=draft).json()["items"]
    assert remarks and all(
        draft["text"][r["at"]["start"] : r["at"]["end"]] == r["at"]["quote"] for r in remarks
    )
    assert all(r["against"] for r in remarks if r["kind"] == "status")
    gold = [
        json.loads(line)
        for line in (use_cases.samples_folder().parent / "gold.jsonl").read_text("utf-8").splitlines()[:2]
    ]
    scores = client.post(f"{BASE}/evaluations", json={"gold": gold}).json()
    assert scores["schema"] == "biennien/1" and 0 < scores["names"]["f1"] <= 1
    assert client.get(f"{BASE}/reports").headers["etag"] == before


def _file(folder: Any, row: dict[str, str]) -> Any:
    file = folder / "one.json"
    file.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    return file


def test_the_forms_of_the_record_are_those_of_the_command(ask: Callable[..., Any], own: Any) -> None:
    from biennien import exporting

    client = ask()
    forms = client.get(f"{BASE}/exports").json()["items"]
    assert {"csv", "html", "ics", "jsonl"} <= {form["name"] for form in forms}
    for form in forms:
        answer = client.get(f"{BASE}/exports/{form['name']}")
        if answer.status_code == 501:
            continue
        assert answer.headers["content-type"].split(";")[0] == form["media_type"].split(";")[0]
        if form["name"] != "xlsx":
            assert answer.content == exporting.export(own, form["name"]).content
    table = client.get(f"{BASE}/exports/csv?table=statements&lang=en")
    assert table.headers["content-disposition"] == 'attachment; filename="biennien-statements.csv"'
