"""Who is meant by descriptions and pronouns in one report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from biennien.knowledge.load import Knowledge
from biennien.model import ActorMention, Quotation, Sentence
from biennien.read.discourse import Discourse
from biennien.read.naming import HOME, link_names, role_of
from biennien.read.view import View

_UNNAMED = re.compile(
    r"(?:một|các|những|hai|vài|nhiều|giới) (?:\w+ ){0,2}(?:quan chức|nguồn tin|chuyên gia|nhà phân tích|nhà ngoại giao|nhân chứng|trợ lý|sĩ quan|"
    r"nghị sĩ|thành viên|cố vấn)|(?<!\w)người (?!phát ngôn|đứng đầu|đồng cấp|đồng nhiệm|này|dân)"
)
_THE = (
    "United ",
    "Netherlands",
    "Philippines",
    "Czech Republic",
    "Democratic Republic",
    "Central African",
    "Dominican Republic",
)
_PAIR_REACH = 4  # sentences
_ROLE_REACH = 30  # sentences, for two who bear the title
_THEY_REACH = 40  # code points


def resolve_mentions(
    view: View,
    mentions: tuple[ActorMention, ...],
    sentences: tuple[Sentence, ...],
    quotations: tuple[Quotation, ...],
    knowledge: Knowledge,
    published_on: str | None,
) -> tuple[ActorMention, ...]:
    """The same mentions with their entities; None stays where nothing tells, since a wrong speaker is worse than none."""
    rules = knowledge.by_id.get("titles", {})
    named = link_names(view, mentions, knowledge.world, published_on)
    discourse = Discourse(view, named, sentences, quotations, knowledge.world, rules, published_on)
    out: list[ActorMention] = []
    for mention in named:
        if mention.level != "NAM":
            resolve = _RESOLVERS.get(mention.rule.rpartition(" ")[2].partition(".")[0])
            entity = resolve(discourse, mention) if resolve else None
            if entity is not None:
                mention = replace(mention, entity=entity)
        discourse.add(mention)
        out.append(mention)
    return tuple(out)


def _title(discourse: Discourse, mention: ActorMention) -> str | None:
    """`Tổng thống Mỹ`: whom the report called so, before or after; else who held the office that day."""
    role = role_of(discourse.view.lower, mention, discourse.rules)
    rule = discourse.rules.get(mention.rule.rpartition(" ")[2])
    if role is None or rule is None:
        return None
    body = discourse.body_in(mention)
    offices = discourse.offices_called(mention, body)
    if mention.country is None and body is None and discourse.has_side(mention):
        return None
    roles = _roles(rule.attributes.get("roles"), role)
    called = discourse.latest(mention, roles, mention.country, body, offices)
    if called or role.startswith(("former_", "deputy_")):
        return called
    if not offices and mention.country is None and body is None and discourse.is_at_home(mention, HOME):
        offices = discourse.offices_called(replace(mention, country=HOME), None)
    return discourse.holder(offices) or _apposed(discourse, mention)


def _apposed(discourse: Discourse, mention: ActorMention) -> str | None:
    """Whom the description is set after: `Bà X, Bộ trưởng Ngoại giao Y, …`; `theo bà X, …` is another matter."""
    last = discourse.people[-1] if discourse.people else None
    lower = discourse.view.lower
    if (
        last is None
        or lower[last.end : mention.span.start] not in (", ", " - ", " – ")
        or mention.country is None
    ):
        return None
    return None if lower[: last.start].endswith(("theo ", "với ", "và ")) else last.entity


def _roles(value: object, role: str) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(v) for v in value)
    return (role,) if role else ()


def _epithet(discourse: Discourse, mention: ActorMention) -> str | None:
    """`chủ nhân Nhà Trắng`: who the report says holds the office, else who held it that day."""
    office = discourse.rules[mention.rule].text("office")
    country, _, role = office.partition(":")
    return discourse.latest(mention, (role,), country, None, frozenset((office,))) or discourse.world.holder(
        office, discourse.on
    )


def _counterpart(discourse: Discourse, mention: ActorMention) -> str | None:
    """`người đồng cấp Nga`: the same office on the other side, the office being that of the last person named."""
    last = discourse.before(mention, lambda p: bool(p.role) or bool(discourse.offices_of(p.entity)))
    if last is None:
        return None
    roles = (last.role,) if last.role else ()
    if mention.country is None:
        other = discourse.before(mention, lambda p: p.role == last.role and p.entity != last.entity)
        return other.entity if other and last.role else None
    offices = discourse.counterparts(last, mention.country)
    return discourse.latest(mention, roles, mention.country, None, offices) or discourse.holder(offices)


def _anaphor(discourse: Discourse, mention: ActorMention) -> str | None:
    if mention.type == "LOC":
        return discourse.state_before(mention)
    if mention.type == "ORG":
        return discourse.body_before(mention)
    words = mention.span.cut(discourse.view.lower)
    if words.startswith(("ông", "bà")):
        return _pronoun(discourse, mention)
    last = discourse.speaker_before(mention, None)
    if last is None or _UNNAMED.search(discourse.view.lower, last.end, mention.span.start):
        return None
    return last.entity


def _pronoun(discourse: Discourse, mention: ActorMention) -> str | None:
    """`ông`, `bà`: whom the clause, the sentence or the one before is about."""
    gender = discourse.rules[mention.rule].text("gender") or (
        "m" if mention.span.cut(discourse.view.lower).startswith("ông") else "f"
    )
    person = discourse.speaker_before(mention, gender)
    return person.entity if person else None


def _they(discourse: Discourse, mention: ActorMention) -> str | None:
    """`họ` after a body or a state that speaks (`Điện Kremlin cho biết họ …`)."""
    at = discourse.sentence_at(mention.span.start)
    last = next((m for m in reversed(discourse.others) if m.type == "ORG"), None)
    if (
        last is None
        or discourse.sentence_at(last.span.start) != at
        or mention.span.start - last.span.end > _THEY_REACH
    ):
        return None
    person = discourse.people[-1] if discourse.people else None
    return last.entity if person is None or person.end < last.span.start else None


def _pair(discourse: Discourse, mention: ActorMention) -> str | None:
    """`hai nhà lãnh đạo`, `hai nước`: those of the sides named after it, else the last two named who may be meant."""
    rule = discourse.rules[mention.rule]
    if mention.type == "LOC":
        found = discourse.two_sides(mention, _PAIR_REACH)
    elif roles := _roles(rule.attributes.get("roles"), ""):
        sides = discourse.sides_after(mention)
        if len(sides) == 2:
            called = [discourse.latest(mention, roles, side, None, frozenset()) for side in sides]
            found = [entity for entity in called if entity]
        else:
            found = discourse.two_people(mention, roles, _ROLE_REACH)
    else:
        found = discourse.two_people(mention, None, _PAIR_REACH)
    return " and ".join(found) if len(found) == 2 else None


def _state_body(discourse: Discourse, mention: ActorMention) -> str | None:
    """`quân đội Israel`, `chính phủ Anh`."""
    words = mention.span.cut(discourse.view.text)
    if known := discourse.world.called(words):
        return known.entity
    state = discourse.world.country(mention.country or "")
    if state is None or not words.lower().startswith("chính phủ"):
        return None
    return f"Government of {'the ' if state.startswith(_THE) else ''}{state}"


_RESOLVERS: dict[str, Callable[[Discourse, ActorMention], str | None]] = {
    "office": _title,
    "descriptor": _title,
    "epithet": _epithet,
    "counterpart": _counterpart,
    "anaphor": _anaphor,
    "honorific": _pronoun,
    "pronoun": _they,
    "pair": _pair,
    "state_body": _state_body,
}
