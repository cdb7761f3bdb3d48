"""Runs what the documentation shows. `python -m tools.pages` puts the true output in the place of what is shown.

A page is run from top to bottom in a folder of its own that holds nothing but what the page makes:

* ```` ```console ````: each line after ``$`` is run (with its here-document, where it has one); the lines below it are its output.
  ``$ echo $?`` gives the exit code of the command before; a command that fails without it is an error of the page.
* ```` ```python ````: run in one namespace for the page; a ```` ```text ```` block right after it is what it prints.
* ```` ```bash ````: the whole block is run, and must print nothing.
* ```` ```sh ````: lines that start with ``biennien`` are run, and must not fail.

A page that starts with ``<!-- run: in a copy of the sources -->`` may change them: it has its own in ``src/``.

In what is shown a line ``…`` (or ``...``) stands for any lines and ``…`` within a line for any words; the ids of the record may differ.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import biennien
from tools import ROOT, commands

OWN_SOURCES = "<!-- run: in a copy of the sources -->"
ELLIPSIS = ("…", "...")
_FENCE = re.compile(r"```(\S*)\s*$")
_HERE = re.compile(r"<<\s*'?(\w+)'?")
_ID = re.compile(r"\b([cdemps]-)[0-9a-f]{4,12}\b")
_SHELL = re.compile(r"[|<>;&`*]|\$\(")
_ENVIRONMENT = {
    "COLUMNS": "100",
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "LANGUAGE": "",
    "BIENNIEN_STORE": "",
    "BIENNIEN_LANG": "",
    "BIENNIEN_NAME": "",
}


class PageError(Exception):
    """A page shows what does not come out; the message names the page and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to run: `kind` console, python, bash or sh; its output is shown in the page's lines ``first:last`` (-1: nowhere)."""

    kind: str
    command: str
    line: int
    first: int
    last: int


def pages() -> list[Path]:
    """The README in its languages and every page of the documentation."""
    found = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(p for p in found if "_build" not in p.parts)


def steps_of(lines: Sequence[str]) -> Iterator[Step]:
    """What a page runs, in its order."""
    fences = list(_fences(lines))
    for number, (kind, first, last) in enumerate(fences):
        if kind == "console":
            yield from _console(lines, first, last)
        elif kind == "python":
            shown = (-1, -1)
            if number + 1 < len(fences) and fences[number + 1][0] == "text":
                _, start, end = fences[number + 1]
                if not any(line.strip() for line in lines[last + 1 : start - 1]):
                    shown = (start, end)
            code = "\n".join(lines[first:last])
            yield Step(kind=kind, command=code, line=first + 1, first=shown[0], last=shown[1])
        elif kind == "bash":
            yield Step(kind=kind, command="\n".join(lines[first:last]), line=first + 1, first=last, last=last)
        elif kind == "sh":
            for at in range(first, last):
                if lines[at].startswith("biennien "):
                    command = shlex.join(shlex.split(lines[at], comments=True))
                    yield Step(kind=kind, command=command, line=at + 1, first=-1, last=-1)


def check(page: Path) -> None:
    """Runs a page. Raises PageError where something else comes out than the page shows."""
    _run(page, write=False)


def write(page: Path) -> bool:
    """Runs a page and puts the true output in the place of what differs; whether anything did."""
    return _run(page, write=True)


def _run(page: Path, *, write: bool) -> bool:
    lines = page.read_text("utf-8").split("\n")
    new, shift = list(lines), 0
    renewed: dict[str, str] = {}  # ids that the page shows, where it will show others: its commands follow
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), _environment():
        if page.name.startswith("README"):  # its reader comes with reports of his own
            _copy_samples(Path("reports"))
        stage = Stage(own_sources=lines[0] == OWN_SOURCES)
        steps = list(steps_of(lines))
        for number, step in enumerate(steps):
            asked = number + 1 < len(steps) and steps[number + 1].command == "echo $?"
            if step.kind == "console":
                new[step.line - 1 + shift] = _ID.sub(lambda f: renewed.get(f[0], f[0]), lines[step.line - 1])
            code, out = stage.run(step)
            place = f"{page.relative_to(ROOT)}:{step.line}"
            if code and not asked:
                raise PageError(f"{place}: {step.command!r} ends with {code}:\n" + "\n".join(out))
            if step.first < 0:
                continue
            shown = [stage.now(line) for line in lines[step.first : step.last]]
            learned = stage.learn(lines[step.first : step.last], out)
            if agrees(shown, out):
                continue
            renewed.update(learned)
            if not write:
                raise PageError(
                    f"{place}: {step.command!r} prints otherwise (make pages shows it):\n" + "\n".join(out)
                )
            true = abridged(shown, out)
            new[step.first + shift : step.last + shift] = true
            shift += len(true) - (step.last - step.first)
    if write and new != lines:
        page.write_text("\n".join(new), "utf-8")
    return new != lines


def agrees(shown: Sequence[str], true: Sequence[str]) -> bool:
    """Whether the lines shown stand for the true ones."""
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() in ELLIPSIS else _line_pattern(line) + r"\n" for line in shown
    )
    text = "".join(_ID.sub(r"\g<1>id", line.rstrip()) + "\n" for line in true)
    return re.fullmatch(pattern, text) is not None


def abridged(shown: Sequence[str], true: Sequence[str]) -> list[str]:
    """The true lines, with as many left out in the middle as the page leaves out."""
    marks = [n for n, line in enumerate(shown) if line.strip() in ELLIPSIS]
    if not marks:
        return [line.rstrip() for line in true]
    head, tail = marks[0], len(shown) - marks[-1] - 1
    if len(true) <= head + tail:
        return [line.rstrip() for line in true]
    kept = [*true[:head], "…", *(true[-tail:] if tail else [])]
    return [line.rstrip() for line in kept]


class Stage:
    """Where one page is run: what its Python names hold, the last exit code, and what became of the ids it shows."""

    def __init__(self, *, own_sources: bool = False) -> None:
        self.own_sources = own_sources
        if own_sources:
            skip = shutil.ignore_patterns("__pycache__")
            shutil.copytree(Path(biennien.__file__).parent, Path("src", "biennien"), ignore=skip)
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.code = 0
        self.ids: dict[str, str] = {}

    def now(self, words: str) -> str:
        """Words of the page with the ids of this run."""
        return _ID.sub(lambda found: self.ids.get(found.group(), found.group()), words)

    def learn(self, shown: Sequence[str], true: Sequence[str]) -> dict[str, str]:
        """Takes the ids of the true output for those that are shown, and returns what it took."""
        mine, theirs = ([f.group() for f in _ID.finditer("\n".join(rows))] for rows in (shown, true))
        learned = dict(zip(mine, theirs, strict=True)) if len(mine) == len(theirs) else {}
        self.ids.update(learned)
        return learned

    def run(self, step: Step) -> tuple[int, list[str]]:
        """The exit code and the lines that come out."""
        if step.kind == "python":
            return 0, _lines(self._python(step.command))
        if step.command == "echo $?":
            return 0, [str(self.code)]
        command = self.now(step.command)
        plain = command.startswith("biennien ") and not _SHELL.search(command) and not self.own_sources
        more = {"PYTHONPATH": "src"} if self.own_sources else {}
        self.code, out = run_biennien(shlex.split(command)[1:]) if plain else _shell(command, more)
        return self.code, _lines(out)

    def _python(self, code: str) -> str:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            _apart(lambda: exec(compile(code, "page", "exec"), self.names))
        return out.getvalue()


def _apart(work: Callable[[], None]) -> None:
    """Runs something in a thread of its own: it may want an event loop, and a test may have left one running in this."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def run_biennien(arguments: Sequence[str]) -> tuple[int, str]:
    """The exit code and the output of a command, run in this process: the knowledge is loaded once for all."""
    from biennien.cli import main

    out = io.StringIO()
    with _environment(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(list(arguments))
    return code, out.getvalue()


def _shell(command: str, more: Mapping[str, str]) -> tuple[int, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PATH": path, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8")


def _fences(lines: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """(language, first line of the content, line of the closing fence)."""
    first, kind = 0, ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and not first:
            first, kind = number + 1, found[1] or "plain"
        elif first and line.rstrip() == "```":
            yield kind, first, number
            first = 0


def _console(lines: Sequence[str], first: int, last: int) -> Iterator[Step]:
    at = first
    while at < last:
        if not lines[at].startswith("$ "):
            raise PageError(f"line {at + 1}: output without a command")
        start, command = at, lines[at][2:]
        at += 1
        while command.endswith("\\"):
            command += "\n" + lines[at]
            at += 1
        if here := _HERE.search(command):
            end = lines.index(here[1], at)
            command += "\n" + "\n".join(lines[at : end + 1])
            at = end + 1
        out = at
        while at < last and not lines[at].startswith("$ "):
            at += 1
        yield Step(kind="console", command=command, line=start + 1, first=out, last=at)


def _line_pattern(line: str) -> str:
    line = _ID.sub(r"\g<1>id", line.rstrip())
    return ".*".join(re.escape(part) for part in re.split(r"…|\.\.\.", line))


def _lines(out: str) -> list[str]:
    return out.removesuffix("\n").split("\n") if out else []


def _copy_samples(folder: Path) -> None:
    from biennien.app import samples_folder

    folder.mkdir()
    for file in sorted(samples_folder().iterdir()):
        (folder / file.name).write_bytes(file.read_bytes())


@contextlib.contextmanager
def _environment(values: Mapping[str, str] = _ENVIRONMENT) -> Iterator[None]:
    """The environment that the pages are written in: 100 columns, English, no settings of the one who runs them."""
    former = {name: os.environ.get(name) for name in values}
    for name, value in values.items():
        if value:
            os.environ[name] = value
        else:
            os.environ.pop(name, None)
    try:
        yield
    finally:
        for name, before in former.items():
            if before is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = before


def main() -> None:
    """Writes the true outputs and names the pages that changed."""
    commands.main()
    for page in pages():
        if write(page):
            print(f"{page.relative_to(ROOT)}: other output, now as it is; read the difference")


if __name__ == "__main__":
    main()
