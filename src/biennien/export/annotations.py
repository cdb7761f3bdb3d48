"""Every citation as a W3C Web Annotation: the words in the report, and the line of the record that rests on them."""

from __future__ import annotations

from biennien.export.contents import Contents, Line, cited_by
from biennien.export.letters import dumped, web_address
from biennien.export.sentences import told_in_words
from biennien.export.sheets import kind_of
from biennien.model import Citation, Meeting, Report
from biennien.model.text import digest_of

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters before and after the words


def render(contents: Contents) -> bytes:
    """An AnnotationCollection with one page; offsets are code points of the report's text as it was added."""
    items = [row for line in contents.lines() for row in _annotations(line, contents)]
    name = f"urn:biennien:annotations:{contents.story.id}" if contents.story else "urn:biennien:annotations"
    collection = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": contents.title,
        "generator": _software(contents),
        "total": len(items),
        "first": {
            "id": f"{name}:page1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }
    return f"{dumped(collection, indent=1)}\n".encode()


def report_urn(identifier: str) -> str:
    """The name of a report's text as it was added, in every format that needs one."""
    return digest_of("urn:biennien:report:r", identifier)


def _annotations(line: Line, contents: Contents) -> list[dict[str, object]]:
    if isinstance(line, Meeting):
        return []  # it rests on its changes, and they are here
    words = told_in_words(line, contents)
    return [_annotation(line, c, contents.by_id[c.report_id], words, contents) for c in cited_by(line)]


def _annotation(
    line: Line, citation: Citation, report: Report, words: str, contents: Contents
) -> dict[str, object]:
    start, end = citation.span.start, citation.span.end
    quote = {
        "type": "TextQuoteSelector",
        "exact": citation.quote,
        "prefix": report.text[max(0, start - _AROUND) : start],
        "suffix": report.text[end : end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    source: dict[str, object] = {
        "id": report_urn(report.id), "type": "Text", "format": "text/plain", "language": report.lang, "label": report.id,
        "https://schema.org/sha256": report.sha256,  # of the version that the places count in
    }  # fmt: skip
    targets: list[dict[str, object]] = [
        {"type": "SpecificResource", "source": source, "selector": [quote, position]}
    ]
    if address := web_address(report.url):  # the page has other letters around the words: no offsets there
        targets.append({"type": "SpecificResource", "source": address, "selector": quote})
    return {
        "id": digest_of("urn:biennien:annotation:a", f"{line.id}\x1f{report.id}\x1f{start}\x1f{end}"),
        "type": "Annotation",
        "motivation": "describing",
        "generator": _software(contents)["id"],
        "body": [
            {"type": "TextualBody", "value": words, "format": "text/plain", "language": contents.wording.say.lang, "purpose": "describing"},
            {"type": "SpecificResource", "source": f"urn:biennien:{kind_of(line)}:{line.id}", "purpose": "identifying"},
        ],
        "target": targets,
    }  # fmt: skip


def _software(contents: Contents) -> dict[str, object]:
    return {
        "id": "urn:biennien:software",
        "type": "Software",
        "name": f"Biennien {contents.version}".strip(),
    }
