"""ninjs: valid by the IPTC's own schema, with the occurrence status of each planned event and its words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from biennien.export.contents import Contents
from biennien.export.ninjs import render

jsonschema = pytest.importorskip("jsonschema")
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "ninjs-schema_3.1.json").read_text("utf-8"))
OCCURS = "http://cv.iptc.org/newscodes/eventoccurstatus/"


def told(contents: Contents) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(contents))
    return found


def test_it_is_valid_and_the_schema_would_refuse_what_is_not(samples: Contents, hostile: Contents) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    for contents in (samples, hostile):
        found = told(contents)
        validator.validate(found)
        found["associations"][0]["eventDetails"]["status"] = "off"
        assert not validator.is_valid(found)


def test_each_plan_has_its_occurrence_status_and_the_held_have_none(samples: Contents) -> None:
    events = {row["uri"]: row for row in told(samples)["associations"] if row["type"] == "event"}
    for meeting in samples.record.meetings:
        row = events[f"urn:biennien:meeting:{meeting.id}"]
        status = row["eventDetails"].get("eventStatus")
        if meeting.fate == "held":
            assert (status, row["rel"]) == (None, "held")
        else:
            expected = {"announced": "eos5", "postponed": "eos2", "cancelled": "eos6", "refused": "eos6"}
            assert status == OCCURS + expected[meeting.fate] if meeting.fate else status.startswith(OCCURS)
            assert status in [subject.get("uri") for subject in row["subjects"]]


def test_a_time_stands_as_far_as_it_is_known(samples: Contents) -> None:
    dates = {
        row["uri"]: row["eventDetails"].get("dates")
        for row in told(samples)["associations"]
        if row["type"] == "event"
    }
    planned = {
        m.planned_for: dates[f"urn:biennien:meeting:{m.id}"]
        for m in samples.record.meetings
        if m.status != "held"
    }
    assert planned["2025-W43"] == {"expectedStartDate": "2025-10-20", "expectedEndDate": "2025-10-26"}
    assert planned["2025-10"] == {"expectedStartDate": "2025-10"}
    assert planned[None] is None


def test_every_change_stands_with_its_words_and_their_place(samples: Contents) -> None:
    events = {row["uri"]: row for row in told(samples)["associations"] if row["type"] == "event"}
    for meeting in samples.record.meetings:
        bodies = events[f"urn:biennien:meeting:{meeting.id}"]["bodies"]
        assert len(bodies) == len(meeting.changes)
        for body, change in zip(bodies, meeting.changes, strict=True):
            assert f"{change.citations[0].report_id} §{change.citations[0].paragraph}" in body["value"]
