"""The record of one day after another is what is made of each day by itself."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.resolve.small_stories import small_world
from tests.resolve.test_growing import more_clauses
from tests.resolve.test_properties import Story, stories

from biennien.model import Reading, Report
from biennien.resolve import resolve
from biennien.resolve.daily import resolve_days

WORLD = small_world()
DAYS = ("2024-05-01", "2024-05-02", "2024-05-08", "2024-05-09", "2024-05-31", "2024-06-20")


@st.composite
def days(draw: st.DrawFn) -> list[tuple[str, list[Report], dict[str, Reading]]]:
    """Some days with the reports of each: the same on most, another version or a copy of a report now and then."""
    story: Story = [*draw(stories()), *draw(st.lists(more_clauses(), max_size=3))]
    rows = {
        f"r{n}": (replace(r, id=f"r{n}"), replace(x, report_id=f"r{n}")) for n, (r, x) in enumerate(story)
    }
    found = []
    for day in DAYS:
        if draw(st.integers(0, 3)) == 0:
            name, other = draw(st.sampled_from(sorted(rows))), draw(st.sampled_from(sorted(rows)))
            report, reading = rows[other]
            copy = other if name != other and draw(st.booleans()) else None
            rows = {**rows, name: (replace(report, id=name, copy_of=copy), replace(reading, report_id=name))}
        found.append((day, [r for r, _ in rows.values()], {i: x for i, (_, x) in rows.items()}))
    return found


@settings(deadline=None, max_examples=150)
@given(days())
def test_each_day_is_what_it_would_be_by_itself(
    known: list[tuple[str, list[Report], dict[str, Reading]]],
) -> None:
    together = list(resolve_days(known, WORLD))
    alone = [resolve(reports, [*read.values()], WORLD, as_known=day) for day, reports, read in known]
    assert together == alone
