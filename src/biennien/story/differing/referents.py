"""One report names another person or place than the next for what is plainly one thing: words, a meeting, a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import combinations

from biennien.knowledge.world import World
from biennien.model import Change, Meeting, Reading, Statement
from biennien.model.text import words_of
from biennien.model.timex import days_of
from biennien.story.differing.accounts import Found, account_of, account_of_statement
from biennien.story.grounds import Grounds

_LONG = 8  # words in a row that nobody says by chance just as somebody else does
_SOON = timedelta(days=7)  # who repeats words later may say them himself
_SPELLED = 0.6  # likeness from which two names are one, spelled in two ways
_MET = frozenset({"meeting", "summit", "negotiation"})
_CITIES = frozenset({"city", "capital"})
_NO_NEWS = frozenset({"background", "retold", "stale", "hedged"})


def referent_differences(grounds: Grounds, world: World) -> Iterator[Found]:
    """The same quotation under two names, and one meeting of the same persons on one day in two cities."""
    yield from _speakers(grounds)
    yield from _places(grounds, world)


def _speakers(grounds: Grounds) -> Iterator[Found]:
    """A long quotation to the letter in two reports, by two persons whom each names there, neither of whom passes on the other's words."""
    begun: dict[tuple[str, ...], list[tuple[Statement, tuple[str, ...]]]] = {}
    readings = {report.id: grounds.reading(report.id) for report in grounds.reports}
    for statement in grounds.record.statements:
        words = tuple(words_of(statement.content))
        reading = readings.get(statement.citations[0].report_id)
        if len(words) < _LONG or reading is None or not _by_name(statement, reading):
            continue
        same = begun.setdefault(words[:_LONG], [])
        for other, others in same:
            size = min(len(words), len(others))
            if words[:size] == others[:size] and _two_persons(other, statement, grounds):
                about = next((a for s in (other, statement) for a in s.about if a.startswith("m-")), other.id)
                sides = account_of_statement(other), account_of_statement(statement)
                yield Found("referent", about, sides, "the same words under another name")
                break
        same.append((statement, words))


def _by_name(statement: Statement, reading: Reading) -> bool:
    """Whether a direct quotation is one person's, named where it stands: whom a pronoun or a description means may be misread."""
    if statement.manner != "direct" or len(statement.speaker) != 1:
        return False
    named = [m.span for m in reading.names if m.type == "PER" and m.entity == statement.speaker[0]]
    return any(
        said.source is not None and any(said.source.holds(span) for span in named)
        for said in reading.attributions
        if said.entities == statement.speaker and said.content[:1] == (statement.citations[0].span,)
    )


def _two_persons(one: Statement, other: Statement, grounds: Grounds) -> bool:
    """Whether two statements in the same words are of other persons, in other reports, and can be of one time."""
    a, b = _days(one, grounds), _days(other, grounds)
    if a is None or b is None or a[0] > b[1] + _SOON or b[0] > a[1] + _SOON:
        return False
    chains = [{*s.speaker, *(link.who for link in s.chain)} for s in (one, other)]
    here, there = ({c.report_id for c in (*s.citations, *s.restated_in)} for s in (one, other))
    if {*one.speaker} & chains[1] or {*other.speaker} & chains[0] or here & there:
        return False
    return SequenceMatcher(None, one.speaker[0], other.speaker[0]).ratio() < _SPELLED


def _days(statement: Statement, grounds: Grounds) -> tuple[date, date] | None:
    return days_of(statement.said_on) or grounds.days(statement.citations[0].report_id)


def _places(grounds: Grounds, world: World) -> Iterator[Found]:
    """Persons who met, or are to meet, on one day in one city by some reports and in another by others."""
    by_day: dict[tuple[tuple[str, ...], str, str], list[tuple[Meeting, Change]]] = {}
    for meeting in grounds.record.meetings:
        if meeting.kind in _MET and len(meeting.participants) > 1 and _is_city(meeting.place, world):
            for status, day in (("held", meeting.when), ("announced", meeting.planned_for)):
                change = next(
                    (c for c in meeting.changes if c.status == status and not _NO_NEWS & {*c.flags}), None
                )
                persons = all(_is_person(p, world) for p in meeting.participants)
                if change and day and persons and (days := days_of(day)) and days[0] == days[1]:
                    by_day.setdefault((meeting.participants, status, day), []).append((meeting, change))
    for rows in by_day.values():
        for (one, told), (other, retold) in combinations(rows, 2):
            if one.place != other.place and not _reports(one) & _reports(other):
                sides = account_of(told), account_of(retold)
                yield Found("referent", one.id, sides, "the same day in another place")


def _reports(meeting: Meeting) -> set[str]:
    return {c.report_id for change in meeting.changes for c in change.citations}


def _is_city(place: str | None, world: World) -> bool:
    actor = world.actors.get(place or "")
    return actor is not None and actor.kind in _CITIES


def _is_person(entity: str, world: World) -> bool:
    actor = world.actors.get(entity)
    return actor is not None and actor.type == "PER"
