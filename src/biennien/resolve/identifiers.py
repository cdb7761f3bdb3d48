"""Names for the things of the record that stay for life: a digest of the smallest citation.

Every mention of a meeting and every attribution gives one name, by its place and its words alone. A thing goes by that of its
first one; those of the others lead to it too (its aliases): so whichever of its reports was there first when an id was printed,
the id leads to the thing.
"""

from __future__ import annotations

from collections.abc import Iterable

from biennien.model import Citation, Reading, Report, Span
from biennien.model.text import digest_of


def identify(prefix: str, citation: Citation, twin: int = 0) -> str:
    """``m-``, ``c-`` or ``s-`` with twelve hexadecimal digits; `twin` counts those of the same words before it."""
    span = citation.span
    parts = (
        citation.report_id,
        str(span.start),
        str(span.end),
        citation.quote,
        *([str(twin)] if twin else []),
    )
    return digest_of(prefix, "\x1f".join(parts))


def cite(report: Report, reading: Reading, span: Span) -> Citation:
    """The citation of a stretch of a report."""
    return Citation(
        report_id=report.id,
        span=span,
        quote=span.cut(report.text),
        paragraph=reading.paragraph_at(span.start),
    )


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Each item once, in the order of its first place."""
    return tuple(dict.fromkeys(items))
