"""The record as plain values for JSON: the key names and meanings that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterable

from biennien.knowledge.statuses import load_statuses
from biennien.model import Change, Citation, Decision, Issue, Link


def tell_citations(citations: Iterable[Citation]) -> list[dict[str, object]]:
    """Citations with the exact words; offsets are code points of the report, half-open."""
    return [
        {
            "report": c.report_id,
            "paragraph": c.paragraph,
            "start": c.span.start,
            "end": c.span.end,
            "quote": c.quote,
        }
        for c in citations
    ]


def tell_change(change: Change) -> dict[str, object]:
    """One attributed change of a meeting's status."""
    return {
        "id": change.id,
        "status": change.status,
        "detail": change.detail,
        "likelihood": likelihood_of(change.status),
        "effective": change.effective,
        "announced_on": change.announced_on,
        "announced_by": list(change.announced_by),
        "named": change.named,
        "unnamed": change.unnamed,
        "via": list(change.via),
        "reason": change.reason,
        "condition": change.condition,
        "after_end": change.after_end,
        "flags": list(change.flags),
        "previous": change.previous,
        "basis": change.basis,
        "citations": tell_citations(change.citations),
    }


def likelihood_of(status: str) -> str | None:
    """The IPTC occurrence code of a status (``eos2`` … ``eos6``); None for what took place."""
    row = load_statuses().get(status)
    return row.iptc or None if row else None


def tell_chain(chain: Iterable[Link]) -> list[dict[str, object]]:
    """The way a statement came, the outermost first."""
    return [{"who": link.who, "named": link.named} for link in chain]


def tell_issues(issues: Iterable[Issue]) -> list[dict[str, object]]:
    """What was wrong with the input, with the remedy."""
    return [
        {"code": i.code, "severity": i.severity, "message": i.message, "where": i.where, "remedy": i.remedy}
        for i in issues
    ]


def tell_decision(decision: Decision) -> dict[str, object]:
    """A person's decision on a report: who took it, when, and why."""
    return {
        "id": decision.id,
        "kind": decision.kind,
        "by": decision.by,
        "recorded_at": decision.recorded_at,
        "reason": decision.reason,
        "was": decision.was,
    }
