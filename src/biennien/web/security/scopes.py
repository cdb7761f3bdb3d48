"""What each route was declared to need."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from biennien.web.security.access import allowed, public


def scopes_of(app: FastAPI) -> dict[tuple[str, str], frozenset[str] | None]:
    """The scopes that each (method, path) needs: none where it is public, None where nothing was declared."""
    found: dict[tuple[str, str], frozenset[str] | None] = {}
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        if dependant is None:
            continue
        asked = [d for d in dependant.dependencies if d.call in (allowed, public)]
        scopes = frozenset(scope for d in asked for scope in d.own_oauth_scopes or ())
        for method in route.methods or ():
            found[method, str(route.path_format)] = scopes if asked else None
    return found
