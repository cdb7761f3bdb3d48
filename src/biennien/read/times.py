"""Times in the words of one report, with their values: TIMEX3 as in ISO-TimeML."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from biennien.knowledge.lexicon import Hit
from biennien.model import Attribution, Paragraph, Quotation, Span, TimeExpression, Timex
from biennien.model.timex import days_of, grain_of
from biennien.read.calendar import open_value, resolve_offset
from biennien.read.enclosing import Enclosing
from biennien.read.time_atoms import Atom, find_atoms
from biennien.read.time_phrases import join_atoms
from biennien.read.time_values import Draft, read_phrase
from biennien.read.view import View

__all__ = ["anchor_times", "find_times", "resolve_offset", "told_today"]

# What stands between two times that are said together: `từ ngày 5 đến 7/9/2023`, `8 và 9/7`.
_LINK = re.compile(
    r",? ?(?:cho đến hết|đến hết|cho đến|cho tới|đến|tới|và|hoặc|,|[-–]|sang|rạng)?(?: ngày| hết)? ?\(?"
)
_SENTENCE_END = re.compile(r"[.!?…][”\"]?\s|\n")
# A place between a day and its year: `ngày 28/2 tại Hà Nội năm 2019`.
_PLACE = re.compile(r" (?:tại|ở) [^,.;:\n]{2,40} ")
# A range, as against a list.
_RANGE = re.compile(r" ?(?:(?:cho )?đến(?: hết)?|tới|[-–])(?: ngày)? ?")
_MARK = re.compile('[“”"]')
_MONTHS = re.compile(r"P-?\d+M")
_LEANING = re.compile(r":[a-z]+$")
_COUNTED_DAY = re.compile(r"P(-?\d)D(?:T\S+)?$")
_NAMED_DAY = re.compile(r" ?\((?:ngày |tức (?:ngày )?|nhằm ngày )?[\dn]|,? n")  # up to its first character
_SHIFTS = {"day.today": 0, "day.part.today": 0, "day.yesterday": -1, "day.part.yesterday": -1}
_JOINED_DAY = re.compile(r"(?:[\w.]+\+)*(day\.(?:part\.)?(?:today|yesterday))\+(?:lead\.day\+)?digits\.")
_OFF = 5  # days that a page may be dated off
_LUNAR = re.compile(r" \(?(?:âm lịch|phật lịch|tết(?! dương))(?!\w)")
_CUE_REACH = 80
_FRESH = 21  # days
_SAME_STORY = 3  # months


def find_times(
    view: View,
    hits: Mapping[str, list[Hit[object]]],
    paragraphs: Sequence[Paragraph],
    published_on: str | None,
) -> tuple[TimeExpression, ...]:
    """All times of a report in text order, none overlapping.

    Relative ones are counted from the day of publication; without one their values stay open and `offset` keeps what they say.
    """
    atoms, cues = find_atoms(view, hits.get("times", ()))
    drafts = _borrow(view.lower, _drafts(view.lower, atoms))
    published_on = _today(view.lower, drafts, published_on)
    cue_starts = [cue.start for cue in cues]
    quoted = _quoted(view.text, paragraphs) if any(d.of.endswith("event") for d in drafts) else []
    told: list[tuple[int, str]] = []
    times: list[TimeExpression] = []
    for draft in drafts:
        if draft.of.endswith("event"):
            time = _from_event(draft, published_on, told, quoted)
        elif draft.of == "day":
            before = (
                times[-1] if times and _RANGE.fullmatch(view.lower, times[-1].span.end, draft.start) else None
            )
            time = _from_day(draft, _way(view.lower, draft, cue_starts), before, published_on)
        else:
            time = _stated(draft)
        if time.timex.type in ("DATE", "TIME") and not time.timex.value.endswith("_REF"):
            told.append((draft.start, time.timex.value))
        times.append(time)
    return tuple(times if published_on else _with_month(times))


def anchor_times(
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
    quotations: Sequence[Quotation],
    published_on: str | None,
) -> tuple[TimeExpression, ...]:
    """The times with the relative ones inside a direct quotation counted from the day of speaking, where that is another day."""
    if not any(t.offset and t.anchor in ("published", "open") for t in times):
        return tuple(times)
    spoken = [
        (span, a.said_on)
        for a in attributions
        if a.said_on and a.said_on != published_on and a.manner in ("direct", "mixed")
        for span in a.content
    ]
    if not spoken:
        return tuple(times)
    held = Enclosing([(span.start, span.end, said_on) for span, said_on in spoken])
    inner = Enclosing([(q.inner.start, q.inner.end, None) for q in quotations])
    return tuple(_reanchored(time, held, inner) for time in times)


def _reanchored(time: TimeExpression, spoken: Enclosing[str], inner: Enclosing[None]) -> TimeExpression:
    if not time.offset or time.anchor not in ("published", "open") or time.offset.startswith("XXXX"):
        return time
    start, end = time.span.start, time.span.end
    if not any(end <= stop for _, stop, _ in inner.at(start)):
        return time
    held = [(stop - begin, said_on) for begin, stop, said_on in spoken.at(start) if end <= stop]
    if not held:
        return time
    value = resolve_offset(time.offset, min(held)[1])
    if value is None:
        return time
    return replace(time, timex=replace(time.timex, value=value), anchor="said", basis="derived")


def told_today(times: Sequence[TimeExpression], published_on: str | None) -> str | None:
    """The day that the report calls today, where it names one; else that of publication."""
    for time in times:
        count = _COUNTED_DAY.match(time.offset or "")
        if count and published_on and time.anchor == "published":
            return resolve_offset(f"P{-int(count[1])}D", time.timex.value[:10]) or published_on
    return published_on


def _today(lower: str, drafts: Sequence[Draft], published_on: str | None) -> str | None:
    """The day that the words themselves call today (`hôm nay (4/2)`, `hôm qua 3-2`), else that of publication.

    A page may be dated some days off; in a report without a date the year stays open.
    """
    for index, draft in enumerate(drafts):
        count = _COUNTED_DAY.match(draft.offset or "") if draft.of == "day" else None
        shift, named = (int(count[1]), drafts[index + 1 : index + 2]) if count else (0, [])
        if named and not _NAMED_DAY.fullmatch(lower, draft.end, named[0].start + 1):
            named = []
        if not count and (joined := _JOINED_DAY.match(draft.rule)):
            shift, named = _SHIFTS[joined[1]], [draft]
        if not named or named[0].day is None or named[0].month is None:
            continue
        part = f"{named[0].month:02d}-{named[0].day:02d}"
        near = resolve_offset(f"XXXX-{part}:near", published_on) if published_on else f"XXXX-{part}"
        day = resolve_offset(f"P{-shift}D", near)
        if day and published_on is None:
            return day
        told, known = days_of(day), days_of(published_on)
        if told and known and abs((told[0] - known[0]).days) <= _OFF:
            return day
    return published_on


def _drafts(lower: str, atoms: Sequence[Atom]) -> list[Draft]:
    groups = join_atoms(lower, atoms)
    drafts: list[Draft] = []
    for index, group in enumerate(groups):
        follower = groups[index + 1][0] if index + 1 < len(groups) else None
        linked = (
            bool(drafts) and drafts[-1].type != "DURATION" and _linked(lower, drafts[-1].end, group[0].start)
        )
        if (draft := read_phrase(lower, group, follower, linked)) and not _is_lunar(lower, draft):
            drafts.append(draft)
    return drafts


def _is_lunar(lower: str, draft: Draft) -> bool:
    """`mùng 1 Tết`, `rằm tháng Giêng`, `10/3 âm lịch`: days of another calendar are left alone."""
    return bool(_LUNAR.match(lower, draft.end)) or lower.endswith("rằm ", 0, draft.start)


def _linked(lower: str, end: int, start: int) -> bool:
    return 0 < start - end <= 16 and _LINK.fullmatch(lower, end, start) is not None


def _borrow(lower: str, drafts: list[Draft]) -> list[Draft]:
    """Months and years taken over: from the later half of a range or a list, years also from a time before in the sentence."""
    for index in range(len(drafts) - 2, -1, -1):
        drafts[index] = _from_following(lower, drafts[index], drafts[index + 1])
    for index in range(1, len(drafts)):
        this, before = drafts[index], drafts[index - 1]
        if (
            this.of == "day"
            and this.month
            and not this.way
            and before.year
            and _in_its_year(lower, before, this)
        ):
            later = before.month is None or (this.month, this.day or 31) >= (before.month, before.day or 0)
            drafts[index] = _with(this, this.month, before.year if later else before.year + 1)
    return drafts


def _from_following(lower: str, this: Draft, following: Draft) -> Draft:
    if (
        this.time
        and following.time
        and this.of == "strict event"
        and _linked(lower, this.end, following.start)
    ):
        # `từ 8h30 đến 11h ngày 3/10`
        value = following.value and following.value.replace(following.time, this.time)
        offset = following.offset and following.offset.replace(following.time, this.time)
        return this._replace(value=value, offset=offset, of=following.of)
    if (
        this.of != "day"
        or not (this.offset or "").startswith("XXXX-")
        or (this.day is None and this.month is None)
    ):
        return this
    if following.year and following.month is None and this.month and not this.way:
        between = lower[this.end : following.start]
        return _with(this, this.month, following.year) if _PLACE.fullmatch(between) else this
    if following.month is None or not _linked(lower, this.end, following.start):
        return this
    month = this.month or following.month
    if following.offset and following.offset[0] == "P" and this.day:  # `từ ngày 24 đến 25-9 năm ngoái`
        year = following.offset.partition("-" + f"{following.month:02d}-")[0]
        return this._replace(month=month, offset=f"{year}-{month:02d}-{this.day:02d}{this.time}")
    year_said = following.year
    if year_said is not None and month > following.month:
        year_said -= 1
    return _with(this, month, year_said)


def _in_its_year(lower: str, before: Draft, this: Draft) -> bool:
    """Whether a date without a year goes on in the year told before: `Ngày 5/3/2022 … đến ngày 7/4`, `Năm 2022, tháng 5 …`."""
    between = this.start - before.end
    if between > (120 if before.month else 50) or _SENTENCE_END.search(lower, before.end, this.start):
        return False
    opening = lower[max(0, before.start - 4) : before.start]
    return before.month is not None or not opening.strip() or opening.endswith((". ", "\n", "vào "))


def _with(draft: Draft, month: int, year: int | None) -> Draft:
    part = f"{month:02d}-{draft.day:02d}" if draft.day else f"{month:02d}"
    if year is None:
        return draft._replace(month=month, offset=f"XXXX-{part}{draft.time}:{draft.way or 'near'}")
    return draft._replace(
        month=month, year=year, offset=None, of="borrowed", value=f"{year:04d}-{part}{draft.time}"
    )


def _way(lower: str, draft: Draft, cues: Sequence[int]) -> str | None:
    """``soon`` for an open date in a clause that speaks of the future, else None."""
    if draft.way:
        return None
    at = bisect_left(cues, draft.start) - 1
    if at < 0 or draft.start - cues[at] > _CUE_REACH:
        return None
    return None if _SENTENCE_END.search(lower, cues[at], draft.start) else "soon"


def _quoted(text: str, paragraphs: Sequence[Paragraph]) -> list[int]:
    """The places where a quotation opens or closes, in turn: an odd number of them before a place means inside."""
    marks: list[int] = []
    for paragraph in paragraphs:
        inside = False
        for found in _MARK.finditer(text, paragraph.span.start, paragraph.span.end):
            mark = found.group()
            if (mark == "“" and inside) or (mark == "”" and not inside):
                continue
            marks.append(found.start())
            inside = not inside
        if inside:
            marks.append(paragraph.span.end)
    return marks


def _stated(draft: Draft) -> TimeExpression:
    return _expression(
        draft, draft.value or "", "none", "derived" if draft.of == "borrowed" else "stated", None
    )


def _expression(draft: Draft, value: str, anchor: str, basis: str, offset: str | None) -> TimeExpression:
    return TimeExpression(
        span=Span(draft.start, draft.end),
        timex=Timex(value=value, type=draft.type, mod=draft.mod),
        anchor=anchor,
        basis=basis,
        rule=draft.rule,
        offset=offset,
    )


def _from_day(
    draft: Draft, way: str | None, before: TimeExpression | None, published_on: str | None
) -> TimeExpression:
    """Counted from the day of publication; the end of a range (`before` is its beginning) lies after its beginning."""
    offset = draft.offset or ""
    if way:
        offset = offset.replace(":near", f":{way}")
    if draft.unit == "WE" and published_on:
        offset = _weekend(published_on, way)
    value = resolve_offset(offset, published_on)
    if before and value and _LEANING.search(offset) and not draft.way:
        value = resolve_offset(_LEANING.sub(":next", offset), before.timex.value) or value
    if value and draft.known_year and _is_known(value, draft.known_year, published_on):
        value = f"{draft.known_year}{value[4:]}"
    if value is None:
        return _expression(draft, open_value(offset), "open", "stated", offset)
    return _expression(draft, value, "published", "derived", offset)


def _is_known(value: str, year: int, published_on: str | None) -> bool:
    """Whether `7/10` is the day everybody knows, not one of the weeks just gone."""
    day, today = days_of(value), days_of(published_on)
    return bool(day and today and today[0].year >= year and not 0 <= (today[0] - day[0]).days <= _FRESH)


def _weekend(published_on: str, way: str | None) -> str:
    """`vào cuối tuần`: the weekend just gone early in the week, else the coming one."""
    monday = resolve_offset("P0W-1", published_on) or ""
    early = published_on[:10] <= (resolve_offset("P2D", monday) or "")
    return "P-1W-WE" if early and way is None else "P0W-WE"


def _from_event(
    draft: Draft, published_on: str | None, told: Sequence[tuple[int, str]], quoted: Sequence[int]
) -> TimeExpression:
    """Counted from the nearest time told before, outside quotations where the phrase itself is outside."""
    offset = draft.offset or "P0D"
    strict = draft.of == "strict event"
    inside = bisect_right(quoted, draft.start) % 2
    for start, value in reversed(told):
        if not inside and bisect_right(quoted, start) % 2:
            continue
        if strict and grain_of(value) not in ("day", "time"):
            continue
        if resolved := resolve_offset(offset, value):
            return _expression(draft, resolved, "event", "derived", offset)
    if strict:
        counted = resolve_offset(offset, published_on)
        anchor = "published" if counted else "open"
        return _expression(draft, counted or open_value(offset), anchor, "assumed", offset)
    if draft.of == "length event":
        return _expression(draft._replace(type="DURATION"), offset.replace("-", ""), "none", "stated", None)
    return _expression(draft, open_value(offset), "event", "stated", offset)


def _with_month(times: Sequence[TimeExpression]) -> list[TimeExpression]:
    """In a report without a date: `tháng này`, `tháng trước` counted, as an assumption, from the month of its latest day."""
    days = [
        t.timex.value
        for t in times
        if t.offset
        and t.timex.value[:5] == "XXXX-"
        and t.timex.value[5:7].isdigit()
        and t.timex.grain == "day"
    ]
    if not days or int(max(days)[5:7]) - int(min(days)[5:7]) > _SAME_STORY:
        return list(times)
    return [
        replace(
            t,
            timex=replace(t.timex, value=resolve_offset(t.offset, max(days)) or t.timex.value),
            basis="assumed",
        )
        if t.anchor == "open" and t.offset and _MONTHS.match(t.offset)
        else t
        for t in times
    ]
