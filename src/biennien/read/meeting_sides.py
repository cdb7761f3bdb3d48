"""Who stands around the words for a meeting: sides by name, by description, by pronoun and by number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.knowledge.rules import Rule
from biennien.knowledge.world import World
from biennien.model import ActorMention
from biennien.read.meeting_words import load_words
from biennien.read.view import View

_JOIN = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?(?:(,)|và|cùng(?:\s+với)?|lẫn|-|–|—|/)\s*")
_PAIRED = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?(?:và|cùng(?:\s+với)?|lẫn|-|–|—|/)\s*")
_ACTING = frozenset(
    {"", "government", "ministry", "armed_group", "igo", "party", "parliament", "agency", "building"}
)
_NEXT = frozenset({"tuần", "tháng", "năm", "quý", "ngày", "gian", "sắp", "hè", "xuân", "thu", "đông", "hôm"})
_OUTLETS = frozenset({"outlet", "agency", "news_agency", "newspaper", "broadcaster"})


class Side(NamedTuple):
    """A noun phrase that can be a side of a meeting. `level` NAM, NOM, PRO, or GROUP, FIRST, THIRD where nothing is resolved."""

    start: int
    end: int
    name: int
    entities: tuple[str, ...]
    type: str
    level: str
    kind: str = ""
    country: str = ""


class Sides:
    """All sides of a report in text order, none inside another."""

    def __init__(
        self,
        view: View,
        hits: Sequence[Hit[object]],
        mentions: tuple[ActorMention, ...],
        knowledge: Knowledge,
        stretches: Sequence[tuple[int, int, int, int | None]],
    ) -> None:
        """Of the sides only those are made that stand in or near the given stretches (start, end, …)."""
        self.view = view
        self.world = world = knowledge.world
        self.words = load_words(knowledge)
        self.all = _sides(view, hits, mentions, world, stretches)
        self.starts = [s.start for s in self.all]
        self.ends = [s.end for s in self.all]
        self._mentions = mentions
        self._official: dict[str, bool] = {}
        self._freedom: dict[tuple[int, int], bool] = {}

    @cached_property
    def people(self) -> list[tuple[int, str, str | None, str]]:
        """The people named: where, who, of which country, and the words before the name."""
        lower = self.view.lower
        return [
            (
                m.span.start,
                m.entity,
                m.country,
                lower[max(0, m.extent.start - 24, m.span.start - 70) : m.span.start],
            )
            for m in self._mentions
            if m.type == "PER" and m.level == "NAM" and m.entity
        ]

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The countries and bodies of the report, the most often named first."""
        count: dict[str, int] = {}
        for mention in self._mentions:
            actor = self.world.actors.get(mention.entity or "") if mention.level == "NAM" else None
            if actor and actor.kind not in _OUTLETS and (actor.kind == "country" or actor.type == "ORG"):
                count[actor.entity] = count.get(actor.entity, 0) + 1
        return tuple(sorted(count, key=lambda e: (-count[e], e)))

    def between(self, start: int, end: int) -> list[Side]:
        """The sides that lie wholly in a stretch."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end, first)
        return [side for side in self.all[first:last] if side.end <= end]

    def at(self, place: int, limit: int) -> Side | None:
        """The side that begins at `place`, words of rank before it passed over."""
        index = bisect_left(self.starts, place)
        if index == len(self.all) or self.all[index].start >= limit:
            return None
        side = self.all[index]
        if side.start - place > 60:
            return None
        words = self.view.lower[place : side.start]
        if not words.strip(" “\"'‘"):
            return side
        return side if not self.words.before_ranks(words.rstrip("“\"'‘").split()) else None

    def chain(self, place: int, limit: int) -> tuple[list[Side], int]:
        """The sides joined from `place` on (`A, B và C`, `A - B`), and where they end."""
        found: list[Side] = []
        end = place
        side = self.at(place, limit)
        while side:
            found.append(side)
            end = side.end
            join = _JOIN.match(self.view.lower, end, limit)
            if not join:
                break
            side = self.at(join.end(), limit)
            if side and join.group(1) and not self._listed(side, limit):
                break
        return found, end

    def _listed(self, side: Side, limit: int) -> bool:
        """Whether a comma belongs to a list: an `and` closes it further on."""
        for _ in range(8):
            join = _JOIN.match(self.view.lower, side.end, limit)
            if not join:
                return False
            if not join.group(1):
                return True
            following = self.at(join.end(), limit)
            if not following:
                return False
            side = following
        return False

    def before(self, place: int, start: int) -> tuple[list[Side], bool]:
        """The subject of what stands at `place`: the nearest free sides on the left within the stretch.

        A comma between them means that the subject is that of an earlier clause: then its first free sides. The flag says so.
        """
        lower = self.view.lower
        index = bisect_right(self.ends, place) - 1
        near: list[list[Side]] = []
        while index >= 0 and self.all[index].start >= start:
            group = [self.all[index]]
            paired = False
            while index > 0 and self.all[index - 1].start >= start:
                gap = self._bare(self.all[index - 1].end, self.all[index].start)
                listed = gap.strip() == "," and (paired or self._headline(index, start))
                if not (_PAIRED.fullmatch(gap) or listed):
                    break
                paired = True
                index -= 1
                group.insert(0, self.all[index])
            if self._acts(group[0]) and self.is_free(group[0], start):
                near.append(group)
                if "," not in lower[group[-1].end : place]:
                    return near[0], False
            index -= 1
        return (near[-1], True) if near else ([], False)

    def _headline(self, index: int, start: int) -> bool:
        """Whether two people joined by a bare comma open the stretch: `Ông A, ông B gặp nhau`."""
        first, second = self.all[index - 1], self.all[index]
        return first.type == second.type == "PER" and first.start - start < 3

    def is_free(self, side: Side, start: int) -> bool:
        """Whether no preposition, verb or noun governs a side, words of rank before it left out."""
        key = (side.start, start)
        if key not in self._freedom:
            words = self.view.lower[max(start, side.start - 60) : side.start].split()
            words = words[: self.words.before_ranks(words)]
            if words[-1:] == ["tới"] and words[-2:-1] and words[-2] in _NEXT:
                words = []  # `trong tuần tới Ngoại trưởng …`: a time, no way
            owned = side.type != "PER" and self.words.ends_in(words, self.words.owning)
            self._freedom[key] = not (owned or self.words.ends_in(words, self.words.governing))
        return self._freedom[key]

    def _bare(self, start: int, end: int) -> str:
        """The words between two sides, words of rank left out."""
        words = self.view.lower[start:end]
        join = _PAIRED.match(words)
        if join and not self.words.before_ranks(words[join.end() :].split()):
            return words[: join.end()]
        return words

    def _acts(self, side: Side) -> bool:
        """Whether a side can be the subject of a meeting: no town but a capital that speaks for its state, no outlet."""
        if side.type == "LOC" and side.level == "NAM":
            return side.kind == "country" or bool(
                self.world.actors[side.entities[0]].speaks_for
                if side.entities and side.entities[0] in self.world.actors
                else ""
            )
        return side.kind not in _OUTLETS

    def official(self, entity: str) -> bool:
        """Whether somebody acts for a state or is known to the world: not a player, a singer, a firm."""
        if entity not in self._official:
            actor = self.world.actors.get(entity)
            if actor is not None:
                known = actor.type == "LOC" or actor.type == "PER" or actor.kind in _ACTING
            else:
                known = any(
                    e == entity and any(p in before for p in self.words.posts)
                    for _, e, _, before in self.people
                )
            self._official[entity] = known
        return self._official[entity]

    def travels(self, side: Side) -> bool:
        """Whether words before a country make it a delegation: `đoàn Nhật Bản`."""
        words = self.view.lower[max(0, side.start - 40) : side.start].removesuffix("của ").split()
        return self.words.ends_in(words, self.words.delegations)


def _sides(
    view: View,
    hits: Sequence[Hit[object]],
    mentions: tuple[ActorMention, ...],
    world: World,
    stretches: Sequence[tuple[int, int, int, int | None]],
) -> list[Side]:
    found: list[Side] = []
    covered = -1
    near = iter(stretches)
    low, high = -1, -1
    for mention in sorted(mentions, key=_outermost):
        start = mention.extent.start
        while (high >= 0 and start >= high + _NEAR) or high < 0:
            stretch = next(near, None)
            if stretch is None:
                low = high = 1 << 40
                break
            low, high = stretch[0], stretch[1]
        if start < max(covered, low - _NEAR) or (mention.entity is None and mention.level != "NAM"):
            continue
        covered = mention.extent.end
        found.append(_side(mention, world))
    starts = [s.start for s in found]
    bare: list[Side] = []
    for start, _, rule in hits:
        if not isinstance(rule, Rule) or rule.attributes["role"] not in _BARE:
            continue
        match = rule.match(view.lower, start)
        if match is None or (bare and start < bare[-1].end):
            continue
        index = bisect_right(starts, start) - 1
        inside = index >= 0 and found[index].end > start
        following = found[index + 1].start if index + 1 < len(found) else len(view.text)
        third = rule.attributes["role"] == "third"
        if inside or following < match.end() or (third and _named_next(view.text, match.end(), following)):
            continue
        level = str(rule.attributes["role"]).upper()
        bare.append(Side(start=start, end=match.end(), name=start, entities=(), type="PER", level=level))
    return _led(view, sorted((*found, *bare), key=lambda s: s.start))


_NEAR = 120  # code points around a stretch with a meeting in it
_SEVERAL = re.compile(r" and |; ")
_BARE = frozenset({"group", "first", "third"})


def _outermost(mention: ActorMention) -> tuple[int, int, bool]:
    return mention.extent.start, -mention.extent.end, mention.level != "NAM"


def _side(mention: ActorMention, world: World) -> Side:
    entity, extent = mention.entity or "", mention.extent
    actor = world.actors.get(entity)
    entities = tuple([p for p in _SEVERAL.split(entity) if p])
    kind, country = (actor.kind, actor.country) if actor else ("", "")
    return Side(
        extent.start, extent.end, mention.span.start, entities, mention.type, mention.level, kind,
        mention.country or country,
    )  # fmt: skip


def _named_next(text: str, end: int, following: int) -> bool:
    """Whether a name follows an honorific, known (`ông Lula`) or not."""
    return following - end <= 1 or text[end + 1 : end + 2].isupper()


def _led(view: View, sides: list[Side]) -> list[Side]:
    """`hai nhà lãnh đạo Nga - Mỹ` as one side: the countries are whose leaders the two are."""
    kept: list[Side] = []
    for side in sides:
        if kept and side.start < kept[-1].end:
            continue
        if kept and kept[-1].level in ("GROUP", "LED") and side.kind == "country":
            gap = view.lower[kept[-1].end : side.start]
            if not gap.strip() or (kept[-1].level == "LED" and _PAIRED.fullmatch(gap)):
                last = kept.pop()
                kept.append(last._replace(end=side.end, level="LED", entities=last.entities + side.entities))
                continue
        kept.append(side)
    return kept


def distinct(entities: Sequence[str]) -> tuple[str, ...]:
    """The entities once each, in their order."""
    return tuple(dict.fromkeys(entities))
