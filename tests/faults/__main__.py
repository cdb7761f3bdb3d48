"""`python -m tests.faults [--times 500] [--seed 0] [--minutes 60] [--log FILE] [NAME…]`: faults, and a table of what held.

What was met is noted in a file; started again it goes on from there. With names only those faults are met.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, TextIO

from tests.faults import plan, tracing
from tests.faults.campaign import Ground
from tests.faults.checks import Lost

import biennien


def main() -> int:
    """Meets the faults and prints the table; 1 where one of them lost something."""
    asked = _asked()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # so that what was mounted and started is ended too
    # Commands print what they do; here only what became of the faults is of interest.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    faults = [plan.named(name) for name in asked.names] or plan.planned(asked.seed, asked.times)
    log = asked.log or Path(tempfile.gettempdir(), f"biennien-faults-{asked.seed}-{_code()}.jsonl")
    known = {} if asked.names or not log.exists() else dict(map(_row, log.read_text("utf-8").splitlines()))
    wanted = {str(fault) for fault in faults}
    met = {name: row for name, row in known.items() if name in wanted and not row["lost"]}
    if met:
        print(f"{len(met)} of these were met before (noted in {log}).", file=out)
    if not tracing.AVAILABLE:
        print("This machine does not let us see calls: faults go by the clock alone.", file=out)
    end = time.monotonic() + 60 * asked.minutes
    with (
        tempfile.TemporaryDirectory() as folder,
        Ground(Path(folder) / "ground") as ground,
        log.open("a", encoding="utf-8") as rows,
    ):
        Path(folder).chmod(0o755)  # those without rights must come to what they may not write
        if any(fault.work == plan.SERVED for fault in faults) and (why := ground.no_server()):
            print(why, file=out)
            faults = [fault for fault in faults if fault.work != plan.SERVED]
        for fault in faults:
            if time.monotonic() > end:
                print(f"The time is up; the rest when started again (noted in {log}).", file=out)
                break
            if str(fault) not in met:
                met[str(fault)] = _met(ground, fault, out)
                print(json.dumps([str(fault), met[str(fault)]]), file=rows, flush=True)
    _print_table(met, out)
    return int(any(row["lost"] for row in met.values()))


def _code() -> str:
    """A digest of what is tried and of what tries it: what was met with other code is met again."""
    digest = hashlib.sha256()
    for folder in (Path(biennien.__file__).parent, Path(__file__).parent):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Faults, and what held.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="faults to be met again, as they were named")
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=120.0, help="stops then, to go on another time")
    parser.add_argument("--log", type=Path, help="where is noted what was met")
    return parser.parse_args()


def _row(line: str) -> tuple[str, dict[str, Any]]:
    name, row = json.loads(line)
    return name, row


def _met(ground: Ground, fault: plan.Fault, out: TextIO) -> dict[str, Any]:
    start = time.monotonic()
    try:
        held, lost = plan.meet(ground, fault), None
    except Lost as error:
        held, lost = 0, str(error)
        print(f"LOST  {lost}", file=out, flush=True)
    return {"citations": held, "lost": lost, "seconds": round(time.monotonic() - start, 2)}


def _print_table(met: dict[str, dict[str, Any]], out: TextIO) -> None:
    times, held, citations = Counter[str](), Counter[str](), Counter[str]()
    works: dict[str, Counter[str]] = {}
    for name, row in met.items():
        _, kind, work, _ = name.split("/")
        times[kind] += 1
        held[kind] += row["lost"] is None
        citations[kind] += row["citations"]
        works.setdefault(kind, Counter())[work] += 1
    print(f"{'fault':24}{'times':>6}{'held':>6}{'verify':>16}   while", file=out)
    for kind in (*(k for k in plan.KINDS if times[k]),):
        told = ", ".join(f"{work} {n}" for work, n in works[kind].items())
        print(
            f"{kind:24}{times[kind]:6}{held[kind]:6}{f'{citations[kind]:,}/{citations[kind]:,}':>16}   {told}",
            file=out,
        )
    total = citations.total()
    print(
        f"{'all':24}{times.total():6}{held.total():6}{f'{total:,}/{total:,}':>16}   in {sum(r['seconds'] for r in met.values()):,.0f} s",
        file=out,
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
