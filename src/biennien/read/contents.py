"""Where what is said begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biennien.model import Quotation, Sentence, Span
from biennien.read.clauses import Scene
from biennien.read.cues import Cue

_LEAD = re.compile(
    r"\s*(?:thêm\s+)?(?:,\s*)?(?:(?:rằng|là|như sau|(?:ngắn gọn|cụ thể|rõ|thêm|tiếp)(?=[,:\s]*(?:[“\"‘]|:|rằng|,)))(?!\w)[\s,]*)?(?:[:,]\s*|-\s+)?(?:rằng\s+)?"
)
_COMMA = re.compile(r",[”\"]?\s+")
_CONTRAST = re.compile(r"(?:trong khi|trong khi đó|còn|trong lúc|nhưng|song)(?:,)?\s+")
_OTHER_SIDE = re.compile(r"(?:trong khi đó,?|còn|về phần mình,|ngược lại,|sau đó,?)\s+|")
_LEADING = re.compile(
    r"(?:nếu|khi|sau|trước|trong|tại|với|vì|do|dù|mặc dù|để|kể từ|theo|phát biểu|hôm|ngày|vào|trên|ở|về|đối với|nhằm|cùng|bên cạnh|ngoài|thay vì|tuy|bất chấp|từ)\s"
)
_CREDIT = re.compile(r"\s*[-–.(\[]?\s*(?<!\w)(?:ảnh|nguồn|nguồn ảnh|video|clip|đồ họa|photo)\s*:")
_VERB = re.compile(r"\s(?:sẽ|cần|phải|không)\s")
_DASH_THEO = re.compile(r"\s[-–]\s+theo\s")
# A remark of the reporter on the last noun: `áp thuế 60% - mức thuế có thể …`.
_REMARK = re.compile(
    r"\s[-–]\s(?:mức|động thái|điều|con số|bước đi|một (?:động thái|bước|điều|trong)|quyết định|kế hoạch|đây là|sự kiện|tuyên bố|ý chỉ|ám chỉ|yêu cầu|cáo buộc|lời)\s"
)
_DASH = re.compile(r"\s[-–]\s")
_WILL = re.compile(r"\s(?:đã|sẽ|đang|vừa)\s")
_MEANWHILE = re.compile(
    r",? (?:trong bối cảnh|giữa bối cảnh|giữa lúc) |,? (?:nhưng|song|mà) không (?:nói|nêu|cung cấp|đưa ra|tiết lộ|giải thích|đề cập|cho biết)(?!\w)"
)
_WHILE = re.compile(r",? trong lúc ")
_PAST = re.compile(r"(?<!\w)(?:đã|bị|đang|từng)(?!\w)")
_WHO = re.compile(r"(?:nơi|người|vốn)(?: (?:đã|từng|luôn|cũng|nhiều lần))*\s")
_REFUSED = re.compile(r"\s(?:nhưng|song) (?:họ|ông|bà|hai bên|nước này|bị|không|chưa|vẫn)\s")
_TURN = re.compile(
    r"(?:nhưng|song|mặc dù|dù|tuy nhiên|sau khi|trước khi|vốn|để|mang|khiến|làm(?! rõ| sáng tỏ| việc))\s"
)
_AND = re.compile(
    r"\s(?:nhưng|song|đồng thời|và|mà(?= chỉ))(?:\sđồng thời)?(?:\s(?:cũng|còn|đã|vẫn|chỉ))?\s$"
)
_ACTS = frozenset(
    {
        "say",
        "warn",
        "threaten",
        "demand",
        "accuse",
        "criticise",
        "deny",
        "promise",
        "propose",
        "think",
        "refuse",
        "support",
    }
)
_INNER_STOP = re.compile(r"[.!?…]{1,20}\s+(?=[A-ZĐÀ-Ỹ“\"])")
_BLANK_END = ' \t\u00a0,.;:!?…”"»’)/'
_OPEN_START = ' \t\u00a0,.;:“"«‘„-–—'


def content_start(scene: Scene, at: int, end: int) -> int:
    """Where the content begins after a cue that ends at `at`: past `rằng`, a colon, the addressee, the day."""
    view = scene.view
    place = at
    for _ in range(3):
        moved = _skip_time(scene, place, end)
        moved = _skip_address(scene, moved, end)
        if moved == place:
            break
        place = moved
    lead = _LEAD.match(view.lower, place, end)
    return lead.end() if lead else place


def _skip_time(scene: Scene, at: int, end: int) -> int:
    """Past a time that follows directly and is itself followed by content."""
    start = _blank(scene.view.text, at, end)
    for time in scene.times_in(start, start + 6):
        if scene.view.lower[start : time.span.start].strip() in ("", "vào", "hôm", "ngày", "hồi"):
            after = _blank(scene.view.text, time.span.end, end)
            if after >= end or scene.view.text[after] in ',:“"' or scene.view.lower.startswith("rằng", after):
                return time.span.end
    return at


def _skip_address(scene: Scene, at: int, end: int) -> int:
    """Past `với các phóng viên`, `trước Quốc hội`, where `rằng`, a colon or a comma with content follows."""
    lower = scene.view.lower
    start = _blank(scene.view.text, at, end)
    if not scene.knowledge.joint("address").match(lower, start):
        return at
    limit = min(end, start + 110)
    if (told := lower.find(" rằng", start, limit)) >= 0 and not any(
        s in lower[start:told] for s in (",", ":", ".")
    ):
        return told
    for quotation in scene.quotations_in(start, limit):
        limit = min(limit, quotation.span.start)
        if lower[max(start, limit - 2) : limit].strip() in (":", ",", ""):
            return limit
    stops = [i for i in (lower.find(" rằng ", start, limit), lower.find(": ", start, limit)) if i >= 0]
    if stops:
        return min(stops)
    comma = lower.find(", ", start, limit)
    if comma >= 0 and _VERB.search(lower, start, comma):
        return at  # `nhất trí trong thời gian tới sẽ mở rộng trao đổi, …`: this is said
    if comma >= 0 and comma + 12 < end and lower.count(" ", start, comma) < 9:
        return comma
    return at


def _blank(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def content_after(
    scene: Scene,
    sentence: Sentence,
    start: int,
    cues: Sequence[Cue],
    *,
    phrase: bool = False,
    limit: int | None = None,
    whole: bool = False,
) -> tuple[Span, ...]:
    """The content that begins at `start` and goes on to the end of its clause: a quotation, a clause, or a clause and a quotation.

    A `phrase` (`bác bỏ đề xuất …`) ends before a contrast, since no clause was opened that the contrast could belong to.
    The content of `Theo A, …` is the `whole` sentence unless somebody else speaks.
    """
    view = scene.view
    end = sentence.span.end if limit is None else limit
    if view.lower.find(":", start, end) > 0 and (credit := _CREDIT.search(view.lower, start, end)):
        end = credit.start()
    if start >= end:
        return ()
    enclosing = scene.quotation_at(start)
    if enclosing is not None and enclosing.span.start == start:
        return _quoted(scene, enclosing, sentence, cues, end, phrase=phrase, whole=whole)
    if enclosing is not None and view.text[start] == "‘" and (close := view.text.find("’", start, end)) > 0:
        piece = trimmed(view.text, start + 1, close)  # words quoted inside a quotation
        return (piece,) if piece else ()
    if enclosing is not None and enclosing.kind == "speech" and enclosing.inner.start <= start:
        stop = _INNER_STOP.search(view.text, start, enclosing.inner.end)
        end = min(end, stop.start() if stop else enclosing.inner.end)
    end = _bound(scene, start, end, cues, phrase=phrase, whole=whole)
    colon = _colon(scene, start, end)
    if colon is not None:
        return tuple(p for p in (trimmed(view.text, start, colon[0]), colon[1].inner) if p)
    piece = trimmed(view.text, start, end)
    return (piece,) if piece else ()


def _quoted(
    scene: Scene,
    quotation: Quotation,
    sentence: Sentence,
    cues: Sequence[Cue],
    end: int,
    *,
    phrase: bool,
    whole: bool,
) -> tuple[Span, ...]:
    """Direct speech; a short term that opens a clause is part of the clause."""
    text = scene.view.text
    after = _blank(text, quotation.span.end, sentence.span.end)
    rest = text[after : sentence.span.end].strip(" .!?…")
    goes_on = bool(rest) and text[after] not in ",.;:?!" and not rest.startswith(("–", "-", "("))
    if quotation.kind == "speech" and goes_on:  # a time or a place after it tells where it was said
        lower = scene.view.lower
        told = scene.knowledge.joint("address").match(lower, after) or scene.knowledge.joint(
            "preposition"
        ).match(lower, after)
        goes_on = text[after].islower() and not told
    if goes_on:
        end = _bound(
            scene, quotation.span.end, max(end, quotation.span.end), cues, phrase=phrase, whole=whole
        )
        piece = trimmed(text, quotation.inner.start, end)
        return (Span(quotation.span.start, piece.end),) if piece else ()
    inner = trimmed(text, quotation.inner.start, quotation.inner.end)
    return (inner,) if inner else ()


def _colon(scene: Scene, start: int, end: int) -> tuple[int, Quotation] | None:
    """A colon inside the content that opens a quotation."""
    for quotation in scene.quotations_in(start, end):
        before = scene.view.text[max(start, quotation.span.start - 2) : quotation.span.start].rstrip()
        if before.endswith(":") and quotation.kind == "speech":
            return quotation.span.start, quotation
    return None


def _bound(scene: Scene, start: int, end: int, cues: Sequence[Cue], *, phrase: bool, whole: bool) -> int:
    """The end of indirect content: the sentence's, or an earlier comma after which the reporter goes on."""
    lower = scene.view.lower
    bound = scene.knowledge.joint("bound")
    join = scene.knowledge.joint("join")
    end = _aside(scene, start, _semicolon(scene, start, end, cues), phrase=phrase, whole=whole)
    told_of = whole and _new_speaker(scene, start, cues)  # `Theo A, ông B nói …, đồng thời nhấn mạnh …`
    for cue in cues:  # `… nhưng cảnh báo …` goes on with the speaker without a comma
        if told_of or not start + 12 < cue.start < end or cue.verb not in _ACTS:
            continue
        link = _AND.search(lower, cue.start - 24, cue.start)
        again = cue.verb == "say" and cue.takes == "clause"  # `A cho biết … và cho biết …`
        if link and not again and _has_own_subject(scene, start, link.start()):
            continue
        if link and cue.verb == "think" and cue.takes != "clause" and scene.candidate_at(start):
            continue  # `khẳng định A coi trọng và mong muốn …`
        if link and link.start() > start and scene.quotation_at(cue.start) is scene.quotation_at(start):
            end = link.start()
            break
    told = not _LEADING.match(lower, start)  # what begins with `nếu` has its main clause behind the comma
    for comma in _COMMA.finditer(lower, start, end):
        quotation = scene.quotation_at(comma.start())
        if quotation is not None and quotation.span.start > start and comma.end() < quotation.span.end:
            continue
        place = comma.end()
        if not whole and bound.match(lower, place):
            return comma.start()
        if phrase and _TURN.match(lower, place):
            return comma.start()
        joined = join.match(lower, place)
        verb = _blank(scene.view.text, joined.end(), end) if joined else place
        if not told_of and any(_resumes(scene, c, verb) for c in cues):
            return comma.start()
        if (who := _WHO.match(lower, place)) and any(_resumes(scene, c, who.end()) for c in cues):
            return comma.start()
        if (
            not whole
            and told
            and lower.count(" ", start, comma.start()) > 3
            and (other := _OTHER_SIDE.match(lower, place))
            and _new_speaker(scene, other.end(), cues)
        ):
            return comma.start()
        if _reporter_follows(scene, place, end, cues):
            return comma.start()
        if (contrast := _CONTRAST.match(lower, place)) and _new_speaker(scene, contrast.end(), cues):
            return comma.start()
    return end


def _aside(scene: Scene, start: int, end: int, *, phrase: bool, whole: bool) -> int:
    """The end of content before what the reporter adds without a comma: a remark after a dash, a circumstance, a contrast."""
    lower = scene.view.lower
    if "theo " in lower[start:end] and (told_by := _DASH_THEO.search(lower, start, end)):
        end = told_by.start()
    remark = _REMARK.search(lower, start, end)
    if remark and scene.quotation_at(remark.start()) is None and not _DASH.search(lower, remark.end(), end):
        end = remark.start()
    meanwhile = None if whole else _MEANWHILE.search(lower, start + 6, end)
    if meanwhile is None and not whole and (during := _WHILE.search(lower, start + 6, end)):
        told = _PAST.search(lower, start, during.start())  # `bị bắt trong lúc …` belongs together
        meanwhile = None if told else during
    if meanwhile and scene.quotation_at(meanwhile.start()) is scene.quotation_at(start):
        end = meanwhile.start()
    if phrase and (refused := _REFUSED.search(lower, start + 12, end)):
        end = refused.start()
    return end


def _has_own_subject(scene: Scene, start: int, end: int) -> bool:
    """`ông A sẽ gặp B và nhấn mạnh …`: whether the content begins with somebody who can be the subject of the verb behind `và`."""
    first = next(iter(scene.candidates_in(start, end)), None)
    if first is None or first.place or first.oblique or not scene.is_bare(start, first.span.start):
        return False
    return bool(_WILL.match(scene.view.lower, first.span.end, end))


def _semicolon(scene: Scene, start: int, end: int, cues: Sequence[Cue]) -> int:
    """The first semicolon after which a verb of the same subject goes on, or another speaker begins; else `end`."""
    lower = scene.view.lower
    at = lower.find(";", start, end)
    while at >= 0:
        place = _blank(scene.view.text, at + 1, end)
        joined = scene.knowledge.joint("join").match(lower, place) or scene.knowledge.joint("opener").match(
            lower, place
        )
        verb = _blank(scene.view.text, joined.end(), end) if joined else place
        if any(_resumes(scene, c, verb) for c in cues) or _new_speaker(scene, place, cues):
            return at
        at = lower.find(";", at + 1, end)
    return end


def _reporter_follows(scene: Scene, at: int, end: int, cues: Sequence[Cue]) -> bool:
    """Whether only `tờ báo A cho biết` or `theo A` is left from `at` on."""
    led = next((c for c in cues if c.start == at and c.takes == "theo"), None)
    candidate = scene.candidate_at(led.end + 1 if led else at)
    if candidate is None:
        return False
    last = candidate.span.end
    if led is None:
        cue = next((c for c in cues if c.start >= last), None)
        if cue is None or scene.bare(last, cue.start):
            return False
        last = cue.end
    return scene.bare(last, end).strip(' .!?…”"') == ""


def _new_speaker(scene: Scene, at: int, cues: Sequence[Cue]) -> bool:
    """Whether a subject with a cue of its own begins at `at`."""
    candidate = scene.candidate_at(at)
    return candidate is not None and any(
        c.start >= candidate.span.end and scene.is_bare(candidate.span.end, c.start)
        for c in cues
        if c.start < at + 160
    )


def _resumes(scene: Scene, cue: Cue, at: int) -> bool:
    """Whether a cue without a subject of its own stands at `at`, adverbs aside."""
    if not at <= cue.start <= at + 30 or cue.takes in ("theo", "hearsay", "hearsay-clause"):
        return False
    return cue.start == at or scene.is_bare(at, cue.start)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without marks and blanks at its ends; None where nothing is left."""
    while start < end and text[start] in _OPEN_START:
        start += 1
    while end > start and text[end - 1] in _BLANK_END:
        if text[end - 1] == ")" and "(" in text[start:end]:
            break
        end -= 1
    return Span(start, end) if end - start >= 2 else None


def manner_of(scene: Scene, content: Sequence[Span]) -> str:
    """``direct`` where all lies within marks, ``mixed`` where a part does, else ``indirect``."""
    inside = outside = False
    for piece in content:
        quotation = scene.quotation_at(piece.start)
        if quotation is None:
            quotation = scene.quotation_at(piece.start - 1) if piece.start else None
        if quotation is not None and piece.end <= quotation.span.end:
            inside = True
            continue
        outside = True
        if scene.quotations_in(piece.start - 1, piece.end):
            inside = True
    if inside and outside:
        return "mixed"
    return "direct" if inside else "indirect"
