"""The reference of the resources as a page: made from the OpenAPI, with nothing from elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from biennien.web.api.schema import kinds, resources
from biennien.web.pages.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/api")
def documentation(request: Request) -> HTMLResponse:
    """Every resource with what it takes and answers."""
    api = request.app.openapi()
    described = api["info"]["description"].split("\n")
    return render(
        request, "api.html.jinja", described=described, resources=list(resources(api)), kinds=list(kinds(api))
    )
