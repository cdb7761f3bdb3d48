"""Words from outside made fit for a file: nothing in them ends a field, runs, or turns the direction of writing."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

# C0 and C1 controls but the line break and the tab, lone surrogates, and marks that turn the direction of writing.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+"
)
_NOT_IN_ADDRESS = re.compile(r"[\s<>\"\\^`{|}\x00-\x20\x7f-\x9f]")
_LONGEST_ADDRESS = 2_000
# What JSON leaves as it is, and a terminal, an old script or a page around it obeys.
_ESCAPED = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff<>&]")


def fit(words: str | None) -> str:
    """Words with their line breaks, without what no file should hold."""
    return _UNFIT.sub(" ", (words or "").replace("\r\n", "\n").replace("\r", "\n"))


def on_one_line(words: str | None) -> str:
    """Words on one line."""
    return " ".join(fit(words).split())


def cut(words: str, longest: int) -> str:
    """Words cut between two of them where they are too long."""
    return words if len(words) <= longest else words[: longest - 2].rsplit(" ", 1)[0] + " …"


def web_address(url: str | None) -> str | None:
    """An address that a reader may be sent to; None for anything but http and https."""
    if not url or len(url) > _LONGEST_ADDRESS or _NOT_IN_ADDRESS.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def dumped(value: object, *, indent: int | None = None) -> str:
    """JSON that keeps every letter of the words; what a terminal or a page around it would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    text = _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found.group()):04x}", text)
