"""The status changes of one meeting: the same change told in many places is one, with all its citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from biennien.knowledge.world import World
from biennien.model import Change, Span
from biennien.model.timex import days_of
from biennien.resolve.filling import surer
from biennien.resolve.identifiers import unique
from biennien.resolve.lanes import renews
from biennien.resolve.telling import Source, Telling
from biennien.resolve.voices import Voice, outlets_of, reason_by, relays, voice_of

_AGAIN = timedelta(days=7)  # a stance told again within a week, without a day of its own, is the same stance
_VAGUE = frozenset({"possible", "hypothetical", "asked"})
_LASTING = frozenset({"announced", "postponed", "cancelled"})


@dataclass(slots=True, eq=False)
class Group:
    """Tellings of one change. `sort_day` is where it stands in time, also where its day is not given."""

    status: str
    voice: Voice
    day: str | None
    sort_day: str
    tellings: list[Telling] = field(default_factory=list)
    via: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    places: set[str | None] = field(default_factory=set)

    def take(self, telling: Telling) -> None:
        """Adds one more telling."""
        self.tellings.append(telling)
        self.reports.add(telling.source.report.id)
        self.places.add(telling.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A change with what the fold needs: where it stands in time and whether it counts.

    `renews` is True where it can announce a cancelled plan again.
    """

    change: Change
    order: tuple[str, bool, str, str, str, int, int]
    background: bool
    attributed: bool
    renews: bool
    sources: tuple[Source, ...]
    tellings: tuple[Telling, ...] = ()


def change_groups(tellings: Sequence[Telling], world: World) -> list[Group]:
    """The tellings of one lane by the change they tell, in the order of telling."""
    groups = _Groups(world)
    exact, open_, rest = list[tuple[Telling, Voice]](), list[tuple[Telling, Voice]](), list[Telling]()
    for telling in sorted(tellings, key=lambda t: t.order):
        voice = voice_of(telling, world)
        if telling.mention.presupposed or telling.mention.status == "held" or voice.nobody:
            rest.append(telling)
        else:
            (exact if _is_exact(telling) else open_).append((telling, voice))
    for telling, voice in (*exact, *open_):
        groups.place(telling, voice)
    for telling in sorted(rest, key=lambda t: t.declared is None):
        groups.place_unattributed(telling)
    _drop_stale_days(groups.all)
    told = _without_weaker(groups.all)
    return sorted(told, key=lambda g: (g.sort_day, min(t.order for t in g.tellings)))


def _without_weaker(groups: Sequence[Group]) -> list[Group]:
    """Without the weaker word where a voice says in the same report what tells more: those are one."""
    found = []
    for group in groups:
        stronger = next((g for g in groups if _tells_more(g, group)), None)
        if stronger is None:
            found.append(group)
        else:
            for telling in group.tellings:
                stronger.take(telling)
    return found


def _tells_more(group: Group, than: Group) -> bool:
    """On what it depends, where the other leaves it open; the cancellation, where the other only stays away; anything, beside a mere `if`."""
    if than.status == "unclear" and all(t.mention.detail == "hypothetical" for t in than.tellings):
        return group.status not in ("unclear", "held") and than.reports <= group.reports
    if group.voice != than.voice or group.voice.nobody or not than.reports <= group.reports:
        return False
    if than.day is not None and than.day != group.day:
        return False
    if than.status == "refused":
        return group.status == "cancelled"
    vague = than.status == "unclear" and all(t.mention.detail in _VAGUE for t in than.tellings)
    return vague and group.status == "conditional"


def _drop_stale_days(groups: Sequence[Group]) -> None:
    """A report that repeats "last week" from an older one puts the announcement too late: its day is not believed.

    That is seen where the announcement is known from an earlier day, and the plan was put off by the end of that week.
    """
    known = [g.day for g in groups if g.status == "announced" and g.day and len(g.day) == len("2025-10-16")]
    ends = [g.sort_day for g in groups if g.status in ("postponed", "cancelled") and g.day]
    for group in groups:
        week = days_of(group.day)
        if group.status != "announced" or week is None or week[0] == week[1]:
            continue
        if any(d < week[0].isoformat() for d in known) and any(e <= week[1].isoformat() for e in ends):
            group.day = None
            group.flags.add("stale")


def _is_exact(telling: Telling) -> bool:
    days = days_of(telling.declared)
    return days is not None and days[0] == days[1]


class _Groups:
    """The changes of one lane while its tellings are put together."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.all: list[Group] = []
        self.by_status: dict[str, list[Group]] = {}
        self.by_voice: dict[tuple[str, Voice], list[Group]] = {}
        self.attributed: set[str] = set()

    def open(self, telling: Telling, voice: Voice) -> Group:
        group = Group(telling.mention.status, voice, telling.declared, telling.day)
        group.take(telling)
        self.all.append(group)
        self.by_status.setdefault(group.status, []).append(group)
        self.by_voice.setdefault((group.status, voice), []).append(group)
        return group

    def place(self, telling: Telling, voice: Voice) -> None:
        """One telling with its declarer: the same status by the same voice on the same day is the same change."""
        self.attributed.add(telling.source.report.id)
        if self._is_prelude(telling):
            return
        status, day = telling.mention.status, telling.declared
        rows = [g for g in self.by_voice.get((status, voice), []) if not self._is_over(g, telling)]
        if day is None:
            rows = rows or self._by_a_member(status, voice)
            same = _likeliest([g for g in rows if _retells(g, telling)], telling)
        else:
            same = [g for g in rows if g.day == day] or [g for g in rows if _holds(day, g.day)]
        if len(same) == 1:
            same[0].take(telling)
        else:
            self.open(telling, voice)

    def _is_prelude(self, telling: Telling) -> bool:
        """Whether a report only narrates, after the plan was put off, that it was once being arranged."""
        mention = telling.mention
        narrated = telling.attribution is None and telling.declared is None and telling.window is None
        if mention.status != "proposed" or mention.detail != "being arranged" or not narrated:
            return False
        ends = (g for status in ("postponed", "cancelled") for g in self.by_status.get(status, []))
        return any(g.sort_day < telling.day for g in ends)

    def _is_over(self, group: Group, telling: Telling) -> bool:
        """Whether the plan was put off or cancelled since a change, and the telling announces a time still to come."""
        window = telling.window
        if telling.mention.status != "announced" or window is None or window[1].isoformat() < telling.day:
            return False
        ends = (g for status in ("postponed", "cancelled") for g in self.by_status.get(status, []))
        return any(group.sort_day <= g.sort_day < telling.day for g in ends)

    def _by_a_member(self, status: str, voice: Voice) -> list[Group]:
        """A lasting change that "the United States" are said to have made is one that somebody made in their name."""
        states = [self.world.actors.get(entity) for entity in voice.by]
        if (
            status not in _LASTING
            or len(states) != 1
            or states[0] is None
            or states[0].kind not in ("country", "capital")
        ):
            return []
        code = states[0].speaks_for or states[0].country
        return [
            g
            for g in self.by_status.get(status, [])
            if g.voice.by and all((a := self.world.actors.get(e)) and a.country == code for e in g.voice.by)
        ]

    def place_unattributed(self, telling: Telling) -> None:
        """The report's own words restate what somebody is known to have declared; else they stand by themselves.

        A stance that nobody is said to take is no change where the report tells whose stances there are.
        """
        mention = telling.mention
        rows = self.by_status.get(mention.status, [])
        if mention.status == "held":
            same = rows[:1]
        elif mention.presupposed and mention.status == "announced":
            told = [g for s in ("announced", "proposed") for g in self.by_status.get(s, [])]
            if any("background" not in g.flags for g in told):
                same = _restated([g for g in rows if "background" not in g.flags], telling)
                if not same:
                    return
            else:
                same = [g for g in rows if "background" in g.flags][:1]
        else:
            same = _restated(rows, telling)
            stance = mention.status not in _LASTING and telling.declared is None
            if not same and stance and telling.source.report.id in self.attributed:
                return
        if same:
            same[0].take(telling)
            if mention.status != "held":
                same[0].via.extend(outlets_of(telling))
            return
        group = self.open(telling, Voice() if mention.status == "held" else Voice(by=outlets_of(telling)))
        if mention.presupposed:
            group.flags.add("background")
        if mention.status == "held" and (days := days_of(telling.when)):
            group.sort_day = days[1].isoformat()


def _restated(rows: Sequence[Group], telling: Telling) -> list[Group]:
    """The change that a report's own words restate: of its day, else of the same report, else a lasting one of before.

    What an unnamed source told another report is never lent to this one, and a stance is nobody's but the source's.
    """
    here_id = telling.source.report.id
    rows = [g for g in rows if g.voice.unnamed is None or g.voice.report_id == here_id]
    if telling.declared:
        return [g for g in rows if g.day == telling.declared or _holds(telling.declared, g.day)][:1]
    if here := [
        g for g in rows if here_id in g.reports and (g.voice.unnamed is None or g.status in _LASTING)
    ]:
        return _likeliest(here, telling)
    return _likeliest([g for g in rows if g.status in _LASTING and _retells(g, telling)], telling)


def _likeliest(rows: Sequence[Group], telling: Telling) -> list[Group]:
    """Of several changes that undated words may retell: one of before the report, of the same place, the last."""
    first, place = telling.source.dated.earliest or "", telling.place
    best = max(rows, key=lambda g: (g.sort_day <= first, place in g.places, g.sort_day), default=None)
    return [] if best is None else [best]


def _retells(group: Group, telling: Telling) -> bool:
    """Whether a telling without its day can be of a change that is known: one of before; a stance only if it is recent."""
    last = telling.source.last_day
    if _of_another_time(group, telling):
        return False
    if telling.source.report.id in group.reports:
        return True
    if not group.sort_day or not last or group.sort_day > last:
        return False
    if group.status in _LASTING:
        return True
    first = telling.source.dated.earliest or last
    return date.fromisoformat(first) - date.fromisoformat(group.sort_day) <= _AGAIN


def _of_another_time(group: Group, telling: Telling) -> bool:
    """Whether a plan is announced for other days than a change that is known: then it is news."""
    window, known = telling.window, [t.window for t in group.tellings if t.window]
    if telling.mention.status != "announced" or window is None or not known:
        return False
    return all(end < window[0] or window[1] < start for start, end in known)


def _holds(coarse: str | None, fine: str | None) -> bool:
    """Whether a week or a month holds the day of a change."""
    a, b = days_of(coarse), days_of(fine)
    return a is not None and b is not None and a[0] <= b[0] and b[1] <= a[1]


def _passed_on(group: Group, tellings: Sequence[Telling], world: World) -> tuple[str, ...]:
    """Through whom the change reaches us; through nobody where one report has it from the voice itself."""
    if group.status == "held":
        return tuple(group.via)
    direct = [t for t in tellings if not voice_of(t, world).nobody or not outlets_of(t)]
    ways = [relays(t, group.voice) for t in direct]
    if group.voice.by and any(not way for way in ways):
        return ()
    return unique((*group.via, *(e for way in ways for e in way)))


def make_change(group: Group, world: World, *, surely_by: str | None) -> Placed:
    """The change of a group. `surely_by` is the day of the view: what rests on reports that may be later is flagged."""
    tellings = sorted(group.tellings, key=lambda t: t.place_told)
    first = tellings[0]
    ids = unique(t.name("c") for t in tellings)
    sources = tuple({t.source.report.id: t.source for t in tellings}.values())
    flags = set(group.flags)
    if any(a.hedged for t in tellings if (a := t.attribution)) and all(_hedged(t) for t in tellings):
        flags.add("hedged")
    if surely_by and not any((s.dated.latest or "9999") <= surely_by for s in sources):
        flags.add("date_inferred")
    if any(t.mention.tied or t.mention.apart or t.mention.rule.startswith("decision:") for t in tellings):
        flags.add("decided")
    effective = _effective(group, tellings)
    voice = group.voice
    own = {world.state_of(e) for e in voice.by} | {*voice.by, voice.unnamed}
    via = tuple(e for e in _passed_on(group, tellings, world) if e not in own)  # no state passes on its own
    change = Change(
        id=ids[0],
        status=group.status,
        detail=_detail(tellings),
        effective=effective,
        announced_on=group.day,
        announced_by=voice.by,
        named=voice.unnamed is None,
        unnamed=voice.unnamed,
        via=via,
        reason=_cut(tellings, [reason_by(t, voice) for t in tellings]),
        condition=_cut(tellings, [t.mention.condition for t in tellings]),
        after_end=False,
        flags=tuple(sorted(flags)),
        basis=_basis(group, tellings, effective),
        citations=unique(t.citation for t in tellings),
        aliases=ids[1:],
    )
    day = group.sort_day
    # What is told without its day came about by then at the latest: before what is dated on that day.
    dated = group.day is not None or effective is not None
    order = (day, dated, *first.source.order, first.mention.span.start, first.index)
    return Placed(
        change=change,
        order=order,
        background="background" in flags,
        attributed=not voice.nobody,
        renews=any(renews(t, world) for t in tellings),
        sources=sources,
        tellings=tuple(tellings),
    )


def _basis(group: Group, tellings: Sequence[Telling], effective: str | None) -> str:
    """How the day of the change is known, by the surest of those who give it."""
    if group.status == "held":
        return surer(*(t.when_basis for t in tellings if t.when == effective))
    return surer(*(t.basis for t in tellings if t.declared == group.day))


def _detail(tellings: Sequence[Telling]) -> str | None:
    """The finer word of the first telling that has one; that it is taken for granted only where nobody tells it as news."""
    news = [t for t in tellings if not t.mention.presupposed] or tellings
    return next((t.mention.detail for t in news if t.mention.detail), None)


def _hedged(telling: Telling) -> bool:
    attribution = telling.attribution
    return attribution is not None and attribution.hedged


def _effective(group: Group, tellings: Sequence[Telling]) -> str | None:
    """The day of the change itself: for what took place its time, else a day of change that differs from that of speaking."""
    if group.status == "held":
        dated = [t for t in tellings if days_of(t.when)]
        # A visit begins before the meeting that it is made for: its first day is not that of the meeting.
        known = [t.when for t in dated if t.mention.kind != "visit"] or [t.when for t in dated]
        return min(known, key=lambda v: (_length(v), v)) if known else None
    return next((t.came_about for t in tellings if t.came_about), None)


def _length(value: str | None) -> int:
    days = days_of(value)
    return (days[1] - days[0]).days if days else 99_999


def _cut(tellings: Sequence[Telling], spans: Sequence[Span | None]) -> str | None:
    for telling, span in zip(tellings, spans, strict=True):
        if span is not None:
            return span.cut(telling.source.report.text)
    return None


def with_flags(placed: Placed, *flags: str, after_end: bool | None = None) -> Placed:
    """The same change with more flags."""
    change = replace(
        placed.change,
        flags=tuple(sorted({*placed.change.flags, *flags})),
        after_end=placed.change.after_end if after_end is None else after_end,
    )
    return replace(placed, change=change)
