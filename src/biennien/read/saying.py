"""The day on which something was said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from biennien.model import Attribution, Span, TimeExpression
from biennien.model.timex import days_of, grain_of
from biennien.read.clauses import Scene

_LEAD = 1200  # code points of a report in which its news is told first, often twice
_DATES = frozenset({"day", "time", "week", "month", "year"})


def date_attributions(scene: Scene, found: Sequence[Attribution], places: Sequence[int]) -> list[Attribution]:
    """The attributions (`places` says where each begins) with `said_on` where the report gives it: by a time of the reporting clause, else the speaker's last day."""
    out: list[Attribution] = []
    last: dict[tuple[str, ...], tuple[str, int]] = {}
    for attribution, place in zip(found, places, strict=True):
        day = _own_day(scene, attribution)
        if (
            day is None
            and attribution.within is not None
            and (parent := found[attribution.within]).rule.endswith(":relay")
        ):
            day = _own_day(scene, parent)
        if day is None and attribution.within is None and _has_occasions(scene, attribution):
            before = last.get(attribution.entities)
            if before is not None and _same_occasion(attribution, place - before[1]):
                day = before[0]
        if day is not None and attribution.entities and attribution.within is None:
            last[attribution.entities] = (day, place)
        out.append(replace(attribution, said_on=day) if day else attribution)
    return _lead_dated(scene, out, places)


def not_after(found: Sequence[Attribution], published_on: str | None) -> tuple[Attribution, ...]:
    """The attributions without a day of speaking that is later than the report: it is the day of what is spoken of."""
    bounds = days_of(published_on)
    if bounds is None:
        return tuple(found)
    out = []
    for attribution in found:
        said = days_of(attribution.said_on)
        out.append(replace(attribution, said_on=None) if said and said[0] > bounds[1] else attribution)
    return tuple(out)


def _lead_dated(scene: Scene, found: list[Attribution], places: Sequence[int]) -> list[Attribution]:
    """A lead tells first what a later paragraph tells with its day: undated sayings of the lead take the speaker's first day."""
    first: dict[tuple[str, ...], tuple[str, int]] = {}
    for attribution, place in zip(found, places, strict=True):
        if attribution.within is None and attribution.entities and attribution.said_on:
            first.setdefault(attribution.entities, (attribution.said_on, place))
    out = []
    for attribution, place in zip(found, places, strict=True):
        later = first.get(attribution.entities)
        if (
            attribution.said_on is None
            and attribution.within is None
            and later is not None
            and place < _LEAD
            and 0 < later[1] - place < _LEAD
            and _has_occasions(scene, attribution)
        ):
            attribution = replace(attribution, said_on=later[0])
        out.append(attribution)
    return out


def _has_occasions(scene: Scene, attribution: Attribution) -> bool:
    """A person or a body speaks on an occasion; a state speaks at any time."""
    actor = (
        scene.knowledge.world.actors.get(attribution.entities[0]) if len(attribution.entities) == 1 else None
    )
    return len(attribution.entities) == 1 and (actor is None or actor.type != "LOC")


def _own_day(scene: Scene, attribution: Attribution) -> str | None:
    """The time in the reporting clause: in the sentence, outside what is said."""
    if attribution.cue is None:
        return None
    sentence = _sentence(scene, attribution.cue.start)
    if sentence is None:
        return None
    start = sentence.start
    if attribution.within is not None:
        source = attribution.source or attribution.cue
        start = max(start, source.start)
    best: tuple[int, str] | None = None
    for time in scene.times_in(start, sentence.end):
        if any(piece.overlaps(time.span) for piece in attribution.content) or not _is_date(time):
            continue
        if _modifies_noun(scene, time, attribution):
            continue
        source = attribution.source or attribution.cue
        beside = (
            min(
                abs(time.span.start - attribution.cue.end),
                abs(attribution.cue.start - time.span.end),
                abs(source.start - time.span.end),
                abs(time.span.start - source.end),
            )
            <= 6
        )
        if grain_of(time.timex.value) not in ("day", "time", "week") and not beside and not _is_open(time):
            continue
        distance = min(abs(time.span.start - attribution.cue.end), abs(attribution.cue.start - time.span.end))
        if time.span.end < attribution.cue.start - 90 and not _leads(scene, time, sentence):
            continue
        if time.span.start > attribution.cue.end + 60 and time.span.start < _content_end(attribution):
            continue
        if best is None or distance < best[0]:
            best = (distance, "" if _is_open(time) else time.timex.value)
    return (
        _day(best[1]) if best and best[1] else None
    )  # the nearest time is an open `tuần trước`: then no other counts


def _content_end(attribution: Attribution) -> int:
    return max(piece.end for piece in attribution.content)


def _modifies_noun(scene: Scene, time: TimeExpression, attribution: Attribution) -> bool:
    """`cuộc điện đàm ngày 16/10`: the time belongs to the meeting, not to the saying."""
    lower = scene.view.lower
    before = lower[max(0, time.span.start - 60) : time.span.start]
    if attribution.source and time.span.start >= attribution.source.end:
        return False
    tail = before.rsplit(",", 1)[-1]
    return tail.lstrip().startswith(("kể từ ", "từ ", "trước ", "trước khi ")) and " tại " not in tail


def _leads(scene: Scene, time: TimeExpression, sentence: Span) -> bool:
    return time.span.start - sentence.start < 60


def _is_date(time: TimeExpression) -> bool:
    return _is_open(time) or (time.timex.type in ("DATE", "TIME") and grain_of(time.timex.value) in _DATES)


def _is_open(time: TimeExpression) -> bool:
    """`tuần trước`, `hôm qua` in a report without a date."""
    return time.anchor == "open" and time.offset is not None and not time.timex.value[5:7].isdigit()


def _day(value: str) -> str:
    return value[:10] if grain_of(value) == "time" else value


def _sentence(scene: Scene, at: int) -> Span | None:
    index = bisect_right(scene.sentence_starts, at) - 1
    return scene.sentences[index].span if index >= 0 else None


def _same_occasion(attribution: Attribution, distance: int) -> bool:
    """Whether nothing between two sayings of one speaker starts another occasion: they stand near each other."""
    return distance < 2500 and attribution.verb_class in (
        "say", "think", "write", "warn", "deny", "ask", "accuse", "demand", "promise", "allow", "theo",
    )  # fmt: skip
