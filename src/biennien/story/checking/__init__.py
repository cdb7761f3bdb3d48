"""A draft held against the record before it is printed: what has changed since, and what the record has otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from biennien.knowledge.world import World
from biennien.model import Reading, Record, Remark, Report
from biennien.story.checking.meetings import meeting_remarks
from biennien.story.checking.names import name_remarks
from biennien.story.checking.quotations import quotation_remarks

__all__ = ["find_remarks"]


def find_remarks(
    record: Record,
    joined: Record,
    draft: tuple[Report, Reading],
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    world: World,
) -> tuple[Remark, ...]:
    """The remarks on a draft in the order of its words.

    `joined` is the record as it would be with the draft in it: it tells which of the meetings of `record` the draft means.
    """
    found = [
        *meeting_remarks(record, joined, draft, readings, world),
        *name_remarks(draft, reports, readings, world),
        *quotation_remarks(record, draft),
    ]
    unique = {(r.kind, r.at.span, r.line): r for r in found}
    return tuple(sorted(unique.values(), key=lambda r: (r.at.span, r.kind, r.line or "")))
