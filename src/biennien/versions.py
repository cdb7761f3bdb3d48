"""The versions of what is installed, told without loading any of it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from biennien import __version__
from biennien.knowledge.load import knowledge_version

SCHEMA = "biennien/1"  # of what is printed as JSON
SCHEMA_VERSION = 5  # of the record's file; a new number comes with a script in `store/migrations/versions`


def versions() -> dict[str, str]:
    """The versions of software, knowledge, reader, output and record."""
    return {
        "software": __version__,
        "knowledge": knowledge_version(),
        "reader": reader_version(),
        "schema": SCHEMA,
        "store": str(SCHEMA_VERSION),
    }


@functools.cache
def reader_version() -> str:
    """A digest of all that a reading and a record depend on apart from the reports: the rules' files and the stages' code."""
    digest = hashlib.sha256()
    root = files("biennien")
    for stage in ("knowledge", "model", "read", "resolve"):
        for name, content in _files(root.joinpath(stage), stage):
            digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:16]


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, path) if entry.name != "__pycache__" else ()
        elif entry.name.endswith((".py", ".toml", ".tsv")):
            yield path, entry.read_bytes()
