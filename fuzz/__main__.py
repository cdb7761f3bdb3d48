"""Every target by turns: `python -m fuzz SECONDS [TARGET…]`, or `make fuzz SECONDS=60`; exits with 1 where something was found.

An input that is a finding is kept in fuzz/findings; once it is mended, move it to fuzz/regressions, where the tests run it again.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from fuzz.targets import TARGETS

FINDINGS = Path(__file__).parent / "findings"


def main() -> None:
    """Prints the figures of each target as it ends."""
    asked = sys.argv[1:]
    seconds = max(1, int(asked[0]) // len(asked[1:] or TARGETS)) if asked else 2
    if importlib.util.find_spec("atheris") is None:
        print(
            "atheris is missing (pip install 'biennien[fuzz]'): inputs are drawn by chance, not by coverage."
        )
    print(
        f"{'target':10} {'executions':>10} {'seconds':>8} {'coverage':>8} {'slowest':>8} findings", flush=True
    )
    executions = findings = 0
    for name in asked[1:] or TARGETS:
        figures = fuzzed(name, seconds)
        executions += figures["executions"]
        findings += len(figures["kinds"])
        print(
            f"{name:10} {figures['executions']:10,} {figures['seconds']:8.0f} {figures['coverage']:>8} "
            f"{figures['slowest']:7.2f}s {', '.join(figures['kinds'])}",
            flush=True,
        )
    print(f"{executions:,} executions, {findings} kinds of findings")
    sys.exit(bool(findings))


def fuzzed(name: str, seconds: int) -> dict[str, Any]:
    """The figures of a target after so many seconds in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "fuzz.campaign", name, str(seconds), folder]
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        stats = Path(folder, "stats.json")
        figures = (
            json.loads(stats.read_text("utf-8"))
            if stats.is_file()
            else {"executions": 0, "seconds": 0.0, "slowest": 0.0, "kinds": []}
        )
        covered = re.findall(r"cov: (\d+)", ended.stderr)
        figures["coverage"] = covered[-1] if covered else "-"
        if not stats.is_file() or ended.returncode not in (0, None):
            figures["kinds"].append(f"ended with {ended.returncode}: {ended.stderr.strip()[-300:]}")
        for path in Path(folder).glob(f"{name}-*"):
            FINDINGS.mkdir(exist_ok=True)
            (FINDINGS / path.name).write_bytes(path.read_bytes())
            if path.suffix != ".txt" and not path.with_name(f"{path.name}.txt").exists():  # left by libFuzzer
                figures["kinds"].append(path.name)
    return figures


if __name__ == "__main__":
    main()
