"""Who meets whom and under which words: envoys, pairs joined by a dash or a comma, short names, coordination, conditions, posts."""

import pytest

from biennien import read_text
from biennien.knowledge.load import load_knowledge
from biennien.model import MeetingMention, Report
from biennien.read.reader import read_report


def meetings(text: str, on: str = "2023-05-10") -> tuple[MeetingMention, ...]:
    return read_report(Report(id="t", text=text, sha256="", published_on=on), load_knowledge()).meetings


def told(text: str, on: str = "2023-05-10") -> list[str]:
    """`status sides` of every mention."""
    return [f"{m.status} {' + '.join(sorted(m.participants))}" for m in meetings(text, on)]


SIDES = [
    ("Đặc phái viên của Tổng thống Biden sẽ gặp ông Putin.", ["announced United States + Vladimir Putin"]),
    ("Con trai ông Biden gặp Thủ tướng Modi.", ["held Narendra Modi"]),
    ("Nhà Trắng tuyên bố ông Biden sẽ gặp ông Modi.", ["announced Joe Biden + Narendra Modi"]),
    ("Thượng đỉnh Biden - Tập sẽ diễn ra ở Bali.", ["announced Joe Biden + Xi Jinping"]),
    ("Brazil đề nghị Nga - Ukraine đàm phán.", ["proposed Russia + Ukraine"]),
    ("Armenia, Azerbaijan có thể đàm phán ở Brussels.", ["not_ruled_out Armenia + Azerbaijan"]),
    ("Các quan chức Hàn Quốc và Nhật Bản bước vào cuộc họp tại Seoul.", ["held Japan + South Korea"]),
    ("Ông Biden: Sẵn sàng gặp ông Tập Cận Bình.", ["proposed Joe Biden + Xi Jinping"]),
    ("Ngoại trưởng Ấn Độ gặp Ngoại trưởng Pakistan.", ["held India + Pakistan"]),
    ("Đàm phán Armenia - Azerbaijan bắt đầu tại Brussels.", ["held Armenia + Azerbaijan"]),
    ("Taliban chê bản đề xuất của Mỹ, nhưng sẵn sàng đối thoại.", ["proposed Taliban"]),
    ("Trong chuyến công du Paris gặp ông Macron, ông Scholz im lặng.",
     ["held Olaf Scholz", "held Emmanuel Macron + Olaf Scholz"]),
    ("Ông Kishida gặp ông Macron, ông Scholz tại Hiroshima.", ["held Emmanuel Macron + Fumio Kishida + Olaf Scholz"]),
    ("Ông Putin nói Nga thắng thế, sẵn sàng gặp ông Zelensky.", ["proposed Vladimir Putin + Volodymyr Zelensky"]),
    ("Ông Zelensky đi Pháp gặp ông Macron.", ["held France + Volodymyr Zelensky", "held Emmanuel Macron + Volodymyr Zelensky"]),
    ("NATO họp khẩn.", ["held NATO"]),
    ("Thủ tướng Modi vừa được Tổng thống Macron tiếp ở Paris.", ["held Emmanuel Macron + Narendra Modi"]),
    ("Ông Modi sẽ tiếp phái đoàn Nhật Bản.", ["announced Japan + Narendra Modi"]),
    ("Ông Biden điện đàm để nghe báo cáo.", ["held Joe Biden"]),
    ("Ông Zelensky chịu gặp ông Putin nhưng nhất quyết không tới Moscow.",
     ["announced Vladimir Putin + Volodymyr Zelensky", "refused Volodymyr Zelensky"]),
    ("Cuba tuyên bố sẵn lòng ngồi xuống nói chuyện với Washington.", ["proposed Cuba + United States"]),
    ("Ông Modi (phải) gặp ông Macron ở Paris.", ["held Emmanuel Macron + Narendra Modi"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SIDES)
def test_who_with_whom(text: str, expected: list[str]) -> None:
    assert told(text) == expected


STATUSES = [
    ("Ông Kishida chuẩn bị gặp ông Yoon.", "announced"),
    ("Washington đợi hai tháng nữa mới gặp lại Bắc Kinh.", "announced"),
    ("Ông Biden đi gặp ông Netanyahu.", "announced"),
    ("Ông Tập Cận Bình thăm Pháp trong tuần này.", "announced"),
    ("Ông Putin sẽ không gặp ông Zelensky nữa.", "cancelled"),
    ("Trừ khi Nga rút quân, Ukraine sẽ không đàm phán với Moscow.", "conditional"),
    ("Muốn đối thoại với Seoul, Bình Nhưỡng phải thả tù nhân.", "conditional"),
    ("Ông Biden chỉ gặp ông Putin, ông Zelensky khi lệnh ngừng bắn có hiệu lực.", "conditional"),
    ("Tin ông Biden gặp ông Putin là bịa đặt.", "refused"),
    ("Cố vấn khuyên ông Biden đừng vội gặp ông Putin.", "unclear"),
    ("Để hai ông Biden và Putin gặp nhau lúc này là vội vàng.", "unclear"),
    ("Chuyến thăm Lào của ông Biden sẽ diễn ra muộn hơn dự kiến.", "postponed"),
    ("Thượng đỉnh Nhật - Hàn được dời lên sớm một tuần.", "announced"),
    ("Cuộc gặp giữa ông Biden và ông Tập Cận Bình vẫn theo lịch.", "announced"),
    ("Kyiv chưa bao giờ từ chối đàm phán với Moscow.", "not_ruled_out"),
    ("Ông Biden xin được điện đàm với ông Tập Cận Bình.", "proposed"),
    ("Pháp kêu gọi Nga và Ukraine can đảm đàm phán.", "proposed"),
    ("Triều Tiên dọa hủy cuộc gặp với Mỹ vì tập trận.", "unclear"),
    ("Theo đề nghị của Hà Nội, ông Modi đã có cuộc điện đàm với ông Phạm Minh Chính.", "held"),
    ("Ông Biden lên đường dự hội nghị thượng đỉnh NATO.", "announced"),
    ("Điện Kremlin thông báo ông Putin và ông Tập Cận Bình điện đàm.", "held"),
    ("Ông Biden nói sẽ không mời Cuba dự thượng đỉnh châu Mỹ.", "refused"),
    ("Ông Zelensky sẵn sàng ký thỏa thuận khoáng sản, đối thoại với ông Trump.", "proposed"),
    ("Lẽ ra hôm nay ông Blinken và ông Lavrov gặp nhau ở Oslo.", "cancelled"),
    ("Cuộc họp của EU bàn về số vàng của Nga bị đóng băng.", "held"),
    ("Tổng thống Yoon Suk Yeol thôi không gặp bà Pelosi.", "cancelled"),
    ("Iran phủ nhận đã từ chối gặp ông Grossi.", "not_ruled_out"),
    ("Sẽ có hội đàm Mỹ - Thổ Nhĩ Kỳ?", "unclear"),
    ("Vòng đàm phán Nga - Ukraine lại gián đoạn, chưa rõ ngày nối lại.", "postponed"),
    ("Ông Modi dẹp cuộc gặp với bà Meloni ở Lima.", "cancelled"),
    ("Ông Modi và bà Meloni lỡ hẹn ở Lima.", "cancelled"),
    ("Buổi họp báo chung Biden - Kishida bị bỏ vào phút chót.", "cancelled"),
    ("Ông Biden quyết định không sang Berlin hôm thứ tư nữa.", "cancelled"),
    ("Ông Macron cho lùi thượng đỉnh EU một tuần.", "postponed"),
    ("Hội đàm Ấn Độ - Pakistan bị đẩy sang tháng 9.", "postponed"),
    ("Pakistan khước từ tiếp đặc sứ Ấn Độ.", "refused"),
    ("Không ai ở Nhà Trắng muốn ông Biden gặp ông Kim Jong Un.", "refused"),
    ("Ankara không đòi thêm cuộc gặp với Athens.", "not_needed"),
    ("Ông Lula thấy việc bay sang Caracas là chưa cấp thiết.", "not_needed"),
    ("Biết đâu ông Modi và ông Sharif sẽ gặp nhau ở Dubai.", "not_ruled_out"),
    ("Ankara chưa bao giờ nói không với việc tiếp Ngoại trưởng Ai Cập.", "not_ruled_out"),
    ("Không ai nói ông Biden sẽ không gặp ông Tập Cận Bình.", "not_ruled_out"),
    ("Ông Biden có thể gặp ông Kim Jong Un, nhưng hiện không có nhu cầu.", "not_needed"),
    ("Rút quân xong, Kyiv mới đàm phán với Moscow.", "conditional"),
    ("Bắc Kinh đòi Tokyo xin lỗi rồi mới gặp bà Hayashi.", "conditional"),
    ("Tokyo tính hủy cuộc họp với Bắc Kinh.", "unclear"),
    ("Ngày giờ chuyến thăm Lào của ông Modi vẫn mờ mịt.", "unclear"),
    ("Cố vấn khuyên ông Biden chớ sang Riyadh lúc này.", "unclear"),
    ("Oslo đánh tiếng muốn nối lại đàm phán với Caracas.", "proposed"),
    ("Không có gì ngăn được ông Modi tới Dhaka.", "announced"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_status(text: str, status: str) -> None:
    assert [m.status for m in meetings(text)][-1] == status


def test_a_meeting_that_dates_another_is_not_it() -> None:
    text = (
        "Ông Biden dự kiến thu xếp cuộc gặp với ông Putin và ông Zelensky sau hội nghị thượng đỉnh ở Geneva."
    )
    first, second = meetings(text)
    assert len(first.participants) == 3 and first.place is None
    assert second.participants == ("Joe Biden",) and second.place == "Geneva"


def test_what_is_planned_makes_the_bare_word_a_plan_though_another_was_held_years_ago() -> None:
    text = (
        "Ông Modi sẽ thăm Pháp ngày 14/7. Đây là chuyến thăm Pháp thứ năm của ông Modi.\n\n"
        "Ông Modi đã thăm Pháp năm 2015."
    )
    assert [m.status for m in meetings(text)] == ["announced", "announced", "held"]


def test_a_bare_meeting_beside_a_mere_chance_was_not_held() -> None:
    text = "Cái khó của thượng đỉnh Biden - Putin\n\nGiới quan sát hoài nghi triển vọng cuộc gặp giữa ông Biden và ông Putin."
    assert {m.status for m in meetings(text)} == {"unclear"}


def test_nobody_declares_by_going() -> None:
    assert meetings("Ông Kishida sẽ gặp ông Yoon.")[0].by == ()


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Ông Biden chỉ gặp ông Putin sau khi quân Nga rút.", "sau khi quân Nga rút"),
        ("Bangkok đặt điều kiện đàm phán với Campuchia sau lời kêu gọi của Malaysia.", None),
    ],
)
def test_only_words_that_open_a_condition_are_one(text: str, condition: str | None) -> None:
    found = meetings(text)[0].condition
    assert (found.cut(text) if found else None) == condition


SILENT = [
    "Chuyến đi này vừa được lùi lại vì dịch bệnh.",
    "Điểm tin: Nga bán dầu | Pháp thắng trận bán kết.",
    "Hai nước tạm dừng nã pháo vài tuần để cùng dự vòng đàm phán.",
    "Giáo hoàng nói khó làm trung gian đàm phán Nga - Ukraine.",
]


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_said_of_a_meeting(text: str) -> None:
    assert told(text) == []


WHERE_BY = [
    ("Tại Caracas, ông Maduro gặp ông Lula.", "Caracas", ()),
    ("Ông Scholz bay sang Kyiv gặp ông Zelensky.", "Kyiv", ()),
    ("Theo một quan chức, Paris đã đề nghị một cuộc gặp với phái đoàn Iran.", None, ("France",)),
    ("Ông Modi có thể gặp ông Sharif ở Dubai, New Delhi bắn tin.", "Dubai", ("India",)),
    ("Australia: Khỏi họp khẩn với Bình Nhưỡng", None, ("Australia",)),
    ("Ông Modi sẽ đàm phán với Pakistan nếu biên giới yên ắng.", None, ("Narendra Modi",)),
]


@pytest.mark.parametrize(("text", "place", "by"), WHERE_BY)
def test_where_and_on_whose_word(text: str, place: str | None, by: tuple[str, ...]) -> None:
    mention = meetings(text)[-1]
    assert (mention.place, mention.by) == (place, by)


def test_nobody_declares_by_a_passive_or_by_a_noun_in_longer_words() -> None:
    passive = "Cuộc gặp của hai ông bị gác lại cùng lúc với cuộc gặp của Tổng thống Mỹ Donald Trump và Tổng thống Nga Vladimir Putin."
    told_of = "Bà Zakharova nói Nga đã nghe lời ông Donald Trump về việc hủy cuộc gặp với Tổng thống Nga Vladimir Putin."
    own = "Nhà Trắng thông báo việc hủy cuộc gặp với Tổng thống Nga Vladimir Putin."
    for text, by in ((passive, ()), (told_of, ()), (own, ("White House",))):
        found = read_text(text, published="2025-10-23").meetings
        assert found and {m.by for m in found} == {by}, text


def test_those_who_are_told_to_have_spoken_in_a_call_are_its_sides() -> None:
    text = (
        "Ngoại trưởng Nhật Bản Toshimitsu Motegi và Ngoại trưởng Pháp Jean-Noël Barrot bàn những việc được Tổng thống Pháp "
        "Emmanuel Macron và Thủ tướng Nhật Bản Sanae Takaichi nêu ra trong cuộc điện đàm tuần trước."
    )
    calls = [m for m in read_text(text, published="2026-03-10").meetings if m.kind == "call"]
    assert [m.participants for m in calls] == [("Emmanuel Macron", "Sanae Takaichi")]
