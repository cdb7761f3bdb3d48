"""What comes from outside is words: it runs nothing, loads nothing, and does not break the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import Open, drawn

from biennien import app, exporting

ATTACK = "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 1'><svg onload='window.hit = 1'>"
TEXT = (
    f"Ông Donald Trump hôm 5/3 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest {ATTACK}.\n"
    f"“Tôi đã hủy cuộc gặp \u202eegnahc\u202c {ATTACK} {'dài' * 300}”, ông Donald Trump nói.\n"
    f"Ông Putin\u2028nói: “{ATTACK} &lt;b&gt; ${{window.hit = 1}}”."
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    row = {
        "id": f"{ATTACK} a",
        "title": ATTACK,
        "outlet": ATTACK,
        "url": "javascript:window.hit=1",
        "text": TEXT,
        "published": "2025-03-06",
    }
    (tmp_path / "r.json").write_text(json.dumps(row), "utf-8")
    app.add([str(tmp_path / "r.json")], tmp_path / "r.sqlite")
    exporting.export_html(tmp_path / "r.sqlite", tmp_path / "page.html", full=True, title=ATTACK)
    return tmp_path / "page.html"


def test_hostile_words_are_inert(opened: Open, hostile: Path) -> None:
    tab = opened(page=hostile, width=360)
    tab.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    tab.get_by_role("button", name="English").click()
    drawn(tab)
    assert tab.evaluate("window.hit") is None
    assert tab.locator("main img, main script, main svg[onload], h1 img").count() == 0
    assert tab.evaluate("[...document.links].filter((a) => a.protocol === 'javascript:').length") == 0
    assert ATTACK in tab.locator("h1").text_content()
    assert tab.locator(".lane").count() + tab.locator("#held-list li").count() >= 1
    assert tab.locator("#statement-list > li").count() >= 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360, "a word without end is broken"


def test_the_policy_stops_what_it_does_not_know(opened: Open) -> None:
    tab = opened()
    asked: list[str] = []
    tab.on("requestfinished", lambda request: asked.append(request.url))
    refused = tab.evaluate(
        """async () => {
          const refused = [];
          document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
          const script = document.createElement("script");
          try { script.textContent = "window.hit = 1"; } catch { refused.push("trusted types"); }
          document.body.append(script);
          try { document.body.insertAdjacentHTML("beforeend", "<b>x</b>"); } catch { refused.push("markup"); }
          const image = document.createElement("img");
          image.src = "https://example.org/x.png";
          document.body.append(image);
          const style = document.createElement("style");
          style.textContent = "body { display: none }";
          document.body.append(style);
          await fetch("https://example.org/").catch(() => refused.push("fetch"));
          await new Promise((done) => setTimeout(done, 200));
          return refused;
        }"""
    )
    assert tab.evaluate("window.hit") is None
    assert {"markup", "fetch", "img-src", "connect-src", "style-src-elem"} <= set(refused)
    assert not any(url.startswith("http") for url in asked)
    assert tab.locator("main").is_visible()


def test_the_page_asks_for_nothing(browser: Any, file: Path) -> None:
    context = browser.new_context()
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"file://{file}")
    tab.wait_for_timeout(200)
    context.close()
    assert asked == [f"file://{file}"]
