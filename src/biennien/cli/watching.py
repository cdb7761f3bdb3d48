"""The command that follows feeds: `watch`."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from biennien.cli.options import command, store_option, words
from biennien.cli.output import plain
from biennien.model.errors import BiennienError


@command("watch")
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN")
@store_option
@click.option("--diary", type=click.Path(path_type=Path), metavar="FILE", help="diary")
@click.option("--once", is_flag=True, help="once")
def watch(plan: Path, store: Path, diary: Path | None, once: bool) -> int:
    """Follows the feeds of a plan until it is stopped."""
    try:
        from biennien.watch.diary import Diary
        from biennien.watch.plan import read_plan
        from biennien.watch.watcher import Watcher
    except ModuleNotFoundError as error:
        message = f"web pages are read with {error.name}, which is missing."
        raise BiennienError(message, where="watch", remedy="pip install 'biennien[web]'") from error
    wanted = read_plan(plan)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    kept = Diary(diary or store.with_name(f"{store.name}.watch"))
    try:
        found = Watcher(wanted, store, kept, echo=lambda line: click.echo(plain(line))).run(stop, once=once)
    finally:
        kept.close()
    click.echo(words()("watch.sum", looked=found.looked, added=found.added, left=found.left, told=found.told))
    return 1 if once and found.warnings else 0
