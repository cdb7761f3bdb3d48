"""What is done with words that are sent and not kept: reading them, checking a draft, scoring readings; and checking the record itself."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from biennien import app, drafts
from biennien.model import Issue
from biennien.model.errors import InputError
from biennien.versions import versions
from biennien.web.api import records
from biennien.web.api.annotation import Annotation, Evaluated
from biennien.web.api.answers import One, Page, one, problems, tagged, written
from biennien.web.api.queries import Known, Plain, Published, Text
from biennien.web.api.reports import date_of
from biennien.web.pages.rendering import desk_of
from biennien.web.problems import Problem

router = APIRouter(tags=["work"])
large = APIRouter(tags=["work"])
_LIMITS = problems(400, 413, 422)


class Sent(BaseModel):
    """A report as `add` takes it; keys that are not known are not read."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "text": "Bộ Ngoại giao Indonesia hôm 12/5 cho biết Ngoại trưởng Sugiono sẽ gặp người đồng cấp New Zealand.",
                "published": "2026-05-13",
            }
        },
    )

    text: Text
    id: Annotated[str, Field(min_length=1, pattern=r"\S")] | None = None
    title: str | None = None
    outlet: str | None = None
    published: Published | None = None
    url: str | None = None
    language: str | None = None


class Draft(Plain):
    """A text that is to be printed on a day, today (in Hanoi) by default."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"text": "Cuộc gặp ở Jakarta vẫn diễn ra vào tuần tới.", "published": "2026-05-14"}
        }
    )

    text: Text
    published: Published | None = None


class Verified(One):
    """How many citations cut their quote out of the stored text again, how many spans of readings lie in it, and what does not hold."""

    citations: int
    citations_held: int
    spans: int
    spans_held: int
    former: int = Field(description="words of lines that lead to nothing any more")
    former_held: int
    failures: list[str]


class Versions(BaseModel):
    """What is installed."""

    software: str
    knowledge: str
    reader: str
    schema_: str = Field(alias="schema")
    store: str


@router.post(
    "/readings",
    response_model=records.Reading,
    responses=_LIMITS,
    summary="Read one report, by its own words",
)
def read(request: Request, sent: Annotated[Sent, Body()]) -> Response:
    """What the software understands of it; nothing is recorded."""
    row = sent.model_dump(exclude_none=True)
    content = json.dumps([row] if "id" in row else row, ensure_ascii=False).encode()
    for found in app.read(["-"], stdin=io.BytesIO(content), limits=request.app.state.limits):
        if isinstance(found, Issue):
            raise Problem("not-valid", detail=found.message, where="text", remedy=found.remedy or None)
        return written(app.reading_told(*found))
    raise Problem("not-valid", where="text")


@router.post(
    "/checks",
    response_model=Page[records.Remark],
    responses=_LIMITS,
    summary="Hold a draft against the record",
)
def check(request: Request, draft: Annotated[Draft, Body()], asked: Annotated[Known, Query()]) -> Response:
    """What the record has otherwise than the draft, or has seen change since. Nothing is recorded."""
    limits = request.app.state.limits
    report = drafts.draft_of(draft.text, "text", published=date_of(draft.published), limits=limits)
    found = drafts.remarks_told(report, drafts.check(desk_of(request).compared(report, asked.asked)))
    return written(one({"items": found, "next": None}))


@large.post(
    "/evaluations",
    response_model=dict[str, Any],
    responses=_LIMITS,
    summary="Score readings against gold annotation",
)
def evaluate(sent: Annotated[Evaluated, Body()]) -> Response:
    """A score for each layer, as `evaluate --json` prints it: `p`, `r`, `f1`, its bounds `low` and `high`, and the counts."""
    with tempfile.TemporaryDirectory() as folder:
        gold = _file(Path(folder, "gold.jsonl"), sent.gold)
        predicted = (
            _file(Path(folder, "predicted.jsonl"), sent.predicted) if sent.predicted is not None else None
        )
        try:
            return written(app.scores_told(app.evaluate(gold, predicted)))
        except InputError as error:
            where = error.where.removeprefix(f"{folder}/")
            raise InputError(error.message, where=where, remedy=error.remedy) from None


@router.get(
    "/verification",
    response_model=Verified,
    responses=problems(304),
    summary="Cut every citation out of the stored texts again",
)
def verify(request: Request) -> Response:
    desk = desk_of(request)

    def made() -> Any:
        found = app.verify(desk.path)
        names = ("citations", "citations_held", "spans", "spans_held", "former", "former_held", "failures")
        return one({name: getattr(found, name) for name in names})

    return tagged(request, desk, made)


@router.get(
    "/versions",
    response_model=Versions,
    summary="The versions of software, knowledge, reader, output and record",
)
def shown() -> Response:
    return written(versions())


def _file(path: Path, rows: Sequence[Annotation]) -> Path:
    path.write_text(
        "".join(json.dumps(row.model_dump(exclude_unset=True), ensure_ascii=False) + "\n" for row in rows),
        "utf-8",
    )
    return path
