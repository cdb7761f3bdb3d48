"""Reports read a second on one core, on reports made from the packaged samples: their paragraphs in new combinations, as long as they are."""

from __future__ import annotations

import hashlib
import random
import statistics
import time

from biennien.app import samples_folder
from biennien.model import Report
from biennien.pipeline import ingest, load_knowledge, read_reports

REPORTS = 300
ROUNDS = 5


def made_reports(number: int) -> list[Report]:
    """Reports of the lengths of the samples in turn, the same at every run."""
    samples = [found for found in ingest([str(samples_folder())]) if isinstance(found, Report)]
    texts = [report.text[report.header :].strip() for report in samples]
    paragraphs = [p.strip() for text in texts for p in text.split("\n\n") if p.strip()]
    draw = random.Random(1)
    reports = []
    for index in range(number):
        text = _made(paragraphs, len(texts[index % len(texts)]), draw)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        reports.append(Report(id=f"made-{index}", text=text, sha256=sha256, published_on="2025-10-23"))
    return reports


def _made(paragraphs: list[str], length: int, draw: random.Random) -> str:
    """Paragraphs drawn until another one would lead further away from the length than it is."""
    text = draw.choice(paragraphs)
    while True:
        longer = f"{text}\n\n{draw.choice(paragraphs)}"
        if abs(len(longer) - length) > abs(len(text) - length):
            return text
        text = longer


def main() -> None:
    """Prints the rate of the best round, and the median, in CPU time and without loading the knowledge."""
    knowledge, reports = load_knowledge(), made_reports(REPORTS)
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        failed = sum(bool(reading.issues) for reading in read_reports(reports, knowledge))
        rates.append(len(reports) / (time.process_time() - start))
        assert not failed, f"{failed} reports were not read"
    length = sum(len(report.text) for report in reports) / len(reports)
    print(
        f"{max(rates):,.0f} reports a second on one core (median {statistics.median(rates):,.0f}), "
        f"{max(rates) * length:,.0f} characters a second, {length:,.0f} characters a report"
    )


if __name__ == "__main__":
    main()
