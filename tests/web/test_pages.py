"""The pages as the server sends them: every link leads somewhere, nothing of a report becomes markup, both languages say everything."""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from tests.web.conftest import Client, client_of

from biennien import app
from biennien.model import Change, Meeting, Report, ReportDate
from biennien.web.pages.headlines import headline_of
from biennien.web.pages.rendering import lit
from biennien.web.phrases import page_words
from biennien.wording import Wording
from biennien.words import load_words

HOSTILE = "<img src=x onerror=alert(1)>\"'&lt;{{ 7*7 }}‮"
FEW = 250  # addresses that are followed


@pytest.fixture
def client(samples: Path) -> Client:
    """A reader who has chosen nothing yet."""
    return client_of(samples)


def links(page: str) -> set[str]:
    found = re.findall(r'(?:href|action|src|hx-get)="(/[^"]*)"', page)
    return {urldefrag(html.unescape(link))[0] for link in found}


def test_every_link_leads_somewhere(client: Client) -> None:
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) < FEW:
        address = waiting.pop(0)
        answer = client.get(address, follow_redirects=False)
        assert answer.status_code in (200, 303), f"{address}: {answer.status_code}"
        if answer.headers.get("content-type", "").startswith("text/html") and answer.status_code == 200:
            new = [link for link in sorted(links(answer.text)) if link not in seen]
            # One of a kind is enough of what there are many of.
            kinds = {
                re.sub(r"[tmcsexp]-[0-9a-f]{6,}|/reports/[^?]+|/speakers/[^?]+|\d", "*", link)
                for link in seen
            }
            for link in new:
                kind = re.sub(r"[tmcsexp]-[0-9a-f]{6,}|/reports/[^?]+|/speakers/[^?]+|\d", "*", link)
                if kind not in kinds:
                    kinds.add(kind)
                    seen.add(link)
                    waiting.append(link)
    assert len(seen) > 30


def test_each_citation_leads_to_words_that_are_marked_there(client: Client) -> None:
    page = client.get("/record?all=1").text
    cited = set(re.findall(r'href="(/reports/[^"#]+)#(w-\d+-\d+)"', page))
    assert len(cited) > 100
    texts = {report: client.get(html.unescape(report)).text for report, _ in cited}
    assert [(r, anchor) for r, anchor in sorted(cited) if f'id="{anchor}"' not in texts[r]] == []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A record of reports that would like to be more than text."""
    folder = tmp_path_factory.mktemp("hostile")
    text = (
        f"Tổng thống Mỹ Donald Trump ngày 16/10 thông báo sẽ gặp Tổng thống Nga Vladimir Putin tại Budapest {HOSTILE}. "
        f"“Chúng tôi sẽ gặp nhau {HOSTILE}”, ông Trump nói.\n\n"
        f"Một quan chức {HOSTILE} giấu tên cho biết cuộc gặp giữa ông Trump và ông Putin đã bị hoãn."
    )
    rows = [
        {"id": f"a{n}{HOSTILE}", "title": f"{HOSTILE} tít", "outlet": f"{HOSTILE} báo", "url": "javascript:alert(1)",
         "published": f"2025-10-1{n + 6}", "text": text + f" Lần {n}."}
        for n in range(2)
    ]  # fmt: skip
    source = folder / "hostile.json"
    source.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    app.add([str(source)], folder / "hostile.sqlite")
    return client_of(folder / "hostile.sqlite")


@pytest.mark.parametrize(
    "path", ["/", "/record", "/record?as_known=2025-10-16", "/record/brief", "/search?q=img"]
)
def test_nothing_of_a_report_becomes_markup(hostile: Client, path: str) -> None:
    answer = hostile.get(path)
    assert answer.status_code == 200
    page = answer.text
    assert "<img" not in page
    assert "49" not in re.findall(r"báo|\b49\b", page)
    assert "‮" not in re.sub(r"<[^>]*>", "", page), "the direction of writing is turned"
    assert 'href="javascript:' not in page
    assert "style=" not in re.sub(r">[^<]*<", "><", page), "the policy forbids styles in elements"
    assert not re.search(r"<script(?! src=)", page)
    assert not re.search(r"\son\w+=", re.sub(r"&quot;|&#\d+;|\"[^\"]*\"", "", re.sub(r">[^<]*<", "><", page)))


def test_what_a_reader_types_comes_back_as_text(client: Client) -> None:
    for path in ("/search", "/record", "/"):
        page = client.get(
            path, params={"q": HOSTILE, "speaker": HOSTILE, "outlet": HOSTILE, "by": HOSTILE}
        ).text
        assert "<img" not in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/stories/t-000000000000", 404),
        ("/stories/t-000000000000/brief", 404),
        ("/record?as_known=ngay-nao-do", 422),
        ("/record/brief?since=chua-biet", 422),
        ("/record/export/phim", 404),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_reader(client: Client, path: str, status: int) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert ("Không tìm thấy" if status == 404 else "Yêu cầu không hợp lệ") in answer.text
    english = client.get(path, headers={"Accept": "text/html"}, cookies={"lang": "en"})
    assert ("There is no such thing" if status == 404 else "The request is not valid") in english.text


def test_an_empty_record_leads_to_adding(ask: Callable[..., Any], tmp_path: Path) -> None:
    page = ask(store=tmp_path / "new.sqlite").get("/").text
    assert 'href="/add"' in page
    assert "Biên niên chưa có bản tin nào" in page


def test_where_there_is_no_record_each_page_says_how_to_begin(
    ask: Callable[..., Any], tmp_path: Path
) -> None:
    client = ask({"Accept": "text/html"}, store=tmp_path / "new.sqlite")
    for path in ("/record", "/record/brief", "/search?q=a"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "/add" in answer.text


def test_a_day_before_all_reports_shows_an_empty_record(client: Client) -> None:
    page = client.get("/record?as_known=2001-01-01")
    assert page.status_code == 200
    assert 'class="chip ' not in page.text


def test_a_choice_is_remembered_and_leads_back_to_this_server_alone(client: Client) -> None:
    answer = client.get(
        "/preferences", params={"lang": "en", "back": "/record?as_known=2025-10-22"}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/record?as_known=2025-10-22"
    assert "lang=en" in answer.headers["set-cookie"]
    for back in (
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/\t/elsewhere.example",
    ):
        answer = client.get("/preferences", params={"theme": "dark", "back": back}, follow_redirects=False)
        assert answer.headers["location"] == "/", back
    answer = client.get("/preferences", params={"lang": "xx", "theme": "neon"}, follow_redirects=False)
    assert "set-cookie" not in answer.headers


def test_the_shared_files_are_sent_once(client: Client) -> None:
    answer = client.get("/shared/page.css")
    assert answer.headers["content-type"].startswith("text/css")
    again = client.get("/shared/page.css", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/shared/page.py").status_code == 404
    assert client.get("/shared/..%2Fpage.py").status_code == 404


def test_the_filters_narrow_the_statements(client: Client) -> None:
    def shown(**asked: str) -> list[str]:
        return re.findall(r'<li id="(s-[0-9a-f]+)"', client.get("/record", params=asked).text)

    everything, putins = shown(), shown(speaker="Vladimir Putin")
    assert 0 < len(putins) < len(everything)
    assert shown(speaker="Vladimir Putin", said="1999-01-01") == []
    assert not set(shown(leaf="2")) & set(shown(leaf="1"))
    assert shown(leaf="999999") == shown(leaf=str(-(-122 // 30))) or shown(leaf="999999")


def test_a_story_is_handed_on_under_a_name_of_its_own(client: Client) -> None:
    story = re.findall(r'href="(/stories/t-[0-9a-f]+)"', client.get("/").text)[0]
    answer = client.get(f"{story}/export/jsonl", params={"as_known": "2025-10-22"})
    name = answer.headers["content-disposition"]
    assert re.match(r"attachment; filename\*=UTF-8''[a-z][a-z0-9]+(-[a-z0-9]+)+\.jsonl$", name)
    assert not name.partition("''")[2].startswith("t-")
    assert name.endswith("2025-10-22.jsonl")
    assert json.loads(answer.text.splitlines()[0])["as_known"] == "2025-10-22"


def test_both_languages_have_the_same_words_with_the_same_blanks() -> None:
    folder = files("biennien.web") / "words"
    names = {lang: {f.name for f in (folder / lang).iterdir()} for lang in ("vi", "en")}
    assert names["vi"] == names["en"]
    for name in sorted(names["vi"]):
        vi, en = (tomllib.loads((folder / lang / name).read_text("utf-8")) for lang in ("vi", "en"))
        assert vi.keys() == en.keys(), name
        for key, text in vi.items():
            assert sorted(re.findall(r"{\w*}", text)) == sorted(re.findall(r"{\w*}", en[key])), (
                f"{name}: {key}"
            )
            assert text.strip(), f"{name}: {key}"


def test_a_number_chooses_its_form_in_english() -> None:
    words = page_words("en")
    assert (
        words["stories.count"].format(n=1) == "1 story" and words["stories.count"].format(n=2) == "2 stories"
    )
    assert words["report.shown"].format(n=0, all=1) == "0 of 1 report"
    bare = r"\{(n|all|reports|statements|plans)\} (reports|stories|statements|meetings|versions|changes|rows)"
    said = [key for key, text in words.items() if re.search(bare, text)]
    assert not said, "a number before a noun that has one form only"


def test_every_word_that_a_template_asks_for_is_there() -> None:
    words = {
        f"{file.name.removesuffix('.toml')}.{key}"
        for file in (files("biennien.web") / "words" / "vi").iterdir()
        for key in tomllib.loads(file.read_text("utf-8"))
    }
    for template in (files("biennien.web") / "templates").iterdir():
        if template.name.endswith(".jinja"):
            asked = set(re.findall(r't\["(\w+\.\w+)"\]', template.read_text("utf-8")))
            assert asked <= words, f"{template.name}: {sorted(asked - words)}"


def test_words_that_were_searched_for_are_marked_and_nothing_else_becomes_markup() -> None:
    assert str(lit("Hoãn cuộc <b>gặp</b>", "hoan gap")) == (
        "<mark>Hoãn</mark> cuộc &lt;b&gt;<mark>gặp</mark>&lt;/b&gt;"
    )
    assert str(lit("<i>", "")) == "&lt;i&gt;"


def test_the_search_finds_with_and_without_diacritics(client: Client) -> None:
    with_them, without = (
        client.get("/search", params={"q": words}).text for words in ("hoãn cuộc gặp", "hoan cuoc gap")
    )
    found = re.findall(r'href="/lines/(s-[0-9a-f]+)"', without)
    assert found
    assert set(re.findall(r'href="/lines/(s-[0-9a-f]+)"', with_them)) <= set(found)
    assert "<mark>hoãn</mark>" in without
    assert "Không tìm thấy gì" in client.get("/search", params={"q": "xyzzy quux"}).text


def test_a_report_without_a_title_or_an_outlet_is_shown_by_its_words(client: Client) -> None:
    reports = client.app.state.desk.whole().reports
    assert any(not r.title and not r.outlet for r in reports)
    story = re.findall(r'href="(/stories/t-[0-9a-f]+)"', client.get("/").text)[0]
    for shown in (client.get(story).text, client.get("/search", params={"q": "Budapest"}).text):
        words = [
            html.unescape(w) for w in re.findall(r'<a href="/reports/[^"]+" class="foreign">([^<]+)<', shown)
        ]
        assert words and not {r.id for r in reports} & {*words}
        sources = [html.unescape(w) for w in re.findall(r'<a class="source"[^>]*>([^<]+?), ', shown)]
        assert sources and not {r.id for r in reports} & {*sources}


def test_a_report_that_was_not_read_is_called_by_its_first_line() -> None:
    text = "  \n\nHai bên hẹn gặp\n(Oslo, 4/5/2026) Bộ Ngoại giao Na Uy nói chưa có ngày nào."
    assert headline_of(Report(id="r", text=text, sha256=""), None) == "Hai bên hẹn gặp"
    assert headline_of(Report(id="r", text=" \n ", sha256=""), None) == "r"


def test_the_note_takes_days_as_people_write_them_and_shows_them_so(client: Client) -> None:
    shown = client.get("/record/brief?lang=vi&since=21/10/2025&as_known=22/10/2025").text
    assert 'type="date"' not in shown
    assert re.findall(r'name="(?:as_known|since)"[^>]* value="([^"]*)"', shown) == [
        "22/10/2025",
        "21/10/2025",
    ]
    assert "as_known=2025-10-22" in shown and "as_known=22" not in shown


def test_the_reports_of_a_story_stand_by_their_days(client: Client) -> None:
    story = re.findall(r'href="(/stories/t-[0-9a-f]+)"', client.get("/").text)[0]
    shown = client.get(story).text.partition('id="reports"')[2]
    dates = {d.report_id: d for d in client.app.state.desk.whole().record.dates}
    days = [dates[i].earliest or "9999" for i in re.findall(r'href="/reports/([^"?]+)"', shown)]
    assert len(days) > 5 and days == sorted(days)


def test_a_plan_that_came_to_nothing_has_no_days_left_and_a_stretch_says_from_when_it_counts() -> None:
    told = Change(
        id="c-1", status="announced", detail=None, effective="2025-10-16", announced_on=None, announced_by=("A",), named=True,
        unnamed=None, via=(), reason=None, condition=None, after_end=False, flags=(), basis="stated", citations=(),
    )  # fmt: skip
    plan = Meeting(
        id="m-1", label="A – B: meeting", participants=("A", "B"), kind="meeting", place=None, planned_for="P2W",
        when=None, status="announced", fate="announced", sides=(), successor_of=None, changes=(told,), window="2025-10-16/2025-10-30",
    )  # fmt: skip
    wording = Wording(say=load_words("vi"))
    assert wording.planned(plan) == "trong 2 tuần từ 16/10/2025"
    assert "30/10/2025" in wording.days_left(plan)
    assert wording.days_left(replace(plan, fate="cancelled")) == ""


def test_a_report_is_dated_in_words() -> None:
    def words(earliest: str | None, latest: str | None, lang: str = "vi", basis: str = "assumed") -> str:
        date = ReportDate(report_id="a", value=None, earliest=earliest, latest=latest, dated_by="inference", why="", basis=basis)  # fmt: skip
        return Wording(say=load_words(lang)).published(date)

    assert words("2025-10-21", "2025-10-26") == "21/10–26/10/2025 (giả định)"
    assert words("2025-12-30", "2026-01-02", basis="stated") == "30/12/2025 – 02/01/2026"
    assert words("2025-11-13", None) == "sớm nhất 13/11/2025"
    assert words(None, "2025-11-13") == "muộn nhất 13/11/2025"
    assert words("2025-11-13", None, "en") == "2025-11-13 at the earliest"
