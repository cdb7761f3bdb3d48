"""The file grows to the same rows in whatever order and portions the reports come."""

from __future__ import annotations

import itertools
import random
import sqlite3
from pathlib import Path

import pytest
from benchmarks.growth import reports as made_reports
from tests.stores import connected

from biennien import app, pipeline, views
from biennien.model import Report

# What the record rests on and what lets it grow, without the numbers and times that history gives.
ROWS = {
    "meetings": "SELECT * FROM meetings",
    "changes": "SELECT * FROM changes",
    "statements": "SELECT * FROM statements",
    "citations": "SELECT * FROM citations",
    "report_dates": "SELECT * FROM report_dates",
    "record_issues": "SELECT * FROM record_issues",
    "standing": "SELECT report_id, identity, sha256, input, body FROM standing",
    "bearings": "SELECT s.report_id, b.kind, b.key FROM bearings b JOIN standing s USING (number)",
    "votes": "SELECT s.report_id, v.entity, v.state, v.times FROM votes v JOIN standing s USING (number)",
    "plans": "SELECT * FROM plans",
    "plan_keys": "SELECT * FROM plan_keys",
    "gists": "SELECT * FROM gists",
    "episodes": "SELECT * FROM episodes",
    "links": "SELECT * FROM episode_links",
    "copy_texts": "SELECT report_id, sha256, house, original FROM copy_texts",
    "copy_marks": "SELECT t.report_id, m.mark FROM copy_marks m JOIN copy_texts t USING (number)",
    "copy_formulas": "SELECT mark FROM copy_formulas",
    "copy_pairs": "SELECT * FROM copy_pairs",
    "copies": "SELECT * FROM copies",
    "size": "SELECT * FROM meta WHERE key IN ('meetings', 'statements')",
}


def rows(path: Path) -> dict[str, list[str]]:
    with connected(path) as connection:
        if isinstance(connection, sqlite3.Connection):
            for name in ("report_words", "statement_words"):
                connection.execute(f"CREATE VIRTUAL TABLE temp.v_{name} USING fts5vocab(main, {name}, row)")
            queries = ROWS | {
                "reports": "SELECT * FROM v_report_words",
                "said": "SELECT * FROM v_statement_words",
            }
        else:
            words = "SELECT s.report_id, w.words FROM report_words w JOIN standing s USING (number)"
            queries = ROWS | {"reports": words, "said": "SELECT * FROM statement_words"}
        found = {name: sorted(map(repr, connection.execute(query))) for name, query in queries.items()}
        assert found["reports"] and found["said"]
        return found


def grown(path: Path, portions: list[list[Report]]) -> dict[str, list[str]]:
    with app.opened_store(path, writable=True) as store:
        for number, portion in enumerate(portions):
            store.add(portion, f"2026-01-01T00:00:{number:02d}.000000+00:00")
            app.bring_up_to_date(store)
            if number % 2 == 0:
                store.group(pipeline.grow_stories, app.reader_version())
    assert app.episodes(path) is not None
    return rows(path)


def samples() -> list[Report]:
    return [found for found in pipeline.ingest([str(app.samples_folder())]) if isinstance(found, Report)]


@pytest.mark.parametrize("made", [0, 40])
def test_any_order_and_any_portions_give_the_same_rows(made: int, tmp_path: Path) -> None:
    reports = list(itertools.islice(made_reports(), made)) or samples()
    whole = grown(tmp_path / "whole.sqlite", [reports])
    assert all(whole[name] for name in ("meetings", "statements", "bearings", "plans", "gists", "episodes"))
    for seed in range(3):
        shuffled = list(reports)
        random.Random(seed).shuffle(shuffled)
        cuts = (
            sorted(random.Random(seed).sample(range(1, len(reports)), 4)) if seed else range(1, len(reports))
        )
        portions = [shuffled[a:b] for a, b in itertools.pairwise([0, *cuts, len(reports)])]
        assert grown(tmp_path / f"{seed}.sqlite", portions) == whole


def test_what_is_stored_is_what_is_made_of_all_reports_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    grown(path, [[report] for report in samples()])
    record, reports = app.load(path)
    with app.opened_store(path) as store:
        readings = app.readings_of(store, reports)
    assert record == pipeline.make_record(reports, readings, pipeline.load_knowledge())
    assert views.stories(path) == views.stories_of(views.whole(path))
    assert not app.verify(path).failures
