"""Where something to be read comes from, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from biennien.model import Issue, Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was found at an address: `url` where it was found in the end, `kind` its media type, `charset` as the server says.

    `published` is when the feed that led here says that it was published: it dates a page that gives no date itself.
    """

    url: str
    kind: str
    charset: str | None
    body: bytes
    published: str | None = None


class Exceeded(Exception):
    """What is read exceeds a limit; its words are the name of the limit."""


class Endless(Exception):
    """The headers of a record of a crawl are longer than any are."""


class TooDeep(Exception):
    """The elements of a page lie deeper than its parser goes, whatever the limit."""


@dataclass(slots=True, kw_only=True)
class Room:
    """What is left of the limits of an archive, for it and all archives in it together: `files`, and `bytes` unpacked."""

    files: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file as messages name it, the id of a report in it that has none, and the options of the run.

    `published` dates every report before its own dates; `outlet` names the outlet of those that name none. `found_at` holds
    the `url` of what was fetched, and what the feed that led there says: `published`. `room` is that of the archive it lies in, `depth` how many archives it lies in.
    """

    where: str
    stem: str
    published: str | None = None
    outlet: str | None = None
    limits: Limits = field(default_factory=Limits)
    found_at: Mapping[str, str] = field(default_factory=dict)
    room: Room | None = None
    depth: int = 0

    def error(self, code: str, message: str, remedy: str) -> Issue:
        """That nothing is read here."""
        return Issue(code=code, severity="error", message=message, where=self.where, remedy=remedy)

    def warning(self, code: str, message: str, remedy: str) -> Issue:
        """What is doubtful here."""
        return Issue(code=code, severity="warning", message=message, where=self.where, remedy=remedy)

    def exceeded(self, limit: str) -> Issue:
        """That what is here exceeds a limit, by its name."""
        return self.error("too_long", *self.limits.exceeded(limit))

    def missing(self, what: str, package: str | None, extra: str) -> Issue:
        """That the package is missing which reads files of this kind."""
        message = f"{what} are read with {package}, which is missing."
        return self.error("missing_extra", message, f"pip install 'biennien[{extra}]'")
