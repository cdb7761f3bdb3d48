"""A watch loses nothing and doubles nothing, whatever feeds and webhooks do and wherever it is stopped."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")

from tests.watching import Desk, Web

from biennien import app
from biennien.cli import main
from biennien.model.errors import InputError, StoreError
from biennien.watch.diary import Diary
from biennien.watch.plan import read_plan
from biennien.watch.watcher import Watcher
from biennien.wording import Wording
from biennien.wording.news import line_of
from biennien.words import load_words


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.close()


def test_what_is_new_is_added_once(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    assert desk.round().added == 1
    assert desk.round().looked == 0  # not due
    web.entries = ["1", "2"]
    assert (found := desk.round(later=600)).added == 1 and not found.warnings
    assert desk.round(later=600).added == 0
    assert sorted(r.published_on or "" for r, _ in app.reports(desk.store)) == ["2026-03-02", "2026-03-03"]
    assert web.asked.count("/1.html") == 1


def test_a_page_that_fails_is_tried_again_and_the_others_go_on(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    web.entries, web.down = ["1", "2", "9"], {"/1.html"}
    found = desk.round()
    assert (found.added, found.left) == (1, 1)  # 9 is not there and will not be
    web.down = set()
    assert desk.round(later=100).added == 0
    assert desk.round(later=300).added == 1


def test_a_feed_that_fails_is_left_in_peace_for_longer_and_longer(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    web.down = {"/feed.xml"}
    assert desk.round().warnings == [f"http://{web.host}/feed.xml: the server answers 503."]
    desk.round(later=600)
    asked = web.asked.count("/feed.xml")
    desk.round(later=599)
    assert web.asked.count("/feed.xml") == asked
    web.down = set()
    assert desk.round(later=90_000).added == 1
    assert "no entry of a feed" in Desk(web, tmp_path, feed="/broken.xml").round().warnings[0]


@pytest.mark.parametrize("place", ["settled", "looked", "tell", "delivered"])
def test_a_stop_at_any_step_loses_nothing_and_doubles_nothing(
    web: Web, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(web, tmp_path, '[[rule]]\nname = "r"\non = "status"\nto = "print"\n')
    desk.round()
    web.entries = ["1", "2"]

    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Diary, place, stopped)
        with pytest.raises(KeyboardInterrupt):
            desk.round(later=600)
    printed = len(desk.lines)
    desk.round(later=600)
    assert len(app.reports(desk.store)) == 2
    assert len(desk.lines) >= 1 and len(desk.lines) - printed <= 1
    desk.round(later=600)
    assert any("postponed" in line for line in desk.lines)


def test_rules_tell_what_changed_since_and_nothing_of_before(web: Web, tmp_path: Path) -> None:
    file = tmp_path / "tin.jsonl"
    rules = (
        '[[rule]]\nname = "họp"\non = "status"\nwho = "putin"\nto = "print"\n'
        f'[[rule]]\nname = "lời"\non = "speaks"\nwho = "Trump"\nto = "{file}"\n'
    )
    desk = Desk(web, tmp_path, rules)
    assert desk.round().told == 0
    web.entries = ["1", "2", "3"]
    desk.round(later=600)
    assert any("cancelled" in line or "postponed" in line for line in desk.lines)
    told = len(desk.lines)
    assert desk.round(later=600).told == 0 and len(desk.lines) == told
    for line in file.read_text().splitlines() if file.exists() else []:
        assert json.loads(line)["statement"]["citations"]


def test_a_webhook_is_signed_tried_again_and_kept_in_order(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_SECRET", "s3cret")
    desk = Desk(
        web,
        tmp_path,
        f'[[rule]]\nname = "r"\non = "status"\nto = "http://{web.host}/hook"\nsecret = "HOOK_SECRET"\n',
    )
    desk.round()
    web.down = {"/hook"}
    for entries in (["1", "2"], ["1", "2", "3"]):
        web.entries = entries
        desk.round(later=600)
    assert not web.hooked
    web.down = set()
    desk.round(later=86_400)
    numbers = [int(headers["Biennien-Delivery"]) for headers, _ in web.hooked]
    assert len(numbers) >= 2 and numbers == sorted(numbers)
    for headers, body in web.hooked:
        at, mac = (part.partition("=")[2] for part in headers["Biennien-Signature"].split(","))
        assert hmac.compare_digest(
            mac, hmac.new(b"s3cret", f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        )
        assert json.loads(body)["event"] == "status"


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("", "names no feed"), ("[[feed]]\n", "'url' is missing"), ('[[feed]]\nurl = "ftp://a"', "no address of the web"), ("x = ", "no TOML"), ("y = 1", "'y' is no key"),
        ('[[feed]]\nurl = "http://a"\nevery = "3s"', "less than the limit watch.every"), ('[[feed]]\nurl = "http://a"\npages = 1', "neither true nor false"),
        ('[[feed]]\nurl = "http://a"\n[[feed]]\nurl = "http://a"', "stands twice"), ('feed = "http://a"', "no list of tables"),
        ('[[feed]]\nurl = "http://a"\n[[rule]]\nname = "r"\non = "x"', "nothing that is told"), ('[[feed]]\nurl = "http://a"\n[[rule]]\nname = "r"\non = "speaks"', "who speaks"),
        ('[[feed]]\nurl = "http://a"\n[[rule]]\nname = "r"\non = "status"\nto = "https://b"', "no secret"),
        ('[[feed]]\nurl = "http://["', "no address of the web"), ('[[feed]]\nurl = "http://a:99999/"', "no address of the web"), ('[[feed]]\nurl = "http://n:p@a/"', "no address of the web"),
        ('[[feed]]\nurl = "http://a"\n[[rule]]\nname = "r"\non = "status"\nto = "https://n:p@b"\nsecret = "S"', "no address of the web"),
    ],
)  # fmt: skip
def test_a_wrong_plan_says_where_and_what(tmp_path: Path, plan: str, words: str) -> None:
    (tmp_path / "p.toml").write_text(plan)
    with pytest.raises(InputError, match=words) as error:
        read_plan(tmp_path / "p.toml")
    assert error.value.remedy and "p.toml" in error.value.where


def test_the_command(web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(web, tmp_path)
    assert (
        main(["--lang", "en", "watch", str(tmp_path / "plan.toml"), "--once", "--store", str(desk.store)])
        == 0
    )
    told = capsys.readouterr().out
    ((report, _),) = app.reports(desk.store)
    assert told.startswith(f"+ Báo: {report.id} (new)\n")
    assert "1 look at feeds, 1 report added, 0 changed, 0 left out, 0 told." in told


def test_a_host_that_is_not_allowed_is_told_with_what_allows_it(
    web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(f'[[feed]]\nurl = "http://{web.host}/feed.xml"\n')
    assert main(["--lang", "vi", "watch", str(plan), "--once", "--store", str(tmp_path / "a.sqlite")]) == 1
    told = capsys.readouterr().out
    assert "127.0.0.1 không thuộc mạng công cộng" in told
    assert f'allow = ["{web.host}"]' in told and f"--allow-host {web.host}," in told


def test_what_is_printed_is_in_the_language_of_the_run() -> None:
    wording = Wording(say=load_words("vi"), names={"Greece": "Hy Lạp", "Turkey": "Thổ Nhĩ Kỳ"})
    cited = [{"report": "a", "paragraph": 2}]
    meeting = {"participants": ["Greece", "Turkey"], "kind": "meeting", "place": None, "status": "refused"}
    status: dict[str, Any] = {
        "event": "status",
        "was": {"status": "cancelled", "fate": "cancelled"},
        "meeting": meeting,
        "change": {"announced_by": [], "unnamed": "một nguồn tin", "citations": cited},
    }
    assert (
        line_of(status, wording)
        == "Hy Lạp – Thổ Nhĩ Kỳ: cuộc gặp: hủy → từ chối — “một nguồn tin” (không nêu tên) [a §2]"
    )
    status["change"] |= {"announced_by": ["Greece", "Turkey"]}
    assert "— Hy Lạp và Thổ Nhĩ Kỳ [" in line_of(status, wording)
    edited = {"report": "a", "outlet": "Báo", "title": None, "from": 1, "to": 2, "lines": [{"kind": "came"}]}
    assert line_of({"event": "edited", "edited": edited}, wording) == "Báo · a: phiên bản 1 → 2 (1 thêm) [a]"


HOOK = '[[rule]]\nname = "r"\non = "status"\nto = "http://{host}/hook?key=s3cret"\nsecret = "HOOK_SECRET"\n'


def test_news_behind_one_that_is_not_taken_are_not_due(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_SECRET", "s3cret")
    desk = Desk(web, tmp_path, HOOK.format(host=web.host))
    desk.round()
    web.entries, web.down = ["1", "2", "3"], {"/hook?key=s3cret"}
    found = desk.round(later=600)
    assert any("503" in words for words in found.warnings)
    assert not any("s3cret" in words for words in found.warnings)
    diary = Diary(tmp_path / "diary")
    diary.tell("r", f"http://{web.host}/hook?key=s3cret", {}, ["{}"])  # one behind it
    assert (due := diary.next_due()) is not None and due > desk.clock
    diary.close()


def test_entries_that_a_feed_calls_by_one_name_are_all_read(web: Web, tmp_path: Path) -> None:
    answer = web.answer
    web.entries = ["1", "2", "3"]

    def same(path: str) -> tuple[int, bytes, str]:
        status, body, kind = answer(path)
        return status, re.sub(rb"<guid>.*?</guid>", b"<guid>same</guid>", body), kind

    web.answer = same  # type: ignore[method-assign]
    desk = Desk(web, tmp_path)
    assert desk.round().added == 3
    assert desk.round(later=600).added == 0 and web.asked.count("/2.html") == 1


def test_a_page_is_not_given_up_while_the_rules_of_its_site_cannot_be_had(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path)
    desk.round()
    web.entries, web.down = ["1", "2"], {"/robots.txt"}
    assert desk.round(later=600).added == 0
    web.down = set()
    assert desk.round(later=6_000).added == 1


def test_a_feed_cannot_lead_to_where_webhooks_are(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(
        '[[feed]]\nurl = "http://a.example/"\n' + HOOK.format(host="127.0.0.1:9")
    )
    diary = Diary(tmp_path / "diary")
    watcher = Watcher(read_plan(tmp_path / "plan.toml"), tmp_path / "a.sqlite", diary)
    assert watcher._client.limits.allowed == () and watcher._hooks.limits.allowed == ("127.0.0.1:9",)
    diary.close()


def test_what_comes_into_an_empty_record_after_the_first_round_is_news(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, tmp_path, '[[rule]]\nname = "r"\non = "status"\n')
    web.down = {"/1.html"}
    assert desk.round().told == 0
    web.down = set()
    assert desk.round(later=600).told == 1


def test_a_diary_is_held_by_one_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Diary(tmp_path / "diary")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout, **rest: connect(path, timeout=0.1, **rest))
    with pytest.raises(StoreError, match="another watch"):
        Diary(tmp_path / "diary")
    first.close()
    Diary(tmp_path / "diary").close()
