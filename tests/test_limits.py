"""Every limit acts: what exceeds it is told with its name and its value; a lower and a higher one are obeyed, however they are set."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from biennien import Chronicle, read_files, read_text
from biennien.cli import main
from biennien.ingest import Fetched, ingest
from biennien.model import Issue, Limits, Report
from biennien.model.errors import InputError
from biennien.settings import load_limits, variable_of
from biennien.words import load_words

TEXT = "Hai bên hẹn gặp nhau ở thủ đô vào tuần tới. "
NAMES = [name for name, _, _ in Limits().named()]


def zipped(names: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return file.getvalue()


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><div itemprop='articleBody'>{body}</div></body></html>".encode()


def crawl() -> bytes:
    warcio = pytest.importorskip("warcio.warcwriter", reason="warcio is missing: pip install 'biennien[web]'")
    from warcio.statusandheaders import StatusAndHeaders

    file = io.BytesIO()
    writer = warcio.WARCWriter(file, gzip=False)
    answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            "https://a.example/1",
            "response",
            payload=io.BytesIO(page(f"<p>{TEXT * 5}</p>")),
            http_headers=answer,
        )
    )
    return file.getvalue()


def docx() -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {space}><w:body><w:p><w:r><w:t>{TEXT * 5}</w:t></w:r></w:p></w:body></w:document>"
    return zipped({"word/document.xml": body.encode()})


def feed() -> bytes:
    items = [{"id": str(n), "url": f"https://a.example/{n}", "content_text": TEXT * 6} for n in range(3)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


# Each limit of what is read, with a file that is well within it, and the value that this file exceeds.
READ: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "report.characters": ("a.txt", lambda: (TEXT * 3).encode(), 100),
    "report.bytes": ("a.txt", lambda: (TEXT * 3).encode(), 100),
    "report.list_bytes": ("a.csv", lambda: f"id,text\n1,{TEXT}\n".encode(), 20),
    "archive.files": ("a.zip", lambda: zipped({"a.txt": TEXT.encode(), "b.txt": TEXT.encode() * 2}), 1),
    "archive.bytes": ("a.zip", lambda: zipped({"a.txt": TEXT.encode() * 9}), 300),
    "archive.growth": ("a.txt.gz", lambda: gzip.compress(TEXT.encode() * 22_000), 10),
    "archive.depth": ("a.zip", lambda: zipped({"b.zip": zipped({"a.txt": TEXT.encode()})}), 0),
    "page.depth": ("a.html", lambda: page("<div>" * 30 + f"<p>{TEXT * 5}</p>"), 20),
    "page.elements": ("a.html", lambda: page(f"<p>{TEXT * 5}</p>" + "<b>x</b>" * 50), 40),
    "page.paragraphs": ("a.html", lambda: page(f"<p>{TEXT * 5}</p>" * 5), 4),
    "page.metadata": ("a.html", lambda: page(f"<p>{TEXT * 5}</p>", "<script type='application/ld+json'>{\"@type\": \"NewsArticle\"}</script>"), 10),
    "page.crawled_bytes": ("a.warc", crawl, 100),
    "feed.bytes": ("a.json", feed, 100),
    "feed.entries": ("a.json", feed, 2),
    "document.bytes": ("a.docx", docx, 100),
}  # fmt: skip
ELSEWHERE = ("document.pages", "document.seconds")  # tests/ingest/test_pdf.py
NETWORK = ("fetch", "watch")  # tests/fetch/test_limits.py, tests/test_watch.py


def test_every_limit_has_a_test() -> None:
    assert {name for name in NAMES if name.partition(".")[0] not in NETWORK} == {*READ, *ELSEWHERE}


@pytest.mark.parametrize("name", READ)
def test_what_exceeds_a_limit_is_told_with_its_name_and_its_value(name: str) -> None:
    pytest.importorskip("trafilatura", reason="trafilatura is missing: pip install 'biennien[web]'")
    file, content, value = READ[name]
    data = content()
    known = Limits.of({"archive.depth": 2}) if name == "archive.depth" else Limits()
    within = list(ingest([], given=[(file, data)], limits=known))
    assert within and all(isinstance(found, Report) and not found.issues for found in within)
    found = list(ingest([], given=[(file, data)], limits=Limits.of({name: value})))
    issues = [i for f in found for i in ([f] if isinstance(f, Issue) else f.issues)]
    (issue,) = [i for i in issues if i.code == "too_long"]
    assert f"{name} ({value:,})" in issue.message and name in issue.remedy and "biennien.toml" in issue.remedy
    vietnamese = load_words("vi").told(issue.message)
    assert (
        vietnamese != issue.message
        and name in vietnamese
        and load_words("vi").told(issue.remedy) != issue.remedy
    )


def test_archives_within_archives_share_one_room() -> None:
    inner = zipped({f"{n}.txt": (TEXT * 10).encode() for n in range(3)})
    outer = zipped({"a.zip": inner, "b.zip": inner})
    deep = {"archive.depth": 2}
    assert (
        sum(isinstance(f, Report) for f in ingest([], given=[("o.zip", outer)], limits=Limits.of(deep))) == 6
    )
    for more in ({"archive.files": 6}, {"archive.bytes": len(inner) * 2 + 2500}):
        found = list(ingest([], given=[("o.zip", outer)], limits=Limits.of({**deep, **more})))
        assert 1 <= sum(isinstance(f, Report) for f in found) < 6
        assert any(isinstance(f, Issue) and next(iter(more)) in f.message for f in found)
    assert not any(isinstance(f, Report) for f in ingest([], given=[("o.zip", outer)]))


def test_a_limit_is_set_by_the_option_the_environment_or_the_file(tmp_path: Path) -> None:
    (tmp_path / "biennien.toml").write_text(
        "[limits]\nreport.characters = 10\nfetch.total = 5\n[limits.archive]\nfiles = 7\n"
    )
    environment = {"BIENNIEN_LIMITS_REPORT_CHARACTERS": "20", "BIENNIEN_LIMITS_REPORT_BYTES": "", "PATH": "x"}
    found = load_limits(environment, tmp_path, ["report.characters=3_0", "page.depth = 9"])
    assert (found.report.characters, found.page.depth, found.fetch.total, found.archive.files) == (
        30,
        9,
        5.0,
        7,
    )
    assert load_limits(environment, tmp_path).report.characters == 20
    assert load_limits({}, tmp_path).report.characters == 10
    assert load_limits({}, tmp_path / "none") == Limits()
    assert variable_of("fetch.longest_pause") == "BIENNIEN_LIMITS_FETCH_LONGEST_PAUSE"


@pytest.mark.parametrize(
    ("toml", "environment", "given", "says"),
    [
        ("[limits]\nreport.letters = 1", {}, [], "no limit 'report.letters'"), ("[limits]\nx = 1", {}, [], "no limit 'x'"), ("limits = 1", {}, [], "'limits' is no table"),
        ("[limits", {}, [], "not valid TOML"), ("", {"BIENNIEN_LIMITS_X": "1"}, [], "BIENNIEN_LIMITS_X"), ("", {}, ["report.bytes"], "no whole number"),
        ("", {}, ["report.list_bytes=99999999999999999999"], "no whole number"), ("", {}, ["report.bytes=" + "9" * 5000], "no whole number"),
        ("", {}, ["fetch.read=1e10"], "no number"), ("", {}, ["watch.pages=0"], "no whole number"), ("", {}, ["watch.every=0"], "no number"),
        ("", {}, ["report.bytes=-1"], "no whole number"), ("", {}, ["report.bytes=1.5"], "no whole number"), ("", {}, ["fetch.total=inf"], "no number"),
        ("", {}, ["fetch.total=nan"], "no number"), ("[limits]\nreport.bytes = true", {}, [], "no whole number"), ("[limits]\nreport.bytes = [1]", {}, [], "no whole number"),
        ("", {}, ["=5"], "no limit ''"),
    ],
)  # fmt: skip
def test_a_limit_that_is_none_is_told(
    tmp_path: Path, toml: str, environment: dict[str, str], given: list[str], says: str
) -> None:
    (tmp_path / "biennien.toml").write_text(toml)
    with pytest.raises(InputError) as error:
        load_limits(environment, tmp_path, given)
    assert says in str(error.value) and error.value.where and error.value.remedy


def test_the_command_line_and_python_obey(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT * 3)
    assert main(["add", "a.txt", "--limit", "report.characters=100"]) == 1
    assert "report.characters (100)" in capsys.readouterr().err
    Path("biennien.toml").write_text("[limits]\nreport.characters = 100")
    for arguments in (["add", "a.txt"], ["read", "a.txt"]):
        assert main(arguments) == 1
    assert main(["add", "a.txt", "--limit", "report.characters=1000"]) == 0
    assert main(["check", "a.txt"]) == 2
    assert main(["read", "a.txt", "--limit", "report.x=1"]) == 2
    monkeypatch.setenv("BIENNIEN_LIMITS_REPORT_CHARACTERS", "1000")
    assert main(["read", "a.txt"]) == 0
    few = {"report.characters": 100.0}
    chronicle = Chronicle(tmp_path / "b.sqlite", limits=few)  # neither file nor environment
    assert [i.code for i in chronicle.add("a.txt").issues] == ["too_long"]
    assert not Chronicle(tmp_path / "b.sqlite").add("a.txt").issues
    assert [isinstance(f, Issue) for f in read_files("a.txt", limits=few)] == [True]
    for reading in (lambda: read_text(TEXT * 3, limits=few), lambda: chronicle.check(TEXT * 3)):
        with pytest.raises(InputError, match=re.escape("report.characters (100)")):
            reading()


def test_a_server_holds_what_it_is_given_to_its_limits(tmp_path: Path) -> None:
    testclient = pytest.importorskip(
        "fastapi.testclient", reason="fastapi is missing: pip install 'biennien[serve]'"
    )
    from biennien.web.app import create_app
    from biennien.web.settings import Settings

    limits = Limits.of({"report.characters": 100})
    with testclient.TestClient(
        create_app(Settings(store=tmp_path / "a.sqlite"), limits), base_url="http://localhost:8321"
    ) as client:
        added = client.post("/api/v1/reports", json={"id": "a", "text": TEXT * 3, "outlet": "Báo"})
        assert "report.characters (100)" in added.text
        for way in ("readings", "checks"):
            answer = client.post(f"/api/v1/{way}", json={"text": TEXT * 3})
            assert answer.status_code == 422 and "report.characters (100)" in answer.text


def test_a_fetched_page_is_held_to_them_too() -> None:
    got = Fetched(url="https://a.example/1", kind="text/plain", charset=None, body=(TEXT * 3).encode())
    (issue,) = ingest(
        ["https://a.example/1"], fetch=lambda url: got, limits=Limits.of({"report.characters": 100})
    )
    assert isinstance(issue, Issue) and issue.code == "too_long"


def test_the_page_of_settings_names_every_limit() -> None:
    told = (Path(__file__).parent.parent / "docs" / "reference" / "settings.md").read_text("utf-8")
    for name, value, meaning in Limits().named():
        assert f"| `{name}` | `{variable_of(name)}` | `{value}` | {meaning} |" in told


@pytest.mark.parametrize("limit", [2**53, 2**40])
def test_a_limit_beyond_all_memory_lets_a_file_be_read(
    limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    limits = [f"--limit={name}={limit}" for name in ("report.bytes", "report.list_bytes")]
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.csv").write_text(f"id,text\nb,{TEXT}Khác.\n")
    (tmp_path / "c.html").write_bytes(page(f"<p>{TEXT * 5}</p>"))
    assert main(["--lang", "en", "add", str(tmp_path), "--store", str(tmp_path / "a.sqlite"), *limits]) == 0
    assert "3 reports added" in capsys.readouterr().out
    (tmp_path / "in").write_text(TEXT + "Thêm.")
    with (tmp_path / "in").open() as file:
        monkeypatch.setattr("sys.stdin", file)
        assert main(["add", "-", "--store", str(tmp_path / "b.sqlite"), *limits]) == 0
