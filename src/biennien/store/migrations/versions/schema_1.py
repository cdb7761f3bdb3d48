"""Schema 1: the record as Biennien 0.1.0 first wrote it. Nothing leads here; a file of this schema is marked as such."""

revision = "schema_1"
down_revision = None


def upgrade() -> None:
    """Nothing: the tables are there."""
