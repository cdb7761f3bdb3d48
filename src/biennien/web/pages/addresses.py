"""Where things are on this server."""

from __future__ import annotations

from urllib.parse import quote


def report_address(report_id: str) -> str:
    """The address of a report."""
    return f"/reports/{quote(report_id, safe='')}"


def line_address(line: str) -> str:
    """The address of a line."""
    return f"/lines/{quote(line, safe='')}"


def speaker_address(entity: str) -> str:
    """The address of a speaker."""
    return f"/speakers/{quote(entity, safe='')}"


def local(address: str, otherwise: str = "/") -> str:
    """An address on this server, whatever was given."""
    fine = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if fine and address.isprintable() else otherwise
