"""When a meeting is: (text, [day of each mention]); the report is of Wednesday 2024-10-16."""

from __future__ import annotations

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import Report
from biennien.read import read_report

CASES = [
    # the time of the clause, behind or before
    ("Ông Macron gặp ông Scholz tại Lyon hôm 14/10.", ["2024-10-14"]),
    ("Hôm 14/10, ông Macron gặp ông Scholz tại Lyon.", ["2024-10-14"]),
    ("Ông Macron sẽ gặp ông Scholz ở Lyon, bang Rhône, ngày 20/10.", ["2024-10-20"]),
    ("Theo Reuters, hôm 14/10, ông Macron đã gặp ông Scholz.", ["2024-10-14"]),
    # the first day of a range, no day since which something holds
    ("Chuyến thăm Pháp của ông Scholz diễn ra từ 20-22/10.", ["2024-10-20"]),
    ("Cuộc gặp giữa ông Macron và ông Scholz là lần đầu kể từ ngày 3/5.", [None]),
    # the day of the deed is not that of the plan
    ("Ông Macron hủy cuộc gặp với ông Scholz hôm 14/10.", [None]),
    # told elsewhere: another mention, the words spoken there, the talks of a visit
    ("Ông Macron gặp ông Scholz hôm 14/10.\nCuộc gặp giữa ông Macron và ông Scholz kéo dài ba giờ.", ["2024-10-14", "2024-10-14"]),
    ("Tại cuộc họp báo, ông Macron nói giá điện sẽ giảm.\nÔng Macron đưa ra nhận định này hôm 14/10.", ["2024-10-14"]),
    ("Ông Scholz gặp ông Macron tại Paris hôm 14/10.\nChuyến thăm Pháp của ông Scholz thu hút báo giới.", ["2024-10-14", "2024-10-14"]),
    # not of another place, nor of other sides
    ("Ông Scholz thăm Pháp hôm 14/10.\nÔng Scholz từng thăm Nhật Bản.", ["2024-10-14", None]),
    ("Ông Macron gặp ông Scholz hôm 14/10.\nÔng Macron cũng gặp bà Meloni.", ["2024-10-14", None]),
    # counted back from another meeting
    ("Hôm 14/10, ông Scholz tới Pháp, hai ngày sau khi ông thăm Nhật Bản.", ["2024-10-14", "2024-10-12"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "days"), CASES)
def test_when_a_meeting_is(text: str, days: list[str | None]) -> None:
    report = Report(id="r", text=text, sha256="", published_on="2024-10-16")
    assert [m.when for m in read_report(report, load_knowledge()).meetings] == days
