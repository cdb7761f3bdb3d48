"""Reports on one event are one story, whatever the order in which they came."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import pytest
from benchmarks.stories import _PACKAGED as PACKAGED
from benchmarks.stories import load, measure

from biennien.knowledge.common import load_common
from biennien.model import Record, Report, ReportDate
from biennien.model.errors import NotFoundError
from biennien.model.grouping import Episode, Gist, NothingGrouped, Regrouping
from biennien.narrowing import story_of
from biennien.resolve.clusters import NEAR
from biennien.resolve.fingerprints import KEPT, UNIT
from biennien.resolve.likenesses import FAINT, comparable, likeness
from biennien.resolve.regrouping import regroup
from biennien.resolve.stories import find_stories, gist_of, stories_in

COMMON = load_common()


def report(name: str, text: str, title: str | None = None) -> Report:
    return Report(id=name, text=text, title=title, sha256="")


def dated(name: str, day: str, last: str | None = None) -> ReportDate:
    return ReportDate(
        report_id=name, value=day, earliest=day, latest=last or day, dated_by="metadata", why=""
    )


def gists_of(reports: Sequence[Report], dates: dict[str, ReportDate]) -> dict[str, Gist]:
    return {r.id: gist_of(r, None, dates.get(r.id), COMMON) for r in reports}


def grouped(gists: dict[str, Gist]) -> Regrouping:
    return regroup(gists, (), (), NothingGrouped({}))


def members(found: Regrouping) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(i for i, _ in e.reports)) for e in found.episodes.values())


def test_the_packaged_reports_are_grouped_as_by_hand() -> None:
    scores = measure()
    assert scores["biennien"][2] >= 0.93
    assert scores["biennien"][2] > max(scores["one each"][2], scores["all in one"][2])


def test_any_order_gives_the_same_episodes() -> None:
    reports, dates, _ = load(PACKAGED)
    first = grouped(gists_of(reports, dates))
    for seed in range(5):
        random.Random(seed).shuffle(reports)
        assert grouped(gists_of(reports, dates)).episodes == first.episodes
    assert sorted(itertools.chain(*members(first))) == sorted(r.id for r in reports)


def test_likeness_is_that_of_the_other_way_round_and_one_with_itself() -> None:
    reports, _, _ = load(PACKAGED)
    gists = list(gists_of(reports[:4], {}).values())
    for one, other in itertools.combinations(gists, 2):
        assert likeness(one, other) == likeness(other, one) < UNIT
    assert abs(likeness(gists[0], gists[0]) / UNIT - 1) < 1e-3
    assert all(len(g.words) <= KEPT for g in gists)


def test_the_same_words_a_year_later_are_another_story() -> None:
    text = "Cuộc đua thuyền rồng trên sông Hạ Long quy tụ tám đội, đội làng chài Vung Viêng về nhất."
    reports = [report(name, text) for name in ("a", "b", "c")]
    dates = {"a": dated("a", "2025-05-01"), "b": dated("b", "2025-05-03"), "c": dated("c", "2026-05-01")}
    assert members(grouped(gists_of(reports, dates))) == [("a", "b"), ("c",)]
    assert members(grouped(gists_of(reports, {}))) == [("a", "b", "c")]  # undated: nothing keeps them apart


def test_what_goes_on_for_months_is_one_story_of_several_episodes() -> None:
    text = "Đàm phán nghề cá ở cảng Lima, vòng {}: đoàn hai nước bàn về hạn ngạch cá cơm và vùng đánh bắt."
    reports = [report(f"r{n}", text.format(n)) for n in range(8)]
    days = [f"2026-{1 + n // 2:02}-{1 + 14 * (n % 2):02}" for n in range(8)]  # a round every two weeks
    found = grouped(gists_of(reports, {r.id: dated(r.id, day) for r, day in zip(reports, days, strict=True)}))
    assert len(found.episodes) > 1
    (story,) = stories_in(found.episodes.values(), found.links, {}, {})
    assert story.reports == tuple(r.id for r in reports)
    assert (story.first, story.last) == (days[0], days[-1])


def episode(days: Sequence[str], meetings: dict[str, int]) -> Episode:
    """One report on each of some days, and how many of them tell of which meeting."""
    reports = tuple((f"{day}-{n}", day) for n, day in enumerate(days))
    ordinals = tuple((d, d) for d in (date.fromisoformat(day).toordinal() for day in days))
    return Episode(
        id=reports[0][0], title="Nhan đề", reports=reports, days=ordinals, joins=(), meetings=tuple(meetings.items()), actors=()
    )  # fmt: skip


LABELS = {"m-1": "Oslo", "m-2": "Lima", "m-3": "Hue"}


def label_of(*parts: Episode) -> str:
    (story,) = stories_in(parts, [(one.id, other.id) for one, other in itertools.pairwise(parts)], LABELS, {})
    return story.label


def test_a_story_is_called_by_the_meeting_that_is_told_of_most_of_late() -> None:
    old = episode(["2026-03-01"] * 6 + ["2026-03-09"] * 4, {"m-1": 9})
    assert label_of(old) == "Oslo"
    assert label_of(old, episode(["2026-05-20", "2026-05-21", "2026-05-28"], {"m-1": 1, "m-2": 3})) == "Lima"
    # What is told of both as often now is called by the newer one; one report gives no other name.
    assert label_of(old, episode(["2026-05-20", "2026-05-21", "2026-05-28"], {"m-1": 3, "m-2": 3})) == "Lima"
    assert label_of(old, episode(["2026-05-28"], {"m-1": 1, "m-2": 1})) == "Oslo"
    assert label_of(episode(["2026-03-01"] * 5, {"m-3": 2})) == "Nhan đề"


def test_a_former_id_leads_to_the_story_that_holds_what_it_was_made_of() -> None:
    alone = episode(["2026-03-04", "2026-03-05"], {})
    (former,) = stories_in([alone], (), {}, {})
    grown = stories_in([episode(["2026-03-01"], {}), alone], [("2026-03-01-0", alone.id)], {}, {})
    assert [s.id for s in grown] != [former.id]
    assert story_of(grown, former.id) == grown[0] == story_of(grown, grown[0].id[:6])
    with pytest.raises(NotFoundError):
        story_of(grown, "t-000000000000")
    with pytest.raises(NotFoundError):
        story_of(grown, former.id[:-1])


def test_a_report_without_words_stands_alone() -> None:
    assert members(grouped(gists_of([report(n, "…") for n in ("a", "b")], {}))) == [("a",), ("b",)]
    assert grouped({}).episodes == {}


def stories_of(reports: Sequence[Report]) -> list[tuple[str, ...]]:
    record = Record(dates=tuple(dated(r.id, f"2026-03-0{n}") for n, r in enumerate(reports, 1)))
    return [s.reports for s in find_stories(record, reports, {}, COMMON)]


def test_the_latest_story_comes_first_and_its_reports_by_day() -> None:
    fish = "Hiệp định nghề cá giữa hai nước được ký tại cảng Lima sau ba vòng đàm phán."
    vote = "Hội đồng thành phố bỏ phiếu về tuyến xe điện qua cầu Thăng Bình."
    reports = [report("a", fish), report("b", vote), report("c", fish + " Tàu cá mừng.")]
    assert stories_of(reports) == [("a", "c"), ("b",)]


def joined_one_by_one(gists: dict[str, Gist]) -> list[tuple[str, ...]]:
    """The nearest two groups by the mean over all their pairs, looked for anew each time; only what can be compared is joined."""
    groups = [(i,) for i in sorted(gists)]

    def mean(one: tuple[str, ...], other: tuple[str, ...]) -> float:
        pairs = [(gists[a], gists[b]) for a in one for b in other]
        if not all(comparable(a.days, b.days) for a, b in pairs):
            return 0.0
        return sum(v for a, b in pairs if (v := likeness(a, b)) >= FAINT) / len(pairs)

    while len(groups) > 1:
        value, one, other = min((-mean(a, b), a, b) for a, b in itertools.combinations(groups, 2))
        if -value < NEAR:
            break
        groups = sorted([*(g for g in groups if g not in (one, other)), tuple(sorted(one + other))])
    return sorted(groups)


def made(seed: int, number: int = 40) -> dict[str, Gist]:
    """Reports on some topics that share words, most of them dated, some between two days only."""
    chance = random.Random(seed)
    topics = [[f"chữ{t}x{n}" for n in range(30)] for t in range(4)]
    reports, dates = [], {}
    for n in range(number):
        words = chance.sample(topics[n % 4], 12) + chance.sample(topics[(n + 1) % 4], 6)
        reports.append(report(f"r{n:02}", " ".join(words)))
        month = chance.randint(1, 5)
        if n < 0.9 * number:
            last = f"2026-{month + chance.randint(0, 2):02}-20" if n % 7 == 0 else None
            dates[f"r{n:02}"] = dated(f"r{n:02}", f"2026-{month:02}-{chance.randint(1, 28):02}", last)
    return gists_of(reports, {i: d for i, d in dates.items() if (d.earliest or "") <= (d.latest or "")})


@pytest.mark.parametrize("seed", range(8))
def test_the_heap_joins_what_looking_at_all_pairs_joins(seed: int) -> None:
    gists = made(seed)
    assert members(grouped(gists)) == joined_one_by_one(gists)


class Memory:
    """The episodes as they are kept; what the store does, without a file."""

    def __init__(self, meetings: dict[str, list[str]]) -> None:
        self.here: dict[str, Gist] = {}
        self.place: dict[str, str] = {}
        self.all: dict[str, Episode] = {}
        self.links: set[tuple[str, str]] = set()
        self.meetings = meetings

    def episodes_of(self, reports: Collection[str]) -> dict[str, str]:
        return {i: self.place[i] for i in reports if i in self.place}

    def episodes(self, ids: Collection[str]) -> dict[str, Episode]:
        return {i: self.all[i] for i in ids}

    def gists(self, reports: Collection[str]) -> dict[str, Gist]:
        return {i: self.here[i] for i in reports if i in self.here}

    def between(self, first: int | None, last: int | None) -> list[str]:
        if first is None or last is None:
            return list(self.here)
        return [i for i, g in self.here.items() if not g.days or (g.days[0] <= last and g.days[1] >= first)]

    def told(self, reports: Collection[str]) -> dict[str, list[str]]:
        return {i: self.meetings[i] for i in reports if i in self.meetings}

    def become(self, gists: dict[str, Gist]) -> Regrouping:
        changed = {i: g for i, g in gists.items() if self.here.get(i) != g}
        found = regroup(changed, [i for i in self.here if i not in gists], (), self)
        for i in found.gone:
            del self.place[i]
        for name in found.ended:
            del self.all[name]
        self.links = {link for link in self.links if not found.ended & {*link}} | found.links
        self.all.update(found.episodes)
        self.place.update((i, e.id) for e in found.episodes.values() for i, _ in e.reports)
        self.here = dict(gists)
        return found


@pytest.mark.parametrize("seed", range(12))
def test_the_stories_grow_to_what_they_are_when_made_at_once(seed: int) -> None:
    chance = random.Random(seed)
    pools = [made(seed), made(seed + 100)]  # the same ids with other words and days
    meetings = {f"r{n:02}": [f"m{n % 5}"] for n in range(0, 40, 2)}
    memory = Memory(meetings)
    for _ in range(25):
        now = dict(memory.here)
        for i in chance.sample(sorted(pools[0]), chance.choice([1, 1, 2, 9])):
            now.pop(i, None)
            if chance.random() < 0.75:
                now[i] = chance.choice(pools)[i]
        memory.become(now)
        whole = regroup(now, (), (), NothingGrouped(meetings))
        assert (memory.all, memory.links) == (whole.episodes, whole.links)


def test_one_more_report_leaves_what_it_is_not_near_to_alone() -> None:
    gists = {f"{n:03}{i}": replace(g, report_id=f"{n:03}{i}", days=(1000 * n, 1000 * n)) for n in range(20) for i, g in made(1, 8).items()}  # fmt: skip
    memory = Memory({})
    memory.become(dict(list(gists.items())[:-1]))
    found = memory.become(gists)
    assert 0 < sum(len(e.reports) for e in found.episodes.values()) <= 8
