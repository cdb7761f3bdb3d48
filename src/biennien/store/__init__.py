"""The record in one SQLite file. Importing this loads SQLAlchemy: import it where it is used."""

from biennien.store.parts import Look
from biennien.store.records import Size, Store
from biennien.store.schema import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "Look", "Size", "Store"]
