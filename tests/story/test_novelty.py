"""What is new in a report, held against the reports before it."""

from __future__ import annotations

import json

import pytest

from biennien import Chronicle
from biennien.model import Novelty, Report
from biennien.story.copies import origins

STORY = {
    "a": (
        "2026-03-02",
        "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3.",
    ),
    "b": (
        "2026-03-04",
        "Thủ tướng Nhật Bản Sanae Takaichi ngày 4/3 thông báo bà sẽ gặp Tổng thống Pháp Emmanuel Macron tại Geneva vào ngày 20/3.",
    ),
    "c": (
        "2026-03-08",
        "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva.",
    ),
    "d": (
        "2026-03-09",
        "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva. Thời tiết ở Geneva hôm nay có mưa.",
    ),
}


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    folder = tmp_path_factory.mktemp("story")
    rows = [{"id": i, "published": day, "text": text} for i, (day, text) in STORY.items()]
    (folder / "story.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    found = Chronicle(folder / "story.sqlite")
    found.add(folder / "story.json")
    return found


def kinds(novelty: Novelty) -> set[str]:
    return {claim.kind for claim in novelty.claims if claim.line.startswith("c-")}


def test_the_first_report_is_new(chronicle: Chronicle) -> None:
    found = chronicle.new("a")
    assert kinds(found) == {"new"}
    assert found.line.startswith("NEW: ") and "Emmanuel Macron" in found.line
    assert found.independent == 0 and all(not claim.against for claim in found.claims)


def test_another_side_confirms(chronicle: Chronicle) -> None:
    found = chronicle.new("b")
    assert "confirmed" in kinds(found) and found.independent == 1
    claim = next(c for c in found.claims if c.kind == "confirmed")
    assert {c.report_id for c in claim.against} == {"a"} and {c.report_id for c in claim.citations} == {"b"}


def test_the_same_voice_says_otherwise(chronicle: Chronicle) -> None:
    found = chronicle.new("c")
    assert kinds(found) == {"changed"} and found.line.startswith("CHANGED: ")


def test_what_was_told_is_repeated_and_copies_count_once(chronicle: Chronicle) -> None:
    found = chronicle.new("d")
    assert kinds(found) == {"repeated"} and "NEW" not in found.line.replace("NOTHING NEW", "")
    assert found.independent == 2  # a and b; c is the same text


def test_every_claim_cites_its_own_report(chronicle: Chronicle) -> None:
    texts = {r.id: r.text for r, _ in chronicle.reports()}
    for name in STORY:
        for claim in chronicle.new(name).claims:
            assert claim.citations
            for c in claim.citations:
                assert c.report_id == name and c.span.cut(texts[name]) == c.quote


def test_a_text_with_a_few_words_more_is_one_origin() -> None:
    reports = [Report(id=n, text=t, sha256="") for n, (_, t) in STORY.items()]
    assert origins(reports) == {"a": "a", "b": "b", "c": "c", "d": "c"}
    assert origins([]) == {}
