"""The pictures of the documentation, of the page and of the desk over the samples: ``make screenshots``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.conftest import ARGUMENTS, CHROMIUM, drawn, served, slide

from biennien import app, exporting

FOLDER = Path(__file__).parents[2] / "docs" / "images"
MOST = 300_000  # bytes of a picture
DRAFT = """Tổng thống Mỹ Donald Trump sẽ gặp Tổng thống Nga Vladimir Putin tại Budapest. Nhà Trắng hôm 21/10 xác nhận hoãn cuộc gặp thượng đỉnh giữa ông Donald Trump và ông Vladimir Putin.

“Tôi không muốn một cuộc gặp vô ích”, ông Trump nói hôm 21/10."""


def main() -> int:
    """Writes the pictures; 1 where there is no browser or a picture is too large."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        print("Chromium is missing: make browser", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        store, file = Path(temporary, "r.sqlite"), Path(temporary, "page.html")
        app.add([str(app.samples_folder())], store)
        exporting.export_html(store, file, lang="vi")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        picture_page(browser, file)
        with served(store) as address:
            picture_desk(browser, address)
        browser.close()
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.glob("*.png"))}
    for name, size in sizes.items():
        print(f"docs/images/{name}  {size / 1000:.0f} kB")
    return int(any(size > MOST for size in sizes.values()))


def picture_page(browser: Any, file: Path) -> None:
    """The page in one file: light and dark, both languages, an early day, words that were followed, its drawings, a phone."""
    for name, width, height, scheme, query in (
        ("light", 1280, 1200, "light", ""),
        ("dark", 1280, 1200, "dark", ""),
        ("english", 1280, 1200, "light", "?lang=en"),
        ("early", 1280, 1000, "light", ""),
        ("words", 1280, 900, "light", ""),
        ("sides", 1280, 1250, "light", "?lang=en"),
        ("calendar", 1280, 900, "light", "?lang=en"),
        ("phone", 390, 844, "light", ""),
    ):
        tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        tab.goto(f"file://{file}{query}")
        drawn(tab)
        if name == "early":
            days = tab.evaluate("JSON.parse(document.getElementById('told-record').textContent).days")
            slide(tab, days.index("2025-10-22"))
            tab.evaluate("document.activeElement.blur()")
        if name == "words":
            tab.locator(".lane .chip.s-cancelled").first.click()
        if name in ("sides", "calendar"):
            part = {"sides": "why", "calendar": "calendar"}[name]
            tab.evaluate("(id) => document.getElementById(id).scrollIntoView()", part)
        if name == "phone":
            tab.evaluate("document.querySelector('.lane').scrollIntoView()")
        _take(tab, f"page-{name}")


def picture_desk(browser: Any, address: str) -> None:
    """The pages of the desk: stories, a story, a report, a draft that was checked."""
    for name, lang, scheme, width, height in (
        ("stories", "vi", "light", 1280, 700),
        ("light", "vi", "light", 1280, 1100),
        ("dark", "vi", "dark", 1280, 1100),
        ("english", "en", "light", 1280, 1100),
        ("phone", "vi", "light", 390, 844),
        ("report", "en", "light", 1280, 900),
        ("draft", "vi", "light", 1280, 1000),
    ):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.add_cookies([{"name": "lang", "value": lang, "url": address}])
        tab = context.new_page()
        tab.goto(address)
        if name == "report":
            tab.goto(f"{address}/reports/03_tam-hoan")
        elif name == "draft":
            tab.goto(f"{address}/check")
            tab.locator("textarea").first.fill(DRAFT)
            tab.locator("input[name=published]").first.fill("24/10/2025")
            tab.locator("main button[type=submit]").first.click()
            tab.wait_for_load_state("networkidle")
            tab.evaluate("document.querySelector('main h2').scrollIntoView()")
        elif name != "stories":
            tab.locator(".story-list h2 a").first.click()
            tab.wait_for_selector("#plans .chip")
        _take(tab, f"desk-{name}")
        context.close()


def _take(tab: Any, name: str) -> None:
    tab.wait_for_timeout(400)
    tab.screenshot(path=FOLDER / f"{name}.png")
    tab.close()


if __name__ == "__main__":
    sys.exit(main())
