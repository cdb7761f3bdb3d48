"""Of reports that are nearly one text, which is the likely origin, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from datetime import timedelta

from biennien.knowledge.credits import Credits
from biennien.model.copies import Copy, Pair, Printed
from biennien.model.timex import days_of

SAME_WORDS = "it has the very same words."
MOST = 600  # thousandths of its words that a copy has of its origin (python -m benchmarks.copies)
PART, WHOLE = 250, 900  # of the words of two reports in one, each of which stands in it whole
_SOON = timedelta(days=7)  # within which a report is printed by others
_NEARLY_ALL = 900  # thousandths of the words
_TOGETHER = 800  # of a report that is put together from others


def find_originals(
    printed: Mapping[str, Printed], pairs: Iterable[Pair], credits: Credits
) -> Mapping[str, Copy]:
    """The copies among reports, by their ids.

    One after the other, in the order of `_rank`, a report goes to the earlier origin in which most of it stands, or is one itself: no
    copy is an origin, so nothing hangs together by a chain of texts that change little by little. A report that is put together from
    several origins goes to the one of which it has most.
    """
    shares: dict[str, dict[str, int]] = defaultdict(dict)
    for one, other, share in pairs:
        if one in printed and other in printed:
            shares[one][other] = share
    concerned = {*shares, *(other for row in shares.values() for other in row)}
    houses = {i: credits.house_of(printed[i].report.outlet, printed[i].report.url) for i in concerned}
    credited = _credits(printed, shares, houses, credits)
    ranks = {i: _rank(printed[i], credited.get(i, 0)) for i in concerned}
    found: dict[str, Copy] = {}
    for i in sorted(concerned, key=ranks.__getitem__):
        before = {o: n for o, n in shares.get(i, {}).items() if ranks[o] < ranks[i] and o not in found}
        if not before:
            continue
        origin = min(before, key=lambda o: (-before[o], ranks[o]))
        needed = _needed(printed[origin], printed[i], houses)
        share = before[origin]
        if share < MOST:  # several reports in one
            share = min(1000, sum(n for o, n in before.items() if n < MOST))
            needed = max(needed, _TOGETHER)
        if share >= needed:
            why, basis = _why(printed[origin], printed[i], credited.get(origin, 0), credited.get(i, 0))
            found[i] = Copy(report_id=i, origin=origin, share=share, why=why, basis=basis)
    return found


def joined_with(start: Collection[str], beside: Callable[[Set[str]], Set[str]]) -> set[str]:
    """All that hangs together with some reports; `beside` are those with which some of them make pairs."""
    found, fresh = set(start), set(start)
    while fresh:
        fresh = set(beside(fresh)) - found
        found |= fresh
    return found


def parts_of(pairs: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The pairs by what hangs together, in the order of the least report of each part."""
    head: dict[str, str] = {}

    def of(i: str) -> str:
        while head.setdefault(i, i) != i:
            head[i] = i = head[head[i]]
        return i

    rows = list(pairs)
    for one, other in rows:
        a, b = sorted((of(one), of(other)))
        head[b] = a
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in rows:
        parts[of(pair[0])].append(pair)
    return (parts[i] for i in sorted(parts))


def _needed(origin: Printed, copy: Printed, houses: Mapping[str, str]) -> int:
    """How much of a copy must stand in its origin.

    Wire copy is printed within days, and an outlet that comes back to its text on another day has news: what is more than that is
    the same text all the same. Weather, prices and rites are told in the same words month after month.
    """
    first, then = days_of(origin.dated.latest), days_of(copy.dated.earliest)
    apart = then[0] - first[1] if first and then else timedelta()
    same_house = bool(houses[origin.report.id]) and houses[origin.report.id] == houses[copy.report.id]
    return _NEARLY_ALL if apart > (timedelta() if same_house else _SOON) else MOST


def _credits(
    printed: Mapping[str, Printed],
    shares: Mapping[str, Mapping[str, int]],
    houses: Mapping[str, str],
    credits: Credits,
) -> dict[str, int]:
    """For each report how many of those that it makes pairs with say that they print the words of its outlet."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, row in shares.items():
        for other in row:
            beside[one].add(other)
            beside[other].add(one)
    named = {i: credits.credited(printed[i].report.text) for i in beside}
    found: dict[str, int] = {}
    for i, others in beside.items():
        mine = {houses[i], credits.agencies.get(houses[i], "")} - {""}
        found[i] = sum(1 for o in others if houses[o] != houses[i] and mine & named[o])
    return found


def _rank(printed: Printed, credited: int) -> tuple[object, ...]:
    """Where a report stands among those that are nearly its text: the first by its day, by whom the others credit, by the hour, by length."""
    report, day = printed.report, printed.dated.earliest or "9999"
    return (day, -credited, report.instant or "~", -len(report.text), report.id)


def _why(origin: Printed, copy: Printed, credits: int, credits_of_copy: int) -> tuple[str, str]:
    """In a sentence, why one is the origin of the other, and the basis of it."""
    first, then = _days(origin), _days(copy)
    if first and then and first[1] < then[0]:
        return f"it was published before: {first[1]}, this one {then[0]}.", "derived"
    same = bool(first and then and first == then and first[0] == first[1])
    if credits > credits_of_copy:
        basis = "derived" if same else "assumed"
        return f"{_day(same)}; others that credit it as their source: {credits}.", basis
    if same and origin.report.instant and copy.report.instant and origin.report.instant < copy.report.instant:
        return f"{_day(same)}; it was published at an earlier hour.", "derived"
    if len(origin.report.text) > len(copy.report.text):
        return f"{_day(same)}; it is the longer one.", "assumed"
    return "nothing tells which was first.", "assumed"


def _day(same: bool) -> str:
    return "they are of one day" if same else "no date tells which was first"


def _days(printed: Printed) -> tuple[str, str] | None:
    first, last = days_of(printed.dated.earliest), days_of(printed.dated.latest)
    return (first[0].isoformat(), last[1].isoformat()) if first and last else None
