"""The pages: each file makes those of one kind, with templates of the same name.

Whoever may read sees them. A route that changes the record says what it needs besides:
``dependencies=[Security(allowed, scopes=["write"])]`` (or ``decide``), see `biennien.web.security.access`.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Security

from biennien.web.pages import (
    adding,
    assets,
    dating,
    decided,
    decisions,
    draft,
    handing_on,
    line,
    report,
    search,
    speaker,
    stories,
    story,
    versions,
)
from biennien.web.security.access import allowed, public
from biennien.web.security.forgery import from_our_page

router = APIRouter(include_in_schema=False)
router.include_router(assets.router, dependencies=[Depends(public)])
for _part in (
    stories, search, handing_on, story, versions, report, dating, line, speaker, draft, adding, decided, decisions,
):  # fmt: skip
    router.include_router(
        _part.router, dependencies=[Security(allowed, scopes=["read"]), Depends(from_our_page)]
    )
uploads = APIRouter(include_in_schema=False)
uploads.include_router(adding.uploads, dependencies=[Depends(from_our_page)])
