"""What every table needs besides the record: a console, and how the record is put into words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from rich.console import Console
from rich.text import Text

from biennien.model import Citation, Record, Report
from biennien.model.text import short_reports
from biennien.wording import MARKS, Wording
from biennien.wording.days import shown_day
from biennien.wording.quoting import clean
from biennien.words import Words, load_words

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
_DIGEST = re.compile(r"[a-z]-[0-9a-f]{12}.*")  # the id of a report that came from an address or a feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Wording):
    """A console, and the words for what is printed on it; `sources` are the papers of reports whose ids say nothing to a reader."""

    console: Console
    sources: Mapping[str, str] = field(default_factory=dict)

    def print(self, line: str | Text = "", style: str = "") -> None:
        """One line."""
        text = Text(line) if isinstance(line, str) else line
        self.console.print(text, style=style or None, soft_wrap=not text.plain)

    def status(self, status: str | None, detail: str | None = None) -> Text:
        """A status in its colour."""
        text = Text(self.say.named("status", status or "open"), style=COLOUR.get(status or "", ""))
        return text.append(f" ({clean(self.say.named('detail', detail))})") if detail else text

    def day(self, value: str | None, basis: str = "stated") -> Text:
        """A day with the mark of its basis."""
        return Text(self.day_words(value, basis), style="" if value else "dim")

    def places(
        self, citations: Iterable[Citation], limit: int | None = _PLACES, beside: str | None = None
    ) -> str:
        """Reports with their paragraphs: `001 §4 §6, 003 §10`, `Báo 16/11/2026 (w-3ed7) §2`; what stands `beside` is not named by its paper again."""
        found: dict[str, dict[int, None]] = {}
        for c in citations:
            found.setdefault(c.report_id, {})[c.paragraph] = None
        rows = [
            f"{self.id(r) if r == beside else self.report(r)} {' '.join(f'§{n}' for n in sorted(ns))}"
            for r, ns in found.items()
        ]
        more = len(rows) - limit if limit else 0
        if more > 1:
            rows[limit:] = [self.say("place.more", n=more)]
        return ", ".join(rows)

    def report(self, identifier: str) -> str:
        """What is enough of a report's id; one that is a digest stands behind its paper and day."""
        source = self.sources.get(identifier)
        if source is None:
            return self.id(identifier)
        date = self.dates.get(identifier)
        day = f" {self.bounds(date)}" if date and (date.value or date.earliest or date.latest) else ""
        return f"{source}{day} ({self.id(identifier)})"

    def report_day(self, citations: Sequence[Citation]) -> str:
        """The date of the first report that tells it, for what has no day of its own, where it does not stand there already."""
        if citations and citations[0].report_id in self.sources:
            return ""
        return Wording.report_day(self, citations)

    def append_words(self, line: Text, citations: Sequence[Citation], words: str, *, dated: bool) -> None:
        """The words with their place, then the other places; without a day of its own the day of the report."""
        first = citations[0]
        line.append(f"{self.places([first])} ", style="not bold dim")
        line.append(f"«{words}»", style="not bold italic")
        others = [c for c in citations if (c.report_id, c.paragraph) != (first.report_id, first.paragraph)]
        if others:
            places = self.places(others, beside=first.report_id)
            line.append(f" {self.say('place.also', places=places)}", style="not bold dim")
        if not dated:
            line.append(self.report_day(citations), style="not bold dim")

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
    reports = tuple(reports)
    dates = {date.report_id: date for date in record.dates}
    texts = {report.id: report.text for report in reports}
    sources = {r.id: source for r in reports if _DIGEST.fullmatch(r.id) and (source := _source(r))}
    lines = [m.id for m in record.meetings] + [c.id for m in record.meetings for c in m.changes]
    lines += [s.id for s in record.statements]
    lines += [*ids, *sources]
    page = Page(
        console=console,
        say=say or load_words("en"),
        texts=texts,
        names=names or {},
        ids={**short_reports({*dates, *texts}), **_short_lines(lines)},
        dates=dates,
        sources=sources,
    )
    page.know(record.meetings)
    return page


def _source(report: Report) -> str:
    """The paper of a report, else the host of its address; "" where neither is known."""
    host = (urlsplit(report.url).hostname or "") if report.url else ""
    return clean(report.outlet or host.removeprefix("www."))


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
