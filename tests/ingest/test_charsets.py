"""Texts from before Unicode come out as they were; others are not touched."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest

from biennien.ingest import ingest
from biennien.ingest.charsets import _tables, decode_legacy, repaired
from biennien.model import Report

TEXT = (
    "Hai nhà lãnh đạo sẽ gặp nhau ở thủ đô trong tuần tới, người phát ngôn cho biết hôm qua.\n"
    "Ông nói thêm rằng cuộc họp trước đó đã bị hoãn vì nhiều lý do, và các bên vẫn đang trao đổi để chọn một ngày phù hợp."
)


def written(charset: str) -> bytes:
    """The text in a charset, as programs of the time wrote it."""
    letters = {letter: code for code, letter in _tables()[charset][1].items()}
    text = "".join(letters.get(c, letters.get(c.lower(), c)) for c in TEXT)
    return text.encode("cp1252" if charset == "vni" else "latin-1")


@pytest.mark.parametrize(
    ("charset", "name"), [("tcvn3", "TCVN3 (ABC)"), ("viscii", "VISCII"), ("vni", "VNI")]
)
def test_old_charsets_come_out(charset: str, name: str) -> None:
    assert decode_legacy(written(charset)) == (TEXT, name)


def test_the_tables_are_those_of_iconv() -> None:
    for charset, theirs in (("viscii", "VISCII"), ("tcvn3", "TCVN")):
        for code, letter in _tables()[charset][1].items():
            made = subprocess.run(
                ["iconv", "-f", "UTF-8", "-t", theirs], input=letter.encode(), capture_output=True
            )
            assert made.stdout == code.encode("latin-1"), letter


def test_windows_1258_comes_out_composed() -> None:
    data = subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", "CP1258//TRANSLIT"], input=TEXT.encode(), capture_output=True
    ).stdout
    assert decode_legacy(data) == (TEXT, "Windows-1258")


def test_letters_that_were_lost_are_put_right() -> None:
    assert repaired("".join(_one(b) for b in TEXT.encode())) == (TEXT, "UTF-8 read as Windows-1252")
    assert repaired(written("tcvn3").decode("latin-1")) == (TEXT, "TCVN3 (ABC)")


def _one(byte: int) -> str:
    """A byte as a browser shows it in Windows-1252."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize(
    "text", [TEXT, "The two leaders will meet in the capital next week.", "Les élèves ont été préparés près de la forêt, là où l’été s’achève.", "Встреча состоится"]
)  # fmt: skip
def test_other_texts_are_not_touched(text: str) -> None:
    assert repaired(text) is None
    assert text == TEXT or decode_legacy(text.encode("cp1252", "replace")) is None


def test_a_file_in_an_old_charset_is_a_report_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "cu.txt"
    path.write_bytes(written("tcvn3"))
    (report,) = ingest([str(path)])
    assert isinstance(report, Report) and report.text == TEXT
    assert [(i.code, i.severity) for i in report.issues] == [("charset", "warning")]
    (piped,) = ingest(["-"], stdin=io.BytesIO(written("vni")))
    assert isinstance(piped, Report) and piped.text == TEXT


def test_bytes_that_are_nothing_stay_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"abc \xff\xfe\xfa " * 40)
    (issue,) = ingest([str(path)])
    assert not isinstance(issue, Report) and issue.severity == "error"


@pytest.mark.parametrize(
    ("charset", "name"), [("tcvn3", "TCVN3 (ABC)"), ("viscii", "VISCII"), ("vni", "VNI")]
)
def test_pages_in_old_charsets_come_out(tmp_path: Path, charset: str, name: str) -> None:
    pytest.importorskip("lxml", reason="lxml is missing: pip install 'biennien[web]'")
    head = (
        b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=x-user-defined"><script>'
        + b"var a = 1;" * 9_000
    )
    body = b"</script></head><body><div itemprop=articleBody><p>" + written(charset).replace(
        b"\n", b"</p><p>"
    )
    (tmp_path / "a.html").write_bytes(head + body + b"</p></div></body></html>")
    (report,) = ingest([str(tmp_path / "a.html")])
    assert isinstance(report, Report) and report.text == TEXT and report.lang == "vi"
    assert any(name in issue.message for issue in report.issues)


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("windows-1251", "Президент заявил, что встреча состоится на следующей неделе, если стороны договорятся о её условиях. "),
        ("iso-8859-1", "Le président a déclaré à la presse que la réunion prévue à l’été était reportée après l'échec des négociations. ".replace("’", "'")),
        ("iso-8859-2", "Prezydent oświadczył, że spotkanie odbędzie się w przyszłym tygodniu, jeśli strony uzgodnią wszystkie szczegóły. "),
        ("gb18030", "总统表示，如果双方就所有细节达成一致，会议将于下周举行，发言人补充说，具体日期尚未确定。"),
        ("euc-kr", "대통령은 양측이 모든 세부 사항에 합의하면 다음 주에 회담이 열릴 것이라고 밝혔다."),
    ],
)  # fmt: skip
def test_pages_in_other_languages_are_what_they_say(charset: str, words: str) -> None:
    pytest.importorskip("lxml", reason="lxml is missing: pip install 'biennien[web]'")
    from biennien.ingest.pages import read_page

    page = f'<html><head><meta charset="{charset}"></head><body><div itemprop="articleBody"><p>{words * 5}</p></div></body></html>'
    row = read_page(page.encode(charset))
    assert row is not None and row["text"] == (words * 5).strip()
