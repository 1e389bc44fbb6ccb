"""PINs in the database: sealed with their intake's key, counted across processes, gone with it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from bot.domain.ids import Channel
from bot.domain.incoming import Chat
from bot.domain.pin import Pin, Tries
from bot.ports import Work

from tests.storage_samples import MINUTE, NOW, REF, TALK, conversation, opened_store, query

HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA"
PIN = Pin(REF, TALK, HASH, NOW)


def kept(work: Work) -> None:
    work.conversations.save(conversation(), None)
    work.worker_pins.keep(PIN)


async def test_a_pin_is_found_by_its_number_and_replaced_by_a_new_one(database_url: str) -> None:
    newer = replace(PIN, hashed="other")
    async with opened_store(database_url) as store:
        await store.write(kept)
        assert await store.read(lambda work: work.worker_pins.of(REF)) == PIN
        await store.write(lambda work: work.worker_pins.keep(newer))
        assert await store.read(lambda work: work.worker_pins.of(REF)) == newer
        await store.write(lambda work: work.worker_pins.drop(TALK))
        assert await store.read(lambda work: work.worker_pins.of(REF)) is None


async def test_neither_number_nor_hash_stands_in_the_clear(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(kept)
        rows = query(database_url, "SELECT number, conversation, sealed FROM worker_pins")
    written = repr(rows)
    assert len(rows) == 1
    for word in ("argon2", "2093", "7716"):
        assert word not in written


async def test_erasing_an_intake_erases_its_pin(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(kept)
        await store.write(lambda work: work.conversations.forget(TALK))
        assert await store.read(lambda work: work.worker_pins.of(REF)) is None
        assert query(database_url, "SELECT number FROM worker_pins") == []


async def test_counts_stand_across_openings_until_they_are_forgotten(database_url: str) -> None:
    tries = Tries(7, NOW, NOW + timedelta(days=1))
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.worker_pins.count("number", REF, tries))
        await store.write(
            lambda work: work.worker_pins.count("account", REF, replace(tries, wrong=2))
        )
    async with opened_store(database_url) as store:
        assert await store.read(lambda work: work.worker_pins.tries("number", REF)) == tries
        assert await store.write(lambda work: work.worker_pins.tidy(NOW)) == 0
        await store.write(lambda work: work.worker_pins.forgive("account", REF))
        assert await store.read(lambda work: work.worker_pins.tries("account", REF)) == Tries()
        assert await store.write(lambda work: work.worker_pins.tidy(NOW + MINUTE)) == 1


async def test_a_moved_conversation_is_current_in_its_new_account_only(database_url: str) -> None:
    there = conversation("conv0002", account="there", started_at=NOW + MINUTE)
    moved = replace(conversation(), chat=Chat(Channel.TELEGRAM, "there"), account="there")
    clash = replace(there, chat=Chat(Channel.TELEGRAM, "there"))

    def move(work: Work) -> None:
        work.conversations.save(conversation(), None)
        work.conversations.save(clash, None)
        work.conversations.move(moved, None, NOW)  # another process's clock may be ahead

    async with opened_store(database_url) as store:
        await store.write(move)
        await store.write(lambda work: work.conversations.save(replace(moved, nudged=True), None))
        found = await store.read(lambda work: work.conversations.current(Channel.TELEGRAM, "there"))
        former = conversation()
        left = await store.read(
            lambda work: work.conversations.current(former.chat.channel, former.account)
        )
    assert found == replace(moved, nudged=True)
    assert left is None


@pytest.mark.postgres
async def test_guesses_at_the_same_moment_are_counted_one_after_the_other(
    postgres_url: str,
) -> None:
    def guess(work: Work) -> bool:
        tries = work.worker_pins.tries("number", REF)
        if not tries.may_try(NOW):
            return False
        work.worker_pins.count("number", REF, tries.on_number(NOW))
        return True

    async with opened_store(postgres_url) as store:
        looked_at = await asyncio.gather(*(store.write(guess) for _ in range(30)))
    assert sum(looked_at) == 2
