"""The page of a story on a real server: the slider moves the whole of it, every chip leads to its words."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest
from tests.browser.conftest import Open
from tests.browser.test_access import violations

STORY = ".story-list h2 a"
LANE = "#lanes .lane:first-child"  # the presidents' meeting in Budapest


def story(visit: Open, **options: Any) -> Any:
    """The story of the samples, reached from the front page as a reader does."""
    tab = visit("/", **options)
    tab.locator(STORY).first.click()
    tab.wait_for_selector("#plans")
    return tab


def fate(tab: Any) -> str:
    """Where the first lane stands."""
    return str(tab.locator(f"{LANE} .verdict .pair").first.locator(".status").inner_text()).strip()


def slide_to(tab: Any, step: int) -> None:
    """Moves the slider with the keys and waits for the page of that day."""
    slider = tab.locator("#day")
    slider.focus()
    slider.press("Home")
    for _ in range(step):
        slider.press("ArrowRight")
    tab.wait_for_function("(n) => document.body.dataset.drawn === String(n)", arg=step)


def test_the_slider_moves_the_status_of_the_plan_and_the_address(visit: Open) -> None:
    tab = story(visit)
    told = []
    for step, day in enumerate(["2025-10-16", "2025-10-21", "2025-10-22"]):
        slide_to(tab, step)
        assert tab.url.endswith(f"as_known={day}")
        put_off = tab.locator(f"{LANE} .chip.s-postponed.is-new").count()
        told.append((tab.locator("#day-shown").inner_text(), fate(tab), put_off > 0))
    assert told == [
        ("16/10/2025", "công bố", False),
        ("21/10/2025", "công bố", False),
        ("22/10/2025", "hủy", True),
    ]
    tab.locator("#all-days").click()
    tab.wait_for_function("() => !location.search.includes('as_known')")
    assert tab.locator(f"{LANE} .chip.is-new").count() == 0


def test_the_address_of_a_day_shows_that_day_and_back_goes_back(visit: Open) -> None:
    tab = story(visit)
    first = tab.url
    slide_to(tab, 0)
    assert fate(tab) == "công bố"
    tab.reload()
    assert fate(tab) == "công bố"
    tab.go_back()
    tab.wait_for_function("(url) => location.href === url", arg=first)
    tab.wait_for_function(
        "() => document.querySelector('#lanes .lane .verdict .status').textContent.trim() === 'hủy'"
    )


def test_who_hears_the_page_is_told_what_is_new(visit: Open) -> None:
    tab = story(visit)
    slide_to(tab, 1)
    tab.wait_for_function("() => document.getElementById('live').textContent.includes('Biết đến ngày')")
    assert "thay đổi mới" in tab.locator("#live").inner_text()


def test_the_focus_stays_on_the_slider(visit: Open) -> None:
    tab = story(visit)
    slide_to(tab, 1)
    assert tab.evaluate("document.activeElement.id") == "day"


def test_a_click_leads_from_a_chip_to_the_words_in_the_report(visit: Open) -> None:
    tab = story(visit)
    chip = tab.locator(f"{LANE} .chip.s-cancelled").first
    quoted = chip.locator("xpath=..").locator(".chip-words q").text_content()
    chip.click()
    tab.wait_for_url("**/reports/**")
    anchor = tab.url.split("#")[1]
    words = tab.locator(f"[id='{anchor}']")
    assert words.count() == 1
    assert tab.evaluate(
        "(id) => { const b = document.getElementById(id).getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight; }",
        anchor,
    )
    assert quoted


def test_the_quotation_shows_under_the_pointer_and_the_focus(visit: Open) -> None:
    tab = story(visit)
    item = tab.locator(f"{LANE} .chips li").first
    words = item.locator(".chip-words")
    assert not words.is_visible()
    item.locator(".chip").focus()
    assert words.is_visible()


def test_everything_is_there_without_a_script(visit: Open) -> None:
    tab = story(visit, java_script_enabled=False)
    assert tab.locator(f"{LANE} .chip").count() > 5
    tab.locator("#day-chosen").select_option("2025-10-16")
    tab.locator(".without-js button").first.click()
    assert "as_known=2025-10-16" in tab.url
    assert fate(tab) == "công bố"
    tab.locator("#later").click()
    assert "as_known=2025-10-21" in tab.url


def test_the_keyboard_alone_is_enough(visit: Open) -> None:
    tab = visit("/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "seek"
    tab.keyboard.type("a/b")
    assert tab.locator("#seek").input_value() == "a/b", "a shortcut gets in the way of typing"
    tab = story(visit)
    tab.keyboard.press("[")
    tab.wait_for_function("() => location.search.includes('as_known')")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.closest('section, article') !== null")


def test_statements_are_filtered_in_place(visit: Open) -> None:
    tab = story(visit)
    all_of_them = tab.locator("#shown").inner_text()
    tab.locator("#by-speaker").select_option("Vladimir Putin")
    tab.wait_for_function(
        "(before) => document.getElementById('shown').textContent !== before", arg=all_of_them
    )
    assert "speaker=Vladimir" in tab.url
    names = tab.locator("#statement-list h3").all_text_contents()
    assert names
    assert all("Putin" in name for name in names)


def test_language_and_theme_are_remembered(visit: Open) -> None:
    tab = story(visit, color_scheme="light")
    slide_to(tab, 0)
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.locator(".theme").click()
    tab.wait_for_load_state()
    assert "as_known=2025-10-16" in tab.url, "the switch comes back to the day that was shown"
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != paper
    tab.locator(".languages a[lang=en]").click()
    tab.wait_for_load_state()
    assert fate(tab) == "announced"
    tab.goto(tab.url.split("?")[0])
    assert tab.locator("html").get_attribute("lang") == "en"
    assert tab.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("width", [360, 768, 1280, 1900])
def test_nothing_runs_over_the_edge(visit: Open, width: int) -> None:
    for path in ("/", "/record", "/record/brief", "/search?q=putin"):
        tab = visit(path, width=width)
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_the_print_holds_the_status_and_no_controls(visit: Open, tmp_path: Any) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is missing: apt install poppler-utils")
    tab = story(visit)
    file = tmp_path / "story.pdf"
    tab.pdf(path=str(file), format="A4")
    text = subprocess.run([reader, str(file), "-"], capture_output=True, check=True).stdout.decode()
    assert "hủy" in text
    assert "Budapest" in text
    assert "Tìm trong biên niên" not in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(visit: Open, scheme: str, lang: str, width: int) -> None:
    options: Any = {"width": width, "color_scheme": scheme, "bypass_csp": True}
    for path in ("/", "/record", "/record/brief"):
        tab = visit(f"{path}?lang={lang}", **options)
        tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        tab.wait_for_timeout(100)
        assert violations(tab) == [], path


def test_the_keys_are_listed_over_the_page_that_stays_where_it_is(visit: Open) -> None:
    tab = story(visit)
    tab.locator("h1").click()
    assert not tab.locator("#keys dl").is_visible()
    tab.keyboard.press("?")
    box = tab.locator("#keys dl").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 900 and tab.evaluate("scrollY") == 0
    tab.keyboard.press("Escape")
    assert not tab.locator("#keys dl").is_visible()


def test_on_a_phone_every_page_is_in_sight_and_long_parts_are_folded_until_asked_for(visit: Open) -> None:
    tab = story(visit, width=390)
    for link in tab.locator(".menu a").all():
        box = link.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert not tab.locator("#statement-list").is_visible() and not tab.locator("#timeline-list").is_visible()
    tab.locator('nav.contents a[href="#statements"]').click()
    tab.locator("#statement-list").wait_for(state="visible")
    assert not tab.locator("#timeline-list").is_visible()
    tab.locator("#earlier").click()
    tab.wait_for_url("**as_known=*")
    tab.locator("#statement-list").wait_for(state="visible")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.locator("#timeline-list").wait_for(state="visible")
