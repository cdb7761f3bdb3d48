"""The use cases, from files to the record and back to the words."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.stores import connected, dump

import biennien
from biennien import app, loading, pipeline
from biennien.model import Report
from biennien.model.errors import InputError, StoreError

NOW = datetime(2025, 11, 20, tzinfo=UTC)
CALL = "Tổng thống Nga Vladimir Putin và Tổng thống Mỹ Donald Trump đã điện đàm hôm 16/10."
OFF = "Ông Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("record") / "samples.sqlite"
    added = app.add([str(app.samples_folder())], store, now=NOW)
    assert (added.new, added.unread, added.complete) == (10, 0, True)
    return store


def told(store: Path, as_known: str | None = None) -> str:
    """Everything that the record says, as the bytes of its JSON."""
    lists = (
        app.meetings_told(app.meetings(store, as_known=as_known)),
        app.statements_told(app.statements(store, as_known=as_known)),
        app.reports_told(app.reports(store, as_known=as_known)),
    )
    return json.dumps(lists, ensure_ascii=False)


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_the_same_reports_gives_the_same_bytes(samples: Path, tmp_path: Path, seed: int) -> None:
    reports = [found for found in pipeline.ingest([str(app.samples_folder())]) if isinstance(found, Report)]
    random.Random(seed).shuffle(reports)
    for number, report in enumerate(reports):
        row = {
            "id": report.id,
            "text": report.text,
            "outlet": report.outlet,
            "url": report.url,
            "title": report.title,
        }
        row["published"] = report.published_at or (
            report.published_on if report.dated_by == "metadata" else None
        )
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(row), "utf-8")
        if seed == 0:  # each on its own
            app.add([str(path)], tmp_path / "other.sqlite")
    app.add([str(tmp_path)], tmp_path / "other.sqlite")
    for as_known in (None, "2025-10-22"):
        assert told(tmp_path / "other.sqlite", as_known) == told(samples, as_known)


def test_the_same_again_changes_nothing(samples: Path) -> None:
    before = dump(samples)
    added = app.add([str(app.samples_folder())], samples)
    assert (added.new, added.unchanged) == (0, 10)
    assert dump(samples) == before


def test_every_citation_of_the_samples_holds(samples: Path) -> None:
    found = app.verify(samples)
    assert found.citations == found.citations_held > 50
    assert found.spans == found.spans_held > 500
    assert not found.failures


def test_verify_names_what_does_not_hold(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    (tmp_path / "a.txt").write_text(f"{OFF}\n", "utf-8")
    assert app.add([str(tmp_path / "a.txt")], store, published="2025-10-23").statements
    with connected(store) as connection:
        connection.execute("UPDATE texts SET text = ' ' || text")
    found = app.verify(store)
    assert found.citations_held == 0 < found.citations
    assert any("a §1" in failure for failure in found.failures)


def test_what_was_known_on_a_day(samples: Path) -> None:
    assert "cancelled" not in {
        c.status for m in app.meetings(samples, as_known="2025-10-21") for c in m.changes
    }
    assert "cancelled" in {c.status for m in app.meetings(samples) for c in m.changes}
    assert [r.id for r, _ in app.reports(samples, as_known="2025-10-21")][-1:] == ["02_chuan-bi"]
    with pytest.raises(InputError):
        app.meetings(samples, as_known="hôm qua")


@pytest.mark.parametrize("name", ["Donald Trump", "trump", "TRUMP", "tổng thống trump"])
def test_statements_by_a_name_or_a_part_of_it(samples: Path, name: str) -> None:
    found = app.statements(samples, by=name)
    if name.startswith("tổng"):
        assert not found
    else:
        assert {who for s in found for who in s.speaker} >= {"Donald Trump"}
        assert all("Donald Trump" in s.speaker for s in found)


def test_a_vietnamese_name_finds_its_body_and_an_unnamed_source_is_never_that_body(samples: Path) -> None:
    found = app.statements(samples, by="nha trang")
    assert found
    assert all("White House" in s.speaker and s.named for s in found)


def test_a_report_that_breaks_the_reader_takes_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_report = pipeline.read_report

    def broken(report: Report, knowledge: object) -> object:
        if report.id == "b":
            raise IndexError("a bug")
        return read_report(report, knowledge)  # type: ignore[arg-type]

    store = tmp_path / "a.sqlite"
    for name, text in (("a", CALL), ("b", "Tin khác."), ("c", OFF)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    monkeypatch.setattr(pipeline, "read_report", broken)
    added = app.add([str(tmp_path)], store, published="2025-10-23")
    assert (added.new, added.complete) == (3, False)
    assert [(i.code, i.where) for i in added.issues] == [("reader_failed", "b")]
    assert app.meetings(store)
    monkeypatch.undo()
    assert app.add(
        [str(tmp_path)], store, published="2025-10-23"
    ).complete  # and it is read once the bug is gone
    assert app.verify(store).spans_held > 0


def test_a_report_in_another_language_is_kept_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"id": "a", "text": "Trump met Putin.", "language": "en-GB"}))
    added = app.add([str(tmp_path / "a.json")], tmp_path / "a.sqlite")
    assert (added.new, added.meetings, [i.code for i in added.issues]) == (1, 0, ["language"])


def test_a_stopped_run_is_made_up_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "a.sqlite"
    (tmp_path / "a.txt").write_text(OFF, "utf-8")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "grow_record", stop)
    with pytest.raises(KeyboardInterrupt):
        app.add([str(tmp_path / "a.txt")], store, published="2025-10-23")
    monkeypatch.undo()
    fresh, before = app.meetings(store), dump(store)
    assert fresh and app.verify(store).citations  # queries see the whole, without writing
    assert dump(store) == before
    assert app.add([str(tmp_path / "a.txt")], store, published="2025-10-23").unchanged == 1
    assert app.meetings(store) == fresh
    assert dump(store) != before


def test_a_new_version_replaces_the_old_one_in_the_record(tmp_path: Path) -> None:
    store, file = tmp_path / "a.sqlite", tmp_path / "a.txt"
    file.write_text(OFF, "utf-8")
    app.add([str(file)], store, published="2025-10-23")
    file.write_text(f"{OFF} Thông tin đã được sửa.", "utf-8")
    assert app.add([str(file)], store, published="2025-10-23").versions == 1
    ((report, date),) = app.reports(store)
    assert (report.version, date.value) == (2, "2025-10-23")
    (tmp_path / "b.txt").write_text(f"{OFF} Thông tin đã được sửa.", "utf-8")
    assert app.add([str(tmp_path / "b.txt")], store, published="2025-10-24").copies == 1
    assert [(r.id, r.copy_of) for r, _ in app.reports(store)] == [("a", None), ("b", "a")]
    assert not app.verify(store).failures


def test_the_python_api(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OFF, "utf-8")
    story = biennien.Chronicle.open(tmp_path / "a.sqlite")
    assert story.add(tmp_path / "a.txt", published="2025-10-23").new == 1
    assert [m.fate for m in story.meetings()] == ["cancelled"]
    assert story.meetings(as_known="2025-10-21") == ()
    assert story.statements(by="trump")
    assert story.reports()[0][1].value == "2025-10-23"
    assert not story.verify().failures
    with pytest.raises(StoreError):
        biennien.Chronicle.open(tmp_path / "none.sqlite").meetings()


def test_one_text_is_read_without_a_record() -> None:
    reading = biennien.read_text(OFF, published="2025-10-23")
    assert [m.entity for m in reading.names][:1] == ["Donald Trump"]
    for text, published in (("  ", None), (OFF, "hôm qua")):
        with pytest.raises(InputError):
            biennien.read_text(text, published=published)
