"""Deciding to call off, ministers' meetings of a body, and who visits whom."""

import pytest
from tests.read.test_meeting_scope import told

from biennien.knowledge.load import load_knowledge
from biennien.model import Report
from biennien.read import read_report

CASES = [
    ("Ông Modi quyết định hủy cuộc gặp với ông Macron.", ["cancelled Emmanuel Macron + Narendra Modi"]),
    ("Ông Modi tính hủy cuộc gặp với ông Macron.", ["unclear Emmanuel Macron + Narendra Modi"]),
    ("NATO hoãn họp ngoại trưởng.", ["postponed NATO"]),
    (  # an insertion recalls who had the idea; it is over
        "Cuộc gặp giữa ông Modi và ông Macron, vốn được phía Pháp đề xuất, đã bị hủy.",
        ["cancelled Emmanuel Macron + Narendra Modi"],
    ),
    (
        "Cuộc gặp giữa ông Modi và ông Macron có thể chỉ bị hoãn.",
        ["unclear Emmanuel Macron + Narendra Modi"],
    ),
    (  # tied to something: no cancelling
        "Mọi cuộc đàm phán với Ấn Độ đều không thể diễn ra chừng nào biên giới còn bị phong tỏa, Pakistan nói.",
        ["conditional India + Pakistan"],
    ),
    (
        "Ông Macron mời các lãnh đạo chủ chốt Ấn Độ thăm Pháp.",
        ["proposed France + India"],
    ),
    ("Ông Modi đã cắt ngắn chuyến thăm Pháp.", ["held France + Narendra Modi"]),
    (
        "Cuộc gặp Modi - Macron có thể kéo dài năm tiếng.",
        ["announced Emmanuel Macron + Narendra Modi"],
    ),
    (
        "Giới đầu tư chờ đột phá từ cuộc gặp Modi - Macron.",
        ["announced Emmanuel Macron + Narendra Modi"],
    ),
    (  # a plane is no side
        "Ông Modi đã lên chuyên cơ Global One để khởi hành đến Paris gặp ông Macron.",
        ["announced Emmanuel Macron + Narendra Modi"],
    ),
    (
        "Ông Modi và ông Macron đã có cuộc điện đàm thảo luận về an ninh biển.",
        ["held Emmanuel Macron + Narendra Modi"],
    ),
    ("Ấn Độ được gì từ cuộc gặp Modi - Macron?", ["held Emmanuel Macron + Narendra Modi"]),
    ("Ông Modi có gặp ông Macron ở Paris?", ["unclear Emmanuel Macron + Narendra Modi"]),
    ("Bà Reeves không có thời gian ngồi vào bàn ăn.", []),
    ("Ấn Độ gặp thuận lợi mỗi khi chạm trán Pakistan.", []),
]


def test_two_states_before_a_colon_are_what_it_is_about() -> None:
    def by(text: str) -> tuple[str, ...]:
        report = Report(id="t", text=text, sha256="", published_on="2025-10-23")
        (mention,) = read_report(report, load_knowledge()).meetings
        return mention.by

    assert by("Ấn Độ - Pháp: Ông Modi sẽ gặp ông Macron ở Paris") == ()
    assert by("Ấn Độ: Ông Modi sẽ gặp ông Macron ở Paris") == ("India",)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_told(text: str, expected: list[str]) -> None:
    assert told(text) == expected
