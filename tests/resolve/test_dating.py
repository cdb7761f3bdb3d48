"""Bounds of undated reports: from what they speak of, with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.resolve.small_stories import ALBA, BEL, MINISTERS, meet, say, small_world, told

from biennien.model import ActorMention, Reading, Report, ReportDate, Span
from biennien.resolve import resolve

Story = list[tuple[Report, Reading]]
CALL = ("held", ("Ana Alba", "Boris Bel"), "call")


def dates_of(*story: tuple[Report, Reading]) -> dict[str, ReportDate]:
    record = resolve([r for r, _ in story], [x for _, x in story], small_world())
    return {d.report_id: d for d in record.dates}


DATED = told("dated", "2024-05-09", meet("Họ điện đàm hôm 2/5.", *CALL, when="2024-05-02"))


def undated(*more: object) -> tuple[Report, Reading]:
    return told("open", None, meet("Họ từng điện đàm hôm 2/5.", *CALL, when="XXXX-05-02"), *more)  # type: ignore[arg-type]


def test_a_stated_date_is_kept_with_its_grain() -> None:
    month = dates_of(told("m", "2024-05", say("Bà nói.", ALBA)))["m"]
    assert (month.value, month.earliest, month.latest, month.basis) == (
        "2024-05",
        "2024-05-01",
        "2024-05-31",
        "stated",
    )


def test_the_year_comes_from_a_shared_event_and_the_last_past_day_is_the_lower_bound() -> None:
    found = dates_of(DATED, undated(say("Ngày 6/5 bà: thôi.", ALBA, said_on="XXXX-05-06")))["open"]
    assert (found.value, found.earliest, found.latest, found.basis) == (None, "2024-05-06", None, "derived")
    assert "2024-05-02" in found.why and "dated" in found.why and found.dated_by == "inference"


def test_the_year_passes_on_from_report_to_report() -> None:
    bridge = undated(
        meet("Ngoại trưởng hai bên gọi nhau hôm 4/5.", "held", MINISTERS, "call", when="XXXX-05-04")
    )
    end = told(
        "end", None, meet("Hai ngoại trưởng gọi nhau hôm 4/5.", "held", MINISTERS, "call", when="XXXX-05-04")
    )
    assert dates_of(DATED, bridge, end)["end"].earliest == "2024-05-04"


def test_without_a_shared_event_the_year_stays_open() -> None:
    found = dates_of(DATED, told("open", None, meet("Họ gọi nhau hôm 9/9.", *CALL, when="XXXX-09-09")))[
        "open"
    ]
    assert (found.earliest, found.latest) == (None, None) and "year" in found.why


def test_two_years_that_vote_alike_leave_the_year_open() -> None:
    other = told("older", "2022-05-09", meet("Họ điện đàm hôm 2/5.", *CALL, when="2022-05-02"))
    assert dates_of(DATED, other, undated())["open"].earliest is None


def test_a_planned_day_is_no_lower_bound() -> None:
    plan = meet("Họ hẹn ngày 30/5.", "announced", when="XXXX-05-30", by=(ALBA,))
    assert dates_of(DATED, undated(plan))["open"].earliest == "2024-05-02"


@pytest.mark.parametrize(
    ("offset", "latest"), [("P-1W", "2024-05-12"), ("P0W", "2024-05-05"), ("P-1D", "2024-05-03")]
)
def test_a_relative_time_of_a_known_event_gives_an_assumed_upper_bound(offset: str, latest: str) -> None:
    again = meet("Sau lần điện đàm ấy.", *CALL, offset=offset)
    found = dates_of(DATED, undated(again))["open"]
    assert (found.latest, found.basis) == (latest, "assumed")
    assert "if “" in found.why


def test_last_week_is_of_those_the_words_name_where_the_report_gives_the_day_of_the_other_call() -> None:
    words = f"Hai bộ trưởng nhắc lại điều {ALBA} và {BEL} đã nói khi điện đàm."
    ministers = meet("Hai bộ trưởng đã điện đàm hôm 9/5.", "held", MINISTERS, "call", when="XXXX-05-09")
    # taken for a call of the ministers
    spoke = say("Hôm 3/5 bà: tôi đợi.", ALBA, said_on="XXXX-05-03")
    report, reading = told(
        "open", None, spoke, ministers, meet(words, "held", MINISTERS, "call", offset="P-1W")
    )
    at = report.text.index(words)
    named = tuple(
        ActorMention(span=span, extent=span, level="NAM", type="PER", entity=who)
        for who in (ALBA, BEL)
        for span in (Span(at + words.index(who), at + words.index(who) + len(who)),)
    )
    year = told("year", "2024-05-04", say("Hôm 3/5 bà: tôi đợi.", ALBA, said_on="2024-05-03"))
    found = dates_of(DATED, year, (report, replace(reading, mentions=named)))["open"]
    assert (found.earliest, found.latest) == ("2024-05-09", "2024-05-12")
    assert "2024-05-02" in found.why


def test_a_stale_word_gives_no_upper_bound_before_the_lower_one() -> None:
    later = say("Ngày 28/5 bà: thôi.", ALBA, said_on="XXXX-05-28")
    found = dates_of(DATED, undated(meet("Cuộc điện đàm tuần trước.", *CALL, offset="P-1W"), later))["open"]
    assert (found.earliest, found.latest) == ("2024-05-28", None)


def test_open_days_get_the_year_and_relative_ones_stay_open_without_a_known_week() -> None:
    story = (
        DATED,
        undated(
            meet("Hôm 3/5 bà hoãn cuộc gặp.", "postponed", status_date="XXXX-05-03", by=(ALBA,)),
            meet(
                "Họ sẽ gặp tuần tới ở Oslo.",
                "announced",
                when="XXXX-WXX",
                place="Oslo",
                by=(ALBA,),
                offset="P1W",
            ),
        ),
    )
    record = resolve([r for r, _ in story], [x for _, x in story], small_world())
    changes = {c.status: c for m in record.meetings for c in m.changes}
    assert (changes["postponed"].announced_on, changes["postponed"].basis) == ("2024-05-03", "derived")
    assert [m.planned_for for m in record.meetings if m.place == "Oslo"] == [None]


def test_an_undated_report_counts_from_its_first_possible_day_and_is_marked() -> None:
    story = (
        DATED,
        undated(meet("Hôm 3/5 bà hoãn cuộc gặp.", "postponed", status_date="XXXX-05-03", by=(ALBA,))),
    )
    reports, readings = [r for r, _ in story], [x for _, x in story]
    known = resolve(reports, readings, small_world(), as_known="2024-05-04")
    assert [c.flags for m in known.meetings for c in m.changes if c.status == "postponed"] == [
        ("date_inferred",)
    ]
    before = resolve(reports, readings, small_world(), as_known="2024-05-02")
    assert before.meetings == ()


def test_this_year_of_an_undated_report_is_no_year_that_is_merely_near() -> None:
    from biennien.model import ReportDate
    from biennien.resolve.filling import fill_year

    late = ReportDate(
        report_id="a", value=None, earliest="2025-11-07", latest=None, dated_by="inference", why=""
    )
    assert fill_year("XXXX", late) == (None, "stated")
    assert fill_year("XXXX-10-22", late) == ("2025-10-22", "derived")
