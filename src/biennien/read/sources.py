"""Who could be saying something: every noun phrase that can be the source of an attribution."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.knowledge.rules import Rule
from biennien.knowledge.world import World
from biennien.model import ActorMention, Span, TimeExpression
from biennien.read.cues import Cue
from biennien.read.offices import body_of_state
from biennien.read.owned_bodies import bureau_of, owned_body, written_small
from biennien.read.view import View
from biennien.read.whereabouts import countries_of_places

_WORD = re.compile(r"[ \u00a0]+(\([^)\n]{1,30}\)|[^\s,.:;“”\"()–—?!…]+)")
_SENDER = re.compile(
    r"\s+(?:(?:chung|chính thức|mới|mới đây|mới nhất|gần đây|gần nhất|thường niên|ban đầu|riêng|báo chí)\s+)?(?:của|từ|do)\s+(?:phía\s+|phái đoàn\s+)?"
)
_MADE = re.compile(
    r"\s+(?:đưa ra|công bố|phát đi|ban hành|phát hành)(?:\s+(?:hôm|ngày|vào|sáng|chiều|tối)[^,.;:“\"]{1,20})?"
)
_MIN_ADDRESSED = 14  # code points of `báo giới, ông A`
_ADDRESSED = re.compile(r"(?:(?:các|những|nhiều) )?(?:phóng viên|nhà báo|báo giới)(?!\w)")
_SHOWN = re.compile(r"\s+(?:này|trên|nói trên|đó|ấy)(?!\w)")
_OF = re.compile(r"\scủa\s$")  # `phát ngôn viên của ông A` is not A
_KIND_OF_PLACE = re.compile(
    r"(?:^|\s)((?:tỉnh|thành phố|tp|bang|vùng|thủ đô|thị trấn|làng|đảo|quận|huyện|khu vực) )$"
)
_SPEECH_ENDS = tuple(
    f"{end}{blank}" for end in ('",', "”,", ",”", ',"', '" -', "” -", '" –', "” –") for blank in " \u00a0"
)
DEFINITE = ("này", "trên", "đó", "ấy")
_MAX_WORDS = 14
_MAX_TITLE = 90  # code points from a noun to the name of its bearer
_MAX_INSIDE = 40  # mentions that a phrase can hold or stand before


class Candidate(NamedTuple):
    """A noun phrase that can be a source.

    `oblique` after a preposition, where it is no subject; `head` the rule of its noun where it has no name, `definite` for `quan chức này` and the bare `nguồn tin`; `place` where a country or city stands alone.
    """

    span: Span
    entities: tuple[str, ...] = ()
    named: bool = True
    described: str | None = None
    oblique: bool = False
    head: str = ""
    definite: bool = False
    place: bool = False


def find_candidates(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    mentions: Sequence[ActorMention],
    times: Sequence[TimeExpression],
    cues: Sequence[Cue],
    knowledge: Knowledge,
) -> tuple[Candidate, ...]:
    """All candidates of a report in text order, none inside another."""
    stops = sorted({c.start for c in cues} | {t.span.start for t in times})
    found = [_after_addressee(view, _of_mention(view, m, knowledge.world)) for m in mentions]
    persons = {(m.extent.start, m.extent.end) for m in mentions if m.type == "PER" and m.entity}
    bodies = [written_small(view, m, knowledge.world) for m in mentions if m.type == "LOC"]
    bodies += [owned_body(view, a, b, knowledge.world) for a, b in pairwise(mentions) if a.type == "ORG"]
    found.extend(Candidate(body[0], (body[1],)) for body in bodies if body)
    starts = [m.span.start for m in mentions]
    for hit in hits.get("sources", ()):
        rule = hit.payload
        if isinstance(rule, Rule) and (match := rule.match(view.lower, hit.start)):
            inside = mentions[(at := bisect_left(starts, hit.start)) : at + _MAX_INSIDE]
            candidate = _of_noun(view, rule, Span(*match.span()), inside, stops, knowledge)
            if candidate:
                found.append(candidate)
    ranked = [(c.span.start, -c.span.end, _rank(c, persons), n) for n, c in enumerate(found)]
    time_ends = {t.span.end for t in times}
    out: list[Candidate] = []
    for *_, number in sorted(ranked):
        candidate = found[number]
        if out and candidate.span.end <= out[-1].span.end:
            continue
        if out and out[-1].head == "sender":
            told = _SENDER.fullmatch(view.lower, out[-1].span.end, candidate.span.start)
            sent = out.pop()
            if told:
                candidate = candidate._replace(span=Span(sent.span.start, candidate.span.end), head="message")
        if (
            out and candidate.span.start < out[-1].span.end
        ):  # they cross: the later one goes on, a name inside decides
            joined = Span(out[-1].span.start, candidate.span.end)
            kept = candidate if candidate.named and candidate.entities else out[-1]
            out[-1] = kept._replace(span=joined)
            continue
        out.append(candidate)
    if out and out[-1].head == "sender":
        out.pop()
    return tuple(_with_cases(view, out, time_ends, countries_of_places(view, mentions), knowledge))


def _with_cases(
    view: View,
    candidates: Sequence[Candidate],
    time_ends: Set[int],
    countries: Set[int],
    knowledge: Knowledge,
) -> Iterator[Candidate]:
    """The candidates with `oblique` set: after a preposition, or the second of `giữa A và B`; `countries` only say where a place lies."""
    before: Candidate | None = None
    for candidate in candidates:
        start = candidate.span.start
        if candidate.place and (kind := _KIND_OF_PLACE.search(view.lower, max(0, start - 12), start)):
            start = kind.start(1)
        oblique = start - 1 not in time_ends and _oblique(view, start, knowledge)
        oblique = oblique or (candidate.place and candidate.span.start in countries)
        if not oblique and before is not None and before.oblique:
            between = view.lower.endswith("giữa ", 0, before.span.start)
            oblique = between and view.lower[before.span.end : start].strip() in ("và", "với")
        before = candidate._replace(oblique=True) if oblique else candidate
        yield before


def _rank(candidate: Candidate, persons: Set[tuple[int, int]]) -> int:
    """Which of two equal stretches counts: a person who is known, then whoever has a name, a noun of sources, an open pronoun."""
    if candidate.head == "pronoun":
        return 4
    if candidate.head:
        return 1 if candidate.entities else 3
    return 0 if (candidate.span.start, candidate.span.end) in persons else 2


def _of_mention(view: View, mention: ActorMention, world: World) -> Candidate:
    entity = mention.entity
    entities = world.parts(entity) if entity else ()
    place = False
    if bureau := bureau_of(view, mention, world):
        return Candidate(bureau[0], (bureau[1],))
    if mention.type == "LOC":
        entities = tuple([_speaks_for(e, world) for e in entities])
        place = mention.level == "NAM" and mention.extent == mention.span
    if entities:
        return Candidate(mention.extent, entities, place=place)
    return Candidate(mention.extent, named=False, described="unresolved", head="pronoun", place=place)


def _after_addressee(view: View, candidate: Candidate) -> Candidate:
    """`nói với phóng viên, Tổng thống A …`: those addressed are no title of his."""
    start, end = candidate.span.start, candidate.span.end
    if end - start < _MIN_ADDRESSED or not _ADDRESSED.match(view.lower, start):
        return candidate
    comma = view.text.rfind(", ", start, end)
    if comma < 0:
        return candidate
    return candidate._replace(span=Span(comma + 2, end))


def _speaks_for(entity: str, world: World) -> str:
    """The state that a capital speaks for, else the place itself."""
    actor = world.actors.get(entity)
    return (world.country(actor.speaks_for) or entity) if actor and actor.speaks_for else entity


def _of_noun(
    view: View,
    rule: Rule,
    head: Span,
    mentions: Sequence[ActorMention],
    stops: list[int],
    knowledge: Knowledge,
) -> Candidate | None:
    """The phrase around a source noun, or None where the noun cannot speak here."""
    kind = rule.text("kind")
    if kind == "group":
        return Candidate(span=head, entities=(rule.text("entity"),), head=rule.id)
    start = _determined(view.lower, head.start, knowledge)
    alone = start == head.start and rule.flag("counted")
    if alone and not _somebody_near(mentions, head) and not _represents(view, head, mentions):
        return None
    if kind in ("message", "document"):
        sent = _message(view, Span(start, head.end), mentions, knowledge.world)
        if sent is not None:
            return sent._replace(head=kind)
        if kind == "message":
            return _bare_message(view, rule, Span(start, head.end))
    people = {m.extent.start: m.span.end for m in mentions[:8] if m.type == "PER" and m.level == "NAM"}
    end = _phrase_end(view, head.end, stops, people, knowledge, about=rule.flag("about"))
    span = Span(start, end)
    inside = _until(mentions, end)
    inner = [m for m in inside if m.level == "NAM"]
    if kind == "body":
        return _body(view.lower, rule, head, inner, knowledge.world)
    if start == head.start and (meant := _meant(inside, head)):
        return Candidate(span=span, entities=(meant,), head=rule.id)
    if named := _person(view, head, inner, end, knowledge):
        return Candidate(span=span, entities=(named,), head=rule.id)
    if rule.flag("outlets") and (outlet := next((m for m in inner if m.type == "ORG" and m.entity), None)):
        # `tờ báo Financial Times`, `tờ báo Philippines The Inquirer`: the outlet itself speaks
        return Candidate(span=span, entities=(outlet.entity or "",), head=rule.id)
    if alone and not _represents(view, head, inside):
        return None
    side = next((m.entity for m in inner if m.entity), None)
    described = " ".join(part for part in (side, rule.text("english")) if part)
    return Candidate(
        span=span,
        named=False,
        described=described,
        head=rule.id,
        definite=span.cut(view.lower).endswith(DEFINITE) or span == head,
    )


def _somebody_near(mentions: Sequence[ActorMention], head: Span) -> bool:
    """Whether a person is spoken of at a noun or soon behind it, who may be its bearer."""
    for mention in mentions:
        if mention.span.start > head.end + _MAX_TITLE:
            return False
        if mention.type == "PER":
            return True
    return False


def _represents(view: View, head: Span, mentions: Sequence[ActorMention]) -> bool:
    """`đại diện nước này`: somebody who speaks for a state or a body that follows at once."""
    if not view.lower.startswith("đại diện", head.start):
        return False
    return any(m.extent.start == head.end + 1 and m.type != "PER" for m in mentions[:4])


def _meant(mentions: Sequence[ActorMention], head: Span) -> str | None:
    """Whom a noun with no determiner stands for (`nhà ngoại giao kỳ cựu Nga kế đó`): a description that is resolved."""
    for mention in mentions:
        if mention.span.start > head.start:
            break
        if (
            mention.level == "NOM"
            and mention.type == "PER"
            and mention.entity
            and mention.span.end >= head.end
        ):
            return mention.entity
    return None


def _person(
    view: View, head: Span, inner: Sequence[ActorMention], end: int, knowledge: Knowledge
) -> str | None:
    """The person whom the phrase names (`quan chức A`), not one it belongs to (`trợ lý ông A`, `phát ngôn viên của A`)."""
    person = next(
        (m for m in inner if m.type == "PER" and (m.span.end >= end - 1 or m.span.start == head.end + 1)),
        None,
    )
    if person is None or _OF.search(view.lower, max(0, person.extent.start - 5), person.extent.start):
        return None
    titled = head.end <= person.extent.start < person.span.start
    return None if titled and knowledge.is_joint("relative", head.cut(view.lower)) else person.entity


def _determined(lower: str, start: int, knowledge: Knowledge) -> int:
    """Where the phrase begins, its determiners included (`một số`, `các`)."""
    while (begin := knowledge.begin_of_joint("determiner", lower, start)) is not None:
        start = begin
    return start


def _phrase_end(
    view: View, at: int, stops: list[int], people: Mapping[int, int], knowledge: Knowledge, *, about: bool
) -> int:
    """Where a phrase that begins before `at` ends: with a person's name, before a verb, a time, a mark or a small word.

    `people` maps where a person's mention begins to where it ends; `about` whatever the bearers of the noun know about belongs to it.
    """
    stop_words = knowledge.joint("stop")
    for _ in range(_MAX_WORDS):
        word = _WORD.match(view.text, at)
        if word is None:
            break
        place = word.start(1)
        if place in people:
            return people[place]
        if word[1] in ("-", "–"):
            following = place + 2
            return people.get(following, at)
        index = bisect_left(stops, place)
        if index < len(stops) and stops[index] == place:
            break
        if stop_words.match(view.lower, place) and not view.text[place].isupper():
            break
        if (
            word[1] in ("trong", "ở", "với", "cho", "về")
            and not about
            and not _name_follows(view.text, word.end())
        ):
            break
        at = word.end()
    return at


def _name_follows(text: str, at: int) -> bool:
    return text[at + 1 : at + 2].isupper() or text.startswith(
        (" vấn đề", " tổng thống", " chính quyền", " kế hoạch"), at
    )


def _until(mentions: Sequence[ActorMention], end: int) -> list[ActorMention]:
    out = []
    for mention in mentions:
        if mention.span.start >= end:
            break
        out.append(mention)
    return out


def _message(view: View, head: Span, mentions: Sequence[ActorMention], world: World) -> Candidate | None:
    """`thông báo từ Nhà Trắng`: the message speaks for its sender."""
    sender = _SENDER.match(view.lower, head.end)
    if sender is None:
        return None
    mention = next(
        (
            m
            for m in mentions
            if m.extent.start >= sender.end() - 8 and m.extent.start <= sender.end() <= m.span.start + 40
        ),
        None,
    )
    if mention is None or mention.extent.start > sender.end() or not mention.entity:
        return None
    made = _MADE.match(view.lower, mention.extent.end)
    entity = _speaks_for(mention.entity, world) if mention.type == "LOC" else mention.entity
    return Candidate(
        span=Span(head.start, made.end() if made else mention.extent.end), entities=(entity,), head="message"
    )


def _bare_message(view: View, rule: Rule, head: Span) -> Candidate | None:
    """`Tuyên bố khẳng định …`, `thông báo này cho biết …`: a noun here, since it opens its sentence or is pointed at."""
    shown = _SHOWN.match(view.lower, head.end)
    sender = _SENDER.match(view.lower, head.end)
    quoted = view.text.endswith(_SPEECH_ENDS, 0, head.start) or view.lower.endswith("theo ", 0, head.start)
    if shown is None and sender is None and not quoted and not view.text[head.start].isupper():
        return None
    return Candidate(
        span=Span(head.start, shown.end() if shown else head.end), named=False,
        described=rule.text("english"), head="sender" if sender else rule.id, definite=True,
    )  # fmt: skip


def _body(
    lower: str, rule: Rule, head: Span, inner: Sequence[ActorMention], world: World
) -> Candidate | None:
    """`phía Mỹ`, `chính phủ Anh`, `quân đội Israel`: a body named by its country."""
    place = next((m for m in inner if m.span.start <= head.end + 2), None)
    if place is None or not place.entity:
        return None
    entity = _speaks_for(place.entity, world)
    actor = world.actors.get(entity)
    english = rule.text("english")
    if actor is not None and actor.kind == "country" and english != "side":
        entity = body_of_state(head.cut(lower), english, entity, world)
    return Candidate(span=Span(head.start, place.span.end), entities=(entity,), head=rule.id)


def _oblique(view: View, start: int, knowledge: Knowledge) -> bool:
    """Whether a preposition stands right before."""
    return knowledge.begin_of_joint("preposition", view.lower, start) is not None
