"""The daily digest: how many cases stand where, in numbers, to every unit and to `national`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.data.policy import calendar_of
from bot.domain.calendar import OfficeCalendar
from bot.domain.clocks import LATE_BY
from bot.domain.ids import NATIONAL, UnitId
from bot.domain.load import UnitLoad
from bot.domain.policy import Policy
from bot.domain.prompt import Prompt
from bot.flows import digest as screens
from bot.ports import Work
from bot.usecases.chase_referrals import HEARTBEAT
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_notice

DAY = timedelta(days=1)
DUE = "digest.due"
"""Under this and the unit's name it is kept when its next digest is due."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest says; every figure is counted from what stands in the clear.

    `units` are those with open cases. The rest is for `national`: how old the chaser's heartbeat
    is in seconds (None: never), in how many hours of today nobody could be reached at units that
    have no group or no officer to write to, which those are, and how many messages of the last
    day could not be delivered.
    """

    units: Sequence[UnitLoad]
    heartbeat: float | None
    unreachable_hours: float
    unreachable: Sequence[UnitId]
    undeliverable: int


async def send_digests(desk: Desk) -> None:
    """Owe every digest that is due, each once a day and unit, ever; what is due is stored.

    One that an outage delayed leaves once, in the hours of its unit; a whole missed day is not
    made up for.
    """
    now, units = desk.clock(), (*desk.around.gazetteer.centres, NATIONAL)
    due = await desk.store.read(
        lambda work: [unit for unit in units if _is_due(desk.policy, work, unit, now)]
    )
    if due:
        await desk.store.write(lambda work: _send(desk, work, due, now))
        desk.wake()


def _is_due(policy: Policy, work: Work, unit: UnitId, now: datetime) -> bool:
    """Also where it is not known yet when it is."""
    at = _due_at(policy, work, unit, now)
    return at is None or at <= now


def _due_at(policy: Policy, work: Work, unit: UnitId, now: datetime) -> datetime | None:
    """What is stored; not what lies beyond the next morning, from when a clock was moved back."""
    mark = work.marks.get(f"{DUE}.{unit}")
    at = datetime.fromisoformat(mark) if mark else None
    return None if at is None or at > _following(policy, unit, now) else at


def _following(policy: Policy, unit: UnitId, now: datetime) -> datetime:
    return calendar_of(policy, unit).at_on_working_day(policy.digest_at, now)


def _send(desk: Desk, work: Work, units: Sequence[UnitId], now: datetime) -> None:
    found: Digest | None = None
    for unit in units:
        at = _due_at(desk.policy, work, unit, now)
        if at is not None:
            if now - at > LATE_BY and not calendar_of(desk.policy, unit).is_open(now):
                continue  # it waits for the opening
            found = found or digest_of(desk.policy, work, now, desk.around.gazetteer.centres)
            _owe(desk, work, unit, found, now)
        following = _following(desk.policy, unit, now)
        work.marks.set(f"{DUE}.{unit}", following.isoformat())


def _owe(desk: Desk, work: Work, unit: UnitId, found: Digest, now: datetime) -> None:
    day = now.astimezone(ZoneInfo(desk.policy.timezone)).date()
    key = f"digest:{unit}:{day.isoformat()}"
    prompt = worded(unit, found, now)
    owe_notice(work, unit, prompt, key=key, language=desk.officers_speak, now=now)


def worded(unit: UnitId, found: Digest, now: datetime) -> Prompt:
    """A unit's own figures, or for `national` those of all."""
    if unit == NATIONAL:
        return screens.national(
            found.units,
            now,
            heartbeat=found.heartbeat,
            hours=found.unreachable_hours,
            unreachable=found.unreachable,
            undeliverable=found.undeliverable,
        )
    own = next((load for load in found.units if load.unit == unit), UnitLoad(unit))
    return screens.of_unit(own, now)


def digest_of(policy: Policy, work: Work, now: datetime, centres: Iterable[UnitId]) -> Digest:
    """The figures as they are now; the day ends at midnight in the policy's time zone."""
    zone = ZoneInfo(policy.timezone)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    nobody = [unit for unit in (*centres, NATIONAL) if not _reached(work, unit)]
    hours = [_open_today(calendar_of(policy, unit), midnight) for unit in nobody]
    beat = work.marks.get(HEARTBEAT)
    return Digest(
        work.casework.loads(now, midnight + DAY),
        (now - datetime.fromisoformat(beat)).total_seconds() if beat else None,
        sum(hours, timedelta()).total_seconds() / 3600,
        nobody,
        work.outbox.undeliverable(now - DAY),
    )


def _reached(work: Work, unit: UnitId) -> bool:
    """Whether it has a group, and an officer who can be written to."""
    officers = work.directory.officers_of(unit)
    opened = any(officer.private_open for officer in officers)
    return opened and bool(work.directory.groups_of(unit))


def _open_today(calendar: OfficeCalendar, midnight: datetime) -> timedelta:
    return calendar.counted(midnight, midnight + DAY)
