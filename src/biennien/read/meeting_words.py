"""Lists of words beside the sides and the words of a meeting, as the knowledge gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from biennien.knowledge.load import Knowledge


class Words(NamedTuple):
    """`ranks` before a name, `governing` and `owning` words that keep a side from being a subject, `delegations` that

    travel for a country, `posts` of a state, `links` that let governing words through to the meeting.
    """

    ranks: frozenset[str]
    governing: frozenset[str]
    owning: frozenset[str]
    delegations: frozenset[str]
    posts: frozenset[str]
    links: frozenset[str]

    def before_ranks(self, words: Sequence[str]) -> int:
        """How many words are left when the words of rank at the end are taken off (`của` after one of them included)."""
        left = len(words)
        while left:
            size = self._rank(words, left)
            if not size and words[left - 1] in ("của", "từ") and left > 1 and self._rank(words, left - 1):
                size = 1
            if not size:
                break
            left -= size
        return left

    def _rank(self, words: Sequence[str], end: int) -> int:
        for size in (3, 2, 1):
            if end >= size and " ".join(words[end - size : end]) in self.ranks:
                return size
        return 0

    @staticmethod
    def ends_in(words: Sequence[str], listed: frozenset[str]) -> bool:
        """Whether the last one, two or three words are one of a list."""
        tail = ""
        for word in words[:-4:-1]:
            tail = f"{word} {tail}" if tail else word
            if tail in listed:
                return True
        return False


_LOADED: dict[str, Words] = {}  # by the version of the knowledge, which is a digest of its content


def load_words(knowledge: Knowledge) -> Words:
    """The lists of the layers ``meetings`` and ``statuses``."""
    if knowledge.version not in _LOADED:
        _LOADED[knowledge.version] = _collect(knowledge)
    return _LOADED[knowledge.version]


def _collect(knowledge: Knowledge) -> Words:
    lists: dict[str, frozenset[str]] = {}
    for layer in ("meetings", "statuses"):
        for rule in knowledge.rules.get(layer, ()):
            words = rule.attributes.get("words")
            if isinstance(words, list):
                lists[rule.id] = frozenset(words)
    empty: frozenset[str] = frozenset()
    return Words(
        ranks=lists.get("words.rank", empty),
        governing=lists.get("words.governing", empty),
        owning=lists.get("words.owning", empty),
        delegations=lists.get("words.delegation", empty),
        posts=lists.get("words.post", empty),
        links=lists.get("link", empty),
    )
