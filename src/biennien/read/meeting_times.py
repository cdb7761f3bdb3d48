"""When a meeting is, by the times of its clause and by the calendar."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from biennien.knowledge.world import World
from biennien.model import Attribution, MeetingMention, Sentence, TimeExpression
from biennien.model.timex import days_of, grain_of
from biennien.read.calendar import resolve_offset
from biennien.read.meeting_heads import Head
from biennien.read.meeting_links import NEAR, alike, group_of, sort_of
from biennien.read.meeting_parts import Parts
from biennien.read.meeting_tells import Draft
from biennien.read.view import View

# A vague time is a meeting's time only with these statuses.
_REFERENCES = {
    "FUTURE_REF": ("not_ruled_out", "announced", "proposed", "conditional", "refused"),
    "PRESENT_REF": ("not_needed",),
    "PAST_REF": ("held",),
}
_DONE = frozenset({"held", "cancelled", "postponed"})
_WITHIN = re.compile(r"trong (?:vòng )?$")
_ABOUT = re.compile(r"(?:về|nhắc (?:đến|tới)|hỏi)\s+(?:một\s+|các\s+)?$")
_INSIDE = re.compile(r"(?:trong|tại)\s+(?:một\s+|các\s+)?$")
_BREAK = re.compile(
    r"\b(?:nhưng|song|sau khi|trước khi|trong khi|khi|nhằm|do|vì|sau|trước|nếu|kể từ)\b|, (?!(?:[^\W\d]+ ){0,4}(?:vào|hôm|ngày|lúc|tại|ở|sáng|chiều|tối)\b)"
)

_SPOKEN_AT = re.compile(r"(?:trong|tại|khi|lúc|nhân|ở|phát biểu|trước|sau)\s+(?:lúc |một |buổi |cuộc ){0,4}$")
_SINCE = re.compile(r" sau khi(?: [^,.;:\n]{1,60})? $")
# `, khi bà đến Rome` behind a time.
_WHEN = re.compile(r",? (?:khi|lúc|nhân dịp|trong lần|trong dịp) [^,.;:\n]{0,30}")
_FROM = re.compile(r"(?<!\w)(kể )?từ $")
_TO = re.compile(r" ?(?:-|–|đến|tới|cho đến)(?: ngày| hết)? ?")
_TO_NEXT = re.compile(r" ?(?:-|–|đến|tới|cho đến)(?: ngày| hết)? ?\d")
_PART_OF_DAY = re.compile(r"T[A-Z]{2}$")
_COUNT = re.compile(r"P(\d+)([DWMY])$")
_VAGUE = (None, "FUTURE_REF", "PAST_REF")
_NEAR = 700  # code points back to the meeting that a noun takes up where several days are told


class Days:
    """The times of clauses about meetings against the day of the report."""

    def __init__(self, view: View, published_on: str | None) -> None:
        self.lower = view.lower
        self.today: tuple[date, date] | None = days_of(published_on)

    def times(self, draft: Draft) -> tuple[TimeExpression | None, TimeExpression | None]:
        """The time of the meeting, and the day of the declaration where a time in the clause is that."""
        verdict = draft.verdict
        needed = verdict.trigger is not None and verdict.trigger.sort == "need"
        behind, ahead = find_when(
            draft.head,
            draft.parts,
            draft.low,
            draft.high,
            draft.times,
            self.lower,
            verdict.adjunct and not needed,
        )
        if needed and (behind or ahead) is None:
            ahead = self._before(draft)
        if behind is not None and self._of_act(draft, behind):
            return ahead if ahead is not None and not self.over(ahead) else None, behind
        if behind is not None:
            declarer = next((t for t in draft.triggers if t.declarer), None)
            declared = declarer is not None and 0 <= behind.span.start - declarer.end < 12
            return (None, behind) if declared else (behind, ahead)
        if ahead is None or verdict.status in (None, "held") or verdict.adjunct or not self.over(ahead):
            return ahead, None
        return (ahead, None) if needed and ahead.timex.value == "PRESENT_REF" else (None, ahead)

    def _of_act(self, draft: Draft, time: TimeExpression) -> bool:
        """Whether a day gone by dates the deed, not the plan: `hủy cuộc gặp hôm 22/10`, `cuộc gặp mà bà hủy hôm 22/10`."""
        act = draft.verdict.trigger
        if act is None or act.sort not in ("act", "collapse") or not self.over(time):
            return False
        if time.timex.grain not in ("day", "time"):
            return False
        plans = any(t.sort in ("presupposed", "plan") for t in draft.triggers)
        return 0 <= time.span.start - act.end < 12 or (act.end <= draft.head.start and not plans)

    def _before(self, draft: Draft) -> TimeExpression | None:
        """The time right before the deciding words: `nhưng hiện chưa cần thiết`."""
        trigger = draft.verdict.trigger
        near = (t for t in draft.times if trigger and 0 <= trigger.start - t.span.end < 3)
        return next(near, None)

    def fit(
        self, when: TimeExpression | None, said: TimeExpression | None, status: str
    ) -> tuple[TimeExpression | None, TimeExpression | None]:
        """The two times once the status is known: a plan is not for a day gone by, a vague time dates few statuses."""
        if when is None:
            return None, said
        if when.timex.value.endswith("_REF"):
            return (when if status in _REFERENCES.get(when.timex.value, ()) else None), said
        if status not in _DONE and self.today and days_of(when.timex.value) and self.over(when):
            return None, when
        return when, said

    def tense(self, when: TimeExpression | None) -> str | None:
        """Held or announced by the calendar, where the time has bounds."""
        if when is None:
            return None
        if when.timex.value == "FUTURE_REF":
            return "announced"
        bounds = days_of(when.timex.value)
        if bounds is None or self.today is None:
            return None
        if bounds[0] > self.today[1]:
            return "announced"
        return "held" if bounds[1] <= self.today[0] else None

    def over(self, when: TimeExpression) -> bool:
        """Whether a time lies wholly before the day of the report; one without bounds counts as over."""
        bounds = days_of(when.timex.value)
        return bounds is None or self.today is None or bounds[1] < self.today[0]


def find_when(
    head: Head,
    parts: Parts,
    low: int,
    high: int,
    times: tuple[TimeExpression, ...],
    lower: str,
    adjunct: bool,
) -> tuple[TimeExpression | None, TimeExpression | None]:
    """The time of the meeting, the nearest behind the head, else one before it in its clause; and the one before it."""
    stop = _BREAK.search(lower, parts.end, high)
    reach = stop.start() if stop else high
    since = lower.find(" kể từ ", head.end, reach)
    reach = since if since >= 0 else reach
    behind = [t for t in times if head.end <= t.span.start < reach and _usable(t, lower)]
    before = [t for t in times if t.span.end <= head.start and _usable(t, lower)]
    # `Theo A, hôm 3/5, bà gặp …`: what stands right before somebody's words belongs to them
    ahead = [t for t in before if low <= t.span.start or 0 <= low - t.span.end <= 2]
    if head.role == "noun" and _ABOUT.search(lower, max(0, head.start - 12), head.start):
        ahead = []  # `hôm qua, khi được hỏi về cuộc gặp`: the day of asking
    if adjunct:
        within = bool(_INSIDE.search(lower, max(0, head.start - 16), head.start))
        ahead = [
            t
            for t in ahead
            if (head.start - t.span.end < 16 and "," not in lower[t.span.end : head.start])
            or _WHEN.fullmatch(lower, t.span.end, head.start)
            or (within and t.span.start - head.stretch.start < 3)
        ]
    return (behind[0] if behind else None), (_first_of_range(ahead, lower) if ahead else None)


def _first_of_range(times: Sequence[TimeExpression], lower: str) -> TimeExpression:
    """The last of the times, or the first day of the range that it ends."""
    last, former = times[-1], times[-2] if len(times) > 1 else times[-1]
    return former if _TO.fullmatch(lower, former.span.end, last.span.start) else last


def _usable(time: TimeExpression, lower: str) -> bool:
    if time.timex.type == "DURATION":
        return bool(_WITHIN.search(lower, max(0, time.span.start - 12), time.span.start)) or lower.startswith(
            "trong", time.span.start
        )
    since = _FROM.search(lower, max(0, time.span.start - 8), time.span.start)
    if since and (since.group(1) or not _TO_NEXT.match(lower, time.span.end)):
        return False
    return time.timex.type in ("DATE", "TIME")


def share_days(
    view: View,
    found: Sequence[MeetingMention],
    sentences: Sequence[Sentence],
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
    world: World,
    published_on: str | None,
) -> tuple[MeetingMention, ...]:
    """The mentions with the day that the report gives elsewhere.

    In turn: the day of the words spoken there (`tại cuộc họp báo, bà nói`), the day counted back from another
    (`ba ngày sau khi ông tới Rome`), the day that another mention of the same meeting gives.
    """
    cues = sorted(
        ((a.cue.start, a) for a in attributions if a.cue is not None and a.said_on), key=lambda c: c[0]
    )
    dated = [_by_words(view.lower, m, sentences, cues) for m in found]
    dated = _shared(dated, world, published_on)
    for number in range(1, len(dated)):
        dated[number] = _counted_back(view.lower, dated[number], dated[number - 1], times)
    return tuple(_to_the_day(m) for m in _shared(dated, world, published_on))


def _to_the_day(mention: MeetingMention) -> MeetingMention:
    """A status has a day, a visit as a whole no part of the day (`sáng nay bà bắt đầu chuyến thăm`)."""
    when, day = mention.when, mention.status_date
    if when and mention.rule.startswith("visit.noun"):
        when = _PART_OF_DAY.sub("", when)
    return replace(mention, when=when, status_date=day[:10] if day and "T" in day else day)


def _by_words(
    lower: str,
    mention: MeetingMention,
    sentences: Sequence[Sentence],
    cues: Sequence[tuple[int, Attribution]],
) -> MeetingMention:
    """A meeting at which somebody speaks has the day of those words."""
    start = mention.head.start
    if mention.when or mention.status != "held" or not _SPOKEN_AT.search(lower, max(0, start - 30), start):
        return mention
    index = bisect_right(sentences, start, key=lambda s: s.span.start) - 1
    span = sentences[index].span if index >= 0 else mention.span
    for _, attribution in cues[
        bisect_left(cues, span.start, key=_place) : bisect_left(cues, span.end, key=_place)
    ]:
        inside = any(piece.start <= start < piece.end for piece in attribution.content)
        if not inside and set(attribution.entities) & set(mention.participants):
            return replace(mention, when=attribution.said_on)
    return mention


def _place(cue: tuple[int, Attribution]) -> int:
    return cue[0]


def _counted_back(
    lower: str, mention: MeetingMention, former: MeetingMention, times: Sequence[TimeExpression]
) -> MeetingMention:
    """`Chuyến thăm diễn ra ba ngày sau khi ông tới Rome và gặp bà B`: the former's day less three, and again that day."""
    start = mention.head.start
    if mention.when or former.when is None or start - former.head.end > 160:
        return mention
    if (
        former.kind == "visit" != mention.kind
        and former.span.end <= start
        and set(former.participants) & set(mention.participants)
    ):
        gap = lower[former.head.end : start]
        return replace(mention, when=former.when) if " và " in gap and ". " not in gap else mention
    at = bisect_left(times, start, key=lambda t: t.span.start) - 1
    if at < 0 or times[at].span.start < former.head.end:
        return mention
    count = _COUNT.match(times[at].timex.value)
    if count is None or not _SINCE.search(lower, times[at].span.end, start):
        return mention
    return replace(mention, when=resolve_offset(f"P-{count[1]}{count[2]}", former.when))


def _shared(found: Sequence[MeetingMention], world: World, published_on: str | None) -> list[MeetingMention]:
    """The mentions with the day that others of their meeting give, or the talks in the course of their visit."""
    today = days_of(published_on)
    dated = [m for m in found if is_day(m.when)]
    dated = [m for m in dated if m.status == "held" or not today or not _is_over(m.when, today[0])]
    if not dated:
        return list(found)
    starts = [m.head.start for m in dated]
    told = []
    for mention in found:
        if mention.when in _VAGUE and mention.status in ("held", "announced"):
            at = bisect_left(starts, mention.head.start)
            mention = _with_day(mention, dated[max(0, at - NEAR) : at + NEAR], world)
        told.append(mention)
    return told


def _with_day(mention: MeetingMention, dated: Sequence[MeetingMention], world: World) -> MeetingMention:
    """A mention with the only day told; of several, for a noun, the last one told before it, else the first."""
    about = [m for m in dated if (m.status == "held") == (mention.status == "held")]
    same = [m for m in about if _one_meeting(mention, m, world)]
    if not same:
        same = [m for m in about if _on_one_visit(mention, m, world) or _on_one_visit(m, mention, world)]
    if not same:
        return mention
    whens = [m.when or "" for m in same]
    days = {w for w in whens if not any(o != w and o.startswith(w) for o in whens)}
    if len({d[:10] for d in days}) > 1:
        start = mention.head.start
        near = [m.when for m in same if 0 < start - m.head.start < _NEAR and m.when in days]
        if ".noun" not in mention.rule:
            return mention
        return replace(mention, when=near[-1] if near else next(w for w in whens if w in days))
    when = min(days)
    part = "T" in when and (mention.kind == "visit" or same[0].kind != mention.kind)
    return replace(mention, when=when[:10] if part else when)


def _one_meeting(one: MeetingMention, other: MeetingMention, world: World) -> bool:
    """Whether two mentions can be of one meeting: of its kind, with the same sides, at no other place."""
    if not _one_place(one.place, other.place, world):
        return False
    mine, its = sort_of(one), sort_of(other)
    if mine == its == "visit":
        return _one_visit(one.participants, other.participants, world)
    exchange = other.rule.startswith("exchange.") or one.rule.startswith("exchange.")
    if mine != its and not (exchange and "call" in (mine, its)):  # it may be one by telephone
        return False
    if one.participants == other.participants:
        return True
    same = group_of(one, world)[1] == group_of(other, world)[1]
    return same and alike(one.participants, other.participants, world)


def _one_visit(one: Sequence[str], other: Sequence[str], world: World) -> bool:
    """The same guests, and no two hosts."""
    hosts, others = ([e for e in who if world.state_of(e) == e] for who in (one, other))
    guests, its = set(one) - set(hosts), set(other) - set(others)
    if not guests or not its:
        return set(one) == set(other)
    return guests == its and (not hosts or not others or hosts == others)


def _on_one_visit(visit: MeetingMention, talks: MeetingMention, world: World) -> bool:
    """Whether talks are those of a visit: the guest meets somebody of the state that he visits."""
    if visit.kind != "visit" or sort_of(talks) != "meeting" or visit.rule.startswith("visit.host"):
        return False
    host = {world.state_of(e) for e in visit.participants if world.state_of(e) == e}
    host |= {world.state_of(visit.place)} if visit.place else set()
    guests = {e for e in visit.participants if world.state_of(e) != e} or set(visit.participants[:1])
    rest = [e for e in talks.participants if e not in guests]
    met = any(world.state_of(e) in host for e in rest if world.state_of(e))
    return met and len(rest) < len(talks.participants) and _one_place(visit.place, talks.place, world)


def _one_place(one: str | None, other: str | None, world: World) -> bool:
    return not one or not other or one == other or world.state_of(one) == world.state_of(other)


def _is_over(value: str | None, today: date) -> bool:
    bounds = days_of(value)
    return bounds is not None and bounds[1] < today


def is_day(value: str | None) -> bool:
    """Whether a value has bounds, its year known or open."""
    return bool(value) and grain_of(value or "") is not None
