"""The inbox: each event counts once, and its raw form is dropped once it is processed."""

from datetime import timedelta

import pytest
from bot.domain.ids import Channel
from bot.ports import Work

from tests.storage_samples import MINUTE, NOW, opened_store, query

LINE, TELEGRAM = Channel.LINE, Channel.TELEGRAM


async def test_an_event_counts_once_whatever_it_holds(database_url: str) -> None:
    async with opened_store(database_url) as store:
        first = await store.write(lambda work: work.inbox.accept(LINE, "e", b"one", NOW))
        again = await store.write(lambda work: work.inbox.accept(LINE, "e", b"two", NOW))
        other = await store.write(lambda work: work.inbox.accept(TELEGRAM, "e", b"one", NOW))
    assert (first, again, other) == (True, False, True)


async def test_an_event_counts_once_within_one_unit_of_work_too(database_url: str) -> None:
    async with opened_store(database_url) as store:
        accepted = await store.write(
            lambda work: [work.inbox.accept(LINE, "e", b"", NOW) for _ in range(3)]
        )
    assert accepted == [True, False, False]


@pytest.mark.safety(29)
async def test_the_raw_event_is_kept_sealed_until_it_is_done(database_url: str) -> None:
    raw = "SELECT state, sealed IS NULL FROM events"
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.inbox.accept(LINE, "e", b"raw", NOW))
        assert query(database_url, raw) == [("kept", False)]
        await store.write(lambda work: work.inbox.done(LINE, "e"))
        assert query(database_url, raw) == [("done", True)]


async def test_an_event_done_in_its_own_unit_of_work_leaves_nothing_raw(database_url: str) -> None:
    def turn(work: Work) -> None:
        work.inbox.accept(LINE, "e", b"raw", NOW)
        work.inbox.done(LINE, "e")

    async with opened_store(database_url) as store:
        await store.write(turn)
        assert query(database_url, "SELECT state, sealed IS NULL FROM events") == [("done", True)]
        assert not await store.write(lambda work: work.inbox.accept(LINE, "e", b"raw", NOW))


async def test_stuck_events_come_back_whole_and_oldest_first(database_url: str) -> None:
    def stick(work: Work) -> None:
        work.inbox.stick(LINE, "late", b"\x00\xff", NOW + MINUTE)
        work.inbox.stick(TELEGRAM, "early", b"", NOW)

    async with opened_store(database_url) as store:
        await store.write(stick)
        stuck = await store.read(lambda work: work.inbox.stuck(10))
        assert stuck == [(TELEGRAM, "early", b""), (LINE, "late", b"\x00\xff")]
        assert len(await store.read(lambda work: work.inbox.stuck(1))) == 1


async def test_a_stuck_event_is_not_accepted_again_and_leaves_when_done(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.inbox.stick(LINE, "e", b"raw", NOW))
        assert not await store.write(lambda work: work.inbox.accept(LINE, "e", b"raw", NOW))
        await store.write(lambda work: work.inbox.done(LINE, "e"))
        assert await store.read(lambda work: work.inbox.stuck(10)) == []
        assert not await store.write(lambda work: work.inbox.accept(LINE, "e", b"raw", NOW))


async def test_an_accepted_event_can_become_stuck(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.inbox.accept(LINE, "e", b"raw", NOW))
        await store.write(lambda work: work.inbox.stick(LINE, "e", b"raw", NOW))
        assert await store.read(lambda work: work.inbox.stuck(10)) == [(LINE, "e", b"raw")]


async def test_tidying_forgets_old_events_but_not_what_a_bug_stopped(database_url: str) -> None:
    def fill(work: Work) -> None:
        for age, event in enumerate(("new", "old")):
            work.inbox.accept(LINE, event, b"", NOW - age * timedelta(days=30))
            work.inbox.done(LINE, event)
        work.inbox.stick(LINE, "stuck", b"", NOW - timedelta(days=30))
        work.inbox.accept(LINE, "kept", b"", NOW - timedelta(days=30))

    async with opened_store(database_url) as store:
        await store.write(fill)
        assert await store.write(lambda work: work.inbox.tidy(NOW - timedelta(days=7))) == 2
        assert len(await store.read(lambda work: work.inbox.stuck(10))) == 1
        states = query(database_url, "SELECT state FROM events ORDER BY state")
    assert states == [("done",), ("stuck",)]
