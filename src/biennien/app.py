"""The use cases: each takes paths and plain options and returns values; what could not be read comes back as issues."""

from __future__ import annotations

import functools
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from biennien import evaluation, pipeline
from biennien.addresses import StoreAddress
from biennien.known import AsKnown
from biennien.known import asked as asked
from biennien.known import known_on as known_on
from biennien.known import written as written
from biennien.loading import BATCH, silent
from biennien.loading import Progress as Progress
from biennien.loading import bring_up_to_date as bring_up_to_date
from biennien.loading import episodes as episodes
from biennien.loading import is_there as is_there
from biennien.loading import load as load
from biennien.loading import opened_store as opened_store
from biennien.loading import readings_of as readings_of
from biennien.loading import with_origins as with_origins
from biennien.model import (
    Decision,
    Issue,
    Limits,
    Meeting,
    Reading,
    Record,
    Report,
    ReportDate,
    Statement,
    in_force,
)
from biennien.model.copies import in_groups as in_groups
from biennien.model.copies import text_of as text_of
from biennien.model.errors import BiennienError, InputError
from biennien.names import folded, goes_by, one_of
from biennien.pipeline import (
    FAILED,
    load_knowledge,
    read_reports,
    reader_version,
)
from biennien.pipeline import STATUSES as STATUSES
from biennien.versions import SCHEMA as SCHEMA

if TYPE_CHECKING:
    from biennien.store import Store  # imported where it is used: SQLAlchemy takes half a second

_SOON = 50  # reports that are grouped when they are added; fewer wait until somebody asks for stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of adding; `amended` reports are known words with other particulars, `unread` counts what gave no report.

    `each` says of every report by its id what it was: new, version, copy, amended, unchanged or unread.
    """

    new: int
    versions: int
    copies: int
    amended: int
    unchanged: int
    unread: int
    meetings: int
    statements: int
    issues: tuple[Issue, ...]
    each: tuple[tuple[str, str], ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything was read."""
        return not any(issue.severity == "error" for issue in self.issues)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How many citations cut their quote out of the stored text again, and how many spans of readings lie in it.

    `former` are the words of lines that were given out and lead to nothing any more: they stand in a version of their report.
    """

    citations: int
    citations_held: int
    spans: int
    spans_held: int
    failures: tuple[str, ...]
    former: int = 0
    former_held: int = 0


def add(
    paths: Iterable[str],
    store: StoreAddress,
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    given: Iterable[tuple[str, bytes]] = (),
    fetch: pipeline.Fetch | None = None,
    limits: Limits | None = None,
    progress: Progress = silent,
    now: datetime | None = None,
) -> Added:
    """Adds every report in the paths, in files `given` by name, and at addresses that `fetch` gets, to the record, reads what is new and resolves the whole."""
    recorded_at = (now or datetime.now(UTC)).isoformat(timespec="microseconds")
    outcomes: Counter[str] = Counter()
    issues, each = list[Issue](), list[tuple[str, str]]()
    with opened_store(store, writable=True) as opened:
        batch: list[Report] = []
        withdrawn = {d.identity: d for d in in_force(opened.decisions()) if d.kind == "withdraw"}

        def flush() -> None:
            for report, outcome in zip(batch, opened.add(batch, recorded_at), strict=True):
                each.append((report.id, "unread" if isinstance(outcome, Issue) else outcome))
                outcomes[each[-1][1]] += 1
                if isinstance(outcome, Issue):
                    issues.append(outcome)
            batch.clear()

        tell = lambda done, total: progress("adding", done, total)  # noqa: E731
        ways = functools.partial(pipeline.ingest, stdin=stdin, given=given, fetch=fetch, limits=limits)
        for found in ways(paths, published=published, outlet=outlet, progress=tell):
            if isinstance(found, Issue):
                outcomes["unread"] += found.severity == "error"
                issues.append(found)
                continue
            issues.extend(found.issues)
            if found.identity in withdrawn:
                issues.append(_still_out(found, withdrawn[found.identity]))
            batch.append(found)
            if len(batch) == BATCH:
                flush()
        flush()
        size, failed = bring_up_to_date(opened, progress)
        if opened.due() > _SOON:
            opened.group(pipeline.grow_stories, reader_version())
    return Added(
        new=outcomes["new"],
        versions=outcomes["version"],
        copies=outcomes["copy"],
        amended=outcomes["amended"],
        unchanged=outcomes["unchanged"],
        unread=outcomes["unread"],
        meetings=size.meetings,
        statements=size.statements,
        issues=(*issues, *failed),
        each=tuple(each),
    )


def meetings(store: StoreAddress, *, as_known: AsKnown = None) -> tuple[Meeting, ...]:
    """The meetings of the record, planned and held."""
    return load(store, as_known)[0].meetings


def statements(
    store: StoreAddress, *, by: str | None = None, as_known: AsKnown = None
) -> tuple[Statement, ...]:
    """The statements of the record; `by` is a speaker's name or the beginning of a word of it, diacritics do not matter."""
    record = load(store, as_known)[0]
    return statements_by(record, by)


def statements_by(record: Record, by: str | None = None) -> tuple[Statement, ...]:
    """The statements by day; `by` a name of the speaker or the beginning of a word of it, or all the words for an unnamed source."""
    wanted = folded(by or "")
    said = (
        s
        for s in record.statements
        if by is None or is_called(by, s.speaker) or folded(s.unnamed or "") == wanted
    )
    return pipeline.by_day(record, said)


def is_called(by: str, entities: Iterable[str]) -> bool:
    """Whether one of some actors goes by a name or the beginning of a word of it; diacritics do not matter."""
    return any(goes_by(by, called(who)) for who in entities)


def called(entity: str) -> tuple[str, ...]:
    """All that an actor goes by."""
    actor = load_knowledge().world.actors.get(entity)
    return (entity, *actor.names, *actor.short) if actor else (entity,)


def reports(
    store: StoreAddress, *, copies: bool = False, as_known: AsKnown = None
) -> tuple[tuple[Report, ReportDate], ...]:
    """The reports by their earliest day, the undated last, each with its date; with `as_known` those that counted by then.

    With `copies` only those that are nearly one text with others, each origin with its copies behind it.
    """
    record, stored = load(store, as_known)
    by_id = {report.id: report for report in with_origins(store, record, stored, as_known)}
    until = known_on(as_known)
    dates = [d for d in record.dates if until is None or (d.earliest and d.earliest <= until)]
    ordered = sorted(dates, key=lambda d: (d.earliest or "9999", d.report_id))
    if copies:
        by_day = {d.report_id: d for d in ordered}
        return tuple((r, by_day[r.id]) for r in in_groups([by_id[i] for i in by_day]))
    return tuple((by_id[d.report_id], d) for d in ordered)


def report_of(words: str, reports: Sequence[Report]) -> Report:
    """The report with an id, or the only one whose id begins so."""
    by_id = {report.id: report for report in reports}
    return by_id[one_of(words, list(by_id), "report", "biennien reports lists them.")]


def read(
    paths: Iterable[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    limits: Limits | None = None,
) -> Iterator[tuple[Report, Reading] | Issue]:
    """Each report with its reading, in the order of the paths; an issue for what is no report."""
    knowledge = load_knowledge()
    for found in pipeline.ingest(paths, published=published, outlet=outlet, stdin=stdin, limits=limits):
        if isinstance(found, Issue):
            yield found
        else:
            yield found, next(read_reports([found], knowledge))


def read_text(text: str, *, published: str | None = None, limits: Limits | None = None) -> Reading:
    """The reading of one text."""
    report = pipeline.report_of_text(
        text, "text", where="text", published=published, limits=limits or Limits()
    )
    wrong = (
        report
        if isinstance(report, Issue)
        else next((i for i in report.issues if i.severity == "error"), None)
    )
    if wrong is not None or isinstance(report, Issue):
        assert wrong is not None
        raise InputError(wrong.message, where=wrong.where, remedy=wrong.remedy)
    return next(read_reports([report], load_knowledge()))


def evaluate(gold: Path, predicted: Path | None = None) -> dict[str, evaluation.Score]:
    """The scores of our own readings of the gold reports, or of those in the file `predicted`."""
    rows = evaluation.load_rows(gold)
    if predicted is not None:
        return evaluation.evaluate(rows, evaluation.load_rows(predicted))
    keys = ("id", "text", "outlet", "url", "title", "published", "language")
    found = []
    for key, row in rows.items():
        report = pipeline.report_of({k: row[k] for k in keys if k in row}, where=f"{gold}: {key}")
        if isinstance(report, Issue):
            raise InputError(report.message, where=report.where, remedy=report.remedy)
        found.append(report)
    readings = list(read_reports(found, load_knowledge()))
    if failed := next((i for reading in readings for i in reading.issues if i.code == FAILED), None):
        raise BiennienError(failed.message, where=failed.where, remedy=failed.remedy)
    told = (pipeline.tell_reading(report, reading) for report, reading in zip(found, readings, strict=True))
    return evaluation.evaluate(rows, dict(zip(rows, told, strict=True)))


def verify(store: StoreAddress) -> Verification:
    """Cuts every citation out of the stored texts again, and holds every stored reading against its text."""
    from biennien.store.citing import cited_in, orphaned, outside, spans_in

    reader = reader_version()
    with opened_store(store) as opened:
        record, stored, _ = opened.stored(reader)
        damaged = opened.damaged_texts()
        readings = opened.readings(stored, reader)
        # Stopped halfway, or made by another version: check what queries would show.
        cited = opened.cited() if record is not None else cited_in(*load(store))
        former = {(report, words) for _, report, words in opened.former("")}
        gone = _lost_words(former, stored, opened)
    failures = [
        f"the stored text {sha256[:12]}… is not the one that was recorded" for sha256 in sorted(damaged)
    ]
    lost, strays, spans = orphaned(cited, damaged), [], 0
    for report in stored:
        if reading := readings.get(report.id):
            spans += sum(1 for _ in spans_in(reading))
            strays += outside(report, reading, damaged)
    return Verification(
        citations=len(cited),
        citations_held=len(cited) - len(lost),
        spans=spans,
        spans_held=spans - len(strays),
        failures=(*failures, *lost, *strays, *gone),
        former=len(former),
        former_held=len(former) - len(gone),
    )


def _lost_words(former: Collection[tuple[str, str]], reports: Iterable[Report], store: Store) -> list[str]:
    """In words, what a line once rested on and no version of its report has."""
    texts = {report.id: report.text for report in reports}
    elsewhere: dict[str, list[str]] = {}
    for report, words in sorted(former):
        if words not in texts.get(report, ""):
            elsewhere.setdefault(report, []).append(words)
    lost = []
    for report, quotes in elsewhere.items():
        versions = [version.report.text for version in store.versions(report)]
        lost += [
            f"former line: no version of {report} has “{words[:60]}”"
            for words in quotes
            if not any(words in text for text in versions)
        ]
    return lost


def demo(keep: Path | None = None) -> tuple[Added, Record, Verification]:
    """Adds the packaged sample reports to a record (a temporary one, or `keep`) and returns what it yields."""
    with tempfile.TemporaryDirectory() as temporary:
        store = keep or Path(temporary, "demo.sqlite")
        added = add([str(samples_folder())], store)
        return added, load(store)[0], verify(store)


def samples_folder() -> Path:
    """Where the packaged sample reports lie."""
    from biennien import samples

    return Path(samples.__file__).parent / "reports"


def is_date(words: str) -> bool:
    """Whether words are a date of publication: a day, a month or an instant."""
    return pipeline.published_of(words) is not None


def meetings_told(found: Sequence[Meeting]) -> list[dict[str, object]]:
    """Meetings as the documented JSON."""
    return pipeline.tell_meetings(Record(meetings=tuple(found)))


def statements_told(found: Sequence[Statement]) -> list[dict[str, object]]:
    """Statements as the documented JSON."""
    return pipeline.tell_statements(Record(statements=tuple(found)))


def reports_told(found: Sequence[tuple[Report, ReportDate]]) -> list[dict[str, object]]:
    """Reports as the documented JSON."""
    return pipeline.tell_reports(Record(dates=tuple(d for _, d in found)), [r for r, _ in found])


def reading_told(report: Report, reading: Reading) -> dict[str, object]:
    """A reading as the documented JSON."""
    return pipeline.tell_reading(report, reading)


def scores_told(scores: Mapping[str, evaluation.Score]) -> dict[str, object]:
    """Scores as JSON, a layer a key."""
    names = dict(precision="p", recall="r", f1="f1", low="low", high="high", matched="tp")  # noqa: C408
    names |= {"predicted": "predicted", "gold": "gold"}
    rows = {
        layer: {short: getattr(score, name) for name, short in names.items()}
        for layer, score in scores.items()
    }
    return {"schema": SCHEMA, **rows}


def _still_out(report: Report, decision: Decision) -> Issue:
    return Issue(
        code="withdrawn",
        severity="warning",
        message=f"it is withdrawn, by {decision.by} on {decision.recorded_at[:10]}, and yields nothing.",
        where=report.id,
        remedy=f"To take it in again: biennien undo {decision.id}",
        report_id=report.id,
    )
