"""Where reports do not agree, each kind on its own; and what only looks like a difference."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from biennien import Chronicle
from biennien.knowledge.load import load_knowledge
from biennien.model import Change, Citation, Difference, Meeting, Record, Span, Statement
from biennien.story.differing import find_differences

Make = Callable[..., tuple[Difference, ...]]


@pytest.fixture
def differences(tmp_path: Path) -> Make:
    def make(*reports: tuple[str | None, str]) -> tuple[Difference, ...]:
        rows = [{"id": f"r{n}", "published": day, "text": text} for n, (day, text) in enumerate(reports)]
        (tmp_path / "s.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        found = Chronicle(tmp_path / "s.sqlite")
        found.add(tmp_path / "s.json")
        return found.differences()

    return make


def kinds(found: tuple[Difference, ...]) -> list[str]:
    return sorted({d.kind for d in found})


CALL = "Tổng thống Pháp Emmanuel Macron ngày 2/3 điện đàm với Thủ tướng Nhật Bản Sanae Takaichi."
PLAN = "Ngày 2/3, Điện Élysée thông báo Tổng thống Pháp Emmanuel Macron sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3."


def test_a_call_that_went_well_by_one_and_badly_by_another(differences: Make) -> None:
    found = differences(
        ("2026-03-03", f"{CALL} Ông Macron nói cuộc điện đàm mang tính xây dựng."),
        ("2026-03-04", f"{CALL} Bà Takaichi cho biết cuộc điện đàm không đạt kết quả."),
    )
    assert kinds(found) == ["disagreement"]
    assert [side.who for side in found[0].sides] == [("Emmanuel Macron",), ("Sanae Takaichi",)]


def test_one_verdict_of_two_voices_is_no_difference(differences: Make) -> None:
    assert not differences(
        ("2026-03-03", f"{CALL} Ông Macron nói cuộc điện đàm mang tính xây dựng."),
        ("2026-03-04", f"{CALL} Bà Takaichi cho biết cuộc điện đàm rất hiệu quả."),
    )


def test_the_same_voice_that_turns_is_a_change_and_no_disagreement(differences: Make) -> None:
    found = differences(
        ("2026-03-02", "Ngày 2/3, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
        ("2026-03-08", "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
    )  # fmt: skip
    assert kinds(found) == ["change"]


def test_two_sides_on_one_day_disagree(differences: Make) -> None:
    found = differences(
        ("2026-03-02", PLAN),
        ("2026-03-08", "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
        ("2026-03-08", "Ngày 8/3, Thủ tướng Nhật Bản Sanae Takaichi tuyên bố hoãn cuộc gặp với Tổng thống Pháp Emmanuel Macron tại Geneva."),
    )  # fmt: skip
    assert "disagreement" in kinds(found)
    sides = next(d for d in found if d.kind == "disagreement").sides
    assert {side.who for side in sides} == {("Emmanuel Macron",), ("Sanae Takaichi",)}


def test_a_silence_is_broken_by_the_same_body_soon_after(differences: Make) -> None:
    quiet = f"{PLAN} Bộ Ngoại giao Nhật Bản chưa bình luận về thông tin này."
    spoken = "Bộ Ngoại giao Nhật Bản ngày {day} xác nhận Thủ tướng Nhật Bản Sanae Takaichi sẽ gặp Tổng thống Pháp Emmanuel Macron tại Geneva vào ngày 20/3."
    assert "silence_broken" in kinds(
        differences(("2026-03-02", quiet), ("2026-03-04", spoken.format(day="4/3")))
    )


def test_the_drift_of_a_quotation_shows_both_wordings(differences: Make) -> None:
    found = differences(
        ("2026-03-08", "Ngày 8/3, Tổng thống Pháp Emmanuel Macron nói: “Chúng tôi chưa sẵn sàng ngồi lại với nhau trong mùa xuân này”."),
        ("2026-03-09", "Hôm 8/3, ông Emmanuel Macron nói: “Hai bên chưa sẵn sàng ngồi lại với nhau trong mùa xuân này, có lẽ mùa hè”."),
    )  # fmt: skip
    assert kinds(found) == ["quotation_drift"] and len(found[0].sides) == 2


def test_every_side_cites_and_the_order_of_reports_does_not_matter(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "published": "2026-03-03", "text": f"{CALL} Ông Macron nói cuộc điện đàm mang tính xây dựng."},
        {"id": "b", "published": "2026-03-04", "text": f"{CALL} Bà Takaichi cho biết cuộc điện đàm không đạt kết quả."},
    ]  # fmt: skip
    found = []
    for name, order in (("1", rows), ("2", rows[::-1])):
        (tmp_path / f"{name}.json").write_text(json.dumps(order, ensure_ascii=False), "utf-8")
        chronicle = Chronicle(tmp_path / f"{name}.sqlite")
        chronicle.add(tmp_path / f"{name}.json")
        found.append(chronicle.differences())
        texts = {r.id: r.text for r, _ in chronicle.reports()}
        for side in (s for d in found[-1] for s in d.sides):
            assert side.citations and all(c.span.cut(texts[c.report_id]) == c.quote for c in side.citations)
    assert found[0] == found[1] != ()


def test_what_is_of_a_month_is_not_said_to_be_of_one_of_its_days(differences: Make) -> None:
    found = differences(
        ("2026-03-02", "Ngày 2/3, Tổng thống Pháp Emmanuel Macron thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."),
        ("2026-03", "Chính phủ Nhật Bản tuyên bố hủy cuộc gặp giữa Thủ tướng Nhật Bản Sanae Takaichi và Tổng thống Pháp Emmanuel Macron tại Geneva."),
    )  # fmt: skip
    assert not {"disagreement", "change"} & set(kinds(found))


def test_nobody_knows_whether_an_undated_silence_came_before_the_words(differences: Make) -> None:
    quiet = f"{PLAN} Chính phủ Nhật Bản chưa bình luận về cuộc gặp này.".replace("Ngày 2/3, ", "")
    words = "Chính phủ Nhật Bản ngày 8/3 tuyên bố hủy cuộc gặp giữa Thủ tướng Nhật Bản Sanae Takaichi và Tổng thống Pháp Emmanuel Macron tại Geneva."
    assert "silence_broken" not in kinds(differences((None, quiet), ("2026-03-08", words)))


def test_a_quotation_in_other_letters_has_not_drifted(differences: Make) -> None:
    said = "Ngày 2/3, Tổng thống Pháp Emmanuel Macron nói: “Chúng tôi muốn giữ hoà bình lâu dài trên biển và sẽ ở lại”."
    other = unicodedata.normalize("NFD", said.replace("hoà", "hòa"))
    assert not differences(("2026-03-02", said), ("2026-03-03", f"{other} Mưa lớn ở Paris."))


def test_many_hedged_tellings_are_as_many_differences_and_no_more() -> None:
    def told(n: int, *flags: str) -> Change:
        place = Citation(report_id=f"r{n:03}", span=Span(0, 1), quote="x", paragraph=1)
        return Change(
            id=f"c-{n:03}", status="cancelled", detail=None, effective=None, announced_on=None, announced_by=(),
            named=True, unnamed=None, via=(), reason=None, condition=None, after_end=False, flags=flags,
            basis="stated", citations=(place,),
        )  # fmt: skip

    changes = (*(told(n) for n in range(40)), *(told(n, "hedged") for n in range(40, 80)))
    meeting = Meeting(
        id="m-1", label="A – B", kind="meeting", participants=("A", "B"), place=None, planned_for=None, when=None,
        status="cancelled", fate="cancelled", sides=(), successor_of=None, changes=changes,
    )  # fmt: skip
    found = find_differences(Record(meetings=(meeting,)), (), {}, (), load_knowledge().world)
    assert len([d for d in found if d.kind == "hedge"]) == 40


def test_thousands_of_words_of_one_speaker_are_compared_in_a_moment() -> None:
    def said(n: int) -> Statement:
        words = " ".join(f"lời{n * 7 + k}" for k in range(20))
        place = Citation(report_id=f"r{n}", span=Span(0, 1), quote="x", paragraph=1)
        return Statement(
            id=f"s-{n}", speaker=("A",), named=True, unnamed=None, manner="direct", content=f"chúng tôi sẽ gặp {words}",
            said_on=None, chain=(), about=(), restated_in=(), citations=(place,),
        )  # fmt: skip

    record = Record(statements=tuple(said(n * 10) for n in range(3000)))
    start = time.process_time()
    assert not find_differences(record, (), {}, (), load_knowledge().world)
    assert time.process_time() - start < 10


WORDS = "“Chúng tôi sẽ không ngồi lại với nhau cho đến khi mọi điều khoản đã được viết ra giấy”"


def test_the_same_quotation_under_two_names_shows_both(differences: Make) -> None:
    found = differences(
        ("2026-03-08", f"Ngày 8/3, Tổng thống Pháp Emmanuel Macron nói: {WORDS}."),
        ("2026-03-09", f"Ngày 8/3, Thủ tướng Nhật Bản Sanae Takaichi nói: {WORDS}."),
    )
    assert kinds(found) == ["referent"]
    assert [side.who for side in found[0].sides] == [("Emmanuel Macron",), ("Sanae Takaichi",)]
    for one, other in (
        (f"Ngày 8/3, Tổng thống Pháp Emmanuel Macron nói: {WORDS}.", f"Hôm 8/3, ông Macron nói: {WORDS}."),
        (f"Ngày 8/3, Tổng thống Pháp Emmanuel Macron nói: {WORDS}.", f"Hôm 8/3, ông nói: {WORDS}."),
        (f"Ngày 8/3, Tổng thống Pháp Emmanuel Macron nói: {WORDS}.",
         f"Ngày 8/3, Thủ tướng Nhật Bản Sanae Takaichi dẫn lời Tổng thống Pháp Emmanuel Macron nói: {WORDS}."),
        ("Ngày 8/3, Tổng thống Pháp Emmanuel Macron nói: “Chúng tôi sẽ chờ”.",
         "Ngày 8/3, Thủ tướng Nhật Bản Sanae Takaichi nói: “Chúng tôi sẽ chờ”."),
    ):  # fmt: skip
        assert "referent" not in kinds(differences(("2026-03-08", one), ("2026-03-09", other)))


def test_one_meeting_of_a_day_in_two_cities_shows_both(differences: Make) -> None:
    told = "Tổng thống Pháp Emmanuel Macron ngày 7/3 hội đàm với Thủ tướng Nhật Bản Sanae Takaichi tại {}."
    found = differences(("2026-03-08", told.format("Geneva")), ("2026-03-08", told.format("Paris")))
    assert kinds(found) == ["referent"] and len(found[0].sides) == 2
    for other in (told.format("Thụy Sĩ"), told.format("Paris").replace("7/3", "6/3")):
        assert not differences(("2026-03-08", told.format("Geneva")), ("2026-03-08", other))


def test_one_plan_of_a_day_in_two_cities_shows_both(differences: Make) -> None:
    elsewhere = PLAN.replace("Geneva", "Paris")
    found = differences(("2026-03-02", PLAN), ("2026-03-02", elsewhere))
    assert kinds(found) == ["referent"] and {side.day for side in found[0].sides} == {"2026-03-02"}
