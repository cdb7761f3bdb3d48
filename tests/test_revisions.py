"""A report that its paper changed: what differs, what it meant for the record, and that what was cited before still leads to its words."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.edited import FIRST, READ_AT, SECOND, add, edit, make

from biennien import Chronicle, app, revisions, told, views
from biennien.cli import main
from biennien.model import Effect, Statement
from biennien.model.errors import GoneError, InputError, NotFoundError

testclient = pytest.importorskip("fastapi.testclient")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return edit(make(tmp_path_factory.mktemp("edited") / "a.sqlite"))


def client_of(store: Path) -> Any:
    from biennien.web.app import create_app
    from biennien.web.settings import Settings

    web = create_app(Settings(store=store, lang="en"))
    return testclient.TestClient(web, base_url="http://127.0.0.1:8321", follow_redirects=True)


def run(*arguments: str, code: int = 0) -> str:
    with redirect_stdout(io.StringIO()) as out:
        assert main([*arguments, "--lang", "en"]) == code
    return out.getvalue()


def said(effect: Effect) -> tuple[str, str]:
    """What a statement was before and after."""
    return tuple(
        line.content if isinstance(line, Statement) else "" for line in (effect.before, effect.after)
    )  # type: ignore[return-value]


def test_the_versions_with_their_days(store: Path) -> None:
    one, two = revisions.history(store, "sua").versions
    assert (one.number, one.came_on, one.counts) == (1, "2026-03-02", False)
    # The paper dates both alike; that it had the first words still when they were read bounds the second.
    assert (two.number, two.came_on, two.counts) == (2, "2026-03-02", True)
    assert (one.recorded_at[:10], two.recorded_at[:10]) == ("2026-03-02", "2026-03-04")
    assert (one.report.text, two.report.text) == (FIRST, SECOND)


def test_what_it_meant_for_the_record(store: Path) -> None:
    found = revisions.history(store, "sua").revision
    assert found is not None and [w for w, _, _ in found.particulars] == ["title"]
    by_kind: dict[str, list[Effect]] = {}
    for effect in found.effects:
        by_kind.setdefault(effect.kind, []).append(effect)
    (quotation,) = [e for e in by_kind["reworded"] if e.quotation]
    assert said(quotation) == (
        "Chúng tôi sẽ nói chuyện thẳng thắn với 30 nước",
        "Chúng tôi sẽ nói chuyện thẳng thắn với 50 nước",
    )
    assert [said(e) for e in by_kind["came"]] == [("", "hai bên sẽ chọn ngày khác")]
    (status,) = [e for e in by_kind["changed"] if e.meeting_before and e.meeting_after]
    assert status.before and status.after
    assert (status.before.status, status.after.status) == ("announced", "postponed")  # type: ignore[union-attr]
    (invited,) = [e for e in by_kind["went"] if said(e)[0] == "Tokyo chưa nhận được lời mời"]
    assert invited.elsewhere == ("tin",)


def test_lines_that_came_lead_to_the_record(store: Path) -> None:
    found = revisions.history(store, "sua").revision
    assert found is not None
    ids = {s.id for s in app.statements(store)} | {c.id for m in app.meetings(store) for c in m.changes}
    for effect in found.effects:
        assert effect.line in ids or (effect.after is None and effect.line is None)
    for effect in found.effects:
        for line, version in ((effect.before, found.before), (effect.after, found.after)):
            assert line is None or all(c.holds_in(version.report.text) for c in line.citations)


def test_versions_by_name_in_any_order_and_what_is_none(store: Path) -> None:
    sha = revisions.versions_of(store, "sua")[0].report.sha256
    back = revisions.history(store, "su", "2", sha[:8]).revision
    assert back is not None and (back.before.number, back.after.number) == (2, 1)
    assert revisions.history(store, "tin").revision is None
    for first, last in (("1", "1"), ("3", None), ("abc", None), (None, "0")):
        with pytest.raises(InputError) as error:
            revisions.history(store, "sua", first, last)
        assert error.value.remedy
    with pytest.raises(NotFoundError):
        revisions.history(store, "nothing")


def test_the_first_version_against_itself_by_default_is_none(store: Path) -> None:
    assert revisions.history(store, "sua", last="1").revision is None


def test_all_ways_in_tell_the_same(store: Path) -> None:
    printed = json.loads(run("versions", "sua", "--json", "--store", str(store)))
    assert told(Chronicle(store).versions("sua")) == printed
    assert client_of(store).get("/api/v1/reports/sua/versions").json() == printed
    words = run("versions", "sua", "--store", str(store))
    assert "version 2 (counts)" in words and "[-30-] {+50+}" in words and "quotation reworded" in words
    one = run("versions", "tin", "--store", str(store))
    assert "There is one version of it." in one


def test_the_page_shows_both_versions_and_obeys_neither(tmp_path: Path) -> None:
    store = make(tmp_path / "a.sqlite")
    add(store, f"{SECOND}\n<script>alert(1)</script> “<b>x</b>” \u202e]]> {{{{ 7*7 }}}}", at=READ_AT[2])
    page = client_of(store).get("/reports/sua/versions?from=1&to=2").text
    assert "<del>30</del><ins>50</ins> nước" in page
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "\u202e" not in page
    assert "{{ 7*7 }}" in unescape(page)
    assert "http" not in re.sub(r'href="[^"]*"', "", page.split("<main")[1].split("</main")[0])


# What was cited before the edit still leads to its words after it.


@pytest.fixture
def linked(tmp_path: Path) -> tuple[Path, list[tuple[str, str]], dict[str, str]]:
    """A record with every link to words on its pages, and the ids of its lines with their words, as they were before the edit."""
    store = make(tmp_path / "a.sqlite")
    client = client_of(store)
    pages = ["/record?all=1", "/record/brief", "/reports/sua", "/search?q=Macron"]
    lines = {s.id: s.citations[0].quote for s in app.statements(store)}
    lines |= {c.id: c.citations[0].quote for m in app.meetings(store) for c in m.changes}
    pages += [f"/lines/{line}" for line in lines]
    links = {
        link
        for page in pages
        for link in re.findall(r'href="(/reports/[^"]*[?&;]words=[^"]*#w-[^"]*)"', client.get(page).text)
    }
    found = []
    for link in map(unescape, sorted(links)):
        if link.startswith("/reports/sua"):
            start, end = map(int, re.findall(r"#w-(\d+)-(\d+)", link)[0])
            found.append((link, FIRST[start:end]))
    return edit(store), found, lines


def test_links_lead_to_the_very_words(linked: tuple[Path, list[tuple[str, str]], dict[str, str]]) -> None:
    store, links, _ = linked
    client = client_of(store)
    assert len(links) >= 5
    kinds = set()
    for link, quote in links:
        page = client.get(link).text
        anchor = link.partition("#")[2]
        assert f'id="{anchor}"' in page, link
        main_part = page.split('<div class="leaf"')[1]
        after = re.sub(r"<[^>]*>", "", unescape(main_part.split(f'id="{anchor}"')[1].partition(">")[2]))
        assert " ".join(after.split()).startswith(" ".join(quote.split())[:30]), link
        old = "This is version 1" in page
        kinds.add((old, "the present version does not have them" in page))
        assert old == (SECOND[slice(*map(int, re.findall(r"#w-(\d+)-(\d+)", link)[0]))] != quote)
    assert (True, True) in kinds


def test_the_same_place_with_other_words_is_not_taken_for_it(tmp_path: Path) -> None:
    """30 and 50 have the same length: the place is cited in both versions, and a link made before must not show the other number."""
    store = make(tmp_path / "a.sqlite")
    start = FIRST.index("“Chúng")
    quote = FIRST[start : FIRST.index("”", start) + 1]
    name = revisions.name_of_words(start, start + len(quote), quote)
    add(store, FIRST.replace("30 nước", "50 nước"), at=READ_AT[2])
    page = client_of(store).get(f"/reports/sua?words={name}").text
    assert "This is version 1" in page and "30 nước" in page and "50 nước" not in page
    versions = revisions.versions_of(store, "sua")
    assert revisions.cut_by_name(versions, name.replace(name[-4:], "0000")) is None
    assert (
        "No version of this report"
        in client_of(store).get(f"/reports/sua?words={start}-{start + 5}-000000000000").text
    )


def test_words_that_only_moved_are_shown_where_they_were_and_where_they_are(tmp_path: Path) -> None:
    store = make(tmp_path / "a.sqlite")
    quote = "Thời tiết ở Geneva hôm nay có mưa"
    start = FIRST.index(quote)
    edit(store)
    cut = revisions.cut_by_name(
        revisions.versions_of(store, "sua"), revisions.name_of_words(start, start + len(quote), quote)
    )
    assert cut is not None and cut.version.number == 1 and cut.now is not None
    assert cut.now.cut(SECOND) == quote and cut.now.start != start


def test_ids_of_lines_lead_to_their_version(
    linked: tuple[Path, list[tuple[str, str]], dict[str, str]],
) -> None:
    store, _, lines = linked
    gone = 0
    for line, quote in lines.items():
        try:
            Chronicle(store).show(line)
        except GoneError as error:
            gone += 1
            assert f"biennien show {line} --version" in error.remedy
            shown = Chronicle(store).show(line, version="1")
            assert any(quote in passage["text"] for passage in shown["passages"])  # type: ignore[attr-defined]
            assert shown["version"] == {
                "number": 1,
                "sha256": revisions.versions_of(store, "sua")[0].report.sha256,
                "counts": False,
            }
            assert Chronicle(store).explain(line, version="1")["version"] == shown["version"]
    assert gone >= 2


def test_an_old_version_is_shown_with_what_the_present_one_has_of_it(store: Path) -> None:
    shown = json.loads(run("show", "sua", "--version", "1", "--json", "--store", str(store)))
    marks = [
        (FIRST[a:b], now) for p in shown["passages"] for (a, b), now in zip(p["marks"], p["now"], strict=True)
    ]
    assert any(now is None and "30 nước" in words for words, now in marks)
    for words, now in marks:
        assert now is None or SECOND[now[0] : now[1]] == words
    assert client_of(store).get("/api/v1/lines/sua?version=1").json() == shown
    text = client_of(store).get("/api/v1/reports/sua?version=1").json()
    assert (text["text"], text["sha256"]) == (FIRST, shown["version"]["sha256"])
    page = client_of(store).get("/reports/sua?version=1").text
    assert "This is version 1" in page and "30 nước" in page and "correct-date" not in page
    assert "version 1" in run("show", "sua", "--version", "1", "--store", str(store))


def test_verify_holds_the_words_of_former_lines(store: Path) -> None:
    found = app.verify(store)
    assert found.failures == () and found.former == found.former_held > 0
    assert f"{found.former}/{found.former} words of former lines" in run("verify", "--store", str(store))


def test_verify_tells_of_words_that_no_version_has(tmp_path: Path) -> None:
    import sqlite3

    store = edit(make(tmp_path / "a.sqlite"))
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE former_ids SET quote = quote || ' nữa' WHERE kind = 'statement'")
    connection.close()
    found = app.verify(store)
    assert found.former_held < found.former and any("no version of sua" in words for words in found.failures)


@pytest.mark.parametrize(
    ("changed", "came"),
    [
        (None, "2026-03-02"),
        ("2026-03-03T10:00:00+07:00", "2026-03-03"),
        ("2099-01-01T00:00:00Z", "2026-03-04"),
    ],
)
def test_a_day_has_the_version_that_was_there(tmp_path: Path, changed: str | None, came: str) -> None:
    """By the page's own word, but not by a clock that goes ahead; else from the last day on which the words before were there still."""
    store = make(tmp_path / "a.sqlite")
    add(store, SECOND, at=READ_AT[2], **({"updated": changed} if changed else {}))
    assert revisions.versions_of(store, "sua")[1].came_on == came
    for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
        wanted = 2 if day >= came else 1
        reports = {r.id: r.version for r, _ in app.reports(store, as_known=day)}
        assert reports["sua"] == wanted, day
        texts = {s.content for s in app.statements(store, as_known=day)}
        assert any("30 nước" in t for t in texts) == (wanted == 1)


def test_a_version_seen_later_is_not_known_before_the_one_before_was_read(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    add(store, FIRST, at=READ_AT[2])
    add(store, SECOND, at=READ_AT[2].replace(day=9))
    assert [v.came_on for v in revisions.versions_of(store, "sua")] == ["2026-03-02", "2026-03-04"]
    assert [r.version for r, _ in app.reports(store, as_known="2026-03-03")] == [1]
    whole = views.whole(store, "2026-03-03")
    from biennien.desk import Desk

    assert Desk(store).part(["sua"], "2026-03-03").record.statements == whole.record.statements


def test_the_note_and_the_front_page_tell_of_it(store: Path) -> None:
    seen = views.whole(store)
    brief = revisions.brief(store, seen, "2026-03-01")
    (revision,) = brief.revised
    assert revision.report_id == "sua"
    note = Chronicle(store).note(since="2026-03-01")
    assert "## Sửa sau khi đăng" in note and "30 nước" in note and "50 nước" in note
    assert revisions.brief(store, seen, "2026-03-05").revised == ()
    assert "Sửa sau khi đăng" not in Chronicle(store).note(since="2026-03-05")
    client = client_of(store)
    assert client.get("/api/v1/brief?since=2026-03-01").json() == told(
        Chronicle(store).brief(since="2026-03-01")
    )
    assert "Changed after publication" in client.get("/").text
    assert "changed after publication" in client.get("/reports").text


def test_the_note_has_the_latest_of_many_changed_reports(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "_MOST", 1)
    seen = views.whole(store)
    (revision,) = revisions.revised(store, seen, "2026-03-01")
    assert revision.report_id == "sua"
    assert revisions.revised(store, seen, "2026-03-05") == ()


def test_an_edit_without_a_word_is_said_to_be_none(tmp_path: Path) -> None:
    store = make(tmp_path / "a.sqlite")
    add(store, FIRST.replace(" ", "  "), at=READ_AT[2])
    found = revisions.history(store, "sua").revision
    assert found is not None and found.only_letters and not found.touched
    assert "No word differs" in run("versions", "sua", "--store", str(store))


def test_a_report_goes_by_every_id_that_it_had(tmp_path: Path) -> None:
    store = make(tmp_path / "a.sqlite")
    add(store, SECOND, at=READ_AT[2], id="an")
    assert {r.id for r, _ in app.reports(store)} == {"an", "tin"}
    assert [v.number for v in revisions.versions_of(store, "sua")] == [1, 2]


def test_a_report_that_is_not_read_has_versions_too(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    for text in (
        "The meeting was put off.\nNobody said why.",
        "The meeting was called off.\nNobody said why.",
    ):
        add(store, text, language="en")
    found = revisions.history(store, "sua").revision
    assert found is not None and [e.kind for e in found.touched] == ["changed"] and found.effects == ()
