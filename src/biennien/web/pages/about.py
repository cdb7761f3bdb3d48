"""What came with a report beside its text, and where on its page each was read, in the words of a reader."""

from __future__ import annotations

import json
from dataclasses import dataclass

from biennien.model import Report
from biennien.web.pages.rendering import shortened
from biennien.wording import Wording

_AT_MOST = 300  # characters of one value
_MOST = 40  # rows of a report that brings its own keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Names and values as a reader sees them: `rows` of the report, `read_at` of where the fields stood on its page."""

    rows: tuple[tuple[str, str], ...]
    read_at: tuple[tuple[str, str], ...]


def beside_of(report: Report, t: dict[str, str], wording: Wording) -> Beside:
    """What `report.extra` holds, its JSON decoded; a key that has no word is shown as it came."""
    told = {key: _decoded(value) for key, value in report.extra}
    found = told.pop("found_by", None)
    if not isinstance(found, dict):
        found = {}

    def named(key: str) -> str:
        return t.get(f"report.extra_{key}", shortened(key, 40))

    def shown(key: str, value: object) -> str:
        words = _words(value)
        return wording.day_words(words) if key == "updated" else shortened(words, _AT_MOST)

    rows = [(named(key), shown(key, value)) for key, value in told.items()]
    places = [
        (named(str(key)), t.get(f"report.read_{value}", shortened(str(value), 80)))
        for key, value in found.items()
    ]
    return Beside(rows=tuple(rows[:_MOST]), read_at=tuple(places[:_MOST]))


def _decoded(value: str) -> object:
    """A value out of the JSON that it is kept in; itself where it is none."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _words(value: object) -> str:
    """A value in letters: a list as its members, what is no text as JSON with the letters as they are."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)
