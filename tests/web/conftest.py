"""The application over the sample reports, asked by a client in the same process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.stores import copied

from biennien import app as use_cases
from biennien.web.app import create_app
from biennien.web.security.keys import KeyRing, key_file
from biennien.web.settings import Settings

testclient = pytest.importorskip("fastapi.testclient")
PORT = 8321
Client = Any


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the sample reports; not to be changed."""
    made = tmp_path_factory.mktemp("web") / "samples.sqlite"
    use_cases.add([str(use_cases.samples_folder())], made)
    return made


@pytest.fixture
def own(samples: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return copied(samples, tmp_path / "own.sqlite")


@pytest.fixture(scope="session")
def client(samples: Path) -> Client:
    """Asks on loopback; nothing is changed."""
    return client_of(samples)


@pytest.fixture
def ask(own: Path) -> Iterator[Callable[..., Client]]:
    """A client of a record that may be changed, with other settings and headers."""
    opened = []

    def made(headers: dict[str, str] | None = None, **settings: Any) -> Client:
        found = client_of(settings.pop("store", own), headers, **settings)
        opened.append(found.__enter__())
        return found

    yield made
    for found in opened:
        found.__exit__(None, None, None)


def client_of(store: Path, headers: dict[str, str] | None = None, **settings: Any) -> Client:
    """A client of the application over a record."""
    app = create_app(Settings(store=store, port=PORT, **settings))
    return testclient.TestClient(
        app, base_url=f"http://localhost:{PORT}", headers=headers, raise_server_exceptions=False
    )


@pytest.fixture
def key(own: Path) -> Callable[..., str]:
    """Makes a key with some scopes."""

    def made(*scopes: str, name: str = "Lan") -> str:
        return KeyRing(key_file(own)).add(name, scopes)[1]

    return made


def bearer(secret: str) -> dict[str, str]:
    """The header that shows a key."""
    return {"Authorization": f"Bearer {secret}"}
