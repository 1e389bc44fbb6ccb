"""A target that cannot be reached: followed, routed around, and told to the operator."""

from dataclasses import replace

from bot.domain.case import Case
from bot.domain.delivery import Owed
from bot.domain.errors import Unreachable
from bot.domain.ids import UnitId
from bot.domain.referral import Referral, ReferralKind
from bot.domain.unit import Officer
from bot.ports import Work
from bot.usecases.ask_interpreter import open_assignment
from bot.usecases.chase_agency import unreachable
from bot.usecases.climb import lay_around
from bot.usecases.desk import Desk
from bot.usecases.hear_group import lay_open_cases_around, tell_lost
from bot.usecases.hear_interpreter import release
from bot.usecases.officer_gone import instead_of, officer_gone
from bot.usecases.pursue import tell_group
from bot.usecases.tend import conversation_due

STAYS = frozenset({"silenced", "forbidden"})
"""Reasons for which a group stays bound.

The bot may read and not write, or LINE forbids the account something (403): both may end any
moment, and a group that was unbound must be linked again by hand.
"""

SECOND = ":second."
"""Stands in the keys of messages about a case that somebody took."""


async def lost(desk: Desk, owed: Owed, error: Unreachable) -> None:
    """Follow a group that moved; give up one that is gone and alert others in its place."""
    desk.log.event("target.unreachable", channel=owed.target.channel, reason=error.reason)
    await desk.store.write(lambda work: _lost(desk, work, owed, error))


def _lost(desk: Desk, work: Work, owed: Owed, error: Unreachable) -> None:
    now = desk.clock()
    if error.moved_to:
        work.directory.move(owed.target, error.moved_to)
        moved = replace(owed, key=f"{owed.key}:moved", due_at=now, attempts=0)
        work.outbox.owe(replace(moved, target=replace(owed.target, id=error.moved_to)))
        return
    if owed.unit is None and owed.referral is not None:
        _interpreter_gone(desk, work, owed)
        return
    if owed.unit is None:
        _blocked(desk, work, owed)
        return
    if owed.target.private:
        _officer_gone(desk, work, owed)
        return
    if error.reason in STAYS:
        _elsewhere(desk, work, owed, owed.unit)
        return
    unit = work.directory.unbind(owed.target)
    if unit is not None:
        tell_lost(desk, work, unit, now)
    if not work.directory.groups_of(unit or owed.unit):
        _elsewhere(desk, work, owed, unit or owed.unit)
        lay_open_cases_around(desk, work, unit or owed.unit, now)


def _blocked(desk: Desk, work: Work, owed: Owed) -> None:
    known = work.conversations.get(owed.conversation) if owed.conversation else None
    if known is not None:
        at = conversation_due(known, desk.around.intake)
        work.conversations.save(replace(known, blocked=True), at)


def _interpreter_gone(desk: Desk, work: Work, owed: Owed) -> None:
    known = work.interpreters.with_account(owed.target.channel, owed.target.id)
    referral = work.casework.referral(owed.referral) if owed.referral else None
    case = work.casework.get(referral.reference) if referral else None
    if known is not None:
        release(desk, work, known, open_assignment(work, case) if case else None)


def _officer_gone(desk: Desk, work: Work, owed: Owed) -> None:
    """An officer who cannot be written to any more: the head and the groups learn it instead."""
    referral = work.casework.referral(owed.referral) if owed.referral else None
    case = work.casework.get(referral.reference) if referral else None
    for officer in work.directory.officers_with(owed.target.channel, owed.target.id):
        officer_gone(desk, work, officer, desk.clock())
        if referral is not None and case is not None and officer.unit == owed.unit:
            _instead(desk, work, case, referral, officer, owed)


def _instead(
    desk: Desk, work: Work, case: Case, referral: Referral, officer: Officer, owed: Owed
) -> None:
    """Who learns it in the place of an officer; an agency's clock has steps of its own for that."""
    if referral.kind is ReferralKind.AGENCY:
        return
    if referral.state.is_open:
        instead_of(desk, work, case, referral, officer, owed.key)
    elif SECOND in owed.key:
        key = f"{referral.id}:instead.{owed.key}"
        tell_group(desk, work, case, referral, officer.unit, owed.prompt, key, desk.clock())


def _elsewhere(desk: Desk, work: Work, owed: Owed, unit: UnitId) -> None:
    """What a unit cannot be told goes to the second centre and `national` at once."""
    referral = work.casework.referral(owed.referral) if owed.referral else None
    if referral is None or not referral.state.is_open:
        return
    case = work.casework.get(referral.reference)
    if case is not None and referral.kind is ReferralKind.AGENCY:
        unreachable(desk, work, case, referral, desk.clock())
    elif case is not None:
        lay_around(desk, work, case, referral, unit, desk.clock())
