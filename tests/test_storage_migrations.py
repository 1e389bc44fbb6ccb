"""Migrations: what the revisions build is what the tables say, and nothing else is touched."""

import asyncio
import logging

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect
from storage.migrations import upgrade
from storage.tables import metadata
from storage.work import open_store

from tests.storage_samples import KEYRING, opened_store, query


@pytest.fixture
def engine(blank_url: str) -> Engine:
    return create_engine(blank_url)


def described(connection: Connection) -> dict[str, object]:
    """Everything the database itself knows of its tables, but Alembic's own."""
    found = inspect(connection)
    return {
        table: (
            [
                (column["name"], str(column["type"]), column["nullable"])
                for column in found.get_columns(table)
            ],
            found.get_pk_constraint(table),
            sorted(
                f"{index['name']} {index['column_names']} {index['unique']} "
                f"{[str(where) for where in index.get('dialect_options', {}).values()]}"
                for index in found.get_indexes(table)
            ),
            sorted(str(unique) for unique in found.get_unique_constraints(table)),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_the_revisions_build_what_the_tables_say(engine: Engine) -> None:
    with engine.begin() as connection:
        upgrade(connection)
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
        upgraded = described(connection)
        metadata.drop_all(connection)
    with engine.begin() as connection:
        metadata.create_all(connection)
        created = described(connection)
    engine.dispose()
    assert difference == []
    assert upgraded == created
    assert len(created) == len(metadata.tables)


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    for _ in range(2):
        with engine.begin() as connection:
            upgrade(connection)
    engine.dispose()


async def test_upgrading_leaves_logging_alone(blank_url: str) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers), logging.getLogger("bot").disabled)
    async with opened_store(blank_url, migrate=True):
        assert (root.level, list(root.handlers), logging.getLogger("bot").disabled) == before


@pytest.mark.postgres
async def test_many_processes_may_start_on_an_empty_database_at_once(
    blank_postgres_url: str,
) -> None:
    starts = (asyncio.to_thread(open_store, blank_postgres_url, KEYRING) for _ in range(6))
    stores = await asyncio.gather(*starts)
    for store in stores:
        await store.close()
    assert query(blank_postgres_url, "SELECT count(*) FROM alembic_version") == [(1,)]
