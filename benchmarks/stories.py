"""How well reports are grouped into stories: B³ precision, recall and F1 (Bagga and Baldwin 1998) against clusters made by hand.

    python -m benchmarks.stories [CLUSTERS]

CLUSTERS is JSON Lines, plain or gzipped, a report a line: `cluster`, `text`, and optionally `id`, `title`, `time` (``23/10/2013 11:39`` or ISO).
Without it the packaged set of short reports is used. Beside it stands what the reports' words give by themselves: one cluster each, all in one.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from biennien.knowledge.common import load_common
from biennien.model import Record, Report, ReportDate
from biennien.resolve.stories import find_stories

_PACKAGED = Path(__file__).with_name("clusters.jsonl")


def b_cubed(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1, averaged over the reports."""
    right, mine = _members(gold), _members(found)
    shared = [len(right[g] & mine[f]) for g, f in zip(gold, found, strict=True)]
    precision = sum(n / len(mine[f]) for n, f in zip(shared, found, strict=True)) / len(gold)
    recall = sum(n / len(right[g]) for n, g in zip(shared, gold, strict=True)) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _members(labels: Sequence[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, label in enumerate(labels):
        found[label].add(number)
    return found


def load(path: Path) -> tuple[list[Report], dict[str, ReportDate], list[str]]:
    """The reports, their dates, and the cluster of each."""
    content = path.read_bytes()
    lines = (gzip.decompress(content) if path.suffix == ".gz" else content).decode().splitlines()
    reports, dates, gold = list[Report](), dict[str, ReportDate](), list[str]()
    for number, line in enumerate(lines):
        row: dict[str, Any] = json.loads(line)
        name = f"{number:06}"
        reports.append(Report(id=name, text=row["text"], title=row.get("title"), sha256=""))
        gold.append(str(row["cluster"]))
        if day := _day(row.get("time") or ""):
            dates[name] = ReportDate(
                report_id=name, value=day, earliest=day, latest=day, dated_by="metadata", why=""
            )
    return reports, dates, gold


def _day(written: str) -> str | None:
    if found := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", written):
        day, month, year = (int(part) for part in found.groups())
        return f"{year:04}-{month:02}-{day:02}"
    return written[:10] if re.match(r"\d{4}-\d\d-\d\d", written) else None


def measure(path: Path = _PACKAGED) -> dict[str, tuple[float, float, float]]:
    """The scores of our clusters, and of the two that need no software."""
    reports, dates, gold = load(path)
    stories = find_stories(Record(dates=tuple(dates.values())), reports, {}, load_common())
    label = {report: story.id for story in stories for report in story.reports}
    return {
        "biennien": b_cubed(gold, [label[r.id] for r in reports]),
        "one each": b_cubed(gold, [r.id for r in reports]),
        "all in one": b_cubed(gold, ["" for _ in reports]),
    }


def main() -> None:
    """Prints the scores."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else _PACKAGED
    start = time.perf_counter()
    scores = measure(path)
    print(f"{path.name}: B³ of stories ({time.perf_counter() - start:.1f} s)")
    for name, (precision, recall, f1) in scores.items():
        print(f"  {name:12} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
