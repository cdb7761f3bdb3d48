"""Tables as data: tab-separated rows with a header line; a bad row is named by its line."""

from __future__ import annotations

import unicodedata

from biennien.model.errors import KnowledgeError


def load_table(source: str, file: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """The rows of one TSV text as dicts with exactly `columns`, plus ``where`` = ``file:line``.

    Lines that are empty or start with ``#`` are skipped. Raises KnowledgeError on a missing column, a row of
    another length, an empty first cell, or text that is not NFC.
    """
    header: list[str] | None = None
    rows: list[dict[str, str]] = []
    for number, line in enumerate(source.splitlines(), 1):
        where = f"{file}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if unicodedata.normalize("NFC", line) != line:
            raise KnowledgeError("the row is not in Unicode NFC", where=where, remedy="Normalise the file.")
        cells = [c.strip() for c in line.split("\t")]
        if header is None:
            header = cells
            if missing := [c for c in columns if c not in header]:
                raise KnowledgeError(f"the header lacks {', '.join(missing)}", where=where)
            continue
        if len(cells) != len(header):
            raise KnowledgeError(f"{len(cells)} cells where the header has {len(header)}", where=where)
        if not cells[0]:
            raise KnowledgeError("the first cell is empty", where=where)
        rows.append({**dict(zip(header, cells, strict=True)), "where": where})
    if header is None:
        raise KnowledgeError("the table has no header", where=file)
    return tuple(rows)


def split_cell(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list: ``a|b``."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())
