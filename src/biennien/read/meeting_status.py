"""Which words of status bear on which meeting of a stretch."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.rules import Rule
from biennien.model import Span
from biennien.read.meeting_heads import Head, Stretch
from biennien.read.view import View

# A new clause with its own subject and predicate: what stands behind it says nothing of a meeting before it.
_TURN = re.compile(
    r"\b(?:nhưng|song|tuy nhiên|trong khi|rằng|dù|mặc dù|bất chấp|trong bối cảnh|giữa lúc|đồng thời|còn)\b"
)
_CARRIES_ON = re.compile(r"(?:và|,|rồi|sau đó|để|kể cả|hoặc|hay)\s+(?:\w+\s+)?$")
_WORDS = re.compile(r"\w+(?: \w+){0,3}")
# What ties a side or a place to a noun before it.
_TIED = re.compile(
    r"(?:^|\s)(?:giữa|với|cùng|của|tới|đến|tại|ở|và|lẫn)\s(?:[^,.]{0,40})$|^\s*(?:[-–,]|và)\s*(?:[^,.]{0,24})$"
)
_UNTIL = re.compile(r"(?:cho|đến|tới) (?:tới|đến )?sau(?: khi)? $")
_WHICH = re.compile(r"[^,.;]{0,40}?\bmà\s")
_TOPIC = re.compile(
    r"\s*(?:về|đối với|riêng|riêng về|nói về|liên quan (?:đến|tới)|còn về)\s+(?:\w+\s+){0,3}$"
)
_BUT = re.compile(r",?\s(?:nhưng|song|tuy nhiên|có điều)(?:\s\w+){0,3}\s$")
# What makes a noun of the clause behind it.
_AS_NOUN = re.compile(r"\b(?:việc|chuyện|khả năng|kế hoạch|ý tưởng|ngày giờ|đề nghị|phương án)\s[^,.;:]*$")
_LATER = re.compile(r"(?:ngay )?(?:sau|kể từ|kết thúc)")
_COMING = frozenset({"future", "plan"})
_COMING_AT = _COMING | {"hope", "may"}
_CARRIED = frozenset({"future", "plan", "propose", "wish", "hope", "soft"})
_OPEN_SORTS = frozenset({"doubt", "need", "no_plan", "open", "stalled"})
_WHEN = re.compile(r"\b(?:sau|trước|kể từ|nhân|bên lề)\s+(?:(?:một|các|những|hai)\s+)*$")
_RECALLED = re.compile(r", (?:vốn|lẽ ra|trước đó|từng|ban đầu) (?:được|do|đã được|đã) [^,.;:]{4,80},")
_ASIDE = re.compile(r"\([^()\n]{1,40}\)")
_JOINS = frozenset("-–—/")
_BLANK = frozenset(" “”\"'‘’\u00a0")


class Trigger(NamedTuple):
    """Words of a status rule at a place; `declarer` the span of a declarer inside them.

    `sort` is the class of the rule; `before` whether the words may govern a meeting behind them, `after` whether they
    may be the predicate of one before them.
    """

    start: int
    end: int
    rule: Rule
    sort: str
    before: bool
    after: bool
    declarer: Span | None = None


class Triggers:
    """The status words of one stretch and the words that let them through."""

    def __init__(
        self,
        view: View,
        stretch: Stretch,
        hits: Sequence[Hit[object]],
        sides: Sequence[tuple[int, int]],
        times: Sequence[tuple[int, int]],
        heads: Sequence[Head],
        links: frozenset[str],
    ) -> None:
        self.view = view
        self._sides = sides
        self._side_starts = [s for s, _ in sides]
        self._side_ends = {e for _, e in sides}
        self.stretch = stretch
        self.heads = heads
        self._links = links
        self._reach: dict[int, list[int]] = {}
        inside = [t for hit in hits if (t := _trigger(view, stretch, hit))]
        self.all = _outer([t for t in _told(view, stretch, inside) if not self._in_side(t)])
        for start, end in (*sides, *times, *((h.start, h.end) for h in heads)):
            self._reach.setdefault(start, []).append(end)
        for trigger in self.all:
            if trigger.sort not in ("adjunct", "hypothetical") and not (
                trigger.sort == "condition" and trigger.after
            ):
                self._reach.setdefault(trigger.start, []).append(trigger.end)
        self._given = self._assign()

    def asks(self, start: int) -> bool:
        """Whether the side that begins there is asked to do something: `kêu gọi A và B can đảm đối thoại`."""
        return any(t.sort == "propose" and 0 <= start - t.end <= 1 for t in self.all)

    def _in_side(self, trigger: Trigger) -> bool:
        index = bisect_right(self._side_starts, trigger.start) - 1
        return index >= 0 and trigger.end <= self._sides[index][1]

    def passes(self, start: int, end: int, comma: bool = False) -> bool:
        """Whether only words that let through stand between two places."""
        lower = self.view.lower
        while start < end:
            if lower[start] in _BLANK or (comma and lower[start] == ","):
                start += 1
                continue
            if lower[start] == "(" and (aside := _ASIDE.match(lower, start, end)):  # `ông A (trái) gặp ông B`
                start = aside.end()
                continue
            reached = [r for r in self._reach.get(start, ()) if r <= end]
            reach = max(reached) if reached else self._link(start, end) or self._next_side(start)
            if not reach:
                return False
            start = reach
        return True

    def _next_side(self, start: int) -> int:
        """Where the side begins that a dash joins to the one before (`đề nghị Nga - Mỹ gặp nhau`); 0 without."""
        lower = self.view.lower
        if lower[start] not in _JOINS or not {start, start - 1} & self._side_ends:
            return 0
        while lower[start + 1] in _BLANK:
            start += 1
        return start + 1 if start + 1 in self._side_starts else 0

    def _link(self, start: int, end: int) -> int:
        """Where the longest link word that begins at `start` ends; 0 where none does."""
        words = _WORDS.match(self.view.lower, start, end)
        while words:
            if words.group() in self._links:
                return words.end()
            cut = words.group().rfind(" ")
            if cut < 0:
                return 0
            words = _WORDS.match(self.view.lower, start, start + cut)
        return 0

    def of(self, head: Head) -> list[Trigger]:
        """The triggers that bear on a head, in text order."""
        return self._given.get(head.start, [])

    def _assign(self) -> dict[int, list[Trigger]]:
        given: dict[int, list[Trigger]] = {}
        for trigger in self.all:
            head = self._governed(trigger) if trigger.before else None
            if head is None and trigger.after:
                head = self._subject(trigger, given)
            if head is None and trigger.sort == "act":
                head = self._related(trigger)
            if head is not None:
                given.setdefault(head.start, []).append(trigger)
                if trigger.sort == "act" and (threat := self._threat(trigger)):
                    given[head.start].append(threat)
                if trigger.before and trigger.end <= head.start:
                    for other in self._joined(head, trigger):
                        given.setdefault(other.start, []).append(trigger)
        for head in self.heads:
            if head.role == "verb" and head.start not in given and (carried := self._carried(head)):
                given[head.start] = [carried]
        return {start: sorted(found, key=lambda t: (t.start, t.end)) for start, found in given.items()}

    def _carried(self, head: Head) -> Trigger | None:
        """A wish or a plan that goes on behind a comma: `sẵn sàng ký thỏa thuận, đối thoại với ông B`."""
        lower = self.view.lower
        if not lower.endswith(", ", self.stretch.start, head.start):
            return None
        for trigger in reversed(self.all):
            gap = lower[trigger.end : head.start - 2]
            if trigger.end < head.start and trigger.before and trigger.sort in _CARRIED:
                return trigger if len(gap) < 70 and "," not in gap and not _TURN.search(gap) else None
        return None

    def _related(self, act: Trigger) -> Head | None:
        """The noun that a relative clause with an act belongs to: `cuộc gặp mà ông hủy`."""
        for head in reversed(self.heads):
            if head.end <= act.start and head.role == "noun":
                mark = _WHICH.match(self.view.lower, head.end, act.start)
                return head if mark and self.passes(mark.end(), act.start) else None
        return None

    def _threat(self, act: Trigger) -> Trigger | None:
        """A threat that goes on behind a comma: `dọa tăng thuế, hủy gặp ông Tập`."""
        for trigger in self.all:
            if trigger.start >= act.start:
                break
            gap = self.view.lower[trigger.end : act.start]
            if trigger.sort == "soft" and gap.rstrip().endswith((",", "và")) and not _TURN.search(gap):
                return trigger
        return None

    def _governed(self, trigger: Trigger) -> Head | None:
        for head in self.heads:
            if head.start >= trigger.end:
                purpose = trigger.sort == "act" and " để " in self.view.lower[trigger.end : head.start]
                passes = not purpose and self.passes(trigger.end, head.start, trigger.sort == "plan")
                return head if passes else None
        return None

    def coming(self, head: Head) -> bool:
        """Whether the clause that a head is an adjunct of lies in the future: `sẽ … sau cuộc gặp`."""
        if any(
            t.rule.id == "held.adjunct" and self.view.lower.startswith("sau khi", t.start)
            for t in self.of(head)
        ):
            return False
        at = any(
            t.rule.id == "held.adjunct" and not _LATER.match(self.view.lower, t.start) for t in self.of(head)
        )
        when = any(t.rule.id == "held.when" for t in self.of(head))
        for trigger in self.all:
            if (
                trigger.before
                and trigger.sort in (_COMING_AT if at or when else _COMING)
                and trigger.end <= head.start
            ):
                gap = self.view.lower[trigger.end : head.start]
                gap = gap.replace(", trong khuôn khổ", "").replace(", bên lề", "")
                if "," not in gap and not _TURN.search(gap):
                    return True
        return bool(_UNTIL.search(self.view.lower, max(0, head.start - 24), head.start))

    def _joined(self, head: Head, trigger: Trigger) -> list[Head]:
        """Heads that share the operator of the first: `tới Moskva và gặp ông Putin`."""
        if trigger.sort in ("adjunct", "presupposed"):
            return []
        called_off = trigger.sort == "act"  # takes along only what the visit was for
        found = []
        previous = head
        for other in self.heads:
            if other.start <= head.start:
                continue
            gap = self.view.lower[previous.end : other.start]
            errand = (
                previous.kind == "visit"
                and previous.role != "host"
                and self.passes(previous.end, other.start)
            )
            if called_off and (not errand or " để " in gap):
                break
            if len(gap) > 80 or not (errand or (_CARRIES_ON.search(gap) and not _TURN.search(gap))):
                break
            if other.role == "noun" and not gap.rstrip().endswith(("để", "dự", "tham gia", "họp")):
                break
            found.append(other)
            previous = other
        return found

    def _subject(self, trigger: Trigger, given: Mapping[int, list[Trigger]]) -> Head | None:
        """The head that a predicate belongs to: the nearest before it that is no adjunct, in the same clause."""
        condition = trigger.rule.flag("loose")
        spare: Head | None = None
        for head in reversed(self.heads):
            if head.end > trigger.start:
                continue
            nominal = head.role in ("noun", "taken") or self._nominal(head, given)
            gap = self.view.lower[head.end : trigger.start]
            if trigger.sort in ("need", "no_plan") and _BUT.search(gap) and self._is_open(head, given):
                return head
            if not nominal and not condition:
                continue
            if len(gap) > 260 or (condition and _TURN.search(gap)):
                break
            if not condition and not self._predicated(head, trigger, gap) and not self._topic(head, trigger):
                continue
            if self._beside(head) and not self._topic(head, trigger):
                near = "," not in gap and len(gap) < 60 and not self._dating(head)
                if spare is None and (near or condition):
                    spare = head
                continue
            return head
        return spare

    @staticmethod
    def _is_open(head: Head, given: Mapping[int, list[Trigger]]) -> bool:
        """Whether a meeting is only possible: `có thể gặp nhau, nhưng chưa có nhu cầu`."""
        return any(t.sort in ("may", "open") for t in given.get(head.start, ()))

    def _nominal(self, head: Head, given: Mapping[int, list[Trigger]]) -> bool:
        """Whether a verb stands for the event: ungoverned (`đàm phán Nga - Mỹ bị hoãn`) or in `kế hoạch gặp …`."""
        if _AS_NOUN.search(self.view.lower, max(self.stretch.start, head.start - 70), head.start):
            return True
        if head.kind not in ("negotiation", "meeting", "visit") or head.role == "motion":
            return False
        return all(t.sort in ("presupposed", "possible") for t in given.get(head.start, ()))

    def _predicated(self, head: Head, trigger: Trigger, gap: str) -> bool:
        """Whether a predicate can be said of a noun: right behind its sides, or after a comma without a subject of its own."""
        end = max(head.end, self._ends(head))
        if self.passes(end, trigger.start):
            return True
        rest = self.view.lower[end : trigger.start]
        turns = list(_TURN.finditer(gap))
        turn = turns[-1] if turns else None
        comma = max(gap.rfind(","), turn.end() - 1 if turn else -1)
        if comma >= 0:
            if turn and turn.group() not in ("nhưng", "song"):
                return False
            last = head.end + comma + 1
            return self.passes(last, trigger.start) and not any(
                last <= s < trigger.start for s in self._side_starts
            )
        return (
            len(rest) < 44
            and not any(end <= s < trigger.start for s in self._side_starts)
            and not re.search(r"\b(?:rằng|là|khi)\b", rest.removesuffix("là "))
        )

    def _ends(self, head: Head) -> int:
        """Where the sides that follow a noun end: the last one before the next predicate that is tied to it."""
        end = head.end
        for start, stop in self._sides:
            if start < end:
                continue
            between = self.view.lower[end:start]
            near = (
                len(between) < 26 and "," not in between and not any(end <= t.start < start for t in self.all)
            )
            tied = _TIED.search(between) and not ("," in between and len(between) > 90)
            if not near and not tied and between.strip() != ",":
                break
            end = stop
        return end

    def _topic(self, head: Head, trigger: Trigger) -> bool:
        """Whether a sentence opens with a meeting as its topic: `Về cuộc gặp của họ, bà nói chưa có ngày`."""
        start = self.stretch.start
        opens = _TOPIC.match(self.view.lower[start : head.start])
        return bool(opens) and trigger.sort in _OPEN_SORTS and trigger.start - head.end < 160

    def _beside(self, head: Head) -> bool:
        """Whether a head stands in an adjunct (`sau cuộc gặp`) and so is no subject."""
        before = self.view.lower[max(self.stretch.start, head.start - 28) : head.start]
        return bool(
            re.search(
                r"(?:sau(?: khi có)?|trước(?: thềm)?|tại|trong|nhân|kể từ|bên lề|chuẩn bị cho|nhằm|về|để|từ|của|cho|đến|với)"
                r"\s+(?:(?:một|các|những|kế hoạch|hai|kết quả)\s+)*$",
                before,
            )
        )

    def _dating(self, head: Head) -> bool:
        """Whether a head only tells when something was: `động lực sau cuộc gặp đã tan`."""
        before = self.view.lower[max(self.stretch.start, head.start - 24) : head.start]
        return bool(_WHEN.search(before))


def _told(view: View, stretch: Stretch, triggers: list[Trigger]) -> list[Trigger]:
    """Without what an insertion recalls of a meeting that the clause goes on to tell of: `cuộc gặp, vốn được A đề xuất, đã bị hủy`."""
    for recalled in _RECALLED.finditer(view.lower, stretch.start, stretch.end):
        if any(t.start >= recalled.end() for t in triggers):
            triggers = [t for t in triggers if not recalled.start() <= t.start < recalled.end()]
    return triggers


def _trigger(view: View, stretch: Stretch, hit: Hit[object]) -> Trigger | None:
    start, _, rule = hit
    if not isinstance(rule, Rule) or (side := rule.attributes["side"]) == "none":
        return None
    match = rule.pattern.match(view.lower, start)
    if match is None or (end := match.end()) > stretch.end:
        return None
    declarer = Span(*match.span("declarer")) if match.re.groups and match.group("declarer") else None
    sort = str(rule.attributes["class"])
    return Trigger(start, end, rule, sort, side != "after", side != "before", declarer)


def _outer(found: list[Trigger]) -> list[Trigger]:
    """Without the triggers that lie inside a longer one that bears to the same side."""
    found.sort(key=lambda t: (t.start, -t.end, t.rule.id))
    kept: list[Trigger] = []
    for trigger in found:
        start, end = trigger.start, trigger.end
        for other in kept[-6:]:
            inside = end <= other.end and other.end - other.start > end - start
            if inside and (_same_side(other, trigger) or other.declarer):
                break
        else:
            kept.append(trigger)
    return kept


def _same_side(one: Trigger, other: Trigger) -> bool:
    return (one.before and other.before) or (one.after and other.after)
