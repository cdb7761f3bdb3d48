"""The command that writes a note: `brief`."""

from __future__ import annotations

from pathlib import Path

import click

from biennien.cli.looking import page_for
from biennien.cli.options import as_known_option, command, json_option, store_option
from biennien.cli.output import print_json


@command("brief")
@store_option
@click.option("--since", metavar="DATE", help="since")
@as_known_option
@click.option("--html", "as_html", is_flag=True, help="as_html")
@json_option
def brief(store: Path, since: str | None, as_known: str | None, as_html: bool, as_json: bool) -> int:
    """Prints the morning note as Markdown, or as a page."""
    from biennien import notes, views

    seen = views.whole(store, as_known)
    found = views.brief_of(seen, since)
    if as_json:
        return print_json(views.brief_told(found))
    page = page_for(seen.record, seen.reports)
    document = notes.brief_document(found, page, seen.reports)
    click.echo(notes.to_page(document) if as_html else notes.to_markdown(document), nl=False)
    return 0
