"""A note as one HTML page that needs no network and runs no script."""

from __future__ import annotations

import functools
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from biennien.notes.document import Document, quoted
from biennien.wording.quoting import clean


def to_page(document: Document) -> str:
    """The note with its footnotes; each mark leads to its words and back."""
    return _template().render(document=document, numbers=document.numbers())


@functools.cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["plain"] = clean
    environment.filters["quoted"] = quoted
    return environment.from_string(files("biennien.notes").joinpath("note.html.jinja").read_text("utf-8"))
