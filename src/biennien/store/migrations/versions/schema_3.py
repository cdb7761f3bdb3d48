"""Schema 3: decisions on lines of the record; the verb of a statement; ids that were given out; what lets the record grow."""

import sqlalchemy as sa
from alembic import op

revision = "schema_3"
down_revision = "schema_2"

_RECORD = ("citations", "changes", "meetings", "statements", "report_dates", "record_issues")


def _text(name: str, *, null: bool = True) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=null)


def _list(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default="[]")


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    """Keeps the ids that were given out; the record is made anew by whoever next writes, since its tables are a copy."""
    op.add_column("decisions", _list("anchors"))
    op.add_column("decisions", _text("value"))
    _keep_ids()
    for table in _RECORD:
        op.drop_table(table)
    _create_record()
    _create_growth()
    op.execute("DELETE FROM meta WHERE key = 'record'")
    op.execute("UPDATE meta SET value = '3' WHERE key = 'schema'")


def _keep_ids() -> None:
    op.create_table(
        "former_ids",
        _text("id", null=False),
        _text("kind", null=False),
        _text("report_id", null=False),
        _text("quote", null=False),
        sa.PrimaryKeyConstraint("id", "report_id", "quote"),
    )
    cited = "report_id, quote FROM citations i JOIN"
    for kind, id_, what in (
        ("meeting", "c.meeting", "changes c ON i.of = 'change' AND i.of_id = c.meeting || '/' || c.ord"),
        ("change", "c.id", "changes c ON i.of = 'change' AND i.of_id = c.meeting || '/' || c.ord"),
        ("statement", "s.id", "statements s ON i.of IN ('statement', 'restatement') AND i.of_id = s.id"),
    ):
        op.execute(f"INSERT OR IGNORE INTO former_ids SELECT {id_}, '{kind}', {cited} {what}")


def _create_record() -> None:
    _create_meetings()
    _create_lines()
    op.create_table(
        "report_dates",
        sa.Column("report_id", sa.Text, primary_key=True),
        *(_text(name) for name in ("value", "earliest", "latest")),
        *(_text(name, null=False) for name in ("dated_by", "why", "basis")),
    )
    op.create_table(
        "citations",
        *(_text(name, null=False) for name in ("of", "of_id")),
        _number("ord"),
        *(_text(name, null=False) for name in ("report_id", "sha256")),
        *(_number(name) for name in ("paragraph", "start", "end")),
        _text("quote", null=False),
        sa.PrimaryKeyConstraint("of", "of_id", "ord"),
    )
    op.create_index("ix_citations_report_id", "citations", ["report_id"])


def _create_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Text, primary_key=True),
        _number("sides_key"),
        *(_text(name, null=False) for name in ("place_in", "label", "kind")),
        _list("participants"),
        *(_text(name) for name in ("place", "planned_for", "when")),
        _text("status", null=False),
        _text("fate"),
        _list("sides"),
        _text("successor_of"),
        _list("aliases"),
        _list("reasons"),
        _text("window"),
    )
    op.create_index("ix_meetings_sides_key", "meetings", ["sides_key"])
    op.create_table(
        "changes",
        sa.Column("meeting", sa.Text, sa.ForeignKey("meetings.id"), nullable=False),
        _number("ord"),
        *(_text(name, null=False) for name in ("id", "status")),
        *(_text(name) for name in ("detail", "effective", "announced_on")),
        _list("announced_by"),
        _number("named"),
        _text("unnamed"),
        _list("via"),
        _text("reason"),
        _text("condition"),
        _number("after_end"),
        _list("flags"),
        _text("basis", null=False),
        _list("aliases"),
        _text("previous"),
        sa.PrimaryKeyConstraint("meeting", "ord"),
    )
    op.create_index("ix_changes_id", "changes", ["id"])


def _create_lines() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.Text, primary_key=True),
        _text("report_id", null=False),
        _number("index"),
        _text("place_in", null=False),
        _list("speaker"),
        _number("named"),
        _text("unnamed"),
        *(_text(name, null=False) for name in ("manner", "content")),
        _text("said_on"),
        *(_list(name) for name in ("chain", "about", "flags")),
        sa.Column("verb", sa.Text, nullable=False, server_default="say"),
        _text("cue"),
        _list("aliases"),
        sa.Column("basis", sa.Text, nullable=False, server_default="stated"),
    )
    op.create_index("ix_statements_report_id", "statements", ["report_id"])
    op.create_table(
        "record_issues",
        *(_text(name, null=False) for name in ("of", "code", "severity", "message", "where", "remedy")),
        _text("report_id"),
        _list("context"),
    )
    op.create_index("ix_record_issues_of", "record_issues", ["of"])


def _create_growth() -> None:
    op.create_table(
        "standing",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("report_id", sa.Text, nullable=False, unique=True),
        *(_text(name, null=False) for name in ("identity", "sha256")),
        _text("input"),
        _text("body", null=False),
    )
    op.create_index("ix_standing_identity", "standing", ["identity"])
    op.create_table(
        "bearings",
        *(_number(name) for name in ("kind", "key", "number")),
        sa.PrimaryKeyConstraint("kind", "key", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bearings_number", "bearings", ["number", "kind"])
    op.create_table(
        "votes",
        *(_text(name, null=False) for name in ("entity", "state")),
        *(_number(name) for name in ("number", "times")),
        sa.PrimaryKeyConstraint("entity", "state", "number"),
    )
    op.create_index("ix_votes_number", "votes", ["number"])
    op.create_table("plans", sa.Column("sides", sa.Integer, primary_key=True), _text("body", null=False))
    op.create_table("plan_keys", _number("key"), _number("sides"), sa.PrimaryKeyConstraint("key", "sides"))
    op.create_index("ix_plan_keys_sides", "plan_keys", ["sides"])
