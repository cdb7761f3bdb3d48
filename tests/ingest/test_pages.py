"""Web pages become reports: the words of the article, each field with what it is read from, and no date but the article's own."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from biennien.ingest import ingest
from biennien.ingest.pages.clock import printed_time
from biennien.ingest.pages.markup import text_of_page
from biennien.model import Issue, Report

pytest.importorskip("trafilatura", reason="trafilatura is missing: pip install 'biennien[web]'")
from biennien.ingest.pages import read_page
from biennien.ingest.pages.body import sites

PAGES = Path(__file__).parent / "pages"


def page(name: str) -> bytes:
    return (PAGES / f"{name}.html").read_bytes()


def test_a_page_of_a_known_site() -> None:
    row = read_page(page("vnexpress"))
    assert row is not None
    assert str(row.pop("text")).split("\n") == [
        "Hai tổng thống hẹn gặp ở Hà Nội",
        "Mỹ – Nhà Trắng cho biết hai tổng thống sẽ gặp nhau trong hai tuần nữa.",
        "Người phát ngôn Nhà Trắng hôm qua thông báo cuộc gặp sẽ diễn ra ở Hà Nội. Bà không nêu ngày cụ thể.",
        "Nhà Trắng hồi tháng 1. Ảnh: AFP",
        '"Chúng tôi muốn có kết quả", bà nói.',
        "Điện Kremlin chưa bình luận về thông tin này.",
        "Lê Thảo (Theo AFP)",
    ]
    found_by = row.pop("found_by")
    assert row == {
        "title": "Hai tổng thống hẹn gặp ở Hà Nội",
        "lead": "Mỹ – Nhà Trắng cho biết hai tổng thống sẽ gặp nhau trong hai tuần nữa.",
        "url": "https://vnexpress.net/hai-tong-thong-hen-gap-o-ha-noi-5000001.html",
        "outlet": "VnExpress",
        "published": "2026-03-02T08:15:00+07:00",
        "updated": "2026-03-02T10:02:00+07:00",
        "language": "vi",
        "author": "Lê Thảo",
    }
    assert isinstance(found_by, dict) and found_by["published"] == "JSON-LD datePublished"


def test_a_page_of_another_system_with_a_label_and_a_caption() -> None:
    row = read_page(page("vccorp"))
    assert row is not None
    lines = str(row["text"]).split("\n")
    assert lines[1] == "Hai ngoại trưởng điện đàm để bàn về cuộc gặp thượng đỉnh sắp tới."
    assert lines[2].startswith("Hai ngoại trưởng gặp nhau năm ngoái") and len(lines) == 5
    assert (row["published"], row["outlet"], row["section"]) == (
        "2026-03-02T03:15:30Z",
        "Tuổi Trẻ",
        "Thế giới",
    )


def test_a_page_nobody_knows_is_read_in_the_general_way() -> None:
    row = read_page(page("unknown"), url="https://baotinh.example/tin/1.html")
    assert row is not None
    assert "mong hai bên sớm ngồi lại" not in str(row["text"]) and "Vòng đàm phán" in str(row["text"])
    assert row["published"] == "2026-03-05T20:00:00+07:00"  # the comment has a later one
    assert row["url"] == "https://baotinh.example/tin/1.html"  # the page calls itself by an address elsewhere
    assert row["title"] == "Đàm phán kết thúc không có thỏa thuận"


def test_a_page_without_a_date_gets_none() -> None:
    data = page("unknown").replace(b'<time datetime="2026-03-05T20:00:00+07:00">20:00 5/3/2026</time>', b"")
    row = read_page(data)
    assert row is not None and "published" not in row


@pytest.mark.parametrize("charset", ["utf-8", "windows-1258", "utf-16"])
def test_the_charset_is_what_the_bytes_are_not_what_the_page_says(charset: str) -> None:
    text = page("vnexpress").decode()
    if charset == "windows-1258":
        marks = "\u0300\u0301\u0303\u0309\u0323"
        text = "".join(
            _in_1258(c, marks)
            for c in text.replace('charset="utf-8"', 'charset="iso-8859-1"').replace("ả", "a\u0309")
        )
    row = read_page(text.encode(charset), charset="iso-8859-1" if charset != "utf-16" else None)
    assert row is not None and row["title"] == "Hai tổng thống hẹn gặp ở Hà Nội"


def _in_1258(letter: str, marks: str) -> str:
    """A letter as Windows-1258 has it: tones apart, other marks in the letter."""
    apart = unicodedata.normalize("NFD", letter)
    tone = "".join(c for c in apart if c in marks)
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in marks)) + tone


def test_letters_in_pieces_are_composed() -> None:
    row = read_page(unicodedata.normalize("NFD", page("vnexpress").decode()).encode())
    assert row is not None and unicodedata.is_normalized("NFC", str(row["text"]))


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("Thứ hai, 2/3/2026, 08:15 (GMT+7)", "2026-03-02T08:15:00+07:00"),
        ("02/03/2026 10:15 GMT+7", "2026-03-02T10:15:00+07:00"),
        ("10:15 02/03/2026", "2026-03-02T10:15:00+07:00"),
        ("Thứ Hai, ngày 2 tháng 3 năm 2026, 8h05", "2026-03-02T08:05:00+07:00"),
        ("2-3-2026 - 9:05 PM", "2026-03-02T21:05:00+07:00"),
        ("2/3/2026", "2026-03-02"),
        ("2026-03-02 10:15", "2026-03-02T10:15"),
        ("Cập nhật 5 phút trước", None),
        ("31/2/2026", None),
    ],
)
def test_the_time_that_a_page_prints(words: str, time: str | None) -> None:
    assert printed_time(words) == time


def test_html_files_are_reports(tmp_path: Path) -> None:
    path = tmp_path / "tin.html"
    path.write_bytes(page("vnexpress"))
    (report,) = ingest([str(path)])
    assert isinstance(report, Report)
    assert (report.outlet, report.published_on, report.dated_by) == ("VnExpress", "2026-03-02", "metadata")
    assert dict(report.extra)["lead"].startswith('"M')


@pytest.mark.parametrize(
    "data",
    [b"<html><body></body></html>", b"<html>", b"<p>", b"<!doctype html><html><body>" + b"<div>" * 100],
)
def test_a_page_without_an_article_is_an_issue(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(data)
    (issue,) = ingest([str(path)])
    assert isinstance(issue, Issue) and issue.code == "no_article"


@pytest.mark.parametrize(
    "script", ['{"@type":"NewsArticle"', "[" * 5000, '{"@type":"NewsArticle","headline":5,"datePublished":[]}', "null", '"x"']
)  # fmt: skip
def test_broken_data_for_machines_does_no_harm(script: str) -> None:
    data = page("unknown").replace(
        b"</head>", f'<script type="application/ld+json">{script}</script></head>'.encode()
    )
    row = read_page(data)
    assert row is not None and row["title"] == "Đàm phán kết thúc không có thỏa thuận"


def test_every_rule_of_a_site_is_a_selector() -> None:
    from biennien.ingest.pages.body import _select

    for site in sites():
        for selector in (
            *site.title,
            *site.lead,
            *site.body,
            *site.time,
            *site.author,
            *site.drop,
            *site.stamp,
            *site.source,
        ):
            _select(selector)
    assert len([s for s in sites() if s.lang == "vi"]) == 10


def test_a_wrong_label_does_not_break_letters() -> None:
    assert text_of_page("Hà Nội".encode(), "iso-8859-1") == "Hà Nội"


BODY = (
    "<p>Điện Kremlin cho biết hai bên sẽ gặp nhau tại Hà Nội vào tuần tới để bàn về việc trao đổi tù binh.</p>"
    * 2
)


def test_an_address_that_is_none_does_no_harm() -> None:
    row = read_page(
        f'<link rel="canonical" href="http://[x"><div itemprop="articleBody">{BODY}</div>'.encode()
    )
    assert row is not None and "url" not in row


def test_words_of_neighbouring_cells_and_headings_stay_apart() -> None:
    row = read_page(
        f'<div itemprop="articleBody">{BODY}<table><tr><th>Ngày</th><th>Nơi</th></tr></table><h5>Bối cảnh</h5>Tiếp</div>'.encode()
    )
    assert row is not None and str(row["text"]).split("\n")[2:] == ["Ngày", "Nơi", "Bối cảnh", "Tiếp"]


@pytest.mark.parametrize("lang", ["en", "en-US", "Vietnamese", ""])
def test_the_language_is_that_of_the_words_not_of_the_template(lang: str) -> None:
    row = read_page(
        f'<html lang="{lang}"><body><div itemprop="articleBody">{BODY}</div></body></html>'.encode()
    )
    assert row is not None and row["language"] == "vi"


def test_a_page_of_a_hundred_thousand_tags_takes_no_time() -> None:
    metas = "".join(f'<meta name="keywords" content="{n}">' for n in range(100_000))
    row = read_page(
        f'<html><head>{metas}</head><body><div itemprop="articleBody">{BODY}</div></body></html>'.encode()
    )
    assert row is not None and row["tags"] == [str(n) for n in range(50)]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Đàm phán Nga - Ukraine</title>", "Đàm phán Nga - Ukraine"),
        ("<title>Nga nói gì | Báo A</title>", "Nga nói gì"),
        ('<meta property="og:title" content="Nga nói gì - Báo A"><meta property="og:site_name" content="Báo A">', "Nga nói gì"),
    ],
)  # fmt: skip
def test_only_the_name_of_the_paper_is_cut_from_a_title(head: str, title: str) -> None:
    row = read_page(f'<head>{head}</head><body><div itemprop="articleBody">{BODY}</div></body>'.encode())
    assert row is not None and row["title"] == title


def test_marks_for_line_breaks_are_no_letters() -> None:
    row = read_page(f'<div itemprop="articleBody">{BODY}<p>Mát&shy;xcơ&#8203;va</p></div>'.encode())
    assert row is not None and str(row["text"]).endswith("\nMátxcơva")


ENGLISH = (
    "<p>The president said on Monday that the two sides had agreed to meet in the capital, and that it would be the first such meeting for years.</p>"
    * 2
)
RUSSIAN = (
    "<p>Президент заявил, что стороны договорились встретиться в столице на следующей неделе, и что это будет первая встреча за несколько лет.</p>"
    * 2
)


def test_what_was_escaped_twice_is_put_right_once() -> None:
    head = '<meta property="og:title" content="Nga &amp;amp; Mỹ: &amp;quot;gặp&amp;quot;">'
    body = "<p>Ông nói &amp;quot;được&amp;quot;&amp;nbsp;và &amp;#7911;y ban &amp;#x111;ã họp. &amp;lt;b&amp;gt; AT&amp;T R&amp;D; 5 &lt; 6</p>"
    row = read_page(
        f'<head>{head}</head><body><div itemprop="articleBody">{BODY}{body}</div></body>'.encode()
    )
    assert row is not None and row["title"] == 'Nga & Mỹ: "gặp"'
    assert str(row["text"]).endswith('Ông nói "được" và ủy ban đã họp. <b> AT&T R&D; 5 < 6')


@pytest.mark.parametrize(
    ("link", "url", "address"),
    [
        ('<link rel="canonical" href="/tin/1.html">', "https://m.bao.example/x?utm=1", "https://m.bao.example/tin/1.html"),
        ('<link rel="CANONICAL nofollow" href="https://bao.example/1">', "https://amp.bao.example/1?a", "https://bao.example/1"),
        ('<link rel="canonical" href="//bao.example/1">', "https://www.bao.example/1?a", "https://bao.example/1"),
        ('<link rel="canonical" href="javascript:x">', "https://bao.example/1", "https://bao.example/1"),
        ('<link rel="canonical" href="https://khac.example/1">', "https://bao.example/1", "https://bao.example/1"),
        ('<link rel="canonical" href="/1">', None, None),
        ("", "https://bao.example/1", "https://bao.example/1"),
    ],
)  # fmt: skip
def test_the_address_is_the_one_the_page_calls_its_own(
    link: str, url: str | None, address: str | None
) -> None:
    row = read_page(
        f'<head>{link}</head><body><div itemprop="articleBody">{BODY}</div></body>'.encode(), url=url
    )
    assert row is not None and row.get("url") == address


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("Mon, 02 Mar 2026 08:15:00 +0700", "2026-03-02T08:15:00+07:00"), ("Mon, 02 Mar 2026 01:15:00 GMT", "2026-03-02T01:15:00+00:00"),
        ("2026-03-02T01:15:00Z", "2026-03-02T01:15:00Z"), ("20260302T0815", "2026-03-02T08:15:00+07:00"), ("02/03/2026 08:15", "2026-03-02T08:15:00+07:00"),
        ("3/2/2026 8:15:00 AM", None), ("10/23/2025 8:15:00 AM", "2025-10-23T08:15:00+07:00"), ("1772414100", "2026-03-02T01:15:00+00:00"), ("hôm nay", None), ("", None),
        ("9999999999999", None), ("2026-02-31T00:00:00Z", None),
    ],
)  # fmt: skip
def test_a_date_in_a_meta_element_in_any_form(value: str, published: str | None) -> None:
    comment = "<div itemscope itemtype='http://schema.org/Comment'><meta itemprop='datePublished' content='2026-05-05'></div>"
    row = read_page(
        f'<head><meta name="pubdate" content="{value}"></head><body><div itemprop="articleBody">{BODY}</div>{comment}</body>'.encode()
    )
    assert row is not None and row.get("published") == published
    assert published is None or row["found_by"]["published"] == "pubdate"  # type: ignore[index]


@pytest.mark.parametrize(
    ("url", "page", "published", "language", "author"),
    [
        (
            "https://apnews.com/article/x",
            f"<h1 class='Page-headline'>Two sides agree</h1><div class='Page-authors'>By ANN LEE</div><bsp-timestamp data-timestamp='1772414100000'></bsp-timestamp><div class='RichTextStoryBody'>{ENGLISH}</div>",
            "2026-03-02T01:15:00+00:00", "en", "By ANN LEE",
        ),
        (
            "https://www.reuters.com/world/x",
            f"<h1 data-testid='Heading'>Two sides agree</h1><time datetime='2026-03-02T01:15:00Z'>March 2</time><a rel='author'>Ann Lee</a><div class='article-body__content__17Yit'>{ENGLISH}</div>",
            "2026-03-02T01:15:00Z", "en", "Ann Lee",
        ),
        (
            "https://www.theguardian.com/world/x",
            f"<h1>Two sides agree</h1><a rel='author'>Ann Lee</a><details><summary>Mon 2 Mar 2026 01.15 GMT</summary></details><time datetime='2026-03-02T01:15:00.000Z'></time><div id='maincontent'>{ENGLISH}<gu-island>x</gu-island></div>",
            "2026-03-02T01:15:00.000Z", "en", "Ann Lee",
        ),
        (
            "https://tass.ru/politika/1",
            f"<h1 class='NewsHeader_title__x'>Стороны договорились</h1><dateformat time='1772414100'></dateformat><article>{RUSSIAN}</article>",
            "2026-03-02T01:15:00+00:00", "ru", None,
        ),
        (
            "https://ria.ru/20260302/x-1.html",
            f"<div class='article__title'>Стороны договорились</div><div class='article__info-date'><a>04:15 02.03.2026</a></div><div class='article__body'>{RUSSIAN}<div class='article__article'>x</div></div>",
            "2026-03-02T04:15:00+03:00", "ru", None,
        ),
    ],
)  # fmt: skip
def test_pages_in_english_and_russian(
    url: str, page: str, published: str, language: str, author: str | None
) -> None:
    row = read_page(f"<html lang='vi'><body>{page}</body></html>".encode(), url=url)
    assert row is not None and (row["published"], row["language"], row.get("author")) == (
        published,
        language,
        author,
    )
    assert row["title"] in ("Two sides agree", "Стороны договорились") and "\nx" not in str(row["text"])


def test_a_time_without_a_zone_on_a_page_that_is_not_vietnamese_is_a_day_only() -> None:
    head = '<meta property="article:published_time" content="2026-03-02T23:30:00">'
    for body, published in ((ENGLISH, "2026-03-02"), (BODY, "2026-03-02T23:30:00")):
        row = read_page(
            f"<head>{head}</head><body><div itemprop='articleBody'>{body}</div></body>".encode(),
            url="https://a.example/1",
        )
        assert row is not None and row["published"] == published


def test_several_authors_and_no_address_among_them() -> None:
    head = '<meta property="article:author" content="https://facebook.com/bao"><meta name="author" content="Lan"><meta name="author" content="An">'
    row = read_page(f"<head>{head}</head><body><div itemprop='articleBody'>{BODY}</div></body>".encode())
    assert row is not None and row["author"] == "Lan, An"


def test_a_byline_that_credits_stays_where_it_stands() -> None:
    row = read_page(
        f"<div itemprop='articleBody'>{BODY}<p><em>Lê Thảo</em> (Theo Reuters, AP)</p></div>".encode()
    )
    assert row is not None and str(row["text"]).endswith("\nLê Thảo (Theo Reuters, AP)")
