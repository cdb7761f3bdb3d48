"""Times: what is one, where it starts and ends, and what it comes to."""

from __future__ import annotations

import itertools
from importlib.resources import files

import pytest

from biennien.knowledge.lexicon import Lexicon
from biennien.knowledge.load import load_knowledge
from biennien.knowledge.rules import load_rules
from biennien.model import Attribution, Paragraph, Quotation, Report, Span, TimeExpression
from biennien.read import read_report
from biennien.read.times import anchor_times, find_times, resolve_offset
from biennien.read.view import view_of

_FILE = files("biennien.knowledge").joinpath("lang", "vi", "times.toml")
_RULES = load_rules(_FILE.read_text("utf-8"), "times.toml")
_LEXICON = Lexicon([("times", word, rule) for rule in _RULES for word in rule.at])


def _find(text: str, published_on: str | None) -> tuple[TimeExpression, ...]:
    view = view_of(Report(id="r", text=text, sha256=""))
    paragraphs, at = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        paragraphs.append(Paragraph(span=Span(at, at + len(line)), number=number))
        at += len(line) + 1
    return find_times(view, _LEXICON.scan(view.text, view.lower), paragraphs, published_on)


def _told(text: str, published_on: str | None) -> list[tuple[str, str]]:
    return [(t.span.cut(text), t.timex.value) for t in _find(text, published_on)]


# Counted from Wednesday 2024-10-16.
DATED = [
    # days
    ("Bà đến Oslo ngày 5/6.", [("ngày 5/6", "2024-06-05")]),
    ("Bà đến Oslo hôm 15-10 bằng tàu.", [("hôm 15-10", "2024-10-15")]),
    ("Ông đến ngày 9.10, theo lịch.", [("ngày 9.10", "2024-10-09")]),
    ("Hiệp ước có hiệu lực từ ngày 1/1/2013.", [("ngày 1/1/2013", "2013-01-01")]),
    ("Hiệp ước ký ngày 5 tháng 6 năm 2019.", [("ngày 5 tháng 6 năm 2019", "2019-06-05")]),
    ("Đợt xử án mở lại ngày 15, theo tòa.", [("ngày 15", "2024-10-15")]),
    ("Lễ kéo cờ ngày 31-12 năm nay sẽ lớn.", [("ngày 31-12 năm nay", "2024-12-31")]),
    ("Họ khởi hành ngày 20 tháng trước.", [("ngày 20 tháng trước", "2024-09-20")]),
    ("Tàu cập cảng hôm qua.", [("hôm qua", "2024-10-15")]),
    ("Ngày mai tòa tuyên án.", [("Ngày mai", "2024-10-17")]),
    ("Hôm nay 16/10, chợ đông.", [("Hôm nay 16/10", "2024-10-16")]),
    ("Cuối ngày 6-10 hai bên ngừng bắn.", [("Cuối ngày 6-10", "2024-10-06")]),
    # the year that is not said
    ("Vào ngày 5/11, cử tri sẽ bỏ phiếu.", [("ngày 5/11", "2024-11-05")]),
    ("Hội nghị dự kiến họp ngày 20/1.", [("ngày 20/1", "2025-01-20")]),
    ("Lệnh ban hành hôm 20/11 vẫn còn.", [("hôm 20/11", "2023-11-20")]),
    ("Ngày 24/2 vừa qua, nhà máy đóng cửa.", [("Ngày 24/2 vừa qua", "2024-02-24")]),
    ("Đoàn lên đường ngày 3/9 tới.", [("ngày 3/9 tới", "2025-09-03")]),
    ("Con tin bị bắt trong vụ đột kích ngày 7/10.", [("ngày 7/10", "2024-10-07")]),
    # ranges and lists
    ("Hội nghị họp từ ngày 5 đến 7/9/2023.", [("ngày 5", "2023-09-05"), ("7/9/2023", "2023-09-07")]),
    (
        "Ông ở Rome từ ngày 28/12 đến ngày 3/1/2024.",
        [("ngày 28/12", "2023-12-28"), ("ngày 3/1/2024", "2024-01-03")],
    ),
    ("Diễn tập ngày 8-10/10 ở phía nam.", [("ngày 8", "2024-10-08"), ("10/10", "2024-10-10")]),
    ("Giai đoạn 2021-2025 đã qua nửa.", [("2021", "2021"), ("2025", "2025")]),
    ("Mùa màng từ tháng 2 đến tháng 8 rất tốt.", [("tháng 2", "2024-02"), ("tháng 8", "2024-08")]),
    ("Chợ mở từ thứ Hai đến thứ Sáu.", [("thứ Hai", "2024-10-14"), ("thứ Sáu", "2024-10-18")]),
    ("Trạm mở các ngày 5, 6 và 7/9.", [("ngày 5", "2024-09-05"), ("6", "2024-09-06"), ("7/9", "2024-09-07")]),
    ("Lễ rước ngày 1 và 2 tháng 11.", [("ngày 1", "2024-11-01"), ("2 tháng 11", "2024-11-02")]),
    (
        "Họ ở Nice từ ngày 24 đến 25-9 năm ngoái.",
        [("ngày 24", "2023-09-24"), ("25-9 năm ngoái", "2023-09-25")],
    ),
    (
        "Phố cấm xe từ 8h30 đến 11h ngày 3/10.",
        [("8h30", "2024-10-03T08:30"), ("11h ngày 3/10", "2024-10-03T11:00")],
    ),
    ("Lễ ký ngày 28/2 tại Huế năm 2019.", [("ngày 28/2", "2019-02-28"), ("năm 2019", "2019")]),
    ("Ông ở Doha từ 26 đến 28/9.", [("26", "2024-09-26"), ("28/9", "2024-09-28")]),
    (
        "Tháng 5 năm ngoái, tháng 6 cùng năm",
        [("Tháng 5 năm ngoái", "2023-05"), ("tháng 6 cùng năm", "2023-06")],
    ),
    ("Bà ghé Huế ngày 1/10, ngày 2/10.", [("ngày 1/10", "2024-10-01"), ("ngày 2/10", "2024-10-02")]),
    # weekdays and weeks
    (
        "Mưa đêm thứ Bảy, rạng sáng Chủ nhật.",
        [("đêm thứ Bảy", "2024-10-12TNI"), ("rạng sáng Chủ nhật", "2024-10-13TMO")],
    ),
    ("Họ gặp nhau hôm thứ ba.", [("hôm thứ ba", "2024-10-15")]),
    ("Thứ Hai tuần tới họ lại họp.", [("Thứ Hai tuần tới", "2024-10-21")]),
    ("Súng nổ vào chủ nhật (ngày 13-10).", [("chủ nhật", "2024-10-13"), ("ngày 13-10", "2024-10-13")]),
    ("Bà ra tòa thứ sáu tuần trước.", [("thứ sáu tuần trước", "2024-10-11")]),
    ("Cử tri bỏ phiếu chủ nhật này.", [("chủ nhật này", "2024-10-20")]),
    ("Tuần trước họ từ chối.", [("Tuần trước", "2024-W41")]),
    ("Họ họp vào tuần tới, nếu kịp.", [("tuần tới", "2024-W43")]),
    ("Hội nghị diễn ra cuối tuần này.", [("cuối tuần này", "2024-W42-WE")]),
    ("Đầu tuần này giá giảm.", [("Đầu tuần này", "2024-W42")]),
    # months, quarters, seasons, years
    ("Ông từ chức hồi tháng 8.", [("hồi tháng 8", "2024-08")]),
    ("Ông từ chức hồi tháng 11.", [("hồi tháng 11", "2023-11")]),
    ("Bầu cử vào tháng 11 rất sát.", [("tháng 11", "2024-11")]),
    ("Luật được ký tháng 2/2023.", [("tháng 2/2023", "2023-02")]),
    ("Cuối tháng Hai vừa qua ông ốm.", [("Cuối tháng Hai vừa qua", "2024-02")]),
    ("Nhà máy mở cửa sau tháng 11 năm ngoái.", [("tháng 11 năm ngoái", "2023-11")]),
    ("Lệnh ban ra hồi đầu tháng.", [("hồi đầu tháng", "2024-10")]),
    ("Bà đến từ hồi tháng một.", [("hồi tháng một", "2024-01")]),
    ("Hồi đầu tháng này, giá tăng.", [("Hồi đầu tháng này", "2024-10")]),
    ("Xuất khẩu quý III/2024 tăng.", [("quý III/2024", "2024-Q3")]),
    ("Chiến dịch mùa hè năm ngoái thất bại.", [("mùa hè năm ngoái", "2023-SU")]),
    ("Thu nhập nửa đầu năm nay giảm.", [("nửa đầu năm nay", "2024-H1")]),
    ("Đầu năm ngoái ông còn trẻ.", [("Đầu năm ngoái", "2023")]),
    ("Tòa nhà có từ đầu thập niên 1990.", [("đầu thập niên 1990", "199")]),
    ("Thành cổ xây vào thế kỷ XIX.", [("thế kỷ XIX", "18")]),
    ("Ông đắc cử năm 2014.", [("năm 2014", "2014")]),
    # times of day
    ("Tên lửa rơi tối qua.", [("tối qua", "2024-10-15TEV")]),
    ("Sáng 14-10, bà họp báo.", [("Sáng 14-10", "2024-10-14TMO")]),
    ("Rạng sáng ngày mai tàu rời bến.", [("Rạng sáng ngày mai", "2024-10-17TMO")]),
    ("Phiên họp bắt đầu lúc 14h30 ngày 9/10.", [("14h30 ngày 9/10", "2024-10-09T14:30")]),
    ("Máy bay hạ cánh lúc 9 giờ tối 9/10.", [("9 giờ tối 9/10", "2024-10-09T21:00")]),
    ("Thứ tư, ngày 16/10/2024 21:00 GMT+7", [("Thứ tư, ngày 16/10/2024 21:00 GMT+7", "2024-10-16T21:00")]),
    ("Ngày 9/10 ông đến, lúc 8h30 ông họp.", [("Ngày 9/10", "2024-10-09"), ("8h30", "2024-10-09T08:30")]),
    ("Bão đổ bộ đêm 5 rạng sáng 6/10.", [("đêm 5", "2024-10-05TNI"), ("rạng sáng 6/10", "2024-10-06TMO")]),
    ("Giờ bóng lăn: 21h, 14/10", [("21h, 14/10", "2024-10-14T21:00")]),
    # amounts
    ("Cuộc gặp kéo dài 2 giờ 15 phút.", [("2 giờ 15 phút", "PT2H15M")]),
    (
        "Chuyến bay mất hơn 5h, tòa phạt ông một năm 7 tháng tù.",
        [("5h", "PT5H"), ("một năm 7 tháng", "P1Y7M")],
    ),
    ("Cuộc gọi kéo dài 2 giờ.", [("2 giờ", "PT2H")]),
    ("Lệnh cấm giữ trong vòng 2 tuần tới.", [("trong vòng 2 tuần tới", "P2W")]),
    ("Bão sẽ tan trong 24h tới.", [("trong 24h tới", "PT24H")]),
    ("Suốt nhiều tháng họ chờ.", [("nhiều tháng", "PXM")]),
    ("Họ cần một đến vài tháng.", [("một đến vài tháng", "PXM")]),
    ("Chiến sự kéo dài 2 năm rưỡi qua.", [("2 năm rưỡi qua", "P2.5Y")]),
    ("Liên minh ra đời 25 năm trước.", [("25 năm trước", "1999")]),
    ("Ông nhậm chức cách đây ba tháng.", [("cách đây ba tháng", "2024-07")]),
    ("Bầu cử diễn ra hai tuần nữa.", [("hai tuần nữa", "2024-W44")]),
    ("Ông từ chức ba ngày trước cuộc bầu cử.", [("ba ngày", "P3D")]),
    ("Vài ngày trước ông còn khỏe.", [("Vài ngày trước", "PAST_REF")]),
    ("Tiệm đóng cửa nửa năm.", [("nửa năm", "P6M")]),
    # counted from a time told before
    (
        "Ngày 9/10 họ gặp nhau. Một ngày sau, bà về nước.",
        [("Ngày 9/10", "2024-10-09"), ("Một ngày sau", "2024-10-10")],
    ),
    (
        "Ngày 9/10 bà về. Trước đó hai ngày, bà ở Rome.",
        [("Ngày 9/10", "2024-10-09"), ("Trước đó hai ngày", "2024-10-07")],
    ),
    (
        "Hôm 9/10 ông nói vậy; bà đáp lại cùng ngày.",
        [("Hôm 9/10", "2024-10-09"), ("cùng ngày", "2024-10-09")],
    ),
    ("Năm 2014 ông thua, ba năm sau đó ông thắng.", [("Năm 2014", "2014"), ("ba năm sau đó", "2017")]),
    # how often, and when nobody says when
    ("Ông họp báo hằng tuần.", [("hằng tuần", "P1W")]),
    ("Ghế ấy đổi chủ mỗi sáu tháng/lần.", [("mỗi sáu tháng/lần", "P6M")]),
    ("Hiện họ chưa trả lời.", [("Hiện", "PRESENT_REF")]),
    ("Cho đến nay chưa ai nhận.", [("Cho đến nay", "PRESENT_REF")]),
    ("Những tuần gần đây giá tăng.", [("Những tuần gần đây", "PAST_REF")]),
    ("Chuyến thăm sắp tới rất dài.", [("sắp tới", "FUTURE_REF")]),
    ("Ông không bàn việc đó trong tương lai gần.", [("trong tương lai gần", "FUTURE_REF")]),
]


@pytest.mark.parametrize(("text", "expected"), DATED, ids=[t for t, _ in DATED])
def test_times_of_a_dated_report(text: str, expected: list[tuple[str, str]]) -> None:
    assert _told(text, "2024-10-16") == expected


NO_TIMES = [
    "Đội khách thắng 2-1 trên sân nhà, tỉ số hiệp một là 1-0.",
    "Đường dây nóng mở 24/7 cho mọi người.",
    "Nghị định 57/2023/NĐ-CP và luật số 12/2020 còn hiệu lực.",
    "Cụ bà 85 tuổi có hai cháu 5 tháng tuổi.",
    "Dự luật cần 2/3 số phiếu, còn 7/10 nước đã đồng ý.",
    "Máy bay F-16, tiêm kích MiG-29, xe tăng T-72 và Su-35 đã tới.",
    "Bên thứ ba đứng ra hòa giải lần thứ hai sau Thế chiến thứ hai.",
    "Năm người bị thương, 2.000 người sơ tán, giá 3,5 triệu đồng.",
    "Xung đột ngày càng lan rộng, kế hoạch khó thực hiện.",
    "Ông xuất hiện tại cổng với vẻ mặt tối sầm và lời khuyên sáng suốt.",
    "Đội tuần tra chiều lòng khách, con tuần lộc chạy qua.",
    "Trước đó, hai ông đã nói chuyện; sau đó, ba bà ra về, từ lâu và ngay lập tức.",
    "Gọi số 0912 345 678 hoặc xem điều 5, khoản 2.",
    "Ngày thứ 100 của chiến dịch, ngày thứ hai của kỳ họp.",
    "Tòa án tối cao ra tối hậu thư, hai chiều qua lại.",
    "Người gia chủ Nhật Bản mời trà, chính phủ Nhật đáp lễ.",
    "Phái đoàn sắp tới Rome và lần gặp gần đây nhất không vui.",
    "Vé ghi ngày 30/2/2023, ngày 32 tháng 5 và hôm 31/9.",
    "Kết quả 5-3, 6-4 nghiêng về khách (3-1).",
]


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert _told(text, "2024-10-16") == []


UNDATED = [
    ("Bà đến Oslo hôm 21/10.", [("hôm 21/10", "XXXX-10-21", "XXXX-10-21:last")]),
    ("Ông nói vậy hôm qua.", [("hôm qua", "XXXX-XX-XX", "P-1D")]),
    ("Tuần trước họ gặp nhau.", [("Tuần trước", "XXXX-WXX", "P-1W")]),
    ("Năm ngoái họ gặp nhau.", [("Năm ngoái", "XXXX", "P-1Y")]),
    ("Họ gặp nhau hôm thứ Ba.", [("hôm thứ Ba", "XXXX-WXX-2", "WD2:last")]),
    ("Họ ký kết tháng 2/2023.", [("tháng 2/2023", "2023-02", None)]),
    (
        "Hôm 21/10 ông đến. Đầu tháng này bà đi.",
        [("Hôm 21/10", "XXXX-10-21", "XXXX-10-21:last"), ("Đầu tháng này", "XXXX-10", "P0M")],
    ),
    (
        "Ngày 21/10 ông đến. Một ngày sau, bà đi.",
        [("Ngày 21/10", "XXXX-10-21", "XXXX-10-21:near"), ("Một ngày sau", "XXXX-10-22", "P1D")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), UNDATED, ids=[t for t, _ in UNDATED])
def test_without_a_date_what_is_not_said_stays_open(
    text: str, expected: list[tuple[str, str, str | None]]
) -> None:
    assert [(t.span.cut(text), t.timex.value, t.offset) for t in _find(text, None)] == expected


OFFSETS = [
    ("P-1D", "2024-03-01", "2024-02-29"),
    ("P-1DTNI", "2024-05-07", "2024-05-06TNI"),
    ("P-1D", "XXXX-03-01", "XXXX-02-28"),
    ("P-1W", "2025-01-02", "2024-W52"),
    ("P1W-3", "2024-10-16", "2024-10-23"),
    ("P-1W", "XXXX-10-21", None),
    ("P-1M", "2024-01-31", "2023-12"),
    ("P-1M-31", "2024-06-05", "2024-05-31"),
    ("P-1Y-SU", "2024-10", "2023-SU"),
    ("P1D", "2025-W42", "2025-W42"),
    ("WD2:last", "2024-10-15", "2024-10-15"),
    ("WD2:next", "2024-10-16", "2024-10-22"),
    ("XXXX-02-29:near", "2025-01-10", "2024-02-29"),
    ("XXXX-12-30:last", "2025-01-02", "2024-12-30"),
    ("XXXX-01-05:soon", "2024-12-28", "2025-01-05"),
    ("P-1D", None, None),
    ("P-1D", "PAST_REF", None),
]


@pytest.mark.parametrize(("offset", "anchor", "expected"), OFFSETS)
def test_counting(offset: str, anchor: str | None, expected: str | None) -> None:
    assert resolve_offset(offset, anchor) == expected


# Expressions of the press, counted from Wednesday 2025-09-10.
PRESS = [
    ("Bà nói vào sáng sớm nay.", [("sáng sớm nay", "2025-09-10TMO")]),
    ("Hội nghị họp từ 3-5/9.", [("3", "2025-09-03"), ("5/9", "2025-09-05")]),
    ("Kinh tế khá lên trong nửa cuối 2025.", [("nửa cuối 2025", "2025-H2")]),
    ("Lúc 3 giờ rưỡi chiều 5/9, tàu rời ga.", [("3 giờ rưỡi chiều 5/9", "2025-09-05T15:30")]),
    ("Tàu rời ga lúc 4 giờ chiều ngày 23 tháng 4.", [("4 giờ chiều ngày 23 tháng 4", "2025-04-23T16:00")]),
    ("Tàu rời ga lúc 9 giờ sáng (giờ địa phương) ngày 3/9.", [("9 giờ sáng (giờ địa phương) ngày 3/9", "2025-09-03T09:00")]),
    ("PARIS, 8-9 - Giá điện tăng.", [("8-9", "2025-09-08")]),
    ("Tuyên bố ra cuối ngày thứ Năm.", [("cuối ngày thứ Năm", "2025-09-04")]),
    ("Họ hẹn nhau vào thứ tư của tuần tới.", [("thứ tư của tuần tới", "2025-09-17")]),
    ("Việc đó sẽ xong trong tuần.", [("tuần", "2025-W37")]),
    ("Giá vàng phiên đầu tuần đi ngang.", [("đầu tuần", "2025-W37")]),
    ("Dịp nghỉ lễ 30-4, đường kẹt xe.", [("30-4", "2025-04-30")]),
    ("Khí cầu bay lên ngày 14/12/1782.", [("ngày 14/12/1782", "1782-12-14")]),
    ("Dân ở trong nhà từ 21g tối nay, mang theo 20g muối.", [("21g tối nay", "2025-09-10T21:00")]),
    ("Tin thế giới 8-9: Quốc hội bỏ phiếu.", [("8-9", "2025-09-08")]),
    # another calendar
    ("Chùa mở cửa mùng 1 Tết và rằm tháng Giêng, giỗ tổ 10/3 âm lịch.", []),
    ("Ông giữ nguyên các kế hoạch hiện có.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PRESS)
def test_expressions_of_the_press(text: str, expected: list[tuple[str, str]]) -> None:
    found = _told(text, "2025-09-10")
    assert [(words.removeprefix("trong "), value) for words, value in found] == expected


@pytest.mark.parametrize(
    ("text", "published_on", "values"),
    [
        # a page dated some days off: the words say which day is today
        ("Chiều nay (15/8) bà lên đường. Hôm qua bà ở Huế.", "2024-08-16", ["2024-08-15TAF", "2024-08-15", "2024-08-14"]),
        ("Hôm qua 30-10 bà lên đường. Hôm nay bà ở Huế.", None, ["XXXX-10-30", "XXXX-10-31"]),
        # another day altogether is no today
        ("Hôm nay (15/1 âm lịch) chợ đông.", "2024-08-16", ["2024-08-16"]),
    ],
)  # fmt: skip
def test_the_report_names_its_own_day(text: str, published_on: str | None, values: list[str]) -> None:
    assert [value for _, value in _told(text, published_on)] == values


# Which time another is counted from, once it is known who says what: (text, value of the last time).
COUNTED = [
    ("Ngày 5/9 bà tới Huế. Cùng ngày, ông rời Huế.", "2025-09-05"),
    ("Ngày 5/9 bà tới Huế. Bà nói con đường mở hôm 1/9 đã hỏng. Một ngày sau, ông tới Huế.", "2025-09-06"),
    (
        "Ngày 5/9 bà tới Huế. Họ nhớ trận bão bắt đầu vào ngày 7/10/2020. Cùng ngày, ông rời Huế.",
        "2025-09-05",
    ),
    ("Ngày 5/9 bà tới Huế. Hội nghị sẽ họp ngày 20/9. Cùng ngày, ông rời Huế.", "2025-09-05"),
    ("Ngày 20/9, bà sẽ tới Huế. Cùng ngày, ông sẽ rời Huế.", "2025-09-20"),
    ("Ngày 5/9 bà tới Huế. Một ngày trước đó bà ở Vinh. Một ngày sau, bà tới Đà Nẵng.", "2025-09-06"),
    ("Ngày 5/9 bà tới Huế.\nTàu rời ga lúc 9h15.", "2025-09-10T09:15"),
]


@pytest.mark.parametrize(("text", "value"), COUNTED)
def test_what_another_time_is_counted_from(text: str, value: str) -> None:
    report = Report(id="r", text=text, sha256="", published_on="2025-09-10")
    assert read_report(report, load_knowledge()).times[-1].timex.value == value


def test_a_quotation_counts_from_the_day_of_speaking() -> None:
    text = "Hôm 21/10 ông nói: “Tôi gặp bà ấy hôm qua.” Bà về hôm qua."
    times = _find(text, "2024-10-23")
    inner = Span(text.index("“") + 1, text.index("”"))
    said = Attribution(
        source=None,
        entities=(),
        named=False,
        cue=None,
        content=(inner,),
        manner="direct",
        said_on="2024-10-21",
    )
    quotation = Quotation(span=Span(inner.start - 1, inner.end + 1), inner=inner)
    counted = anchor_times(times, [said], [quotation], "2024-10-23")
    assert [(t.timex.value, t.anchor) for t in counted] == [
        ("2024-10-21", "published"),
        ("2024-10-20", "said"),
        ("2024-10-22", "published"),
    ]


def test_an_event_outside_a_quotation_is_not_counted_from_inside() -> None:
    text = "Ngày 23/10 bà nói “lời ông đưa ra hôm 16/10 đã rõ”. Trước đó một ngày, ông đổi ý."
    assert _told(text, "2025-10-23")[-1] == ("Trước đó một ngày", "2025-10-22")


@pytest.mark.parametrize("published_on", [None, "2024-02", "2024-02-29"])
def test_spans_are_in_order_and_apart(published_on: str | None) -> None:
    text = "\n".join(t for t, _ in DATED) + "\n" + "\n".join(NO_TIMES)
    times = _find(text, published_on)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(times))
    assert all(t.span.cut(text) == t.span.cut(text).strip() for t in times)
    assert all(t.basis in ("stated", "derived", "assumed") and t.rule for t in times)
