"""What a cue makes of its sentence: source and content, the content before, after or on both sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from biennien.model import Attribution, Quotation, Sentence, Span
from biennien.read.bounds import clause_end, clause_floor
from biennien.read.clauses import Scene
from biennien.read.constructions import (
    according_to,
    hearsay,
    made,
    owned,
    passive,
    quotation_before,
    related,
    speech_before,
    told_of,
    unsourced,
)
from biennien.read.contents import content_after, content_start, manner_of, trimmed
from biennien.read.cues import OWNED, Cue
from biennien.read.relays import relayed
from biennien.read.sources import Candidate
from biennien.read.subjects import find_subject

_RELATIVE = re.compile(r"(do|mà|điều)\s+$")
# A clause that begins with its circumstances: `cho biết sau khi trì hoãn hai ngày, hãng đã …`.
_ADVERBIAL_FIRST = re.compile(
    r"(?:trong khi|(?:trong|sau|trước|vào|tại|trên|ở|khi|hôm|qua|nếu|dù)\s[^,;:]{3,120}, (?!và |đồng thời |nhưng |song |theo )\w+(?: \w+){3})"
)
_WHO = re.compile(r", (?:người|nơi|vốn)\s")
# `“…” Ông A nói như vậy hôm thứ hai`: what was said stands before.
_SO = re.compile(
    r"như (?:vậy|thế|trên)(?=$|[.,;\n]| (?:hôm|ngày|vào|trong|tại|khi|sau|với|trên|ở|sáng|chiều|tối|trước)(?!\w))"
)
_MAIN = re.compile(r", (?:đã|sẽ|đang|vừa|cũng|cho biết|nói|không|chưa)\s")
_AT_SOMEBODY = frozenset({"criticise", "support", "accuse", "deny"})
_MANNER = re.compile(
    r"(?:(?:rất )?(?:mạnh mẽ|gay gắt|kịch liệt|nặng nề|thậm tệ|dữ dội|công khai|thẳng thừng|nghiêm khắc|đích danh)\s+)+"
)
_HAS_VERB = re.compile(r"(?<!\w)(?:đã|đang|sẽ|vừa|được|bị|có|là|không|khi)(?!\w)")
_MAX_APPOSED = 90  # code points
_WHEN = re.compile(r"\s(?:trong|tại|hôm|vào|khi|sau|trước|ở|kể từ|rất|một cách|suốt|nhiều|hồi)\s")
# What follows a cue of saying without being said: to whom, about what.
_CIRCUMSTANCES = ("trong cuộc", "trong một cuộc", "sau cuộc", "tại cuộc", "trong chuyến", "hôm ", "vào ngày")
_ADDRESSEES = ("về ", "phóng viên", "các phóng viên", "báo giới", "báo chí", "truyền thông ")


def attributions_of_cue(
    scene: Scene,
    sentence: Sentence,
    cue: Cue,
    cues: Sequence[Cue],
    before: Sequence[Attribution],
    told: Attribution | None,
) -> list[Attribution]:
    """The attribution that a cue makes in its sentence, in a list; an empty one where it makes none.

    `before` are those of the sentence so far, `told` is the last one of the sentence before.
    """
    takes = cue.takes
    if takes == "theo":
        return according_to(scene, sentence, cue, cues)
    if takes == "relay":
        return relayed(scene, sentence, cue)
    if takes == "told":
        return told_of(scene, sentence, cue)
    if takes == "asked":
        pieces = content_after(scene, sentence, content_start(scene, cue.end, sentence.span.end), [])
        comma = scene.view.text.find(",", cue.end, sentence.span.end)
        piece = (
            trimmed(scene.view.text, pieces[0].start, comma if comma > 0 else pieces[0].end)
            if pieces
            else None
        )
        return [unsourced(scene, cue, (piece,))] if piece else []
    if takes in ("hearsay", "hearsay-clause"):
        return hearsay(scene, sentence, cue, cues)
    if cue.rule.flag("noun") and (owner := OWNED.match(scene.view.lower, cue.end)):
        return owned(scene, sentence, cue, owner.end(), cues)
    floor = clause_floor(scene, sentence, cue)
    source = find_subject(scene, sentence, cue, floor, before, told)
    if source is None:
        return []
    candidate, own = source
    if candidate.head == "message" and cue.rule.id == "cho-thay":
        return []  # what a statement shows is the reporter's reading of it
    if own and (agentive := passive(scene, sentence, cue, candidate, floor, cues)) is not None:
        return agentive
    relative = _RELATIVE.search(scene.view.lower, max(floor, candidate.span.start - 8), candidate.span.start)
    if own and relative and cue.rule.id != "goi-la" and not scene.view.lower.startswith(" là ", cue.end):
        return related(scene, sentence, cue, candidate, relative.start(), cues) if relative[1] == "mà" else []
    return _spoken(scene, sentence, cue, cues, candidate, own, before)


def _spoken(
    scene: Scene,
    sentence: Sentence,
    cue: Cue,
    cues: Sequence[Cue],
    source: Candidate,
    own: bool,
    before: Sequence[Attribution],
) -> list[Attribution]:
    """The common frame: content before (`“…”, ông nói`), after, or both."""
    if own and (unopened := _unopened(scene, sentence, cue, source)) is not None:
        return [replace(made(scene, source, cue, (unopened,), "unopened"), manner="direct")]
    pieces: list[Span] = []
    rule = "after"
    quoted = quotation_before(scene, sentence, source, before) if own else None
    if quoted is not None:
        inner = trimmed(scene.view.text, quoted.inner.start, quoted.inner.end)
        if inner:
            pieces.append(inner)
            rule = "quotation-before"
    limit = min(sentence.span.end, clause_end(scene, sentence, cue, source))
    if _WHO.match(scene.view.lower, source.span.end) and (
        goes_on := _MAIN.search(scene.view.lower, cue.end, limit)
    ):
        limit = goes_on.start()  # `bà A, người từng nói …, đã từ chức`
    start = content_start(scene, cue.end, limit)
    opened = scene.view.lower[cue.end : start].strip()
    if (
        source.span.start > cue.end
        and not opened.endswith(("rằng", ":"))
        and _is_occasion(scene, cue, source)
    ):
        return []
    phrase = cue.takes != "clause" and cue.verb not in ("say", "think") and not opened
    after = content_after(
        scene, sentence, start, [c for c in cues if c.start > cue.end], phrase=phrase, limit=limit
    )
    if pieces:  # after a quotation only another quotation goes on with it
        after = tuple(
            p
            for p in after
            if (q := scene.quotation_at(p.start)) is not None
            and q.inner.start <= p.start
            and q.kind == "speech"
        )
    elif not after or not _can_be_content(scene, cue, start, after):
        clause = (
            _clause_before(scene, sentence, cue, source) if own and cue.verb in ("say", "report") else None
        )
        after = (clause,) if clause else ()
        rule = "clause-before"
    pieces.extend(after)
    if pieces and not quoted and _SO.match(scene.view.lower, pieces[0].start):
        speech = speech_before(scene, sentence.span.start)
        return [made(scene, source, cue, (speech,), "told")] if speech else []
    if not pieces:
        return []
    return [made(scene, source, cue, tuple(pieces), rule)]


def _is_occasion(scene: Scene, cue: Cue, source: Candidate) -> bool:
    """`Phát biểu tại Rome, Ý, bà A nói …`: whether the verb that opens the sentence only says where and to whom somebody spoke."""
    lower = scene.view.lower
    if cue.takes != "clause" or scene.quotations_in(cue.end, source.span.start):
        return False
    told = lower[cue.end : source.span.start]
    return (
        " rằng " not in told
        and ":" not in told
        and bool(scene.knowledge.joint("address").match(told.lstrip()))
    )


def _can_be_content(scene: Scene, cue: Cue, start: int, after: Sequence[Span]) -> bool:
    """Whether what follows a cue is content: not a bare time or place, not a lone syllable."""
    text = scene.view.lower
    piece = after[0]
    words = piece.cut(text)
    size = words.count(" ") + 1
    if words.startswith(("và ", "hoặc ", "hay ")):
        return False
    if cue.takes == "clause" and size < 3 and scene.quotation_at(piece.start) is None:
        return False
    if cue.takes == "clause" and words.startswith(_ADDRESSEES):
        return False
    if size >= 8 and not cue.rule.flag("noun") and _ADVERBIAL_FIRST.match(words):
        return True
    if not text[cue.end : start].strip() and words.startswith(_CIRCUMSTANCES):
        return False
    if size < 2 or scene.is_bare(piece.start, piece.end):
        return False
    if cue.verb in _AT_SOMEBODY and _is_somebody(scene, piece):
        return False
    direct = text[cue.end : start].strip(" ")
    address = scene.knowledge.joint("address").match(text, start)
    if not direct and address and cue.takes != "any" and scene.quotation_at(piece.start) is None:
        return False
    if not direct and any(
        t.span.start <= start and t.span.end >= piece.end - 1 for t in scene.times_in(start - 6, start + 1)
    ):
        return False
    return not (cue.takes == "phrase" and words.startswith(("tại ", "ở ", "hôm ", "vào ", "trong ")))


def _is_somebody(scene: Scene, piece: Span) -> bool:
    """`chỉ trích gay gắt ông A hồi năm ngoái`: whether only somebody is named, and no message."""
    manner = _MANNER.match(scene.view.lower, piece.start)
    whom = scene.candidate_at(manner.end() if manner else piece.start)
    if whom is None or whom.head in ("tai-lieu", "thong-diep", "message", "document"):
        return False
    rest = scene.view.lower[whom.span.end : piece.end]
    return scene.is_bare(whom.span.end, piece.end) or bool(_WHEN.match(rest))


def _unopened(scene: Scene, sentence: Sentence, cue: Cue, source: Candidate) -> Span | None:
    """`Chúng tôi sẽ trở lại”, bà A nói.`: speech whose opening mark the page lost."""
    end = source.span.start
    if not scene.ends_with(("”,", '",', ",”", ',"', "»,"), end) or cue.verb not in (
        "say",
        "think",
        "write",
        "warn",
    ):
        return None
    mark = max(scene.view.text.rfind(sign, 0, end) for sign in '”"»')
    if scene.quotation_at(mark) is not None:
        return None
    return trimmed(scene.view.text, sentence.span.start, mark)


def _clause_before(scene: Scene, sentence: Sentence, cue: Cue, source: Candidate) -> Span | None:
    """`Nga sẽ đáp trả, ông A nói.`: the clause before, where the sentence ends after the cue."""
    tail = scene.bare(cue.end, sentence.span.end).strip(' .!?…”"')
    if tail and not scene.knowledge.joint("address").match(tail):
        return None
    end = source.span.start
    if not scene.ends_with((",", " -", " –"), end):
        return None
    clause = trimmed(scene.view.text, sentence.span.start, end)
    return clause if clause is not None and clause.cut(scene.view.lower).count(" ") >= 4 else None


def attributions_without_cue(
    scene: Scene, sentence: Sentence, here: Sequence[Attribution], before: list[Attribution]
) -> list[Attribution]:
    """Speech that no cue carries: `A: “…”`, and a quotation that goes on with the speech before it."""
    out: list[Attribution] = []
    if not here and (headline := _headline(scene, sentence)) is not None:
        return [headline]
    for quotation in scene.quotations_in(sentence.span.start, sentence.span.end):
        inner = trimmed(scene.view.text, quotation.inner.start, quotation.inner.end)
        if inner is None or quotation.kind != "speech":
            continue
        if any(piece.overlaps(inner) for a in [*here, *out] for piece in a.content):
            continue
        lead = scene.view.text[sentence.span.start : quotation.span.start].rstrip()
        if lead.endswith(":"):
            near = [
                c for c in scene.candidates_in(sentence.span.start, quotation.span.start) if not c.oblique
            ]
            direct = bool(near) and scene.view.text[near[-1].span.end : quotation.span.start].strip() == ":"
            apposed = bool(near) and (
                near[0].span.start == sentence.span.start
                and _is_apposed(scene, near[0], quotation.span.start)
            )
            if near and (direct or apposed or _presents(scene, sentence, near[0], quotation)):
                source = near[-1] if direct and not apposed else near[0]
                out.append(
                    Attribution(
                        source=source.span, entities=source.entities, named=source.named and bool(source.entities),
                        cue=None, content=(inner,), manner="direct", described=source.described, rule="colon",
                    )
                )  # fmt: skip
            continue
        if (cut := _cut_off(scene, sentence, quotation, inner)) is not None:
            out.append(cut)
            continue
        if not lead and quotation.span.end >= sentence.span.end - 2 and before:
            last = before[-1]
            gap = inner.start - last.extent.end
            if (
                last.within is None
                and 0 <= gap < 40
                and last.source is not None
                and last.verb_class in ("say", "write")
            ):
                content = (*last.content, inner)
                before[-1] = replace(last, content=content, manner=manner_of(scene, content))
    return out


def _is_apposed(scene: Scene, source: Candidate, at: int) -> bool:
    """Whether a name is followed by a description and the colon: `Bà A, giáo viên ở B: “…”`."""
    text = scene.view.text
    end = source.span.end
    return (
        source.named
        and not source.place
        and text.startswith(", ", end)
        and text[end + 2 : end + 3].islower()
        and text.count(",", end, at) == 1
        and at - end < _MAX_APPOSED
        and not scene.has_cue(end, at)
        and _HAS_VERB.search(scene.view.lower, end, at) is None
    )


def _cut_off(scene: Scene, sentence: Sentence, quotation: Quotation, inner: Span) -> Attribution | None:
    """`“…”, Bộ Ngoại giao ...`: the speaker of a lead that is cut off before its verb."""
    at = quotation.span.end
    if not scene.view.text.startswith(", ", at):
        return None
    source = scene.candidate_at(at + 2)
    tail = scene.view.text[source.span.end : sentence.span.end] if source else ""
    if source is None or tail.strip(" \u00a0.…") or "..." not in tail.replace("…", "..."):
        return None
    return Attribution(
        source=source.span, entities=source.entities, named=source.named and bool(source.entities),
        cue=None, content=(inner,), manner="direct", described=source.described, rule="cut-off",
    )  # fmt: skip


def _presents(scene: Scene, sentence: Sentence, source: Candidate, quotation: Quotation) -> bool:
    """`Tạp chí A đưa ra dự đoán: “…”`: whether the clause that opens the quotation begins with a source."""
    between = scene.view.lower[source.span.end : quotation.span.start]
    return (
        scene.is_bare(sentence.span.start, source.span.start)
        and between.count(" ") < 14
        and between.count(":") == 1
        and not scene.has_cue(source.span.end, quotation.span.start)
    )


def _headline(scene: Scene, sentence: Sentence) -> Attribution | None:
    """`Tổng thống A: B sẽ rút quân`: a headline that gives its speaker before a colon."""
    text = scene.view.text
    source = scene.candidate_at(sentence.span.start)
    if source is None or not text.startswith(": ", source.span.end) or text[sentence.span.end - 1] in ".;:)":
        return None
    if (
        source.place
        or source.head in ("tai-lieu", "thong-diep", "message")
        or len(text[source.span.end : sentence.span.end]) > 160
    ):
        return None
    piece = trimmed(text, source.span.end + 1, sentence.span.end)
    if piece is None or piece.cut(text).count(" ") < 3 or not text[piece.start].isalnum():
        return None
    return Attribution(
        source=source.span, entities=source.entities, named=source.named and bool(source.entities),
        cue=None, content=(piece,), manner=manner_of(scene, (piece,)), described=source.described, rule="headline",
    )  # fmt: skip
