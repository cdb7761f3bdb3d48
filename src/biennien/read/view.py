"""The text as the rules see it: composed, in one tone spelling, with the way back to the text as given."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from biennien.model import Report, Span

# The two spellings of the tone in open syllables (hoà/hòa, huỷ/hủy): both are standard, rules know the second.
_OLD = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# Begins with a set of characters, so that the search is fast; not after q: `quả` has one spelling.
_TONE = re.compile(r"[oOuU][àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?<![qQ]..)(?![^\W\d_])")
_BLANK = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# What pages put into a text that is no letter of it: marks without width, ligatures, wide letters, entities; blanks in a row, and what ends lines beside the newline.
_RARE = re.compile(
    r"[&\r\x0b\x0c\x1c-\x1f\x85\u00ad\u1680\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufb00-\ufb06\ufeff\uff01-\uff5e]"
)
_ODD = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|(?<=\S)  +(?=\S)|(?<=\s\s\s\s\s\s\s\s)\s\s+|[\ufb00-\ufb06\uff01-\uff5e]"
    r"|&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});",
    re.IGNORECASE,
)
_ENDS_LINE = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
# The letters of the old font TCVN3 (ABC), each one code point, as programs show them that take the bytes for Latin-1.
_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
_OLD_FONT = re.compile(
    "(?<=[a-zA-Z])[¨©ª¬\u00adµ¸¹·¶»¼½¾](?=[a-zA-Z\u00c0-\u00ff ,.])|®(?=[a-z\u00a8-\u00ff])"
)
_MODERN = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_OLD_SIGN = re.compile("[¨©ª¬®µ¸¹¶¼½¾]")


@dataclass(frozen=True, slots=True)
class View:
    """`text` for the rules and `lower` of the same length.

    `offsets[i]` is the place of ``text[i]`` in the original, `ends[i]` where it ends there; None where both agree.
    """

    text: str
    lower: str
    offsets: tuple[int, ...] | None
    ends: tuple[int, ...] | None = None

    def original(self, span: Span) -> Span:
        """The place of a span of the view in the text as given; what was left out beside it stays outside."""
        if self.offsets is None:
            return span
        start = self.offsets[span.start]
        if self.ends is None:
            return Span(start, self.offsets[span.end])
        return Span(start, self.ends[span.end - 1] if span.end > span.start else start)


def view_of(report: Report) -> View:
    """The view of a report's text; a machine-made header is blanked, every other letter keeps its order."""
    text = report.text
    if report.header:
        text = " " * report.header + text[report.header :]
    if _OLD_SIGN.search(text):
        text = "".join(map(_from_tcvn3, text.splitlines(keepends=True)))
    text = _BLANK.sub(" ", text)
    offsets: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    if not unicodedata.is_normalized("NFC", text):
        text, offsets = _compose(text)
    if (
        _RARE.search(text)
        or text.find("  ", report.header) >= 0
        or text.find("\n\n\n") >= 0
        or text.find("\n \n") >= 0
    ):
        text, offsets, ends = _plain(text, offsets)
    text = _TONE.sub(_new_tone, text)
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals, such as İ, grow in lower case
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return View(text, lower, offsets, ends)


def _from_tcvn3(line: str) -> str:
    """A line in the letters of today; one in TCVN3 is told by its signs within words and by having no letter of Unicode's Vietnamese."""
    old = len(_OLD_FONT.findall(line)) > 2 and _MODERN.search(line) is None
    return line.translate(_TCVN3) if old else line


def _plain(
    text: str, offsets: tuple[int, ...] | None
) -> tuple[str, tuple[int, ...] | None, tuple[int, ...] | None]:
    """The text with the odd signs of pages left out or read, and where each code point begins and ends in the original."""
    places: Sequence[int] = offsets if offsets is not None else range(len(text) + 1)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _ODD.finditer(text):
        start, end = found.span()
        new = _read(found.group())
        if new == found.group():
            continue
        out += (text[at:start], new)
        starts += [*places[at:start], *[places[start]] * len(new)]
        ends += [*places[at + 1 : start + 1], *[places[end]] * len(new)]
        at = end
    if not out:
        return text, offsets, None
    out.append(text[at:])
    starts += places[at:]
    ends += places[at + 1 :]
    return "".join(out), tuple(starts), tuple(ends)


def _read(sign: str) -> str:
    """What an odd sign stands for: an entity its character, a ligature its letters, blanks in a row one, a mark without width nothing.

    Blanks and ends of lines beyond the eighth are one: patterns look ahead over blanks, and must not look far.
    """
    if sign[0] == "&":
        character = html.unescape(sign)
        return (" " if character.isspace() else character) if len(character) == 1 else sign
    if sign[0].isspace():
        found = _ENDS_LINE.search(sign)
        return found.group() if found else " "
    return unicodedata.normalize("NFKC", sign) if sign[0] >= "\ufb00" and sign[0] != "\ufeff" else ""


def _new_tone(found: re.Match[str]) -> str:
    pair = found.group()
    new = _OLD.get(pair.lower(), pair)
    return "".join(n.upper() if p.isupper() else n for n, p in zip(new, pair, strict=True))


def _compose(text: str) -> tuple[str, tuple[int, ...]]:
    """NFC cluster by cluster, so that each code point of the result knows where its cluster began."""
    out: list[str] = []
    offsets: list[int] = []
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if unicodedata.is_normalized("NFC", line):
            out.append(line)
            offsets.extend(range(start, end))
        else:
            _compose_line(text, start, end, out, offsets)
        start = end
    offsets.append(start)
    return "".join(out), tuple(offsets)


def _compose_line(text: str, start: int, stop: int, out: list[str], offsets: list[int]) -> None:
    while start < stop:
        end = start + 1
        while end < stop and unicodedata.combining(text[end]):
            end += 1
        cluster = unicodedata.normalize("NFC", text[start:end])
        out.append(cluster)
        # Marks that compose with nothing keep their own places, so that what ends before them ends there.
        offsets.append(start)
        offsets.extend(max(start, end - left) for left in range(len(cluster) - 1, 0, -1))
        start = end
