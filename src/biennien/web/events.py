"""What happens to the record, told to whoever listens: that it changed, here or by another program, and how far adding is."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from biennien.desk import Desk
from biennien.model.errors import BiennienError
from biennien.web.jobs import Job
from biennien.web.settings import Settings

_KEPT = 100  # changes that are remembered for who comes back
_QUEUED = 256  # events that wait for one listener; who takes none any more is let go
_NAMED = 500  # ids of one kind in an event
_log = logging.getLogger("biennien.web")
KINDS = ("reports", "meetings", "statements", "stories")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event: its kind (``changed``, ``progress``, ``done``, ``failed``), what it says, and for a change the state as its id."""

    kind: str
    data: Mapping[str, Any]
    id: str | None = None
    job: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class _Listener:
    job: str | None
    queue: asyncio.Queue[Event | None] = field(default_factory=lambda: asyncio.Queue(_QUEUED))


class Events:
    """Who listens, and what they are told. The record is watched only while somebody listens for changes."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings
        self._listeners: set[_Listener] = set()
        self._past: deque[Event] = deque(maxlen=_KEPT)
        self._watch: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.is_closed = False

    @property
    def is_full(self) -> bool:
        """Whether no more listeners are taken."""
        return len(self._listeners) >= self._settings.event_streams or self.is_closed

    def tell(self, job: Job) -> None:
        """Tells of a job's step; from any thread."""
        self._from_thread(_step(job))

    def open(self) -> None:
        """Takes listeners, after it was closed again."""
        self.is_closed = False

    def close(self) -> None:
        """Ends all streams; from any thread."""
        self.is_closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end)

    async def listen(self, job: Job | None = None, last: str | None = None) -> AsyncIterator[Event]:
        """The events of a job until it is over; without one the changes of the record, those since the state `last` first."""
        self._loop = asyncio.get_running_loop()
        listener = _Listener(job=job.id if job else None)
        self._listeners.add(listener)
        try:
            if job is not None:
                listener.queue.put_nowait(_step(job))
            else:
                await self._watching()
                for event in await self._since(last):
                    yield event
            while not self.is_closed and (told := await listener.queue.get()) is not None:
                yield told
                if job is not None and told.kind in ("done", "failed"):
                    return
        finally:
            self._listeners.discard(listener)
            if self._watch is not None and not any(other.job is None for other in self._listeners):
                self._watch.cancel()
                self._watch = None

    async def _since(self, last: str | None) -> list[Event]:
        """Where the record is, and what became of it since `last`; all may have, where that is not remembered."""
        state = await asyncio.to_thread(self._state)
        ids = [event.id for event in self._past]
        if last in ids:
            return list(self._past)[ids.index(last) + 1 :]
        if last is None or last == state:
            return [Event(kind="state", data={"state": state}, id=state)]
        return [Event(kind="changed", data=_all_of(state), id=state)]

    async def _watching(self) -> None:
        """Begins to watch, and waits until the lines are known against which a change is told."""
        if self._watch is None or self._watch.done():
            self._ready = asyncio.Event()
            self._watch = asyncio.get_running_loop().create_task(self._look(self._ready))
        await self._ready.wait()

    async def _look(self, ready: asyncio.Event) -> None:
        """Looks at the record's file now and then, and tells what changed."""
        pause = max(self._settings.watch_seconds, 0.02)
        try:
            before, lines = await self._known()
        finally:
            ready.set()
        while not self.is_closed:
            await asyncio.sleep(pause)
            try:
                state = await asyncio.to_thread(self._state)
                if state in (before, ""):
                    continue
                state, now = await self._known()
            except Exception:  # who listens must not be left without a word for good
                _log.exception("the record cannot be watched just now")
                continue
            event = Event(kind="changed", data=_changes(state, lines, now), id=state)
            before, lines = state, now
            self._past.append(event)
            self._publish(event)

    async def _known(self) -> tuple[str, dict[str, dict[str, Any]] | None]:
        """What the record is at, and its lines; None where they cannot be had, or changed meanwhile."""
        state, lines = await asyncio.to_thread(self._state), None
        with contextlib.suppress(BiennienError):
            lines = await asyncio.to_thread(self._lines)
        return state, lines if await asyncio.to_thread(self._state) == state else None

    def _state(self) -> str:
        """What the record is at; empty where there is none, or it cannot be read just now."""
        try:
            return self._desk.state()
        except BiennienError:
            return ""

    def _lines(self) -> dict[str, dict[str, Any]]:
        """The lines of the record by kind and id, to be held against those of another state."""
        seen = self._desk.whole()
        dates = {date.report_id: date for date in seen.record.dates}
        return {
            "reports": {report.id: (report, dates.get(report.id)) for report in seen.reports},
            "meetings": {meeting.id: meeting for meeting in seen.record.meetings},
            "statements": {statement.id: statement for statement in seen.record.statements},
            "stories": {story.id: story for story in self._desk.stories()},
        }

    def _from_thread(self, event: Event) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._publish, event)

    def _publish(self, event: Event) -> None:
        for listener in list(self._listeners):
            if listener.job == event.job:
                if listener.queue.full():
                    self._listeners.discard(listener)
                    listener.queue.get_nowait()
                    listener.queue.put_nowait(None)
                else:
                    listener.queue.put_nowait(event)

    def _end(self) -> None:
        for listener in list(self._listeners):
            if listener.queue.full():
                listener.queue.get_nowait()
            listener.queue.put_nowait(None)
        if self._watch is not None:
            self._watch.cancel()


def _step(job: Job) -> Event:
    """How far a job is."""
    told = {"job": job.id, "state": job.state, "stage": job.stage, "done": job.done, "total": job.total}
    return Event(kind=job.state if job.is_over else "progress", data=told, job=job.id)


def _changes(
    state: str, before: Mapping[str, dict[str, Any]] | None, now: Mapping[str, dict[str, Any]] | None
) -> dict[str, Any]:
    """The ids of what is new, stands otherwise or is gone, so many of each kind as an event holds."""
    if before is None or now is None:
        return _all_of(state)
    found: dict[str, list[str]] = {}
    for kind in KINDS:
        old, new = before[kind], now[kind]
        found[kind] = sorted(i for i in old.keys() | new.keys() if old.get(i) != new.get(i))
    more = any(len(ids) > _NAMED for ids in found.values())
    return {"state": state, "all": False, "more": more, **{kind: ids[:_NAMED] for kind, ids in found.items()}}


def _all_of(state: str) -> dict[str, Any]:
    """That anything may have changed."""
    return {"state": state, "all": True, "more": False, **{kind: list[str]() for kind in KINDS}}
