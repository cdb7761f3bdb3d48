"""The use cases of handing the record on: the page with its slider, the demonstration that ends in one, and all other forms."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from biennien import __version__, app, pipeline
from biennien.addresses import StoreAddress
from biennien.app import Added, Progress, Verification
from biennien.days import known_days
from biennien.export.html import render_page
from biennien.handing import Exported, check, made
from biennien.known import AsKnown
from biennien.model import Record
from biennien.model.errors import BiennienError, InputError
from biennien.words import LANGUAGES, load_words


class OutputError(BiennienError):
    """What was made cannot be written."""

    exit_code = 2


def _silent(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


def export(
    store: StoreAddress,
    form: str,
    *,
    as_known: AsKnown = None,
    story: str | None = None,
    table: str | None = None,
    lang: str = "vi",
    progress: Progress = _silent,
) -> Exported:
    """The record, or a story of it by its id, in a form of `forms.FORMS`; `table` is one of the form's tables, or ``all`` for an archive.

    Raises InputError for an unknown form, table or story, MissingExtra where the form needs what is not installed.
    """
    if form != "html":
        return made(store, form, as_known=as_known, story=story, table=table, lang=lang)
    found = check(form, table)
    if as_known is not None:
        raise InputError(
            "the page shows every day by itself.", where="--as-known", remedy="Leave the option out."
        )
    content = page(store, lang=lang, story=story, progress=progress).encode()
    return Exported(content=content, media_type=found.media_type, suffix=found.suffix, binary=False)


def page(
    store: StoreAddress,
    *,
    full: bool = False,
    lang: str = "vi",
    title: str | None = None,
    story: str | None = None,
    progress: Progress = _silent,
) -> str:
    """The record, or what the reports of a `story` tell, as one HTML page, as known on each day from which a report counts; with `full` the reports stand there whole."""
    days, readings, found = known_days(store, progress, story)
    return render_page(
        days,
        readings,
        pipeline.load_knowledge().world,
        {language: load_words(language) for language in LANGUAGES},
        full=full,
        lang=lang,
        title=title,
        story=found,
        version=__version__,
    )


def export_html(
    store: StoreAddress,
    file: Path,
    *,
    full: bool = False,
    lang: str = "vi",
    title: str | None = None,
    story: str | None = None,
    progress: Progress = _silent,
) -> int:
    """Writes the page to a file, whole or not at all, and returns its size in bytes."""
    content = page(store, full=full, lang=lang, title=title, story=story, progress=progress).encode()
    write(file, content)
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


def write(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all, beside it first: whoever has the old one open never sees half of a new one."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except (OSError, ValueError) as error:
        beside.unlink(missing_ok=True)
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise OutputError(
            f"the file cannot be written: {reason}.",
            where=str(file),
            remedy="Name a file in a folder you may write to.",
        ) from error
