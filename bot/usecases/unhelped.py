"""What a worker says of how it went on: worse, or no help, is an officer's task again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.case import Case, Deed
from bot.domain.conversation import Conversation
from bot.domain.ids import CaseState, Reference, ReferralState
from bot.domain.prompt import Button, Line, Literal, Named, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.domain.unit import Officer, Role
from bot.flows.aftercare import ANSWERS, WORSE
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held import laid_anew
from bot.usecases.owing import owe_notice, owe_officer
from bot.usecases.progress import record_from_worker

ONCE_IN = timedelta(minutes=10)
"""Told several times within so long, it is one notice."""


def hear_aftermath(
    desk: Desk, work: Work, conversation: Conversation, what: str, now: datetime
) -> tuple[Prompt, ...]:
    """Write it down; where it got worse or did not help, open the case or tell who has it.

    What the worker is told of it: only what was done.
    """
    reference = conversation.reference or conversation.before
    case = work.casework.get(reference) if reference else None
    if case is None:
        return ()
    deed = Deed.AFTERCARE if what in ANSWERS else Deed.UNHELPED
    case = record_from_worker(work, case, deed, now, value=what)
    if what not in WORSE:
        return ()
    lines = [Line("unhelped.thanks")]
    if case.state is CaseState.CLOSED:
        lines.append(_reopened(desk, work, case, now))
    else:
        _tell(desk, work, case, now)
        lines.append(Line("unhelped.told", {"unit": Named("unit", case.unit)}))
    return (Prompt((*lines, Line("late.call"))),)


def _reopened(desk: Desk, work: Work, case: Case, now: datetime) -> Line:
    """The closed case before its unit again, with a new clock."""
    referrals = work.casework.referrals_of(case.reference)
    _, case = laid_anew(desk, work, case, referrals[-1], now)
    return Line("reopened.worker", {"unit": Named("unit", case.unit)})


def _tell(desk: Desk, work: Work, case: Case, now: datetime) -> None:
    """Whoever has the case, and the heads of the unit; the group where nobody can be written to."""
    key = f"unhelped:{case.reference}:{int(now.timestamp() // ONCE_IN.total_seconds())}"
    if case.state is not CaseState.FILED:
        due = min(case.next_step_at or now, now)
        case = replace(case, next_step_at=due)
        work.casework.save(case)
    told = False
    for referral in work.casework.referrals_of(case.reference):
        for officer in _concerned(work, referral):
            prompt = _said(case.reference, referral)
            owe_officer(work, officer, prompt, key=key, now=now, case=case, referral=referral)
            told = told or officer.id == referral.holder
    if not told:
        line = Line("group.unhelped", {"reference": Literal(case.reference)})
        speak = desk.officers_speak
        owe_notice(work, case.unit, Prompt((line,)), key=key, language=speak, now=now)


def _concerned(work: Work, referral: Referral) -> Iterable[Officer]:
    """The holder of a referral and the heads of its unit, as far as they can be written to."""
    if referral.state not in (ReferralState.ACKNOWLEDGED, ReferralState.SENT):
        return ()
    unit = referral.holder_unit or referral.unit
    return tuple(
        officer
        for officer in work.directory.officers_of(unit)
        if officer.private_open and (officer.role is Role.HEAD or officer.id == referral.holder)
    )


def _said(reference: Reference, referral: Referral) -> Prompt:
    line = Line("officer.unhelped", {"reference": Literal(reference)})
    # wording: button under a notice about a case; opens its details
    look = Button(Line("officer.button.open"), officer_payload("open", referral.id))
    held = referral.state is ReferralState.ACKNOWLEDGED
    return Prompt((line,), ((look,),) if held else ())
