"""Schema 5: which reports are near copies of others, and what is kept to find that out for one more report."""

import sqlalchemy as sa
from alembic import op

revision = "schema_5"
down_revision = "schema_4"


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False)


def _mark() -> "sa.Column[int]":
    return sa.Column("mark", sa.BigInteger, nullable=False, autoincrement=False)


def upgrade() -> None:
    """Makes the tables; whoever next writes makes the record anew and fills them."""
    op.create_table(
        "copy_texts",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("report_id", sa.Text, nullable=False, unique=True),
        *(_text(name) for name in ("sha256", "house")),
        sa.Column("original", sa.Text),
    )
    op.create_index("ix_copy_texts_original", "copy_texts", ["original"])
    op.create_index("ix_copy_texts_sha256", "copy_texts", ["sha256"])
    op.create_table(
        "copy_marks",
        _mark(),
        _number("number"),
        sa.PrimaryKeyConstraint("mark", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table("copy_formulas", _mark(), sa.PrimaryKeyConstraint("mark"))
    op.create_table(
        "copy_pairs",
        *(_text(name) for name in ("one", "other")),
        _number("share"),
        sa.PrimaryKeyConstraint("one", "other"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_copy_pairs_other", "copy_pairs", ["other"])
    op.create_table(
        "copies",
        sa.Column("report_id", sa.Text, primary_key=True),
        _text("origin"),
        _number("share"),
        *(_text(name) for name in ("why", "basis")),
    )
    op.create_index("ix_copies_origin", "copies", ["origin"])
    op.execute("DELETE FROM meta WHERE key = 'record'")
    op.execute("UPDATE meta SET value = '5' WHERE key = 'schema'")
