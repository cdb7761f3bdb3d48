"""Holds the record of the packaged samples against their ledger: which status lines are found, with the right voice and day.

A row of ``samples/ledger.jsonl`` is met by a change of a meeting with at least half of the row's participants that has the row's status
(or one of ``alt``) and a citation in the same paragraph of the row's report; `voice`: and its declarers (an unnamed source stays
unnamed); `day`: and its day, or none where the row has none. `extra` are changes of the planned meetings that no row supports.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from biennien import app
from biennien.evaluation import entity_key, load_rows

Row = dict[str, Any]


def score(meetings: list[Row], rows: list[Row], texts: dict[str, str]) -> dict[str, int]:
    """Counts: rows, met, voice, day, extra, changes (of the planned meetings, without `held`)."""
    counts = {"rows": len(rows), "met": 0, "voice": 0, "day": 0}
    used: set[tuple[str, int]] = set()
    for row in rows:
        best = (0, 0, 0)
        who = _keys(row["participants"])
        for meeting in meetings:
            if 2 * len(who & _keys(meeting["participants"])) < len(who):
                continue
            for number, change in enumerate(meeting["changes"]):
                if change["status"] in {row["status"], *row.get("alt", [])} and _cites(change, row, texts):
                    used.add((meeting["id"], number))
                    best = max(best, (1, _same_voice(change, row), _same_day(change, row, meeting)))
        for name, hit in zip(("met", "voice", "day"), best, strict=True):
            counts[name] += hit
    plans = [_keys(row["participants"]) for row in rows if row["plan"]]
    told = [
        (meeting["id"], number)
        for meeting in meetings
        for number, change in enumerate(meeting["changes"])
        if change["status"] != "held" and any(plan <= _keys(meeting["participants"]) for plan in plans)
    ]
    return {**counts, "extra": sum(place not in used for place in told), "changes": len(told)}


def samples() -> dict[str, int]:
    """The counts for the packaged samples."""
    folder = app.samples_folder().parent
    rows = [json.loads(line) for line in (folder / "ledger.jsonl").read_text("utf-8").splitlines()]
    texts = {name: gold["text"] for name, gold in load_rows(folder / "gold.jsonl").items()}
    return score(app.meetings_told(app.demo()[1].meetings), rows, texts)


def _keys(names: Iterable[str] | None) -> set[str]:
    return {entity_key(name) for name in names or ()}


def _cites(change: Row, row: Row, texts: dict[str, str]) -> bool:
    text = texts[row["report"]]
    start = text.rfind("\n", 0, row["start"]) + 1
    end = text.find("\n", row["start"])
    end = len(text) if end < 0 else end
    return any(
        c["report"] == row["report"] and c["start"] < end and start < c["end"] for c in change["citations"]
    )


def _same_voice(change: Row, row: Row) -> int:
    if not row["plan"]:
        return 1
    declared = _keys(change["announced_by"])
    if row["announced_by"]:
        return int(_keys(row["announced_by"]) <= declared)
    return int(not change["named"] or not declared)


def _same_day(change: Row, row: Row, meeting: Row) -> int:
    if row["plan"]:
        return int((change["announced_on"] or None) == row["announced_on"])
    return int(row["when"] in (meeting["planned_for"], change["effective"], meeting["when"]))


def main() -> None:
    """Prints the counts."""
    print("  ".join(f"{name} {number}" for name, number in samples().items()))


if __name__ == "__main__":
    main()
