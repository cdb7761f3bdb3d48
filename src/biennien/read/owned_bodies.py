"""Bodies that a source names by more than one mention: `Văn phòng Tổng thống A`, `Hội đồng An ninh của Nhà Trắng`, `lực lượng biên phòng nước A`."""

from __future__ import annotations

import re

from biennien.knowledge.world import World
from biennien.model import ActorMention, Span
from biennien.read.offices import body_of_state
from biennien.read.view import View

_BUREAU = re.compile(r"văn phòng (?:của )?$")
_BUREAUS = {
    "văn phòng tổng thống": "office of the president",
    "phủ tổng thống": "office of the president",
    "văn phòng thủ tướng": "office of the prime minister",
    "phủ thủ tướng": "office of the prime minister",
}
_MAX_SMALL = 6  # words of a body's name written small, before its place
_NO_BODY = re.compile(
    r"(?:[^\w ]|(?<!\w)(?:của|tại|ở|với|và|từ|đến|tới|trong|giữa|cho|về|sang|thống|tướng|trưởng|sứ|phía|tịch|vào|nước|người|là|rằng|thăm|đạo|ngoại|hàng|các|do|mà)) ?$"
)


def bureau_of(view: View, person: ActorMention, world: World) -> tuple[Span, str] | None:
    """The office of a president, a premier or anybody else: `văn phòng Tổng thống A`, `văn phòng ông B`."""
    start = person.extent.start
    before = _BUREAU.search(view.lower, max(0, start - 16), start)
    if before is None or person.type != "PER" or not person.entity:
        return None
    post = "thủ tướng" if view.lower.startswith("thủ tướng", start) else "tổng thống"
    state = world.country(person.country or "")
    words = f"văn phòng {post}"
    leads = state is not None and view.lower.startswith(post, start)
    entity = (
        body_of_state(words, _BUREAUS[words], state, world)
        if leads and state
        else f"Office of {person.entity}"
    )
    return Span(before.start(), person.extent.end), entity


def owned_body(view: View, body: ActorMention, owner: ActorMention, world: World) -> tuple[Span, str] | None:
    """A body that the table knows by its own name and its owner's (`Hội đồng An ninh Quốc gia của Nhà Trắng`), or `Văn phòng Tổng thống` before a name."""
    words = body.span.cut(view.lower)
    between = view.lower[body.span.end : owner.span.start]
    whole = Span(body.span.start, owner.span.end)
    if between == " " and owner.type == "PER" and words in _BUREAUS:
        state = world.country(owner.country or "")
        return (whole, body_of_state(words, _BUREAUS[words], state, world)) if state else None
    if between != " của ":
        return None
    known = world.called(f"{body.span.cut(view.text)} {owner.span.cut(view.text)}")
    return (whole, known.entity) if known else None


def written_small(view: View, place: ActorMention, world: World) -> tuple[Span, str] | None:
    """A body whose name ends with a place and is written without capitals: `lực lượng biên phòng Ukraine`."""
    start, end = place.span.start, place.span.end
    found = None
    if _NO_BODY.search(view.lower, max(0, start - 8), start):
        return None
    for _ in range(_MAX_SMALL):
        blank = start - 1
        start = view.text.rfind(" ", max(0, blank - 10), blank) + 1
        if blank <= 0 or not start or view.text[blank] != " " or not view.text[start:blank].isalpha():
            break
        if known := world.called(view.text[start:end]):
            found = (Span(start, end), known.entity)
    return found
