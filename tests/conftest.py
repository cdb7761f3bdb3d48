"""What all tests share: the store that this run keeps its records in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import stores

from biennien.addresses import StoreAddress


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--stores", choices=("sqlite", "postgresql"), default="sqlite", help="where records are kept"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite(why): a matter of a file, not of a database")
    if config.getoption("--stores") == "postgresql":
        _keep_in_postgresql()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--stores") != "postgresql":
        return
    try:
        stores.server()
    except stores.NoServerError as error:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=str(error)))
    deselected = [item for item in items if item.get_closest_marker("sqlite")]
    config.hook.pytest_deselected(items=deselected)
    items[:] = [item for item in items if item not in deselected]


@pytest.fixture(scope="session")
def postgresql() -> str:
    """The URL of a server."""
    try:
        return stores.server()
    except stores.NoServerError as error:
        pytest.skip(str(error))


def _keep_in_postgresql() -> None:
    """From now on the record of a path that no file has is in a database."""
    from biennien import app, loading
    from biennien.store import places

    stores.on_postgresql = True
    place_of, is_there = places.place_of, loading.is_there

    def elsewhere(address: StoreAddress) -> places.Place:
        return place_of(stores.address(address))

    def there(store: StoreAddress) -> bool:
        return is_there(stores.address(store) if isinstance(store, Path) else store)

    places.place_of = elsewhere
    loading.is_there = app.is_there = there
