"""The table of events: PLOVER's words, what its manual says of who is actor and recipient, and the exact words of each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from tests.export.conftest import cite, contents_with, dated, report

from biennien.export.contents import Contents
from biennien.export.events import render
from biennien.knowledge.events import read_event_types
from biennien.model import Change, Link, Meeting, Record, Statement
from biennien.model.errors import KnowledgeError

TYPES = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}
MODES = {"", "meet", "phone", "visit", "multilateral", "third-party", "allege", "disapprove"}
TEXT = "Nhật Bản và Pháp sẽ gặp nhau; Pháp tố cáo Nhật Bản."


def events(contents: Contents) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(contents).decode("utf-8-sig"), newline="")))


def test_types_and_modes_are_those_of_the_manual(samples: Contents) -> None:
    rows = events(samples)
    assert {row["event_type"] for row in rows} <= TYPES
    assert {row["event_mode"] for row in rows} <= MODES
    assert {row["quad_class"] for row in rows} <= {"verbal cooperation", "verbal conflict"}
    assert [row["date_from"] or "9999" for row in rows] == sorted(row["date_from"] or "9999" for row in rows)


def test_every_event_cuts_its_words_out_of_the_report(samples: Contents) -> None:
    for row in events(samples):
        text = samples.by_id[row["report"]].text[int(row["start"]) : int(row["end"])]
        assert text == row["quote"].removeprefix("'")


@pytest.mark.parametrize(
    ("kind", "status", "more", "expected"),
    [
        ("call", "held", {}, ("CONSULT", "phone", "Japan; France", "")),
        ("visit", "held", {}, ("CONSULT", "visit", "Japan", "France")),
        ("summit", "held", {}, ("CONSULT", "", "Japan; France", "")),
        ("G7", "held", {}, ("CONSULT", "multilateral", "G7", "")),
        ("summit", "announced", {"announced_by": ("Japan",)}, ("AGREE", "", "Japan", "France")),
        ("summit", "announced", {}, ("AGREE", "", "Japan; France", "")),
        ("summit", "cancelled", {"announced_by": ("France",)}, ("REJECT", "meet", "France", "Japan")),
        ("summit", "cancelled", {"unnamed": "một nguồn tin", "named": False}, ("REJECT", "meet", "", "")),
        ("summit", "proposed", {"detail": "asked for"}, ("REQUEST", "meet", "Japan; France", "")),
        ("summit", "unclear", {}, None),
        ("press_conference", "held", {}, None),
    ],
)
def test_who_acts_on_whom(
    change: Callable[..., Change],
    meeting: Callable[..., Meeting],
    kind: str,
    status: str,
    more: dict[str, Any],
    expected: tuple[str, ...] | None,
) -> None:
    source = report("r1", TEXT)
    told = change(cite(source, "sẽ gặp nhau"), status, **more)
    plan = meeting(told, participants=("G7",)) if kind == "G7" else meeting(told, kind=kind)
    found = events(contents_with(Record(dates=(dated("r1", "2025-10-21"),), meetings=(plan,)), source))
    told = [tuple(row[k] for k in ("event_type", "event_mode", "actor", "recipient")) for row in found]
    assert told == ([expected] if expected else [])


@pytest.mark.parametrize(("verb", "count"), [("accuse", 1), ("say", 0), ("deny", 0), ("think", 0)])
def test_a_comment_is_no_event(verb: str, count: int) -> None:
    source = report("r1", TEXT)
    said = Statement(
        id="s-1", speaker=("France",), named=True, unnamed=None, manner="indirect", content="Nhật Bản", said_on="2025-10-20",
        chain=(Link(who="France", named=True),), about=("Japan",), restated_in=(), verb=verb,
        citations=(cite(source, "Pháp tố cáo Nhật Bản"),),
    )  # fmt: skip
    rows = events(contents_with(Record(dates=(dated("r1", "2025-10-21"),), statements=(said,)), source))
    assert len(rows) == count
    for row in rows:
        assert (row["event_type"], row["event_mode"], row["recipient"], row["about"]) == (
            "ACCUSE",
            "allege",
            "",
            "Japan",
        )
        assert (row["event_date"], row["publication_date"]) == ("2025-10-20", "2025-10-21")


def test_hostile_words_are_no_formulas(hostile: Contents) -> None:
    for row in csv.reader(io.StringIO(render(hostile).decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_an_unknown_type_does_not_load() -> None:
    head = "of\tcode\ttype\tmode\tauxiliary\n"
    assert read_event_types(head + "verb\tsay\t-\t\t\n", "x.tsv") == {("verb", "say"): None}
    for row in ("verb\tsay\tCHAT\t\t\n", "status\tgone\tAGREE\t\t\n"):
        with pytest.raises(KnowledgeError, match=r"x\.tsv"):
            read_event_types(head + row, "x.tsv")
