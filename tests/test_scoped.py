"""What some reports tell, loaded by itself, is what the whole record has of them; also as known on a day."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from benchmarks.growth import reports as made_reports

from biennien import app, decisions, loading, pipeline, scoped, views
from biennien.model import Report
from biennien.narrowing import told_by
from biennien.views import Whole


def samples() -> list[Report]:
    return [found for found in pipeline.ingest([str(app.samples_folder())]) if isinstance(found, Report)]


def stored(path: Path, reports: list[Report]) -> Path:
    with app.opened_store(path, writable=True) as store:
        store.add(reports, "2026-01-01T00:00:00.000000+00:00")
        app.bring_up_to_date(store)
    return path


def of_whole(whole: Whole, ids: Collection[str], part: Whole) -> Whole:
    """What the whole has of some reports, with the reports that are in the part."""
    here = {r.id for r in part.reports}
    record = told_by(whole.record, set(ids))
    cited = {c.report_id for m in record.meetings for change in m.changes for c in change.citations}
    cited |= {c.report_id for s in record.statements for c in (*s.citations, *s.restated_in)}
    assert here == cited | set(ids)
    return replace(
        whole,
        record=replace(
            record,
            dates=tuple(d for d in record.dates if d.report_id in here),
            issues=tuple(i for i in record.issues if i.report_id in here),
        ),
        reports=tuple(r for r in whole.reports if r.id in here),
        readings={i: reading for i, reading in whole.readings.items() if i in here},
    )


def some(ids: list[str], seed: int) -> list[list[str]]:
    chance = random.Random(seed)
    return [[i] for i in ids[:6]] + [chance.sample(ids, min(n, len(ids))) for n in (2, 5, 9)]


@pytest.fixture(scope="module", params=["samples", "made"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = samples() if request.param == "samples" else list(itertools.islice(made_reports(), 120))
    return stored(tmp_path_factory.mktemp(request.param) / "a.sqlite", reports)


def test_a_part_is_what_the_whole_has_of_it(path: Path) -> None:
    whole = views.whole(path)
    with app.opened_store(path) as store, store.looking(loading.reader_version()) as look:
        assert look is not None
        for ids in some([r.id for r in whole.reports], 1):
            part = scoped.part_of(look, ids)
            assert part == of_whole(whole, ids, part)


@pytest.mark.parametrize("seed", range(3))
def test_a_part_as_known_on_a_day_is_what_the_whole_of_that_day_has_of_it(path: Path, seed: int) -> None:
    record, reports = app.load(path)
    days = sorted({d.earliest for d in record.dates if d.earliest})
    chance = random.Random(seed)
    with app.opened_store(path) as store, store.looking(loading.reader_version()) as look:
        assert look is not None
        now = look.standings()
        for day in chance.sample(days, min(4, len(days))):
            whole = views.whole(path, day)
            past = scoped.past_of(look, day, now)
            for ids in some([r.id for r in reports], seed):
                part = scoped.part_as_known(look, past, ids)
                assert part == of_whole(whole, ids, part)


# A story with all that makes a day otherwise than today: new versions, copies that came before their original, a report without a
# date, persons whom no table knows and whose state only later reports give, mentions of one side, sequels, decisions.
ROWS = [
    ("a", "2026-03-02", "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3. Ông Macron nói: “Chúng tôi muốn giữ hòa bình lâu dài trên biển cho mọi người”."),
    ("a", "2026-03-06", "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Oslo vào ngày 25/3. Ông Macron nói: “Chúng tôi muốn giữ hòa bình lâu dài trên biển cho mọi người”."),
    ("b", "2026-03-09", "Ông Macron hủy cuộc gặp ở Geneva, Điện Elysee cho biết ngày 8/3."),
    ("c", "2026-03-04", "Ngoại trưởng Na Uy Olav Brekke hôm 4/3 nói sẽ gặp Ngoại trưởng Peru Tomas Quispe tại Lima vào tháng 4. Ông Brekke nhấn mạnh việc đánh bắt cá phải theo luật."),
    ("d", "2026-03-11", "Ông Olav Brekke và ông Tomas Quispe đã gặp nhau tại Lima ngày 10/3. Một ngày sau, ông Brekke gặp Tổng thống Brazil Lula da Silva."),
    ("e", "2026-03-12", "Ngoại trưởng Chile Tomas Quispe nói cuộc gặp với Ngoại trưởng Na Uy Olav Brekke tại Lima bị hoãn. Ngoại trưởng Chile Tomas Quispe nhắc lại điều đó hai lần."),
    ("f", "2026-03-05", "Thủ tướng Nhật Bản Sanae Takaichi ngày 5/3 xác nhận sẽ gặp Tổng thống Pháp Emmanuel Macron. Bà Takaichi nói: “Chúng tôi muốn giữ hòa bình lâu dài trên biển cho mọi người”."),
    ("g", "2026-03-03", "Thủ tướng Nhật Bản Sanae Takaichi ngày 5/3 xác nhận sẽ gặp Tổng thống Pháp Emmanuel Macron. Bà Takaichi nói: “Chúng tôi muốn giữ hòa bình lâu dài trên biển cho mọi người”."),
    ("h", None, "Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva hôm 8/3. Ông Macron nói: “Chúng tôi muốn giữ hòa bình lâu dài trên biển cho mọi người”."),
    ("i", "2026-03-08", "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vì bất đồng về thương mại."),
    ("j", "2026-03-10", "Hội nghị thượng đỉnh với ông Macron có thể bị hoãn, bà Sanae Takaichi nói hôm 9/3."),
]  # fmt: skip


@pytest.fixture(scope="module")
def otherwise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("otherwise")
    path = folder / "a.sqlite"
    for number, (name, day, text) in enumerate(ROWS):
        row = {"id": name, "published": day, "text": text}
        (folder / "r.json").write_text(json.dumps([row], ensure_ascii=False), "utf-8")
        app.add([str(folder / "r.json")], path, now=datetime(2026, 4, 1, 0, number, tzinfo=UTC))
    record, _ = app.load(path)
    changes = [c for m in record.meetings for c in m.changes if c.status == "cancelled"]
    decisions.decide("status", changes[-1].id, path, value="postponed", by="Lan")
    first, second = [m.id for m in record.meetings if "Sanae Takaichi" in m.participants][:2]
    decisions.decide("same", first, path, value=second, by="Lan")
    return path


def test_whatever_stood_otherwise_on_a_day_a_part_is_what_the_whole_of_that_day_has_of_it(
    otherwise: Path,
) -> None:
    record, reports = app.load(otherwise)
    days = sorted({d.earliest for d in record.dates if d.earliest} | {"2026-03-07", "2026-02-01"})
    met = set()
    with app.opened_store(otherwise) as store, store.looking(loading.reader_version()) as look:
        assert look is not None
        now = look.standings()
        for day in days:
            whole = views.whole(otherwise, day)
            past = scoped.past_of(look, day, now)
            met |= past.standing.keys()
            for ids in some([r.id for r in reports], 1) + [[r.id] for r in reports]:
                part = scoped.part_as_known(look, past, ids)
                assert part == of_whole(whole, ids, part), (day, ids)
    assert {"a", "c"} <= met  # another version, another state of somebody whom it names
