"""Who stands around the words for a meeting: sides by name, by description, by pronoun and by number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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
_LAST = re.compile(
    r"\s*(?:(?:tại|ở|bên lề|nhân|hôm|ngày|vào|trong|khi|nếu|sau|trước|để|nhằm|bàn về|về)\s|[.;…]|$)"
)
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
        self.world = knowledge.world
        self.words = load_words(knowledge)
        self.all = _sides(view, hits, mentions, knowledge, stretches)
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
    def named(self) -> frozenset[str]:
        """The people whom the report calls by name."""
        return frozenset([entity for _, entity, _, _ in self.people])

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The countries and bodies of the report, the most often named first."""
        count = self._named
        return tuple(sorted(count, key=lambda e: (-count[e], e)))

    @property
    def rivals(self) -> tuple[str, ...]:
        """The two countries or bodies that a report is about, where it names no third as often; else none."""
        count = [self._named[e] for e in self.parties[:3]] + [0]
        return self.parties[:2] if len(count) > 2 and count[1] > max(2, count[2]) else ()

    @cached_property
    def _named(self) -> dict[str, int]:
        count: dict[str, int] = {}
        for mention in self._mentions:
            actor = self.world.actors.get(mention.entity or "") if mention.level == "NAM" else None
            if actor and actor.kind not in _OUTLETS and (actor.kind == "country" or actor.type == "ORG"):
                count[actor.entity] = count.get(actor.entity, 0) + 1
        return count

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
            if not join:  # `gặp ông A, ông B tại P`: no verb of his own follows the last
                return bool(_LAST.match(self.view.lower, side.end, limit))
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
        """Whether a bare comma joins two who act: people that open the stretch (`Ông A, ông B gặp nhau`), free countries."""
        first, second = self.all[index - 1], self.all[index]
        if first.type == second.type == "PER":
            return first.start - start < 3
        state = first.kind == "country" or first.level == "NOM"  # `lãnh đạo Nga, Ukraine`
        return state and second.type != "PER" and self.is_free(first, start)

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
    knowledge: Knowledge,
    stretches: Sequence[tuple[int, int, int, int | None]],
) -> list[Side]:
    found: list[Side] = []
    world = knowledge.world
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
        side = _side(mention, world, view.text)
        found.append(side if side.type != "PER" else _principal(side, view.lower, knowledge))
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
    return _led(view, sorted((*found, *_partners(view.text, found, world), *bare), key=lambda s: s.start))


def _partners(text: str, found: Sequence[Side], world: World) -> Iterator[Side]:
    """The people whom a dash joins by their short name to another: `thượng đỉnh Biden - Tập`."""
    named = {e for s in found for e in s.entities}
    for number, side in enumerate(found):
        if side.type != "PER" or side.level != "NAM":
            continue
        last = found[number - 1].end if number else 0
        following = found[number + 1].start if number + 1 < len(found) else len(text)
        after = text[side.end : side.end + 2].lstrip()[:1] in _DASHES
        before = text[side.start - 2 : side.start].rstrip()[-1:] in _DASHES
        matches = (
            _SHORT_AFTER.match(text, side.end) if after else None,
            _SHORT_BEFORE.search(text, last, side.start) if before else None,
        )
        for match in matches:
            if match is None or match.end(1) > following:
                continue
            known = [a for a in world.called_in_short(match.group(1)) if a.type == "PER"]
            known.sort(key=lambda a: (a.entity not in named, not world.offices_of(a.entity, None)))
            if known:
                start, end = match.span(1)
                yield Side(
                    start, end, start, (known[0].entity,), "PER", "NAM", known[0].kind, known[0].country
                )


_DASHES = frozenset("-–")
_SHORT_AFTER = re.compile(r"\s*[-–]\s*([A-ZĐ]\w+)(?![\w-])(?!\s[A-ZĐ])")
_SHORT_BEFORE = re.compile(r"(?<![A-ZĐ]\w\s)(?<![\w-])([A-ZĐ]\w+)\s*[-–]\s*$")
_NEAR = 120  # code points around a stretch with a meeting in it
_SEVERAL = re.compile(r" and |; ")
_BARE = frozenset({"group", "first", "third"})


def _outermost(mention: ActorMention) -> tuple[int, int, bool]:
    return mention.extent.start, -mention.extent.end, mention.level != "NAM"


def _side(mention: ActorMention, world: World, text: str) -> Side:
    extent = mention.extent
    entity = mention.entity or (mention.span.cut(text) if mention.type == "LOC" else "")
    actor = world.actors.get(entity)
    entities = tuple([p for p in _SEVERAL.split(entity) if p])
    kind, country = (actor.kind, actor.country) if actor else ("", "")
    return Side(
        extent.start, extent.end, mention.span.start, entities, mention.type, mention.level, kind,
        mention.country or country,
    )  # fmt: skip


def _principal(side: Side, lower: str, knowledge: Knowledge) -> Side:
    """A person, or who stands there for him: his envoy acts for his state, his son and his ally for nobody known."""
    owned = lower.endswith("của ", 0, side.start)
    at = side.start - 4 if owned else side.start
    start = knowledge.begin_of_joint("relative", lower, at)
    if (
        start is None
        or lower.endswith(("tuyên ", "công "), 0, start)
        or side.level == "PRO"
        or (side.level == "NOM" and not owned)
    ):
        return side
    if lower[start:at].strip() not in load_words(knowledge).delegations:
        return side._replace(start=start, entities=(), level="NOM")
    state = knowledge.world.state_of(side.entities[0]) if side.entities else None
    if state is None or not (owned or side.start < side.name):
        return side
    return side._replace(start=start, entities=(state,))


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
