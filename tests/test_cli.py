"""The command line: what it prints, what it ends with, and that bad input costs nothing but itself."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from biennien import app, cli
from biennien.store import SCHEMA_VERSION, opening

OFF = "Ông Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."
GOOD = json.dumps({"id": "tot", "text": OFF, "published": "2025-10-23"})


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

    def run(*arguments: str | Path, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.main([str(a) for a in arguments])
        return Done(code, *capsys.readouterr())

    return run


def put(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def test_the_way_from_a_report_to_its_words(run: Run) -> None:
    added = run("add", put("a.txt", OFF), "--published", "2025-10-23", "--outlet", "Báo Mẫu")
    assert added.code == 0
    assert added.out.startswith(
        "1 report added, 0 new versions, 0 word-for-word copies, 0 unchanged, 0 not read; 1 meeting, "
    )
    assert Path("biennien.sqlite").exists()
    found = json.loads(run("meetings", "--json").out)
    assert list(found[0])[:13] == [
        "id", "label", "kind", "participants", "place", "planned_for", "window", "when", "status", "fate", "sides", "successor_of", "changes",
    ]  # fmt: skip
    change = found[0]["changes"][0]
    assert (change["status"], change["announced_by"]) == ("cancelled", ["Donald Trump"])
    (citation,) = change["citations"]
    assert (citation["report"], citation["paragraph"]) == ("a", 1)
    assert OFF[citation["start"] : citation["end"]] == citation["quote"]
    table = run("meetings").out
    assert "cancelled  Donald Trump" in table
    words = " ".join(table.split())
    assert "a §1 «Ông Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp" in words  # the whole clause …
    assert citation["quote"] in words  # … around the cited words
    assert "Donald Trump" in run("statements", "--by", "trump").out
    assert json.loads(run("statements", "--by", "putin", "--json").out) == []
    assert "option" in run("reports").out
    (report,) = json.loads(run("reports", "--json").out)
    assert report["published"]["value"] == "2025-10-23"
    assert (report["outlet"], report["version"], report["copy_of"]) == ("Báo Mẫu", 1, None)
    assert json.loads(run("meetings", "--as-known", "2025-10-22", "--json").out) == []
    verified = run("verify")
    held, of = verified.out.split()[0].split("/")
    assert (verified.code, held) == (0, of)


def test_read_prints_a_line_a_report_and_records_nothing(run: Run) -> None:
    done = run("read", put("a.txt", OFF), "-", "--published", "2025-10-23", stdin=GOOD.encode())
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, [row["id"] for row in rows]) == (0, ["a", "tot"])
    assert rows[0]["names"][0] == {"start": 4, "end": 16, "type": "PER", "entity": "Donald Trump"}
    assert rows[0]["timex"][0]["value"] == "2025-10-22"
    assert {"source", "entity", "named", "cue", "content", "manner", "said_on", "within"} <= set(
        rows[0]["attributions"][0]
    )
    assert not Path("biennien.sqlite").exists()


def test_evaluate_prints_a_line_a_layer(run: Run) -> None:
    gold = app.samples_folder().parent / "gold.jsonl"
    scores = json.loads(run("evaluate", gold, "--json").out)
    assert scores.pop("schema") == "biennien/1"
    assert {"names", "timex value", "attribution content", "meetings status"} <= set(scores)
    itself = json.loads(run("evaluate", gold, "--predicted", gold, "--json").out)
    assert (
        itself["names"]["f1"] == itself["meetings status"]["f1"] == itself["attribution speaker"]["f1"] == 1.0
    )
    assert run("evaluate", gold).out.startswith("names  ")
    broken = run("evaluate", put("g.jsonl", '{"id": "a"}\n{'))
    assert (broken.code, broken.err.startswith("error: g.jsonl:2: not valid JSON")) == (2, True)
    assert "no annotated reports" in run("evaluate", ".").err
    assert run("evaluate", "none.jsonl").code == 2


def test_the_demo_prints_the_ledger(run: Run) -> None:
    done = run("demo", "--keep", "kept.sqlite")
    assert done.code == 0
    assert "Budapest" in done.out
    assert "10 sample reports" in done.out
    assert run("verify", "--store", "kept.sqlite").code == 0
    assert not Path("biennien.sqlite").exists()


BAD = [
    ("a.txt", b"\x00\x01\xff" * 40, "a.txt: a binary file"),
    ("a.txt", b"", "a.txt: the file is empty"),
    ("a.jsonl", b'{"id": "a", "text": "T"', "a.jsonl:1: not valid JSON at column 24"),
    (
        "a.jsonl",
        b'{"id": "a", "text": "\\ud800"}',
        "a.jsonl:1: the key 'text' holds half a character (U+D800)",
    ),
    (
        "a.jsonl",
        b'{"id": "a", "text": "T", "published": "2025-13-40"}',
        "a.jsonl:1: 'published' is no date: '2025-13-40'",
    ),
    ("a.doc", b"x", "a.doc: files of kind '.doc' are not read"),
    ("\x1b[31m.txt", b"", " [31m.txt: the file is empty"),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD)
@pytest.mark.parametrize("command", ["add", "read"])
def test_bad_input_is_told_and_the_others_are_taken(
    run: Run, command: str, name: str, content: bytes, words: str
) -> None:
    done = run(command, put(name, content), put("z.jsonl", GOOD))
    assert done.code == 1
    assert f"error: {words}" in done.err
    assert "\x1b" not in done.err
    assert '"tot"' in done.out or "1 report added" in done.out or "2 reports added" in done.out


def test_many_errors_of_one_kind_do_not_bury_the_others(run: Run) -> None:
    done = run("add", put("a.jsonl", '{"id": "x"}\n' * 30 + GOOD), put("b.txt", b""))
    assert done.err.count("has no 'text'") == 20
    assert "error: b.txt: the file is empty." in done.err
    assert "error: 10 more errors like these." in done.err
    assert "1 report added, 0 new versions, 0 word-for-word copies, 0 unchanged, 31 not read" in done.out


def test_a_folder_without_reports_and_a_path_that_is_not_there(run: Run) -> None:
    Path("trong").mkdir()
    done = run("add", "trong", "none.txt", put("z.jsonl", GOOD))
    assert done.code == 1
    assert "error: trong: the folder holds no reports. Give " in done.err
    assert "error: none.txt: no such file or folder. Check the path." in done.err
    assert "1 report added, 0 new versions, 0 word-for-word copies, 0 unchanged, 2 not read" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("add",),
        ("add", "a.txt", "--published", "hôm qua"),
        ("meetings", "--as-known", "hôm qua"),
        ("meetings", "--store", "none.sqlite"),
        ("unknown",),
    ],
)
def test_wrong_use_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    put("a.txt", OFF)
    if arguments[0] == "meetings" and "--store" not in arguments:
        run("add", "a.txt")
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "rror: " in done.err


def test_a_record_that_cannot_be_used_ends_with_2_and_loses_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    put("a.txt", OFF)
    put("text.sqlite", "không phải cơ sở dữ liệu " * 50)
    with closing(sqlite3.connect("foreign.sqlite")) as connection:
        connection.execute("CREATE TABLE t (x)")
    for name in ("newer.sqlite", "locked.sqlite"):
        assert run("add", "a.txt", "--store", name).code == 0
    with closing(sqlite3.connect("newer.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 9")
    before = {path.name: path.read_bytes() for path in Path().glob("*.sqlite")}
    with closing(sqlite3.connect("locked.sqlite", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        for name, words in (
            ("text.sqlite", "not an SQLite database. Name another file"),
            ("foreign.sqlite", "another program. Name another file"),
            ("newer.sqlite", f"newer Biennien (schema 9, this one knows {SCHEMA_VERSION}). Update"),
            ("locked.sqlite", "locked by another program. Wait"),
        ):
            for command in (("add", "a.txt"), ("meetings",), ("verify",)):
                done = run(*command, "--store", name)
                assert (done.code, done.out) == (2, "")
                assert done.err.startswith(f"error: {name}: ")
                assert words in done.err
    assert {path.name: path.read_bytes() for path in Path().glob("*.sqlite")} == before


def test_words_from_outside_do_not_command_the_terminal(run: Run) -> None:
    evil = "\x1b]0;x\x07\x9b31m\u202e[bold]"
    row = {
        "id": f"a{evil}",
        "text": f"“{evil} Tôi hủy cuộc gặp với ông Putin”, ông Donald Trump nói.",
        "title": evil,
    }
    run("add", put("a.jsonl", json.dumps(row)), "--published", "2025-10-23")
    for command in ("meetings", "statements", "reports"):
        for form in ((), ("--json",)):
            out = run(command, *form).out
            assert not set("\x1b\x07\x9b\u202e") & set(out), (command, form)
    assert "[bold]" in run("reports").out
    assert json.loads(run("reports", "--json").out)[0]["title"] == evil


def test_verify_ends_with_1_where_a_citation_does_not_hold(run: Run) -> None:
    run("add", put("a.txt", OFF), "--published", "2025-10-23")
    with closing(sqlite3.connect("biennien.sqlite")) as connection:
        connection.execute("UPDATE citations SET quote = 'lời khác'")
        connection.commit()
    done = run("verify")
    assert (done.code, done.out.startswith("0/")) == (1, True)
    assert "does not cut “lời khác”" in done.err


def biennien(*arguments: str | Path, cwd: Path, **environment: str) -> str:
    command = [sys.executable, "-m", "biennien.cli", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, check=True, env={**os.environ, **environment}
    ).stdout


def test_no_hash_seed_and_no_zone_changes_a_byte(tmp_path: Path) -> None:
    outputs = []
    for seed, zone in (("1", "UTC"), ("2", "America/New_York")):
        folder = tmp_path / seed
        folder.mkdir()
        biennien("add", app.samples_folder(), cwd=folder, PYTHONHASHSEED=seed, TZ=zone)
        outputs.append(
            [
                biennien(*command, cwd=folder, PYTHONHASHSEED=seed, TZ=zone)
                for command in (
                    ("meetings", "--json"),
                    ("statements", "--json"),
                    ("meetings",),
                    ("read", app.samples_folder()),
                )
            ]
        )
    assert outputs[0] == outputs[1]


def test_help_loads_nothing_heavy() -> None:
    program = "import sys, biennien.cli as c; c.main(['--help']); print(sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    assert not [name for name in ("sqlalchemy", "rich", "ahocorasick_rs", "sqlite3") if f"'{name}'" in loaded]


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    command = (
        f"{sys.executable} -m biennien.cli read {app.samples_folder()} | head -c 10; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (0, "")
