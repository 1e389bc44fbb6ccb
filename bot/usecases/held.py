"""A case that somebody already has, or that was closed, when its answers change."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case, Deed
from bot.domain.ids import CaseState, Level, ReferralState
from bot.domain.referral import Referral
from bot.flows import officer as screens
from bot.ports import Work
from bot.usecases.choose_unit import choose_unit
from bot.usecases.desk import Desk
from bot.usecases.lay_before import lay_before
from bot.usecases.owing import owe_officer
from bot.usecases.progress import record_from_worker
from bot.usecases.second_clocks import hastened


def held_by_somebody(
    desk: Desk, work: Work, was: Case, case: Case, now: datetime, *, danger: bool
) -> tuple[Referral | None, Case]:
    """The case after new answers, and the referral made anew where one is needed.

    New danger is alerted again, whoever has the case: that somebody took it yesterday helps
    nobody now. Whoever writes after the case was closed still needs help: it is opened again. A
    centre that the worker does not want any more loses it. A level that rises is told to whoever
    holds it, and counts on their clock.
    """
    referrals = work.casework.referrals_of(case.reference)
    if not referrals:
        return None, case
    last = referrals[-1]
    unwanted = (last.holder_unit or last.unit) in case.facts.unwanted
    if (
        danger
        or was.state is CaseState.CLOSED
        or (unwanted and was.facts.unwanted != case.facts.unwanted)
    ):
        return laid_anew(desk, work, case, last, now, unwanted=unwanted)
    known = was.known_level or Level.D
    if case.level.gravity > known.gravity:
        _tell_holder(work, case, last, now)
        case = case.alerted()
        for each in referrals:
            if each.leg is not None and each.state is ReferralState.ACKNOWLEDGED:
                work.casework.save_referral(hastened(desk.policy, case, each, now))
    return None, case


def laid_anew(
    desk: Desk, work: Work, case: Case, last: Referral, now: datetime, *, unwanted: bool = False
) -> tuple[Referral, Case]:
    """A new ladder: where it was, or elsewhere when the worker does not want that centre.

    That a closed case is open again is written down.
    """
    unit = last.holder_unit or last.unit
    if unwanted:
        work.casework.save_referral(last.revoke(now))
        unit = choose_unit(desk, case.facts).centre
    if case.state is CaseState.CLOSED:
        case = record_from_worker(work, case, Deed.REOPENED, now)
        last = replace(last, first_alert_at=now)  # what was waited for long ago is over
    case = replace(case, unit=unit, state=CaseState.FILED, closed_at=None, outcome="")
    return lay_before(desk, work, case, last, unit, now)


def _tell_holder(work: Work, case: Case, last: Referral, now: datetime) -> None:
    holder = work.directory.officer(last.holder) if last.holder else None
    conversation = work.conversations.get(case.conversation)
    if holder is None or conversation is None:
        return
    key = f"{last.id}:risen:{case.level.value}"
    prompt = screens.details(case, last, conversation, now=now)
    owe_officer(work, holder, prompt, key=key, now=now, case=case, referral=last)
