"""Days and instants as people write them, and the record by what was recorded by then."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

import biennien
from biennien import app, decisions, known
from biennien.model.errors import InputError

CALL = "Tổng thống Nga Vladimir Putin và Tổng thống Mỹ Donald Trump đã điện đàm hôm 16/10."
OFF = "Ông Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025-10-21", "2025-10-21"),
        ("21/10/2025", "2025-10-21"),
        ("21-10-2025", "2025-10-21"),
        ("21.10.2025", "2025-10-21"),
        ("2025/10/21", "2025-10-21"),
        ("1/2/2025", "2025-02-01"),
        ("10/2025", "2025-10-31"),
        ("2025-W43", "2025-10-26"),
        (" 2025 ", "2025-12-31"),
    ],
)
def test_days(words: str, day: str) -> None:
    assert known.known_on(words) == day


@pytest.mark.parametrize("words", ["hôm qua", "31/02/2025", "21/10", "21/10/25", "2025-10-21T08:00", ""])
def test_what_is_no_day(words: str) -> None:
    with pytest.raises(InputError):
        known.known_on(words)


def test_the_month_does_not_stand_first_and_the_remedy_says_what_may_be_meant() -> None:
    with pytest.raises(InputError) as caught:
        known.known_on("10/21/2025")
    assert "2025-10-21" in caught.value.remedy


def test_what_could_be_either_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    known._last_day.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert {known.known_on("03/04/2025"), known.known_on("03/04/2025")} == {"2025-04-03"}
        assert known.known_on("04/04/2025") == "2025-04-04"
        assert known.known_on("21/10/2025") == "2025-10-21"
    assert [record.getMessage().count("2025-04-03") for record in caplog.records] == [1]


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("2025-10-21", "2025-10-21T16:59:59.999999+00:00"),
        ("21/10/2025", "2025-10-21T16:59:59.999999+00:00"),
        ("2025-10-21T08:30:00+00:00", "2025-10-21T08:30:00+00:00"),
        ("2025-10-21T08:30", "2025-10-21T01:30:00+00:00"),
    ],
)
def test_instants(words: str, instant: str) -> None:
    found = known.recorded_until(known.asked(None, words))
    assert found is not None and found.isoformat() == instant


def test_what_is_no_instant() -> None:
    with pytest.raises(InputError):
        known.recorded_until(known.asked(None, "2025-10-21T99:00"))


def at(day: int) -> datetime:
    return datetime(2025, 11, day, tzinfo=UTC)


def test_two_clocks(tmp_path: Path) -> None:
    """What was published early and recorded late was known then, but not recorded."""
    store = tmp_path / "a.sqlite"
    for name, text, published, day in (("off", OFF, "2025-10-23", 1), ("call", CALL, "2025-10-17", 3)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        app.add([str(tmp_path / f"{name}.txt")], store, published=published, now=at(day))
    whole = app.meetings(store)
    assert {m.fate for m in whole} == {"cancelled", "held"}

    def fates(as_known: str | None, recorded_by: str | None) -> list[str | None]:
        return [m.fate for m in app.meetings(store, as_known=app.asked(as_known, recorded_by))]

    assert fates("2025-10-20", None) == ["held"]
    assert fates(None, "2025-11-02") == ["cancelled"]
    assert fates("2025-10-20", "2025-11-02") == []
    assert fates(None, "2025-10-31") == []
    assert app.meetings(store, as_known=app.asked(None, "2025-11-05")) == whole


def test_decisions_count_from_when_they_were_taken(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    (tmp_path / "a.txt").write_text(OFF, "utf-8")
    app.add([str(tmp_path / "a.txt")], store, published="2025-10-23", now=at(1))
    decisions.withdraw("a", store, by="Lan", now=at(5))
    assert app.meetings(store) == ()
    assert [m.fate for m in app.meetings(store, as_known=app.asked(None, "2025-11-04"))] == ["cancelled"]
    assert app.meetings(store, as_known=app.asked(None, "2025-11-06")) == ()


def test_the_python_api_goes_by_either_clock(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OFF, "utf-8")
    biennien.Chronicle(tmp_path / "a.sqlite").add(tmp_path / "a.txt", published="2025-10-23")
    now = biennien.Chronicle.open(tmp_path / "a.sqlite", recorded_by="2999-01-01")
    before = biennien.Chronicle.open(tmp_path / "a.sqlite", recorded_by="2025-10-23")
    assert now.meetings() == biennien.Chronicle(tmp_path / "a.sqlite").meetings() != ()
    assert (before.meetings(), before.reports(), before.timeline(), before.stories()) == ((), (), [], ())
    assert now.meetings(as_known="22/10/2025") == ()
