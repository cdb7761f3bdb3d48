"""How one and the same meeting or call is said to have gone."""

from __future__ import annotations

from collections.abc import Iterator

from biennien.knowledge.world import World
from biennien.model import Account, VerdictMention
from biennien.story.differing.accounts import Found
from biennien.story.grounds import Grounds

_REACH = 90  # code points of the clause that are shown before the words


def verdict_differences(grounds: Grounds, world: World) -> Iterator[Found]:
    """One difference for each meeting that went well by one voice and badly by another."""
    heard: dict[str, dict[str, dict[tuple[object, ...], Account]]] = {}
    for report in grounds.reports:
        reading = grounds.reading(report.id)
        for verdict in reading.verdicts:
            mention = reading.meetings[verdict.of]
            for meeting, _ in grounds.changes_at(report.id, mention.span):
                account, voice = _account(grounds, report.id, verdict)
                heard.setdefault(meeting.id, {}).setdefault(verdict.verdict, {}).setdefault(voice, account)
    for meeting_id, verdicts in heard.items():
        good, bad = verdicts.get("good", {}), verdicts.get("bad", {})
        if good and bad and set(good) != set(bad):
            sides = (*good.values(), *bad.values())
            yield Found("disagreement", meeting_id, sides, "it went well by one, badly by another")


def _account(grounds: Grounds, report_id: str, verdict: VerdictMention) -> tuple[Account, tuple[object, ...]]:
    way = grounds.way(report_id, verdict.attribution)
    citation = grounds.cite(report_id, grounds.clause(report_id, verdict.span))
    voice: tuple[object, ...] = way.by or ((report_id, way.unnamed))
    account = Account(
        text=citation.quote, who=way.by, unnamed=way.unnamed, day=way.said_on, citations=(citation,)
    )
    return account, voice
