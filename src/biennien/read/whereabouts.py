"""Places that only say where something is, and speak for nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from biennien.model import ActorMention
from biennien.read.view import View

_ADVERBIAL = re.compile(
    r"(?:tại|ở|từ|trong|sau|trước|khi|hôm|ngày|sáng|chiều|tối|theo|vì|do|nếu|dù|mặc dù|kể từ|giữa|cùng|nhân|với|bên|ngoài|liên quan|trả lời|phát biểu|tuy|song|nhưng|về|đáp|phản ứng)(?!\w)"
)


def countries_of_places(view: View, mentions: Sequence[ActorMention]) -> Set[int]:
    """Where countries begin that only say where the place before lies: `Phóng viên ở Madrid, Tây Ban Nha`; not after `Sau vụ nổ ở Madrid,`."""
    found = set()
    for place, country in pairwise(m for m in mentions if m.type == "LOC"):
        start = place.span.start
        if (
            view.text[place.span.end : country.span.start] == ", "
            and place.country == country.country
            and not _ADVERBIAL.match(view.lower, _sentence_start(view.text, start))
        ):
            found.add(country.span.start)
    return found


def _sentence_start(text: str, at: int) -> int:
    start = max(text.rfind("\n", 0, at), text.rfind(". ", 0, at)) + 1
    while start < at and not text[start].isalnum():
        start += 1
    return start
