"""The reports: the list, and one with its text marked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from biennien import app, revisions, views
from biennien.model import Citation, Claim, Novelty, Reading, Report, ReportDate, Span, Statement
from biennien.model.errors import InputError
from biennien.names import folded
from biennien.views import Whole
from biennien.web.pages.about import beside_of
from biennien.web.pages.decided import notice_of, row_of
from biennien.web.pages.forms import Typed, signed
from biennien.web.pages.headlines import NamedReports, headline_of, outlets_of
from biennien.web.pages.marking import LIT, Marked, claims_of, mark_report
from biennien.web.pages.rendering import desk_of, language_of, render, wording_of
from biennien.web.pages.understanding import Here, Note, Understood, is_cut, lines_here
from biennien.web.pages.versions import as_it_was, asked_of, changed_reports, version_rows
from biennien.web.phrases import page_words
from biennien.wording import Wording
from biennien.wording.quoting import clean

router = APIRouter()
_AT_ONCE = 100
_KINDS = ("new", "changed", "disputed", "sharper", "confirmed", "repeated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report in the list: `headline` is its title, else how its text begins."""

    report: Report
    date: ReportDate
    headline: str


@router.get("/reports", response_class=HTMLResponse)
def reports(
    request: Request,
    q: str = "",
    outlet: str = "",
    undated: bool = False,
    copies: bool = False,
    page: int = 1,
    as_known: str = "",
) -> HTMLResponse:
    """The reports by day, the latest first; those without a day on top, since they wait for one.

    With `copies` those that are nearly one text with others, each origin with its copies behind it.
    """
    seen = desk_of(request).whole(as_known or None)
    rows = _listed(seen)
    outlets = Counter(row.report.outlet for row in rows if row.report.outlet)
    wanted, wording = folded(q), wording_of(request, seen)
    shown = [
        row
        for row in rows
        if (not outlet or row.report.outlet == outlet)
        and (not undated or not row.date.value)
        and (not wanted or wanted in folded(f"{row.report.id} {row.report.outlet or ''} {row.headline}"))
    ]
    texts = len({app.text_of(row.report) for row in rows})
    if copies:
        by_id = {row.report.id: row for row in reversed(shown)}
        shown = [by_id[r.id] for r in app.in_groups([row.report for row in by_id.values()])]
    last = max(1, -(-len(shown) // _AT_ONCE))
    page = min(max(page, 1), last)
    at_once = shown[(page - 1) * _AT_ONCE : page * _AT_ONCE]
    return render(
        request,
        "reports.html.jinja",
        part="reports",
        wording=wording,
        named=NamedReports(seen, wording),
        groups=_by_text(at_once) if copies else _by_day(at_once),
        count=len(shown),
        texts=texts,
        all_count=len(rows),
        undated_count=sum(1 for row in rows if not row.date.value),
        outlet_counts=sorted(outlets.items()),
        asked_for={"q": q, "outlet": outlet, "undated": undated, "copies": copies},
        page=page,
        last=last,
        as_known=as_known or None,
        edited=changed_reports(row.report for row in shown),
    )


@router.get("/reports/{report_id:path}/reading.json")
def reading(request: Request, report_id: str) -> Response:
    """What was read in a report, as `biennien read` prints it."""
    seen = desk_of(request).whole()
    found = app.report_of(report_id, seen.reports)
    if found.id not in seen.readings:
        raise InputError(
            "it is withdrawn and not read.", where=found.id, remedy="biennien decisions lists why."
        )
    told = json.dumps(app.reading_told(found, seen.readings[found.id]), ensure_ascii=False, indent=1)
    name = quote(f"{found.id}.reading.json", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(told, media_type="application/json", headers=headers)


@router.get("/reports/{report_id:path}", response_class=HTMLResponse)
def report(
    request: Request, report_id: str, as_known: str = "", version: str = "", words: str = ""
) -> HTMLResponse:
    """One report: what is new in it, its date and why, its text with marks, and the lines that rest on it.

    `version` names an earlier one; `words` are cited words by their name, shown in the version that has them.
    """
    return report_page(request, report_id, as_known, version=version, words=words)


def report_page(
    request: Request,
    report_id: str,
    as_known: str = "",
    *,
    version: str = "",
    words: str = "",
    typed: Typed | None = None,
    status_code: int = 200,
) -> HTMLResponse:
    """The page of a report; `typed` is what stood in the form of its date where that was refused."""
    seen = desk_of(request).whole(as_known or None)
    found = app.report_of(report_id, seen.reports)
    asked, cited = asked_of(request, found, version, words), set[Span]()
    current = found
    if asked.old is not None:
        seen, cited = as_it_was(seen, asked.old)
        found = next(r for r in seen.reports if r.id == found.id)
    wording = wording_of(request, seen)
    return render(
        request,
        "report.html.jinja",
        status_code,
        part="reports",
        wording=wording,
        as_known=as_known or None,
        decided=notice_of(request),
        signed=typed.values["by"] if typed else signed(request),
        typed=typed or Typed(),
        viewed=asked,
        current=current,
        **_told(request, seen, found, wording, cited | asked.spans, now=asked.old is None),
    )


def _told(
    request: Request, seen: Whole, report: Report, wording: Wording, cited: set[Span], *, now: bool
) -> dict[str, Any]:
    """All that the page of a report shows; `cited` are words that addresses lead to besides those of the record.

    `now` is False for a version that the record does not rest on.
    """
    reading = seen.readings.get(report.id)
    date = wording.dates.get(report.id)
    counts = now and any(r.id == report.id for r in seen.counting) and report.withdrawn is None
    novelty = views.novelty_of(seen, report.id, wording.explaining(seen.record)) if counts else None
    here = lines_here(seen.record, report.id)
    marked, notes = _marked(request, seen, report, here, novelty, wording, cited)
    claims = {claim.line: claim for claim in novelty.claims} if novelty else {}
    return {
        "report": report,
        "beside": beside_of(report, page_words(language_of(request)), wording),
        "headline": headline_of(report, reading),
        "outlets": outlets_of(seen),
        "named": NamedReports(seen, wording),
        "date": date,
        "novelty": novelty,
        "told_before": bool(
            novelty and any(c.against and c.kind not in ("new", "changed") for c in novelty.claims)
        ),
        "marked": marked,
        "notes": notes,
        "claims": claims,
        "margin": _margin(here, report.id),
        "counted": Counter(note.kind for note in notes),
        "copies": [r for r in seen.reports if app.text_of(r) == report.id and r.id != report.id],
        "cut": reading is not None and is_cut(reading),
        "versions": version_rows(revisions.versions_of(desk_of(request).path, report.id))
        if report.version > 1 or cited
        else [],
        "kinds": [k for k in _KINDS if any(c.kind == k for c in claims.values())],
        "original": report.url if report.url and report.url.startswith(("https://", "http://")) else None,
        "layer_counts": _layers(notes, claims),
        "new_as_text": _as_text(novelty, wording) if novelty else "",
        "standing": [
            row_of(request, j) for j in desk_of(request).decisions() if j.decision in report.decisions
        ],
    }


def _marked(
    request: Request,
    seen: Whole,
    report: Report,
    here: Here,
    novelty: Novelty | None,
    wording: Wording,
    more: set[Span],
) -> tuple[tuple[Marked, ...], tuple[Note, ...]]:
    reading = seen.readings.get(report.id) or Reading(report_id=report.id)
    marks, notes = Understood(
        report=report,
        reading=reading,
        date=wording.dates.get(report.id),
        here=here,
        wording=wording,
        t=page_words(language_of(request)),
        speakers={who for s in seen.record.statements for who in s.speaker},
    ).notes()
    cited = {*here.changes, *here.statements, *more}
    # Positions, explanations and differences rest on these: pages lead to their words too.
    told = {m.span for m in reading.positions} | {m.span for m in reading.reasons}
    told |= {m.span for m in reading.verdicts} | {m.span for m in reading.silences}
    cited |= told | {s.span for s in reading.sentences if any(s.span.holds(span) for span in told)}
    return mark_report(report, reading, marks, cited, claims_of(novelty) if novelty else {}), notes


def _layers(notes: Iterable[Note], claims: Mapping[str, Claim]) -> dict[str, int]:
    """How many marks a layer has."""
    found = Counter({"attribution": "said"}.get(note.kind, note.kind) for note in notes)
    return {**found, "new": sum(1 for claim in claims.values() if claim.kind in LIT)}


def _as_text(novelty: Novelty, wording: Wording) -> str:
    """What is new in a report as a text to copy into a message."""
    rows = [novelty.line, ""]
    for kind in _KINDS:
        for claim in novelty.claims:
            if claim.kind == kind:
                first = claim.citations[0]
                words = wording.quote(first)
                rows.append(
                    f"{wording.say(f'claim.{kind}')}: «{words}» ({clean(novelty.report_id)} §{first.paragraph})"
                )
    return "\n".join(rows)


def _margin(here: Here, report_id: str) -> dict[int, list[dict[str, Any]]]:
    """The lines of the record beside the paragraph where the report first tells them."""
    margin: dict[int, list[dict[str, Any]]] = {}
    for name, line in here.lines().items():
        citations: tuple[Citation, ...]
        if isinstance(line, Statement):
            citations = (*line.citations, *line.restated_in)
        else:
            citations = line[1].citations
        first = min((c for c in citations if c.report_id == report_id), key=lambda c: c.span)
        kind = "statement" if isinstance(line, Statement) else "change"
        row = {
            "id": name,
            "kind": kind,
            "citation": first,
            "line": line if isinstance(line, Statement) else line[1],
            "meeting": None if isinstance(line, Statement) else line[0],
        }
        margin.setdefault(first.paragraph, []).append(row)
    return margin


def _listed(seen: Whole) -> list[Row]:
    """The reports that count on the day of the view: the undated first, then the latest."""
    dates = {date.report_id: date for date in seen.record.dates}
    known = seen.counting if seen.until else [r for r in seen.reports if r.id in dates]
    rows = [Row(report=r, date=dates[r.id], headline=headline_of(r, seen.readings.get(r.id))) for r in known]
    dated = sorted(
        (r for r in rows if r.date.value), key=lambda r: (r.date.value or "", r.report.id), reverse=True
    )
    return (
        sorted((r for r in rows if not r.date.value), key=lambda r: (r.date.earliest or "", r.report.id))
        + dated
    )


def _by_text(rows: Iterable[Row]) -> list[tuple[str | None, list[Row]]]:
    """The reports that are nearly one text, under the day of the first of them."""
    groups = [list(of) for _, of in groupby(rows, key=lambda row: app.text_of(row.report))]
    return [(group[0].date.value, group) for group in groups]


def _by_day(rows: Iterable[Row]) -> list[tuple[str | None, list[Row]]]:
    """The reports of each day; those without one under None."""
    return [(day, list(of_day)) for day, of_day in groupby(rows, key=lambda row: row.date.value)]
