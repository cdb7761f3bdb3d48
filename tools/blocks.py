"""Fills the blocks of the README and the documentation that are made: `python -m tools.blocks`, or `make readme`.

A block stands between ``<!-- name -->`` and ``<!-- /name -->``; the second mark is put there the first time.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import ledger

from biennien import app
from biennien.knowledge.statuses import load_statuses
from tools.pages import ROOT, run_biennien

DEMO_LINES = 40
_CHANGE = re.compile(r"\bc-[0-9a-f]{4,10}\b")
_ASKED = re.compile(
    r"(biennien (?:show|explain) )c-[0-9a-f]{4,10}\b"
)  # the README asks for a line of its demo
LAYERS = {
    "names": ("names", "tên"),
    "names linked": ("names, and whom they stand for", "tên, và là ai"),
    "timex relaxed": ("times", "thời gian"),
    "timex value": ("times, and their value", "thời gian, và giá trị"),
    "attribution content": ("what is said", "điều được nói"),
    "attribution speaker": ("what is said, and by whom", "điều được nói, và ai nói"),
    "meetings": ("meetings", "cuộc gặp"),
    "meetings status": ("meetings, and their status", "cuộc gặp, và tình trạng"),
}
HEAD = {
    "en": ("On the ten samples", "right of those found", "found of those there", "F1"),
    "vi": ("Trên mười bản tin mẫu", "đúng trong số tìm thấy", "tìm thấy trong số có", "F1"),
}
SHARES = {
    "en": "Of the {rows} lines that the record of the samples should hold, it holds {met}; {voice} of them with the right voice, {day} with the right day. {extra} of its {changes} changes of plans are not in the reports.",
    "vi": "Trong {rows} dòng mà biên niên của các bản tin mẫu phải có, biên niên có {met}; {voice} dòng đúng người nói, {day} dòng đúng ngày. {extra} trong {changes} thay đổi về kế hoạch không có trong bản tin.",
}
SETS = ("samples", "fates", "more", "dev", "seeds")
SHARE_NAMES = {
    "meetings: none": "texts that tell of no meeting",
    "ledger met": "lines of the record that are there",
    "ledger voice": "… with the right voice",
    "ledger day": "… with the right day",
    "ledger precision": "changes of plans that the reports do tell",
}

MEANS = {
    "proposed": "they want it, or offer it",
    "announced": "it will take place",
    "unclear": "nothing is settled",
    "postponed": "it is put off, to a new day or to none",
    "cancelled": "it will not take place",
    "refused": "they will not meet",
    "not_needed": "there is no need of it",
    "not_ruled_out": "it is still possible",
    "conditional": "it depends on something; `condition` has the words",
    "held": "it took place, or is taking place",
}
CODE_DETAILS = {"unclear": {"denied"}, "not_ruled_out": {"denies cancellation"}, "postponed": {"no plan"}}
FLAGS = {
    "illegal": "The rules call the change impossible here. It is kept and shown.",
    "denied": "On a statement: the verb is one of rejecting (`bác bỏ`, `phủ nhận`, `phản đối`); the words are what the speaker rejects.",
    "refused": "On a statement: the verb is one of refusing (`từ chối`); the words are what the speaker was asked.",
    "date_inferred": "Only with `--as-known`: it rests on a report that may be later than that day.",
    "background": "The plan is taken for granted, not told as news. It does not count for the status.",
    "hedged": "`được cho là`, `có thông tin`: nobody stands behind it.",
    "retold": "A cancellation told once more; nothing new happened.",
    "stale": "A “last week” that was copied from an older report; its day is not believed.",
    "decided": "A person decided it (`biennien decisions`); the machine read it otherwise.",
    "implied": "On an explanation: a source tells it beside what became of the plan, without a word for “because”.",
    "after_end": "Not a flag but a field: said after a cancellation, without a new place or time.",
}


def demo(lang: str) -> str:
    """How the record of the planned meeting with the longest history begins, as `demo` prints it."""
    _, out = run_biennien(["--lang", lang, "demo"])
    parts = [part.split("\n") for part in re.split(r"\n\s*\n", out.strip("\n"))]
    lines = max(parts, key=len)
    more = ["…"] if len(lines) > DEMO_LINES else []
    return "\n".join(["```text", *(line.rstrip() for line in lines[:DEMO_LINES]), *more, "```"])


def quality(lang: str) -> str:
    """The scores on the packaged samples, and how much of their ledger the record holds."""
    scores = app.evaluate(app.samples_folder().parent / "gold.jsonl")
    rows = [f"| {' | '.join(HEAD[lang])} |", "|---|--:|--:|--:|"]
    for layer, names in LAYERS.items():
        score = scores[layer]
        name = names[lang == "vi"]
        rows.append(f"| {name} | {score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f} |")
    return "\n".join([*rows, "", SHARES[lang].format(**ledger.samples())])


def floors() -> str:
    """The pinned scores of all sets."""
    pinned: dict[str, dict[str, float]] = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))
    rows = ["| | samples | short texts | more of them | press | story |", "|---|--:|--:|--:|--:|--:|"]
    for layer, name in {**{key: names[0] for key, names in LAYERS.items()}, **SHARE_NAMES}.items():
        cells = [pinned.get(where, {}).get(layer) for where in SETS]
        if any(cell is not None for cell in cells):
            rows.append(f"| {name} | {' | '.join('–' if c is None else f'{c:.3f}' for c in cells)} |")
    return "\n".join(rows)


def legality() -> str:
    """Which status may follow which fate."""
    statuses = load_statuses()
    fates = ["-", *(code for code, status in statuses.items() if status.kind == "fate")]
    head = " | ".join("nothing yet" if fate == "-" else f"`{fate}`" for fate in fates)
    rows = [f"| Change to | kind | after {head} |", "|---|---|" + ":-:|" * len(fates)]
    for code, status in statuses.items():
        marks = " | ".join("✓" if fate in status.after else "" for fate in fates)
        rows.append(f"| `{code}` | {status.kind} | {marks} |")
    return "\n".join(rows)


def statuses() -> str:
    """The ten statuses with their details and their nearest equivalents."""
    details: dict[str, set[str]] = {code: set(more) for code, more in CODE_DETAILS.items()}
    for rule in _toml("knowledge/lang/vi/statuses.toml")["rule"]:
        details.setdefault(rule.get("status", ""), set()).update(filter(None, [rule.get("detail")]))
        details["unclear"].update(filter(None, [rule.get("of_act")]))
    words = _toml("words/vi.toml")["status"]
    rows = [
        "| Status | Tiếng Việt | Kind | Somebody says that … | Details | schema.org | IPTC |",
        "|---|---|---|---|---|---|---|",
    ]
    for code, status in load_statuses().items():
        finer = ", ".join(f"`{detail}`" for detail in sorted(details.get(code, ()))) or "–"
        cells = (
            f"`{code}`",
            words[code],
            status.kind,
            MEANS[code],
            finer,
            status.schema or "–",
            status.iptc or "–",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def flags() -> str:
    """The flags of a change, with their words on the screen."""
    english, vietnamese = _toml("words/en.toml")["flag"], _toml("words/vi.toml")["flag"]
    rows = ["| Flag | On the screen | Tiếng Việt | Meaning |", "|---|---|---|---|"]
    rows += [
        f"| `{flag}` | {words} | {vietnamese[flag]} | {FLAGS[flag]} |" for flag, words in english.items()
    ]
    return "\n".join(rows)


def assistant_tools() -> str:
    """The tools of the assistant, each with what it takes."""
    from biennien.assistant.server import create_server

    with tempfile.TemporaryDirectory() as folder:
        server = create_server(Path(folder, "r.sqlite"))
        with ThreadPoolExecutor(1) as pool:  # a test may have left an event loop running in this thread
            found = pool.submit(asyncio.run, server.list_tools()).result()
    parts = []
    for tool in found:
        told = " ".join((tool.description or "").split())
        rows = [
            f"| `{name}` | {' '.join(value.get('description', '').split())} |"
            for name, value in tool.input_schema.get("properties", {}).items()
        ]
        parts.append(
            "\n".join(
                [f"## {tool.name}", "", told, *(["", "| Takes | |", "|---|---|", *rows] if rows else [])]
            )
        )
    return "\n\n".join(parts)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "src" / "biennien" / name).read_text("utf-8"))


PLACES: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "README.md": {"demo": lambda: demo("en"), "quality": lambda: quality("en")},
    "README.vi.md": {"demo": lambda: demo("vi"), "quality": lambda: quality("vi")},
    "docs/reference/glossary.md": {"statuses": statuses, "flags": flags},
    "docs/explanation/guarantees.md": {"floors": floors},
    "docs/explanation/status.md": {"legality": legality},
    "docs/reference/assistant.md": {"tools": assistant_tools},
}


def filled(page: Path, makers: Mapping[str, Callable[[], str]]) -> str:
    """The text of a page with its blocks as they should be. Raises ValueError where one of its marks is missing."""
    text = page.read_text("utf-8")
    for name, make in makers.items():
        first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, found, after = text.partition(first)
        if not found:
            raise ValueError(f"{page.name} lacks the mark {first}")
        if last in after:
            after = after.partition(last)[2]
        block = make()
        text = f"{before}{first}\n\n{block}\n\n{last}{after}"
        if name == "demo" and (shown := _CHANGE.search(block)):
            text = _ASKED.sub(lambda asked: f"{asked[1]}{shown[0]}", text)
    return text


def main() -> None:
    """Fills all blocks of the pages that there are, and names those that changed."""
    for name, makers in PLACES.items():
        page = ROOT / name
        if page.exists() and (text := filled(page, makers)) != page.read_text("utf-8"):
            page.write_text(text, "utf-8")
            print(f"{name}: filled anew")


if __name__ == "__main__":
    main()
