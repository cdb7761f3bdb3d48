"""What a report is called on the pages: its title or how it begins, and its outlet where words of it are cited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from biennien.model import Reading, Report
from biennien.views import Whole
from biennien.web.pages.rendering import shortened
from biennien.wording import Wording
from biennien.wording.quoting import clean, first_line, trimmed

_FIRST = {"title": 0, "body": 1}  # of the paragraphs of a report without a title, what names it best
_SOURCE = 48  # characters of a report without an outlet, where it is named as a source


def headline_of(report: Report, reading: Reading | None) -> str:
    """The title of a report, else the first words of its text that are no caption."""
    if report.title:
        return clean(report.title)
    paragraphs = sorted(
        reading.paragraphs if reading else (), key=lambda p: (_FIRST.get(p.kind, 2), p.number)
    )
    if paragraphs:
        return trimmed(paragraphs[0].span.cut(report.text))
    return trimmed(first_line(report)) or clean(report.id)


def headlines_of(seen: Whole) -> Mapping[str, str]:
    """The headline of each report by the report's id."""
    return _Names(seen, headline_of)


def outlets_of(seen: Whole) -> Mapping[str, str]:
    """The outlet of each report by the report's id; where it is not known how the report begins."""
    return _Names(
        seen, lambda report, reading: report.outlet or shortened(headline_of(report, reading), _SOURCE)
    )


class NamedReports(dict[str, str]):
    """What a report is called where another speaks of it, by its id: its outlet, else how it begins, and its day; an unknown one by its id."""

    def __init__(self, seen: Whole, wording: Wording) -> None:
        super().__init__()
        self._outlets, self._wording = outlets_of(seen), wording

    def __missing__(self, report_id: str) -> str:
        outlet = clean(self._outlets.get(report_id, report_id))
        date = self._wording.dates.get(report_id)
        self[report_id] = f"{outlet}, {self._wording.published(date)}" if date else outlet
        return self[report_id]


class _Names(Mapping[str, str]):
    """Names by the id of a report, each made when it is asked for: a page names few of many reports."""

    def __init__(self, seen: Whole, name: Callable[[Report, Reading | None], str]) -> None:
        self._reports = {report.id: report for report in seen.reports}
        self._readings = seen.readings
        self._name = name

    def __getitem__(self, report_id: str) -> str:
        return self._name(self._reports[report_id], self._readings.get(report_id))

    def __iter__(self) -> Iterator[str]:
        return iter(self._reports)

    def __len__(self) -> int:
        return len(self._reports)
