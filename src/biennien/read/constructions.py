"""The constructions in which the source does not simply stand before its verb: passive, `theo`, `dẫn lời`, hearsay, nouns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from biennien.model import Attribution, Quotation, Sentence, Span
from biennien.read.clauses import Scene
from biennien.read.contents import content_after, content_start, manner_of, trimmed
from biennien.read.cues import Cue
from biennien.read.sources import Candidate
from biennien.read.subjects import PASSIVE, clause_floor, clause_start, phrase_gap, strip_adverbs

_ABOUT = re.compile(r"\s+(về việc|rằng)\s+")
_HARD_STOP = re.compile(r"[.!?;:]|\b(?:nhưng|song|trong khi|khi)\b")
_SPEECH_END = re.compile(r"\s*[,.–-]?\s*$")
_EARLIER = re.compile(r"\s(?:được|bị)\s")  # `kế hoạch được A ủng hộ nhưng bị B từ chối`


def passive(scene: Scene, cue: Cue, agent: Candidate, floor: int) -> list[Attribution] | None:
    """`cuộc gặp được ông A công bố`: the content stands before, where nothing of weight follows."""
    lower = scene.view.lower
    start = agent.span.start
    found = PASSIVE.search(lower, max(floor, start - 12), start)
    if found is None:
        return None
    rest = lower[cue.end : cue.end + 40].lstrip()
    ends = not rest or rest[0] in ",.;" or (cue.takes != "clause" and _short_tail(scene, cue.end))
    if not ends:
        return None
    left = clause_start(scene, floor, found.start())
    piece = trimmed(scene.view.text, left, strip_adverbs(scene, left, found.start()))
    joined = piece is not None and piece.cut(lower).endswith((" nhưng", " song", " và", " mà"))
    if piece is not None and joined and (earlier := _EARLIER.search(lower, piece.start, piece.end)):
        piece = trimmed(scene.view.text, piece.start, strip_adverbs(scene, piece.start, earlier.start()))
    if piece is not None and piece.cut(lower).startswith("theo "):
        return []
    if piece is None or len(piece.cut(lower)) < 6:  # `hội nghị, vốn được phía A đề xuất`
        comma = lower.rfind(",", floor, found.start())
        piece = trimmed(scene.view.text, clause_start(scene, floor, comma), comma) if comma > floor else None
        if piece is None:
            return []
    return [made(scene, scene.joined(agent, floor), cue, (piece,), "passive")]


def _short_tail(scene: Scene, at: int) -> bool:
    """Whether a time or an adverbial follows directly."""
    text = scene.view.lower
    start = at + (len(text[at : at + 6]) - len(text[at : at + 6].lstrip()))
    return any(t.span.start <= start + 5 for t in scene.times_in(at, at + 8)) or text.startswith(
        ("trước đó", "sau ", "hồi ", "hôm ", "chỉ ", "trong ", "tại ", "ban đầu", "gần đây", "mới đây"), start
    )


def owned(scene: Scene, sentence: Sentence, cue: Cue, at: int, cues: Sequence[Cue]) -> list[Attribution]:
    """`đề xuất của A về việc …`: the noun attributes where it has an owner and a content of its own."""
    source = scene.candidate_at(at)
    about = _ABOUT.match(scene.view.lower, source.span.end) if source else None
    if source is None or about is None:
        return []
    start = about.end() if about[1] == "rằng" else about.start(1) + (3 if about[1].startswith("về") else 0)
    pieces = content_after(scene, sentence, start, [c for c in cues if c.start > start])
    return [made(scene, source, cue, pieces, "owned")] if pieces else []


def according_to(scene: Scene, sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> list[Attribution]:
    """`Theo A, …` and `…, theo A.`"""
    lower = scene.view.lower
    at = cue.end
    while at < len(lower) and lower[at] in " \u00a0":
        at += 1
    source = scene.candidate_at(at) or _owner(scene, at) or _phrase_after(scene, sentence, at)
    if source is None:
        return []
    end = source.span.end
    for _ in range(3):  # a second source joined by `và`
        link = re.compile(r"\s+(?:và|cùng)\s+").match(lower, end)
        following = scene.candidate_at(link.end()) if link else None
        if following is None:
            break
        source = scene.joined(following, cue.end)._replace(oblique=False)
        end = source.span.end
    tail = scene.bare(end, min(sentence.span.end, end + 120))
    following_cue = next((c for c in cues if c.start >= end), None)
    if following_cue is not None and scene.bare(end, following_cue.start) in ("", "thì"):
        return []  # `theo A cho biết`: that cue makes the attribution
    comma = lower.find(",", end, min(sentence.span.end, end + 120))
    opening = sentence.span.start if not scene.quotation_at(cue.start) else cue.start
    led = trimmed(scene.view.text, opening, cue.start)
    first = led is None or len(led.cut(lower)) < 28 or not scene.ends_with((",", "”", '"'), cue.start)
    if comma >= 0 and first:
        pieces = content_after(
            scene,
            sentence,
            content_start(scene, comma + 1, sentence.span.end),
            [c for c in cues if c.start > comma],
        )
        return [made(scene, source, cue, pieces, "theo-before")] if pieces else []
    if tail[:1] in ("", ".", ",", "(", ")") and led is not None and len(led.cut(lower).split()) >= 6:
        quotation = scene.quotation_at(led.start) or scene.quotation_at(led.end - 1)
        if quotation is not None and quotation.kind == "speech" and quotation.span.end >= led.end:
            led = trimmed(scene.view.text, quotation.inner.start, quotation.inner.end) or led
        return [made(scene, source, cue, (led,), "theo-after")]
    for quotation in scene.quotations_in(end, end + 4):  # Theo ông, "…"
        pieces = content_after(scene, sentence, quotation.span.start, ())
        return [made(scene, source, cue, pieces, "theo-before")] if pieces else []
    return []


def _owner(scene: Scene, at: int) -> Candidate | None:
    """`theo thông báo của A`: the part of the candidate `thông báo của A` that the cue leaves over."""
    index = bisect_right(scene.candidate_ends, at)
    if index < len(scene.candidates) and scene.candidates[index].span.start < at:
        return scene.candidates[index]._replace(span=Span(at, scene.candidates[index].span.end))
    return None


def _phrase_after(scene: Scene, sentence: Sentence, at: int) -> Candidate | None:
    """`Theo tình báo Mỹ, …`: a phrase of no known kind that ends at a comma and holds a name."""
    enclosing = scene.quotation_at(at)
    comma = scene.view.text.find(
        ",", at, min(enclosing.inner.end if enclosing else sentence.span.end, at + 80)
    )
    if comma < 0 or not scene.has_mention(at, comma):
        return None
    return Candidate(span=Span(at, comma), named=False, described="unresolved", head="phrase")


def relayed(scene: Scene, sentence: Sentence, cue: Cue) -> list[Attribution]:
    """`A dẫn lời B nói rằng …`: A is the source of all that B is told to have said."""
    floor = clause_floor(scene, sentence, cue)
    candidates = scene.candidates_in(floor, cue.start)
    source = next(
        (
            c
            for c in reversed(candidates[-2:])
            if scene.is_bare(c.span.end, cue.start)
            or phrase_gap(scene, c, cue, scene.bare(c.span.end, cue.start))
        ),
        None,
    )
    if source is None:
        return []
    relayed = trimmed(scene.view.text, cue.end, sentence.span.end)
    if relayed is None:
        return []
    first = _relayed_source(scene, sentence, cue)
    if first is not None:  # `A dẫn hai nguồn tin, …`: no verb of their own
        return [made(scene, source, cue, (relayed,), "relay"), first]
    quoted = quotation_before(scene, sentence, source, ())
    inner = trimmed(scene.view.text, quoted.inner.start, quoted.inner.end) if quoted else None
    pieces = (inner, relayed) if inner else (relayed,)
    return [made(scene, source, cue, pieces, "relay")]


def _relayed_source(scene: Scene, sentence: Sentence, cue: Cue) -> Attribution | None:
    """The source right after `dẫn` where a comma and the content follow it."""
    text = scene.view.text
    at = cue.end + (len(text[cue.end : cue.end + 2]) - len(text[cue.end : cue.end + 2].lstrip()))
    source = scene.candidate_at(at)
    if source is None or not text.startswith(", ", source.span.end):
        return None
    pieces = content_after(scene, sentence, source.span.end + 2, ())
    return made(scene, source, cue, pieces, "relayed") if pieces else None


def hearsay(scene: Scene, sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> list[Attribution]:
    """`X được cho là …`, `có tin cho rằng …`: somebody says so, nobody is named."""
    if cue.takes == "hearsay-clause" and any(cue.end <= c.start <= cue.end + 2 for c in cues):
        return []
    start = content_start(scene, cue.end, sentence.span.end)
    after = content_after(scene, sentence, start, [c for c in cues if c.start > cue.end])
    if not after:
        return []
    pieces = after
    if cue.takes == "hearsay":
        floor = clause_floor(scene, sentence, cue)
        left = clause_start(scene, floor, cue.start)
        subject = trimmed(scene.view.text, left, strip_adverbs(scene, left, cue.start))
        if subject is not None:
            pieces = (subject, *after)
    return [unsourced(scene, cue, pieces)]


def unsourced(scene: Scene, cue: Cue, pieces: tuple[Span, ...]) -> Attribution:
    return Attribution(
        source=None, entities=(), named=False, cue=Span(cue.start, cue.end), content=pieces,
        manner=manner_of(scene, pieces), verb_class=cue.verb, hedged=cue.verb == "hearsay", rule=cue.rule.id,
    )  # fmt: skip


def made(scene: Scene, source: Candidate, cue: Cue, pieces: Sequence[Span], rule: str) -> Attribution:
    return Attribution(
        source=source.span, entities=source.entities, named=source.named and bool(source.entities),
        cue=Span(cue.start, cue.end), content=tuple(pieces), manner=manner_of(scene, pieces),
        described=source.described, verb_class=cue.verb, rule=f"{cue.rule.id}:{rule}",
    )  # fmt: skip


def quotation_before(
    scene: Scene, sentence: Sentence, source: Candidate, before: Sequence[Attribution]
) -> Quotation | None:
    """The speech that ends right before the source in the same sentence and has no speaker yet."""
    inside = scene.quotation_at(source.span.start)
    for quotation in reversed(scene.quotations_in(sentence.span.start, source.span.start)):
        if quotation is inside or quotation.span.end > source.span.start:
            continue
        gap = scene.view.lower[quotation.span.end : source.span.start]
        relayed = next(
            (a for a in before if a.rule.endswith(":relay") and a.content[0] == quotation.inner), None
        )
        taken = any(
            piece.overlaps(quotation.inner)
            for a in before
            if a is not relayed and not (a.cue and quotation.span.holds(a.cue))
            for piece in a.content
        )
        if (
            relayed is not None
            and not taken
            and relayed.cue
            and scene.is_bare(relayed.cue.end, source.span.start)
        ):
            return quotation
        titled = (
            len(gap) < 90
            and gap.lstrip().startswith(",")
            and not _HARD_STOP.search(gap)
            and not scene.has_cue(quotation.span.end + 1, source.span.start)
        )
        if taken or not (
            titled
            or _SPEECH_END.fullmatch(gap)
            or scene.bare(quotation.span.end, source.span.start) in ("", ",", ".", "-", "–", ", theo")
        ):
            return None
        opens = scene.view.text[sentence.span.start : quotation.span.start].strip()
        return quotation if quotation.kind == "speech" or not opens else None
    return None
