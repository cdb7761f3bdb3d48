"""Where a line of the record stands in time."""

from __future__ import annotations

from collections.abc import Mapping

from biennien.model import Citation, ReportDate
from biennien.model.timex import days_of

Order = tuple[str, int, int, str, int, str]

_AFTER_ALL = "~"  # sorts behind every digit


def order_of(
    dates: Mapping[str, ReportDate], citations: tuple[Citation, ...], day: str | None, rank: int, id_: str
) -> Order:
    """Dated lines by their last day, the finer first; the others behind, by the first day of their report and their place in it."""
    first = citations[0]
    if days := days_of(day):
        return days[1].isoformat(), (days[1] - days[0]).days, rank, first.report_id, first.span.start, id_
    dated = dates.get(first.report_id)
    earliest = dated.earliest if dated else None
    return f"{_AFTER_ALL}{earliest or _AFTER_ALL}", 0, 0, first.report_id, first.span.start, id_
