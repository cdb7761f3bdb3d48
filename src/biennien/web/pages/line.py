"""One line of the record: its words in their paragraphs, why it stands as it does, and what a person may decide of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from biennien import lookup
from biennien.app import STATUSES
from biennien.lookup import Seen
from biennien.model import (
    Change,
    Citation,
    Difference,
    Explanation,
    Meeting,
    Position,
    Report,
    Statement,
    Story,
)
from biennien.model.text import visible_parts
from biennien.revisions import name_of_words
from biennien.web.pages.addresses import line_address, local, report_address
from biennien.web.pages.decided import notice_of, row_of
from biennien.web.pages.forms import signed
from biennien.web.pages.headlines import outlets_of
from biennien.web.pages.rendering import desk_of, render, wording_of
from biennien.words import Words

router = APIRouter()
_MEETINGS = 60  # that are offered as the same as another one
_PASSAGES = 40  # paragraphs that are shown at once


@router.get("/lines/{line}", response_class=HTMLResponse)
def line(request: Request, line: str, as_known: str = "", story: str = "") -> Response:
    """A line with everything that lies behind it; the line of a report is the report's own page."""
    known = as_known or None
    seen = _look(request, line, known, story)
    if isinstance(seen.line, Report):
        return RedirectResponse(report_address(seen.line.id), status_code=303)
    whole = desk_of(request).whole(known)
    wording = wording_of(request, whole)
    passages = lookup.shown(seen)["passages"]
    assert isinstance(passages, list)
    stories = _stories(request, seen, known)
    tree = lookup.explained(seen, wording.explaining(seen.record))
    return render(
        request,
        "line.html.jinja",
        wording=wording,
        outlets=outlets_of(whole),
        as_known=known,
        signed=signed(request),
        decided=notice_of(request),
        line=seen.line,
        kind=lookup.kind_of(seen.line),
        meeting=_meeting(seen),
        passages=[_passage(passage) for passage in passages[:_PASSAGES]],
        passages_more=max(0, len(passages) - _PASSAGES),
        tree=tree,
        rule_words=functools.partial(_rule_words, wording.say),
        tree_size=_size(tree),
        stories=stories,
        related=_related(request, seen, known, stories),
        standing=[
            row_of(request, j) for j in desk_of(request).decisions() if _bears_on(j.decision.anchors, seen)
        ],
        back=line_address(seen.line.id),
        **_choices(seen),
    )


@router.get("/lines/{line}/decide", response_class=HTMLResponse)
def decide_form(request: Request, line: str, back: str = "") -> HTMLResponse:
    """The form by which a line is decided on another page: the report's, beside the words."""
    seen = desk_of(request).look(line)
    return render(
        request,
        "decide.html.jinja",
        signed=signed(request),
        line=seen.line,
        kind=lookup.kind_of(seen.line),
        back=local(back, line_address(seen.line.id)),
        wording=wording_of(request, desk_of(request).whole()),
        fragment="hx-request" in request.headers,
        **_choices(seen),
    )


def _look(request: Request, line: str, as_known: str | None, story: str) -> Seen:
    """The line; one that is made of the record is looked for in its story first, where that is named."""
    desk, seen = desk_of(request), desk_of(request).whole(as_known)
    makers: dict[str, Callable[..., Sequence[Explanation | Position | Difference]]] = {
        "e-": desk.explanations,
        "p-": desk.positions,
        "x-": desk.differences,
    }
    maker = makers.get(line[:2]) if story else None
    found = [row for row in maker(as_known, story) if row.id == line] if maker else []
    if found:
        return lookup.look_in(seen.record, seen.reports, seen.readings, line, made=found)
    return desk.look(line, as_known)


def _choices(seen: Seen) -> dict[str, Any]:
    """What may be decided of a line, with the codes and meetings to choose from."""
    line = seen.line
    if isinstance(line, Change):
        return {"choices": ("status", "different", "retract"), "statuses": STATUSES, "meetings": ()}
    if isinstance(line, Meeting):
        others = [
            m for m in seen.record.meetings if m is not line and {*m.participants} & {*line.participants}
        ]
        others.sort(key=lambda m: (-len({*m.participants} & {*line.participants}), m.label, m.id))
        return {"choices": ("same",) if others else (), "statuses": (), "meetings": others[:_MEETINGS]}
    return {"choices": () if isinstance(line, Difference) else ("retract",), "statuses": (), "meetings": ()}


def _meeting(seen: Seen) -> Meeting | None:
    """The meeting that a line is about."""
    line = seen.line
    if isinstance(line, Meeting):
        return line
    if isinstance(line, Change):
        return lookup.meeting_of(seen.record, line)
    about = getattr(line, "meeting", None) or getattr(line, "about", None)
    wanted = {about} if isinstance(about, str) else {*(about or ())}
    return next((m for m in seen.record.meetings if m.id in wanted), None)


def citations_of(seen: Seen) -> list[Citation]:
    """The words that a line rests on."""
    line = seen.line
    if isinstance(line, Meeting):
        return [c for change in line.changes for c in change.citations]
    if isinstance(line, Difference):
        return [c for side in line.sides for c in side.citations]
    if isinstance(line, Statement):
        return [*line.citations, *line.restated_in]
    return [] if isinstance(line, Report) else [*line.citations]


def _passage(told: dict[str, Any]) -> dict[str, Any]:
    """A paragraph in stretches, each with whether it is cited, and the address of its first cited words."""
    text, start = str(told["text"]), int(told["start"])
    stretches, at = [], 0
    for first, last in _merged(told["marks"]):
        for a, b, cited in ((at, first - start, False), (first - start, last - start, True)):
            if b > a >= 0:
                stretches.append((visible_parts(text[a:b]), cited))
        at = max(at, last - start)
    stretches.append((visible_parts(text[at:]), False))
    marks = told["marks"]
    anchor = f"#p-{told['paragraph']}"
    if marks:
        first, last = marks[0]
        anchor = f"?words={name_of_words(first, last, text[first - start : last - start])}#w-{first}-{last}"
    return {
        "report": told["report"],
        "paragraph": told["paragraph"],
        "stretches": stretches,
        "href": report_address(str(told["report"])) + anchor,
    }


def _rule_words(say: Words, rule: str | None) -> str:
    """The names of rules in words; a code that has none is left out, but in English, of which the codes are."""
    codes = rule.split(", ") if rule else []
    return ", ".join(
        say.named("dated_by", code) for code in codes if say.lang == "en" or say.knows("dated_by", code)
    )


def _size(tree: Any) -> int:
    """How many steps a tree has."""
    return 1 + sum(_size(part) for part in tree["from"])


def _merged(marks: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in sorted((a, b) for a, b in marks):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _stories(request: Request, seen: Seen, as_known: str | None) -> list[Story]:
    """The stories that tell of a line."""
    reports = {c.report_id for c in citations_of(seen)}
    return [story for story in desk_of(request).stories(as_known) if reports & {*story.reports}][:5]


def _related(
    request: Request, seen: Seen, as_known: str | None, stories: Sequence[Story]
) -> dict[str, list[Any]]:
    """What the story of a line holds about the same: why it came so, what differs from it."""
    line, desk = seen.line, desk_of(request)
    if not isinstance(line, Change | Meeting | Statement) or not stories:
        return {}
    story = stories[0].id
    about = {line.id} | ({c.id for c in line.changes} if isinstance(line, Meeting) else set())
    words = {(c.report_id, c.span) for c in citations_of(seen)}
    return {
        "explanations": [e for e in desk.explanations(as_known, story) if e.of in about][:20],
        "differences": [
            d
            for d in desk.differences(as_known, story)
            if d.about in about
            or any((c.report_id, c.span) in words for side in d.sides for c in side.citations)
        ][:20],
    }


def _bears_on(anchors: Sequence[Any], seen: Seen) -> bool:
    """Whether a decision is about the words of a line."""
    here = {
        (report.identity, c.span.start, c.span.end)
        for c in citations_of(seen)
        if (report := seen.reports.get(c.report_id))
    }
    return any((a.identity, a.start, a.end) in here for a in anchors)
