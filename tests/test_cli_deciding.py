"""`correct`, `withdraw`, `undo` and `decisions` at the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from biennien import cli
from biennien.versions import SCHEMA_VERSION

OFF = "Ông Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("BIENNIEN_STORE", "BIENNIEN_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BIENNIEN_LANG", "en")

    def run(*arguments: str) -> tuple[int, str, str]:
        return (cli.main(list(arguments)), *capsys.readouterr())

    rows = [{"id": "a-1", "text": OFF, "published": "2015-10-23"}, {"id": "a-2", "text": f"{OFF} Thêm."}]
    Path("r.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert run("add", "r.jsonl")[0] == 0
    return run


def test_a_date_is_set_right_seen_and_taken_back(run: Run) -> None:
    code, out, err = run("correct", "a-1", "--published", "2025-10-23", "--reason", "sai năm", "--by", "Lan")
    assert (code, err) == (0, "")
    decision = re.findall(r"d-[0-9a-f]{10}", out)[0]
    assert (
        out.splitlines()[0]
        == f"a-1: dated 2025-10-23 by decision {decision} of Lan; was 2015-10-23 (metadata)."
    )
    assert f"To take it back: biennien undo {decision}" in out
    assert "dated by decision (Lan, sai năm; was 2015-10-23 (metadata))" in run("reports")[1]
    assert "2015" not in run("meetings")[1]
    assert [row["id"] for row in json.loads(run("reports", "--as-known", "2025-10-22", "--json")[1])] == [
        "a-2"
    ]
    assert run("verify")[0] == 0
    code, out, _ = run("undo", decision[:5], "--by", "Minh")
    assert (code, f"a-1: decision {decision} is taken back by Minh; its date is 2015-10-23." in out) == (
        0,
        True,
    )
    assert "metadata: The file says so." in run("reports")[1]
    listed = run("decisions")[1]
    assert f"{decision}  a-1: dated 2025-10-23; was 2015-10-23 (metadata)" in listed
    assert "sai năm; taken back by Minh" in listed and "2 decisions." in listed


def test_a_report_is_taken_out_seen_and_taken_in_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run("meetings", "--json")[1]
    monkeypatch.setenv("BIENNIEN_NAME", "Lan")
    code, out, _ = run("withdraw", "a-1", "--reason", "không phải tin")
    assert (code, "a-1: withdrawn by decision d-" in out) == (0, True)
    assert re.search(r"withdrawn \(Lan, [\d-]+: không phải tin\)", run("reports")[1])
    cited = {
        c["report"]
        for m in json.loads(run("meetings", "--json")[1])
        for x in m["changes"]
        for c in x["citations"]
    }
    assert cited == {"a-2"}
    code, out, err = run("add", "r.jsonl")
    assert (code, "2 unchanged" in out) == (0, True)
    assert "warning: a-1: it is withdrawn, by Lan on " in err and "biennien undo d-" in err
    (decision,) = json.loads(run("decisions", "--json")[1])
    assert (decision["kind"], decision["in_force"], decision["by"]) == ("withdraw", True, "Lan")
    assert run("undo", decision["id"])[0] == 0
    assert run("meetings", "--json")[1] == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("correct", "a-1", "--published", "hôm qua"),
            "error: --published: 'hôm qua' is no date. Write a day",
        ),
        (("correct", "a-1"), "--published"),
        (
            ("correct", "b", "--published", "2025-10-23"),
            "error: b: there is no such report. The command biennien reports",
        ),
        (("withdraw", "a"), "error: a: more than one report begins so: a-1, a-2. Give more of its id."),
        (("undo", "d-1"), "error: d-1: there is no such decision."),
        (("withdraw", "a-1", "--store", "none.sqlite"), "error: none.sqlite: there is no record here."),
        (("decisions", "--store", "none.sqlite"), "error: none.sqlite: there is no record here."),
    ],
)
def test_what_cannot_be_decided_ends_with_2(run: Run, arguments: tuple[str, ...], words: str) -> None:
    before = Path("biennien.sqlite").read_bytes()
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert Path("biennien.sqlite").read_bytes() == before


def test_twice_withdrawn_is_told(run: Run) -> None:
    run("withdraw", "a-1", "--by", "Lan")
    code, _, err = run("withdraw", "a-1", "--by", "Minh")
    assert (code, "error: a-1: it is withdrawn already, by Lan on " in err) == (2, True)


def test_words_of_a_decision_do_not_command_the_terminal(run: Run) -> None:
    evil = "\x1b]0;x\x07\x9b31m\u202e"
    run("withdraw", "a-1", "--by", f"L{evil}", "--reason", evil)
    run("correct", "a-1", "--published", "2025-10-23", "--by", f"L{evil}", "--reason", evil)
    for command in (
        ("reports",),
        ("decisions",),
        ("decisions", "--json"),
        ("reports", "--json"),
        ("withdraw", "a-1"),
    ):
        _, out, err = run(*command)
        assert not set("\x1b\x07\x9b\u202e") & set(out + err), command


def test_an_old_record_is_told_to_be_carried_over(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as connection:
        connection.executescript(
            Path(__file__).with_name("store").joinpath("schema_1.sql").read_text("utf-8")
        )
    command = [sys.executable, "-m", "biennien.cli", "verify", "--store", "old.sqlite"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert done.stderr == (
        f"warning: old.sqlite: carried over from schema 1 to {SCHEMA_VERSION}; the former file is kept as old.sqlite.schema1.bak.\n"
    )
    assert subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True).stderr == ""
