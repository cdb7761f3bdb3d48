"""The immutable records that pass between the stages; standard library only."""

from biennien.model.decision import Anchor, Decision, in_force
from biennien.model.reading import (
    ActorMention,
    Attribution,
    MeetingMention,
    Paragraph,
    PositionMention,
    Quotation,
    Reading,
    ReasonMention,
    Sentence,
    SilenceMention,
    TimeExpression,
    VerdictMention,
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
from biennien.model.view import (
    Account,
    Brief,
    Claim,
    Difference,
    Explanation,
    Novelty,
    Position,
    Remark,
    Story,
)

__all__ = [
    "Account",
    "ActorMention",
    "Anchor",
    "Attribution",
    "Brief",
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
    "PositionMention",
    "Quotation",
    "Reading",
    "ReasonMention",
    "Record",
    "Remark",
    "Report",
    "ReportDate",
    "Sentence",
    "SilenceMention",
    "Span",
    "Statement",
    "Story",
    "TimeExpression",
    "Timex",
    "VerdictMention",
    "in_force",
]
