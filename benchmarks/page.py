"""The page of 200 reports on 100 days: how long it takes to make, its size, and how fast a browser has drawn it."""

from __future__ import annotations

import json
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from biennien import app, exporting, pipeline
from biennien.model import Report

REPORTS, DAYS = 200, 100
FIRST = date(2025, 10, 17)


def many_reports(folder: Path, reports: int = REPORTS, days: int = DAYS) -> Path:
    """A record of the samples told again and again, each time on other days and by another outlet."""
    samples = [found for found in pipeline.ingest([str(app.samples_folder())]) if isinstance(found, Report)]
    rows = []
    for number in range(reports):
        sample = samples[number % len(samples)]
        day = FIRST + timedelta(days=number * days // reports)
        row = {"id": f"{sample.id}-{number}", "outlet": f"Báo {number}", "published": day.isoformat()}
        rows.append(json.dumps(row | {"text": f"{sample.text}\nBản tin số {number}."}))
    (folder / "r.jsonl").write_text("\n".join(rows), "utf-8")
    app.add([str(folder / "r.jsonl")], folder / "r.sqlite")
    return folder / "r.sqlite"


def main() -> None:
    """Prints the measurements."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        store = many_reports(folder)
        start = time.perf_counter()
        size = exporting.export_html(store, folder / "page.html")
        print(
            f"{REPORTS} reports, {DAYS} days: made in {time.perf_counter() - start:.1f} s, {size / 1e6:.1f} MB"
        )
        from playwright.sync_api import sync_playwright
        from tests.browser.conftest import ARGUMENTS, CHROMIUM, drawn

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for width in (1280, 360):
                tab = browser.new_page(viewport={"width": width, "height": 900})
                tab.goto(f"file://{folder / 'page.html'}")
                loaded = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
                drawn(tab)
                print(
                    f"width {width}: open after {loaded:.0f} ms, all drawn after {tab.evaluate('performance.now()'):.0f} ms"
                )
            browser.close()


if __name__ == "__main__":
    main()
