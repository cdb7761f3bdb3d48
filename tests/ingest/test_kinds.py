"""Tables, feeds, archives, crawls and documents become reports; what could do harm is bounded."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from biennien.ingest import ingest
from biennien.ingest.decoding import is_page
from biennien.ingest.feeds import find_entries
from biennien.model import Issue, Limits, Report

WORDS = (
    "Hai bên cho biết cuộc gặp sẽ diễn ra vào tuần tới tại thủ đô, theo người phát ngôn của bộ ngoại giao. "
    * 3
)
PAGE = (
    f"<html lang='vi'><head><title>Hẹn gặp</title></head><body><article><h1>Hẹn gặp</h1><p>{WORDS}</p>"
    f"<p>{WORDS.replace('tuần', 'tháng')}</p></article></body></html>"
)


def taken(path: Path) -> tuple[list[Report], list[Issue]]:
    found = list(ingest([str(path)]))
    return [r for r in found if isinstance(r, Report)], [i for i in found if isinstance(i, Issue)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_a_report_a_row(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "bang.csv"
    rows = [
        ["id", "Text", "published"],
        ["a", '"Ông nói: ""được"".\nHết."', "2026-03-02"],
        ["", "Tin hai.", ""],
    ]
    path.write_text("\n".join(delimiter.join(row) for row in rows), "utf-8-sig")
    reports, issues = taken(path)
    assert [(r.id, r.text, r.published_on) for r in reports] == [
        ("a", 'Ông nói: "được".\nHết.', "2026-03-02"), ("bang-2", "Tin hai.", None),
    ]  # fmt: skip
    assert not issues


def test_a_table_without_text_says_what_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ngay,noi dung\n1,2\n")
    _, (issue,) = taken(tmp_path / "a.csv")
    assert issue.code == "no_text" and "id, text" in issue.remedy


def test_a_feed_gives_the_entries_with_their_words(tmp_path: Path) -> None:
    pytest.importorskip("feedparser")
    (tmp_path / "tin.xml").write_text(
        f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>Báo Tỉnh</title><item><title>Hẹn gặp &amp; chờ</title><link>https://bao.example/1</link>
        <pubDate>Mon, 02 Mar 2026 08:00:00 +0700</pubDate><content:encoded><![CDATA[<p>{WORDS}</p><p>Hết.</p><script>x()</script>]]></content:encoded></item>
        <item><title>Chỉ có tựa</title><link>https://bao.example/2</link><description>Ngắn.</description></item></channel></rss>""",
        "utf-8",
    )
    (report,), (issue,) = taken(tmp_path / "tin.xml")
    assert report.text.split("\n") == ["Hẹn gặp & chờ", WORDS.strip(), "Hết."]
    assert (report.outlet, report.url, report.published_on) == (
        "Báo Tỉnh",
        "https://bao.example/1",
        "2026-03-02",
    )
    assert issue.code == "teasers"


def test_an_archive_gives_what_its_files_hold(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "goi.zip", "w") as archive:
        archive.writestr("b/tin.txt", "Tin thứ hai.")
        archive.writestr("a.jsonl", '{"id": "j", "text": "Tin thứ nhất."}\n')
        archive.writestr("trong.zip", b"PK")
        archive.writestr("anh.png", b"\x89PNG")
        archive.writestr("../../x.txt", "Tin thứ ba.")
    reports, issues = taken(tmp_path / "goi.zip")
    assert sorted((r.id, r.text) for r in reports) == [
        ("j", "Tin thứ nhất."), ("tin", "Tin thứ hai."), ("x", "Tin thứ ba."),
    ]  # fmt: skip
    assert [i.code for i in issues] == ["left_out"]
    assert not (tmp_path.parent / "x.txt").exists()


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bom.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bom.txt", b"a" * 30_000_000)
        archive.writestr("tin.txt", "Tin thật.")
    (report,), (issue,) = taken(tmp_path / "bom.zip")
    assert report.text == "Tin thật." and issue.code == "too_long"
    (tmp_path / "bom.txt.gz").write_bytes(gzip.compress(b"a" * 30_000_000))
    _, (issue,) = taken(tmp_path / "bom.txt.gz")
    assert issue.code == "too_long"


def test_an_archive_of_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", "Tin.")
    (issue,) = ingest([str(tmp_path / "a.zip")], limits=Limits.of({"archive.files": 2}))
    reports = not isinstance(issue, Issue)
    assert isinstance(issue, Issue)
    assert not reports and issue.code == "too_long"


def test_a_packed_file_is_what_its_name_says(tmp_path: Path) -> None:
    (tmp_path / "tin.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Tin."}'))
    ((report,), issues) = taken(tmp_path / "tin.jsonl.gz")
    assert (report.id, report.text) == ("tin", "Tin.") and not issues


def test_a_crawl_gives_its_articles(tmp_path: Path) -> None:
    warcio = pytest.importorskip("warcio.warcwriter", reason="warcio is missing: pip install 'biennien[web]'")
    from warcio.statusandheaders import StatusAndHeaders

    with (tmp_path / "cc.warc.gz").open("wb") as file:
        writer = warcio.WARCWriter(file, gzip=True)
        for address, status, kind, body in (
            ("https://bao.example/1", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
            ("https://bao.example/2", "404 Not Found", "text/html", b"<html></html>"),
            ("https://bao.example/3", "200 OK", "text/html", b"<html><body></body></html>"),
            ("https://bao.example/4", "200 OK", "image/png", b"\x89PNG"),
        ):
            answer = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=answer)
            )
    (report,), (issue,) = taken(tmp_path / "cc.warc.gz")
    assert (
        report.url == "https://bao.example/1"
        and report.text.startswith("Hẹn gặp\n")
        and report.id.startswith("w-")
    )
    assert issue.code == "left_out" and "1 pages" in issue.message


def docx(body: str) -> bytes:
    file = io.BytesIO()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<?xml version='1.0'?><w:document {space}><w:body>{body}</w:body></w:document>",
        )
    return file.getvalue()


def test_a_document_gives_its_paragraphs(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>Hai bên </w:t></w:r><w:r><w:t>hẹn gặp.</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>Hết.</w:t></w:r></w:p>"
    (tmp_path / "tin.docx").write_bytes(docx(body))
    (report,), _ = taken(tmp_path / "tin.docx")
    assert (report.id, report.text) == ("tin", "Hai bên hẹn gặp.\nHết.")


@pytest.mark.parametrize("body", ["<w:p>", "<w:p>&x;</w:p>", ""])
def test_a_damaged_document_is_an_issue(tmp_path: Path, body: str) -> None:
    (tmp_path / "tin.docx").write_bytes(docx(body))
    reports, (issue,) = taken(tmp_path / "tin.docx")
    assert not reports and issue.severity == "error"


def test_what_has_no_name_is_read_as_what_it_looks_like() -> None:
    for data, start in ((PAGE.encode(), "Hẹn gặp"), (b'{"id": "a", "text": "Tin."}', "Tin.")):
        (report,) = ingest(["-"], stdin=io.BytesIO(data))
        assert isinstance(report, Report) and report.text.startswith(start)


@pytest.mark.parametrize("body", ["text," + "a" * 200_000, "id\ttext\n1\t" + '"', "text\r\rx"])
def test_an_odd_table_does_not_stop_the_others(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.csv").write_text(body, encoding="utf-8", newline="")
    (tmp_path / "b.csv").write_text("id,text\r7,Hai bên hẹn gặp nhau.\r", encoding="utf-8", newline="")
    assert [found.id for found in ingest([str(tmp_path)]) if isinstance(found, Report)][-1] == "7"


def test_a_text_that_its_delimiter_would_cut_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,Ông đến, rồi đi\n2,Ông đến\n", encoding="utf-8")
    cut, whole = ingest([str(tmp_path / "a.csv")])
    assert isinstance(cut, Issue) and cut.code == "csv" and isinstance(whole, Report) and whole.id == "2"


def test_a_feed_that_looks_like_a_path_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "f").write_text(
        "<rss><channel><item><title>T</title><link>http://a/1</link></item></channel></rss>"
    )
    assert find_entries(str(tmp_path / "f").encode()) == (None, [])


@pytest.mark.parametrize("number", ["&#xd800;", "&#x110000;", "&#99999999999;"])
def test_a_number_that_no_character_has_costs_no_entry(number: str) -> None:
    feed = f"<rss><channel><item><title>T {number}</title><link>http://a/1</link></item></channel></rss>"
    assert [entry.url for entry in find_entries(feed.encode())[1]] == ["http://a/1"]


def test_a_crawl_with_a_broken_record_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(
        b"WARC/1.0\r\nWARC-Target-URI: http://a/\r\nContent-Length: 9\r\n\r\nHTTP/1.1 2\r\n"
    )
    assert all(isinstance(found, Issue) for found in ingest([str(tmp_path / "a.warc")]))


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    word, compatible = (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    )
    box = "<w:p><w:r><w:t>Trong khung.</w:t></w:r></w:p>"
    xml = (
        f'<w:document xmlns:w="{word}" xmlns:mc="{compatible}"><w:body><w:p><w:r><w:t>Trước khung.</w:t></w:r><w:r><mc:AlternateContent>'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", xml)
    (report,) = ingest([str(tmp_path / "a.docx")])
    assert isinstance(report, Report) and report.text == "Trước khung.\nTrong khung."


def test_comments_before_a_page_take_no_time() -> None:
    assert not is_page(b"<!---->" * 500 + b"x") and is_page(b"<!-- a --> <!-- b -->\n<html>")
