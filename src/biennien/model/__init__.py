"""The immutable records that pass between the stages; standard library only."""

from biennien.model.decision import Decision, in_force
from biennien.model.reading import (
    ActorMention,
    Attribution,
    MeetingMention,
    Paragraph,
    Quotation,
    Reading,
    Sentence,
    TimeExpression,
)
from biennien.model.record import (
    Change,
    Link,
    Meeting,
    Record,
    ReportDate,
    Statement,
)
from biennien.model.report import Issue, Report
from biennien.model.text import Citation, Span
from biennien.model.timex import Timex
from biennien.model.view import Account, Claim, Difference, Explanation, Novelty, Position, Story

__all__ = [
    "Account",
    "ActorMention",
    "Attribution",
    "Change",
    "Citation",
    "Claim",
    "Decision",
    "Difference",
    "Explanation",
    "Issue",
    "Link",
    "Meeting",
    "MeetingMention",
    "Novelty",
    "Paragraph",
    "Position",
    "Quotation",
    "Reading",
    "Record",
    "Report",
    "ReportDate",
    "Sentence",
    "Span",
    "Statement",
    "Story",
    "TimeExpression",
    "Timex",
    "in_force",
]
