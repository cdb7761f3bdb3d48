"""Schema 2: the decisions of persons on dates and withdrawals."""

import sqlalchemy as sa
from alembic import op

revision = "schema_2"
down_revision = "schema_1"


def upgrade() -> None:
    """Adds the table; the record is made anew by whoever next writes, since its tables are a copy."""
    op.create_table(
        "decisions",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("sha256", sa.Text),
        sa.Column("published_on", sa.Text),
        sa.Column("published_at", sa.Text),
        sa.Column("was", sa.Text),
        sa.Column("of", sa.Text, sa.ForeignKey("decisions.id"), unique=True),
    )
    op.create_index("ix_decisions_identity", "decisions", ["identity"])
    op.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")
