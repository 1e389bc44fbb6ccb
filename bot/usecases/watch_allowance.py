"""A platform's monthly allowance, read every hour; what is left at the end is kept for alerts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.delivery import Owed, OwedKind
from bot.domain.errors import TryLater
from bot.domain.ids import Channel
from bot.ports import Gauge
from bot.usecases.desk import Desk
from bot.usecases.unsent import tell_allowance

WARN_AT = (80, 95)
"""Percent used at which the operator is told, once a month each."""
RESERVE_FROM = 95
"""Percent used from which what can wait waits: the rest is for alerts."""
HOLD = timedelta(hours=1)


@dataclass(slots=True)
class Reserve:
    """Which channels have nothing left but their reserve; known to the process that sends."""

    low: set[Channel] = field(default_factory=set)

    def hold(self, owed: Owed) -> timedelta:
        """How long a message is held back: a reminder, or a notice about no case.

        Alerts, the person on call and workers are written to all the same; answers to what was
        just written cost nothing.
        """
        waits = owed.kind is OwedKind.REMINDER or (
            owed.kind is OwedKind.NOTICE and owed.referral is None
        )
        return HOLD if waits and owed.target.channel in self.low else timedelta()


async def watch_allowance(desk: Desk, gauges: Mapping[Channel, Gauge], reserve: Reserve) -> None:
    """Read every allowance; what cannot be read now is read at the next tick."""
    for channel, gauge in gauges.items():
        try:
            found = await gauge.quota()
        except TryLater:
            continue
        percent = 100 * found.used // found.limit if found.limit else 0
        full = reserve.low.add if percent >= RESERVE_FROM else reserve.low.discard
        full(channel)
        await _tell(desk, channel, percent)


async def _tell(desk: Desk, channel: Channel, percent: int) -> None:
    reached = [each for each in (*WARN_AT, 100) if percent >= each]
    if not reached:
        return
    now = desk.clock()
    await desk.store.write(lambda work: tell_allowance(desk, work, channel, reached[-1], now))
    desk.log.event("allowance.low", channel=channel, count=percent)
    desk.wake()
