"""Small files that would take much time, memory or disk are refused, or cost no more than others; what stands beside them is read."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ingest.made_pdf import Words, made

from biennien.ingest import ingest
from biennien.model import Issue, Limits, Report

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SAID = "Hai bên cho biết cuộc gặp sẽ diễn ra vào tuần tới tại thủ đô, theo bộ ngoại giao. " * 3


def found_in(name: str, data: bytes) -> list[Report | Issue]:
    return list(ingest([], given=[(name, data)]))


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def test_a_row_nested_too_deeply_to_be_kept_costs_no_other() -> None:
    rows = [
        f'{{"id": "sau-{depth}", "text": "Tin.", "x": {"[" * depth + "]" * depth}}}'
        for depth in range(900, 1000, 3)
    ]
    found = found_in("a.jsonl", "\n".join([*rows, json.dumps({"id": "b", "text": "Tin hai."})]).encode())
    assert len(found) == len(rows) + 1 and isinstance(found[-1], Report)
    assert all("nested too deeply" in one.message for one in found if isinstance(one, Issue))


def test_a_member_that_asks_for_all_memory_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "Tin một.")
        archive.writestr("b.txt", "Tin hai.")
    read = zipfile.ZipExtFile.read

    def greedy(self: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        if self.name == "a.txt":
            raise MemoryError
        return read(self, n)

    monkeypatch.setattr(zipfile.ZipExtFile, "read", greedy)
    issue, report = found_in("a.zip", file.getvalue())
    assert isinstance(issue, Issue) and "MemoryError" in issue.message
    assert isinstance(report, Report) and report.text == "Tin hai."


def docx(xml: str, charset: str = "utf-8") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml.encode(charset))
    return file.getvalue()


@pytest.mark.parametrize(
    ("before", "charset"),
    [
        ('<?xml version="1.0"?>', "utf-8"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
        (f'<?xml version="1.0"?><!--{"x" * 9000}-->', "utf-8"),
    ],
)
def test_a_document_with_entities_is_refused_in_any_charset(before: str, charset: str) -> None:
    body = f'<w:document xmlns:w="{WORD}"><w:p><w:t>Tin{{}}.</w:t></w:p></w:document>'
    (plain,) = found_in("a.docx", docx(before + body.format(""), charset))
    assert isinstance(plain, Report) and plain.text == "Tin."
    typed = before + '<!DOCTYPE d [<!ENTITY a "ba">]>' + body.format("&a;")
    (refused,) = found_in("a.docx", docx(typed, charset))
    assert isinstance(refused, Issue) and refused.code == "document"


def test_a_document_of_many_boxes_takes_no_time() -> None:
    more = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    xml = f'<w:document xmlns:w="{WORD}" xmlns:mc="{more}"><w:p><w:t>Tin.</w:t></w:p>{"<mc:Fallback/>" * 200_000}</w:document>'
    assert seconds(lambda: found_in("a.docx", docx(xml))) < 1.5


def test_a_table_of_many_columns_takes_no_time() -> None:
    table = "text,id" + ",a" * 200_000 + "\n" + "Tin.\n" * 400
    assert seconds(lambda: found_in("a.csv", table.encode())) < 2


def test_a_page_of_many_elements_takes_no_time() -> None:
    pytest.importorskip("trafilatura", reason="trafilatura is missing: pip install 'biennien[web]'")
    page = "<html><body>" + ("<div>Ông nói" * 190 + "</div>" * 190) * 60 + "</body></html>"
    assert seconds(lambda: found_in("a.html", page.encode())) < 5


@pytest.mark.parametrize(("depth", "words"), [(230, "page.depth"), (400, "deeper than its parser goes")])
def test_a_limit_is_not_blamed_where_raising_it_would_not_help(depth: int, words: str) -> None:
    pytest.importorskip("lxml", reason="lxml is missing: pip install 'biennien[web]'")
    page = "<html><body>" + "<div>" * depth + SAID + "</div>" * depth + "</body></html>"
    (issue,) = found_in("a.html", page.encode())
    assert isinstance(issue, Issue) and words in issue.message
    raised = list(ingest([], given=[("a.html", page.encode())], limits=Limits.of({"page.depth": 250})))
    assert [one.message for one in raised if isinstance(one, Issue) and words in one.message] == (
        [issue.message] if depth > 250 else []
    )


def record(head: str, body: bytes, length: int | None = None) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    size = len(answer) if length is None else length
    return f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bao.example/{head}\r\nContent-Length: {size}\r\n\r\n".encode() + answer + b"\r\n\r\n"  # fmt: skip


@pytest.mark.parametrize(
    ("bomb", "words"),
    [
        (b"WARC/1.0\r\nX: " + b"A" * 200_000, "no end"),
        (b"WARC/1.0\r\n" + b"".join(b"X: %d\r\n" % n for n in range(150_000)), "no end"),
        (record("2", b" " * 30_000_000), "archive.growth"),
    ],
)
def test_a_crawl_that_unpacks_to_more_than_any_ends_there(bomb: bytes, words: str, tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="warcio is missing: pip install 'biennien[web]'")
    page = (
        f"<html lang='vi'><body><article><h1>Hẹn gặp</h1><p>{SAID}</p><p>{SAID}</p></article></body></html>"
    )
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(record("1", page.encode())) + gzip.compress(bomb))
    report, *issues = ingest([str(tmp_path / "a.warc.gz")])
    assert isinstance(report, Report) and report.url == "https://bao.example/1"
    assert any(isinstance(one, Issue) and words in one.message for one in issues)


BOMB = zlib.compress(b"0 0 m " * 10_000_000, 9)


@pytest.mark.parametrize(
    ("filters", "packed"),
    [
        ("/Fl#61teDecode", BOMB),
        ("[/Fl]", BOMB),
        ("/FlateDecode /X /Image", BOMB),
        ("/FlateDecode /X /DCTDecode", BOMB),
        ("[/AHx /Fl]", BOMB.hex().encode() + b">"),
        ("/FlateDecode /Type /XObject /Subtype /Pict", zlib.compress(BOMB)),
    ],
)
def test_a_pdf_counts_whatever_its_streams_call_themselves(filters: str, packed: bytes) -> None:
    pytest.importorskip("pypdfium2", reason="pypdfium2 is missing: pip install 'biennien[documents]'")
    (issue,) = found_in("a.pdf", made([[Words("Tin.", 60, 700)]], packed=packed, filters=filters))
    assert isinstance(issue, Issue) and "document.bytes" in issue.message


def test_the_pictures_of_a_pdf_are_not_unpacked() -> None:
    pytest.importorskip("pypdfium2", reason="pypdfium2 is missing: pip install 'biennien[documents]'")
    pages = [[Words("Tin.", 60, 700)], [Words("Hai bên hẹn gặp nhau ở thủ đô.", 60, 700)]]
    # The first page says that it is a picture: it is empty then, whatever it holds.
    data = made(pages, packed=BOMB, filters="/FlateDecode /Subtype /Image")
    (report,) = found_in("a.pdf", data)
    assert isinstance(report, Report) and report.text == "Hai bên hẹn gặp nhau ở thủ đô."


def rc4(key: bytes, data: bytes) -> bytes:
    box, at, found = list(range(256)), 0, bytearray()
    for n in range(256):
        at = (at + box[n] + key[n % len(key)]) % 256
        box[n], box[at] = box[at], box[n]
    one = other = 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + box[one]) % 256
        box[one], box[other] = box[other], box[one]
        found.append(byte ^ box[(box[one] + box[other]) % 256])
    return bytes(found)


def encrypted(stream: bytes) -> bytes:
    """A PDF of one page that is encrypted without a password (PDF 1.3, 7.6.3: revision 2)."""
    pad = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    owner = rc4(hashlib.md5(pad).digest()[:5], pad)
    key = hashlib.md5(pad + owner + b"\xfc\xff\xff\xff" + b"0123456789abcdef").digest()[:5]
    hidden = rc4(hashlib.md5(key + b"\x04\0\0\0\0").digest()[:10], stream)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(hidden), hidden),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
        % (owner.hex().encode(), rc4(key, pad).hex().encode()),
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    trailer = b"trailer<</Size 7/Root 1 0 R/Encrypt 6 0 R/ID[<%s><00>]>>" % b"0123456789abcdef".hex().encode()
    return b"%PDF-1.3\n" + body + trailer


@pytest.mark.parametrize("blanks", [10, 60_000_000])
def test_a_pdf_that_is_encrypted_without_a_password_counts_too(blanks: int) -> None:
    pytest.importorskip("pypdfium2", reason="pypdfium2 is missing: pip install 'biennien[documents]'")
    words = b"BT /F 12 Tf 50 400 Td (Hai ben gap nhau.) Tj ET" + b" " * blanks
    (found,) = found_in("a.pdf", encrypted(zlib.compress(words, 9)))
    if blanks < 1000:
        assert isinstance(found, Report) and found.text == "Hai ben gap nhau."
    else:
        assert isinstance(found, Issue) and "document.bytes" in found.message
