"""Schema 4: what each report brings to its story, the episodes of stories and their links; words to be looked up."""

import sqlalchemy as sa
from alembic import op

revision = "schema_4"
down_revision = "schema_3"


def _text(name: str, *, null: bool = True) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=null)


def upgrade() -> None:
    """Makes the tables; whoever next writes makes the record anew and fills them."""
    op.create_table(
        "gists",
        *(_text(name, null=False) for name in ("report_id", "episode")),
        *(sa.Column(name, sa.Integer) for name in ("first", "last")),
        _text("day"),
        *(_text(name, null=False) for name in ("title", "words", "weights")),
        sa.Column("actors", sa.Text, nullable=False, server_default="[]"),
        sa.PrimaryKeyConstraint("report_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_gists_episode", "gists", ["episode"])
    op.create_index("ix_gists_days", "gists", ["last", "first"])
    op.create_table("episodes", sa.Column("id", sa.Text, primary_key=True), _text("body", null=False))
    op.create_table(
        "episode_links",
        *(_text(name, null=False) for name in ("one", "other")),
        sa.PrimaryKeyConstraint("one", "other"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_episode_links_other", "episode_links", ["other"])
    op.create_table(
        "due",
        sa.Column("report_id", sa.Text, primary_key=True),
        sa.Column("came", sa.Integer, nullable=False),
    )
    op.add_column("statements", sa.Column("number", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_statements_number", "statements", ["number"])
    for name in ("report_words", "statement_words"):
        how = "fts5(words, content='', tokenize='unicode61 remove_diacritics 0')"
        op.execute(f"CREATE VIRTUAL TABLE {name} USING {how}")
    op.execute("DELETE FROM meta WHERE key = 'record'")
    op.execute("UPDATE meta SET value = '4' WHERE key = 'schema'")
