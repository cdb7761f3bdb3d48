"""What stands in a lock: every package with its version, where it is needed, and the hashes of its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A package in a lock. `marker` says where it is needed (PEP 508), empty: everywhere; `hashes` are SHA-256."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pins_of(lock: Path) -> Iterator[Pin]:
    """The packages of a lock in its order. Raises ValueError where a line is none that a lock has."""
    joined = re.sub(r"\\\n", " ", lock.read_text("utf-8"))
    for line in joined.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _PIN.fullmatch(re.split(r"\s--hash", line, maxsplit=1)[0].strip())
        if found is None:
            raise ValueError(f"{lock.name}: {line[:80]!r} pins nothing")
        yield Pin(
            name=re.sub(r"[-_.]+", "-", found["name"]).lower(),
            version=found["version"],
            marker=(found["marker"] or "").strip(),
            hashes=tuple(_HASH.findall(line)),
        )
