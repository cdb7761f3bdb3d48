"""What is going on when a fault comes: each work prepares a folder, does something in it, and knows what must hold of it afterwards."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from tests.faults import checks
from tests.faults.checks import Came, must
from tests.faults.tracing import Tell

from biennien import app, decisions, pipeline, safekeeping
from biennien.cli import main
from biennien.model import Report
from biennien.model.errors import BiennienError
from biennien.store.opening import share
from biennien.web.security.keys import KeyRing

_SCHEMA_1 = Path(__file__).parents[1] / "store" / "schema_1.sql"


@dataclass(slots=True)
class Work:
    """Adds portion after portion, each by a command of its own, to a record that is not there yet.

    `folder` is where the record is; `came` what the portions bring. Of what is told ``added 3`` acknowledges portion 3.
    """

    folder: Path
    came: Came
    name: str = "add"

    @property
    def store(self) -> Path:
        """The record."""
        return self.folder / "a.sqlite"

    def prepare(self) -> None:
        """Makes what is there before; done once."""

    def begin(self) -> None:
        """Makes ready what is not in the folder."""

    def run(self, tell: Tell) -> None:
        """Does the work, and tells of what is done."""
        self.add(range(len(self.came.files)), tell)

    def check(self, told: Sequence[str]) -> int:
        """Checks what is there afterwards, and that one can go on; returns how many citations were checked. Raises Lost."""
        held = checks.holds(self.store, self.came, numbers(told, "added"))
        checks.goes_on(self.store, self.came)
        return held

    def add(self, portions: Sequence[int], tell: Tell) -> None:
        """Adds some portions and tells of each that is in, up to one that is not: what comes later may correct it."""
        for number in portions:
            if not checks.add(self.store, self.came.files[number]):
                break
            tell(f"added {number}")


class Recorded(Work):
    """Hands reports to the store alone, as programs do: each transaction is acknowledged by itself, and nothing is made of them yet."""

    def run(self, tell: Tell) -> None:
        portions = [
            [r for r in pipeline.ingest([str(file)]) if isinstance(r, Report)] for file in self.came.files
        ]
        for number, portion in enumerate(portions):
            try:
                with app.opened_store(self.store, writable=True) as opened:
                    opened.add(portion, datetime.now(UTC).isoformat(timespec="microseconds"))
            except BiennienError:
                break
            tell(f"added {number}")


class Large(Work):
    """Adds all portions by one command, in several transactions, and has the stories grouped at once."""

    def run(self, tell: Tell) -> None:
        app.BATCH, app._SOON = 3, 5  # type: ignore[attr-defined]  # of this process, which ends soon
        paths = [str(file) for file in self.came.files]
        if main(["add", *paths, "--store", str(self.store)]) == 0:
            for number in range(len(paths)):
                tell(f"added {number}")


class Shared(Work):
    """Adds while a server has the record open: SQLite keeps its log beside the file, and puts it into the file in the end."""

    def run(self, tell: Tell) -> None:
        self.add([0], tell)
        shared = share(self.store, shared=True)
        self.add(range(1, len(self.came.files) - 1), tell)
        if shared:
            share(self.store, shared=False)
        self.add([len(self.came.files) - 1], tell)


class Decide(Work):
    """Takes decisions on a record and takes them back, adds in between, and has the stories brought up to date."""

    def prepare(self) -> None:
        self.add([0, 1], lambda words: None)

    def run(self, tell: Tell) -> None:
        names = sorted(report.id for report, _ in app.reports(self.store))
        days = (date(2020, 3, day).isoformat() for day in range(1, 9))
        for name, day, portion in zip(names, days, (2, 3, 4, 5), strict=False):
            taken = None
            with contextlib.suppress(BiennienError):
                taken = decisions.correct(name, self.store, published=day, by="Lan").decision.id
                tell(f"decided {taken}")
                app.episodes(self.store)
            self.add([portion], tell)
            with contextlib.suppress(BiennienError):
                if taken is not None:
                    tell(f"decided {decisions.undo(taken, self.store, by='Lan').decision.id}")

    def check(self, told: Sequence[str]) -> int:
        decided = [words.partition(" ")[2] for words in told if words.startswith("decided ")]
        held = checks.holds(self.store, self.came, {0, 1, *numbers(told, "added")}, decided)
        checks.goes_on(self.store, self.came, decided=True)
        return held


@dataclass(slots=True)
class Update(Work):
    """Opens a record of an older schema, which is carried over by that, and adds to it."""

    schema: int = 1
    _before: tuple[list[str], set[str]] = field(default_factory=lambda: ([], set()))

    def prepare(self) -> None:
        older(self.store, self.schema)

    def begin(self) -> None:
        self._before = (_dump(self.store), {*checks.recorded(self.store)})

    def run(self, tell: Tell) -> None:
        if main(["reports", "--store", str(self.store)]) == 0:
            tell("opened")
        self.add([0], tell)

    def check(self, told: Sequence[str]) -> int:
        before, reports = self._before
        for copy in self.folder.glob("*.bak"):
            must(_dump(copy) == before, f"{copy.name} is not the former record")
        held = checks.all_hold(self.store)
        must(
            self.store.with_name(f"{self.store.name}.schema{self.schema}.bak").exists(),
            "the former record was not kept",
        )
        now = {*checks.recorded(self.store)}
        must(reports <= now, "reports of the former record are lost")
        must(not numbers(told, "added") or self.came.portions[0] <= now, "acknowledged reports are lost")
        must(now <= reports | self.came.portions[0], "there are reports that nobody added")
        checks.as_made_afresh(self.store)
        must(checks.add(self.store, self.came.files[0]), "nothing can be added any more")
        must({*checks.recorded(self.store)} == reports | self.came.portions[0], "reports are missing")
        return held


class Backup(Work):
    """Copies a record, adds to it, copies it again."""

    def prepare(self) -> None:
        self.add([0, 1, 2], lambda words: None)

    def run(self, tell: Tell) -> None:
        for number, portion in ((1, 3), (2, 4)):
            if main(["backup", str(self.folder / f"copy{number}"), "--store", str(self.store)]) == 0:
                tell(f"copied {number}")
            self.add([portion], tell)

    def check(self, told: Sequence[str]) -> int:
        held = checks.holds(self.store, self.came, {0, 1, 2, *numbers(told, "added")})
        for number in (1, 2):
            copy, again = self.folder / f"copy{number}", self.folder / f"again{number}.sqlite"
            must(copy.exists() or number not in numbers(told, "copied"), "an acknowledged copy is not there")
            _as_of_a_former_process(self.folder)
            if not copy.exists():
                safekeeping.backup(self.store, copy)
            must(safekeeping.restore(copy, again).reports > 0, "there is nothing in a copy")
            checks.holds(again, self.came, {0, 1, 2})
        checks.goes_on(self.store, self.came)
        return held


class Restore(Work):
    """Makes a record of a copy, and adds to it."""

    def prepare(self) -> None:
        kept = self.folder / "kept.sqlite"
        for number in (0, 1, 2):
            checks.add(kept, self.came.files[number])
        safekeeping.backup(kept, self.folder / "copy")

    def run(self, tell: Tell) -> None:
        if main(["restore", str(self.folder / "copy"), "--store", str(self.store)]) == 0:
            tell("restored")
            self.add([3], tell)

    def check(self, told: Sequence[str]) -> int:
        sure = {0, 1, 2} if "restored" in told else set()
        if not self.store.exists():
            must(not sure, "an acknowledged record is not there")
            _as_of_a_former_process(self.folder)
            safekeeping.restore(self.folder / "copy", self.store)
        held = checks.holds(self.store, self.came, sure | {*numbers(told, "added")})
        safekeeping.restore(self.folder / "copy", self.folder / "again.sqlite")
        checks.goes_on(self.store, self.came)
        return held


class Keys(Work):
    """Makes keys for a record and revokes them."""

    def run(self, tell: Tell) -> None:
        ring = KeyRing(self.folder / "a.sqlite.keys")
        for name in ("Lan", "Minh", "Hoa", "Nam"):
            with contextlib.suppress(BiennienError):
                ring.add(name, ("write",))
                tell(f"made {name}")
            if name in ("Minh", "Hoa"):
                with contextlib.suppress(BiennienError):
                    ring.revoke(name)
                    tell(f"revoked {name}")

    def check(self, told: Sequence[str]) -> int:
        ring = KeyRing(self.folder / "a.sqlite.keys")
        kept = ring.keys()
        names = {key.name for key in kept}
        made = {words.partition(" ")[2] for words in told if words.startswith("made ")}
        revoked = {words.partition(" ")[2] for words in told if words.startswith("revoked ")}
        must(made - {"Minh", "Hoa"} <= names, f"acknowledged keys are lost: {made - names}")
        must(not revoked & names, f"revoked keys count again: {revoked & names}")
        ring.add("Thu", ())
        kept = KeyRing(ring.file).keys()
        must({key.name for key in kept} == names | {"Thu"}, "keys are lost by the next one")
        return 0


def numbers(told: Sequence[str], what: str) -> set[int]:
    """The numbers that were told of something."""
    return {int(words.split()[1]) for words in told if words.startswith(f"{what} ")}


def older(path: Path, schema: int) -> None:
    """Makes a record of an older schema, with two reports and a decision where the schema knows of them."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    import biennien.store

    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA_1.read_text("utf-8"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connected:
        config = Config(attributes={"connection": connected})
        config.set_main_option("script_location", str(Path(biennien.store.__file__).parent / "migrations"))
        command.stamp(config, "schema_1")
        command.upgrade(config, f"schema_{schema}")
        connected.exec_driver_sql(f"PRAGMA user_version = {schema}")
    engine.dispose()


def _dump(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def _as_of_a_former_process(folder: Path) -> None:
    """Gives what a killed command left the name that ours will use: in a container the numbers of processes come again."""
    import os
    import re

    for left in folder.iterdir():
        if found := re.fullmatch(r"(\..+\.)\d+(\.part.*)", left.name):
            left.rename(left.with_name(f"{found[1]}{os.getpid()}{found[2]}"))
