"""The pinned scores: `python -m tests.floors` raises them to what is reached now, `--lower` also lowers them."""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path

from benchmarks import ledger

from biennien import app
from biennien.evaluation import OF_STATUS

FILE = Path(__file__).with_name("floors.json")
# Packaged with the software. `more` is by other hands, and for the most part not looked at while rules were written.
ANNOTATED = {"samples": "gold.jsonl", "fates": "fates.jsonl", "more": "fates_more.jsonl"}
LAYERS = (
    "names",
    "names linked",
    "timex relaxed",
    "timex value",
    "attribution content",
    "attribution speaker",
    "meetings",
    "meetings status",
)
OUTSIDE = (
    "dev",
    "seeds",
)  # folders of BIENNIEN_GOLD: annotated reports that cannot be shipped, only their scores are


def gold_of(name: str) -> Path | None:
    """The annotated reports of a set; None where they are not on this machine."""
    if name in ANNOTATED:
        return app.samples_folder().parent / ANNOTATED[name]
    root = os.environ.get("BIENNIEN_GOLD")
    return Path(root, name) if root else None


def reached(name: str, gold: Path) -> dict[str, float]:
    """The F1 of each pinned layer and, for the samples, the shares of their ledger that the record holds; rounded down."""
    scores = app.evaluate(gold)
    shares = {layer: scores[layer].f1 for layer in LAYERS if layer in scores}
    if name in ("fates", "more"):
        shares |= {layer: score.f1 for layer, score in scores.items() if layer.startswith(OF_STATUS)}
    if name == "samples":
        counts = ledger.samples()
        shares |= {f"ledger {part}": counts[part] / counts["rows"] for part in ("met", "voice", "day")}
        shares["ledger precision"] = 1 - counts["extra"] / counts["changes"]
    return {layer: math.floor(share * 1000) / 1000 for layer, share in shares.items()}


def pinned() -> dict[str, dict[str, float]]:
    """The floors, by set and layer."""
    found: dict[str, dict[str, float]] = json.loads(FILE.read_text("utf-8"))
    return found


def main(lower: bool) -> None:
    """Writes the new floors and says what changed."""
    floors = pinned()
    for name in (*ANNOTATED, *OUTSIDE):
        gold = gold_of(name)
        if gold is None or not gold.exists():
            print(f"{name}: not on this machine, left as it is")
            continue
        former, now = floors.get(name, {}), reached(name, gold)
        floors[name] = {layer: f1 if lower else max(f1, former.get(layer, 0.0)) for layer, f1 in now.items()}
        for layer, f1 in now.items():
            print(
                f"{name:8s} {layer:22s} reached {f1:.3f}, floor {former.get(layer, 0.0):.3f} → {floors[name][layer]:.3f}"
            )
    FILE.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main("--lower" in sys.argv[1:])
