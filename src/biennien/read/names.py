"""Names that the tables know: which of their hits are the name and not the same words by chance."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.world import Actor, Name
from biennien.read.ground import Ground
from biennien.read.shapes import UPPER, is_syllable, opens


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
_RANK = {"country": 0, "person": 1, "capital": 2, "region": 3, "city": 4, "state": 5, "province": 6}


def full_names(ground: Ground, hits: Sequence[Hit[Name]]) -> tuple[list[Found], list[Hit[Name]]]:
    """The names in full, leftmost and longest, and the short forms left over, which need company."""
    text = ground.text
    found: list[Found] = []
    short: list[Hit[Name]] = []
    last = -1
    for hit in hits:
        start, end, name = hit
        actor = name.actor
        if start < last:  # inside the last name, or another thing of the same name
            same = found[-1].start == start and found[-1].end == end and not name.short
            if same and _rank(actor) < _rank(found[-1].actor) and agrees(text[start:end], name.form):
                found[-1] = Found(start, end, actor.type, actor.entity, "table", actor)
        elif name.short:
            if text[start].isupper():
                short.append(hit)
        elif agrees(text[start:end], name.form) and not (
            actor.type == "ORG" and _is_described(ground, start)
        ):
            found.append(Found(start, end, actor.type, actor.entity, "table", actor))
            last = end
    return found, short


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
    """The name without a common noun that the tables keep with it to tell it apart (`cửa khẩu Rafah`)."""
    head = ground.beginning(name.start).get("place") if name.type == "LOC" else None
    if (
        head is None
        or head.rule.flag("inside")
        or head.end + 1 >= name.end
        or not ground.text[head.end + 1].isupper()
    ):
        return name
    if ground.text[name.start].isupper() and not opens(ground.text, name.start):
        return name
    return name._replace(start=head.end + 1)


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
        return len(words) > 3 and len(form) > 3
    if form.isupper():
        return len(form) > 3 and first.isupper() and rest.islower()  # `Tass`
    return first.isupper() and words.count(" ") > 1  # `Tòa án hình sự quốc tế`


def short_names(ground: Ground, hits: Sequence[Hit[Name]], cover: Cover) -> list[Found]:
    """The short names of places that stand in company; those of people are told later, when the report is known."""
    places = [h for h in hits if h.payload.actor.type != "PER" and not cover.at(h.start)]
    others = {h.start: h.end for h in places}
    return [
        Found(h.start, h.end, h.payload.actor.type, h.payload.actor.entity, "short", h.payload.actor)
        for h in places
        if _in_company(ground, h.start, h.end, cover, others)
    ]


def place_is_meant(ground: Ground, name: Found) -> bool:
    """Whether a place's name stands for the place: not in `tiếng Nga`, `hiệp định Oslo`, nor as a given name (`bà Nga`, `Mỹ Linh`)."""
    text, start, end = ground.text, name.start, name.end
    if name.type == "LOC":
        left = ground.left(start)
        if "language" in left or ("treaty" in left and name.actor and name.actor.kind in ("city", "capital")):
            return False
    if name.type != "LOC" or not is_syllable(text[start:end]):
        return True
    title = ground.title_to.get(start - 1)
    if title and title.kind in ("honorific", "kin"):
        return False
    return not _among_syllables(ground, start, end)


def _among_syllables(ground: Ground, start: int, end: int) -> bool:
    """Whether capitalised syllables stand beside, as in a Vietnamese person's name."""
    text = ground.text
    before = _WORD_BEFORE.search(text, max(0, start - 9), start)
    if (
        before
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
        or "language" in left
        or _among_syllables(ground, start, end)
    ):
        return False
    if "pair_only" in ground.beginning(start):
        return "people" in left
    return not opens(text, start) or (text[start - 1 : start] == "(" and text[end : end + 1] == ")")


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
