"""How what took place is said to have gone, and who keeps silent."""

from __future__ import annotations

import pytest

from biennien import read_text

CALL = "Tổng thống Pháp Emmanuel Macron hôm 2/3 điện đàm với Thủ tướng Nhật Bản Sanae Takaichi."

VERDICTS = [
    ("Ông Macron nói cuộc điện đàm mang tính xây dựng.", ["good"]),
    ("Bà Takaichi cho biết cuộc điện đàm không đạt kết quả.", ["bad"]),
    ("Theo Điện Élysée, cuộc trao đổi không có tiến triển nào.", ["bad"]),
    ("Cuộc điện đàm được cho là thất bại.", ["bad"]),
    ("Hai bên bàn cách tháo gỡ bế tắc.", []),
    ("Ông Modi nói vụ mùa năm nay rất tốt.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), VERDICTS)
def test_verdicts_are_of_what_took_place(sentence: str, expected: list[str]) -> None:
    reading = read_text(f"{CALL} {sentence}", published="2026-03-03")
    assert [v.verdict for v in reading.verdicts] == expected
    assert all(reading.meetings[v.of].kind == "call" for v in reading.verdicts)


def test_a_hedge_beside_a_verdict_is_kept() -> None:
    reading = read_text(f"{CALL} Cuộc điện đàm được cho là thất bại.", published="2026-03-03")
    assert [v.hedged for v in reading.verdicts] == [True]


SILENCES = [
    ("Bộ Ngoại giao Nhật Bản chưa bình luận về tin này.", ("Ministry of Foreign Affairs (Japan)",)),
    ("Nga và Ukraine chưa lên tiếng.", ("Russia", "Ukraine")),
    ("Điện Kremlin từ chối bình luận.", ("Kremlin",)),
    ("Ông không trả lời được câu hỏi ấy.", None),
]


@pytest.mark.parametrize(("sentence", "who"), SILENCES)
def test_who_keeps_silent(sentence: str, who: tuple[str, ...] | None) -> None:
    found = read_text(f"{CALL} {sentence}", published="2026-03-03").silences
    assert [s.who for s in found] == ([who] if who else [])
