"""A case in the private chat of an officer whose unit holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.ids import ReferralId
from bot.domain.incoming import Incoming
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.ports import Work
from bot.usecases.permit import Permit, first, permit

Seen = tuple[Officer, Case, Referral, Conversation]
"""A case and who sees into it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What an officer's button or words are about; `officer` is the enrolment that may.

    `carried` is what was chosen before words were asked for.
    """

    officer: Officer
    case: Case
    referral: Referral
    conversation: Conversation
    incoming: Incoming
    now: datetime
    carried: str = ""


def held_case(
    work: Work, incoming: Incoming, action: str, which: ReferralId, now: datetime
) -> Held | None:
    """The case behind a referral, if this account may do this with it.

    A referral that does not exist and one that may not be seen are the same: None.
    """
    seen = _opened(work, permit(work, incoming, action, which))
    return None if seen is None else Held(*seen, incoming, now)


def seen_by(work: Work, enrolled: Sequence[Officer], action: str, which: ReferralId) -> Seen | None:
    """A case for one of these enrolments, as long as its unit holds it; None where none may.

    It is asked at every look, not only at the first.
    """
    return _opened(work, first(action, enrolled, work.casework.referral(which)))


def _opened(work: Work, may: Permit | None) -> Seen | None:
    """What is in the case, for whoever has it: an alerted unit or an agency has the card alone."""
    if may is None or not may.sees_in:
        return None
    case = work.casework.get(may.referral.reference)
    conversation = work.conversations.get(case.conversation) if case else None
    if case is None or conversation is None:
        return None
    return may.officer, case, may.referral, conversation
