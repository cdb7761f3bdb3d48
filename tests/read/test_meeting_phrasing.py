"""The many ways in which a reporter says that a meeting is on, off, put off or open; and whom `hai ông`, `họ` stand for."""

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import MeetingMention, Report
from biennien.read.reader import read_report


def meetings(text: str, on: str = "2023-05-10") -> tuple[MeetingMention, ...]:
    return read_report(Report(id="t", text=text, sha256="", published_on=on), load_knowledge()).meetings


STATUSES = [
    ("Tổng thống Biden gạch bỏ cuộc gặp với ông Erdogan.", "cancelled"),
    ("Hamas rời bàn đàm phán với Israel.", "cancelled"),
    ("Chuyến thăm Pháp bị Quốc vương Charles III hủy bỏ.", "cancelled"),
    ("Kế hoạch hội đàm giữa Armenia và Azerbaijan không thành.", "cancelled"),
    ("Cuộc gặp giữa ông Trump và ông Kim Jong Un bị gác lại.", "postponed"),
    ("Chuyến thăm Bắc Kinh của ông Blinken bị đình lại.", "postponed"),
    ("Ông Biden tuyên bố dừng kế hoạch gặp ông Erdogan.", "postponed"),
    ("Chuyến thăm Lào bị hoãn cùng lúc với cuộc gặp giữa ông Modi và ông Kishida.", "postponed"),
    ("Cuộc gặp giữa ông Modi và ông Kishida bị hoãn và đến nay chưa có lịch mới.", "postponed"),
    ("Cuộc gặp giữa ông Modi và ông Trump chưa có ngày cụ thể.", "unclear"),
    ("Cuộc gặp Biden - Tập Cận Bình chưa biết đến bao giờ mới diễn ra.", "unclear"),
    ("Về cuộc gặp giữa ông Modi và ông Biden, bà nói chưa có thời gian biểu.", "unclear"),
    ("Seoul và Tokyo chưa chốt được cả ngày lẫn nơi gặp thượng đỉnh.", "unclear"),
    ("Thượng đỉnh Mỹ - Triều bị đặt dấu hỏi.", "unclear"),
    ("Cuộc gặp với ông Kim Jong Un không nằm trong lịch trình.", "unclear"),
    ("Bà Meloni nói không vội gặp ông Trump.", "unclear"),
    ("Ông Kishida cho rằng gặp ông Kim Jong Un lúc này là chưa chín muồi.", "unclear"),
    ("Nếu diễn ra, đây sẽ là cuộc gặp đầu tiên giữa ông Modi và ông Zelensky.", "unclear"),
    ("Việc ông Biden gặp ông Erdogan là không cần thiết.", "not_needed"),
    ("Thượng đỉnh Mỹ - Triều vẫn nằm trên bàn.", "not_ruled_out"),
    ("Thượng đỉnh Mỹ - Triều chưa hoàn toàn bị loại bỏ.", "not_ruled_out"),
    ("Bắc Kinh không đóng cánh cửa đối thoại với Washington.", "not_ruled_out"),
    ("Ông Biden nói sẽ không gặp ông Putin nếu quân Nga chưa rút.", "conditional"),
    ("Ông Putin khẳng định không gặp ông Zelensky trừ khi Kiev rút quân.", "conditional"),
    ("Ông Aliyev nói Yerevan phải trả bốn ngôi làng trước khi ông gặp ông Pashinyan.", "conditional"),
    ("Ông Zelensky sẵn sàng gặp ông Putin, miễn là lệnh ngừng bắn được giữ.", "conditional"),
    ("Ông Zelensky tán thành gặp ông Putin ở Istanbul.", "announced"),
    ("Hai bên chọn Doha làm nơi gặp mặt giữa ông Modi và ông Sharif.", "announced"),
    ("Ông Macron và ông Erdogan sẽ ngồi lại với nhau ở Paris.", "announced"),
    ("Ông Biden lên đường sang Bali gặp ông Tập Cận Bình.", "announced"),
    ("Ông Yoon và ông Kishida giáp mặt tại Lima hôm chủ nhật.", "held"),
    ("Ông Biden hội kiến Quốc vương Charles III hôm qua.", "held"),
    ("Nhà Trắng xác nhận cuộc điện đàm giữa ông Biden và ông Netanyahu hôm 8/5.", "held"),
    ("Hai thủ tướng Kishida và Meloni bàn việc sớm gặp lại ông Modi.", "proposed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_status(text: str, status: str) -> None:
    assert meetings(text)[-1].status == status


SILENT = [
    "Ông Lavrov chưa gặp ông Blinken kể từ tháng 3.",
    "Bà Meloni hỏi làm thế nào ông Putin có thể bay tới Rome.",
    "Ngoại trưởng ghé tai Tổng thống Biden nói nhỏ.",
    "Tài sản của Nga bị đóng băng ở Brussels.",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_meeting(text: str) -> None:
    assert meetings(text) == ()


def sides(text: str) -> list[list[str]]:
    return [sorted(m.participants) for m in meetings(text)]


LEADERS = "Tổng thống Joe Biden và Tổng thống Vladimir Putin điện đàm hôm 8/5. "
MINISTERS = "Ngoại trưởng Antony Blinken gặp Ngoại trưởng Sergey Lavrov hôm 9/5. "
BIDEN_PUTIN, BLINKEN_LAVROV = ["Joe Biden", "Vladimir Putin"], ["Antony Blinken", "Sergey Lavrov"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (LEADERS + MINISTERS + "Cuộc gặp giữa hai tổng thống bị hoãn.", BIDEN_PUTIN),
        (LEADERS + "Lãnh đạo hai nước sẽ gặp nhau ở Geneva.", BIDEN_PUTIN),
        (LEADERS + "Cuộc gặp của họ ở Geneva bị hủy.", BIDEN_PUTIN),
        (LEADERS + MINISTERS + "Hai ông sẽ gặp lại nhau ở Oslo.", BLINKEN_LAVROV),
        (LEADERS + MINISTERS + "Hai ngoại trưởng sẽ gặp lại nhau ở Oslo.", BLINKEN_LAVROV),
    ],
)
def test_whom_a_number_or_a_pronoun_stands_for(text: str, last: list[str]) -> None:
    assert sides(text)[-1] == last


def test_a_bare_meeting_is_that_of_whoever_cancels_it_not_of_his_minister() -> None:
    text = (
        "Ông Biden hủy cuộc gặp. Ông Blinken sẽ gặp ông Lavrov ở Oslo.\n\n"
        "Kế hoạch gặp ở Geneva được hai tổng thống Joe Biden và Vladimir Putin nhất trí hồi tháng 4."
    )
    cancelled = next(m for m in meetings(text) if m.status == "cancelled")
    assert sorted(cancelled.participants) == BIDEN_PUTIN


def test_a_meeting_without_sides_has_those_of_the_meeting_in_its_place() -> None:
    text = "Thượng đỉnh ở Geneva đổ vỡ. Tháng trước, ông Biden và ông Putin nhất trí gặp nhau tại Geneva."
    found = meetings(text)
    assert (found[0].status, sorted(found[0].participants)) == ("cancelled", BIDEN_PUTIN)


def test_who_declares_in_a_passive_clause() -> None:
    mention = meetings("Cuộc gặp giữa ông Biden và ông Putin bị Điện Kremlin hoãn lại.")[0]
    assert (mention.status, mention.by) == ("postponed", ("Kremlin",))


def test_an_announcement_and_what_became_of_it_in_one_sentence() -> None:
    text = "Thượng đỉnh Mỹ - Nga ở Geneva được Nhà Trắng công bố hôm 3/5, nhưng {}đã bị Điện Kremlin hủy."
    for words, day in (("", None), ("ngày 8/5 ", "2023-05-08")):
        told = [(m.status, m.by, m.status_date) for m in meetings(text.format(words))]
        assert told == [("announced", ("White House",), "2023-05-03"), ("cancelled", ("Kremlin",), day)]


def test_what_stands_in_a_condition_has_not_come_about() -> None:
    text = "Nga sẵn sàng gặp Mỹ ở Geneva, miễn là cuộc gặp bắt đầu từ kết quả cũ."
    assert [m.status for m in meetings(text)] == ["conditional"]


def test_the_capital_named_as_such_is_the_place() -> None:
    assert meetings("Ông Biden gặp ông Putin ở thủ đô Hungary hôm qua.")[0].place == "Budapest"


def test_a_coming_week_does_not_hide_the_subject() -> None:
    assert sides("Tuần tới Ngoại trưởng Antony Blinken sẽ gặp ông Lavrov.") == [BLINKEN_LAVROV]


@pytest.mark.parametrize(
    "text",
    [
        "Ông Donald Trump nói bận nên chưa thể gặp ông Kim Jong Un.",
        "Điện Kremlin bác bỏ thông tin ông Putin gặp ông Zelensky ở Ankara.",
    ],
)
def test_what_has_not_come_about_is_never_held(text: str) -> None:
    assert all(m.status != "held" for m in meetings(text))
