"""A plan that was put off and is given a new day stays one plan; one that is told elsewhere, or for a day gone by, is not it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.resolve.small_stories import ALBA, ASH, BOR, meet, small_world, told

from biennien.resolve import resolve

WORLD = small_world()
LIMA: dict[str, Any] = {"place": "Lima", "by": (ALBA,)}
BEFORE = [
    told(
        "a",
        "2024-05-02",
        meet("Bà Alba hẹn ông Bel ở Lima ngày 20/5.", "announced", when="2024-05-20", **LIMA),
    ),
    told("b", "2024-05-06", meet("Bà Alba lùi cuộc hẹn ở Lima.", "postponed", **LIMA)),
]


@pytest.mark.parametrize(
    ("published", "more", "days"),
    [
        ("2024-05-15", {"when": "2024-06-11", **LIMA}, ["2024-06-11"]),
        ("2024-05-15", {"when": "2024-06-11", "by": (ALBA,)}, ["2024-06-11"]),
        ("2024-05-15", {"when": "2024-06-11", "by": (ALBA,), "place": "Oslo"}, ["2024-05-20", "2024-06-11"]),
        ("2024-05-15", {"when": "2024-06-11", "presupposed": True, **LIMA}, ["2024-05-20", "2024-06-11"]),
        ("2024-05-15", {"when": "2024-06-11", "who": (ASH, BOR), **LIMA}, ["2024-05-20", "2024-06-11"]),
    ],
)  # fmt: skip
def test_a_new_day_after_a_postponement(published: str, more: dict[str, Any], days: list[str]) -> None:
    story = [*BEFORE, told("c", published, meet("Cuộc hẹn sẽ diễn ra ngày 11/6.", "announced", **more))]
    found = resolve([r for r, _ in story], [x for _, x in story], WORLD).meetings
    assert sorted(m.planned_for or "" for m in found) == days


def test_two_days_without_a_postponement_are_two_plans() -> None:
    again = told("c", "2024-05-15", meet("Hai người gặp ngày 11/6.", "announced", when="2024-06-11", **LIMA))
    story = [BEFORE[0], again]
    assert len(resolve([r for r, _ in story], [x for _, x in story], WORLD).meetings) == 2


@pytest.mark.parametrize(("who", "fate"), [(ALBA, "announced"), ("Carla of Peru", "cancelled")])
def test_only_a_side_can_announce_a_cancelled_plan_again(who: str, fate: str) -> None:
    off = told("c", "2024-05-09", meet("Bà Alba bỏ cuộc hẹn ở Lima.", "cancelled", **LIMA))
    again = {"place": "Lima", "by": (who,), "status_date": "2024-05-15"}
    on = told("d", "2024-05-15", meet("Cuộc hẹn ở Lima rồi sẽ diễn ra.", "announced", **again))
    story = [BEFORE[0], off, on]
    found = resolve([r for r, _ in story], [x for _, x in story], WORLD).meetings
    assert [m.fate for m in found] == [fate]
