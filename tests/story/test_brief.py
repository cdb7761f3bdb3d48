"""The morning note: what is new in front, then what stands; nothing of a later day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from biennien import Chronicle, cli, views
from biennien.notes import quoted

STORY = {
    "mot": (
        "2024-03-05",
        "Tổng thống Mỹ Joe Biden ngày 4/3 thông báo sẽ gặp Thủ tướng Ấn Độ Narendra Modi tại Rome vào ngày 20/3.\n\n"
        "Ngoại trưởng Ấn Độ Subrahmanyam Jaishankar ngày 4/3 nói Ấn Độ sẵn sàng đàm phán về thuế quan nếu Mỹ bớt thuế thép.",
    ),
    "hai": (
        "2024-03-09",
        "Nhà Trắng ngày 8/3 thông báo hoãn cuộc gặp giữa Tổng thống Joe Biden và Thủ tướng Narendra Modi tại Rome. "
        "Nhà Trắng không nêu lý do.",
    ),
    "ba": (
        "2024-03-14",
        "Tổng thống Mỹ Joe Biden ngày 13/3 cho biết ông đã hủy cuộc gặp với Thủ tướng Ấn Độ Narendra Modi tại Rome "
        "vì thấy hai bên còn quá xa nhau.\n\n"
        "Tổng thống Joe Biden ngày 13/3 kêu gọi Ấn Độ ngừng bắn ngay lập tức ở biên giới với Pakistan.",
    ),
}


def stored(path: Path, *names: str) -> Chronicle:
    rows = [{"id": n, "outlet": "Báo Mẫu", "published": STORY[n][0], "text": STORY[n][1]} for n in names]
    source = path.with_suffix(".json")
    source.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    found = Chronicle(path)
    found.add(source)
    return found


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    return stored(tmp_path_factory.mktemp("brief") / "all.sqlite", *STORY)


@pytest.mark.parametrize("day", ["2024-03-05", "2024-03-09", "2024-03-10"])
def test_the_note_as_known_is_that_of_a_record_without_the_later_reports(
    chronicle: Chronicle, day: str, tmp_path: Path
) -> None:
    then = stored(tmp_path / "then.sqlite", *(n for n, (published, _) in STORY.items() if published <= day))
    told = views.brief_told(chronicle.brief(as_known=day))
    assert told == {**views.brief_told(then.brief()), "until": day}
    assert '"report": "ba"' not in json.dumps(told) and chronicle.brief().until == "2024-03-14"


def test_a_last_day_that_only_repeats_does_not_hide_the_news_of_the_day_before(tmp_path: Path) -> None:
    rows = [{"id": n, "published": day, "text": text} for n, (day, text) in STORY.items()]
    rows.append({"id": "bon", "published": "2024-03-15", "text": f"{STORY['ba'][1]} Trời Rome có mưa."})
    (tmp_path / "s.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    found = Chronicle(tmp_path / "s.sqlite")
    found.add(tmp_path / "s.json")
    note = found.brief()
    assert (note.since, note.until) == ("2024-03-13", "2024-03-15")
    assert [c.status for _, c in note.news] == ["cancelled"] and note.words
    # Whoever names a day gets what came after that day, be it nothing.
    assert not found.brief(since="2024-03-14").news


def test_a_meeting_held_on_no_day_is_news_where_a_report_opens_with_it(tmp_path: Path) -> None:
    met = "Tổng thống Mỹ Joe Biden đã gặp Thủ tướng Ấn Độ Narendra Modi tại Rome."
    rest = "Trời Rome có mưa.\n\nHai bên chưa nói gì thêm."
    for name, text, told in (("dau", f"{met}\n\n{rest}", True), ("cuoi", f"{rest}\n\n{met}", False)):
        rows = [
            {"id": "cu", "published": "2024-03-05", "text": STORY["mot"][1]},
            {"id": "moi", "published": "2024-03-22", "text": text},
        ]
        (tmp_path / f"{name}.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        found = Chronicle(tmp_path / f"{name}.sqlite")
        found.add(tmp_path / f"{name}.json")
        assert ("held" in {c.status for _, c in found.brief(since="2024-03-21").news}) is told


def test_why_is_told_of_what_was_decided_since(chronicle: Chronicle) -> None:
    last = chronicle.brief()
    assert [(c.status, e.kind) for _, c in last.news for e in last.explanations if e.of == c.id] == [
        ("cancelled", "reason")
    ]
    assert len(last.explanations) == 1
    whole = chronicle.brief(since="2024-03-01")
    assert {e.kind for e in whole.explanations} == {"none_given", "reason"}


def test_the_positions_that_stand_are_the_last_and_the_new_are_marked(chronicle: Chronicle) -> None:
    last = chronicle.brief()
    keys = [(p.holder, p.topic, p.about) for p in last.positions]
    assert len(keys) == len(set(keys)) and last.positions
    marked = {p.id: any(c.report_id == "ba" for c in p.citations) for p in last.positions}
    assert {p for p, new in marked.items() if new} == last.fresh < set(marked)


def test_what_is_not_known_on_a_day(chronicle: Chronicle) -> None:
    plan = next(m for m in chronicle.meetings() if m.place == "Rome")
    gaps = {
        day: set(views.gaps_of(views.whole(chronicle.path, day)))
        for day in ("2024-03-05", "2024-03-09", None)
    }
    assert gaps == {
        "2024-03-05": set(),
        "2024-03-09": {("no_reason", plan.id), ("no_new_day", plan.id)},
        None: set(),
    }


def test_the_lines_stand_under_their_meeting_and_its_gaps_on_one_line(
    chronicle: Chronicle, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["brief", "--store", str(chronicle.path), "--since", "2024-03-01", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    label = "Joe Biden – Narendra Modi: meeting, Rome"
    changed = told[told.index("## What changed") : told.index("## What was said")]
    assert changed.count(label) == 1 and changed.count("\n  - **") == 3
    why = told[told.index("## Why") : told.index("## Where the reports")]
    assert why.count(label) == 1 and "““" not in told and "””" not in told
    assert told.index("## What changed") < told.index("## Where it stands") < told.index("## Conditions")
    known = ["brief", "--store", str(chronicle.path), "--as-known", "2024-03-10", "--lang", "en"]
    assert cli.main(known) == 0
    gaps = capsys.readouterr().out.split("## What is not known")[1].split("## Sources")[0]
    assert gaps.count(label) == 1 and "; no new day has been named" in gaps


TOLD_AGAIN = (
    (
        "mot",
        "2024-03-14",
        "Tổng thống Mỹ Joe Biden ngày 13/3 thông báo hủy cuộc gặp với Thủ tướng Ấn Độ Narendra Modi tại Rome ngày 20/3.",
    ),
    (
        "hai",
        "2024-03-16",
        "Ngoại trưởng Ấn Độ Subrahmanyam Jaishankar ngày 15/3 tuyên bố chính Ấn Độ đã hủy cuộc gặp giữa Thủ tướng Narendra Modi và Tổng thống Mỹ Joe Biden tại Rome.\n\n"
        "“Không ai ngồi vào bàn dưới bóng thuế thép”, ông Jaishankar nói.",
    ),
)


@pytest.fixture(scope="module")
def cancelled(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    folder = tmp_path_factory.mktemp("cancelled")
    rows = [{"id": n, "outlet": "Báo Mẫu", "published": day, "text": text} for n, day, text in TOLD_AGAIN]
    (folder / "a.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    found = Chronicle(folder / "a.sqlite")
    found.add(folder / "a.json")
    return found


def test_a_cancellation_is_of_the_day_and_voice_that_made_it_not_of_who_tells_it_again(
    cancelled: Chronicle, capsys: pytest.CaptureFixture[str]
) -> None:
    (meeting,) = cancelled.meetings()
    assert [("retold" in c.flags) for c in meeting.changes if c.status == "cancelled"] == [False, True]
    assert cli.main(["brief", "--store", str(cancelled.path), "--since", "2024-03-01", "--lang", "en"]) == 0
    stands = capsys.readouterr().out.split("## Where it stands")[1].split("##")[0]
    assert "cancelled (2024-03-13, by Joe Biden)" in stands


def test_who_speaks_of_a_plan_is_quoted_and_a_change_alone_has_its_day_behind_its_status(
    cancelled: Chronicle, capsys: pytest.CaptureFixture[str]
) -> None:
    since = ["--since", "2024-03-14", "--lang", "en"]
    assert cli.main(["brief", "--store", str(cancelled.path), *since]) == 0
    said = capsys.readouterr().out.split("## What was said")[1].split("##")[0]
    assert "Jaishankar" in said and "“Không ai ngồi vào bàn dưới bóng thuế thép”" in said
    assert cli.main(["brief", "--store", str(cancelled.path), "--since", "2024-03-01", "--lang", "en"]) == 0
    changed = capsys.readouterr().out.split("## What changed")[1].split("##")[0]
    assert "meeting, Rome**: cancelled (2024-03-13), by Joe Biden" in changed


def test_an_undated_line_stands_under_the_day_of_its_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Điện Kremlin cho biết Tổng thống Nga Vladimir Putin sẵn sàng gặp Tổng thống Ukraine Volodymyr Zelensky tại Moscow."
    source = tmp_path / "a.json"
    source.write_text(json.dumps({"id": "a", "published": "2025-08-02", "text": text}), "utf-8")
    Chronicle(tmp_path / "a.sqlite").add(source)
    assert cli.main(["brief", "--store", str(tmp_path / "a.sqlite"), "--lang", "vi"]) == 0
    positions = capsys.readouterr().out.split("## Điều kiện và lập trường")[1].split("##")[0]
    assert "sẵn sàng" in positions and "bản tin 02/08/2025" in positions


def test_the_note_as_json(chronicle: Chronicle, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["brief", "--store", str(chronicle.path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "biennien/1" and told["until"] == "2024-03-14" and told["since"] == "2024-03-13"
    assert [row["change"]["status"] for row in told["news"]] == ["cancelled"]
    assert all(row["new"] in (True, False) for row in told["positions"])


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("hai bên", "“hai bên”"),
        ("“hai bên”", "“hai bên”"),
        ("bỏ “gốc rễ” đi", "“bỏ ‘gốc rễ’ đi”"),
        ("“một” và “hai”", "“‘một’ và ‘hai’”"),
    ],
)
def test_quotation_marks_are_not_doubled(words: str, shown: str) -> None:
    assert quoted(words) == shown
