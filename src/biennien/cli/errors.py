"""Wrong use of the command line, told in the language of the run."""

from __future__ import annotations

import click

from biennien.cli.options import words
from biennien.cli.output import plain


def print_usage_error(error: click.ClickException) -> None:
    """How the command is used, where to find help, and what was wrong."""
    say = words()
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        usage = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
        click.echo(f"{say('cli.usage')} {usage}", err=True)
        click.echo(say("cli.try", command=f"{context.command_path} --help") + "\n", err=True)
    click.echo(f"{say('cli.error')}: {plain(_message(error))}", err=True)


def _message(error: click.ClickException) -> str:
    say = words()
    if isinstance(error, click.NoSuchOption):
        told = say("error.no_such_option", name=error.option_name)
        near = ", ".join(sorted(error.possibilities or ()))
        return f"{told} {say('error.did_you_mean', names=near)}" if near else told
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else error.param_hint
        if isinstance(error.param, click.Option):
            name = f"{error.param.opts[0]} {name}"
        return say("error.missing", name=name or "")
    if isinstance(error, click.BadParameter):
        hint = error.param_hint or (error.param.opts[0] if error.param else "")
        return say("error.bad_value", name=hint, reason=say.told(error.message))
    return say.told(error.format_message())


def _named(error: click.MissingParameter) -> str:
    """What is missing: an option by its name, an argument as the usage line shows it."""
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    if error.param and error.ctx:
        return error.param.make_metavar(error.ctx)
    return str(error.param_hint or "")
