"""The speakers, the draft, adding by the form, the decisions and the check of the words, as pages."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from tests.web.test_report_pages import HTML, page, send, token, words_in

from biennien import drafts
from biennien.model import Citation, Record, ReportDate, Span, Statement
from biennien.speaking import intermediaries, speakers_of
from biennien.web.pages.comparing import differing_words

Ask = Callable[..., Any]


def test_speakers_stand_by_how_much_they_said(client: Any) -> None:
    shown = page(client, "/speakers")
    said = [
        int(n)
        for n in re.findall(r'<td class="number"[^>]*>(\d+)</td><td class="number"[^>]*>\d+</td>', shown)
    ]
    assert said == sorted(said, reverse=True) and len(said) > 5
    record = client.app.state.desk.whole().record
    assert said[0] == max(
        sum(who in s.speaker for s in record.statements)
        for who in {w for s in record.statements for w in s.speaker}
    )


def test_the_last_word_of_a_speaker_is_compared_by_its_day() -> None:
    def said(number: int, day: str | None, report: str = "a") -> Statement:
        citation = Citation(report_id=report, span=Span(start=number, end=number + 1), quote="x", paragraph=1)
        return Statement(
            id=f"s-{number}", speaker=("A",), named=True, unnamed=None, chain=(), said_on=day, content="x",
            citations=(citation,), about=(), restated_in=(), manner="direct",
        )  # fmt: skip

    def last(*rows: Statement) -> str | None:
        dates = (ReportDate(report_id="b", value="2025-11-02", earliest="2025-11-02", latest="2025-11-02", dated_by="header", why=""),)  # fmt: skip
        return speakers_of(Record(dates=dates, statements=rows))[0].last

    assert last(said(1, "2025-W42"), said(2, "2025-10-25")) == "2025-10-25"
    assert last(said(1, "2025-10-25"), said(2, "2025-10")) == "2025-10"
    assert last(said(1, "2025-10-25"), said(2, None, "b")) == "2025-11-02"
    assert last(said(1, None)) is None


def test_a_day_that_is_none_stands_in_the_form_again(client: Any) -> None:
    answer = client.get("/speakers?as_known=32/10/2025&lang=vi", headers=HTML)
    assert answer.status_code == 422
    field = next(tag for tag in re.findall(r"<input[^>]+>", answer.text) if 'name="as_known"' in tag)
    assert 'value="32/10/2025"' in field and "ngày/tháng/năm" in answer.text


def test_a_speaker_is_found_without_diacritics_and_by_a_part_of_the_name(client: Any) -> None:
    assert "/speakers/Kremlin" in page(client, "/speakers?q=dien+kremlin", "vi")
    answer = client.get("/speakers/Zakharova", headers=HTML, follow_redirects=False)
    assert answer.headers["location"] == "/speakers/Maria%20Zakharova"
    assert "/speakers/Vladimir%20Putin" in page(client, "/speakers?q=Putn")  # who may have been meant


def test_a_speakers_page_holds_everything_that_was_said_and_what_others_tell_apart(client: Any) -> None:
    record = client.app.state.desk.whole().record
    said = [s for s in record.statements if "Donald Trump" in s.speaker]
    shown = page(client, "/speakers/Donald%20Trump")
    own, _, rest = shown.partition('id="said"')[2].partition('id="relayed"')
    for statement in said:
        assert (statement.id in own) is not bool(intermediaries(statement)), statement
        assert statement.id in own + rest
    assert "President of the United States" in shown and "2025-01-20" in shown
    assert 'class="plot"' in shown and "<table>" in shown  # the picture and its table


def test_a_speaker_as_known_on_a_day_has_not_said_what_came_later(client: Any) -> None:
    early = page(client, "/speakers/Donald%20Trump?as_known=2025-10-21")
    whole = client.app.state.desk.whole("2025-10-21").record
    known = {s.id for s in whole.statements if "Donald Trump" in s.speaker}
    shown = set(re.findall(r'<li id="(s-\w+)">', early))
    assert shown <= {s.id for s in whole.statements} and known & shown


def test_the_words_of_unnamed_sources_stand_by_the_words_for_them(client: Any) -> None:
    shown = html.unescape(page(client, "/speakers?unnamed=true", "vi"))
    record = client.app.state.desk.whole().record
    nameless = [s for s in record.statements if not s.speaker and s.unnamed]
    assert nameless and all(
        s.id in shown and " ".join(s.unnamed.split()) in shown for s in nameless if s.unnamed
    )


def test_wordings_are_cut_where_they_differ() -> None:
    one, other = differing_words(["Tôi cảm thấy sẽ không đạt được", "Tôi thấy không đạt được điều cần"])
    assert one == (
        ("Tôi ", False),
        ("cảm", True),
        (" thấy ", False),
        ("sẽ", True),
        (" không đạt được", False),
    )
    assert other == (("Tôi thấy không đạt được ", False), ("điều cần", True))
    assert differing_words(["hoà bình", "hòa bình"]) == [(("hoà bình", False),), (("hòa bình", False),)]
    assert "".join(words for words, _ in one) == "Tôi cảm thấy sẽ không đạt được"


DRAFT = "Ông Trump và ông Putin sẽ gặp nhau tại Budapest vào tuần tới, Nhà Trắng cho biết.\r\n\r\nTổng thư ký NATO Mark Ruttte ủng hộ."


def test_a_draft_has_the_remarks_of_the_command_beside_its_words(client: Any) -> None:
    form = page(client, "/check")
    answer = client.post(
        "/check?lang=en", data={"csrf": token(form), "text": DRAFT, "published": "2/11/2025"}, headers=HTML
    )
    assert answer.status_code == 200
    remarks = drafts.check_text(
        DRAFT.replace("\r\n", "\n"), client.app.state.desk.path, published="2025-11-02"
    )
    assert len(re.findall(r'id="remark-\d+"', answer.text)) == len(remarks) >= 2
    assert "".join(words_in(answer.text, "para-text")).startswith("Ông Trump và ông Putin")
    for remark in remarks:
        assert f"w-{remark.at.span.start}-{remark.at.span.end}" in answer.text
        assert remark.line is None or remark.line in answer.text
    assert "understanding k-meeting" in answer.text


def test_a_draft_in_a_file_is_checked_and_an_empty_one_refused_with_its_day_kept(client: Any) -> None:
    form = page(client, "/check")
    data = {"csrf": token(form), "published": "2025-11-02"}
    file = {"file": ("draft.txt", "Mark Ruttte nói.".encode("utf-8-sig"), "text/plain")}
    answer = client.post("/check", data=data, files=file, headers=HTML)
    assert answer.status_code == 200 and "Mark Ruttte nói." in answer.text
    answer = client.post("/check", data={**data, "text": "  "}, headers=HTML)
    assert answer.status_code == 422 and "2025-11-02" in answer.text
    answer = client.post(
        "/check", data={**data, "text": "Ông Trump nói.", "published": "mai kia"}, headers=HTML
    )
    assert answer.status_code == 422 and "Ông Trump nói." in answer.text and "mai kia" in answer.text


def added(client: Any, answer: Any) -> str:
    """The page of a job when it is over."""
    assert answer.status_code == 303, answer.text
    for _ in range(200):
        text = page(client, answer.headers["location"])
        if 'id="progress"' not in text:
            return text
        time.sleep(0.05)
    raise AssertionError("it does not end")


def test_a_pasted_text_is_added_to_the_letter_with_its_date_and_the_reason(ask: Ask) -> None:
    client = ask()
    text = "Ngày 28/10, ông Trump nói:  “Tôi sẽ không gặp ông Putin”.\n\nĐoạn  hai."
    sent = send(
        client,
        "/add",
        page(client, "/add"),
        text=text.replace("\n", "\r\n"),
        outlet="Báo Thử",
        title="Tựa <b>",
        by="",
    )
    shown = added(client, sent)
    report = next(r for r in client.app.state.desk.whole().reports if r.outlet == "Báo Thử")
    assert report.text == text and report.title == "Tựa <b>"
    assert "Tựa &lt;b&gt;" in shown and f"/reports/{report.id}/date" in shown
    assert "no date known" in shown and "nothing gives the year" in shown
    again = send(client, "/add", page(client, "/add"), text=text, outlet="Báo Thử", title="Tựa <b>", by="")
    assert "known, unchanged" in added(client, again)


def test_files_are_added_and_what_is_no_report_is_said_with_the_remedy(ask: Ask) -> None:
    client = ask()
    form = page(client, "/add")
    files = [
        ("files", ("tin.txt", "date 2025-10-29\n\nÔng Putin nói: “Tôi sẵn sàng”.".encode(), "text/plain")),
        ("files", ("ảnh.rtf", b"{\\rtf1}", "application/rtf")),
    ]
    sent = client.post("/add", data={"csrf": token(form)}, files=files, headers=HTML, follow_redirects=False)
    shown = added(client, sent)
    assert "/reports/tin" in shown and "ảnh.rtf" in shown and "plain text" in shown


@pytest.mark.parametrize(("field", "value"), [("published", "32/13/2025"), ("text", "   ")])
def test_what_stands_in_the_form_stays_when_it_is_refused(ask: Ask, field: str, value: str) -> None:
    client = ask()
    given = {"text": "Ông Trump nói gì đó.", "outlet": "Báo <Thử>", field: value}
    answer = send(client, "/add", page(client, "/add"), **given)
    assert answer.status_code == 422
    assert "Báo &lt;Thử&gt;" in answer.text
    assert value.strip() in answer.text and (field == "text" or "Ông Trump nói gì đó." in answer.text)


def test_nobody_adds_to_a_record_that_is_only_read_or_without_the_token(ask: Ask) -> None:
    closed = ask(read_only=True)
    assert closed.get("/add", headers=HTML).status_code == 403
    assert send(closed, "/add", page(closed, "/check"), text="Ông Trump nói.").status_code == 403
    client = ask()
    assert client.post("/add", data={"text": "Ông Trump nói."}, headers=HTML).status_code == 403
    assert len(client.app.state.desk.whole().reports) == 10


def test_the_words_of_the_record_are_verified(client: Any) -> None:
    form = page(client, "/verify")
    answer = client.post("/verify?lang=en", data={"csrf": token(form)}, headers=HTML)
    held = re.search(r"(\d+)/(\d+) citations", answer.text)
    assert held and held[1] == held[2] != "0"
