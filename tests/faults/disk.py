"""What a disk holds after the current was cut, by what was asked of it: only what was synced is sure, in files and in folders.

The model is harsher than the file systems in use. After the last sync of a file each of its sectors may hold what stood there, or
what any later write put there; a file that grew may hold zeros, or rubbish where SQLite must find that out (other files: no file system
in use gives a reader what another has deleted); the names in a folder are what they were at the folder's last
sync, with any of the later changes or none. Writing a sector does not hurt its neighbours (SQLite relies on that too:
https://www.sqlite.org/psow.html).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.tracing import Change

# What becomes of that which was not synced: nothing of it came to the disk, all, all up to a moment, or any parts of it.
WAYS = ("nothing", "all", "up to a moment", "any parts")
_SECTORS = (512, 4096)


@dataclass(slots=True)
class _File:
    """`sure` is what is on the disk for certain; `open` what was asked since: (number, place, bytes) or (number, size, None)."""

    sure: bytearray = field(default_factory=bytearray)
    open: list[tuple[int, int, bytes | None]] = field(default_factory=list)


@dataclass(slots=True)
class _Folder:
    sure: dict[str, _File] = field(default_factory=dict)
    open: list[tuple[int, Change, _File]] = field(default_factory=list)


class Disk:
    """The files of one folder, and what was asked of the disk that holds them."""

    def __init__(self, before: Mapping[str, bytes]) -> None:
        """All that is there before is on the disk for certain."""
        self._folder = _Folder(sure={path: _File(sure=bytearray(held)) for path, held in before.items()})
        self._names = dict(self._folder.sure)  # as the programs see them
        self._number = 0

    def take(self, changes: Iterable[Change]) -> None:
        """Takes what is asked, in its order."""
        for change in changes:
            self._number += 1
            self._take(change)

    def _take(self, change: Change) -> None:
        kind, number = change.kind, self._number
        if kind in ("create", "link", "rename", "unlink"):
            self._names_change(change)
        elif kind == "sync folder":
            for _, one, file in self._folder.open:
                _rename(self._folder.sure, one, file)
            self._folder.open.clear()
        elif (file := self._names.get(change.path)) is None:
            return  # it has no name any more: nobody will ever see it
        elif kind == "write":
            file.open.append((number, change.at, change.content))
        elif kind == "size":
            file.open.append((number, change.at, None))
        elif kind == "sync":
            file.sure = _written(file.sure, file.open)
            file.open.clear()

    def _names_change(self, change: Change) -> None:
        file = _File() if change.kind == "create" else self._names.get(change.path)
        if file is None:
            return
        _rename(self._names, change, file)
        self._folder.open.append((self._number, change, file))

    def after_cut(self, way: str, chance: Random) -> dict[str, bytes]:
        """What is found when the current is back; `way` is one of WAYS."""
        first, last = self._number + 1, 0
        for number, *_ in (*self._folder.open, *(o for f in self._files() for o in f.open)):
            first, last = min(first, number), max(last, number)
        until = {"nothing": -1, "all": last}.get(way, chance.randint(first - 1, max(first - 1, last)))
        names = dict(self._folder.sure)
        for number, change, file in self._folder.open:
            if (chance.random() < 0.5) if way == "any parts" else number <= until:
                _rename(names, change, file)
        sector, rubbish = chance.choice(_SECTORS), chance.random() < 0.5
        found = {}
        for path, file in names.items():
            if way == "any parts":
                found[path] = _mixed(file, sector, rubbish and not path.endswith(".jsonl"), chance)
            else:
                found[path] = bytes(_torn(file, until, way, sector, chance))
        return found

    def _files(self) -> list[_File]:
        return [*{id(f): f for f in (*self._names.values(), *self._folder.sure.values())}.values()]


def folder_as_it_is(folder: Path) -> dict[str, bytes]:
    """All files in a folder by their paths."""
    return {str(path): path.read_bytes() for path in sorted(folder.resolve().iterdir()) if path.is_file()}


def put_into(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes a folder hold these files and no others."""
    for path in folder.resolve().iterdir():
        if path.is_file() and str(path) not in files:
            path.unlink()
    for name, held in files.items():
        Path(name).write_bytes(held)


def _rename(names: dict[str, _File], change: Change, file: _File) -> None:
    if change.kind in ("unlink", "rename"):
        names.pop(change.path, None)
    if change.kind != "unlink":
        names[change.other or change.path] = file


def _written(sure: bytearray, asked: Iterable[tuple[int, int, bytes | None]]) -> bytearray:
    found = bytearray(sure)
    for _, at, content in asked:
        if content is None:
            found = found[:at].ljust(at, b"\0")
        else:
            found.extend(b"\0" * (at - len(found)))
            found[at : at + len(content)] = content
    return found


def _torn(file: _File, until: int, way: str, sector: int, chance: Random) -> bytearray:
    """All up to a moment; of the write of that moment perhaps only the first sectors."""
    asked = [one for one in file.open if one[0] <= until]
    if way == "up to a moment" and asked and asked[-1][0] == until and asked[-1][2]:
        number, at, content = asked[-1]
        sectors = range(0, len(content) + 1, sector)
        asked[-1] = (number, at, content[: chance.choice(sectors)] if len(sectors) > 1 else content)
    return _written(file.sure, asked)


def _mixed(file: _File, sector: int, rubbish: bool, chance: Random) -> bytes:
    """Each sector by itself as it was, or as any of the writes since left it; the size as it was, or as any of them left it."""
    sizes, held = [len(file.sure)], dict[int, list[bytes]]()
    for _, at, content in file.open:
        if content is None:
            sizes.append(at)
            continue
        sizes.append(max(sizes[-1], at + len(content)))
        for place in range(at // sector, (at + len(content) - 1) // sector + 1):
            start = place * sector
            told = held.setdefault(place, [_as_before(file.sure, start, sector, rubbish, chance)])
            now = bytearray(told[-1])
            begin, end = max(at, start), min(at + len(content), start + sector)
            now[begin - start : end - start] = content[begin - at : end - at]
            told.append(bytes(now))
    found = bytearray(file.sure)
    for place, told in held.items():
        start = place * sector
        found.extend(b"\0" * (start + sector - len(found)))
        found[start : start + sector] = chance.choice(told)
    size = chance.choice(sizes)
    return bytes(found[:size].ljust(size, b"\0"))


def _as_before(sure: bytearray, start: int, sector: int, rubbish: bool, chance: Random) -> bytes:
    before = bytes(sure[start : start + sector])
    more = sector - len(before)
    return before + (chance.randbytes(more) if rubbish else b"\0" * more)
