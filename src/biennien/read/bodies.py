"""Names of bodies that no table knows: a first word such as `Bộ` or `Tòa án`, and the words it goes on with."""

from __future__ import annotations

import re

from biennien.read.ground import Ground, Word
from biennien.read.names import Cover, Found
from biennien.read.shapes import UPPER, is_syllable, opens

_TOKEN = re.compile(rf"[{UPPER}](?:\w|[-’'.](?=\w))*\+?")
_SECOND = re.compile(r" ([^\W\d_]+)(?!\w|[.-]\w)")
_LIST_GAPS = (", ", " - ", " – ")
_MAX_WORDS = 12


def find_bodies(ground: Ground, named: dict[int, Found], held: Cover) -> list[Found]:
    """The bodies, leftmost first; `named` are the names of the tables by start, `held` tells the places that they cover."""
    found: list[Found] = []
    last = -1
    for start, _, rule in ground.body_hits:
        if start < last or rule.attributes["kind"] != "head":
            continue
        head = ground.beginning(start).get("head")
        if head is None or not _may_begin(ground, head, named, held):
            continue
        end = _tail(ground, head, named)
        if end > head.end or _stands_alone(ground, head):
            found.append(Found(start, end, "ORG", None, "body"))
            last = end
    return found


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
    return not (head.rule.attributes.get("initial") is False and opens(ground.text, head.start))


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
    placed = False
    capital = text[head.start].isupper() and not opens(text, head.start)
    for _ in range(_MAX_WORDS):
        at = _next(ground, at, end > head.end)
        if at < 0:
            break
        kinds = ground.beginning(at)
        if name := named.get(at):
            if name.type == "PER" or (placed and (strict or name.type == "LOC")):
                break
            end = at = name.end
            placed = name.type == "LOC"
            if placed and strict:
                break
        elif (word := kinds.get("word")) and not placed and (end > head.end or capital or text[at].isupper()):
            end = at = word.end
        elif "link" in kinds and end > head.end and not placed:
            at = kinds["link"].end
            if "head" in ground.beginning(at + 1):
                break
        else:
            token = _TOKEN.match(text, at)
            if token is None or not _goes_on(ground, at, token.group(), strict, placed, end > head.end):
                break
            end = at = _whole_word(ground, token.end()) if is_syllable(token.group()) else token.end()
    return end


def _goes_on(ground: Ground, at: int, word: str, strict: bool, placed: bool, begun: bool) -> bool:
    """Whether a capitalised word belongs to the name: not a title, nor a first name; after a place only a foreign word."""
    if at in ground.title_from and "head" not in ground.beginning(at):
        return False
    if ground.person_from.get(at) == "given" and begun:
        return False
    return not placed if is_syllable(word) else not strict


def _whole_word(ground: Ground, end: int) -> int:
    """The end of a word of two syllables of which only the first is capitalised (`Cải cách`)."""
    after = _SECOND.match(ground.text, end)
    if after is None or after.group(1) in ground.stops or end + 1 in ground.title_from:
        return end
    return after.end() if is_syllable(after.group(1)) else end


def _next(ground: Ground, at: int, begun: bool) -> int:
    """Where the next word of the name may begin: after a blank, or after a comma or a dash in a list (`Bộ Văn hóa, Thể thao …`); -1 at the end."""
    text = ground.text
    for gap in _LIST_GAPS if begun else ():
        after = at + len(gap)
        if (
            text.startswith(gap, at)
            and text[after : after + 1].isupper()
            and "word" in ground.beginning(after)
        ):
            return after
    return at + 1 if text.startswith(" ", at) else -1
