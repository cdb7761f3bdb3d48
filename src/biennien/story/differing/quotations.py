"""The same utterance in other words: papers print translations, cut them, and run two into one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import combinations

from biennien.model import Account, Citation, Explanation, Statement
from biennien.model.timex import days_of
from biennien.story.differing.accounts import Found
from biennien.story.grounds import Grounds

_WORD = re.compile(r"\w+")
_RUN = 6  # words in a row that two wordings of one utterance share
_ALIKE = 0.5  # or the share of the shorter one's words, in order
_SHORTEST = 6
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
            sides = tuple(_account(s) for s in group)
            about = next((a for s in group for a in s.about if a.startswith("m-")), group[0].id)
            yield Found("quotation_drift", about, sides, "one speaker, the same utterance in other words")
    yield from _reasons(explanations)


def _groups(statements: Sequence[Statement], grounds: Grounds) -> Iterator[list[Statement]]:
    """Statements that are one utterance, none of them of the same report as another, and not all in the same words."""
    near: dict[str, set[str]] = {}
    words = {s.id: _WORD.findall(s.content.lower()) for s in statements}
    known = Counter(w for ws in words.values() for w in set(ws))
    by_id = {s.id: s for s in statements}
    for one, other in combinations(statements, 2):
        if _places(one) & _places(other) or not _one_day(one, other, grounds):
            continue
        if _is_one(words[one.id], words[other.id], known) and (
            "direct" in (one.manner, other.manner) or "mixed" in (one.manner, other.manner)
        ):
            near.setdefault(one.id, {one.id}).add(other.id)
    seen = set[str]()
    for ids in near.values():
        group = [by_id[i] for i in by_id if i in ids and i not in seen]
        if len(group) > 1 and len({" ".join(words[s.id]) for s in group}) > 1:
            seen |= ids
            yield group


def _is_one(one: Sequence[str], other: Sequence[str], known: Counter[str]) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or len(set(short) & set(long)) < _ALIKE * min(_RUN, len(set(short))):
        return False
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    longest = max(block.size for block in blocks)
    shared = sum(block.size for block in blocks)
    return longest >= _RUN or shared >= max(_SHORTEST, 0.75 * len(short))


def _places(statement: Statement) -> set[str]:
    return {c.report_id for c in (*statement.citations, *statement.restated_in)}


def _one_day(one: Statement, other: Statement, grounds: Grounds) -> bool:
    """Whether two statements can be of one day: papers an ocean apart date them a day apart.

    Without a day of its own a statement counts as of the days of its report and those right before.
    """
    a, b = _days(one, grounds), _days(other, grounds)
    return a is None or b is None or (a[0] <= b[1] + _DRIFT and b[0] <= a[1] + _DRIFT)


def _days(statement: Statement, grounds: Grounds) -> tuple[date, date] | None:
    if days := days_of(statement.said_on):
        return days
    published = grounds.days(statement.citations[0].report_id)
    return (published[0] - _NEWS, published[1]) if published else None


def _account(statement: Statement) -> Account:
    return Account(
        text=statement.content,
        who=statement.speaker,
        unnamed=statement.unnamed,
        day=statement.said_on,
        citations=statement.citations,
    )


def _reasons(explanations: Iterable[Explanation]) -> Iterator[Found]:
    """What one giver is said to have given as the reason for one change, in the words of several reports."""
    given: dict[tuple[str, tuple[str, ...]], dict[str, Explanation]] = {}
    for item in explanations:
        if item.kind == "reason" and item.given_by:
            rows = given.setdefault((item.of, item.given_by), {})
            rows.setdefault(item.citations[0].report_id, item)
    for (_, _), rows in given.items():
        found = list(rows.values())
        texts = {" ".join(_WORD.findall(e.text.lower())) for e in found}
        if len(found) > 1 and len(texts) > 1:
            sides = tuple(
                Account(text=e.text, who=e.given_by, unnamed=None, day=e.said_on, citations=_cited(e))
                for e in found
            )
            yield Found("quotation_drift", found[0].meeting, sides, "one giver's reason in other words")


def _cited(explanation: Explanation) -> tuple[Citation, ...]:
    return explanation.citations
