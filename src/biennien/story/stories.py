"""The stories of the record as the list that `stories --json` prints."""

from __future__ import annotations

from collections.abc import Iterable

from biennien.model import Story


def tell_stories(stories: Iterable[Story]) -> list[dict[str, object]]:
    """Each story with its reports by day, and what most of them are about first."""
    return [
        {
            "id": story.id,
            "label": story.label,
            "first": story.first,
            "last": story.last,
            "reports": list(story.reports),
            "independent": story.independent,
            "meetings": list(story.meetings),
            "actors": list(story.actors),
        }
        for story in stories
    ]
