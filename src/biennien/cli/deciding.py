"""The commands of a person's decisions: `correct`, `withdraw`, `decide`, `undo`, `decisions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from biennien.addresses import StoreAddress
from biennien.cli.options import Group, Helped, command, json_option, store_option, words
from biennien.cli.output import plain, print_issues, print_json
from biennien.words import LANGUAGES, load_words

if TYPE_CHECKING:
    from biennien.decisions import Decided, Judged
    from biennien.wording import Wording

_report = click.argument("report", metavar="REPORT")
_reason = click.option("--reason", metavar="TEXT", help="reason")
_signed = click.option("--by", metavar="NAME", envvar="BIENNIEN_NAME", help="signed")


@command("correct")
@_report
@click.option("--published", metavar="DATE", required=True, help="correct")
@_reason
@_signed
@store_option
def correct(report: str, published: str, reason: str | None, by: str | None, store: StoreAddress) -> int:
    """Sets a report's date right."""
    from biennien import decisions as deciding

    return _print(deciding.correct(report, store, published=published, reason=reason, by=by))


@command("withdraw")
@_report
@_reason
@_signed
@store_option
def withdraw(report: str, reason: str | None, by: str | None, store: StoreAddress) -> int:
    """Takes a report out of the record."""
    from biennien import decisions as deciding

    return _print(deciding.withdraw(report, store, reason=reason, by=by))


@click.group("decide", cls=Group)
def decide() -> None:
    """The group of decisions on lines of the record."""


def _decision(name: str, *arguments: str) -> None:
    """Adds one kind of decision to the group; the first argument is the line, the second the value."""

    @command(name)
    @_reason
    @_signed
    @store_option
    def run(
        store: StoreAddress, reason: str | None, by: str | None, line: str, value: str | None = None
    ) -> int:
        from biennien import decisions as deciding

        value = _code(value) if name == "status" else value
        return _print(deciding.decide(name, line, store, value=value, reason=reason, by=by))

    names = dict(zip(("line", "value"), arguments, strict=False))
    for parameter, shown in reversed(names.items()):
        required = not shown.startswith("[")
        run.params.insert(0, click.Argument([parameter], metavar=shown, required=required))
    decide.add_command(run)


def _code(status: str | None) -> str | None:
    """The code of a status given by its name in any language; other words as they are."""
    from biennien.app import STATUSES
    from biennien.names import folded

    named = {folded(load_words(lang).named("status", code)): code for lang in LANGUAGES for code in STATUSES}
    return status if status is None or status in STATUSES else named.get(folded(status), status)


_decision("same", "MEETING", "MEETING")
_decision("different", "CHANGE", "[MEETING]")
_decision("status", "CHANGE", "STATUS")
_decision("retract", "LINE")


@decide.command("dated", cls=Helped)
@_report
@click.argument("published", metavar="DATE")
@_reason
@_signed
@store_option
def dated(report: str, published: str, reason: str | None, by: str | None, store: StoreAddress) -> int:
    """Sets a report's date right: `correct` by another name."""
    from biennien import decisions as deciding

    return _print(deciding.correct(report, store, published=published, reason=reason, by=by, where="DATE"))


@command("undo")
@click.argument("decision", metavar="DECISION")
@_reason
@_signed
@store_option
def undo(decision: str, reason: str | None, by: str | None, store: StoreAddress) -> int:
    """Takes a decision back."""
    from biennien import decisions as deciding

    return _print(deciding.undo(decision, store, reason=reason, by=by))


@command("decisions")
@store_option
@json_option
def decisions(store: StoreAddress, as_json: bool) -> int:
    """Prints every decision and what became of it."""
    from biennien import decisions as deciding

    found = deciding.decisions(store)
    if as_json:
        return print_json(deciding.decisions_told(found))
    for judged in found:
        for line in _lines(judged):
            click.echo(plain(line))
    click.echo(words()("decision.count", n=len(found)))
    return 0


def _print(decided: Decided) -> int:
    """What was decided, what the record holds now, and how to take it back."""
    from biennien import lookup
    from biennien.wording.days import shown_day
    from biennien.wording.judging import key_of, value_words, was_words

    say, decision = words(), decided.decision
    day = decided.date.value or decided.date.earliest or say("decision.no_day")
    line = decided.undone is not None and bool(decided.undone.anchors)
    told = say(
        "decision.undo_line" if line else f"decision.{key_of(decision)}",
        report=decided.report.id,
        id=decision.id,
        by=decision.by,
        day=day if decided.date.value is None else shown_day(say, day),
        was=was_words(_wording(), decision, decided.words),
        of=decision.of,
        value=value_words(_wording(), decision),
    )
    click.echo(plain(told))
    if decision.kind == "correct" and decision.sha256 != decided.report.sha256:
        click.echo(plain(say("decision.other_version", version=decided.report.version, day=day)))
    print_issues(decided.warnings, lookup.names_in(say.lang) if decided.warnings else None)
    counts = [say("count.meetings", n=decided.meetings), say("count.statements", n=decided.statements)]
    click.echo(say("decision.record", counts=", ".join(counts)))
    if decision.kind != "undo":
        click.echo(say("decision.way_back", id=decision.id))
    return 0


def _lines(judged: Judged) -> list[str]:
    """A decision in two lines: what it says, then who took it, when, why, and what became of it."""
    from biennien.wording.judging import decision_words

    say, decision = words(), judged.decision
    what = decision_words(_wording(), decision, judged.words, name=decision.id)
    signed = say("decision.signed", by=decision.by, day=decision.recorded_at[:16].replace("T", " "))
    parts: list[str] = [signed, *([decision.reason] if decision.reason else [])]
    if judged.ended_by is not None:
        key = "decision.undone" if judged.ended_by.kind == "undo" else "decision.replaced"
        parts.append(say(key, id=judged.ended_by.id, by=judged.ended_by.by))
    elif decision.kind != "undo":
        parts.append(say("decision.in_force"))
    return [what, "  " + "; ".join(parts)]


def _wording() -> Wording:
    """How the record is put into the words of the run."""
    from biennien import lookup
    from biennien.wording import Wording

    say = words()
    return Wording(say=say, names=lookup.names_in(say.lang))
