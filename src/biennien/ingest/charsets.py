"""Vietnamese from before Unicode: which charset some bytes are in, by whether its words come out, and the text in Unicode."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files

from biennien.knowledge.common import load_common
from biennien.model import Issue, Report

_SAMPLE = 40_000  # bytes by which the charset is known
_LEAST = 0.45  # share of the marked words that must be common words of the news; of running text .8 are
_FEWEST = 6  # words with a mark that are enough to know
_MARGIN = 1.3  # times as many words as in the next best reading
_NAMES = {"cp1258": "Windows-1258"}
_WORDS = re.compile(r"[^\W\d_]+")


def decode_legacy(data: bytes, sample: bytes | None = None) -> tuple[str, str] | None:
    """The text and the name of its charset: Windows-1258, TCVN3, VISCII or VNI; None where no reading of the bytes is Vietnamese.

    `sample` are the bytes that tell it where these do not begin with them.
    """
    sample = (data if sample is None else sample)[:_SAMPLE]
    found = sorted(
        ((_sense(_read(sample, name)), name) for name in ("cp1258", "viscii", "tcvn3", "vni")), reverse=True
    )
    (best, name), (second, _) = found[0], found[1]
    if best < _FEWEST or best < _MARGIN * second:
        return None
    return _read(data, name), _NAMES[name] if name in _NAMES else _tables()[name][0]


def in_charset(data: bytes, charset: str) -> str:
    """The text of bytes in a charset that `decode_legacy` named."""
    names = {
        **{shown: name for name, shown in _NAMES.items()},
        **{row[0]: name for name, row in _tables().items()},
    }
    return _read(data, names[charset])


def repaired(text: str) -> tuple[str, str] | None:
    """A text whose letters were lost on the way, as it was: UTF-8 that was read as Windows-1252, or an old font's letters taken for Latin ones.

    None where it is good as it is, or nothing better comes out.
    """
    if text.isascii() or _sense(text[:_SAMPLE]) >= _FEWEST or (data := _bytes_of(text)) is None:
        return None
    try:
        back = data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_legacy(data)
    return (back, "UTF-8 read as Windows-1252") if _sense(back[:_SAMPLE]) >= _FEWEST else None


def with_charset(report: Report, charset: str, where: str) -> Report:
    """The report with a word on the charset that its letters were in, and what that may have cost."""
    message = f"its letters were in {charset}; they are put into Unicode."
    if charset.startswith("TCVN3"):
        remedy = "Look through its names: capitals with a mark may have become small ones."
    else:
        remedy = "Look through its names: a letter may be another."
    issue = Issue(
        code="charset", severity="warning", message=message, where=where, remedy=remedy, report_id=report.id
    )
    return replace(report, issues=(*report.issues, issue))


def _bytes_of(text: str) -> bytes | None:
    """The bytes that were taken for these characters of Windows-1252 (or Latin-1, where that has none); None where others are among them."""
    found = bytearray()
    for letter in text:
        try:
            found += letter.encode("cp1252")
        except UnicodeEncodeError:
            if letter > "\xff":
                return None
            found.append(ord(letter))
    return bytes(found)


def _read(data: bytes, name: str) -> str:
    if name == "cp1258":
        return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    table = _tables()[name][1]
    text = data.decode("cp1252", "replace") if name == "vni" else data.decode("latin-1")
    if name == "vni":
        return _sequences().sub(lambda found: table[found[0]], text)
    return text.translate({ord(code): letter for code, letter in table.items()})


@functools.cache
def _sequences() -> re.Pattern[str]:
    """What stands for a letter in VNI, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, _tables()["vni"][1]), key=len, reverse=True)))


@functools.cache
def _tables() -> Mapping[str, tuple[str, dict[str, str]]]:
    """By charset its name, and what stands for which letter."""
    rows = tomllib.loads(files("biennien.ingest").joinpath("charsets.toml").read_text("utf-8"))
    tables = {}
    for key, row in rows.items():
        pairs = (pair.split("=") for pair in row["letters"].split())
        table = {(code if key == "vni" else chr(int(code, 16))): letter for letter, code in pairs}
        tables[key] = (row["name"], table)
    return tables


def _sense(text: str) -> float:
    """How many different words with a mark are common in the news; 0 where most words with a mark are none."""
    common = _syllables()
    marked = {w for w in _WORDS.findall(unicodedata.normalize("NFC", text).casefold()) if not w.isascii()}
    known = sum(w in common for w in marked)
    return known if known >= _LEAST * len(marked) else 0


@functools.cache
def _syllables() -> frozenset[str]:
    """The common syllables that have a mark."""
    return frozenset(words for words in load_common() if " " not in words and not words.isascii())
