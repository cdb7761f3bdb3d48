"""The front page: the stories of the record, and what the last day brought; and the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from biennien import lookup, views
from biennien.model import Change, Meeting, Revision, Story
from biennien.model.errors import NoRecordError
from biennien.views import Whole
from biennien.web.pages.addresses import report_address
from biennien.web.pages.headlines import headline_of, outlets_of
from biennien.web.pages.rendering import desk_of, language_of, render, wording_of

router = APIRouter()
_STORIES = 25  # on one leaf
_LOOKED_AT = 24  # meetings of a story, of which those most told of are shown: a story of a year has hundreds
_PLANS = 4  # statuses beside a story
_NEWS = 8  # changes under a story of the day
_DAYS = 5  # days with reports that are looked through for changes
_REVISED = 6  # reports that were changed
_NEWEST = 40  # stories of them at most
_ORDERS = ("size", "meetings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A story with where its most told plans stand, and how many others there are."""

    story: Story
    plans: tuple[Meeting, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The last day and how many reports it brought; the changes first told on the last day that tells any, under their stories."""

    day: str
    reports: int
    told_on: str
    news: tuple[tuple[Story, tuple[tuple[Meeting, Change], ...], int], ...]


@router.get("/", response_class=HTMLResponse)
def stories(request: Request, by: str = "", leaf: int = 1, as_known: str = "") -> HTMLResponse:
    """The stories, the latest first, as known on a day; `by` puts those with most reports first, or keeps those with planned meetings alone."""
    desk, known = desk_of(request), as_known or None
    try:
        every = desk.stories(known)
    except NoRecordError:
        every = ()
    if not every and known is None:
        return render(request, "empty.html.jinja", part="stories")
    found = _ordered(every, by)
    leaves = max(1, -(-len(found) // _STORIES))
    leaf = min(max(1, leaf), leaves)
    shown = found[(leaf - 1) * _STORIES : leaf * _STORIES]
    newest = _newest(every) if leaf == 1 and not by and known is None else ()
    told = [m for story in shown for m in story.meetings[:_LOOKED_AT]]
    brought = [report for story in newest for report in story.reports]
    seen = desk.meetings([*told, *(m for story in newest for m in story.meetings)], brought, known)
    return render(
        request,
        "stories.html.jinja",
        part="stories",
        rows=_listed(seen, shown),
        all=len(every),
        found=len(found),
        as_known=known,
        by=by if by in _ORDERS else "",
        orders=("", *_ORDERS),
        leaf=leaf,
        leaves=leaves,
        today=(today := _today(seen, newest) if newest else None),
        revised=_revised(request, seen, today.day) if today else [],
        wording=wording_of(request, seen),
        outlets=outlets_of(seen),
        short=lookup.short_names_in(language_of(request)),
    )


def _revised(request: Request, seen: Whole, day: str) -> list[tuple[Revision, str, str]]:
    """The reports that their papers changed on the last day or since, with their headline and the address of what differs."""
    changed = [r.id for r in seen.reports if r.version > 1]
    if not changed:
        return []
    eve = (date.fromisoformat(day) - timedelta(1)).isoformat()
    found = desk_of(request).revised(changed, eve)[:_REVISED]
    return [(r, headline_of(r.after.report, None), f"{report_address(r.report_id)}/versions") for r in found]


def _ordered(stories: Sequence[Story], by: str) -> Sequence[Story]:
    if by == "size":
        return sorted(stories, key=lambda s: -len(s.reports))
    return [s for s in stories if s.meetings] if by == "meetings" else stories


def _newest(stories: Sequence[Story]) -> tuple[Story, ...]:
    """The stories with reports of the last day, and of the days before it while these are few."""
    last = [s for s in stories if s.last]
    days = sorted({s.last for s in last if s.last}, reverse=True)[:_DAYS]
    return tuple(s for s in last if s.last in days)[:_NEWEST]


def _listed(seen: Whole, stories: Sequence[Story]) -> list[Listed]:
    """Each story with its most told plans."""
    meetings = {m.id: m for m in seen.record.meetings}
    found = []
    for story in stories:
        rows = [meetings[i] for i in story.meetings if i in meetings]
        plans = sorted((m for m in rows if views.is_planned(m)), key=lambda m: (-len(m.changes), m.id))
        found.append(Listed(story=story, plans=tuple(plans[:_PLANS]), more=max(0, len(plans) - _PLANS)))
    return found


def _today(seen: Whole, stories: Sequence[Story]) -> Day | None:
    """What is first told on the last day that tells of any change, else the last day and nothing."""
    days = {d.report_id: d.earliest for d in seen.record.dates if d.earliest}
    first: dict[str, list[tuple[Meeting, Change]]] = {}
    for meeting in seen.record.meetings:
        for change in meeting.changes:
            if told := [days[c.report_id] for c in change.citations if c.report_id in days]:
                first.setdefault(min(told), []).append((meeting, change))
    mine = {report for story in stories for report in story.reports}
    last = max((day for report, day in days.items() if report in mine), default=None)
    if last is None:
        return None
    told_on = max((day for day in first if day <= last), default=last)
    news = []
    for story in stories:
        rows = [(m, c) for m, c in first.get(told_on, ()) if m.id in story.meetings]
        if rows:
            news.append((story, tuple(rows[:_NEWS]), max(0, len(rows) - _NEWS)))
    brought = sum(day == last for report, day in days.items() if report in mine)
    return Day(day=last, reports=brought, told_on=told_on, news=tuple(news))
