"""Who is meant: short names, descriptions, pronouns."""

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import ActorMention, Report
from biennien.read.coreference import resolve_mentions
from biennien.read.mentions import find_mentions
from biennien.read.reader import read_report
from biennien.read.segments import find_paragraphs, find_quotations, find_sentences
from biennien.read.view import view_of


def resolved(text: str, on: str | None = "2024-06-15") -> tuple[ActorMention, ...]:
    knowledge = load_knowledge()
    view = view_of(Report(id="t", text=text, sha256="", published_on=on))
    paragraphs = find_paragraphs(view)
    quotations = find_quotations(view, paragraphs)
    sentences = find_sentences(view, paragraphs, quotations)
    found = find_mentions(view, knowledge.lexicon.scan(view.text, view.lower), sentences, knowledge, on)
    return resolve_mentions(view, found, paragraphs, sentences, quotations, knowledge, on)


def who(text: str, words: str, on: str | None = "2024-06-15") -> str | None:
    """The entity of the last mention with these words."""
    return [m.entity for m in resolved(text, on) if m.span.cut(text) == words][-1]


NAMES = [
    ("Ông Donald Trump tới Ohio. Sau đó ông Trump bay về.", "Trump", "Donald Trump"),
    ("Bà Ludmila Okonkwe tới nơi. Okonkwe sẽ ở lại.", "Okonkwe", "Ludmila Okonkwe"),
    ("Tòa án Hình sự Quốc tế (ICC) họp.", "ICC", "International Criminal Court"),
    ("Hôm qua Bộ Ngoại giao Hoa Kỳ họp báo.", "Bộ Ngoại giao Hoa Kỳ", "United States Department of State"),
    (
        "Người phát ngôn Bộ Ngoại giao Maria Zakharova bác tin.",
        "Bộ Ngoại giao",
        "Ministry of Foreign Affairs (Russia)",
    ),
    ("Theo ông Aurelio Quispetupa, giá tăng.", "Aurelio Quispetupa", "Aurelio Quispetupa"),
]


@pytest.mark.parametrize(("text", "words", "expected"), NAMES)
def test_names(text: str, words: str, expected: str) -> None:
    assert who(text, words) == expected


OFFICES = [
    ("Tổng thống Mỹ tới Paris.", "Tổng thống Mỹ", "2024-06-15", "Joe Biden"),
    ("Tổng thống Mỹ tới Paris.", "Tổng thống Mỹ", "2025-10-22", "Donald Trump"),
    ("Chủ nhân Nhà Trắng đã đồng ý.", "Chủ nhân Nhà Trắng", "2025-10-22", "Donald Trump"),
    ("Ngoại trưởng Nga sẽ tới Ankara.", "Ngoại trưởng Nga", "2019-03", "Sergey Lavrov"),
    ("Người phát ngôn Điện Kremlin từ chối.", "Người phát ngôn Điện Kremlin", "2024-06-15", "Dmitry Peskov"),
    ("Tổng thư ký NATO lên tiếng.", "Tổng thư ký NATO", "2025-10-22", "Mark Rutte"),
    ("Thủ tướng dự lễ khánh thành ở Huế.", "Thủ tướng", "2024-06-15", "Phạm Minh Chính"),
    ("Tổng thống Pháp sẽ chọn thủ tướng mới.", "thủ tướng", "2024-06-15", None),
    ("Thẩm phán Chile vắng mặt.", "Thẩm phán Chile", "2025-10-22", None),
    ("Người đứng đầu Kiev tới Rome.", "Người đứng đầu Kiev", "2024-06-15", "Volodymyr Zelensky"),
    ("Người đứng đầu NATO tới Rome.", "Người đứng đầu NATO", "2024-06-15", "Jens Stoltenberg"),
    ("Ông chủ Lầu Năm Góc tới Rome.", "Ông chủ Lầu Năm Góc", "2024-06-15", "Lloyd Austin"),
    (
        "Đại sứ Nga tại Liên hợp quốc tới.",
        "Đại sứ Nga tại Liên hợp quốc",
        "2024-06-15",
        "Vasily Nebenzya",
    ),
    ("Cựu lãnh đạo Nga tới Rome.", "Cựu lãnh đạo Nga", "2024-06-15", None),
    ("Cựu Tổng thống Mỹ tới Paris.", "Cựu Tổng thống Mỹ", "2025-10-22", None),
]


@pytest.mark.parametrize(("text", "words", "on", "expected"), OFFICES)
def test_an_office_is_held_by_whoever_held_it_that_day(
    text: str, words: str, on: str, expected: str | None
) -> None:
    assert who(text, words, on) == expected


def test_the_report_comes_before_the_table() -> None:
    text = "Tổng thống Mỹ Aurelio Quispetupa tới Paris. Tổng thống Mỹ sẽ ở lại."
    assert who(text, "Tổng thống Mỹ") == "Aurelio Quispetupa"


def test_a_title_before_its_name_is_read_back() -> None:
    text = "Thủ tướng Chile bác tin. Theo Thủ tướng Chile Aurelio Quispetupa, giá tăng."
    assert who(text, "Thủ tướng Chile") == "Aurelio Quispetupa"


DESCRIPTIONS = [
    (
        "Ông Lavrov gặp bà Okonkwe. Theo nhà ngoại giao Nga, việc đã xong.",
        "nhà ngoại giao Nga",
        "Sergey Lavrov",
    ),
    ("Ngoại trưởng Mỹ Antony Blinken gọi cho người đồng cấp Nga.", "người đồng cấp Nga", "Sergey Lavrov"),
    (
        "Tổng thống Nga Vladimir Putin gặp Chủ tịch Trung Quốc Tập Cận Bình. Hai nhà lãnh đạo bắt tay.",
        "Hai nhà lãnh đạo",
        "Vladimir Putin and Xi Jinping",
    ),
    (
        "Tổng thống Mỹ Joe Biden gặp Tổng thống Nga Vladimir Putin và ông Orban. Hai nhà lãnh đạo Nga - Mỹ sẽ còn họp.",
        "Hai nhà lãnh đạo",
        "Vladimir Putin and Joe Biden",
    ),
    ("Nga và Mỹ đã họp tại Budapest, Hungary. Hai nước sẽ họp nữa.", "Hai nước", "Russia and United States"),
    ("Israel cho rằng Hamas đã vi phạm lệnh của nước này.", "nước này", "Israel"),
    ("Ba Lan dọa bắt giữ nếu máy bay Nga qua không phận nước này.", "nước này", "Poland"),
    ("Bộ Y tế Chile cho biết nước này đã cảnh báo Peru.", "nước này", "Chile"),
    (
        "Đặc phái viên Mỹ về Ukraine Keith Kellogg sẽ tới. Ông Kellogg chưa nói gì.",
        "Kellogg",
        "Keith Kellogg",
    ),
    ("Quân đội Israel rút đi. Chính phủ Pháp hoan hỉ.", "Chính phủ Pháp", "Government of France"),
]


@pytest.mark.parametrize(("text", "words", "expected"), DESCRIPTIONS)
def test_descriptions(text: str, words: str, expected: str) -> None:
    assert who(text, words) == expected


TAKEN_UP = [
    ("Thẩm phán Ida Okonkwe hoãn phiên tòa. Thẩm phán cũng nêu lý do.", "Thẩm phán", "Ida Okonkwe"),
    ("Giáo sư Aurelio Quispetupa dự họp. Theo vị giáo sư, giá sẽ tăng.", "giáo sư", "Aurelio Quispetupa"),
    (
        "Bà Ida Okonkwe, nhà phân tích tại Lagos, đã tới. Theo nhà phân tích, giá sẽ tăng.",
        "nhà phân tích",
        "Ida Okonkwe",
    ),
    (
        "Chủ tịch Vingroup bác tin. Ông Phạm Nhật Vượng, Chủ tịch Vingroup, đã tới.",
        "Chủ tịch Vingroup",
        "Phạm Nhật Vượng",
    ),
    ("Tổng thống Putin tới Baku. Nhà lãnh đạo 71 tuổi nói rất vui.", "Nhà lãnh đạo", "Vladimir Putin"),
    (
        "Thủ tướng Anh Keir Starmer tới Baku. Người đứng đầu Hội đồng An ninh Nga, Dmitry Medvedev, vắng mặt.",
        "Người đứng đầu Hội đồng An ninh Nga",
        "Dmitry Medvedev",
    ),
]


@pytest.mark.parametrize(("text", "words", "expected"), TAKEN_UP)
def test_a_noun_takes_up_whom_it_introduced(text: str, words: str, expected: str) -> None:
    assert who(text, words, "2024-08-15") == expected


NOBODY = [
    ("Giáo sư Aurelio Quispetupa dự họp. Một giáo sư phản đối.", "giáo sư"),
    ("Giáo sư Aurelio Quispetupa dự họp. Giáo sư người Ý phản đối.", "Giáo sư"),
    (
        "Người phát ngôn Điện Kremlin Dmitry Peskov đã tới. Người phát ngôn của bà May vắng mặt.",
        "Người phát ngôn",
    ),
    ("Giám đốc CIA William Burns đã tới. Giám đốc nghiên cứu vắng mặt.", "Giám đốc"),
]


@pytest.mark.parametrize(("text", "words"), NOBODY)
def test_a_noun_that_goes_on_or_is_another_takes_up_nobody(text: str, words: str) -> None:
    assert not [m for m in resolved(text) if m.level == "NOM" and m.span.cut(text) == words and m.entity]


BODIES = [
    ("Bộ Y tế Chile gặp Hãng tin Reuters. Bộ này bác tin.", "Bộ này", "Ministry of Health (Chile)"),
    ("NATO bác lời Vingroup. Liên minh này sẽ họp.", "Liên minh này", "NATO"),
    ("Hamas từ chối lời mời của Liên Hợp Quốc. Nhóm này nêu điều kiện.", "Nhóm này", "Hamas"),
    ("Nga nói họ sẽ đáp trả.", "họ", "Russia"),
    ("Bình Nhưỡng tuyên bố sẽ phóng vệ tinh. Nước này nêu lý do.", "Nước này", "North Korea"),
    ("Nga nói các nước láng giềng biết họ sẽ đáp trả.", "họ", None),
    ("Chính phủ Belarus rút quân.", "Chính phủ Belarus", "Government of Belarus"),
    ("Quân đội Triều Tiên diễn tập.", "Quân đội Triều Tiên", "Korean People's Army"),
]


@pytest.mark.parametrize(("text", "words", "expected"), BODIES)
def test_bodies_and_sides(text: str, words: str, expected: str | None) -> None:
    assert who(text, words) == expected


def test_a_lead_cut_from_a_later_paragraph_means_the_same_person() -> None:
    text = (
        "Ông cho hay đoàn xe sẽ đi qua cửa khẩu phía nam trong ít ngày tới.\n\nTheo ông Karimov, mọi việc đã xong. "
        "Ông cho hay đoàn xe sẽ đi qua cửa khẩu phía nam trong ít ngày tới."
    )
    first = next(m for m in resolved(text) if m.span.start == 0)
    assert first.entity == "Karimov"


PRONOUNS = [
    (
        "Ông Peskov nói mọi việc đã xong. Khi được hỏi liệu ông Putin có đi hay không, ông trả lời là chưa rõ.",
        "ông",
        "Dmitry Peskov",
    ),
    (
        "Với mức thuế mà ông Trump đưa ra, ông Lula đã phản đối. Ông nói sẽ kiện.",
        "Ông",
        "Luiz Inacio Lula da Silva",
    ),
    (
        "Triết gia Nga Aleksandr Dugin khóc con gái ông, Daria Dugina. Ông nói sẽ trả thù.",
        "Ông",
        "Aleksandr Dugin",
    ),
    ("Ông Trump đón ông Zelensky nhưng từ chối yêu cầu của ông.", "ông", "Volodymyr Zelensky"),
    ("Tổng thống Putin gặp ông Tập Cận Bình. Ông nói rất hài lòng.", "Ông", "Vladimir Putin"),
    ("Bà Zakharova trả lời báo chí. Ông Lavrov vắng mặt. Bà không nói lý do.", "Bà", "Maria Zakharova"),
    ("“Rất tốt”, ông Putin nói sau khi tiếp ông Orban. Ông sẽ bay về tối nay.", "Ông", "Vladimir Putin"),
    ("Sau khi ông Orban rời đi, ông Putin họp báo. Ông tỏ ra lạc quan.", "Ông", "Vladimir Putin"),
    ("Một quan chức giấu tên lên tiếng. Quan chức này không nói gì thêm.", "Quan chức này", None),
    ("Ông ở đâu không rõ.", "Ông", None),
]


@pytest.mark.parametrize(("text", "words", "expected"), PRONOUNS)
def test_pronouns(text: str, words: str, expected: str | None) -> None:
    assert who(text, words) == expected


def test_an_unnamed_source_is_never_the_person_named_before() -> None:
    text = "Ông Putin đã tới. Một quan chức Mỹ phản đối. Quan chức này lo ngại."
    assert who(text, "Quan chức này") is None


def test_the_order_of_the_mentions_stays() -> None:
    text = "Ông Putin gặp ông Tập Cận Bình ở Sochi. Hai ông bắt tay."
    assert [m.span.start for m in resolved(text)] == sorted(m.span.start for m in resolved(text))


def test_the_leader_of_a_country_is_not_its_spokesman():
    text = (
        "Người phát ngôn Điện Kremlin Dmitry Peskov lên tiếng hôm qua. Theo ông Peskov, mọi việc vẫn đúng kế hoạch.\n\n"
        "Nhà lãnh đạo Nga sẽ đọc thông điệp liên bang vào tuần sau."
    )
    reading = read_report(Report(id="t", text=text, sha256="", published_on="2025-11-02"), load_knowledge())
    (leader,) = [m for m in reading.mentions if m.extent.cut(text) == "Nhà lãnh đạo Nga"]
    assert leader.entity != "Dmitry Peskov"


CAPTIONS_AND_FOES = [
    (
        "Bộ trưởng Lars Holm phát biểu hôm qua ở cảng.\nThị trưởng Pavel Novak vẫy tay chào dân. Ảnh: Reuters\nÔng nói thêm về chi phí.",
        "Ông",
        "Lars Holm",
    ),
    (
        "Mỹ và Iraq đã họp. Kế hoạch giúp Iraq chống lại ISIS. Hai bên hài lòng.",
        "Hai bên",
        "United States and Iraq",
    ),
    (
        "Bộ Ngoại giao Malaysia đã họp. Theo Bộ này, tàu sẽ rời cảng.",
        "Bộ này",
        "Ministry of Foreign Affairs (Malaysia)",
    ),
    ("Đức triệu tập đại sứ Nga.", "Đức", "Germany"),
    ("Thống đốc khu vực Ivan Petrenko họp báo.", "Ivan Petrenko", "Ivan Petrenko"),
    ("Trả lời báo Metro, Ông Sergio Bellini cười.", "Sergio Bellini", "Sergio Bellini"),
]


@pytest.mark.parametrize(("text", "words", "entity"), CAPTIONS_AND_FOES)
def test_who_is_meant_beside_captions_foes_and_capitals(text: str, words: str, entity: str) -> None:
    assert who(text, words) == entity


@pytest.mark.parametrize("text", ["Anh kêu gọi bạn bè, vì anh rất lo.", "Đức Giáo hoàng kêu gọi hòa bình."])
def test_a_short_name_that_opens_a_sentence_may_be_no_country(text: str) -> None:
    assert not [m for m in resolved(text) if m.type == "LOC"]
