"""The command that opens the record to assistants: `mcp`."""

from __future__ import annotations

import click

from biennien.addresses import StoreAddress
from biennien.cli.options import command, limits_option, store_option, words
from biennien.model import Limits
from biennien.model.errors import BiennienError

_PORT = 8322


@command("mcp")
@store_option
@click.option("--http", is_flag=True, help="mcp_http")
@click.option("--port", type=click.IntRange(1, 65535), default=_PORT, help="mcp_port")
@limits_option
def mcp(store: StoreAddress, http: bool, port: int, limits: Limits) -> int:
    """Serves the tools on standard input and output, or over HTTP on this machine, until it is stopped."""
    try:
        from biennien.assistant.server import create_server, serve_http
    except ModuleNotFoundError as error:
        raise BiennienError(
            f"{error.name} is missing.", where="mcp", remedy="pip install 'biennien[mcp]'"
        ) from error
    server = create_server(store, words().lang, limits)
    if http:
        serve_http(server, port)
    else:
        server.run("stdio")
    return 0
