"""What the rules know of the world: actors with their names, offices, and who held them from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from biennien.knowledge.tables import load_table, split_cell
from biennien.model.errors import KnowledgeError

_WITH_ARTICLE = frozenset(
    ("US", "GB", "AE", "PH", "NL", "CD", "CF", "DO", "MV", "SB", "BS", "GM", "MH", "KM", "SC")
)


_SPEAK_FOR_A_STATE = frozenset({"country", "capital", "government", "ministry", "military", "building"})
# Words of a role by which somebody without a known office acts for a state.
_ACTING = frozenset(
    {
        "ambassador",
        "adviser",
        "envoy",
        "minister",
        "negotiator",
        "president",
        "secretary",
        "spokesperson",
        "spokesman",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person (PER), body (ORG) or place (LOC). `entity` is the English Wikipedia title.

    `kind` is finer: person, country, capital, city …, ministry, outlet, agency …; `country` its ISO 3166 code or "".
    `names` stand for it anywhere, `short` only in company (after a title, after its full name, beside a country).
    `speaks_for` is the ISO code of the state that a capital stands for as a speaker.
    `role` says in English what a person is known as, `adjective` what belongs to a country.
    """

    entity: str
    type: str
    kind: str
    country: str = ""
    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    gender: str | None = None
    speaks_for: str = ""
    role: str = ""
    adjective: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One written form of an actor, compared with its capitals. `short` forms need company."""

    form: str
    actor: Actor
    short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A post: `key` as ``RU:foreign_minister``; `titles` as Vietnamese papers print them, without the country."""

    key: str
    label: str
    country: str
    body: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Who held an office, `start` to `end` (calendar values of any grain; "" = open)."""

    office: str
    holder: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class World:
    """All actors, offices and tenures.

    `patterns` are the English names of bodies that every country has, by the Vietnamese; `heads` are these English names
    in parts, before the hole, what is in it, and after, each with its Vietnamese name.
    """

    actors: Mapping[str, Actor]
    offices: Mapping[str, Office]
    tenures: tuple[Tenure, ...]
    patterns: Mapping[str, str] = field(default_factory=dict)
    heads: tuple[tuple[str, str, str, str], ...] = ()
    _by_office: dict[str, list[Tenure]] = field(default_factory=dict)
    _by_holder: dict[str, list[Tenure]] = field(default_factory=dict)
    _countries: dict[str, str] = field(default_factory=dict)
    _by_form: dict[str, Actor] = field(default_factory=dict)
    _by_short: dict[str, list[Actor]] = field(default_factory=dict)
    _by_title: dict[str, list[Office]] = field(default_factory=dict)
    _in_words: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for tenure in self.tenures:
            self._by_office.setdefault(tenure.office, []).append(tenure)
            self._by_holder.setdefault(tenure.holder, []).append(tenure)
        for office in self.offices.values():
            for title in dict.fromkeys(t.lower() for t in office.titles):
                self._by_title.setdefault(title, []).append(office)
        for actor in self.actors.values():
            if actor.kind == "country":
                self._countries[actor.country] = actor.entity
                for hole, words in self._of(actor).items():
                    self._in_words.setdefault((hole, words), actor.entity)
            for form in actor.names:
                self._by_form.setdefault(form.lower(), actor)
            for form in actor.short:
                self._by_short.setdefault(form, []).append(actor)

    def with_actors(self, more: dict[str, Actor]) -> World:
        """The same world with the actors of `more` in the place of its own, also those that come to it later; they go by no name."""
        other = object.__new__(World)
        for name in self.__slots__:
            object.__setattr__(other, name, getattr(self, name))
        object.__setattr__(other, "actors", more)
        return other

    def names(self) -> Iterator[Name]:
        """Every written form of every actor."""
        for actor in self.actors.values():
            for form in actor.names:
                yield Name(form=form, actor=actor, short=False)
            for form in actor.short:
                yield Name(form=form, actor=actor, short=True)

    def called(self, form: str) -> Actor | None:
        """The actor with a name in full; capitals do not count."""
        return self._by_form.get(form.lower())

    def called_in_short(self, form: str) -> tuple[Actor, ...]:
        """The actors that a short form may stand for, in the order of the tables."""
        return tuple(self._by_short.get(form, ()))

    def ending(self, words: str) -> tuple[str, Actor] | None:
        """The words before the country that a name ends with, and the country: ``Bộ Y tế Hoa Kỳ`` → ``Bộ Y tế``, United States."""
        at = words.find(" ")
        while at > 0:
            rest = words[at + 1 :]
            actor = self._by_form.get(rest.lower()) or next(iter(self._by_short.get(rest, ())), None)
            if actor is not None and actor.kind == "country":
                return words[:at], actor
            at = words.find(" ", at + 1)
        return None

    def english(self, head: str, country: Actor) -> str | None:
        """The English name of a body of a country by its Vietnamese name without the country: ``Tòa án Tối cao`` → ``Supreme Court of Brazil``."""
        pattern = self.patterns.get(head.lower(), "")
        if not pattern or "{name}" in pattern:
            return None
        return pattern.format(**self._of(country))

    @staticmethod
    def _of(country: Actor) -> dict[str, str]:
        """What stands in the holes of a pattern for a country."""
        article = "the " if country.country in _WITH_ARTICLE else ""
        return {
            "country": country.entity,
            "of": f"{article}{country.entity}",
            "adjective": country.adjective or country.entity,
        }

    def english_of(self, words: str) -> str | None:
        """The English name of a body that is called by a foreign name: ``Đại học Ashford`` → ``Ashford University``."""
        cut = words.find(" ")
        while cut > 0:
            name = words[cut + 1 :]
            pattern = self.patterns.get(words[:cut].lower(), "")
            if "{name}" in pattern and name.isascii() and name[0].isupper():
                return pattern.format(name=name)
            cut = words.find(" ", cut + 1)
        return None

    def vietnamese(self, entity: str) -> tuple[str, str] | None:
        """The Vietnamese name of a body without whose it is, and whose, by the English name that a pattern made: ``Supreme Court of Brazil`` → ``Tòa án Tối cao``, ``Brazil``.

        Whose it is is the entity of a country, or the foreign name that follows.
        """
        for before, hole, after, head in self.heads:
            if not (entity.startswith(before) and entity.endswith(after)):
                continue
            words = entity[len(before) : len(entity) - len(after)]
            if hole == "name" and words and words[0].isupper():
                return head, words
            if country := self._in_words.get((hole, words)):
                return head, country
        return None

    def country(self, code: str) -> str | None:
        """The entity of a country by its ISO code."""
        return self._countries.get(code)

    def state_of(self, entity: str) -> str | None:
        """The country entity that an actor belongs to or, for a capital, speaks for; itself for a country."""
        actor = self.actors.get(entity)
        return self._countries.get(actor.speaks_for or actor.country) if actor else None

    def side_of(self, entity: str, on: str | None = None) -> str | None:
        """The side whose position somebody's words are: the state of an office-holder, a ministry or a capital; a bloc or an

        armed group itself; None for those who speak for nobody but themselves (a paper, an analyst, who held an office once).
        """
        actor = self.actors.get(entity)
        if actor is None or actor.kind in _SPEAK_FOR_A_STATE:
            return self.state_of(entity) if actor else None
        if actor.kind in ("igo", "armed_group"):
            return entity
        if actor.type == "PER":
            return self._side_of_person(actor, on)
        return None

    def _side_of_person(self, actor: Actor, on: str | None) -> str | None:
        # Without a day only those still in office speak for a side.
        rows = [t for t in self._by_holder.get(actor.entity, ()) if (_holds_on(t, on) if on else not t.end)]
        offices = [self.offices[t.office] for t in sorted(rows, key=lambda t: t.start, reverse=True)]
        for office in offices:
            if side := self._countries.get(office.country) or (
                office.body if office.body in self.actors else None
            ):
                return side
        first = actor.role.partition(" ")[0]
        if first in self.actors and self.actors[first].kind in ("igo", "armed_group"):
            return first
        held = not offices and not self._by_holder.get(actor.entity)
        words = actor.role.split()
        acts = held and words[:1] != ["former"] and any(word in _ACTING for word in words)
        return self._countries.get(actor.country) if acts else None

    def parts(self, entity: str) -> tuple[str, ...]:
        """The entities that ``A and B`` stands for; one with an "and" in its own name is one."""
        if entity in self.actors or " and " not in entity:
            return (entity,)
        words = entity.split(" and ")
        for cut in range(1, len(words)):
            one, other = " and ".join(words[:cut]), " and ".join(words[cut:])
            if one in self.actors and other in self.actors:
                return one, other
        return tuple(words)

    def holder(self, office: str, on: str | None) -> str | None:
        """Who held an office on a day (any calendar value); without a day, whoever holds it last. None when unknown."""
        rows = [t for t in self._by_office.get(office, ()) if on is None or _holds_on(t, on)]
        return max(rows, key=lambda t: (t.start, t.holder)).holder if rows else None

    def offices_titled(self, title: str) -> tuple[Office, ...]:
        """The offices that papers print so, without the country; capitals do not count."""
        return tuple(self._by_title.get(title.lower(), ()))

    def offices_of(self, entity: str, on: str | None) -> tuple[str, ...]:
        """The keys of the offices somebody held on a day; without a day, of all that are known."""
        return tuple(t.office for t in self._by_holder.get(entity, ()) if on is None or _holds_on(t, on))


def _holds_on(tenure: Tenure, on: str) -> bool:
    """Grain-aware: a tenure from 2025 holds on 2025-10-22; one to 2025-01 holds on 2025-01-20."""
    start, end = tenure.start, tenure.end
    return (not start or on[: len(start)] >= start[: len(on)]) and (
        not end or on[: len(end)] <= end[: len(on)]
    )


def load_world(files: Mapping[str, str]) -> World:
    """The world from the texts of its TSV files by name (``countries.tsv`` …). Raises KnowledgeError with file and line."""
    actors: dict[str, Actor] = {}
    for actor, where in chain(_countries(files), _places(files), _people(files), _organisations(files)):
        if actor.entity in actors:
            raise KnowledgeError(
                f"the entity {actor.entity!r} stands twice", where=where, remedy="Join the rows."
            )
        actors[actor.entity] = actor
    offices = {
        row["office"]: Office(
            key=row["office"], label=row["label"], country=row["country"], body=row["body"], titles=split_cell(row["titles"])
        )
        for row in _rows(files, "offices.tsv", ("office", "label", "country", "body", "titles", "source"))
    }  # fmt: skip
    tenures = []
    for row in _rows(files, "tenures.tsv", ("office", "holder", "from", "to", "source")):
        if row["office"] not in offices or row["holder"] not in actors:
            raise KnowledgeError(
                "the office or the holder is in no table", where=row["where"], remedy="Add its row."
            )
        tenures.append(Tenure(office=row["office"], holder=row["holder"], start=row["from"], end=row["to"]))
    patterns = {
        head.lower(): row["label"]
        for row in _rows(files, "patterns.tsv", ("heads", "label", "source"))
        for head in split_cell(row["heads"])
    }
    heads = []
    for row in _rows(files, "patterns.tsv", ("heads", "label", "source")):
        before, hole, after = row["label"].replace("}", "{").split("{")
        if before or after:
            heads.append((before, hole, after, split_cell(row["heads"])[0]))
    return World(actors, offices, tuple(tenures), patterns, tuple(heads))


def _countries(files: Mapping[str, str]) -> Iterator[tuple[Actor, str]]:
    for row in _rows(files, "countries.tsv", ("code", "entity", "names", "short", "capital", "source")):
        yield (
            Actor(
                entity=row["entity"], type="LOC", kind="country", country=row["code"],
                names=split_cell(row["names"]), short=split_cell(row["short"]), adjective=row.get("adjective", ""),
            ),
            row["where"],
        )  # fmt: skip


def _places(files: Mapping[str, str]) -> Iterator[tuple[Actor, str]]:
    for row in _rows(files, "places.tsv", ("entity", "kind", "country", "names", "speaks_for", "source")):
        yield (
            Actor(
                entity=row["entity"], type="LOC", kind=row["kind"], country=row["country"],
                names=split_cell(row["names"]), speaks_for=row["speaks_for"],
            ),
            row["where"],
        )  # fmt: skip


def _people(files: Mapping[str, str]) -> Iterator[tuple[Actor, str]]:
    for row in _rows(
        files, "people.tsv", ("entity", "names", "short", "country", "gender", "role", "source")
    ):
        yield (
            Actor(
                entity=row["entity"], type="PER", kind="person", country=row["country"], names=split_cell(row["names"]),
                short=split_cell(row["short"]), gender=row["gender"] or None, role=row["role"],
            ),
            row["where"],
        )  # fmt: skip


def _organisations(files: Mapping[str, str]) -> Iterator[tuple[Actor, str]]:
    for row in _rows(
        files, "organisations.tsv", ("entity", "kind", "country", "names", "acronyms", "source")
    ):
        names = dict.fromkeys(
            split_cell(row["names"]) + split_cell(row["acronyms"])
        )  # acronyms may stand in both cells
        yield (
            Actor(
                entity=row["entity"], type="ORG", kind=row["kind"], country=row["country"], names=tuple(names)
            ),
            row["where"],
        )


def _rows(files: Mapping[str, str], name: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    return load_table(files[name], name, columns) if name in files else ()
