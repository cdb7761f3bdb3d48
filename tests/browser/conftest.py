"""A real Chromium, Debian's; where it or Playwright is missing the tests here are skipped and say so."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from biennien import app, exporting

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = next((p for name in ("chromium", "chromium-browser") if (p := shutil.which(name))), None)

Open = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing: make browser")
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: make browser")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("store") / "samples.sqlite"
    app.add([str(app.samples_folder())], made)
    return made


@pytest.fixture(scope="session")
def file(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page") / "page.html"
    exporting.export_html(store, made)
    return made


class Tabs:
    """The tabs of one test, and what went wrong in their pages: an error that no script caught, and what a console was told if asked."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._contexts: list[Any] = []
        self._errors: list[str] = []

    def open(
        self,
        address: str,
        *,
        width: int = 1280,
        height: int = 900,
        context: Any = None,
        console: bool = False,
        **options: Any,
    ) -> Any:
        made = context or self._browser.new_context(viewport={"width": width, "height": height}, **options)
        self._contexts.append(made)
        tab = made.new_page()
        tab.on("pageerror", lambda error: self._errors.append(str(error)))
        if console:
            tab.on("console", lambda line: self._errors.append(line.text) if line.type == "error" else None)
        tab.goto(address)
        return tab

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        assert not self._errors


@pytest.fixture
def tabs(browser: Any) -> Iterator[Tabs]:
    made = Tabs(browser)
    yield made
    made.close()


@pytest.fixture
def opened(tabs: Tabs, file: Path) -> Open:
    """Opens the page of the samples, or another; an error in its script fails the test."""

    def open_page(query: str = "", *, page: Path = file, **options: Any) -> Any:
        tab = tabs.open(f"file://{page}{query}", **options)
        if options.get("java_script_enabled", True):
            drawn(tab)
        return tab

    return open_page


def slide(tab: Any, step: int) -> None:
    """Moves the slider with the keys, as a person without a mouse does."""
    slider = tab.locator("#day")
    slider.focus()
    tab.keyboard.press("Home")
    for _ in range(step):
        tab.keyboard.press("ArrowRight")
    drawn(tab, step)


def drawn(tab: Any, step: int | None = None) -> None:
    """Waits until the page is drawn, at a step."""
    tab.wait_for_function(
        "(step) => step === null ? 'drawn' in document.body.dataset : document.body.dataset.drawn === String(step)",
        arg=step,
    )


@pytest.fixture(scope="session")
def desk(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server of the pages over a copy of the samples' record, which is only read."""
    with served(Path(shutil.copy(store, tmp_path_factory.mktemp("desk") / "samples.sqlite"))) as address:
        yield address


@contextmanager
def served(store: Path, **settings: Any) -> Iterator[str]:
    """A real server of a record while it lasts; its address."""
    uvicorn = pytest.importorskip("uvicorn", reason="uvicorn is missing: pip install 'biennien[serve]'")
    from biennien.web.app import create_app
    from biennien.web.settings import Settings

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(store=store, port=port, **settings))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started and running.is_alive():
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    running.join(10)


@pytest.fixture
def visit(tabs: Tabs, desk: str) -> Open:
    """Opens a page of the desk; an error in a script, or what the policy of the page forbids, fails the test."""

    def open_page(path: str = "/", *, at: str = desk, **options: Any) -> Any:
        return tabs.open(at + path, console=True, **options)

    return open_page
