"""`serve`: webhooks, long polling, deliveries and ticks, until it is told to stop."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.app.assembly import Assembly, desk, open_office
from bot.app.channels import Channels, switched_on
from bot.app.lease import Lease
from bot.app.waiting import within
from bot.app.ways_in import ways_in
from bot.config import Config
from bot.data.policy import thai_holidays
from bot.documents.bind import Bindery
from bot.domain.ids import Channel
from bot.domain.incoming import Incoming
from bot.ports import Gauge, Log, Sender
from bot.scheduler import Duty, Ticks
from bot.usecases.chase_referrals import chase_referrals
from bot.usecases.checkpoint import write_checkpoint
from bot.usecases.copy_files import copy_files
from bot.usecases.deliver import Deliverer
from bot.usecases.desk import Desk
from bot.usecases.digest import send_digests
from bot.usecases.fetch_media import fetch_media
from bot.usecases.left_behind import return_left_behind
from bot.usecases.mend import mend
from bot.usecases.pace import Pace
from bot.usecases.retain import retain
from bot.usecases.take_stuck import take_stuck
from bot.usecases.take_turn import take_turn
from bot.usecases.tend import tend_conversations
from bot.usecases.tend_assignments import tend_assignments
from bot.usecases.tend_duty import tend_duty
from bot.usecases.tend_takes import tend_takes
from bot.usecases.tidy import tidy
from bot.usecases.watch_allowance import Reserve, watch_allowance
from bot.web.case_pages import CasePages
from bot.web.control import controlled
from bot.web.enclosures import EnclosurePages
from bot.web.health import Probes
from bot.web.logs import install
from bot.web.metrics import Metrics
from bot.web.server import build_web, serving
from bot.web.webhooks import Webhooks

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
GRACE = timedelta(seconds=2)
"""What is under way has so long to end when the service stops."""


@dataclass(slots=True)
class Engine:
    """What works through what is owed and what falls due: deliveries, chase, fetching, tidying."""

    desk: Desk
    deliverer: Deliverer
    ticks: Ticks
    woken: asyncio.Event
    pause: timedelta = SECOND
    _stopping: bool = False
    _loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self.ticks.start()
        self._loop = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        """End without losing anything: what was not sent is sent after the next start."""
        self._stopping = True
        await asyncio.gather(self.ticks.stop(), self._settled())

    async def _settled(self) -> None:
        """What is being sent may arrive; what takes too long for that is cut off."""
        if self._loop is not None:
            self.woken.set()
            await asyncio.wait({self._loop}, timeout=GRACE.total_seconds() / 2)
            self._loop.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.deliverer.settled(), GRACE.total_seconds() / 2)
        await self.deliverer.cut_off()

    async def _deliver(self) -> None:
        """Deliver whenever something is owed here, and look every `pause` for what others owe."""
        while not self._stopping:
            self.woken.clear()
            try:
                while await self.deliverer.deliver():
                    pass
            except Exception as error:  # noqa: BLE001  the loop outlives a store that is down
                self.desk.log.failure("delivery.stopped", error)
            await within(self.woken, self.pause)


def engine(
    assembly: Assembly,
    senders: Mapping[Channel, Sender],
    *,
    log: Log,
    metrics: Metrics,
    speak: str = "",
    gauges: Mapping[Channel, Gauge] | None = None,
) -> Engine:
    """The engine of an application, over these senders."""
    woken = asyncio.Event()
    table = desk(assembly, log=log, meter=metrics, wake=woken.set, speak=speak)
    zone = ZoneInfo(assembly.config.service.timezone)

    async def fetch() -> None:
        await fetch_media(table, senders, assembly.evidence)
        await tend_takes(table, senders)
        await copy_files(table, senders)

    reserve = Reserve()
    counted = gauges or {}
    duties = (
        Duty("allowance", HOUR, lambda: watch_allowance(table, counted, reserve)),
        Duty("chase", SECOND, lambda: chase_referrals(table)),
        Duty("left_behind", SECOND, lambda: return_left_behind(table)),
        Duty("tend", 5 * SECOND, lambda: tend_conversations(table)),
        Duty("assignments", 5 * SECOND, lambda: tend_assignments(table)),
        Duty("duty", 20 * SECOND, lambda: tend_duty(table)),
        Duty("fetch", SECOND, fetch),
        Duty(
            "checkpoint",
            timedelta(minutes=1),
            lambda: write_checkpoint(table, assembly.checkpoints, zone),
        ),
        Duty("digest", timedelta(seconds=30), lambda: send_digests(table)),
        Duty("mend", timedelta(minutes=10), lambda: mend(table)),
        Duty("retain", HOUR, lambda: retain(table)),
        Duty("tidy", timedelta(minutes=10), lambda: tidy(table, assembly.evidence)),
    )
    ticks = Ticks(duties, log=log, meter=metrics, patience=GRACE)
    # Whoever takes the turns in another process cannot wake this one.
    pause = SECOND if assembly.config.storage.is_sqlite else SECOND / 5
    return Engine(table, Deliverer(table, senders, zone, Pace(), reserve), ticks, woken, pause)


async def serve(config: Config, only: str | None = None) -> None:
    """Serve until SIGTERM or SIGINT; then finish what is under way within five seconds."""
    log = install()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        assembly = await stack.enter_async_context(open_office(config))
        channels = await switched_on(config, assembly.store)
        stack.push_async_callback(channels.close)
        metrics = Metrics()
        working = engine(
            assembly, channels.senders, log=log, metrics=metrics, gauges=channels.gauges
        )
        thai_holidays(assembly.clock().year)
        if config.storage.is_sqlite:
            await stack.enter_async_context(controlled(config.control_socket, assembly, log))
        await _take_up(assembly, working.desk, channels)
        await stack.enter_async_context(ways_in(assembly.store, channels.addresses, log))
        if only != "web":
            working.start()
            stack.push_async_callback(working.stop)
        listen = None
        if only != "worker":
            listen = await _open(stack, assembly, channels, working, metrics, log)
        log.event("service.started", mode=only or "all", listen=listen)
        await stop.wait()
        log.event("service.stopping")


async def _take_up(assembly: Assembly, table: Desk, channels: Channels) -> None:
    """Go on where an earlier life ended: what it was sending, what a bug had stopped."""
    now = assembly.clock()
    if assembly.config.storage.is_sqlite:
        # Nobody else has this file, so whoever leased something is dead.
        await assembly.store.write(lambda work: work.outbox.release(now))
    elif not await Lease(
        assembly.store, assembly.clock, "lease.stuck", assembly.ids.officer()
    ).hold():
        return
    await take_stuck(table, channels.readers)


async def _open(
    stack: AsyncExitStack,
    assembly: Assembly,
    channels: Channels,
    working: Engine,
    metrics: Metrics,
    log: Log,
) -> str:
    """Listen for webhooks, and have Telegram's updates come; gives where it listens."""
    config = assembly.config

    async def take(incoming: Incoming) -> None:
        await take_turn(working.desk, incoming)

    bindery = Bindery(assembly.catalogue, working.desk.around, assembly.evidence)
    application = build_web(
        hooks=channels.hooks,
        webhooks=Webhooks(take, assembly.clock, log, metrics),
        probes=Probes(assembly.store, assembly.clock, tuple(channels.senders)),
        metrics=metrics,
        voices=assembly.recordings.playable,
        pages=[
            *CasePages(working.desk, bindery).routes(),
            *EnclosurePages(working.desk).routes(),
        ],
    )
    service = config.service
    with _naming_listen(service.listen):
        port = await stack.enter_async_context(serving(application, service.host, service.port))
    if channels.telegram is not None:
        from bot.app.telegram import updates

        await stack.enter_async_context(updates(assembly, channels.telegram, take, log))
    return f"{service.listen.rpartition(':')[0]}:{port}"


@contextlib.contextmanager
def _naming_listen(address: str) -> Iterator[None]:
    """An address that cannot be had is an `OSError` with the key in place of a file's name."""
    try:
        yield
    except OSError as error:
        looked_up = isinstance(error, socket.gaierror) or error.errno is None
        why = error.strerror if looked_up else os.strerror(error.errno or 0)
        raise OSError(error.errno, why, f"[service] listen: {address}") from error
