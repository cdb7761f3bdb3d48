"""Where ids lead whose words tell of no meeting by themselves, so that each id leads to a line in every larger record.

Words that told of a meeting in a smaller record may be in none of a larger one: where its other words went to another meeting, and
these tell nothing alone; or where they name one side only, and more than one plan can be meant by now. Their ids lead to the
meeting that they are likeliest of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from biennien.model.timex import days_of
from biennien.resolve.lanes import Lane
from biennien.resolve.loose import Meant, tells_something
from biennien.resolve.sides import agree
from biennien.resolve.telling import Telling


def led_by(lanes: Sequence[Lane], one_sided: Iterable[tuple[Telling, Meant]]) -> dict[Lane, list[str]]:
    """The lanes that tell of something, or that a mention of one side can mean, with the ids that lead there beside those of their own words."""
    leading: dict[str, list[Telling]] = {}
    for telling, meant in one_sided:
        for number, plan in enumerate(meant.plans):
            leading.setdefault(plan.name, []).extend([] if number or meant.surely else [telling])
    meant_lanes = _lanes_by_name(lanes, leading)
    spoken_of = {*meant_lanes.values()}
    found: dict[Lane, list[str]] = {x: [] for x in lanes if x in spoken_of or tells_something(x)}
    for name, lane in sorted(meant_lanes.items()):
        found[lane].extend(_names(leading[name]))
    told: dict[tuple[str, ...], list[Lane]] = {}
    for lane in found:
        told.setdefault(_keys(lane), []).append(lane)
    for lane in lanes:
        if lane not in found and (others := told.get(_keys(lane))):
            for telling in lane.tellings:
                found[_likeliest(others, telling)].extend(_names([telling]))
    return found


def _lanes_by_name(lanes: Iterable[Lane], names: Mapping[str, object]) -> dict[str, Lane]:
    """The lane of each name that a plan went by."""
    if not names:
        return {}
    return {name: lane for lane in lanes for t in lane.tellings if (name := t.name("m")) in names}


def _names(tellings: Iterable[Telling]) -> list[str]:
    return [t.name(prefix) for t in sorted(tellings, key=lambda t: t.place_told) for prefix in ("m", "c")]


def _keys(lane: Lane) -> tuple[str, ...]:
    return tuple(side.key for side in lane.sides)


def _likeliest(lanes: Sequence[Lane], telling: Telling) -> Lane:
    """The lane of the same persons, of the same report, or the nearest in time."""
    return min(
        lanes,
        key=lambda lane: (
            agree(lane.sides, telling.sides, summit=True) is None,
            telling.source.report.id not in lane.reports,
            _apart(lane, telling.day),
            lane.tellings[0].order,
        ),
    )


def _apart(lane: Lane, day: str) -> timedelta:
    first, now, last = (days_of(x) for x in (lane.tellings[0].day, day, lane.last_day))
    if first is None or now is None or last is None:
        return timedelta.max
    return max(first[0] - now[0], now[0] - last[0], timedelta(0))
