"""Makes what is published of a version into `dist/`: the archive of the sources, the wheel, the bill of materials, and their SHA-256 sums.

Whoever makes them again of the same commit gets the same bytes: the time in them is that of the commit (or SOURCE_DATE_EPOCH), everything is
made twice and compared. Refuses where the tree is not as it was committed, the locks do not fit, or the changelog does not know the version.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tools import sbom
from tools.locks import PROJECT, ROOT

DIST = ROOT / "dist"


class ReleaseError(Exception):
    """Nothing was made; the message says why."""


def version() -> str:
    """The version that `pyproject.toml` names."""
    found: str = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"]
    return found


def when() -> int:
    """The seconds that stand for the time of the release."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    return int(_git("log", "-1", "--format=%ct"))


def check_tree() -> None:
    """Raises ReleaseError where something is not committed: it would be in no one else's archive."""
    if changed := _git("status", "--porcelain"):
        raise ReleaseError(f"the tree is not as it was committed:\n{changed}")


def check_changelog(number: str) -> None:
    """Raises ReleaseError where the changelog has no such version, or no day for it."""
    if not re.search(
        rf"^## {re.escape(number)} – \d{{4}}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M
    ):
        raise ReleaseError(f"CHANGELOG.md has no line '## {number} – YYYY-MM-DD'")


def built(into: Path, *, made_at: int, source: Path = ROOT) -> list[Path]:
    """The archive of the sources and the wheel, the wheel made from the archive. Raises ReleaseError where the build fails."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(into), str(source)]
    env = os.environ | {"SOURCE_DATE_EPOCH": str(made_at)}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise ReleaseError(f"the build failed:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return sorted(into.iterdir())


def make(into: Path, *, made_at: int, source: Path = ROOT) -> list[Path]:
    """Everything of a release, in a folder that was empty. Raises ReleaseError where two builds differ."""
    files = built(into, made_at=made_at, source=source)
    with tempfile.TemporaryDirectory() as folder:
        again = built(Path(folder), made_at=made_at, source=source)
        if [(f.name, f.read_bytes()) for f in files] != [(f.name, f.read_bytes()) for f in again]:
            raise ReleaseError("two builds of the same tree differ")
    number = version()
    bill = into / f"biennien-{number}.cdx.json"
    sbom.write(bill, number, made_at=made_at)
    made = [*files, bill]
    sums = "".join(f"{digest(file)}  {file.name}\n" for file in made)
    (into / "SHA256SUMS").write_text(sums, "utf-8")
    return [*made, into / "SHA256SUMS"]


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def main() -> int:
    """Makes the release; with ``--draft`` also of a tree, or a changelog, that is not ready."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--draft", action="store_true")
    draft = asked.parse_args().draft
    try:
        if not draft:
            check_tree()
            check_changelog(version())
        shutil.rmtree(DIST, ignore_errors=True)
        DIST.mkdir()
        for file in make(DIST, made_at=when()):
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size:,} bytes")
    except ReleaseError as error:
        print(f"no release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
