"""The use case of handing the record on in a form for another tool: one way for the command line, the pages, REST and Python."""

from __future__ import annotations

import importlib
import importlib.util
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from biennien import __version__, app, narrowing, notes, views
from biennien.addresses import StoreAddress
from biennien.export import jsonl
from biennien.export.contents import SCHEMA, Contents
from biennien.forms import ALL, FORMS, Form
from biennien.known import AsKnown, recorded_until
from biennien.model import Story
from biennien.model.errors import BiennienError, InputError
from biennien.noting import wording_of
from biennien.pipeline import load_knowledge
from biennien.views import Whole

_DECISION = 2  # a decision counts more than a report: one may take a report out of the view


class MissingExtra(BiennienError):
    """A form needs modules that are not installed."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file to hand on. `suffix` is that of its name; `binary` means that no terminal can show it."""

    content: bytes
    media_type: str
    suffix: str
    binary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How a record came about: `revision` rises with every report, version and decision and never falls; `recorded` tells when
    each report was first recorded, by its id."""

    revision: int
    recorded: Mapping[str, str]


def made(
    store: StoreAddress,
    form: str,
    *,
    as_known: AsKnown = None,
    story: str | None = None,
    table: str | None = None,
    lang: str = "vi",
) -> Exported:
    """The record, or a story of it by its id, in a form of `FORMS`; `table` is one of the form's tables, or ``all``."""
    found = check(form, table)
    seen = views.whole(store, as_known)
    chosen = narrowing.story_of(views.stories_of(seen), story) if story is not None else None
    past = history_of(store, seen, as_known)
    return export_of(seen, found.name, story=chosen, table=table, lang=lang, history=past)


def export_of(
    seen: Whole,
    form: str,
    *,
    story: Story | None = None,
    table: str | None = None,
    lang: str = "vi",
    history: History | None = None,
) -> Exported:
    """What was loaded in a form; `seen` is the whole record, `story` what of it is handed on, `history` what `history_of` tells."""
    found = check(form, table)
    contents = contents_of(seen, story=story, lang=lang, history=history)
    if table == ALL:
        return _archive(found, contents)
    return Exported(
        content=rendered(found.name, contents, table),
        media_type=found.media_type,
        suffix=found.suffix,
        binary=found.binary,
    )


def check(name: str, table: str | None) -> Form:
    """The form with a name, which can be made. Raises InputError or MissingExtra where it cannot."""
    form = FORMS.get(name)
    if form is None:
        raise InputError(
            f"there is no form {name!r}.", where="FORMAT", remedy=f"There are: {', '.join(FORMS)}."
        )
    missing = [module for module in form.needs if importlib.util.find_spec(module) is None]
    if missing:
        raise MissingExtra(
            f"{form.name} needs {', '.join(missing)}, which is not installed.",
            where=form.name,
            remedy=f"pip install 'biennien[{form.extra}]'",
        )
    tables = (*form.tables, ALL) if form.tables else ()
    if table is not None and table not in tables:
        remedy = f"There are: {', '.join(tables)}." if tables else "Leave the option out."
        raise InputError(f"{form.name} has no table {table!r}.", where="--table", remedy=remedy)
    return form


def history_of(store: StoreAddress, seen: Whole, as_known: AsKnown = None) -> History:
    """How the record in a file came about, as far as a view of it rests on that."""
    until = recorded_until(as_known)
    with app.opened_store(store) as opened:
        decided, first = opened.decisions(), opened.first_recorded()
    taken = [d for d in decided if until is None or d.recorded_at <= until.isoformat(timespec="microseconds")]
    revision = sum(report.version for report in seen.counting) + _DECISION * len(taken)
    return History(revision=revision, recorded=first)


def contents_of(
    seen: Whole, *, story: Story | None = None, lang: str = "vi", history: History | None = None
) -> Contents:
    """All that the forms are made of: the record or the story, what is seen in it, and every report it cites."""
    positions, explained = views.positions_of(seen), views.explanations_of(seen)
    differences = views.differences_of(seen)
    record, reports = seen.record, seen.counting
    if story is not None:
        own = set(story.reports)
        record = narrowing.told_by(record, own)
        meetings = {m.id for m in record.meetings}
        positions = tuple(p for p in positions if narrowing.tell(own, p.citations))
        explained = tuple(e for e in explained if e.meeting in meetings)
        differences = tuple(
            d for d in differences if any(narrowing.tell(own, side.citations) for side in d.sides)
        )
    dates = {date.report_id: date for date in record.dates}
    contents = Contents(
        record=record,
        reports=tuple(sorted(reports, key=lambda r: (dates[r.id].earliest or "9999", r.id))),
        positions=positions,
        explanations=explained,
        differences=differences,
        actors=load_knowledge().world.actors,
        wording=wording_of(seen, lang),
        until=seen.until,
        story=story,
        revision=history.revision if history else 0,
        recorded=history.recorded if history else {},
        version=__version__,
    )
    if story is None:
        return contents
    kept = own | contents.cited_reports()
    return replace(contents, reports=tuple(r for r in contents.reports if r.id in kept))


def rendered(name: str, contents: Contents, table: str | None = None) -> bytes:
    """The bytes of a form but the page; `table` is one of its tables, the first where none is named."""
    form = FORMS[name]
    if form.name == "jsonl":
        return jsonl.render(_head(contents), _rows(contents))
    if form.name == "markdown":
        return _markdown(contents)
    renderer = importlib.import_module(f"biennien.export.{form.module}")
    made = renderer.render(contents, table or form.tables[0]) if form.tables else renderer.render(contents)
    return bytes(made)


def _archive(form: Form, contents: Contents) -> Exported:
    """All tables of a form in one archive, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in form.tables:
            entry = zipfile.ZipInfo(f"{table}{form.suffix}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, rendered(form.name, contents, table))
    return Exported(content=out.getvalue(), media_type="application/zip", suffix=".zip", binary=True)


def _head(contents: Contents) -> dict[str, object]:
    story = contents.story
    return {
        "schema": SCHEMA,
        "software": contents.version,
        "as_known": contents.until,
        "story": story.id if story else None,
        "revision": contents.revision,
    }


def _rows(contents: Contents) -> Iterator[tuple[str, dict[str, object]]]:
    """The documented JSON of everything, a meeting with its changes in it."""
    record, reports = contents.record, contents.reports
    if contents.story:
        yield from (("story", row) for row in views.stories_told((contents.story,)))
    dated = [(r, contents.dates[r.id]) for r in reports]
    yield from (("report", row) for row in app.reports_told(dated))
    yield from (("meeting", row) for row in app.meetings_told(record.meetings))
    yield from (("statement", row) for row in app.statements_told(record.statements))
    yield from (("position", row) for row in views.positions_told(contents.positions))
    yield from (("explanation", row) for row in views.explanations_told(contents.explanations))
    yield from (("difference", row) for row in views.differences_told(contents.differences))


def _markdown(contents: Contents) -> bytes:
    wording = contents.wording
    day = wording.day_words(contents.until) if contents.until else ""
    lead = wording.say("page.as_known", day=day) if day else wording.say("brief.whole")
    document = notes.chronicle_document(
        contents.record,
        contents.reports,
        wording,
        positions=contents.positions,
        explanations=contents.explanations,
        differences=contents.differences,
        title=contents.title if contents.story else wording.say("chronicle.title"),
        lead=lead,
    )
    return notes.to_markdown(document).encode()
