"""Where the clause of a cue begins and ends in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_right

from biennien.model import Sentence
from biennien.read.clauses import Scene
from biennien.read.cues import Cue
from biennien.read.sources import Candidate

# Begins with a set of characters, so that the search is fast.
_INNER_STOP = re.compile(r"[;.!?…](?:(?<=;)|(?<!\b[A-ZĐ].)[.!?…]{0,20}[”\"]?\s+(?=[A-ZĐÀ-Ỹ“\"]))")
_CLAUSE_EDGE = re.compile(
    r"[;:]|(?<!\d),|,(?!\d)|\s[–-]\s|(?<!\w)(?:rằng|nhưng|song|tuy nhiên|trong khi|khi|sau khi|dù|mặc dù|vì|do|nếu)(?!\w)"
)
SUBORDINATE = re.compile(
    r"(?:^|[,.;] )(?:ngay |chỉ [^,.]{2,20} |không lâu |vài \w+ |tuy nhiên, )?(?:sau khi|trước khi|khi|trong khi|dù|dẫu|mặc dù|tuy|kể từ khi|vì|do|bởi vì|trong lúc|bất chấp việc|nếu|như)\s+"
)
_SUBORDINATORS = ("khi ", "dù ", "dẫu ", "vì ", "do ", "nếu ", "như ", "lúc ", "việc ", "tuy ")
_LISTED = re.compile(r"\s*(?:,|và|cùng|lẫn)\s")


def clause_floor(scene: Scene, sentence: Sentence, cue: Cue) -> int:
    """Where a subject of the cue can begin at the earliest: its quotation, its sentence, or after the last semicolon."""
    quotation = scene.quotation_at(cue.start)
    floor = max(sentence.span.start, quotation.inner.start if quotation else 0)
    for inner in scene.quotations_in(floor, cue.start):
        if inner.kind == "speech" and inner.span.end <= cue.start and not _is_name(scene, inner.span.start):
            floor = inner.span.end
    stops = [m.end() for m in _INNER_STOP.finditer(scene.view.text, floor, cue.start)]
    return max([floor, *stops])


def _is_name(scene: Scene, at: int) -> bool:
    """Whether words before a mark make a name of what it opens (`triển khai "Lộ trình …"`): no verb of saying, no colon."""
    text = scene.view.text
    if at < 2 or text[at - 1] != " " or not text[at - 2].isalnum():
        return False
    return not any(at - c.end < 3 for c in scene.cues_before(at))


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


def clause_end(scene: Scene, sentence: Sentence, cue: Cue, source: Candidate) -> int:
    """Where the clause of a cue must end: before the main clause, where it is a subordinate one (`Sau khi A tuyên bố …, B …`)."""
    lower = scene.view.lower
    end = sentence.span.end
    if source.span.start > cue.end:
        return source.span.start
    start = source.span.start
    if not lower.endswith(_SUBORDINATORS, 0, start) and not scene.times_in(start - 30, start):
        return end
    before = lower[max(sentence.span.start, start - 40) : start]
    subordinate = SUBORDINATE.search(before)
    if subordinate is None or not scene.is_bare(
        source.span.start - len(before) + subordinate.end(), source.span.start
    ):
        return end
    comma = lower.find(", ", cue.end + 6, end)
    while comma >= 0:
        quotation = scene.quotation_at(comma)
        candidate = scene.candidate_at(comma + 2)
        if quotation is not None and quotation.span.start > cue.end:
            comma = lower.find(", ", quotation.span.end, end)
            continue
        if candidate is not None and not _LISTED.match(lower, candidate.span.end):
            return comma
        comma = lower.find(", ", comma + 2, end)
    return end


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


def sentence_start(scene: Scene, at: int) -> int:
    """Where the sentence that holds `at` begins."""
    return scene.sentence_starts[bisect_right(scene.sentence_starts, at) - 1]


def _pair(scene: Scene, start: int, end: int) -> bool:
    """The dash of `Nga - Mỹ`: a name on either side."""
    text = scene.view.text
    return text[end : end + 1].isupper() and text[text.rfind(" ", 0, start) + 1].isupper()


def _in_list(scene: Scene, comma: int, end: int) -> bool:
    """A comma between a place and its country, or inside an inserted remark that closes before `end`."""
    text = scene.view.text
    following = text[comma + 1 : comma + 3].strip()
    closing = scene.view.lower.find(",", comma + 1, end)
    near = scene.mentions_in(comma - 40, comma + 4) if following[:1].isupper() else ()
    listed = any(m.span.end == comma for m in near) and any(m.extent.start > comma for m in near)
    return listed or (closing >= 0 and closing - comma < 80 and end - closing < 4)
