"""Records that every form of export is tried on: the samples, and one whose reports are hostile."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from biennien import app, handing, lookup, views
from biennien.export.contents import Contents
from biennien.knowledge.load import load_knowledge
from biennien.model import (
    Account,
    Change,
    Citation,
    Difference,
    Explanation,
    Link,
    Meeting,
    Position,
    Record,
    Report,
    ReportDate,
    Span,
    Statement,
)
from biennien.wording import Wording
from biennien.words import load_words

FORMULAS = (
    '=HYPERLINK("http://x.example","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
)
NASTY = "]]> </script><script>alert(1)</script> & \x00\x07\x9b31m \u202egnol\u202c \u2028 {{x}} BEGIN:VEVENT\r\nSTATUS:CONFIRMED"
LONG = "rất dài " * 20_000


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the packaged samples."""
    found = tmp_path_factory.mktemp("exports") / "samples.sqlite"
    app.add([str(app.samples_folder())], found)
    return found


@pytest.fixture(scope="session")
def seen(store: Path) -> views.Whole:
    return views.whole(store)


@pytest.fixture(scope="session")
def samples(seen: views.Whole) -> Contents:
    """All of the samples, in Vietnamese."""
    return handing.contents_of(seen, lang="vi")


def contents_with(record: Record, *reports: Report, lang: str = "en", **more: object) -> Contents:
    """Contents of a record made by hand."""
    wording = Wording(
        say=load_words(lang),
        texts={r.id: r.text for r in reports},
        names=lookup.names_in(lang),
        dates={d.report_id: d for d in record.dates},
    )
    found = Contents(
        record=record, reports=reports, actors=load_knowledge().world.actors, wording=wording, version="9.9"
    )
    return dataclasses.replace(found, **more)  # type: ignore[arg-type]


def cite(report: Report, words: str) -> Citation:
    start = report.text.index(words)
    return Citation(report_id=report.id, span=Span(start, start + len(words)), quote=words, paragraph=1)


def report(name: str, text: str, **more: object) -> Report:
    made = Report(id=name, text=text, sha256="0" * 64)
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def dated(name: str, day: str | None) -> ReportDate:
    return ReportDate(report_id=name, value=day, earliest=day, latest=day, dated_by="option", why="said so")


@pytest.fixture
def change() -> Callable[..., Change]:
    """A change with what is not given left empty."""

    def make(citation: Citation, status: str = "announced", **more: object) -> Change:
        found = Change(
            id="c-1", status=status, detail=None, effective=None, announced_on=None, announced_by=(), named=True,
            unnamed=None, via=(), reason=None, condition=None, after_end=False, flags=(), basis="stated", citations=(citation,),
        )  # fmt: skip
        return dataclasses.replace(found, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def meeting() -> Callable[..., Meeting]:
    """A planned meeting with what is not given left empty."""

    def make(*changes: Change, **more: object) -> Meeting:
        found = Meeting(
            id="m-1", label="A – B: summit, Hanoi", kind="summit", participants=("Japan", "France"), place="Hanoi",
            planned_for=None, when=None, status=changes[-1].status, fate=changes[-1].status, sides=(), successor_of=None,
            changes=changes,
        )  # fmt: skip
        return dataclasses.replace(found, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def hostile(change: Callable[..., Change], meeting: Callable[..., Meeting]) -> Contents:
    """A record whose every word is hostile: formulas, controls, markup, words that turn the direction of writing, a very long text."""
    text = "\n".join((*FORMULAS, NASTY, LONG))
    source = report(
        "=1+1", text, outlet="@SUM(1,1)", url="javascript:alert(1)", title=NASTY, published_on="2025-10-21"
    )
    nasty, long = cite(source, NASTY), cite(source, LONG)
    first = change(nasty, announced_by=FORMULAS[:2], reason=FORMULAS[2], condition=NASTY, unnamed=None)
    second = change(long, "cancelled", id="c-2", unnamed=NASTY, named=False, announced_on="2025-10-21")
    plan = meeting(
        first, second, participants=(FORMULAS[0], NASTY), place=FORMULAS[3], planned_for="2025-10-30"
    )
    said = [
        Statement(
            id=f"s-{n}", speaker=(words[:40],), named=True, unnamed=None, manner="direct", content=words, said_on="2025-10-21",
            chain=(Link(who=words[:40], named=True),), about=("m-1", NASTY), restated_in=(), citations=(cite(source, words),),
        )
        for n, words in enumerate((*FORMULAS, NASTY, LONG))
    ]  # fmt: skip
    held = Position(
        id="p-1", holder=FORMULAS[0], topic="territory", stance="rejects", text=NASTY, since="2025-10-21", until=None,
        conditions=(FORMULAS[1],), citations=(nasty,), unnamed=NASTY,
    )  # fmt: skip
    why = Explanation(
        id="e-1", of="c-2", meeting="m-1", kind="reason", text=NASTY, given_by=(FORMULAS[1],), named=True, unnamed=None, via=(),
        hedge=NASTY, said_on=None, independent=True, citations=(nasty,),
    )  # fmt: skip
    sides = (
        Account(text=NASTY, who=(FORMULAS[0],), unnamed=None, day=None, citations=(nasty,)),
        Account(text=LONG, who=(), unnamed=NASTY, day="2025-10-21", citations=(long,)),
    )
    apart = Difference(id="x-1", kind="disagreement", about="m-1", sides=sides, why=NASTY)
    record = Record(dates=(dated(source.id, "2025-10-21"),), meetings=(plan,), statements=tuple(said))
    return contents_with(record, source, positions=(held,), explanations=(why,), differences=(apart,))
