"""Whether a regular expression can take longer than its text is long: texts that pump its repeats, run by the engine at growing lengths.

Python's engine backtracks. What makes it slow is a repeat without a near bound whose matches can be cut in many ways, or begun at many
places. So from the parsed pattern each such repeat is taken, with a text that leads to it and words of which it goes on; a text of
`lead + words × n + end` is matched for lengths that double. Linear time doubles with it, quadratic time grows fourfold.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

FIRST, AT_ONCE = (
    (16, 20, 24),
    0.01,
)  # characters of the first attacks, and the seconds that none of them takes
GLANCE, SEEN = (
    2_000,
    0.00025,
)  # characters of the attack that is tried first, and the seconds at which it is looked at again
LENGTH = 4_000  # characters of the shortest attack; a repeat that is bounded below it shows as bounded
SUSPECT = 0.001  # seconds of the processor that linear time does not take for this length
GROWTH = 3.0  # times as long for twice the length: 2 is linear, 4 quadratic
MANY = 40  # a repeat that may go on so often is tried
SUSPECTS = 12  # attacks on one pattern that are run at growing lengths: more are alike
HOPELESS = 0.1  # seconds after which nothing longer is tried
LEADS, WORDS = 3, 8  # of each pattern
ENDS = ("\x00", "\n.")
_CHARACTERS = [chr(c) for c in (*range(32, 127), 9, 10, 0)] + [*"đ–“”\u00a0\u0301ạ…Á¨\ufeff\u4e2d½"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A pattern, where it stands, and how it is used: ``search`` (anywhere), ``match`` (where the caller says) or ``fullmatch``.

    `seen` is what texts go through before the pattern meets them.
    """

    where: str
    pattern: re.Pattern[Any]
    use: str
    seen: Callable[[str], str] = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """A pattern that grows faster than its text: lead, words and end of the text, and the seconds at one, two and four times the length, or at the length at which it was given up."""

    used: Used
    pieces: tuple[str, str, str]
    seconds: tuple[float, ...]


def growth_of(used: Used) -> Slow | None:
    """The text by which a pattern takes more than linear time; None where none of the attacks does."""
    suspects = 0
    for pieces in attacks(used.pattern):
        for size in FIRST:  # exponential time would never end at the lengths below
            if (took := _seconds(used, pieces, size)) > AT_ONCE:
                return Slow(used=used, pieces=pieces, seconds=(took,))
        # Only long blanks are not what they were once a text has been prepared for the patterns.
        seen = used.seen if any(map(str.isspace, pieces[1])) else str
        if _seconds(used, pieces, GLANCE, seen) < SEEN:
            continue
        if _seconds(used, pieces, LENGTH, used.seen) < SUSPECT:
            continue
        if (suspects := suspects + 1) > SUSPECTS:
            return None
        times = [min(_seconds(used, pieces, LENGTH, used.seen) for _ in range(2))]
        if times[0] < SUSPECT:
            continue
        while len(times) < 3 and times[-1] < HOPELESS:
            size = LENGTH << len(times)
            times.append(min(_seconds(used, pieces, size, used.seen) for _ in range(2)))
        if all(later > GROWTH * earlier for earlier, later in itertools.pairwise(times)):
            return Slow(used=used, pieces=pieces, seconds=tuple(times))
    return None


def _seconds(used: Used, pieces: tuple[str, str, str], size: int, seen: Callable[[str], str] = str) -> float:
    """How long a pattern takes on an attack of a length."""
    lead, words, end = pieces
    text: Any = seen(lead + words * (size // len(words)) + end)
    if isinstance(used.pattern.pattern, bytes):
        text = text.encode("latin-1", "replace")
    begin = time.process_time()
    if used.use == "search":
        for _ in used.pattern.finditer(text):
            pass
    else:
        getattr(used.pattern, used.use)(text)
    return time.process_time() - begin


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Texts by their lead, the words that are repeated, and their end."""
    source = pattern.pattern
    tree = parser.parse(source, pattern.flags & ~(re.UNICODE if isinstance(source, bytes) else 0))
    reached = list(_reached(tree, ("",)))
    if not reached:
        return
    words = [w for in_turn in itertools.zip_longest(*(bodies for _, bodies in reached)) for w in in_turn]
    words[WORDS:] = []
    words += [lead + body for leads, bodies in reached for lead in leads[:1] for body in bodies[:1]]
    leads = ["", *(lead for found, _ in reached for lead in found)]
    words = list(dict.fromkeys(word for word in words if word))[: 2 * WORDS]
    yield from itertools.product(list(dict.fromkeys(leads))[:LEADS], words, ENDS)


def _reached(tree: Sequence[Any], leads: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Each repeat of a pattern that may go on long, with texts that lead to it and words that it goes on with."""
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = value
            if most >= MANY:
                yield leads, _texts(body, 8)
            yield from _reached(body, leads)
        elif op is sre.SUBPATTERN:
            yield from _reached(value[3], leads)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _reached(branch, leads)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _reached(value[1], leads)
        elif op is sre.ATOMIC_GROUP:
            yield from _reached(value, leads)
        elif op is sre.GROUPREF_EXISTS:
            for branch in value[1:]:
                yield from _reached(branch or (), leads)
        after = _of(op, value, 3)
        leads = tuple(dict.fromkeys(a + b for a in leads for b in after))[:3]


def _texts(tree: Sequence[Any], many: int) -> list[str]:
    """Some texts that a pattern matches, as far as what it looks at around them allows."""
    found = [""]
    for op, value in tree:
        following = _of(op, value, many)
        found = list(dict.fromkeys(a + b for b in following for a in found))[:many]
    return found


def _of(op: Any, value: Any, many: int) -> list[str]:
    """Some texts that one piece of a pattern matches."""
    if op is sre.LITERAL:
        return [chr(value)]
    if op is sre.NOT_LITERAL:
        return [c for c in _CHARACTERS if ord(c) != value][:many]
    if op is sre.ANY:
        return ["a", " ", "1", '"', "."][:many]
    if op is sre.IN:
        return _characters(value)[:many]
    if op is sre.SUBPATTERN:
        return _texts(value[3], many)
    if op is sre.ATOMIC_GROUP:
        return _texts(value, many)
    if op is sre.BRANCH:
        parts = [_texts(branch, 2) for branch in value[1]]
        return [t for texts in itertools.zip_longest(*parts) for t in texts if t is not None][:many]
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, body = value
        inner = _texts(body, many)
        once = [text * max(least, 1) for text in inner] if most else [""]
        return [*once, ""][:many] if least == 0 else once[:many]
    return [""]


def _characters(value: Any) -> list[str]:
    """Some characters of a class, of different kinds first."""
    test = re.compile(_class(value), re.DOTALL)
    fitting = [c for c in _CHARACTERS if test.match(c)]
    first = [next((c for c in fitting if kind(c)), None) for kind in _KINDS]
    named = [chr(low) for op, low in value if op is sre.LITERAL]
    ranges = [chr(low[0]) for op, low in value if op is sre.RANGE]
    return list(dict.fromkeys([*(c for c in first if c), *named, *ranges, *fitting]))


_KINDS = (str.islower, str.isspace, str.isdigit, str.isupper, lambda c: not c.isalnum() and not c.isspace())


def _class(value: Any) -> str:
    """A class of characters as it was written."""
    parts = []
    for op, part in value:
        if op is sre.NEGATE:
            parts.append("^")
        elif op is sre.LITERAL:
            parts.append(re.escape(chr(part)))
        elif op is sre.RANGE:
            parts.append(f"{re.escape(chr(part[0]))}-{re.escape(chr(part[1]))}")
        else:
            parts.append(_CATEGORIES[part])
    return f"[{''.join(parts)}]"


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}
