"""The server as an assistant starts it: over standard input and output, and over HTTP on this machine."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from tests.assistant.asking import answers, every_call

from biennien import Chronicle
from biennien.assistant.envelope import NOTICE
from biennien.assistant.server import create_server

COMMAND = [sys.executable, "-m", "biennien.cli", "mcp"]


def test_over_standard_input_and_output_every_answer_is_the_same(samples: Path) -> None:
    server = StdioServerParameters(
        command=COMMAND[0],
        args=[*COMMAND[1:], "--store", str(samples), "--lang", "en"],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
    )
    calls = every_call(samples)[:12]

    async def asked() -> tuple[Any, list[Any]]:
        async with Client(server) as client:
            return client.instructions, [await client.call_tool(name, arguments) for name, arguments in calls]

    instructions, found = asyncio.run(asked())
    assert NOTICE in instructions
    here = [result for _, result in answers(samples, calls)]
    assert [r.content[0].text for r in found] == [r.content[0].text for r in here]


def test_nothing_but_messages_goes_to_standard_output(samples: Path) -> None:
    first = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "0"}}}  # fmt: skip
    wrong = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "stories", "arguments": {"as_known": "1/2/2026"}},
    }
    lines = [first, {"jsonrpc": "2.0", "method": "notifications/initialized"}, wrong]
    server = subprocess.Popen(
        [*COMMAND, "--store", str(samples)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin and server.stdout
    server.stdin.write("".join(json.dumps(line) + "\n" for line in lines))
    server.stdin.flush()
    found = [json.loads(server.stdout.readline()) for _ in range(2)]
    rest, _ = server.communicate(timeout=60)
    assert (rest, server.returncode) == ("", 0)
    assert [message["id"] for message in found] == [1, 2]
    assert found[0]["result"]["serverInfo"]["name"] == "biennien"
    assert found[1]["result"]["structuredContent"]["as_known"] == "2026-02-01"


@pytest.fixture(scope="module")
def port(samples: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    server = subprocess.Popen([*COMMAND, "--store", str(samples), "--http", "--port", str(number)])
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", number)) == 0:
                    break
            time.sleep(0.1)
        yield number
    finally:
        server.terminate()
        server.wait(20)


def test_over_http_it_answers_on_this_machine(samples: Path, port: int) -> None:
    async def asked() -> Any:
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            return await client.call_tool("stories", {})

    found = asyncio.run(asked())
    assert found.structured_content == answers(samples, [("stories", {})])[0][1].structured_content


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_over_http_no_page_from_elsewhere_gets_in(port: int, headers: dict[str, str], status: int) -> None:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/mcp",
        data=b"{}",
        headers={
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            **headers,
        },
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=20)
    assert refused.value.code == status


def test_a_line_and_a_report_are_resources(samples: Path) -> None:
    meeting = Chronicle(samples).meetings()[0].id

    async def asked() -> tuple[Any, ...]:
        async with Client(create_server(samples)) as client:
            templates = (await client.list_resource_templates()).resource_templates
            line = await client.read_resource(f"biennien://lines/{meeting}")
            report = await client.read_resource("biennien://reports/04_huy")
            with pytest.raises(Exception, match="nothing in the record has an id"):
                await client.read_resource("biennien://lines/m-nothing")
            return {t.uri_template for t in templates}, line.contents[0], report.contents[0]

    templates, line, report = asyncio.run(asked())
    assert templates == {"biennien://reports/{id}", "biennien://lines/{id}"}
    assert json.loads(line.text)["meeting"]["id"] == meeting
    told = json.loads(report.text)
    assert all(p["quoted_material"] for p in told["paragraphs"])
    texts = {r.id: r.text for r, _ in Chronicle(samples).reports()}
    assert all(texts["04_huy"][p["start"] : p["end"]] == p["text"] for p in told["paragraphs"])


def test_the_morning_note_is_a_prompt_that_asks_for_citations(samples: Path) -> None:
    async def asked() -> Any:
        async with Client(create_server(samples)) as client:
            return await client.get_prompt("morning_note", {"since": "2025-10-21"})

    words = asyncio.run(asked()).messages[0].content.text
    assert "what_changed" in words
    assert "footnote" in words
