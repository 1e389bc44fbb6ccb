"""The log: nothing in it can be changed, added, taken out or cut off without being seen."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.audit import AuditEntry
from bot.ports import Work
from storage.audit import UNREADABLE

from tests.storage_samples import NOW, OFFICER, REF, officer, opened_store, query

ENTRIES = [AuditEntry(NOW, OFFICER, f"action{n}", REF, "group1", f"detail {n}") for n in range(5)]

FIELDS = "at, who, action, subject, sealed, hash"


def fill(work: Work) -> None:
    for entry in ENTRIES:
        work.audit.record(entry)


def verify(work: Work) -> int | None:
    return work.audit.verify()


async def test_entries_come_back_oldest_first_all_or_of_one_subject(database_url: str) -> None:
    other = replace(ENTRIES[0], subject="other")
    async with opened_store(database_url) as store:
        await store.write(fill)
        await store.write(lambda work: work.audit.record(other))
        assert await store.read(lambda work: work.audit.entries()) == [*ENTRIES, other]
        assert await store.read(lambda work: work.audit.entries("other")) == [other]
        assert await store.read(verify) is None


async def test_an_entry_is_seen_in_its_own_unit_of_work(database_url: str) -> None:
    def record(work: Work) -> bool:
        work.audit.record(ENTRIES[0])
        return list(work.audit.entries()) == [ENTRIES[0]]

    async with opened_store(database_url) as store:
        assert await store.write(record)
        assert await store.read(lambda work: work.audit.entries()) == [ENTRIES[0]]


async def test_an_entry_knows_the_chat_it_came_from_and_earlier_ones_had_none(
    database_url: str,
) -> None:
    def heard(work: Work) -> None:
        assert not work.audit.recorded
        work.audit.heard_in("telegram")
        work.audit.record(ENTRIES[1])
        assert work.audit.recorded

    async with opened_store(database_url) as store:
        await store.write(lambda work: work.audit.record(ENTRIES[0]))
        await store.write(heard)
        found = await store.read(lambda work: work.audit.entries())
        assert [each.chat for each in found] == ["", "telegram"]
        assert await store.read(verify) is None


async def test_a_unit_of_work_that_fails_leaves_no_entry_and_no_gap(database_url: str) -> None:
    def fails(work: Work) -> None:
        fill(work)
        assert work.audit.entries()
        raise ZeroDivisionError

    async with opened_store(database_url) as store:
        with pytest.raises(ZeroDivisionError):
            await store.write(fails)
        await store.write(fill)
        assert await store.read(lambda work: work.audit.entries()) == ENTRIES
        assert await store.read(verify) is None


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit SET who = 'somebody' WHERE seq = 3", 3),
        ("UPDATE audit SET action = 'nothing' WHERE seq = 1", 1),
        ("UPDATE audit SET at = at + 1 WHERE seq = 5", 5),
        ("UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE seq = 1) WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET seq = 9 WHERE seq = 5", 5),
        ("DELETE FROM marks WHERE name = 'audit.head'", 6),
        (
            "INSERT INTO audit SELECT 6, at, who, action, subject, sealed, hash FROM audit LIMIT 1",
            6,
        ),
    ],
)
async def test_tampering_shows_at_the_first_entry_touched(
    database_url: str, tampering: str, broken: int
) -> None:
    async with opened_store(database_url) as store:
        await store.write(fill)
        assert await store.read(verify) is None
        query(database_url, tampering)
        assert await store.read(verify) == broken


_CUT = (
    "DELETE FROM audit WHERE seq > 3",
    "UPDATE marks SET value = (SELECT '3:{hash}:00') WHERE name = 'audit.head'",
)
_EMPTIED = ("DELETE FROM audit", "DELETE FROM marks WHERE name = 'audit.head'")
_NOTHING_ELSE = ("DELETE FROM marks WHERE name LIKE 'key.%'", *_EMPTIED)
_ADDED = (
    "INSERT INTO audit SELECT 6, at, who, action, subject, sealed, hash FROM audit WHERE seq = 5",
)


@pytest.mark.parametrize(
    ("tampering", "broken"), [(_CUT, 4), (_EMPTIED, 1), (_NOTHING_ELSE, 1), (_ADDED, 6)]
)
async def test_a_log_that_was_cut_off_is_not_whole_again_once_the_service_writes_on(
    database_url: str, tampering: tuple[str, ...], broken: int
) -> None:
    """Nobody needs the key to take entries out, and the service signs what it writes after."""
    async with opened_store(database_url) as store:
        await store.write(fill)
        await store.write(lambda work: work.directory.enrol(officer()))
        (row,) = query(database_url, "SELECT hash FROM audit WHERE seq = 3")
        for order in tampering:
            query(database_url, order.format(hash=bytes(row[0]).hex()))  # type: ignore[call-overload]
    async with opened_store(database_url) as store:  # a restart mends nothing either
        await store.write(fill)
        await store.write(fill)
        assert await store.read(verify) == broken
        told = [each.action for each in await store.read(lambda work: work.audit.entries())]
        assert told.count("log.broken") == 1
        assert told[-5:] == [each.action for each in ENTRIES]


async def test_a_log_that_holds_words_for_numbers_is_not_whole_but_read(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rongthuk.db'}"
    async with opened_store(url) as store:
        await store.write(fill)
        query(url, "UPDATE audit SET at = 'yesterday' WHERE seq = 2")
        assert await store.read(verify) == 2
        listed = await store.read(lambda work: work.audit.entries(REF))
        assert [each.detail for each in listed][:3] == ["detail 0", UNREADABLE, "detail 2"]


async def test_many_who_write_at_once_make_one_chain_without_gaps(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await asyncio.gather(*(store.write(fill) for _ in range(20)))
        assert await store.read(verify) is None
        numbers = query(database_url, "SELECT seq FROM audit ORDER BY seq")
    assert numbers == [(number,) for number in range(1, 101)]


async def test_an_entry_cut_off_is_missed_though_the_mark_was_put_back_too(
    database_url: str,
) -> None:
    """What stands of the newest entry in the mark is of no use without the key."""
    async with opened_store(database_url) as store:
        await store.write(fill)
        ((hashed,),) = query(database_url, "SELECT hash FROM audit WHERE seq = 4")
        ((mark,),) = query(database_url, "SELECT value FROM marks WHERE name = 'audit.head'")
        forged = f"4:{bytes(hashed).hex()}:{str(mark).rpartition(':')[2]}"  # type: ignore[call-overload]
        query(database_url, "DELETE FROM audit WHERE seq = 5")
        query(database_url, f"UPDATE marks SET value = '{forged}' WHERE name = 'audit.head'")  # noqa: S608
        assert await store.read(verify) == 5
