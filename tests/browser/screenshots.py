"""The pictures of the page of the samples for the documentation: ``make screenshots``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browser.conftest import ARGUMENTS, CHROMIUM, drawn, slide

from biennien import app, exporting

FOLDER = Path(__file__).parents[2] / "docs" / "images"
MOST = 300_000  # bytes of a picture


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
        for name, width, height, scheme, query in (
            ("light", 1280, 1200, "light", ""),
            ("dark", 1280, 1200, "dark", ""),
            ("english", 1280, 1200, "light", "?lang=en"),
            ("early", 1280, 1000, "light", ""),
            ("words", 1280, 900, "light", ""),
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
            if name == "phone":
                tab.evaluate("document.querySelector('.lane').scrollIntoView()")
            tab.wait_for_timeout(300)
            tab.screenshot(path=FOLDER / f"page-{name}.png")
            tab.close()
        browser.close()
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.glob("page-*.png"))}
    for name, size in sizes.items():
        print(f"docs/images/{name}  {size / 1000:.0f} kB")
    return int(any(size > MOST for size in sizes.values()))


if __name__ == "__main__":
    sys.exit(main())
