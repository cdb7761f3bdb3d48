"""Those who speak."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from biennien import app, lookup, speaking, views
from biennien.model.errors import NotFoundError
from biennien.web.api import records
from biennien.web.api.answers import Page, page, problems, tagged
from biennien.web.api.queries import Paged, Path
from biennien.web.pages.rendering import desk_of

router = APIRouter(tags=["record"], responses=problems(304, 404, 409, 422))


class SpeakerTold(BaseModel):
    """One who speaks in the record: how much, through how many reports, and the last day."""

    entity: str
    statements: int
    reports: int
    last: str | None


class Tenure(BaseModel):
    """An office that somebody held."""

    office: str
    since: str = Field(alias="from")
    until: str = Field(alias="to")


class OneSpeaker(Page[records.Statement]):
    """Everything that somebody said, page by page; what he declared of plans, what he holds, and where papers print his words otherwise."""

    entity: str
    offices: list[Tenure]
    declared: list[records.News]
    positions: list[records.Position]
    differences: list[records.Difference]


@router.get("/speakers", response_model=Page[SpeakerTold], summary="Who speaks, the one who says most first")
def speakers(request: Request, asked: Annotated[Paged, Query()]) -> Response:
    desk = desk_of(request)

    def made() -> Any:
        told = speaking.speakers_told(speaking.speakers_of(desk.whole(asked.asked).record))
        return page(request, told, asked.limit, asked.cursor)

    return tagged(request, desk, made)


@router.get(
    "/speakers/{entity:path}", response_model=OneSpeaker, summary="Somebody, and everything that he said"
)
def speaker(request: Request, entity: Path, asked: Annotated[Paged, Query()]) -> Response:
    """By the name under which the record holds him; `/search` finds it."""
    desk = desk_of(request)

    def made() -> Any:
        record = desk.whole(asked.asked).record
        said = [s for s in app.statements_by(record) if entity in s.speaker]
        declared = speaking.declared_by(record, entity)
        held = speaking.held_by(desk.positions(asked.asked), entity)
        if not (said or declared or held):
            raise NotFoundError(
                "nobody speaks under this name.", where=entity, remedy="/api/v1/search finds names: ?q=…"
            )
        changes = (app.meetings_told([m])[0]["changes"] for m, _ in declared)
        return page(request, app.statements_told(said), asked.limit, asked.cursor) | {
            "entity": entity,
            "offices": [{"office": o, "from": a, "to": b} for o, a, b in lookup.offices_of(entity, "en")],
            "declared": [
                {"meeting": m.id, "change": next(row for row in rows if row["id"] == c.id)}  # type: ignore[attr-defined]
                for (m, c), rows in zip(declared, changes, strict=True)
            ],
            "positions": views.positions_told(tuple(held)),
            "differences": views.differences_told(
                tuple(d for d in desk.differences(asked.asked) if any(entity in side.who for side in d.sides))
            ),
        }

    return tagged(request, desk, made)
