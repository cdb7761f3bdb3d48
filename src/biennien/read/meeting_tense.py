"""What a clause about a meeting amounts to by words, tense and calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biennien.model import MeetingMention, TimeExpression
from biennien.model.timex import days_of
from biennien.read.meeting_heads import Head
from biennien.read.meeting_tells import Draft
from biennien.read.meeting_times import Days
from biennien.read.view import View

# On the way to somebody, who is still to be met.
_SETS_OUT = re.compile(
    r"\b(?:lên đường|khởi hành|trên đường|lên chuyên cơ|rời\s[^,.;]{2,40}?)\s[^,.;]{0,60}?$|\bđi $"
)
_SETS_OUT_FOR = re.compile(
    r"\b(?:lên đường|khởi hành|trên đường|lên chuyên cơ)\s(?!từ|về)[^,.;]{0,60}?dự $"
    r"|\b(?:lên đường|khởi hành|trên đường) (?:tới|đến|sang) $|(?<!đã )(?<!vừa )(?<!khi )\b(?:tới|đến|sang)\s[^,.;]{2,40}?\s(?:tham )?(?:dự|họp) $"
)
# Questions that take the event for granted: `được gì từ cuộc gặp`, `vì sao cuộc gặp …`.
_GRANTED = re.compile(r"\b(?:gì|vì sao|tại sao|thế nào|ra sao|bao nhiêu|những ai|là ai)\b")
_REPORTING = re.compile(r"xác nhận|thông báo|công bố|loan báo|tiết lộ")
_PLANNED = frozenset({"announced", "postponed", "conditional"})


class Calendar:
    """What the words, the tense and the day of the report make of a clause."""

    def __init__(self, view: View, days: Days) -> None:
        self.view = view
        self.days = days

    def status(
        self,
        draft: Draft,
        who: tuple[str, ...],
        when: TimeExpression | None,
        former: MeetingMention | None,
        found: Sequence[MeetingMention],
    ) -> tuple[str, str | None]:
        """Status and detail: what the words say, else the calendar, else what is taken up, else held."""
        verdict, tense, head = draft.verdict, self.days.tense(when), draft.head
        made = verdict.trigger is None or verdict.trigger.sort == "past"
        if made and head.rule.startswith("meeting.appoint"):
            return "announced", "presupposed"
        if verdict.status and not (verdict.presupposed and tense == "held"):
            return self._told(draft, tense, planned=_planned(who, found))
        if verdict.adjunct:
            coming = tense == "announced" or (draft.coming and tense is None)
            return ("announced", "presupposed") if coming else ("held", None)
        if verdict.trigger is None and self._on_the_way(head):
            return "announced", None
        if draft.urged and verdict.trigger is None and head.role == "verb" and tense != "held":
            return "proposed", "asked for"
        if self._still_to_come(draft, when):
            return "announced", None
        if tense:
            return tense, None
        if self._asks(draft):
            return "unclear", "asked"
        if former is not None and not (when is not None and verdict.tenseless):
            return former.status, former.detail
        return "held", None

    def _told(self, draft: Draft, tense: str | None, *, planned: bool) -> tuple[str, str | None]:
        verdict = draft.verdict
        sort = verdict.trigger.sort if verdict.trigger else ""
        if sort == "agree" and self._reports(draft, tense):
            return tense or "held", None
        if verdict.trigger is not None and verdict.trigger.rule.id == "unclear.none_planned" and draft.denied:
            return "refused", "denied"
        if sort in ("future", "may") and self._asks(draft):
            return "unclear", "asked"
        if sort == "happened" and tense == "announced":
            return "announced", None
        if sort == "stalled" and draft.head.kind in ("meeting", "summit") and not planned:
            return "unclear", verdict.detail
        if sort in ("no_plan", "doubt") and verdict.detail in ("no plan", "not soon") and planned:
            return "postponed", verdict.detail
        return verdict.status or "held", verdict.detail

    def _reports(self, draft: Draft, tense: str | None) -> bool:
        """Whether words of announcing only report: `xác nhận cuộc điện đàm hôm qua`, `thông báo hai ông gặp nhau`."""
        told = draft.verdict.trigger
        alone = all(t is told or t.sort in ("past", "adjunct") for t in draft.triggers)
        if told is None or not alone or not _REPORTING.fullmatch(self.view.lower, told.start, told.end):
            return tense == "held" and draft.head.role == "noun"
        if draft.head.role == "noun":
            return tense == "held" or (tense is None and draft.head.kind == "call")
        return draft.parts.start >= told.end

    def _still_to_come(self, draft: Draft, when: TimeExpression | None) -> bool:
        """Whether a bare verb with `hôm nay`, or with a week, month or year that is not over, tells what is to come."""
        if when is None or draft.head.role == "noun" or draft.triggers or self.days.today is None:
            return False
        if "hôm nay" in when.span.cut(self.view.lower):
            return True
        bounds = days_of(when.timex.value)
        return bounds is not None and bounds[0] < bounds[1] > self.days.today[1] and when.timex.mod != "START"

    def _on_the_way(self, head: Head) -> bool:
        """Whether whoever is to meet somebody is only setting out: `lên đường sang Rome gặp bà`."""
        if head.kind not in ("meeting", "summit") or head.role not in ("verb", "noun"):
            return False
        pattern = _SETS_OUT if head.role == "verb" else _SETS_OUT_FOR
        return bool(pattern.search(self.view.lower, head.stretch.start, head.start))

    def _asks(self, draft: Draft) -> bool:
        """Whether a headline only asks: `Có thượng đỉnh ở Alaska?`"""
        start, end = draft.head.stretch.start, draft.head.stretch.end
        asks = end - start < 120 and self.view.text[start:end].rstrip().endswith("?")
        return asks and not (draft.head.role == "noun" and _GRANTED.search(self.view.lower, start, end))


def _planned(who: tuple[str, ...], found: Sequence[MeetingMention]) -> bool:
    """Whether the report has told of a plan of the same sides before."""
    sides = frozenset(who)
    return any(sides.issubset(m.participants) for m in reversed(found) if m.status in _PLANNED)
