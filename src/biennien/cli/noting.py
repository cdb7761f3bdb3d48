"""The command that writes a note: `brief`."""

from __future__ import annotations

import click

from biennien.addresses import StoreAddress
from biennien.cli.options import as_known_option, command, json_option, store_option, words
from biennien.cli.output import print_json


@command("brief")
@store_option
@click.option("--since", metavar="DATE", help="since")
@as_known_option
@click.option("--html", "as_html", is_flag=True, help="as_html")
@json_option
def brief(store: StoreAddress, since: str | None, as_known: str | None, as_html: bool, as_json: bool) -> int:
    """Prints the morning note as Markdown, or as a page."""
    from biennien import noting, revisions, views

    seen = views.whole(store, as_known)
    found = revisions.brief(store, seen, since)
    if as_json:
        return print_json(views.brief_told(found))
    click.echo(noting.note(seen, found, lang=words().lang, as_page=as_html), nl=False)
    return 0
