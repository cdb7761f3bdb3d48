"""What happens to the record, as a stream of events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field

from biennien.web.api.answers import problems
from biennien.web.api.queries import Identifier, Plain
from biennien.web.problems import Problem

router = APIRouter(tags=["changes"])


class Listening(Plain):
    """What is listened to."""

    job: Identifier | None = Field(None, description="the steps of one job of adding, until it is over")


def room(request: Request, asked: Annotated[Listening, Query()]) -> Listening:
    """What is listened to, where there is room for one more. Raises Problem before the stream begins."""
    if request.app.state.events.is_full:
        raise Problem("busy", headers={"Retry-After": "10"})
    if asked.job is not None and request.app.state.jobs.get(asked.job) is None:
        raise Problem("not-found", where="job")
    return asked


@router.get(
    "/events",
    response_class=EventSourceResponse,
    responses=problems(404, 422, 503),
    summary="What changes, as it happens (server-sent events)",
)
async def events(
    request: Request,
    asked: Annotated[Listening, Depends(room)],
    last_event_id: Annotated[str | None, Header(max_length=200)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """`state` comes first: what the record is at. `changed` names the reports, meetings, statements and stories that are new, stand otherwise
    or are gone, whoever added them; `all` is true where anything may have changed, `more` where not every id is named. The id of an event
    is the state: who sends it as `Last-Event-ID` hears what came since. With `job`: `progress`, then `done` or `failed`.
    """
    state = request.app.state
    job = state.jobs.get(asked.job) if asked.job else None
    async for event in state.events.listen(job, last_event_id):
        yield ServerSentEvent(event=event.kind, data=event.data, id=event.id)
