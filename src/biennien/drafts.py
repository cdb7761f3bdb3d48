"""The use case of checking a draft against the record before it is printed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO

from biennien import pipeline
from biennien.addresses import StoreAddress
from biennien.desk import Desk
from biennien.known import AsKnown
from biennien.model import Citation, Issue, Limits, Remark, Report
from biennien.model.errors import InputError
from biennien.scoped import DRAFT, Compared

_HANOI = timezone(timedelta(hours=7))
_CLIPBOARDS = (
    ("wl-paste", "--no-newline"),
    ("xclip", "-selection", "clipboard", "-o"),
    ("xsel", "--clipboard", "--output"),
    ("pbpaste",),
    ("powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw"),
)
_SECONDS = 5


def check(compared: Compared) -> tuple[Remark, ...]:
    """The remarks on a draft against what of the record bears on it."""
    seen, draft = compared.seen, (compared.draft, compared.reading)
    knowledge = pipeline.load_knowledge()
    return pipeline.find_remarks(seen.record, compared.joined, draft, seen.reports, seen.readings, knowledge)


def check_text(
    text: str,
    store: StoreAddress,
    *,
    published: str | None = None,
    as_known: AsKnown = None,
    limits: Limits | None = None,
) -> tuple[Remark, ...]:
    """The remarks on a text that is to be printed on the day `published`, else today (in Hanoi)."""
    draft = draft_of(text, "text", published=published, limits=limits)
    return check(Desk(store).compared(draft, as_known))


def draft_of(
    text: str,
    where: str,
    *,
    published: str | None = None,
    limits: Limits | None = None,
    now: datetime | None = None,
) -> Report:
    """The draft as a report. Raises InputError where there is nothing to check."""
    day = published or (now or datetime.now(_HANOI)).date().isoformat()
    return _readable(
        pipeline.report_of_text(text, DRAFT, where=where, published=day, limits=limits or Limits())
    )


def _readable(found: Report | Issue) -> Report:
    """A report that came in whole. Raises InputError where it did not."""
    issues = [found] if isinstance(found, Issue) else [i for i in found.issues if i.severity == "error"]
    for issue in issues:
        raise InputError(issue.message, where=issue.where, remedy=issue.remedy)
    assert isinstance(found, Report)
    return found


def drafts_in(
    paths: Sequence[str],
    *,
    published: str | None = None,
    stdin: BinaryIO | None = None,
    limits: Limits | None = None,
) -> list[Report]:
    """The drafts in files or on standard input, as `add` would read them; each is to be printed on `published`, else today.

    Raises InputError for what cannot be read.
    """
    for path in paths:
        if path and Path(path).is_dir():
            raise InputError("this is a folder.", where=path, remedy="Name the file of the draft.")
    day = published or datetime.now(_HANOI).date().isoformat()
    return [_readable(found) for found in pipeline.ingest(paths, published=day, stdin=stdin, limits=limits)]


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
