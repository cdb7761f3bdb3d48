"""The use case of putting what was loaded into words: how a language words it, and the morning note, as Markdown or as a page to be printed."""

from __future__ import annotations

from biennien import lookup, notes
from biennien.model import Brief
from biennien.views import Whole
from biennien.wording import Wording
from biennien.words import load_words


def wording_of(seen: Whole, lang: str) -> Wording:
    """How a language words what was loaded: names as its papers print them, labels, days, words in their clauses."""
    wording = Wording(
        say=load_words(lang),
        texts={report.id: report.text for report in seen.reports},
        names=lookup.names_in(lang),
        dates={date.report_id: date for date in seen.record.dates},
    )
    wording.know(seen.record.meetings)
    return wording


def note(seen: Whole, brief: Brief, *, lang: str = "vi", as_page: bool = False) -> str:
    """A note of what was loaded in the words of a language; every line with its footnotes."""
    document = notes.brief_document(brief, wording_of(seen, lang), seen.reports)
    return notes.to_page(document) if as_page else notes.to_markdown(document)
