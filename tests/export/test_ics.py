"""The calendar, read again with the library of RFC 5545: what a calendar program would show."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.export.conftest import cite, contents_with, dated, report

from biennien import app, decisions, exporting, views
from biennien.export.contents import Contents
from biennien.model import Change, Meeting, Record

icalendar = pytest.importorskip("icalendar")
ics = pytest.importorskip("biennien.export.ics")

FIRST = "Nhà Trắng hôm 3/3 thông báo Tổng thống Donald Trump sẽ gặp Tổng thống Vladimir Putin tại Budapest ngày 20/3."
OFF = (
    "Ông Donald Trump hôm 5/3 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest ngày 20/3."
)


def entries(content: bytes) -> list:  # type: ignore[type-arg]
    calendar = icalendar.Calendar.from_ical(content)
    assert not calendar.errors
    return [*calendar.walk("VEVENT"), *calendar.walk("VTODO")]


@pytest.fixture
def one(change: Callable[..., Change], meeting: Callable[..., Meeting]) -> Callable[..., Contents]:
    """A calendar of one meeting."""

    def make(told: str = "announced", day: str | None = "2025-10-30", **more: object) -> Contents:
        source = report(
            "r1", "Hai bên sẽ gặp nhau tại Hà Nội.", url="https://bao.example/1", outlet="Báo Mẫu"
        )
        planned = meeting(change(cite(source, "sẽ gặp nhau"), told), planned_for=day)
        planned = dataclasses.replace(planned, **more)  # type: ignore[arg-type]
        return contents_with(
            Record(dates=(dated("r1", "2025-10-21"),), meetings=(planned,)), source, revision=3
        )

    return make


def test_a_plan_is_an_event_with_its_words_and_their_place(one: Callable[..., Contents]) -> None:
    [event] = entries(ics.render(one()))
    assert str(event["UID"]) == "m-1@biennien"
    assert event["DTSTART"].dt == date(2025, 10, 30)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTEND"].dt == date(2025, 10, 31)
    assert int(event["SEQUENCE"]) == 3
    assert event["LOCATION"] == "Hanoi"
    assert "“sẽ gặp nhau” (Báo Mẫu, 2025-10-21, r1 §1)" in event["DESCRIPTION"]
    assert event["URL"] == "https://bao.example/1"
    assert event["DTSTAMP"].dt.isoformat() == "2025-10-21T00:00:00+00:00"


@pytest.mark.parametrize(
    ("status", "fate", "shown"),
    [
        ("announced", "announced", "CONFIRMED"),
        ("held", "held", "CONFIRMED"),
        ("unclear", "announced", "TENTATIVE"),
        ("conditional", None, "TENTATIVE"),
        ("postponed", "postponed", "TENTATIVE"),
        ("cancelled", "cancelled", "CANCELLED"),
        ("not_ruled_out", "cancelled", "CANCELLED"),  # somebody hopes on; the day is off all the same
        ("refused", "refused", "CANCELLED"),
    ],
)
def test_the_status_is_what_was_decided_last(
    one: Callable[..., Contents], status: str, fate: str | None, shown: str
) -> None:
    found = one("announced", status=status, fate=fate)
    assert entries(ics.render(found))[0]["STATUS"] == shown


@pytest.mark.parametrize(
    ("value", "first", "after"),
    [
        ("2025-W43", date(2025, 10, 20), date(2025, 10, 27)),
        ("2025-02", date(2025, 2, 1), date(2025, 3, 1)),
        ("2025-10-21T10:00", date(2025, 10, 21), date(2025, 10, 22)),
    ],
)
def test_a_week_or_a_month_is_a_span_of_days(
    one: Callable[..., Contents], value: str, first: date, after: date
) -> None:
    [event] = entries(ics.render(one(day=value)))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, after)


@pytest.mark.parametrize("value", [None, "XXXX-10-30", "2026", "P2W"])
def test_what_has_no_day_is_a_to_do_and_is_counted(one: Callable[..., Contents], value: str | None) -> None:
    content = ics.render(one(day=value))
    [todo] = entries(content)
    assert todo.name == "VTODO"
    assert todo["STATUS"] == "NEEDS-ACTION"
    assert b"1 plan has no day" in content.replace(b"\r\n ", b"")


def test_days_that_all_leave_for_a_plan_are_its_span(one: Callable[..., Contents]) -> None:
    [event] = entries(ics.render(one(day=None, window="2025-10-27/2025-10-30")))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2025, 10, 27), date(2025, 10, 31))


def test_what_was_held_and_never_planned_is_no_appointment(one: Callable[..., Contents]) -> None:
    assert entries(ics.render(one("held"))) == []


def test_lines_are_folded_in_octets_and_end_as_the_standard_says(
    samples: Contents, hostile: Contents
) -> None:
    for contents in (samples, hostile):
        content = ics.render(contents)
        assert content.endswith(b"END:VCALENDAR\r\n")
        for line in content.split(b"\r\n"):
            assert len(line) <= 75
            assert b"\n" not in line
            line.decode()  # no letter is cut in two


def test_hostile_words_end_no_property(hostile: Contents) -> None:
    content = ics.render(hostile)
    assert content.count(b"BEGIN:VEVENT\r\n") == 1
    [event] = entries(content)
    assert event["STATUS"] == "CANCELLED"
    assert "URL" not in event
    assert len(event["DESCRIPTION"]) <= 8_192
    assert not set("\x00\x07\u202e") & set(content.decode())


def test_one_event_for_life_whose_sequence_rises(tmp_path: Path) -> None:
    """The same event is told of again, cancelled, taken out and taken in: one UID, and each time a higher SEQUENCE."""
    store = tmp_path / "r.sqlite"
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    (tmp_path / "b.txt").write_text(OFF, "utf-8")
    told = []

    def look() -> None:
        [event] = entries(exporting.export(store, "ics", lang="en").content)
        told.append((str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])))

    app.add([str(tmp_path / "a.txt")], store, published="2025-03-04")
    look()
    app.add([str(tmp_path / "b.txt")], store, published="2025-03-06")
    look()
    withdrawn = decisions.withdraw("b", store, by="T")
    look()
    decisions.undo(withdrawn.decision.id, store, by="T")
    look()
    assert [status for _, _, status in told] == ["CONFIRMED", "CANCELLED", "CONFIRMED", "CANCELLED"]
    assert len({uid for uid, _, _ in told}) == 1
    assert [n for _, n, _ in told] == sorted({n for _, n, _ in told})


def test_earlier_words_that_come_later_give_no_other_event(tmp_path: Path) -> None:
    """The id of the meeting goes over to its first words; what a calendar knows it by does not."""
    store = tmp_path / "r.sqlite"
    for name, text in (("b", OFF), ("a", FIRST)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    app.add([str(tmp_path / "b.txt")], store, published="2025-03-06")
    [before] = entries(exporting.export(store, "ics").content)
    [meeting] = app.meetings(store)
    app.add([str(tmp_path / "a.txt")], store, published="2025-03-04")
    [after] = entries(exporting.export(store, "ics").content)
    [grown] = app.meetings(store)
    assert grown.id != meeting.id  # else this test is about nothing
    assert before["UID"] == after["UID"] == f"{meeting.id}@biennien"


def test_known_on_an_earlier_day_the_sequence_is_lower(seen: views.Whole, store: Path) -> None:
    early = entries(exporting.export(store, "ics", as_known="2025-10-21").content)
    late = entries(exporting.export(store, "ics").content)
    assert int(early[0]["SEQUENCE"]) < int(late[0]["SEQUENCE"])
