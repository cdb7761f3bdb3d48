"""Why something became of a plan: the words, whose they are, how sure; and where the words say that no reason was given."""

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import Reading, Report
from biennien.read.reader import read_report


def read(text: str) -> Reading:
    return read_report(Report(id="t", text=text, sha256="", published_on="2023-05-10"), load_knowledge())


def told(text: str) -> list[tuple[str, str, str | None]]:
    """(words, giver, hedge) of every reason; the giver is "" for the report's own voice."""
    reading = read(text)
    rows = []
    for reason in reading.reasons:
        voice = None if reason.attribution is None else reading.attributions[reason.attribution]
        by = (
            ""
            if voice is None
            else " and ".join(voice.entities) or (voice.words.cut(text) if voice.words else "?")
        )
        words = "–" if reason.none_given else reason.span.cut(text)
        rows.append((words, by, reason.hedge.cut(text) if reason.hedge else None))
    return rows


BEHIND = [
    ("Bà Meloni hoãn chuyến thăm Ai Cập vì lũ lụt.", [("lũ lụt", "", None)]),
    ("Ông Biden hủy cuộc gặp với ông Putin do bão tuyết.", [("bão tuyết", "", None)]),
    ("Ông Biden hủy cuộc gặp với ông Putin sau khi Moscow bác bỏ lệnh ngừng bắn.",
     [("Moscow bác bỏ lệnh ngừng bắn", "", None)]),
    ("Ông Biden hủy cuộc gặp với ông Putin sau khi ăn trưa với nội các.", []),
    ("Việc Nhà Trắng hoãn cuộc gặp giữa ông Biden và ông Putin xuất phát từ bất đồng về kiểm soát vũ khí.",
     [("bất đồng về kiểm soát vũ khí", "", None)]),
    ("Ông Modi hủy chuyến thăm Pháp với lý do sức khỏe, nhưng vẫn dự tiệc cưới ở Mumbai.", [("sức khỏe", "", None)]),
    ("Cuộc gặp giữa ông Biden và ông Putin do Áo làm trung gian đã bị hoãn.", []),
    ("Ông Biden và ông Kishida gặp nhau vì hòa bình.", []),
]  # fmt: skip

BEFORE = [
    ("Vì trục trặc máy bay, Thủ tướng Trudeau hoãn chuyến thăm Ấn Độ.", [("trục trặc máy bay", "", None)]),
    ("Bão lớn khiến chuyến thăm Nhật Bản của ông Modi bị hủy.", [("Bão lớn", "", None)]),
    ("“Họ không trả lời thư, nên tôi đã hủy cuộc gặp với ông Putin”, ông Biden nói.",
     [("Họ không trả lời thư", "Joe Biden", None)]),
    ("Ông Biden cho biết hai bên còn xa nhau. Do đó, cuộc gặp với ông Putin bị hoãn.",
     [("hai bên còn xa nhau", "Joe Biden", None)]),
    ("Sân bay Tel Aviv đóng cửa. Vì vậy, Tổng thống Macron hoãn chuyến thăm Israel.",
     [("Sân bay Tel Aviv đóng cửa", "", None)]),
    ("Mỹ nên hủy cuộc gặp với Nga.", []),
]  # fmt: skip

WHOSE = [
    ("Theo tờ The Guardian, cuộc gặp giữa ông Biden và ông Putin bị hoãn có thể là do bất đồng về Syria.",
     [("bất đồng về Syria", "The Guardian", "có thể là")]),
    ("Cuộc gặp giữa ông Biden và ông Putin được cho là bị hủy vì bất đồng về Syria.",
     [("bất đồng về Syria", "", "được cho là")]),
    ("Ông Biden hủy cuộc gặp với ông Putin. Tổng thống Mỹ giải thích: “Chúng tôi chưa nhìn thấy điểm chung nào”.",
     [("Chúng tôi chưa nhìn thấy điểm chung nào", "Joe Biden", None)]),
]  # fmt: skip

NONE = [
    ("Nhà Trắng hoãn cuộc gặp giữa ông Biden và ông Putin mà không nêu lý do.", [("–", "", None)]),
    ("Ông Biden hủy cuộc gặp với ông Putin, chưa rõ vì lý do gì.", [("–", "", None)]),
    ("Ông Biden hủy cuộc gặp với ông Putin. Nhà Trắng không đưa ra lời giải thích nào.", [("–", "", None)]),
    ("Ông Biden hủy cuộc gặp với ông Putin. Cảnh sát Paris không nêu lý do bắt giữ nghi phạm.", []),
    ("Ông Biden gặp ông Putin. Nhà Trắng không nêu lý do.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*BEHIND, *BEFORE, *WHOSE, *NONE])
def test_reasons(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert told(text) == expected


def test_a_source_gives_a_reason_after_all() -> None:
    text = (
        "Ông Biden hủy cuộc gặp với ông Putin. Hai bên không nêu lý do cụ thể. "
        "Tuy nhiên, một nhà ngoại giao Áo cho biết Moscow từ chối bàn về tù binh."
    )
    assert told(text) == [("–", "", None), ("Moscow từ chối bàn về tù binh", "một nhà ngoại giao Áo", None)]


def test_what_parts_the_sides_explains_only_by_a_sources_word_beside_the_outcome() -> None:
    beside = (
        "Theo một quan chức EU, ông Blinken và ông Lavrov còn bất đồng về tương lai Syria. "
        "Người này nói cuộc gặp giữa ông Blinken và ông Lavrov đã bị hoãn."
    )
    reading = read(beside)
    assert [r.implied for r in reading.reasons] == [True]
    assert told("Ông Blinken và ông Lavrov còn bất đồng về Syria. Cuộc gặp giữa hai ông bị hoãn.") == []


def test_why_talks_failed_stands_at_the_talks() -> None:
    text = (
        "Ông Biden hủy cuộc gặp với ông Putin. Trước đó, ông Blinken điện đàm với ông Lavrov. "
        "Cuộc điện đàm giữa ông Blinken và ông Lavrov không đạt được kết quả vì Moscow giữ nguyên đòi hỏi."
    )
    reading = read(text)
    assert [(r.span.cut(text), reading.meetings[r.of].status) for r in reading.reasons] == [
        ("Moscow giữ nguyên đòi hỏi", "held")
    ]


def test_one_reason_for_two_plans() -> None:
    text = (
        "“Hai ngoại trưởng đã nói hết qua điện thoại. Do đó, cuộc gặp giữa ông Blinken và ông Lavrov là không cần thiết, "
        "và không có kế hoạch nào để ông Biden gặp ông Putin”, một quan chức Nhà Trắng cho biết."
    )
    found = read(text)
    assert [found.meetings[r.of].status for r in found.reasons] == ["not_needed", "unclear"]
