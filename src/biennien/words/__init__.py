"""Every sentence that a person reads, in each language: one file a language, a message a key, the same keys in all.

The software itself speaks English where other programs listen (JSON, the record, the Python API). What it says there
of bad input is put into another language by its sentence, since such sentences are kept with the reports.
"""

from __future__ import annotations

import functools
import re
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

__all__ = ["LANGUAGES", "Words", "filled", "language_of", "load_words"]

LANGUAGES = ("en", "vi")
SENTENCES = "sentence."  # keys of what is translated by its English sentence
_SIGNED = re.compile(r"(.*) on (\d{4})-(\d\d)-(\d\d) \((d-\w+)\)")
_DATED = re.compile(r"(.*) \((\w+)\)")
_HOLE = re.compile(r"\{(\w+)\}")


class Words:
    """The messages of one language."""

    def __init__(self, lang: str, texts: Mapping[str, str]) -> None:
        """The texts by key."""
        self.lang = lang
        self._texts = texts

    def __call__(self, key: str, /, **values: object) -> str:
        """The message with its placeholders filled; a number chooses a form: ``{n} {n:report|reports}``."""
        return filled(self._texts[key], **values)

    def named(self, kind: str, code: str) -> str:
        """The word for a code, the code itself where there is none: ``("status", "postponed")`` → ``hoãn``."""
        return self._texts.get(f"{kind}.{code}", code.replace("_", " "))

    def knows(self, kind: str, code: str) -> bool:
        """Whether there is a word for a code."""
        return f"{kind}.{code}" in self._texts

    def told(self, sentence: str, names: Mapping[str, str] | None = None) -> str:
        """An English sentence of the software in this language, unchanged where it is not known; actors by their `names`."""
        if not sentence or self.lang == "en":
            return sentence
        for key, literals, holes in _patterns():
            if (found := _fillings(sentence, literals)) is not None:
                filled = zip(holes, found, strict=True)
                parts = {hole: self._part(hole, words, names or {}) for hole, words in filled}
                return _FORMATTER.vformat(self._texts[key], (), parts)
        return sentence

    def was(self, words: str) -> str:
        """A date with what it rested on, as decisions keep it (`2025-10-21 (metadata)`), in this language."""
        found = _DATED.fullmatch(words)
        if found and (basis := self._texts.get(f"dated_by.{found[2]}")):
            return f"{found[1]} ({basis})" if self.lang != "en" else words
        return self._texts["day.none"] if words == "no day" and self.lang != "en" else words

    def _part(self, hole: str, words: str, names: Mapping[str, str]) -> str:
        """What stands in a hole: ``more`` is a sentence itself, ``what`` names actors, others may be known words."""
        if hole == "more":
            return self.told(words, names)
        if hole == "who" and (signed := _SIGNED.fullmatch(words)):
            return "{}, {}/{}/{} ({})".format(*(signed[n] for n in (1, 4, 3, 2, 5)))
        if hole == "was":
            return self.was(words)
        if hole == "what":
            kind, colon, who = words.rpartition(": ")
            actors = "".join(names.get(part, part) for part in re.split(r"(, | – )", who))
            known = (self._texts.get(f"{section}.{kind}") for section in ("status", "kind", "sentence"))
            return f"{next((text for text in known if text), kind)}{colon}{actors}"
        key = _words().get(words)
        return self._texts[key] if key else words


class _Formatter(string.Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return one if value == 1 else many
        return str(super().format_field(value, format_spec))


_FORMATTER = _Formatter()


def filled(text: str, /, **values: object) -> str:
    """A text with its placeholders filled; a number chooses a form: ``{n} {n:report|reports}``."""
    return _FORMATTER.vformat(text, (), values)


@functools.cache
def load_words(lang: str) -> Words:
    """The messages of a language (`en` or `vi`)."""
    return Words(lang, _texts(lang))


def language_of(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for: BIENNIEN_LANG, else the locale; English where that is another."""
    asked = environment.get("BIENNIEN_LANG", "").strip().lower()
    if asked in LANGUAGES:
        return asked
    locale = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := environment.get(k))), "")
    return "vi" if re.match(r"vi([_.@-]|$)", locale.lower()) else "en"


@functools.cache
def _texts(lang: str) -> dict[str, str]:
    source = files("biennien.words").joinpath(f"{lang}.toml").read_text("utf-8")
    return dict(_flat(tomllib.loads(source), ""))


def _flat(table: Mapping[str, object], before: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, str(value)


@functools.cache
def _patterns() -> list[tuple[str, list[str], list[str]]]:
    """The English sentences, those that say most first: the words around their holes, and the names of the holes."""
    rows = [(k, v) for k, v in _texts("en").items() if k.startswith(SENTENCES)]
    rows.sort(key=lambda row: -len(_HOLE.sub("", row[1])))
    parts = [(key, _HOLE.split(text.replace("{{", "\0").replace("}}", "\1"))) for key, text in rows]
    return [
        (key, [literal.replace("\0", "{").replace("\1", "}") for literal in found[::2]], found[1::2])
        for key, found in parts
    ]


def _fillings(sentence: str, literals: Sequence[str]) -> list[str] | None:
    """What stands in the holes between the words of a message, each as short as may be; None where a sentence is not that message.

    The first place of each word is the right one if any is, so that the time grows with the sentence alone, whatever is in it.
    """
    first, *others = literals
    if not sentence.startswith(first):
        return None
    at, found = len(first), []
    for literal in others[:-1]:
        start = sentence.find(literal, at)
        if start < 0:
            return None
        found.append(sentence[at:start])
        at = start + len(literal)
    if not others:
        return found if at == len(sentence) else None
    end = len(sentence) - len(others[-1])
    if end < at or not sentence.endswith(others[-1]):
        return None
    return [*found, sentence[at:end]]


@functools.cache
def _words() -> dict[str, str]:
    """The keys of the English sentences, and parts of sentences, that have no holes."""
    return {v: k for k, v in _texts("en").items() if k.startswith(SENTENCES) and "{" not in v}
