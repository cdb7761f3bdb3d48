"""Loads the knowledge that is packaged with the software: the only place where its files are opened."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from biennien.knowledge.lexicon import Lexicon
from biennien.knowledge.rules import Rule, load_rules
from biennien.knowledge.world import World, load_world


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the rules know: the world, the rules of one language by layer (the file's stem), and one automaton over both.

    The lexicon's layers are ``names`` (payload `Name`) and one for each rule file (payload `Rule`) but `joints`.
    """

    world: World
    rules: Mapping[str, tuple[Rule, ...]]
    lexicon: Lexicon
    version: str
    joints: Mapping[str, re.Pattern[str]]

    def joint(self, kind: str) -> re.Pattern[str]:
        """The small words of one kind (``joints.toml``), the longest first, as a pattern that starts where it is tried."""
        return self.joints[kind]

    def joint_alone(self, kind: str) -> re.Pattern[str]:
        """The same words anywhere, at word boundaries."""
        return self.joints[kind + " alone"]

    def joint_before(self, kind: str) -> re.Pattern[str]:
        """The same words, one or more, right before the end of what is searched."""
        return self.joints[kind + " before"]


def make_knowledge(world_files: Mapping[str, str], rule_files: Mapping[str, str]) -> Knowledge:
    """The knowledge from the texts of its files by name. Raises KnowledgeError with the file and the line."""
    world = load_world(world_files)
    rules = {name.removesuffix(".toml"): load_rules(text, name) for name, text in sorted(rule_files.items())}
    digest = hashlib.sha256()
    for name, text in sorted({**world_files, **rule_files}.items()):
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
    return Knowledge(world, rules, Lexicon(_entries(world, rules)), digest.hexdigest()[:12], _joints(rules))


@functools.cache
def load_knowledge(lang: str = "vi") -> Knowledge:
    """The packaged knowledge of a language."""
    root = files("biennien.knowledge")
    return make_knowledge(
        {f.name: f.read_text("utf-8") for f in root.joinpath("world").iterdir() if f.name.endswith(".tsv")},
        {
            f.name: f.read_text("utf-8")
            for f in root.joinpath("lang", lang).iterdir()
            if f.name.endswith(".toml")
        },
    )


def _entries(world: World, rules: Mapping[str, tuple[Rule, ...]]) -> Iterator[tuple[str, str, object]]:
    for name in world.names():
        yield "names", name.form, name
    for layer, layer_rules in rules.items():
        if layer == "joints":  # matched in place, next to what the automaton finds
            continue
        for rule in layer_rules:
            for word in rule.at:
                yield layer, word, rule


def _joints(rules: Mapping[str, tuple[Rule, ...]]) -> dict[str, re.Pattern[str]]:
    words: dict[str, set[str]] = {}
    for rule in rules.get("joints", ()):
        words.setdefault(rule.text("kind"), set()).update(rule.at)
    patterns = {}
    for kind, at in words.items():
        any_of = "(?:" + "|".join(re.escape(w) for w in sorted(at, key=lambda w: (-len(w), w))) + r")(?!\w)"
        patterns[kind] = re.compile(any_of)
        patterns[kind + " alone"] = re.compile(r"(?<!\w)" + any_of)
        patterns[kind + " before"] = re.compile(rf"(?<!\w)(?:{any_of}\s+)+$")
    return patterns
