"""Biennien reads the news reports on a developing story and keeps the record of it.

The whole Python API: `Chronicle` (one record in one file) and `read_text` (one text). What they return are the records of `biennien.model`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biennien.app import Added, Verification
    from biennien.decisions import Decided, Judged
    from biennien.known import AsKnown
    from biennien.model import (
        Brief,
        Difference,
        Explanation,
        Meeting,
        Novelty,
        Position,
        Reading,
        Remark,
        Report,
        ReportDate,
        Statement,
        Story,
    )

__version__ = "0.1.0"
__all__ = ["Chronicle", "__version__", "read_text"]


class Chronicle:
    """The record of a story in one file. `as_known` is a day, month or year: the record as it could be drawn at its end.

    `recorded_by` is a day or an instant: the record as it could be drawn from what was recorded, and decided, by then.
    """

    def __init__(self, path: str | Path, *, recorded_by: str | None = None) -> None:
        """Names the file; it is made by the first `add`."""
        self.path = Path(path)
        self.recorded_by = recorded_by

    @classmethod
    def open(cls, path: str | Path, *, recorded_by: str | None = None) -> Chronicle:
        """The record in a file, which need not be there yet."""
        return cls(path, recorded_by=recorded_by)

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        published: str | None = None,
        outlet: str | None = None,
    ) -> Added:
        """Adds files and folders and says what came of them; what could not be read is in `issues`, not raised."""
        from biennien import app

        several = [paths] if isinstance(paths, str | Path) else list(paths)
        return app.add([str(path) for path in several], self.path, published=published, outlet=outlet)

    def meetings(self, *, as_known: str | None = None) -> tuple[Meeting, ...]:
        """The meetings planned and held, each with its attributed changes."""
        from biennien import app

        return app.meetings(self.path, as_known=self._asked(as_known))

    def statements(
        self, *, by: str | None = None, like: str | None = None, as_known: str | None = None
    ) -> tuple[Statement, ...]:
        """Who said what; `by` is a name or a part of it, `like` words of a quotation (then the nearest comes first)."""
        from biennien import app, lookup

        found = app.statements(self.path, by=by, as_known=self._asked(as_known))
        return found if like is None else lookup.said_like(found, like)

    def timeline(self, *, as_known: str | None = None) -> list[dict[str, object]]:
        """What happened and was said about meetings, day by day; what has no day stands at the end."""
        from biennien import lookup

        return lookup.timeline(self.path, self._asked(as_known))

    def show(self, line: str, *, as_known: str | None = None) -> dict[str, object]:
        """A line of the record, by its id or the beginning of it, with the paragraphs it rests on."""
        from biennien import lookup

        return lookup.shown(lookup.look(self.path, line, self._asked(as_known)))

    def explain(self, line: str, *, as_known: str | None = None) -> dict[str, object]:
        """The tree of rules, words and reasons behind a line of the record."""
        from biennien import lookup

        return lookup.explained(lookup.look(self.path, line, self._asked(as_known)))

    def reports(self, *, as_known: str | None = None) -> tuple[tuple[Report, ReportDate], ...]:
        """The reports by day, each with its date and the reason for it."""
        from biennien import app

        return app.reports(self.path, as_known=self._asked(as_known))

    def differences(self, *, as_known: str | None = None) -> tuple[Difference, ...]:
        """Where the reports, or voices in them, do not agree, after they were aligned in time."""
        from biennien import views

        return views.differences(self.path, as_known=self._asked(as_known))

    def stories(self, *, as_known: str | None = None) -> tuple[Story, ...]:
        """The reports by what they share, the latest story first."""
        from biennien import views

        return views.stories(self.path, as_known=self._asked(as_known))

    def new(self, report: str, *, as_known: str | None = None) -> Novelty:
        """What is new in a report, by its id or the beginning of it, against those published before it."""
        from biennien import views

        return views.novelty(self.path, report, as_known=self._asked(as_known))

    def brief(self, *, since: str | None = None, as_known: str | None = None) -> Brief:
        """What must be known by somebody who read the last note on the day `since`."""
        from biennien import views

        return views.brief(self.path, since=since, as_known=self._asked(as_known))

    def check(
        self, text: str, *, published: str | None = None, as_known: str | None = None
    ) -> tuple[Remark, ...]:
        """What the record has otherwise than a draft to be printed on a day (today by default), or has seen change since."""
        from biennien import drafts

        return drafts.check_text(text, self.path, published=published, as_known=self._asked(as_known))

    def explanations(self, *, as_known: str | None = None) -> tuple[Explanation, ...]:
        """Why something became of the plans, by the word of each who says so, each with the change that it explains."""
        from biennien import views

        return views.explanations(self.path, as_known=self._asked(as_known))

    def positions(self, *, by: str | None = None, as_known: str | None = None) -> tuple[Position, ...]:
        """What each side holds over time; `by` is the name of a side or of somebody who speaks for it, or a part of one."""
        from biennien import views

        return views.positions(self.path, by=by, as_known=self._asked(as_known))

    def correct(
        self, report: str, *, published: str, reason: str | None = None, by: str | None = None
    ) -> Decided:
        """Sets a report's date right; `report` is its id or the beginning of it, `by` who decides (else the account's name)."""
        from biennien import decisions

        return decisions.correct(report, self.path, published=published, reason=reason, by=by)

    def withdraw(self, report: str, *, reason: str | None = None, by: str | None = None) -> Decided:
        """Takes a wrongly added report out: it stays listed and yields nothing."""
        from biennien import decisions

        return decisions.withdraw(report, self.path, reason=reason, by=by)

    def decide(
        self,
        kind: str,
        line: str,
        value: str | None = None,
        *,
        reason: str | None = None,
        by: str | None = None,
    ) -> Decided:
        """Decides on a line, by its id: ``same`` (with the meeting `value`), ``different``, ``status`` (it means `value`), ``retract``."""
        from biennien import decisions

        return decisions.decide(kind, line, self.path, value=value, reason=reason, by=by)

    def undo(self, decision: str, *, reason: str | None = None, by: str | None = None) -> Decided:
        """Takes a correction or a withdrawal back; `decision` is its id or the beginning of it."""
        from biennien import decisions

        return decisions.undo(decision, self.path, reason=reason, by=by)

    def decisions(self) -> tuple[Judged, ...]:
        """All decisions in the order in which they were taken, with what became of each."""
        from biennien import decisions

        return decisions.decisions(self.path)

    def verify(self) -> Verification:
        """Cuts every citation out of the stored texts again."""
        from biennien import app

        return app.verify(self.path)

    def _asked(self, as_known: str | None) -> AsKnown:
        from biennien import app

        return app.asked(as_known, self.recorded_by)


def read_text(text: str, *, published: str | None = None) -> Reading:
    """What one report says. `published` is a day, a month or an instant. Raises InputError where there is nothing to read."""
    from biennien import app

    return app.read_text(text, published=published)
