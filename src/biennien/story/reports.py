"""The reports that the record rests on, with the day of each and the reason for it, as `reports --json` prints them."""

from __future__ import annotations

from collections.abc import Sequence

from biennien.model import Record, Report
from biennien.model.report import Copy
from biennien.story.telling import tell_decision, tell_issues


def tell_reports(record: Record, reports: Sequence[Report]) -> list[dict[str, object]]:
    """All reports by day, then id; one without a day stands with its bounds and their reason."""
    dates = {d.report_id: d for d in record.dates}
    rows: list[tuple[tuple[str, str], dict[str, object]]] = []
    for report in reports:
        date = dates.get(report.id)
        published: dict[str, object] = {
            "value": date.value if date else report.published_on,
            "earliest": date.earliest if date else None,
            "latest": date.latest if date else None,
            "dated_by": date.dated_by if date else report.dated_by,
            "why": date.why if date else "",
            "basis": date.basis if date else "stated",
        }
        row: dict[str, object] = {
            "id": report.id,
            "outlet": report.outlet,
            "title": report.title,
            "url": report.url,
            "published": published,
            "version": report.version,
            "sha256": report.sha256,
            "copy_of": report.copy_of,
            "origin": tell_origin(report.origin),
            "issues": tell_issues(report.issues),
            "withdrawn": report.withdrawn is not None,
            "decisions": [tell_decision(decision) for decision in report.decisions],
        }
        rows.append((((date.earliest if date else None) or "9999", report.id), row))
    return [row for _, row in sorted(rows, key=lambda r: r[0])]


def tell_origin(copy: Copy | None) -> dict[str, object] | None:
    """The likely origin of a copy, how much of the copy stands in it (1 for all), and why it is the origin."""
    if copy is None:
        return None
    return {
        "report": copy.origin,
        "likeness": copy.share / 1000,
        "why": copy.why,
        "basis": copy.basis,
    }
