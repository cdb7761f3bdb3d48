"""Handing a story on: its morning note as a page, and the story as a file in any form."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from biennien import app, exporting, lookup, notes
from biennien.forms import FORMS
from biennien.model import Story
from biennien.model.errors import NotFoundError
from biennien.names import folded
from biennien.web.pages.rendering import desk_of, language_of, render, wording_of

router = APIRouter()
_STEM = 60  # characters of a file name before its ending


@router.get("/stories/{story}/brief", response_class=HTMLResponse)
def brief_page(request: Request, story: str, as_known: str = "", since: str = "") -> Response:
    """The morning note on a story."""
    return _brief(request, story, as_known, since)


@router.get("/record/brief", response_class=HTMLResponse)
def brief_of_record(request: Request, as_known: str = "", since: str = "") -> Response:
    """The morning note on everything."""
    return _brief(request, None, as_known, since)


@router.get("/stories/{story}/export/{form}")
def export_story(request: Request, story: str, form: str, as_known: str = "", table: str = "") -> Response:
    """A story as a file."""
    return _export(request, story, form, as_known, table)


@router.get("/record/export/{form}")
def export_record(request: Request, form: str, as_known: str = "", table: str = "") -> Response:
    """The record as a file."""
    return _export(request, None, form, as_known, table)


def _brief(request: Request, story_id: str | None, as_known: str, since: str) -> Response:
    desk = desk_of(request)
    story = desk.story(story_id) if story_id else None
    day, of = app.known_on(as_known or None), story.id if story else None
    seen = desk.whole(day, of)
    brief = desk.brief(day, of, since=since or None)
    wording = wording_of(request, seen)
    document = notes.brief_document(brief, wording, seen.reports)
    return render(
        request,
        "brief.html.jinja",
        part="stories",
        wording=wording,
        story=story,
        path=story_path(story),
        as_known=day,
        since=brief.since,
        document=document,
        numbers=document.numbers(),
        markdown=notes.to_markdown(document),
    )


def _export(request: Request, story: str | None, form: str, as_known: str, table: str) -> Response:
    if form not in FORMS:
        raise NotFoundError(
            f"there is no form {form!r}.", where="form", remedy=f"There are: {', '.join(FORMS)}."
        )
    found = exporting.export(
        desk_of(request).path,
        form,
        as_known=as_known or None,
        story=story,
        table=table or None,
        lang=language_of(request),
    )
    parts = [
        stem_of(desk_of(request).story(story)) if story else "record",
        form if found.suffix in (".jsonld", ".zip") else "",
        table,
        as_known,
    ]
    name = "-".join(part for part in parts if part) + found.suffix
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(found.content, media_type=found.media_type, headers=headers)


def stem_of(story: Story) -> str:
    """A story's label as the stem of a file name, without diacritics and bounded: `trump-putin-budapest`."""
    sides, _, rest = story.label.rpartition(": ")
    short, place = lookup.short_names_in("en"), rest.partition(", ")[2]
    names = [*(short.get(who, who) for who in sides.split(" – ")), place] if sides else [rest]
    words = [word for word in folded(" ".join(names)).split() if word.isascii()]
    while words and len("-".join(words)) > _STEM:
        words.pop()
    return "-".join(words) or story.id


def story_path(story: Story | None) -> str:
    """The address of a story; of the whole record without one."""
    return f"/stories/{quote(story.id, safe='')}" if story else "/record"
