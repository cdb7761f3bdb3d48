"""Where reports, or voices in one report, do not agree: aligned in time first, since a change is no contradiction.

Better silent than wrong: each kind is found by a narrow rule, and each difference says by which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from biennien.knowledge.world import World
from biennien.model import Difference, Explanation, Reading, Record, Report
from biennien.story.differing.accounts import Found
from biennien.story.differing.meetings import meeting_differences
from biennien.story.differing.quotations import quotation_differences
from biennien.story.differing.referents import referent_differences
from biennien.story.differing.silences import silence_differences
from biennien.story.differing.verdicts import verdict_differences
from biennien.story.grounds import Grounds
from biennien.story.telling import tell_citations

__all__ = ["KINDS", "find_differences", "tell_differences"]

KINDS = (
    "disagreement", "change", "sharper", "stale_background", "hedge", "referent", "quotation_drift", "silence_broken",
)  # fmt: skip


def find_differences(
    record: Record,
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    explanations: Iterable[Explanation],
    world: World,
    until: str | None = None,
) -> tuple[Difference, ...]:
    """The differences of a record, by what they are about and kind. `until` is the day of the view."""
    grounds = Grounds(record, reports, readings, until)
    found: list[Found] = [
        *meeting_differences(grounds, world),
        *verdict_differences(grounds, world),
        *quotation_differences(grounds, tuple(explanations)),
        *referent_differences(grounds, world),
        *silence_differences(grounds, world),
    ]
    places = {m.id: n for n, m in enumerate(record.meetings)}
    made = (one.made() for one in found)
    unique = {d.id: replace(d, one_text=True) if _of_one_text(grounds, d) else d for d in made}
    return tuple(
        sorted(
            unique.values(),
            key=lambda d: (places.get(d.about, len(places)), KINDS.index(d.kind), d.about, d.id),
        )
    )


def _of_one_text(grounds: Grounds, difference: Difference) -> bool:
    """Whether the sides stand in several copies of one text, none of them in the same one."""
    sides = [{c.report_id for c in side.citations} for side in difference.sides]
    if not all(sides) or set.intersection(*sides):
        return False
    return len({grounds.origin(i) for side in sides for i in side}) == 1


def tell_differences(differences: Iterable[Difference]) -> list[dict[str, object]]:
    """Differences as the list that `differences --json` prints."""
    return [
        {
            "id": d.id,
            "kind": d.kind,
            "about": d.about,
            "why": d.why,
            "one_text": d.one_text,
            "sides": [
                {
                    "text": side.text,
                    "who": list(side.who),
                    "unnamed": side.unnamed,
                    "day": side.day,
                    "citations": tell_citations(side.citations),
                }
                for side in d.sides
            ],
        }
        for d in differences
    ]
