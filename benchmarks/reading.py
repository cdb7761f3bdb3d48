"""How fast reports are read, on one core: beside the bare search for the rules' phrases, with their length, and until the command line is there.

The reports are made from the packaged samples: their paragraphs in new combinations, as long as they are. Times are those of the processor
but for the start of the command line.
"""

from __future__ import annotations

import functools
import hashlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from biennien.app import samples_folder
from biennien.knowledge.load import Knowledge
from biennien.model import Report
from biennien.pipeline import ingest, load_knowledge, read_reports
from biennien.read.view import view_of

REPORTS = 300
ROUNDS = 5
SHORT, LONG = 4_000, 1_000_000  # bytes


def made_reports(number: int) -> list[Report]:
    """Reports of the lengths of the samples in turn, the same at every run."""
    texts = _samples()
    draw = random.Random(1)
    return [_made(f"made-{index}", len(texts[index % len(texts)]), draw) for index in range(number)]


def made_report(size: int) -> Report:
    """A report of about so many bytes."""
    texts = _samples()
    letters = sum(map(len, texts)) / sum(len(text.encode()) for text in texts)
    return _made(f"made-of-{size}", round(size * letters), random.Random(1))


def read(reports: Sequence[Report], knowledge: Knowledge) -> None:
    """Reads them all; an error where one was not read."""
    failed = sum(bool(reading.issues) for reading in read_reports(reports, knowledge))
    assert not failed, f"{failed} reports were not read"


def scan(reports: Sequence[Report], knowledge: Knowledge) -> None:
    """The bare search for the phrases of all rules and names, in texts as the reader sees them."""
    for report in reports:
        view = view_of(report)
        knowledge.lexicon.scan(view.text, view.lower)


def seconds(step: Callable[[Sequence[Report], Knowledge], None], reports: Sequence[Report]) -> list[float]:
    """The processor time of each round, without loading the knowledge; the least first."""
    knowledge = load_knowledge()
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        step(reports, knowledge)
        found.append(time.process_time() - start)
    return sorted(found)


def growth() -> float:
    """How many times longer a report of 1 MB takes than one of 4 KB; 250 where the time grows with the length alone."""
    short, long = made_report(SHORT), made_report(LONG)
    copies = 25  # a single short one is over too soon to be timed
    each = seconds(read, [short] * copies)[0] / copies
    start = time.process_time()
    read([long], load_knowledge())
    return (time.process_time() - start) / each


def run_cli(*arguments: str, text: str = "") -> float:
    """Seconds until the command line has done it and is gone, by the wall clock; the best of the rounds.

    Its modules are compiled as they are where it is installed: the first round does it.
    """
    found = []
    command = [sys.executable, "-m", "biennien.cli", *arguments]
    with tempfile.TemporaryDirectory() as folder:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = folder
        for _ in range(ROUNDS + 1):
            start = time.perf_counter()
            subprocess.run(command, input=text, encoding="utf-8", check=True, capture_output=True, env=env)
            found.append(time.perf_counter() - start)
    return min(found[1:])


@functools.cache
def _samples() -> list[str]:
    found = [report for report in ingest([str(samples_folder())]) if isinstance(report, Report)]
    return [report.text[report.header :].strip() for report in found]


def _made(name: str, length: int, draw: random.Random) -> Report:
    """Paragraphs drawn until another one would lead further away from the length than it is."""
    paragraphs = [p.strip() for text in _samples() for p in text.split("\n\n") if p.strip()]
    parts = [draw.choice(paragraphs)]
    size = len(parts[0])
    while True:
        more = draw.choice(paragraphs)
        if abs(size + 2 + len(more) - length) > abs(size - length):
            break
        parts.append(more)
        size += 2 + len(more)
    text = "\n\n".join(parts)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Report(id=name, text=text, sha256=sha256, published_on="2025-10-23")


def main() -> None:
    """Prints the measurements."""
    reports = made_reports(REPORTS)
    reading, scanning = seconds(read, reports), seconds(scan, reports)
    rate, bare = REPORTS / reading[0], REPORTS / scanning[0]
    length = sum(len(report.text) for report in reports) / REPORTS
    print(
        f"{rate:,.0f} reports a second on one core (median {REPORTS / statistics.median(reading):,.0f}), "
        f"{rate * length:,.0f} characters a second, {length:,.0f} characters a report"
    )
    print(
        f"{bare:,.0f} reports a second by the bare search for phrases: reading takes {bare / rate:.1f} times as long"
    )
    print(f"a report of 1 MB takes {growth():,.0f} times as long as one of 4 KB")
    start, one = run_cli("--help"), run_cli("read", "-", text=reports[0].text)
    print(
        f"the command line is there after {start * 1000:,.0f} ms, and has read one report after {one * 1000:,.0f} ms"
    )


if __name__ == "__main__":
    main()
