"""The search: stories, meetings, statements, reports and speakers in whose words or names what was typed stands."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from biennien import lookup
from biennien.web.pages.headlines import headlines_of, outlets_of
from biennien.web.pages.rendering import desk_of, language_of, render, wording_of

router = APIRouter()
_LONGEST = 200  # letters that are searched for
_FEW = 8  # of each kind


@router.get("/search", response_class=HTMLResponse)
def search(request: Request, q: str = "", as_known: str = "") -> HTMLResponse:
    """What was found for some words, as known on a day; without diacritics they match with and without."""
    asked = " ".join(q.split())[:_LONGEST]
    desk = desk_of(request)
    known = as_known or None
    found = desk.search(asked, known).few(_FEW) if asked else None
    seen = desk.part(found.telling if found else (), known)
    wording = wording_of(request, seen)
    return render(
        request,
        "search.html.jinja",
        part="search",
        asked=asked,
        as_known=known,
        found=found,
        wording=wording,
        outlets=outlets_of(seen),
        headlines=headlines_of(seen),
        short=lookup.short_names_in(language_of(request)),
    )
