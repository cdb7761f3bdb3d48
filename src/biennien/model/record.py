"""The things behind the words, and what the reports say became of them; every line cites."""

from __future__ import annotations

from dataclasses import dataclass

from biennien.model.report import Issue
from biennien.model.text import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDate:
    """When a report was published: a value where known, bounds where not.

    `value` is a TIMEX3 date or None; `earliest`, `latest` are ISO days or None (open).
    `dated_by` is ``decision``, ``option``, ``metadata``, ``header``, ``dateline``, ``address`` or ``inference``; `why` the reason in words.
    `basis` is ``stated``, ``derived`` or ``assumed`` (the weakest of its parts).
    """

    report_id: str
    value: str | None
    earliest: str | None
    latest: str | None
    dated_by: str
    why: str
    basis: str = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of the way a statement came to us: who passed it on, by name or not."""

    who: str
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One attributed change of a meeting's status, or one more telling of it.

    `effective` is the day of the change, `announced_on` the day of saying, both TIMEX3 values with their true grain or None.
    `announced_by` are entities; an unnamed source has none, with `named` False and its words in `unnamed`.
    `via` are those who pass it on, the outermost first. `after_end` marks words said after a cancellation that open no new plan.
    `flags`: ``illegal`` (the rules call the change impossible), ``date_inferred``, ``background``, ``hedged``.
    `basis` is ``stated``, ``derived`` or ``assumed``. `aliases` are other ids that lead to it.
    `previous` is the time that the plan had before, where the change puts it off or gives it another one.
    """

    id: str
    status: str
    detail: str | None
    effective: str | None
    announced_on: str | None
    announced_by: tuple[str, ...]
    named: bool
    unnamed: str | None
    via: tuple[str, ...]
    reason: str | None
    condition: str | None
    after_end: bool
    flags: tuple[str, ...]
    basis: str
    citations: tuple[Citation, ...]
    aliases: tuple[str, ...] = ()
    previous: str | None = None

    @property
    def day(self) -> str | None:
        """The day it stands under: that of the change, else that of saying."""
        return self.effective or self.announced_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A planned or held meeting over the whole record; its status is a fold over `changes`.

    `kind` as in MeetingMention. `planned_for` a TIMEX3 value of the plan, `when` of what took place.
    `status` the last attributed current change, `fate` the last of announced, postponed, cancelled, refused, held;
    `sides` each side's last word as (entity, status). `reasons` say why its mentions were joined. `aliases` are other ids that
    lead to it: those it would have if another of its mentions were the first, and those of words that count for nothing by themselves
    and are likeliest of it. `window` are the days that all who speak of the time of the plan leave for it, where no report states
    them: always derived, as ``2025-10-27/2025-10-30``.
    """

    id: str
    label: str
    kind: str
    participants: tuple[str, ...]
    place: str | None
    planned_for: str | None
    when: str | None
    status: str
    fate: str | None
    sides: tuple[tuple[str, str], ...]
    successor_of: str | None
    changes: tuple[Change, ...]
    aliases: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    window: str | None = None

    def decisive(self, status: str | None) -> Change | None:
        """The change that gave it a status: the last one that says so and is not told as known already, or as told again.

        Of a report that tells it twice (the title, then the lead), the first one that has a day.
        """
        said = [c for c in self.changes if c.status == status]
        news = [c for c in said if not {"background", "retold"} & {*c.flags}] or said
        if not news:
            return None
        reports = {c.report_id for c in news[-1].citations}
        dated = (c for c in said[said.index(news[-1]) :] if c.day and "background" not in c.flags)
        again = (c for c in dated if reports & {cited.report_id for cited in c.citations})
        return next(again, news[-1]) if news[-1].day is None else news[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody said. `chain` leads from the outlet to the speaker, the outermost first.

    `cue` are the words that attribute (`cáo buộc`), `verb` their class (``say``, ``deny``, ``demand``, ``threaten`` …).
    `basis` says whether the words give `said_on` (``stated``) or it is ``derived`` or ``assumed``.
    """

    id: str
    speaker: tuple[str, ...]
    named: bool
    unnamed: str | None
    manner: str
    content: str
    said_on: str | None
    chain: tuple[Link, ...]
    about: tuple[str, ...]
    restated_in: tuple[Citation, ...]
    citations: tuple[Citation, ...]
    flags: tuple[str, ...] = ()
    verb: str = "say"
    cue: str | None = None
    aliases: tuple[str, ...] = ()
    basis: str = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the reports yield together. Every tuple is in an order that does not depend on the order of the reports."""

    dates: tuple[ReportDate, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    statements: tuple[Statement, ...] = ()
    issues: tuple[Issue, ...] = ()
