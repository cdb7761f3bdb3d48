"""A draft is held against the record: what has changed, and what the record has otherwise."""

from __future__ import annotations

import json

import pytest

from biennien import Chronicle
from biennien.drafts import draft_of, remarks_told
from biennien.model.errors import InputError

STORY = [
    (
        "a",
        "2026-03-02",
        "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3.",
    ),
    (
        "b",
        "2026-03-08",
        "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva. “Chúng tôi chưa sẵn sàng ngồi lại với nhau trong mùa xuân này”, ông Macron nói.",
    ),
    (
        "c",
        "2026-03-11",
        "Tổng thống Pháp Emmanuel Macron ngày 10/3 điện đàm với Thủ tướng Ấn Độ Narendra Modi. Ngày 9/3, ông Macron gặp Tổng thống Hàn Quốc Lee Jae-myung tại Paris.",
    ),
]


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    folder = tmp_path_factory.mktemp("story")
    rows = [{"id": i, "published": day, "text": text} for i, day, text in STORY]
    (folder / "story.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    found = Chronicle(folder / "story.sqlite")
    found.add(folder / "story.json")
    return found


CASES = [
    ("Tổng thống Pháp Emmanuel Macron sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3.", "status", "b"),
    ("Cuộc gặp giữa Tổng thống Pháp Emmanuel Macron và Thủ tướng Nhật Bản Sanae Takaichi tại Geneva đã bị hủy.", "unattributed", "b"),
    ("Tổng thống Pháp Emmanuel Macron ngày 4/3 đã điện đàm với Thủ tướng Ấn Độ Narendra Modi.", "date", "c"),
    ("Hôm qua, Tổng thống Pháp Emmanuel Macron đã điện đàm với Thủ tướng Ấn Độ Narendra Modi.", "date", "c"),
    ("Tổng thống Pháp Emmanuel Macron ngày 9/3 gặp Tổng thống Hàn Quốc Lee Jae-myung tại Berlin.", "place", "c"),
    ("Thủ tướng Nhật Bản Sanae Takaichhi chưa bình luận.", "name", "a"),
    ("“Chúng tôi chưa sẵn sàng ngồi lại cùng nhau trong tháng này”, ông Emmanuel Macron nói.", "quotation", "b"),
    ("“Chúng tôi chưa sẵn sàng ngồi lại với nhau trong mùa xuân này”, bà Sanae Takaichi nói.", "speaker", "b"),
]  # fmt: skip

CLEAN = [
    "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva.",
    "Ngày 2/3, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva.",
    "Tổng thống Pháp Emmanuel Macron hôm 10/3 đã điện đàm với Thủ tướng Ấn Độ Narendra Modi.",
    "“Chưa sẵn sàng ngồi lại với nhau trong mùa xuân này”, ông Emmanuel Macron nói.",
    "Đội bóng của thành phố Geneva thắng trận thứ ba liên tiếp.",
    "Thủ tướng Canada Mark Carney nói ngân sách năm nay sẽ giảm.",
]


@pytest.mark.parametrize(("draft", "kind", "report"), CASES)
def test_what_the_record_has_otherwise_is_remarked(
    chronicle: Chronicle, draft: str, kind: str, report: str
) -> None:
    found = {
        r.kind: r for r in chronicle.check(draft, published="2026-03-20" if kind == "date" else "2026-03-12")
    }
    assert kind in found
    remark = found[kind]
    assert {c.report_id for c in remark.against} == {report}
    assert remark.at.span.cut(draft) == remark.at.quote


@pytest.mark.parametrize("draft", CLEAN)
def test_a_draft_that_agrees_passes(chronicle: Chronicle, draft: str) -> None:
    assert chronicle.check(draft, published="2026-03-12") == ()


def test_remarks_are_told_with_row_and_column(chronicle: Chronicle) -> None:
    text = "Tin vắn.\n\nHôm nay, bà Sanae Takaichhi chưa bình luận."
    told = remarks_told(
        draft_of(text, "x", published="2026-03-12"), chronicle.check(text, published="2026-03-12")
    )
    assert [(r["kind"], r["at"]["row"], r["at"]["column"]) for r in told] == [("name", 3, 13)]  # type: ignore[index]


def test_an_empty_draft_is_no_draft(chronicle: Chronicle) -> None:
    with pytest.raises(InputError):
        chronicle.check("  \n")
