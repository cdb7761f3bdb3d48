"""What must hold of a record after any fault: whole, N/N, every acknowledged report there, none twice, nothing half."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.store.test_growth import rows as rows_of
from tests.stores import connected

from biennien import app, pipeline, views
from biennien.addresses import StoreAddress
from biennien.cli import main
from biennien.model.errors import NoRecordError
from biennien.store import schema


class Lost(AssertionError):
    """Something was lost, doubled or left half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What some portions bring: all columns of the reports they record but the running number and the time, by digest; and all rows in the end."""

    files: tuple[Path, ...]
    portions: tuple[frozenset[str], ...]
    reports: dict[str, tuple[object, ...]]
    rows: dict[str, list[str]]


def add(store: StoreAddress, *files: Path) -> bool:
    """Adds files by one command; whether it said that all went well."""
    return main(["--lang", "en", "add", *map(str, files), "--store", str(store)]) == 0


_made: dict[tuple[type, frozenset[str]], dict[str, list[str]]] = {}  # all rows of a record of some reports


def brought_by(files: Sequence[Path], store: StoreAddress) -> Came:
    """What the portions bring where nothing goes wrong, tried with a record that is not there yet."""
    portions, known = list[frozenset[str]](), set[str]()
    for file in files:
        must(add(store, file), f"{file} cannot be added")
        now = set(recorded(store))
        portions.append(frozenset(now - known))
        known = now
        must(app.episodes(store) is not None, "there are no stories")
        _made[type(store), frozenset(now)] = rows_of(store)
    return Came(files=tuple(files), portions=tuple(portions), reports=recorded(store), rows=rows_of(store))


def must(holds: bool, wrong: str) -> None:
    """Raises Lost with what is wrong where it does not hold."""
    if not holds:
        raise Lost(wrong)


def recorded(store: StoreAddress) -> dict[str, tuple[object, ...]]:
    """The reports as they were recorded, each with its text, by digest. Raises Lost where one is there twice."""
    names = [c.name for c in schema.reports.c if c.name not in ("row", "recorded_at", "digest")]
    told = ", ".join(f'r."{name}"' for name in names)
    with connected(store) as connection:
        query = f"SELECT r.digest, t.text, {told} FROM reports r LEFT JOIN texts t ON t.sha256 = r.sha256"
        found = [(row[0], tuple(row[1:])) for row in connection.execute(query)]
    must(len(found) == len(dict(found)), "a report is there twice")
    return dict(found)


def holds(store: StoreAddress, came: Came, sure: Iterable[int], decided: Collection[str] = ()) -> int:
    """Checks a record into which some portions went, of which `sure` were acknowledged; returns how many citations hold.

    `decided` are the ids of acknowledged decisions.
    """
    needed = frozenset[str]().union(*(came.portions[number] for number in sure))
    try:
        with app.opened_store(store) as opened:
            damage = opened.damage()
            kept = {decision.id for decision in opened.decisions()}
    except NoRecordError:
        must(not needed, f"there is no record, and {len(needed)} reports were acknowledged")
        return 0
    must(not damage, f"damaged: {damage}")
    there = recorded(store)
    must(needed <= there.keys(), f"{len(needed - there.keys())} acknowledged reports are lost")
    must({*decided} <= kept, f"acknowledged decisions are lost: {sorted({*decided} - kept)}")
    for digest, row in there.items():
        must(came.reports.get(digest) == row, f"a report is not as it came in: {row[:3]}")
    held = all_hold(store)
    as_made_afresh(store)
    if not kept:
        like_a_record_of(frozenset(there), store)
    return held


def all_hold(store: StoreAddress) -> int:
    """Checks that `verify` is N/N; returns N."""
    found = app.verify(store)
    must(not found.failures, f"verify: {found.failures[:3]}")
    must(found.citations_held == found.citations, f"{found.citations_held}/{found.citations} citations hold")
    must(found.spans_held == found.spans, f"{found.spans_held}/{found.spans} spans hold")
    return found.citations


def as_made_afresh(store: StoreAddress) -> None:
    """Checks that the record and its stories are those that come out when all is made again from the reports."""
    record, reports = app.load(store)
    with app.opened_store(store) as opened:
        readings = app.readings_of(opened, reports)
    afresh = pipeline.make_record(reports, readings, pipeline.load_knowledge())
    must(record == pipeline.with_stale_days(afresh), "the stored record is not that of its reports")
    must(
        views.stories(store) == views.stories_of(views.whole(store)),
        "the stories are not those of the record",
    )


def like_a_record_of(digests: frozenset[str], store: StoreAddress) -> None:
    """Checks each row that was made, the words to be searched too, against those of other records of the same reports."""
    with app.opened_store(store) as opened:
        if not opened.is_made(app.reader_version()) or opened.due():
            return
    now = rows_of(store)
    before = _made.setdefault((type(store), digests), now)
    different = [name for name in now if before[name] != now[name]]
    must(not different, f"rows differ from those of the same reports otherwise added: {different}")


def goes_on(store: StoreAddress, came: Came, *, decided: bool = False) -> None:
    """Checks that the next command brings the record to where it would be had nothing gone wrong."""
    must(add(store, *came.files), "the reports can no longer be added")
    must(recorded(store) == came.reports, "reports are missing, or more than came")
    all_hold(store)
    must(app.episodes(store) is not None, "the stories cannot be brought up to date")
    if not decided:
        now = rows_of(store)
        different = [name for name in now if came.rows[name] != now[name]]
        must(not different, f"rows differ from those of a record without faults: {different}")


@cache
def warmed() -> None:
    """Loads whatever a command loads, so that forked children have it."""
    import biennien.store.backups
    import biennien.store.citing
    import biennien.store.migrating  # noqa: F401

    app.load_knowledge()
    app.reader_version()
    main(["--version"])
