"""The versions of a report, and two of them held against each other: words that went in `[-…-]`, words that came in `{+…+}`."""

from __future__ import annotations

from rich.text import Text

from biennien.model import Edit, Effect, History, Revision, Version
from biennien.model.report import day_in_hanoi
from biennien.tables.layout import print_indented, print_row
from biennien.tables.page import Page
from biennien.wording.quoting import clean
from biennien.wording.revising import voice_before, voice_of, words_of

_COLOUR = {"came": "green", "went": "red", "reworded": "yellow", "changed": "yellow"}
_AROUND = 60  # characters of words that are the same, beside those that are not
_WIDTH = 22


def print_history(page: Page, found: History) -> None:
    """Each version with its dates; then what differs between two, what it meant for the record first."""
    say = page.say
    page.print(Text(clean(found.report_id), style="bold"))
    for version in found.versions:
        _print_version(page, version)
    if found.revision is None:
        page.print(say("versions.only_one"))
        return
    page.print()
    print_revision(page, found.revision)


def print_revision(page: Page, found: Revision) -> None:
    """What differs between two versions."""
    say = page.say
    head = say("versions.compared", one=found.before.number, other=found.after.number)
    page.print(Text(head, style="bold"))
    if found.only_letters:
        page.print(say("versions.only_letters"))
    for what, was, now in found.particulars:
        shown = [(page.day_words(v) if what == "published" else clean(v)) if v else "–" for v in (was, now)]
        line = Text(" → ".join(shown))
        print_row(page.console, Text(say(f"versions.{what}")), line, width=_WIDTH)
    if found.effects:
        page.print()
        page.print(Text(say("versions.record"), style="bold"))
        for effect in found.effects:
            _print_effect(page, effect)
    elif found.touched:
        page.print(say("versions.no_effect"))
    if found.touched:
        page.print()
        page.print(Text(say("versions.text"), style="bold"))
        for edit in found.touched:
            _print_edit(page, edit)
    if found.coarse:
        page.print(Text(say("versions.coarse"), style="dim"))


def _print_version(page: Page, version: Version) -> None:
    say, report = page.say, version.report
    line = Text(clean(report.title or ""), style="")
    day = page.day_words(day_in_hanoi(version.recorded_at))
    line.append(f"\n{say('versions.recorded', day=day)}", style="dim")
    if version.came_on and version.number > 1:
        line.append(f"; {say('versions.came', day=page.day_words(version.came_on))}", style="dim")
    line.append(f"; sha256 {report.sha256[:12]}", style="dim")
    head = Text(say("report.version", n=version.number))
    if version.counts:
        head.append(f" {say('versions.counts')}", style="bold green")
    head.append(f"\n{page.day_words(report.published_on)}", style="dim")
    print_row(page.console, Text(" ".join(head.plain.split())), line, width=42)


def _print_effect(page: Page, effect: Effect) -> None:
    kind = "came_words" if effect.kind == "came" else effect.kind
    key = "quotation" if effect.quotation and effect.kind == "reworded" else kind
    line = Text(voice_of(effect, page), style="bold")
    if was := voice_before(effect, page):
        line.append(f"\n{page.say('versions.read_before', what=was)}", style="not bold dim")
    if before := words_of(effect.before):
        line.append(f"\n- «{before}»", style="not bold red")
    if after := words_of(effect.after):
        line.append(f"\n+ «{after}»", style="not bold green")
    if effect.elsewhere:
        others = ", ".join(page.id(name) for name in effect.elsewhere[:5])
        line.append(f"\n{page.say('versions.elsewhere', reports=others)}", style="not bold dim")
    if effect.line:
        line.append(f"  {page.id(effect.line)}", style="not bold dim")
    mark = Text(page.say(f"versions.{key}"), style=_COLOUR[effect.kind])
    print_row(page.console, mark, line, width=_WIDTH)


def _print_edit(page: Page, edit: Edit) -> None:
    places = " → ".join(
        " ".join(f"§{n}" for n in numbers) for numbers in (edit.before, edit.after) if numbers
    )
    page.print(Text(f"{page.say(f'versions.edit_{edit.kind}')}  {places}", style="dim"))
    line, blank, last = Text(), False, ""
    for number, stretch in enumerate(edit.stretches):
        words = clean(stretch.text)
        if line and (stretch.text[:1].isspace() or blank or (stretch.kind, last) == ("come", "gone")):
            line.append(" ")
        blank, last = stretch.text[-1:].isspace(), stretch.kind
        if stretch.kind == "gone":
            line.append(f"[-{words}-]", style="red strike")
        elif stretch.kind == "come":
            line.append(f"{{+{words}+}}", style="green underline")
        else:
            line.append(_shortened(words, first=number == 0, last=number == len(edit.stretches) - 1))
    print_indented(page.console, line)


def _shortened(words: str, *, first: bool, last: bool) -> str:
    """Words that are the same, as far as they stand beside those that are not."""
    if len(words) <= 2 * _AROUND:
        return words
    head, tail = words[:_AROUND].rsplit(" ", 1)[0], words[-_AROUND:].split(" ", 1)[-1]
    if first and last:
        return f"{head} …"
    return f"… {tail}" if first else f"{head} …" if last else f"{head} … {tail}"
