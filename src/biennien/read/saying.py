"""The day on which something was said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.model import Attribution, Span
from biennien.model.timex import days_of, grain_of
from biennien.read.clauses import Scene
from biennien.read.occasions import Occasion, Occasions, day_of, is_date, sentence_at
from biennien.read.reporting import ReportingClauses

_LEAD = 1200  # code points of a report in which its news is told first, often twice
_NEXT = 400  # code points from the words of a state to those of its official, who said them
_CARRIED = 2500  # code points over which a speaker's day is carried on
_DAYS = frozenset({"day", "time"})
_FINE = frozenset({"day", "week"})
_COARSE = frozenset({"year", "decade"})  # nobody speaks for a year
_HOURS_LATER = re.compile(
    r"(?:vài|một vài|ít|nhiều|\d+|hai|ba|bốn) (?:giờ|tiếng|phút)(?: đồng hồ)? sau(?: đó)?,"
)


class _Said(NamedTuple):
    """What a speaker said last: its day, its place in the text, the kind of occasion, and what was said on a later day before it."""

    day: str | None
    place: int
    kind: str
    former: _Said | None = None


class _Taken(NamedTuple):
    """A sentence that tells the day of words told before it: who said them, the day, its place in the text."""

    who: object
    day: str
    place: int


class _Dating:
    """The sayings of one report in text order, each dated in turn."""

    def __init__(
        self, scene: Scene, hits: Sequence[Hit[object]], found: Sequence[Attribution], places: Sequence[int]
    ) -> None:
        self.scene = scene
        self.found = found
        self.places = places
        self.occasions = Occasions(scene, hits)
        self.clauses = ReportingClauses(scene, found, self.occasions)
        self._last: dict[object, _Said] = {}
        self._taken = self._taken_up()
        self._next_taken = 0
        self.days: list[str | None] = []
        self.stated: set[int] = set()  # those whose clause has the time
        self.apart: list[bool] = []  # said on an occasion of its own, of which no day is known

    def run(self) -> list[Attribution]:
        """The attributions with their days."""
        for number in range(len(self.found)):
            self._date(number)
        self._from_behind()
        return [
            replace(a, said_on=day, said_basis="stated" if number in self.stated else "derived") if day else a
            for number, (a, day) in enumerate(zip(self.found, self.days, strict=True))
        ]

    def _date(self, number: int) -> None:
        attribution = self.found[number]
        while (
            self._next_taken < len(self._taken) and self._taken[self._next_taken].place < self.places[number]
        ):
            said = self._taken[self._next_taken]
            self._last[said.who] = _Said(said.day, said.place, "writing")
            self._next_taken += 1
        zone = self.clauses.zone(number)
        day, kind, apart = self._in_clause(number, zone)
        speaker = self._speaker(attribution)
        if day is None and not apart and self._has_occasions(attribution):
            day = self._told_before(number, zone)
            if day is None and zone is not None and self.clauses.is_elsewhere(zone):
                apart = True
            elif day is None:
                day = self._carried(number)
        self.days.append(day)
        self.apart.append(apart)
        if speaker is not None and (day is not None or (apart and self.clauses.is_outer(attribution))):
            last = self._last.get(speaker)
            former = last.former if last is not None and last.former is not None else last
            if former is not None and former.day == day:
                former = None
            self._last[speaker] = _Said(day, self.places[number], kind, former)

    def _in_clause(self, number: int, zone: Span | None) -> tuple[str | None, str, bool]:
        """The day that the reporting clause gives, the kind of its occasion, and whether it is an occasion of unknown day."""
        attribution = self.found[number]
        if zone is None or attribution.cue is None:
            return None, "", False
        parent = self.found[attribution.within] if attribution.within is not None else None
        if (counted := self.clauses.counted_back(number, zone)) is not None:
            return counted or None, "", not counted
        time = self.clauses.own_time(number, zone)
        if (
            time is None
            and parent is not None
            and self.clauses.passes_on(parent)
            and (outer := self.clauses.zone(attribution.within or 0))
        ):
            time = self.clauses.own_time(attribution.within or 0, outer)
        own = day_of(time) if time is not None else None
        for occasion in self.occasions.opened(zone.start, zone.end):
            if not self.clauses.is_outside(number, occasion.start):
                continue
            if occasion.start > attribution.cue.end and self.clauses.is_other_time(attribution, zone):
                continue  # `từng nói …, hôm nay nhắc lại tại cuộc họp báo`
            day = own or self.occasions.day_of(occasion, attribution.entities)
            if own or occasion.day:
                self.stated.add(number)
            if day is not None or self._is_new(number, occasion, zone):
                return day, occasion.kind, day is None
        if own is None and (time is not None or self.clauses.is_other_time(attribution, zone)):
            return None, "", True  # an open `tuần trước` is a time too: no other counts
        if own is not None:
            self.stated.add(number)
        return own, "", False

    def _is_new(self, number: int, occasion: Occasion, zone: Span) -> bool:
        """Whether an occasion without a known day is another one than the speaker's last."""
        lower = self.scene.view.lower
        if occasion.kind in ("statement", "writing") or _HOURS_LATER.match(lower, zone.start):
            return False
        last = self._last.get(self._speaker(self.found[number]))
        return occasion.kind == "interview" or (last is not None and last.kind not in ("", occasion.kind))

    def _told_before(self, number: int, zone: Span | None) -> str | None:
        """The day of the sentence before, in which the same speaker does something: `Hôm qua bà tới Rome. Bà nói …`."""
        attribution = self.found[number]
        if zone is None or attribution.source is None or attribution.within is not None:
            return None
        index = bisect_left(self.scene.sentence_starts, zone.start)
        if index == 0 or attribution.source.start - zone.start > 40:
            return None
        before, this = self.scene.sentences[index - 1], self.scene.sentences[index]
        if before.paragraph != this.paragraph:
            return None
        first = next((m for m in self.clauses.people(before.span) if self.clauses.is_free(m[0])), None)
        if first is None or first[1] not in attribution.entities:
            return None
        for time in self.scene.times_in(before.span.start, before.span.end):
            leads = time.span.start - before.span.start < 12 or 0 <= time.span.start - first[0] < 60
            speaks = self.scene.has_cue(before.span.start, before.span.end)
            if (
                (grain_of(time.timex.value) in _DAYS or (speaks and is_date(time)))
                and (leads or speaks)
                and self.clauses.is_free(time.span.start)
            ):
                return day_of(time)
        return None

    def _taken_up(self) -> list[_Taken]:
        """`Bà đưa ra cảnh báo này hôm 5/3`: the day of what has been told before."""
        found = []
        for start, end in self.occasions.taken:
            sentence = sentence_at(self.scene, start)
            if sentence is None or self.clauses.is_quoted(start):
                continue
            first = next((who for at, who in self.clauses.people(Span(sentence.start, start))), None)
            times = self.scene.times_in(end, sentence.end)
            day = next((day_of(t) for t in times if grain_of(t.timex.value) in _DAYS), None)
            if first is not None and day is not None:
                found.append(_Taken((first,), day, sentence.start))
        return found

    def _carried(self, number: int) -> str | None:
        """The day of the speaker's last words, or of the state or body whose official goes on in the very next words."""
        attribution, place = self.found[number], self.places[number]
        if len(attribution.entities) > 1:
            days = {self._on_scene(e, place) for e in attribution.entities}
            return days.pop() if len(days) == 1 else None
        last = self._last.get(self._speaker(attribution))
        if last is not None:
            last = self._back_to_main(last, place)
            if grain_of(last.day or "") in _COARSE and "\n" in self.scene.view.text[last.place : place]:
                return None
            return last.day if place - last.place < _CARRIED else None
        if attribution.entities and (day := self._scene_of(attribution.entities[0], place)):
            return day
        if not attribution.entities and (day := self._continued(number)):
            return day
        if number == 0 or attribution.manner not in ("direct", "mixed") or not attribution.entities:
            return None
        before = self.found[number - 1]
        if not self.clauses.is_outer(before) or self.days[number - 1] is None or len(before.entities) != 1:
            return None
        actors, state_of = self.scene.knowledge.world.actors, self.scene.knowledge.world.state_of
        actor = actors.get(before.entities[0])
        mine = state_of(attribution.entities[0]) or self._country(attribution)
        same = (
            actor is not None
            and actor.type != "PER"
            and mine is not None
            and mine == state_of(before.entities[0])
        )
        return self.days[number - 1] if same else None

    def _back_to_main(self, last: _Said, place: int) -> _Said:
        """What was said last, or, where that was only a look back, in a new paragraph again what was said before it."""
        former = last.former
        if former is None or "\n" not in self.scene.view.text[last.place : place]:
            return last
        now, then = days_of(former.day), days_of(last.day)
        return former if now and then and then[1] < now[0] else last

    def _on_scene(self, entity: str, place: int) -> str | None:
        """The day of one of several speakers: of his last words, else of the talks that he takes part in."""
        last = self._last.get((entity,))
        if last is not None and last.day is not None:
            return last.day
        return self._scene_of(entity, place)

    def _scene_of(self, entity: str, place: int) -> str | None:
        return self.occasions.scene_of(entity, place, _CARRIED, self.clauses.is_free)

    def _continued(self, number: int) -> str | None:
        """`Một quan chức nói …. Quan chức này nói thêm …`: the unnamed source of the words before goes on."""
        attribution = self.found[number]
        if number == 0 or attribution.cue is None:
            return None
        before = self.found[number - 1]
        more = attribution.cue.cut(self.scene.view.lower).endswith((" thêm", " tiếp"))
        same = not before.entities and before.described == attribution.described
        return self.days[number - 1] if more and same and before.source is not None else None

    def _country(self, attribution: Attribution) -> str | None:
        """The state of a speaker whom only the report knows."""
        source = attribution.source
        if source is None:
            return None
        for mention in self.scene.mentions_in(source.start, source.end):
            if mention.type == "LOC" and mention.entity:
                return self.scene.knowledge.world.state_of(mention.entity)
        return None

    def _from_behind(self) -> None:
        """Days told later: a lead tells first what a later paragraph tells with its day; a question has the day of its answer."""
        self._states_from_behind()
        first: dict[object, tuple[str, int]] = {}
        taken = list(self._taken)
        for number in range(len(self.found) - 1, -1, -1):
            attribution, place = self.found[number], self.places[number]
            while taken and taken[-1].place > place:
                said = taken.pop()
                first[said.who] = (said.day, said.place)
            speaker = self._speaker(attribution)
            day = self.days[number]
            if attribution.verb_class == "ask" and attribution.source is None and attribution.cue is not None:
                end = self.clauses.zone(number)
                following = range(number + 1, min(number + 5, len(self.found)))
                answers = [n for n in following if end and self.places[n] < end.end]
                self.days[number] = next(
                    (self.days[n] for n in answers if self.clauses.is_outer(self.found[n])), None
                )
            elif speaker is not None and self.clauses.is_outer(attribution) and not self.apart[number]:
                later = first.get(speaker)
                if day is not None and grain_of(day) in _FINE:
                    first[speaker] = (day, place)
                elif (
                    later and place < _LEAD and later[1] - place < _LEAD and self._has_occasions(attribution)
                ):
                    self.days[number] = later[0]

    def _states_from_behind(self) -> None:
        """A state whose words the next clause gives to its body or its official has their day."""
        world = self.scene.knowledge.world
        for number in range(len(self.found) - 1):
            this, following = self.found[number], self.found[number + 1]
            states = [e for e in this.entities if e in world.actors and world.actors[e].type == "LOC"]
            if self.days[number] is not None or len(this.entities) != 1 or not states:
                continue
            near = self.places[number] < _LEAD and self.places[number + 1] - self.places[number] < _NEXT
            outer = self.clauses.is_outer(this) and self.clauses.is_outer(following) and following.entities
            if near and outer and world.state_of(following.entities[0]) == states[0] != following.entities[0]:
                self.days[number] = self.days[number + 1]

    def _speaker(self, attribution: Attribution) -> object:
        """Who speaks, as a key; None where nobody is known."""
        if attribution.entities:
            return attribution.entities
        return attribution.words

    def _has_occasions(self, attribution: Attribution) -> bool:
        """A person or a body speaks on an occasion; a state speaks at any time, and so does whoever is quoted within words."""
        if not self.clauses.is_outer(attribution) or self.clauses.passes_on(attribution):
            return False
        if not attribution.entities:
            return attribution.source is not None
        actors = self.scene.knowledge.world.actors
        return not any(e in actors and actors[e].type == "LOC" for e in attribution.entities)


def date_attributions(
    scene: Scene, found: Sequence[Attribution], places: Sequence[int], hits: Sequence[Hit[object]]
) -> list[Attribution]:
    """The attributions (`places` says where each begins) with `said_on` where the report gives it.

    In turn: a time of the reporting clause; the day of the occasion that it names (`tại cuộc họp báo`); the day of the
    sentence before, in which the speaker acts; the day of the speaker's last words, until another occasion comes between.
    """
    return _Dating(scene, hits, found, places).run()


def not_after(found: Sequence[Attribution], published_on: str | None) -> tuple[Attribution, ...]:
    """The attributions without a day of speaking that is later than the report: it is the day of what is spoken of."""
    bounds = days_of(published_on)
    if bounds is None:
        return tuple(found)
    out = []
    for attribution in found:
        said = days_of(attribution.said_on)
        out.append(replace(attribution, said_on=None) if said and said[0] > bounds[1] else attribution)
    return tuple(out)
