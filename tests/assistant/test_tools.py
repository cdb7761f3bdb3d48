"""What the tools tell is what the record holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.assistant.asking import ask, make_record, refuse
from tests.edited import edit, make

from biennien import Chronicle, lookup


@pytest.fixture(scope="module")
def budapest(samples: Path) -> str:
    found = [m for m in Chronicle(samples).meetings() if m.place == "Budapest" and m.kind == "summit"]
    assert len(found) == 1
    return found[0].id


def test_the_status_of_a_meeting_is_that_of_the_day(samples: Path, budapest: str) -> None:
    now = ask(samples, "status_of_meeting", meeting=budapest)["meeting"]
    meeting = next(m for m in Chronicle(samples).meetings() if m.id == budapest)
    assert (now["status"], now["fate"]) == (meeting.status, meeting.fate)
    assert {s["side"]: s["status"] for s in now["sides"]} == dict(meeting.sides)
    before = ask(samples, "status_of_meeting", meeting=budapest, as_known="2025-10-17")
    assert before["as_known"] == "2025-10-17"
    assert before["meeting"]["status"] == "announced"
    assert [u["kind"] for u in before["not_known"]] == ["no_day"]


def test_the_last_word_of_each_side_is_a_change_on_its_own_word(samples: Path, budapest: str) -> None:
    told = ask(samples, "status_of_meeting", meeting=budapest)
    changes = {c.id: c for m in Chronicle(samples).meetings() for c in m.changes}
    assert told["meeting"]["sides"]
    for side in told["meeting"]["sides"]:
        change = changes[side["change"]]
        assert change.status == side["status"]
        assert list(change.announced_by) == side["by"]
        assert side["citations"][0]["line"] == change.id
    assert told["meeting"]["latest"]["status"] == told["meeting"]["status"]


def test_pages_give_the_whole_history_once(samples: Path, budapest: str) -> None:
    first = ask(samples, "status_of_meeting", meeting=budapest)
    meeting = next(m for m in Chronicle(samples).meetings() if m.id == budapest)
    pages = range(1, first["page"]["pages"] + 1)
    found = [ask(samples, "status_of_meeting", meeting=budapest, page=n)["changes"] for n in pages]
    assert [c["id"] for rows in found for c in rows] == [c.id for c in meeting.changes]
    assert first["page"]["total"] == len(meeting.changes) == first["meeting"]["changes_in_all"]


def test_a_story_tells_where_each_of_its_meetings_stands(samples: Path) -> None:
    story = ask(samples, "stories")["stories"][0]
    first = ask(samples, "record_of_story", story=story["id"])
    pages = [
        ask(samples, "record_of_story", story=story["id"], page=n)
        for n in range(1, first["page"]["pages"] + 1)
    ]
    told = {m["id"]: m for page in pages for m in page["meetings"]}
    assert set(told) == set(Chronicle(samples).stories()[0].meetings)
    for meeting in Chronicle(samples).meetings():
        assert told[meeting.id]["status"] == meeting.status
        assert told[meeting.id]["latest"]["citations"]
    assert {u["kind"] for u in first["not_known"]} >= {"no_reason", "undated"}
    for page in pages:
        for meeting in page["meetings"]:
            assert [u for u in first["not_known"] if u["about"] == meeting["id"]] == meeting["not_known"]


@pytest.mark.parametrize(
    "arguments",
    [
        {"by": "lavrov"},
        {"by": "Lavrov", "about": "Rubio"},
        {"like": "khong muon gap"},
        {"by": "điện kremlin"},
    ],
)
def test_who_said_gives_the_statements_of_the_record(samples: Path, arguments: dict[str, str]) -> None:
    found = Chronicle(samples).statements(by=arguments.get("by"), like=arguments.get("like"))
    if about := arguments.get("about"):
        found = tuple(s for s in found if any(about in name for name in s.about))
    told = ask(samples, "who_said", **arguments)
    assert [s["id"] for s in told["statements"]] == [s.id for s in found][:10]
    assert told["page"]["total"] == len(found) > 0


def test_a_range_of_days_leaves_out_what_has_no_day_and_says_so(samples: Path) -> None:
    every = Chronicle(samples).statements(by="lavrov")
    told = ask(samples, "who_said", by="lavrov", from_day="2025-10", to_day="2025-10")
    days = [s["said_on"]["value"] for s in told["statements"]]
    assert days and all(day.startswith("2025-10") for day in days)
    undated = sum(s.said_on is None for s in every)
    assert undated and told["not_known"][0]["kind"] == "no_day_of_saying"
    assert str(undated) in told["not_known"][0]["says"]
    assert ask(samples, "who_said", by="lavrov", from_day="2030-01-01")["page"]["total"] == 0


def test_nobody_of_that_name_is_said_and_who_may_be_meant(samples: Path) -> None:
    told = ask(samples, "who_said", by="Lavrovv")
    assert told["statements"] == []
    assert told["not_known"][0]["kind"] == "nobody_of_that_name"
    assert "Sergey Lavrov" in told["not_known"][0]["says"]


def test_what_changed_is_the_note_of_those_days(samples: Path) -> None:
    note = Chronicle(samples).brief(since="2025-10-20", as_known="2025-10-23")
    first = ask(samples, "what_changed", since="2025-10-20", as_known="2025-10-23")
    pages = [ask(samples, "what_changed", since="2025-10-20", as_known="2025-10-23", page=n)
             for n in range(1, first["page"]["pages"] + 1)]  # fmt: skip
    assert [c["id"] for p in pages for c in p["changes"]] == [c.id for _, c in note.news]
    assert [s["id"] for p in pages for s in p["statements"]] == [s.id for s in note.words]
    assert [e["id"] for p in pages for e in p["explanations"]] == [e.id for e in note.explanations]
    assert [(g["kind"], g["about"]) for g in first["not_known"]] == list(note.gaps)
    assert (first["since"], first["until"]) == (note.since, note.until)


def test_explanations_positions_and_differences_are_those_of_the_views(samples: Path, budapest: str) -> None:
    chronicle = Chronicle(samples)
    told = ask(samples, "explanations", meeting=budapest)["explanations"]
    assert [e["id"] for e in told] == [e.id for e in chronicle.explanations() if e.meeting == budapest][:10]
    told = ask(samples, "positions", by="nga")["positions"]
    assert told and [p["id"] for p in told] == [p.id for p in chronicle.positions(by="nga")][:10]
    kinds = {d.kind for d in chronicle.differences()}
    for kind in kinds:
        told = ask(samples, "differences", kind=kind)["differences"]
        assert [d["id"] for d in told] == [d.id for d in chronicle.differences() if d.kind == kind][:10]


def test_a_draft_is_held_against_the_record_of_the_day(samples: Path) -> None:
    draft = "Ông Trump và ông Putin sẽ gặp nhau tại Budapest."
    told = ask(samples, "check_draft", text=draft, published="2025-10-30")
    assert [r["kind"] for r in told["remarks"]] == [
        r.kind for r in Chronicle(samples).check(draft, published="2025-10-30")
    ]
    remark = told["remarks"][0]
    assert remark["kind"] == "status" and remark["draft"]["from"] == "draft, untrusted"
    assert remark["against"][0]["line"] == remark["line"]
    assert (
        ask(samples, "check_draft", text=draft, published="2025-10-17", as_known="2025-10-17")["remarks"]
        == []
    )


def test_show_gives_every_citation_and_the_paragraphs(samples: Path, budapest: str) -> None:
    meeting = next(m for m in Chronicle(samples).meetings() if m.id == budapest)
    change = max(meeting.changes, key=lambda c: len(c.citations))
    told = ask(samples, "show", line=change.id)
    assert told["kind"] == "change" and told["change"]["meeting"] == budapest
    assert len(told["change"]["citations"]) == len(change.citations)
    assert told["statement"] is None
    for passage in told["passages"]:
        assert all(passage["start"] <= a < b <= passage["end"] for a, b in passage["marks"])


def test_explain_tells_the_tree_from_its_root(samples: Path, budapest: str) -> None:
    def size(node: dict[str, object]) -> int:
        return 1 + sum(map(size, node["from"]))  # type: ignore[arg-type]

    tree = lookup.explained(lookup.look(samples, budapest))
    told = ask(samples, "explain", line=budapest)
    assert told["page"]["total"] == size(tree)
    assert [r["depth"] for r in told["reasons"]][:2] == [0, 1]


def test_a_long_report_comes_whole_in_pieces(tmp_path: Path) -> None:
    text = (
        "Ngày 2/3/2026, Bộ Ngoại giao Pháp cho biết. " + "Chuyện kể rất dài, không có dấu xuống dòng. " * 900
    )
    store = make_record(tmp_path, [{"id": "dài/ngoằng?#1", "published": "2026-03-02", "text": text}])
    first = ask(store, "report", report="dài")
    assert first["report"]["uri"] == "biennien://reports/d%C3%A0i%2Fngo%E1%BA%B1ng%3F%231"
    pieces = [
        ask(store, "report", report="dài", page=n)["paragraphs"] for n in range(1, first["page"]["pages"] + 1)
    ]
    assert "".join(p["text"] for page in pieces for p in page) == text.rstrip()


def test_a_withdrawn_report_is_said_to_be_withdrawn(tmp_path: Path) -> None:
    store = make_record(
        tmp_path, [{"id": "a", "published": "2026-03-02", "text": "Ông Macron nói: “Không”."}]
    )
    Chronicle(store).withdraw("a", by="Lan")
    told = ask(store, "report", report="a")
    assert told["report"]["withdrawn"]
    assert told["not_known"][0]["kind"] == "withdrawn"
    assert told["paragraphs"] == []


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("record_of_story", {"story": "t-nothing"}, "The tool stories lists them"),
        ("report", {"report": "nothing"}, "The tool reports lists them"),
        ("show", {"line": "m-zzz"}, "nothing in the record has an id"),
        ("status_of_meeting", {"meeting": "01_cong-bo"}, "The tool record_of_story gives the ids"),
        ("who_said", {"from_day": "someday"}, "from: 'someday' is no day. Write it like 2025-10-21."),
        ("what_changed", {"since": "someday"}, "since: 'someday' is no day."),
        ("stories", {"as_known": "31/31/2025"}, "as_known:"),
        ("check_draft", {"text": "  "}, "text"),
        ("timeline", {"page": 999}, "The last page is"),
        ("timeline", {"page": 0}, "greater than or equal to 1"),
        ("differences", {"kind": "quarrel"}, "disagreement"),
        ("who_said", {"like": "x" * 501}, "500"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_told_with_the_remedy(
    samples: Path, tool: str, arguments: dict[str, object], told: str
) -> None:
    assert told in refuse(samples, tool, **arguments)


def test_without_a_record_the_remedy_is_told(tmp_path: Path) -> None:
    assert "there is no record here" in refuse(tmp_path / "nowhere.sqlite", "stories")
    assert not (tmp_path / "nowhere.sqlite").exists()


def test_no_tool_writes(samples: Path) -> None:
    from tests.assistant.asking import answers, every_call

    before = samples.read_bytes()
    answers(samples, every_call(samples))
    assert samples.read_bytes() == before


def test_what_a_paper_changed(tmp_path: Path) -> None:
    store = edit(make(tmp_path / "a.sqlite"))
    told = ask(store, "versions", report="sua")
    assert [v["number"] for v in told["versions"]] == told["compared"] == [1, 2]
    assert {row["kind"] for row in told["lines"]} == {"changed", "reworded", "came", "went"}
    (reworded,) = [row for row in told["lines"] if row["kind"] == "reworded" and row["quotation"]]
    assert "30 nước" in reworded["before"]["text"] and "50 nước" in reworded["after"]["text"]
    assert all(
        row[side]["quoted_material"] for row in told["edits"] for side in ("before", "after") if row[side]
    )
    assert ask(store, "versions", report="tin")["compared"] is None
    old = ask(store, "report", report="sua", version="1")
    assert any("30 nước" in row["text"] for row in old["paragraphs"]) and old["report"]["version"] == 1
    assert ask(store, "what_changed", since="2026-03-01")["revised"][0]["report"] == "sua"
