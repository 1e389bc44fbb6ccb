"""What an officer holds, what their unit holds, and a case by its typed number."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.ids import CaseState, Reference, ReferralState
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Prompt
from bot.domain.reference import read_reference
from bot.domain.referral import STANDS, Referral
from bot.domain.text import digits
from bot.domain.unit import Officer
from bot.flows.card import Standing, card
from bot.flows.duty import duty_button
from bot.flows.my_cases import A_PAGE, MINE, UNIT, Listed, gravest_first, listed
from bot.ports import Work
from bot.usecases import agency_list, look_into
from bot.usecases.agency_list import before_them, of_agencies
from bot.usecases.desk import Desk
from bot.usecases.held_case import held_case
from bot.usecases.ladders import answer_by
from bot.usecases.legal_hold import offered
from bot.usecases.permit import permitted

_NUMBER = re.compile(r"[\s#№:.\-–—]*(?:\d[\s.\-–—]*){5,}")
"""Only digits and what stands between them: somebody means a number."""
HELD_STATES = (CaseState.TAKEN, CaseState.REFERRED)


def mine(
    desk: Desk, work: Work, enrolled: Sequence[Officer], value: str, now: datetime
) -> Sequence[Prompt]:
    """A page of the cases that the officer holds, and of an agency's referrals that they have."""
    del desk
    agencies = of_agencies(work, enrolled)
    own = [each for each in enrolled if each not in agencies]
    theirs = [before_them(work, agencies, MINE, _page(value), now)] if agencies else []
    return [*([_mine(work, own, value, now)] if own or not agencies else []), *theirs]


def _mine(work: Work, enrolled: Sequence[Officer], value: str, now: datetime) -> Prompt:
    held = [each for one in enrolled for each in work.casework.open_held_by(one.id)]
    newest = {each.reference: each for each in reversed(held)}
    found = [(_case(work, reference), newest[reference]) for reference in sorted(newest)]
    cases = [Listed(case, referral) for case, referral in found if case is not None]
    cases.sort(key=lambda each: each.referral.answered_at or now, reverse=True)
    cases.sort(key=lambda each: gravest_first(each.case), reverse=True)
    page = _page(value)
    shown = cases[page * A_PAGE : (page + 1) * A_PAGE]
    prompt = listed(MINE, shown, len(cases), page, now)
    return replace(prompt, rows=(*prompt.rows, *(duty_button(each) for each in enrolled[:1])))


def of_unit(
    desk: Desk, work: Work, enrolled: Sequence[Officer], value: str, now: datetime
) -> Sequence[Prompt]:
    """A page of the cases that the officer's units hold, with who has each; an agency's too."""
    del desk
    agencies = of_agencies(work, enrolled)
    own = [each for each in enrolled if each not in agencies]
    theirs = [before_them(work, agencies, UNIT, _page(value), now)] if agencies else []
    return [*([_of_unit(work, own, value, now)] if own or not agencies else []), *theirs]


def _of_unit(work: Work, enrolled: Sequence[Officer], value: str, now: datetime) -> Prompt:
    rows = [
        row for one in enrolled for row in work.casework.rows(unit=one.unit, states=HELD_STATES)
    ]
    rows.sort(key=lambda row: row.opened_at, reverse=True)
    rows.sort(key=lambda row: (row.urgent, (row.alerted_level or row.level).gravity), reverse=True)
    page = _page(value)
    wanted = [row.reference for row in rows[page * A_PAGE : (page + 1) * A_PAGE]]
    # In one order whoever asks, so that two officers never wait for each other.
    found = {reference: _held_by(work, reference, enrolled) for reference in sorted(wanted)}
    shown = [listed_ for each in wanted if (listed_ := found[each]) is not None]
    return listed(UNIT, shown, len(rows), page, now)


def _held_by(work: Work, reference: Reference, enrolled: Sequence[Officer]) -> Listed | None:
    case = _case(work, reference)
    referral = _of_their_unit(work, reference, enrolled)
    if case is None or referral is None:
        return None
    own = referral.holder in {each.id for each in enrolled}
    holder = work.directory.officer(referral.holder) if referral.holder and not own else None
    return Listed(case, referral, holder.name if holder else "")


def _of_their_unit(
    work: Work, reference: Reference, enrolled: Sequence[Officer]
) -> Referral | None:
    """The newest referral of the case that a unit of theirs took."""
    units = {each.unit for each in enrolled}
    taken = (
        each
        for each in reversed(work.casework.referrals_of(reference))
        if each.state is ReferralState.ACKNOWLEDGED and each.holder_unit in units
    )
    return next(taken, None)


def _case(work: Work, reference: Reference) -> Case | None:
    return work.casework.get(reference)


def _page(value: str) -> int:
    return int(value) if value.isdecimal() and value.isascii() else 0


def is_number(text: str) -> bool:
    """Whether somebody typed a number and nothing else."""
    return _NUMBER.fullmatch(digits(text)) is not None


def by_number(
    desk: Desk, work: Work, incoming: Incoming, text: str, now: datetime
) -> Sequence[Prompt]:
    """The case of a typed number: its details where their unit has it, the card where it was asked.

    A case that does not exist and one that may not be seen give the same answer. Every search is
    written down, found or not.
    """
    reference = read_reference(digits(text))
    if reference is None:
        return [Prompt((Line("officer.no_number"),))]
    enrolled = permitted(work, incoming, "search")
    work.audit.record(AuditEntry(now, enrolled[0].id, "case.searched", reference))
    found = _by_reference(desk, work, incoming, reference, enrolled, now)
    found += offered(work, enrolled, reference)
    return found or [Prompt((Line("officer.not_found"),))]


def _by_reference(
    desk: Desk,
    work: Work,
    incoming: Incoming,
    reference: Reference,
    enrolled: Sequence[Officer],
    now: datetime,
) -> list[Prompt]:
    """What they see of the case; nothing where that is nothing."""
    taken = _of_their_unit(work, reference, enrolled)
    held = held_case(work, incoming, "open", taken.id, now) if taken else None
    if held is not None:
        return list(look_into.details(desk, work, held, ""))
    shown = list(agency_list.by_number(desk, work, enrolled, reference))
    shown += _as_alerted(desk, work, reference, enrolled, now)
    return shown


def _as_alerted(
    desk: Desk, work: Work, reference: Reference, enrolled: Sequence[Officer], now: datetime
) -> Iterable[Prompt]:
    """What a unit that was only alerted may see: the card as it stands in its group, no more."""
    del desk
    case = _case(work, reference)
    units = {each.unit for each in enrolled}
    alerted = [
        each
        for each in work.casework.referrals_of(reference)
        if units.intersection(each.units) and each.state in STANDS
    ]
    if case is None or not alerted:
        return
    last = alerted[-1]
    holder = work.directory.officer(last.holder) if last.holder else None
    by = answer_by(last) if last.state.is_open else None
    yield card(case, last, Standing(now, by, holder.name if holder else "", case.unit))
