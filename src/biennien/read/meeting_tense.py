"""When a meeting is, and what its clause amounts to by words, tense and calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from biennien.model import MeetingMention, TimeExpression
from biennien.model.timex import days_of
from biennien.read.meeting_heads import Head
from biennien.read.meeting_parts import find_when
from biennien.read.meeting_tells import Draft
from biennien.read.view import View

# A vague time is a meeting's time only with these statuses.
_REFERENCES = {
    "FUTURE_REF": ("not_ruled_out", "announced", "proposed", "conditional"),
    "PRESENT_REF": ("not_needed",),
}
# On the way to somebody, who is still to be met.
_SETS_OUT = re.compile(
    r"\b(?:lên đường|khởi hành|trên đường|lên chuyên cơ|rời\s[^,.;]{2,40}?)\s[^,.;]{0,60}?$"
)
_PLANNED = frozenset({"announced", "postponed", "conditional"})
_DONE = frozenset({"held", "cancelled", "postponed"})


class Calendar:
    """The day of the report against the times of its meetings."""

    def __init__(self, view: View, published_on: str | None) -> None:
        self.view = view
        self.today: tuple[date, date] | None = days_of(published_on)

    def times(self, draft: Draft) -> tuple[TimeExpression | None, TimeExpression | None]:
        """The time of the meeting, and the day of the declaration where a time in the clause is that."""
        verdict = draft.verdict
        behind, ahead = find_when(
            draft.head, draft.parts, draft.low, draft.high, draft.times, self.view.lower, verdict.adjunct
        )
        if behind is not None:
            declarer = next((t for t in draft.triggers if t.declarer), None)
            declared = declarer is not None and 0 <= behind.span.start - declarer.end < 12
            return (None, behind) if declared else (behind, ahead)
        if ahead is None or verdict.status in (None, "held") or verdict.adjunct or not self._over(ahead):
            return ahead, None
        needed = verdict.trigger is not None and verdict.trigger.sort == "need"
        return (ahead, None) if needed and ahead.timex.value == "PRESENT_REF" else (None, ahead)

    def fit(
        self, when: TimeExpression | None, said: TimeExpression | None, status: str
    ) -> tuple[TimeExpression | None, TimeExpression | None]:
        """The two times once the status is known: a plan is not for a day gone by, a vague time dates few statuses."""
        if when is None:
            return None, said
        if when.timex.value.endswith("_REF"):
            return (when if status in _REFERENCES.get(when.timex.value, ()) else None), said
        if status not in _DONE and self.today and days_of(when.timex.value) and self._over(when):
            return None, when
        return when, said

    def status(
        self,
        draft: Draft,
        who: tuple[str, ...],
        when: TimeExpression | None,
        former: MeetingMention | None,
        found: Sequence[MeetingMention],
    ) -> tuple[str, str | None]:
        """Status and detail: what the words say, else the calendar, else what is taken up, else held."""
        verdict, tense, head = draft.verdict, self.tense(when), draft.head
        if verdict.status and not (verdict.presupposed and tense == "held"):
            return self._told(draft, tense, planned=_planned(who, found))
        if verdict.adjunct:
            coming = tense == "announced" or (draft.coming and tense is None)
            return ("announced", "presupposed") if coming else ("held", None)
        if verdict.trigger is None and self._on_the_way(head):
            return "announced", None
        if tense:
            return ("announced" if self._later_today(draft, when) else tense), None
        if self._asks(draft):
            return "unclear", "asked"
        if head.rule == "meeting.appointment":
            return "announced", "presupposed"
        if former is not None:
            return former.status, former.detail
        return "held", None

    def _told(self, draft: Draft, tense: str | None, *, planned: bool) -> tuple[str, str | None]:
        verdict = draft.verdict
        sort = verdict.trigger.sort if verdict.trigger else ""
        if sort == "agree" and tense == "held" and draft.head.role == "noun":
            return "held", None  # `xác nhận cuộc điện đàm hôm qua`
        if sort == "happened" and tense == "announced":
            return "announced", None
        if sort == "stalled" and draft.head.kind in ("meeting", "summit") and not planned:
            return "unclear", verdict.detail
        if sort in ("no_plan", "doubt") and verdict.detail in ("no plan", "not soon") and planned:
            return "postponed", verdict.detail
        return verdict.status or "held", verdict.detail

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

    def _over(self, when: TimeExpression) -> bool:
        """Whether a time lies wholly before the day of the report; one without bounds counts as over."""
        bounds = days_of(when.timex.value)
        return bounds is None or self.today is None or bounds[1] < self.today[0]

    def _later_today(self, draft: Draft, when: TimeExpression | None) -> bool:
        """A bare verb with `hôm nay` tells what is to come."""
        bare = when is not None and draft.head.role != "noun" and not draft.triggers
        return bare and when is not None and "hôm nay" in when.span.cut(self.view.lower)

    def _on_the_way(self, head: Head) -> bool:
        """Whether whoever is to meet somebody is only setting out: `lên đường sang Rome gặp bà`."""
        if head.role != "verb" or head.kind != "meeting":
            return False
        return bool(_SETS_OUT.search(self.view.lower, head.stretch.start, head.start))

    def _asks(self, draft: Draft) -> bool:
        """Whether a headline only asks: `Có thượng đỉnh ở Alaska?`"""
        start, end = draft.head.stretch.start, draft.head.stretch.end
        return end - start < 120 and self.view.text[start:end].rstrip().endswith("?")


def _planned(who: tuple[str, ...], found: Sequence[MeetingMention]) -> bool:
    """Whether the report has told of a plan of the same sides before."""
    sides = frozenset(who)
    return any(sides.issubset(m.participants) for m in found if m.status in _PLANNED)
