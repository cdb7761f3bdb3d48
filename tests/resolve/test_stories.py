"""Reports on one event are one story, whatever the order in which they came."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import pytest
from benchmarks.stories import _PACKAGED as PACKAGED
from benchmarks.stories import load, measure

from biennien.knowledge.common import load_common
from biennien.model import Record, Report, ReportDate
from biennien.model.timex import days_of
from biennien.resolve.clusters import APART, FAINT, NEAR, cluster, likeness
from biennien.resolve.fingerprints import KEPT, Fingerprint, fingerprint_of
from biennien.resolve.stories import find_stories

COMMON = load_common()


def report(name: str, text: str, title: str | None = None) -> Report:
    return Report(id=name, text=text, title=title, sha256="")


def dated(name: str, day: str) -> ReportDate:
    return ReportDate(report_id=name, value=day, earliest=day, latest=day, dated_by="metadata", why="")


def test_the_packaged_reports_are_grouped_as_by_hand() -> None:
    scores = measure()
    assert scores["biennien"][2] >= 0.93
    assert scores["biennien"][2] > max(scores["one each"][2], scores["all in one"][2])


def test_any_order_gives_the_same_clusters() -> None:
    reports, dates, _ = load(PACKAGED)
    prints = [fingerprint_of(r, COMMON) for r in reports]
    first = cluster(prints, dates)
    for seed in range(5):
        random.Random(seed).shuffle(prints)
        assert cluster(prints, dates) == first
    assert sorted(itertools.chain(*first)) == sorted(r.id for r in reports)


def test_likeness_is_that_of_the_other_way_round_and_one_with_itself() -> None:
    reports, _, _ = load(PACKAGED)
    prints = [fingerprint_of(r, COMMON) for r in reports[:4]]
    for one, other in itertools.combinations(prints, 2):
        assert likeness(one, other) == likeness(other, one) < 1
    assert abs(likeness(prints[0], prints[0]) - 1) < 1e-4
    assert all(len(p.words) <= KEPT for p in prints)


def test_the_same_words_a_year_later_are_another_story() -> None:
    text = "Cuộc đua thuyền rồng trên sông Hạ Long quy tụ tám đội, đội làng chài Vung Viêng về nhất."
    prints = [fingerprint_of(report(name, text), COMMON) for name in ("a", "b", "c")]
    dates = {"a": dated("a", "2025-05-01"), "b": dated("b", "2025-05-03"), "c": dated("c", "2026-05-01")}
    assert cluster(prints, dates) == [("a", "b"), ("c",)]
    assert cluster(prints, {}) == [("a", "b", "c")]  # undated: nothing keeps them apart


def test_a_report_without_words_stands_alone() -> None:
    assert cluster([fingerprint_of(report(n, "…"), COMMON) for n in ("a", "b")], {}) == [("a",), ("b",)]
    assert cluster([], {}) == []


def stories_of(reports: Sequence[Report]) -> list[tuple[str, ...]]:
    record = Record(dates=tuple(dated(r.id, f"2026-03-0{n}") for n, r in enumerate(reports, 1)))
    return [s.reports for s in find_stories(record, reports, {}, COMMON)]


def test_the_latest_story_comes_first_and_its_reports_by_day() -> None:
    fish = "Hiệp định nghề cá giữa hai nước được ký tại cảng Lima sau ba vòng đàm phán."
    vote = "Hội đồng thành phố bỏ phiếu về tuyến xe điện qua cầu Thăng Bình."
    reports = [report("a", fish), report("b", vote), report("c", fish + " Tàu cá mừng.")]
    assert stories_of(reports) == [("a", "c"), ("b",)]


def joined_one_by_one(prints: Sequence[Fingerprint], dates: dict[str, ReportDate]) -> list[tuple[str, ...]]:
    """The nearest two groups by the mean over all their comparable pairs, looked for anew each time."""
    groups = [(p.report_id,) for p in sorted(prints, key=lambda p: p.report_id)]
    by_id = {p.report_id: p for p in prints}

    def apart(one: str, other: str) -> bool:
        a, b = (days_of(dates[n].value) if n in dates else None for n in (one, other))
        return bool(a and b and max(a[0] - b[1], b[0] - a[1]) > APART)

    def mean(one: tuple[str, ...], other: tuple[str, ...]) -> float:
        rows = [likeness(by_id[a], by_id[b]) for a in one for b in other if not apart(a, b)]
        return sum(r for r in rows if r >= FAINT) / len(rows) if rows else 0.0

    while len(groups) > 1:
        value, one, other = max((mean(a, b), a, b) for a, b in itertools.combinations(groups, 2))
        if value < NEAR:
            break
        groups = [g for g in groups if g not in (one, other)] + [tuple(sorted(one + other))]
    return sorted(groups)


@pytest.mark.parametrize("seed", range(8))
def test_the_heap_joins_what_looking_at_all_pairs_joins(seed: int) -> None:
    chance = random.Random(seed)
    topics = [[f"chữ{t}x{n}" for n in range(30)] for t in range(4)]
    texts = [
        " ".join(chance.sample(topics[n % 4], 12) + chance.sample(topics[(n + 1) % 4], 6)) for n in range(40)
    ]
    prints = [fingerprint_of(report(f"r{n:02}", text), COMMON) for n, text in enumerate(texts)]
    dates = {p.report_id: dated(p.report_id, f"2026-{chance.randint(1, 4):02}-10") for p in prints[:30]}
    assert cluster(prints, dates) == joined_one_by_one(prints, dates)
