"""Who is there for a unit just now: on call, the night partner's, the heads."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.data.policy import calendar_of
from bot.domain.ids import UnitId
from bot.domain.ladder import Ladder
from bot.domain.policy import Counts, Policy
from bot.domain.referral import Referral
from bot.domain.roster import Roster, edges, gaps, next_end, on_call
from bot.domain.unit import Officer, Role
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.ladders import ladder_of

WRITTEN_TO = "on_call:"
"""How the target of a step begins that reached somebody on call: `on_call:<unit>:<officer>`."""


@dataclass(frozen=True, slots=True)
class Present:
    """Those who can be written to now; `partner` is the unit that stands in for the night."""

    on_call: tuple[Officer, ...] = ()
    heads: tuple[Officer, ...] = ()
    partner: UnitId | None = None


def zone_of(desk: Desk) -> ZoneInfo:
    """Where shifts are counted."""
    return ZoneInfo(desk.policy.timezone)


def present(desk: Desk, work: Work, unit: UnitId, now: datetime, *, day_and_night: bool) -> Present:
    """Whom a unit has now; with `day_and_night` its partner's people outside its hours.

    Somebody who has blocked the bot or never opened the chat is not there.
    """
    roster = work.rosters.of(unit)
    partner = _partner(desk, roster, now) if day_and_night else None
    there = _on_duty(desk, work, roster, now)
    if not there and partner is not None:
        there = _on_duty(desk, work, work.rosters.of(partner), now)
    officers = work.directory.officers_of(unit)
    heads = tuple(
        each
        for each in officers
        if each.role is Role.HEAD and each.private_open and not roster.absent(each.id, now)
    )
    return Present(there, heads, partner)


def here(desk: Desk, work: Work, referral: Referral, now: datetime) -> Present:
    """Whom the unit that has a referral has now."""
    around_the_clock = ladder_of(referral).row.counts is Counts.DAY_AND_NIGHT
    return present(desk, work, referral.unit, now, day_and_night=around_the_clock)


def ladder_now(desk: Desk, work: Work, referral: Referral, now: datetime) -> Ladder:
    """The frozen ladder with the people who are there now.

    Who is on call is found when the stage falls due, not when the case came: nobody knows in the
    evening who will have changed places by midnight.
    """
    return with_people(referral, here(desk, work, referral, now))


def with_people(referral: Referral, people: Present) -> Ladder:
    """The frozen ladder with these people."""
    return ladder_of(
        referral,
        on_call=bool(people.on_call),
        head=bool(people.heads),
        called=frozenset(
            step.stage for step in referral.steps if step.target.startswith(WRITTEN_TO)
        ),
    )


def roster_due(desk: Desk, roster: Roster, now: datetime) -> datetime | None:
    """When the end of a shift is next to be seen to."""
    return next_end(roster, roster.tended_at or now, zone_of(desk))


def keep_roster(desk: Desk, work: Work, roster: Roster, now: datetime) -> None:
    """Store a changed roster, with its timer."""
    roster = replace(roster, tended_at=roster.tended_at or now)
    work.rosters.save(roster, roster_due(desk, roster, now))


def uncovered(
    policy: Policy, work: Work, unit: UnitId, now: datetime, length: timedelta
) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches from now on in which nobody who can be written to is on call for a unit.

    Outside the unit's hours its night partner's people count.
    """
    zone, until = ZoneInfo(policy.timezone), now + length
    roster = work.rosters.of(unit)
    partner = work.rosters.of(roster.night_partner) if roster.night_partner else None
    calendar = calendar_of(policy, unit)
    own = _reachable(work, unit)
    others = _reachable(work, partner.unit) if partner else frozenset()
    changes = {*edges(roster, now, until, zone)}
    if partner is not None:
        changes |= {*edges(partner, now, until, zone), *_openings(policy, unit, now, until)}

    def covered(at: datetime) -> bool:
        if own.intersection(on_call(roster, at, zone)):
            return True
        if partner is None or calendar.is_open(at):
            return False
        return bool(others.intersection(on_call(partner, at, zone)))

    return gaps(covered, changes, now, until)


def _openings(policy: Policy, unit: UnitId, since: datetime, until: datetime) -> set[datetime]:
    """Every whole and half hour at which a unit may open or close: hours are set in minutes."""
    calendar, found = calendar_of(policy, unit), set[datetime]()
    at = since.replace(second=0, microsecond=0)
    was = calendar.is_open(at)
    while at < until:
        at += timedelta(minutes=5)
        if (now := calendar.is_open(at)) is not was:
            found.add(at)
            was = now
    return found


def _reachable(work: Work, unit: UnitId) -> frozenset[str]:
    return frozenset(each.id for each in work.directory.officers_of(unit) if each.private_open)


def _on_duty(desk: Desk, work: Work, roster: Roster, now: datetime) -> tuple[Officer, ...]:
    """Officers of the roster's own unit who are on call and can be written to."""
    named = on_call(roster, now, zone_of(desk))
    officers = (work.directory.officer(each) for each in named)
    return tuple(
        each
        for each in officers
        if each is not None and each.active and each.private_open and each.unit == roster.unit
    )


def _partner(desk: Desk, roster: Roster, now: datetime) -> UnitId | None:
    """The night partner, while the unit is closed."""
    if roster.night_partner is None or calendar_of(desk.policy, roster.unit).is_open(now):
        return None
    return roster.night_partner
