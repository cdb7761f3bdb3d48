"""What must hold of whatever comes out: of a report, of a reading, of a record."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator

from biennien.knowledge.load import load_knowledge
from biennien.model import Issue, Reading, Record, Report, Span
from biennien.pipeline import FAILED, make_record
from biennien.read import read_report
from biennien.store.codec import from_json, to_json


def check_ingested(found: Iterable[Report | Issue]) -> list[Report]:
    """The reports among what was ingested; every one is whole, and every issue says where and what to do."""
    reports = []
    something = False
    for one in found:
        something = True
        if isinstance(one, Issue):
            assert one.where and one.code and one.message, one
            assert one.remedy or one.severity == "warning", one
            one.message.encode()
            one.where.encode()
            continue
        assert one.text.strip() and one.id, one
        assert one.sha256 == hashlib.sha256(one.text.encode()).hexdigest(), "another text than the digest's"
        assert 0 <= one.header < len(one.text), one.header
        assert from_json(Report, to_json(one)) == one, "lost on the way into the record and out"
        for _, value in one.extra:
            json.loads(value)
        reports.append(one)
    assert something, "neither a report nor an issue"
    return reports


def spans_in(value: object) -> Iterator[Span]:
    """All spans in a value, however deep."""
    if isinstance(value, Span):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from spans_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_in(item)


def check_reading(report: Report) -> Reading:
    """The reading of a report: whole spans of its text, the same each time, kept to the letter."""
    reading = read_report(report, load_knowledge())
    size = len(report.text)
    for span in spans_in(reading):
        assert 0 <= span.start <= span.end <= size, (span, size)
    for part in (*reading.paragraphs, *reading.sentences, *reading.mentions, *reading.times):
        assert part.span.cut(report.text).strip(), f"{type(part).__name__} of nothing: {part.span}"
    for attribution in reading.attributions:
        assert attribution.within is None or 0 <= attribution.within < len(reading.attributions)
    assert read_report(report, load_knowledge()) == reading, "read otherwise the second time"
    assert from_json(Reading, to_json(reading)) == reading, "lost on the way into the record and out"
    return reading


def check_spelling(report: Report, reading: Reading) -> None:
    """The decomposed spelling of a text is read as the composed one is, offsets aside."""
    spelt = unicodedata.normalize("NFD", report.text)
    other = dataclasses.replace(report, text=spelt)
    assert _words(read_report(other, load_knowledge()), spelt) == _words(reading, report.text)


def _words(reading: Reading, text: str) -> list[tuple[str, object, str]]:
    rows: list[tuple[str, object, str]] = []
    for mention in reading.mentions:
        rows.append(
            (
                "mention",
                mention.entity and unicodedata.normalize("NFC", mention.entity),
                _cut(mention.span, text),
            )
        )
    for time in reading.times:
        rows.append(("time", time.timex.value, _cut(time.span, text)))
    for meeting in reading.meetings:
        rows.append(("meeting", meeting.status, _cut(meeting.span, text)))
    for said in reading.attributions:
        rows.append(("said", said.manner, "|".join(_cut(span, text) for span in said.content)))
    return rows


def _cut(span: Span, text: str) -> str:
    return unicodedata.normalize("NFC", span.cut(text))


def check_record(reports: list[Report]) -> Record:
    """The record of some reports: every line cites exact words, whatever the order of the reports."""
    knowledge = load_knowledge()
    readings = [read_report(report, knowledge) for report in reports]
    assert not [i for r in readings for i in r.issues if i.code == FAILED]
    record = make_record(reports, readings, knowledge)
    texts = {report.id: report.text for report in reports}
    cited = [c for m in record.meetings for change in m.changes for c in change.citations]
    cited += [c for s in record.statements for c in s.citations]
    for citation in cited:
        assert citation.holds_in(texts[citation.report_id]), citation
        assert citation.quote.strip(), citation
    turned = make_record(reports[::-1], readings[::-1], knowledge)
    assert turned.meetings == record.meetings and turned.statements == record.statements, (
        "another order, another record"
    )
    return record
