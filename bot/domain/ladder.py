"""The ladder of a referral: the row, the hours and the people that decide its stages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot.domain.calendar import Calendar, Delay, WorkingDays, after
from bot.domain.ids import UnitId
from bot.domain.policy import ClockRow
from bot.domain.stage import (
    NATIONAL_GROUP,
    WORKER,
    Series,
    Stage,
    StageKind,
    StageTarget,
    TargetKind,
)


@dataclass(frozen=True, slots=True)
class Reachable:
    """The unit that holds a referral, and whom it has just now.

    `called` are the keys of the stages at which somebody on call was really written to.
    """

    unit: UnitId
    second_centre: UnitId | None = None
    on_call: bool = False
    head: bool = False
    called: frozenset[str] = frozenset()

    @property
    def group(self) -> StageTarget:
        """The group of the unit."""
        return StageTarget(TargetKind.GROUP, self.unit)


@dataclass(frozen=True, slots=True)
class Ladder:
    """All that decides when a referral is due: kept as it is, its stages are always the same.

    `hours` are those of the unit that holds it. `first_alert_at` is the case's first alert
    anywhere: it stays when the case is passed on. `before` is the clock before the last rise.
    """

    row: ClockRow
    hours: Calendar
    started_at: datetime
    first_alert_at: datetime
    people: Reachable
    without_place: bool = False
    before: Self | None = None

    @property
    def calendar(self) -> Calendar:
        """What counts now."""
        return self.row.calendar(self.hours)

    @property
    def prefix(self) -> str:
        """What stands before the keys of this clock: nothing, or which rise it is of."""
        rises, ladder = 0, self.before
        while ladder is not None:
            rises, ladder = rises + 1, ladder.before
        return f"rise.{rises}." if rises else ""


def built(ladder: Ladder) -> tuple[tuple[Stage, ...], tuple[Series, ...]]:
    """Every stage that comes once, in the table's order, and the series of repeats.

    After a rise the stages of the new clock count from the rise, and each comes no later than the
    same stage of the clock before, whose stages that are past, quicker or without a match stay.
    """
    fixed, series = tuple(_own(ladder)), tuple[Series, ...]()
    if ladder.before is not None:
        earlier, series = built(ladder.before)
        fixed = _overlaid(fixed, earlier, ladder.started_at)
    own_national = f"{ladder.prefix}national"
    anchor = next(stage.at for stage in fixed if stage.key == own_national)
    series = tuple(replace(each, ends=min(each.ends or anchor, anchor)) for each in series)
    newest = Series(ladder.prefix, ladder.calendar, anchor, ladder.row.afterwards)
    return fixed, (*series, newest)


def _overlaid(
    own: tuple[Stage, ...], earlier: tuple[Stage, ...], rise: datetime
) -> tuple[Stage, ...]:
    """The stages of a new clock over those of the one before; alike by slot and target."""
    coming = {(stage.slot, stage.target): stage.at for stage in own}
    kept: list[Stage] = []
    sooner: dict[tuple[str, StageTarget], datetime] = {}
    for stage in earlier:
        alike = stage.slot, stage.target
        if stage.at <= rise or alike not in coming:
            kept.append(stage)
        elif stage.kind is not StageKind.REMINDER:
            sooner[alike] = min(stage.at, sooner.get(alike, stage.at))
        elif stage.at < coming[alike]:
            # Reminders are counted, not named: an old one that comes sooner replaces no new one.
            kept.append(stage)
    moved = (
        replace(each, at=min(each.at, sooner.get((each.slot, each.target), each.at)))
        for each in own
    )
    return (*kept, *moved)


def _own(ladder: Ladder) -> Iterator[Stage]:
    """The stages of a ladder's own clock, in the order of the table."""
    row, people, prefix = ladder.row, ladder.people, ladder.prefix

    def at(delay: Delay) -> datetime:
        return after(ladder.calendar, ladder.started_at, delay)

    yield Stage(f"{prefix}alert", ladder.started_at, people.group, StageKind.ALERT)
    for number, delay in enumerate(row.remind, 1):
        yield Stage(f"{prefix}remind.{number}", at(delay), people.group, StageKind.REMINDER)
    yield from _personal(ladder, TargetKind.ON_CALL, row.on_call, there=people.on_call)
    yield from _phone(ladder)
    yield from _personal(ladder, TargetKind.HEAD, row.head, there=people.head)
    if row.second_centre is not None and people.second_centre is not None:
        second = StageTarget(TargetKind.GROUP, people.second_centre)
        yield Stage(f"{prefix}second_centre", at(row.second_centre), second, StageKind.ESCALATION)
    yield Stage(f"{prefix}answer_by", at(row.answer_by), WORKER, StageKind.TRUTH)
    yield Stage(f"{prefix}national", _national_at(ladder), NATIONAL_GROUP, StageKind.ESCALATION)


def _national_at(ladder: Ladder) -> datetime:
    """Counted from the case's first alert, but never before this clock has begun to count."""
    row, calendar = ladder.row, ladder.calendar
    early = row.national_without_place if ladder.without_place else None
    delay = row.national if early is None else early
    return max(
        after(calendar, ladder.first_alert_at, delay), calendar.next_opening(ladder.started_at)
    )


def _personal(
    ladder: Ladder, kind: TargetKind, delay: Delay | None, *, there: bool
) -> Iterator[Stage]:
    """A stage for one person; without that person it goes to the group and to the next target."""
    if delay is None:
        return
    people, key = ladder.people, f"{ladder.prefix}{kind}"
    at = after(ladder.calendar, ladder.started_at, delay)
    if there:
        yield Stage(key, at, StageTarget(kind, people.unit), StageKind.ESCALATION)
        return
    yield Stage(key, at, people.group, StageKind.STAND_IN)
    if (following := _following(ladder, kind)) is not None:
        yield Stage(f"{key}.next", at, following, StageKind.STAND_IN)


def _phone(ladder: Ladder) -> Iterator[Stage]:
    """Somebody on call who has not answered for half the clock is to be phoned by `national`."""
    row, people = ladder.row, ladder.people
    if row.on_call is None or f"{ladder.prefix}on_call" not in people.called:
        return
    written = after(ladder.calendar, ladder.started_at, row.on_call)
    at = after(ladder.calendar, written, _half(row.answer_by))
    target = StageTarget(TargetKind.PHONE, people.unit)
    yield Stage(f"{ladder.prefix}phone", at, target, StageKind.ESCALATION)


def _half(delay: Delay) -> Delay:
    if isinstance(delay, WorkingDays):
        return WorkingDays(max(1, delay.count // 2))
    return delay / 2


def _following(ladder: Ladder, kind: TargetKind) -> StageTarget | None:
    """The next stage's target; None where a head's stage follows that will itself be passed on."""
    row, people = ladder.row, ladder.people
    if kind is TargetKind.ON_CALL and people.head:
        return StageTarget(TargetKind.HEAD, people.unit)
    if kind is TargetKind.ON_CALL and row.head is not None:
        return None
    if row.second_centre is not None and people.second_centre is not None:
        return StageTarget(TargetKind.GROUP, people.second_centre)
    return NATIONAL_GROUP
