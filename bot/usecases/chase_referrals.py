"""Chase every referral that is due, until a person answers."""

from bot.ports import Work
from bot.usecases.climb import climb
from bot.usecases.desk import Desk

BATCH = 50
HEARTBEAT = "heartbeat.chase"


async def chase_referrals(desk: Desk) -> int:
    """Climb every ladder on which something is due; how many there were.

    Any number of these may run at once: rows are locked, and every message has a key for ever.
    """
    total = 0
    while True:
        count = await desk.store.write(lambda work: _chase(desk, work))
        total += count
        if count < BATCH:
            break
    if total:
        desk.wake()
    return total


def _chase(desk: Desk, work: Work) -> int:
    now = desk.clock()
    due = work.casework.due_referrals(now, BATCH)
    for referral in due:
        case = work.casework.get(referral.reference)
        if case is not None:
            climb(desk, work, case, referral, now)
    work.marks.set(HEARTBEAT, now.isoformat())
    return len(due)
