"""Take again what a bug stopped before: after each start, in the order in which it came."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.domain.ids import Channel
from bot.domain.incoming import Incoming
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.take_turn import take_accepted

Reader = Callable[[bytes, datetime], Incoming]
BATCH = 500


async def take_stuck(desk: Desk, readers: Mapping[Channel, Reader]) -> int:
    """Take every stuck event once more; how many went through. The rest stays stuck."""
    stuck = await desk.store.read(lambda work: work.inbox.stuck(BATCH))
    through = 0
    for channel, event, raw in stuck:
        if channel in readers:
            through += await _again(desk, readers[channel], channel, event, raw)
    desk.wake()
    return through


async def _again(desk: Desk, read: Reader, channel: Channel, event: str, raw: bytes) -> bool:
    now = desk.clock()

    def again(work: Work) -> None:
        take_accepted(desk, work, read(raw, now), now)
        work.inbox.done(channel, event)

    try:
        await desk.store.write(again)
    except Exception as error:  # noqa: BLE001  the same bug again: it stays where it is
        desk.log.failure("turn.still_stuck", error, channel=channel)
        return False
    return True
