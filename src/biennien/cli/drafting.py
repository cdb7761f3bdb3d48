"""The command that holds a draft against the record: `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from biennien.addresses import StoreAddress
from biennien.cli.looking import page_for
from biennien.cli.options import (
    as_known_option,
    command,
    json_option,
    limits_option,
    published_option,
    store_option,
    words,
)
from biennien.cli.output import print_json, stdin

if TYPE_CHECKING:
    from biennien.model import Limits


@command("check")
@click.argument("draft", required=False, metavar="DRAFT")
@click.option("--clipboard", is_flag=True, help="clipboard")
@store_option
@published_option
@as_known_option
@json_option
@limits_option
def check(
    draft: str | None,
    clipboard: bool,
    store: StoreAddress,
    published: str | None,
    as_known: str | None,
    as_json: bool,
    limits: Limits,
) -> int:
    """Prints what the record has otherwise than a draft, or has seen change since; 1 where there is anything."""
    from biennien import drafts, tables
    from biennien.desk import Desk

    if clipboard is (draft is not None):
        raise click.UsageError(words()("error.draft"))
    if clipboard:
        found = [drafts.draft_of(drafts.clipboard(), "clipboard", published=published, limits=limits)]
    else:
        found = drafts.drafts_in([draft or ""], published=published, stdin=stdin(), limits=limits)
    desk = Desk(store)
    told: list[object] = []
    count = 0
    for one in found:
        compared = desk.compared(one, as_known)
        remarks, seen = drafts.check(compared), compared.seen
        count += len(remarks)
        if as_json:
            told += drafts.remarks_told(one, remarks)
        else:
            tables.print_remarks(page_for(seen.record, seen.reports), one, remarks)
    if as_json:
        print_json(told)
    return 1 if count else 0
