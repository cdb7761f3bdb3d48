"""The commands that set the words of the sides beside one another: `explanations`, `positions`."""

from __future__ import annotations

import click

from biennien.addresses import StoreAddress
from biennien.cli.looking import page_for, warn_of_stranger
from biennien.cli.options import as_known_option, command, json_option, store_option
from biennien.cli.output import print_json


@command("explanations")
@store_option
@as_known_option
@json_option
def explanations(store: StoreAddress, as_known: str | None, as_json: bool) -> int:
    """Prints why something became of the plans, as each says it."""
    from biennien import views

    seen = views.whole(store, as_known)
    found = views.explanations_of(seen)
    if as_json:
        return print_json(views.explanations_told(found))
    from biennien import tables

    page = page_for(seen.record, seen.reports, [e.id for e in found])
    tables.print_explanations(page, seen.record, found, seen.until)
    return 0


@command("positions")
@click.option("--by", metavar="NAME", help="by_side")
@store_option
@as_known_option
@json_option
def positions(by: str | None, store: StoreAddress, as_known: str | None, as_json: bool) -> int:
    """Prints what each side holds, on what, and since when."""
    from biennien import views

    seen = views.whole(store, as_known)
    found = views.positions_of(seen, by)
    if not found:
        warn_of_stranger(seen.record, by)
    if as_json:
        return print_json(views.positions_told(found))
    from biennien import tables

    page = page_for(seen.record, seen.reports, [p.id for p in found])
    tables.print_positions(page, seen.record, found, seen.until)
    return 0
