"""The parts of one clause about a meeting: who and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from biennien.model import Attribution
from biennien.read.meeting_context import Context
from biennien.read.meeting_heads import Head
from biennien.read.meeting_sides import Side, Sides, distinct
from biennien.read.meeting_status import Triggers
from biennien.read.meeting_subjects import before_colon, carries_on, goes_on, left_out, speaking_for, visitor

_WITHIN = re.compile(r"\b(?:trong|tại|ở|sau) $")
_RANK = re.compile(
    r"\s*(?:(?:đặc biệt|khẩn|khẩn cấp|không chính thức|thường niên|hẹp|mở rộng|trực tuyến|cấp cao|cấp|các|ngoại trưởng|bộ trưởng|lãnh đạo|"
    r"quốc phòng|ngoại giao|kinh tế|tài chính)\s+){1,6}"
)
_WITH = re.compile(r"\s*(?:với|cùng(?:\s+với)?|cho|tới|đến)?\s*")
_NOMINAL = (
    "kế hoạch ",
    "khả năng ",
    "đề nghị ",
    "đề xuất ",
    "việc ",
    "ý định ",
)  # make a noun of the verb behind them
_OWNER_REACH = 32  # code points from the noun phrase to `của`
_DEEDS = frozenset({"act", "refuse", "will_not", "propose", "wish", "hope", "agree", "plan", "open"})
_INTO = re.compile(r"\s*(?:,|\(|-|–)\s*(?:tp\.?\s+|thành phố\s+|bang\s+|thủ đô\s+)?")
_ADDED = re.compile(
    r", (?:(?:ngay )?(?:trong |sau |trước )?khi|trong|tại|sau(?! đó)|bên lề|nhân)\s(?:\w+\s){0,2}$"
)
_OWN = re.compile(r"(?:và|rồi|để)\s+$")
_LINK = re.compile(r"(?<!\w)(?:giữa|với|cùng|của|tới|đến|sang|tại|ở|từ)(?!\w)")
# Behind these the noun phrase has ended; behind a purpose or a topic only `giữa` and `với` can still name its sides.
_ENDS = re.compile(
    r"\b(?:do|vì|bởi|khi|sau|trước|nếu|mà|rằng|nhưng|song|(?<!tiếp )theo|trong khi|trong bối cảnh|giữa lúc|dù|nơi|chưa thể|không thể|đã bị|"
    r"được cho là|được ông|được bà|được cả|vốn)\b"
)
_SAID = re.compile(r"\b(?:phải|là|bị|được|sẽ|đã|có)\b")
_TOPIC = re.compile(r"\b(?:nhằm|để|về|liên quan|xoay quanh|bàn|thảo luận|giải quyết|chấm dứt|thực hiện)\b")
_AFTER_COMMA = re.compile(r",\s*(?:giữa|với|cùng|tại|ở)\b")
_ELLIPSIS = re.compile(r"(?:trước|sau|ngay|trong)?\s*khi\s+(?:đã\s+|vừa\s+|đang\s+)?$")


@dataclass(slots=True, kw_only=True)
class Parts:
    """What the words around a head give: `subject` and `other` sides as entities, `closed` where both are named (`giữa A và B`),
    `acts` where nothing but words that let through parts subject and head, `assembly` where a body of states meets, `guests` where somebody travels for the state or body behind the verb."""

    subject: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    closed: bool = False
    place: str | None = None
    start: int = 0
    end: int = 0
    named: bool = False
    direct: bool = False
    far: bool = False
    acts: bool = False
    assembly: bool = False
    guess: tuple[str, ...] = ()
    after: list[Side] = field(default_factory=list)
    stops: list[Side] = field(default_factory=list)
    guests: bool = False

    @property
    def people(self) -> tuple[str, ...]:
        """All participants once each."""
        return distinct(self.subject + self.other)


def find_parts(head: Head, limit: int, context: Context, triggers: Triggers) -> Parts:
    """The sides and the place around a head, up to `limit` (the next head or the end of the stretch)."""
    parts = Parts(start=head.start, end=head.end)
    if head.role == "noun":
        _around_noun(parts, head, limit, context)
    elif head.role != "taken":
        _behind_verb(parts, head, limit, context)
    if not parts.closed or len(parts.other) == 1:
        _subject(parts, head, context, triggers)
    if head.kind == "negotiation" and parts.subject and not parts.other and triggers.of(head):
        _opposite(parts, head, context)
    return parts


def _opposite(parts: Parts, head: Head, context: Context) -> None:
    """The other party of talks that the sentence names later: `sẵn sàng đàm phán, với điều kiện B …`."""
    states = {context.sides.world.state_of(e) or e for e in parts.subject}
    for side in context.sides.between(head.end, head.stretch.end):
        found = [
            e for e in context.entities(side, head) if (context.sides.world.state_of(e) or e) not in states
        ]
        if found and side.level == "NAM" and side.type in ("LOC", "ORG"):
            parts.guess = tuple(found)
            return


def _around_noun(parts: Parts, head: Head, limit: int, context: Context) -> None:
    sides = context.sides
    limit = _clause_end(sides, head.end, limit)
    direct, end = sides.chain(head.end, limit)
    if not direct and head.kind == "meeting":
        direct, end = _pair_behind(head.end, limit, sides)
    if direct:
        parts.end = end
        _take(parts, direct, head, context, end > head.end and len(direct) > 1)
    _linked(parts, head, parts.end, limit, context)


def _pair_behind(start: int, limit: int, sides: Sides) -> tuple[list[Side], int]:
    """Two countries joined by a dash behind a few words, or a body behind its rank: `cuộc họp ủy ban biên giới A - B`, `… cấp bộ trưởng G7`."""
    near = sides.between(start, min(limit, start + 60))
    if near and near[0].type == "ORG" and _RANK.fullmatch(sides.view.lower, start, near[0].start):
        return near[:1], near[0].end
    if len(near) < 2 or near[0].type == "PER" or _LINK.search(sides.view.lower, start, near[0].start):
        return [], start
    chain, end = sides.chain(near[0].start, limit)
    return (
        (chain, end)
        if len(chain) > 1 and re.search(r"[-–]", sides.view.text[chain[0].end : chain[1].start])
        else ([], start)
    )


def _linked(parts: Parts, head: Head, at: int, limit: int, context: Context) -> None:
    """The sides and the place that prepositions tie to the words: `giữa A và B`, `với B`, `của A`, `tại P`."""
    sides, lower = context.sides, context.sides.view.lower
    stop = _ENDS.search(lower, at, limit)
    limit = stop.start() if stop else limit
    topic = _TOPIC.search(lower, at, limit)
    planned = lower.endswith(_NOMINAL, 0, head.start)
    for link in _LINK.finditer(lower, at, limit):
        if link.start() < parts.end:
            continue
        chain, end = sides.chain(link.end(), limit)
        word = link.group()
        if word == "cùng" and _OWN.search(lower, max(0, link.start() - 5), link.start()):
            return
        if not chain and word in ("tại", "ở"):
            chain = [
                s
                for s in sides.between(link.end(), min(limit, link.end() + 48))
                if s.type == "LOC" and s.level == "NAM"
            ][:1]
            if chain and _SAID.search(lower, link.end(), chain[0].start):
                continue
        if word == "của" and link.start() - parts.end > _OWNER_REACH:
            continue
        late = topic is not None and link.start() > topic.start()
        talks = head.kind == "negotiation" or head.role == "noun" or head.rule == "meeting.hop"
        if not chain or (late and not (talks and word in ("giữa", "với"))):
            continue
        if word in ("tại", "ở", "sang", "tới", "đến"):
            _place(parts, chain, head, context, visiting=word not in ("tại", "ở"))
        elif word == "giữa" and not parts.closed and head.kind != "visit":
            found = context.together(chain, head)
            parts.other, parts.closed, parts.named = found, len(found) > 1, True
        elif head.kind == "visit" and word != "của":
            continue
        elif word in ("với", "cùng") and not parts.closed:
            parts.other = distinct(parts.other + context.together(chain, head))
            parts.named = True
        elif (
            word == "của"
            and (head.role == "noun" or planned)
            and not parts.subject
            and not parts.closed
            and not _SAID.search(lower, parts.end, link.start())
        ):
            parts.subject = context.together(chain, head)
            parts.named = True
        else:
            continue
        parts.end = max(parts.end, end)


def _take(parts: Parts, chain: list[Side], head: Head, context: Context, joined: bool) -> None:
    """Sides that stand right behind the noun: `thượng đỉnh Nga - Mỹ`, `chuyến thăm Lào`, `thượng đỉnh Alaska`."""
    if head.kind == "visit":
        _place(parts, chain, head, context, visiting=True)
        return
    found = context.together(chain, head)
    first = chain[0]
    if not found and first.type == "LOC":
        parts.place = parts.place or (first.entities[0] if first.entities else None)
        return
    parts.other, parts.named, parts.direct = found, bool(found), True
    parts.closed = (joined and len(found) > 1) or first.type == "ORG"


def _place(parts: Parts, chain: list[Side], head: Head, context: Context, *, visiting: bool) -> None:
    first = chain[0]
    parts.end = max(parts.end, first.end if visiting else _nested_end(first, context.sides))
    if first.type == "PER":
        parts.other = distinct(parts.other + context.entities(first, head))
        return
    if not first.entities:
        return
    if parts.place is None:
        parts.place = context.town(first)
        if visiting and head.kind == "visit" and first.type == "LOC":
            parts.stops = (
                [s for s in chain if s.type == "LOC" and s.entities] if not _nested(chain) else [first]
            )
            parts.other = distinct(parts.other + tuple(e for e in first.entities if first.kind == "country"))
            parts.named = True


def _nested_end(side: Side, sides: Sides) -> int:
    """Where a place ends with those that hold it: `Cairo, Ai Cập`, `Budapest (Hungary)`."""
    end = side.end
    while (join := _INTO.match(sides.view.lower, end)) and (outer := sides.at(join.end(), join.end() + 40)):
        if outer.type != "LOC":
            break
        end = outer.end
    return end + sides.view.lower.startswith(")", end)


def _nested(chain: list[Side]) -> bool:
    """Whether the second place holds the first (`Budapest, Hungary`)."""
    return len(chain) == 2 and chain[1].kind == "country" and chain[0].kind != "country"


def _behind_verb(parts: Parts, head: Head, limit: int, context: Context) -> None:
    sides, lower = context.sides, context.sides.view.lower
    if not head.mutual:
        match = _WITH.match(lower, head.end, limit)
        begin = match.end() if match else head.end
        chain, end = sides.chain(begin, limit)
        if not chain and begin > head.end:
            chain, end = sides.chain(head.end, limit)
        if chain:
            parts.end = end
            parts.after = chain
            parts.guests = chain[0].type == "PER" or sides.travels(chain[0])
            if head.role in ("visit", "motion") and chain[0].type != "PER":
                _place(parts, chain, head, context, visiting=True)
            else:
                parts.other = context.together(chain, head)
                parts.named = True
                parts.direct = begin == head.end or not lower[head.end : begin].strip()
                parts.closed = parts.direct and len(parts.other) > 1 and all(s.type != "PER" for s in chain)
    _linked(parts, head, parts.end, _clause_end(sides, parts.end, limit), context)


def _clause_end(sides: Sides, start: int, limit: int) -> int:
    """Where the noun phrase can reach at most: to a comma that no further part follows."""
    lower = sides.view.lower
    at = lower.find(",", start, limit)
    while at >= 0:
        if not _AFTER_COMMA.match(lower, at):
            words = lower[at + 1 : limit].lstrip()
            if not words or not (lower[at - 1].isdigit() and words[0].isdigit()):
                listed = sides.at(at + 2, at + 40) and lower.find(" và ", at, min(limit, at + 60)) >= 0
                if not listed:
                    return at
        at = lower.find(",", at + 1, limit)
    return limit


def _agents(head: Head, context: Context) -> tuple[str, ...]:
    """Two who are told to have done something in what took place: `điều được A và B bàn tới trong cuộc điện đàm trước`."""
    sides, lower = context.sides, context.sides.view.lower
    if not _WITHIN.search(lower, max(head.floor, head.start - 10), head.start):
        return ()
    pair = sides.between(max(head.floor, head.start - 160), head.start)[-2:]
    if len(pair) < 2 or not lower.endswith("được ", 0, pair[0].start):
        return ()
    joined = lower[pair[0].end : pair[1].start].strip() == "và"
    near = head.start - pair[1].end < 40 and not any(
        mark in lower[pair[1].end : head.start] for mark in ",;:."
    )
    return context.together(pair, head) if joined and near else ()


def _subject(parts: Parts, head: Head, context: Context, triggers: Triggers) -> None:
    """The side that acts: on the left in the clause, else behind the comma of a fronted adjunct, else the speaker or the topic."""
    sides = context.sides
    if parts.subject:
        return
    if head.role == "noun" and (agents := _agents(head, context)):
        parts.other, parts.closed = agents, True
        return
    before, far = sides.before(head.start, head.floor)
    if head.role == "host" and before and not far and _received(parts, before, head, context):
        return
    if head.role == "motion" and before:
        side = before[0]
        leads = side.type != "LOC" or sides.travels(side)
        near = triggers.passes(before[-1].end, head.start)
        if not leads or not (near or carries_on(before[-1].end, head, triggers)):
            before = []
    voice = context.voice(head)
    if voice is not None and voice.entities and _ADDED.search(sides.view.lower, head.floor, head.start):
        before = []  # `kêu gọi A và B kiềm chế, khi hội đàm với C`: the speaker's own
    found = context.together(before, head)
    found = tuple(e for e in found if e not in parts.other)
    if head.kind == "visit" and parts.place and found == (sides.world.state_of(parts.place),):
        before, far = visitor(before[0], head, context), True  # nobody visits himself
        found = context.together(before, head)
        if not found:
            return
    if found and far and voice is not None and voice.entities:
        passed_over = head.floor > head.stretch.start and before[0].start > head.floor + 2
        if passed_over or _speaks_himself(voice, found, parts, context):
            found = tuple(e for e in voice.entities if e not in parts.other)
    if found:
        parts.subject, parts.far = found, far and not goes_on(before[-1].end, head, triggers)
        parts.acts = not far and triggers.passes(before[-1].end, head.start)
        parts.assembly = before[-1].kind == "igo"
        if not far:
            parts.start = before[0].start
        return
    parts.far = True
    spoken = (
        speaking_for(voice, head, context) if voice else before_colon(head, context) or context.speaker(head)
    )
    spoken = tuple(e for e in spoken if e not in parts.other)
    if spoken and head.role == "verb" and left_out(head, triggers):
        parts.subject, parts.far = spoken, False
        return
    if head.role == "motion":
        elliptic = _ELLIPSIS.search(sides.view.lower, max(0, head.start - 24), head.start)
        said = spoken and head.floor > head.stretch.start and triggers.passes(head.floor, head.start)
        if not elliptic and not said:
            return
    if spoken and any(t.before and t.start < head.floor and t.sort in _DEEDS for t in triggers.of(head)):
        parts.subject, parts.far = (
            spoken,
            False,
        )  # the words that attribute are the deed itself: `từ chối`, `sẵn sàng`
        return
    parts.subject = (
        _fronted(head, parts, context) or spoken or tuple(e for e in context.topic if e not in parts.other)
    )


def _received(parts: Parts, host: list[Side], head: Head, context: Context) -> bool:
    """`A được B tiếp`: the host stands before the verb, the guest before him."""
    lower, start = context.sides.view.lower, host[0].start
    words = lower[max(head.floor, start - 40) : start].split()
    at = context.sides.words.before_ranks(words)
    if parts.after or words[at - 1 : at] != ["được"] or lower[host[-1].end : head.start].strip():
        return False
    guests, far = context.sides.before(lower.rfind("được", head.floor, start), head.floor)
    found = context.together(guests, head)
    if not found:
        return False
    parts.subject, parts.other = context.together(host, head), found
    parts.named = parts.guests = parts.acts = True
    parts.far, parts.start = far, guests[0].start
    return True


def _speaks_himself(voice: Attribution, found: tuple[str, ...], parts: Parts, context: Context) -> bool:
    """Whether a leader's own doing follows that of his state: `Ông A nói Nga thắng thế, sẵn sàng gặp ông B`."""
    world = context.sides.world
    person = len(voice.entities) == 1 and world.state_of(voice.entities[0]) == found[0] != voice.entities[0]
    return person and any(world.state_of(e) != e for e in parts.other)


def _fronted(head: Head, parts: Parts, context: Context) -> tuple[str, ...]:
    """The subject after a fronted adjunct: `Sau cuộc gặp với B, A …`."""
    sides = context.sides
    stop = len(sides.view.text)
    comma = sides.view.lower.find(",", parts.end + (parts.place is not None), min(stop, parts.end + 90))
    if comma < 0 or "\n" in sides.view.lower[parts.end : comma]:
        return ()
    if head.start - head.stretch.start > 40 and "," in sides.view.lower[head.stretch.start : head.start]:
        return ()
    side = sides.at(comma + 1, comma + 70)
    if side is None or (side.type == "LOC" and parts.place):
        return ()
    return tuple(e for e in context.entities(side, head) if e not in parts.other)
