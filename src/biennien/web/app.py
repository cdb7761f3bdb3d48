"""The application: pages, REST and static files over one desk."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Scope

from biennien import __version__
from biennien.desk import Desk
from biennien.model import Limits
from biennien.model.errors import BiennienError, InputError
from biennien.web.answering import Problems, answer_problems
from biennien.web.api import DESCRIPTION, TAGS
from biennien.web.api import router as api
from biennien.web.api.schema import openapi_of
from biennien.web.events import Events
from biennien.web.jobs import Jobs
from biennien.web.pages import router as pages
from biennien.web.pages import uploads
from biennien.web.security.access import Access, Asked
from biennien.web.security.answers import Bounded, Headed, Named
from biennien.web.security.forgery import Forgery
from biennien.web.security.signing_in import router as signing_in
from biennien.web.settings import Settings

_log = logging.getLogger("biennien.web")


def create_app(settings: Settings, limits: Limits | None = None) -> FastAPI:
    """The application for one record.

    `app.state` holds for every route: ``desk``, ``settings``, ``limits``, ``jobs`` (adding in the background), ``events``, and what sign-in needs.
    Raises InputError where keys are needed and there are none.
    """
    access = Access(settings)
    if settings.keyed and not access.has_keys:
        raise InputError(
            "whoever reaches this server from elsewhere must show a key, and there is none yet.",
            where=settings.host,
            remedy=f"Make one: biennien keys add NAME --store {settings.store}",
        )
    app = FastAPI(
        title="Biennien",
        version=__version__,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_running,
        form_limits={"max_files": settings.files, "max_fields": 100, "max_part_size": settings.body_bytes},
    )
    app.state.settings = settings
    app.state.limits = limits or Limits()
    app.state.desk = Desk(settings.store)
    app.state.access = access
    app.state.events = Events(app.state.desk, settings)
    app.state.jobs = Jobs(app.state.desk, app.state.events.tell, app.state.limits, settings.waiting_jobs)
    answer_problems(app)
    static = Path(str(files("biennien.web"))) / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    for router in (api(settings), signing_in, pages):
        app.include_router(router, max_body_size=settings.body_bytes)
    app.include_router(uploads, max_body_size=settings.upload_bytes)
    _guard(app, settings, access)
    app.openapi = functools.cache(lambda: openapi_of(app))  # type: ignore[method-assign]
    return app


def _guard(app: FastAPI, settings: Settings, access: Access) -> None:
    """Puts what guards the application around it, the innermost first."""
    # On one machine it would only cost time. The token of the pages is masked anew each time, so that its length tells nothing.
    if not settings.on_loopback:
        app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(Forgery, settings=settings)
    app.add_middleware(Asked, access=access)
    app.add_middleware(Bounded, settings=settings)
    app.add_middleware(Named, settings=settings)
    app.add_middleware(Problems)
    app.add_middleware(Headed, settings=settings)


_FIRST = 2.0  # seconds in which a record that is up to date is ready, so that whoever comes first waits no longer than others


@contextlib.asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """Loads the knowledge and what the front page shows before it listens, or while it does where that takes long; ends streams and jobs at the end."""
    desk: Desk = app.state.desk
    await asyncio.to_thread(desk.share, shared=True)
    app.state.jobs.open()
    app.state.events.open()
    warming = asyncio.create_task(_warm(app))
    await asyncio.wait({warming}, timeout=_FIRST)
    try:
        yield
    finally:
        app.state.events.close()
        await asyncio.to_thread(app.state.jobs.close)
        with contextlib.suppress(Exception):
            await warming
        await asyncio.to_thread(desk.share, shared=False)


async def _warm(app: FastAPI) -> None:
    """Loads what the first reader would wait for, then looks at the front page as he would."""
    try:
        await asyncio.to_thread(app.state.desk.warm)
    except BiennienError as error:  # whoever asks is told
        _log.info("%s", error)
    host = min(app.state.settings.names).encode()
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", host), (b"accept", b"text/html")],
        "client": None,
        "server": None,
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        app.state.seen = message.get("status", app.state.seen)

    app.state.seen = 0  # the status of the front page, when it was looked at
    await app(scope, receive, send)
