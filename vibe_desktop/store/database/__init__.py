"""The SQLite file: engine, tables, migrations."""
