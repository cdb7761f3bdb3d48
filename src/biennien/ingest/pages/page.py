"""A web page → one report: its fields, each with what it is read from, and its words as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from urllib.parse import urljoin, urlsplit

from biennien.ingest.dating import HANOI, published_of
from biennien.ingest.languages import language_of
from biennien.ingest.pages.body import Site, body_of, first, site_of
from biennien.ingest.pages.clock import printed_time
from biennien.ingest.pages.hidden import prune
from biennien.ingest.pages.markup import Element, charset_and_text, measure, one_line, tree_of, words_of
from biennien.ingest.pages.metadata import Told, told_for_machines
from biennien.ingest.place import Exceeded, TooDeep
from biennien.model.limits import PageLimits

_TITLE_TAIL = re.compile(r"\s([|–—-])\s([^|–—-]{2,40})$")
_LEAST_LEAD = 40  # characters of a lead that is taken from a meta element
_CUT = ("...", "…")
_PARSED = 250  # how deep the parser goes; what lies deeper is lost in silence
_FOR_MACHINES = ("datetime", "data-timestamp", "time", "content")  # attributes of elements that print a time


def read_page(
    data: bytes, *, url: str | None = None, charset: str | None = None, limits: PageLimits | None = None
) -> dict[str, object] | None:
    """The row of a report, as JSON Lines has it; None where the page holds no article. Raises Exceeded, and TooDeep.

    Keys: `text` (title, lead and body, a paragraph a line), `title`, `outlet`, `published`, `url`, `language`, and what is kept beside:
    `lead`, `author`, `section`, `updated`, `tags`, `credit` (whom the page names as its source beside the article), and `found_by` with what each was read from. The date is never that of a comment,
    and never the clock's: where the page gives none there is none.
    """
    old, text = charset_and_text(data, charset)
    page = tree_of(text)
    if page is None:
        return None
    limits = limits or PageLimits()
    number, depth = measure(page)
    if number > limits.elements:
        raise Exceeded("page.elements")
    if depth > _PARSED:
        raise TooDeep
    if depth > limits.depth:
        raise Exceeded("page.depth")
    told = told_for_machines(page, limits.metadata)
    prune(page)
    address = _address(told, url)
    site = site_of(address) or site_of(url)
    found: dict[str, str] = {"charset": old} if old else {}
    found |= {name: value for name in ("exceeded",) for value, _ in told.get(name, ())}
    body, found["text"] = body_of(page, site)
    if not body:
        return None
    if len(body) > limits.paragraphs:
        raise Exceeded("page.paragraphs")
    title = _title(page, told, site, found)
    lead = _lead(page, told, site, found)
    row: dict[str, object] = {"text": _assembled(title, lead, body, site)}
    row |= {"title": title, "url": address, "lead": lead}
    row["outlet"] = _taken("outlet", told, found) if site is None else site.outlet
    if site is not None:
        found["outlet"] = "site"
    row["language"] = _language(str(row["text"]), told, site, found)
    row |= _times(page, told, site, found, _zone(site, row["language"]))
    row["author"] = _author(page, told, site, found)
    if site is not None and (element := first(page, site.source)) is not None:
        row["credit"], found["credit"] = words_of(element), "site"
    row["section"] = _taken("section", told, found)
    row["tags"] = [value for value, _ in told.get("tags", ())][:50]
    row["found_by"] = found
    return {key: value for key, value in row.items() if value not in (None, [], {})}


def _taken(field: str, told: Told, found: dict[str, str]) -> str | None:
    """The surest value that the page gives for machines."""
    if not told.get(field):
        return None
    value, found[field] = told[field][0]
    return value


def _address(told: Told, url: str | None) -> str | None:
    """The address that the page calls its own, where it is of the same site as the one it was found at; else that one."""
    host = _host(url)
    for given, _ in told.get("url", ()):
        value = _joined(url, given)
        if value.startswith(("http://", "https://")) and (
            _host(value) if host is None else _host(value) == host
        ):
            return value
    return url


def _joined(url: str | None, given: str) -> str:
    """An address that may be written as seen from the page it stands on."""
    try:
        return urljoin(url, given) if url else given
    except ValueError:
        return given


def _host(url: str | None) -> str | None:
    """The host of an address without its ``www.``; empty where it is no address."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return ""
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host) if host else None


def _title(page: Element, told: Told, site: Site | None, found: dict[str, str]) -> str | None:
    if site is not None and (element := first(page, site.title)) is not None:
        found["title"] = "site"
        return words_of(element)
    names = {_bare(name) for name, _ in told.get("outlet", ())}
    if title := _taken("title", told, found):
        return _without_tail(title, names)
    for name in ("h1", "title"):
        for element in page.iter(name):
            if words := words_of(element):
                found["title"] = name
                return words if name == "h1" else _without_tail(words, names, bar=True)
    return None


def _without_tail(title: str, names: set[str], *, bar: bool = False) -> str:
    """A title without the name of the paper behind it; with `bar` without anything behind the last bar."""
    tail = _TITLE_TAIL.search(title)
    if tail and (_bare(tail[2]) in names or (bar and tail[1] == "|")):
        return title[: tail.start()].rstrip()
    return title


def _lead(page: Element, told: Told, site: Site | None, found: dict[str, str]) -> str | None:
    """The lead (sapo). That of a meta element counts only where it is a whole sentence: often it is cut, or praises the paper."""
    if site is not None and (element := first(page, site.lead)) is not None:
        found["lead"] = "site"
        place = first(element, site.stamp)
        words = words_of(element)
        if place is not None and words.startswith(stamp := words_of(place)):
            return f"{stamp} – {words.removeprefix(stamp).lstrip(' -–—')}"
        return _without_label(words, site)
    for value, source in told.get("lead", ()):
        if len(value) >= _LEAST_LEAD and not value.endswith(_CUT) and value[-1] in '.!?”"':
            found["lead"] = source
            return value
    return None


def _without_label(lead: str, site: Site) -> str:
    """A lead without the name of the paper before it: `(Dân trí) - …`, `TTO - …`."""
    if site.label is None:
        return lead
    return re.sub(rf"^\(?{re.escape(site.label)}\)?\s*[-–—]?\s+", "", lead, flags=re.IGNORECASE)


def _assembled(title: str | None, lead: str | None, body: list[str], site: Site | None) -> str:
    """The text of the report: what of title and lead the body does not begin with itself, then the body."""
    head = [part for part in (title, lead) if part]
    opening = {_bare(line) for line in body[:4]}
    lines = [
        part
        for part in head
        if _bare(part) not in opening and not any(_bare(part) in line for line in opening)
    ]
    return "\n".join([*lines, *body])


def _bare(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


def _zone(site: Site | None, language: object) -> tzinfo | None:
    """The zone of times that name none: that of the site, Hanoi's on pages in Vietnamese; None where it is not known."""
    if site is not None and site.zone != "+07:00":
        return datetime.strptime(site.zone, "%z").tzinfo
    return HANOI if site is not None or language in ("vi", None) else None


def _times(
    page: Element, told: Told, site: Site | None, found: dict[str, str], zone: tzinfo | None
) -> Mapping[str, object]:
    """`published` and `updated`: what is said for machines, else what the page prints where its site prints it."""
    row: dict[str, object] = {}
    for field in ("published", "updated"):
        for value, source in told.get(field, ()):
            if (written := printed_time(value, zone)) and published_of(written):
                row[field], found[field] = written, source
                break
    if "published" not in row and site is not None and (element := first(page, site.time)) is not None:
        several = (*(element.get(name) or "" for name in _FOR_MACHINES), words_of(element))
        for words in several:
            if (written := printed_time(words, zone)) and published_of(written):
                row["published"], found["published"] = written, "site"
                break
    if "published" not in row:
        for element in page.xpath("//article//time[@datetime][not(ancestor::*[contains(@class,'comment')])]")[
            :1
        ]:
            if (written := printed_time(element.get("datetime"), zone)) and published_of(written):
                row["published"], found["published"] = written, "time element"
    return row


def _language(text: str, told: Told, site: Site | None, found: dict[str, str]) -> str | None:
    """The language of the words where their letters tell it: pages often name that of their template."""
    if seen := language_of(text):
        found["language"] = "letters"
        return seen
    for value, source in told.get("language", ()):
        code = re.split(r"[-_,;\s]", value)[0].lower()
        if re.fullmatch("[a-z]{2,3}", code):
            found["language"] = source
            return code
    return site.lang if site is not None else None


def _author(page: Element, told: Told, site: Site | None, found: dict[str, str]) -> str | None:
    if site is not None and (element := first(page, site.author)) is not None:
        found["author"] = "site"
        time = first(element, site.time)  # some papers print it in the same line
        words = words_of(element).replace(words_of(time), " ") if time is not None else words_of(element)
        return one_line(words).strip(" -–|,") or None
    names = told.get("author", ())
    if not names:
        return None
    found["author"] = names[0][1]  # several of one source are several authors
    return ", ".join(name for name, source in names[:10] if source == names[0][1])
