"""The words of the layer ``positions``: topics, stances and what goes with them, by kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from biennien.knowledge.lexicon import Hit
from biennien.knowledge.rules import Rule
from biennien.read.view import View


class Found(NamedTuple):
    """Words of a rule at a place."""

    start: int
    end: int
    rule: Rule
    match: re.Match[str]


def find_words(view: View, hits: Sequence[Hit[object]]) -> dict[str, list[Found]]:
    """The words of the rules by kind, in text order; of those that overlap the longest."""
    rows: dict[str, list[Found]] = {}
    for start, _, rule in hits:
        if isinstance(rule, Rule) and (match := rule.match(view.lower, start)):
            rows.setdefault(rule.text("kind"), []).append(Found(start, match.end(), rule, match))
    kept: dict[str, list[Found]] = {}
    for kind, found in rows.items():
        found.sort(key=lambda f: (f.start, -f.end, f.rule.id))
        for one in found:
            if not kept.get(kind) or one.start >= kept[kind][-1].end:
                kept.setdefault(kind, []).append(one)
    return kept
