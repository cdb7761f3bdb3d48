"""What a paper changed, as the tools tell it."""

from __future__ import annotations

from biennien.assistant.envelope import SOFTWARE, named, quoted
from biennien.assistant.telling import Row
from biennien.model import Change, Edit, Effect, Statement, Version
from biennien.wording import Wording
from biennien.wording.revising import voice_of, words_of


def version_row(version: Version) -> Row:
    """A version with its dates."""
    report = version.report
    return {
        "number": version.number,
        "sha256": report.sha256,
        "counts": version.counts,
        "title": quoted(report.title) if report.title else None,
        "published": report.published_at or report.published_on,
        "came_on": version.came_on,
        "recorded_at": version.recorded_at,
    }


def effect_row(effect: Effect, wording: Wording) -> Row:
    """What the edit meant for a line."""
    return {
        "kind": effect.kind,
        "quotation": effect.quotation,
        "says": quoted(voice_of(effect, wording), SOFTWARE),
        "before": _words(effect.before),
        "after": _words(effect.after),
        "line": effect.line,
        "still_told_by": [named(report) for report in effect.elsewhere[:20]],
    }


def edit_row(edit: Edit) -> Row:
    """A paragraph before and after."""
    sides = ("".join(s.text for s in edit.stretches if s.kind in ("same", kind)) for kind in ("gone", "come"))
    before, after = (
        quoted(side) if numbers else None
        for side, numbers in zip(sides, (edit.before, edit.after), strict=True)
    )
    return {
        "kind": edit.kind,
        "paragraphs_before": list(edit.before),
        "paragraphs_after": list(edit.after),
        "before": before,
        "after": after,
    }


def _words(line: Statement | Change | None) -> Row | None:
    return quoted(words_of(line)) if line else None
