"""The limits of following feeds act."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("httpcore2", reason="httpcore2 is missing: pip install 'biennien[web]'")
pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")
from tests.watching import Web

from biennien import fetch
from biennien.fetch import Client, FetchError
from biennien.model import Limits
from biennien.model.errors import BiennienError, InputError, StoreError
from biennien.watch import watcher as watching
from biennien.watch.delivery import _append
from biennien.watch.diary import Diary, Parcel
from biennien.watch.plan import read_plan
from biennien.watch.watcher import Round, Watcher
from biennien.words import load_words

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


def test_how_many_entries_and_bytes_of_a_feed_are_taken(tmp_path: Path) -> None:
    web = Web()
    web.entries = ["1", "2", "3"]
    size = len(web.answer("/feed.xml")[1])
    for limit, value, added in (("feed.entries", 2, 2), ("feed.bytes", size - 1, 0), ("feed.bytes", size, 3)):
        (folder := tmp_path / f"{limit}{value}").mkdir()
        (folder / "plan.toml").write_text(f'[[feed]]\nurl = "http://{web.host}/feed.xml"\n')
        bounds = Limits.of({limit: value, "fetch.pause": 0})
        diary = Diary(folder / "diary")
        watcher = Watcher(
            read_plan(folder / "plan.toml"),
            folder / "a.sqlite",
            diary,
            bounds=bounds,
            limits=fetch.Limits.within(bounds.fetch, [web.host]),
        )
        found = watcher.round()
        diary.close()
        assert found.added == added
        assert [limit in words for words in found.warnings] == ([True] if added < 3 else [])
    web.close()


def test_a_webhook_that_takes_nothing_holds_up_no_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However short the longest wait is, and however long a try takes."""
    monkeypatch.setenv("HOOK_SECRET", "s3cret")
    (tmp_path / "plan.toml").write_text(
        FEED.replace("10s", "60s")
        + '[[rule]]\nname = "r"\non = "status"\nto = "http://127.0.0.1:9/"\nsecret = "HOOK_SECRET"\n'
    )
    bounds, clock, tried = Limits.of({"watch.longest_wait": 1}), [1_000_000.0], list[int]()

    def slow(parcel: Parcel, *_: object) -> str:
        tried.append(parcel.number)
        clock[0] += 20
        assert len(tried) < 9, "the round does not end"
        return "nobody is there"

    monkeypatch.setattr(watching, "deliver", slow)
    diary = Diary(tmp_path / "diary")
    for target in ("http://127.0.0.1:9/", "http://127.0.0.1:8/"):  # while one is tried, the other's wait ends
        diary.tell("r", target, {}, ["{}"])
    watcher = Watcher(
        read_plan(tmp_path / "plan.toml"), tmp_path / "a.sqlite", diary, bounds=bounds, now=lambda: clock[0]
    )
    watcher._deliver(Round())
    diary.close()
    assert sorted(tried) == [1, 2]


@pytest.mark.parametrize("end", ["", "-wal", ".link"])
@pytest.mark.parametrize("name", ["a.sqlite", "diary", "plan.toml"])
def test_no_rule_writes_into_the_record_the_diary_or_the_plan(tmp_path: Path, name: str, end: str) -> None:
    store, diary = tmp_path / "a.sqlite", Diary(tmp_path / "diary")
    store.write_bytes(b"SQLite format 3\0")
    if end == ".link":
        (tmp_path / f"{name}.link").symlink_to(tmp_path / name)
    (tmp_path / "plan.toml").write_text(
        f'{FEED.replace("10s", "60s")}[[rule]]\nname = "r"\non = "status"\nto = "{tmp_path}/x/../{name}{end}"\n'
    )
    (tmp_path / "x").mkdir()
    with pytest.raises(InputError, match="into this file") as error:
        Watcher(read_plan(tmp_path / "plan.toml"), store, diary)
    diary.close()
    assert error.value.where == str(tmp_path / name)


def test_what_a_plan_and_a_diary_say_is_said_in_vietnamese_too(tmp_path: Path) -> None:
    say, said = load_words("vi"), list[BiennienError]()
    rule = '[[rule]]\nname = "r"\non = "status"\nto = "PLAN"\n'.replace("PLAN", str(tmp_path / "plan.toml"))
    feed = FEED.replace("10s", "60s")
    for words in (f'{feed}again = ["1s"]\n', f"{FEED}\n", feed + rule):
        (tmp_path / "plan.toml").write_text(words)
        with pytest.raises(InputError) as error:
            read_plan(tmp_path / "plan.toml")
        said.append(error.value)
    (tmp_path / "words.txt").write_text("no database, but the words of somebody else")
    with pytest.raises(StoreError) as other:
        Diary(tmp_path / "words.txt")
    with Client(fetch.Limits(pause=0.0)) as web, pytest.raises(FetchError) as port:
        web.get("http://127.0.0.1:9/")
    for each in (*said, other.value, port.value):
        assert say.told(each.message) != each.message and say.told(each.remedy) != each.remedy
    for file in (tmp_path / "words.txt", tmp_path / "none" / "news.jsonl"):
        why = _append(file, "{}") or ""
        assert say.told(why) != why
