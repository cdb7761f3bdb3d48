"""schema.org: the graph is read by RDF libraries offline, and says what the record says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.export.conftest import cite, contents_with, dated, report

from biennien.export.contents import Contents
from biennien.export.jsonld import render
from biennien.model import Change, Meeting, Record

rdflib = pytest.importorskip("rdflib")
SCHEMA = "https://schema.org/"


def graph_of(contents: Contents):  # type: ignore[no-untyped-def]
    return rdflib.Graph().parse(data=render(contents).decode(), format="json-ld")


def nodes(contents: Contents, kind: str) -> list[dict[str, Any]]:
    return [node for node in json.loads(render(contents))["@graph"] if node["@type"] == kind]


def test_libraries_read_it_without_a_network(samples: Contents, hostile: Contents) -> None:
    pyld = pytest.importorskip("pyld")
    for contents in (samples, hostile):
        graph = graph_of(contents)
        quotations = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SCHEMA}Quotation")))
        assert len(quotations) == len(contents.record.statements)

        def refuse(url: str, options: object) -> None:
            raise AssertionError(f"asks for {url}")

        expanded = pyld.jsonld.expand(json.loads(render(contents)), {"documentLoader": refuse})
        assert sum(f"{SCHEMA}Event" in node["@type"] for node in expanded) == len(contents.record.meetings)


def test_nothing_is_referred_to_that_is_not_there(samples: Contents) -> None:
    graph = graph_of(samples)
    named = {s for s in graph.subjects() if isinstance(s, rdflib.URIRef)}
    for subject, predicate, value in graph:
        if (
            isinstance(value, rdflib.URIRef)
            and str(value).startswith("urn:biennien:")
            and "term" not in value
        ):
            assert value in named, (subject, predicate, value)


@pytest.mark.parametrize(
    ("status", "more", "shown"),
    [
        ("announced", {}, "EventScheduled"),
        ("announced", {"detail": "rescheduled"}, "EventRescheduled"),
        ("announced", {"previous": "2025-10-20"}, "EventRescheduled"),
        ("postponed", {"previous": "2025-10-20"}, "EventPostponed"),
        ("cancelled", {}, "EventCancelled"),
        ("held", {}, None),
        ("refused", {}, None),
    ],
)
def test_the_status_of_an_event_where_schema_org_has_one(
    change: Callable[..., Change],
    meeting: Callable[..., Meeting],
    status: str,
    more: dict[str, Any],
    shown: str | None,
) -> None:
    source = report("r1", "Hai bên sẽ gặp nhau.")
    plan = meeting(change(cite(source, "sẽ gặp nhau"), status, **more), planned_for="2025-10-30")
    [event] = nodes(contents_with(Record(dates=(dated("r1", None),), meetings=(plan,)), source), "Event")
    assert event.get("eventStatus") == ({"@id": SCHEMA + shown} if shown else None)
    assert event.get("previousStartDate") == more.get("previous")
    assert event["subjectOf"][0]["text"] == "sẽ gặp nhau"


def test_only_a_day_is_a_date(samples: Contents) -> None:
    planned = {m.id: m.planned_for for m in samples.record.meetings}
    for event in nodes(samples, "Event"):
        value = planned[event["identifier"]]
        if value and len(value) < 10:
            assert "startDate" not in event
            assert event["biennien:plannedFor"] == value
    assert any("startDate" in event for event in nodes(samples, "Event"))


def test_a_quotation_has_its_speaker_its_day_its_report_and_its_words(samples: Contents) -> None:
    told = {s.id: s for s in samples.record.statements}
    actors = {n["@id"]: n["name"] for n in json.loads(render(samples))["@graph"] if "actor" in n["@id"]}
    for node in nodes(samples, "Quotation"):
        statement = told[node["identifier"]]
        assert node["text"] == statement.content
        names = [actors[who["@id"]] for who in node.get("spokenByCharacter", [])]
        assert names == [samples.wording.actor(who) for who in statement.speaker]
        assert node.get("creditText") == statement.unnamed
        quotes = {e["text"] for e in node["isBasedOn"]}
        assert {c.quote for c in statement.citations} <= quotes
