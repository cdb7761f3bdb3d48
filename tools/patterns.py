"""Every regular expression of the software, and whether its time can grow faster than the text: `python -m tools.patterns` prints those.

The patterns are found in the source (each call of `re`, evaluated where it stands) and in the knowledge (each rule, each kind of small
words); a call whose pattern is made at run time must be named in `MADE`, or the finding fails. `tools/pumping.py` tries them.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import biennien
from biennien.knowledge.load import load_knowledge
from biennien.model import Report
from biennien.read.view import view_of
from tools.pumping import Used, growth_of

SOURCE = Path(biennien.__file__).parent
SEARCHES = {"search", "finditer", "findall", "sub", "subn", "split", "scanner"}
METHODS = SEARCHES | {"match", "fullmatch"}


def _rules() -> list[tuple[str, int]]:
    return [(rule.source, 0) for rules in load_knowledge().rules.values() for rule in rules]


def _small_words() -> list[tuple[str, int]]:
    knowledge = load_knowledge()
    return [(knowledge.joint(kind).pattern, 0) for kind in sorted(knowledge.joint_words)]


def _credits() -> list[tuple[str, int]]:
    said = importlib.import_module("biennien.knowledge.credits").load_credits().said
    return [(said.pattern, said.flags)]


def _server_words() -> list[tuple[str, int]]:
    rows = importlib.import_module("biennien.store.postgresql")._BY_WORDS
    return [(pattern, re.IGNORECASE) for pattern, _, _ in rows]


# The calls whose pattern is made at run time, by file and function, with the patterns that are made there.
MADE: dict[str, Callable[[], list[tuple[str, int]]]] = {
    "knowledge/rules.py:__getattr__": _rules,
    "knowledge/rules.py:_check": _rules,
    "knowledge/load.py:__missing__": _small_words,
    "knowledge/credits.py:_said": _credits,
    "store/postgresql.py:_told": _server_words,
    "finding.py:like": lambda: [(r"\b(?:(?:gặp|hủy|putin|trump)\b|trump)", 0)],
}


# Tried only where the automaton found their words, or next to one that it found.
TRIED = {"__getattr__", "_check", "__missing__"}


def _as_read(text: str) -> str:
    """A text as the reader's rules see it."""
    return view_of(Report(id="x", text=text, sha256="")).text


def find_patterns() -> list[Used]:
    """All patterns, each once for each way in which it is used. Raises ValueError for a call whose pattern is not known."""
    found: dict[tuple[Any, int, str], Used] = {}
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
    everywhere = _uses(trees.values())
    for path, tree in trees.items():
        module = None
        here = _uses([tree])
        for function, name, call in _calls(tree, "", ""):
            module = module or _module(path)
            where = f"{path.relative_to(SOURCE)}:{call.lineno}"
            how = {call.func.attr}  # type: ignore[attr-defined]
            if how == {"compile"}:
                how = (here if str(name).startswith("_") else everywhere).get(name or "", {"search"})
            how = {"match"} if function in TRIED else {"search" if h in SEARCHES else h for h in how}
            for source, flags in _sources(call, module, f"{path.relative_to(SOURCE)}:{function}", where):
                seen = _as_read if where.startswith(("read/", "knowledge/rules", "knowledge/load")) else str
                for use in sorted(how):
                    used = Used(where=where, pattern=re.compile(source, flags), use=use, seen=seen)
                    found.setdefault((source, flags, use), used)
    return list(found.values())


def _module(path: Path) -> ModuleType:
    parts = ["biennien", *path.relative_to(SOURCE).with_suffix("").parts]
    return importlib.import_module(".".join(part for part in parts if part != "__init__"))


def _calls(node: ast.AST, function: str, name: str | None) -> Iterator[tuple[str, str | None, ast.Call]]:
    """Each call of `re` with the function that it stands in and the name that a compiled pattern is given; None where it has none of its own."""
    for child in ast.iter_child_nodes(node):
        inner = child.name if isinstance(child, ast.FunctionDef) else function
        named = name
        if isinstance(child, ast.Assign | ast.AnnAssign) and not inner:
            target = child.targets[0] if isinstance(child, ast.Assign) else child.target
            named = target.id if isinstance(target, ast.Name) and isinstance(child.value, ast.Call) else None
        if (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Attribute)
            and isinstance(child.func.value, ast.Name)
            and child.func.value.id == "re"
            and child.func.attr in METHODS | {"compile"}
        ):
            own = named if child.func.attr == "compile" and not inner else None
            yield inner, own if child.func.attr == "compile" else "", child
        yield from _calls(child, inner, named)


def _uses(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """How patterns are used, by the names that they have in some modules; one that is handed on may be searched with."""
    uses: dict[str, set[str]] = {}
    for tree in trees:
        called = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                called[id(node.value)] = node.attr
        for node in ast.walk(tree):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                name = node.id if isinstance(node, ast.Name) else node.attr
                uses.setdefault(name, set()).add(called.get(id(node), "search"))
    return uses


def _sources(call: ast.Call, module: ModuleType, function: str, where: str) -> list[tuple[Any, int]]:
    """The patterns of a call of `re` with their flags."""
    names = vars(module)
    if function in MADE:
        return MADE[function]()
    try:
        source = _evaluated(call.args[0], names, where)
        given = [call.args[1]] if len(call.args) > 1 and call.func.attr == "compile" else []  # type: ignore[attr-defined]
        flags = [k.value for k in call.keywords if k.arg == "flags"] + given
        return [(source, int(eval(compile(ast.Expression(flags[0]), where, "eval"), names)) if flags else 0)]
    except NameError:
        message = f"{where}: this pattern is made at run time: name it in tools/patterns.py ({function})"
        raise ValueError(message) from None


def _evaluated(node: ast.expr, names: dict[str, Any], where: str) -> Any:
    """A pattern as its module makes it; words that only a call brings into it stand as one word."""
    if not isinstance(node, ast.JoinedStr):
        return eval(compile(ast.Expression(node), where, "eval"), names)
    parts = []
    for part in node.values:
        try:
            whole = ast.fix_missing_locations(ast.Expression(ast.JoinedStr([part])))
            parts.append(eval(compile(whole, where, "eval"), names))
        except NameError:
            parts.append("gặp")
    return "".join(parts)


def main() -> None:
    """Prints the patterns whose time grows faster than the text; exits with 1 where there are any."""
    patterns = find_patterns()
    slow = 0
    for found in filter(None, map(growth_of, patterns)):
        slow += 1
        seconds = ", ".join(f"{second:.4f}" for second in found.seconds)
        print(f"{found.used.where}: {found.used.pattern.pattern!r:.300}")
        print(
            f"    {found.used.use} on {found.pieces!r} takes {seconds} s at 1, 2, 4 times the length",
            flush=True,
        )
    print(f"{len(patterns)} patterns, {slow} of them in more than linear time")
    sys.exit(bool(slow))


if __name__ == "__main__":
    main()
