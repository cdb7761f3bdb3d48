"""The command that hands the record on: `export html`."""

from __future__ import annotations

from pathlib import Path

import click

from biennien.cli.options import Group, command, store_option, words
from biennien.cli.output import progress_bar
from biennien.words import LANGUAGES


@click.group("export", cls=Group)
def export() -> None:
    """The group of the forms in which the record can be handed on."""


@command("html")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@store_option
@click.option("--excerpts/--full", "excerpts", default=True, help="excerpts")
@click.option("--title", metavar="TITLE", help="title")
@click.option("--lang", type=click.Choice(LANGUAGES), help="page_lang")
def html(file: Path, store: Path, excerpts: bool, title: str | None, lang: str | None) -> int:
    """Writes the record as one page that needs no network."""
    from biennien import exporting

    with progress_bar() as progress:
        size = exporting.export_html(
            store, file, full=not excerpts, lang=lang or words().lang, title=title, progress=progress
        )
    click.echo(words()("export.written", file=file, size=f"{size / 1000:.0f}"))
    return 0


export.add_command(html)
