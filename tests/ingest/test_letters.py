"""Tables and JSON in the letters of other times and programs come out as they were."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pytest
from tests.ingest.test_charsets import TEXT, written

from biennien.ingest import ingest
from biennien.model import Issue, Report

OLD = ("tcvn3", "viscii", "vni", "cp1258")


def in_letters(words: str, charset: str) -> bytes:
    """Words as a program wrote them in a charset."""
    if charset == "cp1258":
        made = subprocess.run(
            ["iconv", "-f", "UTF-8", "-t", "CP1258//TRANSLIT"], input=words.encode(), capture_output=True
        )
        return made.stdout
    head, text, tail = words.partition(TEXT)
    return head.encode() + written(charset) + tail.encode() if text else words.encode(charset)


def taken(path: Path) -> tuple[list[Report], list[Issue]]:
    found = list(ingest([str(path)]))
    return [r for r in found if isinstance(r, Report)], [i for i in found if isinstance(i, Issue)]


@pytest.mark.parametrize("charset", OLD)
def test_json_in_an_old_charset(tmp_path: Path, charset: str) -> None:
    row = json.dumps({"id": "a", "text": TEXT, "published": "2026-03-02"}, ensure_ascii=False)
    escaped = row.replace(json.dumps(TEXT, ensure_ascii=False)[1:-1], TEXT.replace("\n", "  "))
    text = TEXT.replace("\n", "  ")
    for name, content in (
        ("a.json", escaped),
        ("b.jsonl", f"{escaped}\n{escaped.replace(chr(34) + 'a' + chr(34), chr(34) + 'b' + chr(34))}\n"),
    ):
        data = in_letters(content, charset) if charset == "cp1258" else _with_words(content, text, charset)
        (tmp_path / name).write_bytes(data)
        reports, issues = taken(tmp_path / name)
        assert [r.text for r in reports] == [text] * (1 if name == "a.json" else 2) and not issues
        assert all([i.code for i in r.issues] == ["charset"] for r in reports)


def _with_words(content: str, text: str, charset: str) -> bytes:
    one, two = TEXT.split("\n")
    old = written(charset).split(b"\n")
    return content.encode().replace(one.encode(), old[0]).replace(two.encode(), old[1])


@pytest.mark.parametrize("charset", OLD)
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_table_in_an_old_charset(tmp_path: Path, charset: str, delimiter: str) -> None:
    (tmp_path / "a.csv").write_bytes(in_letters(f'id{delimiter}text\r\n1{delimiter}"{TEXT}"\r\n', charset))
    (report,), issues = taken(tmp_path / "a.csv")
    assert (report.id, report.text) == ("1", TEXT) and not issues
    assert [i.code for i in report.issues] == ["charset"]


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_a_table_that_a_spreadsheet_saved(tmp_path: Path, charset: str, delimiter: str) -> None:
    data = f'sep={delimiter}\r\nid{delimiter}text\r\n1{delimiter}"{TEXT}"\r\n'.encode(charset)
    (tmp_path / "a.csv").write_bytes((b"\xfe\xff" if charset == "utf-16-be" else b"") + data)
    (report,), issues = taken(tmp_path / "a.csv")
    assert (report.id, report.text) == ("1", TEXT) and not issues and not report.issues


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig"])
def test_texts_and_json_with_a_byte_order_mark(tmp_path: Path, charset: str) -> None:
    row = json.dumps({"id": "a", "text": TEXT}, ensure_ascii=False)
    for name, content in (("a.txt", TEXT), ("a.json", row), ("a.jsonl", row + "\n")):
        (tmp_path / name).write_bytes(content.encode(charset))
        (report,), issues = taken(tmp_path / name)
        assert (report.id, report.text) == ("a", TEXT) and not issues and not report.issues
        (piped,) = ingest(["-"], stdin=io.BytesIO(content.encode(charset)))
        assert isinstance(piped, Report) and piped.text == TEXT


def test_a_damaged_byte_in_a_long_file_of_lines_costs_one_line(tmp_path: Path) -> None:
    rows = [json.dumps({"id": str(n), "text": TEXT}, ensure_ascii=False).encode() for n in range(500)]
    rows[400] = rows[400].replace("ủ".encode(), b"\xff\xfe")
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(rows))
    reports, (issue,) = taken(tmp_path / "a.jsonl")
    assert len(reports) == 499 and issue.code == "encoding" and issue.where.endswith("a.jsonl:401")
