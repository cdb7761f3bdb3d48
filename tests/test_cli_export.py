"""Handing the record on from the command line."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from biennien import app, cli


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIENNIEN_STORE", raising=False)
    app.add([str(app.samples_folder())], tmp_path / "biennien.sqlite")
    return tmp_path


def test_the_page_is_written_in_the_language_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", "html", "trang.html", "--lang", "vi", "--title", "Budapest"]) == 0
    page = (folder / "trang.html").read_text("utf-8")
    assert page.startswith('<!doctype html>\n<html lang="vi">')
    assert "<title>Budapest · Biennien</title>" in page
    assert "trang.html" in capsys.readouterr().out
    assert cli.main(["--lang", "en", "export", "html", "page.html"]) == 0
    assert '<html lang="en">' in (folder / "page.html").read_text("utf-8")


def test_the_file_of_a_page_may_be_named_as_with_the_other_forms(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--lang", "en", "export", "html", "-o", "page.html"]) == 0
    assert (folder / "page.html").exists()
    capsys.readouterr()
    assert cli.main(["--lang", "en", "export", "html", "one.html", "-o", "other.html"]) == 2
    assert "two files are named: one.html and other.html" in capsys.readouterr().err
    assert cli.main(["--lang", "en", "export", "html"]) == 2
    assert "FILE" in capsys.readouterr().err
    assert [path.name for path in folder.glob("*.html")] == ["page.html"]


def test_what_cannot_be_written_leaves_what_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--lang", "en", "export", "html", str(folder / "none" / "page.html")]) == 2
    error = capsys.readouterr().err
    assert "the file cannot be written: no such file or directory" in error
    assert "Name a file" in error
    assert cli.main(["export", "html", str(folder)]) == 2
    assert cli.main(["export", "html", "page.html", "--store", "none.sqlite"]) == 2
    assert not (folder / "page.html").exists()


def test_the_demonstration_ends_in_a_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "en", "demo"]) == 0
    assert "The page is in biennien-demo.html" in capsys.readouterr().out.splitlines()[-1]
    assert (folder / "biennien-demo.html").stat().st_size > 100_000
    assert cli.main(["demo", "--page", "x.html"]) == 0
    assert (folder / "x.html").read_bytes()
    (folder / "biennien-demo.html").unlink()
    assert cli.main(["--lang", "en", "demo", "--no-page"]) == 0
    assert not (folder / "biennien-demo.html").exists()


def test_the_demonstration_stands_where_its_page_does_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--lang", "en", "demo", "--page", str(folder / "none" / "x.html")]) == 0
    told = capsys.readouterr()
    assert "citations hold" in told.out
    assert "the file cannot be written" in told.err


def test_a_form_goes_to_standard_output_or_into_a_file(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert cli.main(["export", "csv", "--table", "statements"]) == 0
    printed = capfdbinary.readouterr().out
    assert printed.startswith(b"\xef\xbb\xbfid,")
    assert cli.main(["--lang", "en", "export", "csv", "--table", "statements", "-o", "s.csv"]) == 0
    assert b"Written to s.csv" in capfdbinary.readouterr().out
    assert (folder / "s.csv").read_bytes() == printed


def test_no_workbook_is_thrown_at_a_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for arguments in (["xlsx"], ["csv", "--table", "all"]):
        assert cli.main(["--lang", "en", "export", *arguments]) == 2
        assert "Name a file: -o record" in capsys.readouterr().err


def test_an_export_that_cannot_be_written_leaves_what_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "kept.ics").write_text("old")
    assert cli.main(["export", "ics", "--story", "t-none", "-o", "kept.ics"]) == 2
    assert (folder / "kept.ics").read_text() == "old"
    assert cli.main(["--lang", "en", "export", "ics", "-o", "none/x.ics"]) == 2
    assert "the file cannot be written" in capsys.readouterr().err
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_missing_extra_is_named_with_its_remedy(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "xlsxwriter" else find(name)
    )
    assert cli.main(["export", "xlsx", "-o", "x.xlsx"]) == 2
    assert "pip install 'biennien[export]'" in capsys.readouterr().err
    assert not (folder / "x.xlsx").exists()
