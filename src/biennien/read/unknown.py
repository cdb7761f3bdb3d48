"""Names that no table knows: the rows of capitalised words that are left, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from biennien.read.evidence import defined_acronyms, is_body_acronym, is_byline, title_before, type_piece
from biennien.read.ground import Ground
from biennien.read.names import Cover, Found
from biennien.read.shapes import RUN, TOKEN, UPPER, is_marked, is_syllable, opens, run_start

_IN_BRACKETS = re.compile(rf"[{UPPER}]\w*(?: [{UPPER}][\w’'-]*){{1,3}}[)/]")
_LOWER_WORD = re.compile(rf" [^\W\d_{UPPER}]")
_NEXT_CAPITAL = re.compile(rf" ([{UPPER}]\w*)")
_AND = re.compile(r"(?:, | và | hoặc | hay )$")
_TRAILING = re.compile(r" (?:of|the|for|de|du|la|le)$")


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
        word = token.group()
        held = cover.at(begin)
        title = ground.title_from.get(begin)
        if held or title or (opened is None and _is_common(ground, begin, word)):
            if opened is not None:
                yield opened, last
                opened = None
            at = held.end if held else title.end if title else token.end()
            continue
        if opened is None:
            opened = begin
        last = token.end()
        # `X-Nga`: a known name within a word with a hyphen
        if not word.isalpha() and (inner := cover.at(last - 1)):
            if inner.start > opened:
                yield opened, inner.start
            opened, at = None, inner.end
    if opened is not None and last > opened:
        yield opened, last


def _is_common(ground: Ground, at: int, word: str) -> bool:
    """Whether a capital at the start of a sentence is no more than that."""
    if not is_syllable(word) or not opens(ground.text, at):
        return False
    if (
        len(word) > 1
        and word.isupper()
        and not is_marked(word)
        and ground.text[at - 1 : at] in ("(", "/", " ")
    ):
        after = _NEXT_CAPITAL.match(ground.text, at + len(word))
        return after is not None and after.group(1).isupper()  # `(CIA)`, `Ảnh: AP`, but no line of caps
    if at and ground.text[at - 1] == "(" and _IN_BRACKETS.match(ground.text, at):
        return "credit" in ground.beginning(at)  # `Lâm Kiếm (Lin Jian)`, but `(Theo Reuters)`
    after = _NEXT_CAPITAL.match(ground.text, at + len(word))
    return not (
        after
        and is_syllable(after.group(1))
        and (ground.person_from.get(at) == "surname" or is_byline(ground.text, at))
    )


_NOT_PEOPLE = frozenset(("place", "thing", "outlet"))


def find_people_and_others(ground: Ground, known: list[Found], short: set[tuple[int, int]]) -> list[Found]:
    """What the pieces are that the tables do not know in full; `short` are the short names of people that they do know."""
    text = ground.text
    cover = Cover(known)
    defined = defined_acronyms(ground, cover)
    parts = _parts([text[n.start : n.end] for n in known if n.type == "PER"])
    found: list[Found] = []
    left_over: list[tuple[int, int]] = []
    for piece in find_pieces(ground, known, cover):
        start, end = _bounds(ground, cover, *piece)
        if _is_headline(text, start, end):
            inner = [(a, b) for a, b in sorted(short) if start <= a and b <= end]
            found.extend(Found(a, b, "PER", None, "short") for a, b in inner if not is_syllable(text[a:b]))
            continue
        first, _, rest = text[start:end].partition(" ")
        if rest and defined.get(first):  # `Tổng Bí thư CPI Doraisamy Raja`
            found.append(Found(start, start + len(first), "ORG", None, "acronym"))
            start += len(first) + 1
        words = text[start:end]
        place = cover.at(start)
        if place and place.type == "PER":
            found.append(place._replace(end=end))  # `Ferdinand Marcos Sr`
        elif (start, end) in short and _is_meant(ground, cover, start, words, parts):
            found.append(Found(start, end, "PER", None, "short"))
        elif typed := type_piece(ground, cover, start, end, defined):
            more = _settled(ground, cover, start, end, typed, words in parts)
            found.extend(more)
            parts |= _parts([text[f.start : f.end] for f in more if f.type == "PER"])
        elif _follows_town(ground, cover, found, start, words):
            found.append(Found(start, end, "LOC", None, "follows"))
        else:
            left_over.append((start, end))
    found.extend(
        Found(n.start, n.end, "PER", None, "part")
        for n in known
        if n.type == "LOC" and text[n.start : n.end] in parts and _is_last_name(ground, cover, n)
    )
    return found + list(_again(ground, cover, found, left_over, parts))


def _follows_town(ground: Ground, cover: Cover, found: list[Found], start: int, words: str) -> bool:
    """Whether a foreign word follows a town's name: `các hướng Pokrovsk và Kurakhivka`."""
    joint = _AND.search(ground.text, max(0, start - 7), start)
    if joint is None or words.isupper() or all(map(is_syllable, words.split(" "))):
        return False
    town = cover.at(joint.start() - 1) or (found[-1] if found else None)
    if town is None or town.type != "LOC" or town.end != joint.start():
        return False
    kinds = ground.left(town.start)
    return (town.actor is None or town.actor.kind != "country") and ("place" in kinds or "near" in kinds)


def _is_headline(text: str, start: int, end: int) -> bool:
    """Whether words in capitals are a sentence and no name: `PUTIN GẶP ÔNG TRUMP TẠI`; only known names are names there."""
    words = text[start:end]
    if " " not in words or not words.isupper() or not is_marked(words):
        return False
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    return line.isupper() and line.count(" ") > 3


def _bounds(ground: Ground, cover: Cover, start: int, end: int) -> tuple[int, int]:
    """A piece with the known name before it that it is part of, and without the next sentence's first word."""
    text = ground.text
    before = cover.at(start - 2) if start > 1 and text[start - 1] == " " else None
    if before and before.end == start - 1:
        words = text[start:end]
        if before.type == "LOC" and "foreign_body" in ground.ending(end):
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
    if rule in ("of_body", "credit") and is_part:
        type_, rule = "PER", "part"
    elif rule.startswith("title") and after and after.type == "PER":
        type_, rule = "ORG", "before_person"
    elif type_ == "LOC" and after and _is_settlement(after):
        end = after.end  # `Prek Takeo`
    if trailing := _TRAILING.search(ground.text, start, end):
        joined = type_ == "ORG" and after and after.type == "LOC"  # `The New Voice of Ukraine`
        end = after.end if joined and after else trailing.start()
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
    title = title_before(ground, cover, before)
    return title is not None and (title.kind == "honorific" or before not in ground.title_to)


def _is_meant(ground: Ground, cover: Cover, start: int, words: str, parts: set[str]) -> bool:
    """Whether a short name that the tables know stands for a person: a common syllable needs `ông`, or its full name and a title."""
    if not _NOT_PEOPLE.isdisjoint(ground.ending(ground.before(start))):
        return False
    if not is_syllable(words):
        return True
    title = title_before(ground, cover, ground.before(start))
    return title is not None and (title.kind == "honorific" or f"{words} " in parts)


def _split(ground: Ground, start: int, end: int, type_: str, rule: str) -> list[Found]:
    """A body before a person without a sign between: `CEO Nvidia Jensen Huang`, `Tổng thư ký NATO Mark Rutte`."""
    first, _, rest = ground.text[start:end].partition(" ")
    if type_ == "PER" and rule.startswith("title") and rest and is_body_acronym(first) and not rest.isupper():
        at = start + len(first)
        return [Found(start, at, "ORG", None, "before_person"), Found(at + 1, end, "PER", None, rule)]
    if type_ == "PER" and rule in ("title_of_body", "title_of_group"):
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
