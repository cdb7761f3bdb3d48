"""What changes the record, and what is sent and not kept, comes out the same by each way in."""

from __future__ import annotations

import io
import json
import re
import shutil
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import biennien
from biennien import Chronicle, app, told
from biennien.cli import main
from biennien.forms import FORMS

testclient = pytest.importorskip("fastapi.testclient")
Client = Any
PAGE = "http://127.0.0.1:8321"
GOLD = [
    {
        "id": "g1",
        "text": "Ngày 2/3, Tổng thống Pháp Emmanuel Macron nói sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva.",
        "published": "2026-03-02",
        "names": [{"start": 25, "end": 40, "type": "PER", "entity": "Emmanuel Macron"}],
        "timex": [{"start": 0, "end": 8, "type": "DATE", "value": "2026-03-02"}],
    }
]
SENT = [
    {"id": "tin-1", "published": "2026-03-02", "text": "Tổng thống Pháp Emmanuel Macron ngày 2/3 thông báo sẽ gặp Thủ tướng Nhật Bản Sanae Takaichi tại Geneva vào ngày 20/3."},
    {"id": "tin-2", "text": "Ngày 8/3, Tổng thống Pháp Emmanuel Macron tuyên bố hủy cuộc gặp với Thủ tướng Nhật Bản Sanae Takaichi tại Geneva."},
]  # fmt: skip
DRAFT = "Ông Trump và ông Putin sẽ gặp nhau tại Budapest vào tuần tới."


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("parity") / "samples.sqlite"
    app.add([str(app.samples_folder())], store)
    return store


@pytest.fixture(scope="module")
def client(samples: Path) -> Client:
    return client_of(samples)


def client_of(store: Path) -> Client:
    from biennien.web.app import create_app
    from biennien.web.settings import Settings

    return testclient.TestClient(create_app(Settings(store=store)), base_url=PAGE, follow_redirects=True)


def run(*arguments: str, code: int = 0) -> str:
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")) as out:
        assert main([*arguments, "--lang", "vi"]) == code
        out.flush()
        return out.buffer.getvalue().decode()  # type: ignore[attr-defined]


# What is sent and not kept.


def test_a_reading_is_the_same(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "tin.json"
    file.write_text(json.dumps(SENT[0], ensure_ascii=False), "utf-8")
    printed = json.loads(run("read", str(file)))
    assert [told(found) for found in biennien.read_files(file)] == [printed]
    assert client.post("/api/v1/readings", json=SENT[0]).json() == printed
    page = client.post(
        "/check", data={"text": SENT[0]["text"], "published": "2026-03-02", **token(client, "/check")}
    )
    assert page.status_code == 200
    assert len(re.findall(r'class="understanding', page.text)) >= len(printed["names"])


def test_the_remarks_on_a_draft_are_the_same(samples: Path, client: Client, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text(DRAFT, "utf-8")
    printed = json.loads(
        run("check", str(file), "--published", "2025-10-30", "--json", "--store", str(samples), code=1)
    )
    remarks = Chronicle(samples).check(DRAFT, published="2025-10-30")
    assert [(r.kind, r.line, r.at.quote) for r in remarks] == [
        (p["kind"], p["line"], p["at"]["quote"]) for p in printed
    ]
    assert (
        client.post("/api/v1/checks", json={"text": DRAFT, "published": "2025-10-30"}).json()["items"]
        == printed
    )
    page = client.post("/check", data={"text": DRAFT, "published": "2025-10-30", **token(client, "/check")})
    assert page.status_code == 200
    assert all(f'id="remark-{n}"' in page.text for n in range(1, len(printed) + 1))
    assert f'id="remark-{len(printed) + 1}"' not in page.text


def test_scores_are_the_same(client: Client, tmp_path: Path) -> None:
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in GOLD), "utf-8")
    empty = [{"id": "g1", "names": [], "timex": []}]
    predicted.write_text(json.dumps(empty[0]) + "\n", "utf-8")
    for arguments, given, sent in (
        ([], (gold,), {"gold": GOLD}),
        (["--predicted", str(predicted)], (gold, predicted), {"gold": GOLD, "predicted": empty}),
    ):
        printed = json.loads(run("evaluate", str(gold), *arguments, "--json"))
        assert told(biennien.evaluate(*given)) == printed
        assert client.post("/api/v1/evaluations", json=sent).json() == printed


def test_the_check_of_the_file_is_the_same(samples: Path, client: Client) -> None:
    printed = run("verify", "--store", str(samples))
    found = Chronicle(samples).verify()
    asked = client.get("/api/v1/verification").json()
    assert (asked["citations"], asked["citations_held"]) == (found.citations, found.citations_held)
    assert (asked["spans"], asked["spans_held"]) == (found.spans, found.spans_held)
    for number in (found.citations, found.spans):
        assert str(number) in printed.replace(".", "")


def test_the_note_is_the_same(samples: Path, client: Client) -> None:
    markdown = run("brief", "--since", "2025-10-20", "--store", str(samples))
    assert Chronicle(samples).note(since="2025-10-20") == markdown
    page = run("brief", "--since", "2025-10-20", "--html", "--store", str(samples))
    assert Chronicle(samples).note(since="2025-10-20", as_page=True) == page
    shown = client.get("/record/brief?since=2025-10-20&lang=vi")
    notes = len(re.findall(r"(?m)^\[\^\d+\]:", markdown))
    assert notes > 5
    assert len(re.findall(r'<li id="n\d+"', shown.text)) == notes


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_file_to_hand_on_is_the_same(samples: Path, client: Client, tmp_path: Path, form: str) -> None:
    file = tmp_path / "out"
    table = ["--table", FORMS[form].tables[0]] if FORMS[form].tables else []
    options = {"table": table[1]} if table else {}
    where = [str(file)] if form == "html" else ["-o", str(file)]
    run("export", form, *where, *table, "--store", str(samples))
    content = file.read_bytes()
    assert Chronicle(samples).export(form, **options).content == content
    assert client.get(f"/api/v1/exports/{form}", params={**options, "lang": "vi"}).content == content
    assert client.get(f"/record/export/{form}", params={**options, "lang": "vi"}).content == content
    if form == "html":
        assert Chronicle(samples).page().encode() == content


# What changes the record.


def state(store: Path) -> list[Any]:
    """Decisions, reports, meetings and statements of a record, but for the instants and ids of decisions and the folders of files."""
    chronicle = Chronicle(store)
    decided = [
        {k: v for k, v in row.items() if k not in ("id", "recorded_at", "of", "ended_by")}
        for row in told(chronicle.decisions())
    ]
    reports = told(chronicle.reports())
    for row in reports:
        row["decisions"] = len(row["decisions"])
        row["issues"] = [{**issue, "where": Path(issue["where"]).name} for issue in row["issues"]]
    told_of = [decided, reports, told(chronicle.meetings()), told(chronicle.statements())]
    return json.loads(re.sub(r"\bd-[0-9a-f]+", "d-", json.dumps(told_of)))


def token(client: Client, page: str) -> dict[str, str]:
    """What a form of a page carries."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(page).text)
    assert found, page
    return {"csrf": found[1]}


def by_command(store: Path, decision: tuple[Any, ...]) -> None:
    kind, line, value = decision
    arguments = {
        "correct": ["correct", line, "--published", value],
        "dated": ["decide", "dated", line, value],
        "withdraw": ["withdraw", line],
        "undo": ["undo", line],
    }.get(kind, ["decide", kind, line, *([value] if value else [])])
    run(*arguments, "--by", "Lan", "--reason", "vì thế", "--store", str(store))


def by_python(store: Path, decision: tuple[Any, ...]) -> None:
    kind, line, value = decision
    chronicle, signed = Chronicle(store), {"by": "Lan", "reason": "vì thế"}
    if kind in ("correct", "dated"):
        chronicle.correct(line, published=value, **signed)
    elif kind in ("withdraw", "undo"):
        getattr(chronicle, kind)(line, **signed)
    else:
        chronicle.decide(kind, line, value, **signed)


def by_rest(store: Path, decision: tuple[Any, ...]) -> None:
    kind, line, value = decision
    signed = {"by": "Lan", "reason": "vì thế"}
    path, body = "/decisions", {"kind": kind, "line": line, **({"value": value} if value else {})}
    if kind in ("correct", "dated"):
        body = {"kind": "correct", "report": line, "published": value}
    elif kind == "withdraw":
        body = {"kind": kind, "report": line}
    elif kind == "undo":
        path, body = f"/decisions/{line}/undo", {}
    answer = client_of(store).post(f"/api/v1{path}", json={**body, **signed})
    assert answer.status_code == 201, answer.text


def by_page(store: Path, decision: tuple[Any, ...]) -> None:
    kind, line, value = decision
    client = client_of(store)
    path, fields = f"/lines/{line}/decide", {"kind": kind, **({"value": value} if value else {})}
    form = f"/lines/{line}"
    if kind in ("correct", "dated"):
        path, fields, form = f"/reports/{line}/date", {"published": value}, f"/reports/{line}"
    elif kind == "withdraw":
        path, fields, form = f"/reports/{line}/withdraw", {}, f"/reports/{line}"
    elif kind == "undo":
        path, fields, form = f"/decisions/{line}/undo", {}, "/check"
    answer = client.post(path, data={**fields, "by": "Lan", "reason": "vì thế", **token(client, form)})
    assert answer.status_code == 200, answer.text[:800]


WAYS: list[Callable[[Path, tuple[Any, ...]], None]] = [by_command, by_python, by_rest, by_page]


@pytest.mark.parametrize(
    "kind", ["correct", "dated", "withdraw", "same", "different", "status", "retract", "undo"]
)
def test_a_decision_is_the_same(samples: Path, tmp_path: Path, kind: str) -> None:
    chronicle = Chronicle(samples)
    meetings = sorted(chronicle.meetings(), key=lambda m: -len(m.changes))
    change = meetings[0].changes[1].id
    decision = {
        "correct": (kind, "06_dieu-kien", "2025-11-05"),
        "dated": (kind, "06_dieu-kien", "2025-11"),
        "withdraw": ("withdraw", "04_huy", None),
        "same": (kind, meetings[0].id, meetings[1].id),
        "different": (kind, change, None),
        "status": (kind, change, "postponed"),
        "retract": (kind, chronicle.statements()[0].id, None),
    }  # fmt: skip
    before, found = state(samples), []
    for number, way in enumerate(WAYS):
        store = Path(shutil.copy(samples, tmp_path / f"{number}.sqlite"))
        if kind == "undo":
            by_python(store, decision["withdraw"])
            way(store, ("undo", Chronicle(store).decisions()[-1].decision.id, None))
        else:
            way(store, decision[kind])
        found.append(state(store))
    assert found[0] != before
    for way, one in zip(WAYS[1:], found[1:], strict=True):
        assert one == found[0], way.__name__


def test_adding_is_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    files = [folder / f"{row['id']}.json" for row in SENT]
    for file, row in zip(files, SENT, strict=True):
        file.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    options = {"published": "2026-03-09", "outlet": "Báo Mẫu"}
    stores = [tmp_path / f"{name}.sqlite" for name in ("command", "python", "rest", "page")]
    run("add", str(folder), "--published", "2026-03-09", "--outlet", "Báo Mẫu", "--store", str(stores[0]))
    Chronicle(stores[1]).add(folder, **options)

    def sent() -> list[tuple[str, tuple[str, bytes, str]]]:
        return [("files", (file.name, file.read_bytes(), "application/json")) for file in files]

    with client_of(stores[2]) as client:
        answer = client.post("/api/v1/reports", params=options, files=sent())
        assert answer.status_code == 200, answer.text
    with client_of(stores[3]) as client:
        answer = client.post("/add", data={**options, **token(client, "/add")}, files=sent())
        assert answer.status_code in (200, 202), answer.text[:500]
        job = client.app.state.jobs.get(answer.url.path.rpartition("/")[2])  # type: ignore[attr-defined]
        until = time.monotonic() + 30
        while not job.is_over and time.monotonic() < until:
            time.sleep(0.05)
    found = [state(store) for store in stores]
    assert len(found[0][2]) == 1
    for store, one in zip(stores[1:], found[1:], strict=True):
        assert one == found[0], store.name
