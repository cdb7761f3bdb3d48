"""Adding reports: files that are dropped, or a text that is pasted; what came of each, with its date and the reason for it."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from biennien import app, views
from biennien.model import Issue, Report, ReportDate
from biennien.model.errors import BiennienError, InputError
from biennien.web.jobs import Job
from biennien.web.pages.decided import notice_of
from biennien.web.pages.forms import WRITES, signed
from biennien.web.pages.headlines import headline_of
from biennien.web.pages.rendering import desk_of, language_of, render, wording_of
from biennien.web.problems import Problem, problem_of, told_to_person

router = APIRouter()
uploads = APIRouter()
_KEPT = 64  # pasted texts that are remembered until their job is over and looked at
_SHOWN = 200  # reports of one job that are shown
_NEWS = 10  # reports whose news are told at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What stands in the form: nothing of it is lost while something is wrong with it."""

    text: str = ""
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: str = ""


@router.get("/add", response_class=HTMLResponse, dependencies=WRITES)
def form(request: Request) -> HTMLResponse:
    """The form."""
    return _form(request, Pasted())


@uploads.post("/add", dependencies=WRITES)
async def add(
    request: Request,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    outlet: Annotated[str, Form()] = "",
    url: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
) -> Response:
    """Begins to add and leads to the page of the job; what is wrong with the form is said beside it."""
    pasted = Pasted(text=text.replace("\r\n", "\n"), title=title, outlet=outlet, url=url, published=published)
    files = [
        one for one in (await request.form()).getlist("files") if isinstance(one, UploadFile) and one.filename
    ]
    try:
        day = _day(published)
        given = [(one.filename or "-", await one.read()) for one in files]
        if text.strip():
            given.append(_as_file(pasted, day))
        if not given:
            raise InputError("there is nothing to add.", where="text", remedy="Drop files, or paste a text.")
    except BiennienError as error:
        return _form(request, pasted, error=error, status_code=422)
    if request.app.state.jobs.is_full:
        return _form(request, pasted, error=Problem("busy"), status_code=503)
    job = request.app.state.jobs.add(given, published=day, outlet=outlet.strip() or None)
    _remembered(request)[job.id] = pasted
    while len(_remembered(request)) > _KEPT:
        _remembered(request).popitem(last=False)
    return RedirectResponse(f"/add/{job.id}", status_code=303)


@router.get("/add/{job_id}", response_class=HTMLResponse, dependencies=WRITES)
def job(request: Request, job_id: str) -> HTMLResponse:
    """How far a job is, then what came of it."""
    found: Job | None = request.app.state.jobs.get(job_id)
    if found is None:
        raise Problem("not-found", where=job_id)
    pasted = _remembered(request).get(job_id, Pasted())
    if not found.is_over:
        return render(request, "job.html.jinja", part="adding", job=found, values=Pasted())
    if found.added is None:
        return _form(request, pasted, error=found.error or Problem("failed", number="-"), status_code=200)
    unread = not any(outcome != "unread" for _, outcome in found.added.each)
    return render(
        request,
        "job.html.jinja",
        part="adding",
        job=found,
        added=found.added,
        values=pasted if unread else Pasted(),
        signed=signed(request),
        decided=notice_of(request),
        back=f"/add/{job_id}",
        **_outcome(request, found),
    )


def _outcome(request: Request, job: Job) -> dict[str, Any]:
    """What came of each report, those without a day first: they wait for one."""
    assert job.added is not None
    seen = desk_of(request).whole()
    wording = wording_of(request, seen)
    reports = {r.id: r for r in seen.reports}
    rows = [
        _row(reports[name], outcome, wording.dates.get(name), seen.readings.get(name))
        for name, outcome in job.added.each
        if name in reports
    ]
    rows.sort(key=lambda row: row["date"] is not None and row["date"].value is not None)
    for row in rows[:_NEWS]:
        if any(r.id == row["report"].id for r in seen.counting) and row["report"].withdrawn is None:
            row["news"] = views.novelty_of(seen, row["report"].id, wording.explaining(seen.record)).line
    of_reports = {name for name, _ in job.added.each}
    return {
        "wording": wording,
        "rows": rows[:_SHOWN],
        "rows_more": max(0, len(rows) - _SHOWN),
        "issues": _apart(job.added.issues, of_reports),
        "by_report": {name: [i for i in job.added.issues if i.report_id == name] for name in of_reports},
    }


def _row(report: Report, outcome: str, date: ReportDate | None, reading: Any) -> dict[str, Any]:
    return {
        "report": report,
        "outcome": outcome,
        "date": date,
        "headline": headline_of(report, reading),
        "news": None,
    }


def _apart(issues: Sequence[Issue], reports: set[str]) -> list[Issue]:
    """The issues that belong to no report that was taken in."""
    return [issue for issue in issues if issue.report_id not in reports]


def _form(
    request: Request, pasted: Pasted, *, error: Exception | None = None, status_code: int = 200
) -> HTMLResponse:
    """The form with what stood in it, and what is wrong with it."""
    told = None
    if error is not None:
        told = told_to_person(problem_of(error), language_of(request))
    return render(request, "adding.html.jinja", status_code, part="adding", values=pasted, error=told)


def _day(published: str) -> str | None:
    """The date that was given. Raises InputError where it is none."""
    if not published.strip():
        return None
    day = app.written(published, "published")
    if not app.is_date(day):
        remedy = "Write a day (2025-10-23), a month (2025-10) or an instant (2025-10-23T08:30:00+07:00)."
        raise InputError(f"{published!r} is no date.", where="published", remedy=remedy)
    return day


def _as_file(pasted: Pasted, day: str | None) -> tuple[str, bytes]:
    """A pasted text as a file with its particulars; the same text has the same name."""
    given = {**asdict(pasted), "published": day or ""}
    row = {key: value if key == "text" else value.strip() for key, value in given.items() if value.strip()}
    name = f"pasted-{hashlib.sha256(pasted.text.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"
    content = json.dumps({"id": name, **row}, ensure_ascii=False).encode("utf-8", "replace")
    return f"{name}.json", content


def _remembered(request: Request) -> OrderedDict[str, Pasted]:
    """The texts that were pasted, by the job that adds them."""
    state = request.app.state
    if not hasattr(state, "pasted"):
        state.pasted = OrderedDict()
    kept: OrderedDict[str, Pasted] = state.pasted
    return kept
