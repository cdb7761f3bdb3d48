"""The use cases of keeping a record safe: a copy, putting one back, and what is wrong with a record."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from biennien import app
from biennien.addresses import StoreAddress
from biennien.model.errors import BiennienError
from biennien.versions import SCHEMA_VERSION, reader_version

if TYPE_CHECKING:
    from biennien.store.backups import Sealed

_HALF = re.compile(r"(\..{1,255}\.\d+|.{1,255}\.schema.{0,255}\.bak)\.part(-journal)?")
_ROOM = 2  # times its size should be free beside a record: for a carrying over, or a copy
_UNITS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (1000, "kB"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. `code` names it; `well` whether it is as it should be; what was found, and the remedy where it is not."""

    code: str
    well: bool
    message: str
    remedy: str = ""


def backup(store: StoreAddress, file: Path) -> Sealed:
    """Copies a record into a new file, sealed with a digest, while others may go on using it."""
    from biennien.store.backups import back_up

    return back_up(store, file)


def restore(file: Path, store: StoreAddress) -> Sealed:
    """Makes a record of a copy that is as it was sealed."""
    from biennien.store.backups import restore as put_back

    return put_back(file, store)


def doctor(store: StoreAddress) -> tuple[Finding, ...]:
    """All that can be found wrong with a record without changing it; the first finding that keeps it from being read is the last."""
    return tuple(_findings(store))


def size_told(size: int) -> str:
    """A number of bytes in the largest unit of which there is one, rounded down: ``623 kB``, ``71 GB``."""
    unit = next((unit for unit in _UNITS if size >= unit[0]), _UNITS[-1])
    return f"{size // unit[0]} {unit[1]}"


def _findings(store: StoreAddress) -> Iterator[Finding]:
    sealed = _seal(store) if isinstance(store, Path) else ()
    yield from sealed
    if sealed and isinstance(store, Path) and _is_older(store):  # to be looked into it would be carried over
        return
    try:
        with app.opened_store(store) as opened:
            damage, risks = opened.damage(), opened.risks()
            record = opened.stored(reader_version())[0]
    except BiennienError as error:
        yield Finding(code="open", well=False, message=error.message, remedy=error.remedy)
        return
    is_file = isinstance(store, Path)
    yield Finding(
        code="open",
        well=True,
        message="the file is a record of this version."
        if is_file
        else "the database is a record of this version.",
    )
    wrong = "; ".join(damage)
    whole = "the file is whole." if is_file else "the database is whole."
    broken = f"the file is damaged: {wrong}." if is_file else f"the database is damaged: {wrong}."
    yield Finding(
        code="file",
        well=not damage,
        message=broken if damage else whole,
        remedy="Put back a copy: biennien restore COPY --store NEW" if damage else "",
    )
    found = app.verify(store)
    held = found.citations_held == found.citations and found.spans_held == found.spans and not found.failures
    yield Finding(
        code="citations",
        well=held,
        message=f"{found.citations_held}/{found.citations} citations and {found.spans_held}/{found.spans} spans hold.",
        remedy=""
        if held
        else "biennien verify names them; put back a copy, or add the reports to a new record.",
    )
    if record is not None or not sealed:  # a copy stays behind, and is brought up to date once it is put back
        yield _current(record is not None)
    yield from _around(store) if isinstance(store, Path) else _server(risks)


def _seal(file: Path) -> tuple[Finding, ...]:
    """Whether a sealed copy is as it was sealed; nothing for another file, which is told of when it is opened."""
    from biennien.store.backups import seal_holds

    try:
        holds = seal_holds(file)
    except BiennienError:
        return ()
    if holds is None:
        return ()
    broken = "the copy is not as it was sealed: it is damaged, or was written to since."
    return (
        Finding(
            code="seal",
            well=holds,
            message="the file is a sealed copy, as it was sealed." if holds else broken,
            remedy="" if holds else "Take another copy.",
        ),
    )


def _is_older(file: Path) -> bool:
    from biennien.store.opening import schema_of

    return schema_of(file) < SCHEMA_VERSION


def _current(made: bool) -> Finding:
    """Whether the record rests on all that was added."""
    behind = "the record is behind: it was stopped halfway, or made by another version."
    return Finding(
        code="current",
        well=made,
        message="the record rests on all that was added." if made else behind,
        remedy=""
        if made
        else "The next biennien add brings it up to date; until then each command makes it anew.",
    )


def _server(risks: Sequence[str]) -> Iterator[Finding]:
    """How the server of a database keeps it; whether its disk has room and its pages are whole only it can tell."""
    found = ", ".join(risks)
    yield Finding(
        code="server",
        well=not risks,
        message=f"the server may lose or break what it took, by its settings: {found}."
        if risks
        else "the server keeps what it took; whether its disk has room, and its pages are whole, is looked for there.",
        remedy="Let its keeper turn these settings on." if risks else "",
    )


def _around(store: Path) -> Iterator[Finding]:
    """What lies beside the record."""
    size, free = store.stat().st_size, shutil.disk_usage(store.absolute().parent).free
    yield Finding(
        code="room",
        well=free >= _ROOM * size,
        message=f"{size_told(free)} are free beside {size_told(size)} of record.",
        remedy="" if free >= _ROOM * size else "Make room: an update of Biennien copies the record first.",
    )
    beside = sorted(path.name for path in store.absolute().parent.iterdir())
    former = [name for name in beside if re.fullmatch(rf"{re.escape(store.name)}\.schema.*\.bak", name)]
    if former:
        yield Finding(
            code="former",
            well=True,
            message=f"copies from before updates lie beside it: {', '.join(former)}.",
            remedy="They may be deleted once you are content.",
        )
    if halves := [name for name in beside if _HALF.fullmatch(name)]:
        yield Finding(
            code="halves",
            well=True,
            message=f"unfinished copies lie beside it, of commands that were stopped or are at work: {', '.join(halves)}.",
            remedy="Where no backup, restore or update is at work they may be deleted.",
        )
