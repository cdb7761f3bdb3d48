"""What an editor sees: the printed ledger, line by line, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biennien.model import Change, Citation, Link, Meeting, Record, Report, ReportDate, Span, Statement
from biennien.model.text import short_reports
from biennien.tables import (
    Page,
    clean,
    console_for,
    page_of,
    print_meetings,
    print_passages,
    print_reports,
    print_statements,
    print_timeline,
    print_tree,
)
from biennien.wording.days import shown_day, shown_offset
from biennien.wording.quoting import shown_words
from biennien.words import load_words

TEXT = "Tối qua, ông nói: “Chúng tôi đã hủy\ncuộc gặp vì chưa sẵn sàng”."
OFF = Citation(report_id="04_huy", span=Span(29, 44), quote="đã hủy\ncuộc gặp", paragraph=3)
CHANGE = Change(
    id="c-1000000000",
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
    id="m-1000000000",
    label="Donald Trump – Vladimir Putin: summit, Budapest",
    kind="summit",
    participants=("Donald Trump", "Vladimir Putin"),
    place="Budapest",
    planned_for="P2W",
    when=None,
    status="conditional",
    fate="cancelled",
    sides=(("United States", "conditional"), ("Russia", "not_needed")),
    successor_of=None,
    changes=(
        CHANGE,
        replace(
            CHANGE,
            id="c-2000000000",
            status="cancelled",
            effective="2025-10-22",
            announced_on=None,
            via=(),
            basis="derived",
            reason="chưa sẵn sàng",
            citations=(OFF,),
        ),
        replace(
            CHANGE,
            id="c-2000f00000",
            status="not_needed",
            detail="possible",
            effective=None,
            announced_on=None,
            announced_by=(),
            named=False,
            unnamed="một quan chức",
            via=(),
            condition="khi nào cần",
            after_end=True,
            flags=("date_inferred",),
            citations=(OFF,),
        ),
    ),
)
CALL = replace(
    MEETING,
    id="m-2000000000",
    participants=("Rubio", "Lavrov"),
    kind="call",
    place=None,
    when="2025-10-20",
    changes=(
        replace(
            MEETING.changes[2],
            id="c-3000000000",
            status="held",
            citations=(OFF, replace(OFF, paragraph=5), replace(OFF, report_id="01")),
        ),
    ),
)
DATE = ReportDate(
    report_id="04_huy",
    value=None,
    earliest="2025-10-22",
    latest=None,
    dated_by="inference",
    why="It carries no date and speaks of no past day.",
    basis="derived",
)
RECORD = Record(meetings=(MEETING, CALL), dates=(DATE,))
REPORT = Report(id="04_huy", text=TEXT, sha256="", outlet="Báo Mẫu", title="Hủy", version=2, copy_of="03")


def page(lang: str = "en", record: Record = RECORD, **more: dict[str, str]) -> Page:
    return page_of(console_for(width=80), record, [REPORT], say=load_words(lang), **more)


LEDGER = """\
As known on 2025-10-23

Donald Trump – Vladimir Putin: summit, Budapest
  planned: within 2 weeks of 2025-10-16 · m-1000
  fate: cancelled   last word: conditional
  each side's last word: United States conditional · Russia not needed
  2025-10-16    announced  Donald Trump  via Reuters
                01 §2 «sẽ gặp nhau ở Budapest» also 04_huy §3  c-1000
  ~2025-10-22   cancelled  Donald Trump
                04_huy §3 «Chúng tôi đã hủy cuộc gặp vì chưa sẵn sàng»  c-20000
  after the end:
  no day        not needed (possible)  “một quan chức” (unnamed)  [date
                inferred]
                04_huy §3 «Chúng tôi đã hủy cuộc gặp vì chưa sẵn sàng»  (report
                of ~2025-10-22 – …)  c-2000f
                on condition: khi nào cần

WHAT WAS HELD
  2025-10-20    Rubio – Lavrov: call  04_huy §3 §5, 01 §3  m-2000

~ derived by a rule
"""

BIEN_NIEN = """\
Biết đến ngày 23/10/2025

Donald Trump – Vladimir Putin: cuộc gặp thượng đỉnh, Budapest
  dự kiến: trong 2 tuần từ 16/10/2025 · m-1000
  kết cục: hủy   lời cuối: có điều kiện
  lời cuối của mỗi bên: Mỹ có điều kiện · Nga chưa cần thiết
  16/10/2025    công bố  Donald Trump  qua Reuters
                01 §2 «sẽ gặp nhau ở Budapest» cũng ở 04_huy §3  c-1000
  ~22/10/2025   hủy  Donald Trump
                04_huy §3 «Chúng tôi đã hủy cuộc gặp vì chưa sẵn sàng»  c-20000
  sau khi đã hủy:
  không rõ ngày chưa cần thiết (có thể)  “một quan chức” (không nêu tên)  [ngày
                do suy luận]
                04_huy §3 «Chúng tôi đã hủy cuộc gặp vì chưa sẵn sàng»  (bản tin
                ~22/10/2025 – …)  c-2000f
                điều kiện: khi nào cần

NHỮNG GÌ ĐÃ DIỄN RA
  20/10/2025    Rubio – Lavrov: điện đàm  04_huy §3 §5, 01 §3  m-2000

~ suy ra theo quy tắc
"""


@pytest.mark.parametrize(("lang", "ledger"), [("en", LEDGER), ("vi", BIEN_NIEN)])
def test_the_ledger(capsys: pytest.CaptureFixture[str], lang: str, ledger: str) -> None:
    names = {"United States": "Mỹ", "Russia": "Nga"} if lang == "vi" else {}
    print_meetings(page(lang, names=names), RECORD, "2025-10-23")
    assert capsys.readouterr().out == ledger


def test_statements(capsys: pytest.CaptureFixture[str]) -> None:
    statement = Statement(
        id="s-1000000000",
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
        flags=("hedged",),
    )
    record = Record(statements=(statement,))
    print_statements(page(record=record), [statement])
    print_statements(page("vi", record=record), [])
    assert capsys.readouterr().out == (
        "  no day        Donald Trump  via Reuters → “một nguồn tin”  [hedged]\n"
        "                “Tôi đã hủy nó”\n"
        "                04_huy §3  told again in 04_huy §9  s-1000\n"
        "1 statement.\n"
        "0 phát biểu.\n"
    )


def test_a_report_without_a_title_is_called_by_its_first_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_reports(page(), [(replace(REPORT, title=None, header=0, text="\n Hai bên hẹn gặp\nBài."), DATE)])
    assert "Báo Mẫu  Hai bên hẹn gặp  version 2" in capsys.readouterr().out


def test_reports(capsys: pytest.CaptureFixture[str]) -> None:
    print_reports(page(), [(REPORT, DATE)])
    print_reports(page("vi"), [(REPORT, DATE)])
    assert capsys.readouterr().out == (
        "  ~2025-10-22 – …          04_huy  Báo Mẫu  Hủy  version 2  a copy of 03\n"
        "                           inference: It carries no date and speaks of no past\n"
        "                           day.\n"
        "1 report.\n"
        "~ derived by a rule\n"
        "  ~22/10/2025 – …          04_huy  Báo Mẫu  Hủy  phiên bản 2  bản chép của 03\n"
        "                           suy luận: Bản tin không ghi ngày và không nhắc ngày\n"
        "                           nào đã qua.\n"
        "1 bản tin.\n"
        "~ suy ra theo quy tắc\n"
    )


def row(day: str | None, kind: str = "change", **more: object) -> dict[str, object]:
    citation = {"report": "04_huy", "paragraph": 3, "start": 29, "end": 44, "quote": "đã hủy\ncuộc gặp"}
    return {
        "id": f"c-{day or 0}", "day": day, "kind": kind, "text": "lời", "who": ["Ash"], "place": None, "status": "cancelled",
        "basis": "stated", "citations": [citation], "meetings": ["m-1000000000"], "detail": None, "unnamed": None, "flags": [],
        **more,
    }  # fmt: skip


def test_a_day_is_printed_once_and_what_has_none_stands_apart(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row("2025-10-22"), row("2025-10-22", "statement"), row(None, who=[], unnamed="ai đó")]
    print_timeline(page(), rows, [MEETING])
    assert capsys.readouterr().out == (
        "  2025-10-22    cancelled  Donald Trump – Vladimir Putin: summit, Budapest  —\n"
        "                Ash\n"
        "                04_huy §3 «Chúng tôi đã hủy cuộc gặp vì chưa sẵn sàng»\n"
        "                c-2025-10-22\n"
        "                Ash said of  Donald Trump – Vladimir Putin: summit, Budapest\n"
        "                04_huy §3 «lời»  c-2025-10-22\n"
        "\n"
        "WITHOUT A DAY\n"
        "  ·             cancelled  Donald Trump – Vladimir Putin: summit, Budapest  —\n"
        "                “ai đó” (unnamed)\n"
        "                04_huy §3 «Chúng tôi đã hủy cuộc gặp vì chưa sẵn sàng»  (report\n"
        "                of ~2025-10-22 – …)  c-0\n"
        "\n"
        "3 lines.\n"
    )


def test_cited_words_are_marked_in_their_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    passage = {
        "report": "04_huy",
        "paragraph": 3,
        "start": 10,
        "text": "Ông đã hủy\x1b cuộc gặp.",
        "marks": [[14, 20], [17, 21]],
    }
    print_passages(page(), {"passages": [passage]})
    assert capsys.readouterr().out == "\n04_huy §3  (~2025-10-22 – …)\n  Ông ⟦đã hủy⟧ cuộc gặp.\n"


def test_a_tree(capsys: pytest.CaptureFixture[str]) -> None:
    def node(what: str, *parts: object, rule: str | None = None) -> dict[str, object]:
        return {
            "what": what,
            "rule": rule,
            "basis": "derived" if rule else None,
            "citations": [],
            "from": list(parts),
        }

    print_tree(page(), node("gốc", node("một", node("lá"), rule="day.last"), node("hai " * 24)))
    assert capsys.readouterr().out == (
        f"gốc\n├ ~một  [day.last]\n│ └ lá\n└ {'hai ' * 18}hai\n    {'hai ' * 4}hai\n"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [("a\x1b[31mb", "a [31mb"), ("a\u202eb\x9bc", "a b c"), ("dòng\r\n\tsau", "dòng sau"), ("Điện", "Điện")],
)
def test_words_are_cleaned_of_commands(words: str, shown: str) -> None:
    assert clean(words) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bà cho biết, hiện [tại chưa cần một cuộc gặp] như thế.", "hiện tại chưa cần một cuộc gặp như thế"),
        ("Ông nói rằng hiện [chưa cần gặp].", "hiện chưa cần gặp"),
        ("Ông nói “rồi [cũng phải gặp]” thôi.", "rồi cũng phải gặp"),
        ("Số 2,5 triệu người [muốn gặp] 1.000 lần.", "Số 2,5 triệu người muốn gặp 1.000 lần"),
        ("Nga - Mỹ và Đức [sẽ gặp] Trung - Ấn.", "Nga - Mỹ và Đức sẽ gặp Trung - Ấn"),
        ("x " * 40 + "[sẽ gặp nhau]" + " y" * 40, "… sẽ gặp nhau …"),
        ("Hai bên [sẽ gặp] nếu súng ngừng nổ.", "Hai bên sẽ gặp …"),
    ],
)  # fmt: skip
def test_a_quote_is_shown_with_its_clause_and_never_changed(text: str, shown: str) -> None:
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    citation = Citation(report_id="a", span=Span(start, end), quote=plain[start:end], paragraph=1)
    assert shown_words(plain, citation, before="nếu súng ngừng nổ") == shown
    assert shown_words(None, citation) == citation.quote


@pytest.mark.parametrize(
    ("value", "english", "vietnamese"),
    [
        ("2025-10-02", "2025-10-02", "02/10/2025"),
        ("2025-10-02T14:30", "2025-10-02 14:30", "14:30 02/10/2025"),
        ("XXXX-10-22", "????-10-22", "22/10/????"),
        ("2025-08", "2025-08", "tháng 8/2025"),
        ("2025-W04", "2025-W04", "tuần 4/2025"),
        ("2025-Q3", "2025-Q3", "quý 3/2025"),
        ("2025", "2025", "năm 2025"),
        ("P2W", "within 2 weeks", "trong 2 tuần"),
        ("P1D", "within 1 day", "trong 1 ngày"),
        ("FUTURE_REF", "FUTURE_REF", "FUTURE_REF"),
    ],
)
def test_days_in_words(value: str, english: str, vietnamese: str) -> None:
    assert shown_day(load_words("en"), value) == english
    assert shown_day(load_words("vi"), value) == vietnamese


def test_offsets_in_words() -> None:
    found = [shown_offset(load_words("en"), o) for o in ("P-1D", "P0W", "P2M", "XXXX-10-22:last", "?")]
    assert found == ["1 day before", "that week", "2 months after", "the nearest such day", "?"]


def test_words_that_are_gone_are_told_once_and_stay_indented(capsys: pytest.CaptureFixture[str]) -> None:
    words = " ".join(f"chữ{n}" for n in range(40))
    passage = {"report": "04_huy", "paragraph": 1, "text": words, "start": 0}
    passage |= {"marks": [[0, 60], [20, 110], [130, 140]], "now": [None, None, None]}
    print_passages(page(), {"passages": [passage], "version": {"number": 1, "counts": False}})
    told = capsys.readouterr().out.split("\n\n", 1)[1].splitlines()[1:]
    assert sum("does not have these words" in line for line in told) == 2
    assert all(line.startswith("  ") for line in told)


def test_a_report_from_an_address_is_cited_by_its_paper_and_day(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = "w-3ed7f1a0d657", "w-a5da24da54ec"
    day = replace(DATE, report_id=one, value="2025-10-22", basis="stated")
    record = replace(
        RECORD,
        dates=(day, replace(DATE, report_id=other, earliest=None)),
        meetings=(
            replace(
                CALL,
                changes=(
                    replace(
                        CALL.changes[0],
                        status="unclear",
                        effective=None,
                        citations=(
                            replace(OFF, report_id=one),
                            replace(OFF, report_id=one, paragraph=5),
                            replace(OFF, report_id=other),
                        ),
                    ),
                ),
            ),
        ),
    )
    reports = [
        replace(REPORT, id=one),
        replace(REPORT, id=other, outlet=None, url="https://www.bao.example/1.html"),
    ]
    console = console_for(width=120)
    print_meetings(page_of(console, record, reports, say=load_words("vi")), record)
    told = " ".join(capsys.readouterr().out.split())
    assert "Báo Mẫu 22/10/2025 (w-3ed7) §" in told
    assert "cũng ở w-3ed7 §5, bao.example (w-a5da) §" in told
    assert "(bản tin" not in told  # the day stands there already


@pytest.mark.parametrize(
    ("ids", "short"),
    [
        (["000_c5e11280b47058ee", "001_28be276e2b0148e6"], ["000", "001"]),
        (["bao-moi-23-trump", "bao-moi-24-putin"], ["bao-moi-23", "bao-moi-24"]),
        (["04_huy", "ngắn"], ["04_huy", "ngắn"]),
        (["c5e11280b47058ee", "c5e11280ffffffff"], ["c5e11280b", "c5e11280f"]),
        (["tin-so-1-cua-bao", "tin-so-1-cua-bao-khac"], ["tin-so-1-cua-bao", "tin-so-1-cua-bao-khac"]),
    ],
)
def test_long_report_ids_are_cut_where_they_stay_apart(ids: list[str], short: list[str]) -> None:
    found = short_reports(ids)
    assert [found.get(i, i) for i in ids] == short
