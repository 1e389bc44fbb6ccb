"""How Telegram's updates come: delivered to the webhook, or asked for by one process at a time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from logging import getLogger
from typing import Final

from bot.app.assembly import Assembly
from bot.app.lease import RENEWAL, Lease
from bot.app.waiting import within
from bot.channels.telegram.poll import Take, poll
from bot.channels.telegram.read import read_update
from bot.channels.telegram.send import TelegramSender
from bot.config import Config
from bot.domain.errors import TryLater, Unreachable
from bot.domain.incoming import Incoming
from bot.ports import Log, Rejected, StoreDown

SECOND: Final = timedelta(seconds=1)
MINUTE: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(seconds=30)

_log = getLogger(__name__)


@dataclass(slots=True)
class Seldom:
    """Lets something be said once a minute at most."""

    _last: float | None = None

    def again(self, now: float) -> bool:
        """Whether it may be said at `now`, in seconds; then it counts as said."""
        if self._last is not None and now - self._last < MINUTE.total_seconds():
            return False
        self._last = now
        return True


@dataclass(frozen=True, slots=True)
class Poller:
    """Asks Telegram for updates while it holds the lease; without one it is alone."""

    config: Config
    take: Take
    lease: Lease | None
    stop: asyncio.Event
    log: Log

    async def work(self) -> None:
        """Ask until it is told to stop; a bug is logged, and it asks on."""
        while not self.stop.is_set():
            try:
                if self.lease is None:
                    await self._poll(self.stop)
                elif await self.lease.hold():
                    await self._while_held(self.lease)
            except StoreDown:
                self.log.event("polling.store_down")
            except Exception as error:  # noqa: BLE001  a bug must not end the listening
                self.log.failure("polling.broken", error)
            await within(self.stop, SECOND)

    async def _while_held(self, lease: Lease) -> None:
        self.log.event("polling.begun")
        lost = asyncio.Event()
        holding = asyncio.create_task(self._hold(lease, lost))
        try:
            await self._poll(lost)
        finally:
            holding.cancel()
            await asyncio.wait({holding})
            with contextlib.suppress(StoreDown):
                await lease.give_back()

    async def _hold(self, lease: Lease, lost: asyncio.Event) -> None:
        """Renew the lease in time; whatever goes wrong with that ends the asking."""
        with contextlib.suppress(StoreDown):
            while not await within(self.stop, RENEWAL) and await lease.hold():
                pass
        lost.set()

    async def _poll(self, halt: asyncio.Event) -> None:
        telegram = self.config.telegram
        await poll(
            telegram.token,
            self.take,
            halt,
            api_base_url=telegram.api_base_url,
            wait=telegram.poll_timeout * SECOND,
        )


@asynccontextmanager
async def updates(
    assembly: Assembly,
    sender: TelegramSender,
    take: Callable[[Incoming], Awaitable[None]],
    log: Log,
) -> AsyncIterator[None]:
    """Have updates come as long as the context lasts."""
    config = assembly.config

    async def taken(raw: bytes) -> None:
        await take(read_update(raw, assembly.clock()))

    stop = asyncio.Event()
    lease = None
    if not config.storage.is_sqlite:
        lease = Lease(assembly.store, assembly.clock, "lease.poll", assembly.ids.officer())
    tasks = {asyncio.create_task(_agreed(config, sender, stop, log))}
    if not config.telegram.by_webhook:
        poller = Poller(config, taken, lease, stop, log)
        tasks.add(asyncio.create_task(poller.work()))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait(tasks, timeout=SECOND.total_seconds())
        for task in tasks:
            task.cancel()


async def _agreed(config: Config, sender: TelegramSender, stop: asyncio.Event, log: Log) -> None:
    """Tell Telegram how updates are to come, until it has heard."""
    pause, unreached = SECOND, Seldom()
    while not stop.is_set():
        try:
            if config.telegram.by_webhook:
                address = f"{config.service.public_url}/webhook/telegram"
                await sender.set_webhook(address, config.telegram.webhook_secret)
            else:
                await sender.delete_webhook()
        except (TryLater, Unreachable, Rejected) as error:
            if isinstance(error, Rejected):
                log.failure("telegram.not_agreed", error, mode=config.telegram.mode)
            elif unreached.again(asyncio.get_running_loop().time()):
                _log.warning("telegram.unreachable")
            await within(stop, pause)
            pause = min(pause * 2, LONGEST)
        else:
            log.event("telegram.agreed", mode=config.telegram.mode)
            return
