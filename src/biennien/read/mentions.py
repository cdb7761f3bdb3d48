"""The mentions of persons, bodies and places in one report, by name, by description, by pronoun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.knowledge.world import Name
from biennien.model import ActorMention, Sentence, Span
from biennien.read.bodies import find_bodies
from biennien.read.descriptions import Phrase, find_phrases, is_described, is_indefinite
from biennien.read.ground import Ground, find_ground
from biennien.read.names import Cover, Found, full_names, place_is_meant, short_names, trimmed
from biennien.read.unknown import find_people_and_others
from biennien.read.view import View


def find_mentions(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    sentences: tuple[Sentence, ...],
    knowledge: Knowledge,
    published_on: str | None,
) -> tuple[ActorMention, ...]:
    """All mentions in text order; a name's entity is filled in where the name alone tells it.

    `rule` says how the words were told to be a mention and, after a blank, by which rule their title is known;
    ``former`` and ``deputy`` stand before it.
    """
    ground = find_ground(view, hits, knowledge.lists.get("bodies.word.stop", frozenset()))  # type: ignore[arg-type]
    names = find_names(ground, hits.get("names", ()))  # type: ignore[arg-type]
    phrases = find_phrases(ground, names, knowledge.world)
    mentions = [*_named(ground, names, phrases), *_described(ground, names, phrases)]
    mentions.sort(key=_order)
    return tuple(mentions)


def find_names(ground: Ground, hits: Sequence[Hit[Name]]) -> list[Found]:
    """All names in text order: those of the tables, then bodies by their first word, then what shape and company tell."""
    full, short = full_names(ground, hits)
    full = [trimmed(ground, n) for n in full if place_is_meant(ground, n)]
    inner = {
        h.start: Found(h.start, h.end, "LOC", h.payload.actor.entity, "short", h.payload.actor)
        for h in short
        if h.payload.actor.type == "LOC" and "pair_only" not in ground.beginning(h.start)
    }
    bodies = find_bodies(ground, inner | {n.start: n for n in full}, Cover(full))
    known = _joined(full, bodies)
    known = _joined(known, short_names(ground, short, Cover(known)))
    people = {(h.start, h.end) for h in short if h.payload.actor.type == "PER"}
    return _joined(known, find_people_and_others(ground, known, people))


def _joined(names: list[Found], more: list[Found]) -> list[Found]:
    """Two rows of names in text order; a name inside one of `more` gives way, and of two that overlap the later."""
    if not more:
        return names
    more.sort(key=_place)
    cover = Cover(more)
    out: list[Found] = []
    for name in sorted([n for n in names if not cover.at(n.start)] + more, key=_place):
        if not out or name.start >= out[-1].end:
            out.append(name)
    return out


def _place(name: Found) -> tuple[int, int]:
    return name.start, -name.end


def _named(ground: Ground, names: list[Found], phrases: list[Phrase]) -> Iterator[ActorMention]:
    titled: dict[int, Phrase] = {}
    for phrase in phrases:
        if phrase.person is not None:
            titled.setdefault(phrase.person.start, phrase)
    for name in names:
        actor = name.actor
        span = extent = Span(name.start, name.end)
        rule, gender, country = (
            name.rule,
            actor.gender if actor else None,
            actor.country or None if actor else None,
        )
        title = titled.get(name.start) if name.type == "PER" else None
        if title:
            extent = Span(title.start, name.end)
            rule = f"{rule} {_rule(title)}"
            gender = title.word.rule.text("gender") or gender
            country = _country(title.side) or country
        elif name.type != "PER" and (start := _outlet_start(ground, name)) != name.start:
            extent = Span(start, name.end)
        yield ActorMention(
            span=span,
            extent=extent,
            level="NAM",
            type=name.type,
            entity=name.entity,
            rule=rule,
            gender=gender,
            country=country,
        )


def _outlet_start(ground: Ground, name: Found) -> int:
    """Where the noun phrase around a name begins: `tờ …`, `phía …`."""
    at = name.start - 1
    if at < 0 or ground.text[at] != " ":
        return name.start
    if name.type == "LOC":
        side = ground.title_to.get(at)
        return side.start if side and side.kind == "side" else name.start
    outlet = ground.ending(at).get("outlet") if name.type == "ORG" else None
    return outlet.start if outlet else name.start


def _described(ground: Ground, names: list[Found], phrases: list[Phrase]) -> Iterator[ActorMention]:
    for phrase in phrases:
        kind = phrase.word.kind
        if kind in ("office", "descriptor"):
            if is_described(ground, phrase):
                yield _mention(phrase, "NOM", "PER")
        elif kind == "anaphor" and is_indefinite(ground, phrase.start):
            continue
        elif kind in ("epithet", "anaphor", "pair"):
            yield _mention(phrase, "NOM", phrase.word.rule.text("type", "PER"))
        elif kind == "counterpart" and phrase.person is None:
            yield _mention(phrase, "NOM", "PER")
        elif kind == "they" or (
            kind == "honorific" and phrase.person is None and phrase.word.rule.attributes.get("gender")
        ):
            yield _mention(phrase, "PRO", "PER")
        elif kind == "state_body" and phrase.side is not None and phrase.side.type == "LOC":
            yield _mention(phrase, "NOM", "ORG")


def _mention(phrase: Phrase, level: str, type_: str) -> ActorMention:
    span = Span(phrase.start, phrase.end)
    return ActorMention(
        span=span,
        extent=span,
        level=level,
        type=type_,
        entity=None,
        rule=_rule(phrase),
        gender=phrase.word.rule.text("gender") or None,
        country=_country(phrase.side),
    )


def _rule(phrase: Phrase) -> str:
    return ("former " if phrase.former else "") + ("deputy " if phrase.deputy else "") + phrase.word.rule.id


def _country(side: Found | None) -> str | None:
    return (side.actor.speaks_for or side.actor.country or None) if side and side.actor else None


def _order(mention: ActorMention) -> tuple[int, int]:
    return mention.span.start, -mention.span.end
