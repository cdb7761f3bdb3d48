"""Reports read a second on one core, on reports made from the packaged samples: their paragraphs in new combinations."""

from __future__ import annotations

import hashlib
import random
import statistics
import time

from biennien.app import samples_folder
from biennien.model import Report
from biennien.pipeline import ingest, load_knowledge, read_reports

REPORTS = 300
CHARACTERS = 3000
ROUNDS = 5


def made_reports(number: int) -> list[Report]:
    """Reports of about 3,000 characters, the same at every run."""
    samples = [found for found in ingest([str(samples_folder())]) if isinstance(found, Report)]
    paragraphs = [p for report in samples for p in report.text[report.header :].split("\n\n") if p.strip()]
    draw = random.Random(1)
    reports = []
    for index in range(number):
        text = ""
        while len(text) < CHARACTERS:
            text += draw.choice(paragraphs) + "\n\n"
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        reports.append(Report(id=f"made-{index}", text=text, sha256=sha256, published_on="2025-10-23"))
    return reports


def main() -> None:
    """Prints the rate of the best round, and the median, without loading the knowledge."""
    knowledge, reports = load_knowledge(), made_reports(REPORTS)
    rates = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        failed = sum(bool(reading.issues) for reading in read_reports(reports, knowledge))
        rates.append(len(reports) / (time.perf_counter() - start))
        assert not failed, f"{failed} reports were not read"
    letters = sum(len(report.text) for report in reports) // len(reports)
    print(
        f"{max(rates):.0f} reports a second on one core (median {statistics.median(rates):.0f}), {letters:,} characters each"
    )


if __name__ == "__main__":
    main()
