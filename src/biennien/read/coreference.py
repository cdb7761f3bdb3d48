"""Who is meant by descriptions and pronouns in one report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from biennien.knowledge.load import Knowledge
from biennien.model import ActorMention, Paragraph, Quotation, Sentence
from biennien.read.discourse import Discourse
from biennien.read.naming import HOME, link_names, role_of
from biennien.read.offices import body_of_state
from biennien.read.view import View

_UNNAMED = re.compile(
    r"(?:một|các|những|hai|vài|nhiều|giới) (?:\w+ ){0,2}(?:quan chức|nguồn tin|chuyên gia|nhà phân tích|nhà ngoại giao|nhân chứng|trợ lý|sĩ quan|"
    r"nghị sĩ|thành viên|cố vấn)|(?<!\w)(?:một|những|các) người (?!dân)|(?<!\w)người (?:thân cận|am hiểu|biết rõ|nắm rõ|giấu tên|trong cuộc|đàn ông|phụ nữ|đại diện)"
)
AGAIN = "again "
# What one rejects or grants is another's.
_ANOTHERS = re.compile(
    r"(?<!\w)(?:từ chối|bác|bác bỏ|phớt lờ|đáp ứng|chấp nhận|chấp thuận|đáp lại|trả lời|hoan nghênh|phản đối|chỉ trích) (?:mọi |các |những |một |lại |trước )?"
    r"(?:yêu cầu|đề nghị|đề xuất|lời mời|lời kêu gọi|lời đề nghị|kêu gọi|kế hoạch|sáng kiến|cáo buộc|ý tưởng|phát biểu|tuyên bố|quan điểm) của $"
)
_ARMED = ("quân đội", "lực lượng vũ trang")
_LEAD = 500  # code points that may be a lead cut from a later paragraph
_SAME = 45  # code points that tell a repetition
_PAIR_REACH = 4  # sentences
_ROLE_REACH = 30  # sentences, for two who bear the title
_THEY_REACH = 40  # code points


def resolve_mentions(
    view: View,
    mentions: tuple[ActorMention, ...],
    paragraphs: tuple[Paragraph, ...],
    sentences: tuple[Sentence, ...],
    quotations: tuple[Quotation, ...],
    knowledge: Knowledge,
    published_on: str | None,
) -> tuple[ActorMention, ...]:
    """The mentions with their entities; None stays where nothing tells, since a wrong speaker is worse than none.

    A noun that might have taken up somebody and does not is no mention.
    """
    rules = knowledge.by_id.get("titles", {})
    named = link_names(view, mentions, knowledge.world, published_on)
    discourse = Discourse(
        view, named, paragraphs, sentences, quotations, knowledge.world, rules, published_on
    )
    out: list[ActorMention] = []
    for mention in named:
        if mention.level != "NAM":
            resolve = _RESOLVERS.get(mention.rule.rpartition(" ")[2].partition(".")[0])
            entity = resolve(discourse, mention) if resolve else None
            if entity is not None:
                mention = replace(mention, entity=entity)
            elif mention.rule.startswith(AGAIN):
                continue
        discourse.add(mention)
        out.append(mention)
    return tuple(_from_repetition(view, out))


def _from_repetition(view: View, mentions: list[ActorMention]) -> list[ActorMention]:
    """A lead that repeats a later sentence means whom that sentence means."""
    for index, mention in enumerate(mentions):
        start = mention.span.start
        if start > _LEAD:
            break
        if mention.level == "NAM":
            continue
        again = view.text.find(view.text[start : start + _SAME], start + _SAME)
        at = bisect_left(mentions, again, key=_start) if again > 0 else len(mentions)
        if at < len(mentions) and mentions[at].span.start == again and mentions[at].entity:
            mentions[index] = replace(mention, entity=mentions[at].entity)
    return mentions


def _start(mention: ActorMention) -> int:
    return mention.span.start


def _title(discourse: Discourse, mention: ActorMention) -> str | None:
    """`Tổng thống Mỹ`: whom the report called so, before or after; else who held the office that day."""
    if mention.rule.startswith(AGAIN):
        return discourse.taken_up(mention)
    role = role_of(discourse.view.lower, mention, discourse.rules)
    rule = discourse.rules.get(mention.rule.rpartition(" ")[2])
    if role is None or rule is None:
        return None
    body = discourse.body_in(mention)
    offices = discourse.offices_called(mention, body)
    if mention.country is None and body is None and discourse.has_side(mention):
        return None
    roles = _roles(rule.attributes.get("roles"), role)
    if named := discourse.named_before(mention):
        return named
    leads = rule.flag("leads") and not role.startswith(("former_", "deputy_"))
    if leads and (named := discourse.set_after(mention)):
        return named
    if leads and (leader := _leader(discourse, mention, roles, body)):
        return leader
    if (own := discourse.side_of_quotation(mention)) and mention.country is None and body is None:
        mention = replace(mention, country=own)  # in a quotation the bare title is the speaker's own
        offices = offices or discourse.offices_called(mention, None)
    elsewhere = _roles(rule.attributes.get("elsewhere"), "") if mention.country is None else ()
    called = discourse.latest(mention, roles, mention.country, body, offices, elsewhere)
    if called or role.startswith(("former_", "deputy_")):
        return called
    if not discourse.offices.holder(offices) and (again := discourse.taken_up(mention)):
        return again
    if not offices and mention.country is None and body is None and discourse.is_at_home(mention, HOME):
        offices = discourse.offices_called(replace(mention, country=HOME), None)
    return discourse.offices.holder(offices) or _apposed(discourse, mention)


def _leader(
    discourse: Discourse, mention: ActorMention, roles: tuple[str, ...], body: str | None
) -> str | None:
    """Who leads the body or the country that the description names; of several whom the report names the one who leads by law."""
    if body is not None:
        heads = discourse.offices.heads_of(body)
        return discourse.latest(mention, roles, None, body, heads) or discourse.offices.holder(heads)
    head = discourse.offices.leader_of_country(mention.country) if mention.country else None
    called = discourse.latest(mention, roles, mention.country, None, frozenset()) if mention.country else None
    return head if head and (called is None or discourse.is_introduced(head)) else None


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
    last = discourse.before(
        mention,
        lambda p: (
            (bool(p.role) or bool(discourse.offices.held_by(p.entity)))
            and (mention.country is None or p.country != mention.country)
        ),
    )
    if last is None:
        return None
    roles = (last.role,) if last.role else ()
    if mention.country is None:
        other = discourse.before(mention, lambda p: p.role == last.role and p.entity != last.entity)
        return other.entity if other and last.role else None
    offices = discourse.offices.counterparts(last.entity, last.role, mention.country)
    return discourse.latest(mention, roles, mention.country, None, offices) or discourse.offices.holder(
        offices
    )


def _anaphor(discourse: Discourse, mention: ActorMention) -> str | None:
    if mention.type == "LOC":
        return discourse.sides.state_before(mention)
    if mention.type == "ORG":
        return discourse.sides.body_before(mention)
    words = mention.span.cut(discourse.view.lower)
    if words.startswith(("ông", "bà")):
        return _pronoun(discourse, mention)
    last = discourse.speaker_before(mention, None)
    if last is None or _UNNAMED.search(
        discourse.view.lower, discourse.sentence_start(last.start), mention.span.start
    ):
        return None
    return last.entity


def _pronoun(discourse: Discourse, mention: ActorMention) -> str | None:
    """`ông`, `bà`: whom the clause, the sentence or the one before is about."""
    gender = discourse.rules[mention.rule].text("gender") or (
        "m" if mention.span.cut(discourse.view.lower).startswith("ông") else "f"
    )
    if _ANOTHERS.search(discourse.view.lower, max(0, mention.span.start - 60), mention.span.start):
        return discourse.other_than_subject(mention, gender)
    person = discourse.speaker_before(mention, gender)
    return person.entity if person else None


def _they(discourse: Discourse, mention: ActorMention) -> str | None:
    """`họ` after a body or a state that speaks (`Điện Kremlin cho biết họ …`)."""
    last = discourse.sides.before(mention)
    if last is None or mention.span.start - last.span.end > _THEY_REACH:
        return None
    person = discourse.people[-1] if discourse.people else None
    if person is not None and person.end > last.span.start:
        return None
    return discourse.sides.stands_for(last) if last.type == "LOC" else last.entity


def _pair(discourse: Discourse, mention: ActorMention) -> str | None:
    """`hai nhà lãnh đạo`, `hai nước`: those of the sides named after it, else the last two named who may be meant."""
    rule = discourse.rules[mention.rule]
    if mention.type == "LOC":
        found = discourse.sides.last_two(mention, _PAIR_REACH)
        if len(found) < 2:
            leaders = _roles(discourse.rules["pair.leaders"].attributes.get("roles"), "")
            states = [
                discourse.world.state_of(p) for p in discourse.two_people(mention, leaders, _PAIR_REACH)
            ]
            found = list(dict.fromkeys(s for s in states if s))
    elif roles := _roles(rule.attributes.get("roles"), ""):
        sides = discourse.sides.after(mention)
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
    words = mention.span.cut(discourse.view.lower)
    if known := discourse.world.called(words):
        return known.entity
    rule = discourse.rules[mention.rule]
    noun = rule.pattern.match(words)
    state = discourse.world.country(mention.country or "")
    if state is None or noun is None:
        return None
    return body_of_state(
        noun.group(), "military" if noun.group() in _ARMED else "government", state, discourse.world
    )


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
