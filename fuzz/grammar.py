"""Reports as a grammar makes them from any bytes: Vietnamese news in its words, order and punctuation, and what goes wrong in it.

Each byte is a choice, so that a fuzzer that changes a byte changes a word or a turn of a sentence, and what `hypothesis` shrinks stays news.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Sequence

from biennien.knowledge.load import load_knowledge

_NOISE = (
    "\u0301", "\u0323", "\u200b", "\ufeff", "\u202e", "\x00", "\r\n", "\u2028", "\x85", "&amp;", "&#x1F;", "ﬁ", "１２", "İ", "ß",
    "𝒜", "…", "...", "!?!", "\t\t", "   ", "“", "”", '"', "«", "»", "‘", "’", "(", ")", "[", "]", "—", "-", "/", "؟", "中", "한",
)  # fmt: skip
_FRAMES = (
    "{title} {name} {cue} {clause}.",
    "{name} {cue} rằng “{clause}”.",
    "“{clause}”, {title} {name} {cue}.",
    "“{clause}, {name} {cue} {day}. {clause}”",
    "Theo {name}, {clause}.",
    "{day}, {name} và {name} {meeting} tại {place}.",
    "{meeting} giữa {name} và {name} {status}.",
    "{name} {status} {meeting} với {name} vào {day} vì {clause}.",
    "Người phát ngôn {place} {cue} {meeting} {status}, nếu {clause}.",
    "Ông {cue} {clause}, trong khi bà {name} {cue} ngược lại.",
    "{noise}{name}{noise} {cue}{noise} {clause}{noise}",
    "{any}",
    "Ảnh: {name}",
    "Published: {iso}",
    "({place}) - {clause}",
)


class Choices:
    """What some bytes choose, one after the other; when they are used up, always the first."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> bool:
        """Whether there is anything left to choose by."""
        return self._at < len(self._data)

    def below(self, number: int) -> int:
        """A number from 0 up to, and without, `number`."""
        width = 1 if number <= 256 else 2
        found = int.from_bytes(self._data[self._at : self._at + width], "big")
        self._at += width
        return found % number

    def one_of(self, those: Sequence[str]) -> str:
        """One of some words."""
        return those[self.below(len(those))]

    def rest(self) -> bytes:
        """The bytes that are left."""
        found, self._at = self._data[self._at :], len(self._data)
        return found


def news(data: bytes, lines: int = 12) -> str:
    """A report; any bytes make one, the same bytes the same one. The first byte tells how it is spelt."""
    choices = Choices(data)
    spelling = choices.below(8)
    found: list[str] = []
    while choices.left and len(found) < lines:
        sentences = 1 + choices.below(3)
        found.append(" ".join(_sentence(choices) for _ in range(sentences)))
    text = "\n".join(found)
    if spelling == 7:
        return unicodedata.normalize("NFD", text)
    return text.upper() if spelling == 6 else text


def _sentence(choices: Choices) -> str:
    frame = choices.one_of(_FRAMES)
    parts = frame.split("{")
    return parts[0] + "".join(
        _MADE[name](choices) + after for name, after in (p.split("}", 1) for p in parts[1:])
    )


def _clause(choices: Choices) -> str:
    words = [_MADE[choices.one_of(_KINDS)](choices) for _ in range(1 + choices.below(5))]
    return " ".join(words)


def _day(choices: Choices) -> str:
    kind = choices.below(4)
    if kind == 0:
        return choices.one_of(_phrases("times"))
    numbers = [choices.below(40), choices.below(15)]
    return ("ngày {}/{}", "hôm {}-{}", "{} ngày trước, tháng {}")[kind - 1].format(*numbers)


def _iso(choices: Choices) -> str:
    return f"{choices.below(10):d}025-{choices.below(14):02d}-{choices.below(33):02d}T{choices.below(26):02d}:30:00+07:00"


def _any(choices: Choices) -> str:
    """Any letters."""
    return "".join(chr(choices.below(0x2100)) for _ in range(1 + choices.below(20)))


@functools.cache
def _phrases(layer: str) -> tuple[str, ...]:
    """The words at which the rules of a layer are tried, and their examples without the brackets."""
    rules = load_knowledge().rules.get(layer, ())
    return tuple(sorted({word for rule in rules for word in rule.at})) or ("hôm qua",)


@functools.cache
def _names() -> tuple[str, ...]:
    forms = sorted({name.form for name in load_knowledge().world.names()})
    return (*forms[:: max(1, len(forms) // 400)], "Trần Văn Ất", "Kẻ Lạ", "O'Neil-Smith", "T.T.", "iPhone")


@functools.cache
def _layers() -> tuple[str, ...]:
    return tuple(sorted(load_knowledge().rules))


_TITLES = (
    "Tổng thống",
    "Ngoại trưởng",
    "ông",
    "bà",
    "nhà lãnh đạo",
    "Thủ tướng",
    "phát ngôn viên",
    "người đồng cấp",
    "",
)
_PLACES = ("Hà Nội", "Budapest", "Moscow", "Nhà Trắng", "Điện Kremlin", "Washington", "Thụy Sĩ", "đó")
_MADE: dict[str, Callable[[Choices], str]] = {
    "title": lambda c: c.one_of(_TITLES),
    "name": lambda c: c.one_of(_names()),
    "place": lambda c: c.one_of(_PLACES),
    "cue": lambda c: c.one_of(_phrases("cues")),
    "status": lambda c: c.one_of(_phrases("statuses")),
    "meeting": lambda c: c.one_of(_phrases("meetings")),
    "rule": lambda c: c.one_of(_phrases(c.one_of(_layers()))),
    "noise": lambda c: c.one_of(_NOISE),
    "clause": _clause,
    "day": _day,
    "iso": _iso,
    "any": _any,
}
_KINDS = ("rule", "name", "meeting", "status", "day", "cue", "rule", "noise", "place", "title")
