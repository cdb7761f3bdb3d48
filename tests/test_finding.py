"""The search: with and without diacritics, in every language of the names, the nearest first, and quick on many reports."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from biennien import Chronicle, app, told, views
from biennien.finding import Finder
from biennien.likeness import alike
from biennien.views import Whole


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    store = tmp_path_factory.mktemp("finding") / "samples.sqlite"
    app.add([str(app.samples_folder())], store)
    return views.whole(store)


@pytest.fixture(scope="module")
def finder(seen: Whole) -> Finder:
    return Finder(seen, views.stories_of(seen))


@pytest.mark.parametrize(
    "asked", ["khong muon gap", "Budapest", "Lavrov", "lavrov rubio", "tên lửa Tomahawk", "tomahavk"]
)
def test_nothing_is_passed_over_that_is_like_the_words(seen: Whole, finder: Finder, asked: str) -> None:
    found = finder.find(asked)
    statements = ((s, [s.content, *(c.quote for c in s.restated_in)]) for s in seen.record.statements)
    assert list(found.statements) == alike(asked, statements)
    whole = alike(asked, ((r, [r.title or "", r.text]) for r in seen.counting))
    assert {r.id for r in whole} <= {r.id for r in found.reports}


def test_meetings_are_found_by_the_names_of_either_language(finder: Finder) -> None:
    english, vietnamese = finder.find("Russia United States Alaska"), finder.find("Nga Mỹ Alaska")
    assert english.meetings
    assert english.meetings[0] == vietnamese.meetings[0]
    assert [who for who, _ in finder.find("ngoai truong").speakers] == []
    assert finder.find("lavrov").speakers == (("Sergey Lavrov", 6),)


def test_a_story_is_found_by_its_label(finder: Finder) -> None:
    assert len(finder.find("budapest").stories) == 1


@pytest.mark.parametrize("asked", ["", "   ", "…", "không có từ nào như thế này ở đây"])
def test_what_is_nowhere_is_not_found(finder: Finder, asked: str) -> None:
    assert not finder.find(asked).any


def test_the_first_of_each_kind(finder: Finder) -> None:
    found = finder.find("gap")
    few = found.few(2)
    assert [len(rows) for rows in (few.meetings, few.statements, few.reports)] == [2, 4, 2][:3] or len(
        found.meetings
    ) < 2
    assert few.statements == found.statements[:4]
    assert told(few)["reports"] == told(few.dated)


def test_in_many_reports_it_is_found_soon(seen: Whole) -> None:
    reports, dates = seen.counting, {d.report_id: d for d in seen.record.dates}
    many = [replace(r, id=f"{r.id}-{n}") for n in range(200) for r in reports]
    dated = tuple(replace(dates[r.id.rsplit("-", 1)[0]], report_id=r.id) for r in many)
    whole = Whole(record=replace(seen.record, dates=dated), reports=tuple(many), readings={})
    finder = Finder(whole, ())
    begin = time.process_time()
    assert len(finder.find("khong mot cum tu nao giong the nay ca").reports) == 0
    assert time.process_time() - begin < 4  # small words that stand everywhere: the worst there is
    begin = time.process_time()
    assert len(finder.find("tên lửa Tomahawk").reports) == 200
    assert time.process_time() - begin < 0.5


def test_python_searches_the_part_of_a_story(tmp_path: Path) -> None:
    store = tmp_path / "samples.sqlite"
    app.add([str(app.samples_folder())], store)
    chronicle = Chronicle(store)
    story = chronicle.stories()[0].id
    assert chronicle.search("lavrov", story=story[:6]).statements == chronicle.search("lavrov").statements
    assert chronicle.search("lavrov", as_known="2025-10-16").reports != chronicle.search("lavrov").reports
