"""Who the subject of a cue is: the source to its left in the same clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biennien.model import Attribution, Sentence, Span
from biennien.read.bounds import clause_start, sentence_start, strip_adverbs
from biennien.read.carried import AND, SAYING, carried_subject
from biennien.read.clauses import Scene
from biennien.read.contents import trimmed
from biennien.read.cues import Cue
from biennien.read.phrases import phrase_of
from biennien.read.sources import Candidate

PASSIVE = re.compile(r"(?:được|bị)\s+(?:(?:cả|chính|riêng)\s+)?$")
_VERBAL = re.compile(
    r"(?<!\w)(?:cần|phải|nên|hãy|muốn|xin|nhằm|để|mà|phát hiện|đã|đang|sẽ|được|bị|nhưng|khi|nếu|đưa ra|có|là|(?<!hàng )không(?! (?:quân|gian|phận|kích|vận|lực))|chưa|điều này|điều đó|việc|kết quả|cho)(?!\w)"
)
_OPENED = re.compile(
    r"\s*(?:[:,“\"]|rằng|thêm rằng|với [^,.;]{2,40}(?: rằng|:)|trên [^,.;]{2,30}(?: rằng|:)|\.?$)|\."
)
_UTTERANCE = re.compile(
    r"\s(?:đưa ra|ra|phát đi|công bố|ban hành|gửi|đăng tải|đăng|viết) (?:(?:một|các|những|hàng loạt|loạt|bản) )*(\w+(?: \w+){0,3}?)(?: bằng văn bản| báo chí| ngắn| chính thức| mới)*,? $"
)
_NEW_NAME = re.compile(r"[\s,–-]*([A-ZĐ][\w.'’-]*(?: [A-ZĐ][\w.'’-]*){0,4}), [^.;:“\"]{5,150}, (?=\w)")
_AND_OTHERS = re.compile(r" (?:và|cùng|cùng với) (?:các|những|một số|nhiều) ")
_WHO = re.compile(r", (?:nơi|người|vốn|quốc gia|nước|tổ chức|hãng|cơ quan)(?: (?:mà|đã|từng|luôn))*(?= )")
_VOICED = re.compile(
    r"(?:chỉ trích|ý kiến|cáo buộc|kêu gọi|cảnh báo|lo ngại|phản ứng|thông tin|bình luận|nhận định|phát biểu|quan điểm|phản đối|ước tính|đánh giá|bào chữa|tuyên bố|báo cáo|nghi ngờ|lập luận) (?:từ|của) $"
)
_CITED = re.compile(
    r",? được (?:tờ|báo|hãng|hãng tin|đài|trang|kênh) [^,;:“\"]{2,50} (?:dẫn lời|trích lời|trích dẫn|dẫn)(?: nói| rằng)? $"
)
_OFFICE = re.compile(r"(?:chủ bút|chủ nhiệm|tổng biên tập|giám đốc|tổng giám đốc|thành viên) ")
# More posts of the one who is named before them: `, Phó Thủ tướng, `, `, Ủy viên Bộ Chính trị, `.
_POSTS = re.compile(
    r",(?: (?:cựu |nguyên |quyền )?(?:(?:phó )?(?:thủ tướng|chủ tịch|tổng thống|tổng thư ký|tư lệnh|bí thư|trưởng ban|trưởng đoàn|chủ nhiệm)|ủy viên|bộ trưởng|thứ trưởng|thành viên|(?:phó |tổng |phó tổng )?giám đốc|đại biểu|người đứng đầu|cố vấn)(?!\w)[^,.;:“\"]{0,60},){1,3} "
)
_POST = re.compile(
    r"(?:C[EFOT]O|(?:Tổng |Phó |Phó Tổng )?(?:[Gg]iám đốc|[Tt]hư ký|[Bb]iên tập)|(?:Phó )?(?:Chủ tịch|Viện trưởng|Thị trưởng|Thống đốc|Thủ tướng|Tổng thống)|Bộ trưởng|Thứ trưởng"
    r"|Đại sứ|Cố vấn|Người (?:đứng đầu|phát ngôn|sáng lập)|Trưởng|Giáo sư|Tiến sĩ|Luật sư|Chuyên gia|Phát ngôn viên|Cựu|Nguyên|Thành viên|Ủy viên|Đại biểu|Nhà)(?!\w)"
)
_OFFICE_OF = re.compile(
    r", (?:chủ bút|chủ nhiệm|tổng biên tập|giám đốc|tổng giám đốc|người sáng lập|nhà sáng lập|thành viên|nghiên cứu viên|trưởng đại diện)(?: cấp cao)? (?:(?:báo|tờ|của) )?$"
)
_SPEAKING = re.compile(
    r"(?:phát biểu|trả lời|trả lời phỏng vấn|trao đổi|chia sẻ|viết|nói chuyện) (?:tại|trong|với|trên|trước|qua|của|báo|hãng|tờ|kênh|đài)(?: [^\s,.;:]+){1,9}"
)
_THIS = ("này", "trên")
_BODIES = frozenset(
    {"chinh-phu", "quan-doi", "hai-quan", "khong-quan", "luc-quan", "canh-sat", "truyen-thong"}
)
_OWN_NAME = _BODIES | {"", "message", "document", "group", "phuong-tay", "phia"}
_SEVERAL = re.compile(r"(?:các|những|nhiều|một số|một nhóm|vài|hai|ba|bốn|hàng loạt|giới)\s")
_OPENING = frozenset(["", *',.”"-–:»)'])  # what stands before a name that opens a clause
_GROUPS = _BODIES | {"quan-chuc", "gioi-chuc", "lanh-dao"}
_JOINTS = ("join", "opener", "adverb", "stop", "link", "bound")


def find_subject(
    scene: Scene,
    sentence: Sentence,
    cue: Cue,
    floor: int,
    before: Sequence[Attribution],
    told: Attribution | None,
) -> tuple[Candidate, bool] | None:
    """The source left of a cue and whether it is the cue's own; a joined verb takes the subject of the verb before.

    `before` are the attributions of the sentence so far, `told` is the last one of the sentence before.
    """
    text = scene.view.text
    candidates = [
        c
        for c in scene.candidates_in(floor, cue.start)
        if not (text[c.span.start - 1 : c.span.start] == "(" and text[c.span.end : c.span.end + 1] == ")")
    ]
    straight = [
        c for c in candidates if (not c.oblique or _agent(scene, c)) and not _modifies(scene, c, floor)
    ]
    if cue.rule.flag("carried"):
        led = [c for c in straight if c.head not in ("tai-lieu", "document")]
        carried = carried_subject(scene, sentence, cue, floor, before, led, told)
        return (carried, False) if carried is not None else None
    if (antecedent := _antecedent(scene, candidates, cue, floor)) is not None:
        return antecedent, True
    uttered = _uttered(scene, straight, cue)
    if uttered is not None:
        return scene.joined(uttered, floor), True
    if (cited := _CITED.search(scene.view.lower, floor, cue.start)) is not None:
        quoted = [c for c in straight if c.span.end <= cited.start()]
        return (quoted[-1], True) if quoted else None
    if (named := _before_insertion(scene, cue, straight)) is not None:
        return scene.joined(named, floor), True
    if (near := _beside(scene, cue, straight, floor)) is not None:
        return near, True
    carried = carried_subject(scene, sentence, cue, floor, before, straight, told)
    if carried is not None:
        return carried, False
    if scene.quotation_at(cue.start) is not None:
        return None
    phrase = _noun_phrase(scene, cue, floor)
    if phrase is not None:
        return phrase, True
    leading = straight[0] if straight else None
    if leading is not None and leading.named and scene.view.lower.startswith(", ", leading.span.end):
        opened = scene.view.lower[cue.end : cue.end + 6].lstrip()
        between = scene.has_cue(leading.span.end + 1, cue.start)
        said = opened.startswith((":", "rằng")) or scene.view.lower.endswith(
            ("rằng", "cho biết", "cho hay"), cue.start, cue.end
        )
        if said and not between and scene.is_bare(floor, leading.span.start):
            return leading, True  # a name, a long description of it, and the cue
    return None


def _antecedent(scene: Scene, candidates: Sequence[Candidate], cue: Cue, floor: int) -> Candidate | None:
    """`…, nơi đã cáo buộc ông B`, `của A, người từng hứa …`, `chỉ trích từ A cho rằng`: whom the clause of the cue belongs to."""
    last = candidates[-1] if candidates else None
    if last is None:
        return None
    lower = scene.view.lower
    if last.place and len(candidates) > 1 and lower[candidates[-2].span.end : last.span.start] == " của ":
        last = candidates[-2]._replace(
            span=Span(candidates[-2].span.start, last.span.end)
        )  # `bà A của California, người nói`
    link = _WHO.match(lower, last.span.end)
    if link is not None and link.end() <= cue.start and scene.is_bare(link.end(), cue.start):
        return _apposed(scene, last, floor)
    if last.oblique and lower[cue.start : cue.end].endswith(("cho rằng", "nói rằng")):
        voiced = _VOICED.search(lower, max(0, last.span.start - 30), last.span.start)
        return last if voiced and scene.is_bare(last.span.end, cue.start) else None
    return None


def _beside(scene: Scene, cue: Cue, straight: Sequence[Candidate], floor: int) -> Candidate | None:
    """The source between which and the cue stands nothing, or only a circumstance or a remark."""
    for number, candidate in enumerate(reversed(straight[-3:])):
        gap = scene.bare(candidate.span.end, cue.start)
        beside = gap.strip("-– ") == "" or phrase_gap(scene, candidate, cue, gap)
        if beside and (number == 0 or (candidate.named and gap.startswith(","))):
            if (whole := _one_of(scene, candidate, straight)) is not None:
                return whole
            return _extended(scene, _apposed(scene, scene.joined(candidate, floor), floor), floor)
        if candidate.named:  # only a description may stand between a name and its verb
            break
    return None


def _one_of(scene: Scene, candidate: Candidate, straight: Sequence[Candidate]) -> Candidate | None:
    """`A là một trong những nước chỉ trích …`, `A là quan chức đầu tiên nói`: A speaks."""
    start = candidate.span.start
    if candidate.named or not scene.view.lower.endswith(" là ", 0, start):
        return None
    whole = next((c for c in straight if c.named and c.span.end <= start - 4), None)
    near = whole is not None and scene.is_bare(whole.span.end, start - 3)
    return whole if near else None


def _uttered(scene: Scene, straight: Sequence[Candidate], cue: Cue) -> Candidate | None:
    """`Bộ Y tế ra thông cáo xác nhận`: who issues the statement speaks."""
    window = scene.view.lower[max(0, cue.start - 50) : cue.start]
    found = _UTTERANCE.search(window)
    if found is None or not scene.knowledge.is_joint("utterance", found[1]):
        return None
    at = cue.start - len(window) + found.start()
    return next((c for c in reversed(straight) if c.span.end <= at and scene.is_bare(c.span.end, at)), None)


def _before_insertion(scene: Scene, cue: Cue, straight: Sequence[Candidate]) -> Candidate | None:
    """`Fairfax - công ty truyền thông lớn - cho hay`: the name before an insertion between dashes."""
    lower = scene.view.lower
    sign = lower[cue.start - 2 : cue.start - 1]
    if sign == ",":
        return _before_remark(scene, cue, straight)
    if sign not in ("-", "–"):
        return None
    close = cue.start - 3
    sign = lower[close : close + 3]
    opened = lower.rfind(sign, max(0, close - 160), close)
    if opened < 0:
        return None
    return next((c for c in straight if c.named and 0 <= opened - c.span.end < 2), None)


def _before_remark(scene: Scene, cue: Cue, straight: Sequence[Candidate]) -> Candidate | None:
    """`Byers, giáo sư Đại học British Columbia, cảnh báo`: the name that opens its clause before a remark between commas."""
    text = scene.view.text
    for candidate in straight:
        if not candidate.named or candidate.place or cue.start - candidate.span.end > 170:
            continue
        if cue.start - candidate.span.end < 8:
            break
        start, end = candidate.span.start, candidate.span.end
        opens = text[max(0, start - 3) : start].rstrip()[-1:] in _OPENING
        described = text[end + 2 : end + 3].islower() or _POST.match(scene.view.text, end + 2)
        if opens and text.startswith(", ", end) and described:
            return None if scene.has_cue(end, cue.start) else candidate
    return None


def _modifies(scene: Scene, candidate: Candidate, floor: int) -> bool:
    """Whether the name belongs to a noun before it that no table knows: `tiến sĩ Nga`, `con trai ông A`."""
    lower = scene.view.lower
    start = candidate.span.start
    if start > floor and scene.knowledge.begin_of_joint("relative", lower, start) is not None:
        return True
    if not candidate.head and not candidate.place and _OFFICE_OF.search(lower, max(floor, start - 40), start):
        return True  # `ông A, chủ bút báo B`
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
    if words[-2:] == ["hàng", "không"]:  # `cơ quan hàng không Nga`
        return True
    tails = (words[-1], " ".join(words[-2:]), " ".join(words[-3:]))
    return not any(scene.knowledge.is_joint(kind, tail) for kind in _JOINTS for tail in tails)


def _extended(scene: Scene, candidate: Candidate, floor: int) -> Candidate:
    """`chủ tịch một công ty nói`, `người đứng đầu quân đội A nói`: the noun before speaks, not the one that belongs to it."""
    lower = scene.view.lower
    if candidate.head not in _GROUPS:
        return candidate
    start = clause_start(scene, floor, candidate.span.start)
    words = lower[start : candidate.span.start].split()
    if not 1 <= len(words) <= 7 or _VERBAL.search(lower, start, candidate.span.start):
        return candidate
    tails = (words[-1], " ".join(words[-2:]), " ".join(words[-3:]))
    if any(scene.knowledge.is_joint(kind, tail) for kind in _JOINTS for tail in tails) or any(
        not sign.isalnum() for sign in words
    ):
        return candidate
    if scene.times_in(start, candidate.span.start) or scene.has_cue(start, candidate.span.start):
        return candidate
    return Candidate(span=Span(start, candidate.span.end), named=False, described="unresolved", head="phrase")


def _apposed(scene: Scene, candidate: Candidate, floor: int) -> Candidate:
    """`ông A, người phát ngôn của B, nói`: the name before speaks."""
    if not scene.ends_with((",", "-", "–"), candidate.span.start):
        return candidate
    before = [c for c in scene.candidates_in(floor, candidate.span.start) if not c.oblique]
    if candidate.named and candidate.head in _OWN_NAME:
        titled = _OFFICE.match(scene.view.lower, candidate.span.start)  # `ông A, Chủ nhiệm Báo B`
        own = before and candidate.entities and (titled or before[-1].entities == candidate.entities)
        comma = bool(before) and scene.view.lower[before[-1].span.end : candidate.span.start] == ", "
        return before[-1] if own and comma else candidate
    if _SEVERAL.match(scene.view.lower, candidate.span.start):
        return candidate  # `hội nghị của A, các quan chức nước B nói`
    between = scene.view.lower[before[-1].span.end : candidate.span.start] if before else ""
    if (
        before
        and before[-1].named
        and not before[-1].place
        and (between.strip() in (",", "-", "–") or _POSTS.fullmatch(between))
    ):
        return before[-1]._replace(span=Span(before[-1].span.start, candidate.span.end))
    return candidate


def _led(scene: Scene, piece: Span) -> Candidate | None:
    """The name that a phrase begins with: `Seoul và các nước khác`, `Ông A hủy chuyến đi với lý do`."""
    lead = next((c for c in scene.candidates_in(piece.start, piece.end) if c.span.start == piece.start), None)
    if lead is None or not lead.named:
        return None
    return lead._replace(span=piece) if _AND_OTHERS.match(scene.view.lower, lead.span.end) else lead


def _noun_phrase(scene: Scene, cue: Cue, floor: int) -> Candidate | None:
    """`chiến dịch tranh cử của ông A cho biết`: a subject of no known kind, taken as its words; it names nobody."""
    lower = scene.view.lower
    if (
        (new := _NEW_NAME.match(scene.view.text, floor))
        and new.end() == cue.start
        and not scene.has_cue(floor, cue.start)
    ):
        return Candidate(span=Span(*new.span(1)), entities=(new[1],))
    if cue.verb in ("report", "agree", "hearsay") or cue.takes == "phrase":
        return None
    opened = lower[cue.start : cue.end].endswith(("rằng", "cho biết", "cho hay")) or _OPENED.match(
        lower, cue.end
    )
    start = clause_start(scene, floor, cue.start)
    led = scene.knowledge.joint("determiner").match(lower, start)
    speech = scene.quotation_at(floor - 1)
    after_speech = speech is not None and speech.kind == "speech" and start - speech.span.end < 4
    begins = start - sentence_start(scene, cue.start) < 3 and scene.view.text[start].isupper()
    if not (opened and cue.verb in ("say", "think")) and not led and not after_speech and not begins:
        return None
    if lower.endswith(", người ", start, cue.start) or _is_thing(scene, led.end() + 1 if led else start):
        return None
    end = strip_adverbs(scene, start, cue.start)
    for time in reversed(scene.times_in(start, end)):
        if not lower[time.span.end : end].strip():
            end = strip_adverbs(scene, start, time.span.start)
    phrase = lower[start:end]
    if not 1 <= phrase.count(" ") + 1 <= 14 or not phrase.strip() or _VERBAL.search(phrase):
        return None
    leading = not (led or lower.startswith("lãnh đạo ", start)) and (
        scene.knowledge.joint("preposition").match(lower, start)
        or scene.knowledge.joint("stop").match(lower, start)
    )
    named = scene.has_mention(start, end) or scene.view.text[start].isupper()
    short = bool(opened) and phrase.count(" ") < 4
    speaks = named or led or after_speech or short or phrase.endswith(_THIS)
    if leading or not speaks or scene.has_cue(start, end):
        return None
    piece = trimmed(scene.view.text, start, end)
    if piece is None:
        return None
    before = [c for c in scene.candidates_in(floor, start) if c.named and not c.oblique]
    between = lower[before[-1].span.end : start] if before else ""
    if between.strip() == "," or _POSTS.fullmatch(between):  # `A, thống đốc vùng B, nói`
        return before[-1]._replace(span=Span(before[-1].span.start, piece.end))
    return _led(scene, piece) or phrase_of(scene.view, piece, scene.mentions, scene.knowledge.world)


def _is_thing(scene: Scene, start: int) -> bool:
    """Whether a phrase begins with a noun for what cannot speak; an election campaign can."""
    campaign = scene.view.lower.startswith(("chiến dịch tranh cử ", "chiến dịch của "), start)
    return not campaign and scene.knowledge.joint("thing").match(scene.view.lower, start) is not None


def _agent(scene: Scene, candidate: Candidate) -> bool:
    return bool(PASSIVE.search(scene.view.lower, max(0, candidate.span.start - 14), candidate.span.start))


def phrase_gap(scene: Scene, candidate: Candidate, cue: Cue, gap: str) -> bool:
    """Whether only a prepositional phrase or an inserted one stands between source and cue."""
    if len(gap) > 150 or cue.verb not in SAYING:
        return False
    if scene.has_cue(candidate.span.end + 1, cue.start):  # `A phát biểu tại cuộc họp báo cho biết`
        return cue.takes == "clause" and bool(_SPEAKING.fullmatch(gap))
    lower = scene.view.lower
    words = gap.strip(" ,–-")
    inserted = bool(words) and gap[0] in ",–-" and gap.rstrip()[-1] in ",–-"
    if gap == ",":  # the second comma of `chủ tịch công ty, ông A, nói`
        inserted = scene.ends_with((",",), candidate.span.start)
    if not inserted and "," in words:
        return False
    shown = cue.verb == "report" and candidate.head in (
        "tai-lieu",
        "document",
    )  # `Đoạn phim được quay ở A cho thấy`
    if not (inserted or shown or _is_circumstance(scene, words)):
        return False
    any_of_them = lower.startswith("bất", candidate.span.start) and lower.endswith(
        " nào", 0, candidate.span.end
    )
    return not any_of_them and not AND.search(" " + gap)


def _is_circumstance(scene: Scene, words: str) -> bool:
    """Whether words begin with a preposition, or tell to whom or where something is said."""
    first = words.partition(" ")[0]
    return any(
        scene.knowledge.begins_joint(kind, first) and scene.knowledge.joint(kind).match(words)
        for kind in ("preposition", "address")
    )
