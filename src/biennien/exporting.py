"""The use cases of handing the record on: the page with its slider, and the demonstration that ends in one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from biennien import __version__, app, pipeline
from biennien.app import Added, Progress, Verification
from biennien.export.html import Day, render_page
from biennien.model import Reading, Record, Report
from biennien.model.errors import BiennienError
from biennien.model.timex import days_of
from biennien.words import LANGUAGES, load_words


class OutputError(BiennienError):
    """What was made cannot be written."""

    exit_code = 2


def _silent(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


def page(
    store: Path,
    *,
    full: bool = False,
    lang: str = "vi",
    title: str | None = None,
    progress: Progress = _silent,
) -> str:
    """The record as one HTML page, as known on each day from which a report counts; with `full` the reports stand there whole."""
    days, readings = _days(store, progress)
    return render_page(
        days,
        readings,
        pipeline.load_knowledge().world.actors,
        {language: load_words(language) for language in LANGUAGES},
        full=full,
        lang=lang,
        title=title,
        version=__version__,
    )


def export_html(
    store: Path,
    file: Path,
    *,
    full: bool = False,
    lang: str = "vi",
    title: str | None = None,
    progress: Progress = _silent,
) -> int:
    """Writes the page to a file, whole or not at all, and returns its size in bytes."""
    content = page(store, full=full, lang=lang, title=title, progress=progress).encode()
    _write(file, content)
    return len(content)


def demo(
    keep: Path | None, file: Path | None, *, lang: str = "vi"
) -> tuple[Added, Record, Verification, BiennienError | None]:
    """The demonstration; its page is written to `file`, and what kept it from being written is returned."""
    with tempfile.TemporaryDirectory() as temporary:
        store = keep or Path(temporary, "demo.sqlite")
        found = app.demo(store)
        try:
            if file is not None:
                export_html(store, file, lang=lang)
        except OutputError as error:
            return *found, error
    return *found, None


def _days(store: Path, progress: Progress) -> tuple[list[Day], dict[Report, Reading]]:
    """The record as known on each day that brings a report, the whole one last; each report is read once, then only resolved again."""
    knowledge, readings = pipeline.load_knowledge(), dict[Report, Reading]()
    with app.opened_store(store) as opened:

        def known(day: str | None) -> Day:
            reports = opened.reports(day)
            missing = [r for r in reports if r.withdrawn is None and r not in readings]
            readings.update(zip(missing, app.readings_of(opened, missing), strict=True))
            read = [readings[report] for report in reports if report in readings]
            return Day(day=day, record=pipeline.make_record(reports, read, knowledge, day), reports=reports)

        whole = known(None)
        first = {date.earliest for date in whole.record.dates}
        first |= {days[0].isoformat() for value in opened.published_days() if (days := days_of(value))}
        found = []
        candidates = sorted(day for day in first if day)
        for done, day in enumerate(candidates, 1):
            on_day = known(day)
            if any(date.earliest == day for date in on_day.record.dates):
                found.append(on_day)
            progress("resolving", done, len(candidates))
    return [*found, whole], readings


def _write(file: Path, content: bytes) -> None:
    """Beside the file first, then in its place: whoever has the old page open never sees half of a new one."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except (OSError, ValueError) as error:
        beside.unlink(missing_ok=True)
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise OutputError(
            f"the page cannot be written: {reason}.",
            where=str(file),
            remedy="Name a file in a folder you may write to.",
        ) from error
