"""Loads the knowledge that is packaged with the software: the only place where its files are opened."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from biennien.knowledge.lexicon import Lexicon
from biennien.knowledge.rules import Rule, load_rules
from biennien.knowledge.world import World, load_world


class SmallWords(NamedTuple):
    """The small words of one kind, and by their first and by their last syllable how many syllables they have, the longest first."""

    phrases: frozenset[str]
    firsts: Mapping[str, tuple[int, ...]]
    lasts: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the rules know: the world, the rules of one language by layer (the file's stem), and one automaton over both.

    The lexicon's layers are ``names`` (payload `Name`) and one for each rule file (payload `Rule`) but `joints`.
    `by_id` has the rules of a layer by their ids, `lists` the `words` that a rule lists by layer and id (``bodies.word.stop``).
    """

    world: World
    rules: Mapping[str, tuple[Rule, ...]]
    lexicon: Lexicon
    version: str
    joints: Mapping[str, re.Pattern[str]]
    joint_words: Mapping[str, SmallWords]
    by_id: Mapping[str, Mapping[str, Rule]]
    lists: Mapping[str, frozenset[str]]

    def joint(self, kind: str) -> re.Pattern[str]:
        """The small words of one kind (``joints.toml``), the longest first, as a pattern that starts where it is tried."""
        return self.joints[kind]

    def begin_of_joint(self, kind: str, lower: str, end: int) -> int | None:
        """Where a small word of a kind begins that stands right before `end` in its line; None where none does."""
        if end < 2 or not lower[end - 1].isspace():
            return None
        phrases, _, lasts = self.joint_words[kind]
        last = lower[lower.rfind(" ", 0, end - 1) + 1 : end - 1]
        if last not in lasts and last.isalnum():  # mostly so
            return None
        words = lower[max(0, end - 28) : end].rpartition("\n")[2].split()
        for size in lasts.get(words[-1], ()) if words else ():
            if len(words) >= size and (phrase := " ".join(words[-size:])) in phrases:
                found = lower.rfind(phrase, 0, end)  # two blanks may stand between its syllables
                return found if found >= end - 28 else None
        return None

    def is_joint(self, kind: str, words: str) -> bool:
        """Whether words are one small word of a kind."""
        return words in self.joint_words[kind].phrases

    def begins_joint(self, kind: str, word: str) -> bool:
        """Whether a small word of a kind begins with this syllable."""
        return word in self.joint_words[kind].firsts

    def without_joints(self, kind: str, words: Sequence[str]) -> list[str]:
        """The words with the small words of a kind taken out, the longest first."""
        phrases, firsts, _ = self.joint_words[kind]
        out: list[str] = []
        at = 0
        while at < len(words):
            for size in firsts.get(words[at], ()):
                if " ".join(words[at : at + size]) in phrases:
                    at += size
                    break
            else:
                out.append(words[at])
                at += 1
        return out


class _Patterns(dict[str, re.Pattern[str]]):
    """The small words of each kind as a pattern, compiled when it is first asked for."""

    def __init__(self, words: Mapping[str, set[str]]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, kind: str) -> re.Pattern[str]:
        longest_first = sorted(self._words[kind], key=lambda w: (-len(w), w))
        self[kind] = found = re.compile("(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
        return found


def make_knowledge(
    world_files: Mapping[str, str], rule_files: Mapping[str, str], passed: frozenset[str] = frozenset()
) -> Knowledge:
    """The knowledge from the texts of its files by name. Raises KnowledgeError with the file and the line.

    The examples of the rules are run but in the files that have `passed`, by `digest_of_rules`.
    """
    world = load_world(world_files)
    rules = {
        name.removesuffix(".toml"): load_rules(text, name, checked=digest_of_rules(text) not in passed)
        for name, text in sorted(rule_files.items())
    }
    return Knowledge(
        world,
        rules,
        Lexicon(_entries(world, rules)),
        _version({**world_files, **rule_files}),
        *_joints(rules),
        {layer: {rule.id: rule for rule in layer_rules} for layer, layer_rules in rules.items()},
        _lists(rules),
    )


@functools.cache
def load_knowledge(lang: str = "vi") -> Knowledge:
    """The packaged knowledge of a language; a file that stands in ``checked.txt`` as it is now is not checked again."""
    noted = files("biennien.knowledge").joinpath("checked.txt")
    passed = frozenset(noted.read_text("utf-8").split()) if noted.is_file() else frozenset()
    return make_knowledge(*packaged_files(lang), passed)


def digest_of_rules(text: str) -> str:
    """What a file of rules is known by once its examples have held: its text, and how rules are made and checked."""
    return hashlib.sha256(_made_by() + text.encode()).hexdigest()


@functools.cache
def _made_by() -> bytes:
    source = files("biennien.knowledge").joinpath("rules.py")
    return source.read_bytes() if source.is_file() else b""


def knowledge_version(lang: str = "vi") -> str:
    """The version of the packaged knowledge of a language, without loading it."""
    world_files, rule_files = packaged_files(lang)
    return _version({**world_files, **rule_files})


def packaged_files(lang: str = "vi") -> tuple[dict[str, str], dict[str, str]]:
    """The texts of the packaged files by name: those of the world, and the rules of a language."""
    root = files("biennien.knowledge")
    return _texts(root.joinpath("world"), ".tsv"), _texts(root.joinpath("lang", lang), ".toml")


def _texts(folder: Traversable, ending: str) -> dict[str, str]:
    return {f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(ending)}


def _version(texts: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
    return digest.hexdigest()[:12]


def _entries(world: World, rules: Mapping[str, tuple[Rule, ...]]) -> Iterator[tuple[str, str, object]]:
    for name in world.names():
        yield "names", name.form, name
    for layer, layer_rules in rules.items():
        if layer == "joints":  # matched in place, next to what the automaton finds
            continue
        for rule in layer_rules:
            for word in rule.at:
                yield layer, word, rule


def _lists(rules: Mapping[str, tuple[Rule, ...]]) -> dict[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    for layer, layer_rules in rules.items():
        for rule in layer_rules:
            words = rule.attributes.get("words")
            if isinstance(words, list):
                lists[f"{layer}.{rule.id}"] = frozenset(words)
    return lists


def _joints(
    rules: Mapping[str, tuple[Rule, ...]],
) -> tuple[Mapping[str, re.Pattern[str]], dict[str, SmallWords]]:
    words: dict[str, set[str]] = {}
    for rule in rules.get("joints", ()):
        words.setdefault(rule.text("kind"), set()).update(rule.at)
    return _Patterns(words), {kind: _small_words(at) for kind, at in words.items()}


def _small_words(at: set[str]) -> SmallWords:
    firsts: dict[str, set[int]] = {}
    lasts: dict[str, set[int]] = {}
    for phrase in at:
        words = phrase.split()
        firsts.setdefault(words[0], set()).add(len(words))
        lasts.setdefault(words[-1], set()).add(len(words))
    return SmallWords(frozenset(at), _sizes(firsts), _sizes(lasts))


def _sizes(found: Mapping[str, set[int]]) -> dict[str, tuple[int, ...]]:
    return {word: tuple(sorted(sizes, reverse=True)) for word, sizes in sorted(found.items())}
