"""axe-core finds nothing, in light and dark, in both languages, wide and narrow, with everything open."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.conftest import Open, slide


def violations(tab: Any) -> list[str]:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing"
    ).Axe()
    found = axe.run(tab).response["violations"]
    return [f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(opened: Open, scheme: str, lang: str, width: int) -> None:
    # The policy of the page would keep axe itself out.
    tab = opened(f"?lang={lang}", width=width, color_scheme=scheme, bypass_csp=True)
    for _ in range(2):
        tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        tab.wait_for_timeout(150)
    assert violations(tab) == []


def test_axe_finds_nothing_on_an_early_day_with_words_lit(opened: Open) -> None:
    tab = opened(bypass_csp=True)
    slide(tab, 1)
    tab.locator(".chip").first.click()
    tab.wait_for_timeout(150)
    tab.locator("mark.lit").first.wait_for()
    assert violations(tab) == []


def test_everything_can_be_reached_with_the_keys(opened: Open) -> None:
    tab = opened()
    seen: list[str] = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        seen.append(
            tab.evaluate(
                "(() => { const e = document.activeElement; return e.id || e.dataset.language || e.className || e.tagName; })()"
            )
        )
    assert seen[0] == "skip"
    assert {"vi", "en", "day"} <= set(seen)
    assert any(name.startswith("chip") for name in seen)
    outlined = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outlined != "none", "the focus can be seen"
