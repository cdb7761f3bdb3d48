"""Adding in the background: one after another, each with its progress; the desk is read meanwhile."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from biennien import app
from biennien.app import Added
from biennien.desk import Desk
from biennien.model import Limits
from biennien.model.errors import BiennienError, RecordLockedError

_KEPT = 64  # jobs that are remembered
_PAUSE = 0.1  # seconds between two reports of progress
_PAUSES = (0.5, 2.0)  # seconds after which a record that was locked is tried again
_log = logging.getLogger("biennien.web")

Given = Sequence[tuple[str, bytes]]
Progress = Callable[[str, int, int], None]


class _Stopped(Exception):
    """The server ends."""


@dataclass(slots=True, kw_only=True)
class Job:
    """Files that are being added. `state` is ``waiting``, ``running``, ``done`` or ``failed``; `stage`, `done`, `total` say how far it is.

    `added` is what came of it, `error` what kept it from being done.
    """

    id: str
    begun_at: str
    state: str = "waiting"
    stage: str | None = None
    done: int = 0
    total: int = 0
    added: Added | None = None
    error: Exception | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed")


class Jobs:
    """The jobs of one record; `tell` hears of every step, in the thread of the job."""

    def __init__(
        self, desk: Desk, tell: Callable[[Job], None], limits: Limits | None = None, waiting: int = 16
    ) -> None:
        """Nothing is added yet; what is, is held to the limits. So many may be `waiting` for their turn."""
        self._limits, self._waiting = limits, waiting
        self._desk = desk
        self._tell = tell
        self._kept: OrderedDict[str, Job] = OrderedDict()
        self._stopping = False
        self.open()

    def get(self, job_id: str) -> Job | None:
        """A job that is remembered."""
        return self._kept.get(job_id)

    @property
    def is_full(self) -> bool:
        """Whether so many wait that no more are taken."""
        return sum(job.state == "waiting" for job in self._kept.values()) >= self._waiting

    def add(self, given: Given, *, published: str | None = None, outlet: str | None = None) -> Job:
        """Begins to add files. Call it on the event loop."""
        job = Job(id=secrets.token_urlsafe(12), begun_at=datetime.now(UTC).isoformat(timespec="seconds"))
        self._kept[job.id] = job
        for old in [name for name, kept in self._kept.items() if kept.is_over][: len(self._kept) - _KEPT]:
            del self._kept[old]
        loop = asyncio.get_running_loop()

        def ended(_: Future[None]) -> None:
            loop.call_soon_threadsafe(job.ended.set)

        self._writer.submit(self._run, job, given, published, outlet).add_done_callback(ended)
        return job

    def open(self) -> None:
        """Takes jobs, after it was closed again."""
        self._stopping = False
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="adding")

    def close(self) -> None:
        """Lets the job that runs stop after the report it is at; what was added stays, the others are not begun."""
        self._stopping = True
        self._writer.shutdown(wait=True, cancel_futures=True)

    def _added(self, given: Given, published: str | None, outlet: str | None, progress: Progress) -> Added:
        """What comes of adding; while the record is locked it is tried again, which changes nothing that was added already."""
        for pause in (*_PAUSES, None):
            try:
                return app.add(
                    [],
                    self._desk.path,
                    given=given,
                    published=published,
                    outlet=outlet,
                    limits=self._limits,
                    progress=progress,
                )
            except RecordLockedError:
                if pause is None or self._stopping:
                    raise
                time.sleep(pause)
        raise AssertionError

    def _run(self, job: Job, given: Given, published: str | None, outlet: str | None) -> None:
        told = 0.0

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal told
            if self._stopping:
                raise _Stopped
            new, job.stage, job.done, job.total = stage != job.stage, stage, done, total
            if new or time.monotonic() - told > _PAUSE:
                told = time.monotonic()
                self._tell(job)

        job.state = "running"
        self._tell(job)
        try:
            job.added = self._added(given, published, outlet, progress)
            self._desk.share(shared=True)  # the first one made the file
            job.state = "done"
        except _Stopped as error:
            job.error, job.state = error, "failed"
        except Exception as error:
            job.error, job.state = error, "failed"
            _log.warning("adding failed", exc_info=not isinstance(error, BiennienError))
        self._tell(job)
