"""The reports: listed, one with its text and what was understood of it, what is new in it; and adding more of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from biennien import app, revisions, views
from biennien.app import Added
from biennien.known import AsKnown
from biennien.model import Issue, Report, ReportDate
from biennien.views import Whole
from biennien.web.api import records
from biennien.web.api.answers import One, Page, ProblemDetails, one, page, problems, tagged, written
from biennien.web.api.queries import Identifier, OneReport, Path, Plain, Published, Reprinted, Told
from biennien.web.jobs import Job
from biennien.web.pages.rendering import desk_of
from biennien.web.problems import Problem, problem_of
from biennien.web.security.access import allowed
from biennien.web.security.forgery import form_of
from biennien.words import load_words

router = APIRouter(tags=["reports"], responses=problems(422))
adding = APIRouter(tags=["reports"])


class WholeReport(records.Report, One):
    """A report with its text, to the letter; with what was understood of it where that is asked for."""

    text: str
    reading: records.Reading | None = None


class New(One):
    """What is new in a report against those before it; `line` in the manner of the agencies' advisory."""

    report: str
    line: str
    independent: int
    claims: list[records.Claim]


class Outcome(BaseModel):
    """What a report was: new, version (known by its name, other words), copy, amended, unchanged or unread; and its date."""

    id: str
    outcome: Literal["new", "version", "copy", "amended", "unchanged", "unread"]
    published: records.Published | None


class AddedReports(One):
    """What came of adding."""

    complete: bool = Field(description="whether everything was read")
    new: int
    versions: int
    copies: int
    amended: int
    unchanged: int
    unread: int
    meetings: int
    statements: int
    reports: list[Outcome]
    issues: list[records.Issue]


class JobTold(One):
    """How far adding is."""

    id: str
    state: Literal["waiting", "running", "done", "failed"]
    stage: str | None
    done: int
    total: int
    begun_at: str
    added: AddedReports | None
    problem: ProblemDetails | None


def told(seen: Whole, found: Sequence[Report]) -> list[dict[str, Any]]:
    """Reports as the documented JSON, each with its date."""
    dates = {date.report_id: date for date in seen.record.dates}
    return app.reports_told([(report, dates[report.id]) for report in found if report.id in dates])


def _report(request: Request, words: str, asked: AsKnown) -> tuple[Whole, Report]:
    seen = desk_of(request).whole(asked)
    return seen, app.report_of(words, seen.counting)


@router.get(
    "/reports", response_model=Page[records.Report], responses=problems(304), summary="The reports by day"
)
def reports(request: Request, asked: Annotated[Reprinted, Query()]) -> Response:
    desk = desk_of(request)

    def made() -> Any:
        seen = desk.whole(asked.asked)
        found = told(seen, seen.counting)
        if asked.copies:
            by_day = {row["id"]: row for row in found}
            by_id = {r.id: r for r in seen.counting}
            found = [by_day[r.id] for r in app.in_groups([by_id[i] for i in by_day])]
        return page(request, found, asked.limit, asked.cursor)

    return tagged(request, desk, made)


@router.get(
    "/reports/{id:path}/new",
    response_model=New,
    responses=problems(304, 404, 409),
    summary="What is new in a report against those before it",
)
def new(request: Request, id: Path, asked: Annotated[Told, Query()]) -> Response:
    def made() -> Any:
        seen = desk_of(request).whole(asked.asked)
        return views.novelty_told(views.novelty_of(seen, id, load_words(asked.lang)))

    return tagged(request, desk_of(request), made)


@router.get(
    "/reports/{id:path}",
    response_model=WholeReport,
    responses=problems(304, 404, 409),
    summary="A report with its text, by its id or the beginning of it",
)
def report(request: Request, id: Path, asked: Annotated[OneReport, Query()]) -> Response:
    def made() -> Any:
        seen, found = _report(request, id, asked.asked)
        if asked.version is not None:
            versions = revisions.versions_of(desk_of(request).path, found.id)
            seen = revisions.seen_in(revisions.version_of(versions, asked.version))
            (found,) = seen.reports
        row = one(told(seen, [found])[0]) | {"text": found.text}
        if asked.reading:
            reading = seen.readings.get(found.id)
            row["reading"] = app.reading_told(found, reading) if reading else None
        return row

    return tagged(request, desk_of(request), made)


class Adding(Plain):
    """What holds for all reports of a request."""

    published: Published | None = Field(None, description="the date of each report, before its own")
    outlet: str | None = Field(None, max_length=200, description="the outlet of those that name none")


_WORDS = {"type": "string", "minLength": 1, "pattern": r"\S"}
_REPORT: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "id": _WORDS,
        "text": _WORDS,
        "title": {"type": "string"},
        "outlet": {"type": "string"},
        "published": {"type": "string", "description": "a day, a month, or an instant with its offset"},
        "url": {"type": "string"},
        "language": {"type": "string"},
    },
}
_IN_LIST = _REPORT | {"required": ["id", "text"]}
_EXAMPLE = {
    "id": "tin-01",
    "outlet": "Báo Mẫu",
    "published": "2026-05-13",
    "text": "Ngoại trưởng New Zealand Winston Peters hôm 12/5 gặp người đồng cấp Sugiono tại Jakarta.",
}
_LINES = json.dumps(_EXAMPLE, ensure_ascii=False)
_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"anyOf": [_REPORT, {"type": "array", "items": _IN_LIST, "minItems": 1}]},
            "example": _EXAMPLE,
        },
        "application/x-ndjson": {"schema": {"type": "string"}, "example": _LINES},
        "text/plain": {"schema": _WORDS, "example": _EXAMPLE["text"]},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {
                    "files": {
                        "type": "array",
                        "items": {"type": "string", "format": "binary"},
                        "minItems": 1,
                    },
                    "published": {"type": "string"},
                    "outlet": {"type": "string"},
                },
            }
        },
    },
}


@adding.post(
    "/reports",
    response_model=AddedReports,
    status_code=200,
    dependencies=[Security(allowed, scopes=["write"])],
    responses={
        202: {
            "model": JobTold,
            "description": "It is being added (Prefer: respond-async); Location says where to ask.",
        },
        **problems(400, 408, 413, 415, 422, 503),
    },
    openapi_extra={"requestBody": _BODY},
    summary="Add reports",
)
async def add(request: Request, asked: Annotated[Adding, Query()]) -> Response:
    """Takes JSON (a report or a list of them), JSON Lines, a text, or files, as the command `add` does, and says what came of each."""
    files, published, outlet = await _given(request)
    jobs = request.app.state.jobs
    if jobs.is_full:
        raise Problem("busy", headers={"Retry-After": "10"})
    date = date_of(asked.published or published)
    job = jobs.add(files, published=date, outlet=asked.outlet or outlet or None)
    if "respond-async" in request.headers.get("prefer", ""):
        headers = {"Location": f"/api/v1/jobs/{job.id}", "Preference-Applied": "respond-async"}
        return written(job_told(request, job), 202, headers)
    await job.ended.wait()
    if job.added is None:
        raise job.error or Problem("busy", headers={"Retry-After": "10"})
    if not job.added.each:
        rows = [
            {"where": issue.where, "message": f"{issue.message} {issue.remedy}"} for issue in job.added.issues
        ]
        first = job.added.issues[0] if job.added.issues else None
        raise Problem(
            "not-valid",
            detail=first and first.message,
            where=first and first.where,
            remedy=first and first.remedy,
            errors=rows,
        )
    return written(added_told(request, job.added))


@router.get(
    "/jobs/{id}",
    response_model=JobTold,
    responses=problems(404),
    dependencies=[Security(allowed, scopes=["write"])],
    summary="How far adding is",
)
def job(request: Request, id: Identifier) -> Response:
    found = request.app.state.jobs.get(id)
    if found is None:
        raise Problem("not-found", where=id)
    return written(job_told(request, found))


def date_of(words: str | None) -> str | None:
    """A date as people write it, as ISO 8601. Raises Problem where it is none."""
    if not words:
        return None
    if not app.is_date(date := app.written(words, "published")):
        remedy = "Write a day (2025-10-23), a month (2025-10) or an instant (2025-10-23T08:30:00+07:00)."
        raise Problem("not-valid", detail=f"{words!r} is no date.", where="published", remedy=remedy)
    return date


async def _given(request: Request) -> tuple[list[tuple[str, bytes]], str | None, str | None]:
    """The files of a request by name, and what its form says of all of them."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        form = await form_of(request)
        uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
        if not uploads:
            raise Problem("not-valid", detail="there are no files in it.", where="files")
        files = [(upload.filename or "-", await upload.read()) for upload in uploads]
        published, outlet = form.get("published"), form.get("outlet")
        return files, str(published) if published else None, str(outlet) if outlet else None
    if kind in _SUFFIXES:
        body = await request.body()
        return [(f"sent-{hashlib.sha256(body).hexdigest()[:12]}{_SUFFIXES[kind]}", body)], None, None
    raise Problem("wrong-type", where="Content-Type")


_SUFFIXES = {  # of a file that would hold such a body; a report without an id is named after it
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/plain": ".txt",
}


def added_told(request: Request, added: Added) -> dict[str, Any]:
    """What came of adding, with the date that each report has now and the reason for it."""
    with app.opened_store(desk_of(request).path) as opened:
        dates = {date.report_id: date for date in opened.dated([name for name, _ in added.each])}
    counts = (
        "complete",
        "new",
        "versions",
        "copies",
        "amended",
        "unchanged",
        "unread",
        "meetings",
        "statements",
    )
    return one({name: getattr(added, name) for name in counts}) | {
        "reports": [
            {"id": name, "outcome": outcome, "published": _date(dates.get(name))}
            for name, outcome in added.each
        ],
        "issues": [_issue(issue) for issue in added.issues],
    }


def job_told(request: Request, found: Job) -> dict[str, Any]:
    """How far a job is, and what came of it."""
    return one(
        {
            "id": found.id,
            "state": found.state,
            "stage": found.stage,
            "done": found.done,
            "total": found.total,
            "begun_at": found.begun_at,
            "added": added_told(request, found.added) if found.added else None,
            "problem": problem_of(found.error).body("en") if found.error else None,
        }
    )


def _date(date: ReportDate | None) -> dict[str, Any] | None:
    names = ("value", "earliest", "latest", "dated_by", "why", "basis")
    return {name: getattr(date, name) for name in names} if date else None


def _issue(issue: Issue) -> dict[str, str]:
    return {name: getattr(issue, name) for name in ("code", "severity", "message", "where", "remedy")}
