"""The occasions on which people speak or write: press conferences, calls, visits, each with its day where the report gives one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.rules import Rule
from biennien.model import Span, TimeExpression
from biennien.model.timex import days_of, grain_of
from biennien.read.clauses import Scene

_REACH = 90  # code points from an occasion to its time
_DATES = frozenset({"day", "time", "week", "month", "year"})
# What parts a time from the occasion before it; a comma does not where the time follows at once (`, vào ngày 5/3`).
_PARTED = re.compile(
    r"[;:“”\"\n]|\.\s|, ?(?!(?:vào |hôm |đúng )*$)|(?<!\w)(?:nhưng|song|khi|nếu|kể từ|trước|sau khi|và)(?!\w)"
)
_PARTED_BEFORE = re.compile(
    r"[;:“”\"\n]|\.\s|(?<!\w)(?:nhưng|song|khi|nếu|kể từ|trước|sau|về|từ|kết quả|tại|trong|ở)(?!\w)"
)
# What parts a time that opens the sentence from a deed further on.
_SUBORDINATE = re.compile(r"[;:“”\"\n]|\.\s|(?<!\w)(?:nhưng|song|khi|nếu|kể từ|trước|sau|sẽ|rằng)(?!\w)")
_MANY = 32  # occasions with a day looked at on either side
_DOER = 30  # code points from a pronoun to the deed that it does
_RECENT = 14  # days before the last day told: older talks are background
_SOME_YEAR = "2000"  # for days whose year is open
_LEADING = 12  # code points
_OPENERS = frozenset(
    {"tại", "trong", "sau", "trước", "ở", "nhân", "lề", "khi", "lúc", "thúc", "trên", "dự", "biểu", "qua"}
)
_BETWEEN = frozenset({"một", "các", "những", "loạt", "dịp", "suốt", "buổi", "cuộc"})
_BARE = frozenset({"interview"})  # `trả lời báo giới` opens a clause without a preposition
# Which other kinds of occasion give the day of one that has none of its own: a press conference follows the talks.
_FAMILIES = {
    "press": ("press", "meeting", "session"),
    "meeting": ("meeting", "call", "session"),
    "call": ("call",),
    "visit": ("visit",),
    "session": ("session",),
    "interview": ("interview",),
    "speech": ("speech", "writing"),
    "writing": ("writing", "speech"),
    "statement": ("statement",),
}
_TALKS = frozenset({"meeting", "call"})


class Occasion(NamedTuple):
    """Words for an occasion; `day` what the `time` bound to them comes to, `people` who is named in their sentence, `after` who is named right behind them."""

    start: int
    end: int
    kind: str
    day: str | None
    time: Span | None
    people: frozenset[str]
    after: frozenset[str]
    noun: bool


class Occasions:
    """The occasions of one report in text order."""

    def __init__(self, scene: Scene, hits: Sequence[Hit[object]]) -> None:
        self.scene = scene
        self.all: list[Occasion] = []
        self.taken: list[tuple[int, int]] = []  # `cảnh báo này`: words told before are taken up
        end = 0
        for start, _, rule in hits:
            if start < end or not isinstance(rule, Rule):
                continue
            match = rule.match(scene.view.lower, start)
            if match is None:
                continue
            if rule.id == "taken":
                self.taken.append(match.span())
                continue
            end = match.end()
            self.all.append(self._occasion(start, end, rule))
        told = [t for t in scene.times if t.timex.grain in ("day", "time") and not _is_coming(t)]
        values = [days_of(t.timex.value.replace("XXXX", _SOME_YEAR)) for t in told]
        self._latest = max((v[1] for v in values if v), default=None)
        self._dated = [o for o in self.all if o.day is not None]
        self._starts = [o.start for o in self.all]
        self._bound = {
            o.time.start
            for o in self.all
            if o.time and o.noun and o.time.start >= o.end and not self._opens(o)
        }

    def opened(self, start: int, end: int) -> list[Occasion]:
        """Those of a stretch that say where or when something is done: `tại cuộc họp báo`, not `về cuộc họp báo`."""
        found = self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [o for o in found if self._opens(o)]

    def _opens(self, occasion: Occasion) -> bool:
        return occasion.kind in _BARE or _is_opened(self.scene.view.lower, occasion.start)

    def owns(self, time: TimeExpression) -> bool:
        """Whether a time is bound to an occasion on which nobody is said to speak: `cuộc gặp ngày 5/3 kéo dài`."""
        return time.span.start in self._bound

    def day_of(self, occasion: Occasion, speaker: Sequence[str]) -> str | None:
        """Its own day, else that of the nearest occasion of its family with the same people, told before rather than behind."""
        if occasion.day is not None:
            return occasion.day
        at = bisect_left(self._dated, occasion.start, key=lambda o: o.start)
        near = self._dated[max(0, at - _MANY) : at + _MANY]
        for kind in _FAMILIES.get(occasion.kind, ()):
            known = [
                o
                for o in near
                if o.kind == kind and o.start != occasion.start and _alike(occasion, o, speaker)
            ]
            if known:
                before = [o for o in known if o.start < occasion.start]
                return before[-1].day if before else known[0].day
        return None

    def scene_of(self, speaker: str, place: int, reach: int, is_free: Callable[[int], bool]) -> str | None:
        """The day of the last talks told before a place, where the speaker takes part in them, or of the speaker's own statement; only where the text `is_free` of what others say."""
        for at in range(bisect_left(self._starts, place) - 1, -1, -1):
            occasion = self.all[at]
            if place - occasion.start > reach:
                break
            if (
                not is_free(occasion.start)
                or occasion.day is None
                or (occasion.noun and occasion.kind == "statement")
            ):
                continue
            if occasion.kind == "statement" and speaker in occasion.people:
                return occasion.day
            if occasion.kind in _TALKS and grain_of(occasion.day) == "day" and self._is_recent(occasion.day):
                return occasion.day if speaker in occasion.people and len(occasion.people) > 1 else None
        return None

    def _is_recent(self, day: str) -> bool:
        mine = days_of(day.replace("XXXX", _SOME_YEAR))
        return mine is None or self._latest is None or (self._latest - mine[1]).days <= _RECENT

    def _occasion(self, start: int, end: int, rule: Rule) -> Occasion:
        scene = self.scene
        sentence = sentence_at(scene, start) or Span(start, end)
        within = scene.mentions_in(sentence.start, sentence.end)
        named = [m for m in within if m.type != "LOC" and m.entity]
        noun = rule.text("role") == "noun"
        deed = (
            not noun and rule.text("kind") == "statement"
        )  # `bộ này ra thông cáo`: by whoever stands before it
        comma = scene.view.lower.find(",", end, sentence.end)
        reach = min(end + _REACH, comma if comma >= 0 else sentence.end)
        time = self._time(start, end, sentence, noun)
        return Occasion(
            start=start,
            end=end,
            kind=rule.text("kind"),
            day=day_of(time) if time is not None else None,
            time=time.span if time is not None else None,
            people=frozenset(
                m.entity
                for m in named
                if m.entity
                and (m.level != "PRO" or (not noun and 0 <= start - m.span.end < _DOER))
                and (m.span.end <= start if deed else m.type == "PER")
            ),
            after=frozenset(
                m.entity for m in named if m.entity and end <= m.span.start < reach and m.level != "PRO"
            ),
            noun=noun,
        )

    def _time(self, start: int, end: int, sentence: Span, noun: bool) -> TimeExpression | None:
        """The time right behind, else for a deed the one before it in its clause: `hôm qua điện đàm`, `ngày 5/3 có cuộc gặp`."""
        scene = self.scene
        lower = scene.view.lower
        for time in scene.times_in(end, min(sentence.end, end + _REACH)):
            if _PARTED.search(lower, end, time.span.start) or scene.has_cue(end, time.span.start):
                break
            if is_date(time):
                return time
        if noun and _is_opened(lower, start):
            return None
        before = scene.times_in(sentence.start, start)
        first = before[0] if before and not noun else None
        leads = first is not None and first.span.start - sentence.start < _LEADING and is_date(first)
        if first is not None and leads and not _SUBORDINATE.search(lower, first.span.end, start):
            return first
        for time in reversed(before):
            if (
                start - time.span.end > _REACH
                or _PARTED_BEFORE.search(lower, time.span.end, start)
                or scene.has_cue(time.span.end, start)
            ):
                break
            if is_date(time):
                return time
        return None


def _is_opened(lower: str, start: int) -> bool:
    """Whether a word such as `tại`, `bên lề`, `phát biểu` stands right before: the occasion of what is told."""
    words = lower[max(0, start - 30) : start].split()
    while words and words[-1] in _BETWEEN:
        words.pop()
    return bool(words) and words[-1] in _OPENERS


def _alike(one: Occasion, other: Occasion, speaker: Sequence[str]) -> bool:
    """Whether nobody speaks against two being one: who is met is met in both, or the speaker is named with the other."""
    if one.after and other.people:
        return not one.after.isdisjoint(other.people)
    return not other.people or not other.people.isdisjoint(speaker)


def _is_coming(time: TimeExpression) -> bool:
    return (time.offset or "").endswith((":soon", ":next"))


def sentence_at(scene: Scene, at: int) -> Span | None:
    """The sentence that holds a place."""
    index = bisect_right(scene.sentence_starts, at) - 1
    return scene.sentences[index].span if index >= 0 else None


def is_date(time: TimeExpression) -> bool:
    """Whether a time names a day, a week, a month or a year, or would with the day of the report (`hôm qua`)."""
    return is_open(time) or (time.timex.type in ("DATE", "TIME") and grain_of(time.timex.value) in _DATES)


def is_open(time: TimeExpression) -> bool:
    """`tuần trước`, `hôm qua` in a report without a date."""
    return time.anchor == "open" and time.offset is not None and not time.timex.value[5:7].isdigit()


def day_of(time: TimeExpression) -> str | None:
    """The value of a time at the grain of a day or coarser; None for an open one."""
    if is_open(time):
        return None
    value = time.timex.value
    return value[:10] if grain_of(value) == "time" else value
