"""Times counted from another time of the report: which one, once it is known who says what."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from biennien.model import Attribution, Sentence, TimeExpression
from biennien.model.timex import grain_of
from biennien.read.calendar import resolve_offset
from biennien.read.enclosing import Enclosing

_CLOCK = re.compile(r"P0DT\d")
_THIS = re.compile(r"P0[WMQY]")
_COMING = re.compile(r"(?<!\w)(?:sẽ|dự kiến)(?!\w)")
_FRESH_START = 12  # code points from the beginning of a sentence to a time that leads it


class _Told(NamedTuple):
    """A time told: where, its value, in whose words it stands (0: the reporter's), in which sentence and paragraph."""

    time: TimeExpression
    words: int
    sentence: int
    paragraph: int
    leads: bool


def anchor_events(
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
    sentences: Sequence[Sentence],
    lower: str,
    today: str | None = None,
) -> tuple[TimeExpression, ...]:
    """The times with `cùng ngày`, `một ngày sau`, `lúc 9h` counted from what the same voice has told last.

    What stands in somebody's words is passed over from outside them; so are a date of another year in the background of
    the story, unless it leads its sentence, a day to come, and a look back. A clock time alone keeps to its paragraph,
    else it is of `today`.
    """
    if not any(t.offset and _is_counted(t) for t in times):
        return tuple(times)
    contents = Enclosing((p.start, p.end, n + 1) for n, a in enumerate(attributions) for p in a.content)
    starts = [s.span.start for s in sentences]
    recent = any(t.offset and t.timex.grain in ("day", "time") and not _is_counted(t) for t in times)
    told: list[_Told] = []
    out: list[TimeExpression] = []
    for time in times:
        start = time.span.start
        index = bisect_right(starts, start) - 1
        held = contents.at(start)
        here = _Told(
            time=time,
            words=min(held, key=lambda h: h[1] - h[0])[2] if held else 0,
            sentence=index,
            paragraph=sentences[index].paragraph if index >= 0 else 0,
            leads=index >= 0 and start - starts[index] < _FRESH_START,
        )
        if time.offset and _is_counted(time):
            coming = _COMING.search(lower, time.span.end, time.span.end + 60) is not None
            here = here._replace(time=_counted(here, told, recent, coming, today))
        if here.time.timex.type in ("DATE", "TIME") and not here.time.timex.value.endswith("_REF"):
            told.append(here)
        out.append(here.time)
    return tuple(out)


def _is_counted(time: TimeExpression) -> bool:
    """Whether a time is counted from another one, or was from the day of the report for want of one."""
    return time.anchor == "event" or (time.basis == "assumed" and time.anchor == "published")


def _counted(
    this: _Told, told: Sequence[_Told], recent: bool, coming: bool, today: str | None
) -> TimeExpression:
    offset = this.time.offset or "P0D"
    clock = bool(_CLOCK.match(offset))
    strict = clock or "same.day" in this.time.rule
    for at in range(len(told) - 1, -1, -1):
        other = told[at]
        value = other.time.timex.value
        if this.words != other.words and other.words:
            continue
        if strict and grain_of(value) not in ("day", "time"):
            continue
        if clock and (other.paragraph != this.paragraph or _ends_range(told, at)):
            continue
        if other.sentence != this.sentence and _is_aside(other, recent, coming):
            continue
        if "D" in offset and _THIS.match(other.time.offset or ""):
            continue  # the week of the report holds many days
        if resolved := resolve_offset(offset, value):
            return replace(
                this.time, timex=replace(this.time.timex, value=resolved), anchor="event", basis="derived"
            )
    if clock and (resolved := resolve_offset(offset, today)):
        return replace(
            this.time, timex=replace(this.time.timex, value=resolved), anchor="published", basis="assumed"
        )
    return this.time


def _is_aside(other: _Told, recent: bool, coming: bool) -> bool:
    """Whether a time does not carry the story on: a day to come, a look back, a date in its background."""
    offset = other.time.offset
    if offset is None:
        return recent and not other.leads
    return (offset.endswith((":soon", ":next")) and not coming) or (
        other.time.anchor == "event" and offset.startswith("P-")
    )


def _ends_range(told: Sequence[_Told], at: int) -> bool:
    """Whether a time is the end of a range: `từ 5-10/5`."""
    return at > 0 and 0 <= told[at].time.span.start - told[at - 1].time.span.end <= 8
