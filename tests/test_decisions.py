"""A person's decisions: recorded and never changed, reversible, visible, and the record follows."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.stores import connected, dump

import biennien
from biennien import app, decisions
from biennien.model import Decision, in_force
from biennien.model.errors import InputError, StoreError

START = datetime(2025, 11, 20, tzinfo=UTC)
CALL = "Tổng thống Nga Vladimir Putin và Tổng thống Mỹ Donald Trump đã điện đàm hôm 16/10."
OFF = "Ông Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Report `goi` is dated, `hủy` is not, `hủy-2` has a wrong date."""
    rows = [
        {"id": "goi", "text": CALL, "published": "2025-10-17"},
        {"id": "hủy", "text": OFF},
        {"id": "hủy-2", "text": f"{OFF} Tin thêm.", "published": "2015-10-23"},
    ]
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert app.add([str(path)], tmp_path / "a.sqlite", now=START).new == 3
    return tmp_path / "a.sqlite"


def dates_of(store: Path) -> dict[str, tuple[str | None, str]]:
    return {report.id: (date.value, date.dated_by) for report, date in app.reports(store)}


def told(store: Path) -> str:
    record, reports = app.load(store)
    dated = [(r, next(d for d in record.dates if d.report_id == r.id)) for r in reports]
    lists = (
        app.meetings_told(record.meetings),
        app.statements_told(record.statements),
        app.reports_told(dated),
    )
    return json.dumps(lists, ensure_ascii=False)


def test_a_corrected_date_counts_says_who_and_what_was_and_can_be_taken_back(store: Path) -> None:
    before = told(store)
    done = decisions.correct("hủy-2", store, published="2025-10-23", reason="sai  năm\n", by="Lan", now=at(1))
    assert (done.date.value, done.date.dated_by, done.date.basis) == ("2025-10-23", "decision", "stated")
    assert done.date.why == "Lan, sai năm; was 2015-10-23 (metadata)"
    assert dates_of(store)["hủy-2"] == ("2025-10-23", "decision")
    row = next(row for row in app.reports_told(app.reports(store)) if row["id"] == "hủy-2")
    assert [(d["kind"], d["by"], d["reason"]) for d in row["decisions"]] == [("correct", "Lan", "sai năm")]  # type: ignore[attr-defined]
    undone = decisions.undo(done.decision.id[:6], store, by="Minh", now=at(2))
    assert (undone.date.value, undone.date.dated_by) == ("2015-10-23", "metadata")
    assert told(store) == before


def test_a_date_by_decision_counts_as_known_and_dates_others(store: Path) -> None:
    assert {c.effective or c.announced_on for m in app.meetings(store) for c in m.changes} >= {"2015-10-22"}
    decisions.correct("hủy-2", store, published="2025-10-23", by="Lan", now=at(1))
    ids = {
        day: [r.id for r, _ in app.reports(store, as_known=day)]
        for day in ("2015-12-31", "2025-10-22", "2025-10-23")
    }
    assert ids["2015-12-31"] == []
    assert "hủy-2" not in ids["2025-10-22"] and "hủy-2" in ids["2025-10-23"]
    assert not [m for m in app.meetings(store, as_known="2025-10-21") if m.fate == "cancelled"]
    assert [m for m in app.meetings(store, as_known="2025-10-23") if m.fate == "cancelled"]
    assert not app.verify(store).failures


def test_an_instant_counts_by_its_day_in_hanoi(store: Path) -> None:
    done = decisions.correct("hủy-2", store, published="2025-10-22T20:00:00Z", by="Lan", now=at(1))
    assert (done.date.value, done.report.published_at) == ("2025-10-23", "2025-10-22T20:00:00+00:00")


def test_an_undated_report_remembers_its_bounds(store: Path) -> None:
    decisions.correct("hủy-2", store, published="2025-10-23", by="Lan", now=at(1))
    done = decisions.correct("hủy", store, published="2025-10", by="Lan", now=at(2))
    assert (done.date.value, done.date.earliest, done.date.latest) == ("2025-10", "2025-10-01", "2025-10-31")
    assert done.date.why == "Lan; was 2025-10-22 – … (inference)"


def test_the_last_of_several_corrections_counts_and_each_can_be_undone(store: Path) -> None:
    first = decisions.correct("hủy", store, published="2025-10-23", by="Lan", now=at(1)).decision
    second = decisions.correct("hủy", store, published="2025-10-24", by="Minh", now=at(2)).decision
    assert second.was == "2025-10-23 (decision)"
    assert dates_of(store)["hủy"] == ("2025-10-24", "decision")
    decisions.undo(second.id, store, by="Lan", now=at(3))
    assert dates_of(store)["hủy"] == ("2025-10-23", "decision")
    third = decisions.correct("hủy", store, published="2025-10-25", by="Minh", now=at(4)).decision
    listed = decisions.decisions(store)
    assert [(j.decision.kind, j.in_force, j.ended_by and j.ended_by.kind) for j in listed] == [
        ("correct", False, "correct"),
        ("correct", False, "undo"),
        ("undo", False, None),
        ("correct", True, None),
    ]
    assert listed[0].ended_by == third
    decisions.undo(first.id, store, by="Minh", now=at(5))
    assert dates_of(store)["hủy"] == ("2025-10-25", "decision")


def test_a_withdrawn_report_stays_listed_and_yields_nothing(store: Path, tmp_path: Path) -> None:
    before = told(store)
    done = decisions.withdraw("hủy-2", store, reason="trùng", by="Lan", now=at(1))
    assert done.report.withdrawn == done.decision
    record, _ = app.load(store)
    cited = {c.report_id for m in record.meetings for change in m.changes for c in change.citations}
    assert cited == {"goi", "hủy"}
    assert {c.report_id for s in record.statements for c in s.citations} <= {"goi", "hủy"}
    assert dates_of(store)["hủy-2"] == ("2015-10-23", "metadata")
    rows = app.reports_told(app.reports(store))
    assert [row["id"] for row in rows if row["withdrawn"]] == ["hủy-2"]
    assert not app.verify(store).failures
    (tmp_path / "more.jsonl").write_text(json.dumps({"id": "hủy-2", "text": f"{OFF} Sửa."}), "utf-8")
    added = app.add([str(tmp_path / "more.jsonl")], store, now=at(2))  # nor does a later version
    assert (added.versions, [i.code for i in added.issues], added.complete) == (1, ["withdrawn"], True)
    assert f"biennien undo {done.decision.id}" in added.issues[0].remedy
    assert {c.report_id for s in app.statements(store) for c in s.citations} <= {"goi", "hủy"}
    decisions.undo(done.decision.id, store, by="Lan", now=at(3))
    assert next(r for r, _ in app.reports(store) if r.id == "hủy-2").version == 2
    assert told(store) != before


def test_taken_in_again_the_record_is_what_it_was(store: Path) -> None:
    before = told(store)
    done = decisions.withdraw("goi", store, by="Lan", now=at(1))
    assert told(store) != before
    assert next(d for d in app.load(store)[0].dates if d.report_id == "goi").value == "2025-10-17"
    decisions.undo(done.decision.id, store, by="Lan", now=at(2))
    assert told(store) == before


def test_an_undated_withdrawn_report_is_not_dated_and_dates_no_other(store: Path) -> None:
    decisions.correct("hủy-2", store, published="2025-10-23", by="Lan", now=at(1))
    done = decisions.withdraw("hủy", store, by="Lan", now=at(2))
    assert (done.date.value, done.date.earliest) == (None, None)
    assert "withdrawn" in done.date.why
    decisions.undo(done.decision.id, store, by="Lan", now=at(3))
    decisions.withdraw("hủy-2", store, by="Lan", now=at(4))
    assert dates_of(store)["hủy"] == (None, "inference")
    assert next(d for r, d in app.reports(store) if r.id == "hủy").earliest is None


def test_a_copy_takes_the_place_of_its_withdrawn_original(store: Path, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(
        json.dumps({"id": "b", "text": CALL, "published": "2025-10-18"}), "utf-8"
    )
    assert app.add([str(tmp_path / "b.json")], store, now=at(1)).copies == 1
    decisions.withdraw("goi", store, by="Lan", now=at(2))
    copies = {report.id: report.copy_of for report, _ in app.reports(store)}
    assert (copies["b"], copies["goi"]) == (None, "b")
    assert {c.report_id for m in app.meetings(store) for ch in m.changes for c in ch.citations} >= {"b"}


def test_a_correction_holds_for_the_words_it_was_made_on(store: Path, tmp_path: Path) -> None:
    decisions.correct("hủy-2", store, published="2025-10-23", by="Lan", now=at(1))
    row = {"id": "hủy-2", "text": f"{OFF} Sửa.", "published": "2025-10-25"}
    (tmp_path / "b.json").write_text(json.dumps(row), "utf-8")
    assert app.add([str(tmp_path / "b.json")], store, now=at(2)).versions == 1
    assert dates_of(store)["hủy-2"] == ("2025-10-25", "metadata")
    assert [r.version for r, _ in app.reports(store, as_known="2025-10-24") if r.id == "hủy-2"] == [1]


def test_a_report_that_breaks_the_reader_can_be_withdrawn(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from biennien import pipeline

    read_report = pipeline.read_report

    def broken(report: biennien.model.Report, knowledge: object) -> object:
        if report.id == "b":
            raise IndexError("a bug")
        return read_report(report, knowledge)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "read_report", broken)
    (tmp_path / "b.txt").write_text("Tin.", "utf-8")
    assert not app.add([str(tmp_path / "b.txt")], store).complete
    decisions.withdraw("b", store, by="Lan")
    assert app.add([str(tmp_path / "b.txt")], store).complete


def test_decisions_are_only_ever_added(store: Path) -> None:
    def rows() -> list[tuple[object, ...]]:
        with connected(store) as connection:
            return connection.execute("SELECT * FROM decisions ORDER BY row").fetchall()

    kept: list[tuple[object, ...]] = []
    done = decisions.correct("goi", store, published="2025-10-18", by="Lan", now=at(1))
    decisions.withdraw("goi", store, by="Lan", now=at(1))
    decisions.undo(done.decision.id, store, by="Lan", now=at(1))
    decisions.correct("goi", store, published="2025-10-18", by="Lan", now=at(1))  # the same once more
    found = rows()
    assert len({row[1] for row in found}) == 4
    decisions.undo(str(found[1][1]), store, by="Lan", now=at(1))
    kept = rows()
    assert kept[:4] == found
    assert {row[6] for row in kept} == {at(1).isoformat(timespec="microseconds")}


@pytest.mark.parametrize(
    ("name", "words", "remedy"),
    [
        ("hu", "there is no such report", "biennien reports"),
        ("", "there is no such report", "biennien reports"),
        ("hủy-3", "there is no such report", "Did you mean hủy-2?"),
        ("h", "more than one report begins so: hủy, hủy-2.", "Give more"),
    ],
)
def test_a_report_that_is_not_there(store: Path, name: str, words: str, remedy: str) -> None:
    before = dump(store)
    for decide in (
        lambda: decisions.withdraw(name, store),
        lambda: decisions.correct(name, store, published="2025-10-20"),
    ):
        with pytest.raises(InputError, match=words) as caught:
            decide()
        assert remedy in caught.value.remedy
    assert dump(store) == before


def test_an_id_in_full_goes_before_a_beginning_and_any_spelling_of_it_will_do(store: Path) -> None:
    import unicodedata

    assert (
        decisions.withdraw(unicodedata.normalize("NFD", "hủy"), store, by="Lan", now=at(1)).report.id == "hủy"
    )
    assert decisions.withdraw("go", store, by="Lan", now=at(2)).report.id == "goi"


def test_what_cannot_be_decided_is_said_and_changes_nothing(store: Path) -> None:
    out = decisions.withdraw("goi", store, by="Lan", now=at(1)).decision
    dated = decisions.correct("hủy", store, published="2025-10-23", by="Lan", now=at(2)).decision
    back = decisions.undo(out.id, store, by="Lan", now=at(3)).decision
    out = decisions.withdraw("goi", store, by="Minh", now=at(4)).decision
    before = dump(store)
    for decide, words in (
        (
            lambda: decisions.withdraw("goi", store),
            f"withdrawn already, by Minh on 2025-11-20 \\({out.id}\\)",
        ),
        (lambda: decisions.correct("hủy", store, published="2025-10-23"), f"dated so already.*{dated.id}"),
        (lambda: decisions.correct("hủy", store, published="hôm qua"), "'hôm qua' is no date"),
        (lambda: decisions.correct("hủy", store, published="2025-02-30"), "is no date"),
        (lambda: decisions.undo(back.of or "", store), f"undone already.*{back.id}"),
        (lambda: decisions.undo(back.id, store), "cannot be taken back itself"),
        (lambda: decisions.undo("d-none", store), "no such decision"),
    ):
        with pytest.raises(InputError, match=words) as caught:
            decide()
        assert caught.value.remedy
    assert dump(store) == before


def test_there_is_no_deciding_without_a_record(tmp_path: Path) -> None:
    for decide in (
        lambda: decisions.withdraw("a", tmp_path / "none.sqlite"),
        lambda: decisions.undo("d", tmp_path / "none.sqlite"),
        lambda: decisions.decisions(tmp_path / "none.sqlite"),
    ):
        with pytest.raises(StoreError, match="no record"):
            decide()
    assert not list(tmp_path.iterdir())


def test_words_of_any_bytes_are_kept(store: Path) -> None:
    done = decisions.withdraw("goi", store, reason="lỗi \udcff\x1b[31m", by=" \n", now=at(1))
    assert done.decision.reason == "lỗi \\udcff\x1b[31m"
    assert done.decision.by  # the account's name


def test_the_python_api(store: Path) -> None:
    story = biennien.Chronicle.open(store)
    done = story.correct("hủy-2", published="2025-10-23", reason="sai năm", by="Lan")
    assert story.withdraw("goi", by="Lan").report.withdrawn
    assert story.undo(done.decision.id, by="Lan").date.value == "2015-10-23"
    assert [j.decision.kind for j in story.decisions()] == ["correct", "withdraw", "undo"]


def test_what_counts_of_several_decisions() -> None:
    def row(name: str, kind: str, **keys: str) -> Decision:
        return Decision(id=name, kind=kind, identity="i", report_id="i", by="b", recorded_at="t", **keys)

    taken = [
        row("1", "correct", sha256="x"),
        row("2", "correct", sha256="y"),
        row("3", "correct", sha256="x"),
        row("4", "withdraw"),
        row("5", "undo", of="4"),
        row("6", "undo", of="3"),
    ]
    assert [d.id for d in in_force(taken)] == ["1", "2"]
