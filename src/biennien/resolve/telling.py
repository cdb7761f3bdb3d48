"""What each report tells of meetings, with its day filled in and its sides named: the input of all joining."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from biennien.knowledge.world import World
from biennien.model import (
    ActorMention,
    Attribution,
    Citation,
    MeetingMention,
    Reading,
    Report,
    ReportDate,
    Span,
)
from biennien.model.timex import days_of
from biennien.resolve.filling import fill, fill_year, surer, weaker
from biennien.resolve.identifiers import cite, identify
from biennien.resolve.sides import Side, sides_of

_APART = ("call", "visit", "press_conference")
_LONGEST = 36_600  # days; a plan for a longer time is no plan
_LENGTHS = {"D": 1, "W": 7, "M": 31}

Order = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A report with its reading and its day. `order` is (first possible day, instant of publication, id).

    `bases` tells for the values of its time expressions how they came about.
    """

    report: Report
    reading: Reading
    dated: ReportDate
    bases: Mapping[str, str]

    @property
    def order(self) -> Order:
        return self.dated.earliest or "", self.report.instant, self.report.id

    @property
    def last_day(self) -> str:
        """The day by which the report must have been written, as far as known."""
        return self.dated.latest or self.dated.earliest or ""


def source_of(report: Report, reading: Reading, dated: ReportDate) -> Source:
    """The source; a value that several expressions give is as sure as the surest of them."""
    bases: dict[str, str] = {}
    for time in reading.times:
        relative = time.offset is not None and not time.offset.startswith("XXXX")
        basis = (
            weaker(time.basis, "derived") if relative else "assumed" if time.basis == "assumed" else "stated"
        )
        value = time.timex.value
        bases[value] = surer(basis, bases.get(value, basis))
    return Source(report=report, reading=reading, dated=dated, bases=bases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One mention of a meeting in its report, its times filled from the report's bounds; `basis` is that of `declared`.

    `window` are the days that the time of the meeting covers; a length of time is counted from the announcement.
    `twin` counts the mentions of the report in the same words before it. `declared` is the day of saying, `came_about` that of the change where it is another; `day` is the first of these that is known, else the report's first possible day; "" where nothing is known.
    """

    source: Source
    index: int
    mention: MeetingMention
    sides: tuple[Side, ...]
    family: str
    place: str | None
    when: str | None
    window: tuple[date, date] | None
    declared: str | None
    came_about: str | None
    when_basis: str
    basis: str
    day: str
    twin: int = 0

    @property
    def order(self) -> tuple[str, str, str, str, int, int]:
        """By day, then publication, then place in the report."""
        return (self.day, *self.source.order, self.mention.span.start, self.index)

    @property
    def place_told(self) -> tuple[Order, int, int]:
        """By publication, then place in the report."""
        return self.source.order, self.mention.span.start, self.index

    @property
    def citation(self) -> Citation:
        """The words of the mention."""
        return cite(self.source.report, self.source.reading, self.mention.span)

    def name(self, prefix: str) -> str:
        """The id that a thing goes by whose first mention this is: of a meeting (``m``) or of a change (``c``)."""
        return identify(prefix, self.citation, self.twin)

    @property
    def singles_out(self) -> bool:
        """Whether it is of one meeting: it takes one up, names its place, or says no more of the sides than that they meet."""
        span = self.mention.span
        mentions = self.source.reading.mentions
        first, last = (bisect_left(mentions, at, key=_start) for at in (span.start, span.end))
        inside = [m for m in mentions[first:last] if m.span.end <= span.end]
        return self.mention.refers_to is not None or not inside or any(m.entity == self.place for m in inside)

    @property
    def attribution(self) -> Attribution | None:
        """The attribution that carries the clause."""
        index = self.mention.attribution
        return None if index is None else self.source.reading.attributions[index]


def _start(mention: ActorMention) -> int:
    return mention.span.start


def tellings_of(source: Source, world: World) -> Iterator[Telling]:
    """The mentions that make a thing: two sides, or a visit, a press conference, or a body that meets."""
    reading = source.reading
    same: Counter[Span] = Counter()
    for index, mention in enumerate(reading.meetings):
        same[mention.span] += 1
        when, when_basis = fill(
            mention.when, reading, mention.span, source.dated, past=mention.status == "held"
        )
        declared, came_about, basis = _declared(mention, source)
        on = next((v for v in (when, declared, source.dated.earliest) if v and days_of(v)), None)
        mention, sides = _met(mention, on, world)
        if not sides:
            continue
        yield Telling(
            source=source,
            index=index,
            mention=mention,
            sides=sides,
            family=_family(mention),
            place=None if mention.kind == "call" else mention.place,
            when=when,
            window=window_of(when, declared),
            declared=declared,
            came_about=came_about,
            when_basis=weaker(when_basis, source.bases.get(when or "", "stated")),
            basis=weaker(basis, source.bases.get(declared or "", "stated")),
            day=_first_day(came_about) or _first_day(declared) or source.dated.earliest or "",
            twin=same[mention.span] - 1,
        )


def decided(telling: Telling, mention: MeetingMention, world: World) -> Telling:
    """The telling with the sides and the kind that a person gave its mention."""
    days = (telling.when, telling.declared, telling.source.dated.earliest)
    on = next((v for v in days if v and days_of(v)), None)
    return replace(
        telling,
        mention=mention,
        sides=sides_of(mention.participants, on, world),
        family=_family(mention),
        place=None if mention.kind == "call" else mention.place,
    )


def _met(mention: MeetingMention, on: str | None, world: World) -> tuple[MeetingMention, tuple[Side, ...]]:
    """The mention as the machine read it, with its sides, or as it was decided where it reads no meeting; none where there is none."""
    if mention.as_read:
        participants, kind = mention.as_read
        read = replace(mention, participants=participants, kind=kind)
        if sides := _sides(read, on, world):
            return read, sides
    return mention, _sides(mention, on, world)


def _sides(mention: MeetingMention, on: str | None, world: World) -> tuple[Side, ...]:
    participants = mention.participants
    if mention.kind == "visit" and mention.place and len(participants) == 1:
        participants = (*participants, _host(mention.place, world))
    sides = sides_of(participants, on, world)
    return sides if len(sides) > 1 or (sides and _stands_alone(mention, sides, world)) else ()


def _declared(mention: MeetingMention, source: Source) -> tuple[str | None, str | None, str]:
    """The day on which the status was declared, the day on which it came about where that is another, and the basis.

    What a speaker says of an earlier day came about then and was declared when he spoke.
    """
    value, basis = fill_year(mention.status_date, source.dated)
    if mention.attribution is None or mention.status == "held":
        return value, None, basis
    attribution = source.reading.attributions[mention.attribution]
    said, said_basis = fill_year(attribution.said_on, source.dated)
    said_basis = weaker(said_basis, attribution.said_basis)
    if mention.status_date == attribution.said_on:
        basis = weaker(basis, attribution.said_basis)
    if value is None:
        return said, None, said_basis
    if said and said != value and set(mention.by) <= set(attribution.entities):
        return said, value, weaker(basis, said_basis)
    return value, None, basis


def _host(place: str, world: World) -> str:
    """The state that is visited, by a place in it."""
    return world.state_of(place) or place


def _stands_alone(mention: MeetingMention, sides: tuple[Side, ...], world: World) -> bool:
    if len(sides[0].members) > 1 or mention.kind == "press_conference":
        return True
    if mention.kind == "visit" and sides[0].members:
        return True  # a visit without its goal; a state alone is a goal without its visitor
    actor = world.actors.get(sides[0].key)
    return actor is not None and actor.type == "ORG"


def _family(mention: MeetingMention) -> str:
    """Kinds that can be one thing: those who hold talks or a summit meet."""
    return mention.kind if mention.kind in _APART else "meeting"


def _first_day(value: str | None) -> str | None:
    days = days_of(value)
    return days[0].isoformat() if days else None


def window_of(value: str | None, counted_from: str | None) -> tuple[date, date] | None:
    """First and last day of a planned or actual time; ``P2W`` runs from the day of the announcement."""
    if value and value.startswith("P") and value[1:-1].isdigit() and value[-1] in _LENGTHS:
        start = days_of(counted_from)
        length = int(value[1:-1]) * _LENGTHS[value[-1]]
        return (start[0], start[0] + timedelta(length)) if start and length < _LONGEST else None
    return days_of(value)
