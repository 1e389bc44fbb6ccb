"""Outages: a full disk, a database that goes away, a process that is killed."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from bot.ports import StoreDown, Work
from storage.postgres import BrokenOffError

from tests.postgres import Postgres
from tests.storage_samples import (
    case,
    opened_store,
    query,
)


def mark(name: str, value: str = "x") -> Callable[[Work], None]:
    return lambda work: work.marks.set(name, value)


def marks(url: str) -> set[object]:
    """The marks another connection sees, without the store's own."""
    return {row[0] for row in query(url, "SELECT name FROM marks WHERE name LIKE 'm%'")}


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'rongthuk.db'}"


@contextmanager
def disk_full_beyond(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_full_disk_is_told_to_all_and_later_all_is_well(
    file_url: str, tmp_path: Path
) -> None:
    big = "x" * 100_000
    async with opened_store(file_url) as store:
        await store.write(mark("m0"))
        wal = (tmp_path / "rongthuk.db-wal").stat().st_size
        with disk_full_beyond(wal + 50_000):
            outcomes = await asyncio.gather(
                *(store.write(mark(f"m{n}", big)) for n in range(1, 6)), return_exceptions=True
            )
        assert all(isinstance(each, StoreDown) for each in outcomes)
        assert marks(file_url) == {"m0"}
        assert await store.read(lambda work: work.marks.get("m0")) == "x"
        await store.write(mark("m9", big))
        assert marks(file_url) == {"m0", "m9"}


async def test_postgresql_may_go_away_and_come_back(postgres: Postgres, postgres_url: str) -> None:
    async with opened_store(postgres_url) as store:
        await asyncio.gather(*(store.write(mark(f"m{n}")) for n in range(10)))
        postgres.stop()
        try:
            with pytest.raises(StoreDown):
                await store.write(mark("m-lost"))
            with pytest.raises(StoreDown):
                await store.read(lambda work: work.marks.get("m1"))
        finally:
            postgres.start()
        await asyncio.gather(*(store.write(mark(f"n{n}")) for n in range(10)))
        assert await store.read(lambda work: work.marks.get("n9")) == "x"
        assert await store.read(lambda work: work.marks.get("m-lost")) == ""


async def test_a_restart_between_two_bodies_goes_unnoticed(
    postgres: Postgres, postgres_url: str
) -> None:
    async with opened_store(postgres_url) as store:
        await asyncio.gather(*(store.write(mark(f"m{n}")) for n in range(30)))
        postgres.stop()
        postgres.start()
        await asyncio.gather(*(store.write(mark(f"n{n}")) for n in range(30)))


async def test_two_bodies_that_block_each_other_are_both_done(postgres_url: str) -> None:
    together = threading.Barrier(2)

    def body(first: str, second: str) -> Callable[[Work], None]:
        def both(work: Work) -> None:
            work.marks.set(first, "x")
            with suppress(threading.BrokenBarrierError):  # the one that is run again is alone
                together.wait(1)
            work.marks.set(second, "x")

        return both

    async with opened_store(postgres_url) as store:
        await asyncio.gather(store.write(body("m1", "m2")), store.write(body("m2", "m1")))
    assert marks(postgres_url) == {"m1", "m2"}


async def test_a_body_that_hides_a_refused_statement_is_not_taken_for_stored(
    postgres_url: str,
) -> None:
    def hides(work: Work) -> None:
        work.marks.set("m", "x")
        with suppress(psycopg.Error):
            work.casework.add(case())
            work.casework.add(case())

    async with opened_store(postgres_url) as store:
        with pytest.raises(BrokenOffError):
            await store.write(hides)
    assert marks(postgres_url) == set()


WRITER = """
import asyncio, sys
from tests.storage_samples import KEYRING
from storage.work import open_store

async def main():
    store = open_store(sys.argv[1], KEYRING)

    async def person(number):
        for turn in range(10_000):
            name = f"m{number}-{turn}"
            await store.write(lambda work: work.marks.set(name, "x"))
            print(name, flush=True)

    await asyncio.gather(*map(person, range(16)))

asyncio.run(main())
"""


async def test_after_kill_9_everything_acknowledged_is_there(database_url: str) -> None:
    with subprocess.Popen(  # noqa: ASYNC220  nothing else is to go on meanwhile
        [sys.executable, "-c", WRITER, database_url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip() for _ in range(100)]
        os.kill(writer.pid, signal.SIGKILL)
        told += [line.strip() for line in writer.stdout if line.endswith("\n")]
    async with opened_store(database_url):
        assert set(told) <= marks(database_url)
    assert len(told) >= 100
