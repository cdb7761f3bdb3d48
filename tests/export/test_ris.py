"""RIS, read again: one reference a report, its date with its grain, the cited words, and nothing that ends a reference early."""

from __future__ import annotations

import io

import pytest
from tests.export.conftest import contents_with, dated, report

from biennien.export.contents import Contents
from biennien.export.ris import render
from biennien.model import Record

rispy = pytest.importorskip("rispy")


def references(contents: Contents) -> list[dict[str, object]]:
    found: list[dict[str, object]] = rispy.load(io.StringIO(render(contents).decode()))
    return found


def test_one_reference_a_report_with_its_words(samples: Contents) -> None:
    found = references(samples)
    assert [row["id"] for row in found] == [r.id for r in samples.reports]
    for row, source in zip(found, samples.reports, strict=True):
        assert row.get("secondary_title") == source.outlet
        assert row.get("urls") == ([source.url] if source.url else None)
        assert any("§" in note and "“" in note for note in row["notes"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "year", "day"),
    [("2025-10-21", "2025", "2025/10/21/"), ("2025-10", "2025", "2025/10//"), (None, None, None)],
)
def test_a_date_says_as_much_as_is_known(value: str | None, year: str | None, day: str | None) -> None:
    source = report("r1", "Chữ.", title="Tiêu đề")
    [row] = references(contents_with(Record(dates=(dated("r1", value),)), source))
    assert (row.get("year"), row.get("date")) == (year, day)


def test_an_inferred_date_is_said_to_be_so(samples: Contents) -> None:
    inferred = [r.id for r in samples.reports if samples.dates[r.id].dated_by == "inference"]
    notes = {row["id"]: row["notes"] for row in references(samples)}
    assert inferred
    for name in inferred:
        assert not str(notes[name][0]).startswith("§")  # type: ignore[index]


def test_hostile_words_end_no_reference(hostile: Contents) -> None:
    [row] = references(hostile)
    assert "urls" not in row
    assert all(line[2:6] == "  - " for line in render(hostile).decode().split("\r\n") if line)
