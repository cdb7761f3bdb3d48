"""Whom a bare noun takes up: `Bộ trưởng`, `vị giáo sư`, `Phó Giáo sư Nga` after somebody was introduced by that noun."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from biennien.knowledge.rules import Rule
from biennien.model import ActorMention
from biennien.read.view import View

_BEFORE_NOUN = re.compile(r"(?:ông|bà|anh|chị|cô|vị|đồng chí|nữ|tân|đương kim|ngài) ")
_APPOSED = re.compile(r"(?:,| \(| [-–]|,? là|, hiện là|,? vốn là) (?:ông |bà |một |nữ |nguyên |cựu )?")
_AFTER_NAME = 60
_BACK, _AHEAD = (
    60,
    30,
)  # persons over which a noun takes somebody up; a country or body with it may also look ahead


class Introductions:
    """The words by which the report introduces each person: the title before the name, the noun set after it."""

    def __init__(self, view: View, mentions: Sequence[ActorMention], rules: Mapping[str, Rule]) -> None:
        self._lower = view.lower
        self._rules = rules
        self._people = [m for m in mentions if m.type == "PER" and m.level == "NAM" and m.entity]
        self._starts = [m.span.start for m in self._people]
        self._words: dict[str, list[str]] = {}

    def taken_up(self, mention: ActorMention, sides: Sequence[ActorMention]) -> str | None:
        """The last person before the mention, else the first after it, who was introduced by its noun and its country or body."""
        noun = self._noun(mention)
        if noun is None:
            return None
        self._fill()
        at = bisect_left(self._starts, mention.span.start)
        tried: set[str] = set()
        ahead = self._people[at : at + _AHEAD] if sides else []
        for person in (*reversed(self._people[max(0, at - _BACK) : at]), *ahead):
            entity = person.entity or ""
            if entity in tried:
                continue
            tried.add(entity)
            if self._is_called(entity, noun) and self._fits(person, mention, sides):
                return entity
        return None

    def _noun(self, mention: ActorMention) -> str | None:
        rule = self._rules.get(mention.rule.rpartition(" ")[2])
        found = rule.pattern.search(self._lower, mention.span.start, mention.span.end) if rule else None
        return found.group() if found else None

    def _fill(self) -> None:
        if self._words:
            return
        for person in self._people:
            words = self._words.setdefault(person.entity or "", [])
            title = self._lower[person.extent.start : person.span.start].strip()
            words.append(_BEFORE_NOUN.sub("", title, count=1))
            if set_after := _APPOSED.match(self._lower, person.extent.end):
                words.append(self._lower[set_after.end() : set_after.end() + _AFTER_NAME])

    def _is_called(self, entity: str, noun: str) -> bool:
        return any(
            w.startswith(noun) and not w[len(noun) : len(noun) + 1].isalnum() for w in self._words[entity]
        )

    def _fits(self, person: ActorMention, mention: ActorMention, sides: Sequence[ActorMention]) -> bool:
        """Whether nothing speaks against it: another country, another gender."""
        if mention.gender and person.gender and mention.gender != person.gender:
            return False
        names = [s.span.cut(self._lower) for s in sides if s.type == "ORG"]
        if names:
            return any(name in w for name in names for w in self._words[person.entity or ""])
        return not (mention.country and person.country and mention.country != person.country)
