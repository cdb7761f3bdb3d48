"""Small invented reports: each line is a clause with what a reader would find in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from biennien.knowledge.world import World, load_world
from biennien.model import (
    Attribution,
    MeetingMention,
    Paragraph,
    Reading,
    Report,
    Span,
    TimeExpression,
    Timex,
)

ALBA, BEL = "Ana Alba", "Boris Bel"
ASH, BOR = "Adam Ash", "Bela Bor"
PRESIDENTS, MINISTERS = (ALBA, BEL), (ASH, BOR)

_FILES = {
    "countries.tsv": "code\tentity\tnames\tshort\tcapital\tsource\n"
    "AA\tAlandia\tAlandia\t\tAlma\tx\nBB\tBorduria\tBorduria\t\tBelo\tx\nPE\tPeru\tPeru\t\tLima\tx\n",
    "places.tsv": "entity\tkind\tcountry\tnames\tspeaks_for\tsource\n"
    "Lima\tcapital\tPE\tLima\tPE\tx\nOslo\tcapital\tNO\tOslo\tNO\tx\nBelo\tcapital\tBB\tBelo\tBB\tx\n",
    "people.tsv": "entity\tnames\tshort\tcountry\tgender\trole\tsource\n"
    + "".join(f"{n}\t{n}\t\t{c}\tm\t\tx\n" for n, c in ((ALBA, "AA"), (BEL, "BB"), (ASH, "AA"), (BOR, "BB"))),
    "organisations.tsv": "entity\tkind\tcountry\tnames\tacronyms\tsource\n"
    "Alba Palace\tgovernment\tAA\tAlba Palace\t\tx\nDaily Voice\toutlet\tAA\tDaily Voice\t\tx\n"
    "Lake Club\tbloc\t\tLake Club\t\tx\n",
    "offices.tsv": "office\tlabel\tcountry\tbody\ttitles\tsource\n"
    + "".join(
        f"{c}:{o}\t{o}\t{c}\t\tx\tx\n" for c in ("AA", "BB") for o in ("president", "foreign_minister")
    ),
    "tenures.tsv": "office\tholder\tfrom\tto\tsource\n"
    f"AA:president\t{ALBA}\t2020\t\tx\nBB:president\t{BEL}\t2020\t\tx\n"
    f"AA:foreign_minister\t{ASH}\t2020\t\tx\nBB:foreign_minister\t{BOR}\t2020\t\tx\n",
}


def small_world() -> World:
    """Two states with a president and a minister each, three places, a palace, a paper, a club."""
    return load_world(_FILES)


@dataclass(frozen=True)
class Clause:
    """A line of a report: its words, the meeting it tells of, and who says so."""

    words: str
    meeting: dict[str, Any] | None = None
    said: dict[str, Any] | None = None
    offset: str | None = None
    anchor: str = "open"


def meet(
    words: str, status: str, who: tuple[str, ...] = PRESIDENTS, kind: str = "meeting", **more: Any
) -> Clause:
    """A clause about a meeting; `offset` is what its relative time says."""
    offset, anchor = more.pop("offset", None), more.pop("anchor", "open")
    return Clause(words, {"participants": who, "status": status, "kind": kind, **more}, None, offset, anchor)


def say(words: str, who: str | None, **more: Any) -> Clause:
    """A clause that somebody says; `who` None for an unnamed source, whose words are the first of the line."""
    return Clause(words, None, {"who": who, **more})


def told(report_id: str, published: str | None, *clauses: Clause, **more: Any) -> tuple[Report, Reading]:
    """A report of these lines and its reading."""
    at, paragraphs, meetings, attributions, times = 0, [], [], [], []
    for number, clause in enumerate(clauses, 1):
        span = Span(at, at + len(clause.words))
        paragraphs.append(Paragraph(span=span, number=number))
        if clause.meeting:
            meetings.append(MeetingMention(span=span, head=span, **clause.meeting))
        if clause.offset:
            times.append(
                TimeExpression(
                    span=span, timex=Timex(value="XXXX-WXX"), anchor=clause.anchor, offset=clause.offset
                )
            )
        if clause.said:
            attributions.append(_attribution(clause, span))
        at = span.end + 1
    text = "\n".join(c.words for c in clauses)
    report = Report(
        id=report_id,
        text=text,
        sha256="",
        published_on=published,
        dated_by="metadata" if published else None,
        **more,
    )
    reading = Reading(
        report_id=report_id,
        paragraphs=tuple(paragraphs),
        meetings=tuple(meetings),
        attributions=tuple(attributions),
        times=tuple(times),
    )
    return report, reading


def _attribution(clause: Clause, span: Span) -> Attribution:
    said = dict(clause.said or {})
    who = said.pop("who")
    size = clause.words.index(":") if ":" in clause.words else 0
    return Attribution(
        source=Span(span.start, span.start + size) if size else None,
        entities=(who,) if who else (),
        named=who is not None,
        cue=None,
        content=(Span(span.start + size, span.end),),
        manner=said.pop("manner", "indirect"),
        **said,
    )
