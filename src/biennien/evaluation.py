"""How well readings agree with gold annotation: precision, recall and F1 a layer, with a 90 % bootstrap interval over reports.

Layers and what counts as a match: docs of the gold format (names by span and type; times by overlap and value; attributions by an
intersection over union of 0.6 of their content; meetings by overlap and half of the participants). A report without a reading is empty.
A layer that a gold report leaves out is not scored in that report; an empty one is.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from biennien.model.errors import InputError

Row = Mapping[str, Any]
Pairs = list[tuple[int, int]]
Counts = dict[str, tuple[int, int, int]]

CONTENT_OVERLAP = 0.6
SAMPLES = 400
OF_STATUS = "meetings: "  # begins the layer of each status, and of "none": a report that tells of no meeting

_KINDS = re.compile(r"\((website|news agency|newspaper|magazine|company|politician)\)")
_SAME = {  # spellings of one thing
    "volodymyr zelenskyy": "volodymyr zelensky",
    "washington d c": "washington",
    "getty images": "getty",
    "us state department": "united states department of state",
    "state of palestine": "palestine",
    "russian foreign ministry": "ministry of foreign affairs russia",
    "ministry of foreign affairs of russia": "ministry of foreign affairs russia",
    "chinese foreign ministry": "ministry of foreign affairs china",
    "ministry of foreign affairs of the people s republic of china": "ministry of foreign affairs china",
    "republican party": "republican party united states",
    "democratic party": "democratic party united states",
    "new york": "new york city",
    "kiev": "kyiv",
    "usa": "united states",
    "us": "united states",
    "uk": "united kingdom",
    "sergei lavrov": "sergey lavrov",
    "ukhnaagiin khurelsukh": "ukhnaa khurelsukh",
    "eu": "european union",
    "un": "united nations",
    "afp": "agence france presse",
    "ap": "associated press",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Agreement on one layer; `low` and `high` bound the F1 at 90 %."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    matched: int
    predicted: int
    gold: int


def evaluate(gold: Mapping[str, Row], predicted: Mapping[str, Row]) -> dict[str, Score]:
    """The score of each layer over all gold reports, matched by id."""
    each = [count(row, predicted.get(key, {})) for key, row in gold.items()]
    if not each:
        return {}
    draw = random.Random(1)
    samples = [[draw.randrange(len(each)) for _ in each] for _ in range(SAMPLES)]
    found = dict.fromkeys(layer for counts in each for layer in counts)
    layers = sorted(found, key=lambda layer: layer if layer.startswith(OF_STATUS) else "")
    return {layer: _score([counts.get(layer, (0, 0, 0)) for counts in each], samples) for layer in layers}


def load_rows(path: Path) -> dict[str, dict[str, Any]]:
    """Annotated reports by id: a folder of .json files, or a file of JSON Lines. Raises InputError with file and line."""
    rows: dict[str, dict[str, Any]] = {}
    try:
        parts = _parts(path)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "it cannot be read as UTF-8 text.",
            where=str(path),
            remedy="Give a folder of .json files or a .jsonl file.",
        ) from error
    for where, text in parts:
        try:
            row = json.loads(text)
        except ValueError as error:
            raise InputError(f"not valid JSON: {error}.", where=where, remedy="Mend the file.") from error
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise InputError(
                "this is no annotated report with an 'id'.", where=where, remedy="Mend the file."
            )
        if row["id"] in rows:
            raise InputError(
                f"the id {row['id']!r} stands twice.", where=where, remedy="Keep one of the two."
            )
        rows[row["id"]] = row
    if not rows:
        raise InputError(
            "there are no annotated reports.",
            where=str(path),
            remedy="Give a folder of .json files or a .jsonl file.",
        )
    return rows


def count(gold: Row, predicted: Row) -> Counts:
    """Matched, predicted and gold items in one report, of each layer that its gold has."""
    counts: Counts = {}
    for layer, compare in _LAYERS.items():
        if layer in gold:
            counts |= compare(gold, predicted)
    return counts


def _parts(path: Path) -> list[tuple[str, str]]:
    if path.is_dir():
        return [(str(file), file.read_text("utf-8")) for file in sorted(path.glob("*.json"))]
    lines = path.read_text("utf-8").split("\n")
    if path.suffix == ".json":
        return [(str(path), "\n".join(lines))]
    return [(f"{path}:{number}", line) for number, line in enumerate(lines, 1) if line.strip()]


def _score(counts: list[tuple[int, int, int]], samples: list[list[int]]) -> Score:
    matched, predicted, gold = (sum(column) for column in zip(*counts, strict=True))
    precision, recall, f1 = _f1(matched, predicted, gold)
    drawn = sorted(_f1(*(sum(counts[i][n] for i in sample) for n in range(3)))[2] for sample in samples)
    return Score(
        precision=round(precision, 4),
        recall=round(recall, 4),
        f1=round(f1, 4),
        low=round(drawn[SAMPLES // 20], 3),
        high=round(drawn[SAMPLES - SAMPLES // 20 - 1], 3),
        matched=matched,
        predicted=predicted,
        gold=gold,
    )


def _f1(matched: int, predicted: int, gold: int) -> tuple[float, float, float]:
    precision = matched / predicted if predicted else 0.0
    recall = matched / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _names(gold: Row, predicted: Row) -> Counts:
    g, p = gold["names"], predicted.get("names") or []
    there = {(m["start"], m["end"], m["type"]): m for m in g}
    mine = {(m["start"], m["end"], m["type"]): m for m in p}
    hits = [(there[key], mine[key]) for key in mine if key in there]
    counts = {"names": (len(hits), len(p), len(g))}
    for kind in ("PER", "ORG", "LOC"):
        of = [sum(m["type"] == kind for m in rows) for rows in ([a for a, _ in hits], p, g)]
        counts[f"names {kind}"] = (of[0], of[1], of[2])
    linked = sum(same_entity(a["entity"], b.get("entity")) for a, b in hits)
    return {**counts, "names linked": (linked, len(p), len(g))}


def _times(gold: Row, predicted: Row) -> Counts:
    g, p = gold["timex"], predicted.get("timex") or []
    pairs = _best(
        (_shared(_span(a), _span(b)), i, j)
        for i, a in enumerate(g)
        for j, b in enumerate(p)
        if _shared(_span(a), _span(b)) > 0
    )
    undated = gold.get("published") is None
    return {
        "timex relaxed": (len(pairs), len(p), len(g)),
        "timex value": (sum(_same_value(g[i], p[j].get("value"), undated) for i, j in pairs), len(p), len(g)),
        "timex strict": (sum(_span(g[i]) == _span(p[j]) for i, j in pairs), len(p), len(g)),
    }


def _attributions(gold: Row, predicted: Row) -> Counts:
    g, p = gold["attributions"], predicted.get("attributions") or []
    there, mine = [_letters(a["content"]) for a in g], [_letters(b.get("content") or []) for b in p]
    candidates = []
    for i, a in enumerate(there):
        for j, b in enumerate(mine):
            if a & b and len(a & b) / len(a | b) >= CONTENT_OVERLAP:
                same = same_entity(g[i]["entity"], p[j].get("entity"))
                candidates.append((len(a & b) / len(a | b) + same, i, j))
    pairs = _best(candidates)

    def layer(hit: Callable[[Row, Row], bool]) -> tuple[int, int, int]:
        return sum(hit(g[i], p[j]) for i, j in pairs), len(p), len(g)

    direct = [j for j, b in enumerate(p) if b.get("manner") == "direct"]
    both = sum(_same_speaker(g[i], p[j]) for i, j in pairs if g[i]["manner"] == "direct" and j in direct)
    nested = [(i, j) for i, j in pairs if g[i].get("within") is not None]
    within = sum(
        p[j].get("within") is not None and (g[i]["within"], p[j]["within"]) in pairs for i, j in nested
    )
    said = [(i, j) for i, j in pairs if g[i].get("said_on")]
    on = sum(g[i]["said_on"] == p[j].get("said_on") for i, j in said)
    return {
        "attribution content": (len(pairs), len(p), len(g)),
        "attribution content exact": (sum(there[i] == mine[j] for i, j in pairs), len(p), len(g)),
        "attribution speaker": layer(_same_speaker),
        "attribution source span": layer(lambda a, b: _touch(a.get("source"), b.get("source"))),
        "attribution cue": layer(lambda a, b: _touch(a.get("cue"), b.get("cue"))),
        "attribution direct speaker": (both, len(direct), sum(a["manner"] == "direct" for a in g)),
        "attribution nested (of matched)": (within, len(nested), len(nested)),
        "attribution said_on (of matched)": (on, len(said), len(said)),
    }


def _meetings(gold: Row, predicted: Row) -> Counts:
    g, p = gold["meetings"], predicted.get("meetings") or []
    candidates = []
    for i, a in enumerate(g):
        there = {entity_key(name) for name in a["participants"]}
        for j, b in enumerate(p):
            mine = {entity_key(name) for name in b.get("participants") or []}
            if _shared(_span(a), _span(b)) > 0 and there and 2 * len(there & mine) >= len(there):
                candidates.append(
                    (len(there & mine) / len(there | mine) + (a["status"] == b.get("status")), i, j)
                )
    pairs = _best(candidates)
    planned = {i for i, a in enumerate(g) if a["status"] != "held"}
    right = [(i, j) for i, j in pairs if g[i]["status"] == p[j].get("status")]
    counts = {
        "meetings": (len(pairs), len(p), len(g)),
        "meetings status": (len(right), len(p), len(g)),
        "meetings status, not held": (
            sum(i in planned for i, _ in right),
            sum(b.get("status") != "held" for b in p),
            len(planned),
        ),
    }
    for field in ("when", "place", "by"):
        given = [(g[i][field], p[j].get(field)) for i, j in pairs if g[i].get(field)]
        same = sum(a == b if field == "when" else same_entity(a, b) for a, b in given)
        counts[f"meetings {field} (of matched)"] = (same, len(given), len(given))
    for status in sorted({m.get("status") or "" for m in (*g, *p)}):
        counts[OF_STATUS + status] = (
            sum(g[i]["status"] == status for i, _ in right),
            sum(b.get("status") == status for b in p),
            sum(a["status"] == status for a in g),
        )
    if not g or not p:
        counts[OF_STATUS + "none"] = (int(not g and not p), int(not p), int(not g))
    return counts


_LAYERS: Mapping[str, Callable[[Row, Row], Counts]] = {
    "names": _names,
    "timex": _times,
    "attributions": _attributions,
    "meetings": _meetings,
}


def name_key(name: str | None) -> str:
    """A name for comparing: no case, no marks, no punctuation, no article."""
    letters = unicodedata.normalize("NFD", (name or "").casefold().replace("đ", "d"))
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"^the ", "", re.sub(r"\W+", " ", _KINDS.sub(" ", letters)).strip())


def entity_key(name: str | None) -> str:
    """One key for all spellings of an entity; `A and B` in either order."""
    whole = name_key(name)
    parts = sorted(
        _SAME.get(k, k) for k in (name_key(part) for part in re.split(r" and |;", name or "")) if k
    )
    return _SAME.get(whole, whole) if whole in _SAME or len(parts) < 2 else " & ".join(parts)


def same_entity(one: str | None, other: str | None) -> bool:
    """Whether two names stand for the same entity; no name is the same as none."""
    key = entity_key(one)
    return bool(key) and key == entity_key(other)


def _same_speaker(gold: Row, predicted: Row) -> bool:
    """The entity of a named source; of an unnamed one the words, not taken for somebody named."""
    if gold.get("named", True) and gold["entity"]:
        return same_entity(gold["entity"], predicted.get("entity")) and bool(predicted.get("named", True))
    return not predicted.get("named", True) and _touch(gold.get("source"), predicted.get("source"))


def _same_value(gold: Row, value: str | None, undated: bool) -> bool:
    """The value, one of the gold's `alt`, or, in a report without a date, the value with its year left open."""
    right = {gold["value"], *gold.get("alt", [])}
    if undated:
        right |= {"XXXX" + v[4:] for v in right if re.match(r"\d{4}", v)}
    return value in right


def _best(candidates: Iterable[tuple[float, int, int]]) -> Pairs:
    """One-to-one pairs, the best first."""
    used: tuple[set[int], set[int]] = set(), set()
    pairs = []
    for _, i, j in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((i, j))
    return pairs


def _span(item: Row) -> tuple[int, int]:
    return item["start"], item["end"]


def _shared(a: tuple[int, int], b: tuple[int, int]) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


def _touch(a: list[int] | None, b: list[int] | None) -> bool:
    """Both missing, or overlapping."""
    return (not a and not b) or bool(a and b and a[0] < b[1] and b[0] < a[1])


def _letters(spans: Iterable[list[int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}
