"""The day on which something was said: (text, [day of each attribution]); the report is of Wednesday 2024-10-16."""

from __future__ import annotations

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import Report
from biennien.read import read_report

CASES = [
    # in the reporting clause
    ("Ông Macron hôm 14/10 nói giá điện sẽ giảm.", ["2024-10-14"]),
    ("Hồi tháng 8, ông Macron nói giá điện sẽ giảm.", ["2024-08"]),
    ("Trả lời báo giới sáng nay, ông Macron nói giá điện sẽ giảm.", ["2024-10-16"]),
    # of something else in the clause
    ("Từ ngày 14/10, khi ông Macron nói giá điện sẽ giảm, dân chúng chờ đợi.", ["2024-10-14"]),
    ("Bình luận về cuộc gặp ngày 14/10, ông Macron nói đó là sai lầm.", [None]),
    ("Ông Macron, người vừa thăm Rome hôm 14/10, nói giá điện sẽ giảm.", [None]),
    ("Khi được hỏi về vụ cháy ngày 14/10, ông Macron nói chưa có kết luận.", [None]),
    ("Lệnh cấm được dỡ bỏ ngày 14/10, và ông Macron nói giá điện sẽ giảm.", [None]),
    # an occasion with its day, in the clause or told before
    ("Tại cuộc họp báo ở Lyon hôm 14/10, ông Macron nói giá điện sẽ giảm.", ["2024-10-14"]),
    ("Sau cuộc hội đàm với ông Scholz ngày 14/10, ông Macron nói giá điện sẽ giảm.", ["2024-10-14"]),
    ("Ông Macron hôm 14/10 họp báo tại Lyon.\nTại cuộc họp báo, ông Macron nói giá điện sẽ giảm.", ["2024-10-14"]),
    ("Ngày 14/10, ông Macron tiếp ông Scholz.\nTại buổi tiếp, ông Scholz nói ga đã đầy. Ông Macron khẳng định giá điện sẽ giảm.",
     ["2024-10-14", "2024-10-14"]),
    ("Ông Macron hôm 14/10 đọc diễn văn ở Lyon.\nTrong cuộc phỏng vấn với Le Monde, ông Macron nói giá điện sẽ giảm.", [None]),
    # carried on by the same speaker, until another time or occasion
    ("Ông Macron hôm 14/10 nói giá điện sẽ giảm.\nÔng nói thêm lưới điện đã sẵn sàng.", ["2024-10-14", "2024-10-14"]),
    ("Ông Macron hôm 14/10 nói giá điện sẽ giảm.\nBà Meloni nói giá điện sẽ tăng.", ["2024-10-14", None]),
    ("Ông Macron hôm 14/10 nói giá điện sẽ giảm.\nÔng Macron từng nói lưới điện quá cũ.", ["2024-10-14", None]),
    ("Ông Macron hôm 14/10 nói giá điện sẽ giảm.\nTrước đó, ông Macron nói lưới điện quá cũ.", ["2024-10-14", None]),
    # the lead, told again with its day
    ("Ông Macron nói giá điện sẽ giảm.\nÔng Macron hôm 14/10 nói giá điện sẽ giảm trong mùa xuân.", ["2024-10-14", "2024-10-14"]),
    ("Ông Macron nói giá điện sẽ giảm.\nÔng Macron đưa ra nhận định này hôm 14/10 tại Lyon.", ["2024-10-14"]),
    # what the speaker does in the sentence before
    ("Hôm 14/10, bà Meloni tới nhà máy ở Turin. Bà nói giá điện sẽ giảm.", ["2024-10-14"]),
    # an outlet passes on
    ("Theo Reuters, hôm 14/10 ông Macron nói giá điện sẽ giảm.", [None, "2024-10-14"]),
    # counted back
    ("Hôm 14/10, bà Meloni rút dự luật, hai ngày sau khi ông Macron nói giá điện sẽ giảm.", ["2024-10-12"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "days"), CASES)
def test_the_day_of_speaking(text: str, days: list[str | None]) -> None:
    report = Report(id="r", text=text, sha256="", published_on="2024-10-16")
    found = read_report(report, load_knowledge()).attributions
    assert [a.said_on for a in found] == days


def test_a_day_of_the_clause_is_told_from_one_carried_on() -> None:
    text = "Ông Macron hôm 14/10 nói giá điện sẽ giảm.\nÔng nói thêm lưới điện đã sẵn sàng."
    report = Report(id="r", text=text, sha256="", published_on="2024-10-16")
    found = read_report(report, load_knowledge()).attributions
    assert [a.said_basis for a in found] == ["stated", "derived"]
