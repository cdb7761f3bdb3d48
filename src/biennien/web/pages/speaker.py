"""The speakers: who said how much; and everything that one of them said, over time, as one paper prints it and another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from biennien import app, lookup, narrowing, views
from biennien.model import Account, Difference, Record, Statement
from biennien.names import folded
from biennien.speaking import Speaker, declared_by, held_by, intermediaries, speakers_of
from biennien.views import Whole
from biennien.web.pages.addresses import speaker_address
from biennien.web.pages.comparing import differing_words
from biennien.web.pages.drawing import plot_of
from biennien.web.pages.headlines import outlets_of
from biennien.web.pages.rendering import address, desk_of, language_of, render, wording_of

router = APIRouter()
_AT_ONCE = 100
_STATEMENTS = 40
_DRIFTS = ("quotation_drift", "hedge", "sharper")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The same words as several papers print them, each cut where it differs from the others."""

    difference: Difference
    sides: tuple[tuple[Account, tuple[tuple[str, bool], ...]], ...]


@router.get("/speakers", response_class=HTMLResponse)
def speakers(
    request: Request, q: str = "", unnamed: bool = False, page: int = 1, as_known: str = ""
) -> HTMLResponse:
    """Who speaks, the one who says most first; or the statements of sources without a name."""
    seen = desk_of(request).whole(as_known or None)
    rows = speakers_of(seen.record)
    found = [
        row
        for row in rows
        if not q.strip() or app.is_called(q, (row.entity,)) or folded(q) in folded(row.entity)
    ]
    near = narrowing.strangers(seen.record, q) if q.strip() and not found else None
    nameless = [s for s in seen.record.statements if not s.speaker and s.unnamed]
    shown: Sequence[Speaker | Statement] = nameless if unnamed else found
    last = max(1, -(-len(shown) // _AT_ONCE))
    page = min(max(page, 1), last)
    return render(
        request,
        "speakers.html.jinja",
        part="speakers",
        wording=wording_of(request, seen),
        outlets=outlets_of(seen),
        as_known=as_known or None,
        q=q,
        near=near or (),
        unnamed=unnamed,
        nameless=len(nameless),
        rows=shown[(page - 1) * _AT_ONCE : page * _AT_ONCE],
        count=len(found),
        all_count=len(rows),
        page=page,
        last=last,
    )


@router.get("/speakers/{entity:path}", response_class=HTMLResponse)
def speaker(
    request: Request, entity: str, story: str = "", outlet: str = "", page: int = 1, as_known: str = ""
) -> Response:
    """Everything that somebody said."""
    desk, known = desk_of(request), as_known or None
    whole = desk.whole(known)
    if entity not in _actors(whole.record):
        called = [row.entity for row in speakers_of(whole.record) if app.is_called(entity, (row.entity,))]
        to = (
            speaker_address(called[0]) if len(called) == 1 else address("/speakers", q=entity, as_known=known)
        )
        return RedirectResponse(to, status_code=303)
    seen = desk.whole(known, story) if story else whole
    said = [s for s in app.statements_by(seen.record) if entity in s.speaker]
    carried = narrowing.carried_by(said, seen.reports, outlet) if outlet else tuple(said)
    own = [s for s in carried if not intermediaries(s)]
    told = desk.part(_reports_on(whole.record, entity), known)
    last = max(1, -(-len(own) // _STATEMENTS))
    page = min(max(page, 1), last)
    named = {r.id: r.outlet for r in whole.reports if r.outlet}
    carriers = (r for s in said for r in {named.get(c.report_id) for c in (*s.citations, *s.restated_in)})
    return render(
        request,
        "speaker.html.jinja",
        part="speakers",
        wording=wording_of(request, whole),
        outlets=outlets_of(whole),
        as_known=known,
        entity=entity,
        offices=_offices(request, entity),
        said=len(said),
        found=len(carried),
        own=own[(page - 1) * _STATEMENTS : page * _STATEMENTS],
        own_count=len(own),
        relayed=[s for s in carried if intermediaries(s)],
        passed_on=[s for s in seen.record.statements if entity in intermediaries(s)],
        declared=declared_by(seen.record, entity),
        plot=plot_of(views.tallies_of(_only(whole, carried))),
        drifts=_drifts(views.differences_of(told), entity, said),
        positions=held_by(views.positions_of(told), entity),
        stories=[
            s for s in desk.stories(known) if any(narrowing.tell(s.reports, row.citations) for row in said)
        ][:50],
        outlet_counts=sorted(Counter(r for r in carriers if r).items()),
        asked_for={"story": story, "outlet": outlet},
        page=page,
        last=last,
        topics={m.id: m for m in whole.record.meetings},
    )


def _actors(record: Record) -> set[str]:
    """All who take part or speak in a record."""
    found = {who for s in record.statements for who in (*s.speaker, *intermediaries(s))}
    found |= {who for m in record.meetings for who in m.participants}
    return found | {who for m in record.meetings for c in m.changes for who in (*c.announced_by, *c.via)}


def _reports_on(record: Record, entity: str) -> set[str]:
    """The reports that tell what somebody said or declared, or that tell of him."""
    said = (s for s in record.statements if entity in (*s.speaker, *s.about))
    done = (c for m in record.meetings for c in m.changes if entity in (*c.announced_by, *m.participants))
    words = [c for s in said for c in (*s.citations, *s.restated_in)]
    return {c.report_id for c in (*words, *(c for change in done for c in change.citations))}


def _offices(request: Request, entity: str) -> list[tuple[str, str, str]]:
    """The offices that somebody held, the latest first."""
    return list(reversed(lookup.offices_of(entity, language_of(request))))


def _only(seen: Whole, statements: Sequence[Statement]) -> Whole:
    """What was loaded with only some statements and the reports that carry them."""
    reports = {c.report_id for s in statements for c in (*s.citations, *s.restated_in)}
    dates = tuple(d for d in seen.record.dates if d.report_id in reports)
    return replace(seen, record=Record(dates=dates, statements=tuple(statements)))


def _drifts(differences: Iterable[Difference], entity: str, said: Iterable[Statement]) -> list[Compared]:
    """Where papers print somebody's words otherwise, side by side."""
    words = {(c.report_id, c.span) for s in said for c in (*s.citations, *s.restated_in)}
    found = []
    for difference in differences:
        of_words = any((c.report_id, c.span) in words for side in difference.sides for c in side.citations)
        if difference.kind in _DRIFTS and (of_words or any(entity in side.who for side in difference.sides)):
            cut = differing_words([side.text for side in difference.sides])
            found.append(
                Compared(difference=difference, sides=tuple(zip(difference.sides, cut, strict=True)))
            )
    return found
