"""The words of the pages, in two languages with the same keys."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files


@functools.cache
def page_words(lang: str) -> dict[str, str]:
    """The words of the pages in one language: ``FILE.key`` for each file of `words/LANG/`."""
    words: dict[str, str] = {}
    for file in sorted(files("biennien.web").joinpath("words", lang).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            name = file.name.removesuffix(".toml")
            words |= {f"{name}.{key}": text for key, text in tomllib.loads(file.read_text("utf-8")).items()}
    return words
