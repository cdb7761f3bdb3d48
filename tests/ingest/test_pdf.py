"""A PDF gives its paragraphs as they are read: lines joined, headlines apart, columns in order, without what stands on every page."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from tests.ingest.made_pdf import Words, made

pytest.importorskip("pypdfium2", reason="pypdfium2 is missing: pip install 'biennien[documents]'")
from biennien.ingest import Fetched, ingest
from biennien.ingest.pdf import paragraphs_of
from biennien.model import Issue, Limits, Report


def column(
    lines: list[str], left: float = 60, top: float = 700, size: float = 11, pitch: float = 14
) -> list[Words]:
    return [Words(line, left, top - number * pitch, size) for number, line in enumerate(lines)]


def read(pages: list[list[Words]]) -> list[str]:
    return paragraphs_of(made(pages), Limits())


def test_lines_are_joined_and_a_headline_over_two_lines_stands_alone() -> None:
    page = [
        *column(["Hai nhà lãnh đạo hẹn gặp nhau", "ở thủ đô trong tuần tới"], top=770, size=20, pitch=26),
        *column(
            ["Phủ tổng thống cho biết cuộc gặp sẽ kéo dài hai", "ngày, và các bên vẫn đang trao đổi."],
            top=700,
        ),
        *column(["Đoạn thứ hai bắt đầu sau một khoảng trống rộng", "hơn giữa các dòng."], top=655),
    ]
    assert read([page]) == [
        "Hai nhà lãnh đạo hẹn gặp nhau ở thủ đô trong tuần tới",
        "Phủ tổng thống cho biết cuộc gặp sẽ kéo dài hai ngày, và các bên vẫn đang trao đổi.",
        "Đoạn thứ hai bắt đầu sau một khoảng trống rộng hơn giữa các dòng.",
    ]


def test_an_indented_line_begins_a_paragraph() -> None:
    page = [*column(["Dòng đầu của bài viết rất dài và kết thúc ở đây,", "dòng hai cũng dài như vậy và đoạn này hết, ông A"], top=700),
            Words("Đoạn hai thụt vào đầu dòng và kéo dài thêm", 80, 672), Words("cho đến hết trang này.", 60, 658)]  # fmt: skip
    assert read([page])[1] == "Đoạn hai thụt vào đầu dòng và kéo dài thêm cho đến hết trang này."


def test_words_that_lines_break() -> None:
    vietnamese = [
        *column(
            [
                "Quan hệ giữa hai nước trong hội nghị thượng đỉnh Nga-",
                "Mỹ và thành phố Mát-xcơ-",
                "va được nói tới trong cuộc họp của các bên.",
            ]
        )
    ]
    assert read([vietnamese]) == [
        "Quan hệ giữa hai nước trong hội nghị thượng đỉnh Nga-Mỹ và thành phố Mát-xcơ-va được nói tới trong cuộc họp của các bên."
    ]
    english = column(
        [
            "The govern-",
            "ment said that the two presidents will meet in the capital for the first time in a decade, and it is not",
            "known when.",
        ]
    )
    assert read([english])[0].startswith("The government said")


def test_ligatures_are_letters() -> None:
    assert read([column(["Tòa nhà oﬃce và ﬁle, ﬂag của ông."])]) == ["Tòa nhà office và file, flag của ông."]


def test_what_stands_on_every_page_and_its_number_are_left_out() -> None:
    pages = [
        [Words("BÁO TỈNH – Thứ hai, 2/3/2026", 60, 810, 9), *column([f"Trang này nói về việc thứ {n} của hai nước trong năm,", f"và việc đó đã xong từ {n} tháng trước."]),
         Words("Hết năm 2026.", 60, 600), Words(f"- {n} -", 290, 30, 9)]
        for n in range(1, 5)
    ]  # fmt: skip
    found = read(pages)
    assert len(found) == 8 and not any("BÁO TỈNH" in p or p.startswith("-") for p in found)
    assert found[:2] == [
        "Trang này nói về việc thứ 1 của hai nước trong năm, và việc đó đã xong từ 1 tháng trước.",
        "Hết năm 2026.",
    ]
    for number in ("Trang 3/10", "3 | Page", "Page 3 of 10", "3"):
        assert read([[*column(["Một câu trọn vẹn đứng ở giữa trang."]), *column(["Câu khác."], top=500), Words(number, 290, 30, 9)]]) == [
            "Một câu trọn vẹn đứng ở giữa trang.", "Câu khác.",
        ]  # fmt: skip


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    assert read([column(["Câu này bắt đầu ở trang một và"]), column(["kết thúc ở trang hai."])]) == [
        "Câu này bắt đầu ở trang một và kết thúc ở trang hai."
    ]


def test_two_columns_are_read_one_after_the_other_however_they_were_written() -> None:
    left = [f"cột trái dòng thứ {n} nói về việc này" for n in range(6)]
    right = [f"cột phải dòng thứ {n} nói về việc kia" for n in range(6)]
    one, two = column(left, 40), column(right, 320)
    head = column(["Đề mục trên cả hai cột của trang báo này"], 40, 760, 18)
    by_rows = [words for pair in zip(one, two, strict=True) for words in pair]
    wanted = ["Đề mục trên cả hai cột của trang báo này", " ".join([*left, *right])]
    assert read([[*head, *one, *two]]) == wanted and read([[*head, *by_rows]]) == wanted


def test_a_pdf_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    data = made([column(["Hai bên hẹn gặp nhau ở thủ đô vào tuần tới."])])
    for name in ("tin.pdf", "tin.txt", "tin.html", "tin.json", "tin.bin"):
        (tmp_path / name).write_bytes(data)
        (report,) = ingest([str(tmp_path / name)])
        assert isinstance(report, Report) and (report.id, report.text) == (
            "tin",
            "Hai bên hẹn gặp nhau ở thủ đô vào tuần tới.",
        )
    (piped,) = ingest(["-"], stdin=io.BytesIO(data))
    assert isinstance(piped, Report) and piped.text.startswith("Hai bên")


def test_a_pdf_without_text_says_so() -> None:
    (issue,) = ingest([], given=[("trang.pdf", made([[]]))])
    assert isinstance(issue, Issue) and issue.message == "the PDF holds no text, only pictures of it."


@pytest.mark.parametrize("cut", [9, 100, 900])
def test_a_damaged_pdf_is_an_issue_or_what_is_left_of_it(cut: int) -> None:
    (found,) = ingest([], given=[("a.pdf", made([column(["Hai bên hẹn gặp nhau."])])[:cut])])
    assert isinstance(found, Issue) and found.code == "document"


@pytest.mark.parametrize(("levels", "limits"), [(1, {}), (2, {}), (1, {"document.bytes": 1000})])
def test_a_pdf_that_unpacks_to_more_than_any_is_refused_before_it_is_read(
    levels: int, limits: dict[str, float]
) -> None:
    packed = b"0 0 m " * (20_000_000 if not limits else 1000)
    for _ in range(levels):
        packed = zlib.compress(packed, 9)
    data = made([column(["Tin."])], packed=packed, filters="[" + " /FlateDecode" * levels + " ]")
    assert len(data) < 1_000_000
    (issue,) = ingest([], given=[("a.pdf", data)], limits=Limits.of(limits))
    assert isinstance(issue, Issue) and "document.bytes" in issue.message


@pytest.mark.parametrize(
    ("name", "value"), [("document.pages", 2), ("document.seconds", 0), ("report.characters", 20)]
)
def test_other_limits_of_a_document(name: str, value: float) -> None:
    data = made([column([f"Trang {n} có một câu dài hơn."]) for n in range(3)])
    (issue,) = ingest([], given=[("a.pdf", data)], limits=Limits.of({name: value}))
    assert isinstance(issue, Issue) and name in issue.message and name in issue.remedy


def test_a_pdf_at_an_address_keeps_it_and_the_date_of_the_feed() -> None:
    data = made([column(["Hai bên hẹn gặp nhau ở thủ đô vào tuần tới."])])
    for kind in ("application/pdf", "text/html", ""):
        got = Fetched(
            url="https://bao.example/a.pdf",
            kind=kind,
            charset=None,
            body=data,
            published="Mon, 02 Mar 2026 08:00:00 +0700",
        )
        (report,) = ingest(["https://bao.example/a"], fetch=lambda url, got=got: got)  # type: ignore[misc]
        assert isinstance(report, Report) and report.text.startswith("Hai bên")
        assert (report.url, report.published_at) == ("https://bao.example/a.pdf", "2026-03-02T08:00:00+07:00")
