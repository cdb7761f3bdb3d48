"""The clause that reports what somebody says: how far it reaches, and which time in it is that of the saying."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biennien.model import Attribution, Span, TimeExpression
from biennien.model.timex import grain_of
from biennien.read.calendar import resolve_offset
from biennien.read.clauses import Scene
from biennien.read.enclosing import Enclosing
from biennien.read.occasions import Occasions, day_of, is_date, is_open, sentence_at

_DAYS = frozenset({"day", "time"})
_MEDIA = frozenset({"outlet", "agency"})
_LEADING = 12  # code points from the beginning of a clause to a time that leads it
_FAR = 200  # code points behind a saying
_FINE = frozenset({"day", "time", "week"})
# What is said at other times, or always, has not the day of what was said before.
_OTHER_TIME = re.compile(
    r"(?<!\w)(?:từng|nhiều lần|luôn|thường|từ lâu|lâu nay|liên tục|trước đó|sau đó|trước đây)(?!\w)"
)
_TOPIC = re.compile(
    r"(?:bình luận|nhận xét|đề cập|nhắc|nói|phản ứng|liên quan|đối với|về|kể từ|từ|trước|so với|theo (?:thỏa thuận|kế hoạch|lịch))(?!\w)"
)
_SPOKEN_AT = re.compile(r"trước (?:khi )?(?:cuộc|buổi|phiên|lễ)|nói (?:trong|tại|sau)")
_ASKED = re.compile(r"(?:được|bị) hỏi (?!(?:hôm|ngày|vào|sáng|chiều|tối) )")
_ASIDE = re.compile(r", (?:người|vốn|nơi|từng|đang|khi đó|mới|vừa)\s[^,\n]{0,300},|\([^)\n]{0,300}\)")
_OTHER_CLAUSE = re.compile(
    r"[,;] (?:và|song|nhưng|còn|trong khi|khiến|mà)\s|; | (?:sau khi|trước khi|trong khi|trong bối cảnh|khi|do|vì) "
)
_SINCE = re.compile(r" sau khi(?!\w)")
_COUNT = re.compile(r"P(\d+)([DWMY])$")


class ReportingClauses:
    """The reporting clauses of the attributions of one report, by their numbers."""

    def __init__(self, scene: Scene, found: Sequence[Attribution], occasions: Occasions) -> None:
        self.scene = scene
        self.found = found
        self.occasions = occasions
        self._pieces = Enclosing(
            (p.start, p.end, n) for n, a in enumerate(found) for p in a.content if not self._is_empty(p)
        )

    def zone(self, number: int) -> Span | None:
        """Where the time of a saying can stand: the sentence of its cue; within another's words only those of them that stand in it.

        What follows `Theo AFP,` or `AFP dẫn lời` belongs to the words passed on.
        """
        attribution = self.found[number]
        cue = attribution.cue
        sentence = sentence_at(self.scene, cue.start) if cue is not None else None
        if cue is None or sentence is None:
            return None
        start, end = sentence.start, sentence.end
        if attribution.verb_class == "theo" and attribution.source and attribution.source.start >= cue.start:
            comma = self.scene.view.lower.find(",", attribution.source.end, end)
            end = comma if comma >= 0 else end
        elif attribution.rule.endswith(":relay"):
            end = cue.end
        if attribution.within is None:
            return Span(start, end)
        parent = self.found[attribution.within]
        teller = parent.source or parent.cue
        if self.passes_on(parent) and teller is not None:
            return Span(min(max(start, teller.end), cue.start), end)
        for piece in parent.content:
            if piece.start <= cue.start < piece.end:
                return Span(max(start, piece.start), min(end, piece.end))
        return Span(start, end)

    def is_outside(self, number: int, place: int) -> bool:
        """Whether a place is no part of what is said, by this speaker or by one whose words do not hold the cue."""
        cue = self.found[number].cue
        for start, end, other in self._pieces.at(place):
            if other == number or cue is None or not start <= cue.start < end:
                return False
        return True

    def own_time(self, number: int, zone: Span) -> TimeExpression | None:
        """The time in the reporting clause, the nearest to its verb, outside what is said."""
        attribution = self.found[number]
        cue, source = attribution.cue, attribution.source or attribution.cue
        if cue is None or source is None:
            return None
        best: tuple[int, TimeExpression] | None = None
        end = max(piece.end for piece in attribution.content)
        for time in self.scene.times_in(zone.start, zone.end):
            start = time.span.start
            if time.span.end < cue.start - 90 and start - zone.start >= 60:
                continue
            if cue.end + 60 < start < end or start > max(cue.end, end) + _FAR:
                continue
            if not is_date(time) or not self.is_outside(number, start):
                continue
            if self.occasions.owns(time) or self._belongs_elsewhere(time, attribution, zone):
                continue
            leads = start - zone.start < _LEADING
            fine = leads or grain_of(time.timex.value) in _FINE or is_open(time)
            if not fine and (
                min(_distance(time, cue), _distance(time, source)) > 6 or self._is_cut_off(time, source)
            ):
                continue
            if best is None or _distance(time, cue) < best[0]:
                best = (_distance(time, cue), time)
        return best[1] if best else None

    def counted_back(self, number: int, zone: Span) -> str | None:
        """`Hôm 5/3, hai ngày sau khi A thông báo`: the day of the announcement is the third."""
        attribution = self.found[number]
        source = attribution.source or attribution.cue
        if source is None:
            return None
        lower = self.scene.view.lower
        times = self.scene.times_in(zone.start, source.start)
        for at, time in enumerate(times):
            count = _COUNT.match(time.timex.value)
            if (
                not count
                or not _SINCE.match(lower, time.span.end)
                or lower.find(",", time.span.end, source.start) > 0
            ):
                continue
            day = next((day_of(t) for t in reversed(times[:at]) if grain_of(t.timex.value) in _DAYS), None)
            return resolve_offset(f"P-{count[1]}{count[2]}", day) or ""
        return None

    def _is_cut_off(self, time: TimeExpression, source: Span) -> bool:
        """Whether a comma parts a time from the speaker behind it."""
        lower = self.scene.view.lower
        comma = lower.find(",", time.span.end, source.start)
        return comma >= 0 and not lower.startswith(", khi ", comma)

    def _belongs_elsewhere(self, time: TimeExpression, attribution: Attribution, zone: Span) -> bool:
        """Whether a time dates something else than the saying: `bình luận về cuộc gặp ngày 16/10`, `, người tới đây hôm 7/11,`."""
        lower, start = self.scene.view.lower, time.span.start
        cue, source = attribution.cue, attribution.source
        if cue is not None and start < cue.start:
            if _ASKED.search(lower, zone.start, start):
                return True
            after = source.end if source is not None and source.end < cue.start else zone.start
            if any(m.start() < start < m.end() for m in _ASIDE.finditer(lower, after, cue.start + 1)):
                return True
            between = _OTHER_CLAUSE.search(lower, time.span.end, (source or cue).start)
            when = between is not None and between.group() == " khi " and between.start() <= time.span.end + 1
            if when:
                return False
            if between is not None and start - zone.start >= _LEADING:
                return True
        if lower.endswith((" từ ", "kể từ "), 0, start):
            return True
        if source is not None and start >= source.end:
            return bool(
                cue is not None and start > cue.end + 6 and _OTHER_TIME.search(lower, source.end, cue.start)
            )
        tail = lower[max(zone.start, start - 80) : start].rsplit(",", 1)[-1].lstrip()
        return bool(_TOPIC.match(tail)) and not _SPOKEN_AT.match(tail)

    def is_other_time(self, attribution: Attribution, zone: Span) -> bool:
        """`từng nói`, `sau đó cho biết`: at some other time than the last words."""
        lower = self.scene.view.lower
        cue = attribution.cue
        if cue is None:
            return False
        first = max(zone.start, cue.start - 60)
        source = attribution.source
        start = source.end if source is not None and zone.start <= source.end <= cue.start else first
        start = max(start, lower.rfind(",", start, cue.start) + 1)
        return bool(_OTHER_TIME.search(lower, start, cue.start)) or lower.startswith("trước đó", zone.start)

    def is_elsewhere(self, zone: Span) -> bool:
        """`Tại Rome, bà nói`: a place that opens the sentence opens another occasion."""
        lower = self.scene.view.lower
        if lower.startswith("tại đây", zone.start):
            return True
        return lower.startswith(("tại ", "ở "), zone.start) and any(
            m.type == "LOC" and m.span.start <= zone.start + 4
            for m in self.scene.mentions_in(zone.start, zone.start + 5)
        )

    def is_free(self, place: int) -> bool:
        """Whether a place is the reporter's own text, or an outlet's that is passed on."""
        held = any(not self.passes_on(self.found[n]) for _, _, n in self._pieces.at(place))
        return not held and self.scene.quotation_at(place) is None

    def _is_empty(self, piece: Span) -> bool:
        """`Tuy nhiên, hôm 3/5`: no words that anybody could say."""
        if piece.end - piece.start > 40 or not self.scene.times_in(piece.start, piece.end):
            return False
        return len(self.scene.bare(piece.start, piece.end).strip(" ,").split()) <= 2

    def people(self, span: Span) -> list[tuple[int, str]]:
        return [
            (m.span.start, m.entity)
            for m in self.scene.mentions_in(span.start, span.end)
            if m.type == "PER" and m.entity
        ]

    def is_outer(self, attribution: Attribution) -> bool:
        """Whether somebody's words stand in no other's, or in those of an outlet that only passes them on."""
        return attribution.within is None or self.passes_on(self.found[attribution.within])

    def passes_on(self, attribution: Attribution) -> bool:
        """Whether an outlet only passes on what others say: `Theo AFP, bà nói …`."""
        if attribution.rule.endswith(":relay"):
            return True
        actors = self.scene.knowledge.world.actors
        kinds = [actors[e].kind for e in attribution.entities if e in actors]
        return bool(kinds) and all(k in _MEDIA for k in kinds)

    def is_quoted(self, place: int) -> bool:
        """Whether a place stands within what somebody says, and not at the head of it."""
        held = any(start < place - 3 for start, _, _ in self._pieces.at(place))
        return held or self.scene.quotation_at(place) is not None


def _distance(time: TimeExpression, words: Span) -> int:
    return min(abs(time.span.start - words.end), abs(words.start - time.span.end))
