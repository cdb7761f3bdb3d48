"""The words of an article without the page around them: paragraphs in the order of the page, captions where they stand."""

from __future__ import annotations

import functools
import logging
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html
from lxml.cssselect import CSSSelector

from biennien.ingest.pages.hidden import prune
from biennien.ingest.pages.markup import Element, one_line, tree_of, words_of

_BLOCKS = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "dt",
    "dd",
    "th",
    "caption",
    "pre",
    "summary",
    "details",
    "main",
    "header",
    "center",
    "hr",
    "blockquote",
    "figcaption",
    "figure",
    "td",
    "div",
    "section",
    "article",
    "ul",
    "ol",
    "table",
    "tr",
)
_NOISE = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "form",
    "nav",
    "button",
    "aside",
    "video",
    "audio",
    "object",
    "svg",
    "footer",
    "select",
    "textarea",
    "dialog",
    "datalist",
)
_LEAST = 120  # characters of a body that is one
_BODIES = 10  # elements that a rule may take for the body; all are looked through
_MANY = 5_000  # elements from which on only the fast way is taken, which is not quadratic


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is known of the pages of one paper; each part a list of selectors, the first that matches counts."""

    hosts: tuple[str, ...]
    outlet: str
    title: tuple[str, ...]
    lead: tuple[str, ...]
    body: tuple[str, ...]
    time: tuple[str, ...]
    author: tuple[str, ...]
    drop: tuple[str, ...]
    stamp: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    label: str | None = None
    zone: str = "+07:00"
    lang: str = "vi"


@functools.cache
def sites() -> tuple[Site, ...]:
    """The sites of `sites.toml`."""
    rows = tomllib.loads(files("biennien.ingest.pages").joinpath("sites.toml").read_text("utf-8"))["site"]
    return tuple(_site(row) for row in rows)


def _site(row: dict[str, Any]) -> Site:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Site(**fields)


def site_of(url: str | None) -> Site | None:
    """The site that an address is of."""
    try:
        host = (urlsplit(url).hostname or "") if url else ""
    except ValueError:
        return None
    return next((s for s in sites() if any(host == h or host.endswith(f".{h}") for h in s.hosts)), None)


def first(page: Element, selectors: Sequence[str]) -> Element | None:
    """The first element with words that one of the selectors matches."""
    for selector in selectors:
        for element in _select(selector)(page):
            if isinstance(element, html.HtmlElement) and (
                words_of(element) or any(element.get(name) for name in ("datetime", "data-timestamp", "time"))
            ):
                return element
    return None


@functools.cache
def _select(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def body_of(page: Element, site: Site | None) -> tuple[list[str], str]:
    """The paragraphs of the article and what they were found by: the `site`'s rules, ``articleBody``, or the general way."""
    if site is not None:
        for selector in site.body:
            for element in _select(selector)(page)[:_BODIES]:
                found = list(_paragraphs(element, site.drop))
                if sum(map(len, found)) >= _LEAST:
                    return found, "site"
    for element in page.xpath("//*[@itemprop='articleBody']")[:3]:
        found = list(_paragraphs(element, ()))
        if sum(map(len, found)) >= _LEAST:
            return found, "articleBody"
    return _in_general(page), "general"


def paragraphs_in(markup: str) -> list[str]:
    """The paragraphs of a piece of markup, as feeds have it."""
    tree = tree_of(f"<div>{markup}</div>") if markup.strip() else None
    if tree is None:
        return []
    prune(tree)
    return list(_paragraphs(tree, ()))


def _paragraphs(body: Element, drop: Sequence[str]) -> Iterator[str]:
    """The runs of words between the edges of blocks, in order; two line breaks in a row are an edge too."""
    dropped = {element for selector in drop for element in _select(selector)(body)}
    pieces: list[str] = []
    breaks = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            left_out = element is not body and (
                element in dropped or element.tag in _NOISE or not isinstance(element.tag, str)
            )
            if left_out:
                walk.skip_subtree()
            edge = element.tag in _BLOCKS
            breaks = breaks + 1 if element.tag == "br" else breaks * (not (element.text or "").strip())
            if (edge or breaks == 2) and (words := one_line("".join(pieces))):
                yield words
            if edge or breaks == 2:
                pieces.clear()
            pieces.append("" if left_out else " " if element.tag == "br" else element.text or "")
        else:
            if element.tag in _BLOCKS:
                if words := one_line("".join(pieces)):
                    yield words
                pieces.clear()
            if element is not body:
                pieces.append(element.tail or "")
                breaks = 0 if (element.tail or "").strip() else breaks
    if words := one_line("".join(pieces)):
        yield words


def _in_general(page: Element) -> list[str]:
    """The paragraphs by trafilatura, which needs no rule of the site; empty where it finds none."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    copy = html.fromstring(etree.tostring(page, encoding="unicode", method="html"))
    text = trafilatura.extract(
        copy,
        include_comments=False,
        include_tables=False,
        favor_precision=True,
        deduplicate=False,
        fast=sum(1 for _ in copy.iter()) > _MANY,
    )
    lines = (" ".join(line.split()) for line in (text or "").split("\n"))
    return [line.removeprefix("- ") for line in lines if line]
