"""The second clock, of a case that somebody took: a reminder, the head, and back to the chase."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.calendar import Calendar, after
from bot.domain.clocks import LATE_BY
from bot.domain.ids import UnitId
from bot.domain.policy import SecondRow
from bot.domain.stage import Stage, StageKind, StageTarget, TargetKind


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of the clock, from which its stages count.

    The first begins at the taking; each entry of progress begins another one at its next step:
    `step` is True there, and the holder is reminded on that very day. `chosen` says that the
    officer chose it. Numbers never come twice within a referral.
    """

    number: int
    starts_at: datetime
    step: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class SecondClock:
    """All that decides when a taken case is due: kept as it is, its stages are always the same.

    `hours` are those of the unit that holds it. `reminded_at` is when the holder was reminded in
    this leg.
    """

    row: SecondRow
    hours: Calendar
    unit: UnitId
    leg: Leg
    reminded_at: datetime | None = None

    @property
    def calendar(self) -> Calendar:
        """What counts."""
        return self.row.calendar(self.hours)


def second_key(leg: Leg, slot: str) -> str:
    """The key of a stage, for ever: `second.<number of the leg>.<slot>`."""
    return f"second.{leg.number}.{slot}"


def second_stages(clock: SecondClock) -> tuple[Stage, ...]:
    """Every message of this leg if nothing is written down, in order of time.

    Nothing goes back sooner than the holder's own time after the reminder left: whoever was not
    reminded, because the service stood still, is not passed over.
    """
    return tuple(_stages(clock))


def second_due(clock: SecondClock, done: frozenset[str], now: datetime) -> tuple[Stage, ...]:
    """What must be done at `now`: at most one message a target, whatever was missed.

    The caller adds the `key` and the `merged` of each to `done`; nothing in `done` comes again,
    however the clock is moved. What was missed and would leave outside the hours waits for the
    next opening. A case that goes back needs no reminder any more; it goes back only after one.
    """
    late = [stage for stage in _waiting(clock, done) if stage.at <= now]
    if not late or all(_held(clock, stage, now) for stage in late):
        return ()
    if late[-1].kind is StageKind.BACK:
        return (_one(late),)
    to_holder = [stage for stage in late if stage.target.kind is TargetKind.HOLDER]
    others = (stage for stage in late if stage.target.kind is not TargetKind.HOLDER)
    return (*([_one(to_holder)] if to_holder else []), *others)


def second_next(clock: SecondClock, done: frozenset[str], now: datetime) -> datetime:
    """When `second_due` next has something to say; in the past where it has already.

    There always is such a moment as long as the case has not gone back.
    """
    held = clock.calendar.next_opening(now)
    return min(held if _held(clock, stage, now) else stage.at for stage in _waiting(clock, done))


def late_at(clock: SecondClock) -> datetime:
    """From when on the holder is late: the moment of the first reminder."""
    return after(clock.calendar, clock.leg.starts_at, clock.row.remind)


def next_step_after(clock: SecondClock, now: datetime) -> datetime:
    """When something is next to be done, where the officer chose no date."""
    return after(clock.hours, now, clock.row.next_step)


def _waiting(clock: SecondClock, done: frozenset[str]) -> list[Stage]:
    """What is not done, in order of time."""
    reminded = second_key(clock.leg, "remind") in done
    return [
        stage
        for stage in _stages(clock)
        if stage.key not in done and (reminded or stage.kind is not StageKind.BACK)
    ]


def _stages(clock: SecondClock) -> Iterator[Stage]:
    row, leg, calendar = clock.row, clock.leg, clock.calendar
    holder = StageTarget(TargetKind.HOLDER, clock.unit)
    if leg.step:
        at = calendar.next_opening(leg.starts_at)
        yield Stage(second_key(leg, "step"), at, holder, StageKind.STEP)
    yield Stage(second_key(leg, "remind"), late_at(clock), holder, StageKind.REMINDER)
    at, head = after(calendar, leg.starts_at, row.head), StageTarget(TargetKind.HEAD, clock.unit)
    yield Stage(second_key(leg, "head"), at, head, StageKind.ESCALATION)
    at, group = after(calendar, leg.starts_at, row.back), StageTarget(TargetKind.GROUP, clock.unit)
    if clock.reminded_at is not None:
        at = max(at, after(calendar, clock.reminded_at, row.remind))
    yield Stage(second_key(leg, "back"), at, group, StageKind.BACK)


def _held(clock: SecondClock, stage: Stage, now: datetime) -> bool:
    """Whether it was missed and would now leave outside the hours."""
    return now - stage.at > LATE_BY and not clock.calendar.is_open(now)


def _one(late: Sequence[Stage]) -> Stage:
    """The one message that several become: the last one, which settles the others."""
    return replace(late[-1], merged=tuple(stage.key for stage in late[:-1]))
