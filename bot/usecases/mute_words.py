"""Hold back notices of a worker's abuse: one officer proposes, somebody else confirms.

The words stay in the record, calls for help always pass, and it can be ended at any time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Mute
from bot.domain.ids import NATIONAL, OfficerId, ReferralId, ReferralState
from bot.domain.prompt import Line, Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Officer, Role
from bot.flows import muting
from bot.flows.muting import CONFIRM
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_officer

__all__ = ["CONFIRM", "confirm", "mute"]


def mute(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Explain, propose or end it."""
    case, referral, by = held.case, held.referral, held.officer
    if value == muting.END and case.mute is not None:
        work.casework.save(replace(case, mute=None))
        _logged(work, by, "case.mute_ended", case, held.now)
        return [muting.ended(referral)]
    if value != muting.PROPOSE or case.mute is not None:
        return [muting.ask(case, referral)]
    deciders = tuple(_deciders(work, referral, by))
    if not deciders:
        return [muting.nobody(referral)]
    proposed = replace(case, mute=Mute(by.id, case.unit, held.now))
    work.casework.save(proposed)
    _logged(work, by, "case.mute_proposed", case, held.now)
    for each in deciders:
        key = f"{referral.id}:mute:{desk.ids.evidence()}"
        owe_officer(work, each, muting.decide(referral, by), key=key, now=held.now)
    return [muting.ask(proposed, referral)]


def confirm(
    desk: Desk, work: Work, enrolled: Sequence[Officer], value: str, now: datetime
) -> Sequence[Prompt]:
    """Confirm it: for a head of the unit that has the case or `national`, never the proposer.

    Whoever may not, and whatever is not proposed any more, gets the same refusal.
    """
    referral = work.casework.referral(ReferralId(value))
    case = work.casework.get(referral.reference) if referral else None
    if referral is None or case is None or case.mute is None or case.mute.confirmed_by:
        return [Prompt((Line("group.refused"),))]
    by = work.directory.officer(OfficerId(case.mute.by))
    may = [each for each in enrolled if _may_confirm(each, referral)]
    theirs = by is None or any(_same(each, by) for each in enrolled)
    if not may or theirs or referral.state is not ReferralState.ACKNOWLEDGED:
        return [Prompt((Line("group.refused"),))]
    held_back = replace(case, mute=replace(case.mute, confirmed_by=may[0].id))
    work.casework.save(held_back)
    _logged(work, may[0], "case.muted", case, now)
    told = Prompt((muting.state(held_back, referral),))
    if by is not None and by.active:
        key = f"{referral.id}:muted:{desk.ids.evidence()}"
        owe_officer(work, by, told, key=key, now=now, case=held_back, referral=referral)
    return [told]


def _deciders(work: Work, referral: Referral, by: Officer) -> Iterable[Officer]:
    """Whoever may confirm and can be written to; each account once."""
    units = dict.fromkeys((referral.holder_unit or referral.unit, NATIONAL))
    asked: list[Officer] = []
    for each in (officer for unit in units for officer in work.directory.officers_of(unit)):
        seen = _same(each, by) or any(_same(each, other) for other in asked)
        if _may_confirm(each, referral) and each.private_open and not seen:
            asked.append(each)
    return asked


def _may_confirm(officer: Officer, referral: Referral) -> bool:
    head = officer.role is Role.HEAD and officer.unit == referral.holder_unit
    return officer.active and (head or officer.unit == NATIONAL)


def _same(one: Officer, other: Officer) -> bool:
    return (one.channel, one.account) == (other.channel, other.account)


def _logged(work: Work, by: Officer, action: str, case: Case, now: datetime) -> None:
    work.audit.record(AuditEntry(now, by.id, action, case.reference, by.unit))
