"""A draft is held against the record: what has changed, and what the record has otherwise."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from biennien import Chronicle
from biennien.desk import Desk
from biennien.drafts import check, draft_of, drafts_in, remarks_told
from biennien.model import Remark
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
    (
        "d",
        "2026-03-11",
        "“Cuộc trao đổi với New Delhi diễn ra cởi mở và hiệu quả”, một quan chức Điện Élysée cho biết. Ngày 11/3, ông Narendra Modi nói: “Giá dầu sẽ còn tăng cho đến cuối mùa hè”.",
    ),
    (
        "e",
        "2026-03-11",
        "Tổng thống Brazil Luiz Inacio Lula da Silva ngày 11/3 đề xuất Tổng thống Hàn Quốc Lee Jae-myung và Thủ tướng Canada Mark Carney gặp nhau tại Rome ngày 5/4.\n\n"
        "Một quan chức Nhật Bản giấu tên nói Tokyo muốn Paris bỏ thuế thép và mở cửa thị trường phô mai trong mùa hè năm nay.",
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
    ("Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Vienna.", "plan_place", "a"),
    ("Cuộc gặp giữa Tổng thống Pháp Emmanuel Macron và Thủ tướng Nhật Bản Sanae Takaichi dự kiến tại Vienna đã bị hủy.", "plan_place", "a"),
    ("Thủ tướng Nhật Bản Sanae Takaichi hủy cuộc gặp với Tổng thống Pháp Emmanuel Macron tại Geneva.", "voice", "b"),
    ("Tổng thống Pháp Emmanuel Macron đã gặp Tổng thống Hàn Quốc Lee Jae-myung tại Berlin hồi tháng 3.", "place", "c"),
    ("Tổng thống Pháp Emmanuel Macron ngày 11/3 đã điện đàm với Thủ tướng Ấn Độ Narendra Modi.", "day_apart", "c"),
    ("“Cuộc trao đổi với New Delhi diễn ra cởi mở và hiệu quả”, Điện Élysée cho biết.", "unnamed", "d"),
    ("Ngày 10/3, ông Narendra Modi nói: “Giá dầu sẽ còn tăng cho đến cuối mùa hè”.", "said_on", "d"),
    ("Ông Narendra Modi nói: “Giá dầu sẽ còn giảm cho đến cuối mùa hè”.", "quotation", "d"),
    ("Bà Takiachi chưa bình luận.", "name", "a"),
    ("Tổng thống Brazil Luiz Inacio Lula da Silva ngày 11/3 đề xuất Tổng thống Hàn Quốc Lee Jae-myung và Thủ tướng Canada Mark Carney gặp nhau tại Vienna ngày 5/4.", "plan_place", "e"),
    ("Tổng thống Brazil Luiz Inacio Lula da Silva đề xuất Tổng thống Hàn Quốc Lee Jae-myung và Thủ tướng Canada Mark Carney gặp nhau tại Vienna ngày 6/4.", "plan_place", "e"),
    ("Tổng thống Brazil Luiz Inacio Lula da Silva ngày 11/3 đề xuất Tổng thống Hàn Quốc Lee Jae-myung và Thủ tướng Canada Mark Carney gặp nhau tại Rome ngày 7/4.", "plan_date", "e"),
    ("Bộ Ngoại giao Nhật Bản cho biết Tokyo muốn Paris bỏ thuế thép và mở cửa thị trường phô mai trong mùa hè năm nay.", "unnamed", "e"),
]  # fmt: skip

CLEAN = [
    "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva.",
    "Ngày 2/3, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva.",
    "Tổng thống Pháp Emmanuel Macron hôm 10/3 đã điện đàm với Thủ tướng Ấn Độ Narendra Modi.",
    "“Chưa sẵn sàng ngồi lại với nhau trong mùa xuân này”, ông Emmanuel Macron nói.",
    "Tổng thống Pháp Emmanuel Macron đã gặp Tổng thống Hàn Quốc Lee Jae-myung tại Paris hồi tháng 3.",
    "Hôm qua, Tổng thống Pháp Emmanuel Macron đã điện đàm với Thủ tướng Ấn Độ Narendra Modi.",
    "Bà Takaichi nói ông Macron đã hủy cuộc gặp tại Geneva.",
    "“Cuộc trao đổi với New Delhi diễn ra cởi mở và hiệu quả”, một quan chức Điện Élysée cho biết.",
    "Ngày 11/3, ông Narendra Modi nói: “Giá dầu sẽ còn tăng cho đến cuối mùa hè”.",
    "Tổng thống Brazil Luiz Inacio Lula da Silva ngày 11/3 đề xuất Tổng thống Hàn Quốc Lee Jae-myung và Thủ tướng Canada Mark Carney gặp nhau tại Rome ngày 5/4.",
    "Tổng thống Brazil Luiz Inacio Lula da Silva ngày 12/3 đề xuất Thủ tướng Nhật Bản Sanae Takaichi và Thủ tướng Ấn Độ Narendra Modi gặp nhau tại Vienna ngày 6/4.",
    "Một quan chức Nhật Bản giấu tên nói Tokyo muốn Paris bỏ thuế thép và mở cửa thị trường phô mai trong mùa hè năm nay.",
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


def test_a_quotation_is_pointed_at_where_it_first_differs(chronicle: Chronicle) -> None:
    draft = "Ông Narendra Modi nói: “Giá dầu sẽ còn giảm cho đến cuối mùa hè”."
    remark = next(r for r in chronicle.check(draft, published="2026-03-12") if r.kind == "quotation")
    assert remark.at.quote == "giảm" and dict(remark.values)["there"] == "tăng"


def test_remarks_are_told_with_row_and_column(chronicle: Chronicle) -> None:
    text = "Tin vắn.\n\nHôm nay, bà Sanae Takaichhi chưa bình luận."
    told = remarks_told(
        draft_of(text, "x", published="2026-03-12"), chronicle.check(text, published="2026-03-12")
    )
    assert [(r["kind"], r["at"]["row"], r["at"]["column"]) for r in told] == [("name", 3, 13)]  # type: ignore[index]


def test_the_end_of_a_plan_is_held_against_the_plan_of_its_place(tmp_path: Path) -> None:
    """Behind a proposal for another city the draft speaks of the old plan again, and both are taken to be of one meeting."""
    offer = "Tổng thống Brazil Luiz Inacio Lula da Silva ngày 20/3 đề xuất Tổng thống Pháp Emmanuel Macron và Thủ tướng Nhật Bản Sanae Takaichi gặp nhau tại {} ngày 5/4."
    desk = _stored(tmp_path, [*STORY[:2], ("e", "2026-03-20", offer.format("Rome"))])
    text = f"{offer.format('Vienna')}\n\nTuần trước, Pháp hủy cuộc gặp ở Geneva."
    found = check(desk.compared(draft_of(text, "x", published="2026-03-31")))
    assert [(r.kind, dict(r.values)["said"]) for r in found] == [("plan_place", "Vienna")]


def test_an_empty_draft_is_no_draft(chronicle: Chronicle) -> None:
    with pytest.raises(InputError):
        chronicle.check("  \n")


NEWS = [
    "Ngày 12/3, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3.",
    "Ngày 12/3, Thủ tướng Nhật Bản Sanae Takaichi tuyên bố sẽ gặp Tổng thống Pháp Emmanuel Macron tại Geneva vào ngày 20/3.",
]


@pytest.mark.parametrize("draft", NEWS)
def test_what_somebody_declares_later_is_news_and_no_mistake(chronicle: Chronicle, draft: str) -> None:
    assert chronicle.check(draft, published="2026-03-12") == ()


def test_a_draft_that_is_called_as_a_report_is_held_against_that_report(tmp_path: Path) -> None:
    desk = _stored(tmp_path, [(i, day, text) for i, day, text in STORY])
    (tmp_path / "b.txt").write_text(CASES[0][0], "utf-8")
    (draft,) = drafts_in([str(tmp_path / "b.txt")], published="2026-03-12")
    assert draft.id == "b"
    assert [r.kind for r in check(desk.compared(draft))] == ["status"]


def test_what_bears_on_a_draft_gives_the_remarks_that_the_whole_record_gives(tmp_path: Path) -> None:
    from biennien.app import samples_folder
    from biennien.scoped import compared_of_whole

    samples = samples_folder()
    Chronicle(tmp_path / "s.sqlite").add(samples)
    desk = Desk(tmp_path / "s.sqlite")
    texts = [path.read_text("utf-8") for path in sorted(samples.glob("*.txt"))]
    told = 0
    for text in (*texts, *(t.replace("20/", "19/").replace("Hội đàm", "Điện đàm") for t in texts)):
        draft = draft_of(text, "x", published="2025-12-01")
        part, whole = check(desk.compared(draft)), check(compared_of_whole(desk.whole(), draft))
        assert [(r.kind, r.at, r.line, r.values) for r in part] == [
            (r.kind, r.at, r.line, r.values) for r in whole
        ]
        told += len(whole)
    assert told


def test_as_known_on_a_day_a_draft_is_held_against_the_reports_of_that_day(chronicle: Chronicle) -> None:
    draft = CASES[0][0]
    assert [r.kind for r in chronicle.check(draft, published="2026-03-12")] == ["status"]
    assert chronicle.check(draft, published="2026-03-12", as_known="2026-03-05") == ()
    name = CASES[5][0].replace("Sanae Takaichhi", "Narendra Mody")
    assert all(
        "c" not in {c.report_id for c in r.against} for r in chronicle.check(name, as_known="2026-03-05")
    )


def test_a_name_typed_in_other_letters_or_with_the_tone_elsewhere_is_the_same(tmp_path: Path) -> None:
    text = "Ông Trần Đình Hoà và ông Lê Nam đã đến. Ông Trần Đình Hoà nói: “Chúng tôi muốn giữ hoà bình lâu dài ở biển”."
    desk = _stored(tmp_path, [("a", "2026-03-02", text), ("b", "2026-03-03", f"Hôm nay. {text}")])
    for draft in (text, text.replace("Hoà", "Hòa").replace("hoà", "hòa"), unicodedata.normalize("NFD", text)):
        assert check(desk.compared(draft_of(draft, "x", published="2026-03-12"))) == ()


PUT_OFF = [
    ("a", "2026-03-02", "Ngày 2/3, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3."),
    ("b", "2026-03-09", "Điện Élysée hôm 9/3 thông báo hoãn cuộc gặp giữa Tổng thống Pháp Emmanuel Macron và Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
    ("c", "2026-03-11", "Ngày 10/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
    ("d", "2026-03-13", "Trước đó, Tổng thống Pháp Emmanuel Macron cho biết ông đã hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
]  # fmt: skip
CANCELLED = (
    "Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."
)
OTHER_DAYS = [
    (f"Ngày 6/3, {CANCELLED}", "date", ("2026-03-06", "2026-03-10")),
    ("Tổng thống Pháp Emmanuel Macron ngày 14/3 cho biết ông đã hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva.", "date", ("2026-03-14", "2026-03-10")),
    ("Điện Élysée hôm 12/3 thông báo hoãn cuộc gặp giữa Tổng thống Pháp Emmanuel Macron và Thủ tướng Nhật Bản Sanae Takaichi tại Geneva.", "date", ("2026-03-12", "2026-03-09")),
    (f"Ngày 11/3, {CANCELLED}", "day_apart", ("2026-03-11", "2026-03-10")),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "kind", "days"), OTHER_DAYS)
def test_the_same_declared_on_another_day_is_remarked(
    tmp_path: Path, draft: str, kind: str, days: tuple[str, str]
) -> None:
    found = check(_stored(tmp_path, PUT_OFF).compared(draft_of(draft, "x", published="2026-04-02")))
    given = {
        r.kind: (dict(r.values)["said"], dict(r.values)["day"])
        for r in found
        if r.kind in ("date", "day_apart")
    }
    assert given == {kind: days}


def test_a_day_that_the_record_has_is_not_remarked_nor_what_was_declared_twice(tmp_path: Path) -> None:
    desk = _stored(tmp_path, PUT_OFF)
    assert not _days_of(
        check(desk.compared(draft_of(f"Ngày 10/3, {CANCELLED}", "x", published="2026-04-02")))
    )
    again = ("e", "2026-03-16", PUT_OFF[0][2].replace("Ngày 2/3", "Ngày 16/3").replace("20/3", "28/3"))
    desk = _stored(tmp_path, [*PUT_OFF, again])
    assert not _days_of(
        check(desk.compared(draft_of(f"Ngày 18/3, {CANCELLED}", "x", published="2026-03-18")))
    )


def _days_of(remarks: Sequence[Remark]) -> list[str]:
    return [r.kind for r in remarks if r.kind in ("date", "day_apart")]


def _stored(folder: Path, reports: list[tuple[str, str, str]]) -> Desk:
    rows = [{"id": i, "published": day, "text": text} for i, day, text in reports]
    (folder / "s.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    Chronicle(folder / "s.sqlite").add(folder / "s.json")
    return Desk(folder / "s.sqlite")
