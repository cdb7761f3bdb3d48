"""The commands that check: `evaluate` against gold annotation, `verify` against the stored texts."""

from __future__ import annotations

from pathlib import Path

import click

from biennien.addresses import StoreAddress
from biennien.cli.options import command, json_option, store_option, words
from biennien.cli.output import print_error, print_json


@command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD")
@click.option("--predicted", type=click.Path(path_type=Path), metavar="FILE", help="predicted")
@json_option
def evaluate(gold: Path, predicted: Path | None, as_json: bool) -> int:
    """Scores readings against gold annotation: a folder of .json files or a .jsonl file."""
    from biennien import app

    scores = app.evaluate(gold, predicted)
    if as_json:
        return print_json(app.scores_told(scores))
    for layer, s in scores.items():
        interval = f"[{s.low:.2f}–{s.high:.2f}]"
        counts = f"({s.matched}/{s.predicted}/{s.gold})"
        click.echo(f"{layer:34s} P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f} {interval}  {counts}")
    return 0


@command("verify")
@store_option
def verify(store: StoreAddress) -> int:
    """Cuts every citation out of the stored texts again; exit code 1 where one does not hold."""
    from biennien import app

    found = app.verify(store)
    say = words()
    for failure in found.failures:
        print_error(failure, str(store))
    click.echo(say("verify.citations", held=found.citations_held, of=found.citations))
    click.echo(say("verify.spans", held=found.spans_held, of=found.spans))
    if found.former:
        click.echo(say("verify.former", held=found.former_held, of=found.former))
    return 1 if found.failures else 0
