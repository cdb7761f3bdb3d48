"""A copy of a record is whole and as it was, or it is refused; nothing that is there is ever overwritten."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from biennien import app, safekeeping
from biennien.cli import main
from biennien.model.errors import StoreError
from biennien.store.backups import check_copy


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("safe") / "a.sqlite"
    app.add([str(app.samples_folder())], made)
    return made


def test_there_and_back(store: Path, tmp_path: Path) -> None:
    made = safekeeping.backup(store, tmp_path / "copy.sqlite")
    found = safekeeping.restore(tmp_path / "copy.sqlite", tmp_path / "b.sqlite")
    assert (made.reports, made.digest) == (10, found.digest)
    assert app.meetings(tmp_path / "b.sqlite") == app.meetings(store)
    assert app.add([str(app.samples_folder())], tmp_path / "b.sqlite").unchanged == 10  # and it goes on


def test_a_copy_is_used_as_a_record_too(store: Path, tmp_path: Path) -> None:
    safekeeping.backup(store, tmp_path / "copy.sqlite")
    assert app.meetings(tmp_path / "copy.sqlite") == app.meetings(store)


def test_nothing_is_overwritten(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    safekeeping.backup(store, copy)
    before = copy.read_bytes()
    with pytest.raises(StoreError, match="there already"):
        safekeeping.backup(store, copy)
    with pytest.raises(StoreError, match="a record already"):
        safekeeping.restore(copy, store)
    assert copy.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["copy.sqlite"]


@pytest.mark.parametrize("change", ["UPDATE statements SET content = 'x'", "UPDATE report_words_data SET block = x'00'", "CREATE TRIGGER t AFTER INSERT ON reports BEGIN DELETE FROM texts; END", "UPDATE texts SET text = text || '.'", "DELETE FROM reports WHERE row = 3", "UPDATE reports SET published_on = '2020-01-01' WHERE row = 1"])  # fmt: skip
def test_a_copy_that_was_changed_is_refused(store: Path, tmp_path: Path, change: str) -> None:
    copy = tmp_path / "copy.sqlite"
    safekeeping.backup(store, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(change)
    with pytest.raises(StoreError, match="damaged"):
        safekeeping.restore(copy, tmp_path / "b.sqlite")
    assert not (tmp_path / "b.sqlite").exists()


def test_a_copy_with_a_broken_page_is_refused(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    safekeeping.backup(store, copy)
    data = bytearray(copy.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = b"\xff" * 4096
    copy.write_bytes(data)
    with pytest.raises(StoreError):
        safekeeping.restore(copy, tmp_path / "b.sqlite")


@pytest.mark.sqlite("files")
def test_a_record_is_no_copy_and_another_file_neither(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no sealed copy"):
        safekeeping.restore(store, tmp_path / "b.sqlite")
    (tmp_path / "x").write_bytes(b"x" * 5000)
    with pytest.raises(StoreError):
        safekeeping.restore(tmp_path / "x", tmp_path / "b.sqlite")


def test_a_copy_is_made_while_others_write(tmp_path: Path) -> None:
    store, ended = tmp_path / "a.sqlite", threading.Event()
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Ngày {number + 1}/3, ông Trump nói sẽ gặp ông Putin.")
    app.add([str(tmp_path / "0.txt")], store)

    def write() -> None:
        for number in (1, 2):
            app.add([str(tmp_path / f"{number}.txt")], store)
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    copies = []
    while not ended.is_set() or not copies:
        copies.append(tmp_path / f"copy{len(copies)}.sqlite")
        safekeeping.backup(store, copies[-1])
    writer.join()
    for number, copy in enumerate(copies):
        assert safekeeping.restore(copy, tmp_path / f"r{number}.sqlite").reports in (1, 2, 3)
        verified = app.verify(tmp_path / f"r{number}.sqlite")
        assert verified.citations_held == verified.citations


@pytest.mark.sqlite("files")
def test_the_doctor_finds_what_is_wrong(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert all(finding.well for finding in safekeeping.doctor(store))
    ill = tmp_path / "ill.sqlite"
    ill.write_bytes(store.read_bytes())
    with closing(sqlite3.connect(ill)) as connection, connection:
        connection.execute("UPDATE texts SET text = 'x'")
    assert {f.code for f in safekeeping.doctor(ill) if not f.well} == {"citations"}
    assert main(["--lang", "vi", "doctor", "--store", str(ill)]) == 1
    assert "HỎNG" in capsys.readouterr().out
    (missing,) = safekeeping.doctor(tmp_path / "none.sqlite")
    assert not missing.well and missing.remedy


@pytest.mark.sqlite("files")
@pytest.mark.parametrize("rest", ["-wal", "-journal"])
def test_what_another_record_left_is_not_mixed_in(store: Path, tmp_path: Path, rest: str) -> None:
    safekeeping.backup(store, tmp_path / "copy")
    (tmp_path / f"new.sqlite{rest}").write_bytes(b"x")
    with pytest.raises(StoreError, match="another record"):
        safekeeping.restore(tmp_path / "copy", tmp_path / "new.sqlite")


def test_a_disk_without_links_keeps_copies_too(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    safekeeping.backup(store, tmp_path / "copy")
    assert check_copy(tmp_path / "copy").reports
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


@pytest.mark.sqlite("files")
def test_the_doctor_holds_a_copy_against_its_seal(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    safekeeping.backup(store, copy)
    assert {f.code: f.well for f in safekeeping.doctor(copy)}["seal"]
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE changes SET reason = 'x' WHERE id = (SELECT min(id) FROM changes)")
    ill = [f for f in safekeeping.doctor(copy) if not f.well]
    assert [f.code for f in ill] == ["seal"] and ill[0].remedy
    assert main(["doctor", "--store", str(copy)]) == 1


@pytest.mark.sqlite("files")
def test_nothing_is_written_into_a_sealed_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, copy, more = tmp_path / "a.sqlite", tmp_path / "copy.sqlite", tmp_path / "more.txt"
    more.write_text("Ngày 1/3, ông Trump nói sẽ gặp ông Putin.")
    app.add(
        [str(more)], store
    )  # too few to be grouped at once: whoever asks for stories writes them, if he may
    safekeeping.backup(store, copy)
    before = copy.read_bytes()
    assert main(["--lang", "vi", "add", str(more), "--store", str(copy)]) == 2
    told = capsys.readouterr().err
    assert "niêm phong" in told and f"biennien restore {copy} --store NEW" in told
    assert main(["stories", "--store", str(copy)]) == main(["reports", "--store", str(copy)]) == 0
    assert copy.read_bytes() == before
    assert safekeeping.restore(copy, tmp_path / "b.sqlite").reports == 1


def test_sizes_are_told_in_a_unit_that_fits() -> None:
    assert [safekeeping.size_told(n) for n in (0, 623_488, 71_059_000_000)] == ["0 kB", "623 kB", "71 GB"]
