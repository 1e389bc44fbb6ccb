"""Chase every referral that is due, until a person answers."""

from datetime import datetime
from functools import partial

from bot.domain.case import Case
from bot.domain.ids import ReferralId
from bot.domain.referral import Referral, ReferralKind
from bot.ports import StoreDown, Work
from bot.usecases.chase_agency import chase_agency
from bot.usecases.climb import climb
from bot.usecases.desk import Desk
from bot.usecases.pursue import pursue

BATCH = 50
MANY = 1000
HEARTBEAT = "heartbeat.chase"


async def chase_referrals(desk: Desk) -> int:
    """Climb every ladder on which something is due, taken cases too; how many there were.

    Any number of these may run at once: rows are locked, and every message has a key for ever.
    """
    total = 0
    while True:
        try:
            count = await desk.store.write(lambda work: _chase(desk, work))
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001  one ladder must not stop all the others
            desk.log.failure("chase.broken", error)
            return total + await _one_by_one(desk)
        total += count
        if count < BATCH:
            break
    if total:
        desk.wake()
    return total


async def _one_by_one(desk: Desk) -> int:
    """Each due referral in a unit of work of its own; one that cannot be climbed stays due."""
    due = await desk.store.read(
        lambda work: [each.id for each in work.casework.due_referrals(desk.clock(), MANY)]
    )
    for referral in due:
        try:
            await desk.store.write(partial(_chase_one, desk, referral))
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001  the others go on
            desk.log.failure("chase.broken", error, referral=referral)
    desk.wake()
    return len(due)


def _chase_one(desk: Desk, which: ReferralId, work: Work) -> None:
    referral = work.casework.referral(which)
    case = work.casework.get(referral.reference) if referral else None
    if referral is not None and case is not None:
        _carry_on(desk, work, case, referral, desk.clock())
    work.marks.set(HEARTBEAT, desk.clock().isoformat())


def _chase(desk: Desk, work: Work) -> int:
    now = desk.clock()
    due = work.casework.due_referrals(now, BATCH)
    for referral in due:
        case = work.casework.get(referral.reference)
        if case is not None:
            _carry_on(desk, work, case, referral, now)
    work.marks.set(HEARTBEAT, now.isoformat())
    return len(due)


def _carry_on(desk: Desk, work: Work, case: Case, referral: Referral, now: datetime) -> None:
    """What is due, by the clock of its kind: an agency's, the first, or once taken the second."""
    if referral.kind is ReferralKind.AGENCY:
        chase_agency(desk, work, case, referral, now)
    elif referral.state.is_open:
        climb(desk, work, case, referral, now)
    else:
        pursue(desk, work, case, referral, now)
