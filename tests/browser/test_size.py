"""The page of 200 reports is small and opens at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.page import many_reports

from biennien import exporting


def test_two_hundred_reports_open_in_a_second(browser: Any, tmp_path: Path) -> None:
    store, page = many_reports(tmp_path, days=15), tmp_path / "page.html"
    assert exporting.export_html(store, page) < 5_000_000
    opened = []
    for _ in range(3):  # the best of three: what else the machine does is not the page's fault
        tab = browser.new_page()
        tab.goto(f"file://{page}")
        opened.append(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
        tab.close()
    assert min(opened) < 1000
