"""The views of the record: stories, meetings, statements, timeline, positions, explanations, differences, the note."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from biennien import app, finding, lookup, narrowing, saying, views
from biennien.model import Record
from biennien.model.errors import NotFoundError
from biennien.web.api import records
from biennien.web.api.answers import One, Page, one, page, problems, tagged
from biennien.web.api.queries import (
    Differing,
    Held,
    Identifier,
    Known,
    Narrowed,
    Noted,
    OfStory,
    Paged,
    Said,
    Sought,
)
from biennien.web.api.versions import Comparison
from biennien.web.pages.rendering import desk_of

router = APIRouter(tags=["record"], responses=problems(304, 404, 409, 422))


class OneStory(records.Story, One):
    """A story."""


class OneMeeting(records.Meeting, One):
    """A meeting."""


class Revised(Comparison):
    """A report that its paper changed since the last note, so that a line of the record went, came or is told otherwise."""

    report: str
    came_on: str | None


class Note(One):
    """What must be known by somebody who read the last note."""

    since: str | None
    until: str | None
    news: list[records.News]
    statements: list[records.Statement]
    plans: list[records.Meeting]
    positions: list[records.HeldPosition]
    explanations: list[records.Explanation]
    differences: list[records.Difference]
    gaps: list[records.Gap]
    revised: list[Revised]


class FoundSpeaker(BaseModel):
    """Somebody who speaks in the record."""

    entity: str
    statements: int


class FoundLines(One):
    """What was found of each kind, the nearest first."""

    stories: list[records.Story]
    speakers: list[FoundSpeaker]
    meetings: list[records.Meeting]
    statements: list[records.Statement]
    reports: list[records.Report]


def narrowed(request: Request, asked: Narrowed) -> Record:
    """The record that a question is about."""
    record = desk_of(request).whole(asked.asked, asked.story).record
    return narrowing.narrowed(record, unnamed=asked.unnamed, via=asked.via, who=asked.who)


@router.get("/stories", response_model=Page[records.Story], summary="The stories, the latest first")
def stories(request: Request, asked: Annotated[Paged, Query()]) -> Response:
    desk = desk_of(request)

    def made() -> Any:
        return page(request, views.stories_told(desk.stories(asked.asked)), asked.limit, asked.cursor)

    return tagged(request, desk, made)


@router.get(
    "/stories/{id}",
    response_model=OneStory,
    summary="A story, by its id or the beginning of it",
)
def story(request: Request, id: Identifier, asked: Annotated[Known, Query()]) -> Response:
    desk = desk_of(request)
    return tagged(
        request,
        desk,
        lambda: one(views.stories_told((narrowing.story_of(desk.stories(asked.asked), id),))[0]),
    )


@router.get("/meetings", response_model=Page[records.Meeting], summary="The meetings planned and held")
def meetings(request: Request, asked: Annotated[Narrowed, Query()]) -> Response:
    def made() -> Any:
        told = app.meetings_told(narrowed(request, asked).meetings)
        return page(request, told, asked.limit, asked.cursor)

    return tagged(request, desk_of(request), made)


@router.get(
    "/meetings/{id}",
    response_model=OneMeeting,
    responses=problems(410),
    summary="A meeting, by its id, a former id, or the beginning of one",
)
def meeting(request: Request, id: Identifier, asked: Annotated[Known, Query()]) -> Response:
    def made() -> Any:
        line = desk_of(request).look(id, asked.asked)
        if lookup.kind_of(line.line) != "meeting":
            raise NotFoundError(
                "there is no such meeting.", where=id, remedy="The command biennien meetings lists them."
            )
        told = lookup.shown(line)["line"]
        assert isinstance(told, dict)
        return one(told)

    return tagged(request, desk_of(request), made)


@router.get(
    "/statements", response_model=Page[records.Statement], summary="Who said what, when, and the way it came"
)
def statements(request: Request, asked: Annotated[Said, Query()]) -> Response:
    def made() -> Any:
        found = saying.find_said(
            narrowed(request, asked),
            desk_of(request).whole(asked.asked).reports,
            by=asked.by,
            about=asked.about,
            outlet=asked.outlet,
            first=asked.since,
            last=asked.until,
            like=asked.like,
        ).statements
        return page(request, app.statements_told(found), asked.limit, asked.cursor)

    return tagged(request, desk_of(request), made)


@router.get(
    "/timeline",
    response_model=Page[records.Row],
    summary="What happened and was said about meetings, day by day",
)
def timeline(request: Request, asked: Annotated[Narrowed, Query()]) -> Response:
    def made() -> Any:
        return page(request, lookup.timeline_told(narrowed(request, asked)), asked.limit, asked.cursor)

    return tagged(request, desk_of(request), made)


@router.get("/positions", response_model=Page[records.Position], summary="What each side holds over time")
def positions(request: Request, asked: Annotated[Held, Query()]) -> Response:
    def made() -> Any:
        found = views.held_by(desk_of(request).positions(asked.asked, asked.story), asked.by)
        return page(request, views.positions_told(found), asked.limit, asked.cursor)

    return tagged(request, desk_of(request), made)


@router.get(
    "/explanations",
    response_model=Page[records.Explanation],
    summary="Why something became of the plans, as each says it",
)
def explanations(request: Request, asked: Annotated[OfStory, Query()]) -> Response:
    def made() -> Any:
        found = desk_of(request).explanations(asked.asked, asked.story)
        return page(request, views.explanations_told(found), asked.limit, asked.cursor)

    return tagged(request, desk_of(request), made)


@router.get("/differences", response_model=Page[records.Difference], summary="Where the reports do not agree")
def differences(request: Request, asked: Annotated[Differing, Query()]) -> Response:
    def made() -> Any:
        found = desk_of(request).differences(asked.asked, asked.story)
        return page(
            request, views.differences_told(views.of_kinds(found, asked.kind)), asked.limit, asked.cursor
        )

    return tagged(request, desk_of(request), made)


@router.get("/brief", response_model=Note, summary="The morning note")
def brief(request: Request, asked: Annotated[Noted, Query()]) -> Response:
    desk = desk_of(request)
    return tagged(
        request, desk, lambda: views.brief_told(desk.brief(asked.asked, asked.story, since=asked.since))
    )


@router.get(
    "/search",
    response_model=FoundLines,
    summary="Stories, speakers, meetings, statements and reports with some words",
)
def search(request: Request, asked: Annotated[Sought, Query()]) -> Response:
    """In whose names or words most of these stand in their order; without diacritics they match with and without."""
    desk = desk_of(request)
    return tagged(
        request,
        desk,
        lambda: finding.found_told(desk.search(asked.q, asked.asked, asked.story).few(asked.limit)),
    )
