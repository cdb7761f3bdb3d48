"""The network: valid by the format's own schema, and read by NetworkX with weights, ways and days."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from biennien.export.contents import Contents
from biennien.export.gexf import render
from biennien.export.jsonld import actor_urn

etree = pytest.importorskip("lxml.etree")
networkx = pytest.importorskip("networkx")
SCHEMA = Path(__file__).parent / "schemas" / "gexf.xsd"


def test_it_is_valid(samples: Contents, hostile: Contents) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for contents in (samples, hostile):
        assert schema.validate(etree.fromstring(render(contents))), schema.error_log


def test_who_met_whom_how_often_and_when(samples: Contents) -> None:
    graph = networkx.read_gexf(io.BytesIO(render(samples)))
    one, other = sorted(("Donald Trump", "Vladimir Putin"))
    edges = graph.get_edge_data(actor_urn(one), actor_urn(other)).values()
    ways = {edge["way"]: edge for edge in edges}
    pairs = [m for m in samples.record.meetings if {one, other} <= set(m.participants)]
    held = [m for m in pairs if (m.when or m.fate == "held") and m.kind != "call"]
    assert ways["met"]["weight"] == len(held)
    assert ways["called"]["weight"] == sum(
        1 for m in pairs if m.kind == "call" and (m.when or m.fate == "held")
    )
    assert ways["planned"]["lines"].split()
    assert ways["planned"]["spells"] == [("2025-10-20", "2025-10-26")]
    assert ways["planned"]["label"] == "dự định gặp"
    assert "§" in ways["planned"]["words"]
    assert "“" in ways["planned"]["words"]


def test_who_spoke_of_whom_has_a_direction(samples: Contents) -> None:
    graph = networkx.read_gexf(io.BytesIO(render(samples)))
    told = {
        (speaker, other)
        for s in samples.record.statements for speaker in s.speaker for other in s.about
        if not other.startswith("m-") and other != speaker
    }  # fmt: skip
    names = {node: row["entity"] for node, row in graph.nodes(data=True)}
    found = {(names[a], names[b]) for a, b, row in graph.edges(data=True) if row["way"] == "spoke_of"}
    assert found
    assert found <= told
    assert ("Donald Trump", "Budapest") not in found  # a town takes no part
    assert any((b, a) not in found for a, b in found)


def test_nodes_carry_what_is_known_of_them(samples: Contents) -> None:
    graph = networkx.read_gexf(io.BytesIO(render(samples)))
    trump = graph.nodes[actor_urn("Donald Trump")]
    assert (trump["type"], trump["country"], trump["label"]) == ("PER", "US", "Donald Trump")
    assert graph.nodes[actor_urn("Russia")]["label"] == "Nga"
