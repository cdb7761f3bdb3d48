"""Feeds of all three kinds give the same entries; what is damaged in them costs no other."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("feedparser", reason="feedparser is missing: pip install 'biennien[web]'")
from biennien.ingest import Fetched, ingest
from biennien.ingest.feeds import find_entries, is_feed
from biennien.model import Issue, Report

WORDS = (
    "Hai bên cho biết cuộc gặp sẽ diễn ra vào tuần tới tại thủ đô, theo người phát ngôn của bộ ngoại giao. "
    * 3
)
FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Báo Tỉnh", "home_page_url": "https://bao.example/", "language": "vi", "authors": [{"name": "Ban Thời sự"}],
    "items": [
        {"id": "1", "url": "https://bao.example/1", "title": "Hẹn gặp", "content_html": f"<p>{WORDS}</p><p style='display:none'>ẩn</p><p>Hết.</p>",
         "date_published": "2026-03-02T08:00:00+07:00", "date_modified": "2026-03-02T09:00:00+07:00", "tags": ["Nga", 5], "authors": [{"name": "Lan"}, {"name": "An"}]},
        {"id": 2, "external_url": "https://khac.example/2", "content_text": f"{WORDS}\nHết."},
        {"id": "3", "url": "https://bao.example/3", "title": "Chỉ có tựa", "summary": "Ngắn."},
        {"title": 5}, "x", None,
    ],
}  # fmt: skip


def write(feed: Any) -> bytes:
    return json.dumps(feed, ensure_ascii=False).encode()


def test_a_json_feed_gives_its_entries() -> None:
    title, entries = find_entries(write(FEED))
    assert title == "Báo Tỉnh" and [e.key for e in entries] == ["1", "2", "3"]
    one, two, three = entries
    assert (one.url, one.title, one.author, one.tags) == (
        "https://bao.example/1",
        "Hẹn gặp",
        "Lan, An",
        ("Nga",),
    )
    assert (one.published, one.updated) == ("2026-03-02T08:00:00+07:00", "2026-03-02T09:00:00+07:00")
    assert one.lines == (WORDS.strip(), "Hết.")
    assert (two.url, two.author, two.published, two.lines) == (
        "https://khac.example/2",
        "Ban Thời sự",
        None,
        (WORDS.strip(), "Hết."),
    )
    assert not three.whole


@pytest.mark.parametrize("name", ["tin.json", "tin.xml", "-"])
def test_a_json_feed_is_read_wherever_it_lies(tmp_path: Path, name: str) -> None:
    (tmp_path / "tin.json").write_bytes(write(FEED))
    given = {"stdin": io.BytesIO(write(FEED))} if name == "-" else {"given": [(name, write(FEED))]}
    found = list(ingest(["-"] if name == "-" else [], **given))  # type: ignore[arg-type]
    reports = [f for f in found if isinstance(f, Report)]
    assert [(r.url, r.published_at, r.outlet) for r in reports] == [
        ("https://bao.example/1", "2026-03-02T08:00:00+07:00", "Báo Tỉnh"), ("https://khac.example/2", None, "Báo Tỉnh"),
    ]  # fmt: skip
    assert dict(reports[0].extra)["updated"] == '"2026-03-02T09:00:00+07:00"'
    assert [f.code for f in found if isinstance(f, Issue)] == ["teasers"]


@pytest.mark.parametrize("kind", ["application/feed+json", "application/json", "application/octet-stream"])
def test_a_json_feed_at_an_address(kind: str) -> None:
    got = Fetched(url="https://bao.example/feed.json", kind=kind, charset=None, body=write(FEED))
    found = list(ingest(["https://bao.example/feed.json"], fetch=lambda url: got))
    assert len([f for f in found if isinstance(f, Report)]) == 2


@pytest.mark.parametrize(
    ("feed", "entries"),
    [
        ({**FEED, "items": None}, 0), ({**FEED, "items": {"a": 1}}, 0), ({**FEED, "version": "https://jsonfeed.org/version/1"}, 3), ({**FEED, "authors": "x"}, 3),
        ({**FEED, "title": ["x"], "language": 7}, 3),
    ],
)  # fmt: skip
def test_a_strange_json_feed_is_read_as_far_as_it_goes(feed: dict[str, Any], entries: int) -> None:
    assert is_feed(write(feed)) and len(find_entries(write(feed))[1]) == entries


def test_a_feed_that_breaks_off_has_no_entries_and_json_that_is_none_is_no_feed() -> None:
    assert find_entries(write(FEED)[:300]) == (None, [])
    assert not is_feed(b'{"id": "a", "text": "version https://jsonfeed.org/version/1"}')
    assert not is_feed(b'{"a": {"version": "https://jsonfeed.org/version/1"}}')
    assert is_feed(
        b'\xef\xbb\xbf {"title": "x", "version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "items": []}'
    )


def test_a_feed_that_escapes_its_words_twice() -> None:
    words = f"&amp;lt;p&amp;gt;{WORDS} &amp;amp;quot;Được&amp;amp;quot;.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Hết.&amp;lt;/p&amp;gt;"
    feed = f"<rss><channel><item><title>Nga &amp;amp; Mỹ &amp;quot;gặp&amp;quot;</title><link>http://a/1</link><description>{words}</description></item></channel></rss>"
    ((entry,),) = (find_entries(feed.encode())[1],)
    assert entry.title == 'Nga & Mỹ "gặp"'
    assert entry.lines == (f'{WORDS.strip()} "Được".', "Hết.")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Mon, 02 Mar 2026 08:00:00 +0700", "2026-03-02T08:00:00+07:00"), ("Mon, 02 Mar 26 08:00:00 +0700", "2026-03-02T08:00:00+07:00"),
        ("Mon, 02 Mar 2026 08:00:00 GMT+7", "2026-03-02T08:00:00+07:00"), ("2 Mar 2026 01:00 GMT", "2026-03-02T01:00:00+00:00"),
        ("Mon, 02 Mar 2026 08:00:00 ICT", "2026-03-02T08:00:00+07:00"), ("2026-03-02T08:00:00.000+0700", "2026-03-02T08:00:00+07:00"),
        ("Mon, 02 Mar 2026 08:00:00 XQZ", None),
    ],
)  # fmt: skip
def test_the_time_of_an_entry_keeps_its_zone(written: str, at: str | None) -> None:
    feed = f"<rss><channel><item><link>http://a/1</link><pubDate>{written}</pubDate><description>{WORDS}</description></item></channel></rss>"
    report = next(f for f in ingest([], given=[("a.xml", feed.encode())]) if isinstance(f, Report))
    assert report.published_at == at
