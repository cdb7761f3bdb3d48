"""The subject of a verb that has none of its own: that of the verb before, of the main clause behind, of the sentence before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biennien.model import Attribution, Sentence
from biennien.read.bounds import SUBORDINATE, clause_start
from biennien.read.clauses import Scene
from biennien.read.cues import Cue
from biennien.read.sources import Candidate

AND = re.compile(
    r"\s(?:và|đồng thời|song|nhưng|rồi|cũng như|(?<!sau )(?<!trước )(khi|vì)|lại|bằng cách)(?:\s(?:đồng thời|cũng|còn|đã|vẫn|sau đó|vừa|chỉ|tiếp tục)){0,4}$"
)
_DOES = re.compile(r"\s(?:đã|sẽ|đang|vừa)\s")
_MAX_LEAD = 60  # code points of the words that lead a clause
_JOINED = re.compile(r"(?:đồng thời|bên cạnh đó|ngoài ra|qua đó|theo đó|cũng|từ đó|mặt khác)(?!\w)")
_WANTED = frozenset({"demand", "propose", "promise"})
SAYING = frozenset(
    {
        "say",
        "write",
        "think",
        "report",
        "warn",
        "ask",
        "promise",
        "accuse",
        "demand",
        "deny",
        "criticise",
        "threaten",
        "propose",
    }
)


def carried_subject(
    scene: Scene,
    sentence: Sentence,
    cue: Cue,
    floor: int,
    before: Sequence[Attribution],
    straight: Sequence[Candidate],
    told: Attribution | None,
) -> Candidate | None:
    """The subject of a verb that has none of its own: of the verb before, of the main clause behind, of the sentence before."""
    if (told_of := _told_of(scene, cue, before)) is not None:
        return told_of
    if scene.quotation_at(cue.start) is not None:
        first = straight[0] if straight and _is_join(scene, cue, floor) else None
        opens = first is not None and scene.is_bare(floor, first.span.start)
        return scene.joined(first, floor, cue.start) if first is not None and opens else None
    if scene.is_bare(floor, cue.start) or _opens(scene, floor, cue.start):
        if floor > sentence.span.start:
            return _over_semicolon(scene, sentence, cue, floor, before)
        return _behind(scene, sentence, cue, told=True) or _told_before(scene, cue, floor, told)
    if cue.start - floor < _MAX_LEAD and SUBORDINATE.fullmatch(scene.view.lower, floor, cue.start):
        return _behind(scene, sentence, cue, told=False)
    if cue.rule.flag("carried") or _is_join(scene, cue, floor):
        last = _last_source(before, cue)
        if last is not None and last.span.start >= floor:
            return last
        if straight:
            return scene.joined(_of_clause(scene, straight, floor, cue.start), floor, cue.start)
        return last
    return None


def _told_of(scene: Scene, cue: Cue, before: Sequence[Attribution]) -> Candidate | None:
    """`A cho biết ông B sẽ gặp C và nhấn mạnh …`: who does in A's words what the verb goes on with."""
    last = before[-1] if before else None
    held = next((p for p in last.content if p.start <= cue.start < p.end), None) if last else None
    if (
        held is None
        or scene.quotation_at(cue.start) is not None
        or not AND.search(scene.view.lower, held.start, cue.start - 1)
    ):
        return None
    first = next(iter(scene.candidates_in(held.start, cue.start)), None)
    if first is None or first.oblique or not scene.is_bare(held.start, first.span.start):
        return None
    return first if _DOES.match(scene.view.lower, first.span.end) else None


def _over_semicolon(
    scene: Scene, sentence: Sentence, cue: Cue, floor: int, before: Sequence[Attribution]
) -> Candidate | None:
    """`A cảm ơn B; tin tưởng …`: the subject of the sentence goes on over the semicolon."""
    if not scene.ends_with((";",), floor):
        return None
    last = _last_source(before, cue)
    named = [c for c in scene.candidates_in(sentence.span.start, floor) if c.named and not c.oblique]
    if last is not None or not named:
        return last
    behind = next((c for c in named if scene.ends_with((",",), c.span.start)), named[0])
    return named[0] if scene.is_bare(sentence.span.start, named[0].span.start) else behind


def _told_before(scene: Scene, cue: Cue, floor: int, told: Attribution | None) -> Candidate | None:
    """`Đồng thời khẳng định …`, `Đề nghị hai bên …`: the source of the sentence before goes on."""
    if told is None:
        return None
    joined = cue.start > floor and _JOINED.match(scene.view.lower, floor)
    goes_on = cue.start == floor and cue.verb in _WANTED and scene.view.text[floor].isupper()
    return _source_of(told) if joined or goes_on else None


def _of_clause(scene: Scene, straight: Sequence[Candidate], floor: int, end: int) -> Candidate:
    """The subject of the clause that a joined verb goes on: whoever is made to (`khiến A nổi giận và tuyên bố`), begins the last clause, else the first."""
    lower = scene.view.lower
    for candidate in reversed(straight):
        if lower.endswith((" khiến ", " làm "), 0, candidate.span.start):
            return candidate
    start = clause_start(scene, floor, end)
    own = next((c for c in straight if c.span.start >= start), None)
    return own if own is not None and scene.is_bare(start, own.span.start) else straight[0]


def _opens(scene: Scene, start: int, end: int) -> bool:
    """Whether only leading words (`Đồng thời`) stand in a stretch."""
    lower = scene.view.lower
    first = lower[start : lower.find(" ", start)].rstrip(",")
    if not scene.knowledge.begins_joint("opener", first):
        return False
    opener = scene.knowledge.joint("opener").match(lower, start)
    return opener is not None and opener.end() <= end and scene.is_bare(opener.end(), end)


def _source_of(attribution: Attribution) -> Candidate | None:
    if attribution.source is None:
        return None
    return Candidate(
        span=attribution.source, entities=attribution.entities, named=attribution.named, described=attribution.described
    )  # fmt: skip


def _last_source(before: Sequence[Attribution], cue: Cue) -> Candidate | None:
    """The source of the last attribution of the sentence whose verb stands before the cue."""
    for attribution in reversed(before):
        source = attribution.source
        if source is None or source.end > cue.start:
            continue
        held = [p for a in before if a is not attribution for p in a.content if p.holds(source)]
        if all(piece.start <= cue.start < piece.end for piece in held):
            return _source_of(attribution)  # not one who speaks in another's words
    return None


def _behind(scene: Scene, sentence: Sentence, cue: Cue, *, told: bool) -> Candidate | None:
    """`Nhắc lại …, ông A nói …`: the subject of the main clause, which stands behind; `told` where its verb must attribute too."""
    lower = scene.view.lower
    comma = lower.find(", ", cue.end, sentence.span.end)
    while comma >= 0:
        candidate = scene.candidate_at(comma + 2)
        if candidate is not None and not candidate.oblique:
            if not told:
                return candidate
            following = next(
                (c for c in scene.cues_from(candidate.span.end) if c.start < sentence.span.end), None
            )
            if following is not None and scene.is_bare(candidate.span.end, following.start):
                return candidate
        comma = lower.find(", ", comma + 2, sentence.span.end)
    return None


def _is_join(scene: Scene, cue: Cue, floor: int) -> bool:
    """Whether the cue goes on after a comma or `và`, without a subject of its own."""
    lower = scene.view.lower
    adverbs = scene.knowledge.joint("adverb")
    start = max(floor, cue.start - 40)
    window = lower[start : cue.start]
    comma = window.rfind(",")
    tail = window[comma + 1 :].strip() if comma >= 0 else None
    join = scene.knowledge.joint("join")
    if tail is not None:
        while tail and (found := join.match(tail) or adverbs.match(tail)):
            tail = tail[found.end() :].strip()
        if not tail:
            return True
    words = window.rstrip()
    link = AND.search(words)
    if link is None:
        return False
    if not link[1]:
        return True
    told = scene.view.lower[cue.end : cue.end + 7].lstrip()  # `gây chấn động khi tiết lộ …`
    return cue.verb in SAYING and (
        cue.takes == "clause" or told.startswith((":", "rằng")) or cue.verb != "think"
    )
