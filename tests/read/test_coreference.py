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
    return resolve_mentions(view, found, sentences, quotations, knowledge, on)


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


PRONOUNS = [
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
