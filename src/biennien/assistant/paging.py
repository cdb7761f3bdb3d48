"""A bounded part of the rows of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from biennien.model.errors import InputError

T = TypeVar("T")
SIZE = 10


def paged(rows: Sequence[T], number: int, size: int = SIZE) -> tuple[list[T], dict[str, int]]:
    """The rows of a page, counted from 1, and which page of how many it is. Raises InputError for a page there is not."""
    pages = max(1, -(-len(rows) // size))
    if number > pages:
        raise InputError(f"there is no page {number}.", where="page", remedy=f"The last page is {pages}.")
    start = (number - 1) * size
    return list(rows[start : start + size]), {"number": number, "pages": pages, "total": len(rows)}
