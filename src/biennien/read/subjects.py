"""Who the subject of a cue is: the source to its left in the same clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from biennien.model import Attribution, Sentence, Span
from biennien.read.clauses import Scene
from biennien.read.contents import trimmed
from biennien.read.cues import Cue
from biennien.read.sources import Candidate

PASSIVE = re.compile(r"(?:được|bị)\s+(?:cả\s+)?$")
_VERBAL = re.compile(
    r"(?<!\w)(?:đã|đang|sẽ|được|bị|nhưng|khi|nếu|đưa ra|có|là|không|chưa|điều này|điều đó|việc|kết quả|cho)(?!\w)"
)
_OPENED = re.compile(
    r"\s*(?:[:,“\"]|rằng|thêm rằng|với [^,.;]{2,40}(?: rằng|:)|trên [^,.;]{2,30}(?: rằng|:)|\.?$)|\."
)
_THIS = ("này", "trên")
# Begins with a set of characters, so that the search is fast.
_INNER_STOP = re.compile(r"[;.!?…](?:(?<=;)|(?<!\b[A-ZĐ].)[.!?…]*[”\"]?\s+(?=[A-ZĐÀ-Ỹ“\"]))")
_CLAUSE_EDGE = re.compile(
    r"[;:]|(?<!\d),(?!\d)|\s[–-]\s|(?<!\w)(?:rằng|nhưng|song|tuy nhiên|trong khi|khi|sau khi|dù|mặc dù|vì|do|nếu)(?!\w)"
)
_JOINTS = ("join", "opener", "adverb", "stop", "link", "bound")
_SAY = frozenset({"say", "write", "think", "report", "warn", "ask", "promise", "accuse", "demand", "deny"})


def find_subject(
    scene: Scene, sentence: Sentence, cue: Cue, floor: int, before: Sequence[Attribution]
) -> tuple[Candidate, bool] | None:
    """The source left of a cue and whether it is the cue's own; a joined verb takes the subject of the verb before."""
    text = scene.view.text
    candidates = [
        c
        for c in scene.candidates_in(floor, cue.start)
        if not (text[c.span.start - 1 : c.span.start] == "(" and text[c.span.end : c.span.end + 1] == ")")
    ]
    straight = [
        c for c in candidates if (not c.oblique or _agent(scene, c)) and not _modifies(scene, c, floor)
    ]
    for number, candidate in enumerate(reversed(straight[-3:])):
        gap = scene.bare(candidate.span.end, cue.start)
        beside = gap.strip("-– ") == "" or phrase_gap(scene, candidate, cue, gap)
        if beside and (number == 0 or (candidate.named and gap.startswith(","))):
            return _apposed(scene, scene.joined(candidate, floor), floor), True
        if candidate.named:  # only a description may stand between a name and its verb
            break
    inside = scene.quotation_at(cue.start)
    if inside is not None:
        return None
    if before and _is_join(scene, cue, floor):
        last = next(
            (a for a in reversed(before) if a.source and a.within is None and a.source.end <= cue.start), None
        )
        first = straight[0] if straight else None
        if last is not None and last.source is not None:
            return Candidate(
                span=last.source, entities=last.entities, named=last.named, described=last.described
            ), False
        if first is not None:
            return scene.joined(first, floor), False
    elif straight and _is_join(scene, cue, floor):
        return scene.joined(straight[0], floor), False
    phrase = _noun_phrase(scene, cue, floor)
    if phrase is not None:
        return phrase, True
    leading = straight[0] if straight else None
    if leading is not None and leading.named and scene.view.lower.startswith(", ", leading.span.end):
        told = scene.view.lower[cue.end : cue.end + 6].lstrip()
        between = scene.has_cue(leading.span.end + 1, cue.start)
        if told.startswith((":", "rằng")) and not between and leading.span.start - floor < 4:
            return leading, True  # a name, a long description of it, and the cue
    return None


def clause_floor(scene: Scene, sentence: Sentence, cue: Cue) -> int:
    """Where a subject of the cue can begin at the earliest: its quotation, its sentence, or after the last semicolon."""
    quotation = scene.quotation_at(cue.start)
    floor = max(sentence.span.start, quotation.inner.start if quotation else 0)
    for inner in scene.quotations_in(floor, cue.start):
        if inner.kind == "speech" and inner.span.end <= cue.start:
            floor = inner.span.end
    stops = [m.end() for m in _INNER_STOP.finditer(scene.view.text, floor, cue.start)]
    return max([floor, *stops])


def _modifies(scene: Scene, candidate: Candidate, floor: int) -> bool:
    """Whether the name belongs to a noun before it that no table knows: `tiến sĩ Nga`, `con trai ông A`."""
    lower = scene.view.lower
    start = candidate.span.start
    if start > floor and scene.knowledge.begin_of_joint("relative", lower, start) is not None:
        return True
    if candidate.head or not candidate.place:
        return False
    before = lower[max(floor, start - 24) : start]
    if not before.strip() or not before.rstrip()[-1].isalnum():
        return False
    if any(t.span.end >= start - 2 for t in scene.times_in(start - 30, start)) or any(
        start - 2 <= c.end <= start for c in scene.cues_before(start)
    ):
        return False
    words = before.split()
    tails = (words[-1], " ".join(words[-2:]), " ".join(words[-3:]))
    return not any(scene.knowledge.is_joint(kind, tail) for kind in _JOINTS for tail in tails)


def _apposed(scene: Scene, candidate: Candidate, floor: int) -> Candidate:
    """`ông A, người phát ngôn của B, nói`: the name before speaks."""
    if candidate.named and candidate.head != "pronoun":
        return candidate
    before = [c for c in scene.candidates_in(floor, candidate.span.start) if not c.oblique]
    if (
        before
        and before[-1].named
        and scene.view.lower[before[-1].span.end : candidate.span.start].strip() in (",", "-", "–")
    ):
        return before[-1]._replace(span=Span(before[-1].span.start, candidate.span.end))
    return candidate


def _noun_phrase(scene: Scene, cue: Cue, floor: int) -> Candidate | None:
    """`chiến dịch tranh cử của ông A cho biết`: a subject of no known kind, taken as its words; it names nobody."""
    lower = scene.view.lower
    if cue.verb not in ("say", "think") or cue.takes == "phrase":
        return None
    opened = lower[cue.start : cue.end].endswith(("rằng", "cho biết", "cho hay")) or _OPENED.match(
        lower, cue.end
    )
    if not opened:
        return None
    start = clause_start(scene, floor, cue.start)
    end = strip_adverbs(scene, start, cue.start)
    for time in reversed(scene.times_in(start, end)):
        if not lower[time.span.end : end].strip():
            end = strip_adverbs(scene, start, time.span.start)
    phrase = lower[start:end]
    if not 1 <= phrase.count(" ") + 1 <= 14 or not phrase.strip() or _VERBAL.search(phrase):
        return None
    leading = scene.knowledge.joint("preposition").match(lower, start) or scene.knowledge.joint("stop").match(
        lower, start
    )
    holds_name = scene.has_mention(start, end)
    opens = start - sentence_start(scene, cue.start) < 3 and scene.view.text[start].isupper()
    if leading or not (holds_name or opens or phrase.endswith(_THIS)) or scene.has_cue(start, end):
        return None
    piece = trimmed(scene.view.text, start, end)
    if piece is None:
        return None
    before = [c for c in scene.candidates_in(floor, start) if c.named and not c.oblique]
    if before and lower[before[-1].span.end : start].strip() == ",":  # `A, thống đốc vùng B, nói`
        return before[-1]._replace(span=Span(before[-1].span.start, piece.end))
    return Candidate(span=piece, named=False, described="unresolved", head="phrase")


def sentence_start(scene: Scene, at: int) -> int:
    """Where the sentence that holds `at` begins."""
    return scene.sentence_starts[bisect_right(scene.sentence_starts, at) - 1]


def _agent(scene: Scene, candidate: Candidate) -> bool:
    return bool(PASSIVE.search(scene.view.lower, max(0, candidate.span.start - 10), candidate.span.start))


def phrase_gap(scene: Scene, candidate: Candidate, cue: Cue, gap: str) -> bool:
    """Whether only a prepositional phrase or an inserted one stands between source and cue."""
    if len(gap) > 150 or cue.verb not in _SAY:
        return False
    if scene.has_cue(candidate.span.end + 1, cue.start):
        return False
    words = gap.strip(" ,–-")
    inserted = bool(words) and gap[0] in ",–-" and gap.rstrip()[-1] in ",–-"
    if gap == ",":  # the second comma of `chủ tịch công ty, ông A, nói`
        inserted = scene.ends_with((",",), candidate.span.start)
    preposition = scene.knowledge.joint("preposition").match(words)
    address = scene.knowledge.joint("address").match(words)
    if inserted:
        return True
    return bool((preposition or address) and "," not in gap)


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
    return any(words.endswith(" " + w) for w in ("và", "đồng thời", "song", "nhưng", "và cũng", "rồi"))


def strip_adverbs(scene: Scene, start: int, end: int) -> int:
    """The end of a noun phrase before `đã được`, `từng bị`, `trước đó`."""
    lower = scene.view.lower
    moved = True
    while moved:
        moved = False
        end = start + len(lower[start:end].rstrip())
        for size in (1, 2, 3):
            words = lower[start:end].rsplit(None, size)
            if len(words) > size and scene.knowledge.is_joint("adverb", " ".join(words[-size:])):
                end = start + len(words[0])
                moved = True
                break
    return end


def clause_start(scene: Scene, floor: int, end: int) -> int:
    """Where the clause that ends at `end` begins, leading words (`Tuy nhiên,`) left out."""
    lower = scene.view.lower
    start = floor
    for edge in _CLAUSE_EDGE.finditer(lower, floor, end):
        quotation = scene.quotation_at(edge.start())
        if end - edge.end() < 8 or (quotation is not None and quotation.span.end <= end):
            continue
        if edge.group().strip() in ("-", "–") and _pair(scene, edge.start(), edge.end()):
            continue
        if edge.group() == "," and _in_list(scene, edge.start(), end):
            continue
        start = edge.end()
    while start < end and not lower[start].isalnum() and lower[start] not in '“"«':
        start += 1
    opener = scene.knowledge.joint("opener").match(lower, start)
    if opener and opener.end() < end - 6:
        start = opener.end()
        while start < end and not lower[start].isalnum() and lower[start] not in '“"«':
            start += 1
    return start


def _pair(scene: Scene, start: int, end: int) -> bool:
    """The dash of `Nga - Mỹ`: a name on either side."""
    text = scene.view.text
    return text[end : end + 1].isupper() and text[text.rfind(" ", 0, start) + 1].isupper()


def _in_list(scene: Scene, comma: int, end: int) -> bool:
    """A comma between a place and its country, or inside an inserted remark that closes before `end`."""
    text = scene.view.text
    following = text[comma + 1 : comma + 3].strip()
    closing = scene.view.lower.find(",", comma + 1, end)
    return bool(following[:1].isupper()) or (closing >= 0 and closing - comma < 80 and end - closing < 4)
