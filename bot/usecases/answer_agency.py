"""An agency's officer answers: take, accept, decline, complete; centre and worker hear it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.prompt import Line, Literal
from bot.domain.referral import AlreadyTaken
from bot.flows import agency_card
from bot.ports import Work
from bot.usecases import agency_work
from bot.usecases.agency_case import (
    back_with_centre,
    completed,
    declined,
    tell_worker,
    with_agency,
)
from bot.usecases.agency_tap import AgencyTap, answered, ask, thanks
from bot.usecases.agency_work import view
from bot.usecases.desk import Desk
from bot.usecases.tapped import Tapped
from bot.usecases.toast import toast

Action = Callable[[Desk, Work, AgencyTap], None]


def answer_agency(desk: Desk, work: Work, by: Tapped) -> None:
    """Carry out what was pressed; what makes no sense any more gets a short notice.

    It is never answered as a centre's, not even where the agency is gone.
    """
    action, agency = ACTIONS.get(by.tap.action), work.agencies.get(by.referral.unit)
    if action is None or agency is None:
        toast(desk, work, by.incoming, Line("group.over"), by.now)
        return
    tapped = AgencyTap(by.incoming, by.tap, by.officer, by.case, by.referral, agency, by.now)
    try:
        action(desk, work, tapped)
    except AlreadyTaken:
        holder = tapped.referral.holder
        officer = work.directory.officer(holder) if holder else None
        name = Literal(officer.name if officer else "")
        params = {"reference": Literal(tapped.case.reference), "name": name}
        toast(desk, work, tapped.incoming, Line("group.taken_by", params), tapped.now)
    except Refused:
        toast(desk, work, tapped.incoming, Line("group.over"), tapped.now)


def _take(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    officer = tapped.officer
    referral = tapped.referral.acknowledge(officer.id, officer.unit, tapped.now)
    answered(desk, work, tapped, tapped.case, referral)
    view(desk, work, replace(tapped, referral=referral))


def _accept(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    """The case is referred from now on; the centre stays in it until it closes the case."""
    referral = tapped.referral.accept(tapped.officer.id, tapped.now)
    case = with_agency(tapped.case)
    work.casework.save(case)
    answered(desk, work, tapped, case, referral)
    view(desk, work, replace(tapped, referral=referral))
    tell_worker(work, case, referral, tapped.agency, tapped.now)


def _decline(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    reason = tapped.tap.value
    if reason not in agency_card.DECLINE_REASONS:
        tapped.referral.turn_down(tapped.officer.id, "", tapped.now)  # refused before it is asked
        ask(desk, work, tapped, agency_card.ask_reason(tapped.referral))
        return
    referral = tapped.referral.turn_down(tapped.officer.id, reason, tapped.now)
    answered(desk, work, tapped, tapped.case, referral, declined(reason))
    tell_worker(work, tapped.case, referral, tapped.agency, tapped.now)
    thanks(work, tapped)


def _complete(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    outcome = tapped.tap.value
    if outcome not in agency_card.OUTCOMES:
        tapped.referral.complete(tapped.officer.id, "", tapped.now)
        ask(desk, work, tapped, agency_card.ask_outcome(tapped.referral))
        return
    referral = tapped.referral.complete(tapped.officer.id, outcome, tapped.now)
    work.casework.save_referral(referral)
    case = back_with_centre(work, tapped.case)
    work.casework.save(case)
    answered(desk, work, tapped, case, referral, completed(outcome))
    tell_worker(work, case, referral, tapped.agency, tapped.now)
    thanks(work, tapped)


ACTIONS: Mapping[str, Action] = {
    "take": _take,
    "accept": _accept,
    "decline": _decline,
    "complete": _complete,
    "brief": view,
    "tried": agency_work.tried,
    "plan": agency_work.plan,
    "hand_back": agency_work.hand_back,
}
"""What an agency's officer can do, by the action of the payload."""
