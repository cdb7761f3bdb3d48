"""`biennien add https://…`: a page is fetched and becomes a report; what cannot be had is an issue, and the rest is added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")
from tests.fetch.server import Server

from biennien import app
from biennien.cli import main


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def test_a_page_is_added_by_its_address(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host, store = f"127.0.0.1:{server.port}", tmp_path / "a.sqlite"
    arguments = [
        "add",
        f"http://{host}/moved",
        f"http://{host}/gone",
        "--allow-host",
        host,
        "--store",
        str(store),
    ]
    assert main(["--lang", "en", *arguments]) == 1
    told = capsys.readouterr()
    assert "1 report added" in told.out
    assert f"error: http://{host}/gone: the server answers 410." in told.err
    ((report, _),) = app.reports(store)
    assert report.url == f"http://{host}/page" and report.text.startswith("Hai bên hẹn gặp nhau.")
    assert main(["--lang", "en", *arguments[:2], *arguments[3:]]) == 0
    assert "1 unchanged" in capsys.readouterr().out


def test_our_own_machine_is_not_asked_unless_allowed(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "a.sqlite")
    assert main(["--lang", "en", "add", f"http://127.0.0.1:{server.port}/page", "--store", store]) == 1
    assert "not on the public internet" in capsys.readouterr().err
    assert server.asked == {}
