"""One target for some seconds, in a process of its own: `python -m fuzz.campaign TARGET SECONDS FOLDER`.

With atheris the inputs follow the coverage of the software; without it they are drawn by chance and by changing the kept ones.
What is found is written into FOLDER: each input that is a finding with its traceback, and `stats.json`.
"""

from __future__ import annotations

import json
import logging
import random
import sys
import time
import traceback
from pathlib import Path
from typing import Any

try:
    import atheris
except ModuleNotFoundError:
    atheris = None

_WRITTEN = 1.0  # seconds between two times that the figures are written


class Campaign:
    """What a target was given, and what came of it."""

    def __init__(self, target: str, folder: Path) -> None:
        """Findings are written into the folder."""
        from fuzz import finding

        self._finding = finding
        self._target = target
        self._folder = folder
        self._kinds: set[str] = set()
        self._said = 0.0
        self.figures: dict[str, Any] = {"executions": 0, "slowest": 0.0, "findings": 0, "seconds": 0.0}
        self._begin = time.monotonic()

    def one(self, data: bytes) -> None:
        """Runs one input; a finding of a new kind is kept."""
        figures = self.figures
        figures["executions"] += 1
        try:
            figures["slowest"] = max(figures["slowest"], self._finding.tried(self._target, data))
        except Exception as error:
            figures["findings"] += 1
            if (kind := self._finding.kind_of(error)) not in self._kinds:
                self._kinds.add(kind)
                name = self._finding.name_of(self._target, data)
                (self._folder / name).write_bytes(data)
                (self._folder / f"{name}.txt").write_text(
                    f"{kind}\n{traceback.format_exc()}", "utf-8", "replace"
                )
        if time.monotonic() > self._said + _WRITTEN:
            self.write()

    def write(self) -> None:
        """Writes the figures: libFuzzer ends the process without a word to Python."""
        self._said = time.monotonic()
        self.figures["seconds"] = self._said - self._begin
        self.figures["kinds"] = sorted(self._kinds)
        (self._folder / "stats.json").write_text(json.dumps(self.figures), "utf-8")


def by_coverage(target: str, seconds: int, folder: Path) -> None:
    """Lets libFuzzer choose the inputs."""
    with atheris.instrument_imports(include=["biennien"]):
        campaign = Campaign(target, folder)
    seeds = folder / "seeds"
    seeds.mkdir(exist_ok=True)
    for name, data in campaign._finding.kept(target):
        (seeds / name).write_bytes(data)
    campaign.one(b"")  # loads what is loaded once, before anything is timed
    settings = [
        f"-max_total_time={seconds}",
        f"-max_len={campaign._finding.LONGEST}",
        "-timeout=120",
        "-rss_limit_mb=4096",
    ]
    atheris.Setup(
        [sys.argv[0], *settings, f"-artifact_prefix={folder}/{target}-", "-print_final_stats=1", str(seeds)],
        campaign.one,
    )
    atheris.Fuzz()


def by_chance(target: str, seconds: int, folder: Path) -> None:
    """Draws the inputs, the same at every run as far as the time goes."""
    campaign = Campaign(target, folder)
    kept = [data for _, data in campaign._finding.kept(target)] or [b""]
    draw = random.Random(target)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        data = bytearray(draw.choice(kept) if draw.random() < 0.5 else draw.randbytes(draw.randrange(1, 400)))
        for _ in range(draw.randrange(8)):
            at = draw.randrange(len(data) + 1)
            data[at : at + draw.randrange(4)] = draw.randbytes(draw.randrange(4))
        campaign.one(bytes(data[: campaign._finding.LONGEST]))
    campaign.write()


def main() -> None:
    """Runs it."""
    target, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    logging.disable(logging.CRITICAL)
    (by_chance if atheris is None or "--chance" in sys.argv else by_coverage)(target, seconds, folder)


if __name__ == "__main__":
    main()
