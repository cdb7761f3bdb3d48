"""The text as the rules see it: composed, in one tone spelling, with the way back to the text as given."""

from __future__ import annotations

import re
import unicodedata
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
_BLANK = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\ufeff\u200b]")


@dataclass(frozen=True, slots=True)
class View:
    """`text` for the rules and `lower` of the same length; `offsets[i]` is the place of ``text[i]`` in the original, None where they agree."""

    text: str
    lower: str
    offsets: tuple[int, ...] | None

    def original(self, span: Span) -> Span:
        """The place of a span of the view in the text as given."""
        if self.offsets is None:
            return span
        return Span(self.offsets[span.start], self.offsets[span.end])


def view_of(report: Report) -> View:
    """The view of a report's text; a machine-made header is blanked, every other code point keeps its order."""
    text = report.text
    if report.header:
        text = " " * report.header + text[report.header :]
    offsets: tuple[int, ...] | None = None
    if not unicodedata.is_normalized("NFC", text):
        text, offsets = _compose(text)
    text = _BLANK.sub(" ", text)
    text = _TONE.sub(_new_tone, text)
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals, such as İ, grow in lower case
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return View(text, lower, offsets)


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
        offsets.extend([start] * len(cluster))
        start = end
