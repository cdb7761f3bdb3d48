"""The command that holds a draft against the record: `check`."""

from __future__ import annotations

from pathlib import Path

import click

from biennien.cli.looking import page_for
from biennien.cli.options import (
    as_known_option,
    command,
    json_option,
    published_option,
    store_option,
    words,
)
from biennien.cli.output import print_json, stdin


@command("check")
@click.argument("draft", required=False, metavar="DRAFT")
@click.option("--clipboard", is_flag=True, help="clipboard")
@store_option
@published_option
@as_known_option
@json_option
def check(
    draft: str | None,
    clipboard: bool,
    store: Path,
    published: str | None,
    as_known: str | None,
    as_json: bool,
) -> int:
    """Prints what the record has otherwise than a draft, or has seen change since; 1 where there is anything."""
    from biennien import drafts, tables, views

    if clipboard is (draft is not None):
        raise click.UsageError(words()("error.draft"))
    if clipboard:
        found = [drafts.draft_of(drafts.clipboard(), "clipboard", published=published)]
    else:
        found = drafts.drafts_in([draft or ""], published=published, stdin=stdin())
    seen = views.whole(store, as_known)
    told: list[object] = []
    count = 0
    for one in found:
        remarks = drafts.check(one, seen)
        count += len(remarks)
        if as_json:
            told += drafts.remarks_told(one, remarks)
        else:
            tables.print_remarks(page_for(seen.record, seen.reports), one, remarks)
    if as_json:
        print_json(told)
    return 1 if count else 0
