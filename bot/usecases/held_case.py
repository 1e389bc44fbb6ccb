"""A case in the private chat of an officer whose unit holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.ids import ReferralId, ReferralState
from bot.domain.incoming import Incoming
from bot.domain.referral import Referral, ReferralKind
from bot.domain.unit import Officer
from bot.ports import Work


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


def held_case(work: Work, incoming: Incoming, which: ReferralId, now: datetime) -> Held | None:
    """The case behind a referral, if this account is of the unit that holds it.

    A referral that does not exist and one that may not be seen are the same: None.
    """
    enrolled = work.directory.officers_with(incoming.chat.channel, incoming.account)
    seen = seen_by(work, enrolled, which)
    return None if seen is None else Held(*seen, incoming, now)


def seen_by(
    work: Work, enrolled: Sequence[Officer], which: ReferralId
) -> tuple[Officer, Case, Referral, Conversation] | None:
    """A case for one of these enrolments, as long as its unit holds it; None where none may.

    It is asked at every look, not only at the first.
    """
    referral = work.casework.referral(which)
    if referral is None or referral.state is not ReferralState.ACKNOWLEDGED:
        return None
    if referral.kind is ReferralKind.AGENCY:  # an agency sees only what was consented to
        return None
    officer = next((each for each in enrolled if each.unit == referral.holder_unit), None)
    case = work.casework.get(referral.reference) if officer else None
    conversation = work.conversations.get(case.conversation) if case else None
    if officer is None or case is None or conversation is None:
        return None
    return officer, case, referral, conversation
