"""A draft, checked against the record before it is printed. Nothing of it is kept."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse

from biennien import app, drafts
from biennien.model import Limits, Remark, Report
from biennien.model.errors import BiennienError, InputError
from biennien.web.pages.headlines import outlets_of
from biennien.web.pages.marking import Mark, mark_report
from biennien.web.pages.rendering import desk_of, language_of, render, wording_of
from biennien.web.pages.understanding import Here, Understood
from biennien.web.phrases import page_words
from biennien.web.problems import problem_of, told_to_person

router = APIRouter()
_HANOI = timezone(timedelta(hours=7))


@router.get("/check", response_class=HTMLResponse)
def check_form(request: Request) -> HTMLResponse:
    """The form for a draft."""
    return _page(request, text="", published=wording_of(request).day_words(_today()))


@router.post("/check", response_class=HTMLResponse)
def check(
    request: Request,
    text: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> HTMLResponse:
    """The draft with what should be looked at before it is printed."""
    # A form sends line ends as CR LF; places in the text are those of the text as it was typed.
    text = text.replace("\r\n", "\n")
    try:
        day = app.written(published, "published") if published.strip() else _today()
        if not app.is_date(day):
            raise InputError(
                f"{published!r} is no date.", where="published", remedy="Write it like 2025-10-21."
            )
        draft = _draft(text, day, file, request.app.state.limits)
    except BiennienError as error:
        told = told_to_person(problem_of(error), language_of(request))
        return _page(request, 422, text=text, published=published, error=told)
    return _page(
        request,
        text=draft.text,
        published=published or wording_of(request).day_words(day),
        **_checked(request, draft),
    )


def _draft(text: str, day: str, file: UploadFile | None, limits: Limits) -> Report:
    """The draft in the file where one was given, else in the field. Raises InputError where there is none."""
    if file is not None and file.filename:
        found = drafts.drafts_in(["-"], published=day, stdin=io.BytesIO(file.file.read()), limits=limits)
        if found:
            return found[0]
    return drafts.draft_of(text, "text", published=day, limits=limits)


def _checked(request: Request, draft: Report) -> dict[str, Any]:
    """What the page shows of a draft: the remarks beside its words, and what was understood."""
    compared = desk_of(request).compared(draft)
    seen = compared.seen
    remarks = sorted(drafts.check(compared), key=lambda remark: remark.at.span)
    wording = wording_of(request, seen)
    reading = app.read_text(draft.text, published=draft.published_on, limits=request.app.state.limits)
    marks, notes = Understood(
        report=draft,
        reading=reading,
        date=None,
        here=Here(changes={}, statements={}),
        wording=wording,
        t=page_words(language_of(request)),
        speakers=compared.speakers,
    ).notes()
    pointed = [
        Mark(kind="remark", span=remark.at.span, note=0, href=f"#remark-{number}")
        for number, remark in enumerate(remarks, 1)
    ]
    margin: dict[int, list[tuple[int, Remark]]] = {}
    for number, remark in enumerate(remarks, 1):
        margin.setdefault(reading.paragraph_at(remark.at.span.start), []).append((number, remark))
    return {
        "draft": draft,
        "remarks": remarks,
        "wording": wording,
        "outlets": outlets_of(seen),
        "marked": mark_report(draft, reading, [*pointed, *marks], {remark.at.span for remark in remarks}, {}),
        "margin": margin,
        "notes": notes,
        "layer_counts": Counter({"attribution": "said"}.get(note.kind, note.kind) for note in notes),
        "compared": compared.reports,
    }


def _page(request: Request, status_code: int = 200, **values: Any) -> HTMLResponse:
    blank = {"draft": None, "remarks": (), "error": None}
    return render(request, "draft.html.jinja", status_code, part="draft", **(blank | values))


def _today() -> str:
    return datetime.now(_HANOI).date().isoformat()
