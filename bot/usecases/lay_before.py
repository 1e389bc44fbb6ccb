"""Lay a case before another unit: a new ladder there, `national` still counted from the first."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case
from bot.domain.ids import NATIONAL, ReferralState, UnitId
from bot.domain.ladder import Reachable
from bot.domain.referral import Referral
from bot.domain.routing import route
from bot.domain.unit import Role
from bot.ports import Work
from bot.usecases.climb import climb
from bot.usecases.desk import Desk
from bot.usecases.ladders import first_clock, row_of


def lay_before(
    desk: Desk,
    work: Work,
    case: Case,
    before: Referral,
    unit: UnitId,
    now: datetime,
    *,
    again: bool = False,
) -> tuple[Referral, Case]:
    """A new referral of the case to `unit`, alerted at once; both are stored.

    `again`: somebody there took it before and forgot it.
    """
    officers = work.directory.officers_of(unit)
    head = any(each.role is Role.HEAD and each.private_open for each in officers)
    second = _second(desk, unit, case, before)
    row = row_of(desk.policy, replace(case.facts, level=case.standing_level))
    people = Reachable(unit, second, head=head)
    referral = Referral(
        id=desk.ids.referral(),
        reference=case.reference,
        unit=unit,
        state=ReferralState.SENT,
        clock=row.key.value,
        policy=first_clock(desk.policy, row, people, without_place=not before.place_known),
        started_at=now,
        first_alert_at=before.first_alert_at,
        units=(),
        second=second,
        place_known=before.place_known,
        interpreter_asked=before.interpreter_asked,
        next_due_at=now,
        again=again,
    )
    work.casework.add_referral(referral)
    return climb(desk, work, case, referral, now)


def _second(desk: Desk, unit: UnitId, case: Case, before: Referral) -> UnitId | None:
    """The new unit's own second centre, unless the case comes from there or it is not wanted."""
    centre = desk.around.gazetteer.centres.get(unit)
    if centre is None or unit == NATIONAL:
        return None
    second = route(desk.around.gazetteer, desk.routing, province=centre.province).second
    return second if second not in (before.unit, unit, *case.facts.unwanted) else None
