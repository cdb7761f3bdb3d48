"""Where reports do not agree, each kind on its own; and what only looks like a difference."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from biennien import Chronicle
from biennien.model import Difference

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
