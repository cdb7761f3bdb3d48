"""When each report was published: as stated, or bounds from what it speaks of, with the reason in words."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeGuard

from biennien.knowledge.world import World
from biennien.model import Decision, MeetingMention, Reading, Report, ReportDate, Span
from biennien.model.timex import days_of
from biennien.resolve.filling import belongs, is_open, nearest_year, shift

_WORDS = {
    "option": "It was given with the command.",
    "metadata": "The file says so.",
    "header": "The header in the text says so.",
    "dateline": "The dateline says so.",
    "address": "The address of the page says so.",
}


Plan = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Event:
    """Something past that a report speaks of: who with whom, and when (the year may be open).

    `broad` is the same by the states of those who meet; () for what somebody said.
    """

    what: tuple[str, ...]
    value: str
    span: Span
    broad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day of a known year near which a report lies; `why` says how it is known."""

    day: date
    why: str


def date_reports(
    reports: Sequence[Report], readings: Mapping[str, Reading], world: World
) -> tuple[ReportDate, ...]:
    """One date a report, in the order of ids. Uses the whole record: a date is a fact about the report."""
    stated = {r.id: _stated(r) for r in reports if days_of(r.published_on)}
    undated = sorted((r for r in reports if r.id not in stated), key=lambda r: r.id)
    events = {r.id: tuple(_events(readings[r.id], world)) for r in reports if r.id in readings}
    anchors = _spread(reports, readings, events, undated, world)
    known = _known_days(events, anchors, stated)
    inferred = {
        r.id: _infer(r, readings.get(r.id), events.get(r.id, ()), anchors.get(r.id), known) for r in undated
    }
    return tuple({**stated, **inferred}[r.id] for r in sorted(reports, key=lambda r: r.id))


def dates_others(report: Report, reading: Reading, world: World) -> Iterator[tuple[str, ...]]:
    """By what a report can date others: the events it tells, and where it is dated itself the plans."""
    for event in _events(reading, world):
        for what in filter(None, (event.what, event.broad)):
            yield "event", *what, "", event.value[5:10]
        if event.what[0] != "said":
            yield "days", *event.what
    if days_of(report.published_on):
        yield from _plan_keys(reading, world)


def dated_by_others(report: Report, reading: Reading, world: World) -> Iterator[tuple[str, ...]]:
    """By what others can date a report; nothing where it is dated itself."""
    if days_of(report.published_on):
        return
    for event in _events(reading, world):
        for what in filter(None, (event.what, event.broad)):
            if is_open(event.value):
                yield "event", *what, "", event.value[5:10]
    for mention in reading.meetings:
        if mention.status == "held":
            yield from (("days", *what) for what in _meant(mention, reading))
    yield from _plan_keys(reading, world)


def _plan_keys(reading: Reading, world: World) -> Iterator[tuple[str, ...]]:
    for mention in reading.meetings:
        if (plan := _plan(mention, world)) is not None:
            yield "plan", *plan[0], "", plan[1]


def _stated(report: Report) -> ReportDate:
    days = days_of(report.published_on)
    assert days is not None
    by = report.dated_by or "metadata"
    why = _decided(report.corrected) if report.corrected else _WORDS.get(by, "It is stated.")
    return ReportDate(
        report_id=report.id,
        value=report.published_on,
        earliest=days[0].isoformat(),
        latest=days[1].isoformat(),
        dated_by=by,
        why=why,
    )


def _decided(decision: Decision) -> str:
    """Who decided it, why, and what stood there before."""
    reason = f", {decision.reason}" if decision.reason else ""
    return f"{decision.by}{reason}; was {decision.was or 'no day'}"


def _events(reading: Reading, world: World) -> Iterator[Event]:
    """What is told as past: meetings held, words said, changes declared; never a plan."""
    for mention in reading.meetings:
        who = tuple(sorted(mention.participants))
        states = _states(mention, world)
        if mention.status == "held" and _is_date(mention.when):
            yield _event(reading, (mention.kind, *who), mention.when, mention.span, states)
        if _is_date(mention.status_date):
            yield _event(reading, (mention.status, *who), mention.status_date, mention.span, states)
    for attribution in reading.attributions:
        if _is_date(attribution.said_on):
            who = tuple(sorted(attribution.entities)) or ("",)
            yield _event(reading, ("said", *who), attribution.said_on, attribution.extent, ())


def _states(mention: MeetingMention, world: World) -> tuple[str, ...]:
    """The states that meet, or that visits and is visited; () where it is one only."""
    who = [*mention.participants, *([mention.place] if mention.kind == "visit" and mention.place else ())]
    states = sorted({world.state_of(entity) or entity for entity in who})
    return tuple(states) if len(states) > 1 else ()


def _is_date(value: str | None) -> TypeGuard[str]:
    """Whether a value is a date, at most with its year open."""
    return value is not None and (
        days_of(value) is not None or (value[:5] == "XXXX-" and not is_open(value[4:]))
    )


def _event(reading: Reading, what: tuple[str, ...], value: str, span: Span, states: tuple[str, ...]) -> Event:
    """The event at the words that give its time: those of the mention, else the nearest that give the same."""
    given = [t.span for t in reading.times if t.timex.value == value or t.timex.value.startswith(f"{value}T")]
    at = min(given, key=lambda s: (not s.overlaps(span), abs(s.start - span.start)), default=span)
    return Event(what, value, at, (what[0], *states) if states else ())


def _spread(
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    events: Mapping[str, tuple[Event, ...]],
    undated: Sequence[Report],
    world: World,
) -> dict[str, Anchor]:
    """The anchor of each undated report: an event it shares, by who and day, with a report whose year is known.

    A report that gets its year so can give it on; a vote between two years leaves the year open.
    """
    known: dict[tuple[tuple[str, ...], str], set[tuple[date, str]]] = {}
    for report in reports:
        for event in events.get(report.id, ()):
            _learn(known, event, event.value, report.id)
    anchors: dict[str, Anchor] = {}
    waiting = [r for r in undated if any(is_open(e.value) for e in events.get(r.id, ()))]
    while True:
        found = {r.id: a for r in waiting if (a := _vote(events[r.id], known))}
        if not found:
            break
        anchors.update(found)
        waiting = [r for r in waiting if r.id not in found]
        for report_id, anchor in found.items():
            for event in events[report_id]:
                if value := nearest_year(event.value, anchor.day):
                    _learn(known, event, value, report_id)
    plans = _plans(reports, readings, world)
    for report in waiting:
        if (shared := _shared_plan(readings[report.id], plans, world)) is not None:
            anchors[report.id] = shared
    return anchors


def _learn(
    known: dict[tuple[tuple[str, ...], str], set[tuple[date, str]]], event: Event, value: str, report_id: str
) -> None:
    days = days_of(value)
    if days and days[0] == days[1] and event.what[-1]:
        for what in filter(None, (event.what, event.broad)):
            known.setdefault((what, value[5:10]), set()).add((days[0], report_id))


def _vote(
    events: tuple[Event, ...], known: Mapping[tuple[tuple[str, ...], str], set[tuple[date, str]]]
) -> Anchor | None:
    """The year by what the same persons did; where they give none, by what was told of their states."""
    opened = [event for event in events if is_open(event.value)]
    by_persons = _year_of([(event.what, event.value) for event in opened], known)
    return by_persons or _year_of([(e.broad, e.value) for e in opened if e.broad], known)


def _year_of(
    events: Iterable[tuple[tuple[str, ...], str]],
    known: Mapping[tuple[tuple[str, ...], str], set[tuple[date, str]]],
) -> Anchor | None:
    votes: Counter[int] = Counter()
    rest: dict[int, Anchor] = {}
    for what, value in events:
        for day, report_id in sorted(known.get((what, value[5:10]), ())):
            votes[day.year] += 1
            kind, *who = what
            why = f"that of “{kind}: {', '.join(who)}” on {day.isoformat()}, which report {report_id} dates"
            rest.setdefault(day.year, Anchor(day, why))
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return rest[ranked[0][0]]


def _plans(
    reports: Sequence[Report], readings: Mapping[str, Reading], world: World
) -> dict[Plan, tuple[Anchor, date]]:
    """Plans by the states that meet and the state where: the first of the dated reports that speak of them, and the day of the last."""
    plans: dict[Plan, tuple[Anchor, date]] = {}
    dated = [(days[0], r.id) for r in reports if (days := days_of(r.published_on)) and r.id in readings]
    for day, report_id in sorted(dated):
        for mention in readings[report_id].meetings:
            if (plan := _plan(mention, world)) is not None:
                who, place = plan
                what = " – ".join(who) + (f", {place}" if place not in who else "")
                why = f"that of report {report_id} ({day.isoformat()}), which tells of the same plan: {what}"
                first, _ = plans.get(plan, (Anchor(day, why), day))
                plans[plan] = (first, day)
    return plans


def _plan(mention: MeetingMention, world: World) -> Plan | None:
    states = _states(mention, world)
    if mention.place is None or not states or mention.status == "held":
        return None
    return states, world.state_of(mention.place) or mention.place


def _shared_plan(reading: Reading, plans: Mapping[Plan, tuple[Anchor, date]], world: World) -> Anchor | None:
    """Without a shared event: the same plan of the same sides in the same place, where all who tell it tell it in one year."""
    found = [plans[plan] for m in reading.meetings if (plan := _plan(m, world)) is not None and plan in plans]
    if not found:
        return None
    first = min((anchor for anchor, _ in found), key=lambda a: (a.day, a.why))
    return first if (max(last for _, last in found) - first.day).days <= 183 else None


def _known_days(
    events: Mapping[str, tuple[Event, ...]], anchors: Mapping[str, Anchor], stated: Mapping[str, ReportDate]
) -> dict[tuple[str, ...], dict[date, str]]:
    """The days of every past meeting by who, each with the smallest report that dates it (a dated one before others)."""
    days: dict[tuple[str, ...], dict[date, str]] = {}
    for report_id in sorted(events, key=lambda i: (i not in stated, i)):
        anchor = anchors.get(report_id)
        for event in events[report_id]:
            bounds = days_of(_filled(event, anchor))
            if bounds and bounds[0] == bounds[1] and event.what[0] != "said":
                days.setdefault(event.what, {}).setdefault(bounds[0], report_id)
    return days


def _infer(
    report: Report,
    reading: Reading | None,
    events: tuple[Event, ...],
    anchor: Anchor | None,
    known: Mapping[tuple[str, ...], Mapping[date, str]],
) -> ReportDate:
    last = _last_past_day(events, anchor)
    if reading is None or last is None:
        why = _unknown(report, events)
        return ReportDate(
            report_id=report.id,
            value=None,
            earliest=None,
            latest=None,
            dated_by="inference",
            why=why,
            basis="derived",
        )
    day, event = last
    why = f"Not before {day.isoformat()}: it speaks of that day (“{_words(report, event)}”)"
    if anchor and is_open(event.value):
        why += f"; the year is {anchor.why}"
    own = {(e.what, d[0]) for e in events if (d := days_of(_filled(e, anchor)))}
    latest, words = _latest(report, reading, day, known, own)
    why += f"; {words}." if words else "; nothing in it says how long after."
    return ReportDate(
        report_id=report.id,
        value=None,
        earliest=day.isoformat(),
        latest=latest.isoformat() if latest else None,
        dated_by="inference",
        why=why,
        basis="assumed" if latest else "derived",
    )


def last_past_day(reading: Reading, anchor: Anchor, world: World) -> tuple[date, Event] | None:
    """The last day that a report tells as past, with the event; open years are those nearest to the anchor."""
    return _last_past_day(tuple(_events(reading, world)), anchor)


def _last_past_day(events: tuple[Event, ...], anchor: Anchor | None) -> tuple[date, Event] | None:
    found = []
    for event in events:
        if bounds := days_of(_filled(event, anchor)):
            found.append((bounds[0], event))
    return max(found, key=lambda f: (f[0], -f[1].span.start, f[1].what)) if found else None


def _filled(event: Event, anchor: Anchor | None) -> str | None:
    """The day of an event, with the year of the anchor where it has none."""
    return nearest_year(event.value, anchor.day) if anchor and is_open(event.value) else event.value


def _unknown(report: Report, events: tuple[Event, ...]) -> str:
    if report.withdrawn:
        return "It is withdrawn: nothing is inferred for it."
    opened = sorted((e for e in events if is_open(e.value)), key=lambda e: (e.value, e.span))
    if opened:
        return f"Its last past day is “{_words(report, opened[-1])}”, but nothing gives the year."
    return "It carries no date and speaks of no past day."


def _meant(mention: MeetingMention, reading: Reading) -> list[tuple[str, ...]]:
    """What took place, by who: those who are taken to have met, else the two whom the very words name."""
    named = {
        m.entity
        for m in reading.mentions
        if m.type == "PER" and m.level == "NAM" and m.entity and mention.span.holds(m.span)
    }
    who = [tuple(sorted(mention.participants)), *([tuple(sorted(named))] if len(named) == 2 else [])]
    return [(mention.kind, *people) for people in dict.fromkeys(who)]


def _latest(
    report: Report,
    reading: Reading,
    earliest: date,
    known: Mapping[tuple[str, ...], Mapping[date, str]],
    own: set[tuple[tuple[str, ...], date]],
) -> tuple[date | None, str]:
    """The last day on which a relative expression of a known event can have been written; assumed, since such words can be stale.

    What the report tells with its day (`own`) it seldom tells by "last week" as well: these words are of another one, if any fits.
    """
    found = []
    for mention in reading.meetings:
        if mention.status != "held":
            continue
        for time in reading.times:
            if time.anchor != "open" or not time.offset or not belongs(time, mention.span):
                continue
            fitting: list[tuple[date, str]] = []
            for skipped, what in itertools.product((own, ()), _meant(mention, reading)):
                days = {d: by for d, by in known.get(what, {}).items() if (what, d) not in skipped}
                fitting = fitting or [
                    (d, by) for d, by in sorted(days.items()) if _written(time.offset, d, earliest)
                ]
            if len(fitting) == 1 and (end := _written(time.offset, fitting[0][0], earliest)):
                found.append((end, time.span, fitting[0]))
    if not found:
        return None, ""
    end, span, (day, by) = min(found)
    return (
        end,
        f"not after {end.isoformat()}, if “{span.cut(report.text)}” is counted from {day.isoformat()} (report {by})",
    )


@functools.lru_cache(maxsize=4096)
def _written(offset: str, event: date, earliest: date) -> date | None:
    """The last day on which `offset` counted from it holds `event`; None where that lies before `earliest`."""
    for days in range(62, -1, -1):
        candidate = event + timedelta(days)
        bounds = days_of(shift(offset, candidate))
        if bounds and bounds[0] <= event <= bounds[1]:
            return candidate if candidate >= earliest else None
    return None


def _words(report: Report, event: Event) -> str:
    """The words that give the day; a long clause is cut."""
    words = event.span.cut(report.text).split("\n")[0]
    return words if len(words) <= 60 else words[:57].rstrip() + "…"
