"""The constructions in which the source does not simply stand before its verb: passive, `theo`, `dẫn lời`, hearsay, nouns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from biennien.model import Attribution, Quotation, Sentence, Span
from biennien.read.bounds import clause_floor, clause_start, strip_adverbs
from biennien.read.clauses import Scene
from biennien.read.contents import content_after, content_start, manner_of, trimmed
from biennien.read.cues import Cue
from biennien.read.phrases import phrase_of
from biennien.read.sources import Candidate
from biennien.read.subjects import PASSIVE

_ABOUT = re.compile(r"\s+(về việc|rằng|cho rằng|nói rằng),?\s+")
_HARD_STOP = re.compile(r"[.!?;:]|\b(?:nhưng|song|trong khi|khi)\b")
_SPEECH_END = re.compile(r"\s*[,.–-]?\s*$")
_PREDICATE = re.compile(r"(?<!\w)(?:đã|đang|sẽ|vừa|từng)(?!\w)")
_COUNTED = re.compile(r"(?<!\w)(?:một|hai|ba|bốn|năm|các|những|nhiều|hơn \d+|\d+|vài)\s")
_COMPLEMENT = re.compile(r"(?:là|như|ở mức|sẽ|đã|vì|đang|có thể)\s|[“\"]")
APPOSED = re.compile(
    r", (?:cựu |nguyên |phó |một |người (?!ta)|nhà |chuyên gia|giám đốc|giáo sư|chủ tịch|tổng |trưởng |phát ngôn viên|nữ phát ngôn viên|thành viên|cố vấn|nghị sĩ|bộ trưởng|đại sứ|viện trưởng|trợ lý|học giả|luật sư|chiến lược gia|tiến sĩ|trang |cơ quan |tổ chức |hãng |tờ |công ty |từ (?:báo|viện|đại học|trung tâm|tổ chức|hội|quỹ) )[^,.;:“\"]{4,90}, "
)
_MAX_SPEECH = 2_000  # code points of a speech that is ascribed behind it
_LINKED = re.compile(r"\s(?:và|nhưng|song|sau khi|trước khi|khi|vì|do|đồng thời)$")
_EARLIER = re.compile(r"\s(?:được|bị)\s")  # `kế hoạch được A ủng hộ nhưng bị B từ chối`


def passive(
    scene: Scene, sentence: Sentence, cue: Cue, agent: Candidate, floor: int, cues: Sequence[Cue]
) -> list[Attribution] | None:
    """`cuộc gặp được ông A công bố`: the content stands before, and behind where a complement follows (`mô tả là …`)."""
    lower = scene.view.lower
    start = agent.span.start
    found = PASSIVE.search(lower, max(floor, start - 14), start)
    if found is None:
        return None
    rest = lower[cue.end : cue.end + 40].lstrip()
    ends = not rest or rest[0] in ",.;" or (cue.takes != "clause" and _short_tail(scene, cue.end))
    split = bool(_COMPLEMENT.match(rest)) or cue.verb == "accuse"
    if not ends and not split:
        return None
    left = clause_start(scene, floor, found.start())
    piece = trimmed(scene.view.text, left, strip_adverbs(scene, left, found.start()))
    joined = piece is not None and piece.cut(lower).endswith((" nhưng", " song", " và", " mà"))
    if piece is not None and joined and (earlier := _EARLIER.search(lower, piece.start, piece.end)):
        piece = trimmed(scene.view.text, piece.start, strip_adverbs(scene, piece.start, earlier.start()))
    if cue.verb == "threaten" or (piece is not None and piece.cut(lower).startswith(("theo ", "dựa trên "))):
        return []
    if piece is None or len(piece.cut(lower)) < 6:  # `hội nghị, vốn được phía A đề xuất`
        comma = lower.rfind(",", floor, found.start())
        piece = trimmed(scene.view.text, clause_start(scene, floor, comma), comma) if comma > floor else None
        if piece is None:
            return []
    after = (
        () if ends else content_after(scene, sentence, cue.end + 1, [c for c in cues if c.start > cue.end])
    )
    return [made(scene, scene.joined(agent, floor), cue, (piece, *after), "passive")]


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
    message = scene.candidate_at(cue.start) if source is None else None
    if message is not None and message.entities and message.span.end > at:  # `tuyên bố của A` as one phrase
        source = message._replace(span=Span(at, message.span.end))
    about = _ABOUT.match(scene.view.lower, source.span.end) if source else None
    if source is None or about is None:
        return []
    start = (
        about.end() if about[1].endswith("rằng") else about.start(1) + (3 if about[1].startswith("về") else 0)
    )
    pieces = content_after(scene, sentence, start, [c for c in cues if c.start > start])
    return [made(scene, source, cue, pieces, "owned")] if pieces else []


def told_of(scene: Scene, sentence: Sentence, cue: Cue) -> list[Attribution]:
    """`“…” Đó là khẳng định của A.`, `“…” là phát biểu của A.`: the speech right before, in this sentence or as the end of the last."""
    source = scene.candidate_at(cue.end + 1)
    speech = speech_before(scene, cue.start)
    return [made(scene, source, cue, (speech,), "told")] if source and speech else []


def speech_before(scene: Scene, place: int) -> Span | None:
    """What is said in the speech that ends right before a place, if only by a stop or a new line."""
    for quotation in reversed(scene.quotations_in(max(0, place - _MAX_SPEECH), place)):
        between = scene.view.text[quotation.span.end : place]
        if quotation.kind != "speech" or between.strip(" .,\n\u00a0"):
            return None
        return trimmed(scene.view.text, quotation.inner.start, quotation.inner.end)
    return None


def according_to(scene: Scene, sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> list[Attribution]:
    """`Theo A, …` and `…, theo A.`"""
    lower = scene.view.lower
    at = cue.end
    while at < len(lower) and lower[at] in " \u00a0":
        at += 1
    written = cue.rule.flag("written")
    source = (
        scene.candidate_at(at) or _owner(scene, at) or _phrase_after(scene, sentence, at, written=written)
    )
    if source is None:
        return []
    end = source.span.end
    for _ in range(3):  # a second source joined by `và`
        link = re.compile(r"\s+(?:và|cùng)\s+").match(lower, end)
        following = scene.candidate_at(link.end()) if link else None
        if following is None:
            break
        source = _both(source, following)
        end = source.span.end
    tail = scene.bare(end, min(sentence.span.end, end + 120))
    following_cue = next((c for c in cues if c.start >= end), None)
    if following_cue is not None and scene.bare(end, following_cue.start) in ("", "thì"):
        if not scene.view.text.startswith(",", following_cue.end):
            return []  # `theo A dẫn lời B`: that cue makes the attribution
        end = following_cue.end
    comma = lower.find(",", end, min(sentence.span.end, end + 120))
    if comma == end and (apposed := APPOSED.match(lower, end)) and not scene.has_cue(end, apposed.end() - 2):
        comma = end = apposed.end() - 2
        source = source._replace(span=Span(source.span.start, end))
    opening = sentence.span.start if not scene.quotation_at(cue.start) else cue.start
    led = trimmed(scene.view.text, opening, cue.start)
    first = (
        led is None or len(led.cut(lower)) < 28 or not scene.ends_with((",", "”", '"', " -", " –"), cue.start)
    )
    if comma >= 0 and first:
        return _opened_by(scene, sentence, cue, cues, source, comma)
    named = tail[:1] in ("", ".", ",", "(", ")") or (tail.count(" ") < 14 and "," not in tail and not first)
    if named and led is not None and len(led.cut(lower).split()) >= 6:
        quotation = scene.quotation_at(led.start) or scene.quotation_at(led.end - 1)
        if quotation is not None and quotation.kind == "speech" and quotation.span.end >= led.end:
            led = trimmed(scene.view.text, quotation.inner.start, quotation.inner.end) or led
        return [made(scene, source, cue, (led,), "theo-after")]
    for quotation in scene.quotations_in(end, end + 4):  # Theo ông, "…"
        pieces = content_after(scene, sentence, quotation.span.start, ())
        return [made(scene, source, cue, pieces, "theo-before")] if pieces else []
    return []


def _both(one: Candidate, other: Candidate) -> Candidate:
    """Two sources after one `theo`: `Theo A và B`."""
    return one._replace(
        span=Span(one.span.start, other.span.end),
        entities=tuple(dict.fromkeys((*one.entities, *other.entities))),
        named=one.named and other.named,
    )


def _opened_by(
    scene: Scene, sentence: Sentence, cue: Cue, cues: Sequence[Cue], source: Candidate, comma: int
) -> list[Attribution]:
    """`Theo A, …`: the sentence behind the comma; nothing where only names stand there (`Theo AP, Reuters`)."""
    start = content_start(scene, comma + 1, sentence.span.end)
    pieces = content_after(scene, sentence, start, [c for c in cues if c.start > comma], whole=True)
    if len(pieces) == 1 and scene.quotation_at(pieces[0].start - 1) is None:
        only = pieces[0]
        if only.cut(scene.view.lower).count(" ") < 2 or _only_time(scene, only):
            return []
    return [made(scene, source, cue, pieces, "theo-before")] if pieces else []


def _only_time(scene: Scene, piece: Span) -> bool:
    """Whether little but a date is left: the line under a report (`Theo AP, ngày 3/9/2024 21:00 GMT+7`)."""
    dated = sum([t.span.end - t.span.start for t in scene.times_in(piece.start, piece.end)])
    return scene.is_bare(piece.start, piece.end) or dated * 2 > piece.end - piece.start


def _owner(scene: Scene, at: int) -> Candidate | None:
    """`theo thông báo của A`: the part of the candidate `thông báo của A` that the cue leaves over."""
    index = bisect_right(scene.candidate_ends, at)
    if index < len(scene.candidates) and scene.candidates[index].span.start < at:
        return scene.candidates[index]._replace(span=Span(at, scene.candidates[index].span.end))
    return None


def _phrase_after(scene: Scene, sentence: Sentence, at: int, *, written: bool) -> Candidate | None:
    """`Theo tình báo Mỹ, …`: a phrase of no known kind that ends at a comma and holds a name, or is known to be `written`."""
    enclosing = scene.quotation_at(at)
    comma = scene.view.text.find(
        ",", at, min(enclosing.inner.end if enclosing else sentence.span.end, at + 80)
    )
    if comma < 0 or scene.view.lower.count(" ", at, comma) > 14:
        return None
    if (
        not written
        and not scene.has_mention(at, comma)
        and not scene.knowledge.joint("determiner").match(scene.view.lower, at)
    ):
        return None
    return phrase_of(scene.view, Span(at, comma), scene.mentions, scene.knowledge.world)


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
        left = _described(scene, clause_start(scene, floor, cue.start), cue.start)
        left = _after_link(scene, left, cue.start)
        for near in scene.candidates_in(left, cue.start)[-1:]:
            if scene.ends_with((",",), near.span.start) and scene.is_bare(near.span.end, cue.start):
                left = near.span.start
        subject = trimmed(
            scene.view.text, left, _subject_end(scene, left, strip_adverbs(scene, left, cue.start))
        )
        if subject is not None:
            pieces = (subject, *after)
    return [unsourced(scene, cue, pieces)]


def related(
    scene: Scene, sentence: Sentence, cue: Cue, source: Candidate, at: int, cues: Sequence[Cue]
) -> list[Attribution]:
    """`bốn tỉnh mà A tuyên bố đã sáp nhập`: the noun before and the clause behind are what A says."""
    if cue.takes == "phrase" or not _COMPLEMENT.match(scene.view.lower, cue.end + 1):
        return []
    floor = clause_floor(scene, sentence, cue)
    left = clause_start(scene, floor, at)
    noun = max([m.start() for m in _COUNTED.finditer(scene.view.lower, max(left, at - 60), at)], default=-1)
    if noun >= 0 and "," in scene.view.lower[noun:at]:
        noun = -1  # `rừng mưa nhiệt đới, điều mà A cho rằng …`
    antecedent = trimmed(scene.view.text, noun, at) if noun >= 0 else None
    comma = scene.view.lower.find(", ", cue.end, sentence.span.end)
    limit = comma if comma > 0 else sentence.span.end
    after = content_after(scene, sentence, cue.end + 1, [c for c in cues if c.start > cue.end], limit=limit)
    pieces = (antecedent, *after) if antecedent is not None else after
    return [made(scene, source, cue, pieces, "related")] if after else []


def _described(scene: Scene, start: int, end: int) -> int:
    """Where the noun phrase begins that is told about: `đăng ba bức ảnh được cho là …` tells about the pictures."""
    stretch = scene.view.lower[start:end]
    if _LINKED.search(stretch):
        return start
    last = [m.start() for m in _COUNTED.finditer(stretch)][-1:]
    if last and stretch.count(" ") > 9 and stretch.count(" ", last[0]) < 5:
        return start + last[0]  # `những người bị nghi …`
    verb = max([m.end() for m in _PREDICATE.finditer(stretch)], default=0)
    cue = max([c.end - start for c in scene.cues_before(end) if c.start >= start], default=0)
    if not verb and not cue:
        return start
    if cue > verb:
        return start + cue
    noun = next((m.start() for m in _COUNTED.finditer(stretch, verb)), None)
    return start + noun if noun is not None else start


def _after_link(scene: Scene, start: int, end: int) -> int:
    """The subject behind the word that links its clause: `hủy thỏa thuận sau khi Mỹ bị cáo buộc` tells about Mỹ."""
    near = next(iter(scene.candidates_in(start, end)[-1:]), None)
    if near is None or not scene.is_bare(near.span.end, end):
        return start
    linked = scene.view.lower.endswith(
        (" sau khi ", " trước khi ", " khi ", " vì ", " do "), 0, near.span.start
    )
    return near.span.start if linked else start


def _subject_end(scene: Scene, start: int, end: int) -> int:
    """Where the subject ends that a joined verb takes up: `ông từng làm thẩm phán và được coi là …` tells about him."""
    stretch = scene.view.lower[start:end]
    link = _LINKED.search(stretch)
    if link is None:
        return end
    first = next((c for c in scene.candidates_in(start, end) if c.span.start == start), None)
    verb = _PREDICATE.search(stretch)
    if first is not None and (verb is None or first.span.end <= start + verb.start()):
        return first.span.end
    return strip_adverbs(scene, start, start + verb.start()) if verb else start + link.start()


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
            and gap.lstrip().startswith((",", "-", "–"))
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
