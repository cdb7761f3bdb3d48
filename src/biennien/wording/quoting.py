"""Cited words with the rest of their clause: only what is shown, the citation itself stays as it is."""

from __future__ import annotations

import re

from biennien.model import Citation, Report

_LONG = 220
_REACH = 48  # characters within which a clause must begin or end
_BEGINS = re.compile(r"""[.,;:!?](?!\d)\s*|[…“”"‘«»()\[\]\n]\s*|\s[–—]\s+|\brằng\s+""")
_ENDS = re.compile(r"""[.,;:!?](?!\d)|[…“”"’«»()\[\]\n]|\s[–—]\s""")
# C0 and C1 controls, and marks that turn the direction of writing: a terminal would obey them.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


def clean(words: str) -> str:
    """Words that a terminal prints and does not obey, on one line."""
    return " ".join(_CONTROL.sub(" ", words).split())


def quoted(words: str) -> str:
    """Words between quotation marks, those inside of the second kind; words that are one quotation already have no two."""
    words = words.strip()
    inner = words[1:-1]
    if words[:1] == "“" and words[-1:] == "”" and not {*"“”"} & {*inner}:
        return words
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


def shown_words(text: str | None, citation: Citation, before: str | None = None) -> str:
    """The quote in its clause where that begins and ends near; else cut at words, with dots.

    `before` are words of the same line that are printed by themselves: the clause ends where they begin.
    """
    if text is None:
        return trimmed(citation.quote)
    start, first = _start(text, citation.span.start)
    end, last = _end(text, citation.span.end, before)
    shown = clean(text[start:end])
    if shown.count("“") > shown.count("”") and text[end : end + 1] == "”":
        shown += "”"
    elif shown.count("”") > shown.count("“") and text[start - 1 : start] == "“":
        shown = "“" + shown
    return f"{'' if first else '… '}{trimmed(shown)}{'' if last else ' …'}"


def trimmed(words: str) -> str:
    """Words cut where they are too long for a table."""
    words = clean(words)
    return words if len(words) <= _LONG else words[:_LONG].rsplit(" ", 1)[0] + " …"


def first_line(report: Report) -> str:
    """How a report begins: its first line that is not blank; "" where there is none."""
    at = report.header
    while at < len(report.text):
        end = report.text.find("\n", at)
        end = len(report.text) if end < 0 else end
        if line := report.text[at:end].strip():
            return line
        at = end + 1
    return ""


def _start(text: str, at: int) -> tuple[int, bool]:
    """Where the clause begins, and whether that is near enough to be shown."""
    low = max(0, at - _REACH)
    begins = [found.end() for found in _BEGINS.finditer(text, low, at) if found.end() <= at]
    if begins:
        return begins[-1], True
    return (0, True) if low == 0 else (at, False)


def _end(text: str, at: int, before: str | None) -> tuple[int, bool]:
    stop = text.find(before, at, at + _REACH) if before else -1
    if stop >= 0:
        return stop, False
    if text[at - 1 : at] and _ENDS.match(text[at - 1]):
        return at, True
    found = _ENDS.search(text, at, at + _REACH)
    if found:
        return found.start(), True
    return (len(text), True) if at + _REACH >= len(text) else (at, False)
