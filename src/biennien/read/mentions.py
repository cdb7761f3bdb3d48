"""The mentions of persons, bodies and places in one report, by name, by description, by pronoun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.knowledge.world import Name
from biennien.model import ActorMention, Sentence, Span
from biennien.read.bodies import find_bodies
from biennien.read.descriptions import Phrase, find_phrases, is_described, is_indefinite, may_take_up
from biennien.read.ground import Ground, find_ground
from biennien.read.names import Cover, Found, full_names, is_meant, short_names, trimmed
from biennien.read.unknown import find_people_and_others
from biennien.read.view import View

_POSTS = ("đại sứ quán ", "tổng lãnh sự quán ", "lãnh sự quán ")
_OF_COUNTRIES = frozenset(("agency", "government", "intelligence", "military", "ministry"))


def find_mentions(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    sentences: tuple[Sentence, ...],
    knowledge: Knowledge,
    published_on: str | None,
) -> tuple[ActorMention, ...]:
    """All mentions in text order; a name's entity is filled in where the name alone tells it.

    `rule` says how the words were told to be a mention and, after a blank, by which rule their title is known;
    ``former`` and ``deputy`` stand before it, and ``again`` where it is a mention only if it takes up somebody named before.
    """
    ground = find_ground(view, hits, knowledge.lists)  # type: ignore[arg-type]
    names = find_names(ground, hits.get("names", ()))  # type: ignore[arg-type]
    phrases = find_phrases(ground, names, knowledge.world)
    mentions = [*_named(ground, names, phrases), *_described(ground, names, phrases)]
    mentions.sort(key=_order)
    return tuple(mentions)


def find_names(ground: Ground, hits: Sequence[Hit[Name]]) -> list[Found]:
    """All names in text order: those of the tables, then bodies by their first word, then what shape and company tell."""
    full, short = full_names(ground, hits)
    full = [trimmed(ground, n) for n in full if is_meant(ground, n)]
    inner = {
        h.start: Found(h.start, h.end, "LOC", h.payload.actor.entity, "short", h.payload.actor)
        for h in short
        if h.payload.actor.type == "LOC" and "pair_only" not in ground.beginning(h.start)
    }
    bodies = find_bodies(ground, inner | {n.start: n for n in full}, Cover(full))
    known = _with_country(ground, _joined(full, bodies))
    known = _joined(known, short_names(ground, short, Cover(known)))
    people = {(h.start, h.end) for h in short if h.payload.actor.type == "PER"}
    return _joined(known, find_people_and_others(ground, known, people))


def _with_country(ground: Ground, names: list[Found]) -> list[Found]:
    """The names, a body and its country or its post after it as one: `CDC Mỹ`, `Đại sứ quán Chile tại Ai Cập`."""
    out: list[Found] = []
    for name in names:
        body = out[-1] if out else None
        if body is not None and (_is_own_country(ground, body, name) or _is_post(ground, body, name)):
            out[-1] = body._replace(end=name.end)
        else:
            out.append(name)
    return out


def _is_own_country(ground: Ground, body: Found, name: Found) -> bool:
    """Whether the body's own country stands right after its acronym."""
    return (
        body.actor is not None
        and body.actor.kind in _OF_COUNTRIES
        and name.actor is not None
        and name.actor.kind == "country"
        and name.start == body.end + 1
        and name.actor.country == body.actor.country
        and ground.text[body.end] == " "
        and ground.text[body.start : body.end].isupper()
    )


def _is_post(ground: Ground, body: Found, name: Found) -> bool:
    """Whether a country after `tại` tells of an embassy where it stands; a city does so outside its name."""
    return (
        body.type == "ORG"
        and ground.text[body.end : name.start] == " tại "
        and name.actor is not None
        and name.actor.kind == "country"
        and ground.lower.startswith(_POSTS, body.start)
    )


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
    if name.type != "ORG" or (name.actor is not None and name.actor.kind != "outlet"):
        return name.start  # `nguồn tin Nhà Trắng` is not the White House
    outlet = ground.ending(at).get("outlet")
    return outlet.start if outlet else name.start


def _described(ground: Ground, names: list[Found], phrases: list[Phrase]) -> Iterator[ActorMention]:
    for phrase in phrases:
        kind = phrase.word.kind
        if kind in ("office", "descriptor"):
            if is_described(ground, phrase):
                yield _mention(phrase, "NOM", "PER")
            elif may_take_up(ground, phrase):
                yield _mention(phrase, "NOM", "PER", again=True)
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
        elif kind == "state_body" and _is_state(phrase.side):
            yield _mention(phrase, "NOM", "ORG")


def _is_state(side: Found | None) -> bool:
    """Whether a name is a country's, or a capital's that speaks for one."""
    return (
        side is not None
        and side.actor is not None
        and (side.actor.kind == "country" or bool(side.actor.speaks_for))
    )


def _mention(phrase: Phrase, level: str, type_: str, *, again: bool = False) -> ActorMention:
    span = Span(phrase.start, phrase.end)
    return ActorMention(
        span=span,
        extent=span,
        level=level,
        type=type_,
        entity=None,
        rule=("again " if again else "") + _rule(phrase),
        gender=phrase.word.rule.text("gender") or None,
        country=_country(phrase.side),
    )


def _rule(phrase: Phrase) -> str:
    return ("former " if phrase.former else "") + ("deputy " if phrase.deputy else "") + phrase.word.rule.id


def _country(side: Found | None) -> str | None:
    return (side.actor.speaks_for or side.actor.country or None) if side and side.actor else None


def _order(mention: ActorMention) -> tuple[int, int]:
    return mention.span.start, -mention.span.end
