"""Makes `docs/reference/rest.md` and `settings.md` from the application itself; `python -m tools.rest` writes them, a test holds them.

The examples are true: they are asked of the application over the packaged sample reports.
"""

from __future__ import annotations

import dataclasses
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from biennien import app as use_cases
from biennien.model import Limits
from biennien.settings import PREFIX, variable_of
from biennien.web.api.schema import Field, Resource, kinds, resources
from biennien.web.app import create_app
from biennien.web.problems import STATUSES, TYPE
from biennien.web.settings import Settings

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
_RECORDED = re.compile(r'("recorded_at": ")[^"]+')  # when this page was made, which is of no interest
_LINES = 34  # of an example
_BASE = "/api/v1"
_TEXT = "Bộ Ngoại giao Indonesia hôm 12/5 cho biết Ngoại trưởng Sugiono sẽ gặp người đồng cấp New Zealand."
_DRAFT = "Tổng thống Trump và Tổng thống Putin sẽ gặp nhau tại Budapest trong hai tuần tới."

_INTRODUCTION = """# REST

`biennien serve` answers under `/api/v1`: everything the command line can do, in [the same JSON](formats.md). This page is made from the application (`python -m tools.rest`); a running server shows it at `/api`, and as OpenAPI at `/api/v1/openapi.json`.

**Lists** come as `{"schema": "biennien/1", "items": […], "next": …}`. `limit` says how many at once (100, at most 1000); `next` is the cursor of the next page, null at the end. A cursor holds the line after which the next page begins: what is added between two pages makes no line come twice, and none be left out. Is that line gone (its report was withdrawn), the answer is 410: begin anew. **Single things** are bare, with `schema` at their top.

**Days.** `as_known` is the record as it could be drawn from the reports published up to a day, week, month or year; `recorded_by` from what was recorded, and decided, by a day or an instant. A parameter that is not known is refused, so that a slip never widens an answer.

**Tags.** Every answer about the record has an `ETag`; with `If-None-Match` the answer is 304 as long as the record, the software and the question stay the same.

**Citations.** Every line has `citations`: report, paragraph, `start` and `end` in code points of the report's text, and the words. `/lines/{id}` shows them in their paragraphs, `/lines/{id}/explanation` why the line stands so.

**Adding** is one at a time; readers go on meanwhile. With `Prefer: respond-async` the answer is 202 at once, `Location` says where to ask, and `/events?job=ID` tells each step. Is the record being written by another program, the answer is 503 with `Retry-After`.

**Keys.** On loopback none is needed. Elsewhere send `Authorization: Bearer KEY`; keys and their scopes (`read`, `write`, `decide`) are made with `biennien keys add`. What a browser sends from a page of another origin is refused whenever it would change something; a script of our own pages sends the page's token as `X-CSRF-Token`.
"""


def rest_page() -> str:
    """The page on REST."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "samples.sqlite")
        use_cases.add([str(use_cases.samples_folder())], store)
        application = create_app(Settings(store=store))
        client = TestClient(application, base_url="http://localhost:8321")
        api = application.openapi()
        parts = [_INTRODUCTION, _problems(client), _index(list(resources(api)))]
        parts += [_resource(one, client) for one in resources(api)]
        parts += ["## Objects\n", *(_object(kind.name, kind.text, kind.fields) for kind in kinds(api))]
    return "\n".join(parts).rstrip() + "\n"


_SETTINGS = """# Settings and limits

`biennien.toml` in the folder in which a command is started may set how the server runs (`[serve]`) and how much is taken in (`[limits]`). What the environment says goes before the file, what an option says before both. This page is made from the software (`python -m tools.rest`).

```toml
# biennien.toml
[serve]
store = "tin.sqlite"
port = 9000
hosts = ["127.0.0.1", "localhost", "bien-nien.example"]

[limits]
report.characters = 2_000_000
fetch.total = 120
```

## The server

`biennien serve` takes these from its options, the environment and `[serve]`:

| Setting | Environment | Default | |
|---|---|---|---|"""

_LIMITS = """
## The limits

Every bound on what comes from outside has a name. What exceeds one is told with the name and the value, and keeps nothing else out. A limit is set with `--limit report.characters=2000000` (`add`, `read`, `check`, `watch`, `serve`, `mcp`; as often as needed), in the environment, or in `[limits]`; in Python with `Chronicle(path, limits={"report.characters": 2_000_000})`, which reads neither environment nor file. What is asked of a server by REST and on its pages is held to the limits of the server. A value is a number from 0 on; sizes are bytes, times seconds.

| Limit | Environment | Default | |
|---|---|---|---|"""


def settings_page() -> str:
    """The page on the settings of the server and the limits of what is taken in."""
    lines = [_SETTINGS]
    for field in dataclasses.fields(Settings):
        default = "–" if field.default is None else f"`{_shown(field.default)}`"
        lines.append(
            f"| `{field.name}` | `{PREFIX}{field.name.upper()}` | {default} | {field.metadata['meaning']} |"
        )
    lines.append(_LIMITS)
    lines += [
        f"| `{name}` | `{variable_of(name)}` | `{value}` | {meaning} |"
        for name, value, meaning in Limits().named()
    ]
    return "\n".join(lines) + "\n"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _problems(client: TestClient) -> str:
    """How a problem looks, and which there are."""
    told = client.get(f"{_BASE}/meetings?as_known=21/25/2025").json()
    rows = [f"| `{TYPE}{kind}` | {status} |" for kind, status in STATUSES.items()]
    return "\n".join(
        [
            "## Problems\n",
            "What goes wrong is told as RFC 9457 says, with the place (`where`) and the `remedy`, in English, or in Vietnamese to who asks for it (`Accept-Language`).\n",
            "```json",
            json.dumps(told, ensure_ascii=False, indent=1),
            "```\n",
            "| `type` | Status |",
            "|---|---|",
            *rows,
            "",
        ]
    )


def _index(found: list[Resource]) -> str:
    rows = [f"| `{one.method} {one.path}` | `{one.scope}` | {one.summary} |" for one in found]
    return "\n".join(["## Resources\n", "| | Scope | |", "|---|---|---|", *rows, ""])


def _resource(one: Resource, client: TestClient) -> str:
    lines = [f"### {one.method} {one.path}\n", f"{one.summary}. {one.text}".strip() + "\n"]
    if one.fields:
        lines += _table(one.fields)
    if one.bodies:
        lines.append("Body: " + "; ".join(f"`{kind}` {_linked(name)}" for kind, name in one.bodies) + "\n")
    answers = " · ".join(f"{status} {_linked(name)}".strip() for status, name in one.answers)
    lines += [f"Answers: {answers}\n", *_example(one, client)]
    return "\n".join(lines)


def _example(one: Resource, client: TestClient) -> Iterator[str]:
    """A question and its true answer."""
    path = one.path.removeprefix(_BASE)
    sent: dict[str, Any] | None = None
    if one.method == "GET":
        asked = _asked(path, client)
        if asked is None:
            return
        answer = client.get(f"{_BASE}{asked}")
    else:
        bodies: dict[str, dict[str, Any]] = {
            "/readings": {"text": _TEXT, "published": "2026-05-13"},
            "/checks": {"text": _DRAFT, "published": "2025-11-20"},
        }
        if path not in bodies:
            return
        asked, sent = path, bodies[path]
        answer = client.post(f"{_BASE}{asked}", json=sent)
    assert answer.status_code == 200, (asked, answer.text)
    yield f"```http\n{one.method} {_BASE}{asked}"
    if sent:
        yield f"\n{json.dumps(sent, ensure_ascii=False)}"
    yield "```\n"
    if answer.headers["content-type"] == "application/json":
        told = json.dumps(answer.json(), ensure_ascii=False, indent=1)
        lines = _RECORDED.sub(r"\g<1>2026-05-13T08:00:00.000000+00:00", told).split("\n")
        shown = [*lines[:_LINES], "…"] if len(lines) > _LINES else lines
        yield "\n".join(["```json", *shown, "```\n"])


def _asked(path: str, client: TestClient) -> str | None:
    """A question that a resource answers; None where no example says more than its name."""

    def first(name: str) -> str:
        return str(client.get(f"{_BASE}/{name}?limit=1").json()["items"][0]["id"])

    special = {
        "/stories/{id}": lambda: f"/stories/{first('stories')}",
        "/meetings/{id}": lambda: f"/meetings/{first('meetings')}",
        "/lines/{id}": lambda: f"/lines/{first('statements')}",
        "/lines/{id}/explanation": lambda: f"/lines/{first('statements')}/explanation",
        "/reports/{id}": lambda: f"/reports/{first('reports')}",
        "/reports/{id}/new": lambda: f"/reports/{first('reports')}/new",
        "/reports/{id}/versions": lambda: f"/reports/{first('reports')}/versions",
        "/speakers/{entity}": lambda: "/speakers/Sergey%20Lavrov?limit=1",
        "/search": lambda: "/search?q=Budapest&limit=1",
        "/brief": lambda: "/brief?since=2025-10-21&as_known=2025-10-23",
        "/verification": lambda: "/verification",
        "/exports": lambda: "/exports",
    }
    if path in special:
        return special[path]()
    none = ("/versions", "/events", "/decisions", "/decisions/{id}", "/jobs/{id}", "/exports/{form}")
    return None if path in none else f"{path}?limit=1"


def _object(name: str, text: str, fields: tuple[Field, ...]) -> str:
    return "\n".join([f"### {name}\n", f"{text}\n", *(_table(fields) if fields else ())])


def _table(fields: tuple[Field, ...]) -> list[str]:
    rows = [
        f"| `{one.name}` | {_linked(one.type)} | {one.meaning}{' (in the path)' if one.at == 'path' else ''} |"
        for one in fields
    ]
    return ["| | Type | |", "|---|---|---|", *(row.replace(" | null", " or null") for row in rows), ""]


def _linked(name: str) -> str:
    """A type without what a table takes for its own."""
    return name.replace(" | ", " or ").replace("|", "or").replace("[", "\\[").replace("]", "\\]")


def main() -> None:
    """Writes both pages where they differ."""
    for name, made in (("rest.md", rest_page()), ("settings.md", settings_page())):
        file = REFERENCE / name
        if not file.exists() or file.read_text("utf-8") != made:
            file.write_text(made, "utf-8")
            print(file)


if __name__ == "__main__":
    main()
