"""The page in a browser: the slider, the way to the words and back, keys, languages, widths, light and dark, paper."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import Open, drawn, slide

from biennien import app, exporting, views

PLAN = "Ông Donald Trump hôm 3/3 thông báo sẽ gặp Tổng thống Vladimir Putin tại Budapest ngày 20/3."
OFF = "Ông Donald Trump hôm 5/3 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."
DOUBT = "Điện Kremlin hôm 6/3 nói không loại trừ cuộc gặp giữa ông Vladimir Putin và ông Donald Trump tại Budapest."


def record_of(tab: Any) -> Any:
    return json.loads(tab.locator("#told-record").text_content())


def ids(tab: Any, selector: str) -> set[str]:
    return set(tab.evaluate("(s) => [...document.querySelectorAll(s)].map((e) => e.id)", selector))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    days = {PLAN: "2025-03-04", OFF: "2025-03-06", DOUBT: "2025-03-07"}
    rows = [{"id": f"r{n}", "text": text, "published": day} for n, (text, day) in enumerate(days.items())]
    (folder / "r.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    app.add([str(folder / "r.jsonl")], folder / "r.sqlite")
    exporting.export_html(folder / "r.sqlite", folder / "page.html")
    return folder / "page.html"


def test_the_slider_makes_the_cancellation_vanish_and_come_back(opened: Open, small: Path) -> None:
    tab = opened(page=small)
    cancelled = tab.locator(".lane .chip.s-cancelled")
    assert cancelled.count() == 1
    slide(tab, 0)
    assert tab.locator("#day-shown").text_content() == "04/03/2025"
    assert cancelled.count() == 0
    assert tab.locator(".lane .chip.s-announced").count() == 1
    assert tab.locator("#timeline .s-cancelled").count() == 0
    assert "hủy" not in tab.locator("#statements").inner_text()
    assert not tab.get_by_text("tuyên bố hủy").first.is_visible(), "the report of a later day is closed"
    slide(tab, 1)
    assert tab.locator("#day-shown").text_content() == "06/03/2025"
    assert cancelled.count() == 1
    assert "is-new" in cancelled.get_attribute("class")
    assert tab.locator("#timeline .s-cancelled").count() == 1
    assert "hủy" in tab.locator("#news").text_content()
    tab.wait_for_timeout(500)
    assert "06/03/2025" in tab.locator("#told").text_content(), "a screen reader is told"
    slide(tab, 2)
    assert "is-new" not in cancelled.get_attribute("class")


def test_each_day_shows_what_the_record_of_that_day_holds(opened: Open, store: Path) -> None:
    tab = opened()
    for step, day in enumerate(record_of(tab)["days"]):
        slide(tab, step)
        tab.evaluate("document.getElementById('others').open = true")
        tab.wait_for_timeout(200)
        record, _ = app.load(store, day)
        changes = {c.id for m in record.meetings for c in m.changes}
        assert ids(tab, ".lane .chips > li, #held-list .at") == changes, day
        assert ids(tab, ".lane, #held-list > li[id]") == {m.id for m in record.meetings}, day
        assert {i.removeprefix("t-") for i in ids(tab, "#timeline li")} == changes, day
        assert ids(tab, "#statement-list > li") == {s.id for s in record.statements}, day
        seen = views.whole(store, day)
        assert ids(tab, "#why .cards > li") == {e.id for e in views.explanations_of(seen)}, day
        assert ids(tab, "#positions .chips > li") == {p.id for p in views.positions_of(seen)}, day
        assert ids(tab, "#differences .block") == {d.id for d in views.differences_of(seen)}, day
        assert tab.locator(".gap-list > li").count() == len({about for _, about in views.gaps_of(seen)}), day


def test_a_chip_leads_to_the_exact_words_and_back(opened: Open, small: Path) -> None:
    tab = opened(page=small)
    chip = tab.locator(".lane .chip.s-cancelled")
    line = chip.locator("xpath=..").get_attribute("id")
    chip.focus()
    tab.keyboard.press("Enter")
    lit = tab.locator("mark.lit")
    lit.first.wait_for()
    told = record_of(tab)
    change = next(c for c in told["changes"] if c["id"] == line)
    assert "".join(lit.all_text_contents()) == told["citations"][change["citations"][0]][4]
    assert lit.first.is_visible()
    assert tab.evaluate("document.activeElement.tagName") == "MARK"
    box, bar = lit.first.bounding_box(), tab.locator("#as-known").bounding_box()
    assert bar["y"] + bar["height"] < box["y"] < 900, "the words are in sight, below the slider"
    tab.keyboard.press("Tab")
    back = tab.locator("a.back")
    assert tab.evaluate("document.activeElement.className") == "back"
    assert back.get_attribute("href") == f"#{line}"
    tab.keyboard.press("Enter")
    tab.wait_for_timeout(300)
    assert tab.evaluate("document.activeElement.className").startswith("chip s-cancelled")
    assert tab.locator("mark.lit").count() == 0


def test_an_address_leads_to_a_line_wherever_it_is_folded(opened: Open) -> None:
    tab = opened()
    folded = tab.evaluate("document.querySelector('#others').open")
    assert folded is False
    shown = ids(tab, "#lanes .lane")
    told = record_of(tab)
    last = len(told["days"]) - 1
    other = next(
        m["id"]
        for m in told["meetings"]
        if m["on"][-1][1] == last and m["id"] not in shown and m["id"] not in ids(tab, "#held-list > li")
    )
    tab = opened(f"#{other}")
    assert tab.locator(f"#{other}").is_visible()
    known = {s["id"] for s in told["statements"] if s["on"][0][0] == 0}
    late = next(s["id"] for s in told["statements"] if s["id"] not in known)
    tab = opened(f"?on={told['days'][0]}#{late}")
    assert tab.locator(f"[id='{late}']").is_visible(), "the page moves to where the line is known"
    assert tab.locator("#day").input_value() == str(last)


def test_the_notes_beside_a_report_lead_to_lines(opened: Open) -> None:
    tab = opened()
    hrefs = tab.evaluate(
        "[...document.querySelectorAll('.cited-for a')].map((a) => a.getAttribute('href').slice(1))"
    )
    assert len(hrefs) > 50
    tab.evaluate("document.getElementById('others').open = true")
    tab.wait_for_timeout(200)
    missing = tab.evaluate("(ids) => ids.filter((id) => !document.getElementById(id))", hrefs)
    assert missing == []


def test_every_inner_link_leads_somewhere_and_no_id_stands_twice(opened: Open) -> None:
    tab = opened()
    tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    tab.wait_for_timeout(150)
    tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    tab.wait_for_timeout(150)
    dead = tab.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id))"
    )
    assert dead == []
    twice = tab.evaluate(
        "(() => { const ids = [...document.querySelectorAll('[id]')].map((e) => e.id); return ids.filter((id, n) => ids.indexOf(id) !== n); })()"
    )
    assert twice == []


def test_the_filters_narrow_the_statements(opened: Open) -> None:
    tab = opened()
    rows = tab.locator("#statement-list > li")
    everything = rows.count()
    tab.select_option("#by-speaker", "Dmitry Peskov")
    by_peskov = rows.count()
    assert 0 < by_peskov < everything
    assert set(tab.locator("#statement-list .speaker b").all_text_contents()) == {"Dmitry Peskov"}
    tab.select_option("#by-report", "08_peskov")
    assert 0 < rows.count() < by_peskov
    assert tab.locator("#shown").text_content() == f"{rows.count()} trong {everything} phát biểu"
    tab.click("#clear")
    assert rows.count() == everything


def test_the_filters_by_day_and_outlet(opened: Open) -> None:
    tab = opened()
    rows = tab.locator("#statement-list > li")
    outlets = tab.evaluate("[...document.querySelectorAll('#by-outlet option')].map((o) => o.value)")
    tab.select_option("#by-outlet", outlets[1])
    by_outlet = rows.count()
    assert by_outlet > 0
    told = record_of(tab)
    names = {r["id"] for r in told["reports"] if r.get("outlet") == outlets[1]}
    cited = tab.locator("#statement-list .quote").evaluate_all("(all) => all.map((a) => a.hash.slice(3))")
    assert all(any(anchor.startswith(name) for name in names) for anchor in cited)
    days = tab.evaluate("[...document.querySelectorAll('#by-day option')].map((o) => o.value)")
    shown = 0
    for day in days[1:]:
        tab.select_option("#by-day", day)
        shown += rows.locator("> div").count()
    assert shown == by_outlet, "every statement stands under one day"


def test_the_calendar_leads_to_the_meetings(opened: Open) -> None:
    tab = opened()
    marks = tab.locator("#calendar a.mark")
    meetings = ids(tab, ".lane, #held-list > li[id]") | ids(tab, "#other-lanes .lane")
    tab.evaluate("document.getElementById('others').open = true")
    tab.wait_for_timeout(200)
    meetings |= ids(tab, ".lane")
    assert set(marks.evaluate_all("(all) => all.map((a) => a.hash.slice(1))")) <= meetings
    day = tab.locator("#calendar td", has=tab.locator(".number", has_text=re.compile(r"^30$")))
    assert "Trump – Tập Cận Bình" in " ".join(day.all_inner_texts()), "on the day that a report gives"
    tab.locator("#calendar summary").click()
    told = record_of(tab)
    last = len(told["days"]) - 1
    dated = [
        m
        for m in told["meetings"]
        if m["on"][-1][1] == last and (m.get("held_at") or m.get("planned_at") or m.get("window"))
    ]
    assert tab.locator("#calendar .table tbody tr").count() == len(dated) > 5
    slide(tab, 0)
    assert marks.count() < len(dated)
    assert "Tập Cận Bình" not in tab.locator("#calendar").inner_text()


def test_the_network_has_a_line_for_each_pair_of_its_table(opened: Open) -> None:
    tab = opened()
    tab.locator("#network summary").click()
    drawn_lines, rows = tab.locator("#network .edge").count(), tab.locator("#network tbody tr").count()
    assert 5 < drawn_lines <= rows
    first = tab.locator("#network tbody tr").first
    assert first.locator("td").first.inner_text() == "Donald Trump – Vladimir Putin"
    told = record_of(tab)
    last = len(told["days"]) - 1
    both = {"Donald Trump", "Vladimir Putin"}
    theirs = [m["id"] for m in told["meetings"] if m["on"][-1][1] == last and both <= {*m["participants"]}]
    links = first.locator("a").evaluate_all("(all) => all.map((a) => a.hash.slice(1))")
    assert sorted(links) == sorted(theirs)


def test_the_plot_counts_what_the_lists_hold(opened: Open) -> None:
    tab = opened()
    for step in (1, len(record_of(tab)["days"]) - 1):
        slide(tab, step)
        if not tab.locator("#rhythm tbody").count():
            tab.locator("#rhythm summary").click()
        tab.locator("#rhythm tbody tr").first.wait_for()  # it is made when it is opened
        cells = tab.locator("#rhythm tbody tr").evaluate_all(
            "(rows) => rows.map((row) => [1, 2].map((n) => Number(row.cells[n].textContent)))"
        )
        reports, statements = (sum(column) for column in zip(*cells, strict=True))
        assert statements == tab.locator("#statement-list > li").count()
        assert reports == tab.locator(".report:not(.not-yet)").count()
        bars = tab.locator("#rhythm rect.reports").count()
        assert bars == sum(1 for count, _ in cells if count)


def test_a_story_is_called_by_its_meeting_in_both_languages(
    opened: Open, store: Path, tmp_path: Path
) -> None:
    (story,) = views.stories(store)
    page = tmp_path / "story.html"
    exporting.export_html(store, page, story=story.id)
    tab = opened(page=page)
    assert tab.locator("h1").inner_text() == "Donald Trump – Vladimir Putin: cuộc gặp thượng đỉnh, Budapest"
    tab.get_by_role("button", name="English").click()
    drawn(tab)
    assert tab.locator("h1").inner_text() == "Donald Trump – Vladimir Putin: summit, Budapest"
    slide(tab, 0)
    assert tab.locator(".lane .chip").count() > 0


def test_the_table_says_what_the_chart_shows(opened: Open) -> None:
    tab = opened()
    lane = tab.locator(".lane").first
    chips = lane.locator(".chip").count()
    lane.locator("summary").click()
    assert lane.locator("tbody tr").count() == chips
    assert lane.locator("thead th").count() == 4


def test_both_languages(opened: Open) -> None:
    tab = opened()
    assert tab.locator("html").get_attribute("lang") == "vi"
    tab.get_by_role("button", name="English").click()
    drawn(tab)
    assert tab.locator("html").get_attribute("lang") == "en"
    assert tab.locator("#plans-title").text_content() == "Planned meetings"
    assert tab.locator(".lane .status").first.text_content() in ("announced", "cancelled", "postponed")
    words = tab.locator("body").inner_text()
    assert not re.search(r"\bui\.|\{\w+\}", words)
    assert "lang=en" in tab.url
    tab.reload()
    assert tab.locator("#plans-title").text_content() == "Planned meetings"


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_window(opened: Open, width: int) -> None:
    tab = opened(width=width)
    tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    tab.wait_for_timeout(150)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_chips_do_not_cover_each_other(opened: Open) -> None:
    tab = opened()
    boxes = tab.evaluate(
        "[...document.querySelectorAll('.chart')].map((c) => [...c.querySelectorAll('.chip')].map((e) => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }))"
    )
    assert sum(len(chart) for chart in boxes) > 20
    for chart in boxes:
        for n, (left, top, right, bottom) in enumerate(chart):
            for other in chart[n + 1 :]:
                assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_dark_is_dark(opened: Open) -> None:
    grounds = [
        tab.evaluate("getComputedStyle(document.body).backgroundColor")
        for tab in (opened(color_scheme="light"), opened(color_scheme="dark"))
    ]
    light, dark = (sum(map(int, re.findall(r"\d+", ground)[:3])) for ground in grounds)
    assert light > 700
    assert dark < 120


def test_paper_shows_everything_and_the_chosen_day(opened: Open, tmp_path: Path) -> None:
    tab = opened()
    slide(tab, 1)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    assert tab.locator("#print-state").is_visible()
    assert tab.locator("#day-shown").text_content() in tab.locator("#print-state").text_content()
    assert not tab.locator("#day").is_visible()
    assert tab.locator(".lane .history table").first.is_visible()
    assert tab.locator("#other-lanes .lane").first.is_visible()
    tab.pdf(path=tmp_path / "page.pdf", format="A4")
    assert (tmp_path / "page.pdf").stat().st_size > 50_000


def test_without_script_the_cited_words_are_there(opened: Open) -> None:
    tab = opened(java_script_enabled=False)
    assert tab.locator("mark").first.is_visible()
    assert "JavaScript" in tab.locator("noscript").inner_text()
