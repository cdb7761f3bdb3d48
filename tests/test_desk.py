"""The desk shows what the use cases give, from a part of the record, and goes on showing it while somebody adds."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from biennien import app, decisions, narrowing, views
from biennien.desk import Desk
from biennien.finding import Finder
from biennien.model.errors import InputError, NoRecordError

MORE = (
    "Ngày 2/12/2025, Tổng thống Pháp Emmanuel Macron nói sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    app.add([str(app.samples_folder())], tmp_path / "a.sqlite")
    (tmp_path / "m.txt").write_text(MORE, "utf-8")
    return tmp_path / "a.sqlite"


def test_a_story_is_what_the_whole_record_has_of_it(path: Path) -> None:
    desk, whole = Desk(path), views.whole(path)
    assert desk.whole() == whole
    assert desk.stories() == views.stories_of(whole)
    for story in desk.stories():
        seen = desk.whole(story=story.id[:8])
        told = narrowing.in_story(whole.record, desk.stories(), story.id)
        assert (seen.record.meetings, seen.record.statements) == (told.meetings, told.statements)
        assert {*story.reports} <= {r.id for r in seen.reports}
        for day in sorted({d.earliest for d in whole.record.dates if d.earliest})[::3]:
            then = views.whole(path, day)
            told = narrowing.told_by(then.record, story.reports)
            seen = desk.whole(day, story.id)
            assert (seen.record.meetings, seen.record.statements) == (told.meetings, told.statements)
            assert [r.id for r in seen.counting if r.id in story.reports] == [
                r.id for r in then.counting if r.id in story.reports
            ]


def test_what_was_made_is_kept_until_something_is_recorded_or_decided(path: Path, tmp_path: Path) -> None:
    desk = Desk(path)
    first, stories, whole = desk.state(), desk.stories(), desk.whole()
    assert desk.stories() is stories and desk.whole() is whole and desk.state() == first
    app.add([str(tmp_path / "m.txt")], path)
    second = desk.state()
    assert second != first
    assert "m" in {i for story in desk.stories() for i in story.reports}
    decisions.withdraw("m", path, by="Lan")
    assert desk.state() not in (first, second)
    assert "m" not in {i for story in desk.stories() for i in story.reports}
    assert desk.stories() == views.stories_of(views.whole(path))


def test_the_link_to_a_story_leads_to_it_when_an_earlier_report_joins(tmp_path: Path) -> None:
    text = "Ngày {}/12/2025, Tổng thống Pháp Emmanuel Macron nói sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva bên hồ Leman."
    for day in (1, 2, 3):
        (tmp_path / f"{day}.txt").write_text(text.format(day), "utf-8")
    desk = Desk(tmp_path / "a.sqlite")
    app.add([str(tmp_path / f"{day}.txt") for day in (2, 3)], desk.path)
    (former,) = desk.stories()
    app.add([str(tmp_path / "1.txt")], desk.path)
    (story,) = desk.stories()
    assert story.id != former.id and len(story.reports) == 3
    assert desk.story(former.id) == story == narrowing.story_in(desk.path, former.id)
    assert desk.whole(story=former.id) == desk.whole(story=story.id)


def test_while_somebody_adds_the_record_before_is_shown(path: Path, tmp_path: Path) -> None:
    desk = Desk(path)
    first, stories = desk.state(), desk.stories()
    (found,) = app.read([str(tmp_path / "m.txt")])
    assert isinstance(found, tuple)
    with app.opened_store(path, writable=True) as store:
        store.add([found[0]], "2026-01-01T00:00:00.000000+00:00")
        assert desk.state() == first and desk.stories() == stories and not desk.is_settled()
        assert "m" not in {r.id for r in desk.whole().reports}
        app.bring_up_to_date(store)
    assert desk.state() != first and desk.is_settled()
    assert "m" in {r.id for r in desk.whole().reports}


def test_a_record_that_is_never_brought_up_to_date_is_made_here_after_a_while(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("biennien.desk._PATIENCE", 0.0)
    (found,) = app.read([str(tmp_path / "m.txt")])
    assert isinstance(found, tuple)
    with app.opened_store(path, writable=True) as store:
        store.add([found[0]], "2026-01-01T00:00:00.000000+00:00")
    desk = Desk(path)
    assert "m" in {r.id for r in desk.whole().reports}
    assert "m" in {i for story in desk.stories() for i in story.reports}


def test_a_started_desk_brings_up_to_date_what_somebody_stopped_adding(path: Path, tmp_path: Path) -> None:
    (found,) = app.read([str(tmp_path / "m.txt")])
    assert isinstance(found, tuple)
    with app.opened_store(path, writable=True) as store:
        store.add([found[0]], "2026-01-01T00:00:00.000000+00:00")
    desk = Desk(path)
    assert not desk.is_settled()
    desk.warm()
    assert desk.is_settled() and "m" in {i for story in desk.stories() for i in story.reports}


def test_two_who_ask_at_once_wait_for_one_making(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, made = Desk(path), []
    monkeypatch.setattr(views, "stories_in", lambda kept: made.append(kept) or ())
    threads = [threading.Thread(target=desk.stories) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_what_is_not_there_is_said(path: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        Desk(path).whole(story="t-none")
    with pytest.raises(NoRecordError):
        Desk(tmp_path / "none.sqlite").stories()


def test_words_are_found_with_and_without_diacritics(path: Path) -> None:
    desk = Desk(path)
    whole = Finder(desk.whole(), desk.stories())
    for asked in (
        "budapest",
        "hoãn cuộc gặp",
        "hoan cuoc gap",
        "Putin",
        "thượng đỉnh",
        "không có lý do",
        "mát-xcơ-va",
    ):
        found, all_ = desk.search(asked), whole.find(asked)
        assert found == all_, asked
    assert desk.search("thượng đỉnh").reports
    marked, bare = desk.search("hoãn"), desk.search("hoan")
    assert {r.id for r in marked.reports} < {r.id for r in bare.reports} or marked.reports == bare.reports
    assert all("hoãn" in s.content.lower() for s in marked.statements)
    assert not desk.search("hoản").statements
    assert desk.search("budap").reports == desk.search("budapest").reports
    assert not desk.search("   ").any and not desk.search('"*(-^').any


def test_a_search_in_a_story_or_on_a_day_finds_what_is_there(path: Path) -> None:
    desk = Desk(path)
    story = desk.stories()[0]
    found = desk.search("gặp", story=story.id)
    assert found.reports and {r.id for r in found.reports} <= {
        r.id for r in desk.whole(story=story.id).reports
    }
    days = sorted({d.earliest for d in desk.whole().record.dates if d.earliest})
    early = desk.search("gặp", days[1])
    whole = desk.whole(days[1])
    assert {r.id for r in early.reports} <= {r.id for r in whole.counting}
    assert set(early.statements) <= set(whole.record.statements)
    assert set(early.meetings) <= set(whole.record.meetings)


def test_what_is_changed_is_found_by_its_new_words_only(path: Path, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(MORE.replace("Geneva", "Oslo"), "utf-8")
    desk = Desk(path)
    assert not desk.search("oslo").reports
    app.add([str(tmp_path / "n.txt")], path)
    assert [r.id for r in desk.search("oslo").reports] == ["n"]
    (tmp_path / "n.txt").write_text(MORE.replace("Geneva", "Zürich"), "utf-8")
    app.add([str(tmp_path / "n.txt")], path)
    assert not desk.search("oslo").reports
    assert [r.id for r in desk.search("zurich").reports] == ["n"]


def test_the_last_day_tells_what_moved(path: Path, tmp_path: Path) -> None:
    desk = Desk(path)
    off = "Ngày 5/12/2025, Tổng thống Pháp Emmanuel Macron hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."
    for name, day, text in (("m", "2025-12-02", MORE), ("n", "2025-12-05", off)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        app.add([str(tmp_path / f"{name}.txt")], path, published=day)
    today, before = desk.today(), desk.today("2025-12-02")
    assert today is not None and before is not None
    assert (today.day, today.reports) == ("2025-12-05", ("n",))
    (move,) = today.moves
    assert (move.before, move.meeting.status, move.change.announced_by) == (
        "announced",
        "cancelled",
        ("Emmanuel Macron",),
    )
    assert [(s.reports, n) for s, n in today.stories] == [(("m", "n"), 1)]
    assert [(m.before, m.meeting.id) for m in before.moves if "Sanae Takaichi" in m.meeting.participants] == [
        (None, move.meeting.id)
    ]
    assert desk.today("1999-01-01").reports == ()


def test_some_meetings_are_those_of_the_record(path: Path) -> None:
    desk, whole = Desk(path), views.whole(path)
    ids = [m.id for m in whole.record.meetings[:3]]
    seen = desk.meetings(ids, ["03_hoan"])
    assert seen.record.meetings == whole.record.meetings[:3]
    cited = {c.report_id for m in seen.record.meetings for change in m.changes for c in change.citations}
    assert {r.id for r in seen.reports} >= cited
    assert set(seen.reports) <= set(whole.reports) and set(seen.record.dates) <= set(whole.record.dates)
