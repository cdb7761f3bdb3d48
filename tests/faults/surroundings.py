"""Faults that come from outside of one program: others at the same record, a disk that is really full, no rights, a command that is killed as it is."""

from __future__ import annotations

import contextlib
import os
import resource
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from tests.faults import checks, tracing
from tests.faults.campaign import Fault, Ground, prepared
from tests.faults.checks import Came, must
from tests.faults.disk import folder_as_it_is, put_into
from tests.faults.postgresql import SERVED, Adding
from tests.faults.tracing import Tell
from tests.faults.works import numbers

from biennien import app
from biennien.addresses import StoreAddress
from biennien.model.errors import NoRecordError
from biennien.store.opening import share

# Portions by writer: what is said of one report in two of them depends on which comes first.
_WRITERS = ([0, 2, 4], [1, 3], [5, 6])
_NOBODY = 65_534


def several(ground: Ground, fault: Fault, chance: Random) -> int:
    """Three writers and a reader at one record; one writer, two or none are killed in between."""
    store, came = ground.work("add").store, ground.came
    shared = fault.work == "shared"
    if shared:
        checks.add(store, came.files[0])
        must(share(store, shared=True), "it cannot be shared")
    elif fault.work == SERVED:
        store, came = ground.server().record(f"several{fault.number}"), ground.server().came
    seconds = ground.course("add").seconds
    writers = [tracing.started(ground.quiet(_adds(store, came, portions))) for portions in _WRITERS]
    reader = tracing.started(ground.quiet(_reads(store)))
    time.sleep(chance.uniform(0, seconds))
    for pid, _ in writers[: fault.number % 3]:
        os.kill(pid, signal.SIGKILL)
    told: list[str] = []
    for number, (pid, pipe) in enumerate([*writers, reader]):
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        killed = number < fault.number % 3 and status == -signal.SIGKILL
        must(killed or status == 0, f"one of several ended with {status}: {ground.noise()}")
        words = tracing.told_in(pipe)
        whole = number == len(writers) or len(words) == len(_WRITERS[number])
        must(killed or whole, f"a writer was not let in: {ground.noise()}")
        told += words
    held = checks.holds(store, came, numbers(told, "added"))
    if shared:
        share(store, shared=False)
    checks.goes_on(store, came)
    return held


def _adds(store: StoreAddress, came: Came, portions: Sequence[int]) -> tracing.Does:
    def add(tell: Tell) -> None:
        for number in portions:
            if checks.add(store, came.files[number]):
                tell(f"added {number}")

    return add


def _reads(store: StoreAddress) -> tracing.Does:
    def read(tell: Tell) -> None:
        for _ in range(8):
            with contextlib.suppress(NoRecordError):  # nobody has begun yet
                found = app.verify(store)
                whole = not found.failures and found.citations_held == found.citations
                must(whole, "a reader saw half a record")

    return read


def small_disk(ground: Ground, fault: Fault, chance: Random) -> int:
    """A disk with little room, a real one where we may make it; else no file may become larger than that."""
    course = ground.course(fault.work)
    room = chance.randint(16_384, max(32_768, 2 * sum(map(len, course.after.values()))))
    work = ground.work(fault.work)
    with _of_size(work.folder, 64_000_000) as resize:
        put_into(work.folder, course.before)
        work.begin()
        if resize is not None:
            resize(max(room, sum(map(len, course.before.values())) + 8_192))

        def run(tell: Tell) -> None:
            if resize is None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
            work.run(tell)

        pid, pipe = tracing.started(ground.quiet(run) if resize else ground.unheard(run))
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        must(status == 0, f"the command ended by itself with {status}: {ground.noise()}")
        if resize is not None:
            resize(64_000_000)
        return work.check(tracing.told_in(pipe))


@contextlib.contextmanager
def _of_size(folder: Path, size: int) -> Iterator[Callable[[int], object] | None]:
    """A disk of its own under a folder, and how to resize it; None where we may not mount one."""
    asked = ["mount", "-t", "tmpfs", "-o", f"size={size}", "biennien-faults", str(folder)]
    try:
        may = os.geteuid() == 0 and not subprocess.run(asked, capture_output=True, check=False).returncode
    except OSError:
        may = False
    if not may:
        yield None
        return
    try:
        yield lambda size: subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def no_rights(ground: Ground, fault: Fault, chance: Random) -> int:
    """The file, or its folder too, may not be written: nothing is acknowledged, nothing is changed, and it can be read."""
    work = prepared(ground, fault)
    before = folder_as_it_is(work.folder)
    files = fault.number % 2 == 0
    work.store.chmod(0o444)
    work.folder.chmod(0o777 if files else 0o555)

    def run(tell: Tell) -> None:
        if os.geteuid() == 0:
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
        work.run(tell)
        found = app.verify(work.store)
        must(found.citations_held == found.citations > 0, "it cannot be read")
        tell("read")

    pid, pipe = tracing.started(ground.quiet(run))
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    work.folder.chmod(0o755)
    work.store.chmod(0o644)
    must(status == 0, f"the command ended by itself with {status}: {ground.noise()}")
    told = tracing.told_in(pipe)
    must("read" in told and not numbers(told, "added"), f"it was told {told}")
    now = folder_as_it_is(work.folder)
    must(
        all(now[path] == held for path, held in before.items()), "a file was changed that may not be written"
    )
    must(files or now.keys() == before.keys(), "files came into a folder that may not be written")
    return work.check([words for words in told if words != "read"])


def killed_as_it_is(ground: Ground, fault: Fault, chance: Random) -> int:
    """Commands started as by a person, one after the other; all are killed at some moment."""
    work = prepared(ground, fault)
    command, store = [sys.executable, "-m", "biennien.cli"], ["--store", str(work.store)]
    adding = [([*command, "add", str(file), *store], f"added {n}") for n, file in enumerate(work.came.files)]
    rows = {
        "add": adding[:3],
        "update 1": [([*command, "reports", *store], "opened"), adding[0]],
        "backup": [([*command, "backup", str(work.folder / "copy1"), *store], "copied 1"), adding[3]],
        "restore": [([*command, "restore", str(work.folder / "copy"), *store], "restored"), adding[3]],
    }[fault.work]
    script = " && ".join(f"{shlex.join(one)} >&2 && echo {shlex.quote(words)}" for one, words in rows)
    with (ground.folder / "noise").open("wb") as noise:
        running = subprocess.Popen(
            ["sh", "-c", script], stdout=subprocess.PIPE, stderr=noise, text=True, start_new_session=True
        )
        time.sleep(chance.uniform(0.2, 1.2) * len(rows) * _start_of_a_command())
        os.killpg(running.pid, signal.SIGKILL)
        told = running.communicate()[0].splitlines()
    return work.check(told)


_seconds: list[float] = []


def _start_of_a_command() -> float:
    """About how many seconds a command takes here."""
    if not _seconds:
        start = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "biennien.cli", "read", os.devnull], capture_output=True, check=False
        )
        _seconds.append(1.5 * (time.monotonic() - start))
    return _seconds[0]


def client_killed(ground: Ground, fault: Fault, chance: Random) -> int:
    """kill -9 of a command that adds to a record in PostgreSQL."""
    adding = Adding(ground.server(), f"client{fault.number}")
    pid, pipe = tracing.started(ground.quiet(adding.run))
    time.sleep(chance.uniform(0, 2 * ground.course("add").seconds))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return adding.check(numbers(tracing.told_in(pipe), "added"))


def server_killed(ground: Ground, fault: Fault, chance: Random) -> int:
    """kill -9 of PostgreSQL while a command adds; the command says so, and the server is started again."""
    server = ground.server()
    adding = Adding(server, f"server{fault.number}")
    pid, pipe = tracing.started(ground.quiet(adding.run))
    time.sleep(chance.uniform(0, 2 * ground.course("add").seconds))
    server.kill()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    server.start()
    must(status == 0, f"the command ended by itself with {status}: {ground.noise()}")
    return adding.check(numbers(tracing.told_in(pipe), "added"))
