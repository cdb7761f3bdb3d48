"""What the sides hold: who, on what, with which stance, on which condition; and what is no position."""

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import Reading, Report
from biennien.read.reader import read_report


def read(text: str) -> Reading:
    return read_report(Report(id="t", text=text, sha256="", published_on="2025-03-10"), load_knowledge())


def told(text: str) -> list[str]:
    """`side topic stance` of every position."""
    return [f"{' + '.join(p.holders)} {p.topic} {p.stance}" for p in read(text).positions]


ACTS = [
    ("Thủ tướng Israel Benjamin Netanyahu bác bỏ đề xuất ngừng bắn của Ai Cập.", ["Israel ceasefire rejects"]),
    ("Hamas yêu cầu Israel rút quân khỏi Gaza.", ["Hamas withdrawal demands"]),
    ("Bắc Kinh kêu gọi Washington dỡ bỏ thuế quan.", ["China trade demands"]),
    ("Tổng thống Ukraine Volodymyr Zelensky đề xuất trao đổi toàn bộ tù binh.", ["Ukraine prisoners offers"]),
    ("Ngoại trưởng Nga Sergey Lavrov phản đối triển khai quân nước ngoài ở Odessa.", ["Russia peacekeepers rejects"]),
    ("Israel bác bỏ cáo buộc vi phạm lệnh ngừng bắn.", []),
    ("Nhà Trắng từ chối bình luận về lệnh trừng phạt.", []),
    ("Một nhà phân tích Mỹ kêu gọi dỡ bỏ lệnh trừng phạt.", []),
    ("Mỹ thuyết phục Israel chấp nhận lệnh ngừng bắn.", []),
]  # fmt: skip

CLAUSES = [
    ("Iran sẵn sàng đàm phán với châu Âu.", ["Iran talks ready"]),
    ("Triều Tiên sẽ không bao giờ chấp nhận phi hạt nhân hóa.", ["North Korea denuclearisation rejects"]),
    ("Kế hoạch ngừng bắn được Kiev ủng hộ nhưng bị Moscow bác bỏ.", ["Ukraine ceasefire accepts", "Russia ceasefire rejects"]),
    ("Tổng thống Nga Vladimir Putin nói Ukraine phải rút quân khỏi Kherson.", ["Russia withdrawal demands"]),
    ("“Hãy ngừng bắn ngay”, Tổng thống Pháp Emmanuel Macron nói.", ["France ceasefire demands"]),
    ("Ông Lavrov nói lập trường của Nga về lãnh thổ không thay đổi.", ["Russia overall unchanged"]),
    ("Seoul giữ nguyên lập trường về tập trận.", ["South Korea exercises unchanged"]),
    ("Dân Nga muốn ngừng bắn.", []),
    ("Iran chưa sẵn sàng đàm phán với châu Âu.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*ACTS, *CLAUSES])
def test_positions(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_condition_stands_beside_its_stance() -> None:
    text = "Iran sẵn sàng đàm phán về chương trình hạt nhân nếu Mỹ gỡ cấm vận."
    (position,) = read(text).positions
    assert position.condition is not None
    assert position.condition.cut(text) == "nếu Mỹ gỡ cấm vận"


def test_what_must_come_first_is_a_condition_on_what_comes_after() -> None:
    text = "Ông Lavrov nói một hiệp ước hòa bình phải được ký trước khi có lệnh ngừng bắn."
    (position,) = read(text).positions
    assert (position.topic, position.stance) == ("ceasefire", "sets_condition")
    assert position.condition is not None
    assert position.condition.cut(text) == "một hiệp ước hòa bình phải được ký trước khi có lệnh ngừng bắn"


def test_whoever_left_office_speaks_for_no_state() -> None:
    text = "Ông Barack Obama kêu gọi dỡ bỏ lệnh trừng phạt Cuba."
    assert told(text) == []
    report = Report(id="t", text=text, sha256="", published_on="2015-05-10")
    assert [p.holders for p in read_report(report, load_knowledge()).positions] == [("United States",)]


WILL_NOT = [
    ("Thủ tướng Israel Benjamin Netanyahu nói Israel sẽ không rút quân khỏi Gaza.", "rejects", None),
    ("Bình Nhưỡng nhấn mạnh sẽ không bao giờ từ bỏ vũ khí hạt nhân.", "rejects", None),
    ("Hamas sẽ không thả con tin cho đến khi giao tranh chấm dứt.", "sets_condition", "cho đến khi giao tranh chấm dứt"),
    ("Hamas chỉ thả con tin nếu giao tranh chấm dứt.", "sets_condition", "nếu giao tranh chấm dứt"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "stance", "condition"), WILL_NOT)
def test_what_a_side_will_not_do(text: str, stance: str, condition: str | None) -> None:
    (position,) = read(text).positions
    assert position.stance == stance
    assert (position.condition.cut(text) if position.condition else None) == condition
