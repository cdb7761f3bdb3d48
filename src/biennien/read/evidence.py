"""What tells of whom or of what an unknown name is the name: the words beside it, then its own shape."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.rules import Rule
from biennien.read.ground import Ground, Word
from biennien.read.names import Cover
from biennien.read.shapes import TOKEN, UPPER, is_marked, is_syllable

_ACRONYM = re.compile(r"(?![IVX]+$)[A-ZĐ][A-ZĐ0-9&.-]{1,9}$")
_BYLINE = re.compile(rf"(?:[{UPPER}][^\W\d_]*)(?: [{UPPER}][^\W\d_]*){{1,3}}(?= ?(?:\(|\n|\r|$))")
_KOREAN = re.compile(rf"[{UPPER}][a-z]+ [{UPPER}][a-z]+-[a-z]+$")
_LOWER_WORD = re.compile(rf" [^\W\d_{UPPER}]")
_TITLECASE = re.compile(rf"[{UPPER}][^\W\d_{UPPER}]+(?:[-’'][{UPPER}]?[^\W\d_{UPPER}]+)*$")
_DEFINED = re.compile(r"\(([A-ZĐ]{3,10})\)")
_NOUN_PHRASE = re.compile(r"[^,.;:()\"“”\n\r]{0,90}$")
_AGED = re.compile(r",? \(?\d{1,3} tuổi")
_OF = re.compile(r" (?:của|tại|ở|thuộc)$")
_NO_WORDS: Mapping[str, Word] = {}
_NO_NAMES = frozenset(("thing", "language"))
_COMPANY = (("credit", "ORG"), ("group", "ORG"), ("place", "LOC"))
_GOVERNS = re.compile(r"(?<!\w)(?:thống đốc|thị trưởng|tỉnh trưởng) (?:khu vực|vùng|tỉnh|bang|thành phố) $")
_OTHERS = frozenset(("thing", "treaty", "place", "no_name"))
_PERSONAL = frozenset(("office", "descriptor", "honorific", "kin", "counterpart"))
_PHRASE = 90  # code points that the full form of an acronym has at most


def is_byline(text: str, at: int) -> bool:
    """Whether the line holds nothing but a name of two to four syllables (`Minh Thu (Theo AFP)`), or the text ends with one."""
    line = _BYLINE.match(text, at)
    if line is None or line.group().isupper() or line.group().startswith("Theo "):
        return False
    if not at or text[at - 1] in "\n\r":
        return True
    last = line.end() == len(text) and text[max(0, at - 3) : at].rstrip(" /")[-1:] in (".", "”", '"')
    return last and all(map(is_syllable, line.group().split(" ")))


def defined_acronyms(ground: Ground, cover: Cover) -> dict[str, bool]:
    """The acronyms in brackets after their full form, and whether that is a body's name; a treaty, a zone, a weapon is not."""
    found: dict[str, bool] = {}
    for match in _DEFINED.finditer(ground.text):
        if not cover.at(match.start(1)):
            is_body = _defines_body(ground, cover, match.start())
            if is_body is not None:
                found.setdefault(match.group(1), is_body)
    return found


def _defines_body(ground: Ground, cover: Cover, bracket: int) -> bool | None:
    """Whether the noun phrase that ends before a bracket is a body; None where nothing tells."""
    end = ground.before(bracket)
    before = cover.at(end - 1)
    if before and before.type == "ORG" and " " in ground.text[before.start : end]:
        return True
    phrase = _NOUN_PHRASE.search(ground.lower, max(0, end - _PHRASE), end)
    start = phrase.start() if phrase else end
    for word in TOKEN.finditer(ground.lower, start, end):
        if word.group() in ground.stops:
            start = word.end()
    for hit in ground.body_hits[bisect_left(ground.body_hits, start, key=_start) :]:
        if hit.start >= end:
            break
        kinds = ground.beginning(hit.start)
        if "head" in kinds or "group" in kinds:
            return None
        if not _OTHERS.isdisjoint(kinds):
            return False
    return None


def _start(hit: Hit[Rule]) -> int:
    return hit.start


def type_piece(
    ground: Ground, cover: Cover, start: int, end: int, defined: Mapping[str, bool]
) -> tuple[str, str] | None:
    """(type, rule) of a row of capitalised words; None where nothing tells that it is a name, or of what."""
    words = ground.text[start:end].split(" ")
    if (is_body := defined.get(words[0]) if len(words) == 1 else None) is not None:
        return ("ORG", "acronym") if is_body else None
    before = ground.before(start)
    title = title_before(ground, cover, before)
    acronym = len(words) == 1 and _ACRONYM.match(words[0]) is not None
    if len(words) == 1 and is_syllable(words[0]):
        if acronym and is_marked(words[0]):
            return None  # `BÉ`, `NHI`: the caps of a byline
        if not acronym and not (title and title.kind in ("honorific", "kin")):
            return None
    left = ground.ending(before)
    last = ground.ending(end) if len(words) > 1 else _NO_WORDS
    if (
        not _NO_NAMES.isdisjoint(left)
        or _is_no_name(ground, start, end)
        or ("foreign_thing" in last and ground.person_from.get(start) != "given")
    ):
        return None
    if "outlet" in left or _outlet_beyond(ground, cover, before):
        return "ORG", "outlet"
    if title and title.rule.flag("of_body") and (len(words) == 1 or "foreign_body" in last):
        return "ORG", "of_body"
    if title and title.kind not in ("honorific", "kin") and _is_first_half(ground, start, end, words):
        return None
    if title and not (acronym and title.kind != "honorific"):
        bodies = next((f"title_{flag}" for flag in ("of_body", "of_group") if title.rule.flag(flag)), "title")
        return "PER", bodies
    return _type_by_company(ground, start, end, words, acronym)


def _type_by_company(
    ground: Ground, start: int, end: int, words: list[str], acronym: bool
) -> tuple[str, str] | None:
    """(type, rule) by the words right before and after, then by the shape."""
    left = ground.left(start)
    if "credit" in left and (_is_credited(words) or _is_person(ground, start, [w.title() for w in words])):
        return "PER", "credit"
    if not acronym and (apposed := _apposed(ground, end, len(words))):
        return apposed, "apposed"
    if _is_first_half(ground, start, end, words):
        return None
    for kind, type_ in _COMPANY:
        if kind in left:
            if kind == "place" and len(words) > 1 and _is_governor(ground, start):
                return "PER", "title"
            return type_, kind
    return _type_by_shape(ground, start, end, words, acronym, near="near" in left)


def _is_governor(ground: Ground, start: int) -> bool:
    """Whether a first name follows the kind of place that its bearer governs: `Thống đốc vùng Ivan Petrenko`."""
    governs = _GOVERNS.search(ground.lower, max(0, start - 40), start) is not None
    return governs and ground.person_from.get(start) == "given"


def _type_by_shape(
    ground: Ground, start: int, end: int, words: list[str], acronym: bool, near: bool
) -> tuple[str, str] | None:
    """(type, rule) by the words themselves, where no word before them tells; `near` after a preposition of place."""
    last = ground.ending(end) if len(words) > 1 else _NO_WORDS
    if "foreign_body" in last or (len(words) == 1 and words[0].endswith("bank")):
        return "ORG", "foreign_body"
    if _is_person(ground, start, words):
        return "PER", ground.person_from[start]
    if _AGED.match(ground.text, end) and not acronym:
        return "PER", "aged"
    if "foreign_place" in last:
        return "LOC", "foreign_place"
    if _KOREAN.match(ground.text[start:end]):
        return "PER", "korean"
    if is_byline(ground.text, start):
        return "PER", "byline"
    if acronym:
        return ("ORG", "acronym") if len(words[0]) > 2 and words[0].isalpha() else None
    if near:
        return "LOC", "near"
    foreign = len(words) in (2, 3) and not all(map(is_syllable, words))
    return (
        ("PER", "shape") if foreign and all(_TITLECASE.match(w) and not is_marked(w) for w in words) else None
    )


def _is_person(ground: Ground, start: int, words: list[str]) -> bool:
    """Whether words are a person's name by the first name or the surname that they begin with."""
    first = ground.person_from.get(start)
    if first == "given":
        marked = any(is_marked(w) and is_syllable(w) for w in words[1:])  # `Ban Trị sự` is no Mr. Ban
        return len(words) > 1 and len(words[-1]) > 1 and not marked and not all(map(str.isupper, words))
    return first == "surname" and 2 <= len(words) <= 4 and all(map(is_syllable, words))


def _is_credited(words: list[str]) -> bool:
    """Whether the caps after `Ảnh:` are a photographer's name: `HOÀNG CHUNG`."""
    return (
        1 < len(words) < 5
        and all(w.isupper() and is_syllable(w) for w in words)
        and any(map(is_marked, words))
    )


def _apposed(ground: Ground, end: int, size: int) -> str | None:
    """The type that the words after a comma tell: `…, nhà phân tích tại …` a person, `…, tờ báo …` a body."""
    after = end + 2
    if ground.text[end:after] != ", " or ground.text[after : after + 1].isupper():
        return None
    title = ground.title_from.get(after)
    if title and title.rule.flag("apposed"):
        return "PER" if size > 1 else None
    return "ORG" if "outlet" in ground.beginning(after) else None


def _is_no_name(ground: Ground, start: int, end: int) -> bool:
    """Whether the words are no name: `USD`, a point of the compass (`khu vực Đông Nam`)."""
    kinds = ground.beginning(start)
    return "no_name" in kinds or (
        "direction" in kinds and max(hit.end for hit in ground.hits_from[start]) >= end
    )


def _is_first_half(ground: Ground, start: int, end: int, words: list[str]) -> bool:
    """Whether the words are the first half of a body's or a house's name: `Cung Thể thao`."""
    return (
        words[0].lower() in ground.commons
        and ground.person_from.get(start) != "surname"
        and all(map(is_syllable, words))
        and _LOWER_WORD.match(ground.text, end) is not None
    )


def _outlet_beyond(ground: Ground, cover: Cover, before: int) -> bool:
    """Whether an outlet's word stands before the country that ends at `before` (`tạp chí Anh …`)."""
    place = cover.at(before - 1)
    return (
        place is not None
        and place.end == before
        and place.type == "LOC"
        and "outlet" in ground.left(place.start)
    )


def title_before(ground: Ground, cover: Cover, before: int) -> Word | None:
    """The title that ends at `before`, or before a country or a body there: `Ngoại trưởng Mỹ …`, `người phát ngôn của ICC …`."""
    for _ in range(4):
        title = ground.title_to.get(before)
        if title:
            return title if title.kind in _PERSONAL else None
        name = cover.at(before - 1)
        if name is None or name.type == "PER" or name.end != before:
            return None
        before = ground.before(name.start)
        linked = _OF.search(ground.lower, max(0, before - 6), before)
        if linked:
            before = linked.start()
    return None


def is_body_acronym(word: str) -> bool:
    """Whether a word of capitals can be the short name of a body."""
    return len(word) > 2 and word.isalpha() and _ACRONYM.match(word) is not None and not is_marked(word)
