"""The real server: started by the command, used, listened to, stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from biennien import app as use_cases
from biennien.web.security.keys import KeyRing, key_file

httpx = pytest.importorskip("httpx2")
BASE = "/api/v1"
Start = Callable[..., Any]


class Running:
    """A server process and a client of it."""

    def __init__(self, store: Path, *arguments: str, environment: dict[str, str] | None = None) -> None:
        command = [
            sys.executable,
            "-m",
            "biennien.cli",
            "serve",
            "--store",
            str(store),
            "--port",
            "0",
            *arguments,
        ]
        plain = {k: v for k, v in os.environ.items() if not k.startswith("BIENNIEN_")}
        more = {
            "BIENNIEN_LANG": "en",
            "PYTHONUNBUFFERED": "1",
            "BIENNIEN_WATCH_SECONDS": "0.1",
        }
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=plain | more | (environment or {}),
            cwd=store.parent,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"https?://\S+", line)
        assert found, line + (self.process.stderr.read() if self.process.stderr else "")
        self.address = found[0].rstrip("/")
        self.client = httpx.Client(base_url=self.address, timeout=30)

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        """Ends it as Ctrl-C does: the exit code and what it said."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        self.client.close()
        return self.process.returncode, out, err


@pytest.fixture
def start(own: Path) -> Iterator[Start]:
    running: list[Running] = []

    def begin(*arguments: str, store: Path = own, **options: Any) -> Running:
        running.append(Running(store, *arguments, **options))
        return running[-1]

    yield begin
    for one in running:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()


class Stream:
    """The events of a server, gathered in the background."""

    def __init__(self, client: Any, path: str = f"{BASE}/events", last: str | None = None) -> None:
        self.events: list[dict[str, str]] = []
        self.ended = threading.Event()
        self.beats = 0
        headers = {"Last-Event-ID": last} if last else {}
        self._thread = threading.Thread(target=self._listen, args=(client, path, headers), daemon=True)
        self._thread.start()

    def _listen(self, client: Any, path: str, headers: dict[str, str]) -> None:
        event: dict[str, str] = {}
        try:
            with client.stream("GET", path, headers=headers, timeout=60) as answer:
                for line in answer.iter_lines():
                    if line.startswith(":"):
                        self.beats += 1
                    elif line:
                        name, _, value = line.partition(": ")
                        event[name] = value
                    elif event:
                        self.events.append(event)
                        event = {}
        except httpx.HTTPError:
            pass
        self.ended.set()

    def wait(self, kind: str, seconds: float = 60) -> dict[str, Any]:
        """What the next event of a kind says."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for event in self.events:
                if event.get("event") == kind:
                    told: dict[str, Any] = json.loads(event["data"])
                    return told | {"id": event.get("id")}
            time.sleep(0.02)
        raise AssertionError(f"no {kind} in {self.events}")


ROW = {
    "id": "tin-01",
    "text": "Ngoại trưởng Sugiono hôm 12/5 gặp ông Winston Peters tại Jakarta.",
    "published": "2026-05-13",
}


def test_it_starts_answers_and_stops(start: Start) -> None:
    server = start()
    assert server.client.get("/").status_code == 200
    assert server.client.get(f"{BASE}/stories").json()["items"]
    head = server.client.head(f"{BASE}/stories")
    assert head.status_code == 200 and head.content == b"" and int(head.headers["content-length"]) > 100
    assert "server" not in head.headers
    code, out, err = server.stop()
    assert (code, err) == (0, "") and out.endswith("Stopped.\n")


def test_a_change_is_told_to_who_listens_whoever_made_it(start: Start, own: Path) -> None:
    server = start()
    listening = Stream(server.client)
    before = listening.wait("state")
    use_cases.add([], own, given=[("x.json", json.dumps(ROW).encode())])  # another process
    told = listening.wait("changed")
    assert (
        told["reports"] == ["tin-01"] and told["all"] is False and told["state"] == told["id"] != before["id"]
    )
    new = {m["id"] for m in server.client.get(f"{BASE}/meetings?limit=1000").json()["items"]} & {
        *told["meetings"]
    }
    assert new and told["stories"]
    # Who comes back with the state it knew hears what it missed; from a state that is not known anything may have changed.
    server.client.post(f"{BASE}/decisions", json={"kind": "withdraw", "report": "tin-01", "by": "Lan"})
    until = time.monotonic() + 20
    while sum(e["event"] == "changed" for e in listening.events) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    missed = Stream(server.client, last=told["id"]).wait("changed")
    assert missed["reports"] == ["tin-01"] and missed["meetings"] == sorted(new) and missed["all"] is False
    assert Stream(server.client, last="0/0").wait("changed")["all"] is True
    time.sleep(1.5)
    code, _, err = server.stop()
    assert code == 0 and err == "" and listening.ended.wait(5)


def test_the_steps_of_adding_are_told_until_it_is_over(start: Start) -> None:
    server = start()
    rows = [ROW | {"id": f"tin-{n}", "text": f"{ROW['text']} Bản {n}."} for n in range(6)]
    job = server.client.post(f"{BASE}/reports", json=rows, headers={"Prefer": "respond-async"}).json()
    listening = Stream(server.client, f"{BASE}/events?job={job['id']}")
    done = listening.wait("done")
    assert done["job"] == job["id"] and done["state"] == "done"
    assert listening.ended.wait(5)  # the stream ends with the job
    again = Stream(server.client, f"{BASE}/events?job={job['id']}")
    assert again.wait("done")["state"] == "done"
    assert server.client.get(f"{BASE}/events?job=nothing").status_code == 404


def test_no_more_listen_than_there_is_room_for(start: Start) -> None:
    server = start(environment={"BIENNIEN_EVENT_STREAMS": "2"})
    streams = [Stream(server.client) for _ in range(2)]
    for stream in streams:
        stream.wait("state")
    refused = server.client.get(f"{BASE}/events")
    assert refused.status_code == 503 and int(refused.headers["retry-after"]) > 0
    assert refused.headers["content-type"] == "application/problem+json"
    assert server.client.get(f"{BASE}/stories").status_code == 200  # readers have room all the same
    assert server.client.head(f"{BASE}/events").status_code == 405
    assert server.stop()[0] == 0
    assert all(stream.ended.wait(5) for stream in streams)


def test_who_goes_away_makes_room(start: Start) -> None:
    server = start(environment={"BIENNIEN_EVENT_STREAMS": "1"})
    for _ in range(3):
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with server.client.stream("GET", f"{BASE}/events") as answer:
                if answer.status_code == 200:
                    assert next(answer.iter_lines()).startswith("event: state")
                    break
            time.sleep(0.1)
        else:
            raise AssertionError("there is no room")


def test_a_stop_while_reports_are_added_loses_none_of_those_recorded(start: Start, own: Path) -> None:
    server = start()
    rows = [ROW | {"id": f"tin-{n}", "text": f"{ROW['text']} Bản {n}."} for n in range(400)]
    server.client.post(f"{BASE}/reports", json=rows, headers={"Prefer": "respond-async"})
    time.sleep(0.3)
    code, _, err = server.stop(signal.SIGTERM)
    assert code in (0, -signal.SIGTERM) and "Traceback" not in err
    assert use_cases.verify(own).failures == ()
    use_cases.add([], own, given=[("rest.json", json.dumps(rows).encode())])
    assert len(use_cases.reports(own)) == len({r.id for r, _ in use_cases.reports(own)}) >= 400


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("BIENNIEN_")} | {"BIENNIEN_LANG": "en"}
    command = [sys.executable, "-m", "biennien.cli", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=cwd, env=plain, check=False
    )


def test_what_keeps_it_from_starting_is_said_with_the_remedy(own: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        found = run("serve", "--store", str(own), "--port", port, cwd=tmp_path)
        assert (
            found.returncode == 2
            and f"127.0.0.1:{port}: another program listens there already" in found.stderr
        )
    found = run("serve", "--store", str(own), "--host", "0.0.0.0", "--port", "0", cwd=tmp_path)
    assert found.returncode == 2 and "biennien keys add NAME" in found.stderr and found.stdout == ""
    found = run("serve", "--store", str(own), "--host", "192.0.2.1", "--port", "0", cwd=tmp_path)
    assert found.returncode == 2 and "no such address" in found.stderr
    (tmp_path / "biennien.toml").write_text("[serve]\nporte = 3\n", "utf-8")
    found = run("serve", cwd=tmp_path)
    assert found.returncode == 2 and "no setting 'porte'" in found.stderr


def test_without_a_record_the_pages_offer_to_begin(start: Start, tmp_path: Path) -> None:
    server = start(store=tmp_path / "new.sqlite")
    assert server.client.get("/", headers={"Accept": "text/html"}).status_code in (200, 404)
    assert server.client.post(f"{BASE}/reports", json=ROW).json()["new"] == 1
    assert server.client.get("/").status_code == 200
    assert server.stop()[0] == 0


def test_keys_are_made_listed_used_and_revoked(start: Start, own: Path) -> None:
    made = run(
        "keys",
        "add",
        "Lan",
        "--scope",
        "write",
        "--expires",
        "2099-01-31",
        "--store",
        str(own),
        cwd=own.parent,
    )
    secret = made.stdout.strip()
    assert made.returncode == 0 and re.fullmatch(r"bn_\w{8}_[\w-]{43}", secret) and "this once" in made.stderr
    listed = run("keys", "list", "--store", str(own), cwd=own.parent)
    assert (
        "Lan: read, write; made" in listed.stdout
        and "until 2099-01-31" in listed.stdout
        and "1 key." in listed.stdout
    )
    assert secret.split("_")[2] not in listed.stdout
    assert "sha256" not in run("keys", "list", "--json", "--store", str(own), cwd=own.parent).stdout
    server = start("--host", "127.0.0.2", environment={"BIENNIEN_REQUIRE_KEYS": "1"})
    assert server.client.get(f"{BASE}/stories").status_code == 401
    headers = {"Authorization": f"Bearer {secret}"}
    assert server.client.get(f"{BASE}/stories", headers=headers).status_code == 200
    revoked = run("keys", "revoke", "Lan", "--store", str(own), cwd=own.parent)
    assert revoked.returncode == 0 and KeyRing(key_file(own)).keys() == ()
    assert server.client.get(f"{BASE}/stories", headers=headers).status_code == 401
    code, out, err = server.stop()
    assert code == 0 and secret not in out + err
