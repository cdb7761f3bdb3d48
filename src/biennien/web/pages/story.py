"""A story, or the whole record: lanes, timeline, statements and all else as known on a day, and its morning note."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from biennien import lookup
from biennien.desk import Desk
from biennien.forms import FORMS
from biennien.web.pages.drawing import circle_of, plot_of
from biennien.web.pages.handing_on import story_path
from biennien.web.pages.headlines import NamedReports
from biennien.web.pages.rendering import address, desk_of, language_of, render, wording_of
from biennien.web.pages.story_view import Wanted, axis_of, axis_of_days, day_number, look, places_of

router = APIRouter()
_FIRST = ("xlsx", "markdown", "ics", "html")  # of the forms, what a newsroom opens


def _wanted(
    as_known: str = "", speaker: str = "", said: str = "", outlet: str = "", leaf: int = 1, all: bool = False
) -> Wanted:
    return Wanted(
        as_known=as_known or None, everything=all, speaker=speaker, said=said, outlet=outlet, leaf=leaf
    )


Asked = Annotated[Wanted, Depends(_wanted)]


@router.get("/stories/{story}", response_class=HTMLResponse)
def story_page(request: Request, story: str, wanted: Asked) -> Response:
    """A story as known on a day."""
    return _page(request, story, wanted)


@router.get("/record", response_class=HTMLResponse)
def record_page(request: Request, wanted: Asked) -> Response:
    """The whole record as known on a day."""
    return _page(request, None, wanted)


def _page(request: Request, story: str | None, wanted: Wanted) -> Response:
    desk: Desk = desk_of(request)
    view = look(desk, story, wanted)
    path = story_path(view.story)
    wording = wording_of(request, view.seen)
    return render(
        request,
        "story.html.jinja",
        part="stories",
        view=view,
        wanted=wanted,
        path=path,
        as_known=wanted.as_known,
        wording=wording,
        named=NamedReports(view.seen, wording),
        outlets=view.outlets,
        short=lookup.short_names_in(language_of(request)),
        forms=[FORMS[name] for name in _FIRST],
        more_forms=[form for name, form in FORMS.items() if name not in _FIRST],
        axis_of=axis_of,
        axis_of_days=axis_of_days,
        places_of=lambda rows: places_of(view.seen, rows),
        day_number=day_number,
        plot=plot_of(view.tallies),
        circle=circle_of(view.network),
        to=_Addresses(path, wanted),
    )


class _Addresses:
    """The address of this page with something of it changed."""

    def __init__(self, path: str, wanted: Wanted) -> None:
        self._path = path
        self._now: dict[str, str | int | None] = {
            "as_known": wanted.as_known,
            "speaker": wanted.speaker,
            "said": wanted.said,
            "outlet": wanted.outlet,
            "all": "1" if wanted.everything else None,
        }

    def __call__(self, part: str = "", **changed: str | int | None) -> str:
        """The address, leading to a part of the page."""
        return address(self._path, **(self._now | changed)) + (f"#{part}" if part else "")
