"""The command line: a skin over `app`. Imports what it needs where it needs it, so that `--help` is there at once."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from biennien.model.errors import BiennienError

if TYPE_CHECKING:
    from biennien.app import Progress
    from biennien.model import Issue

F = TypeVar("F", bound=Callable[..., Any])

WARNINGS = 5  # of one kind are printed

# Controls that JSON leaves as they are and a terminal obeys.
_CONTROL = re.compile(r"[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_store = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=Path("biennien.sqlite"),
    envvar="BIENNIEN_STORE",
    show_default=True,
    show_envvar=True,
    metavar="FILE",
    help="The record's file.",
)
_as_known = click.option(
    "--as-known",
    metavar="DATE",
    help="The record as it could be drawn from what was published up to that day.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_published = click.option(
    "--published", metavar="DATE", help="Day, month or instant of publication; goes before a report's own."
)
_outlet = click.option("--outlet", metavar="NAME", help="Outlet of the reports that name none.")
_paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code: 0 all well, 1 something not read or not held, 2 wrong use or no usable record."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(args=arguments, prog_name="biennien", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Abort:
        click.echo("stopped: what was recorded so far stays; the same command goes on from there.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BiennienError as error:
        click.echo(f"error: {_plain(str(error))}", err=True)
        return error.exit_code
    except (
        BrokenPipeError,
        SystemExit,
    ):  # whoever read our output has seen enough; Click exits by itself then
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from biennien import app

        found = app.versions()
        click.echo(f"biennien {found['software']}")
        click.echo(f"knowledge {found['knowledge']}, reader {found['reader']}")
        click.echo(f"output {found['schema']}, record schema {found['store']}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the versions.",
)
def cli() -> None:
    """Reads the news reports on a developing story and keeps the record of it: who said what and when, what was planned and
    what became of it. Every line leads to the exact words it rests on."""


@cli.command(short_help="Add reports to the record.")
@_paths
@_store
@_published
@_outlet
def add(paths: tuple[str, ...], store: Path, published: str | None, outlet: str | None) -> int:
    """Add reports to the record: .txt, .json and .jsonl files, folders, or - for standard input."""
    from biennien import app

    _check_date(published)
    with _progress() as progress:
        added = app.add(paths, store, published=published, outlet=outlet, stdin=_stdin(), progress=progress)
    _print_issues(added.issues)
    counts = [f"{_many(added.new, 'report')} added"]
    counts += [f"{_many(added.versions, 'new version')}", f"{_many(added.copies, 'copy', 'copies')}"]
    counts += [f"{added.amended} amended"] if added.amended else []
    counts += [f"{added.unchanged} unchanged", f"{added.unread} not read"]
    click.echo(
        f"{', '.join(counts)}; {_many(added.meetings, 'meeting')}, {_many(added.statements, 'statement')}."
    )
    return 0 if added.complete else 1


@cli.command(short_help="Each meeting with its history.")
@_store
@_as_known
@_json
def meetings(store: Path, as_known: str | None, as_json: bool) -> int:
    """Print each meeting with its history: status, day, on whose word, in which report, with the exact words."""
    from biennien import app

    record, _ = app.load(store, as_known)
    if as_json:
        return _print_json(app.meetings_told(record.meetings))
    from biennien import tables

    tables.print_meetings(tables.console_for(), record, app.known_on(as_known))
    return 0


@cli.command()
@_store
@click.option(
    "--by",
    metavar="NAME",
    help="Only what this speaker said; part of the name will do, diacritics do not matter.",
)
@_as_known
@_json
def statements(store: Path, by: str | None, as_known: str | None, as_json: bool) -> int:
    """Print who said what, when, and the way it came."""
    from biennien import app

    found = app.statements(store, by=by, as_known=as_known)
    if as_json:
        return _print_json(app.statements_told(found))
    from biennien import tables

    tables.print_statements(tables.console_for(), found, app.known_on(as_known))
    return 0


@cli.command(short_help="The reports, each with its date and why.")
@_store
@_as_known
@_json
def reports(store: Path, as_known: str | None, as_json: bool) -> int:
    """Print the reports by day, each with its date and the reason for it."""
    from biennien import app

    found = app.reports(store, as_known=as_known)
    if as_json:
        return _print_json(app.reports_told(found))
    from biennien import tables

    tables.print_reports(tables.console_for(), found, app.known_on(as_known))
    return 0


@cli.command(short_help="What each report says, as JSON lines.")
@_paths
@_published
@_outlet
def read(paths: tuple[str, ...], published: str | None, outlet: str | None) -> int:
    """Print what each report says, one JSON object a line. Nothing is recorded."""
    from biennien import app
    from biennien.model import Issue

    _check_date(published)
    code = 0
    for found in app.read(paths, published=published, outlet=outlet, stdin=_stdin()):
        issues = [found] if isinstance(found, Issue) else [*found[0].issues, *found[1].issues]
        _print_issues(issues)
        code = max(code, *(int(issue.severity == "error") for issue in issues), 0)
        if not isinstance(found, Issue):
            click.echo(_dumped(app.reading_told(*found)))
    return code


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD")
@click.option(
    "--predicted",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Score these readings instead of our own.",
)
@_json
def evaluate(gold: Path, predicted: Path | None, as_json: bool) -> int:
    """Score readings against gold annotation: a folder of .json files or a .jsonl file."""
    from biennien import app

    scores = app.evaluate(gold, predicted)
    if as_json:
        return _print_json(app.scores_told(scores))
    for layer, s in scores.items():
        interval = f"[{s.low:.2f}–{s.high:.2f}]"
        counts = f"({s.matched}/{s.predicted}/{s.gold})"
        click.echo(f"{layer:34s} P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f} {interval}  {counts}")
    return 0


@cli.command(short_help="Cut every citation out of the texts again.")
@_store
def verify(store: Path) -> int:
    """Cut every citation out of the stored texts again; exit code 1 where one does not hold."""
    from biennien import app

    found = app.verify(store)
    for failure in found.failures:
        click.echo(f"error: {_plain(str(store))}: {_plain(failure)}", err=True)
    click.echo(f"{found.citations_held}/{found.citations} citations hold")
    click.echo(f"{found.spans_held}/{found.spans} spans of the readings lie in their texts")
    return 1 if found.failures else 0


@cli.command(short_help="The main job on sample reports.")
@click.option("--keep", type=click.Path(path_type=Path), metavar="FILE", help="Keep the record in this file.")
def demo(keep: Path | None) -> int:
    """Do the main job on the sample reports that come with the software, and print the ledger."""
    from biennien import app, tables

    added, record, checked = app.demo(keep)
    _print_issues(added.issues)
    tables.print_meetings(tables.console_for(), record)
    reports = added.new + added.versions + added.copies + added.unchanged
    click.echo(
        f"{_many(reports, 'sample report')}; {_many(added.meetings, 'meeting')}, {_many(added.statements, 'statement')}."
    )
    click.echo(f"{checked.citations_held}/{checked.citations} citations hold")
    if keep:
        click.echo(f"The record is in {keep}: biennien statements --store {keep}")
    return 0 if added.complete and not checked.failures else 1


def _check_date(published: str | None) -> None:
    from biennien import app

    if published is not None and not app.is_date(published):
        raise click.BadParameter(
            f"{published!r} is no date: write a day (2025-10-23), a month (2025-10) or an instant (2025-10-23T08:30:00+07:00).",
            param_hint="--published",
        )


def _stdin() -> Any:
    return getattr(sys.stdin, "buffer", None)


@contextmanager
def _progress() -> Iterator[Progress]:
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
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield tell


def _print_issues(issues: Iterable[Issue]) -> None:
    """Every error, and the first few warnings of a kind."""
    warned: Counter[str] = Counter()
    for issue in issues:
        warned[issue.code] += issue.severity == "warning"
        if issue.severity == "error" or warned[issue.code] <= WARNINGS:
            remedy = f" {issue.remedy}" if issue.remedy else ""
            click.echo(_plain(f"{issue.severity}: {issue.where}: {issue.message}{remedy}"), err=True)
    if more := sum(number - WARNINGS for number in warned.values() if number > WARNINGS):
        click.echo(
            f"warning: {_many(more, 'more warning')} like these: biennien reports shows them.", err=True
        )


def _print_json(value: object) -> int:
    click.echo(_dumped(value, indent=1))
    return 0


def _dumped(value: object, indent: int | None = None) -> str:
    """JSON that keeps its letters; what a terminal would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _plain(words: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+", " ", words)


def _many(number: int, one: str, more: str | None = None) -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


if __name__ == "__main__":
    sys.exit(main())
