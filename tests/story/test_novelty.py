"""What is new in a report, held against the reports before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from biennien import Chronicle
from biennien.model import Novelty

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
    assert found.independent == 0  # a and b tell of the meeting, not of its end; c is the same text


def test_every_claim_cites_its_own_report(chronicle: Chronicle) -> None:
    texts = {r.id: r.text for r, _ in chronicle.reports()}
    for name in STORY:
        for claim in chronicle.new(name).claims:
            assert claim.citations
            for c in claim.citations:
                assert c.report_id == name and c.span.cut(texts[name]) == c.quote


def test_of_one_day_the_report_of_the_earlier_instant_comes_first(tmp_path: Path) -> None:
    text = "Ngày 2/3, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."
    rows = [
        {"id": "hanoi", "published": "2026-03-02T14:00:00+07:00", "text": text},
        {"id": "paris", "published": "2026-03-02T09:00:00+01:00", "text": f"{text} Hai bên chưa nói thêm."},
    ]
    (tmp_path / "s.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    found = Chronicle(tmp_path / "s.sqlite")
    found.add(tmp_path / "s.json")
    assert kinds(found.new("hanoi")) == {"new"} and kinds(found.new("paris")) == {"repeated"}


def recorded(folder: Path, *rows: dict[str, str]) -> Chronicle:
    """A record of some reports."""
    (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    found = Chronicle(folder / "rows.sqlite")
    found.add(folder / "rows.json")
    return found


def test_a_few_words_weeks_later_are_another_statement(tmp_path: Path) -> None:
    text = "Thái Lan đồng ý ngừng bắn."
    days = {"a": "2025-12-13", "b": "2025-12-27", "c": "2025-12-29"}
    rows = [{"id": i, "published": d, "text": f"{text} Đây là bản tin {i}."} for i, d in days.items()]
    found = recorded(tmp_path, *rows)
    said = {i: [c for c in found.new(i).claims if c.line.startswith("s-")] for i in days}
    assert [{c.kind for c in said[i]} for i in days] == [{"new"}, {"new"}, {"repeated"}]
    assert {a.report_id for c in said["c"] for a in c.against} == {"b"}


def test_of_two_reports_without_a_day_neither_is_before_the_other(tmp_path: Path) -> None:
    first = "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."
    found = recorded(
        tmp_path, {"id": "a", "text": first}, {"id": "b", "text": f"{first} Trời Geneva hôm ấy có mưa."}
    )
    assert len({(d.earliest, d.latest) for _, d in found.reports()}) == 1
    assert [kinds(found.new(i)) for i in "ab"] == [{"new"}, {"new"}]


def test_what_may_be_of_the_same_days_is_not_before(tmp_path: Path) -> None:
    # "b" is of 2/3 or later: it may be before "c" or after it.
    found = recorded(
        tmp_path,
        {"id": "a", "published": "2026-03-01", "text": "Ngày 1/3, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."},
        {"id": "b", "text": "Ông Emmanuel Macron ngày 2/3/2026 tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."},
        {"id": "c", "published": "2026-03-03", "text": "Tổng thống Pháp Emmanuel Macron ngày 2/3 tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vì thời tiết xấu."},
        {"id": "d", "published": "2026-03-05", "text": "Ngày 2/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva, theo báo chí Paris."},
    )  # fmt: skip
    assert {r.id: d.latest for r, d in found.reports()}["b"] is None
    assert kinds(found.new("c")) == kinds(found.new("b")) == {"changed"}
    against = {a.report_id for c in found.new("d").claims for a in c.against}
    assert "c" in against and "b" not in against


def test_what_somebody_said_on_an_earlier_day_is_changed_whoever_tells_it(tmp_path: Path) -> None:
    # "b" is of 2/3 or later, as "c" may be: but it tells of a day before.
    found = recorded(
        tmp_path,
        {"id": "b", "text": "Ngày 1/3/2026, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva. Ngày 2/3/2026, ông Macron thăm Lyon."},
        {"id": "c", "published": "2026-03-03", "text": "Tổng thống Pháp Emmanuel Macron ngày 3/3 tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."},
    )  # fmt: skip
    claims = [c for c in found.new("c").claims if c.line.startswith("c-")]
    assert [(c.kind, {a.report_id for a in c.against}) for c in claims] == [("changed", {"b"})]


def test_the_sections_of_one_outlet_are_one_source_and_background_has_none(tmp_path: Path) -> None:
    end = "tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."
    rows = [
        ("a", "2026-03-01", "Báo Một", "Ngày 1/3, Tổng thống Pháp Emmanuel Macron gặp Thủ tướng Ấn Độ Narendra Modi tại Paris."),
        ("b", "2026-03-08", "Báo Hai", f"Ngày 8/3, Tổng thống Pháp Emmanuel Macron {end} Paris sáng nay có mưa lớn, nhiều đường ngập."),
        ("c", "2026-03-08", "Báo Hai - Thế giới", f"Chiều nay trời Geneva quang đãng sau nhiều ngày tuyết rơi dày. Ông Emmanuel Macron ngày 8/3 {end}"),
        ("d", "2026-03-09", "Báo Ba", f"Hôm 8/3, ông Emmanuel Macron {end} Trước đó, ngày 1/3, ông Macron đã gặp Thủ tướng Ấn Độ Narendra Modi tại Paris."),
        ("e", "2026-03-10", "Báo Hai - Video", f"Xem lại đoạn phim: ông Emmanuel Macron hôm 8/3 {end}"),
    ]  # fmt: skip
    found = recorded(tmp_path, *({"id": i, "published": d, "outlet": o, "text": t} for i, d, o, t in rows))
    assert found.new("d").independent == 1  # "Báo Hai"; "a" only tells of the meeting in Paris
    assert found.new("e").independent == 1  # "Báo Ba"


WIRE = (
    "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3.\n\n"
    "Một quan chức Pháp giấu tên nói Paris muốn Tokyo giảm thuế rượu vang và mở cửa thị trường phô mai trước mùa hè năm nay.\n\n"
    "Hai bên dự kiến bàn về thương mại, năng lượng hạt nhân dân sự, an ninh hàng hải và việc cùng chế tạo máy bay vận tải cỡ lớn.\n\n"
    "Trời Geneva những ngày này nhiều mây, có mưa nhỏ, nhiệt độ buổi sáng xuống dưới năm độ, đường quanh hồ vắng khách du lịch."
)


def test_a_reprint_confirms_nothing_and_its_unnamed_source_is_the_same(tmp_path: Path) -> None:
    title = "Thủ tướng Nhật Bản Sanae Takaichi: sẽ gặp Tổng thống Pháp Emmanuel Macron tại Geneva\n\n"
    rows = [("a", "Hãng tin Một", WIRE), ("b", "Báo Hai", title + WIRE)]
    found = recorded(
        tmp_path,
        *(
            {"id": i, "published": f"2026-03-0{n + 3}", "outlet": o, "text": t}
            for n, (i, o, t) in enumerate(rows)
        ),
    )
    told = {c.citations[0].paragraph: c.kind for c in found.new("b").claims}
    assert told[1] == "repeated"  # by another voice, in a title over the same text
    assert any(s.unnamed and s.citations[0].report_id == "b" for s in found.statements())
    assert {c.kind for c in found.new("b").claims} == {"repeated"}
    assert found.new("b").line.startswith("NOTHING NEW") and found.new("b").independent == 0


def test_a_copied_last_week_is_no_day_and_confirms_nothing(tmp_path: Path) -> None:
    found = recorded(
        tmp_path,
        {
            "id": "a",
            "published": "2025-10-17",
            "text": "Tổng thống Mỹ Donald Trump ngày 16/10 thông báo sẽ gặp Tổng thống Nga Vladimir Putin tại Budapest.",
        },
        {
            "id": "b",
            "published": "2025-10-23",
            "text": "Ngày 22/10, ông Donald Trump tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest.",
        },
        {
            "id": "c",
            "published": "2025-11-02",
            "text": "Cuộc gặp tại Budapest của Tổng thống Mỹ Donald Trump với Tổng thống Nga Vladimir Putin được Điện Kremlin và Nhà Trắng loan báo tuần trước.",
        },
    )
    stale = [c for m in found.meetings() for c in m.changes if "stale" in c.flags]
    assert len(stale) == 1
    said = [s for s in found.statements() if s.citations[0].report_id == "c"]
    assert said and all(s.said_on is None and "stale" in s.flags for s in said)
    claims = [c for c in found.new("c").claims if c.line == stale[0].id]
    assert [(c.kind, "stale" in c.flags) for c in claims] == [("repeated", True)]
    assert "CONFIRMED" not in found.new("c").line


def test_statements_stand_by_day_and_those_without_one_last(tmp_path: Path) -> None:
    found = recorded(
        tmp_path,
        {
            "id": "a",
            "published": "2025-11-20",
            "text": "Ngoại trưởng Nga Sergey Lavrov ngày 3/11 nói Nga chờ trả lời.\n\nTheo báo Izvestia, Matxcova không vội trong việc này.",
        },
        {
            "id": "b",
            "published": "2025-11-10",
            "text": "Ngoại trưởng Mỹ Marco Rubio ngày 9/11 nói Mỹ đã gửi trả lời.\n\nTheo báo Politico, Washington còn nhiều thời gian.",
        },
    )
    rows = [(s.said_on, s.citations[0].report_id) for s in found.statements()]
    assert rows == [("2025-11-03", "a"), ("2025-11-09", "b"), (None, "b"), (None, "a")]
