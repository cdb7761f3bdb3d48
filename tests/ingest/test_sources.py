"""Files, folders and standard input → reports; bad input is an issue with its place and remedy, and the rest is read."""

from __future__ import annotations

import io
import json
import os
import unicodedata
from pathlib import Path

import pytest

from biennien.ingest import ingest
from biennien.model import Issue, Limits, Report

GOOD = {"id": "tot", "text": "Bà Lan nói sẽ gặp ông Minh."}


def taken(*paths: Path | str, **options: str) -> tuple[list[Report], list[Issue]]:
    found = list(ingest([str(path) for path in paths], **options))
    return [f for f in found if isinstance(f, Report)], [f for f in found if isinstance(f, Issue)]


@pytest.mark.parametrize(
    "text",
    [
        "Một dòng.\r\nHai dòng.\r\n",
        unicodedata.normalize("NFD", "Điện Kremlin hủy cuộc gặp."),
        "“Mở\" và 'đóng' \u00a0 \u200b.",
        "  đầu ",
    ],
)
def test_a_text_is_kept_to_the_letter(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    reports, issues = taken(tmp_path)
    assert [report.text for report in reports] == [text, text]
    assert [report.id for report in reports] == ["a", "b"]
    assert not issues


def test_json_keys_are_read_and_the_others_kept(tmp_path: Path) -> None:
    row = GOOD | {
        "outlet": "Báo Mẫu",
        "url": "https://bao.example/1",
        "title": "Tin",
        "language": "vi",
        "author": "A",
        "tags": [1],
    }
    (tmp_path / "a.json").write_text(json.dumps([row | {"published": "2025-10-22T18:30:00Z"}]))
    ((report,), issues) = taken(tmp_path / "a.json")
    assert (report.id, report.outlet, report.title, report.lang) == ("tot", "Báo Mẫu", "Tin", "vi")
    assert (report.published_on, report.published_at) == ("2025-10-23", "2025-10-22T18:30:00+00:00")
    assert report.extra == (("author", '"A"'), ("tags", "[1]"))
    assert not issues


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".an").mkdir()
    for name in ("b/1.txt", "a.txt", "c.TXT", "note.md", ".an/x.txt"):
        (tmp_path / name).write_text(f"Tin {name}.")
    (tmp_path / "d.jsonl").write_text("\n" + json.dumps(GOOD) + "\n\n" + json.dumps(GOOD | {"id": 7}) + "\n")
    reports, issues = taken(tmp_path)
    assert [report.id for report in reports] == ["a", "1", "c", "tot", "7"]
    assert not issues


def test_options_date_and_name_the_outlet(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOOD | {"outlet": "Báo Mẫu", "published": "2025-10-20"}))
    (tmp_path / "b.txt").write_text("Tin.")
    reports, _ = taken(tmp_path, published="2025-10-22", outlet="Tin Mẫu")
    assert [(r.published_on, r.dated_by, r.outlet) for r in reports] == [
        ("2025-10-22", "option", "Báo Mẫu"),
        ("2025-10-22", "option", "Tin Mẫu"),
    ]
    (differ,) = reports[0].issues
    assert (differ.code, differ.severity) == ("dates_differ", "warning")
    assert "2025-10-20 (metadata)" in differ.message


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (b"Tin v\xe1\xba\xafn.", None),
        (json.dumps(GOOD).encode() + b"\n" + json.dumps(GOOD | {"id": "hai"}).encode(), ["tot", "hai"]),
        (json.dumps([GOOD]).encode(), ["tot"]),
    ],
)
def test_standard_input_is_a_text_or_json(given: bytes, ids: list[str] | None) -> None:
    reports = [found for found in ingest(["-"], stdin=io.BytesIO(given)) if isinstance(found, Report)]
    assert [r.id for r in reports] == ids if ids else reports[0].id.startswith("stdin-")


BAD_FILES = [
    ("a.txt", b"\x00\x01\x02\xffabc", "binary", "a.txt"),
    ("a.txt", b"%PDF-1.7 abc", "document", "a.txt"),
    ("a.txt", b"", "empty", "a.txt"),
    ("a.txt", b" \n\t\n", "empty", "a.txt"),
    ("a.txt", b" date 2025-10-23 \n", "blank", "a.txt"),
    ("a.txt", "Tin vắn hôm nay.".encode("utf-16")[:-1], "encoding", "a.txt"),
    ("a.txt", "Tin van hom nay ve cuoc gap.".encode("utf-16-le"), "encoding", "a.txt"),
    ("a.txt", "Bộ trưởng hủ".encode()[:-1], "encoding", "a.txt"),
    ("a.txt", b"T\xed\xa0\x80n", "encoding", "a.txt"),
    ("a.doc", b"\xd0\xcf\x11\xe0", "suffix", "a.doc"),
    ("a", b"abc", "suffix", "a"),
    ("a.json", b"", "empty", "a.json"),
    ("a.json", b"[]", "empty", "a.json"),
    ("a.json", b'{"id": "a",\n "text": }', "json", "a.json:2"),
    ("a.json", b"[" * 100_000, "json", "a.json"),
    ("a.json", b'"tin"', "not_an_object", "a.json"),
    ("a.json", b'[{"id": "a"}]', "no_text", "a.json: item 1"),
    ("a.json", b'{"id": "a", "text": 5}', "wrong_type", "a.json"),
    ("a.json", b'{"id": ["a"], "text": "Tin."}', "wrong_type", "a.json"),
    ("a.json", b'{"id": "a", "text": "  "}', "blank", "a.json"),
    ("a.jsonl", b"\n\n", "empty", "a.jsonl"),
    ("a.jsonl", '{"id": "a", "text": "Tin."}'.encode("utf-16-le"), "encoding", "a.jsonl"),
    ("a.jsonl", b'{"id": "a", "text": "\\ud800"}', "surrogate", "a.jsonl:1"),
    ("a.jsonl", b'\n{"id": "a", "text": "T\xffn"}', "encoding", "a.jsonl:2"),
]


@pytest.mark.parametrize(("name", "content", "code", "where"), BAD_FILES)
def test_a_bad_file_is_one_issue_and_the_others_are_read(
    tmp_path: Path, name: str, content: bytes, code: str, where: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.txt").write_text("Tin.")
    reports, (issue,) = taken(tmp_path / name, tmp_path / "z.txt")
    assert [report.id for report in reports] == ["z"]
    assert (issue.code, issue.severity, issue.where) == (code, "error", f"{tmp_path}/{where}")
    assert issue.remedy


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Bộ trưởng Ngoại giao".encode("utf-32"), "iconv -f UTF-32 "),
        ("đưa ra ưu đa\u0303i ôtô".encode("cp1258"), "iconv -f CP1258 "),
        (b"B\xe9 tr\xad\xeb\xb7ng \xae\xa5 n\xac\xadi \xae\xb9 v\xb5 b\xb8o", "iconv -f TCVN "),
    ],
)
def test_another_encoding_is_named_with_the_way_to_convert_it(
    tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    _, (issue,) = taken(tmp_path / "a.txt")
    assert words in issue.remedy


def test_a_bad_line_names_its_line_and_column_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [
        json.dumps(GOOD),
        '{"id": "hai", "text": "Tin"',
        "[1]",
        '{"text": "Không tên."}',
        json.dumps(GOOD | {"id": "nam"}),
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    reports, issues = taken(tmp_path / "a.jsonl")
    assert [report.id for report in reports] == ["tot", "nam"]
    assert [(i.code, i.where.removeprefix(f"{tmp_path}/")) for i in issues] == [
        ("json", "a.jsonl:2"),
        ("not_an_object", "a.jsonl:3"),
        ("no_id", "a.jsonl:4"),
    ]
    assert "column 28" in issues[0].message


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [("published", "2025-13-40", "bad_date"), ("title", 5, "wrong_type"), ("outlet", "\ud800", "surrogate")],
)
def test_a_bad_key_is_named_and_the_report_taken_without_it(
    tmp_path: Path, key: str, value: object, code: str
) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD | {"id": "hai", key: value}))
    reports, issues = taken(tmp_path / "a.jsonl")
    assert not issues
    assert [report.id for report in reports] == ["tot", "hai"]
    (issue,) = reports[1].issues
    assert (issue.code, issue.severity, issue.where) == (code, "error", f"{tmp_path}/a.jsonl:2")
    assert f"'{key}'" in issue.message


def test_missing_paths_and_folders_without_reports(tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    (tmp_path / "trong" / "anh.jpg").write_bytes(b"\xff\xd8\xff")
    _, issues = taken(tmp_path / "trong", tmp_path / "khong-co.txt", "a\0b")
    assert [issue.code for issue in issues] == ["empty_folder", "missing", "missing"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tin.")
    (tmp_path / "a.txt").chmod(0)
    _, (issue,) = taken(tmp_path / "a.txt")
    assert issue.code == "unreadable"


def test_a_line_beyond_all_bounds_is_left_out_without_being_held(tmp_path: Path) -> None:
    long = json.dumps(GOOD | {"text": "a" * 1000})
    (tmp_path / "a.jsonl").write_text(f"{long}\n{json.dumps(GOOD)}\n")
    (tmp_path / "b.txt").write_text("a" * 101)
    found = list(ingest([str(tmp_path)], limits=Limits.of({"report.bytes": 100})))
    assert [f.id if isinstance(f, Report) else f.code for f in found] == ["too_long", "tot", "too_long"]


def test_file_names_are_composed_and_printable(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "cuộc-gặp.txt")).write_text("Tin.")
    (tmp_path / os.fsdecode(b"x\xff.txt")).write_text("Tin.")
    reports, _ = taken(tmp_path)
    assert {report.id for report in reports} == {"cuộc-gặp", "x\\xff"}
