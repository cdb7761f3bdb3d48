"""The reports by day, each with its date and the reason for it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from biennien.model import Decision, Report, ReportDate
from biennien.model.copies import text_of
from biennien.tables.layout import print_row
from biennien.tables.page import Page
from biennien.wording.quoting import clean, first_line, trimmed


def print_reports(
    page: Page, reports: Sequence[tuple[Report, ReportDate]], as_known: str | None = None
) -> None:
    """Each report with its date and the reason for it."""
    page.as_known(as_known)
    for report, date in reports:
        print_report(page, report, date)
    texts = len({text_of(report) for report, _ in reports})
    page.print(page.counted(len(reports), texts) + ".")
    page.legend(date.basis for _, date in reports)


def print_report(page: Page, report: Report, date: ReportDate) -> None:
    """One report beside its day, or its bounds."""
    say = page.say
    line = Text(clean(report.id), style="bold")
    called = report.title or trimmed(first_line(report))
    more = [clean(words) for words in (report.outlet, called) if words]
    if report.version > 1:
        more.append(say("report.version", n=report.version))
    if report.copy_of:
        more.append(say("report.copy", id=clean(report.copy_of)))
    elif copy := report.origin:
        more.append(say("report.near", id=clean(copy.origin), share=copy.share // 10))
    line.append("".join(f"  {words}" for words in more), style="not bold")
    why = clean(page.sentence(date.why))
    if date.dated_by == "decision":
        line.append("\n" + say("report.decided", why=why), style="not bold dim")
    else:
        line.append(
            f"\n{say.named('dated_by', date.dated_by)}: {why}".removesuffix(": "), style="not bold dim"
        )
    if (copy := report.origin) and not report.copy_of:
        line.append(
            "\n" + say("report.origin", id=clean(copy.origin), why=clean(page.sentence(copy.why))),
            style="not bold dim",
        )
    if decision := report.withdrawn:
        line.append("\n" + _withdrawn(page, decision), style="not bold red")
    for issue in report.issues:
        told = f"\n{say.named('cli', issue.severity)}: {clean(say.told(issue.message))}"
        line.append(told, style="not bold yellow")
    print_row(page.console, Text(page.bounds(date)), line, width=24)


def _withdrawn(page: Page, decision: Decision) -> str:
    key = "report.withdrawn_why" if decision.reason else "report.withdrawn"
    day = page.day(decision.recorded_at[:10]).plain
    return page.say(key, by=clean(decision.by), day=day, reason=clean(decision.reason or ""))
