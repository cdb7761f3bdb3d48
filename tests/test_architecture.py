"""Who may import whom, which stages are pure, and how long a file and a function may be."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "biennien"
FILES = sorted(SOURCE.rglob("*.py"))

ALLOWED = {
    "model": set(),
    "addresses": {"model"},
    "names": {"model"},
    "durable": set(),
    "knowledge": {"model"},
    "ingest": {"model", "knowledge"},
    "read": {"model", "knowledge"},
    "resolve": {"model", "knowledge"},
    "story": {"model", "knowledge"},
    "export": {"model", "knowledge", "wording"},
    "store": {"addresses", "durable", "model", "versions"},
    "versions": {"knowledge", ""},
    "evaluation": {"model"},
    "samples": set(),
    "pipeline": {"model", "knowledge", "ingest", "read", "resolve", "story", "export", "versions"},
    "app": {
        "addresses",
        "versions",
        "model",
        "known",
        "loading",
        "names",
        "pipeline",
        "store",
        "evaluation",
        "samples",
        "",
    },
    "loading": {"addresses", "model", "known", "pipeline", "store", ""},
    "known": {"model"},
    "decisions": {"addresses", "model", "names", "pipeline", "app", "judgements", "lookup", ""},
    "judgements": {"model", "pipeline", "lookup", ""},
    "forms": set(),
    "handing": {
        "addresses",
        "",
        "app",
        "export",
        "forms",
        "known",
        "lookup",
        "model",
        "narrowing",
        "notes",
        "noting",
        "pipeline",
        "views",
        "wording",
        "words",
    },
    "days": {"addresses", "model", "app", "desk", "loading", "export", "narrowing", "pipeline", "views"},
    "exporting": {"addresses", "days", "handing", "known", "model", "pipeline", "app", "export", "words", ""},
    "drafts": {"addresses", "desk", "known", "model", "pipeline", "scoped"},
    "narrowing": {"addresses", "model", "known", "names", "app", "pipeline", "views"},
    "noting": {"lookup", "notes", "views", "wording", "words", "model"},
    "notes": {"model", "tables", "wording", "words"},
    "views": {"addresses", "model", "known", "pipeline", "app", "words"},
    "words": set(),
    "fetch": {"model"},
    "settings": {"model"},
    "watch": {
        "addresses",
        "durable",
        "model",
        "app",
        "fetch",
        "pipeline",
        "revisions",
        "views",
        "wording",
        "words",
    },
    "safekeeping": {"addresses", "model", "app", "store", "versions"},
    "fetching": {"model", "pipeline", "fetch"},
    "desk": {
        "addresses",
        "app",
        "decisions",
        "finding",
        "known",
        "loading",
        "lookup",
        "model",
        "names",
        "narrowing",
        "revisions",
        "scoped",
        "store",
        "views",
    },
    "finding": {"app", "likeness", "lookup", "model", "names", "views"},
    "scoped": {"model", "names", "narrowing", "pipeline", "views", "store"},
    "revisions": {"addresses", "app", "lookup", "model", "names", "pipeline", "views"},
    "standing": {"model", "pipeline"},
    "speaking": {"model"},
    "saying": {"model", "app", "known", "lookup", "narrowing"},
    "assistant": {
        "addresses",
        "",
        "app",
        "desk",
        "drafts",
        "known",
        "lookup",
        "model",
        "narrowing",
        "noting",
        "revisions",
        "saying",
        "standing",
        "views",
        "wording",
        "words",
    },
    "web": {
        "addresses",
        "",
        "app",
        "decisions",
        "desk",
        "drafts",
        "durable",
        "exporting",
        "finding",
        "forms",
        "known",
        "lookup",
        "model",
        "names",
        "narrowing",
        "notes",
        "revisions",
        "saying",
        "settings",
        "speaking",
        "versions",
        "views",
        "wording",
        "words",
    },
    "tables": {"model", "wording", "words"},
    "wording": {"model", "words"},
    "likeness": {"model", "names"},
    "lookup": {"addresses", "model", "known", "knowledge", "likeness", "pipeline", "app", "words"},
    "cli": {
        "addresses",
        "app",
        "assistant",
        "decisions",
        "desk",
        "drafts",
        "exporting",
        "fetching",
        "finding",
        "forms",
        "lookup",
        "model",
        "names",
        "narrowing",
        "notes",
        "noting",
        "revisions",
        "safekeeping",
        "saying",
        "settings",
        "tables",
        "versions",
        "views",
        "watch",
        "web",
        "wording",
        "words",
    },
    "": {
        "addresses",
        "app",
        "decisions",
        "desk",
        "drafts",
        "evaluation",
        "exporting",
        "fetching",
        "finding",
        "handing",
        "known",
        "lookup",
        "model",
        "narrowing",
        "noting",
        "revisions",
        "saying",
        "telling",
        "views",
    },
    "telling": {"app", "decisions", "evaluation", "finding", "model", "views", "revisions"},
}
PURE = ("model", "read", "resolve", "story")
IMPURE_MODULES = {
    "asyncio", "builtins", "glob", "importlib", "io", "locale", "logging", "multiprocessing", "os", "pathlib", "platform", "random",
    "secrets", "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
IMPURE_CALLS = {"open", "input", "print", "exec", "eval", "hash"}
IMPURE_METHODS = {"now", "today", "utcnow", "getenv", "read_text", "read_bytes", "write_text", "write_bytes"}


def part_of(path: Path) -> str:
    """The part of the software a file belongs to; "" for the public API."""
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py").replace("__init__", "")


def imports_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            if node.module == "biennien":
                yield from ((f"biennien.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module or "", node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_follow_the_table(path: Path) -> None:
    part = part_of(path)
    for name, line in imports_of(ast.parse(path.read_text("utf-8"))):
        if name.startswith("biennien"):
            other = [*name.split("."), ""][1]
            other = "" if other.startswith("__") else other
            assert other == part or other in ALLOWED[part], (
                f"{path}:{line}: {part or 'the API'} may not import {name}"
            )
        elif part == "model":
            assert name.split(".")[0] in sys.stdlib_module_names, (
                f"{path}:{line}: model uses only the standard library"
            )


@pytest.mark.parametrize(
    "path", [p for p in FILES if part_of(p) in PURE], ids=lambda path: str(path.relative_to(SOURCE))
)
def test_pure_stages_know_no_clock_chance_environment_or_files(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for name, line in imports_of(tree):
        assert name.split(".")[0] not in IMPURE_MODULES, f"{path}:{line}: imports {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in IMPURE_CALLS, f"{path}:{node.lineno}: calls {node.func.id}()"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in IMPURE_METHODS, f"{path}:{node.lineno}: calls .{node.func.attr}()"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_is_longer_than_400_lines_and_no_function_longer_than_60(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400, f"{path}: {len(text.splitlines())} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{path}:{node.lineno}: {node.name} has {length} lines"


def test_no_module_imports_one_that_imports_it() -> None:
    """Also where a function imports it: whatever is needed both ways is a third thing. The version in `biennien` itself is for all."""
    import networkx

    for root, package in ((SOURCE, "biennien"), (ROOT / "tools", "tools")):
        modules = {
            ".".join((package, *path.relative_to(root).with_suffix("").parts)).removesuffix(".__init__"): path
            for path in root.rglob("*.py")
        }
        graph = networkx.DiGraph()
        for name, path in modules.items():
            for other in set(_modules_imported(ast.parse(path.read_text("utf-8")), modules)) - {
                name,
                "biennien",
            }:
                graph.add_edge(name, other)
        circles = [sorted(c) for c in networkx.strongly_connected_components(graph) if len(c) > 1]
        assert circles == []


def _modules_imported(tree: ast.AST, modules: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from (names & set(modules)) or ({node.module or ""} & set(modules))
        yield from _modules_imported(node, modules)


def test_the_version_is_the_same_everywhere() -> None:
    import tomllib

    import biennien

    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
        == biennien.__version__
    )
