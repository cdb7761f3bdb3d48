"""REST under /api/v1: everything the command line can do, in the documented JSON."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Security

from biennien.web.api import (
    changes,
    decisions,
    documentation,
    exports,
    lines,
    record,
    reports,
    speakers,
    versions,
    work,
)
from biennien.web.api.answers import problems
from biennien.web.security.access import allowed, public
from biennien.web.security.forgery import from_our_script
from biennien.web.settings import Settings

DESCRIPTION = """The record of what news reports say on a developing story: every line cites the exact words it rests on.

Answers are the documented JSON (`docs/reference/formats.md`): lists as `{"schema": "biennien/1", "items": […], "next": cursor}`, single things
bare with `schema` at their top. `as_known` is a day: the record as it could be drawn from the reports published up to it.
What goes wrong is told as `application/problem+json`, with `where` and `remedy`.
On loopback no key is needed; elsewhere send `Authorization: Bearer KEY` (`biennien keys add NAME`)."""
TAGS: list[dict[str, Any]] = [
    {"name": "record", "description": "The views of the record."},
    {"name": "reports", "description": "The reports, and adding more of them."},
    {"name": "lines", "description": "Behind a line of the record."},
    {"name": "decisions", "description": "Decisions of persons."},
    {"name": "work", "description": "Words that are sent and not kept, and checking the record."},
    {"name": "exports", "description": "Handing the record on."},
    {"name": "changes", "description": "What happens to the record."},
]


def router(settings: Settings) -> APIRouter:
    """The resources, with the limits of the settings."""
    made = APIRouter(
        prefix="/api/v1",
        dependencies=[Security(allowed, scopes=["read"]), Depends(from_our_script)],
        responses=problems(401, 403, 421, 429, 500, 503),
    )
    for part in (record, speakers, versions, reports, lines, decisions, work, exports, changes):
        made.include_router(part.router)
    for large in (reports.adding, work.large):
        made.include_router(large, max_body_size=settings.upload_bytes)
    whole = APIRouter()
    whole.include_router(made)
    whole.include_router(documentation.router, dependencies=[Depends(public)])
    return whole
