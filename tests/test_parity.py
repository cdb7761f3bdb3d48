"""Whatever the command line can do, Python, REST and the pages can do; and they tell the same of the same record."""

from __future__ import annotations

import inspect
import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from html import unescape
from pathlib import Path
from typing import Any

import click
import pytest
from tests.parity_cases import CASES, NOT_ELSEWHERE, ONLY_PRINTED, SKINS, WITHOUT, Case

import biennien
from biennien import Chronicle, app, told
from biennien.cli import cli, main

testclient = pytest.importorskip("fastapi.testclient")
Client = Any


# What there is.


def commands(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


COMMANDS = dict(commands())


def case_of(command: str) -> Case:
    return CASES["export *" if command.startswith("export ") and command != "export html" else command]


def options_of(command: str) -> list[str]:
    """The arguments and options by the names under which the table has them."""
    found = []
    for parameter in COMMANDS[command].params:
        argument = isinstance(parameter, click.Argument)
        found.append((parameter.name or "").upper() if argument else max(parameter.opts, key=len))
    return [name for name in found if name not in ONLY_PRINTED]


ELSEWHERE = sorted(set(COMMANDS) - set(NOT_ELSEWHERE))


def excused(command: str, option: str, skin: str) -> bool:
    return any((c, o, skin) in WITHOUT for c in (command, "*") for o in (option, "*") if (c, o) != ("*", "*"))


@pytest.mark.parametrize("command", ELSEWHERE)
def test_every_command_and_option_is_in_the_table(command: str) -> None:
    case = case_of(command)
    missing = {*options_of(command)} - {*case.options}
    assert not missing, f"{command}: {missing} in Python, REST and on the pages? tests/parity_cases.py"


def test_the_table_holds_nothing_that_is_no_more() -> None:
    known = {"export *" if c.startswith("export ") and c != "export html" else c for c in COMMANDS}
    assert set(CASES) | set(NOT_ELSEWHERE) == known
    for command, case in CASES.items():
        own = [c for c in COMMANDS if case_of_or_none(c) is case]
        there = {o for c in own for o in options_of(c)}
        assert set(case.options) == there, command
    for command, option, skin in WITHOUT:
        assert skin in SKINS
        assert command == "*" or option == "*" or option in CASES[command].options, (command, option)


def case_of_or_none(command: str) -> Case | None:
    return None if command in NOT_ELSEWHERE else case_of(command)


@pytest.mark.parametrize("command", ELSEWHERE)
def test_python_has_it(command: str) -> None:
    case = case_of(command)
    call = getattr(Chronicle, case.python, None) or getattr(biennien, case.python)
    for option, (name, _, _) in case.options.items():
        if name is None:
            assert excused(command, option, "python"), option
            continue
        method, _, parameter = name.rpartition(".")
        found = inspect.signature(getattr(Chronicle, method) if method else call).parameters
        assert parameter in found or parameter in inspect.signature(Chronicle).parameters, (command, option)


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

    web = create_app(Settings(store=store))
    return testclient.TestClient(web, base_url="http://127.0.0.1:8321", follow_redirects=True)


@pytest.mark.parametrize("command", ELSEWHERE)
def test_rest_has_it(client: Client, command: str) -> None:
    case = case_of(command)
    api = client.app.openapi()
    method, _, path = case.rest.partition(" ")
    operation = api["paths"][f"/api/v1{path}"][method.lower()]
    names = {p["name"] for p in operation.get("parameters", [])} | {"body"} | set(_fields(api, operation))
    for option, (_, name, _) in case.options.items():
        assert excused(command, option, "rest") if name is None else name in names, (command, option, names)


def _fields(api: dict[str, Any], schema: Any) -> Iterator[str]:
    """Every field of what a request may hold."""
    body = schema.get("requestBody", {}) if "responses" in schema else schema
    stack, seen = [body], set()
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            stack += part
        elif isinstance(part, dict):
            yield from part.get("properties", {})
            if (name := str(part.get("$ref", "")).rpartition("/")[2]) and name not in seen:
                seen.add(name)
                stack.append(api["components"]["schemas"][name])
            stack += part.values()


def pages(routes: Any) -> Iterator[tuple[str, Any]]:
    for route in routes:
        if hasattr(route, "original_router"):
            yield from pages(route.original_router.routes)
        elif hasattr(route, "dependant"):
            yield from ((f"{method} {route.path}", route) for method in route.methods)


def parameters(taking: Any) -> Iterator[str]:
    """What a page takes, also by way of what it depends on."""
    yield from (p.alias for p in (*taking.path_params, *taking.query_params, *taking.body_params))
    for part in taking.dependencies:
        yield from parameters(part)


@pytest.mark.parametrize("command", ELSEWHERE)
def test_a_page_has_it(client: Client, command: str) -> None:
    case = case_of(command)
    if not case.page:
        assert excused(command, "*", "page")
        return
    routes = dict(pages(client.app.routes))
    for option, (_, _, name) in case.options.items():
        if name is None:
            assert excused(command, option, "page"), (command, option)
            continue
        path, _, query = name.partition("?") if name.startswith("/") else (case.page, "", name)
        route = routes[path if " " in path else f"GET {path}"]
        there = set(parameters(route.dependant))
        assert not query or query in there | {"lang"}, (command, option, there)


# What they tell.

LISTS = {f"/{name}" for name in ("stories", "meetings", "statements", "timeline", "reports", "positions", "explanations", "differences", "decisions")}  # fmt: skip

ASKED: list[tuple[str, str, dict[str, Any], dict[str, Any], list[str]]] = [
    # command line; Python; REST; pages that hold each of the lines (by id, or by what is shown of it)
    ("meetings", "meetings", {}, {}, ["/record?all=1"]),
    ("meetings --as-known 2025-10-21", "meetings", {"as_known": "2025-10-21"}, {"as_known": "2025-10-21"}, ["/record?all=1&as_known=2025-10-21"]),
    ("meetings --as-known 10/2025", "meetings", {"as_known": "10/2025"}, {"as_known": "10/2025"}, []),
    ("meetings --story {story}", "meetings", {"story": "{story}"}, {"story": "{story}"}, ["/stories/{story}?all=1"]),
    ("meetings --with lavrov", "meetings", {"who": "lavrov"}, {"with": "lavrov"}, []),
    ("meetings --via kremlin", "meetings", {"via": "kremlin"}, {"via": "kremlin"}, []),
    ("meetings --unnamed", "meetings", {"unnamed": True}, {"unnamed": "true"}, []),
    ("meetings --recorded-by 2020-01-01", "meetings", {"recorded_by": "2020-01-01"}, {"recorded_by": "2020-01-01"}, []),
    ("statements", "statements", {}, {}, ["/record?leaf=*"]),
    ("statements --as-known 2025-10-21", "statements", {"as_known": "2025-10-21"}, {"as_known": "2025-10-21"}, ["/record?leaf=*&as_known=2025-10-21"]),
    ("statements --by Lavrov", "statements", {"by": "Lavrov"}, {"by": "Lavrov"}, ["/record?speaker=Sergey+Lavrov&leaf=*", "/speakers/Sergey%20Lavrov"]),
    ("statements --like khong+muon+gap", "statements", {"like": "khong muon gap"}, {"like": "khong muon gap"}, []),
    ("statements --via kremlin --with trump", "statements", {"via": "kremlin", "who": "trump"}, {"via": "kremlin", "with": "trump"}, []),
    ("statements --unnamed", "statements", {"unnamed": True}, {"unnamed": "true"}, ["/speakers?unnamed=1"]),
    ("statements --story {story}", "statements", {"story": "{story}"}, {"story": "{story}"}, ["/stories/{story}?leaf=*"]),
    ("timeline", "timeline", {}, {}, ["/record?all=1&leaf=*"]),
    ("timeline --with rubio", "timeline", {"who": "rubio"}, {"with": "rubio"}, []),
    ("timeline --as-known 2025-10-21", "timeline", {"as_known": "2025-10-21"}, {"as_known": "2025-10-21"}, ["/record?all=1&leaf=*&as_known=2025-10-21"]),
    ("reports", "reports", {}, {}, ["/reports"]),
    ("reports --as-known 2025-10-21", "reports", {"as_known": "2025-10-21"}, {"as_known": "2025-10-21"}, ["/reports?as_known=2025-10-21"]),
    ("search khong+muon+gap", "search", {"words": "khong muon gap"}, {"q": "khong muon gap"}, []),
    ("search lavrov --as-known 2025-10-21", "search", {"words": "lavrov", "as_known": "2025-10-21"}, {"q": "lavrov", "as_known": "2025-10-21"}, []),
    ("search budapest --story {story}", "search", {"words": "budapest", "story": "{story}"}, {"q": "budapest", "story": "{story}"}, []),
    ("stories", "stories", {}, {}, ["/"]),
    ("stories --as-known 2025-10-21", "stories", {"as_known": "2025-10-21"}, {"as_known": "2025-10-21"}, ["/?as_known=2025-10-21"]),
    ("explanations", "explanations", {}, {}, ["/record"]),
    ("explanations --as-known 2025-10-21", "explanations", {"as_known": "2025-10-21"}, {"as_known": "2025-10-21"}, ["/record?as_known=2025-10-21"]),
    ("positions", "positions", {}, {}, ["/record"]),
    ("positions --by nga", "positions", {"by": "nga"}, {"by": "nga"}, []),
    ("positions --by Lavrov", "positions", {"by": "Lavrov"}, {"by": "Lavrov"}, ["/speakers/Sergey%20Lavrov"]),
    ("differences", "differences", {}, {}, ["/record"]),
    ("differences --kind stale_background", "differences", {"kinds": ["stale_background"]}, {"kind": "stale_background"}, []),
    ("brief --since 2025-10-20", "brief", {"since": "2025-10-20"}, {"since": "2025-10-20"}, []),
    ("brief --as-known 2025-10-23", "brief", {"as_known": "2025-10-23"}, {"as_known": "2025-10-23"}, []),
    ("new {report}", "new", {"report": "{report}"}, {"path": "/reports/{report}/new"}, []),
    ("new {report} --as-known 2025-10-30", "new", {"report": "{report}", "as_known": "2025-10-30"}, {"path": "/reports/{report}/new", "as_known": "2025-10-30"}, []),
    *((f"show {{{line}}}", "show", {"line": f"{{{line}}}"}, {"path": f"/lines/{{{line}}}"}, [f"/lines/{{{line}}}"])
      for line in ("meeting", "change", "statement", "explanation", "position", "difference", "report")),
    *((f"explain {{{line}}}", "explain", {"line": f"{{{line}}}"}, {"path": f"/lines/{{{line}}}/explanation"}, [])
      for line in ("meeting", "change", "statement", "explanation", "position", "difference", "report")),
    ("decisions", "decisions", {}, {}, ["/decisions"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def lines(samples: Path) -> dict[str, str]:
    """An id of each kind."""
    chronicle = Chronicle(samples)
    meeting = max(chronicle.meetings(), key=lambda m: len(m.changes))
    return {
        "story": chronicle.stories()[0].id,
        "meeting": meeting.id,
        "change": meeting.changes[-1].id,
        "statement": chronicle.statements()[0].id,
        "explanation": chronicle.explanations()[0].id,
        "position": chronicle.positions()[0].id,
        "difference": chronicle.differences()[0].id,
        "report": "06_dieu-kien",
    }


@pytest.mark.parametrize(
    ("line", "call", "given", "asked", "shown"), ASKED, ids=[f"{row[0]}-{n}" for n, row in enumerate(ASKED)]
)
def test_all_tell_the_same(
    samples: Path, client: Client, lines: dict[str, str], line: str, call: str, given: dict[str, Any],
    asked: dict[str, Any], shown: list[str],
) -> None:  # fmt: skip
    printed = json.loads(
        run([w.replace("+", " ") for w in line.format_map(lines).split()] + ["--json"], samples)
    )
    given = {k: v.format_map(lines) if isinstance(v, str) else v for k, v in given.items()}
    chronicle = Chronicle(samples, recorded_by=given.pop("recorded_by", None))
    assert told(getattr(chronicle, call)(**given)) == printed
    asked = {k: v.format_map(lines) for k, v in asked.items()}
    path = asked.pop("path", f"/{call}")
    assert rest(client, path, asked) == printed
    for page in shown:
        everything = page_text(client, page.format_map(lines))
        for row in printed if isinstance(printed, list) else [printed]:
            assert holds(everything, row), (page, row)


def run(arguments: list[str], store: Path, code: int = 0) -> str:
    with redirect_stdout(io.StringIO()) as out:
        assert main([*arguments, "--store", str(store), "--lang", "en"]) == code
    return out.getvalue()


def rest(client: Client, path: str, asked: dict[str, Any]) -> Any:
    """All that a resource holds, page by page."""
    answer = client.get(f"/api/v1{path}", params={**asked, "limit": 7} if path in LISTS else asked)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    if "items" not in found:
        return found
    items = found["items"]
    while found["next"]:
        found = client.get(f"/api/v1{path}", params={**asked, "limit": 7, "cursor": found["next"]}).json()
        items += found["items"]
    return items


def page_text(client: Client, address: str) -> str:
    """A page, with all its leaves, without what only the browser sees to."""
    if "leaf=*" not in address:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text[:500])
        return flat(answer.text)
    first = page_text(client, address.replace("leaf=*", "leaf=1"))
    leaves = [page_text(client, address.replace("leaf=*", f"leaf={n}")) for n in range(2, 8)]
    return " ".join([first, *leaves])


def flat(page: str) -> str:
    """The page as it was sent, then its words alone."""
    return page + " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


def holds(page: str, row: dict[str, Any]) -> bool:
    """Whether a page has a line, by its id or by its words."""
    if f'"{row.get("id")}"' in page or f"/{row.get('id')}" in page:
        return True
    if "passages" in row:  # a line with its words: each of them is cited on the page
        texts = [passage["text"] for passage in row["passages"]]
    else:
        texts = [row.get("content") or row.get("text") or ""]
    return all(text and " ".join(text.split())[:40] in page for text in texts)
