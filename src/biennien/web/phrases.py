"""The words of the pages, in two languages with the same keys."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files

from biennien.words import filled


class Phrase(str):
    """Words of a page; a number in them chooses a form, as in those of the software."""

    __slots__ = ()

    def format(self, *_: object, **values: object) -> str:
        """The words with their placeholders filled."""
        return filled(self, **values)


@functools.cache
def page_words(lang: str) -> dict[str, str]:
    """The words of the pages in one language: ``FILE.key`` for each file of `words/LANG/`."""
    words: dict[str, str] = {}
    for file in sorted(files("biennien.web").joinpath("words", lang).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            name = file.name.removesuffix(".toml")
            words |= {
                f"{name}.{key}": Phrase(text) for key, text in tomllib.loads(file.read_text("utf-8")).items()
            }
    return words
