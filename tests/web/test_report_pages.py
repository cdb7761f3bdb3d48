"""A report, its marks and its date; a line with its reasons; and the decisions that are taken there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from biennien import app as use_cases
from biennien import revisions, views

HTML = {"accept": "text/html"}
Ask = Callable[..., Any]


class _Words(HTMLParser):
    """The characters inside the elements of one class, without what is generated."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.depth, self.found = wanted, 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth:
            self.depth += 1
        elif self.wanted in (dict(attrs).get("class") or "").split():
            self.depth = 1
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= self.depth > 0

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.found[-1] += data


def words_in(page: str, wanted: str) -> list[str]:
    reader = _Words(wanted)
    reader.feed(page)
    return reader.found


def page(client: Any, path: str, lang: str = "en") -> str:
    mark = "&" if "?" in path else "?"
    answer = client.get(f"{path}{mark}lang={lang}", headers=HTML)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def token(text: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', text)
    assert found
    return html.unescape(found[1])


def send(client: Any, path: str, shown: str, **fields: str) -> Any:
    """Sends a form of a page that was shown, as its button does."""
    data = {"csrf": token(shown), "by": "Lan", "reason": "", **fields}
    return client.post(path, data=data, headers=HTML, follow_redirects=False)


def test_the_text_of_a_report_stands_to_the_letter_whatever_is_marked_in_it(client: Any) -> None:
    seen = client.app.state.desk.whole()
    for report in seen.reports:
        shown = words_in(page(client, f"/reports/{report.id}"), "para-text")
        paragraphs = [p.span.cut(report.text) for p in seen.readings[report.id].paragraphs]
        assert shown == paragraphs, report.id


def test_each_line_of_the_record_is_an_anchor_in_its_report(client: Any) -> None:
    seen = client.app.state.desk.whole()
    shown = {report.id: page(client, f"/reports/{report.id}") for report in seen.reports}
    for statement in seen.record.statements:
        for citation in (*statement.citations, *statement.restated_in):
            anchor = f'id="w-{citation.span.start}-{citation.span.end}"'
            assert shown[citation.report_id].count(anchor) == 1, (citation.report_id, anchor)


def test_marks_say_what_was_understood(client: Any) -> None:
    shown = page(client, "/reports/04_huy")
    notes = re.findall(r'<li id="u-\d+" class="understanding k-(\w+)".*?</li>', shown, re.DOTALL)
    assert {*notes} == {"name", "time", "attribution", "meeting"}
    day = next(n for n in re.split(r'<li id="u-', shown) if "k-time" in n and "hôm 22/10" in n)
    assert "2025-10-22" in day and "XXXX-10-22" in day  # as the record takes it, and as the words say it
    cancelled = next(n for n in re.split(r'<li id="u-', shown) if "k-meeting" in n and "cancelled" in n)
    assert "Donald Trump" in cancelled and "/lines/c-" in cancelled


def test_the_advisory_line_and_the_new_claims_are_those_of_the_command(client: Any) -> None:
    from click.testing import CliRunner

    from biennien.cli import cli

    shown = page(client, "/reports/04_huy")
    printed = CliRunner().invoke(
        cli, ["new", "04_huy", "--store", str(client.app.state.desk.path)], env={"BIENNIEN_LANG": "en"}
    )
    (line,) = words_in(shown, "advisory-line")
    assert line and " ".join(line.split()) in " ".join(printed.output.split())
    told = views.novelty_of(client.app.state.desk.whole(), "04_huy")
    for claim in told.claims:
        assert claim.line in shown
    lit = {n for n in re.findall(r'class="p ([^"]*)"', shown) if "c-new" in n}
    assert lit and any(claim.kind == "new" for claim in told.claims)


def test_a_date_is_corrected_signed_shown_and_taken_back_at_once(ask: Ask) -> None:
    client = ask()
    before = page(client, "/reports/04_huy")
    assert "no date known" in before and "inference" in before
    sent = send(
        client,
        "/reports/04_huy/date",
        before,
        published="23/10/2025",
        reason="the printed paper",
        back="/reports/04_huy",
    )
    assert sent.status_code == 303
    to = sent.headers["location"]
    assert urlsplit(to).path == "/reports/04_huy"
    after = page(client, to)
    assert "2025-10-23" in after and "Lan" in after and "the printed paper" in after
    assert "no date known" not in after
    assert 'value="Lan"' in after  # the name is remembered
    decision = parse_qs(urlsplit(to).query)["decided"][0]
    undone = send(client, f"/decisions/{decision}/undo", after, back="/reports/04_huy")
    assert undone.status_code == 303
    assert "no date known" in page(client, "/reports/04_huy")
    listed = page(client, "/decisions")
    assert listed.count("Lan") >= 2 and "taken back by Lan" in listed


@pytest.mark.parametrize("published", ["31/31/2025", "mai", "", "2025-13-40"])
def test_a_date_that_is_none_is_refused_with_the_remedy(ask: Ask, published: str) -> None:
    client = ask()
    sent = send(client, "/reports/04_huy/date", page(client, "/reports/04_huy"), published=published)
    assert sent.status_code == 422
    field = next(tag for tag in re.findall(r"<input[^>]+>", sent.text) if 'name="published"' in tag)
    assert f'value="{published}"' in field and 'aria-invalid="true"' in field  # what was typed is kept
    assert "21/10/2025" in html.unescape(sent.text).partition('id="published-wrong"')[2][:400]
    assert not client.app.state.desk.decisions()


def test_a_status_is_corrected_where_it_stands_and_the_story_follows(ask: Ask) -> None:
    client = ask()
    desk = client.app.state.desk
    change = next(c for m in desk.whole().record.meetings for c in m.changes if c.status == "cancelled")
    shown = page(client, f"/lines/{change.id}")
    sent = send(
        client,
        f"/lines/{change.id}/decide",
        shown,
        kind="status",
        value="postponed",
        back=f"/lines/{change.id}",
    )
    assert sent.status_code == 303, sent.text
    now = {c.id: c for m in desk.whole().record.meetings for c in m.changes}
    assert now[change.id].status == "postponed"
    after = page(client, sent.headers["location"])
    assert "postponed" in after and "decided by a person" in after
    decision = desk.decisions()[-1].decision
    send(client, f"/decisions/{decision.id}/undo", after, back=f"/lines/{change.id}")
    now = {c.id: c for m in desk.whole().record.meetings for c in m.changes}
    assert now[change.id].status == "cancelled"


def test_a_misread_statement_is_retracted_and_leads_back_to_its_words(ask: Ask) -> None:
    client = ask()
    desk = client.app.state.desk
    statement = desk.whole().record.statements[0]
    shown = page(client, f"/lines/{statement.id}")
    sent = send(client, f"/lines/{statement.id}/decide", shown, kind="retract", back=f"/lines/{statement.id}")
    assert sent.status_code == 303
    first = statement.citations[0]
    assert sent.headers["location"].endswith(f"#w-{first.span.start}-{first.span.end}")
    assert statement.id not in {s.id for s in desk.whole().record.statements}
    assert "misread" in page(client, sent.headers["location"].partition("#")[0])


def test_a_report_is_withdrawn_and_yields_nothing(ask: Ask) -> None:
    client = ask()
    shown = page(client, "/reports/04_huy")
    send(client, "/reports/04_huy/withdraw", shown, back="/reports/04_huy")
    after = page(client, "/reports/04_huy")
    assert "Lan withdrew" in after or "withdrawn" in after
    cited = {c.report_id for s in client.app.state.desk.whole().record.statements for c in s.citations}
    assert "04_huy" not in cited
    assert words_in(after, "para-text")  # its text is still there to be read


def test_no_decision_without_a_name_a_token_or_the_right_to_decide(ask: Ask) -> None:
    client = ask()
    shown = page(client, "/reports/04_huy")
    assert send(client, "/reports/04_huy/date", shown, published="2025-10-23", by=" ").status_code == 422
    assert send(client, "/reports/04_huy/date", shown, published="2025-10-23", csrf="x").status_code == 403
    assert not client.app.state.desk.decisions()
    closed = ask(read_only=True)
    shown = page(closed, "/reports/04_huy")
    assert "/reports/04_huy/date" not in shown  # nothing is offered that would be refused
    assert (
        send(closed, "/reports/04_huy/date", page(closed, "/check"), published="2025-10-23").status_code
        == 403
    )


@pytest.mark.parametrize(
    "back", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_stays_on_this_server(ask: Ask, back: str) -> None:
    client = ask()
    shown = page(client, "/reports/04_huy")
    sent = send(client, "/reports/04_huy/date", shown, published="2025-10-23", back=back)
    assert sent.status_code == 303 and urlsplit(sent.headers["location"]).netloc == ""
    assert sent.headers["location"].startswith("/?decided=")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_kind_of_line_has_its_page_with_its_reasons(client: Any, lang: str) -> None:
    desk = client.app.state.desk
    record = desk.whole().record
    lines = [record.meetings[0], record.meetings[0].changes[0], record.statements[0]]
    lines += [desk.explanations()[0], desk.positions()[0], desk.differences()[0]]
    for line in lines:
        shown = page(client, f"/lines/{line.id}", lang)
        assert line.id in shown and "/reports/" in shown and 'class="tree"' in shown
        assert "None" not in re.sub(r"<[^>]+>", " ", shown).split()


def test_a_line_that_is_gone_is_a_page_that_says_so(client: Any) -> None:
    answer = client.get("/lines/c-000000000000?lang=vi", headers=HTML)
    assert answer.status_code == 404 and "text/html" in answer.headers["content-type"]
    assert client.get("/reports/none-such", headers=HTML).status_code == 404


def test_the_reports_are_filtered_and_the_undated_stand_on_top(client: Any) -> None:
    shown = page(client, "/reports")
    ids = [i for i in re.findall(r'href="/reports/([^"?]+)"', shown) if i]
    dates = {d.report_id: d for d in client.app.state.desk.whole().record.dates}
    assert [bool(dates[i].value) for i in ids] == sorted(bool(dates[i].value) for i in ids)
    days = [dates[i].value for i in ids if dates[i].value]
    assert days == sorted(days, reverse=True)
    only = page(client, "/reports?undated=true")
    assert not [i for i in re.findall(r'href="/reports/([^"?]+)"', only) if dates[i].value]
    found = page(client, "/reports?q=Nha+Trang+hoan")
    assert re.findall(r'href="/reports/([^"?]+)"', found) == ["03_tam-hoan"]


def test_a_report_is_not_known_before_its_day(client: Any) -> None:
    shown = page(client, "/reports/08_peskov?as_known=2025-10-25")
    assert "was not out yet" in shown and 'class="advisory"' not in shown


def test_the_reading_is_a_download_as_the_command_prints_it(client: Any) -> None:
    from biennien import app

    seen = client.app.state.desk.whole()
    report = next(r for r in seen.reports if r.id == "04_huy")
    answer = client.get("/reports/04_huy/reading.json")
    assert answer.json() == app.reading_told(report, seen.readings["04_huy"])
    assert "attachment" in answer.headers["content-disposition"]


def test_versions_stand_side_by_side_with_what_differs(ask: Ask, tmp_path: Path) -> None:
    client = ask()
    store = client.app.state.desk.path
    for number, word in enumerate(("dự kiến gặp", "sẽ không gặp"), 1):
        file = tmp_path / f"{number}" / "tin.txt"
        file.parent.mkdir()
        file.write_text(f"date 2025-10-2{number}\n\nÔng Trump {word} ông Putin.\n\nĐoạn hai.", "utf-8")
        use_cases.add([str(file)], store)
    assert "its paper changed" in page(client, "/reports/tin").lower()
    shown = page(client, "/reports/tin/versions")
    assert re.findall(r"<del>([^<]*)</del><ins>([^<]*)</ins>", shown) == [("dự kiến", "sẽ không")]
    assert [v.number for v in revisions.versions_of(store, "tin")] == [1, 2]
