"""An agency's officer answers: take, accept, decline, complete; centre and worker hear it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.agency import Agency
from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.errors import Refused
from bot.domain.ids import CaseState, ReferralState
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Literal, OfficerTap, Prompt
from bot.domain.referral import AlreadyTaken, Referral
from bot.domain.unit import Officer
from bot.flows import agency_card
from bot.ports import Work
from bot.usecases.agency_case import tell_sender, tell_worker
from bot.usecases.ask_privately import ask_privately
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_officer, reply_handle
from bot.usecases.send_referral import refresh_agency_cards
from bot.usecases.tapped import Tapped
from bot.usecases.toast import toast


@dataclass(frozen=True, slots=True)
class AgencyTap:
    """A tap by somebody of the agency who may."""

    incoming: Incoming
    tap: OfficerTap
    officer: Officer
    case: Case
    referral: Referral
    agency: Agency
    now: datetime


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
    _answered(desk, work, tapped, tapped.case, referral)
    _brief(desk, work, replace(tapped, referral=referral))


def _accept(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    """The case is referred from now on; the centre stays in it until it closes the case."""
    referral = tapped.referral.accept(tapped.officer.id, tapped.now)
    case = with_agency(tapped.case)
    work.casework.save(case)
    _answered(desk, work, tapped, case, referral)
    _brief(desk, work, replace(tapped, referral=referral))
    tell_worker(work, case, referral, tapped.agency, tapped.now)


def _decline(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    reason = tapped.tap.value
    if reason not in agency_card.DECLINE_REASONS:
        tapped.referral.turn_down(tapped.officer.id, "", tapped.now)  # refused before it is asked
        _ask(desk, work, tapped, agency_card.ask_reason(tapped.referral))
        return
    referral = tapped.referral.turn_down(tapped.officer.id, reason, tapped.now)
    _answered(desk, work, tapped, tapped.case, referral, declined(reason))
    tell_worker(work, tapped.case, referral, tapped.agency, tapped.now)
    _thanks(work, tapped)


def _complete(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    outcome = tapped.tap.value
    if outcome not in agency_card.OUTCOMES:
        tapped.referral.complete(tapped.officer.id, "", tapped.now)
        _ask(desk, work, tapped, agency_card.ask_outcome(tapped.referral))
        return
    referral = tapped.referral.complete(tapped.officer.id, outcome, tapped.now)
    work.casework.save_referral(referral)
    case = back_with_centre(work, tapped.case)
    work.casework.save(case)
    _answered(desk, work, tapped, case, referral, completed(outcome))
    tell_worker(work, case, referral, tapped.agency, tapped.now)
    _thanks(work, tapped)


def _brief(desk: Desk, work: Work, tapped: AgencyTap) -> None:
    """What the worker agreed that they are told, in private; the look is written down."""
    if tapped.referral.state not in (ReferralState.ACKNOWLEDGED, ReferralState.ACCEPTED):
        raise Refused
    officer, case, now = tapped.officer, tapped.case, tapped.now
    entry = AuditEntry(now, officer.id, "referral.brief", case.reference, officer.unit)
    work.audit.record(entry)
    _ask(desk, work, tapped, agency_card.brief(case, tapped.referral), quietly=True)


def _ask(
    desk: Desk, work: Work, tapped: AgencyTap, prompt: Prompt, *, quietly: bool = False
) -> None:
    incoming, officer, case = tapped.incoming, tapped.officer, tapped.case
    ask_privately(
        desk, work, incoming, officer, case, tapped.referral, prompt, tapped.now, quietly=quietly
    )


def _thanks(work: Work, tapped: AgencyTap) -> None:
    """In private the choice is answered; in the group the card itself says it."""
    # wording: To an agency's officer: the answer was passed to the centre.
    prompt = Prompt((Line("officer.agency.told", {"reference": Literal(tapped.case.reference)}),))
    key = f"{tapped.referral.id}:thanks:{tapped.tap.action}"
    owe_officer(work, tapped.officer, prompt, key=key, now=tapped.now, case=tapped.case)


def _answered(
    desk: Desk,
    work: Work,
    tapped: AgencyTap,
    case: Case,
    referral: Referral,
    *lines: Line,
) -> None:
    """Store it, log it, show it on the cards, tell whoever referred."""
    officer, now, private = tapped.officer, tapped.now, tapped.incoming.chat.private
    work.casework.save_referral(referral)
    action = f"referral.{referral.state.value}"
    detail = referral.reason or referral.outcome
    work.audit.record(AuditEntry(now, officer.id, action, case.reference, officer.unit, detail))
    here = None if private else (tapped.incoming.chat, reply_handle(tapped.incoming, now))
    refresh_agency_cards(desk, work, case, referral, now, name=officer.name, tapped=here)
    state = referral.state.value
    tell_sender(desk, work, case, referral, tapped.agency, now, key=state, lines=lines)


def with_agency(case: Case) -> Case:
    """A taken case that an agency has accepted."""
    return replace(case, state=CaseState.REFERRED) if case.state is CaseState.TAKEN else case


def back_with_centre(work: Work, case: Case) -> Case:
    """A case whose last agency has done its part: what is left is the centre's."""
    states = [r.state for r in work.casework.agency_referrals_of(case.reference)]
    if case.state is not CaseState.REFERRED or ReferralState.ACCEPTED in states:
        return case
    return replace(case, state=CaseState.TAKEN)


def declined(reason: str) -> Line:
    """Why an agency declined."""
    said = Line(f"officer.choice.decline.{reason}")
    # wording: To the officer who referred: the reason the agency gave.
    return Line("officer.refer.reason", {"reason": said})


def completed(outcome: str) -> Line:
    """How an agency's part ended."""
    said = Line(f"officer.choice.complete.{outcome}")
    # wording: To the officer who referred: how the agency's part ended.
    return Line("officer.refer.outcome", {"outcome": said})


ACTIONS: Mapping[str, Action] = {
    "take": _take,
    "accept": _accept,
    "decline": _decline,
    "complete": _complete,
    "brief": _brief,
}
"""What an agency's officer can do, by the action of the payload."""
