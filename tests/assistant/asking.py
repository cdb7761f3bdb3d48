"""Asking a server in this process, and walking through what it answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mcp import Client

from biennien import Chronicle, app
from biennien.assistant.server import create_server


def make_samples(file: Path) -> Path:
    """The record of the packaged samples."""
    app.add([str(app.samples_folder())], file)
    return file


def make_record(folder: Path, rows: list[dict[str, Any]]) -> Path:
    """The record of some reports as JSON."""
    source, store = folder / "reports.json", folder / "record.sqlite"
    source.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    Chronicle(store).add(source)
    return store


def ask(store: Path, tool: str, **arguments: Any) -> dict[str, Any]:
    """The structured answer of a tool, which did not fail."""
    result = call(store, tool, **arguments)
    assert not result.is_error, result.content[0].text
    return result.structured_content


def refuse(store: Path, tool: str, **arguments: Any) -> str:
    """What a tool says that fails."""
    result = call(store, tool, **arguments)
    assert result.is_error
    assert result.structured_content is None
    return result.content[0].text


def call(store: Path, tool: str, **arguments: Any) -> Any:
    """The result of one call."""

    async def asked() -> Any:
        async with Client(create_server(store)) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(asked())


def every_call(store: Path) -> list[tuple[str, dict[str, Any]]]:
    """A call of each tool that has something to tell of a record, with ids that are in it."""
    chronicle = Chronicle(store)
    story, report = chronicle.stories()[0].id, chronicle.reports()[0][0].id
    meeting = max(chronicle.meetings(), key=lambda m: len(m.changes))
    draft = " ".join(r.text for r, _ in chronicle.reports())[:4000]
    lines = [meeting.id, meeting.changes[0].id, report, *(s.id for s in chronicle.statements()[:1])]
    lines += [
        x.id
        for rows in (chronicle.explanations(), chronicle.positions(), chronicle.differences())
        for x in rows[:1]
    ]
    return [
        ("stories", {}),
        ("search", {"words": "gap"}),
        ("record_of_story", {"story": story}),
        ("status_of_meeting", {"meeting": meeting.id}),
        ("who_said", {"story": story}),
        ("what_changed", {"since": "2025-10-20"}),
        ("timeline", {}),
        ("explanations", {}),
        ("positions", {}),
        ("differences", {}),
        ("check_draft", {"text": draft, "published": "2026-04-01"}),
        ("reports", {}),
        *(("report", {"report": r.id}) for r, _ in chronicle.reports()),
        *(("versions", {"report": r.id}) for r, _ in chronicle.reports()[:2]),
        *(("show", {"line": line}) for line in lines),
        *(("explain", {"line": line}) for line in lines),
    ]


def answers(store: Path, calls: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, Any]]:
    """The results of some calls, in one session."""

    async def asked() -> list[tuple[str, Any]]:
        async with Client(create_server(store)) as client:
            return [(name, await client.call_tool(name, arguments)) for name, arguments in calls]

    return asyncio.run(asked())


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in an answer."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from objects(part)


def strings(value: Any, enclosed: bool = False) -> Iterator[tuple[str, bool]]:
    """Every string in an answer, keys too, and whether it is the words of an envelope."""
    if isinstance(value, str):
        yield value, enclosed
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)
    elif isinstance(value, dict):
        marked = value.get("quoted_material") is True
        for key, part in value.items():
            yield key, False
            yield from strings(part, marked and key in ("text", "quote"))
