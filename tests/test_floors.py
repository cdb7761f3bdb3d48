"""The quality must not fall below what was reached; only `make floors LOWER=1` lowers a floor."""

from __future__ import annotations

import pytest
from tests import floors


@pytest.mark.parametrize("name", [*floors.ANNOTATED, *floors.OUTSIDE])
def test_scores_stay_above_their_floors(name: str) -> None:
    gold = floors.gold_of(name)
    if gold is None:
        pytest.skip("BIENNIEN_GOLD is not set: it names a folder with dev/ and seeds/")
    pinned = floors.pinned().get(name)
    assert pinned, f"no floors are pinned for {name}: make floors"
    reached = floors.reached(name, gold)
    fallen = {
        layer: (reached.get(layer, 0.0), floor)
        for layer, floor in pinned.items()
        if reached.get(layer, 0.0) < floor
    }
    assert not fallen, f"below the floor (reached, pinned): {fallen}"
