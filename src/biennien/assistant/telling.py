"""From the documented JSON of a line to the answer's: its quotations in envelopes, its days with grain and basis, its words cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import quote

from biennien import app, standing, views
from biennien.assistant.envelope import SOFTWARE, named, quoted
from biennien.model import (
    Difference,
    Explanation,
    Meeting,
    Position,
    Report,
    Statement,
)
from biennien.model.timex import grain_of
from biennien.views import Whole
from biennien.words import Words

Row = dict[str, Any]
_CITED = 3  # citations of one line; `show` gives all
_GIST = 600  # characters of one citation


class Teller:
    """Tells the lines of what was loaded."""

    def __init__(self, seen: Whole, say: Words, cited: int = _CITED) -> None:
        """`cited` is how many citations a line keeps."""
        self.seen = seen
        self.say = say
        self.cited = cited
        self.reports = {report.id: report for report in seen.reports}
        self.dates = {date.report_id: date for date in seen.record.dates}

    def meetings(self, found: Sequence[Meeting], unknown: Callable[[str], list[Row]]) -> list[Row]:
        """Meetings by where they stand; `unknown` gives what is not known of one."""
        told = cast(list[Row], app.meetings_told(found))
        return [self._meeting(m, row, unknown(m.id)) for m, row in zip(found, told, strict=True)]

    def _meeting(self, meeting: Meeting, row: Row, unknown: list[Row]) -> Row:
        changes = {told["id"]: told for told in row["changes"]}
        latest = meeting.decisive(meeting.status)
        return {
            **{key: named(row[key]) for key in ("id", "label", "kind", "status")},
            **{key: _named(row[key]) for key in ("place", "fate", "successor_of")},
            "participants": _names(row["participants"]),
            "planned_for": _day(row["planned_for"], standing.basis_of_plan(meeting, self.seen.readings)),
            "window": row["window"],
            "when": _day(row["when"], standing.basis_of_day(meeting)),
            "sides": [
                self._side(side, status, changes[change.id] if change else None)
                for (side, status), change in zip(
                    meeting.sides, standing.last_words(meeting).values(), strict=True
                )
            ],
            "latest": self.change(changes[latest.id], meeting.id) if latest else None,
            "changes_in_all": len(changes),
            "not_known": unknown,
        }

    def _side(self, side: str, status: str, change: Row | None) -> Row:
        if change is None:
            return {
                "side": named(side),
                "status": status,
                "change": None,
                "day": None,
                "by": [],
                "citations": [],
            }
        return {
            "side": named(side),
            "status": status,
            "change": change["id"],
            "day": _day(change["announced_on"] or change["effective"], change["basis"]),
            "by": _names(change["announced_by"]),
            "citations": self.citations(change["citations"][:1], change["id"]),
        }

    def changes_of(self, meeting: Meeting) -> list[Row]:
        """The changes of a meeting, in their order."""
        (told,) = cast(list[Row], app.meetings_told([meeting]))
        return [self.change(row, meeting.id) for row in told["changes"]]

    def change(self, row: Row, meeting: str | None) -> Row:
        """A change as the documented JSON gives it."""
        return {
            **{
                key: row[key]
                for key in ("id", "status", "likelihood", "named", "after_end", "flags", "basis")
            },
            "meeting": meeting,
            "detail": _named(row["detail"]),
            "effective": _day(row["effective"], row["basis"]),
            "announced_on": _day(row["announced_on"], row["basis"]),
            "announced_by": _names(row["announced_by"]),
            "via": _names(row["via"]),
            "previous": row["previous"],
            **{key: _quoted(row[key]) for key in ("unnamed", "reason", "condition")},
            **self._cites(row),
        }

    def statements(self, found: Sequence[Statement]) -> list[Row]:
        """Statements with the way each came."""
        return [self.statement(row) for row in app.statements_told(found)]

    def statement(self, row: Row) -> Row:
        """A statement as the documented JSON gives it."""
        return {
            **{key: row[key] for key in ("id", "named", "manner", "verb", "flags")},
            "speaker": _names(row["speaker"]),
            **{key: _quoted(row[key]) for key in ("unnamed", "cue", "content")},
            "said_on": _day(row["said_on"], row["basis"]),
            "chain": [_step(link) for link in row["chain"]],
            "about": _names(row["about"]),
            "restated_in": self.citations(row["restated_in"][: self.cited], row["id"]),
            **self._cites(row),
        }

    def explanations(self, found: Sequence[Explanation]) -> list[Row]:
        """Explanations, each with whose it is."""
        return [self._explanation(row) for row in views.explanations_told(tuple(found))]

    def _explanation(self, row: Row) -> Row:
        return {
            **{key: row[key] for key in ("id", "of", "meeting", "kind", "named", "independent", "flags")},
            **{key: _quoted(row[key]) for key in ("text", "unnamed", "hedge")},
            "given_by": _names(row["given_by"]),
            "via": _names(row["via"]),
            "said_on": _day(row["said_on"], row["basis"]),
            **self._cites(row),
        }

    def positions(self, found: Sequence[Position]) -> list[Row]:
        """Positions; that one ended is derived: the same side told another then."""
        return [self._position(row) for row in views.positions_told(tuple(found))]

    def _position(self, row: Row) -> Row:
        return {
            **{key: row[key] for key in ("id", "topic", "stance", "about", "changed", "flags")},
            "holder": named(row["holder"]),
            **{key: _quoted(row[key]) for key in ("text", "unnamed")},
            "from": _day(row["from"], row["basis"]),
            "to": _day(row["to"], "derived"),
            "conditions": [quoted(words) for words in row["conditions"]],
            "said_by": _names(row["said_by"]),
            **self._cites(row),
        }

    def differences(self, found: Sequence[Difference]) -> list[Row]:
        """Differences with their sides."""
        told = cast(list[Row], views.differences_told(tuple(found)))
        return [
            {
                **{key: row[key] for key in ("id", "kind", "about", "why", "one_text")},
                "sides": [self._account(row["id"], side) for side in row["sides"]],
            }
            for row in told
        ]

    def _account(self, line: str, side: Row) -> Row:
        return {
            "text": quoted(side["text"]),
            "who": _names(side["who"]),
            "unnamed": _quoted(side["unnamed"]),
            "day": _day(side["day"], None),
            **self._cites({**side, "id": line}),
        }

    def events(self, rows: Iterable[Row]) -> list[Row]:
        """The rows of a timeline."""
        return [
            {
                **{key: row[key] for key in ("id", "kind", "status", "detail", "flags")},
                "day": _day(row["day"], row["basis"]),
                "label": None if row["kind"] == "statement" else named(row["text"]),
                "text": quoted(row["text"]) if row["kind"] == "statement" else None,
                "who": _names(row["who"]),
                "unnamed": _quoted(row["unnamed"]),
                "place": _named(row["place"]),
                "meetings": row["meetings"],
                **self._cites(row),
            }
            for row in rows
        ]

    def found(self, kind: str, one: Any) -> Row:
        """Something that was found, with where to go on from it."""
        row: Row = dict.fromkeys(("label", "words", "status", "day", "published", "statements"))
        row |= {"kind": kind, "id": one[0] if kind == "speaker" else named(one.id), "citations": []}
        if isinstance(one, Meeting):
            day = _day(one.when, standing.basis_of_day(one))
            planned = _day(one.planned_for, standing.basis_of_plan(one, self.seen.readings))
            row |= {"label": named(one.label), "status": one.status, "day": day or planned}
        elif isinstance(one, Statement):
            told = self.statement(cast(Row, app.statements_told([one])[0]))
            row |= {"words": told["content"], "day": told["said_on"], "citations": told["citations"]}
            row["label"] = named(", ".join(one.speaker)) or None
        elif isinstance(one, Report):
            row |= {"words": _quoted(one.title), "published": self.published(one.id)}
        elif kind == "speaker":
            row |= {"label": named(one[0]), "statements": one[1]}
        else:
            row["label"] = named(one.label)
        return row

    def report(self, report: Report) -> Row:
        """A report with its day and why it is that."""
        date = self.dates.get(report.id)
        (row,) = cast(list[Row], app.reports_told([(report, date)])) if date else ({"published": {}},)
        return {
            **{key: _named(getattr(report, key)) for key in ("id", "outlet", "url", "copy_of")},
            "uri": uri_of(report.id),
            "title": _quoted(report.title),
            "published": self.published(report.id),
            "why_this_day": quoted(row["published"].get("why") or "", SOFTWARE),
            "version": report.version,
            "origin": self.origin(report),
            "withdrawn": report.withdrawn is not None,
        }

    def origin(self, report: Report) -> Row | None:
        """The likely origin of a copy."""
        if (copy := report.origin) is None:
            return None
        row = {"report": _named(copy.origin), "likeness": copy.share / 1000, "basis": copy.basis}
        return {**row, "why": quoted(copy.why, SOFTWARE)}

    def published(self, report: str) -> Row | None:
        """The date of a report with its basis; None where it does not count on the day of the view."""
        if (date := self.dates.get(report)) is None:
            return None
        return {
            "value": date.value,
            "grain": grain_of(date.value) if date.value else None,
            **{key: getattr(date, key) for key in ("earliest", "latest", "basis", "dated_by")},
        }

    def citations(self, rows: Iterable[Mapping[str, Any]], line: str | None) -> list[Row]:
        """Citations with the outlet and the day of their report; `line` is the id of the line that rests on them."""
        return [
            {
                **quoted(row["quote"], key="quote", room=_GIST),
                "line": line,
                "report": named(row["report"]),
                "outlet": _named(report.outlet) if (report := self.reports.get(row["report"])) else None,
                "published": self.published(row["report"]),
                **{key: row[key] for key in ("paragraph", "start", "end")},
                "uri": uri_of(row["report"]),
            }
            for row in rows
        ]

    def _cites(self, row: Row) -> Row:
        """The first citations of a line, and how many more it has."""
        rows = row["citations"]
        return {
            "citations": self.citations(rows[: self.cited], row["id"]),
            "more_citations": max(0, len(rows) - self.cited),
        }


def uri_of(report: str) -> str:
    """The address of a report's text."""
    return f"biennien://reports/{quote(report, safe='')}"


def _step(link: Mapping[str, Any]) -> Row:
    """A step of the way: by name, or in the words of the report."""
    who, is_named = link["who"], link["named"]
    return {
        "who": named(who) if is_named else None,
        "unnamed": None if is_named else quoted(who),
        "named": is_named,
    }


def _day(value: str | None, basis: str | None) -> Row | None:
    return None if value is None else {"value": value, "grain": grain_of(value), "basis": basis}


def _quoted(words: str | None) -> Row | None:
    return None if words is None else quoted(words)


def _named(words: str | None) -> str | None:
    return None if words is None else named(words)


def _names(words: Iterable[str]) -> list[str]:
    return [named(word) for word in words]
