"""The OpenAPI says truly what is taken and what comes: held by Schemathesis over the samples, and key by key by the models themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from biennien import app as use_cases
from biennien.web.api import decisions, exports, lines, record, records, reports, speakers, work
from biennien.web.api.answers import Page
from biennien.web.app import create_app
from biennien.web.settings import Settings

schemathesis = pytest.importorskip("schemathesis")
positive_data_acceptance = pytest.importorskip("schemathesis.specs.openapi.checks").positive_data_acceptance
BASE = "/api/v1"
HOST = {"Host": "localhost:8321"}
EXAMPLES = 12  # a resource; more on a machine that has the time


PATHS = create_app(Settings(store=Path("none"))).openapi()["paths"]
OPERATIONS = [
    (method.upper(), path)
    for path, methods in PATHS.items()
    for method in methods
    if path != f"{BASE}/events"
]  # the events never end


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The schema of an application over a record of its own, which may be changed."""
    store = tmp_path_factory.mktemp("contract") / "own.sqlite"
    use_cases.add([str(use_cases.samples_folder())], store)
    app = create_app(Settings(store=store))
    return schemathesis.openapi.from_asgi(f"{BASE}/openapi.json", app, headers=HOST)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=" ".join)
def test_what_is_asked_by_chance_is_answered_as_the_schema_says(
    contract: Any, method: str, path: str
) -> None:
    @given(case=contract[path][method].as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Any) -> None:
        (case.query or {}).pop("cursor", None)  # only an answer gives one
        by_chance = case.media_type == "multipart/form-data"  # a file by chance is no report
        case.call_and_validate(headers=HOST, excluded_checks=[positive_data_acceptance] if by_chance else [])

    asked()


MODELS = {
    "stories": Page[records.Story],
    "meetings": Page[records.Meeting],
    "statements": Page[records.Statement],
    "timeline": Page[records.Row],
    "positions": Page[records.Position],
    "explanations": Page[records.Explanation],
    "speakers": Page[speakers.SpeakerTold],
    "differences": Page[records.Difference],
    "reports": Page[records.Report],
    "exports": Page[exports.FormTold],
    "brief": record.Note,
    "verification": work.Verified,
    "versions": work.Versions,
}


def same(model: Any, told: Any) -> None:
    """A model gives back all that is told, and no more."""
    assert (
        model.model_validate(told, strict=True).model_dump(mode="json", by_alias=True, exclude_unset=True)
        == told
    )


@pytest.mark.parametrize("name", MODELS)
def test_the_models_hold_every_key_that_is_told(client: Any, name: str) -> None:
    same(
        MODELS[name],
        client.get(
            f"{BASE}/{name}?limit=1000"
            if "Page" in MODELS[name].__name__ and name != "exports"
            else f"{BASE}/{name}"
        ).json(),
    )


def test_the_models_of_single_things_hold_every_key(client: Any, own: Path) -> None:
    items = {
        name: client.get(f"{BASE}/{name}").json()["items"]
        for name in ("stories", "meetings", "reports", "statements")
    }
    same(record.OneStory, client.get(f"{BASE}/stories/{items['stories'][0]['id']}").json())
    same(record.OneMeeting, client.get(f"{BASE}/meetings/{items['meetings'][0]['id']}").json())
    same(speakers.OneSpeaker, client.get(f"{BASE}/speakers/Sergey Lavrov").json())
    same(record.FoundLines, client.get(f"{BASE}/search?q=Nga").json())
    report = items["reports"][0]["id"]
    same(reports.WholeReport, client.get(f"{BASE}/reports/{report}?reading=true").json())
    same(reports.New, client.get(f"{BASE}/reports/{report}/new").json())
    for line in (report, items["meetings"][0]["id"], items["statements"][0]["id"]):
        same(lines.Shown, client.get(f"{BASE}/lines/{line}").json())
        same(lines.Explained, client.get(f"{BASE}/lines/{line}/explanation").json())


def test_the_models_of_what_was_done_hold_every_key(ask: Any) -> None:
    client = ask()
    row = {"id": "tin-01", "text": "Ngoại trưởng Sugiono hôm 12/5 gặp ông Winston Peters tại Jakarta."}
    same(reports.AddedReports, client.post(f"{BASE}/reports", json=row).json())
    job = client.post(f"{BASE}/reports", json=row, headers={"Prefer": "respond-async"}).json()
    same(reports.JobTold, job)
    decided = client.post(
        f"{BASE}/decisions", json={"kind": "withdraw", "report": "tin-01", "by": "Lan"}
    ).json()
    same(decisions.DecidedTold, decided)
    same(Page[records.Decision], client.get(f"{BASE}/decisions").json())
    same(decisions.OneDecision, client.get(f"{BASE}/decisions/{decided['decision']['id']}").json())
    draft = {
        "text": "Tổng thống Trump và Tổng thống Putin sẽ gặp nhau tại Budapest trong hai tuần tới.",
        "published": "2025-11-20",
    }
    remarks = client.post(f"{BASE}/checks", json=draft).json()
    assert remarks["items"]
    same(Page[records.Remark], remarks)


def test_the_reference_is_served_as_a_page_that_loads_nothing_from_elsewhere(client: Any) -> None:
    text = client.get("/api").text
    for path in client.get(f"{BASE}/openapi.json").json()["paths"]:
        assert f" {path}</code>" in text
    assert "//cdn" not in text and "swagger" not in text.lower()
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404


def test_every_resource_has_an_example_or_needs_none(client: Any) -> None:
    api = client.get(f"{BASE}/openapi.json").json()
    assert api["openapi"].startswith("3.1")
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"] and operation["tags"] and operation["security"], (method, path)
            assert "application/problem+json" in operation["responses"]["500"]["content"], (method, path)
