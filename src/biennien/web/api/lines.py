"""Behind a line of the record: the words it rests on, and why it stands as it does."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from biennien import lookup, revisions
from biennien.web.api import records
from biennien.web.api.answers import One, problems, tagged
from biennien.web.api.queries import Explaining, InVersion, Path
from biennien.web.pages.rendering import desk_of
from biennien.words import load_words

router = APIRouter(tags=["lines"], responses=problems(304, 404, 409, 410, 422))


class OfVersion(BaseModel):
    """The version of a report in which a line was looked at."""

    number: int
    sha256: str
    counts: bool


class Shown(One):
    """A line with the paragraphs it rests on, its words marked; of a report the whole text with all words cited from it."""

    id: str
    kind: str
    line: dict[str, Any]
    passages: list[records.Passage]
    version: OfVersion | None = None


class Explained(records.Node, One):
    """The tree of rules, words and reasons behind a line."""

    id: str
    version: OfVersion | None = None


@router.get("/lines/{id:path}/explanation", response_model=Explained, summary="Why a line stands as it does")
def explain(request: Request, id: Path, asked: Annotated[Explaining, Query()]) -> Response:
    desk, say = desk_of(request), load_words(asked.lang)

    def made() -> Any:
        if asked.version is None:
            return lookup.explained(desk.look(id, asked.asked), say)
        seen, version = revisions.look(desk.path, id, asked.version)
        return revisions.explained(version, seen, say)

    return tagged(request, desk, made)


@router.get("/lines/{id:path}", response_model=Shown, summary="A line of the record in its paragraphs")
def show(request: Request, id: Path, asked: Annotated[InVersion, Query()]) -> Response:
    """Any line, by its id, a former id, or the beginning of one: a meeting, change, statement, report, explanation, position or difference."""
    desk = desk_of(request)

    def made() -> Any:
        if asked.version is None:
            return lookup.shown(desk.look(id, asked.asked))
        seen, version = revisions.look(desk.path, id, asked.version)
        return revisions.shown(seen, version, revisions.current_of(desk.path, version))

    return tagged(request, desk, made)
