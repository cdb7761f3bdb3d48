"""What the tools answer: the schema of each answer, field by field."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from biennien.assistant.envelope import NOTICE
from biennien.assistant.parts import (
    Change,
    Difference,
    Effect,
    Event,
    Explanation,
    Found,
    Meeting,
    Page,
    Part,
    Passage,
    Position,
    Reason,
    Remark,
    ReportRow,
    Revised,
    Rewording,
    Statement,
    Story,
    Unknown,
    Version,
)


class Answer(Part):
    """What every answer begins with. `as_known` is the last day whose reports count, null for the whole record."""

    format: Literal["biennien/1"] = Field(alias="schema")
    notice: str = NOTICE
    as_known: str | None
    record: str
    not_known: list[Unknown]


class Stories(Answer):
    """The stories of the record, the latest first."""

    stories: list[Story]
    page: Page


class RecordOfStory(Answer):
    """A story: where each of its meetings stands, the one last spoken of first."""

    story: Story
    meetings: list[Meeting]
    page: Page


class StatusOfMeeting(Answer):
    """A meeting with its history in order of time."""

    meeting: Meeting
    changes: list[Change]
    page: Page


class WhoSaid(Answer):
    """Statements by day; those without a day stand last."""

    statements: list[Statement]
    page: Page


class WhatChanged(Answer):
    """What the reports after `since` brought, up to `until`."""

    since: str | None
    until: str | None
    changes: list[Change]
    statements: list[Statement]
    new_positions: list[Position]
    explanations: list[Explanation]
    differences: list[Difference]
    revised: list[Revised]
    page: Page


class Explanations(Answer):
    """The explanations side by side; which is right is not said."""

    explanations: list[Explanation]
    page: Page


class Positions(Answer):
    """What each side holds over time."""

    positions: list[Position]
    page: Page


class Differences(Answer):
    """Where the reports, or voices in them, do not agree."""

    differences: list[Difference]
    page: Page


class Timeline(Answer):
    """What happened and was said about meetings; what has no day stands last and never acquires one."""

    events: list[Event]
    page: Page


class Search(Answer):
    """What was found, the nearest first."""

    found: list[Found]
    page: Page


class CheckedDraft(Answer):
    """The remarks on a draft, in its order. None means: nothing in the record speaks against it, not that it is true."""

    printed_on: str
    remarks: list[Remark]
    page: Page


class Report(Answer):
    """A report with a part of its paragraphs."""

    report: ReportRow
    paragraphs: list[Passage]
    page: Page


class Shown(Answer):
    """A line of the record with the paragraphs it rests on; the one of its fields that is not null is the line."""

    id: str
    kind: str
    meeting: Meeting | None = None
    change: Change | None = None
    statement: Statement | None = None
    explanation: Explanation | None = None
    position: Position | None = None
    difference: Difference | None = None
    report: ReportRow | None = None
    passages: list[Passage]
    page: Page


class Explained(Answer):
    """The tree of rules, words and reasons behind a line, from its root down."""

    id: str
    reasons: list[Reason]
    page: Page


class Reports(Answer):
    """The reports by day, those without a day last."""

    reports: list[ReportRow]
    page: Page


class Versions(Answer):
    """A report that its paper changed: its versions, and what differs between two; `compared` is null where there is only one."""

    report: str
    versions: list[Version]
    compared: list[int] | None
    lines: list[Effect]
    edits: list[Rewording]
    page: Page
