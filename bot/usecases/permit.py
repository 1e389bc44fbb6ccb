"""The one place that asks who may: before anything is done or seen, and anew at every look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.audit import AuditEntry
from bot.domain.ids import NATIONAL, ReferralId, ReferralState, UnitId
from bot.domain.incoming import Incoming, Tap
from bot.domain.permissions import SEES_IN, TABLE, Capacity, allowed
from bot.domain.prompt import OfficerTap, read_payload
from bot.domain.referral import Referral, ReferralKind
from bot.domain.unit import Officer, Role
from bot.ports import Work
from bot.usecases.floods import Floods

UNKNOWN: Final = "unknown"
_LONGEST_ID: Final = 16


@dataclass(frozen=True, slots=True)
class Permit:
    """What somebody may do: with which enrolment, and about which referral."""

    officer: Officer
    referral: Referral

    @property
    def sees_in(self) -> bool:
        """Whether it is of those who have the case, not only of those who were asked."""
        return not SEES_IN.isdisjoint(capacities(self.officer, self.referral))


def permit(work: Work, incoming: Incoming, action: str, which: ReferralId) -> Permit | None:
    """The enrolment that may do this to a referral from this chat; None where none may.

    A referral that does not exist, one that was erased and one that is not theirs are the same:
    None, after as many questions to the database.
    """
    referral = work.casework.referral(which)
    enrolled = enrolled_with(work, incoming)
    here = incoming.chat.private or _stands_here(work, incoming, action, referral)
    return first(action, [each for each in enrolled if here and each.private_open], referral)


def first(action: str, enrolled: Sequence[Officer], referral: Referral | None) -> Permit | None:
    """The first of these enrolments that may; that of the unit which has it before others."""
    if referral is None:
        return None
    for each in sorted(enrolled, key=lambda one: one.unit != referral.unit):
        own = each.id == referral.holder
        if any(allowed(one, action, own=own) for one in capacities(each, referral)):
            return Permit(each, referral)
    return None


def capacities(officer: Officer, referral: Referral) -> Sequence[Capacity]:
    """What an officer is towards a referral, now."""
    national = [Capacity.NATIONAL] if officer.unit == NATIONAL else []
    if national and officer.role is Role.HEAD:
        national.append(Capacity.NATIONAL_HEAD)
    if referral.kind is ReferralKind.AGENCY:
        asked = officer.unit in referral.units
        return [Capacity.AGENCY] if asked else [Capacity.ELSEWHERE, *national]
    taken = referral.state is ReferralState.ACKNOWLEDGED
    if taken and officer.unit == referral.holder_unit:
        has = Capacity.HEAD if officer.role is Role.HEAD else Capacity.HOLDING
        return [has, *national]
    if officer.unit in referral.units:
        return [Capacity.ALERTED, *national]
    return [Capacity.ELSEWHERE, *national]


def permitted(
    work: Work, incoming: Incoming, action: str, unit: UnitId | None = None
) -> Sequence[Officer]:
    """The enrolments that may do what is about no case; of one unit where it is about a unit."""
    found = []
    for each in enrolled_with(work, incoming):
        capacity = Capacity.ELSEWHERE if work.agencies.get(each.unit) is None else Capacity.AGENCY
        if unit in (None, each.unit) and each.private_open and allowed(capacity, action, own=True):
            found.append(each)
    return found


def enrolled_with(work: Work, incoming: Incoming) -> Sequence[Officer]:
    """The enrolments of whoever this comes from."""
    if not incoming.account:
        return ()
    return work.directory.officers_with(incoming.chat.channel, incoming.account)


def note_refused(
    work: Work,
    incoming: Incoming,
    action: str,
    which: str,
    now: datetime,
    who: str = "",
    *,
    floods: Floods | None = None,
) -> None:
    """Write a refusal down, whether or not there is such a referral: nobody learns that from it.

    `who` is the id of whoever is no officer, where it is known; `floods` measures how many of a
    stranger's are written down.
    """
    enrolled = enrolled_with(work, incoming)
    if floods is not None and not enrolled and not floods.is_noted(incoming, now):
        return
    who = who or (enrolled[0].id if enrolled else UNKNOWN)
    said = action if action in TABLE else UNKNOWN
    work.audit.record(AuditEntry(now, who, f"refused.{said}", _named(which)))


def _named(which: str) -> str:
    """What is written down of a name that somebody may have forged."""
    return which[:_LONGEST_ID] if which.isalnum() and which.isascii() else UNKNOWN


def note_done(work: Work, incoming: Incoming, action: str, which: str, now: datetime) -> None:
    """Write down what somebody of ours pressed or looked at, where nothing else has been yet.

    So no action can be without an entry, also one that only shows something, or came too late.
    """
    if work.audit.recorded:
        return
    enrolled = enrolled_with(work, incoming)
    speaks = work.interpreters.with_account(incoming.chat.channel, incoming.account)
    who = enrolled[0] if enrolled else speaks
    if who is None:
        return  # refused, and that is written down no oftener than it may be
    said = action if action in TABLE else UNKNOWN
    work.audit.record(AuditEntry(now, who.id, f"pressed.{said}", _named(which)))


def note_pressed(work: Work, incoming: Incoming, now: datetime, floods: Floods) -> None:
    """An officer's button pressed by nobody of ours does nothing; that it was is written down."""
    tap = read_payload(incoming.content.payload) if isinstance(incoming.content, Tap) else None
    if isinstance(tap, OfficerTap):
        note_refused(work, incoming, tap.action, tap.referral, now, floods=floods)


def _stands_here(work: Work, incoming: Incoming, action: str, referral: Referral | None) -> bool:
    """Whether the group was asked; one that was not, or is linked no more, gets no answer."""
    unit = work.directory.unit_of(incoming.chat)
    if referral is None or unit is None:
        return False
    return unit in referral.units or (unit == NATIONAL and action == "phone")
