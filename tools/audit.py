"""Looks up every locked package among the known weaknesses (`make audit`).

Ends with 1 where one is known, with 0 where none is, and with 0 where nothing could be looked up: then it says so and why.
``--advisory`` asks the first service only, says what is known and ends with 0 all the same; ``--within SECONDS`` gives up after so long.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.locks import EXTRAS, lock_of

_SERVICES = ("osv", "pypi")


def looked_up(locks: Sequence[Path], service: str, seconds: float) -> tuple[list[dict[str, Any]], str]:
    """The packages of some locks as a service knows them, or none and the reason why it cannot be asked."""
    command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", service, "--disable-pip"]
    command += ["--require-hashes", "--format", "json", "--progress-spinner", "off", "--timeout", "5"]
    command += [part for lock in locks for part in ("--requirement", str(lock))]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return [], f"no answer within {seconds:.0f} seconds"
    try:
        found = [row for row in json.loads(ran.stdout)["dependencies"] if "skip_reason" not in row]
    except (ValueError, KeyError):
        lines = ran.stderr.strip().splitlines() or [f"it ended with {ran.returncode}"]
        return [], lines[-1][:100]
    return found, "" if found else "it knows none of the packages"


def report(names: Sequence[str], seconds: float, services: Sequence[str] = _SERVICES) -> int:
    """Prints what the first service that answers knows of the packages in some locks, and returns how many weaknesses that are."""
    reasons = []
    for service in services:
        found, reason = looked_up([lock_of(name) for name in names], service, seconds)
        if found:
            weak = [(row, flaw) for row in found for flaw in row["vulns"]]
            print(f"Audit: {len(found)} packages looked up ({service}), {len(weak)} known weaknesses")
            for row, flaw in weak:
                mended = ", ".join(flaw["fix_versions"]) or "nothing yet"
                print(f"  {row['name']} {row['version']}: {flaw['id']}, mended in {mended}")
            return len(weak)
        reasons.append(f"{service}: {reason}")
    print(f"Audit: nothing could be looked up. {'; '.join(reasons)}")
    return 0


def main() -> int:
    """All locks, or those that are named."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--advisory", action="store_true")
    asked.add_argument("--within", type=float, default=300.0)
    given = asked.parse_args()
    weak = report(given.names or list(EXTRAS), given.within, _SERVICES[: 1 if given.advisory else None])
    return 1 if weak and not given.advisory else 0


if __name__ == "__main__":
    sys.exit(main())
