"""The commands that read reports: `add`, `read`, `demo`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from biennien.addresses import StoreAddress
from biennien.cli.options import (
    command,
    limits_option,
    outlet_option,
    paths_argument,
    published_option,
    store_option,
    words,
)
from biennien.cli.output import dumped, print_error, print_issues, progress_bar, stdin

if TYPE_CHECKING:
    from biennien.model import Limits


@command("add")
@paths_argument
@store_option
@published_option
@outlet_option
@click.option("--allow-host", "allowed", multiple=True, metavar="HOST[:PORT]", help="allow_host")
@limits_option
def add(
    paths: tuple[str, ...],
    store: StoreAddress,
    published: str | None,
    outlet: str | None,
    allowed: tuple[str, ...],
    limits: Limits,
) -> int:
    """Adds reports to the record."""
    from biennien import app
    from biennien.fetching import fetching

    with progress_bar() as progress, fetching(allowed, limits) as fetch:
        added = app.add(
            paths,
            store,
            published=published,
            outlet=outlet,
            stdin=stdin(),
            fetch=fetch,
            limits=limits,
            progress=progress,
        )
    print_issues(added.issues)
    say = words()
    counts = [say("add.new", n=added.new), say("add.versions", n=added.versions)]
    counts.append(say("add.copies", n=added.copies))
    counts += [say("add.amended", n=added.amended)] if added.amended else []
    counts += [say("add.unchanged", n=added.unchanged), say("add.unread", n=added.unread)]
    found = f"{say('count.meetings', n=added.meetings)}, {say('count.statements', n=added.statements)}"
    click.echo(f"{', '.join(counts)}; {found}.")
    return 0 if added.complete else 1


@command("read")
@paths_argument
@published_option
@outlet_option
@limits_option
def read(paths: tuple[str, ...], published: str | None, outlet: str | None, limits: Limits) -> int:
    """Prints what each report says, one JSON object a line."""
    from biennien import app
    from biennien.model import Issue

    code = 0
    for found in app.read(paths, published=published, outlet=outlet, stdin=stdin(), limits=limits):
        issues = [found] if isinstance(found, Issue) else [*found[0].issues, *found[1].issues]
        print_issues(issues)
        code = max(code, *(int(issue.severity == "error") for issue in issues), 0)
        if not isinstance(found, Issue):
            click.echo(dumped(app.reading_told(*found)))
    return code


@command("demo")
@click.option("--keep", type=click.Path(path_type=Path), metavar="FILE", help="keep")
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("biennien-demo.html"),
    metavar="FILE",
    help="page",
)
@click.option("--no-page", is_flag=True, help="no_page")
def demo(keep: Path | None, page: Path, no_page: bool) -> int:
    """Does the main job on the packaged sample reports and prints the ledger."""
    from biennien import app, exporting, tables
    from biennien.cli.looking import page_for

    added, record, checked, unwritten = exporting.demo(keep, None if no_page else page, lang=words().lang)
    print_issues(added.issues)
    say = words()
    samples = [found[0] for found in app.read([str(app.samples_folder())]) if isinstance(found, tuple)]
    tables.print_meetings(page_for(record, samples), record)
    reports = say("demo.reports", n=added.new + added.versions + added.copies + added.unchanged)
    found = f"{say('count.meetings', n=added.meetings)}, {say('count.statements', n=added.statements)}"
    click.echo(f"{reports}; {found}.")
    click.echo(say("verify.citations", held=checked.citations_held, of=checked.citations))
    if keep:
        click.echo(say("demo.kept", file=keep))
    if unwritten:
        print_error(unwritten.message, unwritten.where, unwritten.remedy)
    elif not no_page:
        click.echo(say("demo.page", file=page))
    return 0 if added.complete and not checked.failures else 1
