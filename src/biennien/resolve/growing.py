"""One step of the record's growth: from the reports that changed to every line that changes with them, and to no other.

What a report bears on is found by its keys (`resolve/keys.py`). The whole record is the step from nothing to all reports, so that
there is one way of making it. Each part below widens what is looked at until nothing outside can change what is made anew.
"""

from __future__ import annotations

from biennien.model import ReportDate
from biennien.model.growth import GIVES, NAMES, NEEDS, Growth
from biennien.model.timex import days_of
from biennien.resolve.dating import date_reports
from biennien.resolve.keys import dating_keys, number
from biennien.resolve.sight import Sight
from biennien.resolve.telling_meetings import tell_meetings
from biennien.resolve.telling_statements import tell_statements


def date_anew(sight: Sight, growth: Growth) -> None:
    """Dates the changed reports, and the undated ones that can be dated otherwise now; these are read off again."""
    changed = {number((entity,)) for entity in sight.strangers_changed()}
    _put_dating_keys(sight, sorted(sight.anew))
    sight.renew(named := sight.under(NAMES, changed))
    _put_dating_keys(sight, named)
    reach = _dated_otherwise(sight)
    context = _dated_with(sight, reach)
    undated = sorted(reach | context)
    found = {
        d.report_id: d
        for d in (
            *date_reports([sight.reports[i] for i in undated], sight.readings, sight.world),
            *date_reports([sight.reports[i] for i in sorted(sight.anew - reach - context)], {}, sight.world),
        )
    }
    for report_id in sorted(reach | sight.anew):
        before, now = sight.dates.get(report_id), found[report_id]
        if before != now:
            growth.dates[report_id] = sight.dates[report_id] = now
        if before is not None and _bounds(before) != _bounds(now):
            sight.renew([report_id])


def tell_anew(sight: Sight, growth: Growth, as_known: str | None) -> None:
    """Tells the lines of all reports that are read off again, and those that change with them."""
    groups, reports = tell_meetings(sight, growth, as_known)
    tell_statements(sight, growth, groups, reports, as_known)
    put_issues(sight, growth)
    growth.keys = sight.keys


def put_issues(sight: Sight, growth: Growth) -> None:
    """What was wrong with the reports that are read off again."""
    for report_id in sorted(sight.anew):
        told = sight.tells(report_id)
        issues = (*sight.reports[report_id].issues, *sight.readings[report_id].issues) if told else ()
        growth.issues[report_id] = tuple(dict.fromkeys(issues))


def _put_dating_keys(sight: Sight, ids: list[str]) -> None:
    for i in ids:
        sight.put_keys(i, _dating(sight, i))


def _dated_otherwise(sight: Sight) -> set[str]:
    """The undated reports whose date may be another one: those that share an event with a changed one, and on from these."""
    found = {i for i in sight.anew if date_of_its_own(sight, i) is None}
    keys = sight.keys_before(GIVES) | sight.keys_now(GIVES)
    while keys:
        fresh = [i for i in sight.under(NEEDS, keys) if i not in found]
        found.update(fresh)
        keys = {n for i in fresh for n in _dating(sight, i)[GIVES]}
    return found


def _dated_with(sight: Sight, undated: set[str]) -> set[str]:
    """The reports that are needed to date some: those that share an event, and for the undated of these those that date them."""
    found: set[str] = set()
    keys = {n for i in undated for n in _dating(sight, i)[NEEDS]}
    while keys:
        fresh = [i for i in sight.under(GIVES, keys) if i not in found and i not in undated]
        found.update(fresh)
        keys = {n for i in fresh if date_of_its_own(sight, i) is None for n in _dating(sight, i)[NEEDS]}
    return found


def _dating(sight: Sight, report_id: str) -> dict[int, frozenset[int]]:
    mine = sight.keys.get(report_id)
    if mine is not None and GIVES in mine:
        return mine
    return dating_keys(sight.reports[report_id], sight.readings.get(report_id), sight.world, sight.tables)


def date_of_its_own(sight: Sight, report_id: str) -> str | None:
    """The date that a report states, where it is one."""
    stated = sight.reports[report_id].published_on
    return stated if days_of(stated) else None


def _bounds(dated: ReportDate) -> tuple[str | None, str | None, str | None, str]:
    """What lines depend on, of a date."""
    return dated.value, dated.earliest, dated.latest, dated.basis
