"""What fuzzing once found stays mended, and every target holds its laws on inputs drawn by chance; `make fuzz` does it for long."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("trafilatura", reason="trafilatura is missing: pip install 'biennien[web]'")
pytest.importorskip("warcio", reason="warcio is missing: pip install 'biennien[web]'")
pytest.importorskip("protego", reason="protego is missing: pip install 'biennien[web]'")
pytest.importorskip("pypdfium2", reason="pypdfium2 is missing: pip install 'biennien[documents]'")
pytest.importorskip("fastapi", reason="fastapi is missing: pip install 'biennien[serve]'")
pytest.importorskip("pyarrow", reason="pyarrow is missing: pip install 'biennien[parquet]'")
from fuzz import finding, grammar
from fuzz.targets import TARGETS

DEAR = {
    "exports": 2,
    "pages": 2,
    "read": 40,
    "story": 25,
    "search": 20,
    "rest": 20,
}  # inputs of targets that take long


@pytest.mark.parametrize("target", TARGETS)
def test_what_was_once_found_stays_mended(target: str) -> None:
    for name, data in finding.kept(target):
        try:
            finding.tried(target, data)
        except Exception as error:
            raise AssertionError(f"{name}: {finding.kind_of(error)}") from error


@pytest.mark.parametrize("target", TARGETS)
def test_any_bytes_are_told_or_taken(target: str) -> None:
    @settings(
        max_examples=DEAR.get(target, 40), deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.binary(max_size=200))
    def hold(data: bytes) -> None:
        finding.tried(target, data)

    hold()


def test_every_kept_input_belongs_to_a_target() -> None:
    for folder in (finding.CORPUS, finding.REGRESSIONS):
        for path in folder.iterdir():
            assert path.name.split(".")[0].split("-")[0] in TARGETS, path


def test_the_grammar_makes_news_that_the_reader_reads() -> None:
    """Else the fuzzer would never get past the first words: meetings, names, days and speech all come up."""
    from biennien.knowledge.load import load_knowledge
    from biennien.model import Report
    from biennien.read import read_report

    found = set()
    for seed in range(60):
        data = bytes((seed * 37 + n * 101) % 251 for n in range(180))
        text = grammar.news(data)
        assert text == grammar.news(data)
        if text.strip():
            reading = read_report(Report(id="x", text=text, sha256=""), load_knowledge())
            found |= {
                k
                for k in ("mentions", "times", "attributions", "meetings", "quotations")
                if getattr(reading, k)
            }
    assert found == {"mentions", "times", "attributions", "meetings", "quotations"}
