"""Near copies are found whatever a newsroom makes of a text, reports that only share words are not, and the order of adding tells nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest
from benchmarks import copies as bench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biennien.knowledge.credits import load_credits
from biennien.model import Decision, Report
from biennien.model.copies import Copy, Held, NothingCopied, Pair, Printed, Recopying, in_groups
from biennien.resolve.copies import find_copies, recopy
from biennien.resolve.shingles import Compared, marks_of, words_folded

MADE = bench.made()
WIRE = next(m.report for m in MADE if m.edit == "wire")
CREDITS = load_credits()


class Kept:
    """What a store would keep, in memory."""

    def __init__(self) -> None:
        self.texts: dict[str, Held] = {}
        self.marks: dict[str, frozenset[int]] = {}
        self.known: dict[str, Printed] = {}
        self.told: dict[str, str] = {}
        self.common: set[int] = set()
        self.near: set[Pair] = set()
        self.copies: dict[str, Copy] = {}

    def held(self, ids: Collection[str]) -> Mapping[str, Held]:
        return {i: self.texts[i] for i in ids if i in self.texts}

    def twins(self, originals: Collection[str]) -> Mapping[str, str]:
        return {i: h.original for i, h in self.texts.items() if h.original in originals and h.original}

    def words(self, digests: Collection[str]) -> Mapping[str, str]:
        return {d: self.told[d] for d in digests}

    def formulas(self, marks: Collection[int]) -> set[int]:
        return self.common.intersection(marks)

    def holders(self, marks: Collection[int]) -> Mapping[int, Collection[tuple[str, str]]]:
        found: dict[int, list[tuple[str, str]]] = {}
        for i, mine in self.marks.items():
            for mark in mine.intersection(marks):
                found.setdefault(mark, []).append((i, self.texts[i].house))
        return found

    def pairs(self, ids: Collection[str]) -> Collection[Pair]:
        return {p for p in self.near if p[0] in ids or p[1] in ids}

    def printed(self, ids: Collection[str]) -> Mapping[str, Printed]:
        return {i: self.known[i] for i in ids if i in self.known}

    def take(self, reports: Collection[Report], gone: Collection[str] = ()) -> None:
        """Takes in reports that came or stand otherwise, and forgets others, as the store does."""
        came = {r.id: bench.printed(r) for r in reports}
        for i in gone:
            self.known.pop(i, None)
        self.known |= came
        self.told |= {r.sha256: r.text for r in reports}
        self.write(recopy(came, gone, self, CREDITS))

    def write(self, found: Recopying) -> None:
        for i in found.marks_gone:
            del self.marks[i]
        for i in found.gone:
            del self.texts[i]
        self.texts |= found.texts
        self.marks |= {i: frozenset(marks) for i, marks in found.marks.items()}
        self.common = (self.common - found.formulas_gone) | found.formulas
        self.near = {p for p in self.near if p[0] not in found.unpaired and p[1] not in found.unpaired}
        assert not self.near & found.pairs
        self.near |= found.pairs
        self.copies = {i: c for i, c in self.copies.items() if i not in found.regrouped} | found.copies

    def state(self) -> object:
        return self.texts, self.marks, self.common, self.near, self.copies


def standing(reports: Collection[Report]) -> list[Report]:
    """The reports as they stand beside each other: of those with the very same words the first by day is the original."""
    first: dict[str, str] = {}
    for report in sorted(reports, key=lambda r: (r.withdrawn is not None, r.published_on or "9", r.id)):
        first.setdefault(report.sha256, report.id)
    return [replace(r, copy_of=None if (o := first[r.sha256]) == r.id else o) for r in reports]


def origins(*reports: Report) -> dict[str, str]:
    found = find_copies({r.id: bench.printed(r) for r in reports}, CREDITS, NothingCopied())
    return {i: copy.origin for i, copy in found.items()}


def report(name: str, text: str, day: str = "2026-01-10", outlet: str | None = None) -> Report:
    return Report(id=name, text=text, sha256=f"{name} {hash(text)}", outlet=outlet, published_on=day)


# What counts as one text.


@pytest.mark.parametrize("edit", bench.EDITS)
def test_a_text_is_found_whatever_a_newsroom_makes_of_it(edit: str) -> None:
    rows = [m.report for m in MADE if m.edit in ("wire", edit)]
    found = origins(*rows)
    right = [i for i, origin in found.items() if i[:3] == origin[:3]]  # of one event, whichever was first
    assert len(right) >= 4 and len(found) == len(right)  # of six


def test_reports_that_share_words_alone_are_independent() -> None:
    kinds = ("wire", "own", "follow", "flash", "half of its own", "furniture alone")
    assert not origins(*(m.report for m in MADE if m.edit in kinds))


def test_the_made_reports_are_told_apart() -> None:
    found = bench.score(MADE)
    assert found.precision >= 0.98 and found.recall >= 0.95, (found.wrong, found.missed)


def test_words_are_the_same_however_they_are_typed() -> None:
    text = "Hoà bình ở **Thuỵ Sĩ**: [xem](https://example.org/a-b) “Đường 9”"
    other = unicodedata.normalize("NFD", "Hòa bình ở Thụy Sĩ: xem 'đường' 9")
    assert (
        words_folded(text) == words_folded(other) == ["hoa", "binh", "o", "thuy", "si", "xem", "duong", "9"]
    )
    assert words_folded("中国 và Việt\u00ad Nam") == ["中", "国", "va", "viet", "nam"]
    assert words_folded(" \u200b ") == []


def test_marks_do_not_depend_on_the_machine() -> None:
    text = "Ngày mùng hai tháng ba, tổng thống nước này lên đường sang thăm nước láng giềng."
    assert marks_of(text)[0] == 1_117_109_581_826_002_995
    assert list(marks_of(text)) == list(marks_of(text.upper())) and len(marks_of(text)) == 9
    assert not marks_of("…")


def test_what_stands_in_quotation_marks_alone_makes_no_copy() -> None:
    said = " ".join(f"lời{n} nói{n} này{n}" for n in range(60))
    one = " ".join(f"báo{n} một{n}" for n in range(25))
    other = " ".join(f"tờ{n} hai{n}" for n in range(25))
    assert not origins(report("a", f"{one}. “{said}”"), report("b", f"{other}. “{said}”"))
    assert origins(report("a", f"{one}. {said}"), report("b", f"{other}. {said}"))


def test_furniture_of_a_site_does_not_count() -> None:
    words = [f"chữ{n}" for n in range(200)]
    text = " ".join(words)
    marks = set(marks_of(" ".join(words[:150])))
    assert Compared(text, marks).share_in(Compared(" ".join(words[150:]), ())) >= 950
    assert Compared(text, ()).share_in(Compared(" ".join(words[150:]), ())) == 250
    assert Compared(text, set(marks_of(text))).share_in(Compared(text, ())) == 0


# Which is the origin.


def test_the_origin_is_the_first_else_the_one_that_others_credit_else_the_longest() -> None:
    text = WIRE.text
    longer = f"{text}\n\nThời tiết ở Santiago trong tuần được dự báo là khô ráo."
    first = origins(report("b", text, "2026-01-10"), report("a", longer, "2026-01-11"))
    assert first == {"a": "b"}
    credited = origins(
        report("b", text, outlet="TTXVN"), report("a", f"{longer}\n\nTheo TTXVN", outlet="Báo A")
    )
    assert credited == {"a": "b"}
    assert origins(report("b", text), report("a", longer)) == {"b": "a"}


def test_why_and_on_what_basis_are_told() -> None:
    days = {"b": "2026-01-10", "a": "2026-01-11"}
    rows = {i: bench.printed(report(i, WIRE.text + i, day)) for i, day in days.items()}
    (copy,) = find_copies(rows, CREDITS, NothingCopied()).values()
    assert (copy.why, copy.basis) == (
        "it was published before: 2026-01-10, this one 2026-01-11.",
        "derived",
    )
    same = {i: bench.printed(report(i, WIRE.text + " " + i * n)) for i, n in (("a", 1), ("b", 9))}
    (copy,) = find_copies(same, CREDITS, NothingCopied()).values()
    assert (copy.origin, copy.basis) == ("b", "assumed") and "longer" in copy.why


def test_texts_that_change_little_by_little_do_not_hang_together() -> None:
    words = [f"tiếng{n}" for n in range(300)]
    chain = [report(f"r{k}", " ".join(words[50 * k : 50 * k + 150]), f"2026-01-1{k}") for k in range(4)]
    assert all(copy not in origins(*chain).values() for copy in origins(*chain))
    assert origins(chain[0], chain[2]) == {}


def test_the_same_words_month_after_month_need_more() -> None:
    parts = WIRE.text.split("\n\n")
    again = "\n\n".join(
        [*parts[:4], "Hôm nay trời không mưa, gió nhẹ, sóng ngoài khơi cao chưa tới một mét."]
    )
    soon, later = report("b", again, "2026-01-15"), report("b", again, "2026-03-15")
    assert origins(report("a", WIRE.text), soon) == {"b": "a"}
    assert origins(report("a", WIRE.text), later) == {}


def test_groups_stand_behind_their_origins() -> None:
    copy = Copy(report_id="c", origin="a", share=900, why="")
    rows = [report(i, i) for i in "abcd"]
    rows[2] = replace(rows[2], origin=copy)
    assert [r.id for r in in_groups(rows)] == ["a", "c"]
    assert [r.id for r in in_groups(rows[1:])] == ["c"]


# The order tells nothing.

POOL = [m.report for m in MADE if m.report.id.startswith(("e0-", "e1-0", "short-"))]
POOL += [
    replace(WIRE, id="twin", outlet="Báo Đôi"),
    replace(POOL[3], id="twin-2", outlet="Báo Ba", published_on="2026-01-01"),
]
OUT = Decision(id="d", kind="withdraw", identity="x", report_id="x", by="x", recorded_at="x")


def test_marks_are_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, parts = Kept(), Kept()
    whole.take(standing(POOL))
    monkeypatch.setattr("biennien.resolve.copies._PART", 100)
    parts.take(standing(POOL))
    assert parts.state() == whole.state() and whole.copies


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_reports_that_come_change_and_go_leave_what_all_at_once_would(data: st.DataObject) -> None:
    now: dict[str, Report] = {}
    kept = Kept()
    seen: dict[str, Report] = {}
    for _ in range(data.draw(st.integers(2, 5))):
        for some in data.draw(st.lists(st.sampled_from(POOL), unique_by=lambda r: r.id, max_size=10)):
            what = data.draw(
                st.sampled_from(("come", "come", "come", "go", "otherwise", "withdrawn", "later"))
            )
            if what == "go":
                now.pop(some.id, None)
            elif what == "otherwise":
                other = data.draw(st.sampled_from(POOL))
                now[some.id] = replace(some, text=other.text, sha256=other.sha256)
            elif what == "withdrawn":
                now[some.id] = replace(some, decisions=(OUT,))
            else:
                now[some.id] = replace(some, published_on="2026-01-20") if what == "later" else some
        stand = {r.id: r for r in standing(list(now.values()))}
        kept.take([r for i, r in stand.items() if seen.get(i) != r], [i for i in seen if i not in stand])
        seen = stand
    whole = Kept()
    whole.take(list(seen.values()))
    assert kept.state() == whole.state()
