"""A part of the faults of `make faults`, of all kinds; and that the checks find what was lost."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")

from tests.faults import checks, plan, tracing
from tests.faults.campaign import Fault, Ground
from tests.faults.checks import Lost

from biennien.store import opening

pytestmark = pytest.mark.sqlite("the faults are those of files; PostgreSQL has a server of its own here")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("faults")
    if os.geteuid() == 0:  # those without rights must come to what they may not write
        for above in (folder, *folder.parents[:2]):
            above.chmod(0o755)
    with Ground(folder / "ground") as made:
        yield made


@pytest.mark.parametrize("fault", plan.planned(1, 18), ids=str)
def test_nothing_is_lost(fault: Fault, ground: Ground) -> None:
    if fault.work == plan.SERVED and (why := ground.no_server()):
        pytest.skip(why)
    plan.meet(ground, fault)


def test_a_disk_that_is_told_nothing_loses_something(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power cuts are hard enough: where nothing is synced, what was acknowledged is lost."""
    if not tracing.AVAILABLE:
        pytest.skip("calls of other processes cannot be seen on this machine")
    connected = opening._connected

    def careless(uri: str, seconds: float) -> sqlite3.Connection:
        connection = connected(uri, seconds)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    monkeypatch.setattr(opening, "_connected", careless)
    ground.forget("record")
    lost = 0
    for number in range(8):
        try:
            plan.meet(ground, Fault(1, "power cut", "record", number))
        except Lost:
            lost += 1
    ground.forget("record")
    assert lost >= 2


# The schema lets no digest in twice.
_TWICE = """INSERT INTO reports SELECT row + 1000, 'x' || digest, identity, id, sha256, recorded_at, outlet, url, title, lang,
    published_on, published_at, dated_by, dates, header, extra, issues FROM reports LIMIT 1"""


@pytest.fixture
def store(ground: Ground) -> Path:
    """A record with all portions."""
    work = ground.work("add")
    work.run(lambda words: None)
    assert checks.holds(work.store, ground.came, range(len(ground.came.files))) > 0
    return work.store


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("DELETE FROM reports WHERE row = 2", "acknowledged reports are lost"),
        ("UPDATE reports SET title = 'x' WHERE row = 2", "not as it came in"),
        ("UPDATE texts SET text = substr(text, 2)", "not as it came in"),
        ("UPDATE citations SET start = start + 1", "does not cut"),
        (_TWICE, "not as it came in"),
        ("DELETE FROM changes", "not that of its reports"),
        ("INSERT INTO report_words (rowid, words) VALUES (999, 'thừa')", "rows differ"),
        ("DELETE FROM gists WHERE report_id = 'g000000'", "rows differ"),
    ],
)
def test_the_checks_find_what_is_wrong(store: Path, ground: Ground, harm: str, found: str) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute(harm)
    with pytest.raises(Lost, match=found):
        checks.holds(store, ground.came, range(len(ground.came.files)))


def test_the_same_seed_gives_the_same_faults() -> None:
    faults = plan.planned(7, 500)
    assert faults == plan.planned(7, 500) and len({*faults}) == 500
    assert all(plan.named(str(fault)) == fault for fault in faults)
    assert {fault.kind for fault in plan.planned(7, 40)} <= {*plan.KINDS}
    with pytest.raises(ValueError, match="no fault"):
        plan.named("7/power cut/no such work/1")


def test_where_calls_cannot_be_seen_faults_go_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "AVAILABLE", False)
    assert {fault.kind for fault in plan.planned(1, 60)} == {*plan.KINDS} - {*plan.NEED_SIGHT}
