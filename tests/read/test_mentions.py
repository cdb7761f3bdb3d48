"""Names, descriptions and pronouns: what is marked, as what, and how far the noun phrase reaches."""

import itertools

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import ActorMention, Report
from biennien.read.mentions import find_mentions
from biennien.read.naming import link_names
from biennien.read.shapes import is_syllable, opens
from biennien.read.view import view_of


def mentions(text: str) -> tuple[ActorMention, ...]:
    knowledge = load_knowledge()
    view = view_of(Report(id="t", text=text, sha256=""))
    return find_mentions(view, knowledge.lexicon.scan(view.text, view.lower), (), knowledge, None)


def names(text: str) -> list[str]:
    """`TYPE words` of every name in the text."""
    return [f"{m.type} {m.span.cut(text)}" for m in mentions(text) if m.level == "NAM"]


KNOWN = [
    ("Tổng thống Nga Vladimir Putin tới Hà Nội.", ["LOC Nga", "PER Vladimir Putin", "LOC Hà Nội"]),
    ("Hôm qua Bộ Ngoại giao Ba Lan phản đối.", ["ORG Bộ Ngoại giao Ba Lan"]),
    ("Theo Điện Kremlin và Nhà Trắng, cuộc họp đã xong.", ["ORG Điện Kremlin", "ORG Nhà Trắng"]),
    ("Cảng bị phá (Ảnh: Reuters).", ["ORG Reuters"]),
    ("TheoAFP, tàu đã chìm.", ["ORG AFP"]),
    ("Dân thường rời dải Gaza.", ["LOC dải Gaza"]),
    ("Dải Gaza lại mất điện.", ["LOC Dải Gaza"]),
    ("Chính phủ Pháp im lặng.", ["LOC Pháp"]),
    ("Theo quân đội Israel, giao tranh đã dừng.", ["LOC Israel"]),
    ("Nghị sĩ đảng Cộng hòa phản đối.", ["ORG đảng Cộng hòa"]),
    ("Tòa án hình sự quốc tế ra lệnh mới.", ["ORG Tòa án hình sự quốc tế"]),
    ("Ảnh: REUTERS", ["ORG REUTERS"]),
    ("Hãng Tass loan tin.", ["ORG Tass"]),
    ("Theo CDC Mỹ, dịch đã lắng.", ["ORG CDC Mỹ"]),
    ("Cộng hòa Séc phản đối.", ["LOC Cộng hòa Séc"]),
    ("Bà viết trên mạng xã hội X.", ["ORG X"]),
    ("(PLO)- Giá gạo tăng.", ["ORG PLO"]),
    ("Theo tuoitre.vn, đọc tại https://tuoitre.vn/tin.", ["ORG tuoitre.vn"]),
    ("Hai nghị sĩ Dân chủ phản đối.", ["ORG Dân chủ"]),
    ("Bà thắng phiếu ở Thượng viện đảng Cộng hòa.", ["ORG Thượng viện", "ORG đảng Cộng hòa"]),
    ("Họ bàn về bán đảo Triều Tiên.", ["LOC Triều Tiên"]),
    ("Ayatollah Ali Khamenei vắng mặt.", ["PER Ali Khamenei"]),
]


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_names_of_the_tables(text: str, expected: list[str]) -> None:
    assert names(text) == expected


NOT_NAMES = [
    ("Ông nhắc tới Bệnh viện Trung ương.", ["ORG Bệnh viện Trung ương"]),
    ("Họ thuộc băng đảng ma túy.", []),
    ("Bà trả lời bằng tiếng Nga.", []),
    ("Hai bên ký lại hiệp định Oslo.", []),
    ("Bà Nga bán rau ở chợ.", ["PER Nga"]),
    ("Anh ấy đã rời sân.", []),
    ("Ý kiến của phương Tây rất khác.", []),
    ("Họ phóng tên lửa Oreshnik.", []),
    ("Gói này trị giá 5 tỷ USD.", []),
    ("Ông nói. Trong khi đó, giá dầu giảm.", []),
    ("Tỷ giá bảng Anh và yen Nhật giảm.", []),
    ("Một chiếc Boeing E-3 hạ cánh.", []),
    ("Nhiều tàu vào vùng đặc quyền kinh tế (EEZ), rồi rời EEZ.", []),
    ("Nghị quyết Đại hội XIII nêu rõ.", []),
    ("Họ bàn ở khu vực Đông Nam và các nước Arab.", []),
    ("Hai bên ký lại Hiệp ước Biên giới.", []),
    ("Ban đầu giá tăng.", []),
    ("Họ nói về đường ống Nord Stream và giải Fashion Week.", []),
    ("Tòa nhà công bố Kế hoạch mới.", []),
]


@pytest.mark.parametrize(("text", "expected"), NOT_NAMES)
def test_what_is_no_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected


SHORT_COUNTRIES = [
    ("Quan hệ Mỹ - Trung căng thẳng.", ["LOC Mỹ", "LOC Trung"]),
    ("Mỹ-Nhật-Hàn sẽ tập trận.", ["LOC Mỹ", "LOC Nhật", "LOC Hàn"]),
    ("Ngoại trưởng Anh và Pháp đã gặp nhau.", ["LOC Anh", "LOC Pháp"]),
    ("Theo báo Welt (Đức), kế hoạch đã đổi.", ["ORG Welt", "LOC Đức"]),
    ("Vận động viên Trần Đức Anh thắng.", ["PER Trần Đức Anh"]),
    ("Trung tâm này rất lớn, ông Trung nói.", ["PER Trung"]),
    ("Nghị sĩ Anh phản đối. Anh sẽ rút quân.", ["LOC Anh", "LOC Anh"]),
    ("Nghị sĩ Anh phản đối. Anh em tôi ở nhà.", ["LOC Anh"]),
    ("Hôm nay Tổng Thống Mỹ nghỉ.", ["LOC Mỹ"]),
    ("Theo ông Đỗ Hà Nam, giá sẽ tăng.", ["PER Đỗ Hà Nam"]),
]


@pytest.mark.parametrize(("text", "expected"), SHORT_COUNTRIES)
def test_short_names_of_countries(text: str, expected: list[str]) -> None:
    assert [n for n in names(text) if not n.endswith("ông Trung")] == expected


UNKNOWN = [
    ("Bộ trưởng Thương mại Chile Aurelio Quispetupa từ chức.", ["LOC Chile", "PER Aurelio Quispetupa"]),
    ("Người phát ngôn Hadiqa al-Zubaydeen bác tin.", ["PER Hadiqa al-Zubaydeen"]),
    ("Thượng nghị sĩ Wendelin van der Hoost phản đối.", ["PER Wendelin van der Hoost"]),
    ("Theo ông Do-hyun, hàng đã tới.", ["PER Do-hyun"]),
    ("Nhà nghiên cứu Park Seo-hyuk đồng ý.", ["PER Park Seo-hyuk"]),
    ("Theo tờ Corriere Nuovo, giá tăng.", ["ORG Corriere Nuovo"]),
    ("Lính rút khỏi thị trấn Vuhlodarsk.", ["LOC Vuhlodarsk"]),
    ("Hôm nay Bộ Ngư nghiệp và Hàng hải Chile ra thông báo.", ["ORG Bộ Ngư nghiệp và Hàng hải Chile"]),
    ("Hôm nay Viện Nghiên cứu Chiến lược Zandari họp.", ["ORG Viện Nghiên cứu Chiến lược Zandari"]),
    ("CEO Zandarix Jensen Obermaier vắng mặt.", ["ORG Zandarix", "PER Jensen Obermaier"]),
    ("Zandari Airlines hủy chuyến.", ["ORG Zandari Airlines"]),
    ("Hôm nay đảng Cải cách thắng lớn.", ["ORG đảng Cải cách"]),
    ("Du khách tràn ra bãi biển Bondi.", ["LOC Bondi"]),
    ("Minh Thu (Theo AFP)", ["PER Minh Thu", "ORG AFP"]),
    ("Chợ đã mở lại. Minh Thu", ["PER Minh Thu"]),
    ("Chợ đã mở lại (Ảnh: HOÀNG CHUNG)", ["PER HOÀNG CHUNG"]),
    ("Theo Zoltan Okonkwe, nhà phân tích ở đây, giá tăng.", ["PER Zoltan Okonkwe"]),
    ("Theo Zandarix, trang tin của giới này, giá tăng.", ["ORG Zandarix"]),
    ("Tổng thư ký ZANDO Mirek Obermaier vắng mặt.", ["ORG ZANDO", "PER Mirek Obermaier"]),
    (
        "Hôm nay Đảng Bảo tồn Zandari (DBT) họp, Chủ tịch DBT Mirek Obermaier nói.",
        ["ORG Đảng Bảo tồn Zandari", "ORG DBT", "ORG DBT", "PER Mirek Obermaier"],
    ),
    ("Thứ trưởng Bộ Ngoại giao Hà Kim Thịnh có mặt.", ["ORG Bộ Ngoại giao", "PER Hà Kim Thịnh"]),
    ("Hôm nay Bộ Ngoại giao thông tin về vụ này.", ["ORG Bộ Ngoại giao"]),
    ("Ông dự tiệc của Hội Hữu nghị Lào - Chile.", ["ORG Hội Hữu nghị Lào - Chile"]),
    ("Ông dẫn đầu Ban Đối ngoại Trung ương.", ["ORG Ban Đối ngoại Trung ương"]),
    ("Lính rời thành phố Vuhlodarsk và Kuralivka.", ["LOC Vuhlodarsk", "LOC Kuralivka"]),
    ("Theo chuyên gia của Brookwell Securities, giá tăng.", ["ORG Brookwell Securities"]),
    ("Người phát ngôn Mạc Hiểu Đông (Mo Xiaodong) từ chối.", ["PER Mạc Hiểu Đông", "PER Mo Xiaodong"]),
    ("Theo tờ The New Courier of Chile, giá tăng.", ["ORG The New Courier of Chile"]),
    ("Ngoại trưởng Nga Сергей Лавров tới nơi.", ["LOC Nga", "PER Сергей Лавров"]),
    ("THỦ TƯỚNG NGA TỚI HÀ NỘI GẶP ÔNG PUTIN", ["LOC NGA", "LOC HÀ NỘI", "PER PUTIN"]),
    ("Ảnh: AeroZandari", ["ORG AeroZandari"]),
]


@pytest.mark.parametrize(("text", "expected"), UNKNOWN)
def test_names_that_no_table_knows(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_last_name_is_the_person_named_in_full() -> None:
    assert names("Bà Ludmila Okonkwe đã tới. Sau đó Okonkwe rời đi.") == [
        "PER Ludmila Okonkwe",
        "PER Okonkwe",
    ]


EXTENTS = [
    (
        "Hôm nay Đặc phái viên Mỹ về Trung Đông Steve Witkoff tới nơi.",
        "Đặc phái viên Mỹ về Trung Đông Steve Witkoff",
    ),
    (
        "Sau đó Thủ tướng nước chủ nhà Aurelio Quispetupa phát biểu.",
        "Thủ tướng nước chủ nhà Aurelio Quispetupa",
    ),
    ("Sau đó Tổng thống Nga Vladimir Putin rời đi.", "Tổng thống Nga Vladimir Putin"),
    (
        "Theo người phát ngôn Điện Kremlin Dmitry Peskov, không có gì mới.",
        "người phát ngôn Điện Kremlin Dmitry Peskov",
    ),
    ("Hôm nay ông Trump nghỉ.", "ông Trump"),
    ("Hôm nay cựu Tổng thống Pháp Nicolas Sarkozy ra tòa.", "cựu Tổng thống Pháp Nicolas Sarkozy"),
    ("Theo Tổng thống Mỹ đắc cử Donald Trump, thuế sẽ tăng.", "Tổng thống Mỹ đắc cử Donald Trump"),
    ("Khi đó trợ lý Tổng thống Nga Yuri Ushakov có mặt.", "trợ lý Tổng thống Nga Yuri Ushakov"),
]


@pytest.mark.parametrize(("text", "expected"), EXTENTS)
def test_the_noun_phrase_of_a_person(text: str, expected: str) -> None:
    assert [m.extent.cut(text) for m in mentions(text) if m.type == "PER" and m.level == "NAM"] == [expected]


def test_the_noun_phrases_of_outlets_and_sides() -> None:
    text = "Theo tờ Financial Times, phía Mỹ im lặng."
    assert [m.extent.cut(text) for m in mentions(text)] == ["tờ Financial Times", "phía Mỹ"]


DESCRIPTIONS = [
    ("Theo nhà lãnh đạo Nga, giá sẽ giảm.", ["NOM nhà lãnh đạo Nga"]),
    ("Chủ nhân Nhà Trắng tỏ ra lạc quan.", ["NOM Chủ nhân Nhà Trắng"]),
    ("Theo một quan chức Nhà Trắng, chưa có gì.", []),
    ("Các ngoại trưởng NATO đã họp.", []),
    ("Hai nhà lãnh đạo bắt tay.", ["NOM Hai nhà lãnh đạo"]),
    ("Người đồng cấp Nga từ chối.", ["NOM Người đồng cấp Nga"]),
    ("Giá dầu của nước này tăng.", ["NOM nước này"]),
    ("Các nước này phản đối.", []),
    ("Nhiều đàn ông ở lại, bà thì đi.", ["PRO bà"]),
    ("Chính phủ Anh phản đối.", ["NOM Chính phủ Anh"]),
]


@pytest.mark.parametrize(("text", "expected"), DESCRIPTIONS)
def test_descriptions_and_pronouns(text: str, expected: list[str]) -> None:
    assert [f"{m.level} {m.span.cut(text)}" for m in mentions(text) if m.level != "NAM"] == expected


def test_mentions_come_in_text_order_and_names_do_not_overlap() -> None:
    found = mentions(
        "Hôm nay Chủ tịch Hạ viện Mỹ Mike Johnson gặp ông Tập Cận Bình tại Đại học Bắc Kinh (PKU)."
    )
    assert [m.span.start for m in found] == sorted(m.span.start for m in found)
    named = [m for m in found if m.level == "NAM"]
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(named))


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Theo", True), ("quyết", True), ("Nghiêng", True), ("Trump", False), ("Hamas", False), ("Lee", False)],
)
def test_syllables(word: str, expected: bool) -> None:
    assert is_syllable(word) is expected


def test_openings_of_sentences() -> None:
    text = 'Một. Hai, Ba "Bốn" (Năm) - Sáu'
    assert [opens(text, text.index(w)) for w in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu")] == [
        True,
        True,
        False,
        True,
        True,
        True,
    ]


ENTITIES = [
    ("Theo Tòa án Tối cao Uganda, đơn bị bác.", "Supreme Court of Uganda"),
    ("Hôm nay Hải quân Peru cử tàu tới.", "Peruvian Navy"),
    ("Bà dạy ở Đại học Ashford từ lâu.", "Ashford University"),
    ("Lãnh đạo đảng Pheu Thai từ chức.", "Pheu Thai Party"),
    ("Ông rời Đại sứ quán Chile ở Moscow.", "Embassy of Chile, Moscow"),
    ("Thủ lĩnh Hamas Ismael Haniyeh vắng mặt.", "Ismail Haniyeh"),
    ("Bộ trưởng Bezalel Yoel Smotrich phản đối.", "Bezalel Smotrich"),
    ("Nghị sĩ Mỹ đến trụ sở. Dự luật được Quốc hội thông qua.", "United States Congress"),
    ("Theo Liên đoàn Than Chile (LTC), giá tăng.", "Liên đoàn Than Chile"),
]


@pytest.mark.parametrize(("text", "expected"), ENTITIES)
def test_whom_the_last_name_stands_for(text: str, expected: str) -> None:
    world = load_knowledge().world
    view = view_of(Report(id="t", text=text, sha256=""))
    named = [m for m in link_names(view, mentions(text), world, None) if m.type != "LOC" and m.level == "NAM"]
    assert named[-1].entity == expected
