"""The status that the words bearing on a meeting amount to together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from biennien.read.meeting_heads import Head
from biennien.read.meeting_status import Trigger
from biennien.read.view import View

_NOT = re.compile(r"(?:không|chưa|chẳng)(?:\s+(?:hề|phải|bao giờ))?\s+$")
# What is said of a meeting by whoever wishes that it turn out so.
_TOLD = re.compile(r"\b(?:sẽ|góp phần|mang lại|đem lại|giúp|thành công|diễn ra|đạt|tạo|thúc đẩy|mở ra|là)\b")
_IS = re.compile(r"[^,.;]{0,60}?\b(?:là|nhằm|gây)\b")
# What cannot be is tied to something: `đàm phán không thể diễn ra chừng nào …`.
_AS_LONG_AS = re.compile(r"(?:chừng nào|cho (?:đến|tới) khi|nếu|trừ (?:khi|phi))(?!\w)")
# A condition that opens the sentence: `Trừ khi A rút quân, B sẽ không …`, `Chừng nào A còn …, thì B …`.
_FRONTED = re.compile(
    r"\W*(?:(?:(?:trừ|chỉ|ngay) (?:khi|phi)|một khi|chừng nào|với điều kiện|nếu)\b[^.;]{4,160}?(?:,|\bthì\b)"
    r"|(?:hễ|bao giờ|khi nào|còn|không|chưa)\b[^.;]{4,160}?\bthì\b)"
)
_BINDING = re.compile(r"(?:nhưng )?(?:với điều kiện|miễn|trừ (?:khi|phi)|chừng nào)")
_TENSELESS = re.compile(r"(?:diễn ra|được tổ chức|được tiến hành|kéo dài)$")
_ANY_MORE = re.compile(r"[^,.;:]{0,60}?\bnữa\s*(?:[,.;:”\"]|$)")
_WILL = frozenset(
    {"refuse", "will_not", "future", "agree", "propose", "may", "plan", "need", "hope", "wish", "open"}
)
_ACTS = frozenset({"act", "collapse"})
_NEGATIVE = _ACTS | {"refuse", "will_not", "need"}  # `không nói là sẽ không gặp`
_PLANS = frozenset(
    {"agree", "propose", "wish", "hope", "arrange", "soft", "future", "plan", "open", "declarer"}
)
_SOFT = frozenset({"soft", "propose", "wish", "hope", "may", "open", "arrange", "no_plan", "doubt"})


class Verdict(NamedTuple):
    """The status that words amount to; `trigger` the one that decides, None where tense and time must.

    `tenseless` where the words only say that it takes place (`diễn ra`), in the past or to come.
    """

    status: str | None
    detail: str | None = None
    trigger: Trigger | None = None
    presupposed: bool = False
    adjunct: bool = False
    tenseless: bool = False


def judge(head: Head, triggers: Sequence[Trigger], view: View) -> Verdict:
    """The status that the words bearing on a head amount to, the outer ones over the inner ones."""
    sorts = _sorts(head, triggers, view.lower)
    adjunct = "adjunct" in sorts
    act = next((t for t in triggers if t.sort in _ACTS), None)
    unsaid = sorts.get("unsaid")
    if unsaid is not None and any(t.sort in _NEGATIVE and t.start > unsaid.start for t in triggers):
        return Verdict(status="not_ruled_out", detail="denied", trigger=unsaid, adjunct=adjunct)
    if act is not None:
        if _broken_off(act, head):
            return Verdict(status="held", trigger=act, adjunct=adjunct)
        bar = sorts.get("condition") if view.lower.startswith(("không thể", "chưa thể"), act.start) else None
        if bar and bar.start >= act.end and _AS_LONG_AS.match(view.lower, bar.start):
            return Verdict(status="conditional", trigger=bar, adjunct=adjunct)
        return _judge_act(act, triggers, view, adjunct)
    if "deny" in sorts and "refuse" in sorts and sorts["deny"].start < sorts["refuse"].start:
        return Verdict(status="not_ruled_out", detail="denied", trigger=sorts["deny"], adjunct=adjunct)
    if "deny" in sorts and "agree" in sorts:
        return Verdict(status="unclear", detail="denied", trigger=sorts["deny"], adjunct=adjunct)
    sort, decides = _deciding(head, sorts, triggers, view.lower)
    if decides is not None and sort in _WILL and _FRONTED.match(view.lower[head.stretch.start : head.start]):
        return Verdict(status="conditional", trigger=decides, adjunct=adjunct)
    if decides is None:
        return Verdict(status=None, trigger=sorts.get("adjunct"), adjunct=adjunct)
    if sort == "happened" and _TENSELESS.match(view.lower, decides.start, decides.end):
        return Verdict(status=None, trigger=decides, adjunct=adjunct, tenseless=True)
    if sort in ("presupposed", "outcome"):
        return Verdict(
            status="announced", detail="presupposed", trigger=decides, presupposed=True, adjunct=adjunct
        )
    if decides.sort in ("will_not", "refuse", "no_plan") and _no_longer(decides, head, view.lower):
        return Verdict(status="cancelled", trigger=decides, adjunct=adjunct)
    return _verdict(decides, adjunct)


def _no_longer(trigger: Trigger, head: Head, lower: str) -> bool:
    """Whether what somebody will not do was a plan before: `không còn định đón`, `không gặp … nữa`."""
    words = lower[trigger.start : trigger.end + 1]
    return (
        " còn " in words
        or words.startswith("thôi ")
        or bool(_ANY_MORE.match(lower, head.end, head.stretch.end))
    )


def _sorts(head: Head, triggers: Sequence[Trigger], lower: str) -> dict[str, Trigger]:
    """The first trigger of each class; `mong chuyến thăm góp phần …` takes the visit for granted, `mong có cuộc gặp` does not."""
    sorts: dict[str, Trigger] = {}
    for trigger in triggers:
        sort = trigger.sort
        if sort == "hope":
            told = head.role == "noun" and head.start - trigger.end <= 1
            told = told and bool(_TOLD.search(lower, head.end, head.stretch.end))
            sort = "presupposed" if told else "wish"
        sorts.setdefault(sort, trigger)
    return sorts


def _deciding(
    head: Head, sorts: Mapping[str, Trigger], triggers: Sequence[Trigger], lower: str
) -> tuple[str, Trigger | None]:
    """The class and the trigger that decide where nothing is cancelled or put off."""
    doubt, past = sorts.get("doubt"), sorts.get("past")
    deny = sorts.get("deny")
    if (
        deny
        and head.role in ("noun", "taken")
        and deny.end <= head.start
        and _IS.match(lower, head.end, head.stretch.end)
    ):
        return "presupposed", deny  # `bác bỏ chuyến thăm là thông điệp`: the visit stands
    if doubt and (doubt.rule.text("detail") == "asked" or doubt.rule.flag("first")):
        return "doubt", doubt
    condition = sorts.get("condition")
    for sort in ("hypothetical", "refuse", "deny", "will_not"):
        if sort in sorts:
            # `không gặp nếu chưa …` is no refusal
            bound = sort in ("refuse", "will_not") and condition is not None and condition.start >= head.end
            return ("condition", condition) if bound and condition else (sort, sorts[sort])
    if condition and _conditioned(head, condition, sorts, lower):
        return "condition", condition
    plans = [t for t in triggers if t.sort in _PLANS]
    if past and plans and all(t.start < past.start < head.start for t in plans):
        return "past", past  # `xác nhận đã điện đàm`
    if "outcome" in sorts:
        return "outcome", sorts["outcome"]
    happens = next((t for t in triggers if t.sort == "future" and t.start >= head.end), None)
    if happens and not {"need", "no_plan", "doubt"} & sorts.keys():
        return "future", happens
    stalled = sorts.get("stalled")
    if stalled and doubt and doubt.start > stalled.end and not _unsure(doubt, stalled):
        return "stalled", stalled
    sort = next((s for s in _ORDER if s in sorts), "")
    return sort, sorts.get(sort)


def _broken_off(act: Trigger, head: Head) -> bool:
    """Whether a meeting is only interrupted (`tạm dừng cuộc họp`), not put off."""
    one = head.kind in ("meeting", "summit", "call") and head.role == "noun"
    return one and act.rule.text("detail") == "suspended" and act.before and act.end <= head.start


# Of the words that bear on a meeting, the first of this order decides: what is wished, offered or open over mere tense.
_ORDER = (
    "need", "no_plan", "doubt", "open", "stalled", "agree", "declarer", "propose", "wish", "arrange", "may", "soft",
    "future", "plan", "past", "happened", "possible", "presupposed",
)  # fmt: skip


def _conditioned(head: Head, condition: Trigger, sorts: Mapping[str, Trigger], lower: str) -> bool:
    """Whether a condition makes the status: `nếu` needs a willingness before it, `phải có` and `miễn là` do not."""
    if any(s in sorts and sorts[s].start != condition.start for s in ("past", "happened")):
        return False  # but `mới` is both: `rút quân rồi mới gặp`
    if condition.start >= head.end and _BINDING.match(lower, condition.start):
        return True
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


def _unsure(doubt: Trigger, act: Trigger) -> bool:
    """Whether a doubt is about the act; what is not settled behind it (`bị hoãn và chưa có lịch mới`) is not."""
    return doubt.start < act.end or doubt.rule.text("detail") not in ("not settled", "not soon")


def _judge_act(act: Trigger, triggers: Sequence[Trigger], view: View, adjunct: bool) -> Verdict:
    """A cancelling or putting off under other words: denied, threatened, wished for, or done."""
    # `chưa rõ việc hoãn … sẽ ảnh hưởng`: the putting off is a fact
    fact = view.lower.endswith("việc ", 0, act.start)
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
    doubt = next((t for t in triggers if t.sort == "doubt" and _unsure(t, act)), None)
    if not fact and doubt is not None:
        return _verdict(doubt, adjunct)
    return Verdict(
        status=act.rule.text("status"),
        detail=act.rule.text("detail") or None,
        trigger=act,
        adjunct=adjunct,
    )
