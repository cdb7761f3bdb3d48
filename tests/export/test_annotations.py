"""Web annotations: the properties that the model asks for, and each selector leads to the very words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.export.conftest import NASTY

from biennien.export.annotations import render, report_urn
from biennien.export.contents import Contents, cited_by
from biennien.model import Meeting


def items_of(contents: Contents) -> list[dict[str, Any]]:
    collection = json.loads(render(contents))
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    page = collection["first"]
    assert page["type"] == "AnnotationPage"
    items: list[dict[str, Any]] = page["items"]
    assert collection["total"] == len(items)
    return items


def found_by(selector: dict[str, Any], text: str) -> str:
    """What a reader of the standard selects in a text."""
    if selector["type"] == "TextPositionSelector":
        return text[selector["start"] : selector["end"]]
    assert selector["type"] == "TextQuoteSelector"
    whole = selector["prefix"] + selector["exact"] + selector["suffix"]
    at = text.index(whole) + len(selector["prefix"])
    return text[at : at + len(selector["exact"])]


def test_each_selector_leads_to_the_words(samples: Contents, hostile: Contents) -> None:
    for contents in (samples, hostile):
        texts = {report_urn(r.id): r.text for r in contents.reports}
        for item in items_of(contents):
            stored = item["target"][0]
            text = texts[stored["source"]["id"]]
            quote, position = stored["selector"]
            assert found_by(quote, text) == found_by(position, text) == quote["exact"]


def test_every_citation_has_one_with_its_line(samples: Contents) -> None:
    items = items_of(samples)
    expected = sum(len(cited_by(line)) for line in samples.lines() if not isinstance(line, Meeting))
    assert len(items) == len({item["id"] for item in items}) == expected
    for item in items:
        assert item["type"] == "Annotation"
        words, line = item["body"]
        assert words["type"] == "TextualBody"
        assert words["value"]
        assert line["source"].startswith("urn:biennien:")


def test_the_page_on_the_web_is_a_target_without_offsets(samples: Contents, hostile: Contents) -> None:
    web = [t for item in items_of(samples) for t in item["target"][1:]]
    assert {t["source"] for t in web} == {r.url for r in samples.reports if r.url}
    assert all(t["selector"]["type"] == "TextQuoteSelector" for t in web)
    assert all(len(item["target"]) == 1 for item in items_of(hostile))  # javascript: is no page


def test_hostile_words_keep_their_letters_and_end_no_script(hostile: Contents) -> None:
    content = render(hostile).decode()
    assert "<" not in content
    assert NASTY in {item["target"][0]["selector"][0]["exact"] for item in items_of(hostile)}


def test_every_key_is_one_of_the_vocabulary(samples: Contents) -> None:
    """Read as JSON-LD with the W3C's own context and written again, nothing is lost."""
    pyld = pytest.importorskip("pyld")
    context = json.loads((Path(__file__).parent / "schemas" / "anno.jsonld").read_text("utf-8"))

    def load(url: str, options: object) -> dict[str, object]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": context}

    told = json.loads(render(samples))
    options = {"documentLoader": load}
    again = pyld.jsonld.compact(pyld.jsonld.expand(told, options), context, options)
    assert set(paths(told)) - {("@context",)} <= set(paths(again))


def paths(value: object, *before: str) -> Iterator[tuple[str, ...]]:
    """The keys under which values stand."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from paths(part, *before, key)
    elif isinstance(value, list):
        for part in value:
            yield from paths(part, *before)
    else:
        yield before
