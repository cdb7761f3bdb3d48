"""What an assistant may ask: each tool gives the rows of its answer, which `server` holds against its schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from biennien import app, lookup, narrowing, saying, views
from biennien.assistant.envelope import named, visible
from biennien.assistant.paging import paged
from biennien.assistant.telling import Row, Teller
from biennien.desk import Desk
from biennien.model import Limits, Meeting, Record, Story
from biennien.model.errors import InputError
from biennien.views import Whole
from biennien.words import Words

AsKnown = Annotated[
    str | None,
    Field(
        max_length=40,
        description="The record as it could be drawn from the reports published up to this day (2025-10-21), month or year; null for all",
    ),
]
StoryId = Annotated[
    str | None,
    Field(
        max_length=200, description="Only what the reports of this story tell: its id or the beginning of it"
    ),
]
Number = Annotated[int, Field(ge=1, le=100_000, description="The page of the answer, from 1")]
Name = Annotated[str | None, Field(max_length=200)]
Kind = Literal[
    "disagreement", "change", "sharper", "stale_background", "hedge", "referent", "quotation_drift", "silence_broken"
]  # fmt: skip


class Tools:
    """The tools over one desk; what they say themselves is in the language of `say`."""

    def __init__(self, desk: Desk, say: Words, limits: Limits | None = None) -> None:
        """`desk` looks at the record, which need not be there yet."""
        self.desk = desk
        self.say = say
        self.limits = limits

    def stories(self, as_known: AsKnown = None, page: Number = 1) -> Row:
        """The stories of the record, the latest first, with their ids. Start here."""
        rows, of = paged(self.desk.stories(as_known), page)
        return self._answer(as_known, stories=[story_row(story) for story in rows], page=of)

    def record_of_story(
        self,
        story: Annotated[
            str, Field(max_length=200, description="The id of the story, or the beginning of it")
        ],
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """Where each meeting of a story stands: its status, each side's last word, its days, and what is not known."""
        found = self._story(as_known, story)
        seen = self.desk.whole(as_known, found.id)
        meetings = [lane.meeting for lane in views.lanes_of(seen)] + list(views.held_of(seen))
        rows, of = paged(meetings, page, size=5)
        gaps = self._gaps(seen, self.desk.explanations(as_known, found.id), found.reports)
        told = Teller(seen, self.say, cited=2).meetings(rows, lambda m: [g for g in gaps if g["about"] == m])
        return self._answer(as_known, gaps, story=story_row(found), meetings=told, page=of)

    def status_of_meeting(
        self,
        meeting: Annotated[
            str, Field(max_length=200, description="The id of the meeting, or the beginning of it")
        ],
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """What became of a meeting: its status now, each side's last word, and its whole history with who said each step."""
        near = self._telling_of(as_known, meeting)
        seen = near or self.desk.whole(as_known)
        found = self._line(near, meeting) if near else self.desk.look(meeting, as_known).line
        if not isinstance(found, Meeting):
            raise InputError(
                "this is the id of no meeting.",
                where="meeting",
                remedy="The tool record_of_story gives the ids of meetings.",
            )
        teller = Teller(seen, self.say)
        gaps = [g for g in self._gaps(seen, views.explanations_of(seen), ()) if g["about"] == found.id]
        (told,) = teller.meetings([found], lambda _: gaps)
        rows, of = paged(teller.changes_of(found), page)
        return self._answer(as_known, gaps, meeting=told, changes=rows, page=of)

    def who_said(
        self,
        by: Annotated[
            Name, Field(description="The speaker: a name or a part of it, diacritics do not matter")
        ] = None,
        about: Annotated[
            Name, Field(description="Whom or what it is about: a name, or the id of a meeting")
        ] = None,
        like: Annotated[
            str | None,
            Field(
                max_length=500,
                description="Words of a quotation, as remembered; then the nearest comes first",
            ),
        ] = None,
        from_day: Annotated[Name, Field(description="Said on this day or later")] = None,
        to_day: Annotated[Name, Field(description="Said on this day or earlier")] = None,
        story: StoryId = None,
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """Who said what, when, to whom it is owed and the way it came, with the exact words."""
        seen = self.desk.whole(as_known, story)
        said = saying.find_said(seen.record, by=by, about=about, like=like, first=from_day, last=to_day)
        found, undated = said.statements, said.undated
        unknown = [] if found else [u for name in (by, about) if (u := self._stranger(seen.record, name))]
        if undated:
            says = self.say("assistant.undated", n=undated)
            unknown.append({"kind": "no_day_of_saying", "about": None, "says": says})
        rows, of = paged(found, page)
        return self._answer(as_known, unknown, statements=Teller(seen, self.say).statements(rows), page=of)

    def timeline(self, story: StoryId = None, as_known: AsKnown = None, page: Number = 1) -> Row:
        """What happened and was said about meetings, day by day; what has no day stands last."""
        seen = self.desk.whole(as_known, story)
        rows, of = paged(lookup.timeline_told(seen.record), page)
        return self._answer(as_known, events=Teller(seen, self.say, cited=1).events(rows), page=of)

    def what_changed(
        self,
        since: Annotated[
            Name, Field(description="The day of the last note; null: what the last day brought")
        ] = None,
        story: StoryId = None,
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """What the reports after a day brought: changes of plans, new words, new positions, explanations, differences; and what is still open."""
        found = self.desk.brief(as_known, story, since=since)
        seen = self.desk.whole(as_known, story)
        teller = Teller(seen, self.say, cited=1)
        told = views.brief_told(found)
        fresh = [p for p in found.positions if p.id in found.fresh]
        kinds: dict[str, Sequence[Any]] = {
            "changes": [teller.change(row["change"], row["meeting"]) for row in told["news"]],  # type: ignore[attr-defined]
            "statements": teller.statements(found.words),
            "new_positions": teller.positions(fresh),
            "explanations": teller.explanations(found.explanations),
            "differences": teller.differences(found.differences),
        }
        rows, of = paged(
            [(kind, row) for kind, found_rows in kinds.items() for row in found_rows], page, size=20
        )
        parts = {kind: [row for of_kind, row in rows if of_kind == kind] for kind in kinds}
        gaps = [self._gap(seen, kind, about) for kind, about in found.gaps]
        parts["revised"] = [
            {
                "report": named(r.report_id),
                "version": r.after.number,
                "came_on": r.after.came_on,
                "lines": len(r.effects),
            }
            for r in found.revised
        ]
        return self._answer(as_known, gaps, since=found.since, until=found.until, **parts, page=of)

    def explanations(
        self,
        meeting: Annotated[Name, Field(description="Only of this meeting, by its id")] = None,
        story: StoryId = None,
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """Why something became of the plans, as each says it, side by side; the record never says which is right."""
        seen = self.desk.whole(as_known, story)
        found = self.desk.explanations(as_known, story)
        if meeting is not None:
            wanted = self._line(seen, meeting).id
            found = tuple(e for e in found if e.meeting == wanted)
        rows, of = paged(found, page)
        return self._answer(as_known, explanations=Teller(seen, self.say).explanations(rows), page=of)

    def positions(
        self,
        by: Annotated[
            Name, Field(description="A side, or somebody who speaks for it: a name or a part of it")
        ] = None,
        story: StoryId = None,
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """What each side holds on what, since when and on which conditions."""
        seen = self.desk.whole(as_known, story)
        found = views.held_by(self.desk.positions(as_known, story), by)
        unknown = [] if found else [u for u in [self._stranger(seen.record, by)] if u]
        rows, of = paged(found, page)
        return self._answer(as_known, unknown, positions=Teller(seen, self.say).positions(rows), page=of)

    def differences(
        self,
        kind: Annotated[Kind | None, Field(description="Only of this kind")] = None,
        story: StoryId = None,
        as_known: AsKnown = None,
        page: Number = 1,
    ) -> Row:
        """Where the reports, or voices in them, do not agree, after they were aligned in time: a change is no contradiction."""
        seen = self.desk.whole(as_known, story)
        found = views.of_kinds(self.desk.differences(as_known, story), [kind] if kind else [])
        rows, of = paged(found, page)
        return self._answer(as_known, differences=Teller(seen, self.say, cited=2).differences(rows), page=of)

    def _telling_of(self, as_known: str | None, meeting: str) -> Whole | None:
        """The stories that tell of a meeting; None where none has its id, which may be a former one."""
        stories = [s for s in self.desk.stories() if any(m.startswith(meeting) for m in s.meetings)]
        if not stories or not meeting:
            return None
        return self.desk.part([report for story in stories for report in story.reports], as_known)

    def _story(self, as_known: str | None, wanted: str) -> Story:
        """A story by its id; of a day only what was known of it then, its name too."""
        found = self.desk.story(wanted, as_known)
        if as_known is None:
            return found
        seen = self.desk.whole(as_known, found.id)
        days = {d.report_id: d.earliest for d in seen.record.dates if d.earliest}
        reports = tuple(r.id for r in seen.counting if r.id in found.reports)
        known = {m.id for m in seen.record.meetings}
        lanes = [lane.meeting.label for lane in views.lanes_of(seen)]
        labels = lanes or [m.label for m in seen.record.meetings]
        speaking = {who for m in seen.record.meetings for who in m.participants}
        return replace(
            found,
            label=labels[0] if labels else found.id,
            reports=reports,
            meetings=tuple(m for m in found.meetings if m in known) or tuple(sorted(known)),
            actors=tuple(who for who in found.actors if who in speaking),
            first=min((days[r] for r in reports if r in days), default=None),
            last=max((days[r] for r in reports if r in days), default=None),
        )

    def _answer(self, as_known: str | None, unknown: Sequence[Row] = (), **parts: Any) -> Row:
        """An answer with its head: what it is of, and what is not known."""
        head = {"schema": app.SCHEMA, "as_known": app.known_on(as_known), "record": self.desk.state()}
        return {**head, "not_known": list(unknown), **parts}

    def _gaps(self, seen: Whole, explained: Any, reports: Sequence[str]) -> list[Row]:
        """What is not known of the meetings, and of the day of these reports."""
        of_meetings = {m.id for m in seen.record.meetings}
        gaps = views.gaps_of(seen, explained)
        return [self._gap(seen, k, about) for k, about in gaps if about in of_meetings or about in reports]

    def _gap(self, seen: Whole, kind: str, about: str) -> Row:
        date = next((d for d in seen.record.dates if d.report_id == about), None)
        bounds = f"{date.earliest or '…'} – {date.latest or '…'}" if date else "…"
        return {"kind": kind, "about": about, "says": self.say(f"gap.{kind}", bounds=bounds)}

    def _stranger(self, record: Record, name: str | None) -> Row | None:
        """That nobody in the record goes by a name, and who may have been meant."""
        if name is None or (near := narrowing.strangers(record, name)) is None:
            return None
        says = self.say("error.stranger", name=visible(name, one_line=True))
        meant = self.say("error.did_you_mean", names=", ".join(near)) if near else ""
        return {"kind": "nobody_of_that_name", "about": None, "says": f"{says} {meant}".strip()}

    def _line(self, seen: Whole, wanted: str) -> lookup.Line:
        return lookup.line_of(seen.record, {r.id: r for r in seen.reports}, wanted)


def story_row(story: Story) -> Row:
    """A story with how many reports and meetings it has."""
    (row,) = views.stories_told((story,))
    names = [named(name) for name in story.actors]
    return {
        **row,
        "label": named(story.label),
        "reports": len(story.reports),
        "meetings": len(story.meetings),
        "actors": names,
    }
