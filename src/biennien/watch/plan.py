"""What is to be followed and told, as a TOML file says it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from biennien.model import Limits
from biennien.model.errors import InputError

EVENTS = ("status", "speaks", "difference", "edited")
_EVERY = re.compile(r"(\d{1,9})\s*(s|m|h|d)")
_LONGEST = 100_000_000  # seconds, some three years: clocks and waits go no further
AGAIN = (3_600, 6 * 3_600, 86_400, 3 * 86_400)  # seconds after which a page is looked at again
_AGAIN_MOST = 20
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: looked at every so many seconds; with `pages` the page of each entry is read, else the words in the feed.

    `again` are the seconds after reading a page at which it is looked at again, since papers change pages; then never.
    """

    url: str
    outlet: str | None = None
    every: int = 600
    pages: bool = True
    again: tuple[int, ...] = AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is to be told to whom. `on` is one of EVENTS; `who` narrows it to a name; `to` is ``print``, a file, or the address of a webhook.

    `secret` is the name of the environment variable with which a webhook is signed.
    """

    name: str
    on: str
    to: str
    who: str | None = None
    secret: str | None = None

    @property
    def webhook(self) -> bool:
        """Whether it is told over the web."""
        return self.to.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is followed and told; `allowed` are hosts that need not be on the public internet."""

    feeds: tuple[Feed, ...]
    rules: tuple[Rule, ...]
    allowed: tuple[str, ...] = ()

    def spare(self, kept: Path) -> None:
        """Raises InputError where a rule would write into a file that something else is kept in, or into what SQLite puts beside it."""
        files = [kept.with_name(f"{kept.name}{end}") for end in ("", "-wal", "-shm", "-journal")]
        for rule in self.rules:
            if (
                rule.to != "print"
                and not rule.webhook
                and any(_is_same(Path(rule.to), file) for file in files)
            ):
                raise InputError(
                    f"the rule {rule.name!r} would write its news into this file.",
                    where=str(kept),
                    remedy='Name a file of its own in the rule: to = "news.jsonl".',
                )


def read_plan(path: Path, limits: Limits | None = None) -> Plan:
    """The plan in a file; no feed is looked at more often than the limit `watch.every` allows. Raises InputError with the place and the remedy where it is none."""
    try:
        rows = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            f"it cannot be read: {error.strerror or error}.", where=str(path), remedy="Check the path."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"this is no TOML: {error}.", where=str(path), remedy="Mend that place.") from error
    _known(rows, ("feed", "rule", "allow"), str(path))
    least = (limits or Limits()).watch.every
    feeds = tuple(
        _feed(row, f"{path}: feed {n}", least) for n, row in enumerate(_rows(rows, "feed", path), 1)
    )
    rules = tuple(_rule(row, f"{path}: rule {n}") for n, row in enumerate(_rows(rows, "rule", path), 1))
    if not feeds:
        raise InputError(
            "it names no feed.", where=str(path), remedy='Write [[feed]] and under it url = "https://…".'
        )
    for what, names in (("feed", [f.url for f in feeds]), ("rule", [r.name for r in rules])):
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise InputError(
                f"the {what} {twice!r} stands twice.", where=str(path), remedy="Take one of them out."
            )
    allowed = rows.get("allow", [])
    if not isinstance(allowed, list) or not all(isinstance(host, str) for host in allowed):
        raise InputError(
            "'allow' is no list of hosts.", where=str(path), remedy='Write allow = ["host:port"].'
        )
    plan = Plan(feeds=feeds, rules=rules, allowed=tuple(allowed))
    plan.spare(path)
    return plan


def _feed(row: Mapping[str, Any], where: str, least: float) -> Feed:
    _known(row, ("url", "outlet", "every", "pages", "again"), where)
    url = _text(row, "url", where, needed=True) or ""
    if not _is_address(url):
        raise InputError(
            f"{url!r} is no address of the web.", where=where, remedy="It begins with https:// or http://."
        )
    pages = row.get("pages", True)
    if not isinstance(pages, bool):
        raise InputError(
            "'pages' is neither true nor false.", where=where, remedy="Write pages = true or pages = false."
        )
    every = _text(row, "every", where) or "10m"
    if (seconds := _seconds(every)) is None or seconds < least:
        raise InputError(
            f"{every!r} is no time, or less than the limit watch.every ({least:g} s).",
            where=where,
            remedy='Write every = "10m", "2h" or "1d".',
        )
    return Feed(
        url=url,
        outlet=_text(row, "outlet", where),
        every=seconds,
        pages=pages,
        again=_again(row["again"], where, least) if "again" in row else AGAIN,
    )


def _seconds(words: str) -> int | None:
    """The seconds of a time in words (``10m``); None where it is none, or longer than a watch runs."""
    found = _EVERY.fullmatch(words)
    seconds = int(found[1]) * _UNITS[found[2]] if found else None
    return seconds if seconds is None or seconds <= _LONGEST else None


def _again(given: object, where: str, least: float) -> tuple[int, ...]:
    """The times after which a page is looked at again, each later than the one before it."""
    words = given if isinstance(given, list) and len(given) <= _AGAIN_MOST else [None]
    found = [_seconds(one) if isinstance(one, str) else None for one in words]
    times = tuple(one for one in found if one is not None)
    if len(times) < len(words) or any(b - a < least for a, b in zip((0, *times), times, strict=False)):
        raise InputError(
            f"'again' is no list of times, each later than the one before it by the limit watch.every ({least:g} s).",
            where=where,
            remedy='Write again = ["1h", "6h", "1d", "3d"], or again = [] to look at no page twice.',
        )
    return times


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by whatever links."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except (OSError, RuntimeError, ValueError):  # not there yet, or links that lead in a circle
        return False


def _is_address(url: str) -> bool:
    """Whether it is an address that is asked: of a host, without a name and a password."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and not (parts.username or parts.password)
            and parts.port != 0
        )
    except ValueError:
        return False


def _rule(row: Mapping[str, Any], where: str) -> Rule:
    _known(row, ("name", "on", "to", "who", "secret"), where)
    on = _text(row, "on", where, needed=True) or ""
    if on not in EVENTS:
        raise InputError(
            f"{on!r} is nothing that is told.", where=where, remedy=f"Write one of {', '.join(EVENTS)}."
        )
    made = Rule(
        name=_text(row, "name", where, needed=True) or "",
        on=on,
        to=_text(row, "to", where) or "print",
        who=_text(row, "who", where),
        secret=_text(row, "secret", where),
    )
    if on == "speaks" and not made.who:
        raise InputError("it does not say who speaks.", where=where, remedy='Write who = "a name".')
    if made.webhook and not _is_address(made.to):
        raise InputError(
            "'to' is no address of the web.", where=where, remedy="Write it without a name and a password."
        )
    if made.webhook and not made.secret:
        raise InputError(
            "a webhook is signed, and no secret is named.",
            where=where,
            remedy='Write secret = "NAME_OF_AN_ENVIRONMENT_VARIABLE".',
        )
    return made


def _rows(rows: Mapping[str, Any], key: str, path: Path) -> list[Mapping[str, Any]]:
    found = rows.get(key, [])
    if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
        raise InputError(
            f"{key!r} is no list of tables.", where=str(path), remedy=f"Write [[{key}]] before each."
        )
    return found


def _text(row: Mapping[str, Any], key: str, where: str, *, needed: bool = False) -> str | None:
    value = row.get(key)
    if value is None and not needed:
        return None
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{key!r} is missing or no text.", where=where, remedy=f'Write {key} = "…".')
    return value.strip()


def _known(row: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
    if strange := sorted(set(row) - set(keys)):
        raise InputError(
            f"{strange[0]!r} is no key here.", where=where, remedy=f"The keys are {', '.join(keys)}."
        )
