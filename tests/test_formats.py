"""Every key that a command prints as JSON stands in the reference of the formats."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from biennien import app, cli, decisions

PAGE = (Path(__file__).parent.parent / "docs" / "reference" / "formats.md").read_text("utf-8")
DRAFT = "Tổng thống Mỹ Donald Trump sẽ gặp Tổng thống Nga Vladimir Putin tại Budapest vào tháng 11."
BY_NAME = ("values", "sides")  # objects whose keys are names, not fields
CARRIED = {"schema", "report", "paragraph", "start", "end", "quote"}  # by every object, and by every citation
COMMANDS = {
    "meetings": (), "statements": (), "timeline": (), "reports": (), "differences": (), "explanations": (), "positions": (),
    "stories": (), "brief": (), "decisions": (), "new": ("04_huy",), "check": ("DRAFT",),
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    path = folder / "mau.sqlite"
    app.add([str(app.samples_folder())], path)
    change = next(c for m in app.meetings(path) for c in m.changes)
    decisions.decide("status", change.id, path, value=change.status, by="Lan")
    (folder / "draft.txt").write_text(DRAFT, "utf-8")
    return path


def keys_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key not in BY_NAME or isinstance(inner, list):
                yield from keys_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_in(inner)


def documented(text: str) -> set[str]:
    """The words in code, of lines and of blocks."""
    code = [*re.findall(r"^```.*?^```", text, re.S | re.M), *re.findall(r"`[^`\n]+`", text)]
    return {word for part in code for word in re.findall(r"\w+", part)}


def section(name: str) -> str:
    found = re.search(rf"^### {name} --json.*?(?=^##|\Z)", PAGE, re.S | re.M)
    assert found, name
    return found[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_key_is_documented(name: str, store: Path) -> None:
    arguments = [str(store.with_name("draft.txt")) if a == "DRAFT" else a for a in COMMANDS[name]]
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")) as out:
        cli.main([name, *arguments, "--json", "--store", str(store)])
        out.flush()
        told = json.loads(out.buffer.getvalue())  # type: ignore[attr-defined]
    rows = told if isinstance(told, list) else [told]
    assert rows
    assert {key for row in rows for key in row} <= documented(section(name)) | CARRIED
    assert {*keys_in(rows)} <= documented(PAGE)
