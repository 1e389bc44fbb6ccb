"""Hold back notices of a worker's abuse: one officer proposes, somebody else confirms.

The words stay in the record, calls for help always pass, and it can be ended at any time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Mute
from bot.domain.ids import NATIONAL, OfficerId, ReferralState
from bot.domain.incoming import Incoming
from bot.domain.permissions import allowed
from bot.domain.prompt import Line, OfficerTap, Prompt
from bot.domain.referral import Referral
from bot.domain.text import fold
from bot.domain.unit import Officer
from bot.flows import muting
from bot.flows.muting import CONFIRM
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_officer
from bot.usecases.permit import Permit, capacities, enrolled_with, note_refused, permit
from bot.usecases.toast import toast

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


def confirm(desk: Desk, work: Work, incoming: Incoming, tap: OfficerTap, now: datetime) -> None:
    """Confirm it: for a head of the unit that has the case or `national`, never the proposer.

    Whoever may not, and whatever is not proposed any more, gets the same refusal.
    """
    may = permit(work, incoming, CONFIRM, tap.referral)
    case = work.casework.get(may.referral.reference) if may else None
    proposer = work.directory.officer(OfficerId(case.mute.by)) if case and case.mute else None
    enrolled = enrolled_with(work, incoming)
    theirs = proposer is None or any(_same(each, proposer) for each in enrolled)
    if may is None or case is None or theirs or not _is_proposed(case, may.referral):
        note_refused(work, incoming, CONFIRM, tap.referral, now)
        toast(desk, work, incoming, Line("group.refused"), now)
        return
    _hold_back(desk, work, case, may, proposer, now)


def _is_proposed(case: Case, referral: Referral) -> bool:
    """Whether it waits for somebody: proposed by the unit that still has the case."""
    mute, taken = case.mute, referral.state is ReferralState.ACKNOWLEDGED
    return taken and mute is not None and not mute.confirmed_by and mute.unit == case.unit


def _hold_back(
    desk: Desk, work: Work, case: Case, may: Permit, proposer: Officer | None, now: datetime
) -> None:
    if case.mute is None:
        return
    muted = replace(case, mute=replace(case.mute, confirmed_by=may.officer.id))
    work.casework.save(muted)
    _logged(work, may.officer, "case.muted", case, now)
    told = Prompt((muting.state(muted, may.referral),))
    known = [proposer] if proposer is not None and proposer.active else []
    for each in (may.officer, *known):
        key = f"{may.referral.id}:muted:{desk.ids.evidence()}"
        owe_officer(work, each, told, key=key, now=now)


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
    may = any(allowed(each, CONFIRM) for each in capacities(officer, referral))
    return officer.active and may


def _same(one: Officer, other: Officer) -> bool:
    """Whether two enrolments may be one person: one account, one name, or one telephone."""
    account = (one.channel, one.account) == (other.channel, other.account)
    phone = bool(one.phone) and one.phone == other.phone
    return account or phone or fold(one.name) == fold(other.name)


def _logged(work: Work, by: Officer, action: str, case: Case, now: datetime) -> None:
    work.audit.record(AuditEntry(now, by.id, action, case.reference, by.unit))
