"""Who says what: each cue is given its source, its content and its day (PARC, PolNeAR)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.load import Knowledge
from biennien.model import ActorMention, Attribution, Paragraph, Quotation, Sentence, Span, TimeExpression
from biennien.read.authors import author_of
from biennien.read.clauses import Scene
from biennien.read.contents import manner_of
from biennien.read.cues import Cue, find_cues
from biennien.read.frames import attributions_of_cue, attributions_without_cue
from biennien.read.saying import date_attributions
from biennien.read.sources import DEFINITE, Candidate, find_candidates
from biennien.read.time_events import anchor_events
from biennien.read.view import View

_THIS_ONE = re.compile(r"(?:người|vị|nhân vật|ông|bà) (?:này|ấy)(?!\w)")
_NEAR = 60  # code points between an attribution and a sentence that goes on with its subject


def find_attributions(
    view: View,
    hits: Mapping[str, Sequence[Hit[object]]],
    paragraphs: Sequence[Paragraph],
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    mentions: Sequence[ActorMention],
    times: Sequence[TimeExpression],
    knowledge: Knowledge,
) -> tuple[Attribution, ...]:
    """All attributions in the order of their first word, the outer before the inner; `within` and `said_on` are filled."""
    cues = find_cues(view, hits, times, knowledge)
    candidates = find_candidates(view, hits, mentions, times, cues, knowledge)
    cues = _outer_cues(view, cues, candidates)
    scene = Scene(
        view, knowledge, sentences, quotations, mentions, times, candidates, cues,
        [q.span.start for q in quotations], [c.span.end for c in candidates], [t.span.start for t in times], [s.span.start for s in sentences],
        [c.start for c in cues], [m.span.start for m in mentions],
    )  # fmt: skip
    found: list[Attribution] = []
    at = 0
    captions = {p.number for p in paragraphs if p.kind == "caption"}
    for sentence in sentences:
        own: list[Cue] = []
        while at < len(cues) and cues[at].start < sentence.span.end:
            own.append(cues[at])
            at += 1
        if not own and sentence.paragraph in captions:
            continue
        here: list[Attribution] = []
        told = found[-1] if found and found[-1].within is None else None
        if told is not None and sentence.span.start - told.extent.end > _NEAR:
            told = None
        for cue in own:
            here.extend(attributions_of_cue(scene, sentence, cue, own, here, told))
        here = [a for n, a in enumerate(here) if not any(_repeats(b, a) for b in here[n + 1 :])]
        here.extend(attributions_without_cue(scene, sentence, here, found))
        found.extend(here)
    found = [a for a in (_worded(view, a) for a in found) if a is not None]
    found = _continued(scene, found)
    placed = sorted([(a.extent.start, a) for a in found], key=lambda p: p[0])
    placed = _references(scene, placed)
    placed.sort(key=_place)
    found = [a for _, a in placed]
    nested = [replace(a, manner="indirect") if _is_nested_speech(scene, a) else a for a in _nest(found)]
    starts = [start for start, _ in placed]
    scene = replace(scene, times=anchor_events(times, nested, sentences, view.lower))
    return tuple(date_attributions(scene, nested, starts, hits.get("occasions", ())))


def _repeats(later: Attribution, earlier: Attribution) -> bool:
    """`A phát biểu tại họp báo cho biết …`: two verbs that give the same words to one speaker are one."""
    return later.content == earlier.content and later.source is not None and later.source == earlier.source


def _outer_cues(view: View, cues: Sequence[Cue], candidates: Sequence[Candidate]) -> tuple[Cue, ...]:
    """The cues without those of `kế hoạch do A đề xuất`: the noun before is what the sentence tells about."""
    agents = {c.span.end for c in candidates if view.lower.endswith(" do ", 0, c.span.start)}
    return tuple(cue for cue in cues if cue.start - 1 not in agents)


def _place(placed: tuple[int, Attribution]) -> tuple[int, int, int]:
    start, attribution = placed
    return start, attribution.content[0].start, -attribution.content[-1].end


def _is_nested_speech(scene: Scene, attribution: Attribution) -> bool:
    """Whether speech within marks stands inside another's quotation marks: it is indirect."""
    if attribution.manner != "direct" or attribution.within is None or attribution.cue is None:
        return False
    quotation = scene.quotation_at(attribution.cue.start)
    return quotation is not None and quotation.kind == "speech"


def _worded(view: View, attribution: Attribution) -> Attribution | None:
    """The attribution without empty pieces of content; None where nothing is left."""
    content = tuple(piece for piece in attribution.content if piece.cut(view.text).strip())
    if len(content) == len(attribution.content):
        return attribution
    return replace(attribution, content=content) if content else None


def _continued(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """A quotation that goes on over paragraphs belongs to one attribution."""
    follower = {
        a.span.start: b for a, b in zip(scene.quotations, scene.quotations[1:], strict=False) if a.continues
    }
    leader = {
        b.span.start: a for a, b in zip(scene.quotations, scene.quotations[1:], strict=False) if a.continues
    }
    out = []
    for attribution in found:
        content = list(attribution.content)
        last = scene.quotation_at(content[-1].start - 1) or scene.quotation_at(content[-1].start)
        while last is not None and last.continues and (following := follower.get(last.span.start)):
            if following.inner not in content and following.inner.cut(scene.view.text).strip():
                content.append(following.inner)
            last = following
        first = scene.quotation_at(content[0].start - 1) if content[0].start else None
        while first is not None and (preceding := leader.get(first.span.start)):
            if preceding.inner not in content and not any(
                preceding.inner.overlaps(p) for a in found for p in a.content
            ):
                content.insert(0, preceding.inner)
            first = preceding
        out.append(
            attribution
            if len(content) == len(attribution.content)
            else replace(attribution, content=tuple(content), manner=manner_of(scene, content))
        )
    return out


def _references(scene: Scene, placed: Sequence[tuple[int, Attribution]]) -> list[tuple[int, Attribution]]:
    """`nguồn tin này`, `quan chức này`: the last source with the same noun, by name or not."""
    by_place: dict[tuple[int, int], Candidate] = {(c.span.start, c.span.end): c for c in scene.candidates}
    known: dict[str, Attribution] = {}
    out: list[tuple[int, Attribution]] = []
    for start, attribution in placed:
        source = attribution.source
        candidate = by_place.get((source.start, source.end)) if source else None
        if candidate is not None and (spoken := _they(scene, candidate, out)) is not None:
            attribution = replace(
                attribution, entities=spoken.entities, named=spoken.named, described=spoken.described
            )
        elif candidate is not None and (one := _the_same_one(scene, candidate, out)) is not None:
            attribution = replace(
                attribution, described=one.described, introduced=one.introduced or one.words
            )
        elif candidate is not None and candidate.head and not attribution.named:
            before = known.get(candidate.head)
            if candidate.definite and before is not None and not _adds(scene, source, before.words):
                attribution = replace(
                    attribution,
                    entities=before.entities,
                    named=before.named,
                    described=before.described,
                    introduced=before.words,
                )
            if candidate.definite and not attribution.named and (authors := _authors(scene, candidate)):
                attribution = replace(attribution, entities=authors, named=True, described=None)
        if candidate is not None and candidate.head and candidate.head != "pronoun":
            known[candidate.head] = attribution
        out.append((start, attribution))
    return out


def _they(scene: Scene, candidate: Candidate, told: Sequence[tuple[int, Attribution]]) -> Attribution | None:
    """`Họ cũng cho biết …` right after what a body or unnamed people said: the same speak."""
    start = candidate.span.start
    opens = candidate.head == "pronoun" and scene.view.text.startswith("Họ ", start)
    last = (
        next((a for _, a in reversed(told) if a.within is None and a.extent.end <= start), None)
        if opens
        else None
    )
    if last is None or last.source is None or start - last.extent.end > _NEAR:
        return None
    near = scene.mentions_in(last.source.start - 40, last.source.end)
    bodies = {m.entity for m in near if m.type == "ORG"}
    return last if last.entities and bodies.issuperset(last.entities) else None


def _the_same_one(
    scene: Scene, candidate: Candidate, told: Sequence[tuple[int, Attribution]]
) -> Attribution | None:
    """`Một nhà ngoại giao giấu tên nói …. Người này cho biết …`: the unnamed one who spoke last goes on."""
    start = candidate.span.start
    if candidate.head != "pronoun" or candidate.entities or not _THIS_ONE.match(scene.view.lower, start):
        return None
    last = next((a for _, a in reversed(told) if a.within is None and a.source is not None), None)
    if last is None or last.named or last.source is None or start - last.extent.end > _NEAR:
        return None
    first = last.introduced or last.source
    return last if first.cut(scene.view.lower).startswith("một ") else None


def _adds(scene: Scene, source: Span | None, before: Span | None) -> bool:
    """Whether a bare noun says more than the words it would take up: `nguồn thạo tin` is not the `một số nguồn tin` of before."""
    if source is None or before is None:
        return False
    words = source.cut(scene.view.lower)
    return not words.endswith(DEFINITE) and not {*words.split()} <= {*before.cut(scene.view.lower).split()}


def _authors(scene: Scene, candidate: Candidate) -> tuple[str, ...]:
    rule = scene.knowledge.by_id["sources"].get(candidate.head)
    return author_of(scene, candidate) if rule and rule.text("kind") in ("message", "document") else ()


def _nest(found: Sequence[Attribution]) -> list[Attribution]:
    """`within`: the innermost other attribution in whose content the cue stands."""
    pieces = sorted((piece.start, piece.end, index) for index, a in enumerate(found) for piece in a.content)
    starts = [p[0] for p in pieces]
    out = []
    for index, attribution in enumerate(found):
        place = attribution.source or attribution.cue or attribution.content[0]
        best: tuple[int, int] | None = None
        reach = bisect_left(starts, place.start + 1)
        for start, end, other in pieces[max(0, reach - 24) : reach]:
            if (
                other != index
                and start <= place.start
                and place.end <= end
                and not _same(found, index, other)
            ):
                size = end - start
                if best is None or size < best[0]:
                    best = (size, other)
        out.append(replace(attribution, within=best[1]) if best else attribution)
    return out


def _same(found: Sequence[Attribution], index: int, other: int) -> bool:
    """Two that stand in each other's content: the outer is the one whose cue comes first."""
    a, b = found[index], found[other]
    inside = any(piece.holds(b.cue) for piece in a.content) if b.cue else False
    return inside and (a.cue is not None and b.cue is not None and a.cue.start < b.cue.start)


__all__ = ["Span", "find_attributions"]
