"""Running a target on one input, and what counts as a finding: whatever is raised, and what takes too long."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from fuzz.targets import TARGETS

SECONDS = 5.0  # of the processor for one input of LONGEST bytes; the slowest of a campaign took a tenth of it
LONGEST = 4_096  # bytes of an input
CORPUS = Path(__file__).parent / "corpus"
REGRESSIONS = Path(__file__).parent / "regressions"


class TooSlow(Exception):
    """An input took longer than its size allows."""


def tried(name: str, data: bytes) -> float:
    """The seconds of the processor that a target took for an input. Raises what the target raises, and TooSlow."""
    begin = time.process_time()
    TARGETS[name](data)
    took = time.process_time() - begin
    if took > SECONDS:
        raise TooSlow(f"{name}: {took:.1f} s for {len(data)} bytes")
    return took


def kind_of(error: BaseException) -> str:
    """What a finding is known by: its exception, and the last line of ours that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "biennien" in f.filename or "fuzz" in f.filename] or frames
    return f"{type(error).__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno}"


def name_of(target: str, data: bytes) -> str:
    """The name of the file in which an input is kept: its target and its digest."""
    return f"{target}-{hashlib.sha256(data).hexdigest()[:12]}"


def kept(target: str) -> Iterator[tuple[str, bytes]]:
    """The inputs that are kept for a target: those written by hand (`corpus/TARGET.*`), and those that once were findings."""
    for folder, pattern in ((CORPUS, f"{target}.*"), (REGRESSIONS, f"{target}-*")):
        for path in sorted(folder.glob(pattern)):
            yield path.name, path.read_bytes()
