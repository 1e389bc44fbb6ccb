"""What the steps of a referral to an agency share: which one, who referred, who is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.data.agencies import load_kinds
from bot.data.policy import thawed_agency
from bot.domain.agency import Agency, KindRules
from bot.domain.agency_clock import AgencyClock
from bot.domain.case import Case
from bot.domain.delivery import OwedKind
from bot.domain.ids import CaseState, Reference, ReferralState, UnitId
from bot.domain.prompt import Line, Literal, Named, Prompt, Value
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.flows import refer_consent, referring
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_notice, owe_officer, owe_worker

LIVE = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.ACCEPTED)
"""An agency has it."""


def newest(work: Work, reference: Reference, unit: UnitId) -> Referral | None:
    """The last referral of a case to an agency."""
    found = [r for r in work.casework.agency_referrals_of(reference) if r.unit == unit]
    return found[-1] if found else None


def rules_of(agency: Agency) -> KindRules:
    """What holds for its kind."""
    return load_kinds()[agency.kind]


def clock_of(referral: Referral) -> AgencyClock:
    """The clock as it was frozen when the referral was sent."""
    row, hours = thawed_agency(referral.policy)
    return AgencyClock(row, hours, referral.started_at, referral.by_group)


def unit_name(work: Work, unit: UnitId, officer: Officer | None = None) -> Value:
    """A unit as officers read it; an agency by its own name."""
    agency = work.agencies.get(unit)
    if agency is None:
        return Named("unit", unit)
    return Literal(agency.name(officer.language) if officer else agency.name_th)


def may_go_without_consent(case: Case, agency: Agency) -> bool:
    """Whether a life in danger may stand for consent; never against a no to the police."""
    refused = agency.kind == "police" and case.facts.police == "no"
    return (case.urgent or case.alerted_urgent) and rules_of(agency).vital and not refused


def shown(held: Held, referral: Referral, agency: Agency, *lines: Line) -> Prompt:
    """How a referral stands, for the officer who looks."""
    return referring.standing(
        held.referral,
        referral,
        agency,
        held.case,
        held.now,
        held.officer.language,
        vital=may_go_without_consent(held.case, agency),
        lines=lines,
    )


def senders(work: Work, referral: Referral) -> Sequence[Officer]:
    """Who answers for the referral: the officer who sent it, else everybody of that unit."""
    own = work.directory.officer(referral.sender) if referral.sender else None
    if own is not None and own.active and own.private_open:
        return [own]
    unit = referral.sender_unit
    people = work.directory.officers_of(unit) if unit else ()
    return [each for each in people if each.private_open]


def tell_sender(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    agency: Agency,
    now: datetime,
    *,
    key: str,
    lines: Sequence[Line] = (),
) -> None:
    """How it stands, to whoever referred; where nobody can be written to, a word to the group."""
    held = next((r for r in reversed(work.casework.referrals_of(case.reference))), None)
    officers = senders(work, referral)
    vital = may_go_without_consent(case, agency)
    for officer in officers if held else ():
        prompt = referring.standing(
            held or referral,
            referral,
            agency,
            case,
            now,
            officer.language,
            vital=vital,
            lines=lines,
        )
        owed = f"{referral.id}:{key}"
        owe_officer(work, officer, prompt, key=owed, now=now, case=case, referral=referral)
    if not officers and referral.sender_unit:
        # wording: In a group: something happened with a referral whose officer cannot be reached.
        line = Line("group.agency.look", {"reference": Literal(case.reference)})
        owed = f"{referral.id}:{key}:group"
        unit = referral.sender_unit
        owe_notice(work, unit, Prompt((line,)), key=owed, language=desk.officers_speak, now=now)


def tell_worker(work: Work, case: Case, referral: Referral, agency: Agency, now: datetime) -> None:
    """Where it stands, in plain words; it leaves only as the worker allows."""
    conversation = work.conversations.get(case.conversation)
    if conversation is None:
        return
    line = refer_consent.news(referral.state.value, agency, conversation.language)
    key = f"{referral.id}:worker:{referral.state.value}"
    owe_worker(work, conversation, Prompt((line,)), key=key, kind=OwedKind.PUSH, now=now)


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
