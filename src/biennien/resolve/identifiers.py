"""Names for the things of the record that stay for life: a digest of the smallest citation.

Every mention of a meeting and every attribution gives one name, by its place and its words alone. A thing goes by that of its
first one; those of the others lead to it too (its aliases): so whichever of its reports was there first when an id was printed,
the id leads to the thing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from biennien.model import Citation, Reading, Report, Span
from biennien.model.text import identify as identify

_T = TypeVar("_T", bound=Hashable)


def cite(report: Report, reading: Reading, span: Span) -> Citation:
    """The citation of a stretch of a report."""
    return Citation(
        report_id=report.id,
        span=span,
        quote=span.cut(report.text),
        paragraph=reading.paragraph_at(span.start),
    )


def unique(items: Iterable[_T]) -> tuple[_T, ...]:
    """Each item once, in the order of its first place."""
    return tuple(dict.fromkeys(items))
