"""Each statement once, with the way it came."""

from __future__ import annotations

from tests.resolve.small_stories import ALBA, BEL, say, small_world, told

from biennien.model import Reading, Report, Statement
from biennien.resolve import resolve

LONG = "Bà Alba: chúng tôi muốn một văn bản rõ ràng trước khi ngồi vào bàn"


def statements_of(*story: tuple[Report, Reading]) -> list[Statement]:
    return list(resolve([r for r, _ in story], [x for _, x in story], small_world()).statements)


def test_the_same_words_on_the_same_day_are_told_again_not_said_again() -> None:
    found = statements_of(
        told("a", "2024-05-02", say(LONG, ALBA, said_on="2024-05-01"), outlet="Daily Voice"),
        told("b", "2024-05-03", say(LONG + " nhé", ALBA, said_on="2024-05-01")),
        told("c", "2024-05-03", say(LONG, ALBA, said_on="2024-05-03")),
        told("d", "2024-05-03", say(LONG, BEL, said_on="2024-05-01")),
    )
    assert [(s.speaker, s.said_on, len(s.restated_in)) for s in found] == [
        ((ALBA,), "2024-05-01", 1),
        ((ALBA,), "2024-05-03", 0),
        ((BEL,), "2024-05-01", 0),
    ]
    assert [(link.who, link.named) for link in found[0].chain] == [("Daily Voice", True), (ALBA, True)]


def test_a_direct_quotation_is_known_again_without_its_day() -> None:
    found = statements_of(
        told("a", "2024-05-02", say(LONG, ALBA, said_on="2024-05-01", manner="direct")),
        told("b", "2024-06-03", say(LONG, ALBA, manner="direct")),
    )
    assert [(s.said_on, len(s.restated_in)) for s in found] == [("2024-05-01", 1)]


def test_unnamed_sources_are_never_merged() -> None:
    words = "Một nguồn tin: hai bên chưa thống nhất được địa điểm cho cuộc gặp"
    found = statements_of(
        told("a", "2024-05-02", say(words, None, described="source")),
        told("b", "2024-05-02", say(words, None, described="source")),
    )
    assert [(s.speaker, s.named, s.unnamed) for s in found] == [((), False, "Một nguồn tin")] * 2
    assert len({s.id for s in found}) == 2


def test_a_cut_lead_counts_once() -> None:
    found = statements_of(
        told("a", "2024-05-02", say(LONG[:48] + "...", ALBA), say("Mở đầu.", BEL), say(LONG, ALBA))
    )
    mine = [s for s in found if s.speaker == (ALBA,)]
    assert len(mine) == 1 and len(mine[0].citations) == 2 and mine[0].content.endswith("bàn")


def test_a_report_within_a_report_keeps_its_chain() -> None:
    found = statements_of(
        told(
            "a", "2024-05-02", say("Tờ báo: bà nói thôi", "Daily Voice"), say("Bà Alba: thôi", ALBA, within=0)
        )
    )
    assert [link.who for link in found[1].chain] == ["Daily Voice", ALBA]


def test_copies_add_nothing() -> None:
    found = statements_of(
        told("a", "2024-05-02", say(LONG, ALBA)), told("b", "2024-05-02", say(LONG, ALBA), copy_of="a")
    )
    assert [len(s.restated_in) for s in found] == [0]


def test_a_copy_stands_for_its_original_while_that_is_not_known() -> None:
    story = (told("a", "2024-05-09", say(LONG, ALBA)), told("b", "2024-05-02", say(LONG, ALBA), copy_of="a"))
    reports, readings = [r for r, _ in story], [x for _, x in story]
    early = resolve(reports, readings, small_world(), as_known="2024-05-05").statements
    assert [c.report_id for s in early for c in s.citations] == ["b"]


def test_what_is_rejected_is_not_printed_as_the_speakers_own_words() -> None:
    from biennien.knowledge.load import load_knowledge
    from biennien.model import Report
    from biennien.read import read_report
    from biennien.resolve import resolve

    knowledge = load_knowledge()
    text = (
        "Bắc Kinh bác bỏ cáo buộc của Manila về vụ va chạm. Ba Lan từ chối yêu cầu cấp thị thực cho đoàn Nga."
    )
    report = Report(id="t", text=text, sha256="", published_on="2025-10-23")
    found = resolve([report], [read_report(report, knowledge)], knowledge.world).statements
    assert {s.speaker: s.flags for s in found} == {("China",): ("denied",), ("Poland",): ("refused",)}
