"""The reports as RIS references, for Zotero, EndNote and their like, each with the words that the record cites from it."""

from __future__ import annotations

from collections.abc import Iterator

from biennien.export.contents import Contents, cited_by
from biennien.export.letters import cut, on_one_line, web_address
from biennien.model import Citation, Report
from biennien.model.timex import days_of, grain_of
from biennien.wording.quoting import quoted

_LONGEST = 600  # characters of one excerpt
_NO_TAGS = str.maketrans("<>", "‹›")
_EXCERPTS = 60  # of one report


def render(contents: Contents) -> bytes:
    """One reference a report, in the order of their days."""
    cited: dict[str, dict[Citation, None]] = {}
    for line in contents.lines():
        for citation in cited_by(line):
            cited.setdefault(citation.report_id, {})[citation] = None
    entries = ("\r\n".join(_entry(r, list(cited.get(r.id, ())), contents)) for r in contents.reports)
    return "\r\n".join(f"{entry}\r\n" for entry in entries).encode()


def _entry(report: Report, cited: list[Citation], contents: Contents) -> Iterator[str]:
    """The lines of one reference; no value holds a line break, so that none can end it."""
    yield "TY  - NEWS"
    yield _tag("ID", report.id)
    yield _tag("TI", report.title or report.id)
    if report.outlet:
        yield _tag("T2", report.outlet)
    yield from _date(report, contents)
    if address := web_address(report.url):
        yield _tag("UR", address)
    yield _tag("LA", report.lang)
    for citation in sorted(cited, key=lambda c: (c.span, c.quote))[:_EXCERPTS]:
        words = quoted(cut(on_one_line(citation.quote), _LONGEST))
        yield _tag("N1", f"§{citation.paragraph} [{citation.span.start}:{citation.span.end}] {words}")
    yield "ER  - "


def _date(report: Report, contents: Contents) -> Iterator[str]:
    """The date with its grain: RIS leaves open what is not known; an inferred one is said to be so."""
    dated = contents.dates.get(report.id)
    if dated is None:
        return
    if dated.value and days_of(dated.value) and grain_of(dated.value) in ("day", "time", "month", "year"):
        year, month, day = (*dated.value[:10].split("-"), "", "")[:3]
        yield _tag("PY", year)
        yield _tag("DA", f"{year}/{month}/{day}/")
    if dated.dated_by == "inference" or dated.basis != "stated":
        yield _tag("N1", f"{contents.wording.published(dated)}: {contents.wording.sentence(dated.why)}")


def _tag(name: str, value: str) -> str:
    """One field; programs take notes for HTML, so that nothing in it is a tag."""
    return f"{name}  - {on_one_line(value).translate(_NO_TAGS)}"
