"""The file: what is recorded stays, what cannot be used is named with its remedy."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.test_codec import MEETING, READING
from tests.stores import connected, dump

from biennien.model import Issue, Link, Record, Report, ReportDate, Statement
from biennien.model.errors import StoreError
from biennien.model.growth import Folded, Growth, Uttered
from biennien.store import Store, opening

NOW = "2025-11-20T00:00:00+00:00"
RECORD = Record(
    dates=(
        ReportDate(
            report_id="a", value=None, earliest="2025-10-21", latest=None, dated_by="inference", why="w"
        ),
    ),
    meetings=(MEETING,),
    statements=(
        Statement(
            id="s1",
            speaker=(),
            named=False,
            unnamed="một quan chức",
            manner="direct",
            content="lời",
            said_on=None,
            chain=(Link(who="A", named=True), Link(who="b", named=False)),
            about=("m1",),
            restated_in=MEETING.changes[0].citations,
            citations=MEETING.changes[0].citations,
        ),
    ),
    issues=(Issue(code="c", severity="warning", message="m", where="w", context=("x",)),),
)


def report(report_id: str, text: str, **keys: str) -> Report:
    return Report(id=report_id, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), **keys)


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "a ?#%.sqlite"
    with Store(file, writable=True) as store:
        assert store.add([report("a", "Tin \0 một.\r\n")], NOW) == ["new"]
    yield file


def test_adding_says_what_each_report_is(path: Path) -> None:
    reports = [
        report("a", "Tin \0 một.\r\n"),
        report("a", "Tin mới."),
        report("b", "Tin mới."),
        report("a", "Tin mới.", title="Tin"),
        report("c", "Ba.", url="https://bao.example/1", outlet="Báo"),
        report("c", "Bốn."),
        report("d", "Năm."),
    ]
    with Store(path, writable=True) as store:
        outcomes = store.add(reports, "2025-11-21T00:00:00+00:00")
        assert [o if isinstance(o, str) else o.code for o in outcomes] == [
            "unchanged",
            "version",
            "copy",
            "amended",
            "new",
            "id_taken",
            "new",
        ]
        assert set(store.add(reports[:5], NOW)) == {"unchanged"}
    with Store(path) as store:
        assert [(r.id, r.text, r.title) for r in store.reports()] == [
            ("a", "Tin mới.", "Tin"),
            ("b", "Tin mới.", None),
            ("c", "Ba.", None),
            ("d", "Năm.", None),
        ]


def test_the_same_again_writes_nothing(path: Path) -> None:
    before = dump(path)
    with Store(path, writable=True) as store:
        store.add([report("a", "Tin \0 một.\r\n")], "2026-01-01T00:00:00+00:00")
    assert dump(path) == before


def test_readings_are_kept_by_reader_and_text(path: Path) -> None:
    with Store(path, writable=True) as store:
        stored = store.reports()
        store.put_readings([(stored[0], READING)], "r1")
        assert store.readings(stored, "r1") == {"a": READING}
        assert store.readings(stored, "r2") == {}
        assert store.readings([report("b", "Tin \0 một.\r\n")], "r1")["b"].report_id == "b"
        assert store.readings([report("a", "Khác.")], "r1") == {}


def grown(reports: Sequence[Report]) -> Growth:
    """RECORD as what has grown out of one report."""
    return Growth(
        reports={r.id: r for r in reports},
        dates={d.report_id: d for d in RECORD.dates},
        meetings={1: (Folded(order=("2025", True), meeting=MEETING),)},
        statements=[Uttered(order=("2025", 0), report_id="a", index=0, statement=RECORD.statements[0])],
        issues={"a": RECORD.issues},
    )


def test_a_record_is_read_as_it_was_written_until_something_is_added(path: Path) -> None:
    with Store(path, writable=True) as store:
        pending = store.pending("r1")
        assert pending is not None and pending.whole
        reports = store.reports()
        assert store.grow(pending, lambda _: grown(reports), "r1", {"software": "0"})
        assert store.stored("r1")[0] == RECORD
        assert store.stored("r2")[0] is None
        assert store.pending("r1") is None
        assert (store.size().meetings, store.size().statements) == (1, 1)
        store.add([report("b", "Tin hai.")], NOW)
        assert store.stored("r1")[0] is None
        assert not store.grow(pending, lambda _: grown(reports), "r1", {})  # it came too late
        later = store.pending("r1")
        assert later is not None and not later.whole
        assert ([r.id for r in later.reports], later.gone) == (["b"], ())
        (cited,) = [c for c in store.cited() if c.line == "change m1/0"]
        assert (cited.quote, cited.text) == ("lời\n", "Tin \0 một.\r\n")


def test_what_stays_as_it_was_is_not_written_again(path: Path) -> None:
    with Store(path, writable=True) as store:
        first = store.pending("r1")
        assert first is not None
        reports = store.reports()
        store.grow(first, lambda _: grown(reports), "r1", {})
        store.add([report("b", "Tin hai.")], NOW)
        later = store.pending("r1")
        assert later is not None
        before = [line for line in dump(path) if 'INTO "meta"' not in line]
        store.grow(later, lambda _: replace(grown(reports), reports={}), "r1", {})
        assert [line for line in dump(path) if 'INTO "meta"' not in line] == before


def test_an_id_that_was_given_out_is_kept_with_its_words(path: Path) -> None:
    with Store(path, writable=True) as store:
        first = store.pending("r1")
        assert first is not None
        reports = store.reports()
        store.grow(first, lambda _: grown(reports), "r1", {})
        assert store.former("m") == ()
        store.add([report("b", "Tin hai.")], NOW)
        later = store.pending("r1")
        assert later is not None
        store.grow(later, lambda _: Growth(meetings={1: ()}, retold={("a", 0)}), "r1", {})
        citation = MEETING.changes[0].citations[0]
        assert store.former(MEETING.id) == ((MEETING.id, citation.report_id, citation.quote),)
        assert {i for i, *_ in store.former("")} == {MEETING.id, MEETING.changes[0].id, "s1"}
        assert (store.size().meetings, store.size().statements) == (0, 0)


def test_what_fails_halfway_leaves_everything_as_it_was(path: Path) -> None:
    with Store(path, writable=True) as store:
        before = dump(path)
        with pytest.raises(TypeError):
            store.add([report("b", "Hai."), replace(report("c", "Ba."), extra=(("k", object()),))], NOW)  # type: ignore[arg-type]
        assert dump(path) == before
        assert store.add([report("b", "Hai.")], NOW) == ["new"]


def error(path: Path, *, writable: bool) -> StoreError:
    with pytest.raises(StoreError) as caught:
        Store(path, writable=writable)
    assert caught.value.where == str(path)
    assert caught.value.remedy
    return caught.value


@pytest.mark.sqlite("files")
@pytest.mark.parametrize("writable", [True, False])
def test_files_that_are_no_record(tmp_path: Path, writable: bool) -> None:
    text, foreign = tmp_path / "a.txt", tmp_path / "b.sqlite"
    text.write_text("Đây là một bản tin chứ không phải cơ sở dữ liệu. " * 40)
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE t (x)")
    before = text.read_bytes(), foreign.read_bytes()
    assert "not an SQLite database" in str(error(text, writable=writable))
    assert "another program" in str(error(foreign, writable=writable))
    assert "folder" in str(error(tmp_path, writable=writable))
    assert (text.read_bytes(), foreign.read_bytes()) == before


@pytest.mark.sqlite("files")
def test_a_record_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()
    assert "no record" in str(error(tmp_path / "none.sqlite", writable=False))
    assert not (tmp_path / "none.sqlite").exists()
    assert "empty" in str(error(tmp_path / "empty.sqlite", writable=False))
    assert "folder does not exist" in str(error(tmp_path / "no" / "a.sqlite", writable=True))


@pytest.mark.sqlite("files")
def test_a_newer_record(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "newer" in str(error(path, writable=True))
    assert "newer" in str(error(path, writable=False))


@pytest.mark.sqlite("files")
def test_a_locked_record(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert "locked" in str(error(path, writable=True))
        assert "locked" in str(error(path, writable=False))
    with Store(path) as store:
        assert len(store.reports()) == 1


@pytest.mark.sqlite("files")
def test_a_damaged_record(path: Path) -> None:
    with Store(path, writable=True) as store:
        store.add([report(f"r{n}", f"Tin {n}. " * 500) for n in range(20)], NOW)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StoreError, match="damaged"), Store(path) as store:
        store.reports()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
@pytest.mark.sqlite("files")
def test_a_record_that_may_not_be_written(path: Path) -> None:
    path.chmod(0o400)
    assert "may not be written" in str(error(path, writable=True))
    with Store(path) as store:
        assert len(store.reports()) == 1


@pytest.mark.sqlite("files")
def test_a_full_disk_loses_nothing(path: Path) -> None:
    program = """
import resource, signal, sys
from biennien.store import Store
from tests.store.test_store import report
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
with Store(sys.argv[1], writable=True) as store:
    store.add([report(f"r{n}", f"Tin {n}. " * 5000) for n in range(20)], "t")
"""
    before = dump(path)
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert "disk is full" in done.stderr
    assert dump(path) == before


@pytest.mark.sqlite("files")
def test_a_crash_halfway_is_rolled_back_by_the_next_reader(path: Path) -> None:
    program = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 2")
connection.execute("BEGIN IMMEDIATE")
connection.executemany("INSERT INTO texts VALUES (?, ?)", [(str(n), "Tin. " * 500) for n in range(200)])
os._exit(9)
"""
    before, size = dump(path), path.stat().st_size
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert path.stat().st_size > size  # half of it had reached the file
    with Store(path) as store:
        assert [report.id for report in store.reports()] == ["a"]
    assert dump(path) == before


def test_a_text_that_was_changed_behind_our_back_is_found(path: Path) -> None:
    with connected(path) as connection:
        connection.execute("UPDATE texts SET text = 'Tin khác.'")
    with Store(path) as store:
        assert store.damaged_texts() == {store.reports()[0].sha256}
