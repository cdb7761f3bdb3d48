"""Files whose outside is whole and whose inside is any bytes: what a parser of bytes would never be led into by bytes alone.

Each function makes a file from `Choices`; now and then a choice damages what it made, in its middle or at its end.
"""

from __future__ import annotations

import functools
import gzip
import html
import io
import json
import tomllib
import zipfile
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from fuzz.grammar import Choices, news

_ODD_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, [], {}, [[]], "", " ", "\ud800", "\x00", "2025-10-23", "2025-13-45T99:99Z", "0000-00-00", 10**30, "x" * 300,
)  # fmt: skip
_KEYS = (
    "id",
    "text",
    "title",
    "outlet",
    "published",
    "url",
    "language",
    "author",
    "section",
    "updated",
    "content_text",
    "items",
    "version",
)


def text_of(choices: Choices) -> str:
    """Some words of news."""
    return news(bytes(choices.below(256) for _ in range(2 + choices.below(40))), lines=4)


def json_value(choices: Choices, depth: int = 0) -> Any:
    """A value as JSON may have it: mostly reports, one or several, with what does not belong there."""
    kind = choices.below(6)
    if kind == 0 and depth < 4:
        return [json_value(choices, depth + 1) for _ in range(choices.below(4))]
    if kind == 1:
        return _ODD_VALUES[choices.below(len(_ODD_VALUES))]
    row: dict[str, Any] = {"id": f"r{choices.below(5)}", "text": text_of(choices)}
    for _ in range(choices.below(5)):
        key = choices.one_of(_KEYS)
        row[key] = _ODD_VALUES[choices.below(len(_ODD_VALUES))] if choices.below(2) else text_of(choices)
    return row


def as_json(choices: Choices) -> bytes:
    """A JSON file."""
    return hurt(
        json.dumps(json_value(choices), ensure_ascii=bool(choices.below(2))).encode("utf-8", "surrogatepass"),
        choices,
    )


def as_json_lines(choices: Choices) -> bytes:
    """A JSON Lines file."""
    rows = [json.dumps(json_value(choices), ensure_ascii=True) for _ in range(1 + choices.below(4))]
    return hurt("\n".join(rows).encode(), choices)


def as_csv(choices: Choices) -> bytes:
    """A table with a column of texts."""
    mark = choices.one_of((",", ";", "\t", "|"))
    quote = choices.one_of(('"', "", "'"))
    rows = [mark.join(("id", "text", choices.one_of(_KEYS)))]
    for number in range(choices.below(4)):
        cells = (str(number), text_of(choices), choices.one_of(("2025-10-23", "", "=1+1", "a\n\nb")))
        rows.append(mark.join(f"{quote}{cell}{quote}" for cell in cells))
    return hurt("\r\n".join(rows).encode(), choices)


@functools.cache
def _sites() -> list[dict[str, Any]]:
    source = files("biennien.ingest.pages").joinpath("sites.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(source)["site"]
    return found


def address(choices: Choices) -> str:
    """The address of a page of a site that has rules, or of none."""
    hosts = [host for site in _sites() for host in site["hosts"]]
    host = choices.one_of((*hosts, "bao.example", "[::1]", "x" * 70))
    return f"https://{host}/{choices.one_of(('2025/10/23/', 'tin-', ''))}{choices.below(10)}.html"


def as_page(choices: Choices) -> bytes:
    """A web page: by the rules of a site, by what it says for machines, or by nothing but its paragraphs."""
    site = _sites()[choices.below(len(_sites()))]
    told = {
        "@context": "https://schema.org",
        "@type": choices.one_of(("NewsArticle", "Comment", "")),
        "headline": text_of(choices)[:80],
        "datePublished": choices.one_of(("2025-10-23T08:00:00+07:00", "yesterday", "9999-99-99")),
        "author": [{"name": "A"}, None, "B", {"name": {"@value": 1}}][choices.below(4)],
        "publisher": json_value(choices) if choices.below(3) == 0 else {"name": "Báo Mẫu"},
        "@graph": [json_value(choices)] if choices.below(4) == 0 else [],
    }
    words = "".join(
        f"<p>{html.escape(line) if choices.below(4) else line}</p>"
        for line in text_of(choices).split("\n") * 3
    )
    body = "".join(
        _element(choices.one_of(tuple(site.get(key) or ["p"])), inner)
        for key, inner in (
            ("title", "Hai bên hẹn gặp"),
            ("lead", text_of(choices)[:200]),
            ("time", "Thứ năm, 23/10/2025, 08:30 (GMT+7)"),
            ("body", words),
            ("author", "Lê A"),
        )
    )
    deep = choices.below(400) if choices.below(8) == 0 else 0
    head = f"<meta charset='{choices.one_of(('utf-8', 'windows-1258', 'x-vni', 'utf-7', ''))}'>"
    head += f"<script type='application/ld+json'>{json.dumps(told)}</script>"
    head += f"<meta property='og:title' content=\"{html.escape(text_of(choices)[:60])}\">"
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{'<div>' * deep}{body}{choices.one_of(_TAGS)}</body></html>"
    return hurt(page.encode("utf-8", "ignore"), choices)


_TAGS = (
    "",
    "<!--",
    "<![CDATA[",
    "<script>",
    "<svg><p>",
    "<table><tr>",
    "</p></p>",
    "<template>",
    "<math><mtext>",
    "&#xD800;",
    "<a href=javascript:x>",
)


def _element(selector: str, inner: str) -> str:
    """An element that a simple CSS selector finds."""
    last = selector.split()[-1].split("[")[0].split(":")[0]
    name, *classes = last.replace("#", ".").split(".")
    return f"<{name or 'div'} class='{' '.join(classes)}' id='{classes[0] if classes else ''}'>{inner}</{name or 'div'}>"


def as_feed(choices: Choices) -> bytes:
    """A feed in RSS or Atom."""
    entries = []
    for number in range(choices.below(5)):
        words = text_of(choices) * (1 + choices.below(4))
        inner = words if choices.below(4) == 0 else escape(f"<p>{words}</p>")
        when = choices.one_of(("Thu, 23 Oct 2025 08:30:00 +0700", "2025-10-23T08:30:00Z", "hôm qua", ""))
        link = choices.one_of((f"https://bao.example/{number}", "javascript:x", "//[", ""))
        entries.append(
            f"<item><title>{escape(text_of(choices)[:50])}</title><link>{escape(link)}</link><guid>{number}</guid>"
            f"<pubDate>{when}</pubDate><description>{inner}</description></item>"
        )
    form = choices.one_of(("rss", "feed", "rdf:RDF"))
    head = choices.one_of(
        (
            "<?xml version='1.0' encoding='utf-8'?>",
            "<?xml version='1.0' encoding='utf-16'?>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
            "",
        )
    )
    return hurt(
        f"{head}<{form}><channel><title>Báo</title>{''.join(entries)}</channel></{form}>".encode(), choices
    )


def as_zip(choices: Choices) -> bytes:
    """An archive with files of all kinds."""
    made = io.BytesIO()
    with zipfile.ZipFile(
        made, "w", zipfile.ZIP_DEFLATED if choices.below(2) else zipfile.ZIP_STORED
    ) as archive:
        for number in range(choices.below(5)):
            suffix = choices.one_of(tuple(INNER))
            name = choices.one_of(("a", "../b", "/c", "d/e", "tin-ạ", "__MACOSX/f", "CON", "\ud800"))
            archive.writestr(
                zipfile.ZipInfo(f"{name}{number}{suffix}".encode("utf-8", "replace").decode()),
                INNER[suffix](choices),
            )
    return hurt(made.getvalue(), choices)


def as_gzip(choices: Choices) -> bytes:
    """A packed file; what is in it is told by its name, not here."""
    inner = as_warc(choices) if choices.below(2) else as_json_lines(choices)
    return hurt(gzip.compress(inner, 1, mtime=0), choices)


def as_warc(choices: Choices) -> bytes:
    """A crawl with some pages."""
    found = b""
    for _ in range(1 + choices.below(3)):
        page = as_page(choices)
        status = choices.one_of(("HTTP/1.1 200 OK", "HTTP/1.1 404 No", "GARBAGE"))
        coding = choices.one_of(("", "Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n"))
        answer = f"{status}\r\nContent-Type: text/html; charset=utf-8\r\n{coding}\r\n".encode() + page
        length = len(answer) + (choices.below(5) - 2 if choices.below(6) == 0 else 0)
        head = (
            f"WARC/1.{choices.below(3)}\r\nWARC-Type: {choices.one_of(('response', 'request', 'warcinfo', ''))}\r\n"
            f"WARC-Target-URI: {address(choices)}\r\nWARC-Date: 2025-10-23T01:30:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
        )
        found += head.encode() + answer + b"\r\n\r\n"
    return hurt(found, choices)


def as_docx(choices: Choices) -> bytes:
    """A document with paragraphs, boxes and what is struck out."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = []
    for line in text_of(choices).split("\n"):
        words = escape("".join(c for c in line if c >= " "))
        tag = choices.one_of(("t", "tab", "br", "moveFrom", "p", "noBreakHyphen"))
        lines.append(
            f"<w:p><w:r><w:t>{words}</w:t><w:{tag}/></w:r>{'<w:p>' * (choices.below(3))}{'</w:p>' * (choices.below(3))}</w:p>"
        )
    document = f"<w:document xmlns:w='{space}'><w:body>{''.join(lines)}</w:body></w:document>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), hurt(document.encode(), choices))
    return hurt(made.getvalue(), choices)


def as_pdf(choices: Choices) -> bytes:
    """A PDF with a page of text."""
    words = "".join(c for c in text_of(choices) if c.isascii() and c not in "()\\")
    stream = f"BT /F1 12 Tf 72 720 Td ({words[:400]}) Tj T* ({words[:40]}) ' ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    found, places = b"%PDF-1.4\n", []
    for number, inner in enumerate(objects, 1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, inner)
    start = len(found)
    found += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    found += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    return hurt(found, choices)


def as_plan(choices: Choices) -> bytes:
    """A plan of what is followed."""
    lines = [choices.one_of(("allow = ['a:1']", "allow = 1", "", "[feed]"))]
    for _ in range(choices.below(4)):
        lines += [
            choices.one_of(("[[feed]]", "[[rule]]", "[feed]", "[[other]]")),
            f"url = {json.dumps(choices.one_of(('https://a.example/rss', 'http://u:p@b', '//[', 'https://a:99999/', 'ftp://c')))}",
            f"every = {choices.one_of(('10m'.__repr__(), '1', repr('9' * 30 + 'd'), repr('0s')))}",
            f"{choices.one_of(('on', 'to', 'who', 'name', 'secret', 'pages', 'x'))} = {choices.one_of(('true', repr('status'), repr('speaks'), '[]', '2025-01-01'))}",
        ]
    return hurt("\n".join(lines).encode(), choices)


def hurt(made: bytes, choices: Choices) -> bytes:
    """What was made, mostly whole; else cut, with a byte changed, or with other bytes in it."""
    kind = choices.below(12)
    if kind > 3 or not made:
        return made
    at = choices.below(65_536) % len(made)
    if kind == 0:
        return made[:at]
    if kind == 1:
        return made[:at] + bytes([choices.below(256)]) + made[at + 1 :]
    rest = choices.rest()
    return made[:at] + rest + made[at + (len(rest) if kind == 2 else 0) :]


INNER = {
    ".txt": lambda choices: text_of(choices).encode(), ".json": as_json, ".jsonl": as_json_lines, ".csv": as_csv, ".html": as_page,
    ".xml": as_feed, ".docx": as_docx, ".pdf": as_pdf, ".gz": as_gzip, ".exe": lambda choices: choices.rest(),
}  # fmt: skip
