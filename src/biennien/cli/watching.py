"""The command that follows feeds: `watch`."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from biennien.addresses import StoreAddress, beside
from biennien.cli.options import command, limits_option, store_option, words
from biennien.cli.output import plain
from biennien.model import Limits
from biennien.model.errors import BiennienError


@command("watch")
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN")
@store_option
@click.option("--diary", type=click.Path(path_type=Path), metavar="FILE", help="diary")
@click.option("--once", is_flag=True, help="once")
@limits_option
def watch(plan: Path, store: StoreAddress, diary: Path | None, once: bool, limits: Limits) -> int:
    """Follows the feeds of a plan until it is stopped."""
    from biennien import lookup
    from biennien.wording import Wording

    try:
        from biennien.watch.diary import Diary
        from biennien.watch.plan import read_plan
        from biennien.watch.watcher import Watcher
    except ModuleNotFoundError as error:
        message = f"web pages are read with {error.name}, which is missing."
        raise BiennienError(message, where="watch", remedy="pip install 'biennien[web]'") from error
    wanted = read_plan(plan, limits)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    kept = Diary(diary or beside(store, ".watch"))
    say = words()
    wording = Wording(say=say, names=lookup.names_in(say.lang))
    try:
        watcher = Watcher(
            wanted, store, kept, bounds=limits, echo=lambda line: click.echo(plain(line)), wording=wording
        )
        found = watcher.run(stop, once=once)
    finally:
        kept.close()
    names = ("looked", "added", "changed", "left", "told")
    click.echo(say("watch.sum", **{name: getattr(found, name) for name in names}))
    return 1 if once and found.warnings else 0
