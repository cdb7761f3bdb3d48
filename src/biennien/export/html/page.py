"""The page as one file: text escaped, style and script within, and a policy that lets the browser run and load nothing else."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Protocol

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from biennien.export.html.folding import Day, Row, Version, fold_days, versions_of
from biennien.export.html.naming import LANGUAGES, names_shown
from biennien.export.html.passages import Shown, anchors_of, show_report
from biennien.knowledge.world import World
from biennien.model import Reading, Report, Span, Story

SCHEMA = "biennien/1"
STATUSES = (
    "proposed", "announced", "postponed", "cancelled", "refused", "not_needed", "not_ruled_out", "conditional", "held", "unclear",
    "open",
)  # fmt: skip
SCRIPTS = (
    "core.js", "dates.js", "axis.js", "lines.js", "chart.js", "lanes.js", "sides.js", "calendar.js", "plots.js", "lists.js", "words.js",
    "start.js",
)  # fmt: skip
PARTS = (
    "plans", "why", "positions", "differences", "gaps", "calendar", "held", "timeline", "network", "rhythm", "statements", "reports",
)  # fmt: skip
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class Language(Protocol):
    """The words of the software in one language."""

    def named(self, kind: str, code: str) -> str:
        """The word for a code of the record."""

    def told(self, sentence: str) -> str:
        """A sentence of the record in this language."""


def render_page(
    days: Sequence[Day],
    readings: Mapping[Report, Reading],
    world: World,
    languages: Mapping[str, Language],
    *,
    full: bool = False,
    lang: str = "vi",
    title: str | None = None,
    story: Story | None = None,
    version: str = "",
) -> str:
    """The page of a record as known on each of `days`, the last of which is the whole record (its day is None).

    With `full` the reports stand there whole, else only the sentences that are cited. With a `story` the days hold what its reports tell.
    """
    versions = versions_of(days)
    anchors = anchors_of(v.report for v in versions)
    told = fold_days(days, versions, anchors, story.reports if story else None)
    if story:
        told["story"] = {"id": story.id, "label": story.label, "meetings": list(story.meetings[:1])}
    told |= {"schema": SCHEMA, "full": full, "lang": lang, "version": version}
    told["names"] = names_shown(_entities(told), world)
    told["words"] = {
        language: words_in(language)
        | {f"{k}.{code}": languages[language].named(k, code) for k, code in _codes(told)}
        for language in LANGUAGES
    }
    for row in (*(report["published"] for report in told["reports"]), *told["differences"]):
        if why := row.get("why"):
            row["why"] = {language: languages[language].told(why) for language in LANGUAGES}
    shown = _shown(versions, readings, told, anchors, full)
    style, script = _asset("page.css"), _script()
    return _environment().from_string(_asset("page.html.jinja")).render(
        lang=lang,
        languages=LANGUAGES,
        t=told["words"][lang],
        parts=PARTS,
        title=title,
        story=story,
        version=version,
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        told=Markup(embedded(told)),
        shown=shown,
        full=full,
    )  # fmt: skip


def embedded(value: object) -> str:
    """JSON that stands in a script element: nothing in it can end the element or start another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter, escape in _ESCAPES.items():
        text = text.replace(letter, escape)
    return text


@functools.cache
def words_in(lang: str) -> dict[str, str]:
    """The words of the page in one language."""
    words: dict[str, str] = {}
    for table, rows in tomllib.loads(_asset(f"words_{lang}.toml")).items():
        words |= {f"{table}.{key}": text for key, text in rows.items()}
    return words


def _shown(
    versions: Sequence[Version],
    readings: Mapping[Report, Reading],
    told: Row,
    anchors: Sequence[str],
    full: bool,
) -> list[Shown]:
    cited: list[dict[Span, int]] = [{} for _ in versions]
    for number, (report, _, start, end, _) in enumerate(told["citations"]):
        cited[report].setdefault(Span(start, end), number)
    empty = Reading(report_id="")
    return [
        show_report(version.report, readings.get(version.report, empty), spans, anchor, full=full)
        for version, spans, anchor in zip(versions, cited, anchors, strict=True)
    ]


def _entities(told: Row) -> list[str]:
    """Everybody whom a row names."""
    found: list[str] = []
    for meeting in told["meetings"]:
        found += [
            *meeting.get("participants", ()),
            meeting.get("place") or "",
            *(s for s, _ in meeting["sides"]),
        ]
    for statement in told["statements"]:
        found += [who for who, _ in statement["chain"]]
    sides = [side for difference in told["differences"] for side in difference["sides"]]
    lines = ("changes", "statements", "explanations", "positions")
    for row in (*(row for name in lines for row in told[name]), *sides):
        for field in ("announced_by", "via", "speaker", "about", "given_by", "said_by", "who", "holder"):
            named = row.get(field, ())
            found += [named] if isinstance(named, str) else named
    return found


def _codes(told: Row) -> Iterator[tuple[str, str]]:
    """Every code of the record that the page puts into words."""
    yield from (("status", status) for status in STATUSES)
    for kind, field, rows in (
        ("kind", "kind", told["meetings"]),
        ("detail", "detail", told["changes"]),
        ("dated_by", "dated_by", [row["published"] for row in told["reports"]]),
        ("stance", "stance", told["positions"]),
        ("topic", "topic", told["positions"]),
        ("difference", "kind", told["differences"]),
        ("gap", "kind", told["gaps"]),
    ):
        yield from sorted({(kind, row[field]) for row in rows if row.get(field)})
    flagged = (row for name in ("changes", "statements", "explanations", "positions") for row in told[name])
    yield from sorted({("flag", flag) for row in flagged for flag in row.get("flags", ())})


def _policy(style: str, script: str) -> str:
    """What the browser may do on this page: apply this style and run this script, nothing else, and make no markup from text."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@functools.cache
def _script() -> str:
    return '"use strict";\n(() => {\n' + "\n".join(_asset(f"js/{name}") for name in SCRIPTS) + "})();\n"


@functools.cache
def _asset(name: str) -> str:
    return files("biennien.export.html").joinpath(*name.split("/")).read_text("utf-8")


@functools.cache
def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
