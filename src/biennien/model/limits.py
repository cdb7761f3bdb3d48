"""How much is taken in at once: every bound on what comes from outside, by one name, with its default and its meaning."""

from __future__ import annotations

import dataclasses
import math
import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from biennien.model.errors import InputError

# What the machine can count, and wait for: lengths and offsets of files have 63 bits, times some three years of seconds.
_MOST = {int: 2**53, float: 100_000_000}


def _most(default: Any, meaning: str, least: int = 0) -> Any:
    """A limit with what it means, where it stands, and the least value that lets anything be done."""
    return field(default=default, metadata={"meaning": meaning, "least": least})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLimits:
    """Of one report, and of a file that holds several."""

    characters: int = _most(
        1_000_000, "The characters of one report. How long reading may take grows with them."
    )
    bytes: int = _most(50_000_000, "The bytes of a file, a page or a line that holds one report.")
    list_bytes: int = _most(
        500_000_000, "The bytes of a file that holds several, and of what is read from standard input."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """Of a ZIP or gzip file with all archives in it; `growth` holds for what is longer than 1 MB unpacked."""

    files: int = _most(100_000, "The files of an archive.")
    bytes: int = _most(2_000_000_000, "The bytes of all files of an archive, unpacked.")
    growth: int = _most(500, "How many times its packed size a file may have; news text has five times.")
    depth: int = _most(1, "How deep archives may lie in one another; 1 opens none within another.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimits:
    """Of one web page; `depth` is at most that of the parser, 256."""

    depth: int = _most(200, "How deep the elements of a page may be nested (at most 250).")
    elements: int = _most(200_000, "The elements of a page; how long it takes grows with them.")
    paragraphs: int = _most(5_000, "The paragraphs of an article.")
    metadata: int = _most(
        1_000_000, "The characters of one block of JSON-LD; a longer one is passed over, and said so."
    )
    crawled_bytes: int = _most(20_000_000, "The bytes of one page in a WARC file.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLimits:
    """Of one feed."""

    bytes: int = _most(50_000_000, "The bytes of a feed.")
    entries: int = _most(10_000, "The entries of a feed; what comes after them is not read, and said so.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLimits:
    """Of one office document or PDF."""

    pages: int = _most(500, "The pages of a PDF.")
    bytes: int = _most(
        50_000_000,
        "The bytes of the text part of a DOCX document, and of what is packed in a PDF but for its pictures, unpacked.",
    )
    seconds: float = _most(60.0, "How long a PDF may take, in seconds, counted from page to page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Of one answer from the web. Times in seconds, sizes in bytes."""

    connect: float = _most(10.0, "Seconds until a connection stands.")
    read: float = _most(20.0, "Seconds between two pieces of an answer.")
    total: float = _most(60.0, "Seconds for all of an answer, with its redirects.")
    sent: int = _most(20_000_000, "The bytes of an answer as they are sent.")
    unpacked: int = _most(50_000_000, "The bytes of an answer, unpacked.")
    growth: int = _most(200, "How many times what was sent an answer may have, unpacked, from 1 MB on.")
    redirects: int = _most(5, "The redirects of one address.")
    address: int = _most(2_000, "The characters of an address.")
    robots: int = _most(500_000, "The bytes of a robots.txt that count.")
    pause: float = _most(1.0, "Seconds that a host is left between two requests, at least.")
    longest_pause: float = _most(30.0, "Seconds that a host may ask for between two requests.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchLimits:
    """Of following feeds. Times in seconds."""

    pages: int = _most(20, "The pages of one round: then what they brought is told.", least=1)
    tries: int = _most(8, "How often a page is tried; a feed and a webhook are tried for ever.")
    every: float = _most(60.0, "Seconds between two looks at a feed, at least.", least=1)
    longest_wait: float = _most(86_400.0, "Seconds until the next try, however many failed.", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All limits, by what they are of. A limit goes by the name of its group and its own: ``report.characters``."""

    report: ReportLimits = field(default_factory=ReportLimits)
    archive: ArchiveLimits = field(default_factory=ArchiveLimits)
    page: PageLimits = field(default_factory=PageLimits)
    feed: FeedLimits = field(default_factory=FeedLimits)
    document: DocumentLimits = field(default_factory=DocumentLimits)
    fetch: FetchLimits = field(default_factory=FetchLimits)
    watch: WatchLimits = field(default_factory=WatchLimits)

    @classmethod
    def of(cls, values: Mapping[str, object], where: str = "limits") -> Limits:
        """The defaults but for some values by their names, as numbers or in words. Raises InputError for a name or a value that is none."""
        return cls().but(values, where)

    def but(self, values: Mapping[str, object], where: str) -> Limits:
        """These limits with some others, by their names. Raises InputError for a name or a value that is none."""
        known = {name: value for name, value, _ in self.named()}
        found: dict[str, dict[str, int | float]] = {}
        for name, given in values.items():
            if name not in known:
                raise InputError(
                    f"there is no limit {name!r}.", where=where, remedy=f"The limits: {', '.join(known)}"
                )
            group, _, own = name.partition(".")
            of = {one.name: one for one in dataclasses.fields(getattr(self, group))}
            least = of[own].metadata["least"]
            found.setdefault(group, {})[own] = _number(name, given, type(known[name]), least, where)
        groups = {g: dataclasses.replace(getattr(self, g), **changed) for g, changed in found.items()}
        return dataclasses.replace(self, **groups)

    def named(self) -> Iterator[tuple[str, int | float, str]]:
        """Each limit with its name, its value and what it means."""
        for group in dataclasses.fields(self):
            for one in dataclasses.fields(held := getattr(self, group.name)):
                yield f"{group.name}.{one.name}", getattr(held, one.name), one.metadata["meaning"]

    def __getitem__(self, name: str) -> int | float:
        """A limit by its name."""
        group, _, own = name.partition(".")
        value: int | float = getattr(getattr(self, group), own)
        return value

    def exceeded(self, name: str) -> tuple[str, str]:
        """What to say where something is more than a limit allows, and the remedy."""
        return exceeded(name, self[name])


def exceeded(name: str, value: int | float) -> tuple[str, str]:
    """What to say where something is more than a limit of this value allows, and the remedy."""
    raising = f"aise the limit: --limit {name}=NUMBER, or [limits] in biennien.toml."
    whole = name.startswith("fetch.")  # nobody here can split what a server sends
    return f"it exceeds the limit {name} ({value:,}).", f"R{raising}" if whole else f"Split it, or r{raising}"


def _number(name: str, given: object, kind: type, least: int, where: str) -> int | float:
    """A value of a limit, from a number or from words. Raises InputError."""
    try:
        if isinstance(given, bool) or not isinstance(given, int | float | str):
            raise ValueError(given)
        value = float(given) if kind is float else int(given) if isinstance(given, str) else given
        if (
            not least <= value <= _MOST[kind]
            or not math.isfinite(value)
            or (kind is int and value != int(value))
        ):
            raise ValueError(given)
    except (ValueError, OverflowError):
        what = "number" if kind is float else "whole number"
        raise InputError(
            f"{reprlib.repr(given)} is no {what} for the limit {name}.",
            where=where,
            remedy=f"Write a {what} from {least} to {_MOST[kind]:,}.",
        ) from None
    return kind(value)  # type: ignore[no-any-return]
