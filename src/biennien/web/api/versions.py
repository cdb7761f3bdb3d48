"""The versions of a report, and two of them held against each other."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from biennien import revisions
from biennien.web.api.answers import One, problems, tagged
from biennien.web.api.queries import Compared, Path
from biennien.web.api.records import Told
from biennien.web.pages.rendering import desk_of

router = APIRouter(tags=["reports"], responses=problems(422))


class Version(Told):
    """One version of a report. `came_on` is the day from which it is known; `counts` whether the record rests on it."""

    number: int
    sha256: str
    counts: bool
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    dated_by: str | None
    changed: str | None
    came_on: str | None
    recorded_at: str
    characters: int


class Particular(Told):
    """A title, an outlet, an address, a date or an author that is another one."""

    what: Literal["title", "outlet", "url", "published", "author"]
    was: str | None
    is_: str | None = Field(alias="is")


class Place(Told):
    """Paragraphs of a version, and their place in its text."""

    paragraphs: list[int]
    start: int
    end: int


class Stretch(Told):
    """Words of a paragraph: the same in both versions, gone, or come."""

    kind: Literal["same", "gone", "come"]
    text: str


class Edit(Told):
    """Paragraphs that differ."""

    kind: Literal["added", "removed", "changed", "moved"]
    before: Place | None
    after: Place | None
    words: list[Stretch]


class Effect(Told):
    """What an edit meant for a line: as each version tells it by itself; `line` tells it in the record, `elsewhere` are other reports that do."""

    kind: Literal["went", "came", "reworded", "changed"]
    what: Literal["statement", "change"]
    quotation: bool
    line: str | None
    elsewhere: list[str]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Comparison(Told):
    """Two versions held against each other; `only_letters` where no word differs, `coarse` where a part was compared as a whole."""

    from_: int = Field(alias="from")
    to: int
    only_letters: bool
    coarse: bool
    particulars: list[Particular]
    edits: list[Edit]
    lines: list[Effect]


class ReportVersions(One):
    """All versions of a report, the oldest first, and two of them held against each other; null where there is only one."""

    id: str
    versions: list[Version]
    comparison: Comparison | None


@router.get(
    "/reports/{id:path}/versions",
    response_model=ReportVersions,
    responses=problems(304, 404, 409),
    summary="The versions of a report, and what differs between two of them",
)
def versions(request: Request, id: Path, asked: Annotated[Compared, Query()]) -> Response:
    """What the paper changed after it was published, and what it meant for the record: lines that went, came, or are told otherwise."""
    desk = desk_of(request)

    def made() -> Any:
        found = revisions.versions_of(desk.path, id)
        return revisions.history_told(
            revisions.history_of(found, desk.whole().record, asked.first, asked.last)
        )

    return tagged(request, desk, made)
