"""RSS, Atom and JSON feeds → entries, and those with all their words → reports."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from biennien.ingest.letters import letters_of
from biennien.ingest.objects import report_of
from biennien.ingest.place import Place
from biennien.model import Issue, Report

_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_JSON_FEED = re.compile(r'\s*\{(?=[^{}\[\]]*"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/)')
_NUMBER = re.compile(rb"&#(x(?=[0-9a-f]))?(?(1)([0-9a-f]{1,40})|([0-9]{1,40}));", re.IGNORECASE)
_ESCAPED = re.compile(r"</?(?:p|div|br|span|a|img|strong|em|figure)\b[^<>]{0,500}>", re.IGNORECASE)
_HEAD = 4096
_LEAST = 200  # characters of an entry that is more than a teaser


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: `key` is what the feed calls it by, else its address; `lines` its words, which may only tease; `published` as it writes it."""

    key: str
    url: str | None
    title: str
    published: str | None
    author: str | None
    lines: tuple[str, ...]
    updated: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether its words are more than a teaser."""
        return sum(map(len, self.lines)) >= _LEAST


def _character(found: re.Match[bytes]) -> bytes:
    """A character given by its number, or nothing where no character has it."""
    number = int(found[2], 16) if found[1] else int(found[3])
    return b"" if 0xD800 <= number < 0xE000 or number > 0x10FFFF else found[0]


def is_feed(data: bytes) -> bool:
    """Whether bytes are a feed, in XML or JSON."""
    return bool(_FEED.search(data[:_HEAD])) or _is_json_feed(data)


def _is_json_feed(data: bytes) -> bool:
    if not data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    return bool(_JSON_FEED.match(data[:_HEAD].decode("utf-8", "replace").removeprefix("\ufeff")))


def find_entries(data: bytes) -> tuple[str | None, list[Entry]]:
    """The title of a feed and its entries; what is damaged in it is passed over."""
    return _of_json(data) if _is_json_feed(data) else _of_xml(data)


def _of_xml(data: bytes) -> tuple[str | None, list[Entry]]:
    import feedparser

    # A file, not bytes: those it would take for an address or a path where they look like one.
    try:
        feed = feedparser.parse(
            io.BytesIO(_NUMBER.sub(_character, data)), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:  # damaged feeds make it raise nearly anything
        return None, []
    language = feed.feed.get("language") or None
    found = []
    for entry in feed.entries:
        content = [c.get("value") or "" for c in entry.get("content") or ()] or [entry.get("summary") or ""]
        title = " ".join(_paragraphs(entry.get("title") or ""))
        url = entry.get("link") or None
        if key := entry.get("id") or url or title:
            made = Entry(
                key=key,
                url=url,
                title=title,
                published=entry.get("published"),  # the time of an update does not stand for it
                updated=dict.get(entry, "updated"),
                author=entry.get("author") or None,
                lines=tuple(line for markup in content for line in _paragraphs(markup)),
                language=language,
                tags=tuple(term for tag in entry.get("tags") or () if (term := tag.get("term"))),
            )
            found.append(made)
    return (feed.feed.get("title") or "").strip() or None, found


def _of_json(data: bytes) -> tuple[str | None, list[Entry]]:
    """The title and the entries of a JSON Feed (jsonfeed.org, 1.0 and 1.1); values of another type than they should have do not count."""
    text = letters_of(data, "")
    try:
        feed = None if isinstance(text, Issue) else json.loads(text[0])
    except (ValueError, RecursionError):
        feed = None
    if not isinstance(feed, dict):
        return None, []
    items = feed.get("items")
    found = []
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and (made := _entry(item, feed)) is not None:
            found.append(made)
    return _words(feed, "title"), found


def _entry(item: Mapping[str, Any], feed: Mapping[str, Any]) -> Entry | None:
    url = _words(item, "url") or _words(item, "external_url")
    markup, plain = _words(item, "content_html"), _words(item, "content_text") or _words(item, "summary")
    lines = _paragraphs(markup) if markup else [" ".join(line.split()) for line in (plain or "").split("\n")]
    title = " ".join((_words(item, "title") or "").split())
    key = item.get("id")
    key = str(key) if isinstance(key, int | float) and not isinstance(key, bool) else _words(item, "id")
    if not (key := key or url or title):
        return None
    tags = item.get("tags")
    return Entry(
        key=key,
        url=url,
        title=title,
        published=_words(item, "date_published"),
        updated=_words(item, "date_modified"),
        author=_author(item) or _author(feed),
        lines=tuple(line for line in lines if line),
        language=_words(item, "language") or _words(feed, "language"),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def _author(row: Mapping[str, Any]) -> str | None:
    """The names of the authors; 1.0 has one only."""
    several = row.get("authors")
    authors = several if isinstance(several, list) else [row.get("author")]
    names = [name for one in authors if isinstance(one, dict) and (name := _words(one, "name"))]
    return ", ".join(names) or None


def _words(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    return (value.strip() or None) if isinstance(value, str) else None


def _paragraphs(markup: str) -> list[str]:
    """The paragraphs of a piece of markup; some feeds escape it twice."""
    from biennien.ingest.pages.body import paragraphs_in

    lines = paragraphs_in(markup)
    if sum(len(_ESCAPED.findall(line)) for line in lines) >= 2:
        lines = paragraphs_in(unescape(markup))
    return lines


def read_feed(data: bytes, place: Place) -> Iterator[Report | Issue]:
    """The entries of a feed that hold their words; a warning counts those that only tease."""
    if len(data) > place.limits.feed.bytes:
        yield place.exceeded("feed.bytes")
        return
    try:
        outlet, entries = find_entries(data)
    except ModuleNotFoundError as error:
        yield place.missing("feeds", error.name, "web")
        return
    if not entries:
        yield place.error("empty", "the feed has no entries.", "Give a feed with entries.")
        return
    if len(entries) > (most := place.limits.feed.entries):
        yield place.warning("too_long", *place.limits.exceeded("feed.entries"))
    for number, entry in enumerate(entries[:most], 1):
        if not entry.whole:
            continue
        row = {
            "text": "\n".join(
                [*([entry.title] if entry.title and entry.title not in entry.lines else []), *entry.lines]
            ),
            "title": entry.title,
            "outlet": place.outlet or outlet,
            "published": entry.published,
            "url": entry.url,
            "author": entry.author,
            "updated": entry.updated,
            "language": entry.language,
            "tags": list(entry.tags),
        }
        stem = f"f-{hashlib.sha256(entry.key.encode()).hexdigest()[:12]}"
        where = f"{place.where}: entry {number}"
        yield report_of(
            {k: v for k, v in row.items() if v},
            where=where,
            stem=stem,
            published=place.published,
            limits=place.limits,
        )
    if teasers := sum(not entry.whole for entry in entries[:most]):
        message = f"{teasers} entries hold a teaser only."
        yield place.warning("teasers", message, "Add the pages that they lead to.")
