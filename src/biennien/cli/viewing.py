"""The commands that hold the lines of the record, and reports, against one another: `differences`, `new`, `stories`, `versions`."""

from __future__ import annotations

import click

from biennien.addresses import StoreAddress
from biennien.cli.looking import page_for
from biennien.cli.options import as_known_option, command, json_option, store_option
from biennien.cli.output import print_json

KINDS = (
    "disagreement", "change", "sharper", "stale_background", "hedge", "referent", "quotation_drift", "silence_broken",
)  # fmt: skip


@command("stories")
@store_option
@as_known_option
@json_option
def stories(store: StoreAddress, as_known: str | None, as_json: bool) -> int:
    """Prints the reports by what they share."""
    from biennien import app, views

    found = views.stories(store, as_known=as_known)
    if as_json:
        return print_json(views.stories_told(found))
    from biennien import tables

    record, reports = app.load(store, as_known)
    tables.print_stories(page_for(record, reports), record, found, app.known_on(as_known))
    return 0


@command("new")
@click.argument("report", metavar="REPORT")
@store_option
@as_known_option
@json_option
def new(report: str, store: StoreAddress, as_known: str | None, as_json: bool) -> int:
    """Prints what is new in a report against those before it."""
    from biennien import views

    seen = views.whole(store, as_known)
    if as_json:
        return print_json(views.novelty_told(views.novelty_of(seen, report)))
    from biennien import tables

    page = page_for(seen.record, seen.reports)
    tables.print_novelty(page, seen.record, views.novelty_of(seen, report, page.explaining(seen.record)))
    return 0


@command("differences")
@store_option
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="difference")
@as_known_option
@json_option
def differences(store: StoreAddress, kind: tuple[str, ...], as_known: str | None, as_json: bool) -> int:
    """Prints where the reports do not agree."""
    from biennien import views

    seen = views.whole(store, as_known)
    found = views.of_kinds(views.differences_of(seen), kind)
    if as_json:
        return print_json(views.differences_told(found))
    from biennien import tables

    tables.print_differences(page_for(seen.record, seen.reports), seen.record, found, seen.until)
    return 0


@command("versions")
@click.argument("report", metavar="REPORT")
@store_option
@click.option("--from", "first", metavar="N|SHA256", help="from_version")
@click.option("--to", "last", metavar="N|SHA256", help="to_version")
@json_option
def versions(report: str, store: StoreAddress, first: str | None, last: str | None, as_json: bool) -> int:
    """Prints the versions of a report, and what differs between two of them."""
    from biennien import app, revisions

    found = revisions.history(store, report, first, last)
    if as_json:
        return print_json(revisions.history_told(found))
    from biennien import tables

    record, reports = app.load(store)
    tables.print_history(page_for(record, reports), found)
    return 0
