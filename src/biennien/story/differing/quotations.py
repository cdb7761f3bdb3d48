"""The same utterance in other words: papers print translations, cut them, and run two into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher

from biennien.model import Account, Citation, Explanation, Statement
from biennien.model.text import words_of
from biennien.model.timex import days_of
from biennien.story.differing.accounts import Found, account_of_statement
from biennien.story.grounds import Grounds

_RUN = 6  # words in a row that two wordings of one utterance share
_ALIKE = 0.5  # or the share of the shorter one's words, in order
_SHORTEST = 6
_SHARED = 3  # words in a row without which two wordings are not compared
_COMMON = 200  # statements of one speaker that hold a run of words: beyond, it tells nothing
_DRIFT = timedelta(days=1)
_NEWS = timedelta(days=2)  # what is told without a day was said within so many days


def quotation_differences(grounds: Grounds, explanations: Sequence[Explanation]) -> Iterator[Found]:
    """The wordings of one utterance in different reports, each with its place."""
    by_speaker: dict[tuple[str, ...], list[Statement]] = {}
    for statement in grounds.record.statements:
        if statement.speaker:
            by_speaker.setdefault(statement.speaker, []).append(statement)
    for statements in by_speaker.values():
        for group in _groups(statements, grounds):
            sides = tuple(account_of_statement(s) for s in group)
            about = next((a for s in group for a in s.about if a.startswith("m-")), group[0].id)
            yield Found("quotation_drift", about, sides, "one speaker, the same utterance in other words")
    yield from _reasons(explanations)


def _groups(statements: Sequence[Statement], grounds: Grounds) -> Iterator[list[Statement]]:
    """Statements that are one utterance as the first of them has it, each of another report than that, and not all in the same words."""
    words = [words_of(s.content) for s in statements]
    direct = [s.manner in ("direct", "mixed") for s in statements]
    places = [_places(s) for s in statements]
    days = [_days(s, grounds) for s in statements]
    near: dict[int, set[int]] = {}
    for one, other in _pairs(words):
        if not (direct[one] or direct[other]) or not _one_day(days[one], days[other]):
            continue
        if places[one].isdisjoint(places[other]) and _is_one(words[one], words[other]):
            near.setdefault(one, {one}).add(other)
    seen = set[int]()
    for _, alike in sorted(near.items()):
        group = sorted(alike - seen)
        if len(group) > 1 and len({" ".join(words[n]) for n in group}) > 1:
            seen |= alike
            yield [statements[n] for n in group]


def _pairs(words: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """The places of texts that have some words in a row in common: the others are not looked at."""
    index: dict[tuple[str, ...], list[int]] = {}
    for here, row in enumerate(words):
        runs = dict.fromkeys(tuple(row[n : n + _SHARED]) for n in range(len(row) - _SHARED + 1))
        near: set[int] = set()
        for run in runs:
            if len(found := index.get(run, ())) <= _COMMON:
                near.update(found)
        yield from ((there, here) for there in sorted(near))
        for run in runs:
            index.setdefault(run, []).append(here)


def _is_one(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or len(set(short) & set(long)) < _ALIKE * min(_RUN, len(set(short))):
        return False
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    longest = max(block.size for block in blocks)
    shared = sum(block.size for block in blocks)
    return longest >= _RUN or shared >= max(_SHORTEST, 0.75 * len(short))


def _places(statement: Statement) -> set[str]:
    return {c.report_id for c in (*statement.citations, *statement.restated_in)}


def _one_day(a: tuple[date, date] | None, b: tuple[date, date] | None) -> bool:
    """Whether two statements can be of one day: papers an ocean apart date them a day apart."""
    return a is None or b is None or (a[0] <= b[1] + _DRIFT and b[0] <= a[1] + _DRIFT)


def _days(statement: Statement, grounds: Grounds) -> tuple[date, date] | None:
    """The days of which a statement can be: without one of its own, those of its report and right before."""
    if days := days_of(statement.said_on):
        return days
    published = grounds.days(statement.citations[0].report_id)
    return (published[0] - _NEWS, published[1]) if published else None


def _reasons(explanations: Iterable[Explanation]) -> Iterator[Found]:
    """What one giver is said to have given as the reason for one change, in the words of several reports."""
    given: dict[tuple[str, tuple[str, ...]], dict[str, Explanation]] = {}
    for item in explanations:
        if item.kind == "reason" and item.given_by:
            rows = given.setdefault((item.of, item.given_by), {})
            rows.setdefault(item.citations[0].report_id, item)
    for (_, _), rows in given.items():
        found = list(rows.values())
        texts = {" ".join(words_of(e.text)) for e in found}
        if len(found) > 1 and len(texts) > 1:
            sides = tuple(
                Account(text=e.text, who=e.given_by, unnamed=None, day=e.said_on, citations=_cited(e))
                for e in found
            )
            yield Found("quotation_drift", found[0].meeting, sides, "one giver's reason in other words")


def _cited(explanation: Explanation) -> tuple[Citation, ...]:
    return explanation.citations
