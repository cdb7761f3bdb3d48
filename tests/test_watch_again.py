"""Pages that their papers change after they were read, feeds that come and go, and a record that cannot be written just now."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")

from tests.watching import Desk, Web

from biennien import app, revisions
from biennien.model.errors import InputError, RecordLockedError, StoreError
from biennien.watch import rereading
from biennien.watch.delivery import deliver
from biennien.watch.diary import Diary, Parcel
from biennien.watch.plan import AGAIN, Rule, read_plan
from biennien.watch.watcher import Watcher
from biennien.wording import Wording
from biennien.words import load_words

HOUR, DAY = 3_600.0, 86_400.0
OTHERWISE = "Ông Trump ngày 2/3 thông báo hoãn cuộc gặp với ông Putin tại Hà Nội. “Chúng tôi sẽ không nói chuyện”, ông Trump nói."


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.close()


def numbers(desk: Desk) -> list[int]:
    """The versions of the reports in the record."""
    return [report.version for report, _ in app.reports(desk.store)]


@pytest.mark.parametrize("tagged", [True, False])
def test_a_changed_page_is_a_new_version_of_its_report(web: Web, tmp_path: Path, tagged: bool) -> None:
    web.tagged = tagged
    desk = Desk(web, tmp_path)
    desk.round()
    web.said["1"] = OTHERWISE
    assert (desk.round(later=HOUR - 1).changed, numbers(desk)) == (0, [1])
    found = desk.round(later=1)
    assert (found.changed, found.added, numbers(desk)) == (1, 0, [2])
    ((report, _),) = app.reports(desk.store)
    revision = revisions.history(desk.store, report.id).revision
    assert revision is not None and any(e.quotation for e in revision.effects)


def test_a_page_that_is_the_same_is_looked_at_less_and_less_and_then_never(web: Web, tmp_path: Path) -> None:
    web.tagged = True
    desk = Desk(web, tmp_path)
    desk.round()
    looks = []
    for hour in range(1, 24 * 3 + 2):
        before = len(web.asked)
        desk.round(later=HOUR)
        looks += [hour] * web.asked[before:].count("/1.html")
    desk.round(later=30 * DAY)
    assert looks == [seconds // 3_600 for seconds in AGAIN]
    assert web.answered.count(("/1.html", 304)) == len(AGAIN) and numbers(desk) == [1]


def test_after_a_change_the_looks_begin_anew_but_not_for_ever(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rereading, "_LOOKS", 5)
    desk = Desk(web, tmp_path)
    desk.rewrite('allow = ["HOST"]\n[[feed]]\nurl = "http://HOST/feed.xml"\noutlet = "Báo"\nagain = ["1h"]\n')
    desk.round()
    for n in range(8):
        web.said["1"] = f"{OTHERWISE} Lần sửa thứ {n}."
        desk.round(later=HOUR)
    assert web.asked.count("/1.html") == 1 + 5


def test_a_page_that_is_other_bytes_and_the_same_words_is_no_version(web: Web, tmp_path: Path) -> None:
    answer = web.answer
    count = iter(range(100))

    def stamped(path: str) -> tuple[int, bytes, str]:
        status, body, kind = answer(path)
        return status, body.replace(b"</body>", f"<!-- {next(count)} --></body>".encode()), kind

    web.answer = stamped  # type: ignore[method-assign]
    desk = Desk(web, tmp_path)
    desk.round()
    assert [desk.round(later=DAY).changed for _ in range(5)] == [0] * 5 and numbers(desk) == [1]


@pytest.mark.parametrize("how", ["gone", "moved"])
def test_a_page_that_was_taken_away_leaves_its_report(web: Web, tmp_path: Path, how: str) -> None:
    desk = Desk(web, tmp_path)
    desk.round()
    if how == "gone":
        web.gone.add("/1.html")
    else:
        web.moved["/1.html"] = "/2.html"
    (warning,) = desk.round(later=HOUR).warnings
    assert "its report stays" in warning
    asked = web.asked.count("/1.html")
    assert not desk.round(later=10 * DAY).warnings and web.asked.count("/1.html") == asked
    assert numbers(desk) == [1] and len(app.reports(desk.store)) == 1


def test_a_look_that_fails_is_made_up_for(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    desk.round()
    web.said["1"], web.down = OTHERWISE, {"/1.html"}
    assert desk.round(later=HOUR).changed == 0
    web.down = set()
    assert desk.round(later=1_800).changed == 1


def test_a_stop_between_the_version_and_the_diary_loses_and_doubles_nothing(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(web, tmp_path)
    desk.round()
    web.said["1"] = OTHERWISE

    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Diary, "looked_again", stopped)
        with pytest.raises(KeyboardInterrupt):
            desk.round(later=HOUR)
    assert numbers(desk) == [2]
    desk.round(later=1)
    assert numbers(desk) == [2] and len(app.reports(desk.store)) == 1


def test_what_a_feed_led_to_is_left_with_the_feed_and_taken_up_with_it(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    web.entries, web.down = ["1", "2"], {"/2.html"}
    assert desk.round().added == 1
    both = '[[feed]]\nurl = "http://HOST/feed.xml"\noutlet = "Báo"\n'
    other = 'allow = ["HOST"]\n[[feed]]\nurl = "http://HOST/feed.json"\n'
    web.entries = ["1"]
    desk.rewrite(other)
    web.down = set()
    desk.round(later=DAY)
    diary = Diary(tmp_path / "diary")
    (state, said) = diary._connection.execute("SELECT state, said FROM items WHERE key = '2'").fetchone()
    diary.close()
    assert (state, said) == ("left", "its feed is followed no more")
    asked = web.asked.count("/2.html")
    desk.round(later=DAY)
    assert web.asked.count("/2.html") == asked
    desk.rewrite(other + both)
    desk.round(later=DAY)
    assert web.asked.count("/2.html") == asked + 1


def test_a_json_feed_is_followed_too(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path, feed="/feed.json")
    web.entries = ["1", "2"]
    assert desk.round().added == 2 and desk.round(later=600).added == 0


def test_clocks_that_go_wrong_lose_nothing(web: Web, tmp_path: Path) -> None:
    """A Date of another century, a Last-Modified of the future or of no day at all: what is asked is answered by the server, not by us."""
    desk = Desk(web, tmp_path)
    for number, modified in enumerate(
        ("Fri, 31 Dec 2099 23:59:59 GMT", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "\xfc\xfc")
    ):
        web.headers = {"Date": "Mon, 01 Jan 1900 00:00:00 GMT", "Last-Modified": modified, "Age": "-7"}
        web.said["1"] = f"{OTHERWISE} Lần {number}."
        found = desk.round(later=DAY)
        assert found.added + found.changed == 1 and not found.warnings
    assert numbers(desk) == [4]


def test_a_record_that_cannot_be_used_does_not_end_the_watch(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(web, tmp_path)
    stop, waited, add = threading.Event(), list[float](), app.add

    def locked(*arguments: Any, **options: Any) -> Any:
        if len(waited) < 3:
            raise RecordLockedError("another program writes.", where="a.sqlite", remedy="Wait.")
        return add(*arguments, **options)

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        if len(waited) == 4:
            stop.set()
        return stop.is_set()

    monkeypatch.setattr(app, "add", locked)
    monkeypatch.setattr(stop, "wait", wait)
    diary = Diary(tmp_path / "diary")
    from biennien.fetch import Limits

    watcher = Watcher(
        desk.plan,
        desk.store,
        diary,
        limits=Limits(allowed=(web.host,), pause=0.0),
        echo=desk.lines.append,
        now=lambda: desk.clock,
    )
    total = watcher.run(stop)
    diary.close()
    assert total.added == 1 and waited[:3] == [5.0, 10.0, 20.0]
    assert [line for line in desk.lines if "another program writes" in line] == desk.lines[:3]


def test_with_once_a_record_that_cannot_be_used_is_told_and_nothing_is_lost(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(web, tmp_path)

    def full(*_: Any, **__: Any) -> Any:
        raise StoreError("the disk is full.", where="a.sqlite", remedy="Make room.")

    with monkeypatch.context() as broken:
        broken.setattr(app, "add", full)
        with pytest.raises(StoreError):
            desk.round()
    assert desk.round().added == 1


def test_an_edit_is_told_once_to_whom_it_concerns(web: Web, tmp_path: Path) -> None:
    rules = (
        '[[rule]]\nname = "sửa"\non = "edited"\nto = "print"\n'
        f'[[rule]]\nname = "Rubio"\non = "edited"\nwho = "Rubio"\nto = "{tmp_path / "rubio.jsonl"}"\n'
    )
    desk = Desk(web, tmp_path, rules)
    desk.round()
    web.said["1"] = OTHERWISE
    desk.round(later=HOUR)
    (line,) = desk.lines
    assert "version 1 → 2" in line and not (tmp_path / "rubio.jsonl").exists()
    desk.round(later=DAY)
    assert desk.lines == [line]


def test_a_line_that_was_written_and_not_noted_is_not_written_twice(tmp_path: Path) -> None:
    rule = Rule(name="r", on="edited", to=str(tmp_path / "tin.jsonl"))
    for number in (1, 2, 2):
        parcel = Parcel(number=number, rule="r", target=rule.to, body='{"event": "x"}', tries=0)
        assert deliver(parcel, rule, None, print, 0.0, Wording(say=load_words("en"))) is None  # type: ignore[arg-type]
    lines = (tmp_path / "tin.jsonl").read_text().splitlines()
    assert [json.loads(line)["number"] for line in lines] == [1, 2]


@pytest.mark.parametrize(
    "again",
    [
        '["' + "9" * 400 + 'd"]',
        '["900000d"]',
        '"1h"',
        '["1h", "1h"]',
        '["soon"]',
        '["30s"]',
        "[1]",
        str(["1h"] * 30).replace("'", '"'),
    ],
)
def test_times_to_look_again_that_are_none(tmp_path: Path, again: str) -> None:
    (tmp_path / "p.toml").write_text(f'[[feed]]\nurl = "http://a"\nagain = {again}\n')
    with pytest.raises(InputError, match="'again' is no list of times") as error:
        read_plan(tmp_path / "p.toml")
    assert error.value.remedy


def test_no_look_again_where_the_plan_wants_none(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    desk.rewrite('allow = ["HOST"]\n[[feed]]\nurl = "http://HOST/feed.xml"\nagain = []\n')
    desk.round()
    desk.round(later=10 * DAY)
    assert web.asked.count("/1.html") == 1
