"""The referrals an agency's officer has, those of the agency, and one by its typed number."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.agency_work import HAS_IT
from bot.domain.ids import Reference
from bot.domain.prompt import Prompt
from bot.domain.unit import Officer
from bot.flows.agency_screens import Before, listed
from bot.flows.my_cases import A_PAGE, MINE, gravest_first
from bot.ports import Work
from bot.usecases.agency_case import LIVE
from bot.usecases.agency_work import seen
from bot.usecases.desk import Desk


def of_agencies(work: Work, enrolled: Sequence[Officer]) -> list[Officer]:
    """The enrolments for an agency."""
    return [each for each in enrolled if work.agencies.get(each.unit) is not None]


def before_them(
    work: Work, enrolled: Sequence[Officer], which: str, page: int, now: datetime
) -> Prompt:
    """A page of the referrals that the officer has, or that are before the agency; gravest first.

    A card that nobody has taken stands on the agency's list, not on anybody's own.
    """
    own = {each.id for each in enrolled}
    units = sorted({each.unit for each in enrolled})
    found = [r for unit in units for r in work.casework.before_agency(unit)]
    if which == MINE:
        found = [r for r in found if r.holder in own and r.state in HAS_IT]
    shown = []
    for referral in sorted(found, key=lambda each: each.reference):
        case = work.casework.get(referral.reference)
        holder = work.directory.officer(referral.holder) if referral.holder else None
        name = holder.name if holder is not None and holder.id not in own else ""
        if case is not None:
            shown.append(Before(case, referral, name))
    shown.sort(key=lambda each: each.referral.started_at, reverse=True)
    shown.sort(key=lambda each: gravest_first(each.case), reverse=True)
    part = shown[page * A_PAGE : (page + 1) * A_PAGE]
    return listed(which, part, len(shown), page, now)


def by_number(
    desk: Desk, work: Work, enrolled: Sequence[Officer], reference: Reference
) -> list[Prompt]:
    """The card or the brief of a typed number, where it is before an agency of theirs."""
    found = [
        (each, referral)
        for each in of_agencies(work, enrolled)
        for referral in work.casework.agency_referrals_of(reference)
        if referral.unit == each.unit and referral.state in LIVE
    ]
    case = work.casework.get(reference) if found else None
    if case is None:
        return []
    officer, referral = found[-1]
    return [seen(desk, work, officer, case, referral)]
