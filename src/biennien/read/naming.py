"""Whom a name in the report stands for: short names by the full ones, acronyms by their full form, bodies by their country."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from biennien.knowledge.rules import Rule
from biennien.knowledge.world import Actor, World
from biennien.model import ActorMention
from biennien.read.view import View

HOME = "VN"  # the country of the papers: a bare `Thủ tướng`, `Bộ Y tế` are its own
_SUFFIXES = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III"))


def link_names(
    view: View, mentions: Sequence[ActorMention], world: World, published_on: str | None
) -> list[ActorMention]:
    """The mentions with an entity for every name: the tables', else the fullest form in the report."""
    text = view.text
    by_part = _by_part(text, mentions)
    countries = {m.country for m in mentions if m.type != "ORG" or not _is_party(m, world)}
    out: list[ActorMention] = []
    last_body: ActorMention | None = None
    for mention in mentions:
        if mention.level == "NAM" and mention.entity is None:
            words = mention.span.cut(text)
            if mention.type == "PER":
                mention = _person(view, mention, words, by_part, world, published_on)
            elif mention.type == "ORG":
                entity = _body(text, mention, words, last_body, world, mentions)
                mention = replace(mention, entity=entity, country=_country(words, entity, world))
            else:
                mention = replace(mention, entity=words)
        if mention.rule == "table" and mention.country not in countries and _is_party(mention, world):
            mention = replace(
                mention, entity=mention.span.cut(text), country=None
            )  # `đảng Dân chủ` of another country
        if mention.level == "NAM" and mention.type == "ORG":
            last_body = mention
        out.append(mention)
    return _with_country(text, out, world)


def _with_country(text: str, mentions: list[ActorMention], world: World) -> list[ActorMention]:
    """Gives a body without its country (`Bộ Ngoại giao`) that of the person it belongs to, else of the fuller name in the report, else home."""
    bare = [(i, m) for i, m in enumerate(mentions) if m.rule == "body" and m.entity == m.span.cut(text)]
    if not bare:
        return mentions
    fuller = _fuller(text, mentions, world)
    abroad = {m.country for m in mentions if m.type != "ORG" and m.country} - {HOME}
    for i, mention in bare:
        words = mention.span.cut(text)
        owner = next(
            (
                m
                for m in mentions[i + 1 : i + 3]
                if m.type == "PER" and m.level == "NAM" and m.extent.holds(mention.span)
            ),
            None,
        )
        known = _of_country(words, owner.country, world) if owner and owner.country else None
        if known is None:
            named = fuller.get(words, [])
            last = bisect_left(named, i) - 1
            known = mentions[named[max(0, last)]].entity if named else None
        if known is None and not abroad:
            known = _of_country(words, HOME, world)
        if known:
            mentions[i] = replace(mention, entity=known)
    return mentions


def _fuller(text: str, mentions: Sequence[ActorMention], world: World) -> dict[str, list[int]]:
    """The indexes of the bodies named with their country, by their names without it."""
    found: dict[str, list[int]] = {}
    for i, mention in enumerate(mentions):
        if mention.type == "ORG" and mention.entity and (ending := world.ending(mention.span.cut(text))):
            found.setdefault(ending[0], []).append(i)
    return found


def _of_country(words: str, country: str, world: World) -> str | None:
    state = world.actors.get(world.country(country) or "")
    for form in (*state.names, *state.short) if state else ():
        if known := world.called(f"{words} {form}"):
            return known.entity
    return None


def _is_party(mention: ActorMention, world: World) -> bool:
    actor = world.actors.get(mention.entity or "") if mention.type == "ORG" else None
    return actor is not None and actor.kind == "party"


def role_of(lower: str, mention: ActorMention, rules: Mapping[str, Rule]) -> str | None:
    """The role of the title that a mention bears: ``president``, ``deputy_chair``, ``former_president``; None without one."""
    rule = rules.get(mention.rule.rpartition(" ")[2])
    role = rule.text("role") if rule else ""
    if rule is None or not role:
        return None
    if rule.flag("by_word"):
        start = mention.extent.start
        words = lower[start : start + 60]
        role = max((w for w in rule.at if w in words), key=lambda w: (-words.index(w), len(w)), default=role)
    if "deputy " in mention.rule:
        role = f"deputy_{role}"
    return f"former_{role}" if "former " in mention.rule else role


def _by_part(text: str, mentions: Sequence[ActorMention]) -> dict[str, list[str]]:
    """The persons named in full by the parts of their names, in text order."""
    parts: dict[str, list[str]] = {}
    for mention in mentions:
        if mention.level != "NAM" or mention.type != "PER":
            continue
        words = mention.span.cut(text)
        if " " not in words and mention.entity is None:
            continue
        entity = mention.entity or words
        pieces = [p for p in words.split(" ") if p not in _SUFFIXES]
        for part in (
            pieces[0],
            pieces[-1],
            " ".join(pieces[1:]),
            " ".join(pieces[-2:]),
            " ".join(pieces[:2]),
        ):
            known = parts.setdefault(part, [])
            if entity not in known:
                known.append(entity)
    return parts


def _person(
    view: View,
    mention: ActorMention,
    words: str,
    by_part: Mapping[str, list[str]],
    world: World,
    on: str | None,
) -> ActorMention:
    named = by_part.get(words, [])
    title = view.lower[mention.extent.start : mention.span.start].strip()
    if " " in words and "short" not in mention.rule:
        longer = [e for e in named if e != words]
        return replace(mention, entity=longer[0] if len(longer) == 1 and longer[0].endswith(words) else words)
    if named:
        entity = (
            named[0]
            if len(named) == 1
            else _best(named, [world.actors.get(e) for e in named], mention, title, world, on)
        )
        actor = world.actors.get(entity)
        return _as(mention, entity, actor)
    actors = [a for a in world.called_in_short(words) if a.type == "PER"]
    if not actors:
        return replace(mention, entity=words)
    entity = _best([a.entity for a in actors], list(actors), mention, title, world, on)
    return _as(mention, entity, world.actors.get(entity))


def _as(mention: ActorMention, entity: str, actor: Actor | None) -> ActorMention:
    if actor is None:
        return replace(mention, entity=entity)
    return replace(
        mention,
        entity=entity,
        gender=mention.gender or actor.gender,
        country=mention.country or actor.country or None,
    )


def _best(
    names: Sequence[str],
    actors: Sequence[Actor | None],
    mention: ActorMention,
    title: str,
    world: World,
    on: str | None,
) -> str:
    """Of several people with one short name the one who fits the title, the country and the day best; the first of equals."""
    best, best_score = names[0], -1
    for name, actor in zip(names, actors, strict=True):
        score = 0
        if actor is not None:
            offices = world.offices_of(name, on)
            score += 1 if offices else 0
            score += 4 if title and _bears(world, offices, title) else 0
            score += 2 if title and _bears(world, world.offices_of(name, None), title) else 0
            score += 3 if mention.country and actor.country == mention.country else 0
            score -= 4 if mention.gender and actor.gender and actor.gender != mention.gender else 0
            score -= 3 if mention.country and actor.country and actor.country != mention.country else 0
        if score > best_score:
            best, best_score = name, score
    return best


def _bears(world: World, offices: Sequence[str], title: str) -> bool:
    """Whether one of the offices is printed as the title before the name."""
    words = re.sub(r"^(?:cựu|nguyên|cố|tân|đương kim) ", "", title)
    return any(words.startswith(t.lower()) for o in offices for t in world.offices[o].titles)


def _body(
    text: str,
    mention: ActorMention,
    words: str,
    last: ActorMention | None,
    world: World,
    mentions: Sequence[ActorMention],
) -> str:
    """A body that no table names in this form."""
    if known := world.called(words):
        return known.entity
    if last is not None and last.entity and 0 < mention.span.start - last.span.end <= 2 and words.isupper():
        return last.entity
    if (after := _acronym_after(text, mention, mentions)) is not None:
        return after
    if place := world.ending(words):
        head, actor = place
        for form in (*actor.names, *actor.short):
            if known := world.called(f"{head} {form}"):
                return known.entity
    return words


def _country(words: str, entity: str, world: World) -> str | None:
    if actor := world.actors.get(entity):
        return actor.country or None
    ending = world.ending(words)
    return ending[1].country if ending else None


def _acronym_after(text: str, mention: ActorMention, mentions: Sequence[ActorMention]) -> str | None:
    """The entity of an acronym in brackets that follows."""
    if text[mention.span.end : mention.span.end + 2] != " (":
        return None
    at = bisect_left(mentions, mention.span.end + 2, key=lambda m: m.span.start)
    if at < len(mentions) and mentions[at].span.start == mention.span.end + 2:
        return mentions[at].entity if mentions[at].type == "ORG" else None
    return None
