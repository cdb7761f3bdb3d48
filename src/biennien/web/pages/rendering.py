"""From a template and values to a response: the language and the theme of the reader, names, days and codes in words."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from biennien import __version__, lookup
from biennien.desk import Desk
from biennien.model import Citation, Report, Span
from biennien.model.timex import days_of
from biennien.names import folded
from biennien.revisions import name_of_words
from biennien.views import Whole
from biennien.web.phrases import page_words
from biennien.web.security.access import may
from biennien.web.security.forgery import csrf_token
from biennien.wording import MARKS, Wording
from biennien.wording.quoting import clean
from biennien.words import LANGUAGES, Words, load_words

THEMES = ("auto", "light", "dark")
_WEEK = re.compile(r"\d{4}-W\d\d")


def desk_of(request: Request) -> Desk:
    """The desk that the request looks at."""
    desk: Desk = request.app.state.desk
    return desk


def language_of(request: Request) -> str:
    """The language that the reader chose: in the address, else remembered, else that of the server."""
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    return asked if asked in LANGUAGES else request.app.state.settings.lang


def theme_of(request: Request) -> str:
    """The theme that the reader chose."""
    asked = request.cookies.get("theme")
    return asked if asked in THEMES else "auto"


class PageWording(Wording):
    """The words of a page: a week with its days, since nobody knows them by the number."""

    def day_words(self, value: str | None, basis: str = "stated") -> str:
        """A day with the mark of its basis."""
        shown = Wording.day_words(self, value, basis)
        days = days_of(value) if value and _WEEK.fullmatch(value) else None
        if days is None:
            return shown
        first, last = days
        return f"{shown} ({first.day:02d}/{first.month:02d}–{last.day:02d}/{last.month:02d})"


def wording_of(request: Request, seen: Whole | None = None) -> Wording:
    """The words of the reader's language for what was loaded: its reports' texts and dates too."""
    lang = language_of(request)
    if seen is None:
        return PageWording(say=load_words(lang), names=names_in(lang))
    made = PageWording(
        say=load_words(lang),
        names=names_in(lang),
        texts={report.id: _without_header(report) for report in seen.reports},
        dates={date.report_id: date for date in seen.record.dates},
    )
    made.know(seen.record.meetings)
    return made


def lit(words: str, asked: str) -> Markup:
    """Words with those marked that were asked for; diacritics do not matter."""
    wanted = set(folded(asked).split())
    parts = re.split(r"(\w+)", words)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if number % 2 and folded(part) in wanted else part
        for number, part in enumerate(parts)
    )


def _without_header(report: Report) -> str:
    """The text with blank lines for a machine-made header, so that every offset stays and no quotation begins with it."""
    return "\n" * report.header + report.text[report.header :] if report.header else report.text


def render(request: Request, template: str, status_code: int = 200, **values: Any) -> HTMLResponse:
    """A page.

    Templates get `t` (the words of the pages by key), `say` (the words of the software), `wording` (names, days and meetings in
    words; give `wording_of(request, seen)` where citations are quoted), `MARKS` and the address of the page as `here`; `csrf`, the
    token that every form has as a hidden field of this name (a request of a script as the header ``X-CSRF-Token``), and
    `may`, which says whether the reader may ``write`` or ``decide``: a page offers nothing that would be refused.
    """
    lang = language_of(request)
    wording = values.pop("wording", None) or wording_of(request)
    content = _environment().get_template(template).render(
        request=request,
        here=_here(request),
        lang=lang,
        languages=LANGUAGES,
        themes=THEMES,
        theme=theme_of(request),
        t=page_words(lang),
        say=load_words(lang),
        wording=wording,
        version=__version__,
        csrf=csrf_token(request),
        may=functools.partial(may, request),
        **values,
    )  # fmt: skip
    return HTMLResponse(content, status_code=status_code)


def say_of(request: Request) -> Words:
    """The words of the software in the reader's language."""
    return load_words(language_of(request))


def address(path: str, /, **query: str | int | None) -> str:
    """An address with those parts of its query that have a value."""
    asked = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(asked)}" if asked else path


def words_at(citation: Citation, as_known: str | None = None) -> str:
    """The address of cited words in their report: it leads to these very words also when their paper has changed them."""
    words = name_of_words(citation.span.start, citation.span.end, citation.quote)
    report = address(f"/reports/{quote(citation.report_id, safe='')}", as_known=as_known, words=words)
    return f"{report}#w-{citation.span.start}-{citation.span.end}"


def words_named(told: Mapping[str, Any]) -> str:
    """The name of cited words that were told as JSON."""
    return name_of_words(told["start"], told["end"], told["quote"])


def words_of_report(span: Span, report: Report) -> str:
    """The name of words of a report by their place."""
    return name_of_words(span.start, span.end, span.cut(report.text))


def shortened(words: str, length: int = 220) -> str:
    """Words on one line, cut at a word where they are too long."""
    text = clean(words)
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def shown_actor(entity: str, wording: Wording) -> str:
    """An actor by the name that readers of the language know."""
    return wording.actor(entity)


def short_actor(entity: str, short: Mapping[str, str], wording: Wording) -> str:
    """An actor as papers go on to call it."""
    return clean(short[entity]) if entity in short else wording.actor(entity)


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


@functools.cache
def names_in(lang: str) -> dict[str, str]:
    """Actors and places by the name that papers of a language print."""
    return lookup.names_in(lang)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("biennien.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"MARKS": MARKS, "address": address}
    environment.filters |= {
        "plain": clean,
        "shortened": shortened,
        "words_at": words_at,
        "lit": lit,
        "words_named": words_named,
        "words_of_report": words_of_report,
    }
    environment.filters |= {"shown_actor": shown_actor, "short_actor": short_actor}
    return environment
