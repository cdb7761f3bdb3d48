"""What a report has said so far: who was introduced as what, who is spoken of in which sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from biennien.knowledge.rules import Rule
from biennien.knowledge.world import World
from biennien.model import ActorMention, Paragraph, Quotation, Sentence
from biennien.read.anaphora import Introductions
from biennien.read.naming import role_of
from biennien.read.offices import Offices
from biennien.read.sides import Sides
from biennien.read.view import View

_OPENS_CLAUSE = re.compile(
    r"(?:[,:;.!?…”\"’)–—-]|\d|(?<!\w)(?:rằng|theo|nhưng|song|còn|nay|qua|trước|đó|này|thì|nói|tối|sáng)) $"
)
_SPOKEN = re.compile(r"[”\"][,.]? (?:[-–] )?$")
_UNKNOWN_TITLE = 28  # code points
_NO_TITLE = re.compile(
    r"[,.;:()“”\"]|(?<!\w)(?:của|vợ|chồng|con|mẹ|cha|bố|anh|em|chị|và|với|gặp|thăm|mời|đón|cho|về|ở|tại|từ|tới|đến|trợ lý|phe|nhóm|đảng|chính quyền|sau|trước)(?!\w)"
)
_ASKED = re.compile(
    r"(?:được|bị) (?:\w+ ){0,3}hỏi (?:[^,]{0,12}(?<!\w)(?:liệu|về|rằng|có phải|vì sao|tại sao)(?!\w))[^,]*$"
)
_LOOK_BACK = 6  # sentences
_NEAR = 30  # persons looked at one by one, before all are


class Person(NamedTuple):
    """A mention of a person whose entity is known. `subject` tells whether it may be what its clause is about, `quoted` that it stands in somebody's words or question, or under a photo."""

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
        paragraphs: Sequence[Paragraph],
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
        captions = {p.number for p in paragraphs if p.kind == "caption"}
        self._captions = {n for n, s in enumerate(sentences) if s.paragraph in captions}
        self._asks = " hỏi " in view.lower
        self.people: list[Person] = []
        self.offices = Offices(world, rules, published_on)
        self.names_in: dict[int, list[ActorMention]] = {}
        for m in mentions:
            if m.level == "NAM":
                self.names_in.setdefault(self.sentence_at(m.span.start), []).append(m)
        self.sides = Sides(view, world, rules, self.names_in, self.sentence_at, self._opens_clause)
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
        self._introductions = Introductions(view, mentions, rules)
        self._introduced_at = [person.start for person in self.introduced]
        self._called: dict[tuple[object, ...], list[Person]] = {}

    def sentence_at(self, place: int) -> int:
        """The index of the sentence that holds a place."""
        return bisect_right(self._sentence_starts, place) - 1

    def sentence_start(self, place: int) -> int:
        """Where the sentence that holds a place begins."""
        return self._sentence_starts[max(0, self.sentence_at(place))] if self._sentence_starts else 0

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
            self.sides.others.append(mention)
        credit = self.view.lower.endswith(("ảnh: ", "nguồn: ", "ảnh "), 0, mention.span.start)
        if mention.type == "ORG" and mention.entity and not credit:
            self.sides.bodies.append(mention)

    def _person(self, m: ActorMention) -> Person | None:
        if m.entity is None:
            return None
        start = m.extent.start
        role = role_of(self.view.lower, m, self.rules)
        country = m.country
        if m.rule.endswith("counterpart"):
            role = next((p.role for p in reversed(self.introduced) if p.role), None)
        at = self.sentence_at(start)
        aside = self.quotation_at(m.span.start) is not None or self._is_asked_about(start)
        aside = aside or at in self._captions
        actor = self.world.actors.get(m.entity)
        gender = self._genders.get(m.entity) or m.gender or (actor.gender if actor else None)
        return Person(
            start, m.extent.end, m.entity, gender, role, country, self._opens_clause(start),
            aside, at, self.body_in(m) if role else None,
        )  # fmt: skip

    def _opens_clause(self, start: int) -> bool:
        at = self.sentence_at(start)
        if at >= 0 and start - self._sentence_starts[at] <= _UNKNOWN_TITLE:
            before = self.view.lower[self._sentence_starts[at] : start]
            if len(before) <= 1 or _NO_TITLE.search(before) is None:
                return True  # `Triết gia Nga A`
        return _OPENS_CLAUSE.search(self.view.lower, max(0, start - 8), start) is not None

    def _is_asked_about(self, start: int) -> bool:
        """Whether a question that somebody else is asked speaks of a person: `Khi được hỏi liệu ông A có đi hay không, …`."""
        if not self._asks:
            return False
        at = self.sentence_at(start)
        return at >= 0 and _ASKED.search(self.view.lower, self._sentence_starts[at], start) is not None

    def before(self, mention: ActorMention, fits: Callable[[Person], bool]) -> Person | None:
        """The last person before a mention who fits."""
        return next((p for p in reversed(self.people) if p.end <= mention.span.start and fits(p)), None)

    def body_in(self, mention: ActorMention) -> str | None:
        """The body named within a description (`người phát ngôn Điện Kremlin`)."""
        for other in self.names_in.get(self.sentence_at(mention.span.start), ()):
            if other.type == "ORG" and mention.extent.holds(other.span):
                return other.entity
        return None

    def taken_up(self, mention: ActorMention) -> str | None:
        """Whom a noun takes up that introduced somebody before."""
        names = self.names_in.get(self.sentence_at(mention.span.start), ())
        return self._introductions.taken_up(mention, [n for n in names if mention.span.holds(n.span)])

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
        return self.offices.titled(self._without_country(mention), mention.country, body)

    def _without_country(self, mention: ActorMention) -> str:
        """The words of a description without the country in it: `đại sứ Nga tại Liên Hợp Quốc`."""
        words = mention.span.cut(self.view.lower)
        for name in self.names_in.get(self.sentence_at(mention.span.start), ()):
            if name.type == "LOC" and mention.span.holds(name.span) and name.span.end < mention.span.end:
                at = name.span.start - mention.span.start
                return words[:at] + words[name.span.end - mention.span.start + 1 :]
        return words

    def latest(
        self,
        mention: ActorMention,
        roles: Sequence[str],
        country: str | None,
        body: str | None,
        offices: frozenset[str],
        elsewhere: Sequence[str] = (),
    ) -> str | None:
        """Whom the report calls so: the last one before the mention, else the first after it; nobody of the countries where the title is another."""
        split = bisect_left(self._introduced_at, mention.span.start)
        for person in reversed(self.introduced[max(0, split - _NEAR) : split]):
            if self._is(person, roles, country, body, offices) and not self._is_of(person, elsewhere):
                return person.entity
        key = (tuple(roles), country, body, offices, tuple(elsewhere))
        called = self._called.get(key)
        if called is None:
            called = [
                p
                for p in self.introduced
                if self._is(p, roles, country, body, offices) and not self._is_of(p, elsewhere)
            ]
            self._called[key] = called
        if not called:
            return None
        split = bisect_left(called, mention.span.start, key=itemgetter(0))
        return called[max(0, split - 1)].entity

    def _is_of(self, person: Person, countries: Sequence[str]) -> bool:
        """Whether a person belongs to one of some countries."""
        actor = self.world.actors.get(person.entity) if countries else None
        return actor is not None and actor.country in countries

    def _is(
        self,
        person: Person,
        roles: Sequence[str],
        country: str | None,
        body: str | None,
        offices: frozenset[str],
    ) -> bool:
        if offices and (
            f"{person.country}:{person.role}" in offices
            or any(o.key in offices for o in self.offices.held_by(person.entity))
        ):
            return True
        if body is not None:
            return person.role in roles and person.body == body
        if country is not None and person.country != country:
            return False
        return person.role in roles or any(
            _is_role(o.key.partition(":")[2], roles) and (country is None or o.country == country)
            for o in self.offices.held_by(person.entity)
        )

    def set_after(self, mention: ActorMention) -> str | None:
        """The person whose name is set after a description: `người đứng đầu cơ quan này, A, nói`."""
        person = self._by_start.get(mention.span.end + 2)
        return person.entity if person and self.view.lower.startswith(", ", mention.span.end) else None

    def named_before(self, mention: ActorMention) -> str | None:
        """The person with whose name the clause begins and whom the description says more of: `Bà A, giám đốc WHO khu vực B, nói`."""
        last = self.people[-1] if self.people else None
        if last is None or self.view.lower[last.end : mention.span.start] not in (", ", " - ", " – "):
            return None
        at = self.sentence_at(last.start)
        begins = at >= 0 and last.start <= self._sentence_starts[at] + 1
        spoken = _SPOKEN.search(self.view.text, max(0, last.start - 4), last.start)
        return last.entity if begins or spoken else None

    def is_introduced(self, entity: str) -> bool:
        """Whether the report names a person, before or after."""
        return any(p.entity == entity for p in self.introduced)

    def speaker_before(self, mention: ActorMention, gender: str | None) -> Person | None:
        """The person that the clause, the sentence or an earlier one is about."""
        place = mention.span.start
        quotation = self.quotation_at(place)
        at = self.sentence_at(place)
        quoted = quotation is not None or at in self._captions or self._is_asked_about(place)
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

    def other_than_subject(self, mention: ActorMention, gender: str | None) -> str | None:
        """The last person in the sentence whom it is not about: `A gặp B nhưng bác yêu cầu của ông`."""
        subject = self.speaker_before(mention, None)
        at = self.sentence_at(mention.span.start)
        for person in reversed(self.people):
            if person.sentence != at:
                break
            other = subject is None or person.entity != subject.entity
            if other and person.end <= mention.span.start and person.gender in (gender, None):
                return person.entity
        return None

    def side_of_quotation(self, mention: ActorMention) -> str | None:
        """The country that the words before a quotation are about, for what stands in it."""
        quotation = self.quotation_at(mention.span.start)
        if quotation is None:
            return None
        before = self.sentence_at(self._quotations[quotation].span.start - 2)
        first = next(
            (
                o
                for o in self.names_in.get(before, ())
                if o.type != "PER" and self._opens_clause(o.extent.start)
            ),
            None,
        )
        return first.country if first and first.span.start < self._quotations[quotation].span.start else None

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


def _is_role(post: str, roles: Sequence[str]) -> bool:
    """Whether a post is of a role: `president` is not `presidential_spokesperson`, `special_envoy_ukraine` is a `special_envoy`."""
    return any(post == role or post.startswith(role + "_") for role in roles)
