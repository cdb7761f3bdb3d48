"""Decisions of persons: what was decided, and deciding; each is signed, dated, and can be undone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request, Security
from fastapi.responses import Response
from pydantic import Field

from biennien import app, decisions
from biennien.decisions import Decided
from biennien.model.errors import NotFoundError
from biennien.web.api import records
from biennien.web.api.answers import One, Page, one, page, problems, tagged, written
from biennien.web.api.queries import MOST, SIZE, Identifier, Plain, Published
from biennien.web.pages.rendering import desk_of
from biennien.web.security.access import allowed, signature

router = APIRouter(tags=["decisions"])
_DECIDING: list[Any] = [Security(allowed, scopes=["decide"])]
_WORDS = Annotated[str | None, Field(max_length=2_000)]


class Listed(Plain):
    """A part of the list."""

    limit: int = Field(SIZE, ge=1, le=MOST)
    cursor: str | None = Field(None, min_length=1, max_length=2_000)


class Signed(Plain):
    """Who decides, and why; with a key its name stands in the signature too."""

    by: _WORDS = Field(
        None,
        description="who decides; else the name of the key, or of the account that the server runs under",
    )
    reason: _WORDS = None


class Correct(Signed):
    """The date of a report is another; ``dated`` is the same, as on the command line."""

    kind: Literal["correct", "dated"]
    report: Identifier
    published: Published


class Withdraw(Signed):
    """A report was added by mistake: it stays listed and yields nothing."""

    kind: Literal["withdraw"]
    report: Identifier


class Same(Signed):
    """The meeting `line` and the meeting `value` are one."""

    kind: Literal["same"]
    line: Identifier
    value: Identifier


class Different(Signed):
    """The change `line` is of another meeting."""

    kind: Literal["different"]
    line: Identifier


class Status(Signed):
    """The change `line` means the status `value`."""

    kind: Literal["status"]
    line: Identifier
    value: Literal[tuple(app.STATUSES)]  # type: ignore[valid-type]


class Retract(Signed):
    """The change, statement, explanation or position `line` was misread."""

    kind: Literal["retract"]
    line: Identifier


Taken = Annotated[Correct | Withdraw | Same | Different | Status | Retract, Field(discriminator="kind")]


class DecidedTold(One):
    """A decision, and what the record made anew holds; `words` are those of the line that it is about, `undone` the decision it takes back."""

    decision: records.Decision
    report: records.Report
    meetings: int
    statements: int
    words: str | None
    undone: str | None
    warnings: list[records.Issue]


class OneDecision(records.Decision, One):
    """A decision."""


@router.get(
    "/decisions",
    response_model=Page[records.Decision],
    responses=problems(304, 422),
    summary="All decisions, in the order in which they were taken",
)
def listed(request: Request, asked: Annotated[Listed, Query()]) -> Response:
    desk = desk_of(request)
    return tagged(
        request,
        desk,
        lambda: page(request, decisions.decisions_told(desk.decisions()), asked.limit, asked.cursor),
    )


@router.get(
    "/decisions/{id}", response_model=OneDecision, responses=problems(304, 404, 422), summary="A decision"
)
def shown(request: Request, id: Identifier) -> Response:
    return tagged(request, desk_of(request), lambda: one(_row(request, id)))


@router.post(
    "/decisions",
    response_model=DecidedTold,
    status_code=201,
    dependencies=_DECIDING,
    responses=problems(400, 404, 409, 410, 413, 422, 503),
    summary="Decide on a report, or on a line of the record",
)
def decide(request: Request, taken: Annotated[Taken, Body()]) -> Response:
    """The machine's reading stays stored beside it; the record is made anew from what counts."""
    store = desk_of(request).path
    reason, by = taken.reason, signature(request, taken.by)
    if isinstance(taken, Correct):
        made = decisions.correct(
            taken.report, store, published=taken.published, where="published", reason=reason, by=by
        )
    elif isinstance(taken, Withdraw):
        made = decisions.withdraw(taken.report, store, reason=reason, by=by)
    else:
        made = decisions.decide(
            taken.kind, taken.line, store, value=getattr(taken, "value", None), reason=reason, by=by
        )
    return _made(request, made)


@router.post(
    "/decisions/{id}/undo",
    response_model=DecidedTold,
    status_code=201,
    dependencies=_DECIDING,
    responses=problems(400, 404, 409, 413, 422, 503),
    summary="Take a decision back",
)
def undo(request: Request, id: Identifier, signed: Annotated[Signed | None, Body()] = None) -> Response:
    """By its id or the beginning of it; the undoing is a decision too."""
    given = signed or Signed(by=None)
    made = decisions.undo(id, desk_of(request).path, reason=given.reason, by=signature(request, given.by))
    return _made(request, made)


def _made(request: Request, made: Decided) -> Response:
    told = one(
        {
            "decision": _row(request, made.decision.id),
            "report": app.reports_told([(made.report, made.date)])[0],
            "meetings": made.meetings,
            "statements": made.statements,
            "words": made.words,
            "undone": made.undone.id if made.undone else None,
            "warnings": [
                {name: getattr(issue, name) for name in ("code", "severity", "message", "where", "remedy")}
                for issue in made.warnings
            ],
        }
    )
    return written(told, 201, {"Location": f"/api/v1/decisions/{made.decision.id}"})


def _row(request: Request, name: str) -> dict[str, Any]:
    for row in decisions.decisions_told(desk_of(request).decisions()):
        if row["id"] == name:
            return row
    raise NotFoundError(
        "there is no such decision.", where=name, remedy="The command biennien decisions lists them."
    )
