"""The page: its record is the record on every day, hostile words stay words, and the browser may run nothing else."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from biennien import app, exporting, views
from biennien.model import Story
from biennien.model.errors import InputError
from biennien.words import load_words

FIRST = "Nhà Trắng hôm 3/3 thông báo Tổng thống Donald Trump sẽ gặp Tổng thống Vladimir Putin tại Budapest ngày 20/3."
AGAIN = "Điện Kremlin hôm 4/3 thông báo Tổng thống Vladimir Putin sẽ gặp Tổng thống Donald Trump tại Budapest ngày 20/3."
OFF = "Ông Donald Trump hôm 5/3 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."
ASIDE = "Trời Budapest hôm ấy nhiều mây và có mưa nhỏ."
HOSTILE = (
    "Ông Donald Trump hôm 5/3 nói: “Cuộc gặp với ông Vladimir Putin tại Budapest đã bị hủy "
    "</script><script>document.title='x'</script><img src=x onerror=\"document.title='x'\"> \u202egnol\u202c \u2028 &amp; "
    + "dài" * 200
    + "”."
)


def added(folder: Path, *rows: dict[str, str]) -> Path:
    store, source = folder / "r.sqlite", folder / "r.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert app.add([str(source)], store).unread == 0
    return store


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("page") / "samples.sqlite"
    app.add([str(app.samples_folder())], store)
    return store


def record_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="told-record">(.*?)</script>', page, re.DOTALL)
    assert found
    record: dict[str, Any] = json.loads(found[1])
    return record


def cited(told: dict[str, Any], numbers: Sequence[int]) -> list[dict[str, object]]:
    rows = [told["citations"][number] for number in numbers]
    return [
        {"report": told["reports"][r]["id"], "paragraph": p, "start": s, "end": e, "quote": q}
        for r, p, s, e, q in rows
    ]


def is_there(row: dict[str, Any], step: int) -> bool:
    return any(first <= step <= last for first, last in row["on"])


def as_documented(row: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """The row with what it leaves out put back, and without what is the page's own."""
    whole = {
        key: row.get(key, type(value)() if isinstance(value, list | bool) else None)
        for key, value in like.items()
    }
    return {key: value for key, value in whole.items() if key != "reasons"}


def meetings_at(told: dict[str, Any], step: int, like: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page knows at a step, as `meetings --json` prints it."""
    found = {}
    for row in told["meetings"]:
        if is_there(row, step):
            changes = [told["changes"][n] for n in row["changes"]]
            changes = [
                as_documented(c | {"citations": cited(told, c["citations"])}, like[0]["changes"][0])
                for c in changes
            ]
            found[row["id"]] = as_documented(row | {"changes": changes, "sides": dict(row["sides"])}, like[0])
    return found


def statements_at(told: dict[str, Any], step: int, like: list[dict[str, Any]]) -> dict[str, Any]:
    found = {}
    for row in told["statements"]:
        if is_there(row, step):
            row = row | {
                "content": row.get("content") or first_words(told, row),
                "citations": cited(told, row["citations"]),
                "restated_in": cited(told, row.get("restated_in", ())),
                "chain": [{"who": who, "named": named} for who, named in row["chain"]],
            }
            found[row["id"]] = as_documented(row, like[0])
    return found


def first_words(told: dict[str, Any], row: dict[str, Any]) -> str:
    """What a row leaves out where it is the first words that it cites."""
    words: str = told["citations"][row["citations"][0]][4]
    return words


def quoting_at(told: dict[str, Any], kind: str, step: int, like: list[dict[str, Any]]) -> dict[str, Any]:
    """The explanations or positions that the page knows at a step, as their command prints them."""
    found = {}
    for row in told[kind]:
        if is_there(row, step):
            whole = row | {
                "text": row.get("text") or first_words(told, row),
                "citations": cited(told, row["citations"]),
            }
            open_ = (
                {"changed": row.get("changed")} if kind == "positions" else {}
            )  # may be None, False or True
            found[row["id"]] = as_documented(whole, like[0]) | open_
    return found


def differences_at(told: dict[str, Any], step: int, lang: str = "en") -> dict[str, Any]:
    found = {}
    for row in told["differences"]:
        if is_there(row, step):
            sides = [
                {
                    "text": side.get("text") or first_words(told, side),
                    "who": side.get("who", []),
                    "unnamed": side.get("unnamed"),
                    "day": side.get("day"),
                    "citations": cited(told, side["citations"]),
                }
                for side in row["sides"]
            ]
            found[row["id"]] = {
                **{key: row[key] for key in ("id", "kind", "about")},
                "why": row["why"][lang],
                "one_text": row.get("one_text", False),
                "sides": sides,
            }
    return found


def assert_page_sees_what_is_seen_in_the_record(told: dict[str, Any], step: int, seen: views.Whole) -> None:
    """What is held against one another, and what is not known, on the day of a step."""
    explained = views.explanations_of(seen)
    explanations: Any = json.loads(json.dumps(views.explanations_told(explained)))
    positions: Any = json.loads(json.dumps(views.positions_told(views.positions_of(seen))))
    differences: Any = json.loads(json.dumps(views.differences_told(views.differences_of(seen))))
    assert quoting_at(told, "explanations", step, explanations) == {e["id"]: e for e in explanations}
    assert quoting_at(told, "positions", step, positions) == {p["id"]: p for p in positions}
    assert differences_at(told, step) == {d["id"]: d for d in differences}
    gaps = {(row["kind"], row["about"]) for row in told["gaps"] if is_there(row, step)}
    assert gaps == {*views.gaps_of(seen, explained)}


def assert_page_knows_what_the_record_knows(store: Path) -> list[str | None]:
    told = record_in(exporting.page(store))
    for step, day in enumerate(told["days"]):
        seen = views.whole(store, day)
        record = seen.record
        assert_page_sees_what_is_seen_in_the_record(told, step, seen)
        meetings: Any = json.loads(json.dumps(app.meetings_told(record.meetings)))
        statements: Any = json.loads(json.dumps(app.statements_told(record.statements)))
        for meeting in meetings:
            del meeting["reasons"]
            if days := meeting["window"]:
                meeting["window"] = f"{days['earliest']}/{days['latest']}"
            for change in meeting["changes"]:
                del change["likelihood"]
        assert meetings_at(told, step, meetings) == {m["id"]: m for m in meetings}, day
        assert statements_at(told, step, statements) == {s["id"]: s for s in statements}, day
    days: list[str | None] = told["days"]
    return days


def test_the_page_knows_on_each_day_what_as_known_tells(samples: Path) -> None:
    days = assert_page_knows_what_the_record_knows(samples)
    record, _ = app.load(samples)
    assert days == [*sorted({d.earliest for d in record.dates if d.earliest}), None]
    assert len(days) > 4


def test_a_report_that_was_replaced_is_there_in_the_words_of_each_day(tmp_path: Path) -> None:
    row = {"id": "a", "outlet": "Báo Mẫu", "url": "https://example.org/a"}
    store = added(
        tmp_path,
        row | {"text": FIRST, "published": "2025-03-03"},
        row | {"text": OFF, "published": "2025-03-06"},
        {"id": "b", "text": AGAIN, "published": "2025-03-05"},
    )
    assert assert_page_knows_what_the_record_knows(store) == ["2025-03-03", "2025-03-05", "2025-03-06", None]
    page = exporting.page(store)
    told = record_in(page)
    assert [(r["id"], r["anchor"], r["on"]) for r in told["reports"]] == [
        ("a", "a-2", [0, 1]), ("b", "b", [1, 3]), ("a", "a", [2, 3]),
    ]  # fmt: skip
    for number, _, start, end, quote in told["citations"]:
        assert f'id="w-{told["reports"][number]["anchor"]}-{start}-{end}"' in page
        assert quote in (FIRST, OFF, AGAIN)[(0, 2, 1)[number]]


def test_excerpts_hold_the_cited_sentences_only(tmp_path: Path) -> None:
    store = added(
        tmp_path,
        {"id": "a", "text": f"{OFF} {ASIDE}\n{ASIDE} Đường phố vắng người.", "published": "2025-03-06"},
    )
    excerpts, full = exporting.page(store), exporting.page(store, full=True)
    assert ASIDE not in excerpts
    assert "vắng người" not in excerpts
    assert '<p class="cut">[…]</p>' in excerpts
    assert ASIDE in full
    assert '<p class="cut">[…]</p>' not in full


def test_a_withdrawn_report_yields_no_words(tmp_path: Path) -> None:
    from biennien import decisions

    store = added(
        tmp_path,
        {"id": "a", "text": OFF, "published": "2025-03-06"},
        {"id": "b", "text": FIRST, "published": "2025-03-04"},
    )
    decisions.withdraw("a", store, by="Lan")
    page = exporting.page(store, full=True)
    assert "tuyên bố" not in page
    assert [r.get("withdrawn", {}).get("by") for r in record_in(page)["reports"] if r["id"] == "a"] == ["Lan"]


ELSEWHERE = "Thủ tướng Nhật Bản Sanae Takaichi hôm 4/3 thông báo sẽ thăm Malaysia vào ngày 9/3."


def test_a_story_is_what_its_reports_tell(tmp_path: Path) -> None:
    store = added(
        tmp_path,
        {"id": "a", "text": FIRST, "published": "2025-03-03"},
        {"id": "b", "text": f"{AGAIN} {OFF}", "published": "2025-03-06"},
        {"id": "c", "text": ELSEWHERE, "published": "2025-03-05"},
    )
    stories = {story.reports: story for story in views.stories(store)}
    story = stories["a", "b"]
    told = record_in(page := exporting.page(store, story=story.id[:6]))
    assert told["days"] == ["2025-03-03", "2025-03-06", None], "the day of the other story is left out"
    assert {r["id"] for r in told["reports"]} == {"a", "b"}
    assert "Takaichi" not in page
    assert {m["id"] for m in told["meetings"]} <= {m.id for m in app.meetings(store)}
    whole = record_in(exporting.page(store))
    changes = {c["id"]: c for c in whole["changes"]}
    assert told["changes"] and all(changes[c["id"]]["status"] == c["status"] for c in told["changes"])
    assert told["story"]["label"] == story.label
    assert f'id="story">{html.escape(story.label)}' in page
    with pytest.raises(InputError, match="no such story"):
        exporting.page(store, story="t-none")


def test_a_story_is_the_same_looked_at_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = added(
        tmp_path,
        {"id": "a", "text": FIRST, "published": "2025-03-03"},
        {"id": "b", "text": f"{AGAIN} {OFF}", "published": "2025-03-06"},
        {"id": "c", "text": ELSEWHERE, "published": "2025-03-05"},
    )
    (story,) = (story for story in views.stories(store) if "a" in story.reports)
    pages = []
    for small in (0, 100):  # as one of few reports, then as one of many
        monkeypatch.setattr("biennien.days._SMALL", 100 - small)
        pages.append(record_in(exporting.page(store, story=story.id)))
    assert pages[0] == pages[1]


def test_a_report_of_another_story_stands_aside_where_a_line_cites_it(tmp_path: Path) -> None:
    from biennien.days import _narrowed
    from biennien.export.html import Day, render_page
    from biennien.knowledge.world import World

    store = added(
        tmp_path,
        {"id": "a", "text": FIRST, "published": "2025-03-03"},
        {"id": "b", "text": f"{ELSEWHERE} {OFF}", "published": "2025-03-06"},
        {"id": "c", "text": ELSEWHERE, "published": "2025-03-07"},
    )
    seen = views.whole(store)
    day = _narrowed(Day(day=None, record=seen.record, reports=seen.reports), {"a"})
    assert {r.id for r in day.reports} == {"a", "b"}, "the plan that a tells is called off in b"
    assert {p for m in day.record.meetings for p in m.participants} == {"Donald Trump", "Vladimir Putin"}
    story = Story(id="t-1", label="x", reports=("a",), meetings=(), actors=(), first=None, last=None)
    words = {lang: load_words(lang) for lang in ("vi", "en")}
    told = record_in(render_page([day], {}, World({}, {}, ()), words, story=story))
    assert {r["id"]: r.get("aside", False) for r in told["reports"]} == {"a": False, "b": True}


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    store = added(
        tmp_path,
        {
            "id": "</title><b>",
            "title": "<b>đậm</b>",
            "outlet": "<i>",
            "url": "javascript:alert(1)",
            "text": HOSTILE,
            "published": "2025-03-06",
        },
    )
    page = exporting.page(store, full=True, title="</title><script>alert(2)</script>")
    assert page.count("<script") == page.count("</script>") == 2
    assert "<img" not in page
    assert "<b>" not in page
    assert "javascript:" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    shown = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert "\u202e" not in shown
    assert '<code class="control">U+202E</code>' in shown
    quotes = [row[4] for row in record_in(page)["citations"]]
    assert any(quote in HOSTILE and "</script>" in quote for quote in quotes), (
        "the record keeps the words to the letter"
    )


def test_the_policy_allows_this_style_and_this_script_and_nothing_else(samples: Path) -> None:
    page = exporting.page(samples)
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    policy = html.unescape(found[1])
    for element in ("style", "script"):
        (content,) = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r'(?:src|href)="(?!#|https?://example\.(?:org|com|vn))[^"]*"', page), (
        "no address but links to the reports"
    )
    assert not re.search(r"\son\w+=|\sstyle=", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))


def test_the_same_record_gives_the_same_page(samples: Path) -> None:
    assert exporting.page(samples) == exporting.page(samples)


def test_both_languages_have_the_same_words() -> None:
    texts = [
        files("biennien.export.html").joinpath(f"words_{lang}.toml").read_text("utf-8")
        for lang in ("vi", "en")
    ]
    vietnamese, english = (tomllib.loads(text) for text in texts)
    blanks = re.compile(r"\{\w+\}")
    for table in english:
        assert vietnamese[table].keys() == english[table].keys()
    scripts = "".join(
        path.read_text("utf-8") for path in Path(str(files("biennien.export.html"))).glob("**/*.j*")
    )
    for key, text in english["ui"].items():
        said = rf'ui\.{key}\b|"{key.removesuffix("_lead")}"'  # the lead of a part stands under its title
        assert re.search(said, scripts) or key in ("derived", "assumed"), f"nothing says {key}"
        optional = {"{month}", "{m}", "{mm}", "{d}", "{dd}"} if "month" in key or "day" in key else set()
        assert set(blanks.findall(text)) ^ set(blanks.findall(vietnamese["ui"][key])) <= optional, key
    for key in re.findall(r't\("ui\.(\w+)"', scripts):
        assert key in english["ui"], key


def test_what_cannot_be_written_is_said(samples: Path, tmp_path: Path) -> None:
    with pytest.raises(exporting.OutputError, match="cannot be written"):
        exporting.export_html(samples, tmp_path / "none" / "p.html")
    assert exporting.export_html(samples, tmp_path / "p.html") == (tmp_path / "p.html").stat().st_size
    assert [p.name for p in tmp_path.iterdir()] == ["p.html"]
