"""The versions of a report, and what became of its words and of the record between two of them."""

from __future__ import annotations

from dataclasses import dataclass

from biennien.model.record import Change, Meeting, Statement
from biennien.model.report import Report
from biennien.model.text import Citation, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a report: `report` with its number, text and particulars.

    `recorded_at` is when its words were recorded first. `came_on` is the day from which it is known, in Hanoi: of the first version that of
    publication, of a later one the day of its own date or of the change that it tells of, else the last day on which the version before it
    was what the page had; None where nothing tells. `counts` is True for the one that the record rests on.
    """

    report: Report
    recorded_at: str
    came_on: str | None
    counts: bool = False

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return self.report.version


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Neighbouring words of a compared paragraph: `kind` is ``same``, ``gone`` (only before) or ``come`` (only after)."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Paragraphs before beside those after: `kind` is ``same``, ``added``, ``removed``, ``changed`` or ``moved``.

    `before` and `after` are the numbers of the paragraphs, more than one where some were joined or one was cut; empty where there is none.
    `span_before`, `span_after` are their places in the two texts.
    """

    kind: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    span_before: Span | None
    span_after: Span | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an edit meant for a line of the record, each version read by itself.

    `kind`: ``went`` (its words are gone), ``came``, ``reworded`` (other words for the same), ``changed`` (another speaker, status, day or
    place is read now; with `before` or `after` alone, a line is read now, or no more, in words that both versions have). `before` and `after` are what was read in each version, a change with its meeting. `quotation` is True where words in
    quotation marks were touched. `line` is the id of the line in the record that tells it now, `elsewhere` the other reports that tell what went.
    """

    kind: str
    before: Statement | Change | None
    after: Statement | Change | None
    meeting_before: Meeting | None = None
    meeting_after: Meeting | None = None
    quotation: bool = False
    line: str | None = None
    elsewhere: tuple[str, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The words that it rests on: those of the later version, where it has any."""
        told = self.after or self.before
        return told.citations if told else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Two versions of a report held against each other.

    `particulars` are (``title``, ``outlet``, ``published``, ``url`` or ``author``, before, after) where they differ. `edits` hold all
    paragraphs in their order, those that are the same too. `only_letters` is True where nothing differs but blanks, ends of lines and the
    way in which the letters are encoded: no words changed. `coarse` is True where a part was too long or too intricate to be compared
    word by word, and stands as replaced.
    """

    before: Version
    after: Version
    particulars: tuple[tuple[str, str | None, str | None], ...]
    edits: tuple[Edit, ...]
    effects: tuple[Effect, ...]
    only_letters: bool
    coarse: bool = False

    @property
    def report_id(self) -> str:
        """The report."""
        return self.after.report.id

    @property
    def touched(self) -> tuple[Edit, ...]:
        """The paragraphs that differ."""
        return tuple(edit for edit in self.edits if edit.kind != "same")


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All versions of a report, the oldest first; `revision` holds two of them against each other, None where there is only one."""

    report_id: str
    versions: tuple[Version, ...]
    revision: Revision | None
