"""What was said: each statement once, with the way it came and every place where it is told again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from biennien.knowledge.world import World
from biennien.model import Attribution, Citation, Link, Meeting, Span, Statement
from biennien.resolve.filling import fill_year
from biennien.resolve.identifiers import Identifiers, cite
from biennien.resolve.telling import Order, Source

_WORD = re.compile(r"\w+")
_NEAR = 0.8
_ENOUGH = 6  # words of a quotation that make it the same quotation wherever it stands


@dataclass(slots=True, eq=False)
class Said:
    """One attribution on its way to a statement; `again` are those that tell it once more."""

    source: Source
    index: int
    attribution: Attribution
    day: str | None
    words: tuple[str, ...]
    again: list[Said] = field(default_factory=list)

    @property
    def order(self) -> tuple[Order, int, int]:
        return self.source.order, self.attribution.content[0].start, self.index

    @property
    def speaker(self) -> tuple[str, ...]:
        return tuple(sorted(self.attribution.entities))


def resolve_statements(
    sources: Sequence[Source], meetings: Sequence[Meeting], world: World, *, as_known: str | None
) -> tuple[Statement, ...]:
    """The statements in the order of their first report, then place in it."""
    kept = _across([s for source in sources for s in _within(source)])
    cited = _meetings_by_report(meetings)
    ids = Identifiers()
    return tuple(
        _statement(said, cited, ids, world, as_known) for said in sorted(kept, key=lambda s: s.order)
    )


def _within(source: Source) -> list[Said]:
    """The attributions of a report; a cut lead that a later sentence repeats counts once."""
    found: list[Said] = []
    for index, attribution in enumerate(source.reading.attributions):
        if attribution.content:
            day, _ = fill_year(attribution.said_on, source.dated)
            words = tuple(
                w for span in attribution.content for w in _WORD.findall(span.cut(source.report.text).lower())
            )
            found.append(Said(source, index, attribution, day, words))
    found.sort(key=lambda s: s.order)
    by_start: dict[tuple[tuple[str, ...], tuple[str, ...]], Said] = {}
    kept: list[Said] = []
    for said in reversed(found):
        key = (said.speaker, said.words[:4])
        later = by_start.get(key)
        if later and said.attribution.named and len(said.words) > 4 and _repeats(said.words, later.words):
            later.again.append(said)
        else:
            by_start[key] = said
            kept.append(said)
    return kept[::-1]


def _repeats(lead: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a lead, perhaps cut within its last word, is the beginning of a later sentence."""
    size = len(lead) - 1
    return full[:size] == lead[:size] and full[size : size + 1] != () and full[size].startswith(lead[size])


def _across(said: list[Said]) -> list[Said]:
    """Joins what the same speaker said on the same day in nearly the same words; unnamed sources are never joined."""
    blocks: dict[tuple[tuple[str, ...], str | None], list[Said]] = {}
    kept: list[Said] = []
    quoted: dict[tuple[tuple[str, ...], tuple[str, ...]], Said] = {}
    for one in sorted(said, key=lambda s: s.order):
        if not one.speaker or not one.attribution.named:
            kept.append(one)
            continue
        key = (one.speaker, one.words)
        if one.attribution.manner == "direct" and len(one.words) >= _ENOUGH:
            first = quoted.setdefault(key, one)
            if first is not one and (first.day == one.day or None in (first.day, one.day)):
                _join(first, one)
                continue
        blocks.setdefault((one.speaker, one.day), []).append(one)
    for _, block in sorted(blocks.items(), key=lambda b: (b[0][0], b[0][1] or "")):
        kept.extend(_near(block))
    return kept


def _join(first: Said, again: Said) -> None:
    first.again.extend((again, *again.again))
    again.again = []
    first.day = first.day or again.day


def _near(block: list[Said]) -> list[Said]:
    """The block with near-equal contents joined: two can only reach the overlap if they share one of their rare words."""
    counts = Counter(w for said in block for w in set(said.words))
    index: dict[str, list[tuple[Said, frozenset[str]]]] = {}
    kept: list[Said] = []
    for said in block:
        words = frozenset(said.words)
        rare = sorted(words, key=lambda w: (counts[w], w))[: len(words) - int(_NEAR * len(words)) + 1]
        match = next(_matches(said, words, rare, index), None)
        if match is not None:
            _join(match, said)
            continue
        kept.append(said)
        for word in rare:
            index.setdefault(word, []).append((said, words))
    return kept


def _matches(
    said: Said,
    words: frozenset[str],
    rare: Iterable[str],
    index: Mapping[str, list[tuple[Said, frozenset[str]]]],
) -> Iterator[Said]:
    for word in rare:
        for other, others in index.get(word, ()):
            if other.source is not said.source and len(words & others) >= _NEAR * len(words | others):
                yield other


def _statement(
    said: Said,
    cited: Mapping[str, list[tuple[Span, str]]],
    ids: Identifiers,
    world: World,
    as_known: str | None,
) -> Statement:
    attribution, source = said.attribution, said.source
    text = source.report.text
    own = _citations(said)
    again = sorted(said.again, key=lambda s: s.order)
    here = [c for s in again if s.source is source for c in _citations(s)]
    elsewhere = [c for s in again if s.source is not source for c in _citations(s)]
    unnamed = (
        None
        if attribution.named or attribution.words is None
        else " ".join(attribution.words.cut(text).split())
    )
    first = min((own[0], *here), key=lambda c: c.span)
    sure = as_known is None or any((s.source.dated.latest or "9999") <= as_known for s in (said, *again))
    return Statement(
        id=ids.identify("s", first, *said.speaker, unnamed or ""),
        speaker=said.speaker if attribution.named else (),
        named=attribution.named,
        unnamed=unnamed,
        manner=attribution.manner,
        content=" … ".join(span.cut(text) for span in attribution.content),
        said_on=said.day,
        chain=_chain(said),
        about=_about(said, cited.get(source.report.id, []), world),
        restated_in=tuple(dict.fromkeys(elsewhere)),
        citations=tuple(dict.fromkeys((*own, *here))),
        flags=_flags(attribution, sure=sure),
        verb=attribution.verb_class,
        cue=None if attribution.cue is None else " ".join(attribution.cue.cut(text).split()),
    )


# The verbs whose object is what the speaker does not hold: `bác bỏ cáo buộc`, `từ chối yêu cầu`.
_STANCES = {"deny": "denied", "refuse": "refused"}


def _flags(attribution: Attribution, *, sure: bool) -> tuple[str, ...]:
    """What must stand beside the words: that the speaker rejects or refuses them, or that nobody stands behind them."""
    stance = _STANCES.get(attribution.verb_class)
    flags = [*([stance] if stance else []), *(["hedged"] if attribution.hedged else [])]
    return tuple(sorted(flags if sure else [*flags, "date_inferred"]))


def _citations(said: Said) -> list[Citation]:
    return [cite(said.source.report, said.source.reading, span) for span in said.attribution.content]


def _chain(said: Said) -> tuple[Link, ...]:
    """The outlet, the sources in whose words it stands, and the speaker last."""
    report, reading = said.source.report, said.source.reading
    links: list[Link] = []
    index: int | None = said.index
    seen = set[int]()
    while index is not None and index not in seen:
        seen.add(index)
        attribution = reading.attributions[index]
        if attribution.named and attribution.entities:
            links.append(Link(who=" and ".join(attribution.entities), named=True))
        elif attribution.source is not None:
            links.append(Link(who=attribution.source.cut(report.text), named=False))
        index = attribution.within
    if report.outlet:
        links.append(Link(who=report.outlet, named=True))
    return tuple(reversed(links))


def _about(said: Said, cited: Sequence[tuple[Span, str]], world: World) -> tuple[str, ...]:
    """The entities that the content speaks of, and the meetings that its words are cited for."""
    content = said.attribution.content
    mentions = (m for m in said.source.reading.mentions if any(c.holds(m.span) for c in content))
    entities = {part for m in mentions if m.entity for part in world.parts(m.entity)}
    meetings = {i for span, i in cited if any(c.overlaps(span) for c in content)}
    return (*sorted(entities), *sorted(meetings))


def _meetings_by_report(meetings: Sequence[Meeting]) -> dict[str, list[tuple[Span, str]]]:
    found: dict[str, list[tuple[Span, str]]] = {}
    for meeting in meetings:
        for change in meeting.changes:
            for citation in change.citations:
                found.setdefault(citation.report_id, []).append((citation.span, meeting.id))
    return found
