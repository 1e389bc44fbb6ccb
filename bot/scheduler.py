"""The ticks: each duty is done again and again; what is due lies in the rows, not here."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import Log, Meter

_PATIENCE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done every so often; `name` stands in the log and in the figures."""

    name: str
    every: timedelta
    do: Callable[[], Awaitable[object]]


class Ticks:
    """Does each duty at once and then at its interval, never twice at the same time.

    Ticks missed meanwhile become one. A duty that fails is logged and counted, and ticks on.
    """

    def __init__(
        self, duties: Sequence[Duty], *, log: Log, meter: Meter, patience: timedelta = _PATIENCE
    ) -> None:
        self._patience = patience
        self._log = log
        self._meter = meter
        self._running: set[asyncio.Task[object]] = set()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)
        for duty in duties:
            self._add(duty)

    def start(self) -> None:
        """Begin; the first tick of each duty comes at once."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Tick no more; what is running has `patience` to end, then it is cancelled."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=self._patience.total_seconds())
        self._scheduler.shutdown(wait=False)
        # The scheduler lets go of itself in the next round of the loop.
        await asyncio.sleep(0)

    def _add(self, duty: Duty) -> None:
        async def tick() -> None:
            running = asyncio.current_task()
            if running is not None:
                self._running.add(running)
                running.add_done_callback(self._running.discard)
            await duty.do()

        self._scheduler.add_job(
            tick,
            "interval",
            seconds=duty.every.total_seconds(),
            id=duty.name,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def _failed(self, event: JobExecutionEvent) -> None:
        self._log.failure("duty.failed", event.exception, duty=event.job_id)
        self._meter.failed_duty(event.job_id)
