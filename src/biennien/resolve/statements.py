"""What was said: each statement once, with the way it came and every place where it is told again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from biennien.knowledge.common import load_common
from biennien.knowledge.world import World
from biennien.model import Attribution, Citation, Link, Span, Statement
from biennien.model.growth import Uttered
from biennien.resolve.filling import fill_year, surer, weaker
from biennien.resolve.identifiers import cite, identify, unique
from biennien.resolve.telling import Source

_WORD = re.compile(r"\w+")
_NEAR = 0.8
_ENOUGH = 6  # words of a quotation that make it the same quotation wherever it stands


@dataclass(slots=True, eq=False)
class Said:
    """One attribution on its way to a statement; `again` are those that tell it once more.

    `twin` counts the attributions of the same words before it in its report.
    """

    source: Source
    index: int
    attribution: Attribution
    day: str | None
    words: tuple[str, ...]
    basis: str = "stated"  # of the day
    twin: int = 0
    again: list[Said] = field(default_factory=list)

    @property
    def order(self) -> tuple[str, str, str, int, int]:
        return *self.source.order, self.attribution.content[0].start, self.index

    @property
    def speaker(self) -> tuple[str, ...]:
        return tuple(sorted(self.attribution.entities))

    @property
    def quoted(self) -> bool:
        """Whether its very words make it the same quotation wherever it stands."""
        return self.attribution.manner == "direct" and len(self.words) >= _ENOUGH


def said_in(source: Source) -> list[Said]:
    """The attributions of a report; a cut lead that a later sentence repeats counts once."""
    found: list[Said] = []
    same: Counter[Span] = Counter()
    for index, attribution in enumerate(source.reading.attributions):
        if attribution.content:
            first = attribution.content[0]
            day, basis = fill_year(attribution.said_on, source.dated)
            basis = weaker(basis, attribution.said_basis, source.bases.get(day or "", "stated"))
            words = tuple(
                w for span in attribution.content for w in _WORD.findall(span.cut(source.report.text).lower())
            )
            found.append(Said(source, index, attribution, day, words, basis, same[first]))
            same[first] += 1
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


def words_of(said: Said) -> Iterator[tuple[str, ...]]:
    """What another attribution must share, one of these at least, to be the same statement; nothing where it never is."""
    if said.speaker and said.attribution.named:
        if said.quoted:
            yield "quoted", *said.speaker, "", *said.words
        for word in _rare(frozenset(said.words)):
            yield "near", *said.speaker, "", said.day or "", word


def linked(one: Said, other: Said) -> bool:
    """Whether two attributions that share such words can be one statement."""
    if one.speaker != other.speaker:
        return False
    if one.quoted and other.quoted and one.words == other.words:
        return True
    return one.day == other.day and _alike(frozenset(one.words), frozenset(other.words))


def join_said(said: Sequence[Said]) -> list[Said]:
    """Joins what the same speaker said on the same day in nearly the same words; unnamed sources are never joined.

    Each goes to the first that it is like: so what is joined does not depend on what else there is.
    """
    blocks: dict[tuple[tuple[str, ...], str | None], list[Said]] = {}
    kept: list[Said] = []
    quoted: dict[tuple[tuple[str, ...], tuple[str, ...]], Said] = {}
    for one in sorted(said, key=lambda s: s.order):
        if not one.speaker or not one.attribution.named:
            kept.append(one)
            continue
        key = (one.speaker, one.words)
        day = one.day
        if one.quoted:
            first = quoted.setdefault(key, one)
            if first is not one and (first.day == day or None in (first.day, day)):
                _join(first, one)
                continue
        blocks.setdefault((one.speaker, day), []).append(one)
    for _, block in sorted(blocks.items(), key=lambda b: (b[0][0], b[0][1] or "")):
        kept.extend(_near(block))
    return kept


def tell_said(
    kept: Sequence[Said],
    cited: Mapping[str, Sequence[tuple[Span, str]]],
    world: World,
    *,
    as_known: str | None,
) -> list[Uttered]:
    """The statement of each; `cited` are by report the words that meetings rest on, with their ids."""
    return [
        Uttered(
            order=said.order,
            report_id=said.source.report.id,
            index=said.index,
            statement=_statement(said, cited, world, as_known),
        )
        for said in kept
    ]


def _repeats(lead: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a lead, perhaps cut within its last word, is the beginning of a later sentence."""
    size = len(lead) - 1
    return full[:size] == lead[:size] and full[size : size + 1] != () and full[size].startswith(lead[size])


def _join(first: Said, again: Said) -> None:
    first.again.extend((again, *again.again))
    again.again = []
    if first.day == again.day:
        first.basis = surer(first.basis, again.basis)
    elif first.day is None:
        first.day, first.basis = again.day, again.basis


def _near(block: list[Said]) -> list[Said]:
    """The block with near-equal contents joined."""
    index: dict[str, list[tuple[int, Said, frozenset[str]]]] = {}
    kept: list[Said] = []
    for said in block:
        words = frozenset(said.words)
        rare = _rare(words)
        likely = {n: (other, others) for word in rare for n, other, others in index.get(word, ())}
        match = next(
            (
                other
                for _, (other, others) in sorted(likely.items(), key=lambda x: x[0])
                if other.source is not said.source and _alike(words, others)
            ),
            None,
        )
        if match is not None:
            _join(match, said)
            continue
        for word in rare:
            index.setdefault(word, []).append((len(kept), said, words))
        kept.append(said)
    return kept


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _NEAR * len(one | other)


def _rare(words: frozenset[str]) -> list[str]:
    """So many of its rarest words that what is nearly equal shares one of them."""
    common = load_common()
    return sorted(words, key=lambda w: (common.get(w, 0), w))[: len(words) - int(_NEAR * len(words)) + 1]


def _statement(
    said: Said, cited: Mapping[str, Sequence[tuple[Span, str]]], world: World, as_known: str | None
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
    told = sorted((said, *again), key=lambda s: (s.source is not source, s.attribution.content[0], s.order))
    ids = unique(identify("s", _citations(s)[0], s.twin) for s in told)
    sure = as_known is None or any((s.source.dated.latest or "9999") <= as_known for s in (said, *again))
    return Statement(
        id=ids[0],
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
        aliases=ids[1:],
        basis=said.basis if said.day else "stated",
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
