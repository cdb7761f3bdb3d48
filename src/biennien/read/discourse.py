"""What a report has said so far: who was introduced as what, who is spoken of in which sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from biennien.knowledge.rules import Rule
from biennien.knowledge.world import Office, World
from biennien.model import ActorMention, Quotation, Sentence
from biennien.read.naming import role_of
from biennien.read.view import View

_OPENS_CLAUSE = re.compile(
    r"(?:[,:;.!?…”\"’)–—-]|\d|(?<!\w)(?:rằng|theo|nhưng|song|còn|nay|qua|trước|đó|này|mà|thì|nói|tối|sáng)) $"
)
_PAIR_GAPS = ((" ", " của "), (" và ", " - ", " – ", "-"))
_WHERE = ("ở ", "tại ", "(", "từ ", "tới ", "đến ", "thăm ", "bang ", "đô ")
_LOOK_BACK = 6  # sentences
_NEAR = 30  # persons looked at one by one, before all are
_BODIES = {
    "bộ": ("ministry",),
    "hãng": ("outlet", "company"),
    "hãng tin": ("outlet",),
    "tờ": ("outlet",),
    "tờ báo": ("outlet",),
}


class Person(NamedTuple):
    """A mention of a person whose entity is known. `subject` tells whether it may be what its clause is about."""

    start: int
    end: int
    entity: str
    gender: str | None
    role: str | None
    country: str | None
    subject: bool
    quoted: bool
    sentence: int
    body: str | None


class Discourse:
    """The state of one reading, fed mention by mention in text order."""

    def __init__(
        self,
        view: View,
        mentions: Sequence[ActorMention],
        sentences: Sequence[Sentence],
        quotations: Sequence[Quotation],
        world: World,
        rules: Mapping[str, Rule],
        published_on: str | None,
    ) -> None:
        self.view, self.world, self.rules, self.on = view, world, rules, published_on
        self._sentence_starts = [s.span.start for s in sentences]
        self._quotation_starts = [q.span.start for q in quotations]
        self._quotations = quotations
        self._sentences = sentences
        self.people: list[Person] = []
        self.others: list[ActorMention] = []  # places and bodies by name
        self.bodies: list[ActorMention] = []  # bodies of any level
        self._offices_of: dict[str, tuple[Office, ...]] = {}
        self.names_in: dict[int, list[ActorMention]] = {}
        for m in mentions:
            if m.level == "NAM":
                self.names_in.setdefault(self.sentence_at(m.span.start), []).append(m)
        self._abroad = {m.country for m in mentions if m.type == "PER" and m.country}
        self._genders: dict[str, str] = {}
        for m in mentions:
            if m.type == "PER" and m.entity and m.gender:
                self._genders.setdefault(m.entity, m.gender)
        self._by_start: dict[int, Person] = {}
        self.introduced: list[Person] = []
        for m in mentions:
            if m.type == "PER" and m.level == "NAM" and (person := self._person(m)):
                self.introduced.append(person)
                self._by_start[m.span.start] = person
        self._introduced_at = [person.start for person in self.introduced]
        self._called: dict[tuple[object, ...], list[Person]] = {}

    def sentence_at(self, place: int) -> int:
        """The index of the sentence that holds a place."""
        return bisect_right(self._sentence_starts, place) - 1

    def quotation_at(self, place: int) -> int | None:
        """The index of the quotation that holds a place."""
        i = bisect_right(self._quotation_starts, place) - 1
        return (
            i
            if i >= 0 and place < self._quotations[i].span.end and self._quotations[i].kind == "speech"
            else None
        )

    def add(self, mention: ActorMention) -> None:
        """Takes note of a mention that is resolved."""
        if mention.type == "PER":
            if mention.level == "NAM":
                person = self._by_start.get(mention.span.start)
            elif mention.entity and mention.rule != "pronoun.they" and " and " not in mention.entity:
                person = self._person(mention)
            else:
                person = None
            if person:
                self.people.append(person)
        elif mention.level == "NAM":
            self.others.append(mention)
        if mention.type == "ORG" and mention.entity:
            self.bodies.append(mention)

    def _person(self, m: ActorMention) -> Person | None:
        if m.entity is None:
            return None
        start = m.extent.start
        lower = self.view.lower
        role = role_of(self.view.lower, m, self.rules)
        country = m.country
        if m.rule.endswith("counterpart"):
            role = next((p.role for p in reversed(self.introduced) if p.role), None)
        at = self.sentence_at(start)
        subject = (at >= 0 and start <= self._sentence_starts[at] + 1) or _OPENS_CLAUSE.search(
            lower, max(0, start - 8), start
        ) is not None
        return Person(
            start, m.extent.end, m.entity, self._genders.get(m.entity) or m.gender, role, country, subject,
            self.quotation_at(m.span.start) is not None, at, self.body_in(m) if role else None,
        )  # fmt: skip

    def before(self, mention: ActorMention, fits: Callable[[Person], bool]) -> Person | None:
        """The last person before a mention who fits."""
        return next((p for p in reversed(self.people) if p.end <= mention.span.start and fits(p)), None)

    def body_in(self, mention: ActorMention) -> str | None:
        """The body named within a description (`người phát ngôn Điện Kremlin`)."""
        for other in self.names_in.get(self.sentence_at(mention.span.start), ()):
            if other.type == "ORG" and mention.extent.holds(other.span):
                return other.entity
        return None

    def is_at_home(self, mention: ActorMention, home: str) -> bool:
        """Whether a capitalised title without a country is the home country's: no person of another one is spoken of."""
        return self.view.text[mention.span.start].isupper() and not self._abroad - {home}

    def has_side(self, mention: ActorMention) -> bool:
        """Whether a description names a place or a body."""
        return any(
            mention.span.holds(o.span) for o in self.names_in.get(self.sentence_at(mention.span.start), ())
        )

    def offices_called(self, mention: ActorMention, body: str | None) -> frozenset[str]:
        """The offices that a description may name: its words with or without the country and the body in it."""
        parts = mention.span.cut(self.view.lower).split(" ")
        for size in range(len(parts), 0, -1):
            titled = self.world.offices_titled(" ".join(parts[:size]))
            found = frozenset(o.key for o in titled if body is not None and o.body == body)
            if not found and mention.country:
                found = frozenset(o.key for o in titled if o.country == mention.country)
            if found:
                return found
        return frozenset()

    def counterparts(self, person: Person, country: str) -> frozenset[str]:
        """The offices of a country that go by the same titles as those of a person."""
        titles = {t for o in self.offices_of(person.entity) for t in o.titles if o.country != country}
        if person.role:
            titles.update(
                w
                for r in self.rules.values()
                if r.text("role") == person.role and "roles" not in r.attributes
                for w in r.at
            )
        return frozenset(
            o.key for t in sorted(titles) for o in self.world.offices_titled(t) if o.country == country
        )

    def latest(
        self,
        mention: ActorMention,
        roles: Sequence[str],
        country: str | None,
        body: str | None,
        offices: frozenset[str],
    ) -> str | None:
        """Whom the report calls so: the last one before the mention, else the first after it."""
        split = bisect_left(self._introduced_at, mention.span.start)
        for person in reversed(self.introduced[max(0, split - _NEAR) : split]):
            if self._is(person, roles, country, body, offices):
                return person.entity
        key = (tuple(roles), country, body, offices)
        called = self._called.get(key)
        if called is None:
            called = [p for p in self.introduced if self._is(p, roles, country, body, offices)]
            self._called[key] = called
        if not called:
            return None
        split = bisect_left(called, mention.span.start, key=itemgetter(0))
        return called[max(0, split - 1)].entity

    def _is(
        self,
        person: Person,
        roles: Sequence[str],
        country: str | None,
        body: str | None,
        offices: frozenset[str],
    ) -> bool:
        held = self.offices_of(person.entity)
        if offices and any(o.key in offices for o in held):
            return True
        if body is not None:
            return person.role in roles and person.body == body
        if country is not None and person.country != country:
            return False
        return person.role in roles or any(
            _is_role(o.key.partition(":")[2], roles) and (country is None or o.country == country)
            for o in held
        )

    def offices_of(self, entity: str) -> tuple[Office, ...]:
        """The offices somebody holds when the report appears."""
        found = self._offices_of.get(entity)
        if found is None:
            found = tuple(self.world.offices[o] for o in self.world.offices_of(entity, self.on))
            self._offices_of[entity] = found
        return found

    def holder(self, offices: frozenset[str]) -> str | None:
        """Who held the offices that day, where that is one person."""
        holders = {h for o in sorted(offices) if (h := self.world.holder(o, self.on))}
        return holders.pop() if len(holders) == 1 else None

    def state_before(self, mention: ActorMention) -> str | None:
        """The country that the sentence is about, by its own name or a body's; else that of the one before."""
        at = self.sentence_at(mention.span.start)
        for index in range(at, max(-1, at - 3), -1):
            for other in self.names_in.get(index, ()):
                if (
                    other.type != "PER"
                    and other.span.end <= mention.span.start
                    and (state := self._state(other))
                ):
                    return state
        return None

    def _state(self, mention: ActorMention) -> str | None:
        actor = self.world.actors.get(mention.entity or "")
        if mention.type == "LOC":
            return actor.entity if actor and actor.kind == "country" else None
        return None if actor and actor.kind == "outlet" else self.world.country(mention.country or "")

    def body_before(self, mention: ActorMention) -> str | None:
        """The last body of the kind that the word says (`bộ này`, `lực lượng này`)."""
        head = mention.span.cut(self.view.lower).removesuffix(" này")
        kinds = _BODIES.get(head)
        for body in reversed(self.bodies):
            actor = self.world.actors.get(body.entity or "")
            kind = actor.kind if actor else ""
            if kinds and kind not in kinds and not body.span.cut(self.view.lower).startswith(head):
                continue
            if not kinds and kind == "outlet":
                continue
            return body.entity
        return None

    def speaker_before(self, mention: ActorMention, gender: str | None) -> Person | None:
        """The person that the clause, the sentence or an earlier one is about."""
        place = mention.span.start
        quotation = self.quotation_at(place)
        at = self.sentence_at(place)
        quoted = quotation is not None
        opened = self._quotations[quotation].span.start if quotation is not None else 0
        best: Person | None = None
        for person in reversed(self.people):
            if (
                at - person.sentence > _LOOK_BACK
                or person.start < opened
                or (best is not None and person.sentence < best.sentence)
            ):
                break
            if (
                person.end > place
                or (person.quoted and not quoted)
                or (gender is not None and person.gender not in (gender, None))
            ):
                continue
            if quoted:
                return person
            if best is None or person.subject or not best.subject:
                best = person
        return best

    def two_people(self, mention: ActorMention, roles: Sequence[str] | None, reach: int) -> list[str]:
        """The last two persons who bear one of the roles, in the order of the text."""
        at = self.sentence_at(mention.span.start)
        found: list[str] = []
        for person in reversed(self.people):
            if at - person.sentence > reach or len(found) == 2:
                break
            if person.entity not in found and (
                roles is None or self._is(person, roles, None, None, frozenset())
            ):
                found.append(person.entity)
        return found[::-1]

    def sides_after(self, mention: ActorMention) -> list[str]:
        """The codes of the two countries named right after (`hai nhà lãnh đạo Nga - Mỹ`)."""
        out: list[str] = []
        at = mention.span.end
        for name in self.names_in.get(self.sentence_at(mention.span.start), ()):
            if name.span.start >= at and name.type == "LOC" and name.country:
                if self.view.lower[at : name.span.start] not in _PAIR_GAPS[len(out)]:
                    break
                out.append(name.country)
                at = name.span.end
                if len(out) == 2:
                    break
        return out

    def two_sides(self, mention: ActorMention, reach: int) -> list[str]:
        """The last two states or bodies in arms, in the order of the text."""
        at = self.sentence_at(mention.span.start)
        found: list[str] = []
        for other in reversed(self.others):
            if at - self.sentence_at(other.span.start) > reach or len(found) == 2:
                break
            side = self._side(other) if not self._is_where(other) else None
            if side and side not in found:
                found.append(side)
        return found[::-1]

    def _is_where(self, mention: ActorMention) -> bool:
        """Whether a place only says where (`tại Budapest, Hungary`)."""
        start = mention.span.start
        before = self.view.lower[max(0, start - 6) : start]
        if before.endswith(_WHERE):
            return True
        last = next(
            (
                o
                for o in self.names_in.get(self.sentence_at(start), ())
                if o.span.end in (start - 2, start - 3)
            ),
            None,
        )
        actor = self.world.actors.get(last.entity or "") if last and before.endswith((", ", " (")) else None
        return actor is not None and actor.type == "LOC" and actor.kind != "country"

    def _side(self, mention: ActorMention) -> str | None:
        actor = self.world.actors.get(mention.entity or "")
        if actor is None:
            return None
        if actor.kind == "country" or actor.kind == "armed_group":
            return actor.entity
        return self.world.country(actor.speaks_for) if actor.kind == "capital" else None


def _is_role(post: str, roles: Sequence[str]) -> bool:
    """Whether a post is of a role: `president` is not `presidential_spokesperson`, `special_envoy_ukraine` is a `special_envoy`."""
    return any(post == role or post.startswith(role + "_") for role in roles)
