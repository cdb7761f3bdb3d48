"""One JSON object, or one text, → a report with what was wrong in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace

from biennien.ingest.dating import date_report
from biennien.ingest.decoding import doubt
from biennien.ingest.languages import language_of
from biennien.model import Issue, Limits, Report
from biennien.model.secrets import public_address

_LIMITS = Limits()
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONGEST_ID = 500  # characters; databases have keys of some thousand bytes
_READ = ("id", "text", "title", "outlet", "published", "url", "language")
_DATE_REMEDY = "Write a day (2025-10-23), a month (2025-10) or an instant (2025-10-23T08:30:00+07:00)."


def report_of(
    row: object,
    *,
    where: str,
    stem: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    limits: Limits = _LIMITS,
) -> Report | Issue:
    """The report in a JSON value, or why it is none. `stem` is its id where it has none; `published` goes before its own date."""
    if not isinstance(row, Mapping):
        return _error(
            "not_an_object",
            f"a report is an object {{…}}, this is {_kind(row)}.",
            where,
            'Write {"id": …, "text": …}.',
        )
    issues: list[Issue] = []
    values: dict[str, str | None] = {}
    for key in _READ:
        value = row.get(key)
        if key == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        wrong = _wrong(key, value, where)
        if wrong and key in ("id", "text"):
            return wrong
        if wrong:
            issues.append(wrong)
        values[key] = None if wrong or value == "" else str(value) if value is not None else None
    report_id = (values["id"] or "").strip() or stem
    if report_id is None:
        return _error("no_id", "the report has no 'id'.", where, 'Give each report of the file its own "id".')
    if len(report_id) > _LONGEST_ID:
        message = f"the report's 'id' has more than {_LONGEST_ID} characters."
        return _error("long_id", message, where, "Give it a shorter one.")
    if values["text"] is None:
        return _error(
            "no_text",
            f"the report {report_id!r} has no 'text'.",
            where,
            'Put its words under the key "text".',
        )
    try:
        extra = tuple(
            (str(k), json.dumps(row[k], sort_keys=True)) for k in sorted(row, key=str) if k not in _READ
        )
    except RecursionError:  # what is nested less deeply can be read, and not be written
        return _error("json", "the JSON is nested too deeply.", where, "Mend the line.")
    return _made(
        report_id,
        values["text"],
        values,
        where=where,
        option=published,
        outlet=outlet,
        limits=limits,
        extra=extra,
        issues=issues,
    )


def report_of_text(
    text: str,
    report_id: str,
    *,
    where: str,
    published: str | None = None,
    outlet: str | None = None,
    limits: Limits = _LIMITS,
) -> Report | Issue:
    """The report that a text is, or why it is none."""
    return _made(
        report_id, text, {}, where=where, option=published, outlet=outlet, limits=limits, extra=(), issues=[]
    )


def _made(
    report_id: str,
    text: str,
    values: Mapping[str, str | None],
    *,
    where: str,
    option: str | None,
    outlet: str | None,
    limits: Limits,
    extra: tuple[tuple[str, str], ...],
    issues: list[Issue],
) -> Report | Issue:
    if len(text) > limits.report.characters:
        return _error("too_long", *_exceeded(limits, where))
    url = public_address(told) if (told := values.get("url")) else None
    lang = values.get("language") or language_of(text) or "vi"
    dating = date_report(text, url=url, metadata=values.get("published"), option=option)
    if not text[dating.header :].strip():
        return _error("blank", "there are no words in it.", where, "Give a report with text.")
    if lang.startswith("vi") and (doubtful := doubt(text, where)):
        issues.append(replace(doubtful, report_id=report_id))
    for basis, words in dating.wrong:
        key = {"option": "--published", "metadata": "'published'"}.get(basis, "the header")
        message = f"{key} is no date: {words[:40]!r}; the report is taken without it."
        issues.append(_error("bad_date", message, where, _DATE_REMEDY, report_id))
    counted = dating.dates[0] if dating.dates else None
    differing = [
        f"{value} ({basis})" for value, basis in dating.dates[1:] if counted and not _agree(value, counted[0])
    ]
    if counted and differing:
        message = f"its dates differ: {counted[0]} ({counted[1]}) counts, also found: {', '.join(differing)}."
        issues.append(_warning("dates_differ", message, where, report_id))
    return Report(
        id=report_id,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        outlet=values.get("outlet") or outlet,
        url=url,
        title=values.get("title"),
        lang=lang,
        published_on=dating.on,
        published_at=dating.at,
        dated_by=dating.dated_by,
        dates=dating.dates,
        header=dating.header,
        extra=extra,
        issues=tuple(issues),
    )


def _exceeded(limits: Limits, where: str) -> tuple[str, str, str]:
    message, remedy = limits.exceeded("report.characters")
    return message, where, remedy


def _agree(value: str, other: str) -> bool:
    """Whether two dates are the same as far as both say: a month holds its days, an open year any year."""
    a, b = (value[4:], other[4:]) if value.startswith("X") else (value, other)
    return a.startswith(b) or b.startswith(a)


def _wrong(key: str, value: object, where: str) -> Issue | None:
    if value is None:
        return None
    lost = "" if key in ("id", "text") else "; the report is taken without it"
    if not isinstance(value, str):
        return _error(
            "wrong_type",
            f"the key {key!r} is {_kind(value)}, not text{lost}.",
            where,
            'Put it in quotation marks: "…".',
        )
    if half := _SURROGATE.search(value):
        message = f"the key {key!r} holds half a character (U+{ord(half.group()):04X}) at character {half.start()}{lost}."
        return _error("surrogate", message, where, "Write the character whole, or leave it out.")
    return None


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), type(value).__name__)


def _error(code: str, message: str, where: str, remedy: str, report_id: str | None = None) -> Issue:
    return Issue(
        code=code, severity="error", message=message, where=where, remedy=remedy, report_id=report_id
    )


def _warning(code: str, message: str, where: str, report_id: str) -> Issue:
    return Issue(code=code, severity="warning", message=message, where=where, report_id=report_id)
