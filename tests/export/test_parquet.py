"""Parquet, read again: typed columns, whole citations, every letter."""

from __future__ import annotations

import io
from datetime import date

import pytest
from tests.export.conftest import FORMULAS, NASTY

from biennien.export.contents import Contents
from biennien.forms import TABLES

pq = pytest.importorskip("pyarrow.parquet")
parquet = pytest.importorskip("biennien.export.parquet")


def rows_of(contents: Contents, table: str):  # type: ignore[no-untyped-def]
    return pq.read_table(io.BytesIO(parquet.render(contents, table))).to_pylist()


def test_citations_are_whole_and_cut_the_text_again(samples: Contents) -> None:
    rows = rows_of(samples, "changes")
    assert len(rows) == sum(len(m.changes) for m in samples.record.meetings)
    for row in rows:
        assert row["citations"]
        for c in row["citations"]:
            assert samples.by_id[c["report"]].text[c["start"] : c["end"]] == c["quote"]


def test_days_keep_their_grain_beside_their_bounds(samples: Contents) -> None:
    [row] = [r for r in rows_of(samples, "meetings") if r["planned_for"] == "2025-W43"]
    assert (row["planned_for_from"], row["planned_for_to"]) == (date(2025, 10, 20), date(2025, 10, 26))
    assert isinstance(row["participants"], list)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_says_what_it_was_made_from(samples: Contents, hostile: Contents, table: str) -> None:
    for contents in (samples, hostile):
        metadata = pq.read_schema(io.BytesIO(parquet.render(contents, table))).metadata
        assert metadata[b"schema"] == b"biennien/1"
        assert metadata[b"table"] == table.encode()


def test_hostile_words_keep_every_letter(hostile: Contents) -> None:
    said = {row["content"] for row in rows_of(hostile, "statements")}
    assert {*FORMULAS, NASTY} <= said
