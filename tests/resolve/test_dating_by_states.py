"""The year of an undated report from what dated ones tell of the same states, where they name other persons or another grain of place."""

from __future__ import annotations

from typing import Any

import pytest
from tests.resolve.small_stories import ALBA, ASH, PRESIDENTS, meet, small_world, told

from biennien.resolve import resolve

STATES = ("Alandia", "Borduria")


def bounds_of(*stories: tuple[Any, Any]) -> str | None:
    found = resolve([r for r, _ in stories], [x for _, x in stories], small_world())
    return {date.report_id: date.earliest for date in found.dates}["undated"]


@pytest.mark.parametrize(
    ("known", "undated", "earliest"),
    [
        # the same announcement of the same day, by state and by person
        ({"who": STATES, "status_date": "2024-05-02"}, {"who": PRESIDENTS, "status_date": "XXXX-05-02"}, "2024-05-02"),
        # another day
        ({"who": STATES, "status_date": "2024-05-03"}, {"who": PRESIDENTS, "status_date": "XXXX-05-02"}, None),
        # the same plan, in the capital and in its state
        ({"who": STATES, "place": "Peru"}, {"who": PRESIDENTS, "place": "Lima", "status_date": "XXXX-05-01"}, "2024-05-01"),
        ({"who": STATES, "place": "Oslo"}, {"who": PRESIDENTS, "place": "Lima", "status_date": "XXXX-05-01"}, None),
        # one state only is no meeting of states
        ({"who": (ALBA,), "status_date": "2024-05-02"}, {"who": (ASH,), "status_date": "XXXX-05-02"}, None),
    ],
)  # fmt: skip
def test_the_year(known: dict[str, Any], undated: dict[str, Any], earliest: str | None) -> None:
    dated = told("dated", "2024-05-04", meet("Hai nước hẹn gặp.", "announced", **known))
    assert (
        bounds_of(dated, told("undated", None, meet("Hai người hẹn gặp.", "announced", **undated)))
        == earliest
    )


def test_two_years_leave_it_open() -> None:
    one, two = (
        told(f"dated-{year}", f"{year}-05-04", meet("Hai nước hẹn gặp.", "announced", STATES, status_date=f"{year}-05-02"))
        for year in (2023, 2024)
    )  # fmt: skip
    undated = told("undated", None, meet("Hai người hẹn gặp.", "announced", status_date="XXXX-05-02"))
    assert bounds_of(one, two, undated) is None
