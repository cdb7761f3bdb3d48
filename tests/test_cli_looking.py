"""Looking into the record from the command line: timeline, show, explain, a quotation by its wording; in both languages."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from biennien import Chronicle, app, cli


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "mau.sqlite"
    app.add([str(app.samples_folder())], path)
    return path


@pytest.fixture
def run(store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("BIENNIEN_STORE", str(store))
    monkeypatch.setenv("BIENNIEN_LANG", "en")

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        code = cli.main(list(arguments))
        return Done(code, *capsys.readouterr())

    return run


def test_the_timeline_goes_day_by_day_and_gives_nothing_a_day(run: Run) -> None:
    rows = json.loads(run("timeline", "--json").out)
    changes = {c["id"]: c for m in json.loads(run("meetings", "--json").out) for c in m["changes"]}
    assert set(changes) <= {row["id"] for row in rows}
    for row in rows:
        if row["kind"] != "statement":
            change = changes[row["id"]]
            assert row["day"] == (change["effective"] or change["announced_on"])
    days = [row["day"] for row in rows if row["day"] and len(row["day"]) == 10 and row["day"][0] != "X"]
    assert days == sorted(days)
    out = run("timeline").out
    assert "WITHOUT A DAY" in out
    assert out.index("2025-10-22") < out.index("2025-10-25") < out.index("WITHOUT A DAY")
    early = json.loads(run("timeline", "--as-known", "2025-10-21", "--json").out)
    assert 0 < len(early) < len(rows)
    assert all(row["status"] != "cancelled" for row in early if row["day"] and row["day"] <= "2025-10-20")


def test_every_line_is_shown_and_explained_by_the_beginning_of_its_id(run: Run) -> None:
    meetings = json.loads(run("meetings", "--json").out)
    statements = json.loads(run("statements", "--json").out)
    lines = [meetings[0], meetings[0]["changes"][0], statements[0]]
    for line, kind in zip(lines, ("meeting", "change", "statement"), strict=True):
        shown = json.loads(run("show", line["id"], "--json").out)
        assert (shown["schema"], shown["id"], shown["kind"]) == ("biennien/1", line["id"], kind)
        assert {k: shown["line"][k] for k in line} == line
        cited = {
            (c["report"], c["start"], c["end"])
            for c in (
                [c for change in line["changes"] for c in change["citations"]]
                if kind == "meeting"
                else line["citations"]
            )
        }
        marked = {(p["report"], *mark) for p in shown["passages"] for mark in p["marks"]}
        assert cited <= marked
        for passage in shown["passages"]:
            assert len(passage["text"]) == passage["end"] - passage["start"]
        assert run("show", line["id"][:10]).code == 0
        tree = json.loads(run("explain", line["id"], "--json").out)
        assert (tree["schema"], tree["id"]) == ("biennien/1", line["id"])
        assert set(tree) == {"schema", "id", "what", "rule", "basis", "citations", "from"}
        assert "└ " in run("explain", line["id"]).out


def test_a_report_is_shown_whole_and_its_date_explained(run: Run) -> None:
    shown = json.loads(run("show", "04", "--json").out)
    text = (app.samples_folder() / "04_huy.txt").read_text("utf-8")
    assert (shown["id"], shown["kind"]) == ("04_huy", "report")
    for passage in shown["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["text"]
    assert any(passage["marks"] for passage in shown["passages"])
    assert "⟦" in run("show", "04_huy").out
    assert (
        run("explain", "04_huy").out.startswith("?report 04_huy is of ")
        or "04_huy" in run("explain", "04_huy").out
    )


def test_the_ids_that_are_printed_are_enough(run: Run) -> None:
    import re

    for command in ("meetings", "timeline", "statements"):
        ids = set(re.findall(r"\b[mcs]-[0-9a-f]+\b", run(command).out))
        assert len(ids) > 5
        for found in sorted(ids)[::7]:
            assert run("show", found).code == 0, found


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("khong-co", "nothing in the record has an id that begins with 'khong-co'."),
        ("", "nothing in the record has an id that begins with ''."),
        ("m-", "ids begin with 'm-': m-"),
    ],
)
def test_an_id_that_leads_nowhere_or_to_many(run: Run, wanted: str, words: str) -> None:
    for command in ("show", "explain"):
        done = run(command, wanted)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
    assert "mã bắt đầu bằng" in run("--lang", "vi", "show", wanted).err


def test_a_quotation_is_found_by_its_wording(run: Run) -> None:
    statements = json.loads(run("statements", "--json").out)
    quoted = next(s for s in statements if s["manner"] == "direct" and len(s["content"].split()) > 7)
    words = quoted["content"].split()
    without_one = " ".join(words[:3] + words[4:])
    found = json.loads(run("statements", "--like", without_one, "--json").out)
    assert found[0]["content"] == quoted["content"]
    assert json.loads(run("statements", "--like", "xyzzy", "--json").out) == []
    by = quoted["speaker"][0]
    assert (
        json.loads(run("statements", "--by", by, "--like", without_one, "--json").out)[0]["id"]
        == quoted["id"]
    )


def test_the_python_api_gives_what_the_command_line_prints(run: Run, store: Path) -> None:
    chronicle = Chronicle.open(store)
    assert chronicle.timeline(as_known="2025-10-22") == json.loads(
        run("timeline", "--as-known", "2025-10-22", "--json").out
    )
    found = chronicle.statements(like="gap lai nhau")
    assert [s.id for s in found] == [
        s["id"] for s in json.loads(run("statements", "--like", "gap lai nhau", "--json").out)
    ]
    line = chronicle.meetings()[0].id
    assert chronicle.show(line) == json.loads(run("show", line, "--json").out)
    assert chronicle.explain(line) == json.loads(run("explain", line, "--json").out)


def test_the_language_changes_the_tables_and_never_the_json(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = [
        ("meetings",),
        ("statements",),
        ("reports",),
        ("timeline",),
        ("explain", "04"),
        ("show", "04"),
    ]
    for command in commands:
        english, vietnamese = run("--lang", "en", *command), run("--lang", "vi", *command)
        assert english.out != vietnamese.out
        monkeypatch.setenv("BIENNIEN_LANG", "vi")
        assert run(*command).out == vietnamese.out
        assert run(*command, "--json").out == run("--lang", "en", *command, "--json").out
        monkeypatch.setenv("BIENNIEN_LANG", "en")


def test_a_vietnamese_reader_finds_no_english(run: Run) -> None:
    for words in ("Điện Kremlin", "hủy", "hoãn", "NHỮNG GÌ ĐÃ DIỄN RA", "lời cuối của mỗi bên", "22/10/2025"):
        assert words in run("--lang", "vi", "meetings").out, words
    for command in ("meetings", "statements", "timeline", "reports"):
        out = run("--lang", "vi", command).out
        for word in (
            "no day",
            "United States",
            "postponed",
            "cancelled",
            "unnamed",
            "report of",
            "Not before",
        ):
            assert word not in out, (command, word)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--help",), ("Cách dùng: biennien", "Tùy chọn:", "Lệnh:", "Hiện trợ giúp này rồi thoát.")),
        (("add", "--help"), ("Đưa bản tin vào biên niên", "mặc định: biennien.sqlite")),
        (("timeline", "-h"), ("theo từng ngày",)),
        (("add",), ("Cách dùng: biennien add", "lỗi: thiếu PATH...")),
        (("tiem-kiem",), ("lỗi: không có lệnh 'tiem-kiem'.",)),
        (("meetings", "--json-l"), ("lỗi: không có tùy chọn --json-l. Có phải ý bạn là --json?",)),
        (("meetings", "--store"), ("lỗi: tùy chọn '--store' cần một giá trị.",)),
        (("meetings", "--as-known", "mai"), ("lỗi: --as-known: 'mai' không phải là ngày. Hãy viết như",)),
        (("add", "x.txt", "--published", "mai"), ("lỗi: --published: 'mai' không phải ngày tháng",)),
        (("meetings", "--store", "none.sqlite"), ("none.sqlite: ở đây chưa có biên niên. Tạo mới:",)),
        (("read", "none.txt"), ("lỗi: none.txt: không có tệp hoặc thư mục này. Hãy kiểm tra đường dẫn.",)),
        (("--lang", "xx", "meetings"), ("lỗi: --lang: 'xx' không nằm trong 'en', 'vi'.",)),
    ],
)
def test_help_and_errors_in_vietnamese(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("BIENNIEN_LANG", "vi")
    done = run(*arguments)
    told = " ".join((done.out + done.err).split())
    for expected in words:
        assert expected in told


def test_lang_stands_anywhere(run: Run) -> None:
    assert run("meetings", "--help", "--lang=vi").out.startswith("Cách dùng:")
    assert run("--lang", "vi", "--help").out.startswith("Cách dùng:")
    assert run("--help").out.startswith("Usage:")


def test_the_stories_hold_every_report_once(run: Run) -> None:
    rows = json.loads(run("stories", "--json").out)
    reports = [r["id"] for r in json.loads(run("reports", "--json").out)]
    assert sorted(r for row in rows for r in row["reports"]) == sorted(reports)
    assert all(row["first"] <= row["last"] for row in rows if row["first"])
    done = run("stories")
    assert done.code == 0 and rows[0]["id"] in done.out
    early = json.loads(run("stories", "--as-known", "2025-10-21", "--json").out)
    assert 0 < sum(len(row["reports"]) for row in early) < len(reports)


def test_the_brief_is_markdown_whose_footnotes_lead_to_words(run: Run) -> None:
    done = run("brief")
    assert done.code == 0 and done.out.startswith("# Note of ")
    used = set(re.findall(r"\[\^(\d+)\](?!:)", done.out))
    assert used and used == set(re.findall(r"^\[\^(\d+)\]:", done.out, re.MULTILINE))
    whole = run("brief", "--since", "2025-10-01").out
    assert len(whole) > len(done.out)
    page = run("brief", "--html").out
    assert page.startswith("<!doctype html>") and "<script" not in page
    assert run("brief", "--since", "hôm qua").code == 2


def test_a_draft_is_checked_from_a_file_and_from_standard_input(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = tmp_path / "draft.txt"
    stale.write_text("Tổng thống Mỹ Donald Trump sẽ gặp Tổng thống Nga Vladimir Putin tại Budapest.", "utf-8")
    done = run("check", str(stale), "--published", "2025-11-20")
    assert done.code == 1 and "cancelled" in done.out and "1:1" in done.out
    rows = json.loads(run("check", str(stale), "--published", "2025-11-20", "--json").out)
    assert [row["kind"] for row in rows] == ["status"] and rows[0]["against"]
    clean = tmp_path / "clean.txt"
    clean.write_text("Trời hôm nay nhiều mây, gió nhẹ.", "utf-8")
    assert run("check", str(clean)).code == 0
    assert run("check").code == 2 and run("check", str(clean), "--clipboard").code == 2
    assert run("check", str(tmp_path / "none.txt")).code == 2


def test_the_differences_show_each_side(run: Run) -> None:
    rows = json.loads(run("differences", "--json").out)
    assert all(len(row["sides"]) > 1 and row["why"] for row in rows)
    done = run("differences")
    assert done.code == 0 and done.out.rstrip().endswith(f"{len(rows)} differences.")
    one = rows[0]["kind"]
    assert {r["kind"] for r in json.loads(run("differences", "--kind", one, "--json").out)} == {one}


def test_the_record_can_be_narrowed(run: Run) -> None:
    every = {row["id"]: row for row in json.loads(run("statements", "--json").out)}
    unnamed = json.loads(run("statements", "--unnamed", "--json").out)
    assert unnamed and all(not row["named"] and row["unnamed"] for row in unnamed)
    with_lavrov = json.loads(run("meetings", "--with", "lavrov", "--json").out)
    assert with_lavrov and all("Sergey Lavrov" in m["participants"] for m in with_lavrov)
    assert len(with_lavrov) < len(json.loads(run("meetings", "--json").out))
    via = next(r["chain"][0]["who"] for r in every.values() if len(r["chain"]) > 1 and r["chain"][0]["named"])
    through = json.loads(run("statements", "--via", via, "--json").out)
    assert through and all(any(link["who"] == via for link in row["chain"]) for row in through)
    story = json.loads(run("stories", "--json").out)[0]
    told = json.loads(run("timeline", "--story", story["id"][:5], "--json").out)
    assert told and {c["report"] for row in told for c in row["citations"]} & {*story["reports"]}
    assert run("timeline", "--story", "t-none").code == 2
