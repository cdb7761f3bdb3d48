"""The commands that keep a record safe: `backup`, `restore`, `doctor`."""

from __future__ import annotations

from pathlib import Path

import click

from biennien.addresses import StoreAddress
from biennien.cli.options import command, json_option, store_option, words
from biennien.cli.output import plain, print_json


@command("backup")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@store_option
def backup(file: Path, store: StoreAddress) -> int:
    """Copies the record into a new file, sealed with a digest."""
    from biennien import safekeeping

    made = safekeeping.backup(store, file)
    say = words()
    click.echo(
        say(
            "safety.backed_up",
            file=file,
            reports=made.reports,
            size=safekeeping.size_told(made.size),
            digest=made.digest[:12],
        )
    )
    return 0


@command("restore")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@store_option
def restore(file: Path, store: StoreAddress) -> int:
    """Makes a record of a copy, once all of the copy was checked."""
    from biennien import safekeeping

    made = safekeeping.restore(file, store)
    click.echo(words()("safety.restored", store=store, reports=made.reports, decisions=made.decisions))
    return 0


@command("doctor")
@store_option
@json_option
def doctor(store: StoreAddress, as_json: bool) -> int:
    """Looks for what is wrong with a record; exit code 1 where something is."""
    from dataclasses import asdict

    from biennien import safekeeping

    found = safekeeping.doctor(store)
    if as_json:
        print_json([asdict(finding) for finding in found])
    else:
        say = words()
        for finding in found:
            mark = say("safety.well" if finding.well else "safety.ill")
            remedy = f" {say.told(finding.remedy)}" if finding.remedy else ""
            click.echo(plain(f"{mark:5}  {say.told(finding.message)}{remedy}"))
    return 0 if all(finding.well for finding in found) else 1
