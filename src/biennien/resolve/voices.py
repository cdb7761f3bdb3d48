"""On whose word a change rests, and who passes it on."""

from __future__ import annotations

from dataclasses import dataclass

from biennien.knowledge.world import World
from biennien.model import Span
from biennien.resolve.identifiers import unique
from biennien.resolve.telling import Telling

_OUTLETS = frozenset({"outlet", "agency", "newspaper", "broadcaster", "magazine"})


@dataclass(frozen=True, slots=True)
class Voice:
    """On whose word: entities, or the words for an unnamed source of one report, or nobody but the report."""

    by: tuple[str, ...] = ()
    unnamed: str | None = None
    report_id: str = ""

    @property
    def nobody(self) -> bool:
        return not self.by and self.unnamed is None


def voice_of(telling: Telling, world: World) -> Voice:
    """Whose word it is: the declarer of the mention, else the source of its attribution, unless that is only a channel."""
    mention = telling.mention
    report_id = telling.source.report.id
    if mention.by:
        channel = all(_is_outlet(e, world) for e in mention.by)
        return Voice() if channel else Voice(by=tuple(sorted(mention.by)))
    if mention.unnamed:
        return Voice(unnamed=" ".join(mention.unnamed.split()), report_id=report_id)
    attribution = telling.attribution
    if attribution is None or mention.status == "held" or mention.presupposed:
        return Voice()
    if attribution.named and attribution.entities:
        if all(_is_outlet(e, world) for e in attribution.entities):
            return Voice()
        return Voice(by=tuple(sorted(attribution.entities)))
    if attribution.words is None:
        return Voice()
    return Voice(
        unnamed=" ".join(attribution.words.cut(telling.source.report.text).split()), report_id=report_id
    )


def _is_outlet(entity: str, world: World) -> bool:
    actor = world.actors.get(entity)
    return actor is not None and actor.kind in _OUTLETS


def outlets_of(telling: Telling) -> tuple[str, ...]:
    """The named channel of a telling that has no other declarer."""
    attribution = telling.attribution
    if telling.mention.by:
        return tuple(sorted(telling.mention.by))
    if attribution is None or not attribution.named or telling.mention.status == "held":
        return ()
    return tuple(sorted(attribution.entities))


def relays(telling: Telling, voice: Voice) -> tuple[str, ...]:
    """Who passes on the words of the voice, the outermost first; an unnamed one by its words.

    What stands inside the voice's own words (`Nhà Trắng nói cuộc gặp được ông Trump công bố …`) passes nothing on.
    """
    found: list[tuple[str, ...]] = []
    reading, text = telling.source.reading, telling.source.report.text
    index, seen = telling.mention.attribution, set[int]()
    while index is not None and index not in seen:
        seen.add(index)
        attribution = reading.attributions[index]
        if attribution.named and attribution.entities:
            found.append(tuple(sorted(attribution.entities)))
        elif attribution.words is not None:
            found.append((" ".join(attribution.words.cut(text).split()),))
        index = attribution.within
    own = {*voice.by, voice.unnamed, *telling.mention.by, telling.mention.unnamed}
    spoken = [number for number, who in enumerate(found) if own & set(who)]
    outer = found[spoken[-1] + 1 :] if spoken else found
    return unique(e for who in reversed(outer) for e in who if e not in own)


def reason_by(telling: Telling, voice: Voice) -> Span | None:
    """The words in which the voice of a change gives its reason, or the report where nobody else is said to give it.

    What another gives as the reason (`theo Politico, … là do`) is an explanation of the change and no part of it.
    """
    reading, text = telling.source.reading, telling.source.report.text
    for reason in reading.reasons:
        if reason.of != telling.index or reason.none_given or reason.implied:
            continue
        if reason.attribution is None:
            if reason.hedge is None:
                return reason.span
            continue
        giver = reading.attributions[reason.attribution]
        if giver.named and giver.entities:
            given = tuple(sorted(giver.entities)) == voice.by
        else:
            given = giver.words is not None and " ".join(giver.words.cut(text).split()) == voice.unnamed
        if given:
            return reason.span
    return None
