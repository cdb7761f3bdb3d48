"""Whom a name in the report stands for: short names by the full ones, acronyms by their full form, bodies by their country."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from biennien.knowledge.rules import Rule
from biennien.knowledge.world import Actor, World
from biennien.model import ActorMention
from biennien.read.shapes import is_syllable
from biennien.read.view import View

HOME = "VN"  # the country of the papers: a bare `Thủ tướng`, `Bộ Y tế` are its own
_LIKE = 0.75  # how much of two spellings of a first name is the same
_SUFFIXES = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III"))


def link_names(
    view: View, mentions: Sequence[ActorMention], world: World, published_on: str | None
) -> list[ActorMention]:
    """The mentions with an entity for every name: the tables', else the fullest form in the report."""
    text = view.text
    by_part = _by_part(text, mentions)
    genders = _genders(view, mentions)
    countries = {m.country for m in mentions if m.type != "ORG" or not _is_party(m, world)}
    out: list[ActorMention] = []
    last_body: ActorMention | None = None
    for mention in mentions:
        if mention.level == "NAM" and mention.entity is None:
            words = mention.span.cut(text)
            if mention.type == "PER":
                mention = _person(view, mention, words, by_part, genders, world, published_on)
            elif mention.type == "ORG":
                entity = _body(text, mention, words, last_body, world, mentions)
                mention = _named(mention, entity, mention.gender, _country(words, entity, world))
            else:
                mention = _named(mention, words, mention.gender, mention.country)
        if mention.rule == "table" and mention.country not in countries and _is_party(mention, world):
            words = mention.span.cut(text)
            if world.ending(words) is None:  # `đảng Dân chủ` of another country
                mention = _named(mention, words, mention.gender, None)
        if mention.level == "NAM" and mention.type == "ORG":
            last_body = mention
        out.append(mention)
    return _with_aliases(text, _with_city(text, _with_country(text, out, world), world))


def _with_city(text: str, mentions: list[ActorMention], world: World) -> list[ActorMention]:
    """Gives an embassy the city where it stands, as Wikipedia's titles do: `Đại sứ quán Indonesia ở Moscow`."""
    for i in range(len(mentions) - 1):
        house, city = mentions[i], mentions[i + 1]
        if (
            city.type == "LOC"
            and house.entity
            and house.entity.startswith("Embassy of ")
            and text[house.span.end : city.span.start] in (" ở ", " tại ")
            and (place := world.actors.get(city.entity or ""))
            and place.kind != "country"
        ):
            mentions[i] = _named(house, f"{house.entity}, {city.entity}", house.gender, house.country)
    return mentions


def _with_aliases(text: str, mentions: list[ActorMention]) -> list[ActorMention]:
    """Gives what stands in brackets after a name, and the same words elsewhere, the entity of that name: `Lâm Kiếm (Lin Jian)`."""
    aliases: dict[tuple[str, str], str] = {}
    last: ActorMention | None = None
    for mention in mentions:
        if mention.level != "NAM":
            continue
        start = mention.span.start
        if (
            text[start - 1 : start] == "("
            and last is not None
            and last.entity
            and last.type == mention.type != "LOC"
            and mention.entity in (words := mention.span.cut(text), last.entity)
            and 0 < start - last.span.end <= 2
        ):
            aliases.setdefault((mention.type, words), last.entity)
        last = mention
    if not aliases:
        return mentions
    return [
        _named(m, aliases[key], m.gender, m.country)
        if (key := (m.type, m.entity)) in aliases and m.entity == m.span.cut(text)
        else m
        for m in mentions
    ]


def _with_country(text: str, mentions: list[ActorMention], world: World) -> list[ActorMention]:
    """Gives a body without its country (`Bộ Ngoại giao`) that of the person it belongs to, else of the fuller name in the report, else home."""
    bare = [(i, m) for i, m in enumerate(mentions) if m.rule == "body" and m.entity == m.span.cut(text)]
    if not bare:
        return mentions
    fuller = _fuller(text, mentions, world)
    countries = Counter(m.country for m in mentions if m.level == "NAM" and m.country)
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
        if known is None:
            known = _of_country(words, HOME if countries[HOME] > 1 else _foremost(countries), world)
        if known:
            mentions[i] = _named(mention, known, mention.gender, mention.country)
    return mentions


def _foremost(countries: Counter[str]) -> str:
    """The country that a report is about: the one it names most often, home where it names none."""
    return max(sorted(countries), key=lambda c: countries[c], default=HOME)


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


def _variant(words: str, mention: ActorMention, world: World) -> Actor | None:
    """The person whose name is written otherwise: the same last name, and a first name that is nearly the same or has another beside it."""
    first, last = words.split(" ")[0], words.split(" ")[-1]
    for actor in world.called_in_short(last):
        if actor.type != "PER" or (mention.country and actor.country and mention.country != actor.country):
            continue
        for name in actor.names:
            parts = name.split(" ")
            alike = parts[0] == first or _alike(parts[0], first)
            if (
                len(parts) > 1
                and parts[-1] == last
                and alike
                and _may_agree(parts[1:-1], words.split(" ")[1:-1])
            ):
                return actor
    return None


def _may_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether middle names may be one person's: either is missing, or they begin alike; `Nguyễn Minh Hằng` is not `Nguyễn Thanh Hằng`."""
    return all(a[0] == b[0] for a, b in zip(one, other, strict=False))


def _alike(one: str, other: str) -> bool:
    """Whether two first names are spellings of one: `Ismael`, `Ismail`; `Volomymyr`, `Volodymyr`."""
    return (
        min(len(one), len(other)) > 3
        and one[0] == other[0]
        and SequenceMatcher(None, one.lower(), other.lower()).ratio() >= _LIKE
    )


def _genders(view: View, mentions: Sequence[ActorMention]) -> dict[str, str]:
    """The genders that the titles before full names tell (`bà`, `nữ nhà báo`)."""
    genders: dict[str, str] = {}
    for mention in mentions:
        if mention.type == "PER" and mention.level == "NAM":
            told = "f" if view.lower.startswith("nữ ", mention.extent.start) else mention.gender
            if told:
                genders.setdefault(mention.entity or mention.span.cut(view.text), told)
    return genders


def _person(
    view: View,
    mention: ActorMention,
    words: str,
    by_part: Mapping[str, list[str]],
    genders: Mapping[str, str],
    world: World,
    on: str | None,
) -> ActorMention:
    named = by_part.get(words, [])
    if len(named) > 1 and mention.gender:  # `ông Dugin` is not `nữ nhà báo Darya Dugin`
        named = [e for e in named if genders.get(e, mention.gender) == mention.gender] or named
    title = view.lower[mention.extent.start : mention.span.start].strip()
    if " " in words and "short" not in mention.rule:
        longer = [e for e in named if e != words]
        if len(longer) == 1 and longer[0].endswith(words):
            return _named(mention, longer[0], mention.gender, mention.country)
        variant = _variant(words, mention, world)
        return (
            _as(mention, variant.entity, variant)
            if variant
            else _named(mention, words, mention.gender, mention.country)
        )
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
        return _named(mention, words, mention.gender, mention.country)
    entity = _best([a.entity for a in actors], list(actors), mention, title, world, on)
    actor = world.actors.get(entity)
    # `ông Thanh` where nobody is named in full: many Vietnamese bear the name, so only the title tells who is meant.
    at_home = actor is not None and actor.country == HOME and is_syllable(words)
    if at_home and not (title and _bears(world, world.offices_of(entity, on), title)):
        return _named(mention, words, mention.gender, mention.country)
    return _as(mention, entity, actor)


def _as(mention: ActorMention, entity: str, actor: Actor | None) -> ActorMention:
    if actor is None:
        return _named(mention, entity, mention.gender, mention.country)
    return _named(
        mention,
        entity,
        mention.gender or actor.gender,
        mention.country or actor.country or None,
    )


def _named(mention: ActorMention, entity: str, gender: str | None, country: str | None) -> ActorMention:
    """The mention with its entity; ``dataclasses.replace`` does it, but takes eight times as long."""
    return ActorMention(
        span=mention.span,
        extent=mention.extent,
        level=mention.level,
        type=mention.type,
        entity=entity,
        rule=mention.rule,
        gender=gender,
        country=country,
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
    if known := world.called(words) or world.called(mention.extent.cut(text)):
        return known.entity
    if mention.rule == "party" and (known := world.called(f"đảng {words}")):
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
        if head.lower() == "chính quyền" and (known := world.called(f"Chính phủ {words[len(head) + 1 :]}")):
            return known.entity
        if named := world.english(head, actor):
            return named
    _, _, rest = words.partition(" ")
    while rest:  # `đảng Pheu Thai`, `Hãng hàng không Malaysia Airlines`
        if rest[0].isupper() and (known := world.called(rest)) and known.type == "ORG":
            return known.entity
        _, _, rest = rest.partition(" ")
    return world.english_of(words) or words


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
