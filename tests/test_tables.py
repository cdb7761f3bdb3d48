"""What an editor sees: the printed ledger, line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biennien.model import Change, Citation, Link, Meeting, Record, Report, ReportDate, Span, Statement
from biennien.tables import clean, console_for, print_meetings, print_reports, print_statements

OFF = Citation(report_id="04_huy", span=Span(0, 5), quote="Chúng tôi đã hủy\ncuộc gặp", paragraph=3)
CHANGE = Change(
    id="c1",
    status="announced",
    detail=None,
    effective="2025-10-16",
    announced_on="2025-10-16",
    announced_by=("Donald Trump",),
    named=True,
    unnamed=None,
    via=("Reuters",),
    reason=None,
    condition=None,
    after_end=False,
    flags=(),
    basis="stated",
    citations=(replace(OFF, report_id="01", paragraph=2, quote="sẽ gặp nhau ở Budapest"), OFF),
)
MEETING = Meeting(
    id="m1",
    label="Donald Trump – Vladimir Putin: summit, Budapest",
    kind="summit",
    participants=("Donald Trump", "Vladimir Putin"),
    place="Budapest",
    planned_for="2025-W44",
    when=None,
    status="conditional",
    fate="cancelled",
    sides=(("United States", "conditional"), ("Russia", "not_needed")),
    successor_of=None,
    changes=(
        CHANGE,
        replace(
            CHANGE,
            status="cancelled",
            effective="2025-10-22",
            announced_on=None,
            via=(),
            basis="derived",
            citations=(OFF,),
        ),
        replace(
            CHANGE,
            status="not_needed",
            effective=None,
            announced_on=None,
            announced_by=(),
            named=False,
            unnamed="một quan chức",
            via=(),
            reason="đã nói rồi",
            after_end=True,
            flags=("date_inferred",),
            citations=(OFF,),
        ),
    ),
)
DATE = ReportDate(
    report_id="04_huy",
    value=None,
    earliest="2025-10-22",
    latest=None,
    dated_by="inference",
    why="It speaks of it.",
    basis="derived",
)
LEDGER = """\
As known on 2025-10-23

Donald Trump – Vladimir Putin: summit, Budapest
  planned for 2025-W44 · place Budapest · id m1
  fate: cancelled   last word: conditional
  each side's last word: United States conditional · Russia not needed
  2025-10-16   announced  Donald Trump  via Reuters
               01 §2 «sẽ gặp nhau ở Budapest» also 04_huy §3
  ~2025-10-22  cancelled  Donald Trump
               04_huy §3 «Chúng tôi đã hủy cuộc gặp»
  no day       not needed  “một quan chức” (unnamed)  [after the end, date
               inferred]
               because: đã nói rồi
               04_huy §3 «Chúng tôi đã hủy cuộc gặp»  (report of ~2025-10-22 –
               …)

WHAT WAS HELD
  2025-10-20   Rubio – Lavrov: call
               04_huy §3 «Chúng tôi đã hủy cuộc gặp»

~ derived by a rule
"""


def test_the_ledger(capsys: pytest.CaptureFixture[str]) -> None:
    call = replace(
        MEETING,
        id="m2",
        label="Rubio – Lavrov: call",
        place=None,
        when="2025-10-20",
        changes=(replace(MEETING.changes[2], status="held"),),
    )
    print_meetings(console_for(width=80), Record(meetings=(MEETING, call), dates=(DATE,)), "2025-10-23")
    assert capsys.readouterr().out == LEDGER


def test_statements(capsys: pytest.CaptureFixture[str]) -> None:
    statement = Statement(
        id="s1",
        speaker=("Donald Trump",),
        named=True,
        unnamed=None,
        manner="direct",
        content="Tôi đã hủy nó",
        said_on=None,
        chain=(
            Link(who="Reuters", named=True),
            Link(who="một nguồn tin", named=False),
            Link(who="Donald Trump", named=True),
        ),
        about=(),
        restated_in=(replace(OFF, paragraph=9),),
        citations=(OFF,),
    )
    print_statements(console_for(width=80), [statement])
    assert capsys.readouterr().out == (
        "  no day       Donald Trump  via Reuters → “một nguồn tin”\n"
        "               “Tôi đã hủy nó”\n"
        "               04_huy §3  told again in 04_huy §9\n"
        "1 statement.\n"
    )


def test_reports(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(id="04_huy", text="", sha256="", outlet="Báo Mẫu", title="Hủy", version=2, copy_of="03")
    print_reports(console_for(width=80), [(report, DATE)])
    assert capsys.readouterr().out == (
        "  ~2025-10-22 – …          04_huy  Báo Mẫu  Hủy  version 2  a copy of 03\n"
        "                           inference: It speaks of it.\n"
        "1 report.\n"
        "~ derived by a rule\n"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [("a\x1b[31mb", "a [31mb"), ("a\u202eb\x9bc", "a b c"), ("dòng\r\n\tsau", "dòng sau"), ("Điện", "Điện")],
)
def test_words_are_cleaned_of_commands(words: str, shown: str) -> None:
    assert clean(words) == shown
