"""What is fuzzed: each target takes any bytes, uses a part of the software as it is used, and holds what comes out to its laws.

Bad input that is told as such is no finding; whatever else is raised is one, and so is what takes longer than its size allows.
"""

from __future__ import annotations

import asyncio
import atexit
import csv
import functools
import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree

from biennien import app, exporting, forms, known
from biennien.desk import Desk
from biennien.ingest import Fetched, find_entries, ingest, published_of
from biennien.ingest.charsets import decode_legacy, repaired
from biennien.ingest.dating import address_date, date_report, mailed
from biennien.ingest.decoding import decode
from biennien.ingest.languages import language_of
from biennien.model import Issue, Reading, Record, Report
from biennien.model.errors import BiennienError
from biennien.store.codec import from_json, to_json
from fuzz import envelopes, laws
from fuzz.grammar import Choices, news

Target = Callable[[bytes], None]
DAYS = ("2025-10-23", None, "0001-01-01", "9999-12-31")


@functools.cache
def folder() -> Path:
    """A folder that is gone at the end."""
    found = Path(tempfile.mkdtemp(prefix="biennien-fuzz-"))
    atexit.register(shutil.rmtree, found, ignore_errors=True)
    return found


def _given(name: str, whole: Callable[[Choices], bytes] | None) -> Target:
    """Ingests a file by its name: the bytes as they are where the first is even, else inside a file that is whole."""

    def target(data: bytes) -> None:
        kept = data[1:]
        if whole is not None and data[:1] and data[0] % 2:
            kept = whole(Choices(kept))
        laws.check_ingested(ingest([], given=[(name, kept)]))

    return target


def page(data: bytes) -> None:
    """A page found at an address, with a charset that the server says, by the rules of its site, its metadata, or in the general way."""
    choices = Choices(data)
    raw = choices.below(2) == 0
    url, charset = (
        envelopes.address(choices),
        choices.one_of(("utf-8", "windows-1258", "x-user-defined", "\x00", "")),
    )
    kind = choices.one_of(("text/html", "", "application/xhtml+xml", "text/plain"))
    body = choices.rest() if raw else envelopes.as_page(choices)
    found = Fetched(url=url, kind=kind, charset=charset or None, body=body, published="2025-10-23")
    laws.check_ingested(ingest(["https://bao.example/"], fetch=lambda asked: found))


def entries(data: bytes) -> None:
    """The entries of a feed as the watcher takes them."""
    choices = Choices(data)
    feed = choices.rest() if choices.below(2) == 0 else envelopes.as_feed(choices)
    _, found = find_entries(feed)
    for entry in found:
        assert entry.key
        entry.key.encode()
        assert all(line.strip() for line in entry.lines)


def charsets(data: bytes) -> None:
    """Bytes → letters, and the language they are in."""
    text = decode(data, "a.txt")
    if not isinstance(text, Issue):
        text.encode()
    legacy = decode_legacy(data)
    if legacy is not None:
        legacy[0].encode()
    shown = data.decode("latin-1")
    mended = repaired(shown)
    if mended is not None:
        mended[0].encode()
    language = language_of(shown) or "und"
    assert language.isascii()


def dates(data: bytes) -> None:
    """Dates as pages, feeds, addresses and persons write them."""
    from biennien.ingest.pages.clock import printed_time

    words = data.decode("utf-8", "replace")
    for value in (words, news(data)[:200]):
        for found in (published_of(value), address_date(value)):
            assert found is None or to_json(found)
        printed = printed_time(value)
        published_of(printed or "")
        mailed(value)
        date_report(value, url=value, metadata=value, option=value)
        for ask in (
            known.known_on,
            lambda w: known.bounds(w, "--since"),
            lambda w: known.recorded_until(known.Known(recorded_by=w)),
        ):
            _allowing(ask, value)


def robots(data: bytes) -> None:
    """What a site says of programs."""
    from biennien.fetch.robots import Robots

    words = data.decode("utf-8", "replace")
    rules = Robots(lambda url: (200, words), "Biennien/1", clock=lambda: 0.0)
    for path in ("/", "/a/b?c=d", "/" + words[:40].replace("#", "")):
        assert rules.allows(f"https://bao.example{path}") in (True, False)
    assert rules.delay("https://bao.example/") >= 0


def plan(data: bytes) -> None:
    """A plan of what is followed."""
    from biennien.watch.plan import read_plan

    choices = Choices(data)
    file = folder() / "plan.toml"
    file.write_bytes(choices.rest() if choices.below(2) == 0 else envelopes.as_plan(choices))
    _allowing(read_plan, file)


def codec(data: bytes) -> None:
    """What the record keeps as JSON: what can be read is written as it was, and what was read in a text comes back."""
    choices = Choices(data)
    try:
        value = json.loads(data)
    except ValueError:
        value = envelopes.json_value(choices)
    for kind in (Report, Reading, Record, Issue):
        try:
            found = from_json(kind, json.dumps(value))
            written = to_json(found)
        except (TypeError, ValueError, AttributeError, KeyError, IndexError):
            continue  # it was never written by us
        assert to_json(from_json(kind, written)) == written


@functools.cache
def samples() -> Path:
    """The record of the packaged reports."""
    store = folder() / "samples.sqlite"
    app.add([str(app.samples_folder())], store)
    return store


@functools.cache
def _desk() -> Desk:
    return Desk(samples())


def search(data: bytes) -> None:
    """What is asked of a record: a search, a story, a report, a speaker, a day."""
    choices = Choices(data)
    words = data[1:].decode("utf-8", "replace") if choices.below(2) == 0 else envelopes.text_of(choices)
    found = _allowing(_desk().search, words)
    assert found is None or found.any in (True, False)
    for ask in (
        lambda: _desk().story(words[:80]),
        lambda: app.statements(samples(), by=words[:80]),
        lambda: app.meetings(samples(), as_known=words[:40]),
    ):
        _allowing(ask)


@functools.cache
def _web() -> Any:
    from biennien.web.app import create_app
    from biennien.web.settings import Settings

    return create_app(Settings(store=samples(), port=8321))


PATHS = (
    "/", "/search", "/api/v1/search", "/api/v1/meetings", "/api/v1/statements", "/api/v1/reports", "/api/v1/timeline", "/api/v1/stories",
    "/api/v1/positions", "/api/v1/explanations", "/api/v1/differences", "/api/v1/explain/", "/api/v1/export/", "/stories/", "/reports/",
    "/speakers/", "/lines/", "/compare", "/understanding", "/api/v1/",
)  # fmt: skip
KEYS = (
    "q",
    "as_known",
    "as_of",
    "by",
    "limit",
    "cursor",
    "story",
    "since",
    "kind",
    "lang",
    "table",
    "recorded_by",
    "from",
    "to",
    "day",
    "ids",
)


def rest(data: bytes) -> None:
    """What is asked over HTTP, of the pages and of REST: every answer is one that was meant, none is an error of ours."""
    choices = Choices(data)
    path = choices.one_of(PATHS)
    if choices.below(3) == 0:
        path += quote(envelopes.text_of(choices)[: choices.below(60)], safe="/%" if choices.below(2) else "")
    asked = "&".join(
        f"{choices.one_of(KEYS)}={quote(choices.one_of(('2025-10-23', '-1', '9' * 40, '2025-W43', '%00', '', envelopes.text_of(choices)[:50])))}"
        for _ in range(choices.below(4))
    )
    status, body = _answer(_web(), path, asked + choices.rest().decode("latin-1").replace("#", ""))
    assert status < 500, f"{status} for {path}?{asked}: {body[:500]!r}"


def _answer(made: Any, path: str, query: str = "") -> tuple[int, bytes]:
    """The same, from a thread of its own: whoever calls may have a loop that runs already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(_asked(made, path, query))).result()


async def _asked(made: Any, path: str, query: str = "") -> tuple[int, bytes]:
    """The status and the body of the answer to a GET."""
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": unquote(path),
        "raw_path": path.encode("ascii", "replace"), "query_string": query.encode("latin-1", "replace"), "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8321"), (b"accept-language", b"vi")], "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8321),
    }  # fmt: skip
    await made(scope, receive, send)
    status = next(int(m["status"]) for m in sent if m["type"] == "http.response.start")
    return status, b"".join(m.get("body", b"") for m in sent)


def report_of(data: bytes, number: int = 0) -> Report | None:
    """A report of the grammar, or of the bytes as they are; None where there are no words in it."""
    choices = Choices(data)
    raw, day = choices.below(4) == 0, DAYS[choices.below(len(DAYS))]
    text = choices.rest().decode("utf-8", "replace") if raw else news(choices.rest())
    text = text.encode("utf-8", "replace").decode()
    if not text.strip():
        return None
    digest = hashlib.sha256(text.encode()).hexdigest()
    by = "option" if day else None
    return Report(
        id=f"r{number}",
        text=text,
        sha256=digest,
        published_on=day,
        dated_by=by,
        dates=((day, by),) if day and by else (),
    )


def read(data: bytes) -> None:
    """The reading of one report."""
    report = report_of(data)
    if report is not None:
        reading = laws.check_reading(report)
        if not report.text.isascii() and data[0] % 4:
            laws.check_spelling(report, reading)


def story(data: bytes) -> None:
    """The record of up to three reports."""
    third = len(data) // 3 + 1
    found = [report_of(data[n * third : (n + 1) * third], n) for n in range(3)]
    reports = [report for report in found if report is not None]
    if reports:
        laws.check_record(reports)


def exports(data: bytes) -> None:
    """The record of hostile reports in every form: each is one that its readers take."""
    choices = Choices(data)
    row = {
        "id": text_id(choices),
        "title": envelopes.text_of(choices)[:80],
        "outlet": envelopes.text_of(choices)[:30],
    }
    row |= {
        "url": choices.one_of(("https://bao.example/1", "javascript:x", "")),
        "published": choices.one_of(("2025-10-23", "")),
    }
    row["text"] = news(choices.rest()) or "Tin."
    store = folder() / "hostile.sqlite"
    store.unlink(missing_ok=True)
    app.add([], store, given=[("a.json", json.dumps(row).encode())])
    for name, form in forms.FORMS.items():
        table = form.tables[0] if form.tables else None
        made = _allowing(functools.partial(exporting.export, store, name, table=table))
        if made is not None:
            PARSERS[name](made.content)


def text_id(choices: Choices) -> str:
    """The id of a report, which may be anything."""
    return choices.one_of(("a", "../a", "<b>", "=1+1", "a\nb", "a\u202eb", "ạ" * 300, "\x00", '"', "]]>"))


def _json_of(content: bytes) -> None:
    json.loads(content)


def _lines_of(content: bytes) -> None:
    for line in content.decode().split("\n"):
        if line:
            json.loads(line)


def _table_of(content: bytes) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) <= 1, "rows of different lengths"


def _page_of(content: bytes) -> None:
    from lxml import html

    tree = html.document_fromstring(content.decode())
    for script in tree.iter("script"):
        if script.get("type") == "application/json":
            json.loads(script.text)


def _calendar_of(content: bytes) -> None:
    import icalendar

    for event in icalendar.Calendar.from_ical(content).walk("VEVENT"):
        assert event["UID"] and event["DTSTART"]


def _parquet_of(content: bytes) -> None:
    from pyarrow import parquet

    parquet.read_table(io.BytesIO(content))


def _book_of(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))


PARSERS: dict[str, Callable[[bytes], Any]] = {
    "annotations": _json_of, "csv": _table_of, "events": _table_of, "ftm": _lines_of, "gexf": ElementTree.fromstring, "html": _page_of,
    "ics": _calendar_of, "jsonl": _lines_of, "jsonld": _json_of, "markdown": bytes.decode, "ninjs": _json_of, "parquet": _parquet_of,
    "ris": bytes.decode, "timelinejs": _json_of, "xlsx": _book_of,
}  # fmt: skip


def pages(data: bytes) -> None:
    """The pages of the desk over a record of hostile reports: every one is there, and no words of a report are markup in it."""
    from biennien.web.app import create_app
    from biennien.web.settings import Settings

    choices = Choices(data)
    mark = "<x-mark onload=1>"
    row = {
        "id": "a",
        "title": mark,
        "outlet": mark,
        "published": "2025-10-23",
        "text": f"{mark} {news(choices.rest())}",
    }
    store = folder() / "pages.sqlite"
    store.unlink(missing_ok=True)
    app.add([], store, given=[("a.json", json.dumps(row).encode())])
    made = create_app(Settings(store=store, port=8321))
    for path in ("/", "/reports/a", "/stories", "/api/v1/reports/a"):
        status, body = _answer(made, path)
        assert status < 500, f"{status} for {path}: {body[:300]!r}"
        assert b"<x-mark" not in body or path.startswith("/api"), path


def _allowing(ask: Callable[..., Any], *words: Any) -> Any:
    """What is answered; None where it is told what is wrong with what was asked."""
    try:
        return ask(*words)
    except BiennienError as error:
        assert str(error), "an error that says nothing"
        return None


TARGETS: dict[str, Target] = {
    "text": _given("a.txt", envelopes.INNER[".txt"]),
    "json": _given("a.json", envelopes.as_json),
    "jsonl": _given("a.jsonl", envelopes.as_json_lines),
    "csv": _given("a.csv", envelopes.as_csv),
    "html": _given("a.html", envelopes.as_page),
    "page": page,
    "feed": _given("a.xml", envelopes.as_feed),
    "entries": entries,
    "zip": _given("a.zip", envelopes.as_zip),
    "gzip": _given("a.jsonl.gz", envelopes.as_gzip),
    "warc": _given("a.warc", envelopes.as_warc),
    "docx": _given("a.docx", envelopes.as_docx),
    "pdf": _given("a.pdf", envelopes.as_pdf),
    "stdin": _given("-", envelopes.as_json_lines),
    "charsets": charsets,
    "dates": dates,
    "robots": robots,
    "plan": plan,
    "codec": codec,
    "search": search,
    "rest": rest,
    "read": read,
    "story": story,
    "exports": exports,
    "pages": pages,
}
