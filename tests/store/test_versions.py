"""Identity, versions, copies and dates: no order of the same reports matters."""

from __future__ import annotations

import itertools
from dataclasses import replace

from biennien.ingest.dating import published_of
from biennien.model import Report
from biennien.model.report import day_in_hanoi
from biennien.store.versions import Row, current_reports


def row(at: str, report_id: str, text: str, **keys: object) -> Row:
    report = replace(Report(id=report_id, text=text, sha256=f"sha-{text}"), **keys)  # type: ignore[arg-type]
    if report.published_on and not report.dates:
        report = replace(
            report, dates=((report.published_on, report.dated_by or "metadata"),), dated_by="metadata"
        )
    return Row(recorded_at=f"2026-01-0{at[1]}T01:00:00+00:00", digest=f"{at} {report}", report=report)


def in_any_order(rows: list[Row], as_known: str | None = None) -> tuple[Report, ...]:
    (found,) = {current_reports(order, as_known) for order in itertools.permutations(rows)}
    return found


def test_the_later_published_text_is_the_later_version_whenever_it_came() -> None:
    rows = [row("t2", "a", "cũ", published_on="2025-10-20"), row("t1", "a", "mới", published_on="2025-10-21")]
    (report,) = in_any_order(rows)
    assert (report.text, report.version) == ("mới", 2)
    (report,) = in_any_order(rows, "2025-10-20")
    assert (report.text, report.version) == ("cũ", 1)


def test_without_dates_the_later_recorded_text_is_the_later_version() -> None:
    (report,) = in_any_order(
        [row("t1", "a", "cũ", published_on="2025-10-20"), row("t2", "a", "mới"), row("t3", "a", "cũ")]
    )
    assert (report.text, report.version) == ("mới", 2)


def test_all_dates_of_one_text_are_kept_in_their_order_of_rank() -> None:
    rows = [
        row("t1", "a", "tin", published_on="2025-10-20"),
        row("t2", "a", "tin", published_on="2025-10-22", dates=(("2025-10-22", "option"),)),
        row("t3", "a", "tin", dates=(("XXXX-10-19", "dateline"),)),
    ]
    (report,) = in_any_order(rows)
    assert (report.published_on, report.dated_by, report.version) == ("2025-10-22", "option", 1)
    assert report.dates == (("2025-10-22", "option"), ("2025-10-20", "metadata"), ("XXXX-10-19", "dateline"))


def test_the_same_text_under_another_identity_is_a_copy_of_the_earlier_published() -> None:
    rows = [
        row("t1", "b", "tin", published_on="2025-10-22"),
        row("t1", "c", "tin", published_on="2025-10-21"),
        row("t1", "a", "tin"),
        row("t1", "d", "khác"),
    ]
    assert [(r.id, r.copy_of) for r in in_any_order(rows)] == [
        ("a", "c"),
        ("b", "c"),
        ("c", None),
        ("d", None),
    ]


def test_one_address_is_one_report_whatever_its_ids() -> None:
    rows = [row("t1", name, "tin", outlet="Báo", url="https://bao.example/1") for name in ("x", "w")]
    (report,) = in_any_order(rows)
    assert report.id == "w"


def test_instants_are_compared_whatever_zones_they_were_told_in() -> None:
    earlier, later = "2025-10-22T09:00:00+07:00", "2025-10-22T03:00:00+00:00"
    assert earlier > later  # by their letters
    day = {"published_on": "2025-10-22"}
    versions = [
        row("t2", "a", "cũ", published_at=earlier, **day),
        row("t1", "a", "mới", published_at=later, **day),
    ]
    (report,) = in_any_order(versions)
    assert (report.text, report.version) == ("mới", 2)
    copies = [
        row("t1", "a", "tin", published_at=later, **day),
        row("t1", "b", "tin", published_at=earlier, **day),
    ]
    assert {r.id: r.copy_of for r in in_any_order(copies)} == {"a": "b", "b": None}


def test_a_day_is_that_of_hanoi() -> None:
    evening = published_of("2025-10-22T20:00:00Z")
    assert evening is not None and evening.on == "2025-10-23"
    rows = [
        row("t1", "a", "cũ", published_on="2025-10-22", published_at="2025-10-22T23:00:00+07:00"),
        row("t2", "a", "mới", published_on=evening.on, published_at=evening.at),
    ]
    for day, text in (("2025-10-22", "cũ"), ("2025-10-23", "mới")):
        (report,) = in_any_order(rows, day)
        assert report.text == text


def test_a_page_that_takes_its_former_words_up_again_changes_no_past_day() -> None:
    def told(at: str, text: str, day: int) -> Row:
        changed = (("updated", f'"2025-10-{day}T08:00:00+07:00"'),)
        return row(at, "a", text, published_on="2025-10-20", extra=changed)

    rows = [told("t1", "cũ", 20), told("t2", "mới", 21), told("t3", "cũ", 23)]
    for known in (rows[:2], rows):
        (report,) = in_any_order(known, "2025-10-21")
        assert (report.text, report.version) == ("mới", 2)
        (report,) = in_any_order(known, "2025-10-20")
        assert (report.text, report.version) == ("cũ", 1)


def test_the_first_and_the_last_day_that_there_are_stop_nothing() -> None:
    for instant in ("0001-01-01T00:00:00", "9999-12-31T23:59:59Z"):
        found = row("t1", "a", "tin", published_at=instant, extra=(("updated", f'"{instant}"'),)).report
        assert (found.instant, found.changed_at) in (("", ""), (found.instant, found.instant))
        assert day_in_hanoi(instant)
