"""Units of work: committed together or not at all, durably, whatever happens meanwhile."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from bot.ports import StoreDown, Work
from storage.sealing import Keyring, SealBrokenError
from storage.sqlite import connect
from storage.transaction import ReadOnlyError
from storage.work import DatabaseBusyError, UnknownDatabaseError, WrongKeyError, open_store

from tests.storage_samples import (
    KEYRING,
    REF,
    TALK,
    case,
    conversation,
    opened_store,
    query,
    saving,
)


def mark(name: str, value: str = "x") -> Callable[[Work], None]:
    return lambda work: work.marks.set(name, value)


def marks(url: str) -> set[object]:
    """The marks another connection sees, without the store's own."""
    return {row[0] for row in query(url, "SELECT name FROM marks WHERE name LIKE 'm%'")}


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'rongthuk.db'}"


async def test_a_mark_is_kept_and_changed(database_url: str) -> None:
    async with opened_store(database_url) as store:
        assert await store.read(lambda work: work.marks.get("m")) == ""
        await store.write(mark("m", "one"))
        await store.write(mark("m", "two"))
        assert await store.read(lambda work: work.marks.get("m")) == "two"


async def test_what_a_body_returns_comes_back(database_url: str) -> None:
    async with opened_store(database_url) as store:
        assert await store.write(lambda _: 5) == 5
        assert await store.read(lambda _: "five") == "five"


async def test_an_exception_in_a_body_undoes_all_of_it_and_rises_unchanged(
    database_url: str,
) -> None:
    error = ValueError("mine")

    def fails(work: Work) -> None:
        work.marks.set("m", "x")
        work.conversations.save(conversation(), None)
        raise error

    async with opened_store(database_url) as store:
        with pytest.raises(ValueError, match="mine") as raised:
            await store.write(fails)
        assert raised.value is error
        assert marks(database_url) == set()
        assert await store.read(lambda work: work.conversations.get(TALK)) is None


async def test_a_body_that_raises_does_not_hurt_its_neighbours(database_url: str) -> None:
    def fails(work: Work) -> None:
        work.marks.set("m-wrong", "x")
        raise ZeroDivisionError

    async with opened_store(database_url) as store:
        bodies = [fails if n % 3 == 0 else mark(f"m{n}") for n in range(60)]
        outcomes = await asyncio.gather(*map(store.write, bodies), return_exceptions=True)
        right = {f"m{n}" for n in range(60) if n % 3}
        assert marks(database_url) == right
    assert [n for n, each in enumerate(outcomes) if isinstance(each, ZeroDivisionError)] == [
        n for n in range(60) if n % 3 == 0
    ]


async def test_a_body_that_raises_stop_iteration_does_not_leave_its_caller_waiting(
    database_url: str,
) -> None:
    async with opened_store(database_url) as store:
        with pytest.raises(RuntimeError, match="StopIteration"):
            await asyncio.wait_for(store.write(lambda _: next(iter(()))), 10)


async def test_what_64_writers_were_told_is_stored_is_stored(database_url: str) -> None:
    async with opened_store(database_url) as store:

        async def person(number: int) -> None:
            for turn in range(5):
                await store.write(mark(f"m{number}-{turn}"))
                assert f"m{number}-{turn}" in marks(database_url) or turn % 5

        await asyncio.gather(*map(person, range(64)))
        assert len(marks(database_url)) == 64 * 5


async def test_sqlite_commits_once_for_all_that_wait(
    file_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits: list[str] = []

    def watched(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
        connection = connect(path, read_only=read_only)
        connection.set_trace_callback(commits.append)
        return connection

    monkeypatch.setattr("storage.sqlite.connect", watched)
    async with opened_store(file_url) as store:
        await asyncio.gather(*(store.write(mark(f"m{n}")) for n in range(60)))
        assert len(marks(file_url)) == 60
    assert 1 <= commits.count("COMMIT") <= 4


async def test_a_reader_sees_no_half_of_a_unit_of_work_and_cannot_write(
    database_url: str,
) -> None:
    async with opened_store(database_url) as store:
        with pytest.raises(ReadOnlyError):
            await store.read(mark("m"))
        assert marks(database_url) == set()

        def sneaky(work: Work) -> None:
            guard = work._transaction  # type: ignore[attr-defined]  # noqa: SLF001  past the guard
            guard.writes = True
            work.marks.set("m", "x")

        with pytest.raises(StoreDown, match=r"read-?only"):
            await store.read(sneaky)
        assert marks(database_url) == set()
        assert await store.read(lambda work: work.marks.get("m")) == ""


async def test_a_caller_who_is_cancelled_cuts_nothing_in_two(database_url: str) -> None:
    def both(work: Work) -> None:
        work.marks.set("m1", "x")
        work.marks.set("m2", "x")

    async with opened_store(database_url) as store:
        waiting = [asyncio.create_task(store.write(both)) for _ in range(10)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await store.write(mark("m3"))
    assert marks(database_url) in ({"m1", "m2", "m3"}, {"m3"})


async def test_closing_finishes_what_is_under_way_and_refuses_what_comes_after(
    database_url: str,
) -> None:
    store = open_store(database_url, KEYRING)
    waiting = [asyncio.create_task(store.write(mark(f"m{n}"))) for n in range(20)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*waiting)
    assert len(marks(database_url)) == 20
    with pytest.raises(StoreDown):
        await store.write(mark("m"))
    await store.close()


async def test_values_swapped_between_rows_do_not_open(database_url: str) -> None:
    async with opened_store(database_url) as store:
        for name in ("conv0001", "conv0002"):
            talk = conversation(name, account=name)
            await store.write(saving(talk))
        swap = (
            "UPDATE {} SET {} = (SELECT {} FROM {} AS x WHERE x.{} = 'conv0002') "
            "WHERE {} = 'conv0001'"
        )
        for table, column, key in (
            ("conversations", "sealed", "id"),
            ("data_keys", "wrapped", "conversation"),
        ):
            query(database_url, swap.format(table, column, column, table, key, key))
            with pytest.raises(SealBrokenError):
                await store.read(lambda work: work.conversations.get(TALK))


async def test_a_case_under_another_cases_number_does_not_open(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.casework.add(case()))
        query(database_url, "UPDATE cases SET reference = '2'")
        with pytest.raises(SealBrokenError):
            await store.read(lambda work: work.casework.get(type(REF)("2")))


async def test_a_database_does_not_open_with_another_key(database_url: str) -> None:
    async with opened_store(database_url):
        pass
    with pytest.raises(WrongKeyError, match=KEYRING.fingerprint):
        open_store(database_url, Keyring(b"x" * 32))
    async with opened_store(database_url) as store:
        await store.write(mark("m"))


async def test_a_second_store_on_one_file_is_told_which_file_is_busy(file_url: str) -> None:
    path = file_url.removeprefix("sqlite:///")
    async with opened_store(file_url):
        with pytest.raises(DatabaseBusyError, match=path):
            open_store(file_url, KEYRING)
    async with opened_store(file_url) as store:
        await store.write(mark("m"))


async def test_the_database_file_is_its_owners_only(file_url: str) -> None:
    path = Path(file_url.removeprefix("sqlite:///"))
    async with opened_store(file_url) as store:
        await store.write(mark("m"))
        files = [*path.parent.iterdir()]
        assert len(files) >= 3
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "mysql://x/y", "no url"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(UnknownDatabaseError):
        open_store(url, KEYRING)


@pytest.mark.postgres
@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
async def test_the_usual_addresses_of_postgresql_are_understood(
    postgres_url: str, scheme: str
) -> None:
    url = postgres_url.replace("postgresql+psycopg", scheme)
    async with opened_store(url) as store:
        assert await store.write(lambda _: 1) == 1
