"""Who met and called whom, or was to: the sides of the meetings as points on a circle, joined where they are told of together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import combinations

from biennien.model import Meeting, Network, Point, Tie

WAYS = ("met", "called", "planned")
_ROUNDS = 12  # of exchanging neighbours; few lines cross after as many


def find_network(meetings: Iterable[Meeting], most: int = 14) -> Network:
    """The network of some meetings, at most `most` points of it placed."""
    found: dict[tuple[str, str], dict[str, list[Meeting]]] = {}
    for meeting in meetings:
        way = (
            "planned"
            if not meeting.when and meeting.fate != "held"
            else "called"
            if meeting.kind == "call"
            else "met"
        )
        for one, other in combinations(sorted(set(meeting.participants)), 2):
            found.setdefault((one, other), {}).setdefault(way, []).append(meeting)
    ties = [
        Tie(between=pair, meetings={way: tuple(rows[way]) for way in WAYS if way in rows})
        for pair, rows in found.items()
    ]
    ties.sort(key=lambda tie: (-tie.size, tie.between))
    return Network(points=_placed(ties, most), ties=tuple(ties))


def _placed(ties: list[Tie], most: int) -> tuple[Point, ...]:
    """The most connected on a circle, those who are tied near each other."""
    partners: dict[str, dict[str, int]] = {}
    for tie in ties:
        one, other = tie.between
        partners.setdefault(one, {})[other] = tie.size
        partners.setdefault(other, {})[one] = tie.size
    chosen = sorted(partners, key=lambda who: (-sum(partners[who].values()), -len(partners[who]), who))[:most]
    order = _ordered(chosen, partners)
    points = []
    for n, who in enumerate(order):
        angle = 2 * math.pi * n / len(order) - math.pi / 2
        x, y = round(math.cos(angle), 4), round(math.sin(angle), 4)
        points.append(Point(who=who, x=x, y=y, ties=len(partners[who])))
    return tuple(points)


def _ordered(chosen: list[str], partners: Mapping[str, Mapping[str, int]]) -> list[str]:
    """An order in which the ties are short: two change places as long as that makes them shorter."""
    order = list(chosen)

    def length(at: Mapping[str, int]) -> int:
        total = 0
        for one, others in partners.items():
            for other, weight in others.items():
                if one < other and one in at and other in at:
                    apart = abs(at[one] - at[other])
                    total += weight * min(apart, len(order) - apart) ** 2
        return total

    best = length({who: n for n, who in enumerate(order)})
    for _ in range(_ROUNDS):
        before = best
        for i, j in combinations(range(len(order)), 2):
            order[i], order[j] = order[j], order[i]
            now = length({who: n for n, who in enumerate(order)})
            if now < best:
                best = now
            else:
                order[i], order[j] = order[j], order[i]
        if best == before:
            break
    return order
