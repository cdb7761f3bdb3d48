"""Biennien and its peers on annotated reports, the packaged samples or others: `python -m benchmarks.peers [GOLD]`, or `make bench`.

Each peer runs in an environment of its own below `benchmarks/.peers`, made on the first run from the versions pinned in `NAME.txt`.
A peer that cannot be had here is listed with the reason.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers.timed import ROUNDS
from biennien import app, pipeline
from biennien.evaluation import Score, evaluate, load_rows
from biennien.model import Report, Timex

Row = dict[str, Any]

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parent / ".peers"
LIMIT = 900  # seconds for installing a peer, and for running it
ONE_CORE = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "RAYON")}
PEERS = ("underthesea", "pyvi", "dateparser")
NOT_RUN = {
    "stanza, PhoNLP, trankit, underthesea (deep)": "their models are fetched apart from the package, hundreds of MB",
    "VnCoreNLP": "Java, with models that are fetched apart",
    "spaCy": "has no trained pipeline for Vietnamese",
    "duckling": "its Python package reads numbers and money in Vietnamese, no times",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one software reads in the reports, and how many reports a second on one core."""

    rows: dict[str, Row]
    rate: float


class Unavailable(Exception):
    """A peer cannot be installed or run here; the message says why."""


def main(annotated: Path) -> None:
    """Prints a line for each software: biennien first, then the peers, then those that were not run."""
    gold = load_rows(annotated)
    reports = {key: {"text": row["text"], "day": day_of(row)} for key, row in gold.items()}
    print(f"\n{len(gold)} reports of {annotated.name}, F1:")
    print(f"{'':12s}  {'names':>7s}  {'+ type':>7s}  {'times':>7s}  {'+ value':>7s}  {'reports/s':>9s}")
    print(line("biennien", gold, ourselves(reports)))
    for name in PEERS:
        try:
            print(line(name, gold, peer(name, reports)))
        except Unavailable as error:
            print(f"{name:12s}  not measured: {error}")
    for name, reason in NOT_RUN.items():
        print(f"not run: {name}: {reason}")


def day_of(row: Row) -> str:
    """The day on which a report counts as published, for everybody: where it gives none, the last day it speaks of."""
    return row["published"] or max(t["value"] for t in row["timex"] if Timex(value=t["value"]).grain == "day")


def line(name: str, gold: dict[str, Row], measured: Measured) -> str:
    """A row of the table; a dash for what the software does not tell."""
    cells: list[float | None] = []
    for layer, scored in (("names", "names"), ("timex", "timex relaxed")):
        if not any(layer in row for row in measured.rows.values()):
            cells += [None, None]
            continue
        if layer == "names":
            cells.append(_layer(untyped(gold), untyped(measured.rows), scored).f1)
            told = any(name["type"] for row in measured.rows.values() for name in row["names"])
            cells.append(_layer(gold, measured.rows, scored).f1 if told else None)
        else:
            rows = {key: row | {"timex": credited(gold[key], row)} for key, row in measured.rows.items()}
            cells += [_layer(gold, rows, scored).f1, _layer(gold, rows, "timex value").f1]
    shown = "  ".join(f"{'–' if cell is None else f'{cell:.3f}':>7s}" for cell in cells)
    return f"{name:12s}  {shown}  {measured.rate:9,.0f}"


def _layer(gold: dict[str, Row], rows: dict[str, Row], layer: str) -> Score:
    kept = "names" if layer.startswith("names") else "timex"
    return evaluate({key: {"published": day_of(row), kept: row[kept]} for key, row in gold.items()}, rows)[
        layer
    ]


def untyped(rows: dict[str, Row]) -> dict[str, Row]:
    """The same with all names of one type: peers that find the words but tell no types, or others, are scored on the words."""
    return {
        key: row | {"names": [name | {"type": "PER"} for name in row["names"]]} for key, row in rows.items()
    }


def credited(gold: Row, row: Row) -> list[Row]:
    """The times of a reading; a day within the week, month or year that the gold gives in that place counts as that value."""
    times = []
    for found in row["timex"]:
        for true in gold["timex"]:
            value = Timex(value=true["value"])
            inside = min(true["end"], found["end"]) > max(true["start"], found["start"])
            if inside and value.earliest and value.latest and len(found["value"]) == len("2025-10-21"):
                if str(value.earliest) <= found["value"] <= str(value.latest):
                    found = found | {"value": true["value"]}
                break
        times.append(found)
    return times


def ourselves(reports: dict[str, Row]) -> Measured:
    """Biennien: all its layers in one pass."""
    knowledge = pipeline.load_knowledge()
    made = [
        pipeline.report_of({"id": key, "text": r["text"], "published": r["day"]}, where=key)
        for key, r in reports.items()
    ]
    texts = [report for report in made if isinstance(report, Report)]
    readings = list(pipeline.read_reports(texts, knowledge))
    assert not any(reading.issues for reading in readings), "a report was not read"
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _reading in pipeline.read_reports(texts, knowledge):
            pass
        seconds.append(time.process_time() - start)
    rows = {r.id: pipeline.tell_reading(r, reading) for r, reading in zip(texts, readings, strict=True)}
    return Measured(rows=rows, rate=len(texts) / min(seconds))


def peer(name: str, reports: dict[str, Row]) -> Measured:
    """What a peer reads. Raises Unavailable."""
    python = environment(name, HERE / f"{name}.txt")
    command = [str(python), str(HERE / f"with_{name}.py")]
    done = _run(command, "it does not run", text=json.dumps(reports))
    answer = json.loads(done)
    return Measured(rows=answer["rows"], rate=len(reports) / answer["seconds"])


def environment(name: str, pinned: Path) -> Path:
    """The Python of the peer's own environment, made where it is missing or pinned otherwise. Raises Unavailable."""
    folder = ENVIRONMENTS / name
    python, installed = folder / "bin" / "python", folder / "installed.txt"
    if not installed.exists() or installed.read_bytes() != pinned.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"{name}: installing …", file=sys.stderr)
        _run([sys.executable, "-m", "venv", str(folder)], "no environment can be made")
        pip = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--retries",
            "1",
        ]
        _run([*pip, "--requirement", str(pinned)], "it cannot be installed")
        shutil.copyfile(pinned, installed)
    return python


def _run(command: list[str], failure: str, text: str = "") -> str:
    """What a command prints. Raises Unavailable with its last error."""
    try:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT,
            env={**os.environ, **ONE_CORE, "PYTHONUTF8": "1"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{failure}: {error}") from error
    if done.returncode:
        raise Unavailable(f"{failure}: {_reason(done.stderr.splitlines())}")
    return done.stdout


def _reason(lines: list[str]) -> str:
    """The last line that names an error, else the last one."""
    if any("connection broken" in line for line in lines):
        return "there is no connection to a package index"
    kept = [line.strip() for line in lines if line.strip() and not line.startswith("WARNING")]
    errors = [line for line in kept if re.match(r"ERROR|\w*Error\b", line)]
    return [*kept, *errors][-1] if kept else "no reason was given"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else app.samples_folder().parent / "gold.jsonl")
