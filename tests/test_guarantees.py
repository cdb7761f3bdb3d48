"""The page of guarantees names only tests and runs that are there, and no promise stands on nothing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "explanation" / "guarantees.md").read_text("utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
PROMISED, _, REST = PAGE.partition("\n## The last figures")
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
_PROMISE = re.compile(r"^\* .*(?:\n  .*)*", re.MULTILINE)
_FILE = r"((?:\w+/)*test_\w+\.py)"


def names_in(file: Path) -> set[str]:
    """The tests that a file has, those of classes too."""
    tree = ast.parse(file.read_text("utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("named", sorted(set(re.findall(rf"`{_FILE}(?:::(\w+))?`", PAGE + SECURITY))))
def test_every_test_that_is_named_is_there(named: tuple[str, str]) -> None:
    file = ROOT / "tests" / named[0]
    assert file.is_file(), named
    found = names_in(file)
    assert named[1] in found if named[1] else found, named


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z]+)", PAGE + SECURITY))))
def test_every_run_that_is_named_is_there(target: str) -> None:
    assert target in TARGETS


@pytest.mark.parametrize("promise", _PROMISE.findall(PROMISED), ids=lambda words: words[4:60])
def test_every_promise_names_what_holds_it(promise: str) -> None:
    held = promise.partition("\n  → ")[2]
    assert re.search(rf"`{_FILE}|`make [a-z]+`", held), promise


def test_every_figure_has_a_command_and_a_day() -> None:
    table = REST.partition("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("|")][2:]
    assert rows
    for what, command, found, day in rows:
        assert what.strip() and found.strip()
        (run,) = re.findall(r"`([^`]+)`", command)
        assert (
            run.split()[1] in TARGETS if run.startswith("make ") else run.startswith(("python ", "pytest "))
        )
        assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ 20\d\d", day.strip()), day


def test_the_page_says_what_is_not_guaranteed() -> None:
    assert re.search(r"^## Not guaranteed$", PAGE, re.MULTILINE)
    assert "<!-- floors -->" in PAGE and "<!-- /floors -->" in PAGE
