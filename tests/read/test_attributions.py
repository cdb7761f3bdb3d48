"""Who says what, sentence by sentence: (text, [(source, entity, content, manner)])."""

from __future__ import annotations

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import Report
from biennien.read import read_report

CASES = [
    (
        "Tổng thống Pháp Emmanuel Macron cho biết ông sẽ thăm Kiev vào tháng tới.",
        [
            (
                "Tổng thống Pháp Emmanuel Macron",
                "Emmanuel Macron",
                ["ông sẽ thăm Kiev vào tháng tới"],
                "indirect",
            )
        ],
    ),
    (
        '“Chúng tôi sẽ không rút một người lính nào khỏi biên giới phía bắc", bà Maria Zakharova nói.',
        [
            (
                "bà Maria Zakharova",
                "Maria Zakharova",
                ["Chúng tôi sẽ không rút một người lính nào khỏi biên giới phía bắc"],
                "direct",
            )
        ],
    ),
    (
        "Theo Reuters, đoàn đàm phán đã rời Doha trong đêm.",
        [("Reuters", "Reuters", ["đoàn đàm phán đã rời Doha trong đêm"], "indirect")],
    ),
    (
        "Đoàn đàm phán đã rời Doha ngay trong đêm hôm đó, theo hãng tin AFP.",
        [
            (
                "hãng tin AFP",
                "Agence France-Presse",
                ["Đoàn đàm phán đã rời Doha ngay trong đêm hôm đó"],
                "indirect",
            )
        ],
    ),
    (
        "Một quan chức Bộ Quốc phòng Hàn Quốc giấu tên cho hay cuộc tập trận sẽ bị thu hẹp.",
        [
            (
                "Một quan chức Bộ Quốc phòng Hàn Quốc giấu tên",
                None,
                ["cuộc tập trận sẽ bị thu hẹp"],
                "indirect",
            )
        ],
    ),
    (
        "Iran kêu gọi các bên kiềm chế, đồng thời cảnh báo sẽ đáp trả mọi cuộc tấn công.",
        [
            ("Iran", "Iran", ["các bên kiềm chế"], "indirect"),
            ("Iran", "Iran", ["sẽ đáp trả mọi cuộc tấn công"], "indirect"),
        ],
    ),
    (
        "Hai tàu chiến được cho là đã rời cảng từ hôm trước.",
        [(None, None, ["Hai tàu chiến", "đã rời cảng từ hôm trước"], "indirect")],
    ),
    (
        'Ngoại trưởng Nga Sergey Lavrov mô tả đề xuất ấy là "vô nghĩa".',
        [("Ngoại trưởng Nga Sergey Lavrov", "Sergey Lavrov", ['đề xuất ấy là "vô nghĩa'], "mixed")],
    ),
    (
        "Bắc Kinh bác bỏ cáo buộc của Manila, nhưng không nói thêm về vụ va chạm.",
        [("Bắc Kinh", "China", ["cáo buộc của Manila"], "indirect")],
    ),
    (
        "Phát ngôn viên của Tổng thống Pháp Emmanuel Macron nói chuyến đi vẫn diễn ra.",
        [("Phát ngôn viên của Tổng thống Pháp Emmanuel Macron", None, ["chuyến đi vẫn diễn ra"], "indirect")],
    ),
    (  # what is quoted holds a cue of its own; the speaker stands after it
        "“Hai nước đồng ý rằng vòng tới phải bàn xong biên giới. Không thể kéo dài mãi”, Ngoại trưởng Mỹ Marco Rubio phát biểu với báo giới.",
        [
            (
                "Ngoại trưởng Mỹ Marco Rubio",
                "Marco Rubio",
                ["Hai nước đồng ý rằng vòng tới phải bàn xong biên giới. Không thể kéo dài mãi"],
                "direct",
            ),
            ("Hai nước", None, ["vòng tới phải bàn xong biên giới"], "indirect"),
        ],
    ),
    (
        "“Chuyến tàu ấy sẽ không bao giờ tới ga”, Oleh Synehub, Thống đốc vùng Kharkiv, nói.",
        [
            (
                "Oleh Synehub",
                "Oleh Synehub",
                ["Chuyến tàu ấy sẽ không bao giờ tới ga"],
                "direct",
            )
        ],
    ),
    (
        "Giá khí đốt sẽ còn tăng suốt mùa đông này, tờ Financial Times cho biết.",
        [
            (
                "tờ Financial Times",
                "Financial Times",
                ["Giá khí đốt sẽ còn tăng suốt mùa đông này"],
                "indirect",
            )
        ],
    ),
    (
        "Hãng tin Reuters dẫn hai nguồn thạo tin, đoàn đàm phán đã được lệnh về nước.",
        [
            (
                "Hãng tin Reuters",
                "Reuters",
                ["hai nguồn thạo tin, đoàn đàm phán đã được lệnh về nước"],
                "indirect",
            ),
            ("hai nguồn thạo tin", None, ["đoàn đàm phán đã được lệnh về nước"], "indirect"),
        ],
    ),
    (
        "Kế hoạch ngừng bắn Nga - Ukraine vừa được Điện Kremlin công bố hôm 5/10.",
        [("Điện Kremlin", "Kremlin", ["Kế hoạch ngừng bắn Nga - Ukraine"], "indirect")],
    ),
    (
        "Lô vũ khí được dự đoán sẽ tới nơi trong tuần.",
        [(None, None, ["Lô vũ khí", "sẽ tới nơi trong tuần"], "indirect")],
    ),
    (  # who issues the statement speaks, the second verb tells what
        "Bộ Ngoại giao Hàn Quốc ra thông cáo xác nhận đoàn thanh sát đã bị chặn ở cửa khẩu.",
        [
            (
                "Bộ Ngoại giao Hàn Quốc",
                "Ministry of Foreign Affairs (South Korea)",
                ["đoàn thanh sát đã bị chặn ở cửa khẩu"],
                "indirect",
            )
        ],
    ),
    (  # the subject of the main clause stands behind
        "Nhắc lại lời hứa năm ngoái, Thủ tướng Narendra Modi khẳng định tuyến tàu sẽ thông xe.",
        [
            ("Thủ tướng Narendra Modi", "Narendra Modi", ["lời hứa năm ngoái"], "indirect"),
            ("Thủ tướng Narendra Modi", "Narendra Modi", ["tuyến tàu sẽ thông xe"], "indirect"),
        ],
    ),
    (  # one subject over a semicolon
        "Thủ tướng Anwar Ibrahim nhấn mạnh hai nước cần mở thêm đường bay; đề nghị phía bạn miễn thị thực.",
        [
            ("Thủ tướng Anwar Ibrahim", "Anwar Ibrahim", ["hai nước cần mở thêm đường bay"], "indirect"),
            ("Thủ tướng Anwar Ibrahim", "Anwar Ibrahim", ["phía bạn miễn thị thực"], "indirect"),
        ],
    ),
    (  # a subordinate clause ends before the main one
        "Sau khi Tổng thống Emmanuel Macron tuyên bố giải tán quốc hội, bà Marine Le Pen về lại Paris.",
        [("Tổng thống Emmanuel Macron", "Emmanuel Macron", ["giải tán quốc hội"], "indirect")],
    ),
    (
        "Tàu chở dầu đã đổi hướng sang cảng khác, Reuters dẫn lời một quan chức cảng vụ.",
        [
            ("Reuters", "Reuters", ["Tàu chở dầu đã đổi hướng sang cảng khác"], "indirect"),
            ("một quan chức cảng vụ", None, ["Tàu chở dầu đã đổi hướng sang cảng khác"], "indirect"),
        ],
    ),
    (
        "Đoàn xe đang tới ba thị trấn mà Nhật Bản tuyên bố đã sửa xong cầu.",
        [("Nhật Bản", "Japan", ["ba thị trấn", "đã sửa xong cầu"], "indirect")],
    ),
    (
        "Chuyến đi được chính ông Viktor Orban mô tả là một bước thử.",
        [("ông Viktor Orban", "Viktor Orban", ["Chuyến đi", "là một bước thử"], "indirect")],
    ),
    (  # a headline
        "Tổng thống Javier Milei: Argentina sẽ bỏ đồng peso trong năm tới",
        [
            (
                "Tổng thống Javier Milei",
                "Javier Milei",
                ["Argentina sẽ bỏ đồng peso trong năm tới"],
                "indirect",
            )
        ],
    ),
    (  # the name before a remark speaks
        "“Con đê này sẽ không chịu nổi một mùa lũ nữa đâu”, Marta Silva, kỹ sư tại Đại học Lisbon, cảnh báo.",
        [("Marta Silva", "Marta Silva", ["Con đê này sẽ không chịu nổi một mùa lũ nữa đâu"], "direct")],
    ),
    (
        "Ông Kais Saied trước đây từng dạy luật và được mô tả là người ngoài chính trường.",
        [(None, None, ["Ông Kais Saied", "người ngoài chính trường"], "indirect")],
    ),
]

SILENT = [
    "Tuyên bố chung dài 12 trang được công bố sau hội đàm.",  # a statement as a noun
    "Nhà Trắng chưa bình luận về thông tin này.",  # nothing was said
    "Ông Biden theo đuổi chính sách đó suốt nhiệm kỳ.",  # `theo` that is no source
    'Bộ phim mang tên "Cuộc đời tươi đẹp" gây tiếng vang ở Venice.',  # a title is no speech
    "Hai bên trao đổi về yêu cầu kỹ thuật của cảng.",
    "Đại sứ quán Pháp không ngay lập tức trả lời yêu cầu bình luận.",
    "Nga và Mỹ vẫn làm việc theo các thỏa thuận đạt được hồi hè, dù còn khác biệt.",
    "Bà lão không muốn bán nhà, dù con cái muốn chuyển vào phố.",  # what is wanted is not said
    "Trung tâm Phân tích Hải dương học của Chile vừa khánh thành.",  # a verb inside a name
    "Đây là kế hoạch do Bộ Tài chính Peru đề xuất từ năm ngoái.",  # a clause that tells which plan
    "Thị trưởng từng chỉ trích gay gắt ông Bolsonaro trong chiến dịch tranh cử.",  # somebody, no message
    "Theo Reuters, AFP",
]


def _read(text: str):
    return read_report(Report(id="t", text=text, sha256="", published_on="2025-10-23"), load_knowledge())


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_attributions_of_one_sentence(text, expected):
    found = [
        (
            a.source.cut(text) if a.source else None,
            " and ".join(a.entities) if a.named else None,
            [piece.cut(text) for piece in a.content],
            a.manner,
        )
        for a in _read(text).attributions
    ]
    assert found == expected


@pytest.mark.parametrize("text", SILENT)
def test_no_attribution(text):
    assert [a.cue.cut(text) for a in _read(text).attributions if a.cue] == []


def test_reports_within_reports_are_a_chain():
    text = "Hãng tin TASS dẫn lời Thứ trưởng Ngoại giao Nga Sergei Ryabkov nói rằng ngày gặp chưa được chốt."
    outer, inner = _read(text).attributions
    assert outer.entities == ("TASS",)
    assert inner.entities == ("Sergey Ryabkov",)
    assert inner.within == 0
    assert inner.content[0].cut(text) == "ngày gặp chưa được chốt"


def test_a_quotation_over_two_paragraphs_is_one_statement():
    text = (
        "“Chúng tôi đã chờ suốt ba tuần mà không có hồi âm nào.\n\n"
        '“Bây giờ chúng tôi phải tự quyết định lấy", Tổng thống Ukraine Volodymyr Zelensky nói.'
    )
    (only,) = _read(text).attributions
    assert only.entities == ("Volodymyr Zelensky",)
    assert len(only.content) == 2


def test_the_day_of_speaking_is_not_the_day_of_the_meeting():
    text = "Hôm 22/10, ông Donald Trump tuyên bố sẽ không tới hội nghị ngày 30/10."
    (only,) = _read(text).attributions
    assert only.said_on == "2025-10-22"


def test_an_unnamed_source_is_never_its_body():
    text = "Một nguồn tin Nhà Trắng nói chuyến đi đã bị hủy."
    (only,) = _read(text).attributions
    assert not only.named
    assert only.entities == ()


def test_nobody_spoke_after_the_report_came_out():
    text = "Ngoại trưởng Mỹ Marco Rubio nói ngày 30/10 hai bên sẽ ký, nhưng chưa rõ ở đâu."
    (only,) = _read(text).attributions
    assert only.said_on is None  # the report is of 23 October


def test_an_ally_is_not_the_man_himself():
    text = "Đồng minh ông Putin cảnh báo rằng hậu quả sẽ rất nặng nề."
    assert all("Vladimir Putin" not in a.entities for a in _read(text).attributions)
