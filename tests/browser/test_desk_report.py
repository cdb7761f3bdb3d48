"""Reports on a real server: added, read, corrected where they stand; and hostile ones, of which no script runs on any page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.browser.conftest import Open, served
from tests.browser.test_access import violations
from tests.browser.test_desk_story import slide_to, story

from biennien import app
from biennien.desk import Desk


@pytest.fixture
def own(store: Path, tmp_path: Path) -> Iterator[tuple[str, Desk]]:
    """A server of a record of one's own, and the record."""
    made = Path(shutil.copy(store, tmp_path / "own.sqlite"))
    with served(made) as address:
        yield address, Desk(made)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[str, Desk]]:
    made = tmp_path / "empty.sqlite"
    with served(made) as address:
        yield address, Desk(made)


def test_pointing_at_a_mark_tells_what_was_understood_also_with_the_keys(visit: Open) -> None:
    tab = visit("/reports/04_huy")
    box = tab.locator("#understanding")
    assert box.is_hidden()
    tab.locator(".leaf .m-time", has_text="hôm 22/10").first.hover()
    assert "22/10/2025" in box.inner_text() and "XXXX-10-22" in box.inner_text()
    tab.mouse.move(0, 0)
    box.wait_for(state="hidden")
    tab.locator(".leaf .m-cue").first.focus()
    assert "Donald Trump" in box.inner_text()
    tab.keyboard.press("Escape")
    assert box.is_hidden()
    described = tab.locator(".leaf .m-cue").first.get_attribute("aria-describedby") or ""
    assert described and tab.locator(f"#{described.split()[0]}").count() == 1


def test_a_click_leads_from_a_mark_to_the_record_and_back_to_the_words(visit: Open) -> None:
    tab = visit("/reports/04_huy")
    tab.locator(".leaf a.m-meeting.s-cancelled").nth(1).click()
    tab.wait_for_url("**/lines/c-*")
    assert tab.locator("h1 .status").inner_text().strip() == "hủy"
    tab.locator(".passage figcaption a[href^='/reports/04_huy']").first.click()
    tab.wait_for_url("**/reports/04_huy?words=*#w-*")
    lit = tab.locator(".leaf .lit")
    assert lit.count() and "cuộc gặp" in "".join(lit.all_inner_texts())
    assert lit.first.evaluate(
        "(e) => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }"
    )
    tab.go_back()
    tab.wait_for_url("**/lines/c-*")


def test_the_switches_take_each_kind_of_mark_away_and_are_remembered(visit: Open) -> None:
    tab = visit("/reports/04_huy")
    border = "(e) => getComputedStyle(e).borderBottomStyle"
    time = tab.locator(".leaf .m-time").first
    assert time.evaluate(border) == "dashed"
    tab.locator("#layer-time").uncheck()
    assert time.evaluate(border) == "none"
    tab.reload()
    assert not tab.locator("#layer-time").is_checked()
    assert tab.locator("#layer-meeting").is_checked()


def test_without_script_the_text_its_notes_and_the_way_to_the_record_are_there(visit: Open) -> None:
    tab = visit("/reports/04_huy", java_script_enabled=False)
    assert tab.locator(".leaf .para").count() == 10
    tab.locator(".margin .brief").first.click()
    assert "/lines/" in tab.url
    tab.goto(tab.url.split("/lines/")[0] + "/reports/04_huy")
    tab.locator(".understood summary").click()
    assert tab.locator(".understanding").first.is_visible()


def test_a_pasted_report_is_added_dated_on_the_spot_and_the_slider_has_it(
    visit: Open, own: tuple[str, Desk]
) -> None:
    address, desk = own
    tab = visit("/add", at=address)
    tab.fill(
        "#text",
        "Ngày 28/10, Nhà Trắng tuyên bố cuộc gặp giữa ông Trump và ông Putin tại Budapest bị hoãn vô thời hạn.",
    )
    tab.fill("#outlet", "Báo Thử")
    tab.locator("#adding button[type=submit]").click()
    tab.locator(".added-report").wait_for()
    assert "chưa rõ ngày" in tab.locator(".added-report").inner_text()
    tab.locator(".added-report input[name=published]").fill("28/10/2025")
    tab.locator(".added-report input[name=by]").fill("Lan")
    tab.locator(".added-report button[type=submit]").click()
    tab.locator("#decided").wait_for()
    assert "28/10/2025" in tab.locator(".added-report .dated").inner_text()
    report = next(r for r in desk.whole().reports if r.outlet == "Báo Thử")
    assert report.corrected is not None and report.corrected.by == "Lan"
    told = story(visit, at=address)
    days = told.locator("#day").get_attribute("max")
    assert told.locator("#days option, .step, #ticks i").count() or days
    slide_to(told, sorted({d.earliest for d in desk.whole().record.dates if d.earliest}).index("2025-10-28"))
    assert told.url.endswith("as_known=2025-10-28")
    assert told.locator("#lanes .chip.s-postponed.is-new").count() > 0


def test_files_are_dropped_and_progress_is_seen(visit: Open, empty: tuple[str, Desk]) -> None:
    address, desk = empty
    tab = visit("/add", at=address)
    files = [(path.name, path.read_text("utf-8")) for path in sorted(app.samples_folder().iterdir())]
    dropped = tab.evaluate_handle(
        "(files) => { const t = new DataTransfer(); for (const [name, text] of files) t.items.add(new File([text], name)); return t; }",
        files,
    )
    tab.dispatch_event("#drop-zone", "drop", {"dataTransfer": dropped})
    tab.locator("#chosen li").first.wait_for()
    assert tab.evaluate("document.getElementById('files').files.length") == len(files)
    seen = []
    tab.on("framenavigated", lambda frame: seen.append(frame.url))
    tab.locator("#adding button[type=submit]").click()
    tab.locator("#progress, .added").first.wait_for()
    tab.locator(".added").wait_for(timeout=60_000)
    assert tab.locator(".added-report").count() == len(desk.whole().reports) == 10
    assert any("/add/" in url for url in seen)


def test_what_was_pasted_is_not_lost_when_something_is_wrong(
    visit: Open, own: tuple[str, Desk], browser: Any
) -> None:
    address, _ = own
    tab = browser.new_page()  # the refusal itself is an error on the console
    tab.goto(address + "/add")
    tab.fill("#text", "Ông Trump nói  hai   chữ.\n\nĐoạn hai.")
    tab.fill("#day", "99/99/2025")
    tab.locator("#adding button[type=submit]").click()
    tab.locator(".note-box.bad").wait_for()
    assert tab.input_value("#text") == "Ông Trump nói  hai   chữ.\n\nĐoạn hai."
    assert tab.input_value("#day") == "99/99/2025"
    assert "99/99/2025" in tab.locator(".note-box.bad").inner_text()
    tab.close()


def test_a_reading_is_corrected_beside_the_words_and_undone_at_once(
    visit: Open, own: tuple[str, Desk]
) -> None:
    address, desk = own
    tab = visit("/reports/04_huy", at=address)
    line = tab.locator(".margin li", has=tab.locator(".s-cancelled")).first
    change = (line.locator(".brief").get_attribute("href") or "").rpartition("/")[2]
    line.locator(".amend").click()
    form = line.locator("form.deciding")
    form.wait_for()  # the form came to the words, the page stayed
    assert tab.url.endswith("/reports/04_huy")
    form.locator("select[name=value]").select_option("postponed")
    form.locator("input[name=by]").fill("Lan")
    form.locator("input[name=reason]").fill("báo viết là hoãn")
    form.locator("button[type=submit]").click()
    tab.locator("#decided").wait_for()
    assert "#w-" in tab.url and "báo viết là hoãn" in tab.locator("#decided").inner_text()
    assert {c.status for m in desk.whole().record.meetings for c in m.changes if c.id == change} == {
        "postponed"
    }
    tab.locator("#decided button").click()
    tab.wait_for_load_state()
    assert {c.status for m in desk.whole().record.meetings for c in m.changes if c.id == change} == {
        "cancelled"
    }


def test_a_draft_is_checked_beside_its_words_and_nothing_is_kept(visit: Open, own: tuple[str, Desk]) -> None:
    address, desk = own
    before = desk.state()
    tab = visit("/check", at=address)
    tab.fill(
        "#draft-text", "Ông Trump và ông Putin sẽ gặp nhau tại Budapest vào tuần tới, Nhà Trắng cho biết."
    )
    tab.fill("#draft-day", "2/11/2025")
    tab.locator("#draft-form button[type=submit]").click()
    tab.locator(".remark").first.wait_for()
    assert tab.locator(".leaf .m-remark").count() > 0
    assert "hủy" in tab.locator(".remark").first.inner_text()
    assert tab.input_value("#draft-text").startswith("Ông Trump")  # to go on writing
    tab.fill("#draft-text", "Hôm nay trời đẹp.")
    tab.locator("#draft-form button[type=submit]").click()
    tab.wait_for_function("() => !document.querySelector('.remark')")
    assert desk.state() == before


HOSTILE = [
    "<script>window.ran = 1</script>",
    '<img src=x onerror="window.ran = 1">',
    "</script><svg onload=window.ran=1>",
    "{{7*7}} {% raw %} ${7*7} <%= 7*7 %>",
    '<a href="javascript:window.ran=1">x</a>',
    '<div hx-get="/decisions" hx-trigger="load" hx-on:htmx:load="window.ran=1">x</div>',
    "\u202eQUYỀN\u202c \u2066đảo\u2069",
    "NUL\x00 và \x1b[31mmàu\x07",
    "w" * 20_000,
    "]]> --> <!-- <style>body{display:none}</style> <base href=//evil.example> <meta http-equiv=refresh content=0>",
    '\' onmouseover=\'window.ran=1\' " onfocus="window.ran=1" autofocus="',
]


def hostile_reports() -> list[dict[str, str]]:
    """Each of the words above as title, outlet, address, name, and inside a sentence that is read."""
    found = []
    for number, words in enumerate(HOSTILE):
        text = (
            f"Ngày 22/10, Tổng thống Donald Trump nói: “Tôi đã hủy cuộc gặp với ông Putin {words} ở Budapest”.\n\n"
            f"Ông Putin {words} cho biết: “Nga {words} sẵn sàng”.\n\n{words}"
        )
        found.append(
            {
                "id": f"h{number}-{words[:60]}",
                "title": words[:300],
                "outlet": words[:100],
                "url": f"javascript:window.ran=1//{number}",
                "published": "2025-10-23",
                "text": text,
                "author": words[:200],
            }
        )
    long = "Ông Trump nói: “Tôi sẽ gặp ông Putin ở Budapest”. " + "Hôm nay trời đẹp. " * 50_000
    found.append({"id": "long-line", "text": long})
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Desk]]:
    folder = tmp_path_factory.mktemp("hostile")
    file, store = folder / "reports.jsonl", folder / "hostile.sqlite"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in hostile_reports()), "utf-8")
    app.add([str(app.samples_folder()), str(file)], store)
    with served(store) as address:
        yield address, Desk(store)


def paths_of(desk: Desk) -> list[str]:
    """Every page that shows words of the hostile reports."""
    seen = desk.whole()
    ids = [r.id for r in seen.reports if r.id.startswith("h")]
    lines: dict[str, None] = {}
    for statement in seen.record.statements:
        if any(c.report_id in ids for c in statement.citations):
            lines[statement.id] = None
    for meeting in seen.record.meetings:
        for change in meeting.changes:
            if any(c.report_id in ids for c in change.citations):
                lines |= {change.id: None, meeting.id: None}
    made = [row.id for row in (*desk.explanations(), *desk.positions(), *desk.differences())][:6]
    speakers = {
        who
        for s in seen.record.statements
        if any(c.report_id in ids for c in s.citations)
        for who in s.speaker
    }
    stories = [row.id for row in desk.stories()]
    return [
        "/", "/reports", "/speakers", "/speakers?unnamed=true", "/decisions", "/record", "/search?q=Putin",
        *(f"/reports/{quote(name, safe='')}" for name in ids),
        *(f"/lines/{name}" for name in [*list(lines)[:10], *made]),
        *(f"/speakers/{quote(name, safe='')}" for name in sorted(speakers)[:8]),
        *(f"/stories/{name}" for name in stories[:2]),
    ]  # fmt: skip


def test_no_script_of_a_hostile_report_runs_on_any_page(visit: Open, hostile: tuple[str, Desk]) -> None:
    address, desk = hostile
    tab = visit("/", at=address)
    dialogs: list[str] = []
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    tab.on("request", lambda request: asked.append(request.url))
    for path in paths_of(desk):
        answer = tab.goto(address + path)
        assert answer is not None and answer.status == 200, path
        tab.wait_for_timeout(30)
        assert tab.evaluate("window.ran") is None, path
        assert (
            tab.evaluate(
                "document.querySelectorAll('[hx-on\\\\:htmx\\\\:load], img, base, main style, main script').length"
            )
            == 0
        ), path
        assert "49 " not in tab.locator("h1").first.inner_text(), path
        wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} wider than the window"
        assert tab.evaluate(
            "[...document.querySelectorAll('a[href]')].every((a) => !a.protocol.startsWith('javascript'))"
        ), path
    assert not dialogs
    assert {url for url in asked if not url.startswith((address, "data:"))} == set()


def test_what_turns_the_writing_around_is_shown_by_its_name(visit: Open, hostile: tuple[str, Desk]) -> None:
    address, desk = hostile
    name = next(r.id for r in desk.whole().reports if "\u202e" in r.text)
    tab = visit(f"/reports/{quote(name, safe='')}", at=address)
    assert "U+202E" in tab.locator(".leaf .control").all_inner_texts()
    assert "\u202e" not in tab.locator("body").inner_text()


def test_a_hostile_report_is_pasted_checked_and_added_without_harm(
    visit: Open, empty: tuple[str, Desk]
) -> None:
    address, _ = empty
    words = "\n\n".join(w.replace("\x00", "") for w in HOSTILE)
    tab = visit("/add", at=address)
    tab.fill("#text", "Ông Trump nói: “Tôi sẽ gặp ông Putin”. " + words)
    tab.fill("#title", HOSTILE[0])
    tab.fill("#url", "javascript:window.ran=1")
    tab.fill("#outlet", HOSTILE[1])
    tab.locator("#adding button[type=submit]").click()
    tab.locator(".added-report").wait_for(timeout=60_000)
    assert tab.evaluate("window.ran") is None
    tab.locator(".added-report h2 a").click()
    tab.locator(".leaf").wait_for()
    assert tab.evaluate("window.ran") is None
    assert tab.evaluate("document.querySelectorAll('main a[href^=javascript]').length") == 0
    tab.goto(address + "/check")
    tab.fill("#draft-text", words)
    tab.locator("#draft-form button[type=submit]").click()
    tab.locator("#remarks").wait_for(timeout=60_000)
    assert tab.evaluate("window.ran") is None


def test_a_line_of_a_megabyte_is_shown_in_bounded_time(visit: Open, hostile: tuple[str, Desk]) -> None:
    address, _ = hostile
    tab = visit("/reports/long-line", at=address)
    tab.locator(".leaf .para").first.wait_for(timeout=30_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_these_pages(
    visit: Open, store: Path, scheme: str, lang: str, width: int
) -> None:
    desk = Desk(store)
    record = desk.whole().record
    change = next(c for m in record.meetings for c in m.changes if c.status == "cancelled")
    paths = ["/reports", "/reports/04_huy", "/speakers", "/speakers/Donald%20Trump", f"/lines/{change.id}"]
    paths += [
        f"/lines/{record.meetings[0].id}",
        f"/lines/{desk.differences()[0].id}",
        "/check",
        "/add",
        "/decisions",
        "/verify",
    ]
    found = {}
    tab = visit(
        "/reports", width=width, color_scheme=scheme, bypass_csp=True
    )  # the policy would keep axe itself out
    for path in paths:
        tab.goto(f"{base_of(tab)}{path}?lang={lang}")
        tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        tab.wait_for_timeout(80)
        if wrong := violations(tab):
            found[path] = wrong
    assert found == {}


def base_of(tab: Any) -> str:
    """The address of the server that a page comes from."""
    return str(tab.evaluate("location.origin"))
