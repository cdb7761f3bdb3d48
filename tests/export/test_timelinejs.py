"""TimelineJS puts its words into the page as HTML: they are escaped; dates stand as far as they are known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from biennien.export.contents import Contents
from biennien.export.timelinejs import render

ALLOWED = {"p", "blockquote", "a"}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def slides(contents: Contents) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render(contents))["events"]
    return found


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, str):
        yield value


def test_no_word_from_outside_is_markup(samples: Contents, hostile: Contents) -> None:
    for contents in (samples, hostile):
        tags = Tags()
        for text in texts(json.loads(render(contents))):
            tags.feed(text)
        assert {tag for tag, _ in tags.found} <= ALLOWED
        for tag, attributes in tags.found:
            assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
            assert (attributes.get("href") or "https://").startswith(("http://", "https://"))
    assert slides(hostile)


def test_each_slide_has_a_date_a_head_and_its_words(samples: Contents) -> None:
    found = slides(samples)
    assert len({slide["unique_id"] for slide in found}) == len(found)
    for slide in found:
        assert slide["start_date"]["year"] >= 2025
        assert slide["text"]["headline"]
        assert "<blockquote>“" in slide["text"]["text"]
        assert "§" in slide["text"]["text"]


def test_a_month_has_no_day_and_a_week_has_two(samples: Contents) -> None:
    by_id = {slide["unique_id"]: slide for slide in slides(samples)}
    month, week = (
        next(by_id[m.id] for m in samples.record.meetings if m.planned_for == value)
        for value in ("2025-10", "2025-W43")
    )
    assert month["start_date"] == {"year": 2025, "month": 10}
    assert week["start_date"] == {"year": 2025, "month": 10, "day": 20}
    assert week["end_date"] == {"year": 2025, "month": 10, "day": 26}
    assert week["display_date"] == "tuần 43/2025"


def test_what_has_no_day_is_counted_not_dated(samples: Contents) -> None:
    without = [c.id for m in samples.record.meetings for c in m.changes if c.day is None]
    shown = {slide["unique_id"] for slide in slides(samples)}
    assert without
    assert not shown & set(without)
    assert "không có ngày riêng" in json.loads(render(samples))["title"]["text"]["text"]
