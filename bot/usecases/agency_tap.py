"""A tap by an agency's officer: what it is about, and how it is answered, stored and passed on."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.agency import Agency
from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Literal, OfficerTap, Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.flows.my_cases import TO_LIST
from bot.ports import Work
from bot.usecases.agency_case import tell_sender
from bot.usecases.ask_privately import ask_privately
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_officer, reply_handle
from bot.usecases.send_referral import refresh_agency_cards


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


def ask(
    desk: Desk, work: Work, tapped: AgencyTap, prompt: Prompt, *, quietly: bool = False
) -> None:
    """Show it to the agency's officer in private."""
    incoming, officer, case = tapped.incoming, tapped.officer, tapped.case
    ask_privately(
        desk, work, incoming, officer, case, tapped.referral, prompt, tapped.now, quietly=quietly
    )


def thanks(work: Work, tapped: AgencyTap) -> None:
    """In private the choice is answered; in the group the card itself says it."""
    # wording: To an agency's officer: the answer was passed to the centre.
    line = Line("officer.agency.told", {"reference": Literal(tapped.case.reference)})
    key = f"{tapped.referral.id}:thanks:{tapped.tap.action}"
    prompt = Prompt((line,), TO_LIST)
    owe_officer(work, tapped.officer, prompt, key=key, now=tapped.now, case=tapped.case)


def answered(
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
