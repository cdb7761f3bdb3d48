"""Both languages say the same: the same messages with the same holes, none of them unused, no sentence of the software unknown."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from biennien.knowledge.statuses import load_statuses
from biennien.words import LANGUAGES, language_of, load_words

SOURCE = Path(__file__).parent.parent / "src" / "biennien"
TEXTS = {lang: tomllib.loads((SOURCE / "words" / f"{lang}.toml").read_text("utf-8")) for lang in LANGUAGES}
# Sections whose keys are codes of the record or names of commands, put together at run time.
BY_CODE = {
    "basis",
    "dated_by",
    "detail",
    "explain",
    "flag",
    "help",
    "kind",
    "offset",
    "option",
    "short",
    "stage",
    "status",
}


def flat(table: dict[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{key}.")
        else:
            assert isinstance(value, str)
            yield before + key, value


FLAT = {lang: dict(flat(table)) for lang, table in TEXTS.items()}


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_messages_with_the_same_holes() -> None:
    assert list(FLAT["en"]) == list(FLAT["vi"])
    for key, text in FLAT["en"].items():
        assert holes(text) == holes(FLAT["vi"][key]), key
        assert FLAT["vi"][key].strip() == FLAT["vi"][key] != "", key


def python_files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def test_no_message_is_unused() -> None:
    code = "\n".join(path.read_text("utf-8") for path in python_files())
    heads = {m[1] for m in re.finditer(r'f"([a-z_]+\.(?:[a-z_]*))\{', code)}  # f"explain.flag_{flag}"
    for key in FLAT["en"]:
        section = key.split(".")[0]
        if section not in {"sentence", *BY_CODE}:
            used = (
                f'"{key}"' in code
                or f"'{key}'" in code
                or any(key.startswith(head) for head in heads if head != f"{section}.")
            )
            assert used or f'("{section}"' in code or f"('{section}'" in code or f"{section}." in heads, key


def test_every_message_that_is_asked_for_is_there() -> None:
    asked = set()
    for path in python_files():
        if path.parent.name in ("cli", "tables", "story"):
            asked |= set(
                re.findall(r"""(?:say|words\(\))\(\s*f?["']([a-z_]+\.[\w.]+)["']""", path.read_text("utf-8"))
            )
    assert len(asked) > 80
    assert not sorted(key for key in asked if key not in FLAT["en"])


def test_every_code_has_its_word() -> None:
    assert set(TEXTS["en"]["status"]) == {*load_statuses(), "open"}
    details = {
        found
        for path in (SOURCE / "knowledge" / "lang" / "vi").glob("*.toml")
        for found in re.findall(r'^(?:detail|of_act) *= *"([^"]*)"', path.read_text("utf-8"), re.MULTILINE)
    }
    details |= {
        found
        for path in (SOURCE / "read").glob("*.py")
        for found in re.findall(r'detail="([^"]*)"', path.read_text("utf-8"))
    }
    assert len(details) > 20
    assert not sorted(details - set(TEXTS["en"]["detail"]))


def test_every_command_and_option_has_its_help() -> None:
    import click

    from biennien.cli import cli

    for name, command in cli.commands.items():
        assert name in TEXTS["vi"]["help"], name
        assert name in TEXTS["vi"]["short"], name
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help in TEXTS["vi"]["option"], (
                name,
                option.name,
            )


# Where the software says in English what is wrong, or why it takes something to be so.
SAYING = [
    SOURCE / name
    for name in (
        "addresses.py",
        "app.py",
        "decisions.py",
        "evaluation.py",
        "exporting.py",
        "handing.py",
        "lookup.py",
        "pipeline.py",
        "revisions.py",
        "safekeeping.py",
        "web/app.py",
        "web/security/keys.py",
        "web/serving.py",
    )
] + [
    path
    for folder in ("fetch", "ingest", "store")
    for path in sorted((SOURCE / folder).glob("*.py"))
    if path.name not in ("migrating.py",)
]
NO_SENTENCE = re.compile(r"[A-Z ]+$|PRAGMA|SELECT|UPDATE|%s|.*\(\?:|.*\\d")
PARTS = ("The command ", "several ", "Did you mean ")  # of a sentence that is put together


def filled(hole: ast.expr) -> str:
    """Something for a hole; that of an ending that may be missing stays empty."""
    return "" if "lost" in ast.unparse(hole) else "XYZ"


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """What looks like a sentence: it ends with a full stop, or is a remedy with a command; holes are filled with a word."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(v.value) if isinstance(v, ast.Constant) else filled(v) for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        remedy = re.match(r"[A-Z][a-z ]+[^.]*: \S", text)
        if " " in text and (text.endswith(".") or remedy) and not NO_SENTENCE.match(text):
            yield node.lineno, text


@pytest.mark.parametrize("path", SAYING, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_sentence_of_the_software_is_known_in_vietnamese(path: Path) -> None:
    vi = load_words("vi")
    unknown = [
        (line, text)
        for line, text in sentences(path)
        if vi.told(text) == text and not text.startswith(PARTS) and text != "XYZ."
    ]
    assert not unknown


def test_every_reason_of_dating_and_joining_is_known() -> None:
    vi = load_words("vi")
    why = (
        "Not before 2025-10-21: it speaks of that day (“hôm 21/10”); the year is that of “held: A, B” on 2025-10-20, "
        "which report a dates; not after 2025-10-26, if “tuần trước” is counted from 2025-10-16 (report b)."
    )
    assert vi.told(why) == (
        "Không sớm hơn 2025-10-21: bản tin nhắc đến ngày ấy (“hôm 21/10”); năm lấy theo “đã diễn ra: A, B” ngày 2025-10-20, "
        "do bản tin a cho biết; không muộn hơn 2025-10-26, nếu “tuần trước” tính từ 2025-10-16 (bản tin b)."
    )
    assert vi.told(
        "Not before 2025-10-21: it speaks of that day (“x”); nothing in it says how long after."
    ) == (
        "Không sớm hơn 2025-10-21: bản tin nhắc đến ngày ấy (“x”); không gì cho biết bản tin ra sau đó bao lâu."
    )
    code = "".join((SOURCE / "resolve" / name).read_text("utf-8") for name in ("joining.py", "lanes.py"))
    reasons = set(re.findall(r'"((?:the|a|taken|first) [a-z, ]+)"', code)) - {"the meeting"}
    assert len(reasons) > 8
    unknown = [part for reason in reasons for part in reason.split(", ") if vi.told(part) == part]
    assert not unknown


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi"}, "vi"),
        ({"LANG": "vilnius"}, "en"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE", "LC_MESSAGES": "vi_VN"}, "vi"),
        ({"LANG": "vi_VN", "BIENNIEN_LANG": "en"}, "en"),
        ({"LANG": "en_GB", "BIENNIEN_LANG": "VI"}, "vi"),
        ({"LANG": "vi_VN", "BIENNIEN_LANG": "fr"}, "vi"),
    ],
)
def test_the_environment_asks_for_a_language(environment: dict[str, str], lang: str) -> None:
    assert language_of(environment) == lang


def test_a_number_chooses_the_form() -> None:
    assert load_words("en")("count.meetings", n=1) == "1 meeting"
    assert load_words("en")("count.meetings", n=0) == "0 meetings"
    assert load_words("vi")("count.meetings", n=2) == "2 cuộc gặp"


def test_a_sentence_keeps_what_came_from_outside() -> None:
    vi = load_words("vi")
    assert vi.told("files of kind '.{x}' are not read.") == "không đọc tệp loại '.{x}'."
    assert (
        vi.told("a report is an object {…}, this is a number.")
        == "mỗi bản tin là một đối tượng {…}, đây là số."
    )
    assert vi.told("words nobody knows") == "words nobody knows"
    assert load_words("en").told("files of kind '.x' are not read.") == "files of kind '.x' are not read."
