"""The commands that open the record in the browser, `serve`, and hand out the keys to it, `keys`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biennien.addresses import StoreAddress
from biennien.cli.options import Address, Group, command, limits_option, store_option, words
from biennien.cli.output import plain, print_json, progress_bar
from biennien.model import Limits
from biennien.model.errors import BiennienError

if TYPE_CHECKING:
    from biennien.web.security.keys import KeyRing


@command("serve")
@click.option("--store", type=Address(), metavar="FILE|URL", help="store")
@click.option("--host", metavar="ADDRESS", help="host")
@click.option("--port", type=click.IntRange(0, 65535), metavar="NUMBER", help="port")
@click.option("--open", "open_it", is_flag=True, help="open")
@click.option("--read-only", is_flag=True, help="read_only")
@limits_option
def serve(
    store: StoreAddress | None,
    host: str | None,
    port: int | None,
    open_it: bool,
    read_only: bool,
    limits: Limits,
) -> int:
    """Serves the pages and `/api/v1` until it is stopped."""
    try:
        from biennien.web import serving
        from biennien.web.settings import load_settings
    except ModuleNotFoundError as error:
        raise BiennienError(
            f"{error.name} is missing.", where="serve", remedy="pip install 'biennien[serve]'"
        ) from error
    given = {
        "store": store,
        "host": host,
        "port": port,
        "read_only": read_only or None,
        "lang": _page_language(),
    }
    settings = load_settings(os.environ, Path.cwd(), **given)
    say = words()

    def ready(address: str) -> None:
        click.echo(plain(say("serve.at", address=address, store=settings.store)))
        if settings.keyed and settings.tls_certificate is None:
            click.echo(say("serve.in_the_clear"), err=True)
        click.echo(say("serve.stop"))
        if open_it and not _opened(address):
            click.echo(say("serve.not_opened"), err=True)

    _renew(settings.store)
    serving.serve(settings, ready, limits)
    click.echo(say("serve.stopped"))
    return 0


def _opened(address: str) -> bool:
    """Opens the browser, where there is a screen for one: what runs in a terminal would take that of the server."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if sys.platform not in ("win32", "darwin") and not any(os.environ.get(name) for name in screens):
        return False
    return click.launch(address) == 0


def _renew(store: StoreAddress) -> None:
    """Brings a record up to date that another version made: whoever came first would wait for it, minutes in a large one."""
    from biennien.app import is_there
    from biennien.desk import Desk

    if is_there(store) and not (desk := Desk(store)).is_settled():
        click.echo(words()("serve.renewing"), err=True)
        with progress_bar() as progress:
            desk.settle(progress)


def _page_language() -> str | None:
    """The language of the run for the pages too, where ``--lang`` asks for one; else they have their own setting."""
    source = click.get_current_context().find_root().get_parameter_source("lang")
    return words().lang if source is click.core.ParameterSource.COMMANDLINE else None


@click.group("keys", cls=Group)
def keys() -> None:
    """The group of the keys to a record."""


@command("add", key="keys_add")
@click.argument("name", metavar="NAME")
@click.option(
    "--scope", "scopes", type=click.Choice(("read", "write", "decide")), multiple=True, help="scope"
)
@click.option("--expires", metavar="DATE", help="expires")
@store_option
def add(name: str, scopes: tuple[str, ...], expires: str | None, store: StoreAddress) -> int:
    """Makes a key and prints it, this once."""
    key, secret = _ring(store).add(name, scopes, expires_on=expires)
    say = words()
    click.echo(plain(say("keys.made", name=key.name, scopes=", ".join(key.scopes))), err=True)
    click.echo(secret)
    click.echo(say("keys.once"), err=True)
    return 0


@command("list", key="keys_list")
@store_option
@click.option("--json", "as_json", is_flag=True, help="json")
def list_keys(store: StoreAddress, as_json: bool) -> int:
    """Prints the keys, without what would let anybody in."""
    found = _ring(store).keys()
    if as_json:
        names = ("id", "name", "scopes", "made_at", "expires_on")
        return print_json([{name: getattr(key, name) for name in names} for key in found])
    say = words()
    for key in found:
        until = say("keys.until", day=key.expires_on) if key.expires_on else ""
        line = say("keys.line", id=key.id, name=key.name, scopes=", ".join(key.scopes), day=key.made_at[:10])
        click.echo(plain(line + until))
    click.echo(say("keys.count", n=len(found)))
    return 0


@command("revoke", key="keys_revoke")
@click.argument("name", metavar="NAME")
@store_option
def revoke(name: str, store: StoreAddress) -> int:
    """Takes a key out; whoever shows it is refused from then on."""
    key = _ring(store).revoke(name)
    click.echo(plain(words()("keys.revoked", name=key.name, id=key.id)))
    return 0


def _ring(store: StoreAddress) -> KeyRing:
    from biennien.web.security.keys import KeyRing, key_file

    return KeyRing(key_file(store))


for _command in (add, list_keys, revoke):
    keys.add_command(_command)
