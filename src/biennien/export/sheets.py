"""The record as tables, one a kind of line: the rows that CSV, Excel and Parquet have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from biennien.export.contents import Contents, Line, bounds_of, cited_by, told_by
from biennien.knowledge.statuses import load_statuses
from biennien.model import Citation
from biennien.model.copies import text_of

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: `kind` says what its values are.

    ``text`` words; ``id``; ``code`` a code of the record with its group in `group` (``codes`` several); ``who`` entities; ``day`` a
    TIMEX3 value of any grain; ``date`` a day of the calendar; ``flag`` yes or no; ``number``; ``link`` an address; ``cites`` citations; ``label`` a meeting, by its name; ``sides`` pairs of a side and its status;
    ``chain`` those through whom words came; ``sentence`` one of the software.
    `width` is in letters.
    """

    key: str
    kind: str = "text"
    width: int = 14
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table; a row has a value, or None, for each column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


_WHEN = (Column(key="from", kind="date", width=12), Column(key="to", kind="date", width=12))
_BASIS = Column(key="basis", kind="code", group="basis", width=18)
_FLAGS = Column(key="flags", kind="codes", group="flag", width=16)
_CITES = Column(key="citations", kind="cites", width=70)
_VOICE = (
    Column(key="who", kind="who", width=24),
    Column(key="named", kind="flag", width=8),
    Column(key="unnamed", width=22),
)
_MEETING = (Column(key="meeting", kind="id", width=16), Column(key="label", kind="label", width=46))


def _days(value: str | None) -> tuple[date | None, date | None]:
    return bounds_of(value) or (None, None)


def sheets_of(contents: Contents) -> tuple[Sheet, ...]:
    """All tables, in the order in which a workbook shows them."""
    return tuple(sheet_of(name, contents) for name in TABLES)


def sheet_of(name: str, contents: Contents) -> Sheet:
    """The table of one kind of line."""
    columns, rows = TABLES[name]
    return Sheet(name=name, columns=columns, rows=tuple(rows(contents)))


def _meetings(contents: Contents) -> Iterator[Row]:
    for m in contents.record.meetings:
        plan, held = _days(m.planned_for or m.window), _days(m.when)
        yield (
            m.id, m, m.kind, m.participants, m.place, m.status, m.fate, _eos(m.fate or m.status), m.planned_for, *plan,
            m.when, *held, m.sides, m.successor_of, len(m.changes), len(told_by(m)),
            _independent(told_by(m), contents), cited_by(m),
        )  # fmt: skip


def _independent(reports: Iterable[str], contents: Contents) -> int:
    """How many texts of their own some reports are: copies of one text count once."""
    return len({text_of(contents.by_id[i]) if i in contents.by_id else i for i in reports})


def _changes(contents: Contents) -> Iterator[Row]:
    for m in contents.record.meetings:
        for c in m.changes:
            yield (
                c.id, m.id, m, c.status, c.detail, _eos(c.status), c.day, *_days(c.day), c.basis if c.day else None, c.effective, c.announced_on,
                c.announced_by, c.named, c.unnamed, c.via, c.reason, c.condition, c.previous, c.after_end, c.flags, c.citations,
            )  # fmt: skip


def _statements(contents: Contents) -> Iterator[Row]:
    for s in contents.record.statements:
        chain = tuple(link.who for link in s.chain)
        meetings = tuple(a for a in s.about if a.startswith("m-"))
        others = tuple(a for a in s.about if not a.startswith("m-"))
        yield (
            s.id, s.said_on, *_days(s.said_on), s.basis if s.said_on else None, s.speaker, s.named, s.unnamed, s.manner, s.verb, s.cue, s.content,
            chain, others, meetings, len(s.restated_in), s.flags, cited_by(s),
        )  # fmt: skip


def _positions(contents: Contents) -> Iterator[Row]:
    for p in contents.positions:
        yield (
            p.id, (p.holder,), p.topic, p.stance, p.text, p.since, *_days(p.since), p.basis if p.since else None, p.until, "; ".join(p.conditions),
            p.said_by, p.unnamed, p.about, p.changed, p.flags, p.citations,
        )  # fmt: skip


def _explanations(contents: Contents) -> Iterator[Row]:
    meetings = contents.meetings
    for e in contents.explanations:
        yield (
            e.id, e.of, e.meeting, meetings.get(e.meeting), e.kind, e.text, e.given_by, e.named, e.unnamed, e.via, e.hedge,
            e.said_on, *_days(e.said_on), e.basis if e.said_on else None, e.independent, e.flags, e.citations,
        )  # fmt: skip


def _differences(contents: Contents) -> Iterator[Row]:
    for d in contents.differences:
        for number, side in enumerate(d.sides, 1):
            yield (
                d.id, d.kind, d.about, number, side.text, side.who, side.unnamed, side.day, *_days(side.day),
                d.why, d.one_text, side.citations,
            )  # fmt: skip


def _reports(contents: Contents) -> Iterator[Row]:
    dates = contents.dates
    for r in contents.reports:
        d = dates.get(r.id)
        yield (
            r.id, r.outlet, r.title, r.url, d.value if d else None, _day(d.earliest if d else None), _day(d.latest if d else None),
            d.basis if d else None, d.dated_by if d else None, d.why if d else None, r.lang, r.version,
            r.copy_of, r.origin.origin if r.origin else None, r.origin.share // 10 if r.origin else None,
            r.withdrawn is not None, r.sha256,
        )  # fmt: skip


def _citations(contents: Contents) -> Iterator[Row]:
    reports, dates = contents.by_id, contents.dates
    for line in contents.lines():
        for c in cited_by(line):
            r, d = reports.get(c.report_id), dates.get(c.report_id)
            yield (
                line.id, kind_of(line), c.report_id, r.outlet if r else None, d.value if d else None, _day(d.earliest if d else None),
                _day(d.latest if d else None), c.paragraph, c.span.start, c.span.end, c.quote, r.url if r else None,
            )  # fmt: skip


def kind_of(line: Line) -> str:
    """meeting, change, statement, position, explanation or difference."""
    return type(line).__name__.lower()


def _eos(status: str) -> str | None:
    row = load_statuses().get(status)
    return row.iptc or None if row else None


def _day(value: str | None) -> date | None:
    return _days(value)[0]


def _columns(*columns: Column | Iterable[Column]) -> tuple[Column, ...]:
    return tuple(c for some in columns for c in ((some,) if isinstance(some, Column) else some))


def _id(key: str = "id") -> Column:
    return Column(key=key, kind="id", width=16)


def _status(key: str) -> Column:
    return Column(key=key, kind="code", group="status", width=16)


def _when(prefix: str, width: int = 14) -> tuple[Column, ...]:
    """A value with its first and last day."""
    ends = (Column(key=f"{prefix}_{c.key}", kind="date", width=12) for c in _WHEN)
    return (Column(key=prefix, kind="day", width=width), *ends)


TABLES: dict[str, tuple[tuple[Column, ...], Callable[[Contents], Iterator[Row]]]] = {
    "meetings": (
        _columns(
            _id(), Column(key="label", kind="label", width=46), Column(key="kind", kind="code", group="kind", width=16),
            Column(key="participants", kind="who", width=30), Column(key="place", kind="place", width=18), _status("status"),
            _status("fate"), Column(key="iptc", width=7), _when("planned_for"), _when("when"), Column(key="sides", kind="sides", width=34),
            _id("successor_of"), Column(key="changes", kind="number", width=9), Column(key="reports", kind="number", width=9),
            Column(key="independent", kind="number", width=11), _CITES,
        ),
        _meetings,
    ),
    "changes": (
        _columns(
            _id(), _MEETING, _status("status"), Column(key="detail", kind="code", group="detail", width=16), Column(key="iptc", width=7),
            _when("day"), _BASIS, Column(key="effective", kind="day"), Column(key="announced_on", kind="day"), _VOICE,
            Column(key="via", kind="who", width=22), Column(key="reason", width=34), Column(key="condition", width=34),
            Column(key="previous", kind="day"), Column(key="after_end", kind="flag", width=10), _FLAGS, _CITES,
        ),
        _changes,
    ),
    "statements": (
        _columns(
            _id(), _when("said_on"), _BASIS, _VOICE, Column(key="manner", kind="code", group="manner", width=10),
            Column(key="verb", kind="code", group="verb", width=12),
            Column(key="cue", width=16), Column(key="content", width=70), Column(key="chain", kind="chain", width=26),
            Column(key="about", kind="who", width=30), Column(key="meetings", kind="ids", width=16),
            Column(key="told_again", kind="number", width=9), _FLAGS, _CITES,
        ),
        _statements,
    ),
    "positions": (
        _columns(
            _id(), Column(key="holder", kind="who", width=20), Column(key="topic", kind="code", group="topic", width=20),
            Column(key="stance", kind="code", group="stance", width=16), Column(key="text", width=60), _when("since"), _BASIS,
            Column(key="until", kind="day"), Column(key="conditions", width=34), Column(key="said_by", kind="who", width=24),
            Column(key="unnamed", width=22), _id("about"), Column(key="changed", kind="flag", width=9), _FLAGS, _CITES,
        ),
        _positions,
    ),
    "explanations": (
        _columns(
            _id(), _id("of"), _MEETING, Column(key="kind", kind="code", group="line", width=14), Column(key="text", width=60), _VOICE,
            Column(key="via", kind="who", width=22), Column(key="hedge", width=20), _when("said_on"), _BASIS,
            Column(key="independent", kind="flag", width=11), _FLAGS, _CITES,
        ),
        _explanations,
    ),
    "differences": (
        _columns(
            _id(), Column(key="kind", kind="code", group="difference", width=20), Column(key="about", kind="id", width=16),
            Column(key="side", kind="number", width=6), Column(key="text", width=60), Column(key="who", kind="who", width=24),
            Column(key="unnamed", width=22), _when("day"), Column(key="why", kind="sentence", width=50),
            Column(key="one_text", kind="flag", width=11), _CITES,
        ),
        _differences,
    ),
    "reports": (
        _columns(
            _id(), Column(key="outlet", width=18), Column(key="title", width=50), Column(key="url", kind="link", width=40),
            _when("published"), _BASIS, Column(key="dated_by", kind="code", group="dated_by", width=12), Column(key="why", kind="sentence", width=46),
            Column(key="lang", width=6), Column(key="version", kind="number", width=8), _id("copy_of"),
            _id("origin"), Column(key="likeness", kind="number", width=10), Column(key="withdrawn", kind="flag", width=10), Column(key="sha256", width=20),
        ),
        _reports,
    ),
    "citations": (
        _columns(
            _id("line"), Column(key="kind", kind="code", group="line", width=14), _id("report"), Column(key="outlet", width=18), _when("published"),
            Column(key="paragraph", kind="number", width=10), Column(key="start", kind="number", width=8),
            Column(key="end", kind="number", width=8), Column(key="quote", width=80), Column(key="url", kind="link", width=40),
        ),
        _citations,
    ),
}  # fmt: skip


def told_citation(citation: Citation) -> dict[str, object]:
    """A citation as the documented JSON has it."""
    span = citation.span
    return {
        "report": citation.report_id,
        "paragraph": citation.paragraph,
        "start": span.start,
        "end": span.end,
        "quote": citation.quote,
    }
