"""Handing the record on: the forms there are, and the record in one of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from biennien import exporting
from biennien.forms import ALL, FORMS
from biennien.web.api.answers import Page, one, problems, tagged
from biennien.web.api.queries import Identifier, Known, Plain
from biennien.web.pages.rendering import desk_of
from biennien.web.problems import Problem

router = APIRouter(tags=["exports"])


class FormTold(BaseModel):
    """A form in which the record is handed on."""

    name: str
    media_type: str
    suffix: str
    tables: list[str] = Field(description="one of which it holds, or `all` of them in an archive")


class Exporting(Known):
    """What is handed on."""

    story: Identifier | None = Field(None, description="only what the reports of this story tell")
    table: str | None = Field(None, max_length=40, description="one of the form's tables, or `all`")
    lang: Literal["en", "vi"] = Field("vi", description="the language of what is in words")


@router.get("/exports", response_model=Page[FormTold], responses=problems(422), summary="The forms there are")
def forms(request: Request, asked: Annotated[Plain, Query()]) -> Response:
    def made() -> Any:
        rows = [
            {
                "name": form.name,
                "media_type": form.media_type,
                "suffix": form.suffix,
                "tables": [*form.tables, *((ALL,) if form.tables else ())],
            }
            for form in FORMS.values()
        ]
        return one({"items": rows, "next": None})

    return tagged(request, desk_of(request), made)


@router.get(
    "/exports/{form}",
    response_class=Response,
    responses={
        200: {"description": "The file, of the form's media type.", "content": {"*/*": {}}},
        **problems(304, 404, 409, 422, 501),
    },
    summary="The record in a form for another tool",
)
def export(
    request: Request, form: Annotated[str, Field(max_length=40)], asked: Annotated[Exporting, Query()]
) -> Response:
    if form not in FORMS:
        remedy = f"There are: {', '.join(FORMS)}."
        raise Problem("not-found", detail=f"there is no form {form!r}.", where="form", remedy=remedy)
    desk = desk_of(request)

    def made() -> Any:
        found = exporting.export(
            desk.path, form, as_known=asked.asked, story=asked.story, table=asked.table, lang=asked.lang
        )
        name = f"biennien{'-' + asked.table if asked.table else ''}{found.suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(found.content, media_type=found.media_type, headers=headers)

    return tagged(request, desk, made)
