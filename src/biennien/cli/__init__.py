"""The command line: a skin over the use cases. Imports what it needs where it needs it, so that `--help` is there at once.

A command is a function in one of these files, made with `@command("name")` and added to `cli` below; its help stands in
`words/*.toml` under ``help.name`` and ``short.name``, that of its options under ``option.…``.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType

import click

from biennien.cli.assisting import mcp
from biennien.cli.checking import evaluate, verify
from biennien.cli.deciding import correct, decide, decisions, undo, withdraw
from biennien.cli.drafting import check
from biennien.cli.errors import print_usage_error
from biennien.cli.export import export
from biennien.cli.looking import explain, meetings, reports, search, show, statements, timeline
from biennien.cli.noting import brief
from biennien.cli.options import Group, speak, words
from biennien.cli.output import print_error, print_warning
from biennien.cli.reading import add, demo, read
from biennien.cli.safety import backup, doctor, restore
from biennien.cli.serving import keys, serve
from biennien.cli.sides import explanations, positions
from biennien.cli.viewing import differences, new, stories, versions
from biennien.cli.watching import watch
from biennien.model.errors import BiennienError
from biennien.model.secrets import without_secrets
from biennien.words import LANGUAGES


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code: 0 all well, 1 something not read or not held, 2 wrong use or no usable record."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = speak(sys.argv[1:] if arguments is None else arguments)
    logging.lastResort = _Warnings()
    sys.excepthook = _print_failure
    try:
        code = cli.main(args=arguments, prog_name="biennien", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Abort:
        click.echo(words()("cli.stopped"), err=True)
        return 130
    except click.ClickException as error:
        print_usage_error(error)
        return error.exit_code
    except BiennienError as error:
        print_error(error.message, error.where, error.remedy)
        return error.exit_code
    except (
        BrokenPipeError,
        SystemExit,
    ):  # whoever read our output has seen enough; Click exits by itself then
        _print_no_more()
        return 0
    except OSError as error:  # the disk that the output goes to is full, for one
        _print_no_more()
        print_error(f"{error.strerror or error}.", str(error.filename or words()("cli.output")))
        return 2


class _Warnings(logging.Handler):
    """Tells the warnings of the software in the language of the run."""

    def emit(self, record: logging.LogRecord) -> None:
        print_warning(without_secrets(record.getMessage()))


def _print_failure(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Where in the code the software failed, for whoever mends it; no password and no key stands in it."""
    print(without_secrets("".join(traceback.format_exception(kind, error, trace))), end="", file=sys.stderr)


def _print_no_more() -> None:
    """Keeps Python from printing at its end what nobody takes."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from biennien.versions import versions

        found = versions()
        for line in ("software", "knowledge", "output"):
            click.echo(words()(f"version.{line}", **found))
        context.exit()


@click.group(
    "biennien",
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="version"
)
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help="lang")
def cli() -> None:
    """The group of all commands."""


for _command in (
    add, backup, brief, check, correct, decide, decisions, demo, differences, doctor, evaluate, explain, explanations, export, keys, mcp, meetings, new, positions, read, reports, restore, search, serve, show, statements, stories, timeline, undo,
    verify, versions, watch, withdraw,
):  # fmt: skip
    cli.add_command(_command)
