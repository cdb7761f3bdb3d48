"""`--recorded-by` beside `--as-known`, and warnings of a date that does not fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from biennien.cli import main

OFF = "Ông Donald Trump hôm 22/10 tuyên bố hủy cuộc gặp với Tổng thống Nga Vladimir Putin tại Budapest."


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    (tmp_path / "a.txt").write_text(OFF, "utf-8")
    store = str(tmp_path / "a.sqlite")
    assert main(["add", str(tmp_path / "a.txt"), "--store", store, "--published", "2025-10-23"]) == 0
    capsys.readouterr()
    return store


@pytest.mark.parametrize("name", ["meetings", "statements", "reports", "timeline", "stories"])
def test_by_what_was_recorded(name: str, store: str, capsys: pytest.CaptureFixture[str]) -> None:
    for until, there in (("22/10/2025", False), ("2999-01-01T00:00:00+07:00", True)):
        assert main([name, "--json", "--recorded-by", until, "--store", store]) == 0
        assert bool(json.loads(capsys.readouterr().out)) == there


def test_what_is_no_instant_is_told(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["meetings", "--recorded-by", "hôm qua", "--store", store]) == 2
    assert "--recorded-by" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("day", "lang", "words"),
    [
        ("2025-10-21", "en", "it speaks of 2025-10-22 as past"),
        ("2025-10-21", "vi", "bản tin nói 2025-10-22 là chuyện đã qua"),
        ("2999-10-23", "en", "still to come"),
        ("2025-10-22", "en", ""),
    ],
)
def test_a_date_that_does_not_fit_is_taken_with_a_warning(
    day: str, lang: str, words: str, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", lang, "correct", "a", "--published", day, "--by", "Lan", "--store", store]) == 0
    err = capsys.readouterr().err
    assert words in err and bool(err) == bool(words)
