"""The outbox at once: no message and no target is in two claims."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from bot.domain.delivery import Owed
from bot.ports import Store, Work

from tests.storage_samples import (
    CHAT,
    MINUTE,
    NOW,
    opened_store,
    owed,
)

LATER = NOW + MINUTE
SECOND = MINUTE / 60


SECOND = MINUTE / 60


async def owe(store: Store, *all_owed: Owed) -> list[bool]:
    return await store.write(lambda work: [work.outbox.owe(each) for each in all_owed])


async def claim(store: Store, now: datetime = NOW, limit: int = 10) -> Sequence[Owed]:
    return await store.write(lambda work: work.outbox.claim(now, limit, now + MINUTE))


async def keys(store: Store, now: datetime = NOW, limit: int = 10) -> list[str]:
    return [each.key for each in await claim(store, now, limit)]


def settle(owed: Owed, message: str = "m1") -> Callable[[Work], bool]:
    return lambda work: work.outbox.sent(owed, message, NOW)


@pytest.mark.postgres
async def test_two_who_claim_with_different_clocks_do_not_share_a_target(
    postgres_url: str,
) -> None:
    claimed, seen = threading.Event(), threading.Event()

    def slow(work: Work) -> list[str]:
        found = work.outbox.claim(NOW + SECOND, 1, LATER)
        claimed.set()
        seen.wait(0.5)  # the other one waits for this claim to be committed
        return [each.key for each in found]

    async with opened_store(postgres_url) as store, opened_store(postgres_url) as other:
        await owe(store, owed("one", due_at=NOW + SECOND), owed("two", priority=3))
        first = asyncio.create_task(store.write(slow))
        await asyncio.to_thread(claimed.wait)
        second = await keys(other)
        seen.set()
        assert (await first, second) == (["one"], [])


@pytest.mark.postgres
async def test_four_stores_never_claim_the_same_message_nor_one_target_twice(
    postgres_url: str,
) -> None:
    messages = [
        owed(f"{target}:{number}", target=replace(CHAT, id=f"U{target}"), conversation=None)
        for number in range(4)
        for target in range(25)
    ]
    out: set[str] = set()
    sent: list[str] = []

    async def deliver(store: Store) -> None:
        while len(sent) < len(messages):
            claimed = await claim(store, limit=5)
            targets = {each.target.id for each in claimed}
            assert not targets & out, "two claims hold one target"
            out.update(targets)
            await asyncio.sleep(0.002)  # long enough for the others to try
            out.difference_update(targets)
            for each in claimed:
                sent.append(each.key)
                await store.write(settle(each))

    async with (
        opened_store(postgres_url) as one,
        opened_store(postgres_url) as two,
        opened_store(postgres_url) as three,
        opened_store(postgres_url) as four,
    ):
        await owe(one, *messages)
        await asyncio.gather(*map(deliver, (one, two, three, four)))
    assert sorted(sent) == sorted(each.key for each in messages)
    for target in range(25):
        mine = [key for key in sent if key.startswith(f"{target}:")]
        assert mine == sorted(mine)
