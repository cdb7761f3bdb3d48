"""Rules as data: a pattern, the words it starts with, an example and a counter-example that are checked at loading.

A rule file is TOML with tables ``[[rule]]``:

    [[rule]]
    id = "cancelled.huy"          # unique in its file
    at = ["hủy", "hủy bỏ"]        # words (lower case, NFC) at which the pattern is tried; a match starts at one of them
    pattern = '...'               # optional regular expression over lower-case text; without it the words of `at` are the pattern
    after_not = '...'             # optional: does not fire where this matches right after the match
    before_not = ["đi "]          # optional: does not fire right after one of these words
    status = "cancelled"          # any other key is the rule's own
    example = "Ông đã [hủy] cuộc gặp."        # or a list; the brackets hold what the rule must match
    counter = "Tổ hợp bị phá hủy."            # or a list; the rule must not match here

`at` words stand at word boundaries; a blank (``\\s``) of a pattern is one within a line. A rule without an example and a
counter-example, or with one that fails, does not load; a packaged file whose examples have held (``checked.txt``)
is not checked again at each start, which compiles only the patterns that are tried.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from biennien.model.errors import KnowledgeError

_EDGE = r"\b"
_RESERVED = {"id", "at", "pattern", "after_not", "before_not", "example", "counter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `attributes` holds the keys of its own; `pattern` is compiled from `source` when it is first asked for."""

    id: str
    at: tuple[str, ...]
    source: str
    attributes: Mapping[str, object]
    where: str
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> re.Pattern[str]:
            if name != "pattern":
                raise AttributeError(name)
            # an empty slot is looked up here, once: a property would cost at each of the many matches
            object.__setattr__(self, "pattern", pattern := re.compile(self.source))
            return pattern

    def match(self, lower: str, at: int) -> re.Match[str] | None:
        """The match that starts at `at` of the lower-case text, else None."""
        return self.pattern.match(lower, at)

    def text(self, key: str, default: str = "") -> str:
        """An attribute as text."""
        value = self.attributes.get(key, default)
        return value if isinstance(value, str) else str(value)

    def flag(self, key: str) -> bool:
        """An attribute as yes or no."""
        return bool(self.attributes.get(key, False))

    def find(self, lower: str) -> Iterator[re.Match[str]]:
        """All matches in a text, each tried at the words of `at` only."""
        for start in sorted({i for word in self.at for i in word_starts(lower, word)}):
            if found := self.match(lower, start):
                yield found


def word_starts(lower: str, word: str) -> Iterator[int]:
    """Where a word stands at word boundaries."""
    at = lower.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and lower[at - 1].isalnum()) and not (end < len(lower) and lower[end].isalnum()):
            yield at
        at = lower.find(word, at + 1)


def load_rules(
    source: str, file: str, required: tuple[str, ...] = (), *, checked: bool = True
) -> tuple[Rule, ...]:
    """The rules of one TOML text; `required` names the keys that every rule must have.

    Raises KnowledgeError with ``file:line`` on the first rule that is malformed or, where they are `checked`, fails its own examples.
    """
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"not valid TOML: {error}", where=file, remedy="Mend the file.") from error
    rows = document.get("rule", [])
    lines = [n for n, line in enumerate(source.splitlines(), 1) if line.strip() == "[[rule]]"]
    rules: list[Rule] = []
    seen: set[str] = set()
    for row, line in zip(rows, lines, strict=True):
        where = f"{file}:{line}"
        rule = _rule(row, where, required)
        if checked:
            _check(rule, _texts(row["example"]), _texts(row["counter"]))
        if rule.id in seen:
            raise KnowledgeError(f"the rule id {rule.id!r} stands twice", where=where, remedy="Rename one.")
        seen.add(rule.id)
        rules.append(rule)
    return tuple(rules)


def _rule(row: dict[str, object], where: str, required: tuple[str, ...]) -> Rule:
    for key in ("id", "at", "example", "counter", *required):
        if not row.get(key):
            raise KnowledgeError(f"the rule has no {key!r}", where=where, remedy=f"Add {key} = … to it.")
    at = _texts(row["at"])
    if any(word != unicodedata.normalize("NFC", word.lower()) for word in at):
        raise KnowledgeError("the words of `at` must be lower case and NFC", where=where)
    body = str(
        row.get("pattern")
        or "(?:" + "|".join(re.escape(w) for w in sorted(at, key=lambda w: (-len(w), w))) + ")"
    )
    # whole words: `ra ` is not the end of `Ankara `
    before = "".join(
        f"(?<!{_EDGE if b[:1].isalnum() else ''}{re.escape(b)})" for b in _texts(row.get("before_not", []))
    )
    after = f"(?!{row['after_not']})" if row.get("after_not") else ""
    return Rule(
        id=str(row["id"]),
        at=at,
        source=_in_one_line(rf"(?<!\w){before}(?:{body})(?!\w){after}"),
        attributes={k: v for k, v in row.items() if k not in _RESERVED},
        where=where,
    )


def _check(rule: Rule, examples: tuple[str, ...], counters: tuple[str, ...]) -> None:
    try:
        re.compile(rule.source)
    except re.error as error:
        raise KnowledgeError(f"the pattern is no regular expression: {error}", where=rule.where) from error
    for example in examples:
        if example.count("[") != 1 or example.count("]") != 1:
            raise KnowledgeError(
                "an example marks what is matched with one pair of brackets", where=rule.where
            )
        start, end = example.index("["), example.index("]") - 1
        lower = example.replace("[", "").replace("]", "").lower()
        found = [m.span() for m in rule.find(lower)]
        if (start, end) not in found:
            raise KnowledgeError(
                f"the rule {rule.id!r} does not match its example {example!r} (it matches {found})",
                where=rule.where,
                remedy="Mend the rule or the example.",
            )
    for counter in counters:
        if wrong := [m.group() for m in rule.find(counter.lower())]:
            raise KnowledgeError(
                f"the rule {rule.id!r} matches its counter-example {counter!r}: {wrong}",
                where=rule.where,
                remedy="Mend the rule or the counter-example.",
            )


def _in_one_line(pattern: str) -> str:
    """The pattern with its blanks within one line: `trong tháng 4` above `Ngoại trưởng …` is not `4 ngoại trưởng`."""
    parts = re.split(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])", pattern)
    return "".join(_blank_of(part) for part in parts)


def _blank_of(part: str) -> str:
    """One token of a pattern, a class of characters whole."""
    if part == r"\s":
        return r"[^\S\n]"
    return part.replace(r"\s", r" \t\xa0") if part.startswith("[") and part[1] != "^" else part


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)
