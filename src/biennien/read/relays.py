"""One source that passes on another: `A dẫn lời B nói rằng …`, `…, A dẫn thông báo của B`."""

from __future__ import annotations

from biennien.model import Attribution, Quotation, Sentence, Span
from biennien.read.bounds import clause_floor
from biennien.read.clauses import Scene
from biennien.read.constructions import APPOSED, made, quotation_before
from biennien.read.contents import content_after, trimmed
from biennien.read.cues import Cue
from biennien.read.sources import Candidate
from biennien.read.subjects import phrase_gap


def relayed(scene: Scene, sentence: Sentence, cue: Cue) -> list[Attribution]:
    """`A dẫn lời B nói rằng …`: A is the source of all that B is told to have said."""
    floor = clause_floor(scene, sentence, cue)
    candidates = scene.candidates_in(floor, cue.start)
    if straight := [
        c for c in candidates if not c.oblique or scene.view.lower.endswith("theo ", 0, c.span.start)
    ]:
        candidates = straight
    source = next(
        (
            c
            for c in reversed(candidates[-2:])
            if scene.bare(c.span.end, cue.start).strip(" ,") == ""
            or phrase_gap(scene, c, cue, scene.bare(c.span.end, cue.start))
        ),
        None,
    )
    if source is None:
        last, quoted = _last_words(scene, sentence, cue), _quotation_ending(scene, cue.start)
        inner = trimmed(scene.view.text, quoted.inner.start, quoted.inner.end) if quoted else None
        return [made(scene, last, cue, (inner,), "relayed")] if last is not None and inner is not None else []
    relayed = trimmed(scene.view.text, cue.end, sentence.span.end)
    if relayed is None:
        return []
    first = _relayed_source(scene, sentence, cue)
    if first is not None:  # `A dẫn hai nguồn tin, …`: no verb of their own
        return [made(scene, source, cue, (relayed,), "relay"), first]
    quoted = quotation_before(scene, sentence, source, ())
    inner = trimmed(scene.view.text, quoted.inner.start, quoted.inner.end) if quoted else None
    last = _last_words(scene, sentence, cue)
    if last is not None:
        led = inner or _clause_led(scene, sentence, source)
        if led is not None:
            return [made(scene, source, cue, (led,), "relay"), made(scene, last, cue, (led,), "relayed")]
        if scene.candidate_at(last.span.start) is not None and last.span.end >= relayed.end - 1:
            return []  # `dẫn lời người phát ngôn của A.`: no content here
    pieces = (inner, relayed) if inner else (relayed,)
    return [made(scene, source, cue, pieces, "relay")]


def _last_words(scene: Scene, sentence: Sentence, cue: Cue) -> Candidate | None:
    """The source right after `dẫn` where nothing but a circumstance follows it in the sentence."""
    source = scene.candidate_at(cue.end + 1)
    if source is None:
        return None
    tail = scene.bare(source.span.end, sentence.span.end).strip(' .!?…”"')
    told = scene.knowledge.joint("address").match(tail) and not scene.has_cue(
        source.span.end, sentence.span.end
    )
    return (
        source._replace(oblique=False) if not tail or (told and "," not in tail and ":" not in tail) else None
    )


def _quotation_ending(scene: Scene, at: int) -> Quotation | None:
    """The speech that ends right before a place, a comma left out: `“…”, trích thông cáo của A`."""
    for quotation in reversed(scene.quotations_in(max(0, at - 6000), at)):
        near = quotation.span.end <= at and scene.view.text[quotation.span.end : at].strip(" ,-–") == ""
        return quotation if near and quotation.kind == "speech" else None
    return None


def _clause_led(scene: Scene, sentence: Sentence, source: Candidate) -> Span | None:
    """`Tàu đã rời cảng, A dẫn lời B.`: the clause before the reporting clause, `theo` left out."""
    end = source.span.start
    if scene.view.lower.endswith("theo ", 0, end):
        end -= 5
    if not scene.ends_with((",", "”", '"', "-", "–"), end):
        return None
    led = trimmed(scene.view.text, sentence.span.start, end)
    return led if led is not None and len(led.cut(scene.view.lower).split()) >= 5 else None


def _relayed_source(scene: Scene, sentence: Sentence, cue: Cue) -> Attribution | None:
    """The source right after `dẫn` where a comma and the content follow it."""
    text = scene.view.text
    at = cue.end + (len(text[cue.end : cue.end + 2]) - len(text[cue.end : cue.end + 2].lstrip()))
    source = scene.candidate_at(at)
    if source is None or not text.startswith(", ", source.span.end):
        return None
    if APPOSED.match(scene.view.lower, source.span.end):
        return None  # `dẫn lời A, nghị sĩ nước B, nói …`
    pieces = content_after(scene, sentence, source.span.end + 2, ())
    return made(scene, source, cue, pieces, "relayed") if pieces else None
