"""What an agency's officer does in private with a referral: look, contact, plan, give back.

The worker agreed to a card and a brief; nothing here shows or passes on more than those.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.data.policy import calendar_of
from bot.domain import agency_work
from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Deed, WorkEntry
from bot.domain.errors import Refused
from bot.domain.ids import ReferralState
from bot.domain.prompt import Line, Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.flows import agency_card, agency_screens, agency_steps
from bot.ports import Work
from bot.usecases.agency_case import (
    back_with_centre,
    clock_of,
    declined,
    tell_sender,
    tell_worker,
)
from bot.usecases.agency_tap import AgencyTap, answered, ask, thanks
from bot.usecases.desk import Desk
from bot.usecases.way_back import on_to_list

DEEDS = {agency_steps.REACHED: Deed.CONTACTED}
"""What reached the worker; everything else was tried."""


def seen(desk: Desk, work: Work, officer: Officer, case: Case, referral: Referral) -> Prompt:
    """The card while nobody has it, the brief afterwards; the look is written down.

    Raises `Refused` once it is over: whoever declined it or had it taken back sees nothing more.
    """
    now = desk.clock()
    if referral.state is ReferralState.SENT:
        by = clock_of(referral).answer_by if referral.policy else None
        return on_to_list(agency_card.agency_card(case, referral, now, answer_by=by))
    if referral.state not in agency_work.HAS_IT:
        raise Refused
    entry = AuditEntry(now, officer.id, "referral.brief", case.reference, officer.unit)
    work.audit.record(entry)
    return agency_card.brief(case, referral, now)


def view(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    """What the worker agreed that they are told, in private."""
    shown = seen(desk, work, tapped.officer, tapped.case, tapped.referral)
    ask(desk, work, tapped, shown, quietly=True)


def tried(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    """Ask how the contact went, and write it down; then what is next."""
    how, officer, now = tapped.tap.value, tapped.officer, tapped.now
    deed = DEEDS.get(how, Deed.CONTACT_TRIED)
    entry = WorkEntry(deed, officer.id, now, how)
    referral = agency_work.worked(tapped.referral, entry)
    if how not in agency_steps.TRIED:
        ask(desk, work, tapped, agency_screens.how(tapped.referral))
        return
    lines = _wanted(how)
    _wrote(desk, work, tapped, referral, lines)
    opening = Line("officer.contact_noted")
    if referral.state is ReferralState.ACCEPTED:
        ask(desk, work, tapped, agency_screens.what_next(referral, opening))
    else:
        ask(desk, work, tapped, Prompt((opening,), agency_card.to_brief(referral)))


def _wanted(how: str) -> Sequence[Line]:
    """What the unit that referred is to do."""
    # wording: To the officer who referred: the agency asks the centre to reach the worker.
    return (Line("officer.task.reach_worker"),) if how == "ask_centre" else ()


def plan(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    """Ask what, ask when, set it (`meet`, then `meet.3`); they are reminded when it is due."""
    step, _, days = tapped.tap.value.partition(".")
    officer, now = tapped.officer, tapped.now
    entry = WorkEntry(Deed.NEXT_STEP, officer.id, now, step)
    agency_work.planned(tapped.referral, entry, now)  # refused before it is asked
    if step not in agency_steps.STEPS:
        ask(desk, work, tapped, agency_screens.what_next(tapped.referral))
        return
    if days not in map(str, agency_steps.WORKING_DAYS):
        ask(desk, work, tapped, agency_screens.when(tapped.referral, step))
        return
    at = calendar_of(desk.policy, officer.unit).add_working_days(now, int(days))
    referral = agency_work.planned(tapped.referral, entry, at)
    _wrote(desk, work, tapped, referral, ())
    view(desk, work, replace(tapped, referral=referral))


def hand_back(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    """It was accepted and cannot be done: why; centre and worker hear it, and the centre goes on.

    The worker hears only that the agency cannot do it.
    """
    reason, officer, now = tapped.tap.value, tapped.officer, tapped.now
    referral = agency_work.handed_back(tapped.referral, officer.id, reason, now)
    if reason not in agency_card.DECLINE_REASONS:
        ask(desk, work, tapped, agency_screens.why_back(tapped.referral))
        return
    work.casework.save_referral(referral)
    case = back_with_centre(work, tapped.case)
    work.casework.save(case)
    answered(desk, work, tapped, case, referral, declined(reason))
    tell_worker(work, case, referral, tapped.agency, now)
    thanks(work, tapped)


def _wrote(
    desk: Desk, work: Work, tapped: AgencyTap, referral: Referral, lines: Sequence[Line]
) -> None:
    """A step: stored, logged, told to whoever referred."""
    officer, case, now = tapped.officer, tapped.case, tapped.now
    work.casework.save_referral(referral)
    entry = referral.worked[-1]
    action = f"referral.{entry.deed.value}"
    detail = entry.value
    work.audit.record(AuditEntry(now, officer.id, action, case.reference, officer.unit, detail))
    key = f"work.{len(referral.worked)}"
    tell_sender(desk, work, case, referral, tapped.agency, now, key=key, lines=lines)
