"""Decisions taken on a page: each is signed, leads back to where it was taken, and can be undone there at once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from biennien import decisions
from biennien.decisions import Decided, Judged
from biennien.model import Decision
from biennien.model.errors import BiennienError, InputError
from biennien.web.pages.addresses import local, report_address
from biennien.web.pages.forms import DECIDES, decided_at
from biennien.web.pages.rendering import desk_of, wording_of
from biennien.web.security.access import signature
from biennien.wording.judging import decision_words

router = APIRouter()
_HANOI = timezone(timedelta(hours=7))

Signed = Annotated[str, Form(alias="by")]
Reason = Annotated[str, Form()]
Back = Annotated[str, Form()]


@router.post("/reports/{report_id:path}/withdraw", dependencies=DECIDES)
def withdraw(
    request: Request, report_id: str, by: Signed = "", reason: Reason = "", back: Back = ""
) -> RedirectResponse:
    """Takes a report out of the record."""
    decided = decisions.withdraw(
        report_id, desk_of(request).path, reason=reason, by=signature_of(request, by)
    )
    return decided_at(request, back, decided, by)


@router.post("/lines/{line}/decide", dependencies=DECIDES)
def decide(
    request: Request,
    line: str,
    kind: Annotated[str, Form()],
    value: Annotated[str, Form()] = "",
    by: Signed = "",
    reason: Reason = "",
    back: Back = "",
) -> RedirectResponse:
    """Decides of a line: another status, of another meeting, one with another meeting, or misread."""
    path, signature = desk_of(request).path, signature_of(request, by)
    decided = decisions.decide(kind, line, path, value=value.strip() or None, reason=reason, by=signature)
    return decided_at(request, _still_there(request, back, decided), decided, by)


@router.post("/decisions/{decision}/undo", dependencies=DECIDES)
def undo(
    request: Request, decision: str, by: Signed = "", reason: Reason = "", back: Back = ""
) -> RedirectResponse:
    """Takes a decision back."""
    decided = decisions.undo(decision, desk_of(request).path, reason=reason, by=signature_of(request, by))
    return decided_at(request, _still_there(request, back, decided), decided, by)


def notice_of(request: Request) -> dict[str, Any] | None:
    """The decision that led to a page, in words; None where none did."""
    asked = request.query_params.get("decided", "")
    found = next((j for j in desk_of(request).decisions() if j.decision.id == asked), None) if asked else None
    return row_of(request, found) if found else None


def row_of(request: Request, judged: Judged) -> dict[str, Any]:
    """A decision as the pages show it: in words, signed, with what became of it, and whether it can be taken back."""
    decision, wording = judged.decision, wording_of(request)
    fate = None
    if judged.ended_by is not None:
        key = "decision.undone" if judged.ended_by.kind == "undo" else "decision.replaced"
        fate = wording.say(key, id=judged.ended_by.id, by=judged.ended_by.by)
    elif decision.kind != "undo":
        fate = wording.say("decision.in_force")
    return {
        "id": decision.id,
        "kind": decision.kind,
        "words": decision_words(wording, decision, judged.words),
        "by": decision.by,
        "at": decision.recorded_at,
        "day": wording.day_words(f"{in_hanoi(decision.recorded_at):%Y-%m-%dT%H:%M}"),
        "reason": decision.reason,
        "fate": fate,
        "ended": judged.ended_by is not None,
        "undo": decision.id if judged.in_force and decision.kind != "undo" else None,
        "href": _words_of(request, decision),
    }


def in_hanoi(instant: str) -> datetime:
    """An instant by the clocks of the newsroom."""
    return datetime.fromisoformat(instant).astimezone(_HANOI)


def _words_of(request: Request, decision: Decision) -> str:
    """The address of the words that a decision is about, else of its report."""
    if not decision.anchors:
        return report_address(decision.report_id)
    anchor = decision.anchors[0]
    reports = desk_of(request).whole().reports
    name = next((r.id for r in reports if r.identity == anchor.identity), anchor.report_id)
    return f"{report_address(name)}#w-{anchor.start}-{anchor.end}"


def _still_there(request: Request, back: str, decided: Decided) -> str:
    """Where to go back to: the page of the line while the record has the line, else the words in their report."""
    back = local(back, "")
    if back.startswith("/lines/"):
        try:
            desk_of(request).look(back.split("/")[2].split("?")[0].split("#")[0])
        except BiennienError:
            back = ""
    if back:
        return back
    return _words_of(request, decided.undone or decided.decision)


def signature_of(request: Request, by: str) -> str:
    """Who signs. Raises InputError where no name was given: on a server nobody signs by the name of its account."""
    if name := signature(request, by):
        return name
    raise InputError("a decision is signed.", where="by", remedy="Write your name in the form.")
