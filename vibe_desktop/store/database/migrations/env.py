"""How Alembic runs the steps: on the connection it is given, inside the caller's transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,
    # SQLite cannot alter most things in place: rebuild the table instead.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
