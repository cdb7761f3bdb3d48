"""Behind a line of the record: the words it rests on, and why it stands as it does."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from biennien import lookup
from biennien.web.api import records
from biennien.web.api.answers import One, problems, tagged
from biennien.web.api.queries import Known, Path, Told
from biennien.web.pages.rendering import desk_of
from biennien.words import load_words

router = APIRouter(tags=["lines"], responses=problems(304, 404, 409, 410, 422))


class Shown(One):
    """A line with the paragraphs it rests on, its words marked; of a report the whole text with all words cited from it."""

    id: str
    kind: str
    line: dict[str, Any]
    passages: list[records.Passage]


class Explained(records.Node, One):
    """The tree of rules, words and reasons behind a line."""

    id: str


@router.get("/lines/{id:path}/explanation", response_model=Explained, summary="Why a line stands as it does")
def explain(request: Request, id: Path, asked: Annotated[Told, Query()]) -> Response:
    desk = desk_of(request)
    return tagged(request, desk, lambda: lookup.explained(desk.look(id, asked.asked), load_words(asked.lang)))


@router.get("/lines/{id:path}", response_model=Shown, summary="A line of the record in its paragraphs")
def show(request: Request, id: Path, asked: Annotated[Known, Query()]) -> Response:
    """Any line, by its id, a former id, or the beginning of one: a meeting, change, statement, report, explanation, position or difference."""
    desk = desk_of(request)
    return tagged(request, desk, lambda: lookup.shown(desk.look(id, asked.asked)))
