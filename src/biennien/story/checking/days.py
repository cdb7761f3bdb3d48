"""Whether a day stands in a draft as a date, or was counted from the day of printing."""

from __future__ import annotations

from biennien.model import Reading


def is_written(reading: Reading, value: str | None) -> bool:
    """Whether a day is written out (`hôm 17/10`): `hôm qua` is not the same day everywhere."""
    return any(t.timex.value == value and (t.offset is None or t.offset[:4] == "XXXX") for t in reading.times)
