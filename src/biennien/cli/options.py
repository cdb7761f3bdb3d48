"""What the commands share: their language, their options, and help in that language."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from biennien.addresses import address_of
from biennien.words import LANGUAGES, Words, language_of, load_words

_lang = "en"


def speak(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> list[str]:
    """Chooses the language of this run and returns the arguments with ``--lang`` at their head, wherever it stood.

    Without it the language is what the environment asks for.
    """
    global _lang
    _lang = language_of(environment)
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    place = next((i for i in range(end) if rest[i].partition("=")[0] == "--lang"), None)
    if place is None:
        return rest
    taken = rest[place : place + (1 if "=" in rest[place] else 2)]
    value = taken[-1].removeprefix("--lang=")
    _lang = value if value in LANGUAGES else _lang
    return [*taken, *rest[:place], *rest[place + len(taken) :]]


def words() -> Words:
    """The messages in the language of this run."""
    return load_words(_lang)


class Helped(click.Command):
    """A command whose help is a key of the messages: ``help.NAME`` in full, ``short.NAME`` in the list; `key` where it is not the name."""

    def __init__(self, *arguments: Any, key: str | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.key = key or self.name

    def get_short_help_str(self, limit: int = 45) -> str:
        return words()(f"short.{self.key}")

    def format_help_text(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(words()(f"help.{self.key}"))

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(context)
        formatter.write_usage(context.command_path, " ".join(pieces), prefix=f"{words()('cli.usage')} ")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for option in self.get_params(context):
            if isinstance(option, click.Option) and (record := option.get_help_record(context)):
                key = "help" if "--help" in option.opts else option.help
                rows.append((record[0], words()(f"option.{key}")))
        with formatter.section(words()("cli.options")):
            formatter.write_dl(rows)


class Group(Helped, click.Group):
    """A group whose commands are listed with their short help."""

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(context, formatter)
        found = [(name, self.get_command(context, name)) for name in self.list_commands(context)]
        with formatter.section(words()("cli.commands")):
            formatter.write_dl([(name, command.get_short_help_str()) for name, command in found if command])


def command(name: str, key: str | None = None) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with its help in the messages, under its name or another `key`."""
    return click.command(name, cls=Helped, key=key)


class Address(click.ParamType):  # type: ignore[type-arg]
    """The address of a record: a path, completed as one, or the URL of a database."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The address. Raises InputError where it is none."""
        return address_of(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Whatever the shell has for a file."""
        return [CompletionItem(incomplete, type="file")]


store_option = click.option(
    "--store",
    type=Address(),
    default=Path("biennien.sqlite"),
    envvar="BIENNIEN_STORE",
    metavar="FILE|URL",
    help="store",
)


def as_known_option(asking: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--as-known` and `--recorded-by`; the command gets both as `as_known`."""

    @functools.wraps(asking)
    def asked(*arguments: Any, as_known: str | None, recorded_by: str | None, **more: Any) -> Any:
        from biennien import app

        return asking(*arguments, as_known=app.asked(as_known, recorded_by), **more)

    recorded = click.option("--recorded-by", metavar="INSTANT|DATE", help="recorded_by")
    known: Callable[..., Any] = click.option("--as-known", metavar="DATE", help="as_known")(recorded(asked))
    return known


def limits_option(running: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--limit`; the command gets the limits of the run as `limits`: of the option, the environment, `biennien.toml`."""

    @functools.wraps(running)
    def bounded(*arguments: Any, limit: tuple[str, ...], **more: Any) -> Any:
        from biennien.settings import load_limits

        return running(*arguments, limits=load_limits(os.environ, Path.cwd(), limit), **more)

    made: Callable[..., Any] = click.option("--limit", multiple=True, metavar="NAME=NUMBER", help="limit")(
        bounded
    )
    return made


json_option = click.option("--json", "as_json", is_flag=True, help="json")


def _date(_: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A date as people write it, as ISO 8601. Raises BadParameter where it is none."""
    from biennien import app

    if value is None:
        return None
    if not app.is_date(date := app.written(value, option.opts[0])):
        raise click.BadParameter(words()("error.published", value=repr(value)), param=option)
    return date


published_option = click.option("--published", metavar="DATE", callback=_date, help="published")
outlet_option = click.option("--outlet", metavar="NAME", help="outlet")
paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
