"""The database: tables, sealing, migrations and the one unit of work."""
