"""What every answer keeps: its schema, its citations, its bytes."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from mcp import Client
from tests.assistant.asking import answers, every_call, objects

from biennien import Chronicle
from biennien.assistant.server import create_server


@pytest.fixture(scope="module")
def tools(samples: Path) -> dict[str, Any]:
    async def listed() -> dict[str, Any]:
        async with Client(create_server(samples)) as client:
            return {tool.name: tool for tool in (await client.list_tools()).tools}

    return asyncio.run(listed())


@pytest.fixture(scope="module")
def results(samples: Path) -> list[tuple[str, Any]]:
    return answers(samples, every_call(samples))


def test_every_tool_only_reads_and_says_what_it_is_for(tools: dict[str, Any]) -> None:
    for tool in tools.values():
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert not tool.annotations.open_world_hint
        assert tool.title
        assert len(tool.description) > 20
        assert "as_known" in tool.input_schema["properties"]
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)


def test_every_tool_is_called_and_answers_by_its_schema(
    tools: dict[str, Any], results: list[tuple[str, Any]]
) -> None:
    assert {name for name, _ in results} == set(tools)
    for name, result in results:
        assert not result.is_error, (name, result.content[0].text)
        jsonschema.validate(result.structured_content, tools[name].output_schema)
        assert json.loads(result.content[0].text) == result.structured_content


def test_no_answer_may_hold_a_field_that_its_schema_does_not_name(
    tools: dict[str, Any], results: list[tuple[str, Any]]
) -> None:
    for name, result in results:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**result.structured_content, "more": 1}, tools[name].output_schema)


def test_every_quotation_is_cut_out_of_its_report_again(
    samples: Path, results: list[tuple[str, Any]]
) -> None:
    texts = {report.id: report.text for report, _ in Chronicle(samples).reports()}
    cut = 0
    for name, result in results:
        for found in objects(result.structured_content):
            if "paragraph" in found and found["exact"]:
                words = found.get("quote", found.get("text"))
                assert texts[found["report"]][found["start"] : found["end"]] == words, (name, found)
                cut += 1
    assert cut > 200


def test_every_line_cites_and_every_citation_names_its_line(results: list[tuple[str, Any]]) -> None:
    lines = 0
    for name, result in results:
        for found in objects(result.structured_content):
            if str(found.get("id", ""))[:2] in ("c-", "s-", "e-", "p-") and "citations" in found:
                lines += 1
                assert found["citations"], (name, found)
                assert all(c["line"] == found["id"] for c in found["citations"])
    assert lines > 50


def test_every_day_has_its_grain_and_its_basis(results: list[tuple[str, Any]]) -> None:
    days = [
        o for _, r in results for o in objects(r.structured_content) if {"value", "grain", "basis"} == set(o)
    ]
    assert {d["basis"] for d in days} >= {"stated", "derived"}
    assert {d["grain"] for d in days} >= {"day", "week"}
    cited = [o for _, r in results for o in objects(r.structured_content) if "quote" in o]
    assert cited and all(o["published"]["basis"] in ("stated", "derived", "assumed") for o in cited)


def test_the_same_question_has_the_same_bytes(samples: Path, results: list[tuple[str, Any]]) -> None:
    again = answers(samples, every_call(samples))
    assert [r.content[0].text for _, r in again] == [r.content[0].text for _, r in results]


def test_no_answer_is_longer_than_an_assistant_can_read(results: list[tuple[str, Any]]) -> None:
    assert max(len(result.content[0].text) for _, result in results) < 40_000
