"""Asks the platforms under which address the bot is found, for officers who must write first."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Final

from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel
from bot.ports import Log, Rejected, Store, StoreDown, Work
from bot.usecases.way_in import mark

AddressOf = Callable[[], Awaitable[str]]
PAUSE: Final = timedelta(minutes=1)
TRIES: Final = 10


@asynccontextmanager
async def ways_in(
    store: Store, addresses: Mapping[Channel, AddressOf], log: Log
) -> AsyncIterator[None]:
    """Learn the addresses in the background as long as the context lasts."""
    tasks = {asyncio.create_task(_learn(store, *each, log)) for each in addresses.items()}
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _learn(store: Store, channel: Channel, ask: AddressOf, log: Log) -> None:
    """Ask until the platform has answered; without an answer the refusal says it in words."""
    for _ in range(TRIES):
        try:
            address = await ask()
            await store.write(partial(_keep, channel, address))
        except (TryLater, Unreachable, Rejected, StoreDown):
            await asyncio.sleep(PAUSE.total_seconds())
        else:
            log.event("way_in.known", channel=channel)
            return


def _keep(channel: Channel, address: str, work: Work) -> None:
    work.marks.set(mark(channel), address)
