"""Find open cases that nothing would bring up again, and give each its clock back, loudly."""

from functools import partial

from bot.domain.ids import Reference, ReferralState
from bot.ports import Work
from bot.usecases.climb import climb
from bot.usecases.desk import Desk
from bot.usecases.lay_before import lay_before
from bot.usecases.pursue import pursue

BATCH = 50


class ForgottenError(Exception):
    """An open case had no next step; it has one again. The figure that must be zero was not."""


async def mend(desk: Desk) -> int:
    """Give every forgotten case a next step; how many there were.

    Cases taken before there was a second clock are among them. Anything else is a bug, so each is
    logged as a failure.
    """
    forgotten = await desk.store.read(lambda work: work.casework.forgotten(BATCH))
    for reference in forgotten:
        desk.log.failure("case.without_next_step", ForgottenError())
        await desk.store.write(partial(_mended, desk, reference))
    if forgotten:
        desk.wake()
    return len(forgotten)


def _mended(desk: Desk, reference: Reference, work: Work) -> None:
    case, now = work.casework.get(reference), desk.clock()
    referrals = work.casework.referrals_of(reference) if case else ()
    if case is None or not referrals or any(each.next_due_at for each in referrals):
        return
    for each in reversed(referrals):
        if each.state is ReferralState.ACKNOWLEDGED:
            pursue(desk, work, case, each, now)
            return
        if each.state.is_open:
            climb(desk, work, case, each, now)
            return
    lay_before(desk, work, case, referrals[-1], case.unit, now)
