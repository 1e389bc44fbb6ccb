"""Who is on call for a unit: shifts of once and of every week, absences, and the night partner."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Self

from bot.domain.ids import OfficerId, UnitId

DAY = timedelta(days=1)
AHEAD = timedelta(days=8)
"""Every weekly shift begins once within this time."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is on call from `begins` until just before `ends`."""

    officer: OfficerId
    begins: datetime
    ends: datetime

    def covers(self, at: datetime) -> bool:
        """Whether it lasts at a moment."""
        return self.begins <= at < self.ends


@dataclass(frozen=True, slots=True)
class WeeklyShift:
    """The same every week: `day` is 0 on Monday; both ends count from that day's local midnight.

    A night shift ends after 24 hours have passed.
    """

    officer: OfficerId
    day: int
    opens: timedelta
    closes: timedelta

    def __post_init__(self) -> None:
        if not (0 <= self.day <= 6 and timedelta() <= self.opens < DAY):  # noqa: PLR2004
            raise ValueError("a weekly shift begins on one of seven days, within that day")
        if not self.opens < self.closes <= self.opens + DAY:
            raise ValueError("a weekly shift lasts no longer than a day")


@dataclass(frozen=True, slots=True)
class Roster:
    """The duty of one unit.

    `absences` are stretches in which a person is not on call whatever else is said: leave, or duty
    that was handed over. `night_partner` stands in outside the unit's hours. `tended_at` is up to
    when the ends of shifts were seen to.
    """

    unit: UnitId
    shifts: tuple[Shift, ...] = ()
    weekly: tuple[WeeklyShift, ...] = ()
    absences: tuple[Shift, ...] = ()
    night_partner: UnitId | None = None
    tended_at: datetime | None = None

    def absent(self, officer: OfficerId, at: datetime) -> bool:
        """Whether a person is on leave, or has handed the duty over."""
        return any(each.officer == officer and each.covers(at) for each in self.absences)

    def adding(self, shift: Shift) -> Self:
        """With one more shift; whoever takes it is not absent meanwhile."""
        return replace(self.back(shift.officer, shift.begins), shifts=(*self.shifts, shift))

    def without(self, officer: OfficerId, since: datetime, until: datetime) -> Self:
        """With somebody absent."""
        kept = self.back(officer, since).absences
        return replace(self, absences=(*kept, Shift(officer, since, until)))

    def back(self, officer: OfficerId, at: datetime) -> Self:
        """With an absence of somebody ended at a moment."""
        ended = tuple(
            replace(each, ends=min(each.ends, at)) if each.officer == officer else each
            for each in self.absences
            if each.officer != officer or each.begins < at
        )
        return replace(self, absences=ended)

    def forgetting(self, before: datetime) -> Self:
        """Without what ended long ago."""
        return replace(
            self,
            shifts=tuple(each for each in self.shifts if each.ends >= before),
            absences=tuple(each for each in self.absences if each.ends >= before),
        )


def shifts_between(
    roster: Roster, since: datetime, until: datetime, zone: tzinfo
) -> tuple[Shift, ...]:
    """Every shift that lasts within a stretch: those of once first, the latest of them in front."""
    once = sorted(roster.shifts, key=lambda each: each.begins, reverse=True)
    found = (*once, *_of_weeks(roster.weekly, since, until, zone))
    return tuple(each for each in found if each.begins < until and each.ends > since)


def on_call(roster: Roster, at: datetime, zone: tzinfo) -> tuple[OfficerId, ...]:
    """Who is on call at a moment, first whoever said so last; nobody who is absent."""
    lasting = shifts_between(roster, at, at + timedelta.resolution, zone)
    there = (each.officer for each in lasting if each.covers(at))
    return tuple(dict.fromkeys(each for each in there if not roster.absent(each, at)))


def end_of_duty(roster: Roster, officer: OfficerId, at: datetime, zone: tzinfo) -> datetime | None:
    """When the duty that somebody has at a moment ends."""
    lasting = shifts_between(roster, at, at + timedelta.resolution, zone)
    ends = [each.ends for each in lasting if each.officer == officer and each.covers(at)]
    return max(ends, default=None)


def ended(roster: Roster, since: datetime, until: datetime, zone: tzinfo) -> tuple[Shift, ...]:
    """The shifts that ended after `since` and up to `until`."""
    return tuple(
        each for each in shifts_between(roster, since, until, zone) if since < each.ends <= until
    )


def next_end(roster: Roster, after: datetime, zone: tzinfo) -> datetime | None:
    """When the next shift ends, weekly ones too; None where there is none."""
    found = shifts_between(roster, after, after + AHEAD, zone)
    return min((each.ends for each in found if each.ends > after), default=None)


def following(roster: Roster, after: datetime, zone: tzinfo) -> Iterator[OfficerId]:
    """Who is on call at a moment, then who comes next within a day."""
    yield from on_call(roster, after, zone)
    coming = [s for s in shifts_between(roster, after, after + DAY, zone) if s.begins > after]
    for each in sorted(coming, key=lambda shift: shift.begins):
        if not roster.absent(each.officer, each.begins):
            yield each.officer


def gaps(
    covered: Callable[[datetime], bool],
    edges: Iterable[datetime],
    since: datetime,
    until: datetime,
) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches in which nobody is on call; `edges` are all moments at which that changes."""
    cuts = sorted({since, until, *(each for each in edges if since < each < until)})
    found: list[tuple[datetime, datetime]] = []
    for begins, ends in pairwise(cuts):
        if covered(begins):
            continue
        if found and found[-1][1] == begins:
            found[-1] = (found[-1][0], ends)
        else:
            found.append((begins, ends))
    return tuple(found)


def edges(roster: Roster, since: datetime, until: datetime, zone: tzinfo) -> Iterator[datetime]:
    """The moments at which who is on call may change."""
    for each in (*shifts_between(roster, since, until, zone), *roster.absences):
        yield from (each.begins, each.ends)


def _of_weeks(
    weekly: Iterable[WeeklyShift], since: datetime, until: datetime, zone: tzinfo
) -> Iterator[Shift]:
    """Weekly shifts as shifts of the weeks in between."""
    first = since.astimezone(zone).date() - 2 * DAY
    days = (until - since) // DAY + 4
    for number in range(days):
        day = first + number * DAY
        midnight = datetime.combine(day, time(), zone)
        for each in weekly:
            if each.day == day.weekday():
                begins, ends = midnight + each.opens, midnight + each.closes
                yield Shift(each.officer, begins.astimezone(UTC), ends.astimezone(UTC))
