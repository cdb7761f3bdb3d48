"""Handing the record on from the command line."""

from __future__ import annotations

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


def test_what_cannot_be_written_leaves_what_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--lang", "en", "export", "html", str(folder / "none" / "page.html")]) == 2
    error = capsys.readouterr().err
    assert "the page cannot be written: no such file or directory" in error
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
    assert "the page cannot be written" in told.err
