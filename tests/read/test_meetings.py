"""What is said of meetings: sides, status, place, day, declarer; and the words that only look like a meeting."""

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import MeetingMention, Report
from biennien.read.reader import read_report


def meetings(text: str, on: str = "2023-05-10") -> tuple[MeetingMention, ...]:
    return read_report(Report(id="t", text=text, sha256="", published_on=on), load_knowledge()).meetings


def told(text: str, on: str = "2023-05-10") -> list[str]:
    """`kind status sides` of every mention."""
    return [f"{m.kind} {m.status} {' + '.join(sorted(m.participants))}" for m in meetings(text, on)]


HELD = [
    ("Tổng thống Emmanuel Macron đã gặp Thủ tướng Rishi Sunak hôm qua.", ["meeting held Emmanuel Macron + Rishi Sunak"]),
    ("Ông Joe Biden và ông Narendra Modi hội đàm kín tại Tokyo.", ["meeting held Joe Biden + Narendra Modi"]),
    ("Ông Erdogan vừa điện đàm với Tổng thống Ukraine Volodymyr Zelensky.",
     ["call held Recep Tayyip Erdogan + Volodymyr Zelensky"]),
    ("Sau cuộc điện đàm với ông Zelensky, ông Macron im lặng.", ["call held Emmanuel Macron + Volodymyr Zelensky"]),
    ("Cuộc gặp giữa ông Biden và ông Kishida kết thúc sớm.", ["meeting held Fumio Kishida + Joe Biden"]),
    ("Vòng đàm phán Armenia - Azerbaijan khép lại trong im lặng.", ["negotiation held Armenia + Azerbaijan"]),
    ("Thủ tướng Fumio Kishida đến thăm Kenya tuần trước.", ["visit held Fumio Kishida + Kenya"]),
    ("Tổng thống Lula da Silva đón Thủ tướng Olaf Scholz tại Brasilia.", ["visit held Luiz Inacio Lula da Silva + Olaf Scholz"]),
    ("Tại cuộc họp báo ở Canberra, ông Albanese cảm ơn nước chủ nhà.", ["press_conference held Anthony Albanese"]),
    ("Ông Blinken rời Bắc Kinh sau hai ngày hội đàm với ông Vương Nghị.", ["meeting held Antony Blinken + Wang Yi"]),
    ("Ông Scholz xác nhận đã điện đàm với ông Putin.", ["call held Olaf Scholz + Vladimir Putin"]),
    ("Đoàn Hàn Quốc đã tới Nhật Bản sáng nay.", ["visit held Japan + South Korea"]),
]  # fmt: skip

PLANNED = [
    ("Tổng thống Yoon Suk Yeol sẽ gặp Thủ tướng Kishida.", ["meeting announced Fumio Kishida + Yoon Suk Yeol"]),
    ("Hội nghị thượng đỉnh Nhật - Hàn dự kiến diễn ra ngày 2/6.", ["summit announced Japan + South Korea"]),
    ("Ông Modi gặp ông Putin ngày 20/5.", ["meeting announced Narendra Modi + Vladimir Putin"]),
    ("Trước thềm thượng đỉnh Mỹ - Ấn Độ, giá dầu giảm.", ["summit announced India + United States"]),
    ("Hai bên nhất trí tổ chức cuộc gặp giữa ông Lula và ông Maduro.",
     ["meeting announced Luiz Inacio Lula da Silva + Nicolas Maduro"]),
    ("Bà Meloni sắp thăm Ấn Độ và Bangladesh.", ["visit announced Giorgia Meloni + India", "visit announced Bangladesh + Giorgia Meloni"]),
]  # fmt: skip

CHANGED = [
    ("Cuộc gặp giữa ông Biden và ông Lopez Obrador bị hoãn vì bão.", "postponed"),
    ("Chuyến thăm Úc của Tổng thống Biden được dời sang tháng 7.", "postponed"),
    ("Iran đình chỉ đàm phán với Mỹ.", "postponed"),
    ("Hội nghị thượng đỉnh Nhật - Hàn chưa thể diễn ra trong năm nay.", "postponed"),
    ("Tổng thống Biden hủy chuyến thăm Papua New Guinea.", "cancelled"),
    ("Kế hoạch gặp ông Kim Jong Un của ông Trump bị hủy.", "cancelled"),
    ("Cuộc họp ba bên Mỹ - Nhật - Hàn sẽ không diễn ra.", "cancelled"),
    ("Tehran từ chối đàm phán với Washington.", "refused"),
    ("Serbia chưa sẵn sàng đối thoại với Kosovo.", "refused"),
    ("Điện Kremlin bác tin ông Putin sắp gặp ông Scholz.", "refused"),
    ("Ông Lukashenko cho rằng cuộc gặp với ông Duda lúc này không cần thiết.", "not_needed"),
    ("Bà Meloni không có lý do để gặp ông Orban.", "not_needed"),
    ("Ông Yoon không loại trừ khả năng gặp ông Kim Jong Un.", "not_ruled_out"),
    ("Kiev để ngỏ khả năng đàm phán với Moscow.", "not_ruled_out"),
    ("Ông Macron có thể gặp ông Putin ở Bali.", "not_ruled_out"),
    ("Ông Zelensky chỉ gặp ông Putin nếu quân Nga rút hết.", "conditional"),
    ("Iran sẵn sàng đàm phán với Mỹ, với điều kiện lệnh trừng phạt được gỡ.", "conditional"),
    ("Cuộc gặp giữa ông Biden và ông Putin phải mang lại kết quả rõ ràng.", "conditional"),
    ("Ông Erdogan đề xuất tổ chức cuộc gặp giữa ông Putin và ông Zelensky.", "proposed"),
    ("Hàn Quốc sẵn sàng đối thoại với Triều Tiên.", "proposed"),
    ("Ông Kishida muốn gặp ông Kim Jong Un.", "proposed"),
    ("Tokyo chưa có kế hoạch cho cuộc gặp giữa ông Kishida và ông Kim Jong Un.", "unclear"),
    ("Vòng đàm phán Mỹ - Iran có thể bị hoãn.", "unclear"),
    ("Triều Tiên dọa hủy cuộc gặp giữa ông Kim Jong Un và ông Trump.", "unclear"),
    ("Ông Trump dọa tăng thuế nhôm, hủy gặp ông Trudeau.", "unclear"),
    ("Seoul đề nghị hoãn hội nghị thượng đỉnh Hàn - Nhật.", "unclear"),
    ("Nếu ông Biden gặp ông Putin, giá dầu sẽ giảm.", "unclear"),
    ("Điện Kremlin nói còn quá sớm để bàn về cuộc gặp giữa ông Putin và ông Biden.", "unclear"),
    ("Nhà Trắng bác tin ông Biden hủy cuộc gặp với ông Kishida.", "not_ruled_out"),
    ("Nga xác nhận ông Putin không dự hội nghị G20.", "refused"),
    ("Ông Modi nhận lời mời thăm Mỹ của Tổng thống Biden.", "announced"),
    ("Hàn Quốc đang thu xếp cuộc gặp thượng đỉnh với Trung Quốc.", "proposed"),
    ("Quân đội phải rút thì bà Meloni mới chịu gặp ông Haftar.", "conditional"),
]  # fmt: skip

TRAPS = [
    "Quân Nga gặp khó khăn ở Kherson.",
    "Đoàn xe của ông Macron gặp tai nạn.",
    "Ông Biden gặp phải sự phản đối gay gắt.",
    "Kết quả thăm dò cho thấy ông Sunak dẫn trước.",
    "Nga hủy hàng loạt chuyến bay vì bão tuyết.",
    "Trung Quốc hoãn áp thuế với Úc.",
    "Hai nước tiếp tục hợp tác với Lào.",
    "Điều này dẫn đến căng thẳng với Iran.",
    "Tuyển Nhật Bản gặp Đức ở trận mở màn.",
    "Hội nghị khách hàng thu hút cả nghìn người.",
    "Nhà sáng lập hãng phim đàm phán với Netflix.",
    "Phòng họp ở tầng ba của Nhà Trắng đã đóng.",
    "Hai bên trao đổi tù binh ở Zaporizhzhia.",
    "Đó chỉ là kế hoãn binh của Moscow.",
    "Cảnh sát gặp ông lão bán vé số.",
    "Quân đội Pháp tới Mali.",
    "Ông Biden trở lại Washington tối qua.",
]


@pytest.mark.parametrize(("text", "expected"), HELD + PLANNED)
def test_kind_status_and_sides(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "status"), CHANGED)
def test_status(text: str, status: str) -> None:
    assert [m.status for m in meetings(text)] == [status]


@pytest.mark.parametrize("text", TRAPS)
def test_no_meeting(text: str) -> None:
    assert told(text) == []


def test_the_word_of_another_meeting_does_not_bleed() -> None:
    text = "Cuộc gặp giữa ông Blinken và ông Lavrov bị hoãn, nhưng thượng đỉnh giữa ông Biden và ông Putin vẫn diễn ra ngày 16/6."
    assert told(text) == [
        "meeting postponed Antony Blinken + Sergey Lavrov",
        "summit announced Joe Biden + Vladimir Putin",
    ]


def test_an_adjunct_does_not_take_the_predicate_of_its_clause() -> None:
    text = "Hội nghị thượng đỉnh Mỹ - Nga, vốn được bàn sau cuộc điện đàm giữa ông Biden và ông Putin, đã bị hủy."
    assert sorted(m.status for m in meetings(text)) == ["cancelled", "held"]


def test_a_meeting_taken_up_again() -> None:
    text = "Ông Biden dự kiến gặp ông Tập Cận Bình tại Bali. Một ngày sau, ông Biden bất ngờ hủy cuộc gặp."
    first, second = meetings(text)
    assert (second.status, second.refers_to, second.participants) == ("cancelled", 0, first.participants)
    assert second.place == "Bali"


def test_the_first_person_is_the_speaker() -> None:
    mention = meetings("“Tôi sẽ gặp Tổng thống Putin vào tháng tới”, Thủ tướng Ấn Độ Narendra Modi nói.")[0]
    assert sorted(mention.participants) == ["Narendra Modi", "Vladimir Putin"]
    assert mention.by == ("Narendra Modi",)


def test_an_unnamed_source_stays_unnamed() -> None:
    mention = meetings("Một quan chức Nhà Trắng cho biết cuộc gặp giữa ông Biden và ông Netanyahu bị hoãn.")[
        0
    ]
    assert (mention.by, mention.named, mention.unnamed) == ((), False, "Một quan chức Nhà Trắng")


def test_declarers_of_an_announcement() -> None:
    text = (
        "Thượng đỉnh Mỹ - Nga dự kiến tổ chức ở Geneva đã được cả Nhà Trắng và Điện Kremlin công bố hôm 25/4."
    )
    mention = meetings(text)[0]
    assert (mention.status, sorted(mention.by), mention.place) == (
        "announced",
        ["Kremlin", "White House"],
        "Geneva",
    )
    assert mention.when is None


def test_no_plan_is_a_postponement_where_there_was_one() -> None:
    plan = "Ông Kishida dự kiến gặp ông Yoon ở Busan. "
    denial = "Một quan chức nói hiện không có kế hoạch nào để ông Kishida gặp ông Yoon."
    assert meetings(plan + denial)[-1].status == "postponed"
    assert meetings(denial)[-1].status == "unclear"


def test_place_and_day() -> None:
    mention = meetings("Ông Scholz sẽ gặp ông Tập Cận Bình tại Thượng Hải, Trung Quốc, ngày 14/6.")[0]
    assert (mention.place, mention.when) == ("Shanghai", "2023-06-14")


def test_a_condition_is_cited() -> None:
    text = "Iran sẵn sàng đàm phán với Mỹ nếu lệnh cấm vận được gỡ."
    mention = meetings(text)[0]
    assert mention.condition is not None and mention.condition.cut(text) == "nếu lệnh cấm vận được gỡ"


def test_events_of_a_digest_stay_apart() -> None:
    text = "Ông Biden hủy thăm Úc; Nga và Iran ký thỏa thuận đường sắt; Ông Modi gặp ông Macron ở Paris."
    assert told(text) == [
        "visit cancelled Australia + Joe Biden",
        "meeting held Emmanuel Macron + Narendra Modi",
    ]


def test_spans_cut_what_they_stand_for() -> None:
    text = "Hôm qua, ông Macron điện đàm với ông Putin về lúa mì."
    mention = meetings(text)[0]
    assert mention.head.cut(text) == "điện đàm"
    assert mention.span.cut(text).startswith("ông Macron") and mention.span.cut(text).endswith("ông Putin")
