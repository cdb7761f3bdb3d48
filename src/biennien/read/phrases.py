"""Sources that are phrases of no known kind."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from biennien.knowledge.world import World
from biennien.model import ActorMention, Span
from biennien.read.shapes import is_syllable
from biennien.read.sources import Candidate
from biennien.read.view import View

_ASIDE = re.compile(r" \([^)]{0,300}\)$")
_TITLE = re.compile(
    r"(?:cựu |nguyên |quyền |phó )?(?:(?:trung|thiếu|đại|thượng) (?:tướng|tá)|tướng|(?:chuẩn |phó )?đô đốc|chuyên gia|giáo sư|tiến sĩ|nhà (?:nghiên cứu|phân tích|báo|bình luận|khoa học|sử học|kinh tế)"
    r"|thị trưởng|thống đốc|nghị sĩ|bộ trưởng|thứ trưởng|đại sứ|cảnh sát trưởng|điệp viên|(?:phó |tổng |phó tổng )?giám đốc|(?:phó )?chủ tịch"
    r"|trưởng (?:ban|nhóm|đoàn|bộ phận)|luật sư|công tố viên|thẩm phán|đạo diễn|người (?:phụ trách|đứng đầu|dẫn chương trình|sáng lập|đồng sáng lập|điều hành|quản lý))(?!\w)"
)
_FOREIGN = re.compile(r"[A-Z][\w.&'’-]+(?: (?:&|of|the|for|and|[A-Z][\w.&'’-]*))*")


def phrase_of(view: View, span: Span, mentions: Sequence[ActorMention], world: World) -> Candidate:
    """A phrase of no known kind as a source: a foreign name (`Kelly Blue Book (KBB)`), a state's body, a body's name cut short, else nobody's."""
    words = _ASIDE.sub("", span.cut(view.text))
    if _FOREIGN.fullmatch(words) and not all(map(is_syllable, words.split(" "))):
        return Candidate(span, (words,))
    if bearer := _bearer(view, span, mentions):
        return Candidate(span, (bearer,))
    if body := _of_state(words, world):
        return Candidate(span, (body,))
    if body := _cut_short(view, span, mentions):
        return Candidate(span, (body,))
    return Candidate(span, named=False, described="unresolved", head="phrase")


def _bearer(view: View, span: Span, mentions: Sequence[ActorMention]) -> str | None:
    """The person whose name ends a title with something between (`Trung tướng về hưu A`), or stands before a remark."""
    if not _TITLE.match(view.lower, span.start, span.end):
        return None
    for mention in mentions:
        if mention.span.start >= span.end:
            break
        if mention.type == "PER" and mention.level == "NAM" and mention.span.start > span.start:
            ends = mention.span.end == span.end or view.text.startswith(", ", mention.span.end)
            apposed = view.text.endswith(", ", 0, mention.extent.start)  # `luật sư của B, ông A`
            his_own = apposed or " của " not in view.lower[span.start : mention.span.start]
            return mention.entity if ends and his_own else None
    return None


def _of_state(words: str, world: World) -> str | None:
    """`Văn phòng công tố Chile` at the head of a sentence, where a capital tells nothing: the body that every state may have."""
    place = world.ending(words)
    if place is None:
        return None
    head, state = place
    called = world.called(words) or world.called(words.lower())
    return called.entity if called else world.english(head, state)


def _cut_short(view: View, span: Span, mentions: Sequence[ActorMention]) -> str | None:
    """`Trung tâm` after `Trung tâm Carter`: the last body whose name begins so."""
    if not view.text[span.start].isupper():
        return None
    words = span.cut(view.lower) + " "
    at = span.start
    while (at := view.lower.rfind(words, 0, at + len(words) - 1)) >= 0:
        number = bisect_right(mentions, at, key=lambda m: m.span.start) - 1
        while number >= 0 and (m := mentions[number]).span.start == at:
            if m.type == "ORG" and m.level == "NAM" and m.span.end <= span.start:
                return m.entity
            number -= 1
    return None
