"""A forked child whose changes to the files of one folder are seen by the kernel's eyes: counted, recorded, refused, or its last ones.

Linux on x86-64 only, by ptrace and a seccomp filter, both through ctypes: no other program is needed. Where that is not so, or not
allowed, `AVAILABLE` is False and `run` lets the child be without being looked at.
"""

# Names are the kernel's, as text.
# ruff: noqa: PTH112, PTH115, PTH116, PTH118
from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

# The calls by which files are changed, by their numbers on x86-64 (arch/x86/entry/syscalls/syscall_64.tbl).
CALLS = {
    1: "write", 2: "open", 18: "pwrite64", 20: "writev", 40: "sendfile", 74: "fsync", 75: "fdatasync", 76: "truncate", 77: "ftruncate",
    82: "rename", 83: "mkdir", 84: "rmdir", 85: "creat", 86: "link", 87: "unlink", 257: "openat", 258: "mkdirat", 263: "unlinkat",
    264: "renameat", 265: "linkat", 277: "sync_file_range", 285: "fallocate", 296: "pwritev", 316: "renameat2", 326: "copy_file_range",
    328: "pwritev2",
}  # fmt: skip
# Nobody uses these on our files; where somebody begins to, the recording fails rather than being wrong.
_STRANGE = {"sendfile", "truncate", "creat", "rmdir", "mkdir", "mkdirat", "writev", "pwritev", "pwritev2", "fallocate", "copy_file_range", "open"}  # fmt: skip
WRITES = frozenset(("create", "write", "size"))  # what a full disk refuses

_TRACEME, _CONT, _GETREGS, _SETREGS, _SYSCALL, _SETOPTIONS = 0, 7, 12, 13, 24, 0x4200
_OPTIONS = 0x1 | 0x2 | 0x4 | 0x8 | 0x80 | 0x100000  # SYSGOOD, FORK, VFORK, CLONE, SECCOMP, EXITKILL
_EVENT_SECCOMP, _WALL, _CREATE, _TRUNC, _AT_FDCWD = 7, 0x40000000, os.O_CREAT, os.O_TRUNC, -100
_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long
_libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]


class _Registers(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_ulonglong)
        for name in [
            "r15",
            "r14",
            "r13",
            "r12",
            "rbp",
            "rbx",
            "r11",
            "r10",
            "r9",
            "r8",
            "rax",
            "rcx",
            "rdx",
            "rsi",
            "rdi",
            "orig_rax",
            "rip",
            "cs",
            "eflags",
            "rsp",
            "ss",
            "fs_base",
            "gs_base",
            "ds",
            "es",
            "fs",
            "gs",
        ]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change to the files of the folder. `kind` is create, write, size, sync, sync folder, link, rename, unlink or said.

    `said` is no change: the child has told its caller of something, in the words of `content`.
    """

    kind: str
    path: str = ""
    other: str = ""
    at: int = 0
    content: bytes = b""


# Something that is done, and that tells its caller of what is done by the function it is given.
Tell = Callable[[str], None]
Does = Callable[[Tell], None]
# What becomes of the n-th change (from 0): None lets it be, "kill" ends the child before it, a number is the error that it gets.
Decide = Callable[[int, Change], "str | int | None"]


@dataclass(slots=True)
class Seen:
    """What was seen of a child: its changes, what it told, and how it ended (None: it was killed)."""

    changes: list[Change] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    status: int | None = None


def let_be(number: int, change: Change) -> str | int | None:
    """Lets every change be."""
    return None


def run(work: Does, folder: Path, decide: Decide | None = let_be) -> Seen:
    """Runs `work` in a forked child, which tells us things by the function it is given. `decide` None: it is not looked at."""
    ours, theirs = os.pipe()
    looked_at = decide is not None and AVAILABLE
    if not (pid := os.fork()):
        _be_the_child(work, theirs, looked_at)
    os.close(theirs)
    seen = Seen()
    if looked_at:
        assert decide is not None
        _Eyes(pid, str(folder.resolve()), os.fstat(ours).st_ino, decide, seen).follow()
    else:
        _, status = os.waitpid(pid, 0)
        seen.status = os.waitstatus_to_exitcode(status)
    seen.told = told_in(ours)
    if seen.status is not None and seen.status < 0:
        seen.status = None
    return seen


def started(work: Does) -> tuple[int, int]:
    """Starts `work` in a forked child that is not looked at: its number, and where what it tells can be read."""
    ours, theirs = os.pipe()
    if not (pid := os.fork()):
        os.close(ours)
        _be_the_child(work, theirs, looked_at=False)
    os.close(theirs)
    return pid, ours


def told_in(pipe: int) -> list[str]:
    """All that a child has told, once it has ended."""
    with os.fdopen(pipe, "rb") as words:
        return words.read().decode().splitlines()


def _be_the_child(work: Does, pipe: int, looked_at: bool) -> None:
    """Never returns: whatever comes, this process ends here."""
    code = 70
    try:
        os.setpgid(0, 0)
        if looked_at:
            _libc.ptrace(_TRACEME, 0, None, None)
            os.kill(os.getpid(), signal.SIGSTOP)
            _filter()
        work(lambda words: _tell(pipe, words))
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _tell(pipe: int, words: str) -> None:
    os.write(pipe, f"{words}\n".encode())


def _filter() -> None:
    """From here on the kernel stops this process at the calls in CALLS, and at no others."""
    load, equal, give, trace, allow = 0x20, 0x15, 0x06, 0x7FF00000, 0x7FFF0000
    rows = [(load, 0, 0, 0)]
    for place, number in enumerate(CALLS):
        rows.append((equal, len(CALLS) - place, 0, number))
    rows += [(give, 0, 0, allow), (give, 0, 0, trace)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *row) for row in rows))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(rows), ctypes.addressof(program)))
    if _libc.prctl(38, 1, 0, 0, 0) or _libc.prctl(22, 2, ctypes.addressof(head), 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter")


class _Eyes:
    """Follows one child and whatever it starts, until all have ended."""

    def __init__(self, pid: int, folder: str, pipe: int, decide: Decide, seen: Seen) -> None:
        self._pid, self._folder, self._pipe = pid, folder, f"pipe:[{pipe}]"
        self._decide, self._seen, self._number = decide, seen, 0
        self._entered: dict[
            int, tuple[Change | None, int]
        ] = {}  # by thread: what it is about to do, and the error for it
        self._killed = False

    def follow(self) -> None:
        os.waitpid(self._pid, _WALL)
        _ask(_SETOPTIONS, self._pid, _OPTIONS)
        _ask(_CONT, self._pid, 0)
        while True:
            try:
                thread, status = os.waitpid(-self._pid, _WALL)
            except ChildProcessError:
                return
            if not os.WIFSTOPPED(status):
                if thread == self._pid:
                    self._seen.status = None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
                continue
            if self._killed:
                continue
            try:
                self._stopped(thread, os.WSTOPSIG(status), status >> 16)
            except ProcessLookupError:
                continue  # it was killed between two of our questions

    def _stopped(self, thread: int, sign: int, event: int) -> None:
        if sign == signal.SIGTRAP and event == _EVENT_SECCOMP:
            self._enters(thread)
        elif sign == signal.SIGTRAP | 0x80:
            self._leaves(thread)
        elif event or sign == signal.SIGSTOP:
            _ask(_CONT, thread, 0)
        else:
            _ask(_CONT, thread, sign)

    def _enters(self, thread: int) -> None:
        """It is about to make a call: whether it may is decided, and what it will have changed is noted when it was done."""
        registers = _registers(thread)
        change = self._change(thread, registers)
        if change is None:
            _ask(_CONT, thread, 0)
            return
        what = self._decide(self._number, change) if change.kind != "said" else None
        self._number += change.kind != "said"
        if what == "kill":
            self._killed = True
            os.killpg(self._pid, signal.SIGKILL)
            return
        if isinstance(what, int):
            registers.orig_rax = ctypes.c_ulonglong(-1).value  # the call is not made
            registers.rax = ctypes.c_ulonglong(-what).value
            _ask(_SETREGS, thread, ctypes.addressof(registers))
        self._entered[thread] = (change, what if isinstance(what, int) else 0)
        _ask(_SYSCALL, thread, 0)

    def _leaves(self, thread: int) -> None:
        change, wrong = self._entered.pop(thread, (None, 0))
        registers = _registers(thread)
        if wrong:
            registers.rax = ctypes.c_ulonglong(-wrong).value
            _ask(_SETREGS, thread, ctypes.addressof(registers))
        elif change is not None and (result := ctypes.c_longlong(registers.rax).value) >= 0:
            if change.kind == "write" and result != len(change.content):
                change = Change(kind="write", path=change.path, at=change.at, content=change.content[:result])
            self._seen.changes.append(change)
        _ask(_CONT, thread, 0)

    def _change(self, thread: int, registers: _Registers) -> Change | None:
        """What a call will change; None where it is nothing of the folder."""
        call = CALLS.get(registers.orig_rax, "")
        first, second, third, fourth = registers.rdi, registers.rsi, registers.rdx, registers.r10
        if call in ("write", "pwrite64"):
            return self._writes(thread, call, first, second, third, fourth)
        if call == "openat" and third & (_CREATE | _TRUNC):
            path = _path(thread, second, first)
            there = os.path.lexists(path)
            if not self._ours(path) or (there and not third & _TRUNC):
                return None
            return Change(kind="size" if there else "create", path=path)
        if call in ("fsync", "fdatasync", "sync_file_range", "ftruncate"):
            path = os.readlink(f"/proc/{thread}/fd/{first}")
            if not self._ours(path) or call == "sync_file_range":
                return None
            if call == "ftruncate":
                return Change(kind="size", path=path, at=second)
            return Change(kind="sync folder" if os.path.isdir(path) else "sync", path=path)
        found = {
            "unlink": lambda: ("unlink", _path(thread, first), ""),
            "unlinkat": lambda: ("unlink", _path(thread, second, first), ""),
            "link": lambda: ("link", _path(thread, first), _path(thread, second)),
            "linkat": lambda: ("link", _path(thread, second, first), _path(thread, fourth, third)),
            "rename": lambda: ("rename", _path(thread, first), _path(thread, second)),
            "renameat": lambda: ("rename", _path(thread, second, first), _path(thread, fourth, third)),
            "renameat2": lambda: ("rename", _path(thread, second, first), _path(thread, fourth, third)),
        }
        if call in found:
            kind, path, other = found[call]()
            return (
                Change(kind=kind, path=path, other=other) if self._ours(path) or self._ours(other) else None
            )
        if call in _STRANGE:
            self._must_not_be_ours(thread, call, first)
        return None

    def _writes(self, thread: int, call: str, handle: int, place: int, length: int, at: int) -> Change | None:
        path = os.readlink(f"/proc/{thread}/fd/{handle}")
        if path == self._pipe:
            return Change(kind="said", content=_memory(thread, place, length))
        if not self._ours(path):
            return None
        if call == "write":
            facts = dict(
                line.split(":\t")
                for line in Path(f"/proc/{thread}/fdinfo/{handle}").read_text("ascii").splitlines()[:2]
            )
            appends = int(facts["flags"], 8) & os.O_APPEND
            at = os.stat(f"/proc/{thread}/fd/{handle}").st_size if appends else int(facts["pos"])
        return Change(kind="write", path=path, at=at, content=_memory(thread, place, length))

    def _must_not_be_ours(self, thread: int, call: str, first: int) -> None:
        """Fails where a file of the folder is changed by a call that nothing here knows to follow."""
        by_name = call in ("truncate", "creat", "rmdir", "mkdir", "open")
        path = _path(thread, first) if by_name else os.readlink(f"/proc/{thread}/fd/{first}")
        if call != "open" and self._ours(path):
            raise NotImplementedError(f"{call} of {path}")

    def _ours(self, path: str) -> bool:
        return path == self._folder or path.startswith(f"{self._folder}/")


def _ask(request: int, thread: int, value: int) -> None:
    if _libc.ptrace(request, thread, None, value) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _registers(thread: int) -> _Registers:
    found = _Registers()
    _ask(_GETREGS, thread, ctypes.addressof(found))
    return found


def _memory(thread: int, place: int, length: int) -> bytes:
    handle = os.open(f"/proc/{thread}/mem", os.O_RDONLY)
    try:
        return os.pread(handle, length, place)
    finally:
        os.close(handle)


def _path(thread: int, place: int, folder: int = _AT_FDCWD) -> str:
    """The absolute path that stands in a process's memory; `folder` is the handle that it may be relative to."""
    handle = os.open(f"/proc/{thread}/mem", os.O_RDONLY)
    try:
        # A name may end where the page ends that it stands in.
        words = b""
        while b"\0" not in words:
            words += os.pread(handle, 4096 - (place + len(words)) % 4096, place + len(words))
    finally:
        os.close(handle)
    name = os.fsdecode(words.split(b"\0")[0])
    if ctypes.c_int(folder & 0xFFFFFFFF).value == _AT_FDCWD:
        base = os.readlink(f"/proc/{thread}/cwd")
    else:
        base = os.readlink(f"/proc/{thread}/fd/{folder}")
    return os.path.normpath(os.path.join(base, name))


def _available() -> bool:
    """Whether a child can be followed here: tried once, with a child that does nothing."""
    global AVAILABLE
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    AVAILABLE = True
    try:
        return run(lambda tell: tell("here"), Path("/nowhere")).told == ["here"]
    except OSError as error:
        if error.errno in (errno.EPERM, errno.ESRCH, errno.EIO, errno.EINVAL):
            return False
        raise


AVAILABLE = False
AVAILABLE = _available()
