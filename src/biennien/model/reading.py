"""What one report says, in its own words: every record here is words in one report.

Spans are code points of the report's text as given. Indexes point into the tuples of the same `Reading`.
"""

from __future__ import annotations

from dataclasses import dataclass

from biennien.model.report import Issue
from biennien.model.text import Citation, Span
from biennien.model.timex import Timex


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A line of the report that is not blank; `number` counts from 1; `kind` is ``title``, ``caption`` or ``body``."""

    span: Span
    number: int
    kind: str = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words between quotation marks: `span` with the marks, `inner` without.

    `kind` is ``speech`` (a clause or more) or ``term`` (a name, a title, a word used with irony).
    `closed` is False where the closing mark is missing; a quotation that goes on in the next paragraph has `continues`.
    """

    span: Span
    inner: Span
    kind: str = "speech"
    closed: bool = True
    continues: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of one paragraph; a full stop inside a quotation does not end it. `paragraph` counts from 1."""

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time in words with its value. `anchor` says what a relative one is counted from:

    ``none`` (absolute), ``published``, ``said`` (the day of speaking), ``event`` (another time of the report), ``open`` (nothing known).
    `basis` is ``stated``, ``derived`` (a part filled in by a named rule) or ``assumed``.
    `offset` keeps what a relative expression says, so that it can be resolved later: ``P-1D``, ``P-1W``.
    """

    span: Span
    timex: Timex
    anchor: str = "none"
    basis: str = "stated"
    rule: str = ""
    offset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """Words that stand for a person (PER), a body (ORG) or a place (LOC).

    `level` as in ACE: NAM by name, NOM by description (`nhà lãnh đạo Nga`), PRO by pronoun (`ông`).
    `entity` is the English Wikipedia title where known, else the fullest form of the name in the report; None where unresolved.
    `extent` is the whole noun phrase with its title (`Tổng thống Nga Vladimir Putin`); `span` the name alone.
    `gender` m, f or None; `country` ISO 3166 code of the side it belongs to, where known.
    """

    span: Span
    extent: Span
    level: str
    type: str
    entity: str | None
    rule: str = ""
    gender: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says what: source, cue, content (PARC, PolNeAR).

    `entities` are who the source stands for (two for `A và B`); empty with `named` False where no source is named.
    `described` is the short English description of an unnamed source (`White House official`), `introduced` the words that
    first named its kind in the report where `source` only takes them up (`nguồn tin này`).
    `manner` is ``direct``, ``indirect`` or ``mixed``; `within` the index of the attribution in whose content this one stands.
    `said_on` is the day of speaking, `said_basis` whether the reporting clause gives it (``stated``) or it is taken from the
    occasion or carried on from what was said before (``derived``).
    `verb_class` is the class of its cue (``say``, ``deny``, ``demand`` …); `hedged` True for `được cho là`.
    """

    source: Span | None
    entities: tuple[str, ...]
    named: bool
    cue: Span | None
    content: tuple[Span, ...]
    manner: str
    described: str | None = None
    introduced: Span | None = None
    said_on: str | None = None
    said_basis: str = "stated"
    within: int | None = None
    verb_class: str = "say"
    hedged: bool = False
    rule: str = ""

    @property
    def words(self) -> Span | None:
        """The words that say best who the source is: where it was introduced, else the source itself."""
        return self.introduced or self.source

    @property
    def extent(self) -> Span:
        """From the first to the last word of source, cue and content."""
        spans = [s for s in (self.source, self.cue, *self.content) if s]
        return Span(min([s.start for s in spans]), max([s.end for s in spans]))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMention:
    """What one clause says of a meeting: who with whom, where, when, its status and on whose word.

    `kind`: meeting, call, visit, summit, negotiation, press_conference. `participants` are entities.
    `status`: one of the ten codes; `detail` a finer word (`suspended`, `indefinitely`, `no plan` …) or the condition's class.
    `when` is the planned or actual time, `status_date` the day of the change, both TIMEX3 values.
    `by`: entities that declared the status; `named` False with `unnamed` words where the declarer has no name.
    `attribution` is the index of the attribution that carries the clause, `head` the span of the words for the meeting itself
    (`cuộc gặp`), `refers_to` the index of the mention in the same report that it takes up (`cuộc gặp này`, `nó`).
    `condition`: the span of those words. `presupposed` True where the status is taken for granted (`dự kiến`), not told as news.
    `tied` and `apart` name a person's decision that it is of one meeting with others, or of another meeting, and `joined` the id
    of that one where it is told. Then `participants` and `kind` are those decided, and `as_read` the machine's.
    """

    span: Span
    head: Span
    kind: str
    participants: tuple[str, ...]
    status: str
    detail: str | None = None
    place: str | None = None
    when: str | None = None
    status_date: str | None = None
    by: tuple[str, ...] = ()
    named: bool = True
    unnamed: str | None = None
    attribution: int | None = None
    refers_to: int | None = None
    condition: Span | None = None
    presupposed: bool = False
    tied: str | None = None
    apart: str | None = None
    joined: str | None = None
    as_read: tuple[tuple[str, ...], str] | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonMention:
    """Why something became of a plan, in the words of the report, or that no reason was given (`none_given`).

    `of` is the index of the meeting mention that it explains, `attribution` that of the innermost attribution that holds its
    words (None: the report's own voice), `hedge` the words that weaken it. `implied` is True where no word says "because":
    a source tells what parts the sides next to what became of their meeting.
    """

    span: Span
    of: int
    attribution: int | None = None
    hedge: Span | None = None
    none_given: bool = False
    implied: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionMention:
    """What a clause says that a side holds on a topic.

    `holders` are entities, `topic` and `stance` codes of `knowledge/ontology/positions.tsv`.
    `attribution` is the innermost one that holds the words, or whose cue they are; `condition` the words of a condition.
    `by` are the entities that act in the clause (`ông Putin để ngỏ …`), `on` the time bound to its verb, as a TIMEX3 value.
    """

    span: Span
    topic: str
    stance: str
    holders: tuple[str, ...]
    attribution: int | None = None
    condition: Span | None = None
    by: tuple[str, ...] = ()
    on: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictMention:
    """How something that took place is said to have gone: `of` is the index of its meeting mention, `verdict` ``good`` or ``bad``.

    `attribution` is the index of the innermost one that holds the words, `hedged` True where words beside them weaken them.
    """

    span: Span
    of: int
    verdict: str
    attribution: int | None = None
    hedged: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceMention:
    """That somebody has not spoken yet, or would not: `who` are the entities; `of` the index of a meeting mention it is about, if any."""

    span: Span
    who: tuple[str, ...]
    of: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read in one report. `names` are the mentions at level NAM, `mentions` all levels, both in text order."""

    report_id: str
    paragraphs: tuple[Paragraph, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    mentions: tuple[ActorMention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    meetings: tuple[MeetingMention, ...] = ()
    reasons: tuple[ReasonMention, ...] = ()
    positions: tuple[PositionMention, ...] = ()
    verdicts: tuple[VerdictMention, ...] = ()
    silences: tuple[SilenceMention, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def names(self) -> tuple[ActorMention, ...]:
        """The mentions by name."""
        return tuple(m for m in self.mentions if m.level == "NAM")

    def cite(self, text: str, span: Span) -> Citation:
        """The citation of a stretch of the report, whose text is given."""
        return Citation(
            report_id=self.report_id, span=span, quote=span.cut(text), paragraph=self.paragraph_at(span.start)
        )

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that holds `offset`; 0 where none does."""
        for paragraph in self.paragraphs:
            if paragraph.span.start <= offset < paragraph.span.end:
                return paragraph.number
        return 0
