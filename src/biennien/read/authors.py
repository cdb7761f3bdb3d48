"""Whose words a message without a sender is: `Tuyên bố khẳng định …`, `sắc lệnh này nêu …` after the report told who made it."""

from __future__ import annotations

import re
from bisect import bisect_right

from biennien.read.clauses import Scene
from biennien.read.sources import Candidate

_SHOWN = re.compile(r" (?:này|trên|đó|nói trên|ấy|chung)$")
_PICTURE = re.compile(r"(?:đoạn )?(?:video|phim|clip|hình|ảnh|bức|bản ghi|dữ liệu|số liệu|kết quả|hồ sơ)")
_IN = re.compile(r"(?<!\w)(?:trong|qua|theo) (?:một |bản |bức |bài )*$")
_MAKES = re.compile(
    r"(?<!\w)(?:ra|đưa ra|công bố|phát đi|đăng|đăng tải|gửi|ký|ban hành|viết|nộp|soạn|thông qua|phát hành)(?: (?!cho |tới |đến )[^\s,.;:]+){0,3} $"
)
_BACK = 6  # occurrences


def author_of(scene: Scene, message: Candidate) -> tuple[str, ...]:
    """Who sent or made the message that a noun takes up, by its last mention before; empty where nothing tells."""
    lower = scene.view.lower
    noun = _SHOWN.sub("", message.span.cut(lower))
    if _PICTURE.match(noun):
        return ()
    made: tuple[str, ...] = ()
    at = message.span.start
    for _ in range(_BACK):
        at = lower.rfind(noun, 0, at)
        if at < 0:
            break
        index = bisect_right(scene.candidate_ends, at)
        held = scene.candidates[index] if index < len(scene.candidates) else None
        if held is not None and held.span.start <= at and held.named:
            return held.entities
        made = made or _maker(scene, at)
    return made


def _maker(scene: Scene, at: int) -> tuple[str, ...]:
    """The subject of `A ra một tuyên bố`, `A ký sắc lệnh`."""
    start = scene.sentence_starts[max(0, bisect_right(scene.sentence_starts, at) - 1)]
    verb = _MAKES.search(scene.view.lower, start, at)
    if verb is None and _IN.search(scene.view.lower, start, at):  # `Trong một sắc lệnh hôm qua, A …`
        comma = scene.view.lower.find(",", at)
        first = scene.candidates_in(comma, comma + 80)[:1]
        return (
            first[0].entities
            if comma > 0 and first and first[0].span.start <= comma + 6 and first[0].named
            else ()
        )
    if verb is None:
        return ()
    before = [
        c for c in scene.candidates_in(start, verb.start()) if not c.oblique and c.span.end <= verb.start()
    ]
    return before[-1].entities if before and before[-1].named else ()
