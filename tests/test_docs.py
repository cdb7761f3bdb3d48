"""The documentation is true: what it shows comes out, its links lead somewhere, its tables are those of the code."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tools import blocks, commands, pages

ROOT = pages.ROOT
DOCS = ROOT / "docs"
PAGES = pages.pages()
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_what_a_page_shows_comes_out(page: Path) -> None:
    pages.check(page)


@pytest.mark.parametrize(
    ("shown", "true", "agree"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "…", "d"], ["a", "b", "c", "d"], True),
        (["a", "..."], ["a"], True),
        (["id m-40e3d3fe3d …"], ["id m-0123456789 and more"], True),
        (["a"], ["a", "b"], False),
        (["1 report"], ["2 reports"], False),
    ],
)
def test_what_stands_for_an_output(shown: list[str], true: list[str], agree: bool) -> None:
    assert pages.agrees(shown, true) is agree


def test_a_page_that_shows_something_else_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one\ntwo\n```\n", "utf-8")
    with pytest.raises(pages.PageError, match=r"page\.md:2"):
        pages.check(page)
    assert pages.write(page)
    pages.check(page)
    page.write_text("```console\n$ biennien meetings\nerror: …\n```\n", "utf-8")
    with pytest.raises(pages.PageError, match="ends with 2"):
        pages.check(page)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(_FENCED.sub("", page.read_text("utf-8"))):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        assert other.exists(), f"{page.name}: {target} leads nowhere"
        assert not anchor or anchor in set(_anchors(other)), f"{page.name}: {target}: no such heading"


def _anchors(page: Path) -> Iterator[str]:
    for heading in re.findall(r"^#+ (.+)$", _FENCED.sub("", page.read_text("utf-8")), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("name", [name for name in blocks.PLACES if (ROOT / name).exists()])
def test_made_blocks_are_up_to_date(name: str) -> None:
    assert blocks.filled(ROOT / name, blocks.PLACES[name]) == (ROOT / name).read_text("utf-8"), "make readme"


def test_every_page_is_in_the_table_of_contents() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    listed = re.findall(
        r"^[\w/-]+$", "\n".join(re.findall(r"```{toctree}(.*?)```", index, re.DOTALL)), re.MULTILINE
    )
    found = [str(p.relative_to(DOCS).with_suffix("")) for p in PAGES if DOCS in p.parents]
    assert sorted([*listed, "index"]) == sorted(found)


COMMANDS = commands.commands()


def test_a_command_that_the_reference_lacks_gets_its_section() -> None:
    text = (DOCS / "reference" / "cli.md").read_text("utf-8")
    assert commands.completed(text) == text, "make pages"
    without = re.sub(r"^### decide same\n.*?(?=^##)", "", text, flags=re.MULTILINE | re.DOTALL)
    again = commands.completed(without)
    section = "### decide same\n\n```console\n$ biennien decide same --help\n```\n"
    assert section in again
    assert again.index("### decide\n") < again.index(section) < again.index("### decisions\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_has_every_command_with_its_options(name: str) -> None:
    text = (DOCS / "reference" / "cli.md").read_text("utf-8")
    section = re.search(rf"^##+ {name}$(.*?)(?=^##+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, f"docs/reference/cli.md has no heading “{name}”"
    assert f"$ biennien {name} --help" in section[1]
    options = [o for p in COMMANDS[name].params if isinstance(p, click.Option) for o in p.opts]
    missing = [option for option in options if option not in section[1]]
    assert not missing, f"make pages: {missing}"


# Only `fetch` opens connections, and only to addresses that somebody named; the server only listens.
NETWORK = {
    "fetch/guard.py": {"socket", "ssl"},
    "web/answering.py": {"http"},  # the names of the statuses
    "web/serving.py": {"socket", "ssl"},
}


def test_nothing_else_opens_a_connection() -> None:
    network = {"socket", "ssl", "http", "ftplib", "smtplib", "urllib.request", "requests", "httpx", "aiohttp"}
    found: dict[str, set[str]] = {}
    for file in (ROOT / "src" / "biennien").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if used := {name for name in names if name in network or name.split(".")[0] in network}:
                found.setdefault(str(file.relative_to(ROOT / "src" / "biennien")), set()).update(used)
    assert found == NETWORK


def test_the_formats_have_every_table_of_the_record() -> None:
    from biennien.store.schema import metadata

    text = (DOCS / "reference" / "formats.md").read_text("utf-8")
    assert [name for name in metadata.tables if f"`{name}`" not in text] == []


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    for name in ("sphinx", "myst_parser", "furo"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed: make docs")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        "-d",
        tmp_path / "trees",
    ]
    done = subprocess.run([*command, DOCS, tmp_path / "site"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "tutorial.html").exists()
