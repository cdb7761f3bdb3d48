"""One table of the record as Parquet: typed columns, lists as lists, citations whole, every letter kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from biennien.export.contents import SCHEMA, Contents
from biennien.export.csv import parts
from biennien.export.sheets import Column, sheet_of, told_citation
from biennien.model import Meeting

if TYPE_CHECKING:
    import pyarrow


def render(contents: Contents, table: str = "changes") -> bytes:
    """The table; what the file was made from stands in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sheet = sheet_of(table, contents)
    schema = pa.schema(
        [pa.field(column.key, _type(column)) for column in sheet.columns],
        metadata={
            "schema": SCHEMA,
            "table": table,
            "as_known": contents.until or "",
            "story": contents.story.id if contents.story else "",
            "revision": str(contents.revision),
        },
    )
    rows = [{c.key: _value(v, c) for v, c in zip(row, sheet.columns, strict=True)} for row in sheet.rows]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out, compression="zstd")
    return out.getvalue()


def _type(column: Column) -> pyarrow.DataType:
    import pyarrow as pa

    words = pa.string()
    place = [
        ("report", words),
        ("paragraph", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("quote", words),
    ]
    several = pa.list_(words)
    types = {
        "chain": several,
        "sides": several,
        "codes": several, "who": several, "ids": several, "date": pa.date32(), "flag": pa.bool_(), "number": pa.int32(),
        "cites": pa.list_(pa.struct(place)),
    }  # fmt: skip
    return types.get(column.kind, words)


def _value(value: Any, column: Column) -> object:
    if isinstance(value, Meeting):
        return value.label
    if column.kind == "cites":
        return [told_citation(citation) for citation in value]
    if column.kind in ("codes", "who", "ids"):
        return list(value or ())
    if column.kind in ("chain", "sides"):
        return parts(value, column)
    return value
