"""The record at its address, loaded as it is asked for, and brought up to date with what was added and decided."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from biennien import __version__, pipeline
from biennien.addresses import StoreAddress
from biennien.known import AsKnown, known_on, recorded_until
from biennien.model import Issue, Reading, Record, Report
from biennien.model.copies import NothingCopied
from biennien.model.copies import with_origins as copied
from biennien.model.errors import NoRecordError, StoreError
from biennien.model.grouping import Episodes
from biennien.pipeline import FAILED, grow_record, make_record, read_reports
from biennien.pipeline import load_knowledge as load_knowledge
from biennien.pipeline import reader_version as reader_version

if TYPE_CHECKING:
    from biennien.store import Size, Store  # imported where it is used: SQLAlchemy takes half a second

_log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
BATCH = 200


def silent(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


def opened_store(store: StoreAddress, *, writable: bool = False) -> Store:
    """The record at an address; `writable` makes it where it is not there yet."""
    from biennien.store import Store

    return Store(store, writable=writable)


def is_there(store: StoreAddress) -> bool:
    """Whether there is a record, or a file that may be one. Raises StoreError where a database cannot be asked."""
    if isinstance(store, Path):
        return store.exists()
    try:
        with opened_store(store):
            return True
    except NoRecordError:
        return False


def load(store: StoreAddress, as_known: AsKnown = None) -> tuple[Record, tuple[Report, ...]]:
    """The record and the reports it rests on. Made afresh, without writing, where the stored one is not up to date."""
    until, recorded = known_on(as_known), recorded_until(as_known)
    with opened_store(store) as opened:
        reader = reader_version()
        whole = until is None and recorded is None
        record, stored = opened.stored(reader)[:2] if whole else (None, opened.reports(until, recorded))
        if record is None:
            readings, _ = _readings(opened, stored, reader, silent)
            record = make_record(stored, readings, load_knowledge(), until)
    return pipeline.with_stale_days(record), stored


def readings_of(store: Store, reports: Sequence[Report]) -> list[Reading]:
    """The readings of those of the reports that are not withdrawn, stored or made now."""
    return _readings(store, reports, reader_version(), silent)[0]


def bring_up_to_date(store: Store, progress: Progress = silent) -> tuple[Size, list[Issue]]:
    """Reads what this reader has not read, and lets the record grow by what is new: nothing else is looked at."""
    from biennien.store import Size

    reader = reader_version()
    pending = store.pending(reader)
    if pending is None:
        return store.size(), []
    readings, issues = _readings(store, pending.reports, reader, progress, keep=True)
    progress("resolving", 0, 0)
    knowledge = load_knowledge()
    if any(issue.code == FAILED for issue in issues):  # to be read again when the bug is gone
        stored = store.reports()
        record = make_record(stored, _readings(store, stored, reader, silent)[0], knowledge)
        return Size(meetings=len(record.meetings), statements=len(record.statements)), issues
    read = {reading.report_id: reading for reading in readings}
    store.grow(
        pending,
        lambda kept: grow_record(pending.reports, read, pending.gone, kept, knowledge),
        reader,
        {"software": __version__, "knowledge": knowledge.version},
    )
    return store.size(), issues


def _readings(
    store: Store, stored: Sequence[Report], reader: str, progress: Progress, *, keep: bool = False
) -> tuple[list[Reading], list[Issue]]:
    """A reading of each report, stored or made now, and what was wrong with those made now. A withdrawn report is not read."""
    stored = [report for report in stored if report.withdrawn is None]
    found = store.readings(stored, reader)
    missing = [report for report in stored if report.id not in found]
    issues: list[Issue] = []
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        made: list[tuple[Report, Reading]] = []
        for number, (report, reading) in enumerate(
            zip(batch, read_reports(batch, load_knowledge()), strict=True), 1
        ):
            found[report.id] = reading
            issues.extend(reading.issues)
            if not any(issue.code == FAILED for issue in reading.issues):
                made.append((report, reading))
            progress("reading", start + number, len(missing))
        if keep:
            store.put_readings(made, reader)
    return [found[report.id] for report in stored], issues


def episodes(store: StoreAddress) -> Episodes | None:
    """What the stories of the record are made of, brought up to date where it is not; None where the record itself is not, or may not be written."""
    reader = reader_version()
    with opened_store(store) as opened:
        kept, due = opened.episodes(reader), opened.due()
    if kept is not None or not due:
        return kept
    regroup(store)
    with opened_store(store) as opened:
        return opened.episodes(reader)


def with_origins(
    store: StoreAddress, record: Record, reports: Sequence[Report], as_known: AsKnown = None
) -> tuple[Report, ...]:
    """The reports, each with its likely origin where it is a copy of another one that counts in the view."""
    until, reader = known_on(as_known), reader_version()
    now = until is None and recorded_until(as_known) is None
    if now:
        episodes(store)  # what is due is grouped first, where that may be written
    with opened_store(store) as opened, opened.looking(reader) as look:
        current = now and look is not None and look.state == opened.state()
        if current and look is not None and (copies := look.copies()) is not None:
            return copied(reports, copies)
        known = {d.report_id: d.earliest for d in record.dates}
        counting = [r for r in reports if until is None or (known.get(r.id) or "9999") <= until]
        kept = NothingCopied() if look is None else look.texts
        return copied(reports, pipeline.find_copies(record, counting, kept))


def settle(store: StoreAddress, progress: Progress = silent) -> None:
    """Brings the record up to date with all that was recorded, where this may be written."""
    try:
        with opened_store(store, writable=True) as opened:
            bring_up_to_date(opened, progress)
    except StoreError as error:
        _log.info("%s", error)


def regroup(store: StoreAddress) -> None:
    """Brings the stories up to date with the record as it is, where this may be written."""
    try:
        with opened_store(store, writable=True) as opened:
            opened.group(pipeline.grow_stories, reader_version())
    except StoreError as error:
        _log.info("%s", error)
