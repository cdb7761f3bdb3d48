"""The page of all commands follows the code: one that it lacks gets a section with its help, which `tools.pages` then fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from tools import ROOT

PAGE = ROOT / "docs" / "reference" / "cli.md"
_SECTION = re.compile(r"^### (.+)$", re.MULTILINE)


def commands() -> dict[str, click.Command]:
    """Every command by its name, those of a group by both: ``export html``."""
    from biennien.cli import cli

    return dict(_commands(cli))


def completed(text: str) -> str:
    """The text of the page with a section for each command that it lacked: behind those of its group, else at the end."""
    known = _SECTION.findall(text)
    for name in commands():
        if name not in known:
            text = _with_section(text, name, known)
            known.append(name)
    return text


def _commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path}{name} ")


def _with_section(text: str, name: str, known: list[str]) -> str:
    section = f"### {name}\n\n```console\n$ biennien {name} --help\n```\n\n"
    group = name.partition(" ")[0]
    mates = [other for other in known if other.partition(" ")[0] == group]
    if not mates:
        return f"{text.rstrip()}\n\n{section.rstrip()}\n"
    start = text.index(f"\n### {mates[-1]}\n") + 1
    found = re.compile(r"^##+ ", re.MULTILINE).search(text, start + 1)
    end = found.start() if found else len(text)
    return f"{text[:end].rstrip()}\n\n{section}{text[end:]}".rstrip() + "\n"


def main() -> bool:
    """Completes the page; whether it lacked a command."""
    text = PAGE.read_text("utf-8")
    if (new := completed(text)) != text:
        PAGE.write_text(new, "utf-8")
        print(f"{PAGE.relative_to(ROOT)}: commands added; write what they are for")
    return new != text


if __name__ == "__main__":
    main()
