"""The reports that the faults meet: portions that are added one command each, with new versions, copies and other particulars among them."""

from __future__ import annotations

import itertools
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.growth import reports as made_reports

from biennien.model import Report

PORTIONS = 7


def portion_files(folder: Path) -> list[Path]:
    """Writes the portions into files of a folder that is there, and says which."""
    files = []
    for number, rows in enumerate(_portions(), 1):
        files.append(folder / f"portion{number}.jsonl")
        files[-1].write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    return files


def large_file(folder: Path, reports: int) -> Path:
    """Writes so many reports into one file of a folder that is there."""
    file = folder / "large.jsonl"
    rows = map(_row, itertools.islice(made_reports(2), reports))
    file.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    return file


@cache
def _portions() -> tuple[list[dict[str, Any]], ...]:
    rows = [_row(report) for report in itertools.islice(made_reports(), 10)]
    later = (date.fromisoformat(rows[0]["published"]) + timedelta(1)).isoformat()
    version = rows[0] | {"text": f"{rows[0]['text']}Hai bên chưa nói gì thêm.\n", "published": later}
    copy = rows[1] | {"id": "copy", "outlet": "Báo khác"}
    amended = rows[2] | {"title": f"{rows[2]['title']} (cập nhật)"}
    undated = {"id": "undated", "text": rows[3]["text"], "outlet": "Báo không ngày"}
    return (
        rows[:1],
        rows[1:4],
        [version, *rows[4:6]],
        [copy, amended],
        rows[6:8],
        [undated, rows[8], rows[0]],  # the last of them is there already, in an earlier version
        rows[9:],
    )


def _row(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": report.title,
        "text": report.text,
        "outlet": report.outlet,
        "published": report.published_on,
    }
