"""What the scripts of the peers share: reports from standard input, readings and the time they took to standard output. Standard library only.

A script runs in the environment of its peer, where Biennien is not installed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

Item = dict[str, Any]
Read = Callable[[str, str], dict[str, list[Item]]]  # text, day → the layers it finds
ROUNDS = 3


def run(read: Read) -> None:
    """Reads every report once to warm up, then in rounds; the seconds are those of the processor in the best round."""
    reports = json.load(sys.stdin)
    rows = {key: read(report["text"], report["day"]) for key, report in reports.items()}
    best = min(_seconds(read, reports) for _ in range(ROUNDS))
    json.dump({"rows": rows, "seconds": best}, sys.stdout)


def _seconds(read: Read, reports: dict[str, Item]) -> float:
    start = time.process_time()
    for report in reports.values():
        read(report["text"], report["day"])
    return time.process_time() - start


def spans(text: str, tokens: Iterable[str], joined: str = " ") -> list[tuple[int, int]]:
    """Where the tokens stand, in their order: a token may have lost the blanks of the text, but none of its other characters."""
    places = [at for at, c in enumerate(text) if not c.isspace()]
    found, done = [], 0
    for token in tokens:
        size = sum(not c.isspace() and c != joined for c in token)
        if size:
            found.append((places[done], places[done + size - 1] + 1))
        else:
            found.append((0, 0))
        done += size
    return found
