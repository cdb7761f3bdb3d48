"""Names of bodies that no table knows: a first word such as `Bộ` or `Tòa án`, and the words it goes on with."""

from __future__ import annotations

import re
from collections.abc import Mapping

from biennien.read.ground import Ground, Word
from biennien.read.names import Cover, Found
from biennien.read.shapes import UPPER, is_syllable, opens

_TOKEN = re.compile(rf"[{UPPER}](?:\w|[-’'.](?=\w))*\+?")
_SECOND = re.compile(rf" ([^\W\d_{UPPER}][^\W\d_]*)(?!\w|[.-]\w)")
_FULL_NAME = re.compile(rf"[{UPPER}]\w+((?: [{UPPER}]\w+)+)")
_PAIR = re.compile(r" ?[-–] ?")
_LIST_GAPS = (", ", " - ", " – ")
_MAX_WORDS = 12


def find_bodies(ground: Ground, named: dict[int, Found], held: Cover) -> list[Found]:
    """The bodies, leftmost first; `named` are the names of the tables by start, `held` tells the places that they cover."""
    found: list[Found] = []
    last = -1
    for start, end, rule in ground.body_hits:
        if start < last:
            continue
        if rule.attributes["kind"] == "party" and _is_party(ground, start, held):
            found.append(Found(start, end, "ORG", None, "party"))
        if rule.attributes["kind"] != "head":
            continue
        head = ground.beginning(start).get("head")
        if head is None or not _may_begin(ground, head, named, held):
            continue
        last = _tail(ground, head, named)
        if last > head.end or _stands_alone(ground, head):
            found.append(Found(start, last, "ORG", None, "body"))
        else:
            last = -1
    return found


def _is_party(ground: Ground, start: int, held: Cover) -> bool:
    """Whether a party is named without `đảng`, after the word for its people: `nghị sĩ Dân chủ`."""
    return ground.text[start].isupper() and not held.at(start) and "partisan" in ground.left(start)


def _may_begin(ground: Ground, head: Word, named: dict[int, Found], held: Cover) -> bool:
    capital = ground.text[head.start].isupper()
    if not capital and not head.rule.flag("lower"):
        return False
    if head.rule.flag("careful") and not _is_certain(ground, head.end + 1, named):
        return False
    if (
        ((known := named.get(head.start)) and not _lacks_country(ground, known, named))
        or (not known and held.at(head.start))
        or (head.start in ground.title_from and ground.title_from[head.start].end > head.end)
    ):
        return False
    if head.rule.attributes.get("initial") is not False or not opens(ground.text, head.start):
        return True
    second = ground.text.find(" ", head.start, head.end) + 1  # `Đài Truyền hình …`, not `Đài truyền hình …`
    return second > 0 and ground.text[second].isupper()


def _is_certain(ground: Ground, at: int, named: dict[int, Found]) -> bool:
    """Whether what follows a word such as `Trường`, also a given name, can only belong to a body's name."""
    kinds = ground.beginning(at)
    token = _TOKEN.match(ground.text, at)
    return (
        "word" in kinds
        or "head" in kinds
        or at in named
        or (token is not None and not is_syllable(token.group()))
    )


def _lacks_country(ground: Ground, name: Found, named: dict[int, Found]) -> bool:
    """Whether a body of one country is followed by another one's name: `Bộ Thông tin và Truyền thông Singapore`."""
    after = named.get(name.end + 1)
    return (
        name.type == "ORG" and after is not None and ground.text[name.end] == " "
        and after.actor is not None and after.actor.kind == "country" and after.actor.country != (name.actor.country if name.actor else "")
    )  # fmt: skip


def _stands_alone(ground: Ground, head: Word) -> bool:
    return head.rule.flag("alone") and not opens(ground.text, head.start)


def _tail(ground: Ground, head: Word, named: dict[int, Found]) -> int:
    """Where the name that begins with `head` ends."""
    text = ground.text
    end = at = head.end
    strict = not head.rule.flag("foreign")
    placed = linked = False
    capital = text[head.start].isupper() and not opens(text, head.start)
    for _ in range(_MAX_WORDS):
        at = _next(ground, head, at, end > head.end)
        if at < 0:
            break
        kinds = ground.beginning(at)
        word = None if placed else kinds.get("word")
        name = named.get(at)
        if name and not (word and word.end > name.end):
            if head.rule.flag("alone") and _begins_party(ground, kinds):
                break
            if name.type == "PER" or (placed and (strict or name.type == "LOC")):
                break
            end = at = name.end
            placed = name.type == "LOC"
            if placed and strict:
                break
        elif end > head.end and not linked and _begins_party(ground, kinds):
            break
        elif word and (end > head.end or capital or text[at].isupper()):
            if word.rule.flag("verb") and not linked and _is_verb(ground, head, at, end):
                break
            end = at = word.end
        elif "link" in kinds and end > head.end and not placed:
            at = kinds["link"].end
            if "head" in ground.beginning(at + 1) or not _links(ground, kinds["link"]):
                break
            linked = True
            continue
        else:
            token = _TOKEN.match(text, at)
            if token is None or not _goes_on(ground, head, at, token.group(), placed, end > head.end):
                break
            end = at = _whole_word(ground, token.end()) if is_syllable(token.group()) else token.end()
        linked = False
    return _with_other_country(ground, head, end, named) if placed else end


def _begins_party(ground: Ground, kinds: Mapping[str, Word]) -> bool:
    """Whether another body's name begins: `Thượng viện đảng Cộng hòa`."""
    head = kinds.get("head")
    return head is not None and head.rule.flag("lower") and ground.text[head.start].islower()


def _is_verb(ground: Ground, head: Word, at: int, end: int) -> bool:
    """Whether a word written small after a ministry's full name is what the ministry does (`Bộ Ngoại giao thông tin`)."""
    text = ground.text
    return head.rule.flag("policy") and end > head.end and text[at].islower() and text[head.end + 1].isupper()


def _links(ground: Ground, link: Word) -> bool:
    """Whether a small word goes on with the name: `và`, `các`; others (`chống`, `về`) only before a capital."""
    words = ground.lower[link.start : link.end]
    return words in ("và", "các") or ground.text[link.end + 1 : link.end + 2].isupper()


def _with_other_country(ground: Ground, head: Word, end: int, named: dict[int, Found]) -> int:
    """The end of the name of a body of two countries (`Hội Hữu nghị Lào - Việt Nam`)."""
    dash = _PAIR.match(ground.text, end)
    other = named.get(dash.end()) if dash else None
    if other is None or other.type != "LOC":
        return end
    between = any("between" in ground.beginning(at) for at in ground.hits_from if head.end < at < end)
    return other.end if between else end


def _goes_on(ground: Ground, head: Word, at: int, word: str, placed: bool, begun: bool) -> bool:
    """Whether a capitalised word belongs to the name: not a title, nor a person's name, nor anything after a place."""
    office = ground.title_to.get(ground.before(at))
    if office and office.start > head.start and not is_syllable(word):
        return False  # `Văn phòng Tổng thống Hollande`
    if placed or (at in ground.title_from and "head" not in ground.beginning(at)):
        return False
    part = ground.person_from.get(at)
    if part == "given" and begun:
        return False
    if part == "surname" and (begun or not head.rule.flag("foreign")) and _is_officer(ground, head, at):
        return False
    return is_syllable(word) or head.rule.flag("foreign")


def _is_officer(ground: Ground, head: Word, at: int) -> bool:
    """Whether a person's full name follows the body whose officer he is: `Thứ trưởng Bộ Ngoại giao Hà Kim Ngọc`."""
    found = _FULL_NAME.match(ground.text, at)
    if found is None or not all(map(is_syllable, found.group().split(" "))):
        return False
    titled = not ground.title_to.keys().isdisjoint((ground.before(head.start), head.end))
    more = found.group(1).count(" ")
    return (1 if titled else 2) <= more <= 3 and (titled or head.rule.flag("policy"))


def _whole_word(ground: Ground, end: int) -> int:
    """The end of a word of two syllables of which only the first is capitalised (`Cải cách`)."""
    after = _SECOND.match(ground.text, end)
    if after is None or after.group(1) in ground.stops or end + 1 in ground.title_from:
        return end
    return after.end() if is_syllable(after.group(1)) else end


def _next(ground: Ground, head: Word, at: int, begun: bool) -> int:
    """Where the next word of the name may begin: after a blank, or after a comma or a dash in a list (`Bộ Văn hóa, Thể thao …`); -1 at the end."""
    text = ground.text
    for gap in _LIST_GAPS if begun and not head.rule.flag("lower") else ():
        after = at + len(gap)
        if (
            text.startswith(gap, at)
            and text[after : after + 1].isupper()
            and "word" in ground.beginning(after)
        ):
            return after
    return at + 1 if text.startswith(" ", at) else -1
