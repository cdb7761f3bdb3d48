"""Archives, documents and crawls are known by their first bytes, whatever their names say, and without a name too."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from biennien.ingest import ingest
from biennien.model import Issue, Limits, Report

TEXT = (
    "Hai bên cho biết cuộc gặp sẽ diễn ra vào tuần tới tại thủ đô, theo người phát ngôn của bộ ngoại giao. "
    * 3
)
PAGE = f"<html><body><div itemprop='articleBody'><p>{TEXT}</p></div></body></html>".encode()
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bao.example/1\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n%s\r\n\r\n"
)


def zipped(names: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return file.getvalue()


def docx() -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {space}><w:body><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:body></w:document>"
    return zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": body.encode()})


def warc() -> bytes:
    head = len(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n")
    return WARC % (len(PAGE) + head, PAGE)


MADE: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zipped({"a.txt": TEXT.encode()}),
    "docx": docx,
    "gzip of a text": lambda: gzip.compress(TEXT.encode()),
    "gzip of a page": lambda: gzip.compress(PAGE),
    "gzip of JSON": lambda: gzip.compress(b'{"id": "a", "text": "%s"}' % TEXT.encode()),
    "warc": warc,
    "packed warc": lambda: gzip.compress(warc()),
}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("name", ["tin.txt", "tin.json", "tin.html", "tin.csv", "tin.bin", "tin", "-"])
def test_a_wrong_name_does_not_hide_what_it_is(tmp_path: Path, kind: str, name: str) -> None:
    pytest.importorskip("warcio", reason="warcio is missing: pip install 'biennien[web]'")
    data = MADE[kind]()
    if name == "-":
        found = list(ingest(["-"], stdin=io.BytesIO(data)))
    else:
        (tmp_path / name).write_bytes(data)
        found = list(ingest([str(tmp_path / name)]))
        (uploaded,) = ingest([], given=[(name, data)])
        assert isinstance(uploaded, Report) and uploaded.sha256 == found[0].sha256  # type: ignore[union-attr]
    (report,) = found
    assert isinstance(report, Report) and TEXT.strip() in report.text


def test_a_folder_leaves_out_what_it_left_out_before(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(MADE["zip"]())
    (tmp_path / "b.txt").write_text("Tin.")
    assert [f.id for f in ingest([str(tmp_path)]) if isinstance(f, Report)] == ["b"]


def test_a_packed_file_in_an_archive_is_an_archive_within() -> None:
    data = zipped({"a.txt": gzip.compress(TEXT.encode()), "b.txt": TEXT.encode()})
    found = list(ingest([], given=[("a.zip", data)]))
    assert [f.id for f in found if isinstance(f, Report)] == ["b"]
    assert [f.code for f in found if isinstance(f, Issue)] == ["left_out"]
    assert len(list(ingest([], given=[("a.zip", data)], limits=Limits.of({"archive.depth": 2})))) == 2


def test_a_text_that_speaks_of_pdf_is_a_text() -> None:
    (report,) = ingest([], given=[("a.txt", b"Tep %PDF-1.7 va PK\x03\x04 la gi?")])
    assert isinstance(report, Report)
