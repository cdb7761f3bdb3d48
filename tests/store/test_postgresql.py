"""A record in a PostgreSQL database is the record that the same reports have in a file; what cannot be used is named without the password."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests import stores
from tests.store.test_store import NOW, report
from tests.stores import connected, dump

import biennien
from biennien import app, decisions, safekeeping, views
from biennien.addresses import Database, address_of
from biennien.cli import main
from biennien.desk import Desk
from biennien.model.errors import BiennienError, InputError, NoRecordError, RecordLockedError, StoreError
from biennien.store import Store, migrating, opening
from biennien.store import postgresql as places

pytestmark = pytest.mark.sqlite("it names its databases itself")


@pytest.fixture
def database(postgresql: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A schema of its own."""
    made = stores.database(request.node.nodeid)
    yield made
    run(postgresql, f'DROP SCHEMA IF EXISTS "{made.schema}" CASCADE')


@pytest.fixture(scope="module")
def samples(postgresql: str) -> Database:
    made = stores.database("samples")
    app.add([str(app.samples_folder())], made)
    return made


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("file") / "a.sqlite"
    app.add([str(app.samples_folder())], made)
    return made


def run(url: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def url_of(database: Database) -> str:
    return f"{database.conninfo}{'&' if '?' in database.conninfo else '?'}schema={database.schema}"


def test_the_record_is_that_of_a_file(samples: Database, file: Path) -> None:
    assert app.load(samples) == app.load(file)
    assert views.stories(samples) == views.stories(file)
    found = app.verify(samples)
    assert found.citations == found.citations_held > 50 and not found.failures


@pytest.mark.parametrize("words", ["hoãn", "hoan", "HOÃN gặp", "hoan g", "Trump Putin", "Budapest hủy", "không có gì", "'", "a:* | b", "_", "__ _"])  # fmt: skip
def test_a_search_finds_the_same(samples: Database, file: Path, words: str) -> None:
    assert Desk(samples).search(words) == Desk(file).search(words)


def test_every_skin_takes_its_address(
    samples: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [m.id for m in app.meetings(samples)]
    assert [m.id for m in biennien.Chronicle.open(url_of(samples)).meetings()] == told
    assert main(["verify", "--store", url_of(samples)]) == 0
    monkeypatch.setenv("BIENNIEN_STORE", url_of(samples))
    assert main(["meetings", "--json"]) == 0
    assert told[0] in capsys.readouterr().out
    from biennien.web.settings import load_settings

    assert load_settings(os.environ, Path("none")).store == samples


def test_the_desk_serves_it(samples: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    testclient = pytest.importorskip("starlette.testclient")
    from biennien.web.app import create_app
    from biennien.web.settings import Settings

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with testclient.TestClient(
        create_app(Settings(store=samples)), base_url="http://127.0.0.1:8321"
    ) as client:
        found = client.get("/api/v1/meetings").json()
        assert [m["id"] for m in found["items"]] == [m.id for m in app.meetings(samples)]
        assert client.get("/").status_code == 200
    assert main(["keys", "add", "Lan", "--store", url_of(samples)]) == 0  # the keys stay on the machine
    (keys,) = (tmp_path / "biennien").iterdir()
    assert keys.name.endswith(".keys") and "/" not in keys.name and keys.stat().st_mode & 0o77 == 0


def test_decisions_count_there_too(database: Database, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ông Trump hôm 22/10 tuyên bố hủy cuộc gặp với ông Putin.", "utf-8")
    app.add([str(tmp_path / "a.txt")], database, published="2025-10-23")
    done = decisions.correct("a", database, published="2025-10-24", by="Lan")
    assert app.reports(database)[0][1].value == "2025-10-24"
    decisions.undo(done.decision.id, database, by="Lan")
    assert app.reports(database)[0][1].value == "2025-10-23"


def test_any_text_is_kept_to_the_letter(database: Database) -> None:
    text = "Tin \0 một\x1a0 \x1a \x1a1.\r\n" + "".join(map(chr, (*range(1, 0xD800), *range(0xE000, 0x11000))))
    with Store(database, writable=True) as store:
        store.add([report("a", text, title="\0")], NOW)
        ((found),) = store.reports()
        assert (found.text, found.title) == (text, "\0")
        assert not store.damaged_texts()


def test_what_is_longer_than_a_key_may_be_stops_nothing(database: Database) -> None:
    long = " ".join(f"{hashlib.sha256(str(n).encode()).hexdigest()}" for n in range(120))
    said = f"Ngày 5/10, ông Putin nói: “{long}”."
    with Store(database, writable=True) as store:
        address = f"https://x.vn/{'?q='.join(long.split())}"
        assert store.add([report("b", "Tin.", url=address), report("c", "Tin hai.")], NOW) == ["new", "new"]
    for text in (said, "Ngày 5/10, ông Putin nói: “Không có gì”.", said):
        app.add([], database, given=[("a.json", json.dumps({"id": "a" * 100, "text": text}).encode())])
    assert app.verify(database).citations_held == app.verify(database).citations > 0


@pytest.mark.parametrize("schema", ["ế" * 21 + "a", "a" * 64, "1a", "a b"])
def test_a_schema_that_the_server_would_cut_is_refused(schema: str) -> None:
    with pytest.raises(InputError, match="63 bytes"):
        address_of(f"postgresql://h/db?schema={schema}")


def test_parameters_are_those_of_the_driver() -> None:
    address = address_of("postgresql://lan@h/db?password=a+b&application_name=x")
    assert isinstance(address, Database) and "password=a%2Bb" in address.conninfo
    for hidden in ("postgresql://lan:geheim?x@h/db", "postgresql://lan:ge@heim@h/db"):
        with pytest.raises(InputError) as told:
            address_of(hidden)
        assert "heim" not in str(told.value)


def test_text_is_in_the_order_of_its_characters(samples: Database) -> None:
    """As in SQLite and Python, whatever the language of the database: every column says so itself."""
    with connected(samples) as connection:
        query = "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'text'"
        assert connection.execute(query).fetchall() == [("C",)]


def test_there_and_back(samples: Database, database: Database, tmp_path: Path) -> None:
    made = safekeeping.backup(samples, tmp_path / "copy.sqlite")
    assert app.load(tmp_path / "copy.sqlite") == app.load(samples)  # a copy is a record in a file
    safekeeping.restore(tmp_path / "copy.sqlite", database)
    assert dump(database) == dump(samples)
    again = safekeeping.backup(database, tmp_path / "again.sqlite")
    assert (again.digest, again.reports) == (made.digest, 10)
    with pytest.raises(StoreError, match="a record already"):
        safekeeping.restore(tmp_path / "copy.sqlite", database)
    assert app.add([str(app.samples_folder())], database).unchanged == 10
    assert Desk(tmp_path / "copy.sqlite").search("hoãn") == Desk(database).search("hoãn")


def test_what_cannot_be_put_back_leaves_nothing(
    file: Path, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from biennien.store import backups

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    safekeeping.backup(file, tmp_path / "copy.sqlite")
    monkeypatch.setattr(backups, "move_rows", fail)
    with pytest.raises(KeyboardInterrupt):
        safekeeping.restore(tmp_path / "copy.sqlite", database)
    with pytest.raises(NoRecordError):
        Store(database)


def test_the_doctor_says_what_it_can(samples: Database, database: Database, tmp_path: Path) -> None:
    found = {finding.code: finding for finding in safekeeping.doctor(samples)}
    if os.environ.get(stores.GIVEN):
        pytest.skip("the server is another's")
    assert [code for code, finding in found.items() if not finding.well] == ["server"]  # made to be quick
    assert "fsync is off" in found["server"].message
    safekeeping.backup(samples, tmp_path / "copy.sqlite")
    safekeeping.restore(tmp_path / "copy.sqlite", database)
    with connected(database) as connection:
        connection.execute("DELETE FROM report_words WHERE number = 1")
    assert "report_words" in {f.code: f for f in safekeeping.doctor(database)}["file"].message


def test_a_reader_sees_one_state_and_waits_for_nobody(database: Database) -> None:
    with Store(database, writable=True) as writer:
        writer.add([report("a", "Một.")], NOW)
        with Store(database) as reader, writer._begun(), reader._begun() as looking:
            before = looking.exec_driver_sql("SELECT count(*) FROM reports").scalar_one()
            with connected(database) as other:
                other.execute("INSERT INTO texts VALUES ('x', 'y')")
                other.execute("INSERT INTO meta VALUES ('k', 'v')")
            assert looking.exec_driver_sql("SELECT count(*) FROM texts").scalar_one() == before == 1
            with pytest.raises(Exception, match="read-only"):
                looking.exec_driver_sql("DELETE FROM texts")


def test_a_second_writer_is_told_after_a_while(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(database, writable=True) as first, Store(database, writable=True) as second:
        monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
        with first._begun(), pytest.raises(RecordLockedError, match="locked"):
            second.add([report("a", "Một.")], NOW)
        assert second.add([report("a", "Một.")], NOW) == ["new"]


def test_a_writer_that_dies_leaves_nothing_half_done(database: Database) -> None:
    with Store(database, writable=True) as store:
        store.add([report("a", "Một.")], NOW)
    before = dump(database)
    program = """
import os, sys
from biennien.store import Store
with Store(sys.argv[1], writable=True) as store, store._begun() as connection:
    connection.exec_driver_sql("INSERT INTO texts VALUES ('x', 'y')")
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", program, url_of(database)], check=False).returncode == 9
    with Store(database, writable=True) as store:
        assert dump(database) == before
        assert store.add([report("b", "Hai.")], NOW) == ["new"]


def told(make: Callable[[], object], kind: type[BiennienError] = StoreError) -> str:
    with pytest.raises(kind) as caught:
        make()
    assert caught.value.remedy
    assert "secret" not in str(caught.value)
    return caught.value.message


def test_what_cannot_be_reached_is_named_with_the_remedy(postgresql: str, tmp_path: Path) -> None:
    def opened(url: str) -> Callable[[], object]:
        return lambda: Store(url)

    assert "cannot be reached" in told(opened(f"postgresql://lan:secret@/x?host={tmp_path}"))
    assert "cannot be reached" in told(opened("postgresql://lan:secret@127.0.0.1:1/x"))
    assert "cannot be reached" in told(opened("postgresql://lan:secret@no.such.host.invalid/x"))
    assert "no database of this name" in told(opened(postgresql.replace("@/postgres?", ":secret@/khong_co?")))
    assert "does not know this user" in told(opened(postgresql.replace("postgres@", "khong_ai:secret@")))
    assert "cannot be understood" in told(opened("postgresql://lan:secret@h/y?what=1"))
    assert "file or in a PostgreSQL" in told(lambda: address_of("mysql://lan:secret@h/x"), BiennienError)
    assert "no address" in told(lambda: address_of("postgresql://lan:sec@ret@h/secret"), BiennienError)
    assert "no address" in told(lambda: address_of("postgresql://lan:se/cret@h/secret"), BiennienError)
    assert "letters" in told(lambda: address_of('postgresql://h/x?schema=a"; DROP'), BiennienError)


def test_a_password_is_never_shown() -> None:
    made = address_of(
        "postgresql://lan:b%40d-secret@h:5/x?password=secret&sslpassword=secret&sslmode=require&schema=tin"
    )
    assert str(made) == "postgresql://lan@h:5/x?sslmode=require&schema=tin"
    assert "secret" not in repr(made) and "secret" not in f"{made}"
    assert isinstance(made, Database) and (made.schema, "b%40d-secret" in made.conninfo) == ("tin", True)


def test_a_wrong_password(postgresql: str) -> None:
    import psycopg

    if os.environ.get(stores.GIVEN):
        pytest.skip("the server is another's")
    with psycopg.connect(postgresql, autocommit=True) as connection:
        hba = Path(connection.execute("SHOW hba_file").fetchone()[0])  # type: ignore[index]
        connection.execute("DROP ROLE IF EXISTS bien_tap")
        connection.execute("CREATE ROLE bien_tap LOGIN PASSWORD 'dung'")
        kept = hba.read_text()
        hba.write_text(f"local all bien_tap scram-sha-256\n{kept}")
        connection.execute("SELECT pg_reload_conf()")
    wrong = postgresql.replace("postgres@", "bien_tap:secret@")
    assert "this user with this password" in told(lambda: Store(wrong))
    assert "this user with this password" in told(lambda: Store(postgresql.replace("postgres@", "bien_tap@")))
    right = postgresql.replace("postgres@", "bien_tap:dung@")
    with pytest.raises(NoRecordError):
        Store(f"{right}&schema=cua_bien_tap")
    # A schema is made by whoever may: this user may not.
    assert "no right" in told(lambda: Store(f"{right}&schema=cua_bien_tap", writable=True))


def test_what_is_no_record_is_left_alone(database: Database, postgresql: str) -> None:
    assert "no record in this database" in told(lambda: Store(database), NoRecordError)
    run(postgresql, f'CREATE SCHEMA "{database.schema}"', f'CREATE TABLE "{database.schema}".meta (key text)')
    for writable in (True, False):
        assert "another program" in told(lambda w=writable: Store(database, writable=w))  # type: ignore[misc]
    with connected(database) as connection:
        assert connection.execute("SELECT count(*) FROM meta").fetchone() == (0,)


def test_a_newer_record(database: Database) -> None:
    Store(database, writable=True)
    with connected(database) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    for writable in (True, False):
        assert "newer Biennien" in told(lambda w=writable: Store(database, writable=w))  # type: ignore[misc]


STEP = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "schema_{to}", {of}
def upgrade():
    {what}
"""


@pytest.mark.parametrize("fails", [False, True])
def test_an_older_record_is_carried_over_whole_or_stays(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    with Store(database, writable=True) as store:
        store.add([report("a", "Một.")], NOW)
    before, now = dump(database), places.SCHEMA_VERSION
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text((migrating._SCRIPTS / "env.py").read_text())
    (tmp_path / "versions" / "old.py").write_text(STEP.format(to=now, of=None, what="pass"))
    what = 'op.add_column("reports", sa.Column("more", sa.Text))\n    '
    what += "1 / 0" if fails else f"op.execute(\"UPDATE meta SET value = '{now + 1}' WHERE key = 'schema'\")"
    (tmp_path / "versions" / "new.py").write_text(STEP.format(to=now + 1, of=f'"schema_{now}"', what=what))
    monkeypatch.setattr(migrating, "_SCRIPTS", tmp_path)
    monkeypatch.setattr(places, "SCHEMA_VERSION", now + 1)
    monkeypatch.setattr(migrating, "SCHEMA_VERSION", now + 1)
    if fails:
        assert "as it was before" in told(lambda: Store(database))
        assert dump(database) == before
        return
    with Store(database) as store:
        assert [r.id for r in store.reports()] == ["a"]
    with connected(database) as connection:
        stamps = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        assert (stamps, connection.execute("SELECT more FROM reports").fetchall()) == (
            [(f"schema_{now + 1}",)],
            [(None,)],
        )


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("psycopg", "biennien.store.psycopg"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"biennien\[postgresql\]"):
        Store("postgresql://lan@h/x")


def test_writers_and_readers_at_once(database: Database, tmp_path: Path) -> None:
    """Several processes add at once while others look: all is there once, as if one had added it."""
    program = """
import sys, time
from biennien import app
from biennien.addresses import address_of
from biennien.model.errors import RecordLockedError
for path in sys.argv[2:]:
    while True:
        try:
            print(app.add([path], address_of(sys.argv[1])).new, flush=True)
            break
        except RecordLockedError:
            time.sleep(0.1)
"""
    text = "Ngày {day}/10, Tổng thống Mỹ Donald Trump nói sẽ gặp Tổng thống Nga Vladimir Putin tại Budapest vào ngày {then}/11. Tin số {n}."
    files = []
    for n in range(24):
        files.append(tmp_path / f"{n:02}.txt")
        files[-1].write_text(text.format(day=1 + n, then=1 + n % 5, n=n), "utf-8")
    Store(database, writable=True)
    ended, seen, wrong = threading.Event(), [0], list[BaseException]()

    def look() -> None:
        try:
            desk = Desk(database)
            while not ended.is_set():
                whole = desk.whole()
                ids = {r.id for r in whole.reports}
                assert all(c.report_id in ids for s in whole.record.statements for c in s.citations)
                desk.stories()
                seen[0] = max(seen[0], len(ids))
        except BaseException as error:
            wrong.append(error)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    command = [sys.executable, "-c", program, url_of(database)]
    writers = [
        subprocess.Popen([*command, *map(str, files[k::4])], stdout=subprocess.PIPE, text=True)
        for k in range(4)
    ]
    said = [writer.communicate(timeout=120)[0].split() for writer in writers]
    ended.set()
    for reader in readers:
        reader.join()
    assert not wrong and seen[0] > 0
    assert said == [["1"] * 6] * 4
    with connected(database) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT id) FROM reports").fetchone() == (24, 24)
    alone = tmp_path / "alone.sqlite"
    app.add([str(tmp_path)], alone)
    assert app.load(database) == app.load(alone)
    found = app.verify(database)
    assert found.citations == found.citations_held > 0 and not found.failures
