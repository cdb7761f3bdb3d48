"""What every form has in common: the same bytes each time, a story with its own lines, a day with no more than was known, citations."""

from __future__ import annotations

import html
import importlib.util
import io
import json
import zipfile
from pathlib import Path

import pytest

from biennien import Chronicle, app, exporting, handing, views
from biennien.forms import ALL, FORMS
from biennien.model import Citation
from biennien.model.errors import InputError

OTHER = "Bộ Ngoại giao Thái Lan hôm 12/11 cho biết hội nghị ngoại trưởng Thái Lan - Campuchia tại Bangkok bị hoãn."


def can(name: str) -> bool:
    return all(importlib.util.find_spec(module) for module in FORMS[name].needs)


MADE = [name for name in FORMS if can(name)]
CASES = [(name, table) for name in MADE for table in (*FORMS[name].tables, ALL) if FORMS[name].tables]
CASES += [(name, None) for name in MADE if not FORMS[name].tables]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handing")
    (folder / "thai.txt").write_text(OTHER, "utf-8")
    app.add([str(app.samples_folder())], folder / "r.sqlite")
    app.add([str(folder / "thai.txt")], folder / "r.sqlite", published="2025-11-13")
    return folder / "r.sqlite"


@pytest.mark.parametrize(("name", "table"), CASES)
def test_the_same_record_gives_the_same_bytes(
    store: Path, tmp_path: Path, name: str, table: str | None
) -> None:
    """In another file, filled in another order, on another day."""
    (tmp_path / "thai.txt").write_text(OTHER, "utf-8")
    again = tmp_path / "again.sqlite"
    app.add([str(tmp_path / "thai.txt")], again, published="2025-11-13")
    app.add([str(app.samples_folder())], again)
    first = exporting.export(store, name, table=table)
    assert first.content
    assert exporting.export(again, name, table=table) == first


@pytest.mark.parametrize("name", [name for name in MADE if name != "html"])
def test_a_story_holds_its_own_lines_and_a_day_no_later_ones(store: Path, name: str) -> None:
    stories = views.stories(store)
    thai = next(s for s in stories if "thai" in s.reports)
    content = _text(exporting.export(store, name, story=thai.id))
    assert "Thái Lan" in content or "Thailand" in content
    assert "Budapest" not in content
    early = _text(exporting.export(store, name, as_known="2025-10-30"))
    assert "Budapest" in early
    assert "Bangkok" not in early


def test_every_line_of_a_story_rests_on_reports_that_are_handed_on_with_it(store: Path) -> None:
    seen = views.whole(store)
    for story in views.stories_of(seen):
        contents = handing.contents_of(seen, story=story)
        names = {r.id for r in contents.reports}
        assert set(story.reports) <= names
        assert contents.cited_reports() <= names


@pytest.mark.parametrize("name", [name for name in MADE if name != "html"])
def test_the_exact_words_and_their_place_survive(store: Path, name: str) -> None:
    """Of the plan that most is told of, at least one citation stands whole, with its report and its paragraph or offsets."""
    plan = max(app.meetings(store), key=lambda meeting: len(meeting.changes))
    text = _text(exporting.export(store, name, lang="en"))
    text = html.unescape(text.replace("\\,", ",").replace("\\_", "_"))

    def stands(citation: Citation) -> bool:
        start = citation.span.start
        places = (
            f"{citation.report_id} §{citation.paragraph}",
            f'start": {start}',
            f"'start': {start}",
            f",{start},",
            f"[{start}:",
        )
        words = " ".join(citation.quote.split())
        return words in text and citation.report_id in text and any(place in text for place in places)

    assert any(stands(citation) for change in plan.changes for citation in change.citations)


@pytest.mark.parametrize("name", MADE)
def test_hostile_reports_are_handed_on_and_run_nowhere(hostile: Path, name: str) -> None:
    """Through the whole way, from the file that was added to the file that is handed on."""
    text = _text(exporting.export(hostile, name, lang="en"))
    assert "Budapest" in text
    assert "<script>alert" not in text
    assert "\nATTENDEE" not in text
    if name not in (
        "jsonl",
        "annotations",
        "jsonld",
        "parquet",
        "html",
    ):  # these keep every letter, escaped where it must be
        assert "\u202e" not in text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {
            "id": "=cmd|'/c calc'!A1",
            "outlet": '=HYPERLINK("http://x.example")',
            "url": "javascript:alert(1)",
            "title": "]]></script><script>alert(1)</script>\r\nER  - ",
            "published": "2025-03-06",
            "text": "Ông Donald Trump hôm 5/3 nói: “Cuộc gặp với ông Vladimir Putin tại Budapest ngày 20/3 đã bị hủy "
            "]]></script><script>alert(1)</script>\u202egnol\u202c \u2028\nATTENDEE:mailto:x@x.example\r\n&amp; " + "dài " * 300 + "”.",
        },
        {"id": "r2", "published": "2025-03-06", "text": "Ông Donald Trump hôm 5/3 hủy cuộc gặp với ông Vladimir Putin tại Budapest ngày 20/3."},
    ]  # fmt: skip
    (folder / "r.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    app.add([str(folder / "r.jsonl")], folder / "r.sqlite")
    assert app.meetings(folder / "r.sqlite")
    return folder / "r.sqlite"


@pytest.mark.parametrize("name", [name for name in MADE if name != "html"])
def test_a_record_without_a_line_has_its_file_too(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("Trời hôm nay nhiều mây.", "utf-8")
    app.add([str(tmp_path / "a.txt")], tmp_path / "r.sqlite")
    assert exporting.export(tmp_path / "r.sqlite", name).content


def test_an_archive_has_every_table(store: Path) -> None:
    made = exporting.export(store, "csv", table=ALL)
    assert (made.media_type, made.suffix, made.binary) == ("application/zip", ".zip", True)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert archive.namelist() == [f"{table}.csv" for table in FORMS["csv"].tables]
        assert archive.read("changes.csv") == exporting.export(store, "csv").content


def test_what_there_is_not_is_refused_with_what_there_is(store: Path) -> None:
    with pytest.raises(InputError, match="no form 'docx'") as error:
        exporting.export(store, "docx")
    assert "xlsx" in error.value.remedy
    with pytest.raises(InputError, match="ics has no table 'changes'"):
        exporting.export(store, "ics", table="changes")
    with pytest.raises(InputError, match="story"):
        exporting.export(store, "ics", story="t-none")


def test_the_python_api_gives_what_the_command_gives(store: Path) -> None:
    made = Chronicle.open(store).export("jsonl", as_known="2025-10-30")
    assert made == exporting.export(store, "jsonl", as_known="2025-10-30")
    assert json.loads(made.content.split(b"\n")[0])["as_known"] == "2025-10-30"


def _text(made: handing.Exported) -> str:
    """All words of a file; of a packed one those of its parts."""
    if made.content[:4] == b"PAR1":
        pq = pytest.importorskip("pyarrow.parquet")
        return str(pq.read_table(io.BytesIO(made.content)).to_pylist())
    if made.content[:2] != b"PK":
        return made.content.replace(b"\r\n ", b"").decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())
