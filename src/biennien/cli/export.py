"""The commands that hand the record on: `export html`, and one for each other form."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from biennien.addresses import StoreAddress
from biennien.cli.options import Group, as_known_option, command, store_option, words
from biennien.cli.output import print_error, progress_bar
from biennien.forms import ALL, FORMS, Form
from biennien.words import LANGUAGES

_FILE = click.Path(path_type=Path, dir_okay=False)
_output = click.option("-o", "--output", type=_FILE, metavar="FILE", help="output")
_page_output = click.option("-o", "--output", type=_FILE, metavar="FILE", help="page_output")


@click.group("export", cls=Group)
def export() -> None:
    """The group of the forms in which the record can be handed on."""


@command("html")
@click.argument("file", type=_FILE, metavar="FILE", required=False)
@store_option
@_page_output
@click.option("--story", metavar="ID", help="story")
@click.option("--excerpts/--full", "excerpts", default=True, help="excerpts")
@click.option("--title", metavar="TITLE", help="title")
@click.option("--lang", type=click.Choice(LANGUAGES), help="page_lang")
def html(
    file: Path | None,
    store: StoreAddress,
    output: Path | None,
    story: str | None,
    excerpts: bool,
    title: str | None,
    lang: str | None,
) -> int:
    """Writes the record as one page that needs no network, to a file that is named either way."""
    from biennien import exporting

    if file is not None and output is not None:
        raise click.UsageError(words()("error.two_files", one=file, other=output))
    if (file := file or output) is None:
        raise click.MissingParameter(param_type="argument", param_hint="FILE")
    with progress_bar() as progress:
        size = exporting.export_html(
            store,
            file,
            full=not excerpts,
            lang=lang or words().lang,
            title=title,
            story=story,
            progress=progress,
        )
    click.echo(words()("export.written", file=file, size=f"{size / 1000:.0f}"))
    return 0


def _command_for(form: Form) -> click.Command:
    """The command of a form: to a file, or to standard output where that can take it."""

    def run(
        store: StoreAddress,
        output: Path | None,
        story: str | None,
        as_known: str | None,
        table: str | None = None,
    ) -> int:
        from biennien import exporting

        archive = form.binary or table == ALL
        if output is None and archive and sys.stdout.isatty():
            say = words()
            print_error(say("error.binary"), remedy=say("error.binary_remedy", suffix=form.suffix))
            return 2
        made = exporting.export(
            store, form.name, as_known=as_known, story=story, table=table, lang=words().lang
        )
        if output is None:
            _print(made.content)
            return 0
        exporting.write(output, made.content)
        click.echo(words()("export.written", file=output, size=f"{len(made.content) / 1000:.0f}"))
        return 0

    options: list[Callable[..., Any]] = [
        store_option,
        _output,
        click.option("--story", metavar="ID", help="story"),
        as_known_option,
    ]
    if form.tables:
        choice = click.Choice([*form.tables, ALL])
        options.insert(2, click.option("--table", type=choice, metavar="NAME", help="table"))
    asking: Callable[..., Any] = run
    for option in reversed(options):
        asking = option(asking)
    return command(form.name)(asking)


def _print(content: bytes) -> None:
    """Bytes to standard output, as they are; as text where that takes nothing else."""
    if (binary := getattr(sys.stdout, "buffer", None)) is None:
        sys.stdout.write(content.decode())
        return
    sys.stdout.flush()
    binary.write(content)
    binary.flush()


export.add_command(html)
for _form in FORMS.values():
    if _form.name != html.name:
        export.add_command(_command_for(_form))
