"""Faults that hit one program at its changes to files: where they are met, and what each does."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults import checks, reports, tracing
from tests.faults.checks import Came, must
from tests.faults.disk import WAYS, Disk, folder_as_it_is, put_into
from tests.faults.postgresql import Server
from tests.faults.tracing import WRITES, Change, Seen
from tests.faults.watching import Watch, paper
from tests.faults.works import Backup, Decide, Keys, Large, Recorded, Restore, Shared, Tell, Update, Work

from biennien.store import SCHEMA_VERSION

SYNCS = frozenset(("sync", "sync folder"))


WORKS: dict[str, Callable[[Path, Came], Work]] = {
    "add": Work,
    "record": Recorded,
    "large": Large,
    "shared": Shared,
    "decide": Decide,
    **{
        f"update {n}": lambda folder, came, n=n: Update(folder, came, schema=n)
        for n in range(1, SCHEMA_VERSION)
    },
    "backup": Backup,
    "restore": Restore,
    "keys": Keys,
    "watch": Watch,
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: the seed of the campaign, its kind, the work that it hits, and its number among these."""

    seed: int
    kind: str
    work: str
    number: int

    def __str__(self) -> str:
        return f"{self.seed}/{self.kind}/{self.work}/{self.number}"


@dataclass(slots=True)
class _Course:
    """What a work does where no fault comes: what was there before and after, its changes, and how long it took."""

    before: dict[str, bytes]
    after: dict[str, bytes]
    seen: Seen
    seconds: float


@dataclass(slots=True)
class Ground:
    """A folder in which faults are met."""

    folder: Path
    came: Came = field(init=False)
    _courses: dict[str, _Course] = field(default_factory=dict)
    _paper: AbstractContextManager[str] = field(init=False)
    _server: Server | None = None

    def __post_init__(self) -> None:
        """Finds out what the reports bring where nothing goes wrong."""
        checks.warmed()
        for name in ("reports", "clean"):
            (self.folder / name).mkdir(parents=True)
        self.came = checks.brought_by(
            reports.portion_files(self.folder / "reports"), self.folder / "clean" / "a.sqlite"
        )

    def __enter__(self) -> Ground:
        self._paper = paper(self.folder)
        Watch.host = self._paper.__enter__()
        return self

    def __exit__(self, *reason: object) -> None:
        if self._server is not None:
            self._server.stop()
        self._paper.__exit__(None, None, None)

    def server(self) -> Server:
        """A PostgreSQL server of our own, started when it is asked for first."""
        if self._server is None:
            self._server = Server(self.folder / "postgresql", self.came.files)
        return self._server

    def no_server(self) -> str | None:
        """Why no PostgreSQL can be started here; None where one runs."""
        try:
            self.server()
        except Exception as error:
            return f"no PostgreSQL can be started: {error}"
        return None

    def work(self, name: str) -> Work:
        """A work by its name, in an empty folder."""
        folder = self.folder / "work"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return WORKS[name](folder, self.came)

    def course(self, name: str) -> _Course:
        """What a work does where no fault comes; found out once."""
        if name not in self._courses:
            work = self.work(name)
            work.prepare()
            work.begin()
            before, start = folder_as_it_is(work.folder), time.monotonic()
            seen = tracing.run(self.quiet(work.run), work.folder)
            seconds = time.monotonic() - start
            must(seen.status == 0 and bool(seen.told), f"{name} goes wrong without a fault: {self.noise()}")
            after = folder_as_it_is(work.folder)
            work.check(seen.told)
            self._courses[name] = _Course(before, after, seen, seconds)
        return self._courses[name]

    def forget(self, name: str) -> None:
        """Forgets what a work does, so that it is found out again."""
        self._courses.pop(name, None)

    def quiet(self, does: tracing.Does) -> tracing.Does:
        """The same with all it prints put into a file."""
        return _to(self.folder / "noise", does)

    def unheard(self, does: tracing.Does) -> tracing.Does:
        """The same with all it prints thrown away."""
        return _to(Path(os.devnull), does)

    def noise(self) -> str:
        """The end of what the last work printed."""
        return (self.folder / "noise").read_text("utf-8")[-2_000:]


def killed_at_a_call(ground: Ground, fault: Fault, chance: Random) -> int:
    """kill -9 before one of the changes to the files."""
    course = ground.course(fault.work)
    at = chance.randrange(_changes(course))
    return _met(ground, fault, lambda number, change: "kill" if number == at else None)


def killed_at_a_moment(ground: Ground, fault: Fault, chance: Random) -> int:
    """kill -9 after some time."""
    course = ground.course(fault.work)
    work = prepared(ground, fault)
    pid, pipe = tracing.started(ground.quiet(work.run))
    time.sleep(chance.uniform(0, course.seconds))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return work.check(tracing.told_in(pipe))


def full_disk(ground: Ground, fault: Fault, chance: Random) -> int:
    """From some change on the disk takes no more."""
    at = chance.randrange(_changes(ground.course(fault.work)))
    return _met(ground, fault, lambda n, change: errno.ENOSPC if n >= at and change.kind in WRITES else None)


def failing_disk(ground: Ground, fault: Fault, chance: Random) -> int:
    """One write or sync fails, and only that."""
    at = chance.randrange(_changes(ground.course(fault.work)))
    hit: list[int] = []

    def decide(number: int, change: Change) -> int | None:
        if number < at or hit or change.kind not in WRITES | SYNCS:
            return None
        hit.append(number)
        return errno.EIO

    return _met(ground, fault, decide)


def read_only_disk(ground: Ground, fault: Fault, chance: Random) -> int:
    """From some change on nothing may be changed: so a file system does that finds itself damaged."""
    at = chance.randrange(_changes(ground.course(fault.work)))
    return _met(
        ground, fault, lambda n, change: errno.EROFS if n >= at and change.kind not in SYNCS else None
    )


def power_cut(ground: Ground, fault: Fault, chance: Random) -> int:
    """The current is cut after some change: what was not synced is there, or not, or in parts."""
    course = ground.course(fault.work)
    changes = course.seen.changes
    # Half of the cuts come soon after something was acknowledged: it must be there then.
    said = [number for number, change in enumerate(changes) if change.kind == "said"]
    until = (
        chance.choice(said) + chance.randint(1, 6)
        if chance.random() < 0.5
        else chance.randrange(len(changes))
    )
    work = prepared(ground, fault)
    disk = Disk(course.before)
    disk.take(changes[:until])
    put_into(work.folder, disk.after_cut(WAYS[fault.number % len(WAYS)], chance))
    told = b"".join(change.content for change in changes[:until] if change.kind == "said")
    return work.check(told.decode().splitlines())


def _met(ground: Ground, fault: Fault, decide: tracing.Decide) -> int:
    work = prepared(ground, fault)
    seen = tracing.run(ground.quiet(work.run), work.folder, decide)
    must(seen.status in (0, None), f"the command ended by itself with {seen.status}: {ground.noise()}")
    return work.check(seen.told)


def prepared(ground: Ground, fault: Fault) -> Work:
    """The work of a fault, ready to run."""
    course = ground.course(fault.work)
    work = ground.work(fault.work)
    put_into(work.folder, course.before)
    work.begin()
    return work


def _to(file: Path, does: tracing.Does) -> tracing.Does:
    def quiet(tell: Tell) -> None:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        does(tell)

    return quiet


def _changes(course: _Course) -> int:
    return sum(change.kind != "said" for change in course.seen.changes)
