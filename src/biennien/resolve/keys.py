"""By what a report bears on others, as numbers that can be looked up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from biennien.knowledge.world import World
from biennien.model import Reading, Report
from biennien.model.growth import GIVES, NAMES, NEEDS, ONE_SIDED, SEQUEL, SIDES, WORDS
from biennien.resolve.dating import dated_by_others, dates_others
from biennien.resolve.deciding import as_decided
from biennien.resolve.loose import one_sided
from biennien.resolve.sequels import waits
from biennien.resolve.statements import Said, words_of
from biennien.resolve.telling import Source, Telling, decided


def number(parts: Iterable[str]) -> int:
    """A number that stands for words: 64 bits, so that two of them never meet."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def group_of(telling: Telling) -> int:
    """The group of those whose meetings can be one: by the sides."""
    return number(side.key for side in telling.sides)


def groups_of(telling: Telling, world: World) -> set[int]:
    """The group by what the machine read, and where a person gave other sides also that by these."""
    mention = as_decided(telling)
    if not mention.as_read:
        return {group_of(telling)}
    return {group_of(telling), group_of(decided(telling, mention, world))}


def dating_keys(
    report: Report, reading: Reading | None, world: World, tables: World
) -> dict[int, frozenset[int]]:
    """What it can date others by, what it can be dated by, and whom it knows that no table does."""
    if reading is None:
        return {GIVES: frozenset(), NEEDS: frozenset(), NAMES: frozenset()}
    return {
        NAMES: frozenset(number((entity,)) for entity in unknown_in(reading, tables)),
        GIVES: frozenset(map(number, dates_others(report, reading, world))),
        NEEDS: frozenset(map(number, dated_by_others(report, reading, world))),
    }


def content_keys(
    source: Source, tellings: Sequence[Telling], said: Iterable[Said], world: World
) -> dict[int, frozenset[int]]:
    """What it bears on by what it tells."""
    held = {group_of(t) for t in tellings if t.mention.status == "held"}
    return {
        SIDES: frozenset(n for t in tellings for n in groups_of(t, world)),
        SEQUEL: frozenset(held if any(waits(t) for t in tellings) else ()),
        ONE_SIDED: frozenset(number(mark) for _, mark in one_sided(source, world).values()),
        WORDS: frozenset(number(words) for one in said for words in words_of(one)),
    }


def unknown_in(reading: Reading, tables: World) -> set[str]:
    """The persons and bodies of a report that no table knows."""
    named = {m.entity for m in reading.mentions if m.type == "PER" and m.country and m.entity}
    for meeting in reading.meetings:
        named.update(meeting.participants, meeting.by, [meeting.place] if meeting.place else ())
    for attribution in reading.attributions:
        named.update(attribution.entities)
    several = {m.entity for m in reading.mentions if m.entity and " and " in m.entity}
    named.update(several, *(entity.split(" and ") for entity in several))
    return {entity for entity in named if entity not in tables.actors}
