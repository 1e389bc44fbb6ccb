"""The referrals of a case: which are before centres, which before agencies, which one counts."""

from collections.abc import Sequence

from bot.domain.ids import CaseState, Reference
from bot.domain.referral import Referral
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held


def before_centres(desk: Desk, work: Work, reference: Reference) -> Sequence[Referral]:
    """The chase of a case, oldest first: referrals to centres and to the national group."""
    del desk
    return work.casework.referrals_of(reference)


def waits_again(desk: Desk, work: Work, held: Held) -> bool:
    """Whether the case is before somebody else or waits for an answer: new danger, a reopening.

    An old button must not decide about it then.
    """
    chase = before_centres(desk, work, held.case.reference)
    return held.case.state is CaseState.FILED or chase[-1].id != held.referral.id
