"""Letting time pass: from one due moment to the next, with everything that falls due done there."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.demo.clock import MovableClock
from bot.ports import Work
from bot.usecases.deliver import Deliverer
from bot.usecases.desk import Desk
from bot.usecases.tend import conversation_due

_MINUTE: Final = timedelta(minutes=1)


class Unhurried(Deliverer):
    """A deliverer on whose messages the clock waits: none ages while it is on its way."""

    def __init__(self, like: Deliverer) -> None:
        """Deliver as another one would."""
        super().__init__(like.desk, like.senders, like.zone, like.pace)
        self._claiming = asyncio.Lock()

    async def deliver(self) -> int:
        """Start sending everything due now; how many messages were claimed."""
        async with self._claiming:
            return await super().deliver()

    async def all_due(self) -> None:
        """Send until nothing more is due."""
        while await self.deliver():
            await self.settled()
        await self.settled()

    @asynccontextmanager
    async def still(self) -> AsyncIterator[None]:
        """Nothing is on its way as long as the context lasts."""
        async with self._claiming:
            await self.settled()
            yield


@dataclass(frozen=True, slots=True)
class Passing:
    """What is needed to let time pass: the clock, the duties of the scheduler, deliveries."""

    desk: Desk
    clock: MovableClock
    deliverer: Unhurried
    duties: Sequence[Callable[[], Awaitable[object]]]
    moved: Callable[[], None]

    async def until(self, moment: datetime) -> None:
        """Put the clock forward to `moment`, never past something due without doing it."""
        await self._due()
        while self.clock() < moment:
            step = await self.desk.store.read(lambda work: self._next(work, moment))
            async with self.deliverer.still():
                self.clock.move_to(step)
            self.moved()
            await self._due()

    async def _due(self) -> None:
        """Do what is due now, as the scheduler does, and send what is owed because of it."""
        for do in self.duties:
            await do()
        await self.deliverer.all_due()

    def _next(self, work: Work, until: datetime) -> datetime:
        """The next moment at which something falls due, at the latest `until`.

        What is due already was tried and waits for something else: it is tried every minute.
        """
        now = self.clock()
        due = (each for each in _due_at(work, self.desk, until) if each is not None)
        return min((each if each > now else now + _MINUTE for each in (*due, until)), default=until)


def _due_at(work: Work, desk: Desk, until: datetime) -> Sequence[datetime | None]:
    """When a delivery, a referral and a conversation next fall due."""
    referrals = work.casework.due_referrals(until, 1)
    silent = [work.conversations.get(each) for each in work.conversations.due(until, 1)]
    return (
        work.outbox.next_due(),
        *(each.next_due_at for each in referrals),
        *(conversation_due(each, desk.around.intake) for each in silent if each is not None),
    )
