"""Titles and what they belong to: whole noun phrases around names, persons and bodies described and not named, pronouns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from biennien.knowledge.world import World
from biennien.read.ground import Ground, Word
from biennien.read.names import Found

_BEFORE_SIDE = re.compile(
    r"(?: (?:hàng đầu|cấp cao|kỳ cựu|chủ chốt|đắc cử|đương nhiệm|thường trực|lâm thời|tạm quyền|đặc biệt|thân cận|riêng|cao cấp|quân sự|chính trị))*"
    r"(?: (?:của|tại|ở|thuộc|nước|trong|các nước|về|phụ trách))?"
    r"(?: (?:quân đội|chính phủ|chính quyền|nhóm|phong trào|lực lượng|bang|thành phố|tp|tỉnh|vùng|khu vực|quận|huyện|thị trấn|thủ đô|vùng lãnh thổ|tổ chức|lực lượng vũ trang|phe|đảng|khối|hãng))? "
)
_TO_PERSON = re.compile(
    r"(?: (?:đắc cử|đương nhiệm|lâm thời|tạm quyền|khi đó là|lúc đó là|lúc bấy giờ là|khi đó|lúc đó|lúc bấy giờ|nước chủ nhà|chủ nhà|sở tại|nước sở tại))?(?: [-–](?: ông| bà| ngài)?|,? (?:ông|bà|ngài))? "
)
_DASH = re.compile(r" [-–] ")
_INDEFINITE = re.compile(
    r"(?:^|[\s“\"(])(?:một|các|những|nhiều|vài|mọi|mỗi|số|giới|hai|ba|bốn|năm|[2-9]|\d\d|từng là|trở thành|làm|chức|vị trí|ghế|vai trò|là|một số|nhóm|"
    r"đội ngũ|hàng ngũ|thế hệ|ứng viên|ứng cử viên|chức vụ|cương vị|tranh cử|bầu cử|ứng cử|nhiệm kỳ|cuộc đua|cấp|bầu|bất kỳ|nào|không|dinh|phủ|văn phòng|đội|đoàn|hội nghị|cuộc họp|họp|hội đàm|gặp gỡ|tiếp tục|đang|sẽ|từng|được|sự|quyền|ban|muốn|đã|để|có thể|đến nay) $"
)
_JOINS = (", ", " kiêm ")
_BARE = frozenset(
    ("president", "prime_minister", "foreign_minister", "defence_minister", "secretary_general", "general_secretary", "monarch",
     "supreme_leader", "vice_president", "spokesperson", "envoy", "minister", "chair")
)  # fmt: skip
_SERVES = frozenset(("adviser", "spokesperson", "envoy", "spouse", "national_security_adviser", "kin"))
_SIDED = frozenset(("office", "descriptor", "counterpart", "state_body", "side"))
_MAX_LINKS = 4
_THIS = "vị "
_AGED = re.compile(r" \d\d tuổi")
_SPEAKS = re.compile(
    r" (?:cũng|còn|đã|đang|sẽ|vẫn|không|chưa|lại|thì|từng|vừa|mới|hôm|ngày|sau đó|trước đó|cho|nói|nhận|nhấn|khẳng|khuyến|dự|cảnh|đánh|chia|giải|tin|lưu|thừa|bày|kêu|đề|tiết|"
    r"bình|trả|viết|kể|mong|muốn|yêu|tuyên|phát biểu|bác|phủ|cáo|chỉ|mô|gọi|coi|xem|xác|thông|nêu|phân|lập luận|lý|hy|hi|nhắc|đáp|bổ sung|ủng|phản|hứa|cam|gặp|tới|đến|thăm|rời)(?!\w)"
)


class Phrase(NamedTuple):
    """A title with what follows: the side it names and the person it stands before. `former` for `cựu`, `deputy` for `phó`."""

    start: int
    end: int
    word: Word
    side: Found | None
    person: Found | None
    former: bool
    deputy: bool

    @property
    def role(self) -> str:
        """The role of the title, `deputy_…` for a deputy."""
        role = self.word.rule.text("role")
        return f"deputy_{role}" if self.deputy else role


def find_phrases(ground: Ground, names: Sequence[Found], world: World) -> list[Phrase]:
    """All titles in text order with their sides and persons; a person belongs to one title only, the outermost that may claim it."""
    named = {n.start: n for n in names}
    inside = _insides(ground, names)
    found: list[Phrase] = []
    titles = _up_to_names(
        [t for t in ground.titles if t.start not in inside or t.kind == "epithet"], sorted(named)
    )
    for i in range(len(titles) - 1, -1, -1):
        word = titles[i]
        if word.kind == "prefix":
            _extend(ground, found, word)
            continue
        phrase = _phrase(ground, named, word)
        if phrase.person is None and found and found[-1].person is not None:
            phrase = _outer(ground, phrase, found, named, world)
        found.append(phrase)
    found.reverse()
    return found


def _up_to_names(titles: list[Word], starts: list[int]) -> list[Word]:
    """The titles, each cut where a name begins in it: `Chủ tịch Hội đồng Tham mưu trưởng Liên quân` holds the name of the body."""
    for i, title in enumerate(titles):
        at = bisect_right(starts, title.start)
        if title.kind == "office" and at < len(starts) and starts[at] < title.end:
            titles[i] = title._replace(end=starts[at] - 1)
    return titles


def _insides(ground: Ground, names: Sequence[Found]) -> set[int]:
    """Titles that stand within names (`Phủ Tổng thống`)."""
    out: set[int] = set()
    i = 0
    for title in ground.titles:
        while i < len(names) and names[i].end <= title.start:
            i += 1
        if i < len(names) and names[i].start <= title.start:
            out.add(title.start)
    return out


def _extend(ground: Ground, found: list[Phrase], prefix: Word) -> None:
    """Puts `cựu`, `phó` … before the title that follows at once."""
    if found and found[-1].start == prefix.end + 1 and found[-1].word.kind in ("office", "descriptor"):
        word = ground.lower[prefix.start : prefix.end]
        found[-1] = found[-1]._replace(
            start=prefix.start,
            former=found[-1].former or word in ("cựu", "nguyên", "cố", "cựu phó"),
            deputy=found[-1].deputy or word.endswith("phó"),
        )


def _phrase(ground: Ground, named: dict[int, Found], word: Word) -> Phrase:
    end = at = word.end
    side: Found | None = None
    if word.kind in ("honorific", "kin"):
        name = named.get(at + 1)
        person = name if name and name.type == "PER" and ground.text[at] == " " else None
        return Phrase(word.start, end, word, None, person, False, False)
    for _ in range(_MAX_LINKS if word.kind in _SIDED else 0):
        name = named.get(at + 1) if ground.text[at : at + 1] == " " else None
        own = True
        if name is None and (link := _BEFORE_SIDE.match(ground.lower, at)):
            name = named.get(link.end())
            own = " của " in link.group()
        if name is None or name.type == "PER":
            break
        if side is None or (own and _is_country(name) and not _is_country(side)):
            side = name
        end = at = name.end
    gap = _TO_PERSON.match(ground.lower, at)
    name = named.get(gap.end()) if gap else None
    person = name if name and name.type == "PER" else None
    if person and gap and "," in gap.group() and ground.text[person.end : person.end + 1] != ",":
        person = None  # `theo Tổng thống Mỹ, ông X đã …`
    return Phrase(word.start, end, word, side, person, False, False)


def _is_country(name: Found) -> bool:
    return name.actor is not None and name.actor.kind == "country"


def _outer(
    ground: Ground, phrase: Phrase, found: list[Phrase], named: dict[int, Found], world: World
) -> Phrase:
    """Lets a title take over the person of the next one (`trợ lý Tổng thống Nga Yuri Ushakov`), or share it (`Tổng Bí thư, Chủ tịch nước …`)."""
    inner = found[-1]
    person = inner.person
    gap = ground.text[phrase.end : inner.start]
    if person is None or phrase.word.kind not in ("office", "descriptor"):
        return phrase
    styled = gap == " " and inner.word.rule.id == "office.style"  # `Quốc vương Campuchia Samdech A`
    if styled or (gap in _JOINS and phrase.side is None):
        return phrase._replace(person=person)
    dash = _DASH.match(ground.text, person.end) if gap in (" ", " của ") and phrase.side is None else None
    beyond = named.get(dash.end()) if dash and phrase.role in _SERVES else None
    if beyond and beyond.type == "PER":  # `người phát ngôn của Tổng thống X - Y`
        return phrase._replace(person=beyond, side=inner.side or inner.person)
    takes = (
        gap in (" ", " của ")
        and phrase.role in _SERVES
        and inner.word.kind == "office"
        and phrase.side is None
    )
    if (
        takes
        and " " in ground.text[person.start : person.end]
        and not _holds(world, person.entity, inner.role)
    ):
        found[-1] = inner._replace(person=None)
        return phrase._replace(person=person, side=inner.side)
    return phrase


def _holds(world: World, entity: str | None, role: str) -> bool:
    return entity is not None and any(
        office.partition(":")[2] == role for office in world.offices_of(entity, None)
    )


def is_indefinite(ground: Ground, start: int) -> bool:
    """Whether the words before make a phrase indefinite or plural: `một`, `các`, `chức`."""
    return _INDEFINITE.search(ground.lower, max(0, start - 14), start) is not None


def is_described(ground: Ground, phrase: Phrase) -> bool:
    """Whether a title without a name stands for one definite person."""
    if phrase.person is not None or is_indefinite(ground, phrase.start):
        return False
    if phrase.word.kind == "descriptor" and "roles" not in phrase.word.rule.attributes:
        return False
    if phrase.side is not None or (
        phrase.word.kind in ("office", "descriptor") and _AGED.match(ground.lower, phrase.end)
    ):
        return True
    if ground.lower.startswith(" của ", phrase.end):
        return False  # `Người phát ngôn của ông A`
    if phrase.word.rule.flag("leads") and ground.lower.startswith("nhà ", phrase.start):
        return ground.text[phrase.start].isupper() and _SPEAKS.match(ground.lower, phrase.end) is not None
    return phrase.role in _BARE and (
        ground.text[phrase.start].isupper()
        or phrase.role in ("president", "prime_minister", "foreign_minister")
    )


def may_take_up(ground: Ground, phrase: Phrase) -> bool:
    """Whether a title without a name may take up somebody introduced by it (`Vị giáo sư`, `Phó Giáo sư Nga`)."""
    kind = phrase.word.kind
    if phrase.person is not None or phrase.former or kind not in ("office", "descriptor"):
        return False
    if kind == "descriptor" and not phrase.word.rule.flag("again"):
        return False
    start = phrase.start - len(_THIS) if ground.lower.endswith(_THIS, 0, phrase.start) else phrase.start
    if is_indefinite(ground, start):
        return False
    told = ground.lower.endswith("theo ", 0, start) and ground.text[phrase.end : phrase.end + 1] == ","
    if phrase.side is None and not told and not _SPEAKS.match(ground.lower, phrase.end):
        return False
    definite = start < phrase.start or ground.lower.endswith(("theo ", "nữ "), 0, start)
    return definite or phrase.side is not None or ground.text[start].isupper()
