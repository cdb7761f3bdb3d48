"""What can be done with the software, and where each way in has it: command line, Python, REST, pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SKINS = ("python", "rest", "page")
Names = tuple[
    str | None, str | None, str | None
]  # an option in Python, in REST and on the pages; None: see WITHOUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One use case: a method of `Chronicle` (or a function of `biennien`), a resource, a page, and the options by their names there."""

    python: str
    rest: str
    page: str
    options: Mapping[str, Names] = field(default_factory=dict)


KNOWN: Mapping[str, Names] = {
    "--as-known": ("as_known", "as_known", "as_known"),
    "--recorded-by": ("recorded_by", "recorded_by", None),
}
NARROWED: Mapping[str, Names] = {
    "--story": ("story", "story", "/stories/{story}"),
    "--with": ("who", "with", "/speakers/{entity:path}"),
    "--via": ("via", "via", "/speakers/{entity:path}"),
    "--unnamed": ("unnamed", "unnamed", "/speakers?unnamed"),
}
SIGNED: Mapping[str, Names] = {"--reason": ("reason", "reason", "reason"), "--by": ("by", "by", "by")}

CASES: Mapping[str, Case] = {
    "add": Case(
        python="add", rest="POST /reports", page="POST /add",
        options={
            "PATHS": ("paths", "body", "text"),
            "--allow-host": ("allow_hosts", None, None),
            "--published": ("published", "published", "published"),
            "--outlet": ("outlet", "outlet", "outlet"),
        },
    ),
    "read": Case(
        python="read_files", rest="POST /readings", page="POST /check",
        options={
            "PATHS": ("paths", "text", "text"),
            "--published": ("published", "published", "published"),
            "--outlet": ("outlet", "outlet", None),
        },
    ),
    "meetings": Case(python="meetings", rest="GET /meetings", page="GET /record", options={**NARROWED, **KNOWN}),
    "statements": Case(
        python="statements", rest="GET /statements", page="GET /record",
        options={
            **NARROWED, **KNOWN,
            "--by": ("by", "by", "speaker"),
            "--like": ("like", "like", "/search"),
        },
    ),
    "timeline": Case(python="timeline", rest="GET /timeline", page="GET /record", options={**NARROWED, **KNOWN}),
    "reports": Case(
        python="reports", rest="GET /reports", page="GET /reports",
        options={"--copies": ("copies", "copies", "copies"), **KNOWN},
    ),
    "search": Case(
        python="search", rest="GET /search", page="GET /search",
        options={"ASKED": ("words", "q", "q"), "--story": ("story", "story", None), **KNOWN},
    ),
    "stories": Case(python="stories", rest="GET /stories", page="GET /", options=KNOWN),
    "new": Case(
        python="new", rest="GET /reports/{id}/new", page="GET /reports/{report_id:path}",
        options={"REPORT": ("report", "id", "report_id"), **KNOWN},
    ),
    "versions": Case(
        python="versions", rest="GET /reports/{id}/versions", page="GET /reports/{report_id:path}/versions",
        options={"REPORT": ("report", "id", "report_id"), "--from": ("first", "from", "from"), "--to": ("last", "to", "to")},
    ),
    "brief": Case(
        python="brief", rest="GET /brief", page="GET /record/brief",
        options={"--since": ("since", "since", "since"), "--html": ("note.as_page", None, "/record/brief"), **KNOWN},
    ),
    "explanations": Case(python="explanations", rest="GET /explanations", page="GET /record", options=KNOWN),
    "positions": Case(
        python="positions", rest="GET /positions", page="GET /record",
        options={"--by": ("by", "by", "/speakers/{entity:path}"), **KNOWN},
    ),
    "differences": Case(
        python="differences", rest="GET /differences", page="GET /record",
        options={"--kind": ("kinds", "kind", None), **KNOWN},
    ),
    "show": Case(
        python="show", rest="GET /lines/{id}", page="GET /lines/{line}",
        options={"IDENTIFIER": ("line", "id", "line"), "--version": ("version", "version", "/reports/{report_id:path}?version"), **KNOWN},
    ),
    "explain": Case(
        python="explain", rest="GET /lines/{id}/explanation", page="GET /lines/{line}",
        options={"IDENTIFIER": ("line", "id", "line"), "--version": ("version", "version", None), **KNOWN},
    ),
    "check": Case(
        python="check", rest="POST /checks", page="POST /check",
        options={
            "DRAFT": ("text", "text", "text"),
            "--published": ("published", "published", "published"),
            "--as-known": ("as_known", "as_known", None),
            "--recorded-by": ("recorded_by", "recorded_by", None),
        },
    ),
    "correct": Case(
        python="correct", rest="POST /decisions", page="POST /reports/{report_id:path}/date",
        options={"REPORT": ("report", "report", "report_id"), "--published": ("published", "published", "published"), **SIGNED},
    ),
    "decide dated": Case(
        python="correct", rest="POST /decisions", page="POST /reports/{report_id:path}/date",
        options={"REPORT": ("report", "report", "report_id"), "PUBLISHED": ("published", "published", "published"), **SIGNED},
    ),
    "withdraw": Case(
        python="withdraw", rest="POST /decisions", page="POST /reports/{report_id:path}/withdraw",
        options={"REPORT": ("report", "report", "report_id"), **SIGNED},
    ),
    "decide same": Case(
        python="decide", rest="POST /decisions", page="POST /lines/{line}/decide",
        options={"LINE": ("line", "line", "line"), "VALUE": ("value", "value", "value"), **SIGNED},
    ),
    "decide different": Case(
        python="decide", rest="POST /decisions", page="POST /lines/{line}/decide",
        options={"LINE": ("line", "line", "line"), "VALUE": ("value", "value", "value"), **SIGNED},
    ),
    "decide status": Case(
        python="decide", rest="POST /decisions", page="POST /lines/{line}/decide",
        options={"LINE": ("line", "line", "line"), "VALUE": ("value", "value", "value"), **SIGNED},
    ),
    "decide retract": Case(
        python="decide", rest="POST /decisions", page="POST /lines/{line}/decide",
        options={"LINE": ("line", "line", "line"), **SIGNED},
    ),
    "undo": Case(
        python="undo", rest="POST /decisions/{id}/undo", page="POST /decisions/{decision}/undo",
        options={"DECISION": ("decision", "id", "decision"), **SIGNED},
    ),
    "decisions": Case(python="decisions", rest="GET /decisions", page="GET /decisions"),
    "evaluate": Case(
        python="evaluate", rest="POST /evaluations", page="",
        options={"GOLD": ("gold", "gold", None), "--predicted": ("predicted", "predicted", None)},
    ),
    "verify": Case(python="verify", rest="GET /verification", page="GET /verify"),
    "export html": Case(
        python="page", rest="GET /exports/{form}", page="GET /record/export/{form}",
        options={
            "--story": ("story", "story", "/stories/{story}/export/{form}"),
            "--excerpts": ("full", None, None),
            "--title": ("title", None, None),
            "--lang": ("lang", "lang", "lang"),
        },
    ),
    "export *": Case(
        python="export", rest="GET /exports/{form}", page="GET /record/export/{form}",
        options={
            "--story": ("story", "story", "/stories/{story}/export/{form}"),
            "--table": ("table", "table", "table"),
            **KNOWN,
        },
    ),
}  # fmt: skip

NOT_ELSEWHERE: Mapping[str, str] = {
    "serve": "it starts the pages and REST themselves",
    "mcp": "it starts the server for assistants",
    "keys add": "who may come in is decided on the machine, not by who comes in",
    "keys list": "as keys add",
    "keys revoke": "as keys add",
    "watch": "it runs on and on beside a server, by a plan on the machine",
    "backup": "the file of the record is looked after on the machine where it lies",
    "restore": "as backup",
    "doctor": "as backup; verify is everywhere",
    "demo": "it shows the command line itself; all it does is add, meetings, verify and export html",
}
"""Commands that are on the command line alone, each with its reason."""

ONLY_PRINTED: Mapping[str, str] = {
    "--store": "a Chronicle and a server are opened over one record",
    "--limit": "a Chronicle is opened, and a server started, with its limits",
    "--json": "the lines are the same, printed otherwise",
    "--output": "where the file goes",
    "FILE": "where the file goes",
    "--clipboard": "the draft comes from the reader's own clipboard; a page has a field to paste into",
}
"""Options that do not change what is told, each with its reason."""

WITHOUT: Mapping[tuple[str, str, str], str] = {
    (
        "add",
        "--allow-host",
        "rest",
    ): "a server fetches nothing that somebody names: it would reach into its own net for him",
    ("add", "--allow-host", "page"): "as REST",
    ("evaluate", "*", "page"): "it scores the software against annotation, not the record",
    (
        "*",
        "--recorded-by",
        "page",
    ): "the slider goes by publication; what was recorded by an instant is asked of Python or REST",
    (
        "read",
        "--outlet",
        "page",
    ): "a draft has no outlet yet; it changes who carries a statement in the record, not what is read",
    (
        "search",
        "--story",
        "page",
    ): "the page of a story has its own list of statements by speaker, day and outlet",
    ("brief", "--html", "rest"): "a form of printing: REST tells the lines of the note",
    ("differences", "--kind", "page"): "the page shows all of them under their kinds",
    (
        "explain",
        "--version",
        "page",
    ): "the page of a version shows what was understood of each word; why a line stood that is gone is asked of Python or REST",
    ("check", "--as-known", "page"): "a draft is checked before it is printed, against all that is known",
    (
        "export html",
        "--excerpts",
        "rest",
    ): "the whole reports go out on the machine where the record is, by the one who answers for them",
    ("export html", "--excerpts", "page"): "as REST",
    ("export html", "--title", "rest"): "the title of the page is of one's own file",
    ("export html", "--title", "page"): "as REST",
}
"""Options, or (``*``) whole use cases, that a way in has not, each with its reason."""
