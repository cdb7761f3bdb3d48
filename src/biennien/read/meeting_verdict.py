"""The status that the words bearing on a meeting amount to together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from biennien.model import Span
from biennien.read.meeting_heads import Head
from biennien.read.meeting_status import Trigger
from biennien.read.view import View

_NOT = re.compile(r"(?:không|chưa|chẳng)(?:\s+(?:hề|phải|bao giờ))?\s+$")
_ACTS = frozenset({"act", "collapse"})
_SOFT = frozenset({"soft", "propose", "wish", "hope", "may", "open", "arrange", "no_plan", "doubt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The status that words amount to; `trigger` the one that decides, None where tense and time must."""

    status: str | None
    detail: str | None = None
    trigger: Trigger | None = None
    condition: Span | None = None
    presupposed: bool = False
    adjunct: bool = False


def judge(head: Head, triggers: Sequence[Trigger], view: View) -> Verdict:
    """The status that the words bearing on a head amount to, the outer ones over the inner ones."""
    sorts: dict[str, Trigger] = {}
    for trigger in triggers:
        if (
            trigger.sort == "hope"
        ):  # `mong chuyến thăm góp phần …` takes the visit for granted, `mong có cuộc gặp` does not
            bare = head.role == "noun" and head.start - trigger.end <= 1
            sorts.setdefault("presupposed" if bare else "wish", trigger)
            continue
        sorts.setdefault(trigger.sort, trigger)
    adjunct = "adjunct" in sorts
    act = next((t for t in triggers if t.sort in _ACTS), None)
    condition = sorts.get("condition")
    if act and _broken_off(act, head):
        return Verdict(status="held", trigger=act, adjunct=adjunct)
    if act:
        return _judge_act(act, triggers, view, adjunct)
    if "doubt" in sorts and sorts["doubt"].rule.text("detail") == "asked":
        return _verdict(sorts["doubt"], adjunct)
    if "hypothetical" in sorts:
        return _verdict(sorts["hypothetical"], adjunct)
    if "deny" in sorts and "agree" in sorts:
        return Verdict(status="unclear", detail="denied", trigger=sorts["deny"], adjunct=adjunct)
    for sort in ("refuse", "deny", "will_not"):
        if sort in sorts:
            return _verdict(sorts[sort], adjunct)
    if condition and _conditioned(head, condition, sorts):
        return Verdict(
            status="conditional",
            detail=condition.rule.text("detail") or None,
            trigger=condition,
            adjunct=adjunct,
        )
    past = sorts.get("past")
    if past and "agree" in sorts and past.start > sorts["agree"].start:  # `xác nhận đã điện đàm`
        return _verdict(past, adjunct)
    if "outcome" in sorts:
        return Verdict(
            status="announced",
            detail="presupposed",
            trigger=sorts["outcome"],
            presupposed=True,
            adjunct=adjunct,
        )
    happens = next((t for t in triggers if t.sort == "future" and t.start >= head.end), None)
    if happens and not {"need", "no_plan", "doubt"} & sorts.keys():
        return _verdict(happens, adjunct)
    for sort in _ORDER:
        if sort in sorts:
            return _verdict(sorts[sort], adjunct)
    for sort in ("past", "happened"):
        if sort in sorts:
            return _verdict(sorts[sort], adjunct)
    if "possible" in sorts:
        return _verdict(sorts["possible"], adjunct)
    if "presupposed" in sorts:
        return Verdict(
            status="announced",
            detail="presupposed",
            trigger=sorts["presupposed"],
            presupposed=True,
            adjunct=adjunct,
        )
    return Verdict(status=None, adjunct=adjunct, trigger=sorts.get("adjunct"))


def _broken_off(act: Trigger, head: Head) -> bool:
    """Whether a meeting is only interrupted (`tạm dừng cuộc họp`), not put off."""
    one = head.kind in ("meeting", "summit", "call")
    return one and act.rule.text("detail") == "suspended" and act.before and act.end <= head.start


# Of the words that bear on a meeting, the first of this order decides: what is wished, offered or open over mere tense.
_ORDER = (
    "need",
    "no_plan",
    "doubt",
    "open",
    "stalled",
    "agree",
    "agent",
    "propose",
    "wish",
    "arrange",
    "may",
    "soft",
    "future",
    "plan",
)


def _conditioned(head: Head, condition: Trigger, sorts: Mapping[str, Trigger]) -> bool:
    """Whether a condition makes the status: `nếu` needs a willingness before it, `phải có` does not."""
    if {"past", "happened"} & sorts.keys():
        return False
    willing = {"propose", "wish", "open", "may", "future", "agree", "arrange", "plan"}
    talks = head.role == "verb" and head.kind == "negotiation"
    return talks or not condition.rule.flag("loose") or bool(willing & sorts.keys())


def _verdict(trigger: Trigger, adjunct: bool) -> Verdict:
    return Verdict(
        status=trigger.rule.text("status"),
        detail=trigger.rule.text("detail") or None,
        trigger=trigger,
        adjunct=adjunct,
    )


def _judge_act(act: Trigger, triggers: Sequence[Trigger], view: View, adjunct: bool) -> Verdict:
    """A cancelling or putting off under other words: denied, threatened, wished for, or done."""
    fact = view.lower.endswith(
        "việc ", 0, act.start
    )  # `chưa rõ việc hoãn … sẽ ảnh hưởng`: the putting off is a fact
    for trigger in triggers:
        if trigger.start >= act.start or fact:
            break
        if trigger.sort in ("deny", "refuse"):
            return Verdict(
                status="not_ruled_out", detail="denies cancellation", trigger=trigger, adjunct=adjunct
            )
        if trigger.sort in _SOFT:
            detail = trigger.rule.text("of_act") or "may be postponed"
            return Verdict(status="unclear", detail=detail, trigger=trigger, adjunct=adjunct)
    if _NOT.search(view.lower, max(0, act.start - 18), act.start):
        return Verdict(status="not_ruled_out", detail="denies cancellation", trigger=act, adjunct=adjunct)
    if not fact and any(t.sort == "doubt" for t in triggers):
        return _verdict(next(t for t in triggers if t.sort == "doubt"), adjunct)
    return Verdict(
        status=act.rule.text("status"),
        detail=act.rule.text("detail") or None,
        trigger=act,
        adjunct=adjunct,
    )
