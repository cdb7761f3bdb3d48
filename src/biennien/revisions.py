"""The use cases of a report that its paper changed: its versions, two of them side by side, and words where they were said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from biennien import app, lookup, pipeline, views
from biennien.addresses import StoreAddress
from biennien.lookup import Seen
from biennien.model import Brief, History, Record, Report, Revision, Span, Version
from biennien.model.errors import InputError, NotFoundError
from biennien.names import one_of
from biennien.views import Whole

_LINES = ("m-", "c-", "s-")  # the ids of lines that a version tells by itself
_SHORT = 12  # letters of a digest that name a version, or words
_MOST = 200  # changed reports that are held against their earlier versions for one view
_WORDS = re.compile(r"(\d{1,7})-(\d{1,7})-([0-9a-f]{12})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Words that were cited: the version in which they stand at their place, and where the version that counts has the same words (None: nowhere)."""

    version: Version
    span: Span
    now: Span | None
    current: Version


def history(store: StoreAddress, report: str, first: str | None = None, last: str | None = None) -> History:
    """The versions of a report, by its id or the beginning of it, and two of them held against each other.

    `first` and `last` name versions by number or by the beginning of their SHA-256: by default the one that counts and the one before it.
    """
    versions = versions_of(store, report)
    return history_of(versions, app.load(store)[0] if len(versions) > 1 else Record(), first, last)


def history_of(
    versions: Sequence[Version], now: Record, first: str | None = None, last: str | None = None
) -> History:
    """The same of versions that were loaded; `now` is the record."""
    name = versions[-1].report.id
    after = version_of(versions, last) if last else versions[-1]
    earlier = [v for v in versions if v.number < after.number]
    before = version_of(versions, first) if first else (earlier or [after])[-1]
    revision = None
    if before.number != after.number:
        revision = pipeline.find_revision(before, after, pipeline.load_knowledge(), now)
    elif first and last:
        raise InputError(
            "the two versions are the same one.",
            where="--from",
            remedy="biennien versions lists them by number.",
        )
    return History(report_id=name, versions=tuple(versions), revision=revision)


def versions_of(store: StoreAddress, report: str) -> tuple[Version, ...]:
    """All versions of a report, the oldest first, by its id, one that it had before, or the beginning of it."""
    with app.opened_store(store) as opened:
        if report and (found := opened.versions(report)):
            return found
        ids = [r.id for r in opened.reports()]
        return opened.versions(one_of(report, ids, "report", "biennien reports lists them."))


def known_by(versions: Sequence[Version], day: str | None) -> tuple[Version, ...]:
    """The versions that were known on a day (None: all), the last of them as the one that counted."""
    known = [v for v in versions if day is None or not v.came_on or v.came_on <= day] or [*versions[:1]]
    return (*(replace(v, counts=False) for v in known[:-1]), replace(known[-1], counts=True))


def version_of(versions: Sequence[Version], wanted: str) -> Version:
    """A version by its number or the beginning of its SHA-256. Raises InputError where there is none."""
    found = [
        v
        for v in versions
        if wanted == str(v.number) or (len(wanted) >= 6 and v.report.sha256.startswith(wanted.lower()))
    ]
    if len(found) != 1:
        raise InputError(
            f"{versions[-1].report.id} has no version {wanted!r}; it has {len(versions)}.",
            where="--version",
            remedy="biennien versions lists them by number.",
        )
    return found[0]


def look(store: StoreAddress, wanted: str, version: str) -> tuple[Seen, Version]:
    """A report, or a line by its id, as a version of its report tells it by itself; the line may be in the record no more.

    Raises InputError where no such line was read in that version.
    """
    if not wanted.startswith(_LINES):
        found = version_of(versions_of(store, wanted), version)
        whole = seen_in(found)
        return lookup.look_in(whole.record, whole.reports, whole.readings, found.report.id), found
    rested: dict[str, set[str]] = {}
    with app.opened_store(store) as opened:
        for _, report, words in opened.former(wanted):
            rested.setdefault(report, set()).add(words)
    if not rested:
        record, reports = app.load(store)
        line = lookup.line_of(record, {r.id: r for r in reports}, wanted)
        for citation in lookup.citations_of(line):
            rested.setdefault(citation.report_id, set()).add(citation.quote)
    for report, quotes in rested.items():
        with app.opened_store(store) as opened:
            versions = opened.versions(report)
        try:
            found = version_of(versions, version)
        except InputError:
            continue
        if seen := _seen_with(found, wanted, quotes):
            return seen, found
    raise NotFoundError(
        f"{wanted} was not read in a version {version!r} of its report.",
        where="--version",
        remedy="biennien versions lists them by number.",
    )


def _seen_with(version: Version, wanted: str, quotes: Collection[str]) -> Seen | None:
    """The line of a version with an id, else the one of its kind that rests on some words."""
    whole = seen_in(version)
    own = {
        name
        for name, (line, _) in pipeline.lines_of(whole.record).items()
        if any(c.quote in quotes for c in line.citations)
    }
    if wanted.startswith("m-"):
        own = {m.id for m in whole.record.meetings if {c.id for c in m.changes} & own}
    name = next((n for n in sorted(own) if n.startswith(wanted)), None)
    name = name or next((n for n in sorted(own) if n[:2] == wanted[:2]), None)
    if name is None:
        return None
    return lookup.look_in(whole.record, whole.reports, whole.readings, name)


def shown(seen: Seen, version: Version, current: Report) -> dict[str, object]:
    """What `show` tells of a line in a version: its paragraphs, and for each marked place where the `current` version has the same words."""
    told = lookup.shown(seen)
    text = version.report.text
    passages = [
        {**passage, "now": [_place(words_in(current, text[start:end])) for start, end in passage["marks"]]}
        for passage in cast(list[dict[str, Any]], told["passages"])
    ]
    return {**told, "passages": passages, "version": _named(version)}


def explained(version: Version, seen: Seen, say: lookup.Say | None = None) -> dict[str, object]:
    """What `explain` tells of a line in a version."""
    return {**lookup.explained(seen, say), "version": _named(version)}


def _named(version: Version) -> dict[str, object]:
    return {"number": version.number, "sha256": version.report.sha256, "counts": version.counts}


def _place(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def current_of(store: StoreAddress, version: Version) -> Report:
    """The version of its report that counts."""
    return versions_of(store, version.report.id)[-1].report


def seen_in(version: Version) -> Whole:
    """What a version tells by itself, as it is read now."""
    report = replace(version.report, decisions=())
    knowledge = pipeline.load_knowledge()
    (reading,) = pipeline.read_reports([report], knowledge)
    record = pipeline.make_record([report], [reading], knowledge)
    return Whole(record=record, reports=(report,), readings={report.id: reading})


def name_of_words(start: int, end: int, quote: str) -> str:
    """The name by which cited words are found for ever: their place and a digest of their letters."""
    return f"{start}-{end}-{hashlib.sha256(quote.encode('utf-8', 'surrogatepass')).hexdigest()[:_SHORT]}"


def cut_by_name(versions: Sequence[Version], words: str) -> Cut | None:
    """The version that has words at their place, by the name of the words: the one that counts, else the last one that has; None where none has."""
    if not (named := _WORDS.fullmatch(words)):
        return None
    span = Span(int(named[1]), int(named[2]))
    current = next((v for v in versions if v.counts), versions[-1])
    for version in sorted(versions, key=lambda v: (v is current, v.number), reverse=True):
        quote = span.cut(version.report.text)
        if quote and name_of_words(span.start, span.end, quote) == words:
            now = span if version is current else words_in(current.report, quote)
            return Cut(version=version, span=span, now=now, current=current)
    return None


def words_in(report: Report, quote: str) -> Span | None:
    """Where the same words stand in a report, whatever the blanks between them; None where they do not."""
    at = report.text.find(quote)
    return (
        Span(at, at + len(quote)) if at >= 0 else pipeline.find_words(pipeline.tokens_of(quote), report.text)
    )


def revised(
    store: StoreAddress, seen: Whole, since: str | None = None, until: str | None = None
) -> tuple[Revision, ...]:
    """The reports of what was loaded whose paper changed them after the day `since` and up to `until`, where a line went, came or is otherwise.

    Each stands with the version that was known on `since` beside the one that counts; the last changed first.
    """
    changed = [r for r in seen.counting if r.version > 1 and r.withdrawn is None]
    found, meant = [], []
    with app.opened_store(store) as opened:
        histories = [opened.versions(report.identity) for report in changed]
    for report, versions in zip(changed, histories, strict=True):
        after = next((v for v in versions if v.report.sha256 == report.sha256), None)
        if after is not None and _came_between(after, since, until):
            meant.append((after, versions))
    meant.sort(key=lambda row: (row[0].came_on or "", row[0].report.id), reverse=True)
    for after, versions in meant[:_MOST]:
        before = [v for v in versions if v.number < after.number]
        known = [v for v in before if since is None or not v.came_on or v.came_on <= since] or before
        found.append(pipeline.find_revision(known[-1], after, pipeline.load_knowledge(), seen.record))
    return tuple(
        sorted(
            (r for r in found if r.effects),
            key=lambda r: (r.after.came_on or "", r.report_id),
            reverse=True,
        )
    )


def brief(store: StoreAddress, seen: Whole, since: str | None = None) -> Brief:
    """The note of what was loaded, with the reports that their papers changed since the last one."""
    made = views.brief_of(seen, since)
    return replace(made, revised=revised(store, seen, made.since, seen.until))


def _came_between(version: Version, since: str | None, until: str | None) -> bool:
    day = version.came_on
    return day is None or ((since is None or day > since) and (until is None or day <= until))


def history_told(found: History) -> dict[str, object]:
    """Versions as the documented JSON."""
    return {"schema": app.SCHEMA, **pipeline.tell_history(found)}
