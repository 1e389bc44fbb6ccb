"""What an agency does with a referral that it has: steps, and giving it back afterwards."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Deed, WorkEntry
from bot.domain.ids import OfficerId, ReferralState
from bot.domain.referral import NotOpen, Referral

HAS_IT = (ReferralState.ACKNOWLEDGED, ReferralState.ACCEPTED)
"""Somebody of the agency has it."""


def worked(referral: Referral, entry: WorkEntry) -> Referral:
    """The referral with one more step of the agency's; raises `NotOpen` where it has it not."""
    if referral.state not in HAS_IT:
        raise NotOpen
    return replace(referral, worked=(*referral.worked, entry))


def planned(referral: Referral, entry: WorkEntry, at: datetime) -> Referral:
    """With what the agency does next, and when it is reminded of it; raises `NotOpen`."""
    if referral.state is not ReferralState.ACCEPTED:
        raise NotOpen
    return replace(worked(referral, entry), next_step_at=at, next_due_at=at)


def handed_back(referral: Referral, by: OfficerId, reason: str, now: datetime) -> Referral:
    """Accepted, and then it could not be done: declined after all; raises `NotOpen`."""
    if referral.state is not ReferralState.ACCEPTED:
        raise NotOpen
    entry = WorkEntry(Deed.RETURNED, by, now, reason)
    return replace(
        worked(referral, entry),
        state=ReferralState.DECLINED,
        holder=by,
        holder_unit=referral.unit,
        reason=reason,
        answered_at=now,
        next_step_at=None,
        next_due_at=None,
    )


def last(referral: Referral, *deeds: Deed) -> WorkEntry | None:
    """The agency's newest step of these."""
    return next((each for each in reversed(referral.worked) if each.deed in deeds), None)
