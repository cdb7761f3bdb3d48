"""Whether a date of publication fits what a report tells."""

from __future__ import annotations

from datetime import date

from biennien.knowledge.world import World
from biennien.model import Reading, Report
from biennien.resolve.dating import Anchor, last_past_day


def told_after(report: Report, reading: Reading, day: date, world: World) -> tuple[date, str] | None:
    """The last day that a report tells as past, with its words, where it lies after a day. `reading` is one without a date."""
    last = last_past_day(reading, Anchor(day, ""), world)
    if last is None or last[0] <= day:
        return None
    return last[0], last[1].span.cut(report.text).partition("\n")[0]
