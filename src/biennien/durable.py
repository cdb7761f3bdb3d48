"""What makes a change outlast a power cut where syncing the file does not: the names in a folder are synced by themselves."""

from __future__ import annotations

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Returns when what was made, renamed or removed in a folder is on the disk. Raises OSError where the disk fails."""
    if os.name != "posix":
        return  # such systems open no folders, and keep names by themselves
    handle = os.open(folder.absolute(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
