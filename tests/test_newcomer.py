"""What a newcomer gives: each mistake gets the file, the place and the remedy, the right exit code, and takes no other report with it."""

from __future__ import annotations

import importlib
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from biennien import app, cli
from biennien.model import Limits, Report
from biennien.pipeline import ingest

ROOT = Path(__file__).parent.parent
OFF = "Ông Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."
GOOD = json.dumps({"id": "tot", "text": OFF, "published": "2025-10-23"})
PAGE = f"<!DOCTYPE html>\n<html lang=vi><head><title>Tin</title></head><body><p>{OFF}</p></body></html>"
SAVED = "From: <Saved by Blink>\r\nSubject: Tin\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n------\r\n"


REPORTS = 400


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIENNIEN_STORE", raising=False)
    monkeypatch.setenv("BIENNIEN_LANG", "en")

    def run(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        code = cli.main([str(a) for a in arguments])
        return Done(code, *capsys.readouterr())

    return run


def put(name: str, content: str | bytes) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


NOT_READ = [
    ("bao.pdf", b"%PDF-1.7", "the PDF cannot be read: ValueError. Save its text: pdftotext"),
    ("bao.txt", b"%PDF-1.7\n%\xe2\xe3", "the PDF cannot be read: ValueError. Save its text: pdftotext"),
    ("bao.html", "<html><body></body></html>", "no article is found on this page. Open it in a browser"),
    ("bao.mhtml", SAVED, "files of kind '.mhtml' are not read. Open it in a browser"),
    ("bao.txt", PAGE, "this is a web page (HTML), not its text. Open it in a browser"),
    ("bao.txt", f"\ufeff\n<!-- saved from url=(0014)about -->\n{PAGE}", "this is a web page (HTML)"),
    ("bao.txt", SAVED, "this is a saved web page (MHTML) or a mail"),
    ("bao.docx", b"PK\x03\x04", "this is no DOCX document, or it is damaged. Save its text"),
    ("bao.txt", b"PK\x03\x04", "the archive cannot be opened: File is not a zip file. Pack it anew"),
    ("bao.txt", b"{\\rtf1\\ansi", "this is a document in RTF, not text. Save its text"),
    ("bao.zip", b"PK\x03\x04", "the archive cannot be opened: File is not a zip file. Pack it anew"),
    ("bao.txt", OFF.encode("utf-32"), "the text is UTF-32, not UTF-8. Convert it: iconv -f UTF-32 "),
    ("bao.txt", OFF.encode("utf-16-le"), "the text is UTF-16LE, not UTF-8. Convert it: iconv -f UTF-16LE "),
    (
        "bao.txt",
        "đưa ra ưu đa\u0303i ôtô".encode("cp1258"),
        "it looks like Windows-1258. Convert it: iconv -f CP1258 ",
    ),
    (
        "bao.txt",
        b"B\xe9 tr\xad\xeb\xb7ng \xae\xa5 n\xac\xadi \xae\xb9 v\xb5 b\xb8o",
        "it looks like TCVN3 (ABC). Convert it: iconv -f TCVN ",
    ),
    ("bao.txt", "Tin. " * 200_001, "it exceeds the limit report.characters (1,000,000). Split it"),
    (
        "bao.json",
        f"{GOOD}\n{GOOD}",
        "bao.json:2: there is more than one JSON value in it. Name the file .jsonl",
    ),
    (
        "bao.jsonl",
        json.dumps([json.loads(GOOD)], indent=1),
        "bao.jsonl:1: this is JSON over several lines, not one report on each line. Name the file .json",
    ),
]


@pytest.mark.parametrize(("name", "content", "words"), NOT_READ)
def test_what_is_not_read_is_told_with_the_way_to_its_text(
    run: Run, name: str, content: str | bytes, words: str
) -> None:
    done = run("add", put(name, content), put("z.jsonl", GOOD))
    assert done.code == 1
    assert f"error: {name}" in done.err and words in done.err
    assert len(done.err.splitlines()) == 1
    assert "1 report added, 0 new versions, 0 word-for-word copies, 0 unchanged, 1 not read" in done.out


DOUBTFUL = [
    (f"<p>{OFF}</p>\n<p>Hết.</p>", "there are HTML tags in it"),
    (OFF.encode().decode("cp1252", "replace"), "its letters were in UTF-8 read as Windows-1252"),
    (
        "Bé tr­ëng Ngo¹i giao n­íc nµy nãi r»ng ®· ®ång ý gÆp b¸o chÝ t¹i Hµ Néi",
        "its letters were in TCVN3 (ABC)",
    ),
    (
        "The two presidents spoke on the phone and agreed to meet again. " * 5,
        "there are no rules for the language 'en'",
    ),
]


@pytest.mark.parametrize(("text", "words"), DOUBTFUL)
def test_what_is_read_but_may_not_be_what_was_meant_is_a_warning(run: Run, text: str, words: str) -> None:
    done = run("add", put("bao.txt", text))
    assert (done.code, "1 report added" in done.out) == (0, True)
    assert done.err.startswith(("warning: bao.txt: ", "warning: bao: ")) and words in done.err


@pytest.mark.parametrize("text", [OFF, "Tin vắn.", "a < b và c > d, 5 <6", "Ông Müller ở Köln nói: «Được»."])
def test_a_plain_text_is_not_doubted(run: Run, text: str) -> None:
    assert run("add", put("bao.txt", text)).err == ""


def test_a_wrong_folder(run: Run) -> None:
    for name in ("a.rtf", "b.rtf", "c.mht", "d.jpg"):
        put(f"trang/{name}", b"x")
    done = run("add", "trang", put("z.jsonl", GOOD))
    assert done.code == 1
    assert (
        "error: trang: the folder holds no reports, only files that are not read: 2 .rtf, 1 .mht. Save"
        in done.err
    )
    assert "1 report added" in done.out
    put("trang/e.txt", OFF)
    put("anh/f.jpg", b"x")
    done = run("add", "trang")
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert "warning: trang: files of other kinds in it are not read: 2 .rtf, 1 .mht. Save" in done.err
    assert "error: anh: the folder holds no reports. Give .txt" in run("add", "anh").err
    assert run("add", "").err.startswith("error: '': the path is empty.")


def test_two_files_of_one_name_are_told(run: Run) -> None:
    put("t1/tin.txt", OFF)
    put("t2/tin.txt", f"{OFF} Tin khác.")
    put("t3/tin.txt", OFF)
    done = run("add", "t1", "t2", "t3")
    assert "warning: t2/tin.txt: t1/tin.txt has the same name" in done.err
    assert done.err.count("\n") == 1


def test_links_pipes_and_odd_names(run: Run) -> None:
    put("tin/tot.jsonl", GOOD)
    put("khác/x.txt", OFF)
    Path("tin/gãy.txt").symlink_to("none.txt")
    Path("tin/vòng.txt").symlink_to("vòng.txt")
    Path("tin/khác").symlink_to(Path("khác").absolute())
    os.mkfifo("tin/ống.txt")
    for name in ("-", "--help", "a b\n\tc", "x\"y'z", "%s", "*", "tin 🇻🇳", "n" * 200):
        put(f"tin/{name}.txt", f"Tin “{name}”.")
    Path(os.fsdecode(b"tin/\xff\xfe.txt")).write_text("Tin.", "utf-8")
    done = run("add", "tin")
    assert done.code == 1
    assert "10 reports added, 0 new versions, 0 word-for-word copies, 0 unchanged, 3 not read" in done.out
    for line in (
        "error: tin/gãy.txt: this link leads nowhere. Mend the link",
        "error: tin/vòng.txt: it cannot be read: Too many levels of symbolic links.",
        "error: tin/ống.txt: neither a file nor a folder.",
        "warning: tin/khác: a link to a folder is not followed. Give that folder itself.",
    ):
        assert line in done.err
    names = {row["id"] for row in json.loads(run("reports", "--json").out)}
    assert names == {"tot", "-", "--help", "a b\n\tc", "x\"y'z", "%s", "*", "tin 🇻🇳", "n" * 200, "\\xff\\xfe"}
    assert run("verify").code == 0


def test_a_line_of_50_mb_is_left_out_and_the_others_are_read(run: Run) -> None:
    with Path("a.jsonl").open("wb") as file:
        file.write(b'{"id": "dai", "text": "')
        for _ in range(51):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n' + GOOD.encode() + b"\n")
    done = run("add", "a.jsonl")
    assert done.code == 1
    assert "error: a.jsonl:1: it exceeds the limit report.bytes (50,000,000). Split it" in done.err
    assert "1 report added, 0 new versions, 0 word-for-word copies, 0 unchanged, 1 not read" in done.out


def test_the_longest_report_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ă" * 100, "utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"id": "b", "text": "ă" * 101}), "utf-8")
    found = list(ingest([str(tmp_path)], limits=Limits.of({"report.characters": 100})))
    assert [f.id if isinstance(f, Report) else f.code for f in found] == ["a", "too_long"]


@pytest.fixture
def ordinary() -> Iterator[Path]:
    """A folder of a user who may not do everything; this process is that user for a while."""
    # What is loaded when it is first used is loaded before: that user may not read it everywhere.
    for name in ("tables", "decisions", "store", "store.migrating"):
        importlib.import_module(f"biennien.{name}")
    app.demo()
    folder = Path(tempfile.mkdtemp())
    user = os.geteuid()
    if user == 0:
        os.chown(folder, 65534, -1)
        os.seteuid(65534)
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield folder
    finally:
        os.seteuid(user)
        os.chdir(before)
        for path in folder.rglob("*"):
            path.chmod(0o700) if path.is_dir() else None
        shutil.rmtree(folder)


def test_what_may_not_be_read_or_written(run: Run, ordinary: Path) -> None:
    os.chdir(ordinary)
    put("tin/tot.jsonl", GOOD)
    put("tin/kín.txt", OFF)
    put("tin/hộp/x.txt", OFF)
    Path("tin/kín.txt").chmod(0)
    Path("tin/hộp").chmod(0)
    done = run("add", "tin")
    assert done.code == 1
    assert "error: tin/kín.txt: you may not read it. Give yourself the right to read it: chmod" in done.err
    assert "error: tin/hộp: you may not read it." in done.err
    assert "1 report added, 0 new versions, 0 word-for-word copies, 0 unchanged, 2 not read" in done.out
    assert "error: tin/hộp/x.txt: you may not read it." in run("add", "tin/hộp/x.txt").err
    before = Path("biennien.sqlite").read_bytes()
    Path("biennien.sqlite").chmod(0o400)
    for command in (("add", "tin"), ("withdraw", "tot")):
        done = run(*command)
        assert (done.code, done.out) == (2, "")
        assert "biennien.sqlite: the record may not be written. Give yourself the right" in done.err
    assert run("meetings").code == 0
    Path("biennien.sqlite").chmod(0)
    assert "the record cannot be opened. Check that you may read" in run("meetings").err
    Path("biennien.sqlite").chmod(0o600)
    assert Path("biennien.sqlite").read_bytes() == before
    Path("khóa").mkdir(mode=0o500)
    done = run("add", "tin", "--store", "khóa/a.sqlite")
    assert (done.code, "khóa/a.sqlite: the record cannot be opened. Check" in done.err) == (2, True)
    assert "cannot be opened" in run("meetings", "--store", "tin/hộp/a.sqlite").err


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "biennien.cli", *map(str, arguments)]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A file with many reports, enough to be stopped in the middle of."""
    texts = [r.text for r in ingest([str(app.samples_folder())]) if isinstance(r, Report)]
    with (tmp_path / "many.jsonl").open("w", encoding="utf-8") as file:
        for number in range(REPORTS):
            text = f"{texts[number % len(texts)][:700]}\nSố {number}."
            file.write(json.dumps({"id": str(number), "text": text, "published": "2025-10-23"}) + "\n")
    return tmp_path / "many.jsonl"


def stored(store: Path) -> int:
    """How many reports a record holds that somebody else may be making."""
    with (
        suppress(sqlite3.OperationalError),
        closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as it,
    ):
        return int(it.execute("SELECT count(*) FROM reports").fetchone()[0])
    return 0


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_stopped_in_the_middle_nothing_is_lost_and_the_same_command_goes_on(
    many: Path, tmp_path: Path, sign: signal.Signals
) -> None:
    store = tmp_path / "a.sqlite"
    one = subprocess.Popen(
        command("add", many, "--store", store, "--lang", "en"),
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        # A test run in the background of a shell inherits an ignored SIGINT; a person's terminal does not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    for _ in range(12000):  # until some, and before all, is done
        time.sleep(0.005)
        if one.poll() is not None or stored(store):
            break
    one.send_signal(sign)
    _, told = one.communicate()
    if sign == signal.SIGINT:
        assert (one.returncode, told.count("Traceback")) == (130, 0)
        assert "stopped: what was recorded so far stays; the same command goes on from there." in told
    assert 0 < stored(store) <= REPORTS
    checked = subprocess.run(
        command("verify", "--store", store), capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert checked.returncode == 0, checked.stderr
    added = app.add([str(many)], store)
    assert added.complete and added.new + added.unchanged == REPORTS
    straight = tmp_path / "b.sqlite"
    app.add([str(many)], straight)
    assert app.meetings(store) == app.meetings(straight)
    assert app.statements(store) == app.statements(straight)


def test_two_at_once_lose_nothing(many: Path, tmp_path: Path) -> None:
    store, lines = tmp_path / "a.sqlite", many.read_text("utf-8").splitlines(keepends=True)
    several = []
    for number in range(2):  # the first and the last of them overlap
        part = tmp_path / f"{number}.jsonl"
        part.write_text("".join(lines[number * 50 : 100 + number * 50]), "utf-8")
        several.append(
            subprocess.Popen(
                command("add", part, "--store", store), stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
        )
    for one in several:
        one.communicate()
        assert one.returncode == 0
    assert stored(store) == 150
    found = app.verify(store)
    assert found.citations == found.citations_held > 0
    part = tmp_path / "all.jsonl"
    part.write_text("".join(lines[:150]), "utf-8")
    assert app.add([str(part)], store).unchanged == 150
    app.add([str(part)], tmp_path / "b.sqlite")
    assert app.meetings(store) == app.meetings(tmp_path / "b.sqlite")


def test_a_full_disk(many: Path, tmp_path: Path) -> None:
    program = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
from biennien.cli import main
sys.exit(main(sys.argv[1:]))
"""
    store = tmp_path / "a.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", program, "add", many, "--store", store, "--lang", "en"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error: {store}: the disk is full, or it failed" in done.stderr and "Make room" in done.stderr
    assert not app.verify(store).failures
    assert app.add([str(many)], store).complete


def test_output_that_nobody_takes_is_told(run: Run, tmp_path: Path) -> None:
    run("add", put("z.jsonl", GOOD))
    for arguments in (("meetings",), ("meetings", "--json")):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                command(*arguments), stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False
            )
        assert done.returncode == 2
        assert done.stderr == "error: standard output: No space left on device.\n"
