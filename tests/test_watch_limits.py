"""The limits of following feeds act."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("httpcore2", reason="httpcore2 is missing: pip install 'biennien[web]'")
pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")
from biennien import fetch
from biennien.model import Limits
from biennien.model.errors import InputError
from biennien.watch.diary import Diary
from biennien.watch.plan import read_plan
from biennien.watch.watcher import Watcher

FEED = '[[feed]]\nurl = "http://127.0.0.1:9/feed.xml"\nevery = "10s"\n'


def plan(folder: Path) -> Path:
    (folder / "plan.toml").write_text(FEED)
    return folder / "plan.toml"


def test_how_often_a_feed_may_be_looked_at(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"watch\.every \(60 s\)"):
        read_plan(plan(tmp_path))
    assert read_plan(plan(tmp_path), Limits.of({"watch.every": 5})).feeds[0].every == 10


def test_how_long_is_waited_how_often_tried_and_how_many_pages_are_read(tmp_path: Path) -> None:
    bounds = Limits.of(
        {
            "watch.every": 5,
            "watch.longest_wait": 700,
            "watch.tries": 2,
            "watch.pages": 3,
            "fetch.pause": 0,
            "fetch.connect": 0.2,
        }
    )
    wanted = read_plan(plan(tmp_path), bounds)
    diary = Diary(tmp_path / "diary")
    clock = [1_000_000.0]
    entries = [(str(n), f"http://127.0.0.1:9/{n}", None) for n in range(5)]
    watcher = Watcher(
        wanted,
        tmp_path / "a.sqlite",
        diary,
        bounds=bounds,
        limits=fetch.Limits.within(bounds.fetch, ["127.0.0.1:9"]),
        now=lambda: clock[0],
    )
    diary.looked(wanted.feeds[0].url, etag=None, modified=None, next_at=clock[0] + 10**6, entries=entries)
    assert [watcher._backoff(n) for n in (0, 1, 9)] == [300.0, 600.0, 700.0]
    found = watcher.round()  # nothing listens there
    assert found.left == 0 and len(diary.waiting(clock[0], 99)) == 2
    clock[0] += 10_000
    assert sum(watcher.round().left for _ in range(2)) == 3
    diary.close()
