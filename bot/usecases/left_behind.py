"""What an officer held who is enrolled no more goes back to the chase at once."""

from dataclasses import replace
from functools import partial

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Deed, WorkEntry
from bot.domain.ids import CaseState, ReferralId, ReferralState
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.referral import Referral
from bot.ports import StoreDown, Work
from bot.usecases.case_referrals import before_centres
from bot.usecases.desk import Desk
from bot.usecases.give_back import back_to_chase
from bot.usecases.owing import owe_notice

BATCH = 100


async def return_left_behind(desk: Desk) -> int:
    """Lay every case whose holder left before its unit anew, each in its own unit of work.

    However the officer left: by command, or in another process.
    """
    left = await desk.store.read(lambda work: work.casework.left_behind(BATCH))
    for which in left:
        try:
            await desk.store.write(partial(_return, desk, which))
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001  one case must not hold up the others
            desk.log.failure("left_behind.broken", error, referral=which)
    if left:
        desk.wake()
    return len(left)


def _return(desk: Desk, which: ReferralId, work: Work) -> None:
    """Again under the lock: somebody may have handed it over, or the officer may be back."""
    referral = work.casework.referral(which)
    if referral is None or referral.state is not ReferralState.ACKNOWLEDGED:
        return
    holder = work.directory.officer(referral.holder) if referral.holder else None
    case = work.casework.get(referral.reference)
    if holder is None or holder.active or case is None:
        return
    now = desk.clock()
    newest = before_centres(desk, work, case.reference)[-1].id == referral.id
    if not newest or case.state is CaseState.FILED:
        # Somebody else has it by now, or is being asked already.
        work.casework.save_referral(referral.revoke(now))
        return
    entry = WorkEntry(Deed.RETURNED, "bot", now, "left")
    case = replace(case, worked=(*case.worked, entry))
    unit = referral.holder_unit or referral.unit
    work.audit.record(AuditEntry(now, "bot", "case.returned", case.reference, unit, "left"))
    back_to_chase(desk, work, case, referral, now, by=holder.name)
    _tell_unit(desk, work, case, referral, holder.name)


def _tell_unit(desk: Desk, work: Work, case: Case, referral: Referral, name: str) -> None:
    # wording: To the unit's group: an officer is enrolled no more, the case waits for a new one.
    line = Line("group.holder_left", {"reference": Literal(case.reference), "name": Literal(name)})
    owe_notice(
        work,
        referral.holder_unit or referral.unit,
        Prompt((line,)),
        key=f"{referral.id}:holder_left",
        language=desk.officers_speak,
        now=desk.clock(),
    )
