"""The ticks: each duty at once and again, a failing one too, and a stop that waits."""

import asyncio
from datetime import timedelta

from bot.scheduler import Duty, Ticks

from tests.offices import KeptLog, KeptMeter

OFTEN = timedelta(milliseconds=10)
SELDOM = timedelta(hours=1)


class Counted:
    """A duty that lets wait for its third time."""

    def __init__(self, error: Exception | None = None) -> None:
        self.times = 0
        self.thrice = asyncio.Event()
        self._error = error

    async def __call__(self) -> None:
        self.times += 1
        if self.times == 3:
            self.thrice.set()
        if self._error:
            raise self._error


async def test_a_duty_is_done_at_once_and_again() -> None:
    once, often = Counted(), Counted()
    duties = [Duty("once", SELDOM, once), Duty("often", OFTEN, often)]
    ticks = Ticks(duties, log=KeptLog(), meter=KeptMeter())
    ticks.start()
    await asyncio.wait_for(often.thrice.wait(), 10)
    await ticks.stop()
    assert once.times == 1


async def test_a_duty_that_fails_is_told_without_its_words_and_ticks_on() -> None:
    log, meter = KeptLog(), KeptMeter()
    failing = Counted(ValueError("somebody's words"))
    ticks = Ticks([Duty("chase", OFTEN, failing)], log=log, meter=meter)
    ticks.start()
    await asyncio.wait_for(failing.thrice.wait(), 10)
    await ticks.stop()
    assert log.lines[0] == ("duty.failed", {"error": "ValueError", "duty": "chase"})
    assert len(log.lines) >= 2
    assert meter.seen[0] == ("failed_duty", "chase")


async def test_a_duty_is_never_done_twice_at_the_same_time() -> None:
    running = most = 0
    other = Counted()

    async def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1

    duties = [Duty("slow", OFTEN, slow), Duty("other", timedelta(milliseconds=60), other)]
    ticks = Ticks(duties, log=KeptLog(), meter=KeptMeter())
    ticks.start()
    await asyncio.wait_for(other.thrice.wait(), 10)
    await ticks.stop()
    assert most == 1


async def test_a_stop_waits_for_what_is_running_and_nothing_begins_after_it() -> None:
    begun, ended = asyncio.Event(), []

    async def slow() -> None:
        begun.set()
        await asyncio.sleep(0.1)
        ended.append(True)

    often = Counted()
    duties = [Duty("slow", SELDOM, slow), Duty("often", OFTEN, often)]
    ticks = Ticks(duties, log=KeptLog(), meter=KeptMeter())
    ticks.start()
    await begun.wait()
    await ticks.stop()
    times = often.times
    await asyncio.sleep(0.05)
    assert (ended, often.times) == ([True], times)


async def test_a_stop_does_not_wait_for_ever() -> None:
    begun = asyncio.Event()
    cancelled = asyncio.Event()

    async def endless() -> None:
        begun.set()
        try:
            await asyncio.sleep(3600)
        finally:
            cancelled.set()

    duties = [Duty("endless", SELDOM, endless)]
    ticks = Ticks(duties, log=KeptLog(), meter=KeptMeter(), patience=timedelta(seconds=0.05))
    ticks.start()
    await begun.wait()
    await ticks.stop()
    await asyncio.wait_for(cancelled.wait(), 10)


async def test_ticks_that_never_began_can_be_stopped() -> None:
    log = KeptLog()
    await Ticks([], log=log, meter=KeptMeter()).stop()
    assert log.lines == []
