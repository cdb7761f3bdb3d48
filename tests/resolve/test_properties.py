"""Laws of the record, on stories made by chance."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.resolve.small_stories import ALBA, ASH, BEL, BOR, Clause, meet, say, small_world, told

from biennien.knowledge.statuses import load_statuses
from biennien.model import Reading, Report
from biennien.resolve import resolve

WORLD = small_world()
Story = list[tuple[Report, Reading]]

DAYS = [None, "2024-05-02", "2024-05-08", "2024-W19", "XXXX-05-02", "XXXX-05-08", "2024-05"]
WHO = [
    (ALBA, BEL), (ASH, BOR), ("Alandia", "Borduria"), (ALBA, "Borduria"), ("Lake Club",), (ALBA, BEL, "Peru"), (ASH,), ("Nobody",), (),
]  # fmt: skip
VOICES: list[dict[str, Any]] = [
    {}, {"by": (ALBA,)}, {"by": (BEL,)}, {"by": ("Daily Voice",)}, {"by": ("Alandia",)},
    {"named": False, "unnamed": "một nguồn tin"}, {"presupposed": True},
]  # fmt: skip


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    if draw(st.booleans()) and draw(st.booleans()):
        who = draw(st.sampled_from([ALBA, BEL, None]))
        return say("Nguồn tin: chúng tôi chưa biết gì thêm cả", who, said_on=draw(st.sampled_from(DAYS)))
    return meet(
        draw(st.sampled_from(["Cuộc hẹn.", "Họ nói chuyện hôm ấy.", "Tuần trước họ đã gặp."])),
        draw(st.sampled_from(sorted(load_statuses()))),
        draw(st.sampled_from(WHO)),
        draw(st.sampled_from(["meeting", "summit", "call", "visit", "negotiation", "press_conference"])),
        when=draw(st.sampled_from([*DAYS, "P2W", "FUTURE_REF", "XXXX-WXX"])),
        place=draw(st.sampled_from([None, "Lima", "Peru", "Oslo", "Nowhere"])),
        status_date=draw(st.sampled_from(DAYS)),
        offset=draw(st.sampled_from([None, "P-1W", "P1W", "P-1D"])),
        anchor=draw(st.sampled_from(["open", "event"])),
        **draw(st.sampled_from(VOICES)),
    )


@st.composite
def stories(draw: st.DrawFn) -> Story:
    days = st.sampled_from([None, "2024-05-02", "2024-05-09", "2024-05-20", "2024-05"])
    reports = draw(
        st.lists(st.tuples(days, st.lists(clauses(), min_size=1, max_size=4)), min_size=1, max_size=5)
    )
    return [told(f"r{n}", day, *found) for n, (day, found) in enumerate(reports)]


def split(story: Story) -> tuple[list[Report], list[Reading]]:
    return [r for r, _ in story], [x for _, x in story]


@settings(deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_any_order_and_any_split_of_the_same_reports(story: Story, random: Any) -> None:
    record = resolve(*split(story), WORLD)
    shuffled = list(story)
    random.shuffle(shuffled)
    assert resolve(*split(shuffled), WORLD) == record


@settings(deadline=None)
@given(stories())
def test_every_line_cites_and_no_identifier_stands_twice(story: Story) -> None:
    record = resolve(*split(story), WORLD)
    texts = {r.id: r.text for r, _ in story}
    changes = [c for m in record.meetings for c in m.changes]
    lines = [*changes, *record.statements]
    assert all(line.citations for line in lines)
    assert all(c.holds_in(texts[c.report_id]) and c.paragraph > 0 for line in lines for c in line.citations)
    ids = [x.id for x in (*record.meetings, *lines)]
    assert len(ids) == len(set(ids))


@settings(deadline=None)
@given(stories())
def test_what_was_held_stays_held_and_an_unnamed_source_speaks_for_nobody(story: Story) -> None:
    for meeting in resolve(*split(story), WORLD).meetings:
        if any(c.status == "held" for c in meeting.changes):
            assert meeting.status == meeting.fate == "held"
        for change in meeting.changes:
            assert change.named or (change.announced_by == () and change.unnamed)


@settings(deadline=None)
@given(stories(), st.sampled_from(["2024-05-01", "2024-05-05", "2024-05-12"]))
def test_as_known_cites_no_later_report_and_keeps_the_dates(story: Story, day: str) -> None:
    whole, known = resolve(*split(story), WORLD), resolve(*split(story), WORLD, as_known=day)
    assert known.dates == whole.dates
    there = {d.report_id for d in whole.dates if d.earliest and d.earliest <= day}
    lines = [*(c for m in known.meetings for c in m.changes), *known.statements]
    assert {c.report_id for line in lines for c in line.citations} <= there
    dated = [(r, x) for r, x in story if r.id in there]
    if all(r.published_on for r, _ in story):
        assert resolve(*split(dated), WORLD, as_known=day).meetings == known.meetings
