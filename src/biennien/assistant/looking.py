"""The tools that look behind a line: its words in their paragraphs, the reasons for it, a report whole; and those that start from words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, cast

from pydantic import Field

from biennien import app, drafts, lookup, noting, revisions, views
from biennien.assistant.envelope import DRAFT, SOFTWARE, named, quoted, visible
from biennien.assistant.paging import paged
from biennien.assistant.rewording import edit_row, effect_row, version_row
from biennien.assistant.telling import Row, Teller
from biennien.assistant.tools import AsKnown, Name, Number, StoryId, Tools
from biennien.lookup import Seen
from biennien.model import Change, Edit, Effect, Meeting, Report, Statement
from biennien.views import Whole

_PIECE = 2000  # characters of a report in one piece
_DRAFT = 100_000  # characters of a draft

LineId = Annotated[
    str,
    Field(
        max_length=200,
        description="The id of a line (m-, c-, s-, e-, p-, x-) or of a report, or the beginning of it",
    ),
]


class LookingTools(Tools):
    """The tools over one desk, those that look behind a line among them."""

    def reports(
        self,
        story: StoryId = None,
        as_known: AsKnown = None,
        page: Number = 1,
        copies: Annotated[
            bool,
            Field(
                description="Only reports that are nearly one text with others, each origin with its copies behind it"
            ),
        ] = False,
    ) -> Row:
        """The reports by day, each with its outlet, its day and the reason for that day, and the likely origin of a copy."""
        seen = self.desk.whole(as_known)
        own = None if story is None else self._story(as_known, story).reports
        counting = [r for r in seen.counting if own is None or r.id in own]
        days = {d.report_id: d.earliest or "9999" for d in seen.record.dates}
        ordered = sorted(counting, key=lambda r: (days[r.id], r.id))
        rows, of = paged(app.in_groups(ordered) if copies else ordered, page)
        teller = Teller(seen, self.say)
        return self._answer(as_known, reports=[teller.report(r) for r in rows], page=of)

    def report(
        self,
        report: Annotated[
            str, Field(max_length=200, description="The id of the report, or the beginning of it")
        ],
        as_known: AsKnown = None,
        version: Annotated[
            str | None,
            Field(max_length=64, description="An earlier version by its number; null: the one that counts"),
        ] = None,
        page: Number = 1,
    ) -> Row:
        """The text of a report, letter by letter in its paragraphs, with the words that the record cites."""
        if version is not None:
            of_version = revisions.version_of(revisions.versions_of(self.desk.path, report), version)
            whole = revisions.seen_in(of_version)
            found = of_version.report
            seen = lookup.look_in(whole.record, whole.reports, whole.readings, found.id)
            return self._answer(None, **self._text(seen, whole, found, page))
        whole = self._with_report(report, as_known) or self.desk.whole(as_known)
        found = app.report_of(report, whole.counting)
        seen = lookup.look_in(whole.record, whole.reports, whole.readings, found.id)
        gone = {"kind": "withdrawn", "about": named(found.id), "says": self.say("assistant.withdrawn")}
        return self._answer(
            as_known, [gone] if found.withdrawn else (), **self._text(seen, whole, found, page)
        )

    def versions(
        self,
        report: Annotated[
            str, Field(max_length=200, description="The id of the report, or the beginning of it")
        ],
        first: Annotated[
            str | None,
            Field(max_length=64, description="The earlier version: a number; null: the one before"),
        ] = None,
        last: Annotated[
            str | None,
            Field(max_length=64, description="The later version: a number; null: the one that counts"),
        ] = None,
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """What a paper changed in a report after it was published, and which lines of the record went, came, or are told otherwise by that."""
        seen = self.desk.whole(as_known)
        versions = revisions.known_by(revisions.versions_of(self.desk.path, report), seen.until)
        found = revisions.history_of(versions, seen.record, first, last)
        compared = found.revision
        wording = noting.wording_of(seen, self.say.lang)
        every: list[Effect | Edit] = [*compared.effects, *compared.touched] if compared else []
        rows, of = paged(every, page)
        return self._answer(
            as_known,
            report=named(found.report_id),
            versions=[version_row(v) for v in found.versions],
            compared=[compared.before.number, compared.after.number] if compared else None,
            lines=[effect_row(e, wording) for e in rows if isinstance(e, Effect)],
            edits=[edit_row(e) for e in rows if isinstance(e, Edit)],
            page=of,
        )

    def show(self, line: LineId, as_known: AsKnown = None, page: Number = 1) -> Row:
        """A line of the record by its id, with all its citations in the paragraphs they stand in."""
        seen, whole = self._seen(line, as_known)
        told = lookup.shown(seen)
        rows, of = paged(list(_pieces(cast(Sequence[Mapping[str, Any]], told["passages"]))), page)
        teller = Teller(whole, self.say, cited=100)
        kind, found = lookup.kind_of(seen.line), seen.line
        row: Row
        if isinstance(found, Report):
            row = teller.report(found)
        elif isinstance(found, Meeting):
            gaps = self._gaps(whole, views.explanations_of(whole), ())
            (row,) = teller.meetings([found], lambda m: [g for g in gaps if g["about"] == m])
        elif isinstance(found, Change):
            row = teller.change(cast(Row, told["line"]), lookup.meeting_of(seen.record, found).id)
        elif isinstance(found, Statement):
            (row,) = teller.statements([found])
        else:
            (row,) = getattr(teller, f"{kind}s")([found])
        parts: Row = {kind: row, "passages": rows, "page": of}
        return self._answer(as_known, id=found.id, kind=kind, **parts)

    def explain(self, line: LineId, as_known: AsKnown = None, page: Number = 1) -> Row:
        """Why a line stands as it does: the rules, the words and the reasons, step by step."""
        seen, whole = self._seen(line, as_known)
        wording = noting.wording_of(whole, self.say.lang)
        tree = lookup.explained(seen, wording.explaining(seen.record))
        teller = Teller(whole, self.say)
        rows, of = paged(list(_steps(tree, teller)), page, size=20)
        return self._answer(as_known, id=seen.line.id, reasons=rows, page=of)

    def check_draft(
        self,
        text: Annotated[str, Field(max_length=_DRAFT, description="The draft, whole")],
        published: Annotated[
            Name, Field(description="The day on which it is to be printed; null: today in Hanoi")
        ] = None,
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """What the record has otherwise than a draft, or has seen change since: status, days, names, quotations, speakers."""
        day = published and app.written(published, "published")
        draft = drafts.draft_of(text, "text", published=day, limits=self.limits)
        compared = self.desk.compared(draft, as_known)
        remarks, seen = drafts.check(compared), compared.seen
        wording, teller = noting.wording_of(seen, self.say.lang), Teller(seen, self.say)
        told = cast(list[Row], drafts.remarks_told(draft, remarks))
        found = [
            {
                "kind": remark.kind,
                "says": quoted(wording.remark(remark), SOFTWARE),
                "draft": quoted(row["at"]["quote"], DRAFT),
                **{key: row["at"][key] for key in ("row", "column")},
                "line": remark.line,
                "against": teller.citations(row["against"][:3], remark.line),
            }
            for remark, row in zip(remarks, told, strict=True)
        ]
        rows, of = paged(found, page)
        return self._answer(as_known, printed_on=draft.published_on, remarks=rows, page=of)

    def search(
        self,
        words: Annotated[
            str, Field(min_length=1, max_length=500, description="Words, with or without diacritics")
        ],
        story: StoryId = None,
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """Stories, speakers, meetings, statements and reports in whose names or words these stand, the nearest of each kind first."""
        found = self.desk.search(words, as_known, story)
        rows: list[tuple[str, Any]] = [
            *(("story", one) for one in found.stories),
            *(("speaker", one) for one in found.speakers),
            *(("meeting", one) for one in found.meetings),
            *(("statement", one) for one in found.statements),
            *(("report", one) for one in found.reports),
        ]
        shown, of = paged(rows, page)
        teller = Teller(self.desk.part(found.telling, as_known), self.say, cited=1)
        return self._answer(as_known, found=[teller.found(kind, one) for kind, one in shown], page=of)

    def _seen(self, wanted: str, as_known: str | None) -> tuple[Seen, Whole]:
        """A line with what lies behind it, and what was loaded for that: of a meeting or a report only what tells of it."""
        near = self._telling_of(as_known, wanted) or self._with_report(wanted, as_known)
        if near is None:
            return self.desk.look(wanted, as_known), self.desk.whole(as_known)
        return lookup.look_in(near.record, near.reports, near.readings, wanted), near

    def _with_report(self, wanted: str, as_known: str | None) -> Whole | None:
        """What the reports tell whose id begins so; None where no story has one: it may be withdrawn."""
        reports = [r for story in self.desk.stories() for r in story.reports if r.startswith(wanted)]
        return self.desk.part(reports, as_known) if wanted and reports else None

    def _text(self, seen: Seen, whole: Whole, report: Report, page: int) -> Row:
        """A part of a report's paragraphs."""
        passages = cast(Sequence[Mapping[str, Any]], lookup.shown(seen)["passages"])
        rows, of = paged(list(_pieces(passages)), page)
        return {"report": Teller(whole, self.say).report(report), "paragraphs": rows, "page": of}


def _pieces(passages: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Paragraphs in their envelopes; a long one in several pieces, so that nothing is cut off."""
    for passage in passages:
        text, start = passage["text"], passage["start"]
        for at in range(0, max(1, len(text)), _PIECE):
            words = text[at : at + _PIECE]
            first, last = start + at, start + at + len(words)
            marks = [[max(a, first), min(b, last)] for a, b in passage["marks"] if a < last and first < b]
            yield {
                **quoted(words),
                "report": named(passage["report"]),
                "paragraph": passage["paragraph"],
                "start": first,
                "end": last,
                "marks": marks,
            }


def _steps(tree: Mapping[str, Any], teller: Teller, depth: int = 0) -> Iterator[Row]:
    """A tree as rows, from its root down."""
    yield {
        "depth": depth,
        "what": quoted(str(tree["what"]), SOFTWARE),
        "rule": tree["rule"] and visible(str(tree["rule"])),
        "basis": tree["basis"],
        "citations": teller.citations(tree["citations"][:1], None),
    }
    for part in tree["from"]:
        yield from _steps(part, teller, depth + 1)
