"""Who speaks where the subject stands apart from its verb, and where the words end."""

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import Report
from biennien.read import read_report

_KNOWLEDGE = load_knowledge()


def said(text: str) -> list[tuple[str, str]]:
    """Each speaker, by entity or else by the words for it in round brackets, with what is said."""
    report = Report(id="t", text=text, sha256="", published_on="2024-10-20")
    out = []
    for a in read_report(report, _KNOWLEDGE).attributions:
        words = f"({a.source.cut(text)})" if a.source else ""
        who = " and ".join(a.entities) if a.named else words
        out.append((who, " … ".join(p.cut(text) for p in a.content)))
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # the whole, not its kind
            "Chile là một trong những nước chỉ trích vụ bắt giữ này.",
            [("Chile", "vụ bắt giữ này")],
        ),
        (  # the name before its description and a colon
            "Bà Ana Lopez Diaz, giáo viên ở Madrid: “Tôi chưa từng thấy mưa lớn như vậy ở đây”.",
            [("Ana Lopez Diaz", "Tôi chưa từng thấy mưa lớn như vậy ở đây")],
        ),
        (  # not the state, but who speaks for it
            "Peru chưa trả lời. Đây là điều mà đại diện nước này gọi là “một sai lầm”.",
            [("(đại diện nước này)", "một sai lầm")],
        ),
        (  # whom the relative clause belongs to
            "Bộ trưởng kiện chính quyền Brazil, nơi đã cáo buộc hãng này trốn thuế.",
            [("Government of Brazil", "hãng này trốn thuế")],
        ),
        (
            "Ông đối mặt chỉ trích từ một số nghị sĩ Peru cho rằng ông né tránh điều tra.",
            [("(một số nghị sĩ Peru)", "ông né tránh điều tra")],
        ),
        (  # who does it in another's words
            "Bộ Quốc phòng Mỹ cho biết ông Austin sẽ tới Manila và nhấn mạnh cam kết với đồng minh.",
            [
                (
                    "United States Department of Defense",
                    "ông Austin sẽ tới Manila và nhấn mạnh cam kết với đồng minh",
                ),
                ("Lloyd Austin", "cam kết với đồng minh"),
            ],
        ),
        (  # `hàng không` is no adverb
            "Cơ quan hàng không Nga cho biết hai phi công đã thiệt mạng.",
            [("(Cơ quan hàng không Nga)", "hai phi công đã thiệt mạng")],
        ),
        (  # the verb that only says where somebody spoke
            "Phát biểu tại Madrid, Tây Ban Nha, ngoại trưởng Mexico Alicia Barcena cho biết hai nước sẽ ký.",
            [("Alicia Bárcena", "hai nước sẽ ký")],
        ),
        (
            "Nghị sĩ Kim Min-seok phát biểu tại một cuộc họp báo cho biết dự luật sẽ bị rút.",
            [("Kim Min-seok", "dự luật sẽ bị rút")],
        ),
        (  # the page lost the opening mark
            'Chúng tôi sẽ quay lại vào mùa xuân tới", ông Foreman nói.',
            [("Foreman", "Chúng tôi sẽ quay lại vào mùa xuân tới")],
        ),
        (  # a body and its owner
            "Hội đồng An ninh Nga đã họp. Hội đồng An ninh Quốc gia của Nhà Trắng nói chưa có tin gì.",
            [("United States National Security Council", "chưa có tin gì")],
        ),
        (  # nobody in China is `tổng thống`
            "Chủ tịch Tập Cận Bình gặp Tổng thống Joe Biden ở Lima. Tổng thống cho biết ông rất tự hào.",
            [("Joe Biden", "ông rất tự hào")],
        ),
        (
            "Bộ Y tế Lào cho biết có ba ca bệnh mới. Họ cũng nói dịch đã được chặn.",
            [("Ministry of Health (Laos)", "có ba ca bệnh mới"), ("Ministry of Health (Laos)", "dịch đã được chặn")],
        ),
        (
            "Forbes, tạp chí Forbes vừa ra danh sách. Ảnh: Reuters. Tạp chí này cho biết ba người đã rời bảng.",
            [("Forbes", "ba người đã rời bảng")],
        ),
    ],
)  # fmt: skip
def test_the_speaker(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Ông Trump dọa áp thuế 60% với hàng Mexico - mức thuế có thể làm tê liệt buôn bán.",
            "áp thuế 60% với hàng Mexico",
        ),
        ("Bà Merkel nói hai bên đã thống nhất nhưng không nêu thời hạn.", "hai bên đã thống nhất"),
        ("Thị trưởng Kiev Vitali Klitschko cho biết một người bị thương trong lúc chạy vào hầm.",
         "một người bị thương trong lúc chạy vào hầm"),
        ("Ông Trump cảnh báo Canada phải điều tra, làm rõ trách nhiệm.", "Canada phải điều tra, làm rõ trách nhiệm"),
        ('Ông Putin cho rằng "sự kiên nhẫn" là điều cần nhất, đồng thời bác tin đồn rút quân.',
         '"sự kiên nhẫn" là điều cần nhất'),
    ],
)  # fmt: skip
def test_where_the_words_end(text: str, content: str) -> None:
    assert said(text)[0][1] == content


@pytest.mark.parametrize(
    "text",
    [
        "Đáng lưu ý, giá dầu đã tăng 5%.",
        "Một tình nguyện viên là John Reed bị bắt và buộc tội giết người.",
        "Các nguyên tố đất hiếm nằm sâu dưới lòng đất.",
        "Trung Quốc giúp Nga theo những cách cụ thể, chẳng hạn mua dầu giá rẻ.",
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # more posts between a name and the verb
            "Đại tướng Somsak Phommachan, Phó Thủ tướng, Bộ trưởng Quốc phòng Lào cho rằng hai nước sẽ hợp tác.",
            [("Somsak Phommachan", "hai nước sẽ hợp tác")],
        ),
        (
            "“Nhiều người mua đang chờ giá xuống thêm”, John Kelso, CEO của hãng tư vấn Norwood Capital, chia sẻ.",
            [("John Kelso", "Nhiều người mua đang chờ giá xuống thêm")],
        ),
        (  # a verb that ends its sentence behind the words
            '"Chúng tôi xin chia buồn với các gia đình bị nạn", ông Foreman nêu.',
            [("Foreman", "Chúng tôi xin chia buồn với các gia đình bị nạn")],
        ),
        (
            '"Biên giới sẽ mở lại vào tuần tới", Bộ Ngoại giao Nga đăng trên Telegram.',
            [("Ministry of Foreign Affairs (Russia)", "Biên giới sẽ mở lại vào tuần tới")],
        ),
        (  # a message behind the comma inside the marks, or behind a dash
            '"Đây là một quyết định khó khăn," tuyên bố nêu. "Chúng tôi sẽ theo đuổi đến cùng."',
            [("(tuyên bố)", "Đây là một quyết định khó khăn … Chúng tôi sẽ theo đuổi đến cùng")],
        ),
        (
            "“Họ được tự do trở về bất cứ lúc nào” - tuyên bố cho biết thêm.",
            [("(tuyên bố)", "Họ được tự do trở về bất cứ lúc nào")],
        ),
        (
            '"Vụ án vẫn đang được điều tra" – luật sư của ông Bolsonaro, ông Foreman, tiết lộ với báo giới.',
            [("Foreman", "Vụ án vẫn đang được điều tra")],
        ),
        (  # told behind the words, in a sentence of its own
            "“Trồng rừng là lựa chọn tất yếu của tỉnh.” Đó là khẳng định của ông Foreman tại hội thảo.",
            [("Foreman", "Trồng rừng là lựa chọn tất yếu của tỉnh")],
        ),
        (
            "“Tôi sẽ đi. Anh ấy ở lại với mọi người.” Ông Foreman nói như vậy hôm 5/4.",
            [("Foreman", "Tôi sẽ đi. Anh ấy ở lại với mọi người")],
        ),
        (  # a stop that ends several sentences of speech ends that of the report too
            "Ông Foreman nói kế hoạch “còn quá nhiều kẽ hở. Chúng tôi sẽ sửa nó.” Tài liệu dài 40 trang.",
            [("Foreman", "kế hoạch “còn quá nhiều kẽ hở. Chúng tôi sẽ sửa nó")],
        ),
        (
            "Bà Ana Lopez của Madrid, người nói với Reuters rằng kế hoạch quá vội vàng, sẽ bỏ phiếu trắng.",
            [("Ana Lopez", "kế hoạch quá vội vàng")],
        ),
        (  # what is withdrawn is a notice, nobody announces
            "Ông Foreman muốn Ankara rút lại thông báo hàng hải trước ngày 5/12.",
            [],
        ),
        (
            "Nhật Bản thông báo sẽ mở lại cảng vào tuần tới.",
            [("Japan", "sẽ mở lại cảng vào tuần tới")],
        ),
        (  # `cụ thể` leads to the words, it is none of them
            'Ông Foreman tuyên bố cụ thể: "Cửa hàng sẽ mở vào tháng 5".',
            [("Foreman", "Cửa hàng sẽ mở vào tháng 5")],
        ),
        (  # a body that every state may have, where a capital tells nothing
            "Văn phòng công tố Peru thông báo đang lấy lời khai ba nhân chứng.",
            [("Public Prosecutor's Office (Peru)", "đang lấy lời khai ba nhân chứng")],
        ),
        (
            "Theo người phụ trách ban tổ chức sự kiện Ana Lopez, vé đã bán hết.",
            [("Ana Lopez", "vé đã bán hết")],
        ),
        ("Hai bên hợp tác về công nghệ thông tin, năng lượng và giáo dục.", []),
        ("Nước thải được thu gom dọc theo các con sông, tránh tràn ra biển.", []),
        ("Lễ tang diễn ra theo nghi thức quân đội tại quảng trường.", []),
    ],
)
def test_words_have_the_speaker_who_stands_beside_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_who_goes_on_is_the_unnamed_one_who_spoke_last() -> None:
    text = (
        "Một nhà ngoại giao giấu tên nói hai bên vẫn giữ liên lạc. Người này cho biết vòng hai sẽ ở Vienna."
    )
    report = Report(id="t", text=text, sha256="", published_on="2024-10-20")
    first, second = read_report(report, _KNOWLEDGE).attributions
    assert (second.described, second.introduced, second.named) == (first.described, first.source, False)


def test_a_common_given_name_alone_is_nobody_that_the_tables_know() -> None:
    assert said("Trả lời báo chí, ông Thanh cho biết cửa hàng sẽ mở lại vào tháng 5.") == [
        ("Thanh", "cửa hàng sẽ mở lại vào tháng 5")
    ]
