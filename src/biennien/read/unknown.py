"""Names that no table knows, typed by their shape and by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from biennien.read.ground import Ground, Word
from biennien.read.names import Cover, Found
from biennien.read.shapes import RUN, TOKEN, UPPER, is_marked, is_syllable, opens, run_start

_ACRONYM = re.compile(r"[A-ZĐ][A-ZĐ0-9&.-]{1,9}$")
_BODY_WORDS = re.compile(
    r"(?:^|(?<=\s))(?:Times|News|Post|Bank|Group|Corp|Corporation|University|Institute|Inc|Journal|Media|Press|Agency|Daily|Herald|Tribune|TV|Radio|"
    r"Foundation|Council|Center|Centre|Association|Club|United|FC|Guardian|Telegraph|Review|Online|Network|Airlines|Airways|Energy|Motors|"
    r"Capital|Partners|Research|Analytics|Broadcasting|Today|Weekly|Magazine|Observer|Monitor|Company|Global|International|Studio|Studios)$"
)
_EVENT_WORDS = re.compile(
    r"(?:League|Cup|Open|Liga|Serie|Grand|Prix|Championship|Games|Awards|Show|Festival|Tour|Masters|Olympic|Olympics|World)$"
)
_NEXT_CAPITAL = re.compile(rf" ([{UPPER}]\w*)")
_BYLINE = re.compile(rf"(?:[{UPPER}][^\W\d_]*)(?: [{UPPER}][^\W\d_]*){{1,3}}(?= ?(?:\(|\n|\r|$))")
_KOREAN = re.compile(rf"[{UPPER}][a-z]+ [{UPPER}][a-z]+-[a-z]+$")
_LOWER_WORD = re.compile(rf" [^\W\d_{UPPER}]")
_TITLECASE = re.compile(rf"[{UPPER}][^\W\d_{UPPER}]+(?:[-’'][{UPPER}]?[^\W\d_{UPPER}]+)*$")
_OF = re.compile(r" (?:của|tại|ở|thuộc)$")


def find_pieces(ground: Ground, known: Sequence[Found], cover: Cover) -> Iterator[tuple[int, int]]:
    """Rows of capitalised words outside the names and titles found so far; a first word of a sentence that is a common one is left out."""
    text = ground.text
    ends = {t.start: t.end for t in ground.titles}
    ends.update((n.start, n.end) for n in known)
    for run in RUN.finditer(text):
        start, end = run.span()
        at = start = run_start(text, start)
        while at < end and at in ends:
            at = ends[at] + 1
        if at < end:
            yield from _pieces(ground, cover, start, end)


def _pieces(ground: Ground, cover: Cover, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of one row of capitalised words that no known name or title covers."""
    at = start
    opened: int | None = None
    last = start
    for token in TOKEN.finditer(ground.text, start, end):
        begin = token.start()
        if begin < at:
            continue
        held = cover.at(begin)
        title = ground.title_from.get(begin)
        if held or title or (opened is None and _is_common(ground, begin, token.group())):
            if opened is not None:
                yield opened, last
                opened = None
            at = held.end if held else title.end if title else token.end()
            continue
        if opened is None:
            opened = begin
        last = token.end()
        if inner := cover.at(last - 1):  # `X-Nga`: a known name within a word with a hyphen
            if inner.start > opened:
                yield opened, inner.start
            opened, at = None, inner.end
    if opened is not None and last > opened:
        yield opened, last


def _is_common(ground: Ground, at: int, word: str) -> bool:
    """Whether a capital at the start of a sentence is no more than that."""
    if not is_syllable(word) or not opens(ground.text, at):
        return False
    after = _NEXT_CAPITAL.match(ground.text, at + len(word))
    return not (
        after
        and is_syllable(after.group(1))
        and (ground.person_from.get(at) == "surname" or _is_byline(ground.text, at))
    )


def _is_byline(text: str, at: int) -> bool:
    """Whether the line holds nothing but a name of two to four syllables (`Minh Thu (Theo AFP)`)."""
    if at and text[at - 1] not in "\n\r":
        return False
    line = _BYLINE.match(text, at)
    return line is not None and not line.group().isupper()


def type_piece(ground: Ground, cover: Cover, start: int, end: int) -> tuple[str, str] | None:
    """(type, rule) of a row of capitalised words; None where nothing tells that it is a name, or of what."""
    words = ground.text[start:end].split(" ")
    before = ground.before(start)
    left = ground.ending(before)
    if (
        not _NO_NAMES.isdisjoint(left)
        or _EVENT_WORDS.search(words[-1])
        or "no_name" in ground.beginning(start)
    ):
        return None
    title = _title(ground, cover, before)
    acronym = len(words) == 1 and _ACRONYM.match(words[0]) is not None
    if (
        len(words) == 1
        and not acronym
        and is_syllable(words[0])
        and not (title and title.kind in ("honorific", "kin"))
    ):
        return None
    if "outlet" in left or _outlet_beyond(ground, cover, before):
        return "ORG", "outlet"
    if title and title.rule.flag("of_body") and len(words) == 1:
        return "ORG", "of_body"
    if title and not (acronym and title.kind != "honorific"):
        return "PER", "title_of_body" if title.rule.flag("of_body") else "title"
    for kind, type_ in _COMPANY:
        if kind in left:
            return type_, kind
    return _type_by_shape(ground, start, end, words, acronym, near="near" in left)


def _type_by_shape(
    ground: Ground, start: int, end: int, words: list[str], acronym: bool, near: bool
) -> tuple[str, str] | None:
    """(type, rule) by the words themselves, where no word before them tells; `near` after a preposition of place."""
    first = ground.person_from.get(start)
    if len(words) > 1 and _BODY_WORDS.search(words[-1]):
        return "ORG", "foreign_body"
    if len(words) > 1 and first == "given" and len(words[-1]) > 1 and not all(map(str.isupper, words)):
        return "PER", "given"
    if first == "surname" and 2 <= len(words) <= 4 and all(map(is_syllable, words)):
        return "PER", "surname"
    if _KOREAN.match(ground.text[start:end]):
        return "PER", "korean"
    if _is_byline(ground.text, start):
        return "PER", "byline"
    if acronym:
        return ("ORG", "acronym") if len(words[0]) > 2 and words[0].isalpha() else None
    if near:
        return "LOC", "near"
    foreign = len(words) in (2, 3) and not all(map(is_syllable, words))
    return (
        ("PER", "shape") if foreign and all(_TITLECASE.match(w) and not is_marked(w) for w in words) else None
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


_NOT_PEOPLE = frozenset(("place", "thing", "outlet"))
_NO_NAMES = frozenset(("thing", "language"))
_COMPANY = (("credit", "ORG"), ("group", "ORG"), ("place", "LOC"))
_PERSONAL = frozenset(("office", "descriptor", "honorific", "kin", "counterpart"))


def _title(ground: Ground, cover: Cover, before: int) -> Word | None:
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


def find_people_and_others(ground: Ground, known: list[Found], short: set[tuple[int, int]]) -> list[Found]:
    """What the pieces are that the tables do not know in full; `short` are the short names of people that they do know."""
    text = ground.text
    cover = Cover(known)
    parts = _parts([text[n.start : n.end] for n in known if n.type == "PER"])
    found: list[Found] = []
    left_over: list[tuple[int, int]] = []
    for piece in find_pieces(ground, known, cover):
        start, end = _bounds(text, cover, *piece)
        words = text[start:end]
        place = cover.at(start)
        if place and place.type == "PER":
            found.append(place._replace(end=end))  # `Ferdinand Marcos Sr`
        elif (start, end) in short and _is_meant(ground, cover, start, words, parts):
            found.append(Found(start, end, "PER", None, "short"))
        elif typed := type_piece(ground, cover, start, end):
            more = _settled(ground, cover, start, end, typed, words in parts)
            found.extend(more)
            parts |= _parts([text[f.start : f.end] for f in more if f.type == "PER"])
        else:
            left_over.append((start, end))
    found.extend(
        Found(n.start, n.end, "PER", None, "part")
        for n in known
        if n.type == "LOC" and text[n.start : n.end] in parts and _is_last_name(ground, cover, n)
    )
    return found + list(_again(ground, cover, found, left_over, parts))


def _bounds(text: str, cover: Cover, start: int, end: int) -> tuple[int, int]:
    """A piece with the known name before it that it is part of, and without the next sentence's first word."""
    before = cover.at(start - 2) if start > 1 and text[start - 1] == " " else None
    if before and before.end == start - 1:
        words = text[start:end]
        if before.type == "LOC" and _BODY_WORDS.search(words):
            return before.start, end  # `Singapore Airlines`
        if before.type == "PER" and not is_syllable(words):
            return before.start, end
    return start, _without_next_sentence(text, start, end)


def _settled(
    ground: Ground, cover: Cover, start: int, end: int, typed: tuple[str, str], is_part: bool
) -> list[Found]:
    """The names in a typed piece, after a look at what follows it."""
    type_, rule = typed
    after = cover.at(end + 1) if ground.text[end : end + 1] == " " else None
    if after and after.start != end + 1:
        after = None
    if rule == "of_body" and is_part:
        type_, rule = "PER", "part"
    elif rule.startswith("title") and after and after.type == "PER":
        type_, rule = "ORG", "before_person"
    elif type_ == "LOC" and after and _is_settlement(after):
        end = after.end  # `Prek Takeo`
    return _split(ground, start, end, type_, rule)


def _again(
    ground: Ground, cover: Cover, found: list[Found], left_over: list[tuple[int, int]], parts: set[str]
) -> Iterator[Found]:
    """The pieces that tell nothing by themselves but stand elsewhere in the report as a name."""
    types = {ground.text[f.start : f.end]: f.type for f in reversed(found) if f.rule != "short"}
    for start, end in left_over:
        words = ground.text[start:end]
        if words in parts and _is_meant(ground, cover, start, words, parts):
            yield Found(start, end, "PER", None, "part")
        elif words in types:
            yield Found(start, end, types[words], None, "again")


def _without_next_sentence(text: str, start: int, end: int) -> int:
    """The end of a foreign name to which the page has glued the next sentence (`Salman Khurshid Tuyên bố …`)."""
    at = text.rfind(" ", start, end)
    if at < 0:
        return end
    last = text[at + 1 : end]
    glued = is_marked(last) and is_syllable(last) and _LOWER_WORD.match(text, end) is not None
    return at if glued and not all(map(is_syllable, text[start:at].split(" "))) else end


def _is_settlement(name: Found) -> bool:
    return name.type == "LOC" and (name.actor is None or name.actor.kind != "country")


def _parts(names: list[str]) -> set[str]:
    """First and last words of names: what a report calls people by after the first time; with a blank the first ones."""
    out: set[str] = set()
    for name in names:
        words = name.split(" ")
        if len(words) > 1:
            out.update((words[0], words[-1], " ".join(words[1:]), " ".join(words[-2:]), f"{words[0]} "))
    return out


def _is_last_name(ground: Ground, cover: Cover, place: Found) -> bool:
    """Whether a place's name after a title is a person's: `Thủ tướng Bồ Đào Nha Montenegro`."""
    before = ground.before(place.start)
    title = _title(ground, cover, before)
    return title is not None and (title.kind == "honorific" or before not in ground.title_to)


def _is_meant(ground: Ground, cover: Cover, start: int, words: str, parts: set[str]) -> bool:
    """Whether a short name that the tables know stands for a person: a common syllable needs `ông`, or its full name and a title."""
    if not _NOT_PEOPLE.isdisjoint(ground.ending(ground.before(start))):
        return False
    if not is_syllable(words):
        return True
    title = _title(ground, cover, ground.before(start))
    return title is not None and (title.kind == "honorific" or f"{words} " in parts)


def _split(ground: Ground, start: int, end: int, type_: str, rule: str) -> list[Found]:
    """A body before a person without a blank sign between: `CEO Nvidia Jensen Huang`."""
    if type_ == "PER" and rule == "title_of_body":
        for token in TOKEN.finditer(ground.text, start, end):
            at = token.start()
            if (
                at > start
                and token.end() < end
                and ground.person_from.get(at) == "given"
                and ground.person_from.get(start) != "given"
            ):
                return [Found(start, at - 1, "ORG", None, "before_person"), Found(at, end, "PER", None, rule)]
    return [Found(start, end, type_, None, rule)]
