"""A record of an older schema is carried over whole, or stays as it was and the message says what to do."""

from __future__ import annotations

import logging
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from biennien import app, decisions, safekeeping
from biennien.model.errors import StoreError
from biennien.store import SCHEMA_VERSION, Store, backups, migrating, opening

pytestmark = pytest.mark.sqlite("the schemas before the fifth were files only")
DDL = Path(__file__).with_name("schema_1.sql").read_text("utf-8")
CAME_IN = ("texts", "reports", "decisions", "readings")  # what is only ever added to
SCRIPTS = Path(migrating.__file__).parent / "migrations" / "versions"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A genuine record of schema 1."""
    path = tmp_path / "cũ 100% ?#.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(DDL)
    return path


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def backup_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.schema1.bak")


def shape(path: Path) -> dict[str, list[object]]:
    """The tables with their columns and keys, the indexes with their columns: whatever the spelling of the DDL."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        found: dict[str, list[object]] = {}
        for name in names:
            found[name] = [
                sorted(connection.execute(f"PRAGMA {what}({name})"))
                for what in ("table_info", "foreign_key_list")
            ]
            indexes = sorted((row[1], row[2]) for row in connection.execute(f"PRAGMA index_list({name})"))
            found[name].append(
                [(i, unique, list(connection.execute(f"PRAGMA index_info('{i}')"))) for i, unique in indexes]
            )
        found["user_version"] = connection.execute("PRAGMA user_version").fetchall()
        found["alembic"] = connection.execute("SELECT * FROM alembic_version").fetchall()
        found["schema"] = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall()
        return found


@pytest.mark.parametrize("writable", [True, False])
def test_an_old_record_is_carried_over_whatever_asks_first(
    old: Path, writable: bool, caplog: pytest.LogCaptureFixture
) -> None:
    before = dump(old)
    with caplog.at_level(logging.WARNING), Store(old, writable=writable) as store:
        assert [report.id for report in store.reports()] == ["a", "b"]
        assert store.decisions() == ()
    assert f"carried over from schema 1 to {SCHEMA_VERSION}" in caplog.text
    assert backup_of(old).name in caplog.text
    assert dump(backup_of(old)) == before
    kept = [line for line in before if line.startswith(tuple(f'INSERT INTO "{t}"' for t in CAME_IN))]
    assert len(kept) >= 5
    assert set(kept) <= set(dump(old))
    caplog.clear()
    with Store(old):
        assert not caplog.text


def test_a_record_carried_over_has_the_shape_of_a_new_one(old: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "new.sqlite", writable=True), Store(old):
        assert shape(old) == shape(tmp_path / "new.sqlite")


def made_older(path: Path, schema: int) -> None:
    """Brings a record of schema 1 to a later one that is not ours yet."""
    from alembic import command
    from alembic.config import Config

    engine = opening._engine(path, "rw", immediate=True)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(migrating._SCRIPTS).replace("%", "%%"))
        command.stamp(config, "schema_1")
        command.upgrade(config, f"schema_{schema}")
        connection.exec_driver_sql(f"PRAGMA user_version = {schema}")


@pytest.mark.parametrize("schema", range(1, SCHEMA_VERSION))
def test_a_record_of_every_older_schema_is_carried_over(old: Path, tmp_path: Path, schema: int) -> None:
    made_older(old, schema)
    kept = [line for line in dump(old) if line.startswith(('INSERT INTO "texts"', 'INSERT INTO "reports"'))]
    with Store(tmp_path / "new.sqlite", writable=True), Store(old) as store:
        assert [report.id for report in store.reports()] == ["a", "b"]
        assert shape(old) == shape(tmp_path / "new.sqlite")
    assert len(kept) == 4 and set(kept) <= set(dump(old))
    assert old.with_name(f"{old.name}.schema{schema}.bak").exists()


def test_a_copy_of_an_older_record_is_put_back_and_stays_as_it_is(old: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(old)) as copy:
        backups._sealed(copy, old)
    before = old.read_bytes()
    assert backups.restore(old, tmp_path / "b.sqlite").reports == 2
    with pytest.raises(StoreError, match="sealed copy"):
        Store(old)  # would carry it over, and break its seal
    assert [(f.code, f.well) for f in safekeeping.doctor(old)] == [("seal", True)]
    assert old.read_bytes() == before and not backup_of(old).exists()
    assert [m.fate for m in app.meetings(tmp_path / "b.sqlite")] == ["cancelled", "held"]


def test_the_newest_step_leads_to_the_schema_of_the_code() -> None:
    numbers = sorted(int(re.findall(r"\d+", path.stem)[0]) for path in SCRIPTS.glob("schema_*.py"))
    assert numbers == list(range(1, SCHEMA_VERSION + 1))


def test_the_story_goes_on_in_a_record_carried_over(old: Path, tmp_path: Path) -> None:
    assert [m.fate for m in app.meetings(old)] == ["cancelled", "held"]
    decided = decisions.correct("a", old, published="2025-10-23", by="Lan")
    assert (decided.date.value, decided.date.dated_by) == ("2025-10-23", "decision")
    (tmp_path / "c.txt").write_text("Ông Putin nói sẽ chờ.", "utf-8")
    assert app.add([str(tmp_path / "c.txt")], old).new == 1
    assert not app.verify(old).failures


@pytest.mark.parametrize("error", [RuntimeError("a bug"), KeyboardInterrupt()])
def test_a_step_that_fails_leaves_everything_as_it_was(
    old: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    def fail(*_: object, **__: object) -> None:
        raise error

    before = dump(old)
    with monkeypatch.context() as patched:
        patched.setattr(op, "create_index", fail)  # the table is there by then
        with pytest.raises(StoreError if isinstance(error, Exception) else KeyboardInterrupt) as caught:
            Store(old, writable=True)
    if isinstance(caught.value, StoreError):
        assert "as it was before" in caught.value.message and caught.value.remedy
    assert (dump(old), backup_of(old).exists()) == (before, False)
    assert not list(old.parent.glob("*.part"))
    with Store(old) as store:
        assert len(store.reports()) == 2


def test_a_crash_halfway_loses_nothing(old: Path) -> None:
    program = """
import os, sys
from alembic import op
from biennien.store import Store
def crash(*_):
    op.get_bind().exec_driver_sql("PRAGMA cache_spill = 1")
    op.get_bind().exec_driver_sql("PRAGMA cache_size = 1")
    op.get_bind().exec_driver_sql("INSERT INTO texts SELECT sha256 || sha256, text || randomblob(99999) FROM texts")
    os._exit(9)
op.execute = crash
Store(sys.argv[1], writable=True)
"""
    before = dump(old)
    assert subprocess.run([sys.executable, "-c", program, str(old)], check=False).returncode == 9
    assert old.with_name(f"{old.name}-journal").exists()
    with Store(old) as store:
        assert [report.id for report in store.reports()] == ["a", "b"]
    assert dump(backup_of(old)) == before  # the copy of the run that crashed; this one's has a number
    assert dump(old.with_name(f"{old.name}.schema1.2.bak")) == before


def test_no_room_for_the_copy_changes_nothing(old: Path) -> None:
    program = """
import resource, signal, sys
from biennien.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
Store(sys.argv[1])
"""
    before = dump(old)
    done = subprocess.run(
        [sys.executable, "-c", program, str(old)], capture_output=True, text=True, check=False
    )
    assert "no safety copy of it can be made" in done.stderr
    assert "Make room" in done.stderr
    assert dump(old) == before
    assert [path.name for path in old.parent.iterdir()] == [old.name]


def test_what_may_not_be_written_is_refused_with_the_remedy(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_may_write", lambda path: False)
    before = old.read_bytes()
    with pytest.raises(StoreError, match="older Biennien") as caught:
        Store(old)
    assert "cp " in caught.value.remedy
    assert old.read_bytes() == before


def test_a_locked_old_record_waits_for_its_turn(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            Store(old)
    with Store(old) as store:
        assert len(store.reports()) == 2


def test_two_at_once_carry_it_over_once(old: Path) -> None:
    program = "import sys; from biennien.store import Store; print(len(Store(sys.argv[1], writable=True).reports()))"
    several = [
        subprocess.Popen([sys.executable, "-c", program, str(old)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [one.communicate()[0].strip() for one in several] == ["2", "2"]
    assert [path.name for path in old.parent.glob("*.bak")] == [backup_of(old).name]


def test_alembic_is_loaded_by_an_old_record_only(tmp_path: Path) -> None:
    program = """
import sys
from biennien.store import Store
Store(sys.argv[1], writable=True)
Store(sys.argv[1])
print("alembic" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a.sqlite")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
