"""The second clock of a taken case: frozen at the taking, begun anew by each entry of progress."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.data.policy import frozen, thawed_second
from bot.domain.case import Case, Deed
from bot.domain.ids import Level, ReferralState
from bot.domain.nrm import nrm_stages, running
from bot.domain.policy import Policy, SecondRow
from bot.domain.referral import Referral
from bot.domain.second_clock import (
    Leg,
    SecondClock,
    late_at,
    next_step_after,
    second_key,
    second_next,
)
from bot.domain.stage import Stage

TAKEN = "taken"
"""Under which the row is frozen with the referral."""


def second_row(policy: Policy, case: Case) -> SecondRow:
    """The row that holds for a case: of the highest level that was ever alerted."""
    facts, alerted = case.facts, case.alerted_level or Level.D
    level = max(facts.level, alerted, key=lambda each: each.gravity)
    return policy.second_row(level, urgent=facts.urgent or case.alerted_urgent, child=facts.child)


def armed(policy: Policy, case: Case, referral: Referral, now: datetime) -> Referral:
    """A referral that was just taken, with its row frozen and its first leg begun.

    Also one of which more is known than before: the leg begins with a new row.
    """
    tables = frozen(policy, second_row(policy, case), referral.holder_unit or referral.unit)
    fresh = replace(referral, policy={**referral.policy, TAKEN: tables})
    return timed(_on(fresh, now), case, now)


def hastened(policy: Policy, case: Case, referral: Referral, now: datetime) -> Referral:
    """The referral after the level rose: by the new row from now on, unless that comes later."""
    fresh = armed(policy, case, referral, now)
    sooner = referral.late_at is None or (fresh.late_at or now) < referral.late_at
    return fresh if sooner else referral


def rearmed(
    policy: Policy, case: Case, referral: Referral, deed: Deed, now: datetime
) -> tuple[Referral, Case]:
    """The referral and the case after an entry of the work on it.

    Progress begins a new leg at the next step: at the date the officer chose, else at the
    default. A chosen date alone moves a next step that lies ahead; it does not stop a clock that
    already runs, for a plan is no word to the worker. A close ends the clock.
    """
    if referral.state is not ReferralState.ACKNOWLEDGED:
        return referral, case
    if deed is Deed.CLOSED:
        return referral.at_rest(), replace(case, next_step_at=None)
    clock = second_clock_of(referral, now)
    if clock is None or deed is Deed.REOPENED:
        return armed(policy, case, referral, now), case
    chosen = _chosen(case, clock.leg, now)
    ahead = clock.leg.step and clock.leg.starts_at > now
    if deed.is_progress:
        at = chosen or next_step_after(clock, now)
        referral = _on(referral, at, step=True, chosen=chosen is not None)
        case = replace(case, next_step_at=at)
    elif deed is Deed.NEXT_STEP and ahead and chosen is not None:
        referral = _on(referral, chosen, step=True, chosen=True)
    return timed(referral, case, now), case


def timed(referral: Referral, case: Case, now: datetime) -> Referral:
    """The referral with the time at which something is next to be done about it."""
    clock = second_clock_of(referral, now)
    if clock is None:
        return referral
    moments = [second_next(clock, referral.done, now)]
    moments += [stage.at for stage in terms(referral, case) if stage.key not in referral.done]
    return replace(referral, next_due_at=min(moments), late_at=late_at(clock))


def second_clock_of(referral: Referral, now: datetime) -> SecondClock | None:
    """The clock as it was frozen and where it stands; None where nobody has the case."""
    tables = referral.policy.get(TAKEN)
    if tables is None or referral.leg is None:
        return None
    row, hours = thawed_second(tables)
    unit = referral.holder_unit or referral.unit
    return SecondClock(row, hours, unit, referral.leg, _reminded_at(referral, referral.leg, now))


def terms(referral: Referral, case: Case) -> list[Stage]:
    """The reminders of NRM terms that had not ended when the case was taken."""
    tables = referral.policy.get(TAKEN)
    if tables is None or referral.leg is None:
        return []
    _, hours = thawed_second(tables)
    taken = referral.answered_at or referral.started_at
    old = {each.number for each in running(case.worked) if each.ends_at <= taken}
    stages = nrm_stages(case.worked, hours, ZoneInfo(tables["timezone"]))
    return [stage for stage in stages if int(stage.key.split(".")[1]) not in old]


def _on(referral: Referral, at: datetime, *, step: bool = False, chosen: bool = False) -> Referral:
    """The next leg; its number has never been, so that its messages have not either."""
    number = referral.leg.number + 1 if referral.leg else 1
    return replace(referral, leg=Leg(number, at, step, chosen))


def _chosen(case: Case, leg: Leg, now: datetime) -> datetime | None:
    """The date the officer chose, if it lies ahead; one that was only a default is none."""
    at = case.next_step_at
    if at is None or at <= now:
        return None
    by_default = leg.step and not leg.chosen and at == leg.starts_at
    return None if by_default else at


def _reminded_at(referral: Referral, leg: Leg, now: datetime) -> datetime | None:
    """When the holder was reminded in this leg; not where that lies ahead (a clock moved back)."""
    key = second_key(leg, "remind")
    sent = [step.at for step in referral.steps if key in (step.stage, *step.merged)]
    return sent[-1] if sent and sent[-1] <= now else None
