"""The database goes away and comes back: workers are asked to wait, and nothing is lost."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.running import eventually
from tests.serving import Site, site
from tests.walking import Worker

if TYPE_CHECKING:
    from tests.postgres import Postgres

WORDS = "They locked the gate and kept the wages"


@asynccontextmanager
async def writing_elsewhere(database: Path) -> AsyncIterator[None]:
    """Somebody else holds the file's only lock for writing."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@asynccontextmanager
async def stopped(server: "Postgres") -> AsyncIterator[None]:
    """The server has crashed, and is started again."""
    await asyncio.to_thread(server.stop)
    try:
        yield
    finally:
        await asyncio.to_thread(server.start)


async def asked_to_tell(where: Site) -> tuple[Worker, Worker]:
    """A worker on each platform who is about to tell what happened."""
    telegram = Worker(where.telegram.person(7_101, "en"), patience=40)
    line = Worker(where.line.person("U" + "1" * 32), patience=40)
    for worker in (telegram, line):
        await worker.opens()
        await worker.until("what_happened")
    return telegram, line


async def told_meanwhile(where: Site, workers: tuple[Worker, Worker]) -> list[asyncio.Task[None]]:
    """Both tell; LINE hears 503, and Telegram's update is not confirmed."""
    where.line.redelivers, where.line.tries = True, 1_000
    where.line.answers.clear()
    telling = [asyncio.create_task(worker.says(WORDS)) for worker in workers]
    await where.line.wait_for(lambda: 503 in where.line.answers, timeout=10)
    assert 200 not in where.line.answers
    return telling


async def all_is_told(where: Site, workers: tuple[Worker, Worker]) -> None:
    """What was told while the database was away is in both cases, once."""
    for worker in workers:
        await worker.until("district")
    cases = await where.service.cases()
    assert [case["answers"]["what_happened"] for case in cases] == [WORDS, WORDS]
    assert [case["notes"] for case in cases] == [[], []]
    await eventually(lambda: not where.telegram.updates.pending)
    where.unharmed()


async def test_while_sqlite_cannot_write_platforms_are_asked_to_come_again(tmp_path: Path) -> None:
    async with site(tmp_path) as where:
        workers = await asked_to_tell(where)
        async with writing_elsewhere(tmp_path / "var" / "rongthuk.db"):
            telling = await told_meanwhile(where, workers)
        await asyncio.gather(*telling)
        await all_is_told(where, workers)


@pytest.mark.postgres
async def test_while_postgresql_is_gone_platforms_are_asked_to_come_again(
    tmp_path: Path, postgres: "Postgres"
) -> None:
    with postgres.database("test_gone") as url:
        storage = {"storage": {"url": url.replace("+psycopg", "")}}
        async with site(tmp_path, settings=storage) as where:
            workers = await asked_to_tell(where)
            async with stopped(postgres):
                telling = await told_meanwhile(where, workers)
                status, page = await where.service.get("/readyz")
                assert (status, "database_unreadable" in page) == (503, True)
                figures = await where.service.figures()
                assert figures["rongthuk_database_up"] == 0
            await asyncio.gather(*telling)
            await all_is_told(where, workers)
