"""Copies of one text as users see them: with their likely origin, counted once, on every day, on every way in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks import copies as bench

from biennien import Chronicle, app, cli, pipeline, told
from biennien.desk import Desk
from biennien.model import Report

ROWS = [m.report for m in bench.made() if m.report.id in ("e0-wire", "e0-01", "e0-10", "e0-own", "e0-next")]


def write(path: Path, reports: list[Report]) -> Path:
    rows = [
        {"id": r.id, "outlet": r.outlet, "published": r.published_on, "text": r.text, "title": r.id.upper()}
        for r in reports
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    folder = tmp_path_factory.mktemp("copies")
    found = Chronicle(folder / "a.sqlite")
    wire = ROWS[0]
    twin = Report(id="twin", text=wire.text, sha256="", outlet="Báo Đôi", published_on="2026-01-11")
    assert found.add(write(folder / "a.jsonl", [*ROWS, twin])).copies == 1
    return found


def origins(chronicle: Chronicle, as_known: str | None = None) -> dict[str, str]:
    return {r.id: r.origin.origin for r, _ in chronicle.reports(as_known=as_known) if r.origin}


def test_copies_lead_to_their_origin_and_count_once(chronicle: Chronicle) -> None:
    assert origins(chronicle) == {"e0-01": "e0-wire", "e0-10": "e0-wire", "twin": "e0-wire"}
    counts = [(len(s.reports), s.independent) for s in chronicle.stories()]
    assert sum(n for n, _ in counts) == 6 and sum(m for _, m in counts) == 3
    rows = {row["id"]: row for row in told(chronicle.reports())}
    assert rows["twin"]["copy_of"] == "e0-wire" and rows["twin"]["origin"]["likeness"] == 1
    assert rows["e0-01"]["copy_of"] is None and 0.6 <= rows["e0-01"]["origin"]["likeness"] < 1
    assert rows["e0-01"]["origin"]["basis"] == "derived"
    assert rows["e0-own"]["origin"] is None


def test_the_groups_are_listed(chronicle: Chronicle) -> None:
    found = chronicle.reports(copies=True)
    assert next(r.id for r, _ in found) == "e0-wire"
    assert {r.id for r, _ in found} == {"e0-wire", "e0-01", "e0-10", "twin"}


@pytest.mark.parametrize("day", ["2026-01-10", "2026-01-11", None])
def test_a_day_knows_only_its_own_reports_whole_or_in_part(chronicle: Chronicle, day: str | None) -> None:
    desk = Desk(chronicle.path)
    whole = {r.id: r.origin for r in desk.whole(day).counting}
    assert {i: o.origin for i, o in whole.items() if o} == origins(chronicle, day)
    for some in (frozenset(whole), {"e0-01"}, {"twin", "e0-next"}):
        part = desk.part([i for i in some if i in whole], day)
        assert {r.id: r.origin for r in part.counting} == {r.id: whole[r.id] for r in part.counting}
    if day == "2026-01-10":
        assert "twin" not in whole and "e0-01" not in whole


def test_a_copy_without_its_origin_stands_for_itself(tmp_path: Path) -> None:
    record = Chronicle(tmp_path / "a.sqlite")
    record.add(write(tmp_path / "a.jsonl", ROWS))
    record.withdraw("e0-wire", by="Lan")
    assert set(origins(record)) | set(origins(record).values()) <= {"e0-01", "e0-10"}
    (undo,) = [d.decision.id for d in record.decisions()]
    record.undo(undo, by="Lan")
    assert origins(record) == {"e0-01": "e0-wire", "e0-10": "e0-wire"}


def test_the_date_decides_which_is_the_origin(tmp_path: Path) -> None:
    record = Chronicle(tmp_path / "a.sqlite")
    record.add(write(tmp_path / "a.jsonl", ROWS))
    record.correct("e0-01", published="2026-01-02", by="Lan")
    assert origins(record) == {"e0-wire": "e0-01", "e0-10": "e0-01"}


@pytest.mark.parametrize(("lang", "words"), [("en", "independent"), ("vi", "gần như nguyên văn của e0-wire")])
def test_the_command_line_shows_them(
    chronicle: Chronicle,
    lang: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BIENNIEN_LANG", lang)
    assert cli.main(["reports", "--copies", "--store", str(chronicle.path)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert words in out and "e0-own" not in out
    assert cli.main(["stories", "--store", str(chronicle.path)]) == 0
    assert ("độc lập" if lang == "vi" else "independent") in capsys.readouterr().out


def test_what_one_text_tells_twice_is_no_second_explanation(tmp_path: Path) -> None:
    text = (
        "Ngày 2/3, Tổng thống Pháp Emmanuel Macron thông báo hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva "
        "vì bất đồng về thuế quan giữa hai nước. Hai đoàn đã chuẩn bị cho chuyến đi suốt nhiều tuần và khách sạn đã được đặt."
    )
    rows = [
        Report(id=i, text=t, sha256="", outlet=i, published_on=f"2026-03-0{n}")
        for n, (i, t) in enumerate((("a", text), ("b", f"{text} Dư luận chờ xem.")), 2)
    ]
    record = Chronicle(tmp_path / "a.sqlite")
    record.add(write(tmp_path / "a.jsonl", rows))
    found = record.explanations()
    assert origins(record) == {"b": "a"}
    assert found[0].independent and not any(e.independent for e in found[1:])


def test_the_same_rows_whatever_comes_first(tmp_path: Path) -> None:
    kept = []
    for n, order in enumerate((ROWS, ROWS[::-1])):
        path = tmp_path / f"{n}.sqlite"
        with app.opened_store(path, writable=True) as store:
            for k, report in enumerate(order):
                store.add([report], f"2026-01-01T00:00:{k:02d}.000000+00:00")
                app.bring_up_to_date(store)
                store.group(pipeline.grow_stories, app.reader_version())
            with store.looking(app.reader_version()) as look:
                assert look is not None
                kept.append((look.copies(), look.beside(["e0-wire"])))
    assert kept[0] == kept[1] and len(kept[0][0] or {}) == 2
