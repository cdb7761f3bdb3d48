"""Where Alembic begins: the steps run on the connection, and inside the transaction, of `biennien.store.migrating`."""

from alembic import context

from biennien.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
