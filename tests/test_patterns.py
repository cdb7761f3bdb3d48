"""No regular expression of the software takes longer than its text grows, whatever is in the text."""

from __future__ import annotations

import random
import re
import time

import pytest
from tools.patterns import find_patterns
from tools.pumping import Used, growth_of

from biennien.words import load_words


def test_no_pattern_takes_more_than_linear_time() -> None:
    patterns = find_patterns()
    assert len(patterns) > 1_000  # of the source and of every rule
    assert {"search", "match", "fullmatch"} == {used.use for used in patterns}
    slow = [found for used in patterns if (found := growth_of(used))]
    assert not slow, [(f.used.where, f.used.pattern.pattern[:120], f.pieces, f.seconds) for f in slow]


@pytest.mark.parametrize(
    ("pattern", "use"),
    [
        (r"(a+)+$", "match"),
        (r"(?:a|a)*b", "match"),
        (r"a*a*b", "match"),
        (r"\w+\s*\w+$", "fullmatch"),
        (r"\s+$", "search"),
        (r"x\s*[:=]?\s+\d", "match"),
        (r"\((?:[^)])*\)", "search"),
        (r"(?:lúc |một )*$", "search"),
        (r"(?=.*x)a", "search"),
    ],
)
def test_patterns_that_are_slow_are_found(pattern: str, use: str) -> None:
    assert growth_of(Used(where="here", pattern=re.compile(pattern), use=use)) is not None


@pytest.mark.parametrize(
    ("pattern", "use"),
    [
        (r"a+b", "match"),
        (r"(?<!\w)\w+$", "search"),
        (r"x(?:\s*+[:=])?+\s++\d", "match"),
        (r"\([^)]{0,300}\)", "search"),
        (r"(?>a+)+$", "match"),
        (r"[;.!?]\s{0,9}[A-Z]", "search"),
    ],
)
def test_patterns_that_are_quick_are_not(pattern: str, use: str) -> None:
    assert growth_of(Used(where="here", pattern=re.compile(pattern), use=use)) is None


def test_a_sentence_of_the_software_is_told_soon_whatever_a_report_puts_into_it() -> None:
    begin = time.process_time()
    for words in ("the " + "a " * 200_000, "the report '" + "(a " * 200_000 + "' has no 'text'."):
        load_words("vi").told(words)
    assert time.process_time() - begin < 2


def test_the_parts_of_a_sentence_are_those_that_a_pattern_finds() -> None:
    """The first place of each word is taken; a regular expression, which tries all, finds the same."""
    from biennien.words import _fillings

    draw = random.Random(1)
    for _ in range(3_000):
        literals = ["".join(draw.choices("ab ", k=draw.randrange(3))) for _ in range(draw.randrange(1, 5))]
        sentence = "".join(draw.choices("ab ", k=draw.randrange(9)))
        found = re.fullmatch("(.*?)".join(map(re.escape, literals)), sentence, re.DOTALL)
        assert _fillings(sentence, literals) == (list(found.groups()) if found else None)
