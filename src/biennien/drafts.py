"""The use case of checking a draft against the record before it is printed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO

from biennien import pipeline, views
from biennien.known import AsKnown
from biennien.model import Citation, Issue, Remark, Report
from biennien.model.errors import InputError

DRAFT = "draft"  # the id of the draft among the reports
_HANOI = timezone(timedelta(hours=7))
_CLIPBOARDS = (
    ("wl-paste", "--no-newline"),
    ("xclip", "-selection", "clipboard", "-o"),
    ("xsel", "--clipboard", "--output"),
    ("pbpaste",),
    ("powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw"),
)
_SECONDS = 5


def check(draft: Report, seen: views.Whole) -> tuple[Remark, ...]:
    """The remarks on a draft against what was loaded of the record."""
    reports = [r for r in seen.counting if r.id in seen.readings]
    readings = {r.id: seen.readings[r.id] for r in reports}
    draft = _named_apart(draft, {r.id for r in seen.reports})
    return pipeline.find_remarks(seen.record, reports, readings, draft, pipeline.load_knowledge())


def _named_apart(draft: Report, taken: Collection[str]) -> Report:
    """The draft under an id that no report has, whatever its file is called."""
    name = DRAFT
    while name in taken:
        name += "'"
    return replace(draft, id=name)


def check_text(
    text: str, store: Path, *, published: str | None = None, as_known: AsKnown = None
) -> tuple[Remark, ...]:
    """The remarks on a text that is to be printed on the day `published`, else today (in Hanoi)."""
    return check(draft_of(text, "text", published=published), views.whole(store, as_known))


def draft_of(text: str, where: str, *, published: str | None = None, now: datetime | None = None) -> Report:
    """The draft as a report. Raises InputError where there is nothing to check."""
    day = published or (now or datetime.now(_HANOI)).date().isoformat()
    return _readable(pipeline.report_of_text(text, DRAFT, where=where, published=day))


def _readable(found: Report | Issue) -> Report:
    """A report that came in whole. Raises InputError where it did not."""
    issues = [found] if isinstance(found, Issue) else [i for i in found.issues if i.severity == "error"]
    for issue in issues:
        raise InputError(issue.message, where=issue.where, remedy=issue.remedy)
    assert isinstance(found, Report)
    return found


def drafts_in(
    paths: Sequence[str], *, published: str | None = None, stdin: BinaryIO | None = None
) -> list[Report]:
    """The drafts in files or on standard input, as `add` would read them; each is to be printed on `published`, else today.

    Raises InputError for what cannot be read.
    """
    for path in paths:
        if path and Path(path).is_dir():
            raise InputError("this is a folder.", where=path, remedy="Name the file of the draft.")
    day = published or datetime.now(_HANOI).date().isoformat()
    return [_readable(found) for found in pipeline.ingest(paths, published=day, stdin=stdin)]


def clipboard() -> str:
    """The text on the clipboard. Raises InputError where it cannot be had."""
    for command in _CLIPBOARDS:
        if shutil.which(command[0]):
            try:
                done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
            except (OSError, subprocess.SubprocessError):
                continue
            return done.stdout.decode("utf-8", "replace")
    raise InputError(
        "the clipboard cannot be read here.",
        where="--clipboard",
        remedy="Install wl-clipboard or xclip, or give the draft in a file, or on standard input with -.",
    )


def remarks_told(draft: Report, remarks: Sequence[Remark]) -> list[dict[str, object]]:
    """Remarks as the documented JSON, with line and column of the draft counted from 1."""
    return [
        {
            "draft": draft.id,
            "kind": remark.kind,
            "at": {**_told(remark.at), **_line_of(draft.text, remark.at.span.start)},
            "against": [_told(c) | {"report": c.report_id} for c in remark.against],
            "line": remark.line,
            "values": dict(remark.values),
        }
        for remark in remarks
    ]


def _told(citation: Citation) -> dict[str, object]:
    return {
        "paragraph": citation.paragraph,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
    }


def _line_of(text: str, offset: int) -> dict[str, object]:
    before = text[:offset]
    return {"row": before.count("\n") + 1, "column": offset - (before.rfind("\n") + 1) + 1}
