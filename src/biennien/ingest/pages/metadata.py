"""What a page says of its article for machines: JSON-LD (schema.org), Open Graph, other meta elements, microdata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from biennien.ingest.pages.markup import Element, one_line

_ARTICLES = frozenset(
    ("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle", "BlogPosting", "LiveBlogPosting")
)  # fmt: skip
_NODES = 2_000  # JSON values of one page that are looked at
_VALUES = 200  # of one field
_WIDEST = 10_000  # characters of one value

# For each field: the meta elements (by `property`, `name` or `itemprop`) that hold it, the surest first, with what to call the source.
_META: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (("og:title", "og:title"), ("twitter:title", "twitter:title")),
    "lead": (("og:description", "og:description"), ("description", "meta description")),
    "outlet": (("og:site_name", "og:site_name"), ("application-name", "application-name")),
    "published": (
        ("article:published_time", "article:published_time"), ("datePublished", "datePublished (meta)"), ("pubdate", "pubdate"),
        ("dc.date.issued", "DC.date.issued"), ("dc.date", "DC.date"), ("parsely-pub-date", "parsely-pub-date"), ("sailthru.date", "sailthru.date"),
    ),
    "updated": (("article:modified_time", "article:modified_time"), ("dateModified", "dateModified (meta)"), ("og:updated_time", "og:updated_time"), ("lastmod", "lastmod")),
    "section": (("article:section", "article:section"),),
    "author": (("article:author", "article:author"), ("author", "meta author"), ("dc.creator", "DC.creator")),
    "tags": (("article:tag", "article:tag"), ("news_keywords", "news_keywords"), ("keywords", "keywords")),
    "url": (("og:url", "og:url"),),
    "language": (("og:locale", "og:locale"), ("content-language", "content-language")),
}  # fmt: skip

Told = dict[str, list[tuple[str, str]]]


def told_for_machines(page: Element, most: int) -> Told:
    """Each field with what the page gives for it as (value, source), the surest first; blocks of JSON-LD of more than so many characters are passed over."""
    told: Told = {}
    for article in _articles(page, most, told):
        for field, value in _of_article(article):
            _note(told, field, value, f"JSON-LD {field_name(field)}")
    meta = _meta_elements(page)
    for field, names in _META.items():
        for name, source in names:
            for value in meta.get(name.lower(), ()):
                if field == "author" and value.startswith(("http://", "https://")):
                    continue  # the page of the paper elsewhere
                for one in value.split(",") if field == "tags" else (value,):
                    _note(told, field, one, source)
    for link in page.iter("link"):
        href = link.get("href")
        if href and "canonical" in (link.get("rel") or "").lower().split():
            _note(told, "url", href, "link rel=canonical")
            break
    if lang := (page.get("lang") or "").strip():
        _note(told, "language", lang, "html lang")
    return told


def field_name(field: str) -> str:
    """The schema.org property that a field is read from."""
    return {"title": "headline", "lead": "description", "outlet": "publisher", "published": "datePublished", "updated": "dateModified",
            "section": "articleSection", "author": "author", "tags": "keywords", "url": "mainEntityOfPage", "language": "inLanguage"}.get(field, field)  # fmt: skip


def _note(told: Told, field: str, value: str, source: str) -> None:
    value = one_line(value[:_WIDEST])
    if (
        value
        and len(told.get(field, ())) < _VALUES
        and all(value != known for known, _ in told.get(field, ()))
    ):
        told.setdefault(field, []).append((value, source))


def _meta_elements(page: Element) -> dict[str, list[str]]:
    """The contents of meta elements by their lower-case name. Those inside another article, or a comment of a reader, do not count."""
    found: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        content = element.get("content")
        if name and content and not _of_a_comment(element):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _of_a_comment(element: Element) -> bool:
    return any("Comment" in (above.get("itemtype") or "") for above in element.iterancestors())


def _articles(page: Element, most: int, told: Told) -> Iterator[dict[str, Any]]:
    """The articles in the JSON-LD blocks; a block that is no JSON, or too long, is passed over."""
    for script in page.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = (script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>").rstrip().rstrip(";")
        if len(text) > most:
            _note(told, "exceeded", "page.metadata", "JSON-LD")
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _in(value)


def _in(value: object) -> Iterator[dict[str, Any]]:
    """The articles in a JSON-LD value: itself, those of a list or a `@graph`, the main one of a page; never comments."""
    waiting, looked = [value], 0
    while waiting and looked < _NODES:
        node = waiting.pop(0)
        looked += 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            kinds = node.get("@type")
            if _ARTICLES & {k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)}:
                yield node
            else:
                waiting.extend(
                    node[key]
                    for key in ("@graph", "mainEntity", "mainEntityOfPage")
                    if isinstance(node.get(key), dict | list)
                )


def _of_article(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field in ("title", "lead", "published", "updated", "language"):
        if isinstance(value := node.get(field_name(field)), str):
            yield field, value
    for field in ("outlet", "author"):
        for named in _list(node.get(field_name(field))):
            name = named.get("name") if isinstance(named, dict) else named
            if isinstance(name, str) and not name.startswith("http"):
                yield field, name
    for field in ("section", "tags"):
        for value in _list(node.get(field_name(field))):
            if isinstance(value, str):
                yield from ((field, one) for one in (value.split(",") if field == "tags" else (value,)))
    main = node.get("mainEntityOfPage")
    address = main.get("@id") if isinstance(main, dict) else main
    for value in (address, node.get("url")):
        if isinstance(value, str) and value.startswith("http"):
            yield "url", value


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
