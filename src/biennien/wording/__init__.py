"""The record in the words of a language: names as papers print them, days as people write them, a remark as a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from biennien.model import Citation, Meeting, Record, Remark, ReportDate
from biennien.model.timex import days_of
from biennien.wording.days import shown_day, shown_days, shown_offset, shown_range
from biennien.wording.quoting import clean, shown_words
from biennien.words import Words

MARKS = {"stated": "", "derived": "~", "assumed": "?"}
_OVER = {"cancelled", "refused"}  # of a plan: it has no days any more
_ACTORS = ("who", "place")  # what a remark says of actors
_DATED = ("date", "day_apart", "plan_date", "said_on")  # kinds of remarks whose `said` is a day
_PLACED = ("place", "plan_place", "speaker", "unnamed", "voice")  # and those where it is an actor or a place


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a record is put into words.

    `names` gives actors their name in the language, `texts` the reports' texts by id, `dates` the dates of reports,
    `meetings` the meetings that are spoken of by their label, `ids` what is enough of an id.
    """

    say: Words
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, ReportDate] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)

    def id(self, identifier: str) -> str:
        """What is enough of an id."""
        return clean(self.ids.get(identifier, identifier))

    def actor(self, entity: str) -> str:
        """An actor by the name that readers of this language know."""
        return clean(self.names.get(entity, entity))

    def actors(self, entities: Iterable[str]) -> str:
        """Several actors: `A, B and C`."""
        found = [self.actor(e) for e in entities]
        last = f" {self.say('who.and')} "
        return last.join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)

    def who(self, name: str) -> str:
        """An actor, or several that the record joins: `A and B`."""
        return self.actor(name) if name in self.names else self.actors(name.split(" and "))

    def speaker(self, entities: Sequence[str], unnamed: str | None) -> str:
        """Whose word it is; an unnamed source by its words."""
        if entities:
            return self.actors(entities)
        return self.say("who.unnamed", words=clean(unnamed)) if unnamed else self.say("who.nobody")

    def meeting(self, participants: Sequence[str], kind: str, place: str | None) -> str:
        """A meeting by its sides, kind and place."""
        who = " – ".join(self.actor(p) for p in participants)
        where = f", {self.actor(place)}" if place else ""
        return self.say("meeting.label", who=who, kind=self.say.named("kind", kind)) + where

    def status_words(self, status: str | None, detail: str | None = None) -> str:
        """A status with its finer word."""
        shown = self.say.named("status", status or "open")
        return f"{shown} ({clean(self.say.named('detail', detail))})" if detail else shown

    def day_words(self, value: str | None, basis: str = "stated") -> str:
        """A day with the mark of its basis."""
        return MARKS.get(basis, "") + shown_day(self.say, value) if value else self.say("day.none")

    def bounds(self, date: ReportDate) -> str:
        """The day of a report, or its bounds."""
        mark = MARKS.get(date.basis, "")
        if date.value:
            return mark + shown_day(self.say, date.value)
        if date.earliest or date.latest:
            first, last = (shown_day(self.say, d) if d else "…" for d in (date.earliest, date.latest))
            return f"{mark}{first} – {last}"
        return self.say("day.none")

    def counted(self, reports: int, texts: int) -> str:
        """How many reports there are, and how many texts of their own they are where some are copies."""
        if reports == texts:
            return self.say("count.reports", n=reports)
        return self.say("count.independent", n=reports, independent=texts)

    def published(self, date: ReportDate) -> str:
        """The day of a report in a sentence, or its bounds and what they rest on, in words."""
        if date.value or not (date.earliest or date.latest):
            return self.day_words(date.value, date.basis)
        if date.earliest and date.latest:
            days = shown_range(self.say, date.earliest, date.latest)
            return days if date.basis == "stated" else f"{days} ({self.say(f'basis.{date.basis}')})"
        key, day = ("not_before", date.earliest) if date.earliest else ("not_after", date.latest)
        return self.say(f"brief.{key}", day=self.day_words(day))

    def planned(self, meeting: Meeting, value: str | None = None) -> str:
        """The time of a plan, or an earlier `value` of it; of a stretch of time (`within 2 weeks`) also the day of the announcement from which it counts."""
        value = value or meeting.planned_for
        shown = self.day_words(value)
        told = (
            c for c in meeting.changes if c.status == "announced" and not {"retold", "stale"} & {*c.flags}
        )
        first = next((c for c in told if days_of(c.day)), None)
        if not (value or "").startswith("P") or first is None:
            return shown
        return self.say("day.counted", span=shown, day=self.day_words(first.day, first.basis))

    def days_left(self, meeting: Meeting, basis: str = "stated") -> str:
        """The days that are left for a plan; nothing once it came to nothing."""
        if not meeting.window or {meeting.fate, meeting.status} & _OVER:
            return ""
        first, _, last = meeting.window.partition("/")
        return self.say(
            "meeting.window", first=self.day_words(first, basis), last=self.day_words(last, basis)
        )

    def quote(self, citation: Citation, before: str | None = None) -> str:
        """The words of a citation with the rest of their clause, but none of `before`."""
        return shown_words(self.texts.get(citation.report_id), citation, before)

    def report_day(self, citations: Sequence[Citation]) -> str:
        """The date of the first report that tells it, for what has no day of its own."""
        date = self.dates.get(citations[0].report_id) if citations else None
        if date is None or not (date.value or date.earliest or date.latest):
            return ""
        return f"  ({self.say('place.report_of', day=self.bounds(date))})"

    def sentence(self, english: str) -> str:
        """A sentence of the software in this language, its days as people write them."""
        told = self.say.told(english, self.names)
        return shown_days(self.say, told) if told != english else told

    def label(self, label: str) -> str:
        """The label of a meeting in this language."""
        meeting = self.meetings.get(label)
        return self.meeting(meeting.participants, meeting.kind, meeting.place) if meeting else label

    def remark(self, remark: Remark) -> str:
        """What an editor should look at, as a sentence."""
        say = self.say
        shown: dict[str, str] = {}
        for name, value in remark.values:
            if name == "label":
                shown[name] = self.label(value)
            elif name == "status" or (name == "said" and remark.kind == "status"):
                shown[name] = say.named("status", value)
            elif name == "day" or (name == "said" and remark.kind in _DATED):
                shown[name] = shown_day(say, value) if value else say("day.none")
            elif name in _ACTORS or (name == "said" and remark.kind in _PLACED):
                shown[name] = self.who(value) if value else say("who.report")
            else:
                shown[name] = clean(value)
        return say(f"check.{remark.kind}", **shown)

    def explaining(self, record: Record) -> Callable[..., str]:
        """A way to put the steps of an explanation into words of this language, names and days too."""
        shown: dict[str, Callable[[str], str]] = {
            "label": self.label,
            "status": lambda code: self.say.named("status", code),
            "fate": lambda code: self.say.named("status", code),
            "who": self.who,
            "side": self.who,
            "day": lambda day: " – ".join(shown_day(self.say, part) for part in day.split(" – ")),
            "value": lambda value: shown_day(self.say, value),
            "why": lambda why: ", ".join(self.say.told(part) for part in why.split(", ")),
            "sentence": self.sentence,
            "difference": lambda code: self.say.named("difference", code),
            "offset": lambda offset: shown_offset(self.say, offset),
        }

        def say(key: str, /, **values: object) -> str:
            known = {name: shown[name](str(v)) if name in shown else v for name, v in values.items()}
            return self.say(key, **known)

        return say

    def know(self, meetings: Iterable[Meeting]) -> None:
        """Takes in meetings, so that `label` gives theirs in this language."""
        self.meetings.update((m.label, m) for m in meetings)
