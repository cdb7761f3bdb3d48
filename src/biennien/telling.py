"""The use case of telling whatever was asked for as the documented JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from biennien import app, decisions, revisions, views
from biennien.decisions import Judged
from biennien.evaluation import Score
from biennien.finding import Found, found_told
from biennien.model import (
    Brief,
    Difference,
    Explanation,
    History,
    Meeting,
    Novelty,
    Position,
    Reading,
    Report,
    Statement,
    Story,
)

_LISTS: dict[type, Callable[[Any], list[dict[str, object]]]] = {
    Meeting: app.meetings_told,
    Statement: app.statements_told,
    Story: views.stories_told,
    Explanation: views.explanations_told,
    Position: views.positions_told,
    Difference: views.differences_told,
    Judged: decisions.decisions_told,
}


def told(found: Any) -> Any:
    """What the Python API gave as the JSON that the command line and REST print; raises TypeError for what has none.

    A list of lines is a list, empty where it is; a report comes with its date or its reading.
    """
    if isinstance(found, Novelty):
        return views.novelty_told(found)
    if isinstance(found, Found):
        return found_told(found)
    if isinstance(found, History):
        return revisions.history_told(found)
    if isinstance(found, Brief):
        return views.brief_told(found)
    if isinstance(found, dict) and any(isinstance(value, Score) for value in found.values()):
        return app.scores_told(found)
    if isinstance(found, tuple) and len(found) == 2 and isinstance(found[0], Report):
        if isinstance(found[1], Reading):
            return app.reading_told(*found)
        return app.reports_told([found])[0]
    if isinstance(found, dict | list) and not _is_of_lines(found):
        return found
    if isinstance(found, Sequence) and not isinstance(found, str):
        return _list(found)
    if type(found) in _LISTS:
        return _list([found])[0]
    raise TypeError(f"there is no JSON of a {type(found).__name__}")


def _is_of_lines(found: dict[Any, Any] | list[Any]) -> bool:
    return isinstance(found, list) and bool(found) and not isinstance(found[0], dict)


def _list(found: Sequence[Any]) -> list[dict[str, object]]:
    if not found:
        return []
    if isinstance(found[0], tuple):
        return [told(pair) for pair in found]
    if type(found[0]) not in _LISTS:
        raise TypeError(f"there is no JSON of a {type(found[0]).__name__}")
    return _LISTS[type(found[0])](tuple(found))
