"""What the comparison with peers rests on: where a peer's words stand, what counts as right, and that a missing peer is named."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from benchmarks.peers import __main__ as peers
from benchmarks.peers.timed import spans

from biennien import app
from biennien.evaluation import load_rows

SAMPLES = app.samples_folder().parent / "gold.jsonl"


@pytest.mark.parametrize(
    ("tokens", "joined"),
    [
        (["Ông", "Tập Cận Bình", ",", "hôm", "21/10"], " "),
        (["Ông", "Tập_Cận_Bình", ",", "hôm", "21/10"], "_"),
    ],
)
def test_words_of_a_peer_are_found_again_in_the_text(tokens: list[str], joined: str) -> None:
    text = "Ông Tập\nCận  Bình, hôm 21/10"
    cut = [text[start:end] for start, end in spans(text, tokens, joined)]
    assert cut == ["Ông", "Tập\nCận  Bình", ",", "hôm", "21/10"]


@pytest.mark.parametrize(
    ("true", "found", "credited"),
    [
        ("2025-W42", "2025-10-15", "2025-W42"),
        ("2025-W42", "2025-10-22", "2025-10-22"),
        ("2025-10-21", "2025-10-21", "2025-10-21"),
        ("PRESENT_REF", "2025-10-21", "2025-10-21"),
    ],
)
def test_a_day_inside_a_coarser_value_counts(true: str, found: str, credited: str) -> None:
    gold = {"timex": [{"start": 0, "end": 9, "value": true}]}
    row = {"timex": [{"start": 4, "end": 9, "value": found}]}
    assert [t["value"] for t in peers.credited(gold, row)] == [credited]


def test_the_gold_itself_scores_full_marks() -> None:
    gold = load_rows(SAMPLES)
    assert peers.line("x", gold, peers.Measured(rows=gold, rate=1)).split()[1:5] == ["1.000"] * 4


def test_a_report_without_a_day_is_read_with_the_last_day_it_speaks_of() -> None:
    times = [{"value": "2025-10-21"}, {"value": "2025-10-23"}, {"value": "2025-11"}, {"value": "P2W"}]
    assert peers.day_of({"published": None, "timex": times}) == "2025-10-23"
    assert peers.day_of({"published": "2025-10-25", "timex": times}) == "2025-10-25"


def test_a_peer_that_cannot_be_had_is_named_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def without_network(name: str, reports: dict[str, Any]) -> peers.Measured:
        code = "import sys; sys.exit('ERROR: no matching distribution\\nlast words')"
        peers._run([sys.executable, "-c", code], "it cannot be installed")
        raise AssertionError

    monkeypatch.setattr(peers, "peer", without_network)
    peers.main(SAMPLES)
    out = capsys.readouterr().out
    for name in peers.PEERS:
        assert f"{name:12s}  not measured: it cannot be installed: ERROR: no matching distribution" in out
    assert "biennien" in out
