"""What every table needs besides the record: the language, the words around a citation, and names short enough to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from biennien.model import Citation, Record, Report, ReportDate
from biennien.model.text import short_reports
from biennien.tables.days import shown_day, shown_days, shown_offset
from biennien.tables.layout import clean
from biennien.tables.quoting import shown_words
from biennien.words import Words, load_words

MARKS = {"stated": "", "derived": "~", "assumed": "?"}
COLOUR = {
    "announced": "green",
    "held": "cyan",
    "postponed": "yellow",
    "cancelled": "red",
    "refused": "red",
    "proposed": "blue",
    "conditional": "magenta",
    "not_ruled_out": "magenta",
}
_PLACES = 6  # reports that are named beside the first
_DIGITS = 4  # of an id are printed at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A console with what is known of the record that is printed on it.

    `names` gives actors their name in the language of the page, `ids` what is enough of an id, `dates` the dates of reports.
    """

    console: Console
    say: Words
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, ReportDate] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def print(self, line: str | Text = "", style: str = "") -> None:
        """One line."""
        text = Text(line) if isinstance(line, str) else line
        self.console.print(text, style=style or None, soft_wrap=not text.plain)

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

    def status(self, status: str | None, detail: str | None = None) -> Text:
        """A status in its colour."""
        text = Text(self.say.named("status", status or "open"), style=COLOUR.get(status or "", ""))
        return text.append(f" ({clean(self.say.named('detail', detail))})") if detail else text

    def day(self, value: str | None, basis: str = "stated") -> Text:
        """A day with the mark of its basis."""
        if not value:
            return Text(self.say("day.none"), style="dim")
        return Text(MARKS.get(basis, "") + shown_day(self.say, value))

    def bounds(self, date: ReportDate) -> str:
        """The day of a report, or its bounds."""
        mark = MARKS.get(date.basis, "")
        if date.value:
            return mark + shown_day(self.say, date.value)
        if date.earliest or date.latest:
            first, last = (shown_day(self.say, d) if d else "…" for d in (date.earliest, date.latest))
            return f"{mark}{first} – {last}"
        return self.say("day.none")

    def quote(self, citation: Citation, before: str | None = None) -> str:
        """The words of a citation with the rest of their clause, but none of `before`."""
        return shown_words(self.texts.get(citation.report_id), citation, before)

    def places(self, citations: Iterable[Citation], limit: int | None = _PLACES) -> str:
        """Reports with their paragraphs: `001 §4 §6, 003 §10`."""
        found: dict[str, dict[int, None]] = {}
        for c in citations:
            found.setdefault(c.report_id, {})[c.paragraph] = None
        rows = [f"{self.id(r)} {' '.join(f'§{n}' for n in sorted(ns))}" for r, ns in found.items()]
        more = len(rows) - limit if limit else 0
        if more > 1:
            rows[limit:] = [self.say("place.more", n=more)]
        return ", ".join(rows)

    def id(self, identifier: str) -> str:
        """What is enough of an id."""
        return clean(self.ids.get(identifier, identifier))

    def append_words(self, line: Text, citations: Sequence[Citation], words: str, *, dated: bool) -> None:
        """The words with their place, then the other places; without a day of its own the day of the report."""
        first = citations[0]
        line.append(f"{self.places([first])} ", style="not bold dim")
        line.append(f"«{words}»", style="not bold italic")
        others = [c for c in citations if (c.report_id, c.paragraph) != (first.report_id, first.paragraph)]
        if others:
            line.append(f" {self.say('place.also', places=self.places(others))}", style="not bold dim")
        if not dated:
            line.append(self.report_day(citations), style="not bold dim")

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
        """The label of a meeting in the language of the page."""
        return self.labels.get(label, label)

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

    def as_known(self, day: str | None) -> None:
        """The day of the view, at its head."""
        if day:
            self.print(Text(self.say("page.as_known", day=shown_day(self.say, day)), style="italic"))
            self.print()

    def legend(self, bases: Iterable[str]) -> None:
        """What the marks mean, where one was used."""
        used = set(bases)
        keys = [basis for basis in ("derived", "assumed") if basis in used]
        if keys:
            words = "   ".join(f"{MARKS[b]} {self.say(f'basis.{b}')}" for b in keys)
            self.print(Text(words, style="dim"))


def page_of(
    console: Console,
    record: Record,
    reports: Iterable[Report] = (),
    ids: Iterable[str] = (),
    *,
    say: Words | None = None,
    names: Mapping[str, str] | None = None,
) -> Page:
    """The page for a record; without the reports' texts a citation shows its bare words. `ids` are those of lines made from it."""
    dates = {date.report_id: date for date in record.dates}
    texts = {report.id: report.text for report in reports}
    lines = [m.id for m in record.meetings] + [c.id for m in record.meetings for c in m.changes]
    lines += [s.id for s in record.statements]
    lines += ids
    page = Page(
        console=console,
        say=say or load_words("en"),
        texts=texts,
        names=names or {},
        ids={**_short_lines(lines), **short_reports({*dates, *texts})},
        dates=dates,
    )
    page.labels.update((m.label, page.meeting(m.participants, m.kind, m.place)) for m in record.meetings)
    return page


def _short_lines(ids: Iterable[str]) -> dict[str, str]:
    rows = sorted(set(ids))
    found = {}
    for place, name in enumerate(rows):
        beside = [*rows[max(0, place - 1) : place], *rows[place + 1 : place + 2]]
        size = name.find("-") + 1 + _DIGITS
        while size < len(name) and any(other.startswith(name[:size]) for other in beside):
            size += 1
        found[name] = name[:size]
    return found
