"""Whose text a report says it prints: `theo Reuters`, `(TTXVN)`, an agency's name as the last line."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from biennien.knowledge.load import load_knowledge
from biennien.knowledge.tables import load_table
from biennien.knowledge.world import World
from biennien.model.errors import KnowledgeError

_SIGNED = 80  # characters: a longer last line is no signature
_HOST = re.compile(r"^(?:https?://)?(?:[^@/]*@)?(?:www\.|m\.|amp\.)*([^/:?#\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credits:
    """The outlets by each of their names in small letters, and how a report says that its words are theirs."""

    outlets: Mapping[str, str]
    said: re.Pattern[str]
    agencies: Mapping[str, str]  # by the site on which each prints its own texts

    def house_of(self, outlet: str | None, url: str | None) -> str:
        """The outlet of a report without its section, by the name that the world knows it by; else its host; "" where neither is there.

        The same outlet has the same house, whether it is written by its name or its address.
        """
        bare = _lower(outlet or "").partition(" - ")[0].strip()
        if not bare and url and (found := _HOST.match(url)):
            bare = found[1].lower()
        return self.outlets.get(bare) or self.outlets.get(bare.removeprefix("báo ")) or bare

    def credited(self, text: str) -> frozenset[str]:
        """The outlets whose words a text says it has."""
        lower = _lower(text)
        found = {self.outlets[m["name"] or m["alone"]] for m in self.said.finditer(lower)}
        last = lower.rstrip().rpartition("\n")[2].strip(" \t().*_-–—")
        if len(last) <= _SIGNED:
            words = {last, *(part.strip() for part in re.split(r"[/,|]| - ", last))}
            found.update(self.outlets[word] for word in words if word in self.outlets)
        return frozenset(found)


@functools.cache
def load_credits(lang: str = "vi") -> Credits:
    """The words of a language by which texts are credited, with the outlets that the world knows."""
    name = "credits.tsv"
    text = files("biennien.knowledge").joinpath("lang", lang, name).read_text("utf-8")
    words: dict[str, list[str]] = {"before": [], "between": [], "site": []}
    rows = load_table(text, name, ("words", "place", "example"))
    for row in rows:
        if row["place"] not in words:
            message = f"{row['place']!r} is none of {', '.join(words)}"
            raise KnowledgeError(message, where=row["where"])
        words[row["place"]].append(row["words"])
    outlets = _outlets(load_knowledge().world)
    sites = {row["words"]: row["example"] for row in rows if row["place"] == "site"}
    if strange := {*sites, *sites.values()} - {*outlets.values()}:
        raise KnowledgeError(f"the world knows no outlet {min(strange)!r}", where=name)
    found = Credits(outlets, _said(words["before"], words["between"], outlets), sites)
    for row in rows:
        if row["place"] != "site" and not found.credited(f"{row['example']}\n\nHết bản tin này ở đây."):
            raise KnowledgeError(f"{row['example']!r} credits nobody", where=row["where"])
    return found


def _outlets(world: World) -> dict[str, str]:
    found: dict[str, str] = {}
    for actor in world.actors.values():
        if actor.kind == "outlet":
            for name in (actor.entity, *actor.names):
                found.setdefault(_lower(name), actor.entity)
    return found


def _said(before: list[str], between: list[str], outlets: Mapping[str, str]) -> re.Pattern[str]:
    """A word of crediting and the name of an outlet; or a name alone in brackets, with nothing but another one."""
    names = _any_of(list(outlets))
    return re.compile(
        rf"(?<!\w)(?:{_any_of(before)})(?::| )\s*(?:(?:{_any_of(between)}) )?(?P<name>{names})(?!\w)"
        rf"|\((?P<alone>{names})(?:/[\w+. ]{{1,30}})?\)"
    )


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _lower(words: str) -> str:
    return unicodedata.normalize("NFC", words).lower()
