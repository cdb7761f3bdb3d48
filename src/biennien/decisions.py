"""The use cases of a person's decisions: setting a date right, taking a report out, and taking such a decision back."""

from __future__ import annotations

import getpass
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from biennien import app, pipeline
from biennien.addresses import StoreAddress
from biennien.judgements import anchors_of, judged_by, made_of_words, other_sides
from biennien.lookup import MADE, line_of, look
from biennien.model import (
    Decision,
    Issue,
    Record,
    Report,
    ReportDate,
    in_force,
)
from biennien.model.errors import InputError
from biennien.model.timex import days_of
from biennien.names import one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What came of a decision: the report as it stands now, with its date, and what the record made anew holds.

    `words` are those of the line that it is about, `undone` is the decision that it takes back.
    """

    decision: Decision
    report: Report
    date: ReportDate
    meetings: int
    statements: int
    warnings: tuple[Issue, ...] = ()
    words: str | None = None
    undone: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A decision and what became of it: `in_force`, or `ended_by` the one that undid it or took its place.

    `words` are those of the line that it is about, where its report still has them.
    """

    decision: Decision
    in_force: bool
    ended_by: Decision | None = None
    words: str | None = None


def correct(
    report: str,
    store: StoreAddress,
    *,
    published: str,
    reason: str | None = None,
    by: str | None = None,
    now: datetime | None = None,
    where: str = "--published",
) -> Decided:
    """Sets the date of the present version of a report right. `report` is its id or the beginning of it; `where` names the date in errors."""
    date = pipeline.published_of(app.written(published, where))
    if date is None:
        raise InputError(
            f"{published!r} is no date.",
            where=where,
            remedy="Write a day (2025-10-23), a month (2025-10) or an instant (2025-10-23T08:30:00+07:00).",
        )

    def made(found: Report, record: Record) -> Decision:
        return Decision(
            id="",
            kind="correct",
            identity=found.identity,
            report_id=found.id,
            sha256=found.sha256,
            published_on=date.on,
            published_at=date.at,
            was=_was(next(d for d in record.dates if d.report_id == found.id)),
            by=_signature(by),
            recorded_at=_instant(now),
            reason=_words(reason),
        )

    decided = _decide(report, store, made)
    return replace(decided, warnings=_doubts(decided.report, date.on, now or datetime.now(UTC)))


def _doubts(report: Report, published: str, now: datetime) -> tuple[Issue, ...]:
    """What speaks against a date: that it is still to come, or that the report tells of a later day as past."""
    days = days_of(published)
    if days is None:
        return ()
    found = []
    if days[0] > (now.astimezone(UTC) + timedelta(hours=14)).date():  # nowhere on earth is it that day yet
        found.append(("date_to_come", f"{published} is still to come."))
    if (later := pipeline.told_after(report, days[1], pipeline.load_knowledge())) is not None:
        told = f"it speaks of {later[0].isoformat()} as past (“{later[1]}”): {published} is before that."
        found.append(("date_before_told", told))
    remedy = "If it was not meant so: biennien undo, then correct it anew."
    return tuple(
        Issue(
            code=code,
            severity="warning",
            message=message,
            where=report.id,
            remedy=remedy,
            report_id=report.id,
        )
        for code, message in found
    )


def withdraw(
    report: str,
    store: StoreAddress,
    *,
    reason: str | None = None,
    by: str | None = None,
    now: datetime | None = None,
) -> Decided:
    """Takes a report out with all its versions: it stays listed and yields nothing."""

    def made(found: Report, record: Record) -> Decision:
        return Decision(
            id="",
            kind="withdraw",
            identity=found.identity,
            report_id=found.id,
            by=_signature(by),
            recorded_at=_instant(now),
            reason=_words(reason),
        )

    return _decide(report, store, made)


def decide(
    kind: str,
    line: str,
    store: StoreAddress,
    *,
    value: str | None = None,
    reason: str | None = None,
    by: str | None = None,
    now: datetime | None = None,
) -> Decided:
    """Decides on a line of the record, by its id or the beginning of it. The machine's reading stays stored beside it.

    ``same``: the meeting `line` and the meeting `value` are one, with all that either would be told of since. ``different``: the
    change `line` is of another meeting: of `value` where it is given, else of one of its own.
    ``status``: the change `line` means the status `value`. ``retract``: the change, statement, explanation
    or position `line` was misread.
    """
    record, reports = app.load(store)
    by_id = {report.id: report for report in reports}
    found = made_of_words(look(store, line)) if line.startswith(MADE) else line_of(record, by_id, line)
    cited, told, was = judged_by(kind, found, value, record, by_id)
    anchors = anchors_of(cited, by_id)

    def made(first: Report, record: Record) -> Decision:
        return Decision(
            id="",
            kind=kind,
            identity=first.identity,
            report_id=first.id,
            anchors=anchors,
            value=told,
            was=was,
            by=_signature(by),
            recorded_at=_instant(now),
            reason=_words(reason),
        )

    decided = _decide(anchors[0].report_id, store, made)
    warned = other_sides(found, line_of(record, by_id, value or "")) if kind == "same" else ()
    return replace(decided, warnings=warned)


def undo(
    decision: str,
    store: StoreAddress,
    *,
    reason: str | None = None,
    by: str | None = None,
    now: datetime | None = None,
) -> Decided:
    """Takes a decision back. `decision` is its id or the beginning of it."""
    with app.opened_store(store) as opened:
        taken = {earlier.id: earlier for earlier in opened.decisions()}
    name = one_of(decision, list(taken), "decision", "biennien decisions lists them.")

    def made(found: Report, record: Record) -> Decision:
        return Decision(
            id="",
            kind="undo",
            identity=found.identity,
            report_id=found.id,
            of=name,
            by=_signature(by),
            recorded_at=_instant(now),
            reason=_words(reason),
        )

    return replace(_decide(taken[name].report_id, store, made, taken[name].identity), undone=taken[name])


def decisions(store: StoreAddress) -> tuple[Judged, ...]:
    """All decisions in the order in which they were taken, with what became of each."""
    with app.opened_store(store) as opened:
        taken, reports = opened.decisions(), opened.reports()
    counting = in_force(taken)
    return tuple(
        Judged(
            decision=d,
            in_force=d in counting,
            ended_by=_end_of(d, taken, counting),
            words=_words_of(d, reports),
        )
        for d in taken
    )


def decisions_told(found: Sequence[Judged]) -> list[dict[str, object]]:
    """Decisions as the documented JSON."""
    return [
        {
            **{key: value for key, value in asdict(judged.decision).items() if key != "identity"},
            "in_force": judged.in_force,
            "ended_by": judged.ended_by.id if judged.ended_by else None,
        }
        for judged in found
    ]


def _decide(
    words: str, store: StoreAddress, made: Callable[[Report, Record], Decision], identity: str | None = None
) -> Decided:
    """Records the decision that `made` makes of the report and the record as they stand, and makes the record anew."""
    record, reports = app.load(store)
    report = next((r for r in reports if r.identity == identity), None) or app.report_of(words, reports)
    decision = made(report, record)
    with app.opened_store(store, writable=True) as opened:
        decision = opened.decide(decision)
        app.bring_up_to_date(opened)
    record, reports = app.load(store)
    now = next(r for r in reports if r.identity == report.identity)
    return Decided(
        decision=decision,
        report=now,
        date=next(d for d in record.dates if d.report_id == now.id),
        meetings=len(record.meetings),
        statements=len(record.statements),
        words=_words_of(decision, reports),
    )


def _words_of(decision: Decision, reports: Iterable[Report]) -> str | None:
    """The first words that a decision on a line rests on; None where their report has them no more."""
    if not decision.anchors:
        return None
    anchor = decision.anchors[0]
    texts = (r.text for r in reports if r.identity == anchor.identity and r.sha256 == anchor.sha256)
    return next((" ".join(text[anchor.start : anchor.end].split()) for text in texts), None)


def _was(date: ReportDate) -> str:
    """A date in words, with what it rested on."""
    if date.value:
        return f"{date.value} ({date.dated_by})"
    if date.earliest or date.latest:
        return f"{date.earliest or '…'} – {date.latest or '…'} ({date.dated_by})"
    return "no day"


def _end_of(decision: Decision, taken: Iterable[Decision], counting: Iterable[Decision]) -> Decision | None:
    """What undid a decision, or the later one on the same text that counts in its place."""
    if decision.kind == "undo" or decision in counting:
        return None
    if undoing := next((d for d in taken if d.of == decision.id), None):
        return undoing
    return next((d for d in counting if d.subject == decision.subject), None)


def _signature(by: str | None) -> str:
    """Who decides: the name given, else the name of the account. Raises InputError where there is neither."""
    if name := _words(by):
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise InputError("a decision is signed.", where="--by", remedy="Say who decides: --by NAME") from None


def _instant(now: datetime | None) -> str:
    return (now or datetime.now(UTC)).isoformat(timespec="microseconds")


def _words(words: str | None) -> str | None:
    """Words on one line that can be stored, whatever the terminal gave; None where there are none."""
    given = (words or "").encode("utf-8", "backslashreplace").decode()
    return unicodedata.normalize("NFC", " ".join(given.split())) or None
