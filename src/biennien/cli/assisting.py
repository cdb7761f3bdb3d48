"""The command that opens the record to assistants: `mcp`."""

from __future__ import annotations

from pathlib import Path

import click

from biennien.cli.options import command, store_option, words
from biennien.model.errors import BiennienError

_PORT = 8322


@command("mcp")
@store_option
@click.option("--http", is_flag=True, help="mcp_http")
@click.option("--port", type=click.IntRange(1, 65535), default=_PORT, help="mcp_port")
def mcp(store: Path, http: bool, port: int) -> int:
    """Serves the tools on standard input and output, or over HTTP on this machine, until it is stopped."""
    try:
        from biennien.assistant.server import create_server, serve_http
    except ModuleNotFoundError as error:
        raise BiennienError(
            f"{error.name} is missing.", where="mcp", remedy="pip install 'biennien[mcp]'"
        ) from error
    server = create_server(store, words().lang)
    if http:
        serve_http(server, port)
    else:
        server.run("stdio")
    return 0
