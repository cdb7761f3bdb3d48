"""Two texts of one report → the paragraphs that were added, removed, changed or moved, and the words within them.

Blanks, ends of lines, letters that print nothing and the way in which diacritics are encoded (NFC, NFD) are no difference; a mark, a
capital or another spelling of the tone is. Whatever the texts are, the time is bounded: matching costs at most the pairs of equal words
times the words of the shorter side, and what would cost more than `_STEPS` stands as replaced.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from biennien.model import Edit, Paragraph, Span, Stretch

_ZERO = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"  # letters without a width, also within words
_TOKEN = re.compile(rf"\d+(?:[.,:/-]\d+)*|[^\W\d_][\w\u0300-\u036f{_ZERO}]*|\w|[^\w\s]")
_WITHOUT = re.compile(f"[{_ZERO}]+")
_UNSEEN = ("Cc", "Cf", "Mn")
_STEPS = 20_000_000  # some seconds at the very worst
_LIKE = 0.5  # of the words of both are shared: paragraphs that are one, changed
_ALONE = 0.25  # where only one stands beside one
_MOVED = 0.75
_WORDS = 4  # that a paragraph has whose place matters
_PAIRS = 2_500  # paragraphs beside paragraphs that are held against each other


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph: its number, its place, and its tokens with their places in the text."""

    number: int
    span: Span
    tokens: tuple[str, ...]
    places: tuple[Span, ...]

    @property
    def key(self) -> str:
        return "\x1f".join(self.tokens)


@dataclass(slots=True)
class _Steps:
    """What may still be spent; `short` where it was not enough for something."""

    left: int = _STEPS
    short: bool = False

    def spend(self, steps: int) -> bool:
        if steps > self.left:
            self.short = True
            return False
        self.left -= steps
        return True


@dataclass(frozen=True, slots=True)
class _Group:
    """Paragraphs before that became paragraphs after, by their places in the lists."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    moved: bool = False


def find_edits(
    before: str,
    after: str,
    lines_before: Sequence[Paragraph],
    lines_after: Sequence[Paragraph],
) -> tuple[tuple[Edit, ...], bool]:
    """All paragraphs of two texts in order, each with what became of it, and whether a part was only compared coarsely."""
    old, new = _lines(before, lines_before), _lines(after, lines_after)
    steps = _Steps()
    groups = _groups(old, new, steps)
    edits = [
        _edit(before, after, [old[i] for i in g.before], [new[j] for j in g.after], g.moved, steps)
        for g in groups
    ]
    return tuple(edits), steps.short


def tokens_of(words: str) -> tuple[str, ...]:
    """The words and marks of a text in composed letters: texts that differ in blanks and encoding alone have the same."""
    return tuple(token for token, _ in _placed(words, 0))


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How many words two share, of all they have: 1 where they have the same, 0 where they share none (Dice)."""
    if not one or not other:
        return 0.0
    few, many = sorted((_counted(tuple(one)), _counted(tuple(other))), key=len)
    shared = sum(min(times, many[word]) for word, times in few.items() if word in many)
    return 2 * shared / (len(one) + len(other))


@functools.lru_cache(maxsize=4096)
def _counted(words: tuple[str, ...]) -> Mapping[str, int]:
    return Counter(words)


def find_words(wanted: Sequence[str], text: str) -> Span | None:
    """Where the same words stand in a text for the first time, whatever the blanks between them; None where they do not."""
    placed = list(_placed(text, 0))
    letters = [token for token, _ in placed]
    if not wanted:
        return None
    # A text in which it is looked for by its letters: that is linear, whatever stands in it.
    joined = "\x1f" + "\x1f".join(letters) + "\x1f"
    at = joined.find("\x1f" + "\x1f".join(wanted) + "\x1f")
    if at < 0:
        return None
    first = joined.count("\x1f", 0, at)
    return Span(placed[first][1].start, placed[first + len(wanted) - 1][1].end)


def _placed(text: str, start: int) -> Iterator[tuple[str, Span]]:
    for found in _TOKEN.finditer(text):
        word = found.group()
        if len(word) == 1 and unicodedata.category(word) in _UNSEEN:
            continue
        yield (
            unicodedata.normalize("NFC", _WITHOUT.sub("", word)),
            Span(start + found.start(), start + found.end()),
        )


def _lines(text: str, paragraphs: Sequence[Paragraph]) -> list[_Line]:
    found = []
    for paragraph in paragraphs:
        placed = list(_placed(paragraph.span.cut(text), paragraph.span.start))
        if placed:
            tokens, places = zip(*placed, strict=True)
            found.append(_Line(paragraph.number, paragraph.span, tokens, places))
    return found


def _groups(old: Sequence[_Line], new: Sequence[_Line], steps: _Steps) -> list[_Group]:
    """What became of each paragraph, in the order of the later text; what went stands where it stood."""
    same = _shared([line.key for line in old], [line.key for line in new], steps)
    groups = [_Group((i + n,), (j + n,)) for i, j, size in same for n in range(size)]
    rest: list[tuple[list[int], list[int]]] = []
    i = j = 0
    for at, to, size in [*same, (len(old), len(new), 0)]:
        gone, come = list(range(i, at)), list(range(j, to))
        pairs = list(_paired(old, new, gone, come))
        groups += pairs
        paired_old, paired_new = {n for g in pairs for n in g.before}, {n for g in pairs for n in g.after}
        rest.append(([n for n in gone if n not in paired_old], [n for n in come if n not in paired_new]))
        i, j = at + size, to + size
    gone, come = [n for left, _ in rest for n in left], [n for _, right in rest for n in right]
    moved = dict(_moved(old, new, gone, come))
    there = {*moved.values()}
    groups += [_Group((one,), (other,), moved=True) for one, other in moved.items()]
    groups += [_Group((), (n,)) for n in come if n not in there]
    anchors = sorted((g.before[-1], g.after[-1]) for g in groups if g.before and not g.moved)
    groups += [_Group((n,), ()) for n in gone if n not in moved]

    def place(group: _Group) -> tuple[int, int, int]:
        if group.after:
            return group.after[0], 0, 0
        before = bisect(anchors, (group.before[0], -1)) - 1
        return anchors[before][1] if before >= 0 else -1, 1, group.before[0]

    return sorted(groups, key=place)


def _paired(
    old: Sequence[_Line], new: Sequence[_Line], gone: Sequence[int], come: Sequence[int]
) -> Iterator[_Group]:
    """Of paragraphs between two that are the same, those that are one, changed: in their order, the likeness of all pairs the greatest."""
    if not gone or not come or len(gone) * len(come) > _PAIRS:
        return
    least = _ALONE if len(gone) == len(come) == 1 else _LIKE
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    like = [[likeness(old[i].tokens, new[j].tokens) for j in come] for i in gone]
    for a in range(len(gone) - 1, -1, -1):
        for b in range(len(come) - 1, -1, -1):
            pair = like[a][b] + best[a + 1][b + 1] if like[a][b] >= least else 0.0
            best[a][b] = max(pair, best[a + 1][b], best[a][b + 1])
    pairs, a, b = list[_Group](), 0, 0
    while a < len(gone) and b < len(come):
        if like[a][b] >= least and best[a][b] == like[a][b] + best[a + 1][b + 1]:
            pairs.append(_Group((gone[a],), (come[b],)))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    yield from _grown(old, new, pairs, gone, come)


def _grown(
    old: Sequence[_Line],
    new: Sequence[_Line],
    pairs: Sequence[_Group],
    gone: Sequence[int],
    come: Sequence[int],
) -> Iterator[_Group]:
    """The pairs with the neighbours that make them more alike: a paragraph that was cut in two, or two that were joined."""
    free_old = {*gone} - {n for g in pairs for n in g.before}
    free_new = {*come} - {n for g in pairs for n in g.after}
    for pair in pairs:
        group = pair
        while True:
            now = _likeness_of(old, new, group)
            grown = [
                replace(group, after=tuple(sorted((*group.after, n))))
                for n in (group.after[0] - 1, group.after[-1] + 1)
                if n in free_new
            ] + [
                replace(group, before=tuple(sorted((*group.before, n))))
                for n in (group.before[0] - 1, group.before[-1] + 1)
                if n in free_old
            ]
            group_likeness = [(_likeness_of(old, new, g), -k, g) for k, g in enumerate(grown)]
            if not group_likeness or (found := max(group_likeness))[0] < now + 0.1:
                break
            group = found[2]
            free_old -= {*group.before}
            free_new -= {*group.after}
        yield group


def _likeness_of(old: Sequence[_Line], new: Sequence[_Line], group: _Group) -> float:
    return likeness(
        [t for i in group.before for t in old[i].tokens], [t for j in group.after for t in new[j].tokens]
    )


def _moved(
    old: Sequence[_Line], new: Sequence[_Line], gone: Sequence[int], come: Sequence[int]
) -> list[tuple[int, int]]:
    """Paragraphs that stand elsewhere now, word for word or nearly."""
    found, taken = list[tuple[int, int]](), set[int]()
    by_key: dict[str, list[int]] = {}
    for j in reversed(come):
        by_key.setdefault(new[j].key, []).append(j)
    left = []
    for i in gone:
        if len(old[i].tokens) >= _WORDS and (there := by_key.get(old[i].key)):
            found.append((i, there.pop()))
            taken.add(found[-1][1])
        else:
            left.append(i)
    free = [j for j in come if j not in taken]
    if len(left) * len(free) <= _PAIRS:
        likes = ((likeness(old[i].tokens, new[j].tokens), -i, -j) for i in left for j in free)
        for like, i, j in sorted(likes, reverse=True):
            if like >= _MOVED and len(old[-i].tokens) >= _WORDS and -j not in taken and -i not in dict(found):
                found.append((-i, -j))
                taken.add(-j)
    return found


def _edit(
    before: str, after: str, old: Sequence[_Line], new: Sequence[_Line], moved: bool, steps: _Steps
) -> Edit:
    stretches = tuple(_stretches(before, after, old, new, steps))
    same = all(s.kind == "same" for s in stretches)
    kind = (
        "moved" if moved else "same" if same else "changed" if old and new else "added" if new else "removed"
    )
    return Edit(
        kind=kind,
        before=tuple(line.number for line in old),
        after=tuple(line.number for line in new),
        span_before=Span(old[0].span.start, old[-1].span.end) if old else None,
        span_after=Span(new[0].span.start, new[-1].span.end) if new else None,
        stretches=stretches,
    )


def _stretches(
    before: str, after: str, old: Sequence[_Line], new: Sequence[_Line], steps: _Steps
) -> list[Stretch]:
    """The words of paragraphs: those that went before those that came in their place; blanks stand with words that are the same."""
    a, b = [t for line in old for t in line.tokens], [t for line in new for t in line.tokens]
    places_a, places_b = [p for line in old for p in line.places], [p for line in new for p in line.places]
    blocks = list(_joined(_shared(a, b, steps), len(a), len(b)))
    found: list[Stretch] = []
    i = j = 0
    for at, to, size in [*blocks, (len(a), len(b), 0)]:
        if at > i:
            apart = i > 0 and places_a[i - 1].end < places_a[i].start
            if found and apart and not found[-1].text[-1].isspace():
                found[-1] = replace(found[-1], text=f"{found[-1].text} ")
            found.append(Stretch(text=_cut(before, places_a, i, at), kind="gone"))
        if to > j:
            found.append(Stretch(text=_cut(after, places_b, j, to), kind="come"))
        if size:
            blank = " " if found and found[-1].kind != "same" and found[-1].text[-1].isspace() else ""
            found.append(Stretch(text=blank + _cut(after, places_b, to, to + size), kind="same"))
        i, j = at + size, to + size
    before_same = False  # whether a blank stands at the beginning of the next words that are the same
    for n in range(len(found) - 1, -1, -1):
        if found[n].kind == "same":
            before_same = found[n].text[0].isspace()
        elif before_same or n == len(found) - 1:
            found[n] = replace(found[n], text=found[n].text.rstrip())
    return found


def _cut(text: str, places: Sequence[Span], first: int, end: int) -> str:
    """The words with what stands between them and the next one, so that stretches put together are the text."""
    last = places[end].start if end < len(places) else places[end - 1].end
    return text[places[first].start : last]


def _joined(blocks: Iterable[tuple[int, int, int]], a: int, b: int) -> Iterator[tuple[int, int, int]]:
    """Without a lone word or mark between two changes: there it only stands in the way of reading."""
    i = j = 0
    rows = list(blocks)
    for number, (at, to, size) in enumerate(rows):
        following = rows[number + 1] if number + 1 < len(rows) else (a, b, 0)
        lone = (
            size == 1 and (at - i) + (to - j) >= 2 and (following[0] - at - 1) + (following[1] - to - 1) >= 2
        )
        if not lone:
            yield at, to, size
            i, j = at + size, to + size


def _shared(a: Sequence[str], b: Sequence[str], steps: _Steps) -> list[tuple[int, int, int]]:
    """Stretches that two sequences have in common, as (place, place, length), in the order of both."""
    first = 0
    while first < min(len(a), len(b)) and a[first] == b[first]:
        first += 1
    last = 0
    while last < min(len(a), len(b)) - first and a[-1 - last] == b[-1 - last]:
        last += 1
    left, right = a[first : len(a) - last], b[first : len(b) - last]
    counts = Counter(right)
    cost = sum(counts[item] for item in left) * min(len(left), len(right))
    inner: list[tuple[int, int, int]] = []
    if cost and steps.spend(cost):
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        inner = [(i + first, j + first, n) for i, j, n in matcher.get_matching_blocks() if n]
    found = [(0, 0, first)] if first else []
    found += inner
    return [*found, (len(a) - last, len(b) - last, last)] if last else found
