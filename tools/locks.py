"""Writes the locks: for each extra that is installed here, every package with its version and the hashes of all its files (`make lock`).

A lock holds for all platforms and for Python 3.11 and newer, with markers where these differ. What stands in it stays as it is where
`pyproject.toml` still allows it; `--upgrade` takes the newest.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tools import ROOT

LOCKS = ROOT / "locks"
PROJECT = ROOT / "pyproject.toml"
# Each lock with the extras it is for; the later ones take their versions from the first.
EXTRAS = {
    "dev": ("dev",),
    "all": ("all",),
    "docs": ("docs",),
    "fuzz": ("fuzz",),
    "oracles": ("oracles",),
    "lock": ("lock",),
}
_HEADER = "# Made by `make lock` from pyproject.toml: {what}. Do not edit.\n"


def oldest_python() -> str:
    """The oldest Python that Biennien runs on, as in ``3.11``."""
    asked: str = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["requires-python"]
    return asked.removeprefix(">=")


def lock_of(name: str) -> Path:
    """The file of a lock."""
    return LOCKS / f"{name}.txt"


def make(name: str, *, upgrade: bool) -> None:
    """Writes one lock. Raises CalledProcessError where no versions fit together, or the index cannot be reached."""
    made = lock_of(name)
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config", "--universal"]
    command += [
        "--python-version",
        oldest_python(),
        "--generate-hashes",
        "--no-header",
        "--no-emit-index-url",
    ]
    command += [part for extra in EXTRAS[name] for part in ("--extra", extra)]
    command += ["--constraint", "locks/dev.txt"] if name != "dev" else []
    command += ["--upgrade"] if upgrade else []
    before = made.read_text("utf-8") if made.exists() else ""
    try:
        subprocess.run([*command, "pyproject.toml", "--output-file", str(made)], cwd=ROOT, check=True)
    except subprocess.CalledProcessError:
        if before:
            made.write_text(before, "utf-8")
        raise
    what = "biennien[" + ",".join(EXTRAS[name]) + "]"
    made.write_text(
        _HEADER.format(what=what) + made.read_text("utf-8").removeprefix(_HEADER.format(what=what)), "utf-8"
    )


def main() -> int:
    """All locks, or those that are named."""
    upgrade = "--upgrade" in sys.argv
    names = [name for name in sys.argv[1:] if not name.startswith("-")] or list(EXTRAS)
    for name in names:
        try:
            make(name, upgrade=upgrade)
        except subprocess.CalledProcessError as error:
            print(
                f"locks/{name}.txt stays as it was: the locker ended with {error.returncode}.",
                file=sys.stderr,
            )
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
