"""What a disk may hold after the current was cut: what was synced, and of the rest anything."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from tests.faults import tracing
from tests.faults.disk import WAYS, Disk
from tests.faults.tracing import Change


def found(disk: Disk, times: int = 60) -> list[dict[str, bytes]]:
    return [disk.after_cut(WAYS[n % len(WAYS)], Random(n)) for n in range(times)]


def write(path: str, content: bytes, at: int = 0) -> Change:
    return Change(kind="write", path=path, at=at, content=content)


def test_what_was_synced_is_there_and_the_rest_perhaps() -> None:
    disk = Disk({"/a": b"old."})
    disk.take([write("/a", b"new."), Change(kind="sync", path="/a")])
    assert {held["/a"] for held in found(disk)} == {b"new."}
    disk.take([write("/a", b"more", 4)])
    states = {held["/a"] for held in found(disk)}
    assert {b"new.", b"new.more"} <= states
    assert all(state.startswith(b"new.") for state in states)


def test_a_name_is_sure_only_when_its_folder_was_synced() -> None:
    disk = Disk({"/a": b"1"})
    disk.take([Change(kind="create", path="/b"), write("/b", b"2"), Change(kind="sync", path="/b")])
    disk.take([Change(kind="rename", path="/b", other="/a")])
    assert {held["/a"] for held in found(disk)} == {b"1", b"2"}
    disk.take([Change(kind="sync folder", path="/")])
    assert found(disk, 8) == [{"/a": b"2"}] * 8
    disk.take([Change(kind="unlink", path="/a")])
    assert {len(held) for held in found(disk)} == {0, 1}


def test_a_name_may_be_there_before_what_it_names() -> None:
    disk = Disk({})
    disk.take(
        [Change(kind="create", path="/a"), write("/a", b"x" * 600), Change(kind="sync folder", path="/")]
    )
    assert min(len(held["/a"]) for held in found(disk)) == 0


def test_sectors_come_one_by_one_and_in_any_order() -> None:
    disk = Disk({"/a": b"a" * 8192})
    disk.take([write("/a", b"b" * 8192), write("/a", b"c" * 4096)])
    states = {held["/a"][::512].decode() for held in found(disk, 400)}
    assert any("a" in state and "b" in state and "c" in state for state in states)
    assert any(state.startswith("a") and state.endswith("b") for state in states)
    assert all(len(state) == 16 for state in states)


def test_a_file_may_have_grown_without_what_was_written() -> None:
    disk = Disk({"/a": b""})
    disk.take([write("/a", b"x" * 4096)])
    assert any(len(held["/a"]) == 4096 and b"x" not in held["/a"] for held in found(disk, 400))


@pytest.mark.skipif(not tracing.AVAILABLE, reason="calls of other processes cannot be seen on this machine")
def test_the_changes_of_a_program_are_seen_as_they_are(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def work(tell: tracing.Tell) -> None:
        os.chdir(tmp_path)
        with Path("a").open("wb", buffering=0) as file:
            file.write(b"one")
            file.write(b"two")
            os.fsync(file.fileno())
            file.truncate(4)
        with Path("a").open("ab", buffering=0) as file:
            file.write(b"three")
        tell("half")
        os.link("a", "b")
        Path("b").rename("c")
        Path("a").unlink()
        folder = os.open(".", os.O_RDONLY)
        os.fsync(folder)
        Path(elsewhere, "file").write_text("not ours")

    seen = tracing.run(work, tmp_path)
    told = [(c.kind, Path(c.path).name, Path(c.other).name, c.at, c.content) for c in seen.changes]
    assert told == [
        ("create", "a", "", 0, b""),
        ("write", "a", "", 0, b"one"),
        ("write", "a", "", 3, b"two"),
        ("sync", "a", "", 0, b""),
        ("size", "a", "", 4, b""),
        ("write", "a", "", 4, b"three"),
        ("said", "", "", 0, b"half\n"),
        ("link", "a", "b", 0, b""),
        ("rename", "b", "c", 0, b""),
        ("unlink", "a", "", 0, b""),
        ("sync folder", tmp_path.name, "", 0, b""),
    ]
    assert (seen.told, seen.status) == (["half"], 0)
    disk = Disk({})
    disk.take(seen.changes)
    assert disk.after_cut("nothing", Random(0)) == {str(tmp_path / "c"): b"onetwo"}
    assert disk.after_cut("all", Random(0)) == {str(tmp_path / "c"): b"onetthree"}


@pytest.mark.skipif(not tracing.AVAILABLE, reason="calls of other processes cannot be seen on this machine")
@pytest.mark.parametrize(("what", "left", "status"), [("kill", "01", None), (28, "0134", 0)])
def test_a_change_is_refused_or_the_last(
    what: str | int, left: str, status: int | None, tmp_path: Path
) -> None:
    def work(tell: tracing.Tell) -> None:
        for number in range(5):
            try:
                os.close(os.open(tmp_path / str(number), os.O_CREAT))
            except OSError as error:
                tell(f"refused {error.errno}")

    seen = tracing.run(work, tmp_path, lambda number, change: what if number == 2 else None)
    assert "".join(sorted(path.name for path in tmp_path.iterdir())) == left
    assert seen.status == status
    assert seen.told == ([f"refused {what}"] if what != "kill" else [])
