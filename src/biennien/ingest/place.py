"""Where something to be read comes from, and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass

from biennien.model import Issue

LIMIT = 50_000_000  # bytes of one report with all that belongs to it: more is not taken into memory
LIST_LIMIT = 500_000_000  # bytes of a file that holds many


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file as messages name it, the id of a report in it that has none, and the options of the run.

    `published` dates every report before its own dates; `outlet` names the outlet of those that name none.
    """

    where: str
    stem: str
    published: str | None = None
    outlet: str | None = None

    def error(self, code: str, message: str, remedy: str) -> Issue:
        """That nothing is read here."""
        return Issue(code=code, severity="error", message=message, where=self.where, remedy=remedy)

    def warning(self, code: str, message: str, remedy: str) -> Issue:
        """What is doubtful here."""
        return Issue(code=code, severity="warning", message=message, where=self.where, remedy=remedy)

    def too_long(self, limit: int = LIMIT) -> Issue:
        """That one report would be longer than any is."""
        message = f"longer than {limit // 1_000_000} MB: no single report is."
        return self.error("too_long", message, "Split it into reports.")

    def missing(self, what: str, package: str | None, extra: str) -> Issue:
        """That the package is missing which reads files of this kind."""
        message = f"{what} are read with {package}, which is missing."
        return self.error("missing_extra", message, f"pip install 'biennien[{extra}]'")
