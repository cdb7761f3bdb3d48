"""Notes to hand on: text with footnotes, as Markdown or as a page. Words from outside are escaped for either."""

from biennien.notes.brief import brief_document
from biennien.notes.chronicle import chronicle_document
from biennien.notes.document import Document, Entry, Section, quoted
from biennien.notes.markdown import to_markdown
from biennien.notes.page import to_page

__all__ = [
    "Document",
    "Entry",
    "Section",
    "brief_document",
    "chronicle_document",
    "quoted",
    "to_markdown",
    "to_page",
]
