"""Biennien reads the news reports on a developing story and keeps the record of it.

The whole Python API: `Chronicle` (one record in one file); `read_text` and `read_files`, which look at reports by themselves;
`evaluate`, which scores readings; and `told`, which gives what they return, records of `biennien.model`, as the documented JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biennien.addresses import StoreAddress, address_of

if TYPE_CHECKING:
    from biennien.app import Added, Verification
    from biennien.decisions import Decided, Judged
    from biennien.evaluation import Score
    from biennien.finding import Found
    from biennien.handing import Exported
    from biennien.known import AsKnown
    from biennien.model import (
        Brief,
        Difference,
        Explanation,
        History,
        Issue,
        Meeting,
        Novelty,
        Position,
        Reading,
        Record,
        Remark,
        Report,
        ReportDate,
        Statement,
        Story,
    )

__version__ = "0.1.0"
__all__ = ["Chronicle", "__version__", "evaluate", "read_files", "read_text", "told"]


class Chronicle:
    """The record of a story in one file, or in a database (``postgresql://user@host/name``). `as_known` is a day, month or year: the record as it could be drawn at its end.

    `recorded_by` is a day or an instant: the record as it could be drawn from what was recorded, and decided, by then.
    """

    def __init__(
        self,
        path: str | StoreAddress,
        *,
        recorded_by: str | None = None,
        limits: Mapping[str, float] | None = None,
    ) -> None:
        """Names the record; it is made by the first `add`. `limits` are other bounds on what comes in, by their names (``report.characters``)."""
        from biennien.model import Limits

        self.path = address_of(path)
        self.recorded_by = recorded_by
        self.limits = Limits.of(limits or {})

    @classmethod
    def open(
        cls,
        path: str | StoreAddress,
        *,
        recorded_by: str | None = None,
        limits: Mapping[str, float] | None = None,
    ) -> Chronicle:
        """The record at an address, which need not be there yet."""
        return cls(path, recorded_by=recorded_by, limits=limits)

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        published: str | None = None,
        outlet: str | None = None,
        allow_hosts: Iterable[str] = (),
    ) -> Added:
        """Adds files, folders and web addresses and says what came of them; what could not be read is in `issues`, not raised.

        `allow_hosts` are hosts that may be asked although they are not on the public internet.
        """
        from biennien import app
        from biennien.fetching import fetching

        several = [paths] if isinstance(paths, str | Path) else list(paths)
        with fetching(allow_hosts, self.limits) as fetch:
            return app.add(
                [str(path) for path in several],
                self.path,
                published=published,
                outlet=outlet,
                fetch=fetch,
                limits=self.limits,
            )

    def meetings(
        self,
        *,
        story: str | None = None,
        who: str | None = None,
        via: str | None = None,
        unnamed: bool = False,
        as_known: str | None = None,
    ) -> tuple[Meeting, ...]:
        """The meetings planned and held, each with its attributed changes.

        Only those that a `story` tells, by its id; in which `who` takes part; whose changes reach us through `via` alone, or rest on
        `unnamed` sources alone.
        """
        return self._part(as_known, story, who, via, unnamed)[0].meetings

    def statements(
        self,
        *,
        by: str | None = None,
        about: str | None = None,
        outlet: str | None = None,
        first: str | None = None,
        last: str | None = None,
        like: str | None = None,
        story: str | None = None,
        who: str | None = None,
        via: str | None = None,
        unnamed: bool = False,
        as_known: str | None = None,
    ) -> tuple[Statement, ...]:
        """Who said what, by day; narrowed as `meetings` are.

        `by` and `about` are names or parts of them (`about` also the id of a meeting), `outlet` that of a paper that carries it, `first`
        and `last` days of saying; `like` are words of a quotation, then the nearest comes first.
        """
        from biennien import saying

        record, reports = self._part(as_known, story, who, via, unnamed)
        return saying.find_said(
            record, reports, by=by, about=about, outlet=outlet, first=first, last=last, like=like
        ).statements

    def timeline(
        self,
        *,
        story: str | None = None,
        who: str | None = None,
        via: str | None = None,
        unnamed: bool = False,
        as_known: str | None = None,
    ) -> list[dict[str, object]]:
        """What happened and was said about meetings, day by day; what has no day stands at the end. Narrowed as `meetings` are."""
        from biennien import lookup

        return lookup.timeline_told(self._part(as_known, story, who, via, unnamed)[0])

    def show(
        self, line: str, *, as_known: str | None = None, version: str | None = None
    ) -> dict[str, object]:
        """A line of the record, by its id or the beginning of it, with the paragraphs it rests on.

        With `version`, a number or the beginning of a SHA-256, a report or line as that version of its report tells it by itself, and
        where the version that counts has the same words.
        """
        from biennien import lookup, revisions

        if version is not None:
            seen, of = revisions.look(self.path, line, version)
            return revisions.shown(seen, of, revisions.current_of(self.path, of))
        return lookup.shown(lookup.look(self.path, line, self._asked(as_known)))

    def explain(
        self, line: str, *, as_known: str | None = None, version: str | None = None
    ) -> dict[str, object]:
        """The tree of rules, words and reasons behind a line of the record, or with `version` of what that version of its report tells."""
        from biennien import lookup, revisions

        if version is not None:
            seen, of = revisions.look(self.path, line, version)
            return revisions.explained(of, seen)
        return lookup.explained(lookup.look(self.path, line, self._asked(as_known)))

    def reports(
        self, *, copies: bool = False, as_known: str | None = None
    ) -> tuple[tuple[Report, ReportDate], ...]:
        """The reports by day, each with its date and the reason for it; a near copy of another one leads to its likely `origin`.

        With `copies` only those that are nearly one text with others, each origin with its copies behind it.
        """
        from biennien import app

        return app.reports(self.path, copies=copies, as_known=self._asked(as_known))

    def differences(
        self, *, kinds: Collection[str] = (), as_known: str | None = None
    ) -> tuple[Difference, ...]:
        """Where the reports, or voices in them, do not agree, after they were aligned in time; with `kinds` only those."""
        from biennien import views

        return views.of_kinds(views.differences(self.path, as_known=self._asked(as_known)), kinds)

    def stories(self, *, as_known: str | None = None) -> tuple[Story, ...]:
        """The reports by what they share, the latest story first."""
        from biennien import views

        return views.stories(self.path, as_known=self._asked(as_known))

    def new(self, report: str, *, as_known: str | None = None) -> Novelty:
        """What is new in a report, by its id or the beginning of it, against those published before it."""
        from biennien import views

        return views.novelty(self.path, report, as_known=self._asked(as_known))

    def versions(self, report: str, *, first: str | None = None, last: str | None = None) -> History:
        """The versions of a report whose paper changed it, and two of them held against each other, with what it meant for the record.

        `first` and `last` name versions by number or by the beginning of their SHA-256; by default the one that counts and the one before it.
        """
        from biennien import revisions

        return revisions.history(self.path, report, first, last)

    def brief(self, *, since: str | None = None, as_known: str | None = None) -> Brief:
        """What must be known by somebody who read the last note on the day `since`."""
        from biennien import revisions, views

        return revisions.brief(self.path, views.whole(self.path, self._asked(as_known)), since)

    def note(
        self,
        *,
        since: str | None = None,
        as_known: str | None = None,
        lang: str = "vi",
        as_page: bool = False,
    ) -> str:
        """What `brief` gives as a note in Markdown, or as a page to be printed, with a footnote to every line."""
        from biennien import noting, revisions, views

        seen = views.whole(self.path, self._asked(as_known))
        return noting.note(seen, revisions.brief(self.path, seen, since), lang=lang, as_page=as_page)

    def check(
        self, text: str, *, published: str | None = None, as_known: str | None = None
    ) -> tuple[Remark, ...]:
        """What the record has otherwise than a draft to be printed on a day (today by default), or has seen change since."""
        from biennien import drafts

        return drafts.check_text(
            text, self.path, published=published, as_known=self._asked(as_known), limits=self.limits
        )

    def search(self, words: str, *, story: str | None = None, as_known: str | None = None) -> Found:
        """Stories, speakers, meetings, statements and reports in whose names or words something stands, the nearest of each first.

        Words without diacritics match with and without.
        """
        from biennien.desk import Desk

        return Desk(self.path).search(words, self._asked(as_known), story)

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
        """Decides on a line, by its id: ``same`` (with the meeting `value`), ``different`` (of the meeting `value`, or of one of its own),

        ``status`` (it means `value`), ``retract``.
        """
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

    def export(
        self,
        form: str,
        *,
        story: str | None = None,
        table: str | None = None,
        as_known: str | None = None,
        lang: str = "vi",
    ) -> Exported:
        """The record, or a story of it by its id, in a form for another tool (``ics``, ``xlsx``, ``jsonl`` …); `table` is that of a form of tables."""
        from biennien import exporting

        known = self._asked(as_known)
        return exporting.export(self.path, form, as_known=known, story=story, table=table, lang=lang)

    def page(
        self, *, story: str | None = None, full: bool = False, title: str | None = None, lang: str = "vi"
    ) -> str:
        """The record, or a story of it, as one HTML page as known on every day; with `full` the reports stand in it whole."""
        from biennien import exporting

        return exporting.page(self.path, story=story, full=full, title=title, lang=lang)

    def verify(self) -> Verification:
        """Cuts every citation out of the stored texts again."""
        from biennien import app

        return app.verify(self.path)

    def _part(
        self, as_known: str | None, story: str | None, who: str | None, via: str | None, unnamed: bool
    ) -> tuple[Record, tuple[Report, ...]]:
        from biennien import narrowing

        return narrowing.load_part(
            self.path, self._asked(as_known), story=story, who=who, via=via, unnamed=unnamed
        )

    def _asked(self, as_known: str | None) -> AsKnown:
        from biennien import app

        return app.asked(as_known, self.recorded_by)


def read_text(
    text: str, *, published: str | None = None, limits: Mapping[str, float] | None = None
) -> Reading:
    """What one report says. `published` is a day, a month or an instant. Raises InputError where there is nothing to read."""
    from biennien import app
    from biennien.model import Limits

    return app.read_text(text, published=published, limits=Limits.of(limits or {}))


def read_files(
    paths: str | Path | Iterable[str | Path],
    *,
    published: str | None = None,
    outlet: str | None = None,
    limits: Mapping[str, float] | None = None,
) -> Iterator[tuple[Report, Reading] | Issue]:
    """What each report in files and folders says by itself; what could not be read comes as an issue."""
    from biennien import app
    from biennien.model import Limits

    several = [paths] if isinstance(paths, str | Path) else list(paths)
    return app.read(
        [str(path) for path in several], published=published, outlet=outlet, limits=Limits.of(limits or {})
    )


def evaluate(gold: str | Path, predicted: str | Path | None = None) -> dict[str, Score]:
    """How well readings agree with gold annotation, layer by layer: our own readings, or those in the file `predicted`."""
    from biennien import app

    return app.evaluate(Path(gold), None if predicted is None else Path(predicted))


def told(found: Any) -> Any:
    """What a call gave as the documented JSON, the same that the command line and REST print."""
    from biennien import telling

    return telling.told(found)
