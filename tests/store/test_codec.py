"""Dataclasses survive the way to JSON and back."""

from __future__ import annotations

import pytest

from biennien.model import (
    ActorMention,
    Attribution,
    Change,
    Citation,
    Issue,
    Meeting,
    MeetingMention,
    Paragraph,
    Reading,
    Record,
    Report,
    Span,
    TimeExpression,
    Timex,
)
from biennien.store.codec import from_json, to_json

READING = Reading(
    report_id="a",
    paragraphs=(Paragraph(span=Span(0, 9), number=1, kind="caption"), Paragraph(span=Span(10, 20), number=2)),
    mentions=(ActorMention(span=Span(0, 3), extent=Span(0, 5), level="NAM", type="PER", entity=None),),
    times=(TimeExpression(span=Span(4, 6), timex=Timex(value="XXXX-10-22", mod="START"), offset="P-1D"),),
    attributions=(
        Attribution(
            source=None,
            entities=("A", "B"),
            named=False,
            cue=Span(1, 2),
            content=(Span(3, 4), Span(6, 9)),
            manner="mixed",
        ),
    ),
    meetings=(
        MeetingMention(
            span=Span(0, 9),
            head=Span(0, 2),
            kind="call",
            participants=("A",),
            status="held",
            condition=Span(5, 7),
        ),
    ),
    issues=(Issue(code="c", severity="warning", message="m", where="w", context=("x",)),),
)
CHANGE = Change(
    id="c1",
    status="announced",
    detail=None,
    effective=None,
    announced_on="2025-W42",
    announced_by=("A",),
    named=True,
    unnamed=None,
    via=(),
    reason=None,
    condition="nếu \u0000 \u2028 “",
    after_end=False,
    flags=("hedged",),
    basis="derived",
    citations=(Citation(report_id="a", span=Span(1, 5), quote="lời\n", paragraph=2),),
)
MEETING = Meeting(
    id="m1",
    label="A – B",
    kind="call",
    participants=("A", "B"),
    place=None,
    planned_for=None,
    when=None,
    status="announced",
    fate=None,
    sides=(("A", "announced"),),
    successor_of=None,
    changes=(CHANGE,),
)


@pytest.mark.parametrize(
    "value",
    [
        READING,
        Reading(report_id=""),
        Report(
            id="a",
            text="Tin\r\n",
            sha256="0",
            dates=(("2025-10", "header"),),
            extra=(("k", "[1]"),),
            header=3,
        ),
        Record(meetings=(MEETING,)),
    ],
)
def test_the_way_there_and_back_loses_nothing(value: object) -> None:
    written = to_json(value)
    assert from_json(type(value), written) == value
    assert to_json(from_json(type(value), written)) == written


def test_a_field_that_is_gone_does_not_stop_an_old_file() -> None:
    assert from_json(Reading, '{"report_id":"a","former":[1]}') == Reading(report_id="a")
