"""Names that the tables know: which of their hits are the name and not the same words by chance."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.world import Actor, Name
from biennien.read.ground import Ground
from biennien.read.shapes import UPPER, is_marked, is_syllable, opens


class Found(NamedTuple):
    """A name found in the text, before it becomes a mention."""

    start: int
    end: int
    type: str
    entity: str | None
    rule: str
    actor: Actor | None = None


class Cover:
    """Which places of the text a row of names covers."""

    def __init__(self, names: Sequence[Found]) -> None:
        self._names = names
        self._starts = [n.start for n in names]

    def at(self, place: int) -> Found | None:
        """The name that covers a place."""
        i = bisect_right(self._starts, place) - 1
        return self._names[i] if i >= 0 and place < self._names[i].end else None


_DASH = re.compile(r" ?[-–—/] ?")
_WORD_BEFORE = re.compile(rf"(?:^|[^\w])([{UPPER}]\w*) $")
_WORD_AFTER = re.compile(rf" ([{UPPER}]\w*)")
_MODEL = re.compile(r" [A-Z]{1,4}-?\d")
_NOT_A_PLACE = frozenset(("language", "currency"))
_LOWER_AFTER = re.compile(rf" [^\W\d_{UPPER}]")
_KIN_AFTER = re.compile(r" (?:chị|em|ấy|ta|trai|này|cả|hùng|rể|họ|cùng)(?!\w)")
# What states do, and hardly whoever is called `anh`.
_ACTS = re.compile(
    r" (?:(?:cũng|đã|đang|sẽ|vẫn|vừa|mới|liên tục|nhiều lần|chính thức) ){0,2}(?:từ chối (?:bình luận|công nhận|cấp|ký|xác nhận|tham gia)|triệu (?:tập|hồi)|trục xuất|áp (?:đặt|thuế|lệnh)|trừng phạt|cáo buộc|lên án"
    r"|công nhận|viện trợ|cung cấp|triển khai|điều (?:quân|tàu|động)|sơ tán|đóng băng|đóng cửa|phê chuẩn|hoan nghênh|thúc giục|kêu gọi|cảnh báo|ủng hộ|phản đối|tìm cách|cam kết|bác bỏ|gia nhập|rút quân|cấm|ban hành)(?!\w)"
)
_DATELINE = re.compile(r"\(\w[^()\n]{1,20}\) ?[-–—]")
_LETTERS = re.compile(r"[^\W\d_]{1,8}$")
_RANK = {"country": 0, "person": 1, "capital": 2, "region": 3, "city": 4, "state": 5, "province": 6}


def full_names(ground: Ground, hits: Sequence[Hit[Name]]) -> tuple[list[Found], list[Hit[Name]]]:
    """The names in full, leftmost and longest, and the short forms left over, which need company."""
    text = ground.text
    found: list[Found] = []
    short: list[Hit[Name]] = []
    last = -1
    for hit in hits:
        start, end, name = hit
        if (start and text[start - 1].isalpha() and not _is_glued(text, start)) or (
            "." in name.form and _in_address(text, start, end)
        ):
            continue
        actor = name.actor
        if start < last:  # inside the last name, or another thing of the same name
            same = found[-1].start == start and found[-1].end == end and not name.short
            if (
                same
                and _is_first(text, start, end, actor, found[-1].actor)
                and agrees(text[start:end], name.form)
            ):
                found[-1] = Found(start, end, actor.type, actor.entity, "table", actor)
        elif name.short:
            if text[start].isupper():
                short.append(hit)
        elif (agrees(text[start:end], name.form) or _in_caps(text, start, end)) and not (
            actor.type == "ORG" and _is_described(ground, start)
        ):
            found.append(Found(start, end, actor.type, actor.entity, "table", actor))
            last = end
    return found, short


def _in_caps(text: str, start: int, end: int) -> bool:
    """Whether words in capitals stand in a line of capitals: `NGA` in `TỔNG THỐNG NGA TỚI HÀ NỘI`."""
    if not text[start:end].isupper():
        return False
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    return len(line) > 2 * (end - start) and line.isupper() and is_marked(line)


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the name of a paper's site is part of a page's address: `https://www.tuoitre.vn/…`."""
    return text[end : end + 1] == "/" or text[start - 1 : start] in ("/", ".")


def _is_glued(text: str, start: int) -> bool:
    """Whether a name that begins within a word was glued to a word by the page (`TheoAFP`), and is no part of one (`AeroTime`)."""
    before = _LETTERS.search(text, max(0, start - 8), start)
    return before is not None and is_syllable(before.group())


def _is_described(ground: Ground, start: int) -> bool:
    """Whether the words say what a body is, and do not name it: `quân đội Israel`, a sentence's first `Chính phủ Anh`."""
    small = not ground.text[start].isupper()
    if not small and not opens(ground.text, start):
        return False
    title = ground.title_from.get(start)
    kinds = ground.beginning(start)
    if (title is not None and title.kind == "state_body") or "group" in kinds:
        return True
    return small and "head" in kinds and not kinds["head"].rule.flag("lower")


def trimmed(ground: Ground, name: Found) -> Found:
    """The name without a common noun that the tables keep with it to tell it apart (`cửa khẩu Rafah`, `mạng xã hội X`)."""
    if name.start not in ground.hits_from:
        return name
    kind = {"LOC": "place", "ORG": "outlet"}.get(name.type, "")
    head = ground.beginning(name.start).get(kind)
    if (
        head is None
        or (name.type == "ORG" and not head.rule.flag("outside"))
        or head.rule.flag("inside")
        or head.end + 1 >= name.end
        or not ground.text[head.end + 1].isupper()
    ):
        return name
    if ground.text[name.start].isupper() and not opens(ground.text, name.start):
        return name
    return name._replace(start=head.end + 1)


def _is_first(text: str, start: int, end: int, actor: Actor, other: Actor | None) -> bool:
    """Whether of two things of one name the first is meant: a country before a city, the paper in `(PLO)- …` that opens a report."""
    if actor.kind == "outlet" or (other and other.kind == "outlet"):
        return (actor.kind == "outlet") == (
            _DATELINE.match(text, max(0, start - 1)) is not None and opens(text, start - 1)
        )
    return _rank(actor) < _rank(other)


def _rank(actor: Actor | None) -> int:
    return _RANK.get(actor.kind, 9) if actor else 10


def agrees(words: str, form: str) -> bool:
    """Whether the capitals of words in the text are those of a name, as far as papers are careful with them."""
    if words == form:
        return "/" not in form
    first, rest = words[0], words[1:]
    if rest == form[1:]:
        return any(c.isupper() for c in words)  # `dải Gaza`, `Đảng Cộng hòa`
    if words.isupper():
        return len(words) > 3 and len(form) > 3  # shorter ones only in a line of caps
    if form.isupper():
        return len(form) > 3 and first.isupper() and rest.islower()  # `Tass`
    return first.isupper() and words.count(" ") > 1  # `Tòa án hình sự quốc tế`


def short_names(ground: Ground, hits: Sequence[Hit[Name]], cover: Cover) -> list[Found]:
    """The short names of places that stand in company; those of people are told later, when the report is known."""
    places = [h for h in hits if h.payload.actor.type != "PER" and not cover.at(h.start)]
    others = {h.start: h.end for h in places}
    meant = [h for h in places if _in_company(ground, h.start, h.end, cover, others)]
    forms = {h.payload.form for h in meant}
    opening = [
        h for h in places if h not in meant and h.payload.form in forms and _opens_as_country(ground, h)
    ]
    return [
        Found(h.start, h.end, h.payload.actor.type, h.payload.actor.entity, "short", h.payload.actor)
        for h in sorted(meant + opening)
    ]


def _opens_as_country(ground: Ground, hit: Hit[Name]) -> bool:
    """Whether a short name of a country that the report names opens a sentence: `Anh`, where the report calls nobody `anh`."""
    words = ground.lower[hit.start : hit.end]
    return (
        opens(ground.text, hit.start)
        and hit.start not in ground.title_to
        and _LOWER_AFTER.match(ground.text, hit.end) is not None
        and "pair_only" not in ground.beginning(hit.start)
        and _KIN_AFTER.match(ground.lower, hit.end) is None
        and not ground.is_written_small(words)
    )


def is_meant(ground: Ground, name: Found) -> bool:
    """Whether a name stands for its thing: not in `tiếng Nga`, `hiệp định Oslo`, `Boeing E-3`, nor as a given name (`bà Nga`, `Mỹ Linh`)."""
    text, start, end = ground.text, name.start, name.end
    if name.type == "LOC":
        left = ground.left(start)
        if not _NOT_A_PLACE.isdisjoint(left) or (
            "treaty" in left and name.actor and name.actor.kind in ("city", "capital")
        ):
            return False
    if name.type != "LOC":
        return not (name.actor and name.actor.kind == "company" and _MODEL.match(text, end))
    if not is_syllable(text[start:end]):
        return not _is_given_name(ground, start, end)
    title = ground.title_to.get(start - 1)
    if title and title.kind in ("honorific", "kin"):
        return False
    return not _among_syllables(ground, start, end)


def _is_given_name(ground: Ground, start: int, end: int) -> bool:
    """Whether a place's name of two syllables is a person's after the surname: `ông Đỗ Hà Nam`."""
    text = ground.text
    if text[start - 1 : start] != " " or not text[text.rfind(" ", 0, start - 1) + 1].isupper():
        return False
    before = _WORD_BEFORE.search(text, max(0, start - 9), start)
    return (
        before is not None
        and ground.person_from.get(before.start(1)) == "surname"
        and ground.before(before.start(1)) in ground.title_to
        and all(map(is_syllable, text[start:end].split(" ")))
    )


def _among_syllables(ground: Ground, start: int, end: int) -> bool:
    """Whether capitalised syllables stand beside, as in a Vietnamese person's name."""
    text = ground.text
    before = _WORD_BEFORE.search(text, max(0, start - 9), start)
    if (
        before
        and start - 1 not in ground.title_to
        and is_syllable(before.group(1))
        and not opens(text, before.start(1))
        and not _is_company(ground, before.start(1))
    ):
        return True
    after = _WORD_AFTER.match(text, end)
    if (
        after is None
        or not is_syllable(after.group(1))
        or after.start(1) in ground.title_from
        or _is_company(ground, after.start(1))
    ):
        return False
    return not _titled(ground, start) and ground.person_from.get(after.start(1)) != "surname"


def _is_company(ground: Ground, at: int) -> bool:
    return at in ground.title_from or at in ground.hits_from


def _titled(ground: Ground, at: int) -> bool:
    return ground.before(at) in ground.title_to


def _in_company(ground: Ground, start: int, end: int, cover: Cover, others: dict[int, int]) -> bool:
    """Whether a short name of a country is one: beside another country, or capitalised where a common word would not be."""
    text = ground.text
    if _beside_country(text, start, end, cover, others):
        return True
    title = ground.title_to.get(start - 1)
    left = ground.ending(ground.before(start))
    if (
        (title and title.kind in ("honorific", "kin"))
        or not _NOT_A_PLACE.isdisjoint(left)
        or _among_syllables(ground, start, end)
    ):
        return False
    if "pair_only" in ground.beginning(start):
        return "people" in left
    if opens(text, start) and _acts(ground, start, end):
        return True
    return not opens(text, start) or (text[start - 1 : start] == "(" and text[end : end + 1] == ")")


def _acts(ground: Ground, start: int, end: int) -> bool:
    """Whether a short name that opens a sentence does what states do, or speaks: `Đức triệu tập đại sứ Nga`, `Úc: “…”`."""
    words = ground.lower[start:end]
    if words == "anh" and ground.is_written_small(words):
        return False
    spoken = words != "anh" and ground.text.startswith((": “", ': "'), end)
    return spoken or _ACTS.match(ground.lower, end) is not None


def _beside_country(text: str, start: int, end: int, cover: Cover, others: dict[int, int]) -> bool:
    after = _DASH.match(text, end)
    if after and (cover.at(after.end()) or after.end() in others):
        return True
    back = start
    while back > 0 and text[back - 1] in " -–—/":
        back -= 1
    return (
        back < start
        and _DASH.fullmatch(text[back:start]) is not None
        and (cover.at(back - 1) is not None or back in others.values())
    )
