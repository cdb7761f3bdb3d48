"""What all commands print alike: JSON, what was wrong with the input, and how far a long job is."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from biennien.cli.options import words

if TYPE_CHECKING:
    from biennien.app import Progress
    from biennien.model import Issue

_SHOWN = {"error": 20, "warning": 5}  # so many of one kind are printed

# Controls that JSON leaves as they are and a terminal obeys.
_CONTROL = re.compile(r"[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def print_issues(issues: Iterable[Issue], names: Mapping[str, str] | None = None) -> None:
    """The first errors and warnings of each kind, and how many more there are; actors by their `names`."""
    say = words()
    seen: Counter[tuple[str, str]] = Counter()
    for issue in issues:
        kind = issue.severity, issue.code
        seen[kind] += 1
        if seen[kind] <= _SHOWN.get(issue.severity, 0):
            remedy = f" {say.told(issue.remedy)}" if issue.remedy else ""
            line = (
                f"{say.named('cli', issue.severity)}: {issue.where}: {say.told(issue.message, names)}{remedy}"
            )
            click.echo(plain(line), err=True)
    for severity, limit in _SHOWN.items():
        if more := sum(n - limit for (of, _), n in seen.items() if of == severity and n > limit):
            click.echo(f"{say.named('cli', severity)}: {say(f'cli.more_{severity}s', n=more)}", err=True)


def print_error(message: str, where: str = "", remedy: str = "") -> None:
    """An error with its place and its remedy."""
    say = words()
    place = f"{where}: " if where else ""
    more = f" {say.told(remedy)}" if remedy else ""
    click.echo(f"{say('cli.error')}: {plain(f'{place}{say.told(message)}{more}')}", err=True)


def print_warning(message: str) -> None:
    """A warning of the software."""
    say = words()
    click.echo(f"{say('cli.warning')}: {plain(say.told(message))}", err=True)


def print_json(value: object) -> int:
    """A value as JSON; returns the exit code 0."""
    click.echo(dumped(value, indent=1))
    return 0


def dumped(value: object, indent: int | None = None) -> str:
    """JSON that keeps its letters; what a terminal would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def plain(line: str) -> str:
    """Words on one line that a terminal prints and does not obey."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+", " ", line)


def stdin() -> Any:
    """Standard input as bytes."""
    return getattr(sys.stdin, "buffer", None)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error where somebody watches, else nothing."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(words().named("stage", stage), total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield tell
