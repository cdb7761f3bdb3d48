"""Who met, called, was to meet and spoke of whom, as a network with dates (GEXF 1.3) for Gephi and NetworkX."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from biennien.export.contents import Contents, bounds_of, few, place_of
from biennien.export.jsonld import actor_urn
from biennien.export.letters import cut, on_one_line
from biennien.model import Citation, Meeting, Statement
from biennien.wording.quoting import quoted

NAMESPACE = "http://gexf.net/1.3"
_NODE = (("entity", "string"), ("type", "string"), ("kind", "string"), ("country", "string"))
_EDGE = (("way", "string"), ("first", "string"), ("last", "string"), ("lines", "string"), ("words", "string"))
_QUOTE = 200
_SHOWN = 3  # quotations that an edge carries


class _Tie:
    """What is told of two, in one way: the lines, the days, and the words they rest on."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.days: list[tuple[date, date]] = []
        self.cited: list[Citation] = []


def render(contents: Contents) -> bytes:
    """The network; the weight of an edge is the number of meetings, or of statements. An edge without days is always there."""
    ties: dict[tuple[str, str, str], _Tie] = {}
    for one, other, kind, line, value, cited in (*_met(contents), *_spoken(contents)):
        tie = ties.setdefault((kind, one, other), _Tie())
        tie.lines.append(line)
        tie.cited += cited
        if days := bounds_of(value):
            tie.days.append(days)
    root = Element("gexf", {"xmlns": NAMESPACE, "version": "1.3"})
    meta = SubElement(root, "meta", {"lastmodifieddate": contents.last_day})
    SubElement(meta, "creator").text = f"Biennien {contents.version}".strip()
    SubElement(meta, "description").text = on_one_line(contents.title)
    graph = SubElement(
        root, "graph",
        {"mode": "dynamic", "defaultedgetype": "directed", "timeformat": "date", "timerepresentation": "interval"},
    )  # fmt: skip
    for kind, fields in (("node", _NODE), ("edge", _EDGE)):
        attributes = SubElement(graph, "attributes", {"class": kind, "mode": "static"})
        for title, form in fields:
            SubElement(attributes, "attribute", {"id": title, "title": title, "type": form})
    _nodes(graph, sorted({who for _, one, other in ties for who in (one, other)}), contents)
    edges = SubElement(graph, "edges")
    for number, ((kind, one, other), tie) in enumerate(sorted(ties.items(), key=lambda row: row[0])):
        _edge(edges, f"e{number}", (kind, one, other), tie, contents)
    indent(root, " ")
    text: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


Told = tuple[str, str, str, str, str | None, list[Citation]]


def _met(contents: Contents) -> Iterator[Told]:
    """Each pair that takes part in a meeting, whichever of them is named first."""
    for meeting in contents.record.meetings:
        kind = _kind(meeting)
        value = meeting.when if kind != "planned" else meeting.planned_for or meeting.window
        cited = [c for change in meeting.changes for c in change.citations]
        for one, other in combinations(sorted(set(meeting.participants)), 2):
            yield one, other, kind, meeting.id, value, cited


def _kind(meeting: Meeting) -> str:
    """met, called or planned: what is not told as held was only planned."""
    if not meeting.when and meeting.fate != "held":
        return "planned"
    return "called" if meeting.kind == "call" else "met"


def _spoken(contents: Contents) -> Iterator[Told]:
    """Each speaker with each person or body that the words are about."""
    for statement in contents.record.statements:
        for speaker in statement.speaker:
            for other in _spoken_of(statement, contents):
                if other != speaker:
                    yield (
                        speaker,
                        other,
                        "spoke_of",
                        statement.id,
                        statement.said_on,
                        list(statement.citations),
                    )


def _spoken_of(statement: Statement, contents: Contents) -> list[str]:
    """The actors that words are about; a town is none."""
    known = contents.actors
    names = [a for a in statement.about if not a.startswith("m-")]
    return [a for a in names if a not in known or known[a].type != "LOC" or known[a].kind == "country"]


def _nodes(graph: Element, entities: list[str], contents: Contents) -> None:
    nodes = SubElement(graph, "nodes")
    for entity in entities:
        actor = contents.actors.get(entity)
        node = SubElement(
            nodes, "node", {"id": actor_urn(entity), "label": on_one_line(contents.wording.actor(entity))}
        )
        values = (entity, *((actor.type, actor.kind, actor.country) if actor else ("", "", "")))
        _attributes(node, zip((title for title, _ in _NODE), values, strict=True))


def _edge(edges: Element, name: str, of: tuple[str, str, str], tie: _Tie, contents: Contents) -> None:
    kind, one, other = of
    edge = SubElement(
        edges, "edge",
        {
            "id": name, "source": actor_urn(one), "target": actor_urn(other), "kind": kind, "label": contents.wording.say.named("tie", kind),
            "weight": str(float(len(tie.lines))), "type": "directed" if kind == "spoke_of" else "mutual",
        },
    )  # fmt: skip
    days = sorted(set(tie.days))
    words = " | ".join(
        f"{quoted(cut(on_one_line(c.quote), _QUOTE))} ({place_of(c, contents)})"
        for c in few(tie.cited, _SHOWN)
    )
    values = (
        kind,
        days[0][0].isoformat() if days else "",
        days[-1][1].isoformat() if days else "",
        " ".join(tie.lines),
        words,
    )
    _attributes(edge, zip((title for title, _ in _EDGE), values, strict=True))
    if days:
        spells = SubElement(edge, "spells")
        for first, last in days:
            SubElement(spells, "spell", {"start": first.isoformat(), "end": last.isoformat()})


def _attributes(thing: Element, values: Iterator[tuple[str, str]]) -> None:
    found = SubElement(thing, "attvalues")
    for title, value in values:
        if value:
            SubElement(found, "attvalue", {"for": title, "value": on_one_line(value)})
