"""Behind every line stands a tree of rules, words and reasons, and its leaves are cut from the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from biennien import pipeline
from biennien.model import Reading, Record, Report
from biennien.story.explanation import explain
from biennien.words import load_words

TEXTS = {
    "mot": "Tổng thống Mỹ Donald Trump hôm qua tuyên bố hoãn cuộc gặp với Tổng thống Nga Vladimir Putin ở Oslo.\n"
    "“Chúng tôi cần thêm thời gian để chuẩn bị”, ông nói với báo giới.",
    "hai": "Một quan chức Nhà Trắng hôm 6/5 nói cuộc gặp giữa ông Donald Trump và ông Vladimir Putin ở Oslo đã bị hủy.",
}


@pytest.fixture(scope="module")
def known() -> tuple[Record, dict[str, Report], dict[str, Reading]]:
    knowledge = pipeline.load_knowledge()
    days = {"mot": "2025-05-04", "hai": None}
    reports = [
        r
        for i, text in TEXTS.items()
        if isinstance(r := pipeline.report_of_text(text, i, where=i, published=days[i]), Report)
    ]
    readings = list(pipeline.read_reports(reports, knowledge))
    record = pipeline.make_record(reports, readings, knowledge)
    return record, {r.id: r for r in reports}, {r.report_id: r for r in readings}


def told(known: tuple[Record, dict[str, Report], dict[str, Reading]], line: Any) -> dict[str, Any]:
    return explain(*known, line, load_words("en"))


def nodes(tree: dict[str, Any], depth: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    yield depth, tree
    for part in tree["from"]:
        yield from nodes(part, depth + 1)


def test_every_line_is_explained_and_every_node_cuts_its_words(
    known: tuple[Record, dict[str, Report], dict[str, Reading]],
) -> None:
    record, reports, _ = known
    changes = [c for m in record.meetings for c in m.changes]
    lines = [*record.meetings, *changes, *record.statements, *reports.values()]
    assert len(lines) > 6
    for line in lines:
        tree = told(known, line)
        for _, node in nodes(tree):
            assert list(node) == ["what", "rule", "basis", "citations", "from"]
            assert node["what"]
            for c in node["citations"]:
                assert reports[c["report"]].text[c["start"] : c["end"]] == c["quote"]


def test_a_change_tells_its_rule_its_cue_its_source_and_how_its_day_is_counted(
    known: tuple[Record, dict[str, Report], dict[str, Reading]],
) -> None:
    [change] = [c for m in known[0].meetings for c in m.changes if c.status == "postponed"]
    tree = told(known, change)
    assert tree["what"] == (
        "Donald Trump – Vladimir Putin: meeting, Oslo: postponed, by Donald Trump, on 2025-05-03"
    )
    found = [node["what"] for _, node in nodes(tree)]
    for what in (
        "“cuộc gặp” is told as postponed",
        "“Tổng thống Nga Vladimir Putin” is Vladimir Putin",
        "on the word of Donald Trump, by “tuyên bố”",
        "“hôm qua” is 2025-05-03",
        "counted from the day of the report (P-1D)",
        "report mot is of 2025-05-04",
    ):
        assert what in found, what
    assert any(what.startswith("of this meeting because: ") for what in found)
    rules = {node["rule"] for _, node in nodes(tree)}
    assert {"day.yesterday", "join", "option"} <= rules
    assert any("postponed" in (rule or "") for rule in rules)


def test_a_pronoun_leads_to_the_last_name_before_it(
    known: tuple[Record, dict[str, Report], dict[str, Reading]],
) -> None:
    [statement] = [s for s in known[0].statements if s.manner == "direct"]
    found = [(node["what"], node["rule"]) for _, node in nodes(told(known, statement))]
    assert found[0] == ("said by Donald Trump, on 2025-05-03", "direct")
    assert ("“ông” is Donald Trump", "honorific.man") in found
    assert "last named before as “Donald Trump”" in [what for what, _ in found]


def test_an_unnamed_source_is_said_to_be_one_and_an_undated_report_to_have_no_day(
    known: tuple[Record, dict[str, Report], dict[str, Reading]],
) -> None:
    [change] = [c for m in known[0].meetings for c in m.changes if c.status == "cancelled"]
    found = [node["what"] for _, node in nodes(told(known, change))]
    assert "by “Một quan chức Nhà Trắng”" in found[0]
    assert "on the word of Một quan chức Nhà Trắng, by “nói”" in found
    assert (
        "a source without a name: it is never joined with another, nor with the body it belongs to" in found
    )


def test_a_meeting_names_the_change_that_gives_its_status(
    known: tuple[Record, dict[str, Report], dict[str, Reading]],
) -> None:
    [meeting] = [m for m in known[0].meetings if m.place == "Oslo"]
    tree = told(known, meeting)
    assert tree["what"].endswith(f"last word {meeting.status}, fate {meeting.fate}")
    assert tree["from"][0]["what"].startswith(f"the last word is {meeting.status}, by ")
    lines = [node for depth, node in nodes(tree) if depth == 1 and node["rule"] == "change"]
    assert len(lines) == len(meeting.changes)
