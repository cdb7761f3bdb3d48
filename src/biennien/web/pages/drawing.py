"""Where the lines and bars of a picture stand, in parts of a hundred of its width, so that it needs no script and no style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biennien.model import Network, Point, Tally, Tie

_MARKS = 8  # days that are named below a plot


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One tally as two bars: where, how wide, and how high in parts of a hundred of the highest."""

    tally: Tally
    left: float
    width: float
    reports: float
    statements: float
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Bars, and what the highest of each kind stand for."""

    bars: tuple[Bar, ...]
    most_reports: int
    most_statements: int
    monthly: bool


def plot_of(tallies: Sequence[Tally]) -> Plot | None:
    """The plot of some tallies; None without any."""
    if not tallies:
        return None
    wide = 100 / len(tallies)
    most_reports = max(t.reports for t in tallies) or 1
    most_statements = max(t.statements for t in tallies) or 1
    stride = max(1, -(-len(tallies) // _MARKS))
    bars = [
        Bar(
            tally=tally,
            left=round(n * wide, 3),
            width=round(wide, 3),
            reports=round(100 * tally.reports / most_reports, 1),
            statements=round(100 * tally.statements / most_statements, 1),
            marked=n % stride == 0 and n <= len(tallies) - stride / 2,
        )
        for n, tally in enumerate(tallies)
    ]
    return Plot(
        bars=tuple(bars),
        most_reports=most_reports,
        most_statements=most_statements,
        monthly=tallies[0].first != tallies[0].last,
    )


WIDE, HIGH = 440, 320  # of the drawing of the network
_LIFT = {"called": 9, "planned": -9, "met": 0}  # so that the ways of the same two do not cover each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point of the network: its place, and where and to which side its name is written."""

    point: Point
    x: float
    y: float
    text: tuple[float, float]
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line between two spots for one way of meeting, bent inwards; the more meetings the wider."""

    way: str
    tie: Tie
    start: Spot
    end: Spot
    bend: tuple[float, float]
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """The network as spots and lines."""

    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]


def circle_of(network: Network) -> Circle:
    """The network on a circle; what was only planned lies below what took place."""
    spots = {point.who: _spot(point) for point in network.points}
    lines = [
        Line(
            way=way,
            tie=tie,
            start=spots[tie.between[0]],
            end=spots[tie.between[1]],
            bend=_bend(spots[tie.between[0]], spots[tie.between[1]], _LIFT[way]),
            width=round(min(6.0, 1.2 + 0.6 * (len(meetings) - 1)), 1),
        )
        for tie in network.ties
        if tie.between[0] in spots and tie.between[1] in spots
        for way, meetings in tie.meetings.items()
    ]
    lines.sort(key=lambda line: ("planned", "called", "met").index(line.way))
    return Circle(spots=tuple(spots.values()), lines=tuple(lines))


def _spot(point: Point) -> Spot:
    x, y = round(WIDE / 2 + 92 * point.x, 1), round(HIGH / 2 + 125 * point.y, 1)
    if abs(point.x) <= 0.2:
        return Spot(point=point, x=x, y=y, text=(x, y + (18 if point.y > 0 else -10)), side="middle")
    right = point.x > 0
    return Spot(
        point=point, x=x, y=y, text=(x + (9 if right else -9), y + 4), side="start" if right else "end"
    )


def _bend(start: Spot, end: Spot, lift: int) -> tuple[float, float]:
    """The point that pulls a line a little towards the middle of the drawing."""
    x = 0.75 * (start.x + end.x) / 2 + 0.25 * WIDE / 2
    y = 0.75 * (start.y + end.y) / 2 + 0.25 * HIGH / 2
    return round(x + lift, 1), round(y + lift, 1)
