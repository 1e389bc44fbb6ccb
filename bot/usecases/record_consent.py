"""Consent that an officer heard, and the ground on which a life in danger stands for it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.agency import Agency
from bot.domain.audit import AuditEntry
from bot.domain.consent import Consent, HeardBy, Willing
from bot.domain.ids import ReferralState
from bot.domain.prompt import Line, Prompt
from bot.domain.referral import Referral
from bot.flows import referring
from bot.ports import Work
from bot.usecases.agency_case import may_go_without_consent, shown
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.refer import choose, of_button
from bot.usecases.send_referral import send_referral, take_back


def heard(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask how it was heard, then what was said, then write it down; a yes is sent at once."""
    found = of_button(work, held, value)
    if found is None:
        return choose(desk, work, held, "")
    referral, agency, what = found
    how, _, said = what.partition(".")
    if referral.state is not ReferralState.ASKED:
        return [shown(held, referral, agency)]
    if how not in tuple(HeardBy) or how == HeardBy.BOT:
        return [referring.ask_how(held.referral, referral)]
    if said not in tuple(Willing):
        return [referring.ask_willing(held.referral, referral, how)]
    consent = Consent(Willing(said), held.now, HeardBy(how), held.officer.id)
    referral = referral.answer(consent)
    work.casework.save_referral(referral)
    _logged(work, held, f"case.consent_{said}", f"{agency.kind.value} {how}")
    if consent.value is Willing.YES and referral.wants:
        referral = send_referral(desk, work, held, referral, agency)
        return []
    return [shown(held, referral, agency)]


def send(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Send what the worker agreed to and what has not left yet."""
    found = of_button(work, held, value)
    if found is None:
        return choose(desk, work, held, "")
    referral, agency, _ = found
    if referral.state is not ReferralState.ASKED or not referral.may_be_sent:
        return [shown(held, referral, agency)]
    send_referral(desk, work, held, referral, agency)
    return []


def vital(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Pass it on without consent where a life is in danger, with the ground in the officer's name.

    Personal Data Protection Act s.24(2). Only for an urgent case, to the kinds that save lives, and
    never to the police where the worker said no to them.
    """
    found = of_button(work, held, value)
    if found is None:
        return choose(desk, work, held, "")
    referral, agency, ground = found
    if referral.state is not ReferralState.ASKED:
        return [shown(held, referral, agency)]
    if not may_go_without_consent(held.case, agency):
        return [shown(held, referral, agency, _why_not(held, agency))]
    if ground not in referring.GROUNDS:
        return [referring.ask_ground(held.referral, referral)]
    referral = replace(referral, ground=ground)
    _logged(work, held, "case.vital_interest", f"{agency.kind.value} {ground}")
    send_referral(desk, work, held, referral, agency)
    return []


def _why_not(held: Held, agency: Agency) -> Line:
    if agency.kind == "police" and held.case.facts.police == "no":
        # wording: Refused: the worker does not want the police told.
        return Line("officer.refer.no_police")
    # wording: Refused: without consent only in an urgent case, to the police or a hospital.
    return Line("officer.refer.not_vital")


def revoke(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Take a referral back, whether or not it was sent."""
    found = of_button(work, held, value)
    if found is None:
        return choose(desk, work, held, "")
    referral, agency, _ = found
    if _is_over(referral):
        return [shown(held, referral, agency)]
    referral = take_back(desk, work, held.case, referral, "sender", held.now)
    _logged(work, held, "referral.revoked", agency.kind.value)
    return [shown(held, referral, agency)]


def _is_over(referral: Referral) -> bool:
    over = (ReferralState.REVOKED, ReferralState.DECLINED, ReferralState.COMPLETED)
    return referral.state in over


def _logged(work: Work, held: Held, action: str, detail: str) -> None:
    officer, reference = held.officer, held.case.reference
    work.audit.record(AuditEntry(held.now, officer.id, action, reference, officer.unit, detail))
