"""Setting the date of a report right on its page; a date that is none stands in the form with what is wrong with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from biennien import decisions
from biennien.model.errors import InputError
from biennien.web.pages.decided import Back, Reason, Signed, signature_of
from biennien.web.pages.forms import DECIDES, Typed, decided_at
from biennien.web.pages.rendering import desk_of, language_of
from biennien.web.pages.report import report_page
from biennien.web.problems import problem_of, told_to_person

router = APIRouter()


@router.post("/reports/{report_id:path}/date", dependencies=DECIDES)
def correct(
    request: Request,
    report_id: str,
    published: Annotated[str, Form()] = "",
    by: Signed = "",
    reason: Reason = "",
    back: Back = "",
) -> Response:
    """Sets the date of a report right."""
    try:
        decided = decisions.correct(
            report_id,
            desk_of(request).path,
            published=published,
            reason=reason,
            by=signature_of(request, by),
            where="published",
        )
    except InputError as error:
        problem = problem_of(error)
        if problem.where != "published":
            raise
        told = told_to_person(problem, language_of(request))
        typed = Typed(values={"published": published, "by": by, "reason": reason, "back": back}, error=told)
        return report_page(request, report_id, typed=typed, status_code=422)
    return decided_at(request, back, decided, by)
