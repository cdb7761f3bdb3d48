"""A report that its paper changed: its versions, two of them side by side, and words shown in the version in which they were said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from biennien import revisions
from biennien.model import Edit, Effect, Record, Report, Revision, Span, Version
from biennien.model.report import day_in_hanoi
from biennien.model.text import visible_parts
from biennien.views import Whole
from biennien.web.pages.addresses import report_address
from biennien.web.pages.headlines import headline_of, outlets_of
from biennien.web.pages.rendering import address, desk_of, render, wording_of
from biennien.wording import Wording
from biennien.wording.revising import voice_before, voice_of, words_of

router = APIRouter()
_FEW = 2  # paragraphs that are the same and shown at once; more are folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of a report is to be shown: `old` is an earlier version, None for the one that counts; `cut` the words that were asked for.

    `lost` is True where no version has these words at their place.
    """

    old: Version | None = None
    cut: revisions.Cut | None = None
    lost: bool = False

    @property
    def spans(self) -> set[Span]:
        """The words that were asked for."""
        return {self.cut.span} if self.cut else set()


def asked_of(request: Request, report: Report, version: str, words: str) -> Asked:
    """The version that is asked for by its name, or the one that has words. Raises InputError where there is no such version."""
    if not version and not words:
        return Asked()
    versions = revisions.versions_of(desk_of(request).path, report.id)
    cut = revisions.cut_by_name(versions, words) if words else None
    found = revisions.version_of(versions, version) if version else cut.version if cut else None
    old = None if found is None or found.report.sha256 == report.sha256 else found
    return Asked(old=old, cut=cut, lost=bool(words) and cut is None)


def as_it_was(seen: Whole, version: Version) -> tuple[Whole, set[Span]]:
    """What was loaded with a version of a report by itself in the place of its record, and the words that it gave to lines."""
    alone = revisions.seen_in(version)
    cited = {c.span for s in alone.record.statements for c in s.citations}
    cited |= {c.span for m in alone.record.meetings for change in m.changes for c in change.citations}
    rest = tuple(r for r in seen.reports if r.id != version.report.id)
    record = Record(dates=alone.record.dates)
    return Whole(record=record, reports=(*rest, *alone.reports), readings=alone.readings), cited


@router.get("/reports/{report_id:path}/versions", response_class=HTMLResponse)
def versions(
    request: Request,
    report_id: str,
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
) -> HTMLResponse:
    """The versions of a report, and two of them held against each other: what it meant for the record, then the words."""
    desk = desk_of(request)
    seen = desk.whole()
    found = revisions.versions_of(desk.path, report_id)
    history = revisions.history_of(found, seen.record, first or None, last or None)
    report = found[-1].report
    wording = wording_of(request, seen)
    revision = history.revision
    return render(
        request,
        "versions.html.jinja",
        part="reports",
        wording=wording,
        outlets=outlets_of(seen),
        report=report,
        headline=headline_of(report, seen.readings.get(report.id)),
        history=history,
        revision=revision,
        rows=version_rows(history.versions),
        particulars=_particulars(revision, wording),
        effects=[_effect_row(e, revision, wording) for e in revision.effects] if revision else [],
        text=_blocks(revision.edits) if revision else [],
    )


def version_rows(versions: Iterable[Version]) -> list[dict[str, Any]]:
    """The versions, the latest first, with their days and addresses; each but the first with the address of what differs in it."""
    rows = []
    for version in versions:
        here, number = report_address(version.report.id), version.number
        rows.append(
            {
                "version": version,
                "recorded_on": day_in_hanoi(version.recorded_at),
                "href": here if version.counts else address(here, version=number),
                "compare": f"{here}/versions?from={number - 1}&to={number}" if number > 1 else None,
            }
        )
    return rows[::-1]


def changed_reports(reports: Iterable[Report]) -> dict[str, str]:
    """The reports that their papers changed, with the addresses of what differs."""
    return {r.id: f"{report_address(r.id)}/versions" for r in reports if r.version > 1}


def _particulars(revision: Revision | None, wording: Wording) -> list[tuple[str, str | None, str | None]]:
    if revision is None:
        return []
    return [
        (what, *((wording.day_words(v) if what == "published" else v) if v else None for v in (was, now)))  # type: ignore[misc]
        for what, was, now in revision.particulars
    ]


def _effect_row(effect: Effect, revision: Revision | None, wording: Wording) -> dict[str, Any]:
    assert revision is not None
    sides = ((effect.before, revision.before), (effect.after, revision.after))
    places = [
        words_address(version, line.citations[0].span) if line and line.citations else None
        for line, version in sides
    ]
    return {
        "effect": effect,
        "mark": "quotation" if effect.quotation and effect.kind == "reworded" else effect.kind,
        "voice": voice_of(effect, wording),
        "was": voice_before(effect, wording),
        "before": words_of(effect.before),
        "after": words_of(effect.after),
        "href_before": places[0],
        "href_after": places[1],
        "elsewhere": [(name, report_address(name)) for name in effect.elsewhere[:8]],
    }


def words_address(version: Version, span: Span) -> str:
    """The address of words in a version."""
    here = report_address(version.report.id)
    name = revisions.name_of_words(span.start, span.end, span.cut(version.report.text))
    return f"{here}?words={quote(name)}#w-{span.start}-{span.end}"


def _blocks(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """The paragraphs; those that are the same in stretches that can be folded."""
    blocks: list[dict[str, Any]] = []
    for same, group in groupby(edits, key=lambda edit: edit.kind == "same"):
        rows = [
            {
                "edit": edit,
                "stretches": [(s.kind, visible_parts(s.text)) for s in edit.stretches],
            }
            for edit in group
        ]
        blocks.append({"same": same, "folded": same and len(rows) > _FEW, "rows": rows})
    return blocks
