"""The work of a watch: nothing that a feed has shown is lost or doubled, nothing that was to be told is left out."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from itertools import islice
from pathlib import Path

from benchmarks.growth import reports as made_reports
from tests.faults import checks
from tests.faults.checks import must
from tests.faults.paper import PAGES, ROUNDS, WORDS
from tests.faults.works import Tell, Work, numbers

from biennien import app
from biennien.fetch import Limits
from biennien.model.errors import BiennienError
from biennien.watch.diary import Diary
from biennien.watch.plan import read_plan
from biennien.watch.watcher import Round, Watcher

_LATER = 100_000  # seconds between two rounds: whatever waits is due again by then
_SECRET = "BIENNIEN_FAULTS_SECRET"


@contextlib.contextmanager
def paper(folder: Path) -> Iterator[str]:
    """A paper that runs until this ends; its host and port."""
    rows = [
        {
            "title": report.title,
            "text": report.text,
            "published": format_datetime(datetime.fromisoformat(f"{report.published_on}T08:00:00+07:00")),
        }
        for report in islice(made_reports(3), PAGES + WORDS)
    ]
    told = folder / "paper.json"
    told.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    command = [sys.executable, "-m", "tests.faults.paper", str(told)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, cwd=Path(__file__).parents[2]) as running:
        assert running.stdout is not None
        try:
            yield f"127.0.0.1:{running.stdout.readline().strip()}"
        finally:
            running.terminate()


class Watch(Work):
    """Follows two feeds for some rounds, with two rules: one writes lines, the other calls a webhook."""

    host = ""  # of the paper, set by whoever runs it

    def prepare(self) -> None:
        rules = "".join(
            f'[[rule]]\nname = "{name}"\non = "status"\nto = "{to}"\nsecret = "{_SECRET}"\n'
            for name, to in (("lines", self._lines), ("hook", f"http://{self.host}/hook"))
        )
        feeds = "".join(
            f'[[feed]]\nurl = "http://{self.host}/{name}.xml"\noutlet = "Báo"\npages = {pages}\n'
            for name, pages in (("pages", "true"), ("words", "false"))
        )
        (self.folder / "plan.toml").write_text(f'allow = ["{self.host}"]\n{feeds}{rules}', "utf-8")

    def begin(self) -> None:
        self._ask("forget")

    def run(self, tell: Tell) -> None:
        for number in range(ROUNDS):
            with contextlib.suppress(BiennienError):
                self._ask(f"show/{number}")
                if not self._round(number).warnings:
                    tell(f"round {number}")

    def check(self, told: Sequence[str]) -> int:
        """Goes on from the first round that was not told to have gone well, and looks at what came of all."""
        well = numbers(told, "round")
        first = min({*range(ROUNDS + 1)} - well)
        before, held = self._outbox(), 0
        lines, hooked = self._written(), self._hooked()
        must(
            {n for n, to, _ in before if to == str(self._lines)} <= {*lines} or not before,
            "a line that was noted as written is not there",
        )
        done = {n for n, to, _ in before if to != str(self._lines)}
        must(not hooked or done <= {*hooked}, "what was noted as delivered never came")
        for number in (*range(first, ROUNDS), ROUNDS):
            self._ask(f"show/{min(number, ROUNDS - 1)}")
            warnings = self._round(ROUNDS + number).warnings
            must(not warnings, f"the watch does not go on: {warnings}")
        must(self._round(3 * ROUNDS).told == 0, "something is told twice")
        held = self._all_came()
        self._all_told(done)
        return held

    def _all_came(self) -> int:
        reports = [report for report, _ in app.reports(self.store)]
        must(len(reports) == PAGES + WORDS, f"{len(reports)} of {PAGES + WORDS} items are in the record")
        must(len(checks.recorded(self.store)) == PAGES + WORDS, "items came twice")
        with contextlib.closing(sqlite3.connect(self.folder / "diary")) as diary:
            states = dict(diary.execute("SELECT state, count(*) FROM items GROUP BY state"))
        must(states == {"done": PAGES}, f"the diary says {states}")
        checks.as_made_afresh(self.store)
        return checks.all_hold(self.store)

    def _all_told(self, delivered_before: set[int]) -> None:
        for row in self._lines.read_text("utf-8").splitlines():
            must(row.startswith("{") and row.endswith("}"), f"there is half a line: {row[:80]!r}")
        for to, came in ((str(self._lines), self._written()), (f"http://{self.host}/hook", self._hooked())):
            wanted = {n: body for n, target, body in self._outbox() if target == to}
            must(bool(wanted), "there was nothing to tell")
            missing = {*wanted} - {*came} - (delivered_before if to.startswith("http") else set())
            must(not missing, f"parcels {sorted(missing)} never came to {to}")
            must(list(came) == sorted(came), f"parcels came to {to} in another order")
            must(
                all(came[n] == json.loads(wanted[n]) for n in {*came} & {*wanted}), "a parcel is another one"
            )

    def _round(self, number: int) -> Round:
        os.environ[_SECRET] = "not much of one"
        clock = 1_000_000.0 + _LATER * number
        diary = Diary(self.folder / "diary")
        try:
            limits = Limits(allowed=(self.host,), pause=0.0)
            plan = read_plan(self.folder / "plan.toml")
            return Watcher(
                plan, self.store, diary, limits=limits, echo=lambda _: None, now=lambda: clock
            ).round()
        finally:
            diary.close()

    @property
    def _lines(self) -> Path:
        return self.folder / "lines.jsonl"

    def _outbox(self) -> list[tuple[int, str, str]]:
        """Number, target and words of what is noted as delivered."""
        with contextlib.closing(sqlite3.connect(self.folder / "diary")) as diary:
            if not diary.execute("SELECT count(*) FROM sqlite_master WHERE name = 'outbox'").fetchone()[0]:
                return []
            return diary.execute(
                "SELECT number, target, body FROM outbox WHERE done = 1 ORDER BY number"
            ).fetchall()

    def _written(self) -> dict[int, object]:
        rows = self._lines.read_text("utf-8", "replace").splitlines() if self._lines.exists() else []
        return _by_number(rows)

    def _hooked(self) -> dict[int, object]:
        return _by_number(json.loads(self._ask("hooked")))

    def _ask(self, path: str) -> str:
        with urllib.request.urlopen(f"http://{self.host}/{path}") as answer:
            return str(answer.read().decode())


def _by_number(rows: Sequence[str]) -> dict[int, object]:
    """What came, by its number, in the order in which each came first; a line that a crash cut short is none."""
    found: dict[int, object] = {}
    for row in rows:
        with contextlib.suppress(ValueError):
            told = json.loads(row)
            found.setdefault(told.pop("number"), told)
    return found
