"""A report that its paper changed, on a real server: read without a script, wide and narrow, in light and dark, and by those who see no colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.browser.conftest import Open, served
from tests.browser.test_access import violations
from tests.edited import edit, make


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(edit(make(tmp_path_factory.mktemp("edited") / "a.sqlite"))) as address:
        yield address


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
@pytest.mark.parametrize("path", ["/reports/sua/versions", "/reports/sua?version=1"])
def test_axe_finds_nothing(visit: Open, address: str, path: str, scheme: str, width: int) -> None:
    tab = visit(path, at=address, width=width, color_scheme=scheme, bypass_csp=True)
    tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_what_differs_is_seen_without_a_script_and_without_colours(visit: Open, address: str) -> None:
    tab = visit("/reports/sua/versions", at=address, java_script_enabled=False)
    assert tab.locator(".edits del").all_inner_texts()[0] == "thông báo"
    assert tab.locator(".edits ins").all_inner_texts()[0] == "hoãn"
    script = visit("/reports/sua/versions", at=address)
    for name, line in (("del", "line-through"), ("ins", "underline")):
        style = f"getComputedStyle(document.querySelector('.edits {name}')).textDecorationLine"
        assert script.evaluate(style) == line
    script.emulate_media(media="print")
    assert script.evaluate("getComputedStyle(document.querySelector('.edits ins')).fontWeight") == "600"


def test_cited_words_that_are_gone_are_lit_in_their_version(visit: Open, address: str) -> None:
    tab = visit("/reports/sua/versions", at=address)
    tab.locator(".effects del", has_text="30 nước").click()
    tab.wait_for_url("**/reports/sua?words=*#w-*")
    assert tab.locator(".old-version").count() == 1
    assert "30 nước" in "".join(tab.locator(".leaf .lit").all_inner_texts())
