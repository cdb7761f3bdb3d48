"""Schema 3: the verb of a statement; decisions on lines of the record."""

import sqlalchemy as sa
from alembic import op

revision = "schema_3"
down_revision = "schema_2"


def upgrade() -> None:
    """Adds the columns; the record is made anew by whoever next writes, since its tables are a copy."""
    op.add_column("statements", sa.Column("verb", sa.Text, nullable=False, server_default="say"))
    op.add_column("statements", sa.Column("cue", sa.Text))
    op.add_column("decisions", sa.Column("anchors", sa.Text, nullable=False, server_default="[]"))
    op.add_column("decisions", sa.Column("value", sa.Text))
    op.execute("UPDATE meta SET value = '3' WHERE key = 'schema'")
