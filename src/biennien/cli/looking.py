"""The commands that look into the record: `meetings`, `statements`, `reports`, `timeline`, `search`, `show`, `explain`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from biennien.addresses import StoreAddress
from biennien.cli.options import as_known_option, command, json_option, store_option, words
from biennien.cli.output import plain, print_json

if TYPE_CHECKING:
    from biennien.model import Record, Report
    from biennien.tables import Page

_id = click.argument("identifier", metavar="ID")
_version = click.option("--version", metavar="N|SHA256", help="of_version")
_FEW = 3  # of each kind that a search prints


def _narrowing(run: Callable[..., int]) -> Callable[..., int]:
    """The options that narrow the record; the command takes them as `narrow`."""

    @functools.wraps(run)
    def narrowing(unnamed: bool, via: str | None, who: str | None, story: str | None, **others: Any) -> int:
        def narrow(record: Record) -> Record:
            from biennien import narrowing

            if story is not None:
                found = narrowing.story_in(others["store"], story, others["as_known"])
                record = narrowing.told_by(record, found.reports)
            for asked in (via, who):
                warn_of_stranger(record, asked)
            return narrowing.narrowed(record, unnamed=unnamed, via=via, who=who)

        return run(narrow=narrow, **others)

    for option in (
        click.option("--story", metavar="ID", help="story"),
        click.option("--with", "who", metavar="NAME", help="with"),
        click.option("--via", metavar="NAME", help="via"),
        click.option("--unnamed", is_flag=True, help="unnamed"),
    ):
        narrowing = option(narrowing)
    return narrowing


Narrow = Callable[["Record"], "Record"]


@command("meetings")
@store_option
@_narrowing
@as_known_option
@json_option
def meetings(store: StoreAddress, as_known: str | None, as_json: bool, narrow: Narrow) -> int:
    """Prints each meeting with its history."""
    from biennien import app

    record, reports = app.load(store, as_known)
    record = narrow(record)
    if as_json:
        return print_json(app.meetings_told(record.meetings))
    from biennien import tables

    tables.print_meetings(page_for(record, reports), record, app.known_on(as_known))
    return 0


@command("statements")
@store_option
@_narrowing
@click.option("--by", metavar="NAME", help="by")
@click.option("--like", metavar="WORDS", help="like")
@as_known_option
@json_option
def statements(
    store: StoreAddress, by: str | None, like: str | None, as_known: str | None, as_json: bool, narrow: Narrow
) -> int:
    """Prints who said what, when, and the way it came."""
    from biennien import app, saying

    record, reports = app.load(store, as_known)
    record = narrow(record)
    if not (found := saying.find_said(record, by=by, like=like).statements):
        warn_of_stranger(record, by, (s.unnamed for s in record.statements if s.unnamed))
    if as_json:
        return print_json(app.statements_told(found))
    from biennien import tables

    tables.print_statements(page_for(record, reports), found, app.known_on(as_known))
    return 0


@command("reports")
@store_option
@click.option("--copies", is_flag=True, help="copies")
@as_known_option
@json_option
def reports(store: StoreAddress, copies: bool, as_known: str | None, as_json: bool) -> int:
    """Prints the reports by day, each with its date and the reason for it."""
    from biennien import app, lookup

    found = app.reports(store, copies=copies, as_known=as_known)
    if as_json:
        return print_json(app.reports_told(found))
    from biennien import tables

    say = words()
    page = tables.Page(console=tables.console_for(), say=say, names=lookup.names_in(say.lang))
    tables.print_reports(page, found, app.known_on(as_known))
    return 0


@command("timeline")
@store_option
@_narrowing
@as_known_option
@json_option
def timeline(store: StoreAddress, as_known: str | None, as_json: bool, narrow: Narrow) -> int:
    """Prints what happened and was said about meetings, day by day."""
    from biennien import app, lookup

    record, reports = app.load(store, as_known)
    rows = lookup.timeline_told(narrow(record))
    if as_json:
        return print_json(rows)
    from biennien import tables

    tables.print_timeline(page_for(record, reports), rows, record.meetings, app.known_on(as_known))
    return 0


@command("show")
@_id
@store_option
@_version
@as_known_option
@json_option
def show(
    identifier: str, store: StoreAddress, version: str | None, as_known: str | None, as_json: bool
) -> int:
    """Prints a line of the record with its words in their paragraphs."""
    from biennien import lookup, revisions

    if version is None:
        seen = lookup.look(store, identifier, as_known)
        told = lookup.shown(seen)
    else:
        seen, of = revisions.look(store, identifier, version)
        told = revisions.shown(seen, of, revisions.current_of(store, of))
    if as_json:
        return print_json(told)
    from biennien import tables

    page = page_for(seen.record, seen.reports.values())
    tables.print_line(page, seen.record, seen.line)
    tables.print_passages(page, told)
    return 0


@command("explain")
@_id
@store_option
@_version
@as_known_option
@json_option
def explain(
    identifier: str, store: StoreAddress, version: str | None, as_known: str | None, as_json: bool
) -> int:
    """Prints the rules, words and reasons behind a line of the record."""
    from biennien import lookup, revisions

    if version is None:
        seen, tell = lookup.look(store, identifier, as_known), lookup.explained
    else:
        seen, of = revisions.look(store, identifier, version)
        tell = functools.partial(revisions.explained, of)
    if as_json:
        return print_json(tell(seen))
    from biennien import tables

    page = page_for(seen.record, seen.reports.values())
    tables.print_tree(page, tell(seen, page.explaining(seen.record)))
    return 0


@command("search")
@click.argument("asked", metavar="WORDS")
@store_option
@click.option("--story", metavar="ID", help="story")
@as_known_option
@json_option
def search(asked: str, store: StoreAddress, story: str | None, as_known: str | None, as_json: bool) -> int:
    """Prints the stories, meetings, statements and reports in whose words something stands."""
    from biennien import app, finding
    from biennien.desk import Desk

    desk = Desk(store)
    found = desk.search(asked, as_known, story)
    if as_json:
        return print_json(finding.found_told(found))
    from biennien import tables

    seen, until, say = desk.whole(as_known, story), app.known_on(as_known), words()
    page, few = page_for(seen.record, seen.reports), found.few(_FEW)
    for who, n in few.speakers:
        click.echo(plain(f"{page.actor(who)}: {say('count.statements', n=n)}"))
    if few.stories:
        tables.print_stories(page, seen.record, few.stories, until)
    if few.meetings:
        tables.print_meetings(page, replace(seen.record, meetings=few.meetings), until)
    if few.statements:
        tables.print_statements(page, few.statements, until)
    if few.reports:
        tables.print_reports(page, few.dated, until)
    if not found.any:
        click.echo(say("search.nothing"))
    return 0


def warn_of_stranger(record: Record, asked: str | None, others: Iterable[str] = ()) -> None:
    """Says on standard error that nobody in the record, or of `others`, goes by a name, and who may have been meant."""
    from biennien import lookup, narrowing

    if asked is None or (near := narrowing.strangers(record, asked, others)) is None:
        return
    say = words()
    names = lookup.names_in(say.lang)
    meant = ", ".join(names.get(entity, entity) for entity in near)
    told = say("error.stranger", name=asked)
    click.echo(plain(f"{told} {say('error.did_you_mean', names=meant)}" if meant else told), err=True)


def page_for(record: Record, reports: Iterable[Report], ids: Iterable[str] = ()) -> Page:
    """The page for a record on standard output, in the language of the run; `ids` are those of lines made from it."""
    from biennien import lookup, tables

    say = words()
    names = lookup.names_in(say.lang)
    return tables.page_of(tables.console_for(), record, reports, ids, say=say, names=names)
