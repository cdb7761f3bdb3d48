"""The forms in which the record is handed on: what each is called, what it needs, and what makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form. `extra` names the extra that has the modules it `needs`; `module` is the file of `export` that renders it.

    `tables` are the tables one of which it holds, or all of them in a ZIP archive; `binary` means that no terminal can show it.
    """

    name: str
    media_type: str
    suffix: str
    module: str | None = None
    extra: str | None = None
    needs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    binary: bool = False


TABLES = (
    "changes", "meetings", "statements", "positions", "explanations", "differences", "reports", "citations",
)  # fmt: skip
ALL = "all"  # every table, in one archive

_ROWS = (
    Form(name="annotations", media_type="application/ld+json", suffix=".jsonld", module="annotations"),
    Form(name="csv", media_type="text/csv; charset=utf-8", suffix=".csv", module="csv", tables=TABLES),
    Form(name="events", media_type="text/csv; charset=utf-8", suffix=".csv", module="events"),
    Form(name="ftm", media_type="application/jsonl", suffix=".ftm.jsonl", module="ftm"),
    Form(name="gexf", media_type="application/xml", suffix=".gexf", module="gexf"),
    Form(name="html", media_type="text/html; charset=utf-8", suffix=".html"),
    Form(
        name="ics", media_type="text/calendar; charset=utf-8", suffix=".ics", module="ics",
        extra="export", needs=("icalendar",),
    ),
    Form(name="jsonl", media_type="application/jsonl", suffix=".jsonl"),
    Form(name="jsonld", media_type="application/ld+json", suffix=".jsonld", module="jsonld"),
    Form(name="markdown", media_type="text/markdown; charset=utf-8", suffix=".md"),
    Form(name="ninjs", media_type="application/json", suffix=".ninjs.json", module="ninjs"),
    Form(
        name="parquet", media_type="application/vnd.apache.parquet", suffix=".parquet", module="parquet",
        extra="parquet", needs=("pyarrow",), tables=TABLES, binary=True,
    ),
    Form(name="ris", media_type="application/x-research-info-systems", suffix=".ris", module="ris"),
    Form(name="timelinejs", media_type="application/json", suffix=".timeline.json", module="timelinejs"),
    Form(
        name="xlsx", media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", suffix=".xlsx",
        module="xlsx", extra="export", needs=("xlsxwriter",), binary=True,
    ),
)  # fmt: skip
FORMS: Mapping[str, Form] = {form.name: form for form in _ROWS}
