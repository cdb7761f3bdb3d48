"""The views as known on a day: nothing of a later report may be in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from biennien import Chronicle, narrowing, views
from biennien.cli.viewing import KINDS
from biennien.model.errors import InputError
from biennien.story.differing import KINDS as FOUND

STORY = [
    ("a", "2026-03-02", "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3. Ông Macron nói: “Chúng tôi muốn giữ hòa bình lâu dài trên biển”."),
    ("b", "2026-03-08", "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vì bất đồng về thương mại."),
    ("c", "2026-03-11", "Thủ tướng Ấn Độ Narendra Modi kêu gọi ngừng bắn ngay lập tức."),
    ("d", None, "Tổng thống Brazil Lula da Silva sẽ gặp Thủ tướng Canada Mark Carney tại Ottawa."),
]  # fmt: skip


@pytest.fixture
def chronicle(tmp_path: Path) -> Chronicle:
    rows = [{"id": i, "published": day, "text": text} for i, day, text in STORY]
    (tmp_path / "s.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    found = Chronicle(tmp_path / "s.sqlite")
    found.add(tmp_path / "s.json")
    return found


def test_the_note_of_a_day_is_made_of_the_reports_of_that_day(chronicle: Chronicle, tmp_path: Path) -> None:
    known = chronicle.brief(as_known="2026-03-02")
    assert (known.until, known.since) == ("2026-03-02", "2026-03-01")
    assert [c.status for _, c in known.news] == ["announced"]
    rows = [{"id": i, "published": day, "text": text} for i, day, text in STORY[:1]]
    (tmp_path / "a.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    alone = Chronicle(tmp_path / "a.sqlite")
    alone.add(tmp_path / "a.json")
    assert known == alone.brief()


def test_a_report_of_a_later_day_cannot_be_asked_for(chronicle: Chronicle) -> None:
    assert chronicle.new("a", as_known="2026-03-02").claims
    with pytest.raises(InputError):
        chronicle.new("b", as_known="2026-03-02")


def test_a_day_that_is_none_is_told_under_its_option(chronicle: Chronicle) -> None:
    with pytest.raises(InputError, match="--since"):
        chronicle.brief(since="hôm qua")


def test_a_withdrawn_report_is_none_of_those_before(chronicle: Chronicle) -> None:
    from biennien import decisions

    decisions.withdraw("a", chronicle.path, by="Lan")
    novelty = chronicle.new("c")
    assert "2 " not in novelty.line.split("report")[0]
    assert chronicle.new("a").claims == ()


def test_a_story_has_what_its_reports_tell_again(tmp_path: Path) -> None:
    said = "Ông Emmanuel Macron nói: “Chúng tôi muốn giữ hòa bình lâu dài trên biển và trên đất liền”."
    rows = [
        {"id": "a", "published": "2026-03-02", "text": f"Ngày 2/3, Tổng thống Pháp gặp báo chí tại Paris. {said}"},
        {"id": "b", "published": "2026-05-20", "text": f"Bão lớn đổ bộ miền trung Philippines. {said} Mưa lũ cuốn trôi cầu."},
    ]  # fmt: skip
    (tmp_path / "s.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    chronicle = Chronicle(tmp_path / "s.sqlite")
    chronicle.add(tmp_path / "s.json")
    seen = views.whole(chronicle.path)
    stories = views.stories_of(seen)
    assert len(stories) == 2
    for story in stories:
        assert narrowing.in_story(seen.record, stories, story.id).statements


def test_the_kinds_to_choose_from_are_those_that_are_found() -> None:
    assert KINDS == FOUND
