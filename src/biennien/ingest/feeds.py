"""RSS and Atom feeds → entries, and those with all their words → reports."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from biennien.ingest.objects import report_of
from biennien.ingest.place import Place
from biennien.model import Issue, Report

_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_NUMBER = re.compile(rb"&#(x(?=[0-9a-f]))?(?(1)([0-9a-f]{1,40})|([0-9]{1,40}));", re.IGNORECASE)
_HEAD = 4096
_LEAST = 200  # characters of an entry that is more than a teaser
_ENTRIES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: `key` is what the feed calls it by, else its address; `lines` its words, which may only tease; `published` as it writes it."""

    key: str
    url: str | None
    title: str
    published: str | None
    author: str | None
    lines: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether its words are more than a teaser."""
        return sum(map(len, self.lines)) >= _LEAST


def _character(found: re.Match[bytes]) -> bytes:
    """A character given by its number, or nothing where no character has it."""
    number = int(found[2], 16) if found[1] else int(found[3])
    return b"" if 0xD800 <= number < 0xE000 or number > 0x10FFFF else found[0]


def is_feed(data: bytes) -> bool:
    """Whether bytes are a feed in XML."""
    return bool(_FEED.search(data[:_HEAD]))


def find_entries(data: bytes) -> tuple[str | None, list[Entry]]:
    """The title of a feed and its entries, the first ten thousand; what is damaged in it is passed over."""
    import feedparser

    from biennien.ingest.pages.body import paragraphs_in

    # A file, not bytes: those it would take for an address or a path where they look like one.
    try:
        feed = feedparser.parse(
            io.BytesIO(_NUMBER.sub(_character, data)), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:  # damaged feeds make it raise nearly anything
        return None, []
    found = []
    for entry in feed.entries[:_ENTRIES]:
        content = [c.get("value") or "" for c in entry.get("content") or ()] or [entry.get("summary") or ""]
        title = " ".join(paragraphs_in(entry.get("title") or ""))
        url = entry.get("link") or None
        if key := entry.get("id") or url or title:
            made = Entry(
                key=key,
                url=url,
                title=title,
                published=entry.get("published"),  # the time of an update does not stand for it
                author=entry.get("author") or None,
                lines=tuple(line for markup in content for line in paragraphs_in(markup)),
            )
            found.append(made)
    return (feed.feed.get("title") or "").strip() or None, found


def read_feed(data: bytes, place: Place) -> Iterator[Report | Issue]:
    """The entries of a feed that hold their words; a warning counts those that only tease."""
    try:
        outlet, entries = find_entries(data)
    except ModuleNotFoundError as error:
        yield place.missing("feeds", error.name, "web")
        return
    if not entries:
        yield place.error("empty", "the feed has no entries.", "Give a feed with entries.")
        return
    for number, entry in enumerate(entries, 1):
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
        }
        stem = f"f-{hashlib.sha256(entry.key.encode()).hexdigest()[:12]}"
        where = f"{place.where}: entry {number}"
        yield report_of(
            {k: v for k, v in row.items() if v}, where=where, stem=stem, published=place.published
        )
    if teasers := sum(not entry.whole for entry in entries):
        message = f"{teasers} entries hold a teaser only."
        yield place.warning("teasers", message, "Add the pages that they lead to.")
